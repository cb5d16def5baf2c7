/* toll tally: competing figures side by side, event by event. */
#include <stdio.h>
#include <string.h>

#include "asked.h"
#include "casefile.h"
#include "cmd.h"
#include "figure.h"
#include "rows.h"
#include "tally_print.h"
#include "toll/tally.h"

void printing_free(struct printing *p) {
  labels_free(&p->labels);
  toll_buffer_free(&p->out);
  table_free(&p->table);
}

static const struct column columns[] = {
    {"harm", 10, false, true},  {"figure", 0, true, false}, {"says", 18, false, true},
    {"given", 0, false, false}, {"words", 30, false, true},
};

void print_cell_of(struct table *t, toll_buffer *b, enum tone tone) {
  if (b->failed) t->text.failed = true;
  table_cell(t, (toll_slice){b->at ? b->at : "", b->len}, tone);
  toll_buffer_free(b);
}

void print_what(toll_buffer *b, const toll_tally_row *row) {
  for (const char *at = toll_harm_name(row->harm); at && *at; at++) toll_buffer_add(b, *at == '_' ? " " : at, 1);
  toll_buffer_str(b, ", ");
  toll_buffer_add(b, row->group.at, row->group.len);
  if (!row->window.text.len) return;
  toll_buffer_str(b, ", ");
  text_clean(b, row->window.text);
}

static void add_blank(struct table *t) {
  for (size_t i = 0; i < t->column_count; i++) table_str(t, "", TONE_PLAIN);
}

static size_t claims_in_use(const toll_tally_row *row) {
  size_t n = 0;
  for (size_t f = 0; f < row->figure_count; f++)
    for (size_t i = 0; i < row->figures[f].count; i++) n += toll_reason_used(row->figures[f].claims[i].reason);
  return n;
}

/* "8 accounts, contested"; "1 account, told 6 times".  That an account stands
 * alone is said by its number: a word for it would sound like a judgement. */
static void add_accounts(toll_buffer *b, const toll_tally_row *row) {
  size_t told = claims_in_use(row);
  toll_buffer_int(b, (int64_t)row->accounts);
  toll_buffer_str(b, row->accounts == 1 ? " account" : " accounts");
  if (row->accounts == 1 && told > 1) {
    toll_buffer_str(b, ", told ");
    toll_buffer_int(b, (int64_t)told);
    toll_buffer_str(b, " times");
  }
  if (row->grade == TOLL_GRADE_NONE || row->grade == TOLL_WEAK) return;
  toll_buffer_str(b, ", ");
  toll_buffer_str(b, toll_grade_name(row->grade));
}

/* The line of the row itself: what the method makes of the claims below. */
static void add_sum(struct table *t, const toll_tally_row *row) {
  toll_buffer b = {0};
  print_what(&b, row);
  print_cell_of(t, &b, TONE_BOLD);
  if (row->range.len)
    toll_buffer_add(&b, row->range.at, row->range.len);
  else
    toll_buffer_str(&b, "–");
  print_cell_of(t, &b, TONE_STRONG);
  add_accounts(&b, row);
  print_cell_of(t, &b, TONE_BOLD);
  table_str(t, "", TONE_PLAIN);
  toll_buffer_str(&b, row->derived.len ? "= " : "");
  toll_buffer_add(&b, row->derived.at, row->derived.len);
  print_cell_of(t, &b, TONE_PLAIN);
}

/* The claim's words, and why it is left out, for which other one. */
static void add_words(struct printing *p, const toll_tally_claim *claim) {
  toll_buffer b = {0};
  toll_buffer_add(&b, claim->row->claim.quote.at, claim->row->claim.quote.len);
  if (claim->reason != TOLL_USED) { /* also what is added to a total says so */
    toll_buffer_str(&b, " (");
    toll_buffer_str(&b, toll_reason_text(claim->reason));
    if (claim->other && claim->other->document != claim->row->document) {
      toll_slice label = labels_of(&p->labels, claim->other->doc);
      toll_buffer_str(&b, ", ");
      toll_buffer_add(&b, label.at, label.len);
    }
    toll_buffer_str(&b, ")");
  }
  print_cell_of(&p->table, &b, toll_reason_used(claim->reason) ? TONE_PLAIN : TONE_DIM);
}

