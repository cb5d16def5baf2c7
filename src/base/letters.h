/* Where words stand in a text, a block of 64 bytes at a time, before anybody reads it.
 *
 * Each block gives two sets of bits: which of its bytes are ASCII letters, and which
 * may end a sentence (. ! ? and the line feed).  There are several ways to find them,
 * all of which give the same bits: byte by byte on any machine, with AVX2 where the
 * processor has it, with NEON on 64-bit ARM. */
#ifndef TOLL_BASE_LETTERS_H
#define TOLL_BASE_LETTERS_H

#include <stddef.h>
#include <stdint.h>

struct letter_block {
  uint64_t letters, ends; /* bit i: byte i of the block */
};

/* Fills (len + 63) / 64 blocks of out; the bits behind the text's end are 0. */
void letters_find(const char *text, size_t len, struct letter_block *out);

/* One way to do it; full blocks only. */
struct letters_way {
  const char *name;
  void (*find)(const char *text, size_t blocks, struct letter_block *out);
};
/* The i-th way that works on this machine, the fastest first, the portable one last;
 * NULL behind it. */
const struct letters_way *letters_way(size_t i);
/* letters_find by that way. */
void letters_find_by(const struct letters_way *way, const char *text, size_t len, struct letter_block *out);

#endif
