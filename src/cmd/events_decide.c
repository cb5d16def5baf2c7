/* toll events merge, split, rename, undo and decisions: what reviewers decide of events. */
#include "events_decide.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "base/member.h"
#include "casefile.h"
#include "rows.h"
#include "toll/tally.h"

#define NAMED 256 /* events or documents on one command line */

static bool is(const char *a, const char *b) {
  return strcmp(a, b) == 0;
}

/* What is to be typed for each. */
static const struct form {
  const char *word, *usage;
  size_t least, most;
} forms[] = {
    {"merge", "merge what? toll events merge CASE EVENT EVENT...", 4, NAMED},
    {"split", "split off what? toll events split CASE EVENT DOC...", 4, NAMED},
    {"rename", "which name? toll events rename CASE EVENT NAME", 4, 4},
    {"undo", "of which case? toll events undo CASE [NUMBER]", 2, 3},
    {"decisions", "of which case? toll events decisions CASE", 2, 2},
};

bool events_decides(const struct settings *s) {
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
    if (is(s->args[0], forms[i].word)) return true;
  return false;
}

static int wrong(const char *line) {
  report("events", line, NULL);
  return EXIT_USAGE;
}

static const struct form *form_of(const char *word) {
  const struct form *f = forms;
  while (!is(f->word, word)) f++;
  return f;
}

/* --- deciding ------------------------------------------------------------- */

/* The events that the words stand for, their ids one after the other in ids. */
static int name_events(toll_case *file, const struct settings *s, size_t count, toll_buffer *ids, toll_slice *out) {
  size_t from[NAMED], n = 0;
  int code = EXIT_ALL_READ;
  for (size_t i = 0; i < count && code == EXIT_ALL_READ; i++) {
    toll_buffer id = {0};
    code = asked_event(file, s->args[1], s->args[2 + i], false, &id);
    from[n++] = ids->len;
    toll_buffer_add(ids, id.at, id.len);
    toll_buffer_free(&id);
  }
  for (size_t i = 0; i < n && !ids->failed; i++)
    out[i] = (toll_slice){ids->at + from[i], (i + 1 < n ? from[i + 1] : ids->len) - from[i]};
  if (ids->failed) report(s->args[1], "memory is out", NULL);
  return ids->failed ? EXIT_UNREAD : code;
}

/* Where an earlier decision stands against it, how to take that back. */
static int tell_refusal(const char *path, toll_error *e) {
  if (!e->path[0]) snprintf(e->path, sizeof e->path, "%.500s", path);
  int code = casefile_code(e);
  return code == EXIT_USAGE && e->code == TOLL_E_USAGE ? EXIT_UNREAD : code;
}

static int decide(toll_case *file, const struct settings *s, const struct form *form) {
  toll_error e = {0};
  toll_buffer ids = {0};
  toll_slice events[NAMED], docs[NAMED];
  bool merge = is(form->word, "merge"), split = is(form->word, "split");
  size_t rest = s->arg_count - 2;
  toll_event_decision d = {.kind = merge   ? TOLL_EVENTS_MERGE
                                   : split ? TOLL_EVENTS_SPLIT
                                           : TOLL_EVENTS_RENAME,
                           .events = events,
                           .event_count = merge ? rest : 1,
                           .docs = docs,
                           .doc_count = split ? rest - 1 : 0,
                           .by = slice_of(s->by),
                           .reason = slice_of(s->reason)};
  int64_t number;
  for (size_t i = 0; i < d.doc_count; i++) docs[i] = slice_of(s->args[3 + i]);
  if (!merge && !split) d.name = slice_of(s->args[3]);
  int code = name_events(file, s, d.event_count, &ids, events);
  if (code == EXIT_ALL_READ && toll_events_decide(file, &d, &number, &e) != 0) code = tell_refusal(s->args[1], &e);
  if (code == EXIT_ALL_READ && term_of(stderr).is_terminal)
    fprintf(stderr, "decision %lld; toll events undo takes it back\n", (long long)number);
  toll_buffer_free(&ids);
  return code;
}

static int undo(toll_case *file, const struct settings *s) {
  toll_error e = {0};
  char *end = NULL;
  int64_t number = s->arg_count > 2 ? strtoll(s->args[2], &end, 10) : 0;
  if (s->arg_count > 2 && (*end || end == s->args[2] || number < 1))
    return wrong("undo takes the number of a decision, as toll events decisions shows it");
  if (toll_events_undo(file, &number, slice_of(s->by), slice_of(s->reason), &e) != 0)
    return tell_refusal(s->args[1], &e);
  if (term_of(stderr).is_terminal) fprintf(stderr, "decision %lld is taken back\n", (long long)number);
  return EXIT_ALL_READ;
}

/* --- listing --------------------------------------------------------------- */