static void add_claim(struct printing *p, const toll_tally_claim *claim, bool first) {
  struct table *t = &p->table;
  enum tone tone = toll_reason_used(claim->reason) ? TONE_PLAIN : TONE_DIM;
  toll_buffer b = {0};
  table_str(t, "", TONE_PLAIN);
  if (first) figure_of(&b, &claim->row->claim, row_count_words(&claim->row->claim));
  print_cell_of(t, &b, tone);
  toll_slice writer = claim->row->outlet.len > 0 ? claim->row->outlet : labels_of(&p->labels, claim->row->doc);
  figure_claimant(&b, claim->row->claim.claimant, writer);
  print_cell_of(t, &b, tone);
  figure_days(&b, claim->given, claim->given);
  print_cell_of(t, &b, tone);
  add_words(p, claim);
}

/* A line of its own above what is left out. */
static void add_left_out(struct table *t) {
  for (size_t i = 0; i < t->column_count; i++) table_str(t, i == 2 ? "left out:" : "", TONE_DIM);
}

/* The claims of a row that are in use, or those that are left out, figure by
 * figure; a figure is written once, beside its first claim. */
static void add_claims(struct printing *p, const toll_tally_row *row, bool used) {
  bool headed = used;
  for (size_t f = 0; f < row->figure_count; f++) {
    bool first = true;
    for (size_t i = 0; i < row->figures[f].count; i++) {
      const toll_tally_claim *claim = &row->figures[f].claims[i];
      if (toll_reason_used(claim->reason) != used) continue;
      if (!headed) add_left_out(&p->table);
      headed = true;
      add_claim(p, claim, first);
      first = false;
    }
  }
}

void print_event_heading(struct printing *p, const toll_event *event) {
  toll_buffer *out = &p->out;
  toll_buffer_str(out, term_tone(&p->term, TONE_BOLD));
  text_clean(out, event->name);
  toll_buffer size = {0};
  toll_buffer_int(&size, (int64_t)event->claims);
  toll_buffer_str(&size, event->claims == 1 ? " claim in " : " claims in ");
  toll_buffer_int(&size, (int64_t)event->doc_count);
  toll_buffer_str(&size, event->doc_count == 1 ? " document; --event " : " documents; --event ");
  text_clean(&size, event->id);
  size_t used = text_columns(event->name) + 2 + text_columns((toll_slice){size.at, size.len});
  toll_buffer_str(out, used <= p->term.width ? "  " : "\n");
  toll_buffer_str(out, term_tone(&p->term, TONE_DIM));
  toll_buffer_add(out, size.at, size.len);
  toll_buffer_free(&size);
  toll_buffer_str(out, term_tone(&p->term, TONE_PLAIN));
  toll_buffer_str(out, "\n\n");
}

void print_verdict(struct printing *p, const toll_tally_row *row) {
  const toll_verdict *v = row->verdict;
  toll_buffer line = {0};
  if (!v) return;
  toll_buffer_str(&line, "  Decision ");
  toll_buffer_int(&line, v->number);
  toll_buffer_str(&line, " on ");
  print_what(&line, row);
  toll_buffer_str(&line, ": ");
  figure_range(&line, v->low == TOLL_OPEN ? v->best : v->low, v->best, v->high == TOLL_OPEN ? v->best : v->high);
  toll_buffer_str(&line, ", ");
  text_clean(&line, v->by);
  if (v->at.len >= 10) toll_buffer_str(&line, ", ");
  if (v->at.len >= 10) toll_buffer_add(&line, v->at.at, 10);
  toll_buffer_str(&line, ": ");
  text_clean(&line, v->reason);
  toll_buffer_add(&line, "", 1);
  if (!line.failed) print_wrapped(p, line.at);
  toll_buffer_free(&line);
}

static void end_event(struct printing *p, const toll_tally_row *rows, const toll_tally_row *last) {
  table_print(&p->table, &p->term, &p->out);
  for (; rows <= last; rows++)
    if (rows->event == last->event) print_verdict(p, rows);
  toll_buffer_str(&p->out, "\n");
  table_clear(&p->table);
  casefile_print(&p->out);
}

