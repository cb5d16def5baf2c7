/* toll timeline: the figures of one event by the day they were given. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "base/alloc.h"
#include "casefile.h"
#include "cmd.h"
#include "figure.h"
#include "outfile.h"
#include "rows.h"
#include "tally_print.h"
#include "timeline_plot.h"
#include "timeline_svg.h"

struct timelines {
  const toll_timeline **at;
  size_t count;
  const toll_method *method;
};

static void add_number(toll_buffer *b, size_t n, const char *one, const char *many) {
  toll_buffer_int(b, (int64_t)n);
  toll_buffer_str(b, n == 1 ? one : many);
}

/* --- for people --------------------------------------------------------- */

#define BAR 16 /* columns of the drawn figure */

static const struct column columns[] = {
    {"given", 0, false, false}, {"figure", 0, true, false}, {"", 0, false, false},
    {"no.", 0, true, false},    {"says", 18, false, true},  {"words", 30, false, true},
};

static void take(struct table *t, toll_buffer *b, enum tone tone) {
  if (b->failed) t->text.failed = true;
  table_cell(t, (toll_slice){b->at ? b->at : "", b->len}, tone);
  b->len = 0;
}

static size_t step_of(int64_t n, int64_t most) {
  return most > 0 && n > 0 ? (size_t)((double)n / (double)most * (BAR - 1) + 0.5) : 0;
}

/* "────●", open above "────●→", below "──<─●", a range "──├──┤". */
static void add_bar(toll_buffer *b, const toll_timeline_point *p, int64_t most) {
  size_t from = step_of(p->low, most), to = step_of(p->high, most);
  for (size_t i = 0; i <= to; i++) {
    const char *sign = "─";
    if (i == from && from != to) sign = "├";
    if (i == to) sign = from != to ? "┤" : p->hedge == TOLL_HEDGE_ABOUT ? "≈" : p->replaced ? "○" : "●";
    if (i == to && p->hedge == TOLL_HEDGE_DOWN) sign = "<";
    toll_buffer_str(b, sign);
  }
  if (p->hedge == TOLL_HEDGE_UP) toll_buffer_str(b, "→");
}

static void add_notes(toll_buffer *b, const toll_timeline_point *p) {
  const char *between = " (";
  if (p->told > 1) {
    toll_buffer_str(b, " (told ");
    add_number(b, p->told, " time", " times");
    between = ", ";
  }
  if (p->copies > 0) {
    toll_buffer_str(b, between);
    add_number(b, p->copies, " copy", " copies");
    between = ", ";
  }
  if (p->replaced) {
    toll_buffer_str(b, between);
    toll_buffer_str(b, "replaced later");
    between = ", ";
  }
  if (between[0] == ',') toll_buffer_str(b, ")");
}

static void add_point(struct table *t, const toll_timeline_point *p, size_t number, int64_t most) {
  toll_buffer b = {0};
  const toll_case_claim *row = p->claim->row;
  enum tone tone = p->replaced ? TONE_DIM : TONE_PLAIN;
  if (p->from == TOLL_NO_DAY)
    toll_buffer_str(&b, "no day");
  else
    figure_days(&b, p->from, p->to);
  take(t, &b, tone);
  plot_figure(p, &b);
  take(t, &b, p->replaced ? TONE_DIM : TONE_BOLD);
  add_bar(&b, p, most);
  take(t, &b, tone);
  toll_buffer_int(&b, (int64_t)number);
  take(t, &b, TONE_DIM);
  figure_claimant(&b, row->claim.claimant, row->outlet.len ? row->outlet : p->claim->claimant);
  take(t, &b, tone);
  toll_buffer_add(&b, row->claim.quote.at, row->claim.quote.len);
  add_notes(&b, p);
  take(t, &b, tone);
  toll_buffer_free(&b);
}

struct told { /* a point and the number of its account, to be put in order of days */
  const toll_timeline_point *point;
  size_t number;
};

static int by_day(const void *a, const void *b) {
  const struct told *x = a, *y = b;
  bool dated = x->point->from != TOLL_NO_DAY, other = y->point->from != TOLL_NO_DAY;
  if (dated != other) return dated ? -1 : 1;
  if (x->point->from != y->point->from) return x->point->from < y->point->from ? -1 : 1;
  if (x->number != y->number) return x->number < y->number ? -1 : 1;
  return (x->point > y->point) - (x->point < y->point); /* points of one line lie in order */
}

