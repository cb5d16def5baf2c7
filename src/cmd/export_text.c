/* CSV and JSON lines: a row is written when it comes. */
#include <stdio.h>
#include <string.h>

#include "export.h"
#include "outfile.h"
#include "rows.h"

static int flush(struct text_sink *t, toll_error *e) {
  outfile_write(t->file, &t->out);
  if (!t->file->failed) return 0;
  return t->file->reason ? toll_fail_errno(e, "cannot be written", t->file->path, t->file->reason)
                         : toll_fail(e, TOLL_E_IO, "cannot be written", t->file->path, 0);
}

static void real_text(double r, char out[32]) {
  snprintf(out, 32, "%.3f", r);
}

/* --- CSV ---------------------------------------------------------------- */

/* A list in one cell: its items joined by ";". */
static void csv_list(toll_buffer *out, bool first, toll_slice text) {
  toll_buffer joined = {0};
  toll_buffer_add(&joined, text.at, text.len);
  for (size_t i = 0; i < joined.len; i++)
    if (joined.at[i] == LIST_BREAK) joined.at[i] = ';';
  csv_cell(out, first, (toll_slice){joined.at ? joined.at : "", joined.len});
  if (joined.failed) out->failed = true;
  toll_buffer_free(&joined);
}

static void add_cell(toll_buffer *out, bool first, enum cell_kind kind, const struct cell *cell) {
  char digits[32] = "";
  if (kind == CELL_REAL && cell->text.at) real_text(cell->real, digits);
  if (kind == CELL_TEXT) csv_cell(out, first, cell->text);
  if (kind == CELL_LIST) csv_list(out, first, cell->text);
  if (kind == CELL_NUMBER) csv_int(out, first, cell->number);
  if (kind == CELL_REAL) csv_number(out, first, digits);
}

static int csv_begin(void *to, const struct view *view, toll_error *e) {
  struct text_sink *t = to;
  if (t->mark) toll_buffer_str(&t->out, "\xef\xbb\xbf");
  for (size_t i = 0; i < view->column_count; i++) csv_str(&t->out, i == 0, view->columns[i].name);
  csv_end(&t->out);
  return flush(t, e);
}

static int csv_row(void *to, const struct view *view, const struct cell *cells, toll_error *e) {
  struct text_sink *t = to;
  for (size_t i = 0; i < view->column_count; i++) add_cell(&t->out, i == 0, view->columns[i].kind, &cells[i]);
  csv_end(&t->out);
  return flush(t, e);
}

/* --- JSON lines --------------------------------------------------------- */

static int jsonl_begin(void *to, const struct view *view, toll_error *e) {
  (void)to, (void)view, (void)e;
  return 0;
}

static void json_list(toll_buffer *out, toll_slice text) {
  toll_buffer_str(out, "[");
  for (size_t from = 0, to; text.len && from <= text.len; from = to + 1) {
    for (to = from; to < text.len && text.at[to] != LIST_BREAK;) to++;
    if (from) toll_buffer_str(out, ",");
    toll_buffer_json(out, (toll_slice){text.at + from, to - from});
  }
  toll_buffer_str(out, "]");
}

static void json_cell(toll_buffer *out, enum cell_kind kind, const struct cell *cell) {
  char digits[32];
  if (kind == CELL_REAL && cell->text.at) real_text(cell->real, digits);
  if (kind == CELL_LIST)
    json_list(out, cell->text);
  else if (kind == CELL_TEXT && cell->text.at)
    toll_buffer_json(out, cell->text);
  else if (kind == CELL_NUMBER && cell->number != TOLL_OPEN)
    toll_buffer_int(out, cell->number);
  else
    toll_buffer_str(out, kind == CELL_REAL && cell->text.at ? digits : "null");
}

static int jsonl_row(void *to, const struct view *view, const struct cell *cells, toll_error *e) {
  struct text_sink *t = to;
  for (size_t i = 0; i < view->column_count; i++) {
    toll_buffer_str(&t->out, i ? ",\"" : "{\"");
    toll_buffer_str(&t->out, view->columns[i].name);
    toll_buffer_str(&t->out, "\":");
    json_cell(&t->out, view->columns[i].kind, &cells[i]);
  }
  toll_buffer_str(&t->out, "}\n");
  return flush(t, e);
}

static int text_end(void *to, const struct view *view, toll_error *e) {
  (void)view;
  return flush(to, e);
}

struct sink export_csv(struct text_sink *t) {
  return (struct sink){t, csv_begin, csv_row, text_end};
}

struct sink export_jsonl(struct text_sink *t) {
  return (struct sink){t, jsonl_begin, jsonl_row, text_end};
}
