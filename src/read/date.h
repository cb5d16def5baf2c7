/* Dates as reports print them: ISO forms, "22 January 1990", "January 22, 1990",
 * "09 DEC 88", "Sat, 20 Jan 1990 12:00", "22.01.1990", "January 1990".
 *
 * Years of two digits: 00-49 are 2000s, 50-99 are 1900s.  "03/04/1990" names no
 * day, since it is not known which number is the month. */
#ifndef TOLL_READ_DATE_H
#define TOLL_READ_DATE_H

#include "toll/text.h"

struct date {
  toll_day from, to; /* TOLL_NO_DAY when the year is not written ("Jan 22") */
};

/* Reads a date at the beginning of text, after blanks, dashes, words such as
 * "Published:" and a weekday.  Returns the bytes used, 0 when there is none. */
size_t date_read(toll_slice text, struct date *out);

/* Finds the first date with day, month and year anywhere in text; *at is where
 * it starts.  Returns its length, 0 when there is none. */
size_t date_find(toll_slice text, struct date *out, size_t *at);

#endif
