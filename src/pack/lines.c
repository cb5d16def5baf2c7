/* Lines and words of the pack's text files; see lines.h. */
#include "pack/lines.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

static bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v';
}

bool line_is(toll_slice s, const char *text) {
  size_t len = strlen(text);
  return s.len == len && (len == 0 || memcmp(s.at, text, len) == 0);
}

bool line_same(toll_slice a, toll_slice b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

toll_slice line_trim(toll_slice s) {
  while (s.len > 0 && is_blank(s.at[0])) s.at++, s.len--;
  while (s.len > 0 && is_blank(s.at[s.len - 1])) s.len--;
  return s;
}

toll_slice line_cut(toll_slice s, char mark, toll_slice *rest) {
  const char *found = s.len > 0 ? memchr(s.at, mark, s.len) : NULL;
  if (!found) {
    *rest = (toll_slice){NULL, 0};
    return s;
  }
  size_t before = (size_t)(found - s.at);
  *rest = (toll_slice){found + 1, s.len - before - 1};
  return (toll_slice){s.at, before};
}

bool line_int(toll_slice s, int64_t *out) {
  bool minus = s.len > 0 && s.at[0] == '-';
  if (minus) s.at++, s.len--;
  if (s.len == 0) return false;
  int64_t n = 0;
  for (size_t i = 0; i < s.len; i++) {
    int digit = s.at[i] - '0';
    if (digit < 0 || digit > 9) return false;
    if (n > (INT64_MAX - digit) / 10) return false;
    n = n * 10 + digit;
  }
  *out = minus ? -n : n;
  return true;
}

/* Whether a byte may not stand in a text file: controls other than white space. */
static const char *find_control(const char *at, const char *end) {
  for (; at < end; at++)
    if ((unsigned char)*at < 0x20 && *at != '\n' && !is_blank(*at)) return at;
  return NULL;
}

static uint32_t line_of(const char *start, const char *at) {
  uint32_t line = 1;
  for (; start < at; start++) line += *start == '\n';
  return line;
}

int lines_open(struct line_reader *r, const struct pack_file *file, toll_error *e) {
  toll_slice text = file->text;
  if (text.len >= 3 && memcmp(text.at, "\xef\xbb\xbf", 3) == 0) text.at += 3, text.len -= 3;
  if (text.len == 0) text.at = "";
  *r = (struct line_reader){.path = file->path, .start = text.at, .at = text.at, .end = text.at + text.len, .e = e};
  size_t valid = utf8_valid_length(text.at, text.len);
  const char *bad = valid < text.len ? text.at + valid : find_control(text.at, r->end);
  if (!bad) return TOLL_OK;
  r->line = line_of(r->start, bad);
  return line_fail_code(r, TOLL_E_SYNTAX, "a byte that is no UTF-8 text");
}

/* Cuts the comment off: `#` that begins the line or follows white space. */
static toll_slice without_comment(toll_slice line) {
  const char *at = line.at, *end = line.at + line.len;
  while (at < end && (at = memchr(at, '#', (size_t)(end - at))) != NULL) {
    if (at == line.at || is_blank(at[-1])) return (toll_slice){line.at, (size_t)(at - line.at)};
    at++;
  }
  return line;
}

bool lines_next(struct line_reader *r, toll_slice *line) {
  while (r->at < r->end) {
    const char *stop = memchr(r->at, '\n', (size_t)(r->end - r->at));
    const char *next = stop ? stop + 1 : r->end;
    toll_slice whole = {r->at, (size_t)((stop ? stop : r->end) - r->at)};
    r->at = next;
    r->line++;
    *line = line_trim(without_comment(whole));
    if (line->len > 0) return true;
  }
  return false;
}

bool line_word(toll_slice *rest, toll_slice *word) {
  const char *at = rest->at, *end = rest->at + rest->len;
  if (rest->len == 0) return false;
  while (at < end && is_blank(*at)) at++;
  const char *from = at;
  while (at < end && !is_blank(*at)) at++;
  *word = (toll_slice){from, (size_t)(at - from)};
  *rest = (toll_slice){at, (size_t)(end - at)};
  return word->len > 0;
}

int line_fail_code(const struct line_reader *r, int code, const char *message) {
  toll_fail(r->e, code, message, r->path, 0);
  if (r->e) r->e->line = r->line;
  return code;
}

int line_fail_build(const struct line_reader *r, int code) {
  return line_fail_code(r, code, code == TOLL_E_MEMORY ? "out of memory" : "the pack is too large");
}

int line_fail(const struct line_reader *r, const char *message, toll_slice word) {
  return line_fail_near(r, message, word, NULL);
}

int line_fail_near(const struct line_reader *r, const char *message, toll_slice word, const char *nearest) {
  int code = line_fail_code(r, TOLL_E_SYNTAX, message);
  if (word.len > 64) word.len = utf8_floor(word.at, word.len, 64);
  if (!nearest) {
    toll_error_detail(r->e, word.len > 0 ? word.at : "", word.len);
    return code;
  }
  char text[128];
  int len = snprintf(text, sizeof text, "%.*s (nearest: %.40s)", (int)word.len, word.len > 0 ? word.at : "", nearest);
  toll_error_detail(r->e, text, (uint64_t)len); /* 64 + 12 + 40 bytes at most */
  return code;
}
