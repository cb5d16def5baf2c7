/* See letters.h.  The portable way is the oracle of the others. */
#include "base/letters.h"

#include <string.h>

#include "base/bytes.h"

#define BLOCK LETTERS_BLOCK

/* --- byte by byte --------------------------------------------------------------- */

static void find_portable(struct letters *l, const char *text, size_t blocks, uint32_t from) {
  const uint64_t last = (uint64_t)1 << (BLOCK - 1), many = ~(uint64_t)0 << (BLOCK - LETTERS_LONG);
  for (size_t i = 0; i < blocks * BLOCK; i++) {
    char c = text[i];
    bool small = byte_small(c), letter = byte_letter(c), behind = letters_open(l);
    bool mark = c == '\n' || (c == '.' && (l->small & many) == many);
    mark |= behind && (c == '\'' || byte_high(c));
    if (letter != behind) l->edges[l->edge_count++] = from + (uint32_t)i;
    if (mark) l->marks[l->mark_count++] = from + (uint32_t)i;
    l->letters = l->letters >> 1 | (letter ? last : 0);
    l->small = l->small >> 1 | (small ? last : 0);
  }
}

/* --- by sets of bytes ------------------------------------------------------------- */

#if defined __x86_64__
#include <immintrin.h>

/* For what is inlined into a way, so that the processor's own instructions for sets of
 * bits come in. */
#define OF_WAY __attribute__((target("avx2,bmi,bmi2,popcnt")))

OF_WAY static inline unsigned lowest(uint64_t bits) {
  return (unsigned)_tzcnt_u64(bits);
}
#elif defined __aarch64__ && defined __ARM_NEON && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#include <arm_neon.h>

#define OF_WAY

static inline unsigned lowest(uint64_t bits) {
  return bits ? (unsigned)__builtin_ctzll(bits) : BLOCK;
}
#endif

#if defined OF_WAY
/* What the bytes of a block are, a bit a byte. */
struct block {
  uint64_t letters, small, stops, lines, cuts;
};

/* Each byte's bit stands where that of the byte n behind it stood. */
OF_WAY static inline uint64_t moved(uint64_t bits, uint64_t before, unsigned n) {
  return bits << n | before >> (BLOCK - n);
}

OF_WAY static inline uint64_t behind_long(uint64_t small, uint64_t before) {
  uint64_t all = moved(small, before, 1);
  for (unsigned n = 2; n <= LETTERS_LONG; n++) all &= moved(small, before, n);
  return all;
}

/* Adds the places of the bits to a list, so many at a time that there are seldom more:
 * what is written behind the last of them will be written over. */
OF_WAY static inline size_t put_bits(uint32_t *list, size_t count, uint64_t bits, uint32_t at, size_t group) {
  size_t end = count + (size_t)__builtin_popcountll(bits);
  do {
    for (size_t k = 0; k < group; k++, bits &= bits - 1) list[count + k] = at + lowest(bits);
    count += group;
  } while (bits);
  return end;
}

struct found {
  uint64_t edges, marks;
};

OF_WAY static inline struct found found_in(struct letters *l, const struct block *b) {
  uint64_t behind = moved(b->letters, l->letters, 1);
  uint64_t marks = b->lines | (b->stops & behind_long(b->small, l->small)) | (b->cuts & behind);
  l->letters = b->letters;
  l->small = b->small;
  return (struct found){b->letters ^ behind, marks};
}

OF_WAY static inline void take_block(struct letters *l, const struct block *b, uint32_t at) {
  struct found found = found_in(l, b);
  l->edge_count = put_bits(l->edges, l->edge_count, found.edges, at, 8);
  l->mark_count = put_bits(l->marks, l->mark_count, found.marks, at, 2);
}
#endif

#if defined __x86_64__
OF_WAY static inline uint64_t bits_avx2(__m256i low, __m256i high) {
  return (uint32_t)_mm256_movemask_epi8(low) | (uint64_t)(uint32_t)_mm256_movemask_epi8(high) << 32;
}

/* Signed comparisons serve: bytes from 0x80 are below all others. */
OF_WAY static inline __m256i letters_avx2(__m256i v) {
  __m256i small = _mm256_or_si256(v, _mm256_set1_epi8(32));
  __m256i from_a = _mm256_cmpgt_epi8(small, _mm256_set1_epi8('a' - 1));
  return _mm256_and_si256(from_a, _mm256_cmpgt_epi8(_mm256_set1_epi8('z' + 1), small));
}

OF_WAY static inline uint64_t same_avx2(__m256i low, __m256i high, char c) {
  __m256i v = _mm256_set1_epi8(c);
  return bits_avx2(_mm256_cmpeq_epi8(low, v), _mm256_cmpeq_epi8(high, v));
}

/* The sixth bit of a small letter is set, and goes to the place that is asked for. */
OF_WAY static inline struct block block_avx2(const char *text) {
  __m256i low = _mm256_loadu_si256((const void *)text), high = _mm256_loadu_si256((const void *)(text + BLOCK / 2));
  struct block b;
  b.letters = bits_avx2(letters_avx2(low), letters_avx2(high));
  b.small = b.letters & bits_avx2(_mm256_slli_epi16(low, 2), _mm256_slli_epi16(high, 2));
  b.stops = same_avx2(low, high, '.');
  b.lines = same_avx2(low, high, '\n');
  b.cuts = bits_avx2(low, high) | same_avx2(low, high, '\'');
  return b;
}

OF_WAY static void find_avx2(struct letters *l, const char *text, size_t blocks, uint32_t from) {
  for (; blocks--; text += BLOCK, from += BLOCK) {
    struct block b = block_avx2(text);
    take_block(l, &b, from);
  }
}

