/* The hash by which a word of ASCII letters is known before anything is read.
 *
 * Made of its first and its last eight letters, without regard to their case, and of
 * its length: two loads and two multiplications, whatever the word. */
#ifndef TOLL_PACK_WORD_KEY_H
#define TOLL_PACK_WORD_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t word_key_of(uint64_t first, uint64_t last, size_t len) {
  const uint64_t small = 0x2020202020202020u;
  uint64_t h = (first | small) * 0x9e3779b97f4a7c15u ^ ((last | small) + len) * 0xc2b2ae3d27d4eb4fu;
  return (h ^ h >> 29) * 0xd6e8feb86659fd93u;
}

/* of eight bytes from p on as far as the word goes; little-endian order on any machine */
static inline uint64_t word_key_load(const char *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  v = __builtin_bswap64(v);
#endif
  return v;
}

static inline void word_key_store(char *p, uint64_t v) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  v = __builtin_bswap64(v);
#endif
  memcpy(p, &v, sizeof v);
}

/* The key of the len > 0 letters at p. */
static inline uint64_t word_key(const char *p, size_t len) {
  if (len >= 8) return word_key_of(word_key_load(p), word_key_load(p + len - 8), len);
  char few[8] = {0};
  memcpy(few, p, len);
  return word_key_of(word_key_load(few), 0, len);
}

/* The same where at least eight bytes can be read from p on. */
static inline uint64_t word_key_roomy(const char *p, size_t len) {
  uint64_t first = word_key_load(p);
  if (len >= 8) return word_key_of(first, word_key_load(p + len - 8), len);
  return word_key_of(first & (((uint64_t)1 << 8 * len) - 1), 0, len);
}

/* The key of two words in a row. */
static inline uint64_t word_pair(uint64_t a, uint64_t b) {
  return ((a << 23 | a >> 41) ^ b) * 0xa0761d6478bd642fu;
}

/* The bit map that tells of most keys that they are in no table: two of its bits a key. */
#define FILTER_WORDS 1024
static inline bool filter_has(const uint64_t *filter, uint64_t key) {
  return (filter[key >> 48 >> 6] >> (key >> 48 & 63) & 1) && (filter[key >> 22 & 1023] >> (key >> 16 & 63) & 1);
}
static inline void filter_add(uint64_t *filter, uint64_t key) {
  filter[key >> 48 >> 6] |= (uint64_t)1 << (key >> 48 & 63);
  filter[key >> 22 & 1023] |= (uint64_t)1 << (key >> 16 & 63);
}

#endif
