/* The state is what may come next and one bit a level (object or array). */
#include "read/json.h"

#include <string.h>

#include "base/utf8.h"
#include "base/bytes.h"

enum expect { EXPECT_VALUE, EXPECT_VALUE_OR_END, EXPECT_KEY, EXPECT_KEY_OR_END, EXPECT_COMMA_OR_END, EXPECT_NOTHING };

void json_start(struct json *j, toll_slice bytes) {
  *j = (struct json){.at = bytes.at, .len = bytes.len, .expect = EXPECT_VALUE};
}

static enum json_event bad(struct json *j, const char *problem) {
  j->problem = problem;
  return JSON_BAD;
}

static void skip_blanks(struct json *j) {
  while (j->pos < j->len && byte_blank(j->at[j->pos])) j->pos++;
}

static bool in_array(const struct json *j) {
  return j->arrays[(j->depth - 1) / 64] >> (j->depth - 1) % 64 & 1;
}

static void after_value(struct json *j) {
  j->expect = j->depth ? EXPECT_COMMA_OR_END : EXPECT_NOTHING;
}

static enum json_event open_level(struct json *j, bool array) {
  if (j->depth == JSON_DEPTH) return bad(j, "JSON is nested too deeply");
  uint64_t bit = (uint64_t)1 << j->depth % 64;
  if (array)
    j->arrays[j->depth / 64] |= bit;
  else
    j->arrays[j->depth / 64] &= ~bit;
  j->depth++;
  j->pos++;
  j->expect = array ? EXPECT_VALUE_OR_END : EXPECT_KEY_OR_END;
  return array ? JSON_ARRAY : JSON_OBJECT;
}

static enum json_event close_level(struct json *j) {
  bool array = in_array(j);
  if (j->at[j->pos] != (array ? ']' : '}')) return bad(j, "the wrong bracket closes here");
  j->pos++;
  j->depth--;
  after_value(j);
  return array ? JSON_ARRAY_END : JSON_OBJECT_END;
}

/* Offset of a byte in [from, to), or `to`. */
static size_t seek(const struct json *j, size_t from, size_t to, char byte) {
  const char *found = from < to ? memchr(j->at + from, byte, to - from) : NULL;
  return found ? (size_t)(found - j->at) : to;
}

/* Reads the string whose opening quote is here; false when it does not end. A quote is looked for
 * once, and again only where a backslash is right before it. */
static bool take_string(struct json *j) {
  size_t from = j->pos + 1, quote = seek(j, from, j->len, '"');
  j->escaped = false;
  for (size_t i = from; quote < j->len;) {
    size_t slash = seek(j, i, quote, '\\');
    if (slash == quote) {
      j->value = (toll_slice){j->at + from, quote - from};
      j->pos = quote + 1;
      return true;
    }
    j->escaped = true;
    i = slash + 2;
    if (i > quote) quote = seek(j, i, j->len, '"');
  }
  j->pos = j->len;
  return false;
}

static enum json_event take_key(struct json *j) {
  if (j->at[j->pos] != '"') return bad(j, "a field name in quotes is missing");
  if (!take_string(j)) return JSON_CUT;
  toll_slice name = j->value;
  skip_blanks(j);
  if (j->pos == j->len) return JSON_CUT;
  if (j->at[j->pos] != ':') return bad(j, "a colon is missing after a field name");
  j->pos++;
  j->value = name;
  j->expect = EXPECT_VALUE;
  return JSON_KEY;
}

static bool number_byte(char c) {
  return (c >= '0' && c <= '9') || c == '-' || c == '+' || c == '.' || c == 'e' || c == 'E';
}

static enum json_event take_number(struct json *j) {
  size_t from = j->pos;
  while (j->pos < j->len && number_byte(j->at[j->pos])) j->pos++;
  j->value = (toll_slice){j->at + from, j->pos - from};
  after_value(j);
  return JSON_NUMBER;
}

static enum json_event take_word(struct json *j) {
  static const struct {
    toll_slice word;
    enum json_event event;
  } words[] = {{{"true", 4}, JSON_TRUE}, {{"false", 5}, JSON_FALSE}, {{"null", 4}, JSON_NULL}};
  size_t left = j->len - j->pos;
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    size_t n = words[i].word.len < left ? words[i].word.len : left;
    if (memcmp(j->at + j->pos, words[i].word.at, n) != 0) continue;
    if (n < words[i].word.len) return JSON_CUT;
    j->pos += n;
    after_value(j);
    return words[i].event;
  }
  return bad(j, "no JSON value stands here");
}

static enum json_event take_value(struct json *j) {
  char c = j->at[j->pos];
  if (c == '{' || c == '[') return open_level(j, c == '[');
  if ((c >= '0' && c <= '9') || c == '-') return take_number(j);
  if (c != '"') return take_word(j);
  if (!take_string(j)) return JSON_CUT;
  after_value(j);
  return JSON_STRING;
}