/* All points of the timeline by day, in *out as struct told. */
static size_t list_points(const toll_timeline *t, toll_buffer *out) {
  size_t count;
  const toll_timeline_line *lines = toll_timeline_lines(t, &count);
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < lines[i].count; k++) {
      struct told told = {&lines[i].points[k], i + 1};
      toll_buffer_add(out, (const char *)&told, sizeof told);
    }
  size_t points = out->failed ? 0 : out->len / sizeof(struct told);
  if (points) qsort(out->at, points, sizeof(struct told), by_day);
  return points;
}

static void add_heading(const struct term *term, const toll_tally_row *row, const toll_method *method,
                        toll_buffer *out) {
  toll_buffer_str(out, term_tone(term, TONE_BOLD));
  print_what(out, row);
  toll_buffer_str(out, term_tone(term, TONE_PLAIN));
  toll_buffer_str(out, "  ");
  toll_buffer_str(out, method->name);
  toll_buffer_str(out, " ");
  if (row->range.len)
    toll_buffer_add(out, row->range.at, row->range.len);
  else
    toll_buffer_str(out, "gives no figure");
  toll_buffer_str(out, "; ");
  add_number(out, row->accounts, " account", " accounts");
  toll_buffer_str(out, "\n\n");
}

/* "not shown: 6 part of another figure; 1 in a copy of another document" */
static void add_left_out(const struct term *term, const toll_timeline *t, toll_buffer *out) {
  toll_buffer line = {0};
  size_t count;
  const toll_tally_claim *const *left = toll_timeline_left(t, &count);
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from; to < count && left[to]->reason == left[from]->reason;) to++;
    toll_buffer_str(&line, from ? "; " : "  not shown: ");
    toll_buffer_int(&line, (int64_t)(to - from));
    toll_buffer_str(&line, " ");
    toll_buffer_str(&line, toll_reason_text(left[from]->reason));
  }
  text_wrap(out, (toll_slice){line.at, line.len}, term->width);
  toll_buffer_free(&line);
}

static void print_table(const struct timelines *all, struct outfile *file, toll_buffer *out) {
  struct term term = term_of(stdout);
  if (file->path) term.colour = false;
  text_clean(out, toll_timeline_row(all->at[0])->event->name);
  toll_buffer_str(out, "\n\n");
  for (size_t i = 0; i < all->count; i++) {
    struct table t = {.columns = columns, .column_count = sizeof columns / sizeof columns[0], .indent = 2};
    toll_buffer points = {0};
    size_t count = list_points(all->at[i], &points);
    const struct told *told = (const struct told *)(const void *)points.at;
    int64_t most = toll_timeline_bounds_of(all->at[i]).most;
    add_heading(&term, toll_timeline_row(all->at[i]), all->method, out);
    for (size_t k = 0; k < count; k++) add_point(&t, told[k].point, told[k].number, most);
    table_print(&t, &term, out);
    add_left_out(&term, all->at[i], out);
    toll_buffer_str(out, i + 1 < all->count ? "\n" : "");
    table_free(&t);
    toll_buffer_free(&points);
    outfile_write(file, out);
  }
}

/* --- for programs ------------------------------------------------------- */

struct entry { /* one line: a point, or a claim that is left out */
  const toll_tally_row *row;
  const toll_timeline_point *point; /* NULL: left out */
  const toll_tally_claim *claim;
};

static const char *state_of(const struct entry *e) {
  if (!e->point) return toll_reason_text(e->claim->reason);
  return e->point->replaced ? "replaced" : "shown";
}

/* What stands in both formats, in this order. */
enum field_kind { FIELD_TEXT, FIELD_NUMBER, FIELD_DAY };
struct field {
  const char *name;
  enum field_kind kind;
  toll_slice text;
  int64_t number;
  toll_day day;
};
#define FIELDS 26

static struct field text_field(const char *name, toll_slice text) {
  return (struct field){.name = name, .kind = FIELD_TEXT, .text = text};
}

static struct field number_field(const char *name, int64_t n) {
  return (struct field){.name = name, .kind = FIELD_NUMBER, .number = n};
}

