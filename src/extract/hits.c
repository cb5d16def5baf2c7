/* See hits.h. */
#include "extract/hits.h"

#include <string.h>

#include "pack/word_key.h"

/* Puts the key where the next hit stands, and counts it as one if it passes: most are written over. */
static inline size_t put(struct hits *h, size_t count, uint64_t key, uint32_t place, bool passes) {
  h->keys[count] = key;
  h->places[count] = place;
  return count + passes;
}

/* The word with that key, and the pair that it makes with the one before. */
static inline size_t put_word(struct hits *h, size_t count, const uint64_t *filter, uint64_t before, uint64_t key,
                              uint32_t place) {
  uint64_t pair = word_pair(before, key);
  count = put(h, count, key, place, filter_has(filter, key));
  return put(h, count, pair, place, filter_has(filter, pair));
}

void hits_note(struct hits *h, const uint64_t *filter, uint64_t key, uint32_t place) {
  h->count = put_word(h, h->count, filter, h->before, key, place);
  h->before = key;
}

static inline void note_all(struct hits *h, const uint64_t *filter, const char *part, const uint32_t *edges,
                            size_t words) {
  size_t count = h->count;
  uint64_t before = h->before;
  for (const uint32_t *e = edges; e < edges + 2 * words; e += 2) {
    uint64_t key = word_key_roomy(part + e[0], e[1] - e[0]);
    count = put_word(h, count, filter, before, key, e[1]);
    before = key;
  }
  h->count = count;
  h->before = before;
}

static void note_plain(struct hits *h, const uint64_t *filter, const char *part, const uint32_t *edges, size_t words) {
  note_all(h, filter, part, edges, words);
}

#if defined __x86_64__
#include <immintrin.h>

/* The same with shifts that take their count from any register. */
__attribute__((target("bmi,bmi2"))) static void note_bmi2(struct hits *h, const uint64_t *filter, const char *part,
                                                          const uint32_t *edges, size_t words) {
  note_all(h, filter, part, edges, words);
}

#define EIGHT 8

/* Eight bytes from each of the places that are asked for, else 0.  A register that is to take
 * them all would not be cleared first by some compilers, and the gathering would wait
 * for what it had before: so even where all are asked for, that is told at run time. */
LETTERS_WITH_AVX512 static inline __m512i gather(__mmask8 which, __m512i places, const void *from) {
  return _mm512_mask_i64gather_epi64(_mm512_setzero_si512(), which, places, from, 1);
}

/* The keys of eight words, whose edges lie side by side; all: those of a length. */
LETTERS_WITH_AVX512 static inline __m512i eight_keys(const char *part, __m512i edges, __mmask8 *all) {
  const __m512i eight = _mm512_set1_epi64(EIGHT), letters = _mm512_set1_epi64((long long)WORD_CASELESS);
  __m512i begins = _mm512_and_si512(edges, _mm512_set1_epi64(UINT32_MAX)), ends = _mm512_srli_epi64(edges, 32);
  __m512i lengths = _mm512_sub_epi64(ends, begins);
  __m512i lacking = _mm512_slli_epi64(_mm512_sub_epi64(eight, _mm512_min_epu64(lengths, eight)), 3);
  *all = _mm512_test_epi64_mask(lengths, lengths);
  __m512i first = _mm512_and_si512(gather(*all, begins, part), _mm512_srlv_epi64(letters, lacking));
  __m512i last =
      _mm512_and_si512(gather(_mm512_cmpge_epu64_mask(lengths, eight), ends, part - sizeof(uint64_t)), letters);
  __m512i mixed = _mm512_xor_si512(_mm512_mullo_epi64(first, _mm512_set1_epi64((long long)WORD_MIX_FIRST)), last);
  return _mm512_mullo_epi64(mixed, _mm512_set1_epi64((long long)WORD_MIX));
}

/* Which of them pass.  Rotations, since of a shift's count all bits would tell. */
LETTERS_WITH_AVX512 static inline __mmask8 eight_pass(const uint64_t *filter, __m512i keys, __mmask8 all) {
  __m512i places = _mm512_slli_epi64(_mm512_srli_epi64(keys, FILTER_PLACE), 3), words = gather(all, places, filter);
  __m512i one = _mm512_rorv_epi64(words, _mm512_srli_epi64(keys, FILTER_BIT));
  __m512i other = _mm512_rorv_epi64(words, _mm512_srli_epi64(keys, FILTER_OTHER_BIT));
  return _mm512_test_epi64_mask(_mm512_and_si512(one, other), _mm512_set1_epi64(1));
}

/* Keys of words, and sets of those that pass alone, and with the one before. */
struct eights {
  uint64_t keys[1 + HITS_WORDS];
  uint64_t alone[HITS_WORDS / 64 + 1], pairs[HITS_WORDS / 64 + 1];
};

/* No place in memory depends on what passes: the next eight would wait for it. */
LETTERS_WITH_AVX512 static void find_eights(struct eights *x, const uint64_t *filter, const char *part,
                                            const uint32_t *edges, size_t eights) {
  __m512i before = _mm512_set1_epi64((long long)x->keys[0]);
  for (size_t i = 0; i < eights; i++) {
    __mmask8 all;
    __m512i keys = eight_keys(part, _mm512_loadu_si512(edges + 2 * EIGHT * i), &all);
    __m512i turned = _mm512_rol_epi64(_mm512_alignr_epi64(keys, before, EIGHT - 1), WORD_PAIR_TURN);
    ((unsigned char *)x->alone)[i] = eight_pass(filter, keys, all);
    ((unsigned char *)x->pairs)[i] = eight_pass(filter, _mm512_xor_si512(turned, keys), all);
    _mm512_storeu_si512(x->keys + 1 + EIGHT * i, keys);
    before = keys;
  }
}

LETTERS_WITH_AVX512 static void note_avx512(struct hits *h, const uint64_t *filter, const char *part,
                                            const uint32_t *edges, size_t words) {
  struct eights x;
  size_t whole = words / EIGHT * EIGHT;
  memset(x.alone, 0, sizeof x.alone);
  memset(x.pairs, 0, sizeof x.pairs);
  x.keys[0] = h->before;
  find_eights(&x, filter, part, edges, whole / EIGHT);
  for (size_t set = 0; set * 64 < whole; set++)
    for (uint64_t rest = x.alone[set] | x.pairs[set]; rest; rest &= rest - 1) {
      unsigned bit = (unsigned)__builtin_ctzll(rest);
      size_t word = set * 64 + bit;
      uint64_t key = x.keys[1 + word], pair = word_pair(x.keys[word], key);
      h->count = put(h, h->count, key, edges[2 * word + 1], x.alone[set] >> bit & 1);
      h->count = put(h, h->count, pair, edges[2 * word + 1], x.pairs[set] >> bit & 1);
    }
  h->before = x.keys[whole];
  note_all(h, filter, part, edges + 2 * whole, words - whole);
}
#endif

typedef void note_function(struct hits *h, const uint64_t *filter, const char *part, const uint32_t *edges,
                           size_t words);

void hits_note_all(struct hits *h, enum letters_set set, const uint64_t *filter, const char *part,
                   const uint32_t *edges, size_t words) {
#if defined __x86_64__
  static note_function *const ways[] = {
      [LETTERS_PLAIN] = note_plain, [LETTERS_BMI2] = note_bmi2, [LETTERS_AVX512] = note_avx512};
  ways[set](h, filter, part, edges, words);
#else
  (void)set;
  note_plain(h, filter, part, edges, words);
#endif
}
