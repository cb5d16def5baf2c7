/* Layout of tables: measure, shrink the widest until all fit, print line by
 * line. */
#include "table.h"

#include <string.h>

#define COLUMNS_MAX 16
#define GAP 2
#define STACK_BELOW 70 /* columns of a terminal */

void table_free(struct table *t) {
  toll_buffer_free(&t->text);
  toll_buffer_free(&t->cells);
}

void table_clear(struct table *t) {
  t->text.len = 0;
  t->cells.len = 0;
}

void table_cell(struct table *t, toll_slice text, enum tone tone) {
  struct table_cell cell = {.from = t->text.len, .tone = tone};
  text_clean(&t->text, text);
  while (t->text.len > cell.from && t->text.at[t->text.len - 1] == ' ') t->text.len--;
  cell.len = t->text.len - cell.from;
  toll_buffer_add(&t->cells, (const char *)&cell, sizeof cell);
}

void table_str(struct table *t, const char *text, enum tone tone) {
  table_cell(t, (toll_slice){text, strlen(text)}, tone);
}

static size_t row_count(const struct table *t) {
  return t->cells.len / sizeof(struct table_cell) / t->column_count;
}

static struct table_cell cell_at(const struct table *t, size_t row, size_t column) {
  struct table_cell cell;
  memcpy(&cell, t->cells.at + (row * t->column_count + column) * sizeof cell, sizeof cell);
  return cell;
}

static toll_slice cell_text(const struct table *t, struct table_cell cell) {
  return cell.len == 0 ? (toll_slice){"", 0} : (toll_slice){t->text.at + cell.from, cell.len};
}

/* Natural widths; 0 for a column that is empty throughout. */
static void measure(const struct table *t, size_t widths[]) {
  for (size_t c = 0; c < t->column_count; c++) {
    widths[c] = 0;
    for (size_t r = 0; r < row_count(t); r++) {
      size_t width = text_columns(cell_text(t, cell_at(t, r, c)));
      if (width > widths[c]) widths[c] = width;
    }
    size_t title = strlen(t->columns[c].title);
    if (widths[c] > 0 && !t->bare && widths[c] < title) widths[c] = title;
  }
}

static size_t total_width(const struct table *t, const size_t widths[]) {
  size_t total = t->indent;
  for (size_t c = 0; c < t->column_count; c++)
    if (widths[c]) total += widths[c] + GAP;
  return total > GAP ? total - GAP : 0;
}

/* Takes columns from the widest that may shrink until the table fits or every
 * column is down to so many percent of its least width. */
static void shrink(const struct table *t, size_t widths[], size_t room, size_t percent) {
  while (total_width(t, widths) > room) {
    size_t widest = t->column_count;
    for (size_t c = 0; c < t->column_count; c++) {
      bool may = t->columns[c].min > 0 && widths[c] > t->columns[c].min * percent / 100;
      if (may && (widest == t->column_count || widths[c] > widths[widest])) widest = c;
    }
    if (widest == t->column_count) return;
    widths[widest]--;
  }
}

static void add_blanks(toll_buffer *out, size_t count) {
  while (count-- > 0) toll_buffer_add(out, " ", 1);
}

/* The part of a wrapped text that goes on this line: up to the last blank that fits. */
static size_t line_part(toll_slice text, size_t width) {
  size_t fit = text_fit(text, width);
  if (fit == text.len) return fit;
  for (size_t at = fit; at > 0; at--)
    if (text.at[at] == ' ') return at;
  return fit > 0 ? fit : text.len;
}

/* Prints what fits of *rest into the column and takes it off *rest. */
static void print_cell(const struct column *column, size_t width, bool last, toll_slice *rest, toll_buffer *out,
                       const char *on, const char *off) {
  size_t columns = text_columns(*rest);
  bool cut = columns > width && !column->wrap;
  size_t part = cut ? text_fit(*rest, width - 1) : column->wrap ? line_part(*rest, width) : rest->len;
  toll_slice shown = {rest->at, part};
  size_t used = text_columns(shown) + cut;
  if (column->right && used < width) add_blanks(out, width - used);
  if (part > 0) toll_buffer_str(out, on);
  toll_buffer_add(out, shown.at, shown.len);
  if (cut) toll_buffer_str(out, "…");
  if (part > 0) toll_buffer_str(out, off);
  if (!last && !column->right && used < width) add_blanks(out, width - used);
  if (!last) add_blanks(out, GAP);
  size_t skip = cut ? rest->len : part;
  while (skip < rest->len && rest->at[skip] == ' ') skip++;
  *rest = (toll_slice){rest->at + skip, rest->len - skip};
}

static void trim_blanks(toll_buffer *out) {
  while (out->len > 0 && out->at[out->len - 1] == ' ') out->len--;
}

