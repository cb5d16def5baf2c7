/* Labelled claims and found claims, one to one. */
#ifndef TOLL_SCORE_MATCH_H
#define TOLL_SCORE_MATCH_H

#include "score/gold.h"

/* The fields that are compared, in the order in which they are told. */
enum score_field {
  SCORE_VALUE,
  SCORE_LOW,
  SCORE_HIGH,
  SCORE_FORM,
  SCORE_UNIT,
  SCORE_CLASS,
  SCORE_SIDE,
  SCORE_SCOPE,
  SCORE_STATUS,
  SCORE_EVENT,
  SCORE_PART_OF,
  SCORE_CLAIMANT,
  SCORE_WHEN,
  SCORE_WHERE,
  SCORE_FIELD_COUNT
};
const char *score_field_name(unsigned field);

/* Indices into each other's lists, -1 for none.  Found claims of the harm that
 * is not labelled ("seized") have no place in either count. */
struct pairing {
  int32_t *found_of; /* for each labelled claim */
  int32_t *gold_of;  /* for each found claim; PAIRING_OUT for those left out */
};
#define PAIRING_OUT (-2)

/* Each labelled claim, in order, takes the first free found claim of its harm
 * whose count span overlaps, one of equal value before others.  The lists live
 * in the arena.  Returns 0 or TOLL_E_MEMORY. */
int match_claims(const struct gold_row *row, const toll_claims *found, struct arena *arena, struct pairing *out);

/* Whether a field of labelled claim g agrees with that of its found claim. */
bool match_field(const struct gold_row *row, const toll_claims *found, const struct pairing *pairs, size_t g,
                 enum score_field field, struct arena *arena);

#endif
