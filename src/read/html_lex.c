/* The tokeniser looks for "<" and asks what it begins; only a letter, "/", "!" or
 * "?" behind it makes it more than text. Each search that can run to the page's end
 * happens at most once a page, so that no page takes quadratic time. */
#include "read/html_lex.h"

#include <string.h>

#include "read/bytes.h"
#include "read/words.h"

static toll_slice rest_of(toll_slice s, size_t at) {
  return (toll_slice){s.at + at, s.len - at};
}

/* Offset of byte c at or after `at`, or the end. */
static size_t seek(toll_slice s, size_t at, char c) {
  const char *p = at < s.len ? memchr(s.at + at, c, s.len - at) : NULL;
  return p ? (size_t)(p - s.at) : s.len;
}

/* Offset behind the end mark at or after `at`, or the end. */
static size_t seek_past(toll_slice s, size_t at, toll_slice mark) {
  const char *p = at < s.len ? memmem(s.at + at, s.len - at, mark.at, mark.len) : NULL;
  return p ? (size_t)(p - s.at) + mark.len : s.len;
}

/* What ends a name or a value: of each byte, the bits of those that it ends. */
enum { ENDS_TAG = 1, ENDS_ATTRIBUTE = 2, ENDS_VALUE = 4, ENDS_ALL = 7 };
static const unsigned char ends[256] = {
    [' '] = ENDS_ALL,       ['\t'] = ENDS_ALL, ['\n'] = ENDS_ALL, ['\v'] = ENDS_ALL,
    ['\f'] = ENDS_ALL,      ['\r'] = ENDS_ALL, ['>'] = ENDS_ALL,  ['/'] = ENDS_TAG | ENDS_ATTRIBUTE,
    ['='] = ENDS_ATTRIBUTE,
};

static size_t run_to(toll_slice s, size_t at, unsigned what) {
  while (at < s.len && !(ends[(unsigned char)s.at[at]] & what)) at++;
  return at;
}

static size_t name_end(toll_slice s, size_t at) {
  return run_to(s, at, ENDS_TAG);
}

/* Behind a comment, doctype, instruction or other "<!" and "<?" thing. */
static size_t skip_declaration(toll_slice s, size_t at) {
  if (slice_starts_nocase(rest_of(s, at), TOLL_LIT("<!--"))) return seek_past(s, at + 2, TOLL_LIT("-->"));
  if (slice_starts_nocase(rest_of(s, at), TOLL_LIT("<![cdata["))) return seek_past(s, at, TOLL_LIT("]]>"));
  return seek_past(s, at, TOLL_LIT(">"));
}

enum html_look html_looks(toll_slice s) {
  bool xml = false;
  size_t at = 0;
  while (at < s.len) {
    while (at < s.len && byte_blank(s.at[at])) at++;
    toll_slice rest = rest_of(s, at);
    if (slice_starts_nocase(rest, TOLL_LIT("<!doctype html"))) return HTML_YES;
    if (slice_starts_nocase(rest, TOLL_LIT("<!doctype"))) return HTML_OTHER_XML;
    if (slice_starts_nocase(rest, TOLL_LIT("<?xml")))
      xml = true;
    else if (!slice_starts_nocase(rest, TOLL_LIT("<!--")))
      break;
    at = skip_declaration(s, at);
  }
  if (at + 1 < s.len && s.at[at] == '<' && byte_letter(s.at[at + 1])) {
    const struct html_tag *tag = html_tag_find((toll_slice){s.at + at + 1, name_end(s, at + 1) - at - 1});
    if (xml) return tag->id == HTML_TAG_HTML ? HTML_YES : HTML_OTHER_XML;
    if (tag->id != HTML_UNKNOWN) return HTML_YES;
  }
  for (at = 0; at < s.len && at < 1024; at++) { /* after something odd, such as a server's headers */
    if (s.at[at] != '<') continue;
    toll_slice rest = rest_of(s, at);
    if (slice_starts_nocase(rest, TOLL_LIT("<!doctype html")) || slice_starts_nocase(rest, TOLL_LIT("<html"))) {
      return HTML_YES;
    }
  }
  return HTML_NO;
}

/* The value that follows a word such as "charset": = "name" */
static toll_slice value_after(toll_slice s, size_t at) {
  while (at < s.len && (byte_blank(s.at[at]) || s.at[at] == '=' || s.at[at] == '"' || s.at[at] == '\'')) at++;
  size_t from = at;
  while (at < s.len && !byte_blank(s.at[at]) && !byte_in(s.at[at], "\"';>/?")) at++;
  return at > from ? (toll_slice){s.at + from, at - from} : (toll_slice){0};
}

toll_slice html_charset(toll_slice s) {
  if (s.len > 4096) s.len = 4096;
  for (size_t at = seek(s, 0, '<'); at < s.len; at = seek(s, at + 1, '<')) {
    toll_slice rest = rest_of(s, at), word = TOLL_LIT("charset");
    if (slice_starts_nocase(rest, TOLL_LIT("<?xml")))
      word = TOLL_LIT("encoding");
    else if (!slice_starts_nocase(rest, TOLL_LIT("<meta")))
      continue;
    rest.len = seek(rest, 0, '>');
    for (size_t i = 0; i + word.len < rest.len; i++) {
      if (!slice_starts_nocase(rest_of(rest, i), word)) continue;
      toll_slice value = value_after(rest, i + word.len);
      if (value.at) return value;
    }
  }
  return (toll_slice){0};
}

