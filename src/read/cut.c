/* The window is searched backwards from its end, so the first paragraph break seen
 * is the best one; line, sentence and word ends are remembered on the way. */
#include "read/cut.h"

#include <stdbool.h>
#include <string.h>

#include "base/utf8.h"

#define NEAR ((size_t)65536) /* a sentence or word end is looked for this far back */

struct view {
  const unsigned char *at;
  size_t unit;   /* bytes of a code unit: 1 or 2 */
  unsigned high; /* which byte of two is the high one */
};

static unsigned get(const struct view *v, size_t i) {
  return v->unit == 1 ? v->at[i] : (unsigned)v->at[i + v->high] << 8 | v->at[i + 1 - v->high];
}

static bool blank(unsigned c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Whether the line feed that ends at i has only blanks between it and one before. */
static bool empty_line(const struct view *v, size_t i, size_t from) {
  for (size_t k = i - v->unit; k > from; k -= v->unit) {
    unsigned c = get(v, k - v->unit);
    if (c == '\n') return true;
    if (!blank(c)) return false;
  }
  return false;
}

static size_t between_characters(toll_slice bytes, const struct view *v, size_t at) {
  if (v->unit == 1) return utf8_floor(bytes.at, bytes.len, at);
  unsigned next = at + 1 < bytes.len ? get(v, at) : 0;
  return next >= 0xdc00 && next <= 0xdfff ? at - 2 : at;
}

size_t cut_window(toll_slice bytes, size_t limit, enum toll_encoding encoding) {
  bool wide = encoding == TOLL_ENCODING_UTF16LE || encoding == TOLL_ENCODING_UTF16BE;
  struct view v = {(const unsigned char *)bytes.at, wide ? 2 : 1, encoding == TOLL_ENCODING_UTF16LE};
  limit -= limit % v.unit;
  size_t half = limit / 2 / v.unit * v.unit, line = 0, sentence = 0, word = 0;
  for (size_t i = limit; i > half; i -= v.unit) {
    unsigned c = get(&v, i - v.unit);
    if (!blank(c)) continue;
    if (c == '\n' && empty_line(&v, i, half)) return i;
    if (c == '\n' && !line) line = i;
    if (i + NEAR < limit) continue;
    if (!word) word = i;
    unsigned before = i >= 2 * v.unit ? get(&v, i - 2 * v.unit) : 0;
    if (!sentence && (before == '.' || before == '!' || before == '?')) sentence = i;
  }
  if (line) return line;
  if (sentence) return sentence;
  return word ? word : between_characters(bytes, &v, limit);
}
