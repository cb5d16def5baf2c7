/* Logistic regression with a penalty on large weights, by Newton's method.
 *
 * Features are there or not, so an example is a list of numbers.  The sums run in
 * the order of the examples and nothing is random: the same examples give the same
 * weights, up to rounding far behind the decimals that are kept. */
#ifndef TOLL_SCORE_LOGIT_H
#define TOLL_SCORE_LOGIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Examples; all arrays are the caller's. */
struct logit_data {
  size_t count, features;
  const uint32_t *first; /* count + 1: where each example's features begin in index */
  const uint32_t *index; /* feature numbers, below features */
  const bool *right;
  const uint8_t *fold; /* parts for cross-validation, below folds */
  unsigned folds;
  const double *weight; /* how much each example counts; NULL: once */
  const double *held;   /* of each feature: the weight that it has beforehand, NAN where it is fitted; NULL: all are */
};

/* Fits all examples but those of the fold `without` (folds: all).  decay: the
 * penalty is decay / 2 times the square of each weight; the bias has none.
 * weights holds features + 1 numbers, the bias last.  Returns 0 or TOLL_E_MEMORY. */
int logit_fit(const struct logit_data *d, unsigned without, double decay, double *weights);
/* The probability of example i. */
double logit_at(const struct logit_data *d, const double *weights, size_t i);
/* Each example's probability by the weights that the other folds give. */
int logit_cross(const struct logit_data *d, double decay, double *probability);
/* The mean of -log of what was said of what came true. */
double logit_loss(const struct logit_data *d, const double *probability);

#endif
