/* The second byte of a sequence is what carries all of UTF-8's exceptions
 * (overlong forms, surrogates, the upper end), so each lead byte's row of the
 * table below gives its length and the range of its second byte. */
#include "base/utf8.h"

#include "base/seek.h"

struct lead {
  unsigned char size, low, high; /* of the sequence; of its second byte */
};

static struct lead lead_of(unsigned char c) {
  static const struct {
    unsigned char from, to;
    struct lead lead;
  } rows[] = {
      {0xc2, 0xdf, {2, 0x80, 0xbf}}, {0xe0, 0xe0, {3, 0xa0, 0xbf}}, {0xe1, 0xec, {3, 0x80, 0xbf}},
      {0xed, 0xed, {3, 0x80, 0x9f}}, {0xee, 0xef, {3, 0x80, 0xbf}}, {0xf0, 0xf0, {4, 0x90, 0xbf}},
      {0xf1, 0xf3, {4, 0x80, 0xbf}}, {0xf4, 0xf4, {4, 0x80, 0x8f}},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (c >= rows[i].from && c <= rows[i].to) return rows[i].lead;
  return (struct lead){0, 0, 0};
}

/* Bytes of the sequence at `at` that are right and there; *size its full size, 0 for no lead byte. */
static size_t good_bytes(const char *at, size_t len, size_t *size) {
  *size = 0;
  if (len == 0) return 0;
  struct lead lead = lead_of((unsigned char)*at);
  *size = lead.size;
  if (lead.size == 0) return 0;
  if (len < 2 || (unsigned char)at[1] < lead.low || (unsigned char)at[1] > lead.high) return 1;
  size_t n = 2;
  while (n < lead.size && n < len && ((unsigned char)at[n] & 0xc0) == 0x80) n++;
  return n;
}

size_t utf8_decode_long(const char *at, size_t len, uint32_t *cp) {
  size_t size;
  *cp = UTF8_REPLACEMENT;
  if (len > 0 && (unsigned char)*at < 0x80) {
    *cp = (unsigned char)*at;
    return 1;
  }
  if (good_bytes(at, len, &size) < size || size == 0) return 0;
  uint32_t value = (unsigned char)*at & (0xffu >> (size + 1));
  for (size_t i = 1; i < size; i++) value = value << 6 | ((unsigned char)at[i] & 0x3fu);
  *cp = value;
  return size;
}

size_t utf8_bad_length(const char *at, size_t len) {
  size_t size, good = good_bytes(at, len, &size);
  return good ? good : 1;
}

bool utf8_is_cut(const char *at, size_t len) {
  size_t size, good = good_bytes(at, len, &size);
  return good > 0 && good == len && len < size;
}

/* The first of the bytes beyond ASCII, of those that are so in any of the blocks. */
static inline unsigned first_high(seek_block block) {
  return seek_first(seek_within(block, '\x80', '\xff'));
}

/* Four blocks at a time, and one by one where something was found. */
size_t utf8_ascii_length(const char *at, size_t len) {
  size_t i = 0;
  for (; len - i >= 4 * (size_t)SEEK_BLOCK; i += 4 * (size_t)SEEK_BLOCK) {
    const char *p = at + i;
    seek_block two = seek_load(p) | seek_load(p + SEEK_BLOCK);
    seek_block others = seek_load(p + 2 * SEEK_BLOCK) | seek_load(p + 3 * SEEK_BLOCK);
    if (first_high(two | others) < SEEK_BLOCK) break;
  }
  for (; len - i >= SEEK_BLOCK; i += SEEK_BLOCK) {
    unsigned first = first_high(seek_load(at + i));
    if (first < SEEK_BLOCK) return i + first;
  }
  while (i < len && (unsigned char)at[i] < 0x80) i++;
  return i;
}

size_t utf8_valid_length(const char *at, size_t len) {
  size_t i = 0;
  while (i < len) {
    if ((unsigned char)at[i] < 0x80) {
      i += utf8_ascii_length(at + i, len - i);
      continue;
    }
    uint32_t cp;
    size_t n = utf8_decode(at + i, len - i, &cp);
    if (n == 0) return i;
    i += n;
  }
  return len;
}

size_t utf8_encode(uint32_t cp, char out[UTF8_MAX]) {
  if (cp > 0x10ffff || (cp >= 0xd800 && cp <= 0xdfff)) cp = UTF8_REPLACEMENT;
  if (cp < 0x80) {
    out[0] = (char)cp;
    return 1;
  }
  size_t size = cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
  for (size_t i = size - 1; i > 0; i--, cp >>= 6) out[i] = (char)(0x80 | (cp & 0x3f));
  out[0] = (char)((0xf00u >> size & 0xffu) | cp);
  return size;
}

size_t utf8_floor(const char *text, size_t len, size_t at) {
  if (at >= len) return len;
  size_t back = 0;
  while (back < 3 && at > back && ((unsigned char)text[at - back] & 0xc0) == 0x80) back++;
  return ((unsigned char)text[at - back] & 0xc0) == 0x80 ? at : at - back;
}
