/* The gazetteer's image: one run of bytes that serves from memory and from a
 * mapped file.
 *
 *     header | bucket starts | keys | places | strings
 *
 * Keys lie in the order of their hashes; bucket b holds the keys from bucket[b]
 * up to bucket[b + 1], where b is the top bits of the hash.  A key's candidates
 * are neighbours among the places.  Numbers are in the machine's own order, which
 * the header tells. */
#ifndef TOLL_EXTRACT_PLACES_IMAGE_H
#define TOLL_EXTRACT_PLACES_IMAGE_H

#include <string.h>

#include "places.h"

#define PLACES_MAGIC "tollplac"
#define PLACES_VERSION 2u
#define PLACES_ORDER 0x01020304u
#define PLACES_BITS_MIN 1u
#define PLACES_BITS_MAX 24u

struct places_header {
  char magic[8];
  uint32_t version, order;
  uint64_t checksum;                    /* of every byte behind this field */
  uint64_t size;                        /* of the whole image */
  uint32_t keys, places, strings, bits; /* counts; bytes of strings; 2^bits buckets */
};

struct places_key {
  uint32_t text;  /* folded name, in the strings */
  uint32_t first; /* candidate */
  uint16_t count; /* 0: only the beginning of longer names */
  uint8_t len;
  uint8_t prefix; /* 1: some longer name begins with it */
};

_Static_assert(sizeof(struct place) == 24 && sizeof(struct places_key) == 12 && sizeof(struct places_header) == 48,
               "the image's records have no hidden padding");

enum places_hold { PLACES_BORROWED, PLACES_HEAP, PLACES_MAPPED };

struct toll_places {
  const struct places_header *header;
  const uint32_t *buckets;
  const struct places_key *keys;
  const struct place *places;
  const char *strings;
  enum places_hold hold;
};

/* Bytes of the sections between the header and the strings; 8-byte aligned each. */
static inline size_t places_bucket_bytes(uint32_t bits) {
  return ((((size_t)1 << bits) + 2) & ~(size_t)1) * sizeof(uint32_t);
}
static inline size_t places_key_bytes(uint32_t keys) {
  return ((size_t)keys * sizeof(struct places_key) + 7) & ~(size_t)7;
}
static inline size_t places_place_bytes(uint32_t places) {
  return (size_t)places * sizeof(struct place);
}

/* A good hash of a short string, equal on all machines. */
static inline uint64_t places_hash(const char *text, size_t len) {
  uint64_t h = 0x9e3779b97f4a7c15u ^ len;
  for (size_t i = 0; i < len; i++) h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
  h ^= h >> 32;
  h *= 0xd6e8feb86659fd93u;
  return h ^ (h >> 32);
}

/* The texts that a gazetteer is compiled from. */
enum places_file {
  PLACES_ADMIN1,
  PLACES_COUNTRIES,
  PLACES_REGIONS,
  PLACES_CITIES,
  PLACES_AMBIGUOUS,
  PLACES_FILE_COUNT
};
struct places_source {
  const char *path; /* for errors */
  toll_slice text;
};

/* Compiles them into an image on the heap (mem_free).  Errors: TOLL_E_SYNTAX with
 * line and word, TOLL_E_LIMIT, TOLL_E_MEMORY. */
int places_compile(const struct places_source sources[PLACES_FILE_COUNT], void **image, size_t *size, toll_error *e);

#endif
