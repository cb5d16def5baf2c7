/* What the writer and the checker of images share; nobody else includes this. */
#ifndef TOLL_PACK_IMAGE_PART_H
#define TOLL_PACK_IMAGE_PART_H

#include "base/sum.h"
#include "pack/image.h"

extern const uint32_t image_item_size[SECTION_COUNT];

/* A hash of the closed lists and of the items' sizes. */
uint64_t image_fingerprint(void);

/* The checksum, of bytes that come in order, begins with the header's up to behind its own
 * place, which it leaves out; gives how many those are. */
size_t image_sum_start(struct sum *s, const unsigned char *bytes);

#endif
