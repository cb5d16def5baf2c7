/* From lines on pages to running text.
 *
 * What a line feed of print means is asked of the widths: a line that the next
 * line's first word would not have fitted into was broken by the typesetter, and
 * the two are joined by a blank; one that had room was ended on purpose. An
 * indented line begins a paragraph, a purposeful end behind a full stop ends one,
 * another block is another paragraph, unless the last line of the one before is
 * full, ends no sentence, and the new block goes on in small letters or in the
 * next column or page.  Notes in smaller type that stand between such blocks
 * (the foot of a page) follow behind the paragraph that they interrupt.
 *
 * Running lines are taken out: one that stands above the first page's text leads
 * the text, any other is put once at its end, page numbers nowhere. */
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "read/pages.h"
#include "read/pages_hyphen.h"

#define BESIDE 64 /* blocks before and behind one that are asked for its column */
#define HELD 16   /* blocks of notes that one paragraph may run over */
#define SIZES 512 /* heights of letters that are counted, in quarters of a point */
#define QUARTER 25

enum joint { JOINT_WORD, JOINT_BLANK, JOINT_LINE, JOINT_PARAGRAPH };

struct block {
  uint32_t from, to; /* lines */
  int32_t left, right, bottom;
  int32_t edge; /* the right one of its column */
  int32_t size;
};

struct composer {
  struct pages *p;
  struct page_array blocks;
  struct hyphens hyphens;
  int32_t body; /* height of most letters */
};

static struct page_line *line_at(const struct composer *c, uint32_t i) {
  return pages_lines(c->p) + i;
}
static struct block *block_at(const struct composer *c, size_t i) {
  return (struct block *)c->blocks.at + i;
}
static toll_slice first_word(const struct composer *c, const struct page_line *line) {
  const struct page_word *word = pages_words(c->p) + line->word;
  return (toll_slice){c->p->raw.at + word->at, word->len};
}

/* ---- marks of notes ---- */

static bool is_mark(toll_slice s) {
  if (s.len == 3 && (memcmp(s.at, "\xe2\x80\xa0", 3) == 0 || memcmp(s.at, "\xe2\x80\xa1", 3) == 0))
    return true; /* daggers */
  for (size_t i = 0; i < s.len; i++)
    if (!byte_digit(s.at[i]) && !byte_in(s.at[i], "*,[]()")) return false;
  return s.len <= 6;
}

/* Small letters on the upper half of a line that is beside them. */
static bool raised_over(const struct page_line *mark, const struct page_line *line) {
  if (line->page != mark->page || (int64_t)mark->size * 100 > (int64_t)line->size * 80) return false;
  int32_t middle = (mark->box.top + mark->box.bottom) / 2, line_middle = (line->box.top + line->box.bottom) / 2;
  bool upper = middle < line_middle && middle > line->box.top - line->size / 2;
  return upper && mark->box.left > line->box.left - line->size && mark->box.left < line->box.right + line->size / 3;
}

/* Marks that were found to be lines of their own: they are no text. */
static void mark_raised(struct composer *c) {
  for (uint32_t i = 0; i < c->p->lines.count; i++) {
    struct page_line *line = line_at(c, i);
    if (line->words != 1 || !is_mark(pages_line_words(c->p, line))) continue;
    for (uint32_t j = i > 2 ? i - 2 : 0; j <= i + 2 && j < c->p->lines.count; j++)
      if (j != i && raised_over(line, line_at(c, j))) line->away = line->repeat = true;
  }
}

/* ---- blocks ---- */

static void grow_block(struct block *b, const struct page_line *line, uint32_t i) {
  b->to = i + 1;
  if (line->box.left < b->left) b->left = line->box.left;
  if (line->box.right > b->right) b->right = line->box.right;
  if (line->box.bottom > b->bottom) b->bottom = line->box.bottom;
}

/* Blocks of the lines that do not run along. */
static void find_blocks(struct composer *c) {
  struct block *last = NULL;
  for (uint32_t i = 0; i < c->p->lines.count; i++) {
    const struct page_line *line = line_at(c, i);
    if (line->away) continue;
    if (!last || line_at(c, last->from)->block != line->block) {
      last = pages_push(c->p, &c->blocks, sizeof *last);
      if (!last) return;
      *last = (struct block){i, i + 1, line->box.left, line->box.right, line->box.bottom, 0, line->size};
    }
    grow_block(last, line, i);
  }
}

