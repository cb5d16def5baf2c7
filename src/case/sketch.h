/* A document's sketch: the least of the hashes of its word sequences.
 *
 * Two texts that share a passage share the hashes of its four-word sequences.
 * Keeping the SKETCH_SIZE smallest distinct ones (a bottom-k sketch) is enough
 * to tell how much two texts have in common: exactly while a text has no more
 * sequences than that, as an estimate beyond.  A sketch is stored with its
 * document, so that copies are found without opening texts again. */
#ifndef TOLL_CASE_SKETCH_H
#define TOLL_CASE_SKETCH_H

#include <stddef.h>
#include <stdint.h>

#include "toll/case.h"

#define SKETCH_SIZE 128 /* hashes that are kept */
#define SKETCH_WORDS 4  /* words in a sequence */

struct sketch {
  uint64_t least[SKETCH_SIZE]; /* ascending, distinct */
  size_t count;
  uint64_t last[SKETCH_WORDS]; /* hashes of the words before */
  size_t words;                /* seen so far */
};

/* Adds a stretch of UTF-8 text; further windows go on where the last one ended.
 * Words are runs of letters and digits; letter case is ignored. */
void sketch_add(struct sketch *s, toll_slice text);

/* Share of word sequences in common, 0..1: |A and B| / |A or B|, over the hashes
 * below the point up to which both sketches are complete. */
double sketch_likeness(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count);

/* The stored form: eight bytes a hash, little-endian.  out has room for
 * SKETCH_SIZE * 8; returns the length. */
size_t sketch_write(const struct sketch *s, uint8_t *out);
/* Returns the count; stops at SKETCH_SIZE. */
size_t sketch_read(toll_slice stored, uint64_t out[SKETCH_SIZE]);

/* The sketch that is stored with a document. */
int case_sketch(toll_case *c, int64_t document, uint64_t out[SKETCH_SIZE], size_t *count, toll_error *e);

#endif
