/* toll sources: the documents of a case. */
#include <stdio.h>
#include <string.h>

#include "casefile.h"
#include "cmd.h"
#include "figure.h"
#include "rows.h"
#include "sources_copies.h"

static void take(struct table *t, toll_buffer *b, enum tone tone) {
  if (b->failed) t->text.failed = true;
  table_cell(t, (toll_slice){b->at ? b->at : "", b->len}, tone);
  b->len = 0;
}

static void add_row(struct table *t, const toll_case_source *s) {
  toll_buffer b = {0};
  toll_buffer_int(&b, s->number);
  take(t, &b, TONE_DIM);
  casefile_label(&b, s);
  take(t, &b, TONE_BOLD);
  table_cell(t, s->outlet, TONE_PLAIN);
  figure_days(&b, s->from, s->to);
  take(t, &b, TONE_PLAIN);
  table_cell(t, s->title, TONE_PLAIN);
  toll_buffer_int(&b, (int64_t)s->claims);
  take(t, &b, TONE_PLAIN);
  toll_buffer_free(&b);
}

static void json_text(toll_buffer *out, const char *name, toll_slice text) {
  toll_buffer_str(out, ", \"");
  toll_buffer_str(out, name);
  toll_buffer_str(out, "\": ");
  if (text.at && text.len > 0)
    toll_buffer_json(out, text);
  else
    toll_buffer_str(out, "null");
}

static void json_day(toll_buffer *out, const char *name, toll_day day) {
  char text[11];
  if (day != TOLL_NO_DAY) toll_day_format(day, text);
  json_text(out, name, day == TOLL_NO_DAY ? (toll_slice){0} : (toll_slice){text, 10});
}

static void hex(const uint8_t sha256[32], char out[65]) {
  for (size_t i = 0; i < 32; i++) snprintf(out + 2 * i, 3, "%02x", sha256[i]);
}

static void add_json(toll_buffer *out, const toll_case_source *s) {
  char digest[65];
  hex(s->sha256, digest);
  toll_buffer_str(out, "{\"doc\": ");
  toll_buffer_json(out, s->id);
  json_text(out, "path", s->path);
  json_text(out, "inner", s->inner);
  json_text(out, "url", s->url);
  json_text(out, "title", s->title);
  json_text(out, "outlet", s->outlet);
  json_text(out, "byline", s->byline);
  json_text(out, "lang", s->lang);
  json_day(out, "from", s->from);
  json_day(out, "to", s->to);
  json_text(out, "sha256", (toll_slice){digest, 64});
  toll_buffer_str(out, ", \"line\": ");
  toll_buffer_int(out, s->line);
  toll_buffer_str(out, ", \"bytes\": ");
  toll_buffer_int(out, (int64_t)s->raw_size);
  toll_buffer_str(out, ", \"claims\": ");
  toll_buffer_int(out, (int64_t)s->claims);
  toll_buffer_str(out, "}\n");
}

static void add_csv(toll_buffer *out, const toll_case_source *s) {
  char digest[65];
  hex(s->sha256, digest);
  csv_cell(out, true, s->id);
  const toll_slice texts[] = {s->path, s->inner, s->url, s->title, s->outlet, s->byline, s->lang};
  for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) csv_cell(out, false, texts[i]);
  csv_day(out, false, s->from);
  csv_day(out, false, s->to);
  csv_str(out, false, digest);
  csv_int(out, false, s->line);
  csv_int(out, false, (int64_t)s->raw_size);
  csv_int(out, false, (int64_t)s->claims);
  csv_end(out);
}

static const struct column columns[] = {
    {"no.", 0, true, false},   {"document", 14, false, true}, {"outlet", 12, false, true},
    {"date", 0, false, false}, {"title", 16, false, true},    {"claims", 0, true, false, true},
};

static int print_all(toll_case_cursor *cursor, const char *format, toll_error *e) {
  bool table = strcmp(format, "table") == 0, csv = strcmp(format, "csv") == 0;
  struct term term = term_of(stdout);
  struct table t = {.columns = columns, .column_count = sizeof columns / sizeof columns[0]};
  toll_buffer out = {0};
  toll_case_source row;
  int got;
  if (csv) toll_buffer_str(&out, "doc,path,inner,url,title,outlet,byline,lang,from,to,sha256,line,bytes,claims\r\n");
  while ((got = toll_case_source_next(cursor, &row, e)) > 0) {
    if (table)
      add_row(&t, &row);
    else if (csv)
      add_csv(&out, &row);
    else
      add_json(&out, &row);
    if (!table) casefile_print(&out);
  }
  table_print(&t, &term, &out);
  casefile_print(&out);
  toll_buffer_free(&out);
  table_free(&t);
  return got;
}

static int run_sources(const struct settings *settings) {
  toll_error e = {0};
  toll_case *file;
  toll_case_cursor *cursor = NULL;
  if (settings->copies) return sources_copies(settings);
  int code = casefile_open(settings->args[0], TOLL_CASE_READ, &file);
  if (code != EXIT_ALL_READ) return code;
  int got = toll_case_sources(file, &cursor, &e);
  if (got == 0) got = print_all(cursor, settings->format, &e);
  if (cursor) toll_case_cursor_close(cursor);
  toll_case_close(file);
  return got < 0 ? casefile_code(&e) : EXIT_ALL_READ;
}

const struct verb verb_sources = {
    .name = "sources",
    .args = "CASE",
    .summary = "the documents of a case",
    .options = "copies format",
    .about = "Lists the documents of a case in the order in which they were added; with --copies those\n"
             "that count as one source: each original with its copies and who passes it on.",
    .examples = "toll sources baku.toll\ta table\n"
                "toll sources --copies baku.toll\twhat was copied from what\n"
                "toll sources --format csv baku.toll > sources.csv\tfor a spreadsheet\n",
    .min_args = 1,
    .max_args = 1,
    .run = run_sources,
};
