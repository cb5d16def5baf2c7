/* The tokeniser looks for "<" and asks what it begins; only a letter, "/", "!" or
 * "?" behind it makes it more than text. Each search that can run to the page's end
 * happens at most once a page, so that no page takes quadratic time.
 *
 * Most tags of a page stand in menus and the like, or say nothing by their attributes:
 * of those only the end is looked for. */
#include "read/html_lex.h"

#include <string.h>

#include "base/seek.h"
#include "base/bytes.h"
#include "read/words.h"

static toll_slice rest_of(toll_slice s, size_t at) {
  return (toll_slice){s.at + at, s.len - at};
}

/* Offset of byte c at or after `at`, or the end: for what may be far away. */
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

/* Where the run that one of the bytes ends stops, or the end.  What ends values ends all. */
static inline size_t run_to(toll_slice s, size_t at, unsigned what) {
  for (; at < s.len && s.len - at >= SEEK_BLOCK; at += SEEK_BLOCK) {
    seek_block block = seek_load(s.at + at);
    seek_block stops = seek_is(block, ' ') | seek_within(block, '\t', '\r') | seek_is(block, '>');
    if (what != ENDS_VALUE) stops |= seek_is(block, '/');
    if (what == ENDS_ATTRIBUTE) stops |= seek_is(block, '=');
    unsigned first = seek_first(stops);
    if (first < SEEK_BLOCK) return at + first;
  }
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

#define HASH_FACTOR 0x9e3779b97f4a7c15u

/* A mask of the first n bytes of a word in memory, n < 8. */
static inline uint64_t front_bytes(size_t n) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  return ((uint64_t)1 << 8 * n) - 1;
#else
  return ~(UINT64_MAX >> 8 * n);
#endif
}

/* Large ASCII letters made small, eight bytes at once. */
static inline uint64_t small_letters(uint64_t word) {
  const uint64_t ones = 0x0101010101010101u;
  uint64_t seven = word & ones * 0x7f, from_a = seven + ones * (0x80 - 'A'), beyond_z = seven + ones * (0x7f - 'Z');
  return word | (((from_a ^ beyond_z) & ~word & ones * 0x80) >> 2);
}

/* Up to eight bytes of a name from `at` on, in small letters, zeros behind them. */
static inline uint64_t name_word(toll_slice s, size_t at, size_t end) {
  uint64_t word = 0;
  size_t len = end - at;
  if (s.len - at < sizeof word) { /* at the page's end */
    memcpy(&word, s.at + at, len);
  } else {
    memcpy(&word, s.at + at, sizeof word);
    if (len < sizeof word) word &= front_bytes(len);
  }
  return small_letters(word);
}

/* Of the rest of a long name, whose beginning gave h. */
static uint64_t hash_on(uint64_t h, toll_slice s, size_t at, size_t end) {
  for (; at < end; at += sizeof h) h = (h ^ name_word(s, at, end)) * HASH_FACTOR;
  return h;
}

/* The attribute's value at `at` (behind the "="); *end behind it. */
static toll_slice take_value(toll_slice s, size_t at, size_t *end) {
  while (at < s.len && byte_blank(s.at[at])) at++;
  if (at < s.len && (s.at[at] == '"' || s.at[at] == '\'')) {
    size_t close = seek_byte(s.at, s.len, at + 1, s.at[at]);
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
  if (index >= 0 && !t->attributes[index].at) {
    t->attributes[index] = value;
    t->any = true;
  }
  return at;
}

/* Finds the row of the name [at, end), and its hash. */
static void take_name(struct html_lexer *lex, struct html_token *t, size_t at, size_t end) {
  toll_slice name = {lex->page.at + at, end - at};
  uint64_t word = name_word(lex->page, at, end), hash = (name.len ^ word) * HASH_FACTOR;
  if (name.len > sizeof word) {
    t->name = (uint32_t)(hash_on(hash, lex->page, at + sizeof word, end) >> 32);
    t->tag = html_tag_find(name);
    return;
  }
  t->name = (uint32_t)(hash >> 32);
  struct html_recent *recent = &lex->recent[t->name % HTML_RECENT];
  if (!recent->tag || recent->name != word || recent->len != name.len)
    *recent = (struct html_recent){word, name.len, html_tag_find(name)};
  t->tag = recent->tag;
}

/* Takes the attributes from `at` on; where the tag ends, or the end of the page. */
static size_t take_attributes(toll_slice s, size_t at, struct html_token *t) {
  while (at < s.len && s.at[at] != '>') {
    if (byte_blank(s.at[at]) || s.at[at] == '/')
      at++;
    else
      at = take_attribute(s, at, t);
  }
  return at;
}

static bool usual_in_name(char c) {
  return byte_letter(c) || byte_digit(c) || c == '-' || c == '_' || c == ':';
}

/* The same end without taking any: a ">" is none only inside quotes, and those stand behind a "=" that a name
 * stands before.  Where the bytes are unusual, it is left to take_attributes: *sure is false. */
static size_t pass_attributes(toll_slice s, size_t at, bool *sure) {
  *sure = true;
  if (at < s.len && s.at[at] == '>') return at;
  for (;;) {
    at = seek_either(s.at, s.len, at, '>', '=');
    if (at == s.len || s.at[at] == '>') return at;
    *sure = usual_in_name(s.at[at - 1]);
    for (at++; at < s.len && byte_blank(s.at[at]);) at++;
    if (!*sure || at == s.len) return at;
    if (s.at[at] != '"' && s.at[at] != '\'') {
      at = run_to(s, at, ENDS_VALUE);
      continue;
    }
    at = seek_byte(s.at, s.len, at + 1, s.at[at]);
    *sure = at < s.len;
    if (!*sure) return at;
    at++;
  }
}

/* Whether somebody will ask for an attribute of this tag. */
static bool tells(const struct html_lexer *lex, const struct html_token *t) {
  if (t->kind == HTML_CLOSE) return false;
  if (t->tag->flags & HTML_FACTS) return true;
  return !lex->away && !(t->tag->flags & (HTML_VOID | HTML_SKIP));
}

static void clear_attributes(struct html_token *t) {
  if (t->any) memset(t->attributes, 0, sizeof t->attributes);
  t->any = false;
}

/* The tag at t->from; false when the page ends inside it. */
static bool take_tag(struct html_lexer *lex, struct html_token *t) {
  toll_slice s = lex->page;
  bool close = s.at[t->from + 1] == '/';
  size_t at = t->from + 1 + close;
  t->kind = close ? HTML_CLOSE : HTML_OPEN;
  t->after_name = name_end(s, at);
  take_name(lex, t, at, t->after_name);
  clear_attributes(t);
  t->passed = false;
  if (!tells(lex, t)) at = pass_attributes(s, t->after_name, &t->passed);
  if (!t->passed) at = take_attributes(s, t->after_name, t);
  t->empty = at < s.len && s.at[at - 1] == '/';
  t->to = lex->at = at + 1;
  return at < s.len;
}

void html_attributes(const struct html_lexer *lex, struct html_token *t) {
  if (t->passed) take_attributes(lex->page, t->after_name, t);
  t->passed = false;
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
    size_t end = seek_byte(s.at, s.len, lex->at + 1, '<');
    while (end < s.len && !begins(s, end)) end = seek_byte(s.at, s.len, end + 1, '<');
    lex->at = end;
    if (lex->away) continue;
    t->kind = HTML_TEXT;
    t->to = end;
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
