/* What reviewers decided, brought to the claims that are weighed: the ranks of
 * sources, claims vouched for or discounted, and figures decided on. */
#ifndef TOLL_WEIGH_REVIEW_H
#define TOLL_WEIGH_REVIEW_H

#include "toll/review.h"
#include "weigh/method.h"

struct verdict { /* on the row of this event, harm, unit, side and classes */
  toll_verdict about;
  uint32_t event, classes;
  uint8_t harm, unit, side; /* unit: TOLL_UNIT_NONE for any */
};

struct review {
  uint16_t *ranks;          /* of each claim of the case; NULL where no source is ranked */
  uint8_t *marks;           /* of each claim, of enum review_mark; NULL where none is marked */
  struct verdict *verdicts; /* the last of several on one row stands last */
  size_t verdict_count;
};

/* Reads the case's ranking and decisions; all lives in w's arena. */
int review_load(struct weigh *w, toll_case *c, struct review *out, toll_error *e);
/* The last verdict on a row, or NULL. */
const toll_verdict *review_verdict(const struct review *r, uint32_t event, unsigned harm, unsigned unit, unsigned side,
                                   uint32_t classes);

#endif
