/* The image: a pack's tables as one stretch of bytes, in memory or in a file.
 *
 * A header names where each table stands (offsets only) and how many items it
 * has; the items are the structs of pack.h as this machine lays them out.  The
 * header says byte order, version and a fingerprint of the closed lists, and a
 * checksum stands over all the rest.  Loading trusts none of it: every offset,
 * index and enumerated value is checked once, so that nobody needs to later. */
#ifndef TOLL_PACK_IMAGE_H
#define TOLL_PACK_IMAGE_H

#include <stddef.h>
#include <stdint.h>

#include "pack/build.h"
#include "pack/pack.h"

#define IMAGE_MAGIC "TOLLPACK"
#define IMAGE_VERSION 11u
#define IMAGE_ENDIAN 0x01020304u /* reads 0x04030201 on a machine of the other order */

enum image_section {
  SECTION_STRINGS,
  SECTION_FORMS,
  SECTION_SLOTS,
  SECTION_WORDS,
  SECTION_READINGS,
  SECTION_NODES,
  SECTION_EDGES,
  SECTION_LABELS,
  SECTION_RULES,
  SECTION_LEMMAS,
  SECTION_CHOICES,
  SECTION_WEIGHTS,
  SECTION_NEEDS,
  SECTION_OPENINGS,
  SECTION_KEYS,
  SECTION_FILTER,
  SECTION_WEIGHT_SLOTS,
  SECTION_COUNT
};

struct image_header {
  char magic[8];
  uint32_t endian, version;
  uint64_t length;                /* of the whole image */
  uint64_t checksum;              /* over all bytes but these eight */
  uint64_t fingerprint;           /* of the lists and layouts this program was built with */
  uint8_t endings[ENDING_PLACES]; /* see pack_endings */
  struct image_table {
    uint32_t at, count;
  } tables[SECTION_COUNT];
  struct text_place lang, title, version_text;
};
/* Behind the strings stand at least so many bytes, so that a spelling's last eight can be read at once. */
#define IMAGE_SLACK 8
/* A form fills one line of the processor's cache, so that it is fetched at once. */
#define IMAGE_LINE 64

/* Lays the tables out in one heap block, *out, to be freed with mem_free.
 * Returns 0, TOLL_E_MEMORY or TOLL_E_LIMIT (over 4 GiB). */
int image_make(const struct pack_build *b, unsigned char **out, size_t *len);

/* Sets length and checksum of an image to what its bytes now are; the fuzz target
 * uses it to get past the checksum.  len must be at least a header's. */
void image_seal(unsigned char *bytes, size_t len);

/* Checks the image and points the pack's tables into it (bytes must be aligned to
 * 8).  Returns 0, TOLL_E_FOREIGN when it is no image or one of another build, or
 * TOLL_E_DAMAGED.  path is for the message. */
int image_check(const unsigned char *bytes, size_t len, const char *path, struct toll_pack *p, toll_error *e);

#endif
