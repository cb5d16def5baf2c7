/* The words are kept as they came, one after the other with a blank between, so
 * that a line is one stretch of bytes; places and lines are flat arrays beside
 * them.  Composing turns each word's offset into one of the text. */
#include "read/pages.h"

#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"

void pages_reset(struct pages *p) {
  p->raw.len = p->text.len = 0;
  p->raw.failed = p->text.failed = false;
  p->words.count = p->lines.count = p->sheets.count = p->order.count = 0;
  p->page_block = p->page_line = 0;
  p->failed = p->full = false;
}

void pages_free(struct pages *p) {
  toll_buffer_free(&p->raw);
  toll_buffer_free(&p->text);
  mem_free(p->words.at);
  mem_free(p->lines.at);
  mem_free(p->sheets.at);
  mem_free(p->order.at);
  *p = (struct pages){0};
}

void *pages_push(struct pages *p, struct page_array *a, size_t size) {
  if (a->count == a->cap) {
    size_t cap = a->cap ? a->cap * 2 : 64;
    void *at = mem_resize(a->at, cap * size);
    if (!at) {
      p->failed = true;
      return NULL;
    }
    a->at = at;
    a->cap = cap;
  }
  return (char *)a->at + size * a->count++;
}

void pages_sheet(struct pages *p, struct page_size size) {
  struct page_size *sheet = pages_push(p, &p->sheets, sizeof *sheet);
  if (sheet) *sheet = size;
}

/* ---- a word's bytes ---- */

