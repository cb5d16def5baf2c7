/* Confidence against truth: what is gained when claims below a confidence are
 * left out, and whether the confidence means what it says. */
#ifndef TOLL_SCORE_CURVE_H
#define TOLL_SCORE_CURVE_H

#include <stddef.h>
#include <stdint.h>

#define CURVE_STEPS 1001 /* confidence in thousandths, 0..1000 */
#define CURVE_BINS 10

/* Found claims by confidence; a histogram, so that it does not grow with them. */
struct curve {
  uint64_t right[CURVE_STEPS], wrong[CURVE_STEPS];
};

/* One threshold: the claims with that confidence or more. */
struct curve_point {
  unsigned least; /* thousandths */
  uint64_t kept, wrong;
};

struct curve_bin {
  uint64_t claims, right;
  uint64_t sum; /* of the confidences, in thousandths */
};

/* confidence: 0..1, what lies outside counts as the end it is nearer to. */
void curve_add(struct curve *c, double confidence, int right);
uint64_t curve_count(const struct curve *c);
struct curve_point curve_at(const struct curve *c, unsigned least);
/* A point for each confidence that occurs, ascending; gives their number. */
size_t curve_points(const struct curve *c, struct curve_point out[CURVE_STEPS]);
/* Ten bins of equal width; 1.0 belongs to the last. */
void curve_bins(const struct curve *c, struct curve_bin out[CURVE_BINS]);
/* Expected calibration error over those bins: the mean distance of share right
 * and mean confidence, weighted by claims; 0 without claims. */
double curve_error(const struct curve *c);

#endif
