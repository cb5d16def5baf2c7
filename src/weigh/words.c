/* Words are cut and folded code point by code point; a set is a sorted array that
 * doubles in its arena.  Articles are dropped from names, so that "the Ministry"
 * and "Ministry" are one source. */
#include "weigh/words.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"
#include "toll/error.h"

struct word {
  size_t from, to; /* in the text */
  uint64_t hash;   /* of its folded code points */
  size_t points;
  bool capital;
};

static bool is_letter(uint32_t cp) {
  if (cp < 0x80) return (cp | 0x20) - 'a' < 26 || cp - '0' < 10;
  utf8proc_category_t c = utf8proc_category((utf8proc_int32_t)cp);
  return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) || c == UTF8PROC_CATEGORY_MN ||
         c == UTF8PROC_CATEGORY_ND;
}

/* The next word at or after *at; false at the end. */
static bool next_word(toll_slice text, size_t *at, struct word *out) {
  *out = (struct word){.hash = 0xcbf29ce484222325u};
  while (*at < text.len) {
    uint32_t cp;
    size_t size = utf8_decode(text.at + *at, text.len - *at, &cp);
    bool inside = size && is_letter(cp);
    if (!inside && out->points) return true;
    if (inside) {
      uint32_t folded = (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
      if (!out->points) {
        out->from = *at;
        out->capital = folded != cp;
      }
      out->hash = (out->hash ^ folded) * 0x100000001b3u;
      out->points++;
      out->to = *at + size;
    }
    *at += size ? size : 1;
  }
  return out->points > 0;
}

/* The place of the first word that is not smaller than this one. */
static size_t first_not_below(const struct word_set *set, uint64_t word) {
  size_t low = 0, high = set->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (set->at[middle] < word)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static int insert(struct word_set *set, uint64_t word, struct arena *arena) {
  size_t low = first_not_below(set, word);
  if (low < set->count && set->at[low] == word) return 0;
  bool full = set->count == 0 || (set->count >= 8 && (set->count & (set->count - 1)) == 0);
  if (full) {
    uint64_t *more = ARENA_ARRAY(arena, set->count ? 2 * set->count : 8, uint64_t);
    if (!more) return TOLL_E_MEMORY;
    if (set->count) memcpy(more, set->at, set->count * sizeof *more);
    set->at = more;
  }
  memmove(set->at + low + 1, set->at + low, (set->count - low) * sizeof *set->at);
  set->at[low] = word;
  set->count++;
  return 0;
}

int words_add(struct word_set *set, toll_slice text, enum word_kind kind, struct arena *arena) {
  struct word word;
  for (size_t at = 0; next_word(text, &at, &word);) {
    if (word.points < 3 || (kind == WORDS_NAMES && !word.capital)) continue;
    int code = insert(set, word.hash, arena);
    if (code) return code;
  }
  return 0;
}

int words_join(struct word_set *set, const struct word_set *other, struct arena *arena) {
  int code = 0;
  for (size_t i = 0; i < other->count && !code; i++) code = insert(set, other->at[i], arena);
  return code;
}

size_t words_place(const struct word_set *set, uint64_t word) {
  size_t low = first_not_below(set, word);
  return low < set->count && set->at[low] == word ? low : SIZE_MAX;
}

bool words_have(const struct word_set *set, uint64_t word) {
  return words_place(set, word) != SIZE_MAX;
}

size_t words_shared(const struct word_set *a, const struct word_set *b) {
  size_t shared = 0;
  for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
    if (a->at[i] == b->at[j])
      shared++, i++, j++;
    else if (a->at[i] < b->at[j])
      i++;
    else
      j++;
  }
  return shared;
}

/* --- folded names ------------------------------------------------------- */

enum article { NO_ARTICLE, DEFINITE, INDEFINITE };

static enum article article_of(toll_slice text, const struct word *word) {
  static const struct {
    const char *word;
    enum article article;
  } articles[] = {{"the", DEFINITE}, {"a", INDEFINITE}, {"an", INDEFINITE}};
  for (size_t i = 0; i < sizeof articles / sizeof *articles; i++) {
    size_t len = strlen(articles[i].word);
    if (word->to - word->from != len) continue;
    size_t same = 0;
    while (same < len && (text.at[word->from + same] | 0x20) == articles[i].word[same]) same++;
    if (same == len) return articles[i].article;
  }
  return NO_ARTICLE;
}

static size_t fold_word(toll_slice text, const struct word *word, char *out) {
  size_t n = 0;
  for (size_t at = word->from; at < word->to;) {
    uint32_t cp;
    size_t size = utf8_decode(text.at + at, text.len - at, &cp);
    at += size ? size : 1;
    if (cp != 0xad) n += utf8_encode((uint32_t)utf8proc_tolower((utf8proc_int32_t)cp), out + n);
  }
  return n;
}

static toll_slice join(toll_slice text, char between, struct arena *arena) {
  char *out = arena_alloc(arena, 2 * text.len + 8); /* folding may lengthen a code point, by one byte at most */
  if (!out) return (toll_slice){0};
  size_t n = 0;
  struct word word;
  for (size_t at = 0; next_word(text, &at, &word);) {
    if (article_of(text, &word) != NO_ARTICLE) continue;
    if (n) out[n++] = between;
    n += fold_word(text, &word, out + n);
  }
  return (toll_slice){out, n};
}

toll_slice words_fold(toll_slice text, struct arena *arena) {
  return join(text, ' ', arena);
}
toll_slice words_slug(toll_slice text, struct arena *arena) {
  return join(text, '-', arena);
}

toll_slice words_key(toll_slice name, bool outlet, struct arena *arena) {
  static const char prefix[] = "outlet:";
  toll_slice folded = words_fold(name, arena);
  size_t n = outlet ? sizeof prefix - 1 : 0;
  char *key = arena_alloc(arena, folded.len + sizeof prefix);
  if (!key) return (toll_slice){0};
  memcpy(key, prefix, n);
  if (folded.len) memcpy(key + n, folded.at, folded.len);
  return (toll_slice){key, n + folded.len};
}

bool words_definite(toll_slice text) {
  struct word word;
  size_t at = 0;
  return next_word(text, &at, &word) && article_of(text, &word) == DEFINITE;
}