static uint32_t name_hash(toll_slice name) {
  uint32_t h = 2166136261u;
  for (size_t i = 0; i < name.len; i++) {
    char c = name.at[i];
    h = (h ^ (unsigned char)byte_lower(c)) * 16777619u;
  }
  return h;
}

/* The attribute's value at `at` (behind the "="); *end behind it. */
static toll_slice take_value(toll_slice s, size_t at, size_t *end) {
  while (at < s.len && byte_blank(s.at[at])) at++;
  if (at < s.len && (s.at[at] == '"' || s.at[at] == '\'')) {
    size_t close = seek(s, at + 1, s.at[at]);
    if (close < s.len) {
      *end = close + 1;
      return (toll_slice){s.at + at + 1, close - at - 1};
    }
    at++; /* never closed: up to the end of the tag */
  }
  size_t from = at;
  at = run_to(s, at, ENDS_VALUE);
  *end = at;
  return (toll_slice){s.at + from, at - from};
}

static size_t take_attribute(toll_slice s, size_t at, struct html_token *t) {
  size_t from = at++;
  at = run_to(s, at, ENDS_ATTRIBUTE);
  int index = html_attribute_find((toll_slice){s.at + from, at - from});
  toll_slice value = {s.at + at, 0};
  size_t next = at;
  while (next < s.len && byte_blank(s.at[next])) next++;
  if (next < s.len && s.at[next] == '=') value = take_value(s, next + 1, &at);
  if (index >= 0 && !t->attributes[index].at) t->attributes[index] = value;
  return at;
}

/* The row of a name whose hash is known. */
static const struct html_tag *find_tag(struct html_lexer *lex, toll_slice name, uint32_t hash) {
  const struct html_tag **recent = &lex->recent[(hash ^ hash >> 16) % HTML_RECENT];
  if (!*recent || !slice_is_nocase(name, (*recent)->name)) *recent = html_tag_find(name);
  return *recent;
}

/* The tag at t->from; false when the page ends inside it. */
static bool take_tag(struct html_lexer *lex, struct html_token *t) {
  toll_slice s = lex->page;
  bool close = s.at[t->from + 1] == '/';
  size_t at = t->from + 1 + close, end = name_end(s, at);
  toll_slice name = {s.at + at, end - at};
  t->kind = close ? HTML_CLOSE : HTML_OPEN;
  t->name = name_hash(name);
  t->tag = find_tag(lex, name, t->name);
  t->empty = false;
  memset(t->attributes, 0, sizeof t->attributes);
  for (at = end; at < s.len && s.at[at] != '>';) {
    if (byte_blank(s.at[at]) || s.at[at] == '/')
      at++;
    else
      at = take_attribute(s, at, t);
  }
  if (at >= s.len) return false;
  t->empty = s.at[at - 1] == '/';
  t->to = lex->at = at + 1;
  return true;
}

/* What a "<" begins: 't' a tag, '!' something to pass over, 0 nothing. */
static char begins(toll_slice s, size_t at) {
  if (at + 1 >= s.len) return 0;
  char c = s.at[at + 1];
  if (byte_letter(c)) return 't';
  if (c == '!' || c == '?') return '!';
  if (c == '/' && at + 2 < s.len) return byte_letter(s.at[at + 2]) ? 't' : '!';
  return 0;
}

void html_next(struct html_lexer *lex, struct html_token *t) {
  toll_slice s = lex->page;
  while (lex->at < s.len) {
    t->from = lex->at;
    char what = s.at[lex->at] == '<' ? begins(s, lex->at) : 0;
    if (what == '!') {
      lex->at = skip_declaration(s, lex->at);
      continue;
    }
    if (what == 't') {
      if (take_tag(lex, t)) return;
      break; /* cut off inside a tag */
    }
    size_t end = seek(s, lex->at + 1, '<');
    while (end < s.len && !begins(s, end)) end = seek(s, end + 1, '<');
    t->kind = HTML_TEXT;
    t->to = lex->at = end;
    return;
  }
  lex->at = s.len;
  t->kind = HTML_END;
  t->from = t->to = s.len;
}

/* Offset of the closing tag's "<", or the end of the page. */
static size_t seek_closing(toll_slice s, size_t at, toll_slice tag) {
  for (; at < s.len; at = seek(s, at + 1, '<')) {
    if (s.at[at] != '<' || at + 2 >= s.len || s.at[at + 1] != '/') continue;
    if (slice_starts_nocase(rest_of(s, at + 2), tag)) break;
  }
  return at;
}

toll_slice html_raw(struct html_lexer *lex, const struct html_token *open) {
  toll_slice s = lex->page;
  bool title = open->tag->id == HTML_TAG_TITLE;
  size_t from = lex->at, at = title && lex->endless ? s.len : seek_closing(s, from, open->tag->name);
  if (at >= s.len && title) { /* never closed: the page is not the title */
    lex->endless = true;
    at = seek(s, from, '<');
  }
  lex->at = at < s.len ? at : s.len;
  return (toll_slice){s.at + from, lex->at - from};
}
