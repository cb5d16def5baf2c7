/* The growing byte buffer that output is written into.  A refused allocation is
 * remembered instead of reported, so that a writer checks once, at its end. */
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "base/pen.h"

void toll_buffer_free(toll_buffer *b) {
  mem_free(b->at);
  *b = (toll_buffer){0};
}

static bool reserve(toll_buffer *b, size_t more) {
  if (b->failed) return false;
  if (b->cap - b->len >= more) return true;
  if (more > SIZE_MAX / 2 - b->len) {
    b->failed = true;
    return false;
  }
  size_t cap = b->cap < 256 ? 256 : b->cap * 2;
  if (cap < b->len + more) cap = b->len + more;
  char *at = mem_resize(b->at, cap);
  if (!at) {
    b->failed = true;
    return false;
  }
  b->at = at;
  b->cap = cap;
  return true;
}

void toll_buffer_add(toll_buffer *b, const char *bytes, size_t len) {
  if (len == 0 || !reserve(b, len)) return;
  memcpy(b->at + b->len, bytes, len);
  b->len += len;
}

void toll_buffer_str(toll_buffer *b, const char *text) {
  toll_buffer_add(b, text, strlen(text));
}

char *pen_room(toll_buffer *b, size_t most) {
  return reserve(b, most) ? b->at + b->len : NULL;
}

void toll_buffer_int(toll_buffer *b, int64_t n) {
  char *at = pen_room(b, PEN_INT);
  if (at) pen_done(b, pen_int(at, n));
}

#define JSON_PIECE 4096 /* bytes that room is made for at once: six times as many */

void toll_buffer_json(toll_buffer *b, toll_slice text) {
  toll_buffer_add(b, "\"", 1);
  for (size_t from = 0, len; from < text.len; from += len) {
    len = text.len - from < JSON_PIECE ? text.len - from : JSON_PIECE;
    char *at = pen_room(b, PEN_JSON(len));
    if (!at) return;
    pen_done(b, pen_escaped(at, (toll_slice){text.at + from, len}));
  }
  toll_buffer_add(b, "\"", 1);
}