static void print_rows(struct printing *p, const toll_tally *tally) {
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(tally, &count);
  for (size_t i = 0; i < count; i++) {
    bool starts = i == 0 || rows[i].event != rows[i - 1].event;
    if (starts) print_event_heading(p, rows[i].event);
    if (!starts) add_blank(&p->table);
    add_sum(&p->table, &rows[i]);
    add_claims(p, &rows[i], true);
    add_claims(p, &rows[i], false);
    if (i + 1 == count || rows[i + 1].event != rows[i].event) end_event(p, rows, &rows[i]);
  }
}

static const struct column copy_columns[] = {
    {"document", 16, false, true}, {"counts as one source with", 16, false, true}, {"", 0, false, false}};

static void print_copies(struct printing *p, const toll_tally *tally) {
  size_t count;
  const toll_copy *copies = toll_tally_copies(tally, &count);
  struct table t = {.columns = copy_columns, .column_count = 3, .indent = 2};
  for (size_t i = 0; i < count; i++) {
    char likeness[48] = "passes it on";
    if (copies[i].likeness > 0) snprintf(likeness, sizeof likeness, "%.0f %% the same words", copies[i].likeness * 100);
    table_cell(&t, labels_of(&p->labels, copies[i].doc), TONE_PLAIN);
    table_cell(&t, labels_of(&p->labels, copies[i].of), TONE_PLAIN);
    table_str(&t, likeness, TONE_DIM);
  }
  if (count > 0) toll_buffer_str(&p->out, "Copies\n\n");
  table_print(&t, &p->term, &p->out);
  if (count > 0) toll_buffer_str(&p->out, "\n");
  casefile_print(&p->out);
  table_free(&t);
}

#define LEGEND_WIDTH 100

void print_wrapped(struct printing *p, const char *text) {
  size_t width = p->term.width < LEGEND_WIDTH ? p->term.width : LEGEND_WIDTH;
  text_wrap(&p->out, slice_of(text), width);
}

/* How to read what follows, before it. */
static void print_signs(struct printing *p) {
  print_wrapped(p, "Figures stand by the day they were given; those left out stand last. ~ about, ≥ at least, "
                   "> more than, ≤ at most, < fewer than, + added; \"via\": who passed it on.");
  toll_buffer_str(&p->out, "\n");
  casefile_print(&p->out);
}

static void print_legend(struct printing *p, const toll_method *method) {
  char line[400];
  snprintf(line, sizeof line, "Method %s: %s.", method->name, method->rule);
  print_wrapped(p, line);
  print_wrapped(
      p, "An account is one source with its copies and those who pass it on, however often it is told. fair: two "
         "or more accounts; confirmed: accepted by the party held responsible; contested: figures that "
         "exclude each other, or rival parties named; discounted: shown wrong.");
  casefile_print(&p->out);
}

static void print_lists(struct printing *p, const toll_tally *tally, const toll_tally_query *query, bool why) {
  size_t count;
  bool plain = !query->all && !why;
  if (toll_tally_rows(tally, &count) && count > 0 && plain) print_signs(p);
  if (query->all) print_side_by_side(p, tally);
  if (why) print_why(p, tally);
  if (plain) print_rows(p, tally);
  if (plain) print_copies(p, tally);
  if (!query->all) print_legend(p, query->method);
}

static int print_table(toll_case *file, const toll_tally *tally, const toll_tally_query *query, bool why,
                       toll_error *e) {
  struct printing p = {.term = term_of(stdout),
                       .table = {.columns = columns, .column_count = sizeof columns / sizeof columns[0], .indent = 2}};
  int code = labels_read(&p.labels, file, tally, e);
  if (code == 0) print_lists(&p, tally, query, why);
  printing_free(&p);
  return code;
}

static void print_json(const toll_tally *tally, const toll_method *method) {
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(tally, &count);
  toll_buffer out = {0};
  for (size_t i = 0; i < count; i++) {
    toll_tally_row_json(&rows[i], method, &out);
    toll_buffer_str(&out, "\n");
    casefile_print(&out);
  }
  toll_buffer_free(&out);
}