static size_t fields_of(const struct entry *e, const toll_method *method, struct field out[FIELDS]) {
  const toll_tally_row *row = e->row;
  const toll_case_claim *c = e->claim->row;
  const toll_timeline_point *p = e->point;
  const toll_claimant *via = c->claim.claimant ? c->claim.claimant->via : NULL;
  const struct field fields[] = {
      text_field("event", row->event->id),
      text_field("harm", slice_of(toll_harm_name(row->harm))),
      text_field("unit", slice_of(toll_unit_name(row->unit))),
      text_field("group", row->group),
      text_field("window", row->window.text),
      text_field("method", slice_of(method->name)),
      number_field("result_low", row->low),
      number_field("result_best", row->best),
      number_field("result_high", row->high),
      {.name = "given", .kind = FIELD_DAY, .day = p ? p->from : e->claim->given},
      {.name = "given_to", .kind = FIELD_DAY, .day = p ? p->to : e->claim->given},
      number_field("figure", c->claim.value),
      number_field("low", c->claim.low),
      number_field("high", c->claim.high),
      text_field("form", slice_of(toll_form_name(c->claim.form))),
      text_field("state", slice_of(state_of(e))),
      number_field("account", e->claim->account),
      number_field("told", p ? (int64_t)p->told : 1),
      number_field("copies", p ? (int64_t)p->copies : 0),
      text_field("claimant", e->claim->claimant),
      text_field("via", via ? via->name : (toll_slice){0}),
      text_field("outlet", c->outlet),
      text_field("doc", c->doc),
      text_field("claim", slice_of(c->claim.id)),
      text_field("quote", c->claim.quote),
  };
  memcpy(out, fields, sizeof fields);
  return sizeof fields / sizeof *fields;
}

static void add_csv(const struct field *f, size_t count, toll_buffer *out) {
  for (size_t i = 0; i < count; i++) {
    if (f[i].kind == FIELD_TEXT) csv_cell(out, i == 0, f[i].text);
    if (f[i].kind == FIELD_NUMBER) csv_int(out, i == 0, f[i].number);
    if (f[i].kind == FIELD_DAY) csv_day(out, i == 0, f[i].day);
  }
  csv_end(out);
}

static void add_json(const struct field *f, size_t count, toll_buffer *out) {
  for (size_t i = 0; i < count; i++) {
    char day[11] = "";
    toll_slice text = f[i].text;
    if (f[i].kind == FIELD_DAY && f[i].day != TOLL_NO_DAY) toll_day_format(f[i].day, day), text = slice_of(day);
    toll_buffer_str(out, i ? ",\"" : "{\"");
    toll_buffer_str(out, f[i].name);
    toll_buffer_str(out, "\":");
    if (f[i].kind == FIELD_NUMBER && f[i].number != TOLL_OPEN)
      toll_buffer_int(out, f[i].number);
    else if (text.at)
      toll_buffer_json(out, text);
    else
      toll_buffer_str(out, "null");
  }
  toll_buffer_str(out, "}\n");
}

static void print_entry(const struct entry *e, const toll_method *method, bool csv, bool first, toll_buffer *out) {
  struct field fields[FIELDS];
  size_t count = fields_of(e, method, fields);
  for (size_t i = 0; csv && first && i < count; i++) csv_str(out, i == 0, fields[i].name);
  if (csv && first) csv_end(out);
  if (csv)
    add_csv(fields, count, out);
  else
    add_json(fields, count, out);
}

static void print_lines(const struct timelines *all, bool csv, struct outfile *file, toll_buffer *out) {
  bool first = true;
  for (size_t i = 0; i < all->count; i++) {
    toll_buffer points = {0};
    size_t count = list_points(all->at[i], &points), left;
    const struct told *told = (const struct told *)(const void *)points.at;
    const toll_tally_claim *const *out_of = toll_timeline_left(all->at[i], &left);
    for (size_t k = 0; k < count + left; k++) {
      struct entry e = {.row = toll_timeline_row(all->at[i]), .point = k < count ? told[k].point : NULL};
      e.claim = e.point ? e.point->claim : out_of[k - count];
      print_entry(&e, all->method, csv, first, out);
      first = false;
    }
    toll_buffer_free(&points);
    outfile_write(file, out);
  }
}

/* --- the command -------------------------------------------------------- */

static void print_all(const struct timelines *all, const char *format, struct outfile *file) {
  toll_buffer out = {0};
  if (strcmp(format, "table") == 0) print_table(all, file, &out);
  if (strcmp(format, "csv") == 0) print_lines(all, true, file, &out);
  if (strcmp(format, "jsonl") == 0) print_lines(all, false, file, &out);
  if (strcmp(format, "svg") == 0) timeline_svg(all->at, all->count, all->method, &out);
  outfile_write(file, &out);
  toll_buffer_free(&out);
}

/* The format that the file's name asks for, where none is given. */
static const char *format_of(const struct settings *settings) {
  static const char *const ends[] = {"svg", "csv", "jsonl"};
  const char *dot = settings->output ? strrchr(settings->output, '.') : NULL;
  if (strcmp(settings->format, "table") != 0 || !dot) return settings->format;
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (strcmp(dot + 1, ends[i]) == 0) return ends[i];
  return settings->format;
}

