/* All methods side by side.  Their names are too wide for as many columns, so the
 * longer ones stand in two lines. */
#include <string.h>

#include "casefile.h"
#include "rows.h"
#include "tally_print.h"

#define METHODS 9

static const struct column columns[METHODS + 1] = {
    {"", 12, false, true}, {"", 5, true, true}, {"", 5, true, true}, {"", 7, true, true}, {"", 5, true, true},
    {"", 5, true, true},   {"", 5, true, true}, {"", 5, true, true}, {"", 4, true, true}, {"", 4, true, true},
};

/* The second line of a name begins behind its hyphen. */
static size_t first_line(const char *name) {
  const char *hyphen = strrchr(name, '-');
  if (hyphen && strlen(name) > 8) return (size_t)(hyphen + 1 - name);
  return strlen(name) > 9 ? 7 : strlen(name);
}

static void add_titles(struct table *t) {
  for (int line = 0; line < 2; line++) {
    table_str(t, "", TONE_DIM);
    for (size_t i = 0; i < METHODS; i++) {
      const char *name = toll_method_at(i)->name;
      size_t cut = first_line(name);
      toll_buffer b = {0};
      bool split = cut < strlen(name);
      if (line == 0 && split) toll_buffer_add(&b, name, cut);
      if (line == 0 && split && name[cut - 1] != '-') toll_buffer_str(&b, "-");
      if (line == 1) toll_buffer_str(&b, split ? name + cut : name);
      print_cell_of(t, &b, TONE_DIM);
    }
  }
}

static void add_row(struct table *t, const toll_tally_row *row) {
  toll_buffer b = {0};
  print_what(&b, row);
  print_cell_of(t, &b, TONE_BOLD);
  for (size_t i = 0; i < METHODS; i++) {
    toll_slice range = row->results[i].range;
    table_cell(t, range.len ? range : (toll_slice){"–", strlen("–")}, range.len ? TONE_PLAIN : TONE_DIM);
  }
}

/* What the derivation itself says first is not said twice. */
static bool begins_with(toll_slice derived, const char *name) {
  size_t len = strlen(name);
  return derived.len > len && memcmp(derived.at, name, len) == 0 && derived.at[len] == ':';
}

/* "conservative: dozens = 12": numbers that stand in no text. */
static void print_derivations(struct printing *p, const toll_tally_row *row) {
  for (size_t i = 0; i < METHODS; i++) {
    toll_slice derived = row->results[i].derived;
    bool again = i && derived.len == row->results[i - 1].derived.len && derived.len &&
                 memcmp(derived.at, row->results[i - 1].derived.at, derived.len) == 0;
    if (!derived.len || again) continue;
    toll_buffer line = {0};
    toll_buffer_str(&line, "  ");
    print_what(&line, row);
    toll_buffer_str(&line, ", ");
    const char *name = row->results[i].method->name;
    if (!begins_with(derived, name)) {
      toll_buffer_str(&line, name);
      toll_buffer_str(&line, ": ");
    }
    toll_buffer_add(&line, derived.at, derived.len);
    toll_buffer_add(&line, "", 1);
    if (!line.failed) print_wrapped(p, line.at);
    toll_buffer_free(&line);
  }
}

static void print_event(struct printing *p, const toll_tally_row *rows, size_t count) {
  p->table.columns = columns;
  p->table.column_count = METHODS + 1;
  p->table.bare = true;
  print_event_heading(p, rows->event);
  add_titles(&p->table);
  for (size_t i = 0; i < count; i++) add_row(&p->table, &rows[i]);
  table_print(&p->table, &p->term, &p->out);
  table_clear(&p->table);
  for (size_t i = 0; i < count; i++) print_derivations(p, &rows[i]);
  for (size_t i = 0; i < count; i++) print_verdict(p, &rows[i]);
  toll_buffer_str(&p->out, "\n");
  casefile_print(&p->out);
}

static void print_legend(struct printing *p) {
  for (size_t i = 0; i < METHODS; i++) {
    const toll_method *m = toll_method_at(i);
    toll_buffer line = {0};
    const char *const parts[] = {m->name, ": ", m->rule, " (after ", m->after, ").", NULL};
    for (size_t k = 0; parts[k]; k++) toll_buffer_str(&line, parts[k]);
    toll_buffer_add(&line, "", 1);
    if (!line.failed) print_wrapped(p, line.at);
    toll_buffer_free(&line);
  }
  print_wrapped(p, "131 (131–170): the best figure, and the lowest and highest; ?: nobody's figure sets that end; –: "
                   "no answer. No body has certified any of these methods.");
  casefile_print(&p->out);
}

void print_side_by_side(struct printing *p, const toll_tally *tally) {
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(tally, &count);
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && rows[to].event == rows[from].event;) to++;
    print_event(p, rows + from, to - from);
  }
  print_legend(p);
}

static void csv_row(toll_buffer *out, const toll_tally_row *row, const toll_tally_result *r) {
  csv_cell(out, true, row->event->id);
  csv_cell(out, false, row->event->name);
  csv_str(out, false, toll_harm_name(row->harm));
  csv_str(out, false, toll_unit_name(row->unit));
  csv_cell(out, false, row->group);
  csv_cell(out, false, row->window.text);
  csv_str(out, false, r->method->name);
  const int64_t numbers[] = {r->low, r->best, r->high};
  for (size_t i = 0; i < 3; i++) csv_int(out, false, numbers[i]);
  csv_cell(out, false, r->range);
  csv_cell(out, false, r->derived);
  csv_str(out, false, toll_grade_name(r->grade));
  csv_int(out, false, (int64_t)r->accounts);
  csv_end(out);
}

void print_all_csv(const toll_tally *tally) {
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(tally, &count);
  toll_buffer out = {0};
  toll_buffer_str(&out, "event,name,harm,unit,group,window,method,low,best,high,range,derived,grade,accounts\r\n");
  for (size_t i = 0; i < count; i++) {
    for (size_t m = 0; m < METHODS; m++) csv_row(&out, &rows[i], &rows[i].results[m]);
    casefile_print(&out);
  }
  casefile_print(&out);
  toll_buffer_free(&out);
}
