/* Two ways to write one claimant, day or place seldom agree to the byte ("the
 * ministry", "Health Ministry"); a word of substance in common is what shows
 * that the same is meant. */
#include "score/agree.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

static const toll_slice small[] = {{"the", 3}, {"a", 1},   {"an", 2}, {"of", 2}, {"in", 2},  {"on", 2},
                                   {"at", 2},  {"and", 3}, {"to", 2}, {"by", 2}, {"said", 4}};

/* Marks that are taken off both ends of a word. */
static const toll_slice marks[] = {{".", 1}, {",", 1}, {"\"", 1}, {"(", 1}, {")", 1}, {"\u201c", 3}, {"\u201d", 3}};

static bool same(toll_slice a, toll_slice b) {
  return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

static bool blank(uint32_t cp) {
  if (cp < 0x80) return cp == ' ' || (cp >= 9 && cp <= 13) || (cp >= 0x1c && cp <= 0x1f);
  return cp == 0x85 || cp == 0xa0 || cp == 0x1680 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x2028 || cp == 0x2029 ||
         cp == 0x202f || cp == 0x205f || cp == 0x3000;
}

/* Lower case, every blank a space. */
static toll_slice fold(toll_slice text, struct arena *arena) {
  char *out = text.len < SIZE_MAX / UTF8_MAX ? arena_alloc(arena, text.len * UTF8_MAX + 1) : NULL;
  size_t n = 0;
  for (size_t i = 0; out && i < text.len;) {
    uint32_t cp;
    size_t used = utf8_decode(text.at + i, text.len - i, &cp);
    i += used ? used : 1;
    if (cp == 0x130) { /* the one letter whose lower case is two characters */
      n += utf8_encode('i', out + n);
      cp = 0x307;
    }
    n += utf8_encode(blank(cp) ? ' ' : (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp), out + n);
  }
  return (toll_slice){out, n};
}

static bool take_mark(toll_slice *word, bool front) {
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    size_t n = marks[i].len;
    if (word->len < n || memcmp(front ? word->at : word->at + word->len - n, marks[i].at, n) != 0) continue;
    if (front) word->at += n;
    word->len -= n;
    return true;
  }
  return false;
}

/* The next word of substance; false at the end. */
static bool next_word(toll_slice *rest, toll_slice *word) {
  while (rest->len > 0) {
    const char *end = memchr(rest->at, ' ', rest->len);
    size_t len = end ? (size_t)(end - rest->at) : rest->len;
    *word = (toll_slice){rest->at, len};
    size_t used = end ? len + 1 : len;
    *rest = (toll_slice){rest->at + used, rest->len - used};
    while (take_mark(word, true)) {
    }
    while (take_mark(word, false)) {
    }
    bool is_small = word->len == 0;
    for (size_t i = 0; i < sizeof small / sizeof *small && !is_small; i++) is_small = same(*word, small[i]);
    if (!is_small) return true;
  }
  return false;
}

bool agree_words(toll_slice a, toll_slice b, struct arena *arena) {
  if (a.len == 0 || b.len == 0) return a.len == b.len;
  toll_slice left = fold(a, arena), right = fold(b, arena), word, other;
  if (!left.at || !right.at) return false;
  while (next_word(&left, &word)) {
    toll_slice rest = right;
    while (next_word(&rest, &other))
      if (same(word, other)) return true;
  }
  return false;
}

bool agree_exactly(toll_slice labelled, const char *found) {
  if (!labelled.at || !found) return !labelled.at && !found;
  return same(labelled, (toll_slice){found, strlen(found)});
}
