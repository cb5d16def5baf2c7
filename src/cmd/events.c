/* toll events: what the claims of a case speak of. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "casefile.h"
#include "cmd.h"
#include "events_decide.h"
#include "figure.h"
#include "rows.h"
#include "toll/tally.h"

static const struct column columns[] = {
    {"event", 16, false, true},          {"id", 12, false, true},
    {"when", 0, false, false},           {"where", 10, false, true},
    {"documents", 0, true, false, true}, {"claims", 0, true, false, true},
};

static void add_number(struct table *t, size_t n) {
  char text[32];
  snprintf(text, sizeof text, "%zu", n);
  table_str(t, text, TONE_PLAIN);
}

static void add_row(struct table *t, const toll_event *event) {
  toll_buffer days = {0};
  figure_days(&days, event->from, event->to);
  table_cell(t, event->name, TONE_BOLD);
  table_cell(t, event->id, TONE_DIM);
  table_cell(t, (toll_slice){days.at ? days.at : "", days.len}, TONE_PLAIN);
  table_cell(t, event->where, TONE_PLAIN);
  add_number(t, event->doc_count);
  add_number(t, event->claims);
  toll_buffer_free(&days);
}

static void add_csv(toll_buffer *out, const toll_event *event) {
  csv_cell(out, true, event->id);
  csv_cell(out, false, event->name);
  csv_day(out, false, event->from);
  csv_day(out, false, event->to);
  csv_cell(out, false, event->where);
  csv_int(out, false, (int64_t)event->doc_count);
  csv_int(out, false, (int64_t)event->claims);
  csv_end(out);
}

static int print_events(toll_events *events, const char *format, toll_error *e) {
  struct term term = term_of(stdout);
  struct table t = {.columns = columns, .column_count = sizeof columns / sizeof columns[0]};
  toll_buffer out = {0};
  toll_event event;
  int got;
  bool csv = strcmp(format, "csv") == 0, table = strcmp(format, "table") == 0;
  if (csv) toll_buffer_str(&out, "event,name,from,to,where,documents,claims\r\n");
  while ((got = toll_events_next(events, &event, e)) > 0) {
    if (csv) add_csv(&out, &event);
    if (table) add_row(&t, &event);
    if (!csv && !table) {
      toll_event_json(&event, &out);
      toll_buffer_str(&out, "\n");
    }
    casefile_print(&out);
  }
  table_print(&t, &term, &out);
  casefile_print(&out);
  toll_buffer_free(&out);
  table_free(&t);
  return got;
}

static int run_events(const struct settings *settings) {
  toll_error e = {0};
  toll_case *file;
  toll_events *events = NULL;
  if (events_decides(settings)) return events_decide(settings);
  if (settings->arg_count > 1) {
    report("events", "one case at a time; or merge, split, rename, undo, decisions before it", NULL);
    return EXIT_USAGE;
  }
  int code = casefile_open_current(settings->args[0], &file);
  if (code != EXIT_ALL_READ) return code;
  bool docs = strcmp(settings->format, "jsonl") == 0;
  int got = toll_events_open(file, (toll_slice){0}, docs, &events, &e);
  if (got == 0) got = print_events(events, settings->format, &e);
  toll_events_close(events);
  toll_case_close(file);
  return got < 0 ? casefile_code(&e) : EXIT_ALL_READ;
}

const struct verb verb_events = {
    .name = "events",
    .args = "[merge|split|rename|undo|decisions] CASE [EVENT ...]",
    .summary = "the events that the reports of a case speak of; what reviewers decide of them",
    .options = "by reason format",
    .about = "Lists the events of a case: name, id, days, place, how many documents and claims.\n"
             "Reviewers can merge events, split documents off one, or give it a name: that stays\n"
             "when documents come, is kept with who and why, logged, and can be taken back.",
    .examples =
        "toll events baku.toll\ta table\n"
        "toll events --format jsonl baku.toll\tfor programs, with each event's documents\n"
        "toll events merge baku.toll baku-1990-01-19 baku-1990-01-20\ttwo events are one\n"
        "toll events split baku.toll baku-1990-01-19 gazette.html --by \"reviewer 2\" --reason \"another street\"\t"
        "what a document says is an event of its own\n"
        "toll events rename baku.toll baku-1990-01-19 \"The night in Baku\"\ta name\n"
        "toll events decisions baku.toll\tthe decisions so far\n"
        "toll events undo baku.toll 3\ttake one back; without a number the last\n",
    .min_args = 1,
    .max_args = SIZE_MAX,
    .run = run_events,
};
