/* Writing in place: for texts of many small pieces of which the caller knows beforehand how
 * long they get at most.  Room for all of it is made once; then each function writes its
 * piece without looking for the end, and returns where the next one goes. */
#ifndef TOLL_BASE_PEN_H
#define TOLL_BASE_PEN_H

#include <string.h>

#include "toll/claim.h"

/* Room for `most` bytes behind what the buffer holds, or NULL (and failed) when memory is out. */
char *pen_room(toll_buffer *b, size_t most);
/* What stands in the room up to `end` is the buffer's now. */
static inline void pen_done(toll_buffer *b, const char *end) {
  b->len = (size_t)(end - b->at);
}

/* A text between quotation marks in the source. */
#define PEN(at, text) ((char *)memcpy((at), (text), sizeof(text) - 1) + (sizeof(text) - 1))

/* Any other, short one. */
static inline char *pen_str(char *at, const char *text) {
  while (*text) *at++ = *text++;
  return at;
}

#define PEN_INT 20 /* bytes that a number takes at most */
char *pen_int(char *at, int64_t n);

#define PEN_RATE 31 /* the same */
/* Three decimals, as "%.3f". */
char *pen_rate(char *at, double value);

#define PEN_JSON(len) (6 * (len) + 2) /* of a text of len bytes, with its quotes */
/* The inside of a JSON string, and one with its quotes; bytes must be UTF-8. */
char *pen_escaped(char *at, toll_slice text);
static inline char *pen_json(char *at, toll_slice text) {
  *at++ = '"';
  at = pen_escaped(at, text);
  *at++ = '"';
  return at;
}

#endif
