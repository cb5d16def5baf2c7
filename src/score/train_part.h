/* What the gathering and the fitting of examples share; nobody else includes this. */
#ifndef TOLL_SCORE_TRAIN_PART_H
#define TOLL_SCORE_TRAIN_PART_H

#include "score/train.h"

#define TRAIN_FOLDS 10 /* by a hash of the document's id */

/* One example. */
struct train_case {
  size_t names;   /* where its features begin */
  uint32_t count; /* of them */
  uint32_t row;
  double before;        /* the probability by the rules alone */
  toll_span about;      /* count span of the claim that it is about */
  toll_slice candidate; /* the words that may be chosen, valid while the row is */
  int64_t value;        /* of that claim */
  uint8_t harm, choice, fold;
  bool right, left_out, unseen;
};

/* Judges the cases of a row from `first` on by its labels.  Returns 0 or TOLL_E_MEMORY. */
int train_judge(struct train *t, const struct gold_row *row, const toll_claims *found, size_t first);
int32_t train_least(unsigned choice);
/* Fits one choice into its result.  Returns 0 or TOLL_E_MEMORY. */
int train_fit(struct train *t, unsigned choice);

/* Sets a fitted choice's bias by the unseen examples, if there are any. */
void train_set_bias(struct train *t, unsigned choice);

#endif