/* Signs that are several letters in one, as typesetters have them. */
static const char *ligature(uint32_t cp) {
  static const char *const letters[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
  return cp >= 0xfb00 && cp <= 0xfb06 ? letters[cp - 0xfb00] : NULL;
}

/* What is not seen in print: controls, marks without width, a hyphen inside a word that might have broken there. */
static bool unseen(uint32_t cp, bool last) {
  return cp < 0x20 || (cp >= 0x7f && cp < 0xa0) || cp == 0x200b || cp == 0x2060 || cp == 0xfeff ||
         (cp == 0xad && !last);
}

static void add_clean(toll_buffer *out, toll_slice word) {
  char bytes[UTF8_MAX];
  for (size_t i = 0; i < word.len;) {
    uint32_t cp;
    size_t n = utf8_decode(word.at + i, word.len - i, &cp);
    if (n == 0) {
      n = utf8_bad_length(word.at + i, word.len - i);
      cp = UTF8_REPLACEMENT;
    }
    i += n;
    if (ligature(cp))
      toll_buffer_str(out, ligature(cp));
    else if (!unseen(cp, i >= word.len) || cp == ' ')
      toll_buffer_add(out, bytes, utf8_encode(cp, bytes));
  }
}

/* ---- words and lines ---- */

static bool has_room(struct pages *p, size_t more) {
  if (p->raw.len + more > PAGES_TEXT_MAX || p->words.count >= PAGES_WORDS_MAX) p->full = true;
  return !p->full && !p->failed;
}

static void widen(struct box *a, const struct box *b) {
  if (b->left < a->left) a->left = b->left;
  if (b->top < a->top) a->top = b->top;
  if (b->right > a->right) a->right = b->right;
  if (b->bottom > a->bottom) a->bottom = b->bottom;
}

static struct page_line *last_line(const struct pages *p) {
  return p->lines.count ? pages_lines(p) + p->lines.count - 1 : NULL;
}

/* The line that a word with these numbers belongs to: the last, or a new one. */
static struct page_line *line_for(struct pages *p, uint32_t block, uint32_t line, const struct box *box) {
  struct page_line *last = last_line(p);
  uint32_t page = (uint32_t)p->sheets.count;
  bool same_block = last && last->page == page && p->page_block == block;
  if (same_block && p->page_line == line) return last;
  uint32_t number = last ? last->block + !same_block : 0;
  struct page_line *next = pages_push(p, &p->lines, sizeof *next);
  if (!next) return NULL;
  *next = (struct page_line){.word = (uint32_t)p->words.count, .page = page, .block = number, .box = *box};
  p->page_block = block;
  p->page_line = line;
  return next;
}

/* The height of a line's letters is that of its longest word. */
static void add_to_line(struct pages *p, struct page_line *line, const struct page_word *word) {
  const struct page_word *longest = NULL;
  line->words++;
  widen(&line->box, &word->box);
  for (uint32_t i = 0; i < line->words; i++) {
    const struct page_word *w = pages_words(p) + line->word + i;
    if (!longest || w->len > longest->len) longest = w;
    if (i > 16) break; /* enough to tell */
  }
  line->size = longest->box.bottom - longest->box.top;
}

void pages_word(struct pages *p, uint32_t block, uint32_t line, struct box box, toll_slice word) {
  if (p->sheets.count == 0 || !has_room(p, word.len + 1)) return;
  if (p->raw.len > 0) toll_buffer_add(&p->raw, " ", 1);
  size_t at = p->raw.len;
  add_clean(&p->raw, word);
  if (p->raw.failed) p->failed = true;
  if (p->raw.len == at || p->failed) {
    p->raw.len = at > 0 ? at - 1 : 0;
    return;
  }
  struct page_line *to = line_for(p, block, line, &box);
  struct page_word *added = to ? pages_push(p, &p->words, sizeof *added) : NULL;
  if (!added) return;
  *added = (struct page_word){(uint32_t)at, (uint32_t)(p->raw.len - at), box};
  add_to_line(p, to, added);
}

void pages_more(struct pages *p, toll_slice bytes) {
  if (p->words.count == 0 || !has_room(p, bytes.len)) return;
  struct page_word *word = pages_words(p) + p->words.count - 1;
  add_clean(&p->raw, bytes);
  if (p->raw.failed) p->failed = true;
  word->len = (uint32_t)(p->raw.len - word->at);
}

/* ---- the way back ---- */

/* The place in `order` of the last line that begins at or before the text offset. */
static size_t find_line(const struct pages *p, size_t at) {
  const uint32_t *order = p->order.at;
  size_t low = 0, high = p->order.count;
  while (high - low > 1) {
    size_t mid = low + (high - low) / 2;
    if (pages_lines(p)[order[mid]].text <= at)
      low = mid;
    else
      high = mid;
  }
  return low;
}

/* Adds the words of a line that overlap [from, to).  False when the line begins behind it. */
static bool take_words(const struct pages *p, const struct page_line *line, size_t from, size_t to, bool *any,
                       struct box *box) {
  if (line->text >= to) return false;
  for (uint32_t i = 0; i < line->words; i++) {
    const struct page_word *word = pages_words(p) + line->word + i;
    if (word->len == 0 || word->at >= to || word->at + word->len <= from) continue;
    if (*any)
      widen(box, &word->box);
    else
      *box = word->box;
    *any = true;
  }
  return true;
}

bool pages_find(const struct pages *p, size_t from, size_t to, uint32_t *page, struct box *box) {
  if (p->order.count == 0 || to <= from) return false;
  const uint32_t *order = p->order.at;
  bool any = false;
  *page = 0;
  for (size_t i = find_line(p, from); i < p->order.count; i++) {
    const struct page_line *line = pages_lines(p) + order[i];
    if (any && line->page != *page) {
      if (line->text >= to) break;
      continue;
    }
    bool before = any;
    if (!take_words(p, line, from, to, &any, box)) break;
    if (any && !before) *page = line->page;
  }
  return any;
}

toll_slice box_format(const double box[4], char room[BOX_FORMAT]) {
  int n = snprintf(room, BOX_FORMAT, "[%.2f,%.2f,%.2f,%.2f]", box[0], box[1], box[2], box[3]);
  return (toll_slice){room, n > 0 && n < BOX_FORMAT ? (size_t)n : 0};
}
