/* Pieces: a text that was put together from stretches of a source, and the way
 * back from every byte of it.
 *
 * A piece is either *linear* (byte n of it is byte n of its source stretch; the
 * bytes may differ, as a line feed that became a blank does) or *whole* (all of
 * it stands for all of its source stretch: an entity, a run of blanks, a break
 * that a tag made, which has an empty stretch).  Linear pieces that follow each
 * other in text and source are one piece, so a page without markup is one. */
#ifndef TOLL_READ_PIECES_H
#define TOLL_READ_PIECES_H

#include <stdbool.h>
#include <stdint.h>

#include "toll/claim.h"

struct piece {
  uint32_t text, source; /* where it starts in the text and in the source */
  uint32_t length;       /* of its source stretch; the lowest bit says linear */
};

struct pieces {
  toll_buffer text;
  struct piece *items;
  size_t count, cap;
  bool failed; /* memory ran out: the text is not complete */
};

void pieces_reset(struct pieces *p); /* empty, memory kept */
void pieces_free(struct pieces *p);

/* Appends bytes [at, at + len) of source; text offsets and lengths stay below 2^31. */
void pieces_linear(struct pieces *p, const char *source, size_t at, size_t len);
/* Appends one byte that stands one to one for the source byte at `at`. */
void pieces_byte(struct pieces *p, char byte, size_t at);
/* Appends n bytes that as a whole stand for source [at, at + len). */
void pieces_whole(struct pieces *p, const char *bytes, size_t n, size_t at, size_t len);
/* Appends the stretch [from, to) of another text with its way back. */
void pieces_copy(struct pieces *p, const struct pieces *other, size_t from, size_t to);
/* Appends the text of outer, whose source is the text of inner: the way back leads
 * through both, to the source of inner. */
void pieces_through(struct pieces *p, const struct pieces *outer, const struct pieces *inner);
/* The source begins `by` bytes later: no piece lies before. */
void pieces_shift(struct pieces *p, size_t by);

/* The source stretch of the text stretch [from, to), which must lie inside.  An
 * empty text stretch gives an empty one.  False when there are no pieces. */
bool pieces_span(const struct pieces *p, size_t from, size_t to, size_t *source_from, size_t *source_to);

#endif