LETTERS_WITH_AVX512 static inline struct block block_avx512(const char *text) {
  __m512i v = _mm512_loadu_si512(text), small = _mm512_or_si512(v, _mm512_set1_epi8(32));
  struct block b;
  b.letters = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(small, _mm512_set1_epi8('a')), _mm512_set1_epi8(26));
  b.small = _mm512_mask_test_epi8_mask(b.letters, v, _mm512_set1_epi8(32));
  b.stops = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('.'));
  b.lines = _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n'));
  b.cuts = _mm512_movepi8_mask(v) | _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\''));
  return b;
}

/* put_bits, sixteen at a time: the numbers of the bits are pressed together. */
LETTERS_WITH_AVX512 static inline size_t put_bits_avx512(uint32_t *list, size_t count, uint64_t bits, uint32_t at) {
  static const unsigned char numbers[BLOCK] = {0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15,
                                               16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                                               32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                                               48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
  size_t end = count + (size_t)__builtin_popcountll(bits);
  __m512i set = _mm512_maskz_compress_epi8(bits, _mm512_loadu_si512(numbers)), base = _mm512_set1_epi32((int)at);
  do {
    __m512i some = _mm512_add_epi32(_mm512_cvtepu8_epi32(_mm512_castsi512_si128(set)), base);
    _mm512_storeu_si512(list + count, some);
    set = _mm512_alignr_epi64(set, set, 2);
    count += 16;
  } while (count < end);
  return end;
}

LETTERS_WITH_AVX512 static void find_avx512(struct letters *l, const char *text, size_t blocks, uint32_t from) {
  for (; blocks--; text += BLOCK, from += BLOCK) {
    struct block b = block_avx512(text);
    struct found found = found_in(l, &b);
    l->edge_count = put_bits_avx512(l->edges, l->edge_count, found.edges, from);
    l->mark_count = put_bits_avx512(l->marks, l->mark_count, found.marks, from);
  }
}
#endif

#if defined __aarch64__ && defined __ARM_NEON && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
/* A bit for each byte of four vectors that are 0x00 or 0xff a byte. */
static inline uint64_t bits_neon(uint8x16x4_t v) {
  static const uint8_t place[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  uint8x16_t bit = vld1q_u8(place);
  uint8x16_t ab = vpaddq_u8(vandq_u8(v.val[0], bit), vandq_u8(v.val[1], bit));
  uint8x16_t cd = vpaddq_u8(vandq_u8(v.val[2], bit), vandq_u8(v.val[3], bit));
  uint8x16_t sums = vpaddq_u8(vpaddq_u8(ab, cd), vdupq_n_u8(0));
  return vgetq_lane_u64(vreinterpretq_u64_u8(sums), 0);
}

/* The bytes that are c or up to n above it, each first OR'ed with `with`. */
static inline uint64_t range_neon(uint8x16x4_t v, uint8_t with, uint8_t c, uint8_t n) {
  for (int i = 0; i < 4; i++)
    v.val[i] = vcleq_u8(vsubq_u8(vorrq_u8(v.val[i], vdupq_n_u8(with)), vdupq_n_u8(c)), vdupq_n_u8(n));
  return bits_neon(v);
}

static void find_neon(struct letters *l, const char *text, size_t blocks, uint32_t from) {
  for (; blocks--; text += BLOCK, from += BLOCK) {
    const uint8_t *p = (const uint8_t *)text;
    uint8x16x4_t v = {{vld1q_u8(p), vld1q_u8(p + 16), vld1q_u8(p + 32), vld1q_u8(p + 48)}};
    struct block b = {
        .letters = range_neon(v, 32, 'a', 'z' - 'a'),
        .small = range_neon(v, 0, 'a', 'z' - 'a'),
        .stops = range_neon(v, 0, '.', 0),
        .lines = range_neon(v, 0, '\n', 0),
        .cuts = range_neon(v, 0, '\'', 0) | range_neon(v, 0, 0x80, 0x7f),
    };
    take_block(l, &b, from);
  }
}
#endif

/* --------------------------------------------------------------------------- */

static const struct letters_way portable = {"portable", find_portable, LETTERS_PLAIN};

#if defined __x86_64__
static bool has_avx2(void) {
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2") &&
         __builtin_cpu_supports("popcnt");
}
static bool has_avx512(void) {
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
         __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512vbmi2");
}
#endif

const struct letters_way *letters_way(size_t i) {
#if defined __x86_64__
  static const struct letters_way avx2 = {"avx2", find_avx2, LETTERS_BMI2};
  static const struct letters_way avx512 = {"avx512", find_avx512, LETTERS_AVX512};
  static const struct letters_way *const ways[] = {&avx512, &avx2, &portable};
  i += !has_avx2() ? 2 : !has_avx512() ? 1 : 0;
#elif defined __aarch64__ && defined __ARM_NEON && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  static const struct letters_way neon = {"neon", find_neon, LETTERS_PLAIN};
  static const struct letters_way *const ways[] = {&neon, &portable};
#else
  static const struct letters_way *const ways[] = {&portable};
#endif
  return i < sizeof ways / sizeof *ways ? ways[i] : NULL;
}

void letters_find_by(const struct letters_way *way, struct letters *l, const char *text, size_t len) {
  size_t blocks = len / BLOCK, rest = len % BLOCK;
  l->edges[0] = 0;
  l->edge_count = letters_open(l);
  l->mark_count = 0;
  way->find(l, text, blocks, 0);
  if (rest == 0) return;
  char last[BLOCK] = {0};
  memcpy(last, text + blocks * BLOCK, rest);
  way->find(l, last, 1, (uint32_t)(blocks * BLOCK));
}
