/* See sum.h.  Additions only, on vectors of two lanes, which every processor of 64 bits has.  What is
 * left behind the last whole stride goes in byte by byte. */
#include "base/sum.h"

#include <string.h>

#define AHEAD 4096 /* a page: the processor's own looking ahead ends where one does */

void sum_add(struct sum *s, const unsigned char *bytes, size_t len) {
  sum_lanes a = s->sums[0], b = s->sums[1], c = s->sums[2], d = s->sums[3]; /* in registers */
  sum_lanes aa = s->sums_of_sums[0], bb = s->sums_of_sums[1], cc = s->sums_of_sums[2], dd = s->sums_of_sums[3];
  for (; len >= SUM_STRIDE; bytes += SUM_STRIDE, len -= SUM_STRIDE) {
    sum_lanes words[SUM_LANES / 2];
    __builtin_prefetch(bytes + AHEAD);
    memcpy(words, bytes, sizeof words);
    aa += a += words[0];
    bb += b += words[1];
    cc += c += words[2];
    dd += d += words[3];
  }
  for (; len > 0; bytes++, len--) s->hash = (s->hash ^ *bytes) * 0x100000001b3u;
  s->sums[0] = a, s->sums[1] = b, s->sums[2] = c, s->sums[3] = d;
  s->sums_of_sums[0] = aa, s->sums_of_sums[1] = bb, s->sums_of_sums[2] = cc, s->sums_of_sums[3] = dd;
}

uint64_t sum_end(const struct sum *s) {
  uint64_t sums[SUM_LANES], sums_of_sums[SUM_LANES], hash = s->hash;
  memcpy(sums, s->sums, sizeof sums);
  memcpy(sums_of_sums, s->sums_of_sums, sizeof sums_of_sums);
  for (int i = 0; i < SUM_LANES; i++) {
    hash = (hash ^ sums[i]) * 0x9e3779b97f4a7c15u;
    hash = (hash ^ hash >> 32 ^ sums_of_sums[i]) * 0x9e3779b97f4a7c15u;
  }
  return hash ^ hash >> 32;
}
