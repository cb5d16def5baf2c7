/* One decoder a transfer encoding, each written against a sink, so that text (with
 * its way back) and attachments (without) are undone by the same code. */
#include "read/transfer.h"

#include <string.h>

#include "base/utf8.h"
#include "base/bytes.h"
#include "read/charset.h"
#include "read/decode.h"
#include "read/sniff.h"
#include "read/words.h"

/* Where decoded bytes go: pieces, or memory. */
struct sink {
  struct pieces *pieces;
  char *bytes;
  size_t len;
  toll_slice source;
};

static void put_run(struct sink *s, size_t at, size_t len) {
  if (s->pieces) {
    pieces_linear(s->pieces, s->source.at, at, len);
    return;
  }
  if (len) memcpy(s->bytes + s->len, s->source.at + at, len);
  s->len += len;
}

static void put_whole(struct sink *s, const char *bytes, size_t n, size_t at, size_t len) {
  if (s->pieces) {
    pieces_whole(s->pieces, bytes, n, at, len);
    return;
  }
  if (n) memcpy(s->bytes + s->len, bytes, n);
  s->len += n;
}

enum transfer transfer_find(toll_slice value) {
  static const struct {
    toll_slice name;
    enum transfer how;
  } rows[] = {
      {{"", 0}, TRANSFER_PLAIN},
      {{"7bit", 4}, TRANSFER_PLAIN},
      {{"8bit", 4}, TRANSFER_PLAIN},
      {{"binary", 6}, TRANSFER_PLAIN},
      {{"quoted-printable", 16}, TRANSFER_QUOTED},
      {{"base64", 6}, TRANSFER_BASE64},
  };
  value = slice_trim(value);
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (slice_is_nocase(value, rows[i].name)) return rows[i].how;
  return TRANSFER_UNKNOWN;
}

/* ---- as it stands ---- */

/* Whether ">From ", ">>From " … begins at `at`. */
static bool is_quoted_from(toll_slice s, size_t at, size_t to) {
  size_t i = at;
  while (i < to && s.at[i] == '>') i++;
  return i > at && to - i >= 5 && memcmp(s.at + i, "From ", 5) == 0;
}

static void decode_plain(struct sink *s, size_t from, size_t to, bool unquote) {
  size_t start = from;
  while (unquote && from < to) {
    if (is_quoted_from(s->source, from, to)) {
      put_run(s, start, from - start);
      start = from + 1;
    }
    const char *end = memchr(s->source.at + from, '\n', to - from);
    from = end ? (size_t)(end - s->source.at) + 1 : to;
  }
  put_run(s, start, to - start);
}

/* ---- quoted-printable ---- */

