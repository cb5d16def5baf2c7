/* The growing byte buffer that output is written into.  A refused allocation is
 * remembered instead of reported, so that a writer checks once, at its end. */
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"
#include "toll/claim.h"

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

void toll_buffer_int(toll_buffer *b, int64_t n) {
  char digits[20];
  size_t at = sizeof digits;
  uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
  do {
    digits[--at] = (char)('0' + rest % 10);
    rest /= 10;
  } while (rest);
  if (n < 0) digits[--at] = '-';
  toll_buffer_add(b, digits + at, sizeof digits - at);
}

static void add_escape(toll_buffer *b, unsigned char c) {
  static const char letters[] = "\"\"\\\\\nn\rr\tt\bb\ff";
  for (size_t i = 0; i + 1 < sizeof letters; i += 2)
    if ((unsigned char)letters[i] == c) {
      char pair[2] = {'\\', letters[i + 1]};
      toll_buffer_add(b, pair, 2);
      return;
    }
  char u[6] = {'\\', 'u', '0', '0', "0123456789abcdef"[c >> 4], "0123456789abcdef"[c & 15]};
  toll_buffer_add(b, u, 6);
}

void toll_buffer_json(toll_buffer *b, toll_slice text) {
  toll_buffer_add(b, "\"", 1);
  size_t from = 0;
  for (size_t i = 0; i < text.len; i++) {
    unsigned char c = (unsigned char)text.at[i];
    if (c >= 0x20 && c != '"' && c != '\\') continue;
    toll_buffer_add(b, text.at + from, i - from);
    add_escape(b, c);
    from = i + 1;
  }
  if (text.len > from) toll_buffer_add(b, text.at + from, text.len - from);
  toll_buffer_add(b, "\"", 1);
}
