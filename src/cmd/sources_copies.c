/* toll sources --copies: which documents count as one source. */
#include "sources_copies.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "casefile.h"
#include "figure.h"
#include "rows.h"
#include "toll/tally.h"

struct source { /* of a document's row */
  toll_slice id, label, outlet;
  toll_day from, to;
};

struct sources {
  struct arena arena;
  struct source *at; /* by number, from 1 */
  size_t count;
};

static int read_sources(struct sources *s, toll_case *file, toll_error *e) {
  toll_case_counts counts;
  toll_case_cursor *rows = NULL;
  toll_case_source row;
  toll_buffer label = {0};
  int got = toll_case_count(file, &counts, e);
  if (got == 0) got = toll_case_sources(file, &rows, e);
  if (got != 0) return got;
  s->at = ARENA_ARRAY(&s->arena, (size_t)counts.documents + 1, struct source);
  while (s->at && s->count < counts.documents && (got = toll_case_source_next(rows, &row, e)) > 0) {
    if (row.number < 1 || (uint64_t)row.number > counts.documents) continue;
    label.len = 0;
    casefile_label(&label, &row);
    s->at[row.number] = (struct source){arena_copy(&s->arena, row.id),
                                        arena_copy(&s->arena, (toll_slice){label.at ? label.at : "", label.len}),
                                        arena_copy(&s->arena, row.outlet), row.from, row.to};
    s->count++;
  }
  toll_case_cursor_close(rows);
  bool failed = label.failed || s->arena.failed;
  toll_buffer_free(&label);
  return failed ? toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0) : got < 0 ? got : 0;
}

/* --- a table ---------------------------------------------------------------- */

static const struct column columns[] = {
    {"document", 14, false, true},
    {"outlet", 12, false, true},
    {"date", 0, false, false},
    {"likeness", 0, false, false, true},
};

static const char headline[] =
    "What is told in several copies counts as one source in every method. A text is a copy where it shares a band of "
    "its sketch and half of its four-word sequences with another (70 % where one is brief); the earliest is the "
    "original, and likeness is to that. Who passes on names the other's outlet as the source of a figure.";

static void add_line(struct table *t, const struct source *s, const char *how, enum tone tone) {
  toll_buffer days = {0};
  figure_days(&days, s->from, s->to);
  table_cell(t, s->label, tone);
  table_cell(t, s->outlet, tone);
  table_cell(t, (toll_slice){days.at ? days.at : "", days.len}, tone);
  table_str(t, how, tone);
  toll_buffer_free(&days);
}

static void print_table(const struct sources *s, const toll_copied *all, size_t count) {
  struct term term = term_of(stdout);
  struct table t = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
  toll_buffer out = {0};
  char how[32];
  text_wrap(&out, slice_of(headline), term.width < 100 ? term.width : 100);
  toll_buffer_str(&out, "\n");
  for (size_t i = 0; i < count; i++) {
    if (i == 0 || all[i].of != all[i - 1].of) add_line(&t, &s->at[all[i].of], "original", TONE_BOLD);
    snprintf(how, sizeof how, all[i].likeness > 0 ? "%.0f %%" : "passes on", floor(100 * all[i].likeness));
    add_line(&t, &s->at[all[i].doc], how, TONE_PLAIN);
  }
  table_print(&t, &term, &out);
  casefile_print(&out);
  toll_buffer_free(&out);
  table_free(&t);
}

/* --- for programs ------------------------------------------------------------ */

static void add_csv(toll_buffer *out, const struct sources *s, const toll_copied *c) {
  char percent[32];
  snprintf(percent, sizeof percent, "%.4f", c->likeness);
  csv_cell(out, true, s->at[c->doc].id);
  csv_cell(out, false, s->at[c->of].id);
  csv_str(out, false, c->likeness > 0 ? "copies" : "passes on");
  csv_str(out, false, c->likeness > 0 ? percent : "");
  csv_cell(out, false, s->at[c->doc].label);
  csv_cell(out, false, s->at[c->of].label);
  csv_end(out);
}

/* One object a group: {"original": ID, "copies": {ID: likeness}, "passed_on_by": [ID]}. */
static void add_group(toll_buffer *out, const struct sources *s, const toll_copied *c, size_t count) {
  const char *comma = "";
  char text[32];
  size_t i = 0;
  toll_buffer_str(out, "{\"original\": ");
  toll_buffer_json(out, s->at[c->of].id);
  toll_buffer_str(out, ", \"copies\": {");
  for (; i < count && c[i].likeness > 0; i++, comma = ", ") {
    snprintf(text, sizeof text, ": %.4f", c[i].likeness);
    toll_buffer_str(out, comma);
    toll_buffer_json(out, s->at[c[i].doc].id);
    toll_buffer_str(out, text);
  }
  toll_buffer_str(out, "}, \"passed_on_by\": [");
  for (comma = ""; i < count; i++, comma = ", ") {
    toll_buffer_str(out, comma);
    toll_buffer_json(out, s->at[c[i].doc].id);
  }
  toll_buffer_str(out, "]}\n");
}

static void print_lines(const struct sources *s, const toll_copied *all, size_t count, bool csv) {
  toll_buffer out = {0};
  if (csv) toll_buffer_str(&out, "doc,of,how,likeness,path,of_path\r\n");
  for (size_t i = 0, to; i < count; i = to) {
    for (to = i + 1; to < count && all[to].of == all[i].of;) to++;
    for (size_t k = i; csv && k < to; k++) add_csv(&out, s, &all[k]);
    if (!csv) add_group(&out, s, all + i, to - i);
    casefile_print(&out);
  }
  casefile_print(&out);
  toll_buffer_free(&out);
}

int sources_copies(const struct settings *settings) {
  toll_error e = {0};
  toll_case *file;
  toll_copies *copies = NULL;
  struct sources s = {0};
  int code = casefile_open_current(settings->args[0], &file);
  if (code != EXIT_ALL_READ) return code;
  int got = toll_copies_read(file, &copies, &e);
  if (got == 0) got = read_sources(&s, file, &e);
  if (got == 0) {
    size_t count;
    const toll_copied *all = toll_copies_list(copies, &count);
    if (strcmp(settings->format, "table") != 0)
      print_lines(&s, all, count, strcmp(settings->format, "csv") == 0);
    else if (count > 0)
      print_table(&s, all, count);
    else
      report(settings->args[0], "no document copies another or passes it on", NULL);
  }
  toll_copies_free(copies);
  arena_free(&s.arena);
  toll_case_close(file);
  return got < 0 ? casefile_code(&e) : EXIT_ALL_READ;
}
