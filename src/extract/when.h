/* Dates in prose, resolved against the day the document was written. */
#ifndef TOLL_EXTRACT_WHEN_H
#define TOLL_EXTRACT_WHEN_H

#include "extract/reader.h"

struct date {
  int from, to;         /* tokens */
  toll_day first, last; /* TOLL_NO_DAY where the words do not tell */
  toll_day until;       /* of "since 1974": the last day of what it names; not given otherwise */
  bool aside;           /* "since 1974, when": told by the way */
  bool past;            /* long before the event told of: "two years after" */
  bool recent;          /* counted from the day of writing: "on Monday" */
  bool no_year;         /* a day or month whose year was guessed */
  bool year_only;       /* "in 1996" */
  bool clock;           /* a time of day alone */
  bool span;            /* a length of time: "the past two weeks" */
  bool later;           /* counted from what was told before: "two days later" */
  bool counter;         /* over which one counts: "since May", "the past ten days", "this year" */
  bool running;         /* … and that goes on to the day of writing: "since May", "this year" */
  bool loose;           /* tells no day and means little elsewhere: "later", "at 08:10" */
};

/* The shapes of dates for which the sentence has the words: a bit set. */
unsigned date_shapes(const struct sentence *s);
/* The first token from i on at which a date expression of one of these shapes starts, or the
 * number of tokens where there is none. */
int date_next(const toll_scanner *x, int i, unsigned shapes, struct date *d);
/* Gives a date without a year that year. */
void date_set_year(struct date *d, int year);

/* Takes the date for the stretch of time that the draft's figure counts over, where it is one. */
struct draft;
void counted_since(const toll_scanner *x, struct draft *d, const struct date *date);

#endif