static int32_t body_size(const struct pages *p) {
  uint32_t counts[SIZES] = {0}, best = 0;
  for (size_t i = 0; i < p->lines.count; i++) {
    const struct page_line *line = pages_lines(p) + i;
    int32_t quarter = line->size / QUARTER;
    if (quarter >= 0 && quarter < SIZES) counts[quarter] += line->words;
  }
  for (uint32_t i = 1; i < SIZES; i++)
    if (counts[i] > counts[best]) best = i;
  return (int32_t)best * QUARTER;
}

static bool same_size(int32_t a, int32_t b) {
  return (int64_t)a * 100 <= (int64_t)b * 108 && (int64_t)b * 100 <= (int64_t)a * 108;
}

/* Blocks of one column have one right edge: that of the longest line among those
 * that begin where this one does, in letters of its size. */
static void widen_to_columns(struct composer *c) {
  for (size_t i = 0; i < c->blocks.count; i++) {
    struct block *b = block_at(c, i);
    size_t from = i > BESIDE ? i - BESIDE : 0, to = i + BESIDE < c->blocks.count ? i + BESIDE : c->blocks.count;
    b->edge = b->right;
    for (size_t j = from; j < to; j++) {
      const struct block *other = block_at(c, j);
      int32_t off = other->left - b->left;
      bool column = off > -b->size / 2 && off < b->size / 2 && same_size(other->size, b->size);
      if (column && line_at(c, other->from)->page == line_at(c, b->from)->page && other->right > b->edge)
        b->edge = other->right;
    }
  }
}

static bool is_note(const struct composer *c, const struct block *b) {
  return (int64_t)b->size * 100 < (int64_t)c->body * 93;
}

/* ---- how two lines are joined ---- */

static bool is_bullet(toll_slice word) {
  static const toll_slice bullets[] = {{"-", 1},
                                       {"*", 1},
                                       {"\xe2\x80\xa2", 3},
                                       {"\xe2\x80\x93", 3},
                                       {"\xe2\x80\x94", 3},
                                       {"\xe2\x96\xaa", 3},
                                       {"\xe2\x96\xa0", 3},
                                       {"\xe2\x97\x8f", 3},
                                       {"\xe2\x97\xa6", 3},
                                       {"\xc2\xb7", 2},
                                       {"\xef\x82\xb7", 3}};
  for (size_t i = 0; i < sizeof bullets / sizeof *bullets; i++)
    if (word.len == bullets[i].len && memcmp(word.at, bullets[i].at, word.len) == 0) return true;
  return false;
}

/* Length of the closing mark that the words end with; 0 = none. */
static size_t closing_length(toll_slice s) {
  static const toll_slice marks[] = {{"\"", 1},           {"'", 1},       {")", 1}, {"]", 1}, {"\xe2\x80\x9d", 3},
                                     {"\xe2\x80\x99", 3}, {"\xc2\xbb", 2}};
  for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
    if (s.len > marks[i].len && memcmp(s.at + s.len - marks[i].len, marks[i].at, marks[i].len) == 0)
      return marks[i].len;
  return 0;
}

static bool ends_sentence(toll_slice words) {
  for (size_t n; (n = closing_length(words)) > 0;) words.len -= n;
  return words.len > 0 && byte_in(words.at[words.len - 1], ".!?:;");
}

/* Whether the next line's first word would not have fitted behind the line. */
static bool is_full(const struct composer *c, const struct page_line *line, int32_t right,
                    const struct page_line *next) {
  const struct page_word *word = pages_words(c->p) + next->word;
  int32_t need = word->box.right - word->box.left + line->size / 5;
  return line->box.right + need > right;
}

/* Whether print shows the two on one line. */
static bool in_row(const struct page_line *a, const struct page_line *b) {
  int32_t off = a->box.bottom - b->box.bottom;
  return off < a->size / 3 && off > -a->size / 3 && b->box.left > a->box.right - a->size / 2;
}

static bool centred(const struct page_line *a, const struct page_line *b) {
  int32_t off = a->box.left + a->box.right - b->box.left - b->box.right;
  return off > -400 && off < 400;
}

static bool indented(const struct block *b, const struct page_line *line, const struct page_line *next) {
  int32_t here = line->box.left - b->left, there = next->box.left - b->left, size = next->size;
  return here < size / 3 && there > size / 2 && there < size * 6 && !centred(line, next);
}

