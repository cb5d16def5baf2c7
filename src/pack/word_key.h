/* The hash by which a word of ASCII letters is known before anything is read.
 *
 * Made of its first and, where it has eight or more, its last eight letters, without
 * regard to their case: two loads and two multiplications, whatever the word.  The upper
 * half of a key is well mixed, the lower one is not. */
#ifndef TOLL_PACK_WORD_KEY_H
#define TOLL_PACK_WORD_KEY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* The eight bytes at p as a number, the first lowest on any machine. */
static inline uint64_t word_key_load(const char *p) {
  uint64_t v;
  memcpy(&v, p, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  v = __builtin_bswap64(v);
#endif
  return v;
}

/* What of the first and of the last eight bytes of a word is its own, by its length as
 * far as that goes, and without the bit that tells small letters from capitals. */
#define WORD_CASELESS 0xdfdfdfdfdfdfdfdfu
#define WORD_FIRST(letters) (WORD_CASELESS >> (64 - 8 * (letters)))
static const uint64_t word_first[9] = {0,
                                       WORD_FIRST(1),
                                       WORD_FIRST(2),
                                       WORD_FIRST(3),
                                       WORD_FIRST(4),
                                       WORD_FIRST(5),
                                       WORD_FIRST(6),
                                       WORD_FIRST(7),
                                       WORD_FIRST(8)};
static const uint64_t word_last[9] = {[8] = WORD_FIRST(8)};

#define WORD_MIX_FIRST 0x9e3779b97f4a7c15u
#define WORD_MIX 0xd6e8feb86659fd93u
#define WORD_PAIR_TURN 11 /* bits */

/* The key of the len > 0 letters at p, where at least eight bytes can be read from p on,
 * and eight before its end. */
static inline uint64_t word_key_roomy(const char *p, size_t len) {
  size_t few = len < 8 ? len : 8;
  uint64_t first = word_key_load(p) & word_first[few], last = word_key_load(p + len - 8) & word_last[few];
  return (first * WORD_MIX_FIRST ^ last) * WORD_MIX;
}

/* The same wherever the word stands. */
static inline uint64_t word_key(const char *p, size_t len) {
  if (len >= 8) return word_key_roomy(p, len);
  char room[16] = {0};
  memcpy(room + 8, p, len);
  return word_key_roomy(room + 8, len);
}

/* The key of two words in a row. */
static inline uint64_t word_pair(uint64_t a, uint64_t b) {
  return (a << WORD_PAIR_TURN | a >> (64 - WORD_PAIR_TURN)) ^ b;
}

/* The bit map that tells of most keys that they are in no table: two bits a key, of one
 * word of it. */
#define FILTER_WORDS 4096
#define FILTER_PLACE 52 /* from this bit on a key tells the word, and from these two which bits of it */
#define FILTER_BIT 46
#define FILTER_OTHER_BIT 40
static inline uint64_t filter_bits(uint64_t key) {
  return (uint64_t)1 << (key >> FILTER_BIT & 63) | (uint64_t)1 << (key >> FILTER_OTHER_BIT & 63);
}
static inline bool filter_has(const uint64_t *filter, uint64_t key) {
  uint64_t word = filter[key >> FILTER_PLACE];
  return word >> (key >> FILTER_BIT & 63) & word >> (key >> FILTER_OTHER_BIT & 63) & 1;
}
static inline void filter_add(uint64_t *filter, uint64_t key) {
  filter[key >> FILTER_PLACE] |= filter_bits(key);
}

#endif