static int hex_digit(char c) {
  if (byte_digit(c)) return c - '0';
  c = byte_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that "=XX" at `at` stands for; -1 when it is none. */
static int hex_pair(toll_slice s, size_t at, size_t to) {
  if (to - at < 3) return -1;
  int high = hex_digit(s.at[at + 1]), low = hex_digit(s.at[at + 2]);
  return high < 0 || low < 0 ? -1 : high << 4 | low;
}

/* Where the line that ends after blanks at `at` ends; 0 when more than blanks follow. */
static size_t blank_line_end(toll_slice s, size_t at, size_t to) {
  while (at < to && (s.at[at] == ' ' || s.at[at] == '\t' || s.at[at] == '\r')) at++;
  if (at == to) return to;
  return s.at[at] == '\n' ? at + 1 : 0;
}

/* What begins with "=" at `at`; where it ends.  A stray "=" stands for itself. */
static size_t decode_escape(struct sink *s, size_t at, size_t to) {
  int byte = hex_pair(s->source, at, to);
  if (byte >= 0) {
    char c = (char)byte;
    put_whole(s, &c, 1, at, 3);
    return at + 3;
  }
  size_t end = blank_line_end(s->source, at + 1, to);
  if (end) return end; /* a soft break */
  put_run(s, at, 1);
  return at + 1;
}

static bool stops_quoted(char c) {
  return c == '=' || c == ' ' || c == '\t';
}

/* Blanks at a line's end were added on the way and are dropped (RFC 2045, 6.7). */
static void decode_quoted(struct sink *s, size_t from, size_t to) {
  size_t start = from;
  while (from < to) {
    if (!stops_quoted(s->source.at[from])) {
      from++;
      continue;
    }
    if (s->source.at[from] != '=') {
      size_t at = from;
      while (from < to && (s->source.at[from] == ' ' || s->source.at[from] == '\t')) from++;
      bool last = from == to || s->source.at[from] == '\n' ||
                  (s->source.at[from] == '\r' && to - from > 1 && s->source.at[from + 1] == '\n');
      if (!last) continue;
      put_run(s, start, at - start);
      start = from;
      continue;
    }
    put_run(s, start, from - start);
    start = from = decode_escape(s, from, to);
  }
  put_run(s, start, to - start);
}

/* ---- base64 ---- */

static int sextet(char c) {
  if (byte_large(c)) return c - 'A';
  if (byte_small(c)) return c - 'a' + 26;
  if (byte_digit(c)) return c - '0' + 52;
  return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

/* Groups of four signs, whatever stands between them; an incomplete last one gives
 * the bytes that it has.  After "=" a new group begins (parts that were joined). */
static void decode_base64(struct sink *s, size_t from, size_t to) {
  uint32_t bits = 0;
  unsigned have = 0;
  size_t start = from;
  for (size_t i = from; i <= to; i++) {
    int v = i < to ? sextet(s->source.at[i]) : -1;
    bool ends = i == to || s->source.at[i] == '=';
    if (v < 0 && !ends) continue;
    if (v >= 0) {
      if (have == 0) start = i;
      bits = bits << 6 | (uint32_t)v;
      have++;
    }
    if (have == 4 || (ends && have > 1)) {
      uint32_t whole = bits << 6 * (4 - have);
      char out[3] = {(char)(whole >> 16 & 0xff), (char)(whole >> 8 & 0xff), (char)(whole & 0xff)};
      size_t end = i;
      while (end < to && s->source.at[end] == '=' && end - i < 2) end++;
      put_whole(s, out, have - 1, start, (ends ? end : i + 1) - start);
    }
    if (have == 4 || ends) have = 0;
  }
}

static void decode_any(struct sink *s, size_t from, size_t to, enum transfer how, bool unquote) {
  if (how == TRANSFER_QUOTED)
    decode_quoted(s, from, to);
  else if (how == TRANSFER_BASE64)
    decode_base64(s, from, to);
  else
    decode_plain(s, from, to, unquote);
}

void transfer_decode(struct pieces *out, toll_slice source, size_t from, size_t to, enum transfer how, bool unquote) {
  struct sink s = {.pieces = out, .source = source};
  decode_any(&s, from, to, how, unquote);
}

size_t transfer_bytes(char *out, toll_slice source, size_t from, size_t to, enum transfer how, bool unquote) {
  struct sink s = {.bytes = out, .source = source};
  decode_any(&s, from, to, how, unquote);
  return s.len;
}

void transfer_word(struct pieces *out, toll_slice source, size_t from, size_t to, bool base64) {
  struct sink s = {.pieces = out, .source = source};
  if (base64) {
    decode_base64(&s, from, to);
    return;
  }
  for (size_t i = from; i < to;) {
    int byte = source.at[i] == '=' ? hex_pair(source, i, to) : -1;
    char c = byte >= 0 ? (char)byte : source.at[i] == '_' ? ' ' : source.at[i];
    if (byte >= 0)
      pieces_whole(out, &c, 1, i, 3);
    else
      pieces_byte(out, c, i);
    i += byte >= 0 ? 3 : 1;
  }
}

/* ---- character sets ---- */

static void add_character(struct pieces *out, const struct pieces *bytes, size_t at, size_t n, uint32_t cp) {
  char utf8[UTF8_MAX];
  size_t from = 0, to = 0;
  if (!pieces_span(bytes, at, at + n, &from, &to)) return;
  pieces_whole(out, utf8, utf8_encode(cp, utf8), from, to - from);
}

/* How many of the bytes are text as they stand. */
static size_t plain_run(toll_slice s, enum toll_encoding encoding) {
  if (encoding == TOLL_ENCODING_UTF8) return utf8_valid_length(s.at, s.len);
  size_t n = 0;
  if (!charset_table(encoding)) return 0; /* UTF-16 */
  while (n < s.len && !byte_high(s.at[n])) n++;
  return n;
}

void transfer_text(struct pieces *out, const struct pieces *bytes, size_t from, size_t to, enum toll_encoding encoding,
                   uint32_t *repaired) {
  bool mark = encoding == TOLL_ENCODING_UTF8 && to - from >= 3 && memcmp(bytes->text.at + from, "\xef\xbb\xbf", 3) == 0;
  if (mark) from += 3;
  while (from < to && !out->failed) {
    toll_slice rest = {bytes->text.at + from, to - from};
    size_t run = plain_run(rest, encoding);
    pieces_copy(out, bytes, from, from + run);
    from += run;
    if (run == rest.len) break;
    uint32_t cp;
    bool bad;
    size_t n = decode_step(encoding, bytes->text.at + from, to - from, &cp, &bad);
    if (bad) *repaired += (uint32_t)n;
    bool unseen = cp == 0xfeff && !bad; /* the mark again, in UTF-16 */
    if (!unseen) add_character(out, bytes, from, n, cp);
    from += n;
  }
}

/* One byte beyond ASCII, at the end, where UTF-8 would go on: cut off in a file, but
 * these bytes are all there are. */
static bool open_end(toll_slice s) {
  size_t n = 0;
  while (n < s.len && !byte_high(s.at[n])) n++;
  return n < s.len && utf8_is_cut(s.at + n, s.len - n);
}

bool transfer_charset(toll_slice bytes, toll_slice charset, enum toll_encoding *out) {
  enum toll_encoding said = TOLL_ENCODING_UTF8, seen;
  bool plain, valid, known = charset_find(slice_trim(charset), &said);
  bool wide = known && (said == TOLL_ENCODING_UTF16LE || said == TOLL_ENCODING_UTF16BE);
  seen = sniff_encoding(bytes, &plain, &valid);
  if (wide && memchr(bytes.at, 0, bytes.len)) {
    bool little = bytes.len > 1 && (bytes.at[1] == 0 || memcmp(bytes.at, "\xff\xfe", 2) == 0);
    *out = slice_is_nocase(slice_trim(charset), TOLL_LIT("utf-16")) && little ? TOLL_ENCODING_UTF16LE : said;
    return true;
  }
  *out = open_end(bytes) ? TOLL_ENCODING_WINDOWS_1252 : seen;
  if (valid) return true;
  bool ascii = slice_is_nocase(slice_trim(charset), TOLL_LIT("us-ascii"));
  if (!known) return slice_trim(charset).len == 0;
  if (said != TOLL_ENCODING_UTF8 && !ascii && !wide) *out = said;
  return true;
}
