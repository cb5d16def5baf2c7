/* A claim's confidence is printed to thousandths; counting claims by these loses
 * nothing and takes the same space for ten claims and ten million. */
#include "score/curve.h"

#include <math.h>
#include <string.h>

void curve_add(struct curve *c, double confidence, int right) {
  double clipped = confidence > 1 ? 1 : confidence > 0 ? confidence : 0;
  size_t step = (size_t)(clipped * (CURVE_STEPS - 1) + 0.5);
  ++*(right ? &c->right[step] : &c->wrong[step]);
}

uint64_t curve_count(const struct curve *c) {
  return curve_at(c, 0).kept;
}

struct curve_point curve_at(const struct curve *c, unsigned least) {
  struct curve_point p = {.least = least};
  for (unsigned i = least; i < CURVE_STEPS; i++) {
    p.kept += c->right[i] + c->wrong[i];
    p.wrong += c->wrong[i];
  }
  return p;
}

size_t curve_points(const struct curve *c, struct curve_point out[CURVE_STEPS]) {
  size_t count = 0;
  struct curve_point p = curve_at(c, 0);
  for (unsigned i = 0; i < CURVE_STEPS; i++) {
    uint64_t here = c->right[i] + c->wrong[i];
    if (here == 0) continue;
    p.least = i;
    out[count++] = p;
    p.kept -= here;
    p.wrong -= c->wrong[i];
  }
  return count;
}

void curve_bins(const struct curve *c, struct curve_bin out[CURVE_BINS]) {
  const unsigned width = (CURVE_STEPS - 1) / CURVE_BINS;
  memset(out, 0, CURVE_BINS * sizeof *out);
  for (unsigned i = 0; i < CURVE_STEPS; i++) {
    unsigned bin = i / width < CURVE_BINS ? i / width : CURVE_BINS - 1;
    uint64_t here = c->right[i] + c->wrong[i];
    out[bin].claims += here;
    out[bin].right += c->right[i];
    out[bin].sum += here * i;
  }
}

double curve_error(const struct curve *c) {
  struct curve_bin bins[CURVE_BINS];
  uint64_t all = curve_count(c);
  double distance = 0;
  curve_bins(c, bins);
  for (size_t i = 0; i < CURVE_BINS; i++) distance += fabs((double)bins[i].right - (double)bins[i].sum / 1000);
  return all ? distance / (double)all : 0;
}
