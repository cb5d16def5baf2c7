/* A small JSON reader: pull-style, over bytes in memory, allocating nothing.
 *
 * Each call gives the next event; strings come as the bytes between the quotes
 * and are unescaped on request, into an arena or into pieces with their way
 * back.  It is strict about structure and lenient inside strings (raw control
 * characters and unknown escapes stand for themselves), since JSON-LD in pages
 * is often written by hand. */
#ifndef TOLL_READ_JSON_H
#define TOLL_READ_JSON_H

#include <stdbool.h>

#include "base/arena.h"
#include "read/pieces.h"

#define JSON_DEPTH 256 /* deepest nesting; more is JSON_BAD */

enum json_event {
  JSON_END, /* the one value is complete and only blanks follow */
  JSON_OBJECT,
  JSON_OBJECT_END,
  JSON_ARRAY,
  JSON_ARRAY_END,
  JSON_KEY,
  JSON_STRING,
  JSON_NUMBER,
  JSON_TRUE,
  JSON_FALSE,
  JSON_NULL,
  JSON_CUT, /* the bytes end before the value does */
  JSON_BAD  /* problem says what is wrong, pos where */
};

struct json {
  const char *at;
  size_t len, pos;
  const char *problem; /* constant */
  toll_slice value;    /* of a key or string: between the quotes; of a number: as written */
  bool escaped;        /* value holds a backslash */
  unsigned char expect;
  unsigned depth;
  uint64_t arrays[JSON_DEPTH / 64]; /* bit set: that level is an array */
};

void json_start(struct json *j, toll_slice bytes);
enum json_event json_next(struct json *j);

/* After the event that began a value: passes over all of it.  Gives JSON_BAD or
 * JSON_CUT, or the event that ended the value. */
enum json_event json_skip(struct json *j, enum json_event began);

/* Whether the key or string just read is `word`. */
bool json_is(const struct json *j, toll_slice word);

/* The string just read, unescaped; not given when memory is out (arena->failed).
 * *bad, where not NULL, counts escapes that were no character. */
toll_slice json_text(const struct json *j, struct arena *arena, uint32_t *bad);
/* The same into pieces; source offsets count from j->at. */
void json_pieces(const struct json *j, struct pieces *out, uint32_t *bad);

#endif
