/* What the reader knows of languages: names of months and weekdays, the words of
 * header lines, the small words around dates and names.  A list a kind; a word of
 * another language is one more row. */
#ifndef TOLL_READ_WORDS_H
#define TOLL_READ_WORDS_H

#include "toll/text.h"

enum word_kind {
  WORD_NONE,
  WORD_MONTH, /* value 1..12 */
  WORD_WEEKDAY,
  WORD_LEAD,    /* may stand before a date: "published", "on" */
  WORD_BY,      /* before an author's name */
  WORD_ORDINAL, /* after a day's number: "st", "th"; also "of" */
  WORD_HYPHEN,  /* keeps the hyphen behind it: "twenty-five", "ex-soldiers" */
  WORD_AND,     /* joins words of which the first leaves its end to the second: "two- and three-storey" */
  WORD_KEY      /* of a header line, value a header_key */
};

enum header_key { KEY_DATE = 1, KEY_OUTLET, KEY_TITLE, KEY_BYLINE, KEY_URL, KEY_LANG, KEY_OTHER };

struct word {
  const char *text; /* lower case */
  unsigned char kind, value;
};

/* The word of one of the kinds in mask (bits 1 << kind); case does not matter.
 * NULL when there is none. */
const struct word *word_find(toll_slice text, unsigned mask);

#define WORD_BIT(kind) (1u << (kind))

/* Small helpers on slices that the readers of headers share. */
toll_slice slice_trim(toll_slice s);                 /* without blanks at both ends */
int slice_is_nocase(toll_slice s, toll_slice lower); /* ASCII letters compared without case */
int slice_starts_nocase(toll_slice s, toll_slice lower);

#endif