static const struct column columns[] = {
    {"no.", 0, true, false},   {"decision", 0, false, false},       {"events", 16, false, true},
    {"name", 10, false, true}, {"documents", 0, true, false, true}, {"by", 8, false, true},
    {"on", 0, false, false},   {"reason", 12, false, true},         {"taken back", 10, false, true},
};

static void add_row(struct table *t, const toll_decided *d) {
  enum tone tone = d->undone.at ? TONE_DIM : TONE_PLAIN;
  char text[32];
  snprintf(text, sizeof text, "%lld", (long long)d->number);
  table_str(t, text, tone);
  table_str(t, toll_event_decision_name(d->kind), tone);
  table_cell(t, d->events, tone);
  table_cell(t, d->name, tone);
  snprintf(text, sizeof text, "%zu", d->docs);
  table_str(t, d->kind == TOLL_EVENTS_RENAME ? "" : text, tone);
  table_cell(t, d->by, tone);
  table_cell(t, (toll_slice){d->at.at ? d->at.at : "", d->at.len < 10 ? d->at.len : 10}, tone);
  table_cell(t, d->reason, tone);
  table_cell(t,
             d->undone.len  ? (toll_slice){d->undone.at, d->undone.len < 10 ? d->undone.len : 10}
             : d->undone.at ? TOLL_LIT("yes")
                            : (toll_slice){"", 0},
             tone);
}

static void add_json(toll_buffer *out, const toll_decided *d) {
  toll_buffer_str(out, "{\"decision\":");
  toll_buffer_int(out, d->number);
  member_text(out, ",\"kind\":", slice_of(toll_event_decision_name(d->kind)));
  toll_buffer_str(out, ",\"events\":[");
  for (size_t at = 0, to; at < d->events.len; at = to + 1) {
    const char *space = memchr(d->events.at + at, ' ', d->events.len - at);
    to = space ? (size_t)(space - d->events.at) : d->events.len;
    member_text(out, at ? "," : "", (toll_slice){d->events.at + at, to - at});
  }
  member_text(out, "],\"name\":", d->name);
  toll_buffer_str(out, ",\"documents\":");
  toll_buffer_int(out, (int64_t)d->docs);
  member_text(out, ",\"by\":", d->by);
  member_text(out, ",\"reason\":", d->reason);
  member_text(out, ",\"at\":", d->at);
  toll_buffer_str(out, d->undone.at ? ",\"undone\":true" : ",\"undone\":false");
  member_text(out, ",\"undone_by\":", d->undone_by);
  member_text(out, ",\"undone_reason\":", d->undone_reason);
  member_text(out, ",\"undone_at\":", d->undone.len ? d->undone : (toll_slice){0});
  toll_buffer_str(out, "}\n");
}

static void add_csv(toll_buffer *out, const toll_decided *d) {
  csv_int(out, true, d->number);
  csv_str(out, false, toll_event_decision_name(d->kind));
  csv_cell(out, false, d->events);
  csv_cell(out, false, d->name);
  csv_int(out, false, (int64_t)d->docs);
  const toll_slice texts[] = {d->by, d->reason, d->at, d->undone, d->undone_by, d->undone_reason};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) csv_cell(out, false, texts[i]);
  csv_end(out);
}

static int list(toll_case *file, const char *format) {
  toll_error e = {0};
  toll_event_decisions *rows;
  toll_decided d;
  struct term term = term_of(stdout);
  struct table t = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
  toll_buffer out = {0};
  int got = toll_event_decisions_open(file, &rows, &e);
  if (got < 0) return casefile_code(&e);
  if (is(format, "csv"))
    toll_buffer_str(&out, "decision,kind,events,name,documents,by,reason,at,undone_at,undone_by,undone_reason\r\n");
  while ((got = toll_event_decisions_next(rows, &d, &e)) > 0) {
    if (is(format, "table"))
      add_row(&t, &d);
    else if (is(format, "csv"))
      add_csv(&out, &d);
    else
      add_json(&out, &d);
    casefile_print(&out);
  }
  toll_event_decisions_close(rows);
  table_print(&t, &term, &out);
  casefile_print(&out);
  toll_buffer_free(&out);
  table_free(&t);
  return got < 0 ? casefile_code(&e) : EXIT_ALL_READ;
}

int events_decide(const struct settings *s) {
  const struct form *form = form_of(s->args[0]);
  toll_case *file;
  if (s->arg_count < form->least || s->arg_count > form->most) return wrong(form->usage);
  bool listing = is(form->word, "decisions");
  int code = listing ? casefile_open_current(s->args[1], &file) : casefile_open(s->args[1], TOLL_CASE_WRITE, &file);
  if (code != EXIT_ALL_READ) return code;
  if (listing)
    code = list(file, s->format);
  else
    code = casefile_events(file);
  if (code == EXIT_ALL_READ && is(form->word, "undo"))
    code = undo(file, s);
  else if (code == EXIT_ALL_READ && !listing)
    code = decide(file, s, form);
  toll_case_close(file);
  return code;
}
