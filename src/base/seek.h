/* The first of some bytes, sixteen at a time, in line: for stretches that are mostly so short that a call to memchr
 * costs more than the search.
 *
 * A block is a vector of gcc and clang, which make of a comparison whatever the machine has for it; only
 * where the first byte of a mask stands each machine tells in its own way.  The portable way is
 * always there, and is the oracle of the other. */
#ifndef TOLL_BASE_SEEK_H
#define TOLL_BASE_SEEK_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if defined __x86_64__
#include <emmintrin.h>
#elif defined __aarch64__ && defined __ARM_NEON && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#include <arm_neon.h>
#endif

#define SEEK_BLOCK 16

typedef uint8_t seek_block __attribute__((vector_size(SEEK_BLOCK)));

static inline seek_block seek_load(const char *at) {
  seek_block block;
  memcpy(&block, at, sizeof block);
  return block;
}

static inline seek_block seek_all(char c) {
  uint8_t b = (uint8_t)c;
  return (seek_block){b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b};
}

/* 0xff where a byte is c, else 0. */
static inline seek_block seek_is(seek_block block, char c) {
  return (seek_block)(block == seek_all(c));
}

/* 0xff where a byte is from .. to, else 0. */
static inline seek_block seek_within(seek_block block, char from, char to) {
  return (seek_block)(block - seek_all(from) <= seek_all((char)(to - from)));
}

/* Where the first byte of a mask that is not 0 stands; SEEK_BLOCK where none is. */
static inline unsigned seek_first_portable(seek_block mask) {
  unsigned i = 0;
  while (i < SEEK_BLOCK && mask[i] == 0) i++;
  return i;
}

#if defined __x86_64__
static inline unsigned seek_first(seek_block mask) {
  unsigned bits = (unsigned)_mm_movemask_epi8((__m128i)mask);
  return (unsigned)__builtin_ctz(bits | 1u << SEEK_BLOCK);
}
#elif defined __aarch64__ && defined __ARM_NEON && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* Four bits are left of each byte. */
static inline unsigned seek_first(seek_block mask) {
  uint8x8_t halves = vshrn_n_u16(vreinterpretq_u16_u8((uint8x16_t)mask), 4);
  uint64_t bits = vget_lane_u64(vreinterpret_u64_u8(halves), 0);
  return bits ? (unsigned)__builtin_ctzll(bits) / 4 : SEEK_BLOCK;
}
#else
static inline unsigned seek_first(seek_block mask) {
  return seek_first_portable(mask);
}
#endif

/* Offset in [at, len) of the first byte that is a, or b; len where there is none.  at may be beyond len. */
static inline size_t seek_either(const char *s, size_t len, size_t at, char a, char b) {
  for (; at < len && len - at >= SEEK_BLOCK; at += SEEK_BLOCK) {
    seek_block block = seek_load(s + at);
    unsigned first = seek_first(seek_is(block, a) | seek_is(block, b));
    if (first < SEEK_BLOCK) return at + first;
  }
  while (at < len && s[at] != a && s[at] != b) at++;
  return at < len ? at : len;
}

static inline size_t seek_byte(const char *s, size_t len, size_t at, char c) {
  return seek_either(s, len, at, c, c);
}

#endif
