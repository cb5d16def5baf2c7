/* Words are copied in runs as long as nothing has to change; a blank is only noted,
 * and written before the next word, so that none ever stands at a block's end. */
#include "read/html_flow.h"

#include <string.h>

#include "base/alloc.h"
#include "base/seek.h"
#include "base/utf8.h"
#include "base/bytes.h"
#include "read/html_entity.h"

void flow_break(struct flow *f, enum gap gap) {
  if (gap == GAP_LINE && f->gap == GAP_LINE) gap = GAP_PARAGRAPH;
  if (gap > f->gap) f->gap = gap;
}

static bool same_place(const struct block *b, const struct place *at) {
  return b->flags == at->flags && b->article == at->article && b->h1 == at->h1;
}

static void new_block(struct flow *f, const struct place *at) {
  struct html_page *page = f->page;
  if (page->count == page->cap) {
    size_t cap = page->cap ? page->cap * 2 : 64;
    struct block *blocks = mem_resize(page->blocks, cap * sizeof *blocks);
    if (!blocks) {
      f->out->failed = true;
      return;
    }
    page->blocks = blocks;
    page->cap = cap;
  }
  uint32_t start = (uint32_t)f->out->text.len;
  page->blocks[page->count++] = (struct block){.from = start,
                                               .to = start,
                                               .article = at->article,
                                               .h1 = at->h1,
                                               .flags = at->flags,
                                               .gap = (unsigned char)f->gap};
  f->open = true;
}

/* Before a word: the block it belongs to, and the blank in front of it. */
static void begin_word(struct flow *f, const struct place *at) {
  bool fresh = f->gap != GAP_NONE || f->out->text.len == 0;
  if (f->page) {
    bool go_on = f->open && !fresh && same_place(&f->page->blocks[f->page->count - 1], at);
    if (!go_on) new_block(f, at);
  }
  if (f->space && !fresh) {
    if (f->space_to - f->space_from == 1)
      pieces_byte(f->out, ' ', f->space_from);
    else
      pieces_whole(f->out, " ", 1, f->space_from, f->space_to - f->space_from);
  }
  f->space = false;
  f->gap = GAP_NONE;
}

static void end_word(struct flow *f, const struct place *at, size_t before) {
  if (!f->page || f->page->count == 0) return;
  struct block *b = &f->page->blocks[f->page->count - 1];
  b->to = (uint32_t)f->out->text.len;
  if (at->linked) b->linked += (uint32_t)(f->out->text.len - before);
}

static void add_space(struct flow *f, size_t from, size_t to) {
  if (!f->space) f->space_from = from;
  f->space = true;
  f->space_to = to;
}

/* Characters that are not seen: soft hyphen, zero-width space and joiner, mark. */
static bool unseen(uint32_t cp) {
  return cp == 0xad || cp == 0x200b || cp == 0x2060 || cp == 0xfeff;
}

static void add_character(struct flow *f, uint32_t cp, size_t from, size_t to, const struct place *at) {
  if (unseen(cp)) return;
  if (cp == ' ' || (cp >= '\t' && cp <= '\r')) {
    add_space(f, from, to);
    return;
  }
  char bytes[UTF8_MAX];
  begin_word(f, at);
  size_t before = f->out->text.len;
  size_t n = utf8_encode(cp, bytes);
  if (n == 1 && to - from == 1)
    pieces_byte(f->out, bytes[0], from);
  else
    pieces_whole(f->out, bytes, n, from, to - from);
  end_word(f, at, before);
}

static void add_run(struct flow *f, size_t from, size_t to, const struct place *at) {
  if (from == to) return;
  begin_word(f, at);
  size_t before = f->out->text.len;
  pieces_linear(f->out, f->source.at, from, to - from);
  end_word(f, at, before);
}

/* Bytes at which a run of plain words stops: blanks, "&", and the lead bytes of
 * unseen characters. */
static bool stops(unsigned char c) {
  static const bool table[256] = {[' '] = true,  ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true,
                                  ['\r'] = true, ['&'] = true,  [0xc2] = true, [0xe2] = true, [0xef] = true};
  return table[c];
}

/* 0xff where a byte of the block stops a run, else 0. */
static inline seek_block stops_in(seek_block b) {
  seek_block leads = seek_is(b, '\xc2') | seek_is(b, '\xe2') | seek_is(b, '\xef');
  return seek_is(b, ' ') | seek_within(b, '\t', '\r') | seek_is(b, '&') | leads;
}

/* Passes over what a run goes on over, as far as sixteen bytes and the next one are at hand: anything
 * that does not stop it, and one blank before that. */
static size_t pass_run(const char *s, size_t i, size_t to) {
  for (; to - i > SEEK_BLOCK; i += SEEK_BLOCK) {
    seek_block here = seek_load(s + i), next = seek_load(s + i + 1);
    unsigned first = seek_first(stops_in(here) & (stops_in(next) | ~seek_is(here, ' ')));
    if (first < SEEK_BLOCK) return i + first;
  }
  return i;
}

/* Whether the stop at i is a mere letter after all (a curly quote begins like a zero-width space). */
static bool goes_on(const struct flow *f, size_t i, size_t to, uint32_t *cp, size_t *n) {
  unsigned char c = (unsigned char)f->source.at[i];
  if (c < 0x80) return false;
  *n = utf8_decode(f->source.at + i, to - i, cp);
  return !unseen(*cp);
}

/* Inside pre: line feeds are lines, other blanks as they stand. */
static void add_verbatim_blank(struct flow *f, size_t i, const struct place *at) {
  if (f->source.at[i] == '\n')
    flow_break(f, GAP_LINE);
  else if (f->gap == GAP_NONE && f->open && f->source.at[i] != '\r')
    add_run(f, i, i + 1, at);
}

void flow_text(struct flow *f, size_t from, size_t to, const struct place *at, bool attribute) {
  size_t start = from;
  for (size_t i = from; i < to;) {
    unsigned char c = (unsigned char)f->source.at[i];
    if (!stops(c)) {
      i = pass_run(f->source.at, i + 1, to);
      continue;
    }
    uint32_t cp = c;
    size_t n = 1;
    if (goes_on(f, i, to, &cp, &n)) {
      i += n ? n : 1;
      continue;
    }
    if (c == ' ' && i > start && i + 1 < to && !stops((unsigned char)f->source.at[i + 1])) {
      i++; /* one blank between words: the run goes on over it */
      continue;
    }
    add_run(f, start, i, at);
    if (c == '&') n = html_entity(f->source.at + i, to - i, attribute, &cp);
    if (c == '&' && n == 0) {
      n = 1;
      cp = '&';
    }
    if (at->verbatim && c <= ' ')
      add_verbatim_blank(f, i, at);
    else
      add_character(f, cp, i, i + n, at);
    i += n;
    start = i;
  }
  add_run(f, start, to, at);
}

void html_plain(struct pieces *out, toll_slice source, size_t from, size_t to, bool attribute) {
  struct flow f = {.out = out, .source = source};
  struct place at = {0};
  /* what was in out before is another text: a blank is added only between words of this one */
  while (from < to && byte_blank(source.at[from])) from++;
  flow_text(&f, from, to, &at, attribute);
}
