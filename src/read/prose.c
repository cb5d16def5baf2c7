/* A text box inside a note, or one inside another, goes where the outer one goes. */
#include "read/prose.h"

#include <string.h>

#include "base/bytes.h"
#include "toll/error.h"

static struct flow *flow_of(struct prose *p) {
  return p->boxes > 0 ? &p->box : p->note > 0 ? &p->notes : &p->body;
}

static void widen(struct flow *f, enum prose_gap gap) {
  if (gap > f->gap) f->gap = gap;
}

static void add_gap(struct flow *f) {
  static const toll_slice marks[] = {{"", 0}, {" ", 1}, {"\t", 1}, {"\n", 1}, {"\n\n", 2}};
  if (f->text.len > 0) toll_buffer_add(&f->text, marks[f->gap].at, marks[f->gap].len);
  f->gap = PROSE_NONE;
}

/* Marks that are not seen: a hyphen where a word might break, a blank without width, a byte-order mark. */
static size_t unseen(toll_slice s, size_t i) {
  static const toll_slice marks[] = {{"\xc2\xad", 2}, {"\xe2\x80\x8b", 3}, {"\xef\xbb\xbf", 3}};
  for (size_t k = 0; k < sizeof marks / sizeof *marks; k++)
    if (s.len - i >= marks[k].len && memcmp(s.at + i, marks[k].at, marks[k].len) == 0) return marks[k].len;
  return 0;
}

void prose_words(struct prose *p, toll_slice words) {
  struct flow *f = flow_of(p);
  if (p->body.text.len + p->box.text.len + p->notes.text.len + words.len > PROSE_MAX) p->full = true;
  for (size_t i = 0; i < words.len && !p->full;) {
    size_t from = i, hidden = unseen(words, i);
    if (hidden > 0 || byte_blank(words.at[i])) {
      if (hidden == 0) widen(f, PROSE_BLANK);
      i += hidden ? hidden : 1;
      continue;
    }
    while (i < words.len && !byte_blank(words.at[i]) && unseen(words, i) == 0) i++;
    add_gap(f);
    toll_buffer_add(&f->text, words.at + from, i - from);
  }
}

void prose_raised(struct prose *p, toll_slice words) {
  bool mark = true;
  for (size_t i = 0; i < words.len && mark; i++)
    mark = byte_digit(words.at[i]) || byte_blank(words.at[i]) || byte_in(words.at[i], "*,[]()");
  if (!mark) prose_words(p, words);
}

void prose_between(struct prose *p, enum prose_gap gap) {
  widen(flow_of(p), gap);
}

/* What a flow holds goes to the end of another, as paragraphs of its own. */
static void pour(struct flow *from, struct flow *into) {
  if (from->text.len == 0) return;
  widen(into, PROSE_PARAGRAPH);
  add_gap(into);
  toll_buffer_add(&into->text, from->text.at, from->text.len);
  widen(into, PROSE_PARAGRAPH);
  if (from->text.failed) into->text.failed = true;
  from->text.len = 0;
  from->gap = PROSE_NONE;
}

void prose_paragraph_end(struct prose *p) {
  struct flow *f = flow_of(p);
  widen(f, p->cells > 0 && p->boxes == 0 && p->note == 0 ? PROSE_LINE : PROSE_PARAGRAPH);
  if (p->boxes == 0) pour(&p->box, f);
}

/* The line's end of the cell's last paragraph is none. */
void prose_cell_end(struct prose *p) {
  struct flow *f = flow_of(p);
  if (f->gap <= PROSE_LINE) f->gap = f->text.len > 0 ? PROSE_CELL : PROSE_NONE;
}

void prose_box_begin(struct prose *p) {
  p->boxes++;
  widen(&p->box, PROSE_PARAGRAPH);
}

void prose_box_end(struct prose *p) {
  widen(&p->box, PROSE_PARAGRAPH);
  p->boxes -= p->boxes > 0;
}

void prose_note_begin(struct prose *p) {
  p->note++;
  widen(&p->notes, PROSE_PARAGRAPH);
}

void prose_note_end(struct prose *p) {
  widen(&p->notes, PROSE_PARAGRAPH);
  p->note -= p->note > 0;
}

int prose_finish(struct prose *p) {
  pour(&p->box, &p->body);
  pour(&p->notes, &p->body);
  return p->body.text.failed || p->box.text.failed || p->notes.text.failed ? TOLL_E_MEMORY : 0;
}

void prose_free(struct prose *p) {
  toll_buffer_free(&p->body.text);
  toll_buffer_free(&p->box.text);
  toll_buffer_free(&p->notes.text);
  *p = (struct prose){0};
}
