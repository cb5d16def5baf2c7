/* Pieces are kept in the order of the text, so the one at an offset is found by
 * halving; their sources may lie in any order (a title is taken from further down). */
#include "read/pieces.h"

#include "base/alloc.h"

#define LINEAR 1u

static uint32_t source_length(const struct piece *it) {
  return it->length >> 1;
}
static bool is_linear(const struct piece *it) {
  return it->length & LINEAR;
}

void pieces_reset(struct pieces *p) {
  p->text.len = 0;
  p->text.failed = false;
  p->count = 0;
  p->failed = false;
}

void pieces_free(struct pieces *p) {
  toll_buffer_free(&p->text);
  mem_free(p->items);
  *p = (struct pieces){0};
}

/* A piece of what comes at text offset `text`. */
static void add_piece(struct pieces *p, size_t text, size_t source, size_t len, bool linear) {
  if (p->count == p->cap || !p->items) {
    size_t cap = p->cap ? p->cap * 2 : 64;
    struct piece *items = mem_resize(p->items, cap * sizeof *items);
    if (!items) {
      p->failed = true;
      return;
    }
    p->items = items;
    p->cap = cap;
  }
  uint32_t length = (uint32_t)len << 1 | (linear ? LINEAR : 0);
  p->items[p->count++] = (struct piece){(uint32_t)text, (uint32_t)source, length};
}

/* Makes the last piece longer when the new stretch carries on where it ended. */
static void add_linear(struct pieces *p, size_t text, size_t at, size_t len) {
  struct piece *last = p->count ? &p->items[p->count - 1] : NULL;
  if (last && is_linear(last) && last->source + source_length(last) == at) {
    last->length += (uint32_t)len << 1;
  } else {
    add_piece(p, text, at, len, true);
  }
}

static void add_bytes(struct pieces *p, const char *bytes, size_t len) {
  toll_buffer_add(&p->text, bytes, len);
  p->failed = p->failed || p->text.failed;
}

void pieces_linear(struct pieces *p, const char *source, size_t at, size_t len) {
  if (len == 0 || p->failed) return;
  add_linear(p, p->text.len, at, len);
  add_bytes(p, source + at, len);
}

void pieces_byte(struct pieces *p, char byte, size_t at) {
  if (p->failed) return;
  add_linear(p, p->text.len, at, 1);
  add_bytes(p, &byte, 1);
}

void pieces_whole(struct pieces *p, const char *bytes, size_t n, size_t at, size_t len) {
  if (n == 0 || p->failed) return;
  add_piece(p, p->text.len, at, len, false);
  add_bytes(p, bytes, n);
}

/* Index of the piece that text offset `at` lies in; there must be pieces. */
static size_t find(const struct pieces *p, size_t at) {
  size_t low = 0, high = p->count;
  while (high - low > 1) {
    size_t mid = low + (high - low) / 2;
    if (p->items[mid].text <= at)
      low = mid;
    else
      high = mid;
  }
  return low;
}

static size_t text_end(const struct pieces *p, size_t i) {
  return i + 1 < p->count ? p->items[i + 1].text : p->text.len;
}

/* Bytes that stand for the stretch [from, to) of another text, with its way back. */
static void add_stretch(struct pieces *p, const struct pieces *other, size_t from, size_t to, const char *bytes) {
  if (from >= to || other->count == 0 || p->failed) return;
  size_t first = find(other, from), base = p->text.len, i = first;
  for (; i < other->count && other->items[i].text < to && !p->failed; i++) {
    const struct piece *it = &other->items[i];
    size_t start = it->text < from ? from : it->text, end = text_end(other, i);
    if (end > to) end = to;
    if (is_linear(it))
      add_linear(p, base + (start - from), it->source + (start - it->text), end - start);
    else
      add_piece(p, base + (start - from), it->source, source_length(it), false);
  }
  size_t until = i > first ? text_end(other, i - 1) : from;
  add_bytes(p, bytes, (until < to ? until : to) - from);
}

/* Pieces of a text that is not complete may lead beyond what there is of it. */
void pieces_copy(struct pieces *p, const struct pieces *other, size_t from, size_t to) {
  p->failed = p->failed || other->failed;
  if (from < to) add_stretch(p, other, from, to, other->text.at + from);
}

void pieces_through(struct pieces *p, const struct pieces *outer, const struct pieces *inner) {
  p->failed = p->failed || outer->failed || inner->failed;
  for (size_t i = 0; i < outer->count && !p->failed; i++) {
    const struct piece *it = &outer->items[i];
    const char *bytes = outer->text.at + it->text;
    size_t len = text_end(outer, i) - it->text, from = 0, to = 0;
    if (is_linear(it)) {
      add_stretch(p, inner, it->source, it->source + len, bytes);
    } else {
      pieces_span(inner, it->source, it->source + source_length(it), &from, &to);
      pieces_whole(p, bytes, len, from, to - from);
    }
  }
}

void pieces_shift(struct pieces *p, size_t by) {
  for (size_t i = 0; i < p->count; i++) p->items[i].source -= (uint32_t)by;
}

bool pieces_span(const struct pieces *p, size_t from, size_t to, size_t *source_from, size_t *source_to) {
  if (p->count == 0 || from > to || to > p->text.len) return false;
  size_t low = SIZE_MAX, high = 0;
  size_t first = find(p, from), last = to > from ? find(p, to - 1) : first;
  for (size_t i = first; i <= last; i++) {
    const struct piece *it = &p->items[i];
    size_t start = it->source, end = it->source + source_length(it);
    if (is_linear(it)) {
      if (i == last && to < text_end(p, i)) end = it->source + (to - it->text);
      if (i == first) start = it->source + (from - it->text);
    }
    if (start < low) low = start;
    if (end > high) high = end;
  }
  *source_from = low;
  *source_to = to > from ? high : low;
  return true;
}