struct row_line {
  toll_slice rest[COLUMNS_MAX];
  enum tone tone[COLUMNS_MAX];
};

/* One line of a row; true while some cell has more. */
static bool print_line(const struct table *t, const size_t widths[], struct row_line *row, const struct term *term,
                       toll_buffer *out) {
  size_t last = 0;
  for (size_t c = 0; c < t->column_count; c++)
    if (widths[c]) last = c;
  bool more = false;
  add_blanks(out, t->indent);
  for (size_t c = 0; c < t->column_count; c++) {
    if (!widths[c]) continue;
    const char *on = row->tone[c] == TONE_PLAIN ? "" : term_tone(term, row->tone[c]);
    const char *off = row->tone[c] == TONE_PLAIN ? "" : term_tone(term, TONE_PLAIN);
    print_cell(&t->columns[c], widths[c], c == last, &row->rest[c], out, on, off);
    if (row->rest[c].len > 0) more = true;
  }
  trim_blanks(out);
  toll_buffer_str(out, "\n");
  return more;
}

static void print_titles(const struct table *t, const size_t widths[], const struct term *term, toll_buffer *out) {
  struct row_line row = {0};
  for (size_t c = 0; c < t->column_count; c++) {
    row.rest[c] = (toll_slice){t->columns[c].title, strlen(t->columns[c].title)};
    row.tone[c] = TONE_DIM;
  }
  print_line(t, widths, &row, term, out);
}

/* --- stacks -------------------------------------------------------------- */

struct stack {
  const struct term *term;
  toll_buffer *out;
  size_t column; /* columns used in this line; 0: nothing yet */
  size_t indent; /* of the next line */
};

static void stack_break(struct stack *s) {
  if (s->column > 0) toll_buffer_str(s->out, "\n");
  s->column = 0;
}

/* Sets the words of a cell one after the other, gap columns after what stands there. */
static void stack_words(struct stack *s, toll_slice text, enum tone tone, size_t gap) {
  for (size_t at = 0; at < text.len; gap = 1) {
    size_t len = 0;
    while (at + len < text.len && text.at[at + len] != ' ') len++;
    toll_slice word = {text.at + at, len};
    size_t columns = text_columns(word);
    if (s->column > 0 && s->column + gap + columns > s->term->width) stack_break(s);
    size_t before = s->column > 0 ? gap : s->indent;
    add_blanks(s->out, before);
    if (tone != TONE_PLAIN) toll_buffer_str(s->out, term_tone(s->term, tone));
    toll_buffer_add(s->out, word.at, word.len);
    if (tone != TONE_PLAIN) toll_buffer_str(s->out, term_tone(s->term, TONE_PLAIN));
    s->column += before + columns;
    at += len + (at + len < text.len);
  }
}

static void stack_row(const struct table *t, size_t row, const struct term *term, toll_buffer *out) {
  struct stack s = {.term = term, .out = out, .indent = t->indent};
  if (cell_at(t, row, 0).len == 0) s.indent += GAP;
  for (size_t c = 0; c < t->column_count; c++) {
    struct table_cell cell = cell_at(t, row, c);
    const struct column *column = &t->columns[c];
    if (cell.len == 0) continue;
    if (c + 1 == t->column_count && column->wrap) {
      stack_break(&s);
      s.indent = t->indent + 3 * (size_t)GAP;
    }
    if (column->named) stack_words(&s, (toll_slice){column->title, strlen(column->title)}, TONE_DIM, GAP);
    stack_words(&s, cell_text(t, cell), cell.tone, column->named ? 1 : GAP);
    s.indent = t->indent + 2 * (size_t)GAP;
  }
  stack_break(&s);
  if (s.out->len == 0 || s.out->at[s.out->len - 1] != '\n') toll_buffer_str(out, "\n");
}

void table_print(const struct table *t, const struct term *term, toll_buffer *out) {
  size_t widths[COLUMNS_MAX];
  if (t->text.failed || t->cells.failed) out->failed = true;
  if (t->column_count > COLUMNS_MAX || out->failed || row_count(t) == 0) return;
  measure(t, widths);
  if (term->width < STACK_BELOW && total_width(t, widths) > term->width) {
    for (size_t r = 0; r < row_count(t); r++) stack_row(t, r, term, out);
    return;
  }
  shrink(t, widths, term->width, 100);
  shrink(t, widths, term->width, 50); /* a terminal narrower than was thought of */
  if (!t->bare) print_titles(t, widths, term, out);
  for (size_t r = 0; r < row_count(t); r++) {
    struct row_line row = {0};
    for (size_t c = 0; c < t->column_count; c++) {
      struct table_cell cell = cell_at(t, r, c);
      row.rest[c] = cell_text(t, cell);
      row.tone[c] = cell.tone;
    }
    while (print_line(t, widths, &row, term, out)) {
    }
  }
}
