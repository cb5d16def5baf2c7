/* Where words stand in a text, a part of it at a time, before anybody reads it.
 *
 * Of each part two lists of offsets are made: the *edges* between ASCII letters and all
 * else, so that by turns a word begins and ends; and the *marks*, at which something is
 * to be done between the words.  There are several ways to find them, all of which give
 * the same lists: byte by byte on any machine, and by sets of 64 bytes with AVX2 or
 * AVX-512 where the processor has it, with NEON on 64-bit ARM. */
#ifndef TOLL_BASE_LETTERS_H
#define TOLL_BASE_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LETTERS_BLOCK 64
#define LETTERS_PART 1024 /* bytes, at most */
#define LETTERS_LONG 4    /* small letters stand before a stop that is a mark */

struct letters {
  /* What stands before the part in hand: a bit a byte, the last byte the highest. */
  uint64_t letters, small;
  size_t edge_count, mark_count;
  /* Offsets in the part: the first is 0 where a word goes on that began before it, and the
   * number of them is odd where one goes on behind it. */
  uint32_t edges[LETTERS_PART + LETTERS_BLOCK];
  /* Line feeds, stops behind a word of LETTERS_LONG small letters and more, and, right
   * behind any word, apostrophes and bytes beyond ASCII. */
  uint32_t marks[LETTERS_PART + LETTERS_BLOCK];
};

/* Before the first part of a text. */
static inline void letters_start(struct letters *l) {
  l->letters = l->small = 0;
}
/* Whether a letter stands right before the part that comes. */
static inline bool letters_open(const struct letters *l) {
  return l->letters >> (LETTERS_BLOCK - 1);
}

/* What a way uses beyond what all machines have. */
enum letters_set {
  LETTERS_PLAIN,
  LETTERS_BMI2,  /* with AVX2 */
  LETTERS_AVX512 /* F, BW, DQ, VL and VBMI2 of it, and all of LETTERS_BMI2 */
};
#if defined __x86_64__
/* Before a function that is called where LETTERS_AVX512 is there. */
#define LETTERS_WITH_AVX512                                                                                            \
  __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi2,avx2,bmi,bmi2,popcnt")))
#endif

/* One way to find them: full blocks only, the first of which is at the offset `from` of
 * the part.  Adds to the lists. */
struct letters_way {
  const char *name;
  void (*find)(struct letters *l, const char *text, size_t blocks, uint32_t from);
  enum letters_set set;
};
/* The i-th way that works on this machine, the fastest first, the portable one last;
 * NULL behind it. */
const struct letters_way *letters_way(size_t i);

/* Fills the lists for the len <= LETTERS_PART bytes at text.  All parts of a text but
 * the last are a multiple of LETTERS_BLOCK long; a word that ends with the text may have
 * its end behind it or none. */
void letters_find_by(const struct letters_way *way, struct letters *l, const char *text, size_t len);

#endif
