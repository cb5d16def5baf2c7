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

/* Whether a date expression may start at the token: with digits, a figure, or a word that has
 * one of the tags. */
#define DATE_TAGS(n)                                                                                                   \
  (TAG_BIT(n, TAG_MONTH) | TAG_BIT(n, TAG_VAGUE) | TAG_BIT(n, TAG_TIME) | TAG_BIT(n, TAG_PAST) |                       \
   TAG_BIT(n, TAG_ORDINAL) | TAG_BIT(n, TAG_POINTING) | TAG_BIT(n, TAG_WEEKDAY))
static inline bool date_digits(const toll_scanner *x, const struct token *t) {
  return t->kind == TOKEN_NUMBER || (unsigned char)(x->s.text[t->at] - '0') < 10;
}
static inline bool date_begins(const toll_scanner *x, const struct token *t) {
  static const uint64_t tags[2] = {DATE_TAGS(0), DATE_TAGS(1)};
  if (t->kind == TOKEN_MARK) return false;
  return t->figure || (t->form && tags_meet(t->form->tags, tags)) || date_digits(x, t);
}
/* The shapes of dates for which the sentence has the words. */
unsigned date_shapes(const struct sentence *s);
/* The date expression of one of these shapes that starts at token i, if one does. */
bool date_at(const toll_scanner *x, int i, unsigned among, struct date *d);
/* Gives a date without a year that year. */
void date_set_year(struct date *d, int year);

/* Takes the date for the stretch of time that the draft's figure counts over, where it is one. */
struct draft;
void counted_since(const toll_scanner *x, struct draft *d, const struct date *date);

#endif
