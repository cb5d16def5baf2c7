#include "read/feed_lex.h"

#include <string.h>

#include "base/bytes.h"
#include "read/words.h"

#define CUT SIZE_MAX

/* Where the mark that ends a construct ends; 0 when it is not there. */
static size_t find_end(toll_slice s, size_t at, toll_slice mark) {
  const char *end = at <= s.len ? memmem(s.at + at, s.len - at, mark.at, mark.len) : NULL;
  return end ? (size_t)(end - s.at) + mark.len : 0;
}

static bool starts(toll_slice s, size_t at, toll_slice mark) {
  return s.len - at >= mark.len && memcmp(s.at + at, mark.at, mark.len) == 0;
}

/* The end of a tag or declaration, over values in quotation marks; 0 when it is not there. */
static size_t tag_end(toll_slice s, size_t at) {
  for (size_t i = at; i < s.len; i++) {
    if (s.at[i] == '>') return i + 1;
    if (s.at[i] != '"' && s.at[i] != '\'') continue;
    const char *end = memchr(s.at + i + 1, s.at[i], s.len - i - 1);
    if (!end) return 0;
    i = (size_t)(end - s.at);
  }
  return 0;
}

static const struct passage {
  toll_slice from, to;
} passages[] = {
    {{"<!--", 4}, {"-->", 3}},
    {{"<![CDATA[", 9}, {"]]>", 3}},
    {{"<?", 2}, {"?>", 2}},
};

/* Whether too little is there to say what begins at `at`. */
static bool undecided(toll_slice s, size_t at) {
  return s.len - at < 9 && (s.len - at < 2 || s.at[at + 1] == '!');
}

/* The end of the comment, CDATA or instruction at `at`; 0: it is none; CUT: it is not whole. */
static size_t pass(toll_slice s, size_t at) {
  for (size_t i = 0; i < sizeof passages / sizeof *passages; i++) {
    if (!starts(s, at, passages[i].from)) continue;
    size_t end = find_end(s, at + passages[i].from.len, passages[i].to);
    return end ? end : CUT;
  }
  return 0;
}

/* "<!DOCTYPE rss [": what is inside the brackets is passed like tags. */
static size_t declaration_end(toll_slice s, size_t at) {
  for (size_t i = at; i < s.len; i++) {
    if (s.at[i] == '[' || s.at[i] == '>') return i + 1;
    if (s.at[i] != '"' && s.at[i] != '\'') continue;
    const char *end = memchr(s.at + i + 1, s.at[i], s.len - i - 1);
    if (!end) return 0;
    i = (size_t)(end - s.at);
  }
  return 0;
}

static enum outline read_tag(toll_slice s, size_t *at, struct outline_tag *tag) {
  size_t end = tag_end(s, *at);
  if (end == 0) return OUTLINE_MORE;
  bool close = s.at[*at + 1] == '/', empty = s.at[end - 2] == '/' && !close;
  size_t from = *at + 1 + close, i = from;
  while (i < end && !byte_blank(s.at[i]) && s.at[i] != '>' && s.at[i] != '/') i++;
  *tag = (struct outline_tag){*at, end, {s.at + from, i - from}};
  *at = end;
  return close ? OUTLINE_CLOSE : empty ? OUTLINE_EMPTY : OUTLINE_OPEN;
}

enum outline outline_next(toll_slice s, size_t *at, struct outline_tag *tag) {
  for (;;) {
    const char *open = *at < s.len ? memchr(s.at + *at, '<', s.len - *at) : NULL;
    *at = open ? (size_t)(open - s.at) : s.len;
    if (!open || undecided(s, *at)) return OUTLINE_MORE;
    size_t end = pass(s, *at);
    if (end == CUT) return OUTLINE_MORE;
    if (end == 0 && s.at[*at + 1] == '!') {
      if (starts(s, *at, TOLL_LIT("<!ENTITY"))) return OUTLINE_ENTITY;
      end = declaration_end(s, *at);
      if (end == 0) return OUTLINE_MORE;
    }
    if (end == 0 && (byte_letter(s.at[*at + 1]) || byte_high(s.at[*at + 1]) || byte_in(s.at[*at + 1], "/_"))) {
      return read_tag(s, at, tag);
    }
    *at = end ? end : *at + 1; /* a mere sign */
  }
}

toll_slice outline_local(toll_slice name) {
  const char *colon = name.len ? memchr(name.at, ':', name.len) : NULL;
  if (!colon) return name;
  return (toll_slice){colon + 1, name.len - (size_t)(colon + 1 - name.at)};
}

static bool has(toll_slice s, const char *word) {
  return memmem(s.at, s.len, word, strlen(word)) != NULL;
}

bool feed_looks(toll_slice head) {
  size_t at = starts(head, 0, TOLL_LIT("\xef\xbb\xbf")) ? 3 : 0;
  while (at < head.len && byte_blank(head.at[at])) at++;
  if (at >= head.len || head.at[at] != '<') return false;
  struct outline_tag tag;
  enum outline first;
  while ((first = outline_next(head, &at, &tag)) == OUTLINE_ENTITY) at++;
  if (first != OUTLINE_OPEN) return false;
  toll_slice all = {head.at + tag.from, tag.to - tag.from}, name = outline_local(tag.name);
  if (slice_is_nocase(name, TOLL_LIT("rss"))) return true;
  if (slice_is_nocase(name, TOLL_LIT("rdf"))) return has(all, "purl.org/rss/") || has(all, "my.netscape.com/rdf/");
  return slice_is_nocase(name, TOLL_LIT("feed")) && (has(all, "w3.org/2005/Atom") || has(all, "purl.org/atom/"));
}

toll_slice feed_charset(toll_slice head) {
  size_t at = starts(head, 0, TOLL_LIT("\xef\xbb\xbf")) ? 3 : 0;
  if (!starts(head, at, TOLL_LIT("<?xml"))) return (toll_slice){0};
  size_t end = find_end(head, at, TOLL_LIT("?>"));
  toll_slice all = {head.at + at, end > at ? end - at : 0};
  const char *key = all.len ? memmem(all.at, all.len, "encoding", 8) : NULL;
  if (!key) return (toll_slice){0};
  toll_slice rest = {key + 8, all.len - (size_t)(key + 8 - all.at)};
  while (rest.len && (byte_blank(rest.at[0]) || rest.at[0] == '=')) rest.at++, rest.len--;
  if (rest.len < 2 || (rest.at[0] != '"' && rest.at[0] != '\'')) return (toll_slice){0};
  const char *close = memchr(rest.at + 1, rest.at[0], rest.len - 1);
  return close ? (toll_slice){rest.at + 1, (size_t)(close - rest.at) - 1} : (toll_slice){0};
}