static int write_timelines(const struct timelines *all, const struct settings *settings) {
  struct outfile file;
  int code = outfile_open(&file, settings->output, settings->force, settings->args[0]);
  if (code != EXIT_ALL_READ) return code;
  print_all(all, format_of(settings), &file);
  return outfile_close(&file, code);
}

static void free_timelines(struct timelines *all) {
  for (size_t i = 0; i < all->count; i++) toll_timeline_free((toll_timeline *)(uintptr_t)all->at[i]);
  mem_free(all->at);
}

static int draw_rows(const toll_tally *tally, const toll_method *method, const struct settings *settings) {
  toll_error e = {0};
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(tally, &count);
  struct timelines all = {.at = mem_array(count + 1, sizeof *all.at), .method = method};
  int code = EXIT_ALL_READ;
  for (size_t i = 0; all.at && i < count && code == EXIT_ALL_READ; i++) {
    toll_timeline *t;
    if (toll_timeline_of(&rows[i], &t, &e) == 0)
      all.at[all.count++] = t;
    else
      code = report_code(&e);
  }
  if (!all.at) report(settings->args[0], "memory is out", NULL), code = EXIT_UNREAD;
  if (code == EXIT_ALL_READ && count == 0) {
    report(settings->args[0], "the event has no such figures", NULL);
    code = EXIT_UNREAD;
  }
  if (code == EXIT_ALL_READ) code = write_timelines(&all, settings);
  free_timelines(&all);
  return code;
}

static bool one_event(const toll_tally *tally) {
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(tally, &count);
  for (size_t i = 1; i < count; i++)
    if (rows[i].event != rows[0].event) return false;
  return count > 0;
}

/* An id, or the start of one, is found at once; for words all events are gone through. */
static int find_event(toll_case *file, const struct settings *settings, toll_tally_query *query, toll_tally **tally,
                      toll_buffer *id) {
  toll_error e = {0};
  query->event = slice_of(settings->event);
  int got = settings->event ? toll_tally_case(file, query, tally, &e) : TOLL_E_MISSING;
  if (got == 0 && one_event(*tally)) return EXIT_ALL_READ;
  toll_tally_free(*tally);
  *tally = NULL;
  if (got < 0 && got != TOLL_E_MISSING) return casefile_code(&e);
  int code = asked_event(file, settings->args[0], settings->event ? settings->event : "", false, id);
  if (code != EXIT_ALL_READ) return code;
  query->event = (toll_slice){id->at, id->len};
  return toll_tally_case(file, query, tally, &e) == 0 ? EXIT_ALL_READ : casefile_code(&e);
}

static int draw_event(toll_case *file, const struct settings *settings, toll_tally_query *query) {
  toll_tally *tally = NULL;
  toll_buffer event = {0};
  int code = find_event(file, settings, query, &tally, &event);
  if (code == EXIT_ALL_READ) code = draw_rows(tally, query->method, settings);
  toll_tally_free(tally);
  toll_buffer_free(&event);
  return code;
}

static int run_timeline(const struct settings *settings) {
  toll_case *file;
  toll_tally_query query = {.method = toll_method_find(slice_of(settings->method))};
  int code = asked_harm("timeline", settings->harm, &query.harm);
  if (code == EXIT_ALL_READ) code = asked_profile("timeline", settings->profile, &query.profile);
  if (code == EXIT_ALL_READ) code = casefile_open_current(settings->args[0], &file);
  if (code != EXIT_ALL_READ) return code;
  code = draw_event(file, settings, &query);
  toll_case_close(file);
  return code;
}

const struct verb verb_timeline = {
    .name = "timeline",
    .args = "CASE",
    .summary = "the figures of one event by the day they were given",
    .options = "event harm method profile format-timeline output force",
    .about = "Shows how the figures of an event came to be: by the day for which they were given\n"
             "(else the day they were published), a line for each account, with what a method\n"
             "makes of them. Copies are drawn once. Parts, additions, denied figures and those\n"
             "without a number are left out, and counted with the reason.",
    .examples = "toll timeline --event baku --harm killed baku.toll\ta table, from the first figure to the last\n"
                "toll timeline --event baku --harm killed -o killed.svg baku.toll\ta picture, fit for black and white\n"
                "toll timeline --event baku --format csv baku.toll\tall harms, for programs\n",
    .min_args = 1,
    .max_args = 1,
    .run = run_timeline,
};
