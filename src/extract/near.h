/* Nearness within a sentence: which of several dates or places belongs to a claim. */
#ifndef TOLL_EXTRACT_NEAR_H
#define TOLL_EXTRACT_NEAR_H

#include "extract/reader.h"

/* The token that holds the byte at `at` of the window's text, or the first behind it. */
int near_token(const struct sentence *s, uint32_t at);
/* The item that holds the token, or -1. */
int near_item(const struct sentence *s, int token);

/* The first token behind the dateline ("LIMA, 19 Jan 89 (Agency) -- [Text]"), 0 where
 * the sentence has none. */
int near_dateline(const struct sentence *s);

/* The words of a claim that its circumstances stand around: tokens [from, to). */
struct anchor {
  int from, to;
  int verb;        /* item of the verb that sets the claim off, or -1 */
  bool over_times; /* dates in between take no room: for what is no date itself */
};
/* The anchor of draft d; drafts from `first` on are those of its sentence. */
struct anchor near_anchor(const toll_scanner *x, const struct draft *d, size_t first);

/* How far the tokens [from, to) stand from the anchor: words, and more for every
 * clause boundary between them.  0 and up. */
int near_distance(const struct sentence *s, const struct anchor *a, int from, int to);
#define NEAR_CLAUSE 100 /* what a semicolon between them counts: too far */

/* The adjunct of items first..last belongs to a verb of saying, not to what is said:
 * "said on Monday", "told reporters in the capital", "today announced". */
bool near_saying(const struct sentence *s, int first, int last);

/* The verb item is one of saying, not what is said to have happened. */
bool near_saying_verb(const struct sentence *s, int v);

/* The adjunct opens a sentence of saying: "In the capital, the minister said ...". */
bool near_opens_saying(const struct sentence *s, int first, int last);

#define NEAR_ARRESTS 20 /* fewer are taken to be suspects, more to be victims */
/* Releases and the arrest of suspects come after the event, wherever and whenever: their
 * day and place are their own. */
static inline bool near_aftermath(const struct draft *d) {
  const toll_claim *c = &d->claim;
  return c->harm == TOLL_FREED || c->harm == TOLL_SURRENDERED || (c->harm == TOLL_DETAINED && c->value < NEAR_ARRESTS);
}

#endif