/* Event by event, so that a case of any size takes the memory of its largest event. */
static int print_json_each(toll_case *file, const toll_tally_query *query, toll_error *e) {
  toll_events *events;
  toll_event event;
  int code = toll_events_open(file, query->event, false, &events, e);
  size_t count = 0;
  if (code != 0) return code;
  for (; (code = toll_events_next(events, &event, e)) > 0; count++) {
    toll_tally *tally = NULL;
    toll_tally_query one = *query;
    one.event = event.id;
    code = toll_tally_case(file, &one, &tally, e);
    if (code == 0) print_json(tally, query->method);
    toll_tally_free(tally);
    if (code != 0) break;
  }
  toll_events_close(events);
  return code == 0 && count == 0 && query->event.at ? TOLL_E_MISSING : code;
}

static int print_tally(toll_case *file, const toll_tally_query *query, const struct settings *settings, toll_error *e) {
  toll_tally *tally = NULL;
  const char *format = settings->format;
  if (strcmp(format, "jsonl") == 0) return print_json_each(file, query, e);
  int code = toll_tally_case(file, query, &tally, e);
  if (code != 0) return code;
  if (strcmp(format, "table") == 0) code = print_table(file, tally, query, settings->why, e);
  if (strcmp(format, "csv") == 0) (query->all && !settings->why ? print_all_csv : print_claims_csv)(tally);
  toll_tally_free(tally);
  return code;
}

/* What a person calls an event may have to be looked for; an id is found at once. */
static int tally_asked(toll_case *file, const struct settings *settings, toll_tally_query *query) {
  toll_error e = {0};
  toll_buffer event = {0};
  int code = EXIT_ALL_READ;
  int got = print_tally(file, query, settings, &e);
  if (got == TOLL_E_MISSING && settings->event) {
    code = asked_event(file, settings->args[0], settings->event, true, &event);
    query->event = (toll_slice){event.at, event.len};
    got = code == EXIT_ALL_READ ? print_tally(file, query, settings, &e) : 0;
  }
  toll_buffer_free(&event);
  return got < 0 ? casefile_code(&e) : code;
}

static int run_tally(const struct settings *settings) {
  toll_case *file;
  bool all = strcmp(settings->method, "all") == 0;
  toll_tally_query query = {.method = all ? toll_method_at(0) : toll_method_find(slice_of(settings->method)),
                            .event = slice_of(settings->event),
                            .all = all};
  int code = asked_harm("tally", settings->harm, &query.harm);
  if (code == EXIT_ALL_READ) code = asked_profile("tally", settings->profile, &query.profile);
  if (code == EXIT_ALL_READ) code = casefile_open_current(settings->args[0], &file);
  if (code != EXIT_ALL_READ) return code;
  code = tally_asked(file, settings, &query);
  toll_case_close(file);
  return code;
}

const struct verb verb_tally = {
    .name = "tally",
    .args = "CASE",
    .summary = "competing figures side by side, event by event",
    .options = "event method-all why-claims harm profile format",
    .about = "Groups the claims of a case by event and shows for each harm every distinct figure\n"
             "with its claimant, date and words, which documents repeat another, and what a\n"
             "method makes of them. What is left out is listed with the reason. A figure for a\n"
             "stretch of time (\"since the truce\") has a row of its own; people told of on top of\n"
             "a total of the same source are added to it, and the sum is written out. Ranks of\n"
             "sources and reviewers' decisions come from toll rank and toll decide.",
    .examples =
        "toll tally baku.toll\tevery event, from the lowest figure to the highest\n"
        "toll tally --method all baku.toll\tall methods side by side\n"
        "toll tally --method latest baku.toll\twhat the highest-ranked claimant said last\n"
        "toll tally --why --harm killed baku.toll\tevery claim, used or why not\n"
        "toll tally --harm killed --event baku baku.toll\tthe dead of one event, by its id or words of its name\n"
        "toll tally --format jsonl baku.toll\tfor programs\n",
    .min_args = 1,
    .max_args = 1,
    .run = run_tally,
};