static enum joint joint_within(const struct composer *c, const struct block *b, const struct page_line *line,
                               const struct page_line *next) {
  toll_slice words = pages_line_words(c->p, line);
  if (in_row(line, next)) return JOINT_BLANK;
  if (indented(b, line, next)) return JOINT_PARAGRAPH;
  if (hyphens_parted(words, first_word(c, next))) return JOINT_WORD;
  if (is_full(c, line, b->edge, next)) return is_bullet(first_word(c, next)) ? JOINT_LINE : JOINT_BLANK;
  return ends_sentence(words) ? JOINT_PARAGRAPH : JOINT_LINE;
}

/* Whether block b goes on with what block a ended with. */
static bool goes_on(const struct composer *c, const struct block *a, const struct block *b) {
  const struct page_line *last = line_at(c, a->to - 1), *next = line_at(c, b->from);
  toll_slice words = pages_line_words(c->p, last), first = first_word(c, next);
  if (!same_size(a->size, b->size) || is_bullet(first)) return false;
  if (hyphens_parted(words, first)) return true;
  if (ends_sentence(words) || !is_full(c, last, a->edge, next)) return false;
  if (first.at[0] >= 'a' && first.at[0] <= 'z') return true;
  bool moved = last->page != next->page || next->box.top < a->bottom - a->size;
  return moved && a->to - a->from > 1;
}

/* ---- the text ---- */

/* Where the letters stand, which is about a fifth of their height above the box's bottom. */
static int32_t baseline(const struct page_word *word) {
  return word->box.bottom - (word->box.bottom - word->box.top) * 22 / 100;
}

/* "43" with a small raised "1" behind it, or "1" before: the mark of a note. */
static bool note_mark(const struct composer *c, const struct page_word *mark, const struct page_word *beside) {
  int32_t size = beside->box.bottom - beside->box.top, small = mark->box.bottom - mark->box.top;
  if ((int64_t)small * 100 > (int64_t)size * 80 || baseline(mark) > baseline(beside) - size / 8) return false;
  return is_mark((toll_slice){c->p->raw.at + mark->at, mark->len});
}

/* Words that touch are one: type was changed inside of it. */
static bool touching(const struct page_word *a, const struct page_word *b) {
  int32_t gap = b->box.left - a->box.right, size = a->box.bottom - a->box.top;
  return gap < size / 12 && gap > -size / 2;
}

/* Adds a word's bytes; from then on its offset is one of the text. */
static void add_word(struct composer *c, struct page_word *word, uint32_t len) {
  toll_buffer *text = &c->p->text;
  const char *at = c->p->raw.at + word->at;
  word->at = (uint32_t)text->len;
  word->len = len;
  toll_buffer_add(text, at, len);
}

/* keep: bytes of the last word that are text; the rest of it is a hyphen of print. */
static void add_line(struct composer *c, uint32_t number, uint32_t keep) {
  struct page_line *line = line_at(c, number);
  uint32_t *order = pages_push(c->p, &c->p->order, sizeof *order);
  if (!order) return;
  *order = number;
  line->text = (uint32_t)c->p->text.len;
  struct page_word *words = pages_words(c->p) + line->word, *last = NULL;
  for (uint32_t i = 0; i < line->words; i++) {
    const struct page_word *beside = last ? last : i + 1 < line->words ? &words[i + 1] : NULL;
    bool mark = beside && note_mark(c, &words[i], beside);
    if (mark || (i + 1 == line->words && keep == 0)) {
      words[i].len = 0;
      continue;
    }
    if (last && !touching(last, &words[i])) toll_buffer_add(&c->p->text, " ", 1);
    add_word(c, &words[i], i + 1 == line->words ? keep : words[i].len);
    last = &words[i];
  }
}

static uint32_t last_length(const struct composer *c, const struct page_line *line) {
  return pages_words(c->p)[line->word + line->words - 1].len;
}

static void add_joint(struct composer *c, enum joint joint) {
  static const toll_slice marks[] = {{"", 0}, {" ", 1}, {"\n", 1}, {"\n\n", 2}};
  toll_buffer_add(&c->p->text, marks[joint].at, marks[joint].len);
}

/* Adds a line and what joins it to the next (NULL: nothing follows). */
static void add_joined(struct composer *c, uint32_t number, const struct page_line *next, enum joint joint) {
  const struct page_line *line = line_at(c, number);
  uint32_t keep = last_length(c, line);
  if (next && joint == JOINT_WORD) {
    struct parted parted = hyphens_join(&c->hyphens, c->p, pages_line_words(c->p, line), first_word(c, next));
    keep -= parted.drop;
    if (parted.blank) joint = JOINT_BLANK;
  }
  add_line(c, number, keep);
  if (next) add_joint(c, joint);
}

