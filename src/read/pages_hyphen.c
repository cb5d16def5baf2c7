/* A hyphen at a line's end is the typesetter's or the word's own.  The document
 * itself is asked first: does the word stand in it elsewhere, with the hyphen or
 * without?  Where it does not, numbers, names and the first parts of compounds
 * keep theirs, and every other hyphen is the typesetter's. */
#include "read/pages_hyphen.h"

#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "read/words.h"

struct hyphen {
  const char *mark;
  size_t len;
  bool soft; /* there only because the line ends */
};

static const struct hyphen marks[] = {{"-", 1, false}, {"\xe2\x80\x90", 3, false}, {"\xc2\xad", 2, true}};

static const struct hyphen *mark_of(toll_slice line) {
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
    const struct hyphen *m = &marks[i];
    if (line.len <= m->len || memcmp(line.at + line.len - m->len, m->mark, m->len) != 0) continue;
    char before = line.at[line.len - m->len - 1];
    return byte_letter(before) || byte_digit(before) || byte_high(before) ? m : NULL;
  }
  return NULL;
}

bool hyphens_parted(toll_slice line, toll_slice next) {
  if (next.len == 0 || !mark_of(line)) return false;
  return byte_letter(next.at[0]) || byte_digit(next.at[0]) || byte_high(next.at[0]);
}

void hyphens_free(struct hyphens *h) {
  mem_free(h->slots);
  *h = (struct hyphens){0};
}

/* ---- the words of the document ---- */

static bool inner(char c) {
  return byte_letter(c) || byte_digit(c) || byte_high(c);
}

static toll_slice without_marks(toll_slice s) {
  while (s.len > 0 && !inner(s.at[0])) s = (toll_slice){s.at + 1, s.len - 1};
  while (s.len > 0 && !inner(s.at[s.len - 1])) s.len--;
  return s;
}

static uint64_t hash_more(uint64_t hash, toll_slice s) {
  for (size_t i = 0; i < s.len; i++) hash = (hash ^ (unsigned char)byte_lower(s.at[i])) * 0x100000001b3u;
  return hash;
}

static uint64_t hash_start(void) {
  return 0xcbf29ce484222325u;
}

static void put(struct hyphens *h, uint64_t hash) {
  size_t i = (hash ^ hash >> 32) & (h->size - 1);
  while (h->slots[i] && h->slots[i] != hash) i = (i + 1) & (h->size - 1);
  h->slots[i] = hash;
}

static bool has(const struct hyphens *h, uint64_t hash) {
  size_t i = (hash ^ hash >> 32) & (h->size - 1);
  while (h->slots[i] && h->slots[i] != hash) i = (i + 1) & (h->size - 1);
  return h->slots[i] == hash;
}

static void make(struct hyphens *h, const struct pages *p) {
  h->made = true;
  h->size = 64;
  while (h->size < p->words.count * 2) h->size *= 2;
  h->slots = mem_array(h->size, sizeof *h->slots);
  if (!h->slots) {
    h->failed = true;
    return;
  }
  for (size_t at = 0, words = 0; at < p->raw.len && words <= p->words.count; words++) {
    const char *end = memchr(p->raw.at + at, ' ', p->raw.len - at);
    size_t len = end ? (size_t)(end - p->raw.at) - at : p->raw.len - at;
    toll_slice word = without_marks((toll_slice){p->raw.at + at, len});
    if (word.len > 0) put(h, hash_more(hash_start(), word));
    at += len + 1;
  }
}

/* ---- the choice ---- */

static toll_slice last_word(toll_slice line) {
  size_t from = line.len;
  while (from > 0 && line.at[from - 1] != ' ') from--;
  return (toll_slice){line.at + from, line.len - from};
}

/* Whether the hyphen belongs to the word, as far as its own parts say. */
static bool own_hyphen(toll_slice left, toll_slice next) {
  if (byte_digit(left.at[left.len - 1]) || byte_digit(next.at[0]) || byte_large(next.at[0])) return true;
  if (memchr(left.at, '-', left.len)) return true; /* "68-year-old" */
  return word_find(left, WORD_BIT(WORD_HYPHEN)) != NULL;
}

struct parted hyphens_join(struct hyphens *h, const struct pages *p, toll_slice line, toll_slice next) {
  const struct hyphen *mark = mark_of(line);
  if (!mark) return (struct parted){0, false};
  struct parted gone = {(uint32_t)mark->len, false}, kept = {0, false};
  toll_slice left = last_word(line), right = without_marks(next);
  left.len -= mark->len;
  left = without_marks(left);
  if (mark->soft || left.len == 0) return gone;
  if (word_find(right, WORD_BIT(WORD_AND))) return (struct parted){0, true};
  if (!h->made) make(h, p);
  if (h->failed) return kept;
  uint64_t hash = hash_more(hash_start(), left);
  if (has(h, hash_more(hash_more(hash, TOLL_LIT("-")), right))) return kept;
  if (has(h, hash_more(hash, right))) return gone;
  return own_hyphen(left, next) ? kept : gone;
}
