/* The sum that compiled packs carry against damage, as fast as memory: Fletcher's in eight lanes of
 * eight bytes.  It is no hash of SHA's kind: who wants to forge a pack can. */
#ifndef TOLL_BASE_SUM_H
#define TOLL_BASE_SUM_H

#include <stddef.h>
#include <stdint.h>

#define SUM_LANES 8
#define SUM_STRIDE (SUM_LANES * sizeof(uint64_t))

typedef uint64_t sum_lanes __attribute__((vector_size(16)));

struct sum { /* zero but for hash, which begins as anybody likes */
  sum_lanes sums[SUM_LANES / 2], sums_of_sums[SUM_LANES / 2];
  uint64_t hash;
};

/* Adds bytes in their order; len is a multiple of SUM_STRIDE but for the last time. */
void sum_add(struct sum *s, const unsigned char *bytes, size_t len);
uint64_t sum_end(const struct sum *s);

#endif
