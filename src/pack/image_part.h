/* What the writer and the checker of images share; nobody else includes this. */
#ifndef TOLL_PACK_IMAGE_PART_H
#define TOLL_PACK_IMAGE_PART_H

#include "pack/image.h"

extern const uint32_t image_item_size[SECTION_COUNT];

/* A hash of the closed lists and of the items' sizes. */
uint64_t image_fingerprint(void);
/* Over all bytes but the checksum's own; len is at least a header's. */
uint64_t image_checksum(const unsigned char *bytes, size_t len);

#endif