/* A block, and what joins it to the block behind it (NULL: it ends its paragraph). */
static void add_block(struct composer *c, const struct block *b, const struct block *next) {
  for (uint32_t i = b->from; i < b->to; i++) {
    uint32_t after = i + 1;
    while (after < b->to && line_at(c, after)->away) after++;
    if (line_at(c, i)->away) continue;
    if (after < b->to) {
      add_joined(c, i, line_at(c, after), joint_within(c, b, line_at(c, i), line_at(c, after)));
    } else if (next) {
      const struct page_line *first = line_at(c, next->from);
      bool parted = hyphens_parted(pages_line_words(c->p, line_at(c, i)), first_word(c, first));
      add_joined(c, i, first, parted ? JOINT_WORD : JOINT_BLANK);
    } else {
      add_joined(c, i, NULL, JOINT_PARAGRAPH);
    }
  }
}

/* The block that goes on with block i, behind at most HELD notes; the count of blocks where there is none. */
static size_t find_next(const struct composer *c, size_t i) {
  size_t count = c->blocks.count;
  if (i + 1 < count && goes_on(c, block_at(c, i), block_at(c, i + 1))) return i + 1;
  if (is_note(c, block_at(c, i))) return count;
  for (size_t j = i + 1; j < count && j <= i + HELD; j++) {
    if (!is_note(c, block_at(c, j))) return goes_on(c, block_at(c, i), block_at(c, j)) ? j : count;
  }
  return count;
}

static void begin_paragraph(struct composer *c) {
  if (c->p->text.len > 0) add_joint(c, JOINT_PARAGRAPH);
}

/* A paragraph from block i on over all that goes on with it; then the notes that
 * it ran over.  Returns the first block behind both. */
static size_t add_paragraph(struct composer *c, size_t i) {
  size_t first = i, next;
  begin_paragraph(c);
  while ((next = find_next(c, i)) < c->blocks.count) {
    add_block(c, block_at(c, i), block_at(c, next));
    block_at(c, i)->size = -1; /* done */
    i = next;
  }
  add_block(c, block_at(c, i), NULL);
  block_at(c, i)->size = -1;
  for (size_t k = first; k < i; k++) {
    if (block_at(c, k)->size < 0) continue;
    begin_paragraph(c);
    add_block(c, block_at(c, k), NULL);
  }
  return i + 1;
}

/* Running lines that are kept: those above the first page's text, or all the others. */
static void add_running(struct composer *c, bool leading) {
  for (uint32_t i = 0; i < c->p->lines.count; i++) {
    const struct page_line *line = line_at(c, i);
    if (!line->away || line->repeat) continue;
    bool above = line->page == 1 && line->box.top < pages_sizes(c->p)[0].height / 2;
    if (above != leading) continue;
    begin_paragraph(c);
    add_joined(c, i, NULL, JOINT_PARAGRAPH);
  }
}

int pages_compose(struct pages *p) {
  struct composer c = {.p = p};
  pages_mark_running(p);
  mark_raised(&c);
  find_blocks(&c);
  widen_to_columns(&c);
  c.body = body_size(p);
  if (!p->failed) {
    add_running(&c, true);
    for (size_t i = 0; i < c.blocks.count;) i = add_paragraph(&c, i);
    add_running(&c, false);
  }
  p->failed = p->failed || p->text.failed || c.hyphens.failed;
  mem_free(c.blocks.at);
  hyphens_free(&c.hyphens);
  return p->failed ? -1 : 0;
}

/* ---- the title ---- */

#define TITLE_LINES 4

static bool may_be_title(const struct pages *p, const struct page_line *line, int32_t body) {
  bool upper = line->box.top < pages_sizes(p)[0].height * 6 / 10;
  return line->page == 1 && upper && !line->away && (int64_t)line->size * 100 >= (int64_t)body * 120;
}

bool pages_title(const struct pages *p, size_t *from, size_t *to) {
  const struct page_line *lines = pages_lines(p), *best = NULL, *end = lines + p->lines.count;
  int32_t body = body_size(p);
  for (const struct page_line *line = lines; line && line < end && line->page == 1; line++)
    if (may_be_title(p, line, body) && (!best || line->size > best->size)) best = line;
  if (!best) return false;
  const struct page_line *last = best;
  while (last + 1 < end && last[1].block == best->block && same_size(last[1].size, best->size)) last++;
  const struct page_word *word = pages_words(p) + last->word + last->words - 1;
  if (last - best >= TITLE_LINES || word->at + word->len <= best->text) return false;
  *from = best->text;
  *to = word->at + word->len;
  return true;
}
