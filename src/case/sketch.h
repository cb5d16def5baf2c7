/* A document's sketch: the least of the hashes of its word sequences.
 *
 * Two texts that share a passage share the hashes of its four-word sequences.
 * Keeping the SKETCH_SIZE smallest distinct ones (a bottom-k sketch) is enough
 * to tell how much two texts have in common: exactly while a text has no more
 * sequences than that, as an estimate beyond.  A sketch is stored with its
 * document, so that copies are found without opening texts again. */
#ifndef TOLL_CASE_SKETCH_H
#define TOLL_CASE_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "toll/case.h"

#define SKETCH_SIZE 128 /* hashes that are kept */
#define SKETCH_WORDS 4  /* words in a sequence */

/* Copies are found by bands: the sequences fall by their hash into SKETCH_BANDS times
 * SKETCH_ROWS bins, of each of which the least hash is kept (a k-partition MinHash), and
 * the least of SKETCH_ROWS bins together make the key of a band.  Texts with a share s of
 * sequences in common share a band with a probability of about 1 - (1 - s^3)^16: .12 at
 * .2, .36 at .3, .88 at .5, .98 at .6 and .999 at .7. */
#define SKETCH_BANDS 16
#define SKETCH_ROWS 3
#define SKETCH_BINS (SKETCH_BANDS * SKETCH_ROWS)

struct sketch {
  uint64_t least[SKETCH_SIZE]; /* ascending, distinct */
  size_t count;
  uint64_t last[SKETCH_WORDS]; /* hashes of the words before */
  size_t words;                /* seen so far */
  uint64_t bins[SKETCH_BINS];  /* 0: nothing fell into it */
};

/* Adds a stretch of UTF-8 text; further windows go on where the last one ended.
 * Words are runs of letters and digits; letter case is ignored. */
void sketch_add(struct sketch *s, toll_slice text);

/* Share of word sequences in common, 0..1: |A and B| / |A or B|, over the hashes
 * below the point up to which both sketches are complete. */
double sketch_likeness(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count);

/* Whether that is at least so much. */
bool sketch_alike(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count, double least);

/* The gist of a sketch: enough to tell of most pairs, in a few cycles and without their
 * hashes, that they are not alike.  A map of cells that hashes fall into says which of
 * the one's are not the other's; and as sketches that are full end at different points,
 * every eighth hash's upper bits say how many lie before the other's end. */
#define GIST_WORDS 8
#define GIST_STEPS 16 /* of SKETCH_SIZE / GIST_STEPS hashes */

struct sketch_gist {
  uint64_t cells[GIST_WORDS];
  uint16_t steps[GIST_STEPS]; /* upper bits of the last hash of each step; UINT16_MAX where there is none */
  uint32_t end;               /* those of the last hash of a full sketch; beyond all of one that is complete */
  uint16_t count;             /* hashes */
  uint16_t spare;             /* hashes that found their cell taken */
};

void sketch_gist(const uint64_t *hashes, size_t count, struct sketch_gist *out);
/* False only where sketch_alike would be. */
bool sketch_may_be_alike(const struct sketch_gist *a, const struct sketch_gist *b, double least);

/* The keys of the bands; returns SKETCH_BANDS, or 0 where the text has no sequence. */
size_t sketch_bands(const struct sketch *s, uint64_t out[SKETCH_BANDS]);
/* The bands' stored form, as that of the hashes; out has room for SKETCH_BANDS * 8. */
size_t sketch_write_bands(const struct sketch *s, uint8_t *out);

/* The stored form: eight bytes a hash, little-endian.  out has room for
 * SKETCH_SIZE * 8; returns the length. */
size_t sketch_write(const struct sketch *s, uint8_t *out);
/* Returns the count; stops at most, SKETCH_SIZE or SKETCH_BANDS. */
size_t sketch_read(toll_slice stored, uint64_t *out, size_t most);

#endif