enum json_event json_next(struct json *j) {
  skip_blanks(j);
  if (j->pos == j->len) return j->expect == EXPECT_NOTHING ? JSON_END : JSON_CUT;
  char c = j->at[j->pos];
  bool closes = c == ']' || c == '}';
  if (j->expect == EXPECT_NOTHING) return bad(j, "something follows the JSON value");
  if (j->expect == EXPECT_COMMA_OR_END) {
    if (closes) return close_level(j);
    if (c != ',') return bad(j, "a comma is missing");
    j->pos++;
    j->expect = in_array(j) ? EXPECT_VALUE : EXPECT_KEY;
    return json_next(j); /* once: the state is no longer the same */
  }
  if (j->expect == EXPECT_VALUE_OR_END || j->expect == EXPECT_KEY_OR_END) {
    if (closes) return close_level(j);
  }
  bool key = j->expect == EXPECT_KEY || j->expect == EXPECT_KEY_OR_END;
  return key ? take_key(j) : take_value(j);
}

enum json_event json_skip(struct json *j, enum json_event began) {
  if (began != JSON_OBJECT && began != JSON_ARRAY) return began;
  unsigned outside = j->depth - 1;
  for (;;) {
    enum json_event event = json_next(j);
    if (event == JSON_BAD || event == JSON_CUT) return event;
    if (j->depth == outside) return event;
  }
}

bool json_is(const struct json *j, toll_slice word) {
  return j->value.len == word.len && memcmp(j->value.at, word.at, word.len) == 0;
}

static int hex4(const char *at, size_t len) {
  int n = 0;
  if (len < 4) return -1;
  for (size_t i = 0; i < 4; i++) {
    char c = at[i];
    int digit = c >= '0' && c <= '9' ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
    if (digit < 0) return -1;
    n = n * 16 + digit;
  }
  return n;
}

/* A \u escape at the backslash, or the two that make a pair; gives its length, 0
 * when four hex digits do not follow. */
static size_t unicode_escape(const char *at, size_t len, uint32_t *cp) {
  int unit = hex4(at + 2, len - 2);
  *cp = UTF8_REPLACEMENT;
  if (unit < 0) return 0;
  if (unit >= 0xd800 && unit < 0xdc00 && len >= 12 && at[6] == '\\' && at[7] == 'u') {
    int low = hex4(at + 8, len - 8);
    if (low >= 0xdc00 && low <= 0xdfff) {
      *cp = 0x10000 + ((uint32_t)(unit - 0xd800) << 10) + (uint32_t)(low - 0xdc00);
      return 12;
    }
  }
  if (unit < 0xd800 || unit > 0xdfff) *cp = (uint32_t)unit;
  return 6;
}

/* The escape at a backslash: its character as UTF-8 and its length in the source. */
static size_t escape(const char *at, size_t len, char out[UTF8_MAX], size_t *n, uint32_t *bad_count) {
  static const char pairs[] = "n\nt\tr\rb\bf\f";
  *n = 1;
  out[0] = '\\';
  if (len < 2) return 1;
  if (at[1] == 'u') {
    uint32_t cp;
    size_t used = unicode_escape(at, len, &cp);
    if (cp == UTF8_REPLACEMENT && bad_count && (used == 0 || hex4(at + 2, len - 2) != 0xfffd)) ++*bad_count;
    if (used == 0) return 1; /* the backslash stands for itself */
    *n = utf8_encode(cp, out);
    return used;
  }
  out[0] = at[1];
  for (size_t i = 0; i + 1 < sizeof pairs; i += 2)
    if (pairs[i] == at[1]) out[0] = pairs[i + 1];
  if ((unsigned char)at[1] >= 0x80) { /* a backslash before a longer character stands for itself */
    out[0] = '\\';
    return 1;
  }
  return 2;
}

toll_slice json_text(const struct json *j, struct arena *arena, uint32_t *bad_count) {
  if (!j->escaped) return arena_copy(arena, j->value);
  char *out = arena_alloc(arena, j->value.len + 1); /* an escape never grows */
  if (!out) return (toll_slice){0};
  size_t used = 0;
  for (size_t i = 0; i < j->value.len;) {
    if (j->value.at[i] != '\\') {
      out[used++] = j->value.at[i++];
      continue;
    }
    char bytes[UTF8_MAX];
    size_t n;
    i += escape(j->value.at + i, j->value.len - i, bytes, &n, bad_count);
    memcpy(out + used, bytes, n);
    used += n;
  }
  return (toll_slice){out, used};
}

void json_pieces(const struct json *j, struct pieces *out, uint32_t *bad_count) {
  size_t start = (size_t)(j->value.at - j->at), i = 0;
  while (i < j->value.len) {
    const char *slash = memchr(j->value.at + i, '\\', j->value.len - i);
    size_t run = slash ? (size_t)(slash - j->value.at) - i : j->value.len - i;
    pieces_linear(out, j->at, start + i, run);
    i += run;
    if (!slash) break;
    char bytes[UTF8_MAX];
    size_t n, used = escape(slash, j->value.len - i, bytes, &n, bad_count);
    pieces_whole(out, bytes, n, start + i, used);
    i += used;
  }
}
