/* See letters.h.  The portable way is the oracle of the others. */
#include "base/letters.h"

#include <string.h>

#define BLOCK 64

static void find_portable(const char *text, size_t blocks, struct letter_block *out) {
  for (; blocks--; text += BLOCK, out++) {
    *out = (struct letter_block){0, 0};
    for (unsigned i = 0; i < BLOCK; i++) {
      char c = text[i], small = (char)(c | 32);
      out->letters |= (uint64_t)(small >= 'a' && small <= 'z') << i;
      out->ends |= (uint64_t)(c == '.' || c == '!' || c == '?' || c == '\n') << i;
    }
  }
}

#if defined __x86_64__
#include <immintrin.h>

/* Signed comparisons serve: bytes from 0x80 are below all others. */
__attribute__((target("avx2"))) static inline uint32_t letters_avx2(__m256i v) {
  __m256i small = _mm256_or_si256(v, _mm256_set1_epi8(32));
  __m256i from_a = _mm256_cmpgt_epi8(small, _mm256_set1_epi8('a' - 1));
  __m256i to_z = _mm256_cmpgt_epi8(_mm256_set1_epi8('z' + 1), small);
  return (uint32_t)_mm256_movemask_epi8(_mm256_and_si256(from_a, to_z));
}

__attribute__((target("avx2"))) static inline uint32_t ends_avx2(__m256i v) {
  __m256i stop =
      _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('.')), _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\n')));
  __m256i call =
      _mm256_or_si256(_mm256_cmpeq_epi8(v, _mm256_set1_epi8('!')), _mm256_cmpeq_epi8(v, _mm256_set1_epi8('?')));
  return (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(stop, call));
}

__attribute__((target("avx2"))) static void find_avx2(const char *text, size_t blocks, struct letter_block *out) {
  for (; blocks--; text += BLOCK, out++) {
    __m256i low = _mm256_loadu_si256((const void *)text), high = _mm256_loadu_si256((const void *)(text + BLOCK / 2));
    out->letters = letters_avx2(low) | (uint64_t)letters_avx2(high) << 32;
    out->ends = ends_avx2(low) | (uint64_t)ends_avx2(high) << 32;
  }
}
#endif

#if defined __aarch64__ && defined __ARM_NEON && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#include <arm_neon.h>

/* A bit for each byte of four vectors that are 0x00 or 0xff a byte. */
static inline uint64_t bits_neon(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  static const uint8_t place[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t bit = vld1q_u8(place);
  uint8x16_t ab = vpaddq_u8(vandq_u8(a, bit), vandq_u8(b, bit)), cd = vpaddq_u8(vandq_u8(c, bit), vandq_u8(d, bit));
  uint8x16_t sums = vpaddq_u8(vpaddq_u8(ab, cd), vdupq_n_u8(0));
  return vgetq_lane_u64(vreinterpretq_u64_u8(sums), 0);
}

static inline uint8x16_t letters_neon(uint8x16_t v) {
  return vcltq_u8(vsubq_u8(vorrq_u8(v, vdupq_n_u8(32)), vdupq_n_u8('a')), vdupq_n_u8(26));
}

static inline uint8x16_t ends_neon(uint8x16_t v) {
  uint8x16_t stop = vorrq_u8(vceqq_u8(v, vdupq_n_u8('.')), vceqq_u8(v, vdupq_n_u8('\n')));
  return vorrq_u8(stop, vorrq_u8(vceqq_u8(v, vdupq_n_u8('!')), vceqq_u8(v, vdupq_n_u8('?'))));
}

static void find_neon(const char *text, size_t blocks, struct letter_block *out) {
  for (; blocks--; text += BLOCK, out++) {
    const uint8_t *p = (const uint8_t *)text;
    uint8x16_t a = vld1q_u8(p), b = vld1q_u8(p + 16), c = vld1q_u8(p + 32), d = vld1q_u8(p + 48);
    out->letters = bits_neon(letters_neon(a), letters_neon(b), letters_neon(c), letters_neon(d));
    out->ends = bits_neon(ends_neon(a), ends_neon(b), ends_neon(c), ends_neon(d));
  }
}
#endif

const struct letters_way *letters_way(size_t i) {
  static const struct letters_way portable = {"portable", find_portable};
#if defined __x86_64__
  static const struct letters_way avx2 = {"avx2", find_avx2};
  if (__builtin_cpu_supports("avx2")) return i == 0 ? &avx2 : i == 1 ? &portable : NULL;
#elif defined __aarch64__ && defined __ARM_NEON && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  static const struct letters_way neon = {"neon", find_neon};
  return i == 0 ? &neon : i == 1 ? &portable : NULL;
#endif
  return i == 0 ? &portable : NULL;
}

void letters_find_by(const struct letters_way *way, const char *text, size_t len, struct letter_block *out) {
  size_t blocks = len / BLOCK, rest = len % BLOCK;
  way->find(text, blocks, out);
  if (rest == 0) return;
  char last[BLOCK] = {0};
  memcpy(last, text + blocks * BLOCK, rest);
  way->find(last, 1, out + blocks);
}

void letters_find(const char *text, size_t len, struct letter_block *out) {
  letters_find_by(letters_way(0), text, len, out);
}
