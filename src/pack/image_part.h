/* What the writer and the checker of images share; nobody else includes this. */
#ifndef TOLL_PACK_IMAGE_PART_H
#define TOLL_PACK_IMAGE_PART_H

#include "pack/image.h"

extern const uint32_t image_item_size[SECTION_COUNT];

/* A hash of the closed lists and of the items' sizes. */
uint64_t image_fingerprint(void);

/* The checksum, of bytes that come in order. It leaves out the checksum's own place. */
#define IMAGE_LANES 8
typedef uint64_t image_lanes __attribute__((vector_size(16)));
struct image_sum {
  image_lanes sums[IMAGE_LANES / 2], sums_of_sums[IMAGE_LANES / 2];
  uint64_t hash;
};
/* Begins with the header's bytes up to behind the checksum; gives how many those are. */
size_t image_sum_start(struct image_sum *s, const unsigned char *bytes);
/* len: a multiple of IMAGE_STRIDE but for the last time. */
#define IMAGE_STRIDE (IMAGE_LANES * sizeof(uint64_t))
void image_sum_add(struct image_sum *s, const unsigned char *bytes, size_t len);
uint64_t image_sum_end(const struct image_sum *s);

#endif
