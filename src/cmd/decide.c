/* toll decide: what reviewers decide about figures and claims. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "base/member.h"
#include "casefile.h"
#include "cmd.h"
#include "figure.h"
#include "rows.h"
#include "term.h"
#include "toll/review.h"

/* --- listing ------------------------------------------------------------- */

static const struct column columns[] = {
    {"no.", 0, true, false},  {"decision", 24, false, true}, {"by", 10, false, true},
    {"day", 0, false, false}, {"reason", 20, false, true},
};

static void add_classes(toll_buffer *b, uint32_t classes, const char *between) {
  const char *comma = "";
  for (unsigned bit = 0; bit < TOLL_CLASS_COUNT; bit++) {
    if (!(classes >> bit & 1)) continue;
    toll_buffer_str(b, comma);
    toll_buffer_str(b, toll_class_name(bit));
    comma = between;
  }
}

/* "baku-1990-01-19, killed, child: 9 (8–10)"; "discount c01234567". */
static void add_matter(toll_buffer *b, const toll_decision *d) {
  if (d->kind != TOLL_DECIDE_FIGURE) {
    toll_buffer_str(b, toll_decision_name(d->kind));
    toll_buffer_str(b, " ");
    toll_slice what = d->claim.len ? d->claim : d->source;
    toll_buffer_add(b, what.at, what.len);
    return;
  }
  toll_slice event = d->event.at ? d->event : d->doc;
  toll_buffer_add(b, event.at, event.len);
  toll_buffer_str(b, ", ");
  toll_buffer_str(b, toll_harm_name(d->harm));
  if (d->side == TOLL_PERPETRATOR) toll_buffer_str(b, ", attackers");
  if (d->classes) toll_buffer_str(b, ", ");
  add_classes(b, d->classes, " and ");
  toll_buffer_str(b, ": ");
  figure_range(b, d->low == TOLL_OPEN ? d->best : d->low, d->best, d->high == TOLL_OPEN ? d->best : d->high);
}

static void add_undone(toll_buffer *b, const toll_decision *d) {
  toll_buffer_add(b, d->reason.at, d->reason.len);
  if (!d->undone_by.at) return;
  toll_buffer_str(b, " (taken back by ");
  toll_buffer_add(b, d->undone_by.at, d->undone_by.len);
  if (d->undone_at.len >= 10) toll_buffer_str(b, ", ");
  if (d->undone_at.len >= 10) toll_buffer_add(b, d->undone_at.at, 10);
  toll_buffer_str(b, ": ");
  toll_buffer_add(b, d->undone_reason.at, d->undone_reason.len);
  toll_buffer_str(b, ")");
}

static void take(struct table *t, toll_buffer *b, enum tone tone) {
  if (b->failed) t->text.failed = true;
  table_cell(t, (toll_slice){b->at ? b->at : "", b->len}, tone);
  b->len = 0;
}

static void add_row(struct table *t, const toll_decision *d) {
  enum tone tone = d->undone_by.at ? TONE_DIM : TONE_PLAIN;
  toll_buffer b = {0};
  toll_buffer_int(&b, d->number);
  take(t, &b, tone);
  add_matter(&b, d);
  take(t, &b, tone);
  table_cell(t, d->by, tone);
  table_cell(t, (toll_slice){d->at.at ? d->at.at : "", d->at.len < 10 ? d->at.len : 10}, tone);
  add_undone(&b, d);
  take(t, &b, tone);
  toll_buffer_free(&b);
}

static void add_json(toll_buffer *out, const toll_decision *d) {
  bool figure = d->kind == TOLL_DECIDE_FIGURE;
  toll_buffer classes = {0};
  add_classes(&classes, d->classes, ",");
  member_number(out, "{\"decision\":", d->number);
  member_text(out, ",\"kind\":", slice_of(toll_decision_name(d->kind)));
  member_text(out, ",\"event\":", d->event);
  member_text(out, ",\"harm\":", slice_of(figure ? toll_harm_name(d->harm) : NULL));
  member_text(out, ",\"unit\":", slice_of(figure && d->unit ? toll_unit_name(d->unit) : NULL));
  member_text(out, ",\"side\":", slice_of(figure ? toll_side_name(d->side) : NULL));
  member_text(out, ",\"class\":", (toll_slice){classes.at, classes.len});
  member_number(out, ",\"low\":", figure ? d->low : TOLL_OPEN);
  member_number(out, ",\"best\":", figure ? d->best : TOLL_OPEN);
  member_number(out, ",\"high\":", figure ? d->high : TOLL_OPEN);
  member_text(out, ",\"claim\":", d->claim);
  member_text(out, ",\"source\":", d->source);
  member_text(out, ",\"by\":", d->by);
  member_text(out, ",\"reason\":", d->reason);
  member_text(out, ",\"at\":", d->at);
  member_text(out, ",\"undone_by\":", d->undone_by);
  member_text(out, ",\"undone_reason\":", d->undone_reason);
  member_text(out, ",\"undone_at\":", d->undone_at);
  toll_buffer_str(out, "}\n");
  toll_buffer_free(&classes);
}

static void add_csv(toll_buffer *out, const toll_decision *d) {
  bool figure = d->kind == TOLL_DECIDE_FIGURE;
  toll_buffer classes = {0};
  add_classes(&classes, d->classes, " ");
  csv_int(out, true, d->number);
  csv_str(out, false, toll_decision_name(d->kind));
  csv_cell(out, false, d->event);
  csv_str(out, false, figure ? toll_harm_name(d->harm) : "");
  csv_cell(out, false, (toll_slice){classes.at, classes.len});
  const int64_t numbers[] = {d->low, d->best, d->high};
  for (size_t i = 0; i < 3; i++) csv_int(out, false, figure ? numbers[i] : TOLL_OPEN);
  const toll_slice texts[] = {d->claim,     d->source,        d->by,       d->reason, d->at,
                              d->undone_by, d->undone_reason, d->undone_at};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) csv_cell(out, false, texts[i]);
  csv_end(out);
  toll_buffer_free(&classes);
}

static int list(toll_case *file, const char *format, toll_error *e) {
  toll_review *review;
  int code = toll_review_read(file, &review, e);
  if (code) return code;
  struct term term = term_of(stdout);
  struct table t = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
  toll_buffer out = {0};
  bool table = strcmp(format, "table") == 0, csv = strcmp(format, "csv") == 0;
  if (csv)
    toll_buffer_str(&out,
                    "decision,kind,event,harm,class,low,best,high,claim,source,by,reason,at,undone_by,undone_reason,"
                    "undone_at\r\n");
  for (size_t i = 0; i < review->decision_count; i++) {
    if (table)
      add_row(&t, &review->decisions[i]);
    else
      (csv ? add_csv : add_json)(&out, &review->decisions[i]);
  }
  table_print(&t, &term, &out);
  if (table && !review->decision_count && term.is_terminal) toll_buffer_str(&out, "nobody has decided anything\n");
  casefile_print(&out);
  toll_buffer_free(&out);
  table_free(&t);
  toll_review_free(review);
  return 0;
}

/* --- deciding ------------------------------------------------------------ */

static int refuse(const char *message, const char *detail) {
  report("decide", message, detail);
  return EXIT_USAGE;
}

static int read_number(const char *word, int64_t *out) {
  char *end;
  *out = TOLL_OPEN;
  if (!word) return EXIT_ALL_READ;
  long long n = strtoll(word, &end, 10);
  if (!*word || *end || n < 0 || n > 1000000000000) return refuse("not a number from 0", word);
  *out = n;
  return EXIT_ALL_READ;
}

static int read_classes(const char *words, uint32_t *out) {
  *out = 0;
  for (const char *at = words; at && *at; at += strspn(at, ",")) {
    size_t len = strcspn(at, ",");
    int bit = toll_class_find((toll_slice){at, len});
    if (bit < 0) return refuse("no such class (toll help decide lists them)", at);
    *out |= 1u << bit;
    at += len;
  }
  return EXIT_ALL_READ;
}

static int read_unit(const char *word, unsigned harm, uint8_t *out) {
  int unit = word ? toll_unit_find(slice_of(word)) : harm < TOLL_DESTROYED ? TOLL_PERSON : TOLL_UNIT_NONE;
  if (unit < 0) return refuse("no such unit", word);
  *out = (uint8_t)unit;
  return EXIT_ALL_READ;
}

static int read_figure(const struct settings *s, toll_decision *d) {
  unsigned harm = 0;
  if (!s->harm) return refuse("--harm is missing", NULL);
  int code = asked_harm("decide", s->harm, &harm);
  d->kind = TOLL_DECIDE_FIGURE;
  d->harm = (uint8_t)harm;
  if (code == EXIT_ALL_READ) code = read_number(s->low, &d->low);
  if (code == EXIT_ALL_READ) code = read_number(s->best, &d->best);
  if (code == EXIT_ALL_READ) code = read_number(s->high, &d->high);
  if (code == EXIT_ALL_READ) code = read_classes(s->classes, &d->classes);
  if (code == EXIT_ALL_READ) code = read_unit(s->unit, harm, &d->unit);
  if (s->side) d->side = (uint8_t)toll_side_find(slice_of(s->side));
  return code;
}

/* The one claim whose id begins so. */
static int find_claim(toll_case *file, const char *start, toll_buffer *id, toll_error *e) {
  toll_case_filter filter = {.claim = slice_of(start)};
  toll_case_cursor *rows;
  toll_case_claim row;
  int code = toll_case_claims(file, &filter, &rows, e), exit_code = EXIT_ALL_READ;
  if (code) return casefile_code(e);
  while (exit_code == EXIT_ALL_READ && (code = toll_case_claim_next(rows, &row, e)) > 0) {
    bool other = id->len && (id->len != strlen(row.claim.id) || memcmp(id->at, row.claim.id, id->len) != 0);
    if (other) exit_code = EXIT_UNREAD;
    if (!id->len) toll_buffer_str(id, row.claim.id);
  }
  toll_case_cursor_close(rows);
  if (code < 0) return casefile_code(e);
  if (exit_code != EXIT_ALL_READ) report("decide", "several claims have an id that begins so", start);
  if (exit_code == EXIT_ALL_READ && !id->len) {
    report("decide", "no such claim", start);
    return EXIT_UNREAD;
  }
  return exit_code;
}

/* "c01ab…": the start of a claim's id; a source's name has other letters. */
static bool is_id(const char *word) {
  return word[0] == 'c' && word[1] && word[1 + strspn(word + 1, "0123456789abcdef")] == 0;
}

static int decide(toll_case *file, const struct settings *s, toll_decision *d, toll_error *e) {
  toll_buffer named = {0};
  int64_t number;
  int code;
  if (d->kind == TOLL_DECIDE_FIGURE) {
    code = casefile_events(file);
    if (code != EXIT_ALL_READ) return code;
    code = asked_event(file, s->args[0], s->event, false, &named);
    d->event = (toll_slice){named.at, named.len};
  } else if (s->vouch || is_id(s->discount)) {
    code = find_claim(file, s->vouch ? s->vouch : s->discount, &named, e);
    d->claim = (toll_slice){named.at, named.len};
  } else {
    code = asked_source("decide", file, s->discount, &named, e);
    d->source = (toll_slice){named.at, named.len};
  }
  if (code == EXIT_ALL_READ && toll_decide(file, d, &number, e)) code = casefile_code(e);
  toll_buffer_free(&named);
  return code;
}

/* What is asked for: exactly one of a figure, a claim to vouch for or discount, a decision to undo. */
static int check(const struct settings *s, toll_decision *d, bool *listing) {
  int asked = (s->event != NULL) + (s->vouch != NULL) + (s->discount != NULL) + (s->undo != 0);
  *listing = asked == 0;
  if (asked == 0) return s->harm || s->by ? refuse("--event, --vouch, --discount or --undo?", NULL) : EXIT_ALL_READ;
  if (asked > 1) return refuse("one decision at a time", NULL);
  if (!s->by || !s->reason) return refuse("--by WHO and --reason TEXT are needed", NULL);
  d->by = slice_of(s->by);
  d->reason = slice_of(s->reason);
  if (s->event) return read_figure(s, d);
  d->kind = s->vouch ? TOLL_DECIDE_VOUCH : TOLL_DECIDE_DISCOUNT;
  return EXIT_ALL_READ;
}

static int run_decide(const struct settings *s) {
  toll_error e = {0};
  toll_case *file;
  bool listing;
  toll_decision d = {.low = TOLL_OPEN, .best = TOLL_OPEN, .high = TOLL_OPEN};
  int code = check(s, &d, &listing);
  if (code == EXIT_ALL_READ) code = casefile_open(s->args[0], listing ? TOLL_CASE_READ : TOLL_CASE_WRITE, &file);
  if (code != EXIT_ALL_READ) return code;
  if (listing) {
    if (list(file, s->format, &e)) code = casefile_code(&e);
  } else if (s->undo) {
    if (toll_decide_undo(file, s->undo, d.by, d.reason, &e)) code = casefile_code(&e);
  } else
    code = decide(file, s, &d, &e);
  toll_case_close(file);
  return code;
}

const struct verb verb_decide = {
    .name = "decide",
    .args = "CASE",
    .summary = "what reviewers decide: a figure, a claim that stands, a claim shown wrong",
    .options = "event harm class side unit low best high vouch discount undo by reason format",
    .about = "Takes down what reviewers decide, with who, when and why; without options it lists\n"
             "the decisions. A figure (--event, --harm, --low, --best, --high) is what the method\n"
             "panel answers, and lets min-max take a figure of one source; --vouch stands for a\n"
             "single claim in the same way; --discount leaves a claim out of every method. A later\n"
             "decision on the same matter takes the earlier one's place; --undo takes one back.\n"
             "No claim is changed, and everything is in the log. --discount takes a source's name, too:\n"
             "then all that it says is left out.",
    .examples =
        "toll decide baku.toll\tthe decisions so far\n"
        "toll decide baku.toll --event baku-1990-01-19 --harm killed --low 131 --best 147 --high 170 --by \"Panel 2\" "
        "--reason \"registers compared\"\ta figure\n"
        "toll decide baku.toll --discount c225e7c91 --by \"reviewer 2\" --reason \"counts another month\"\ta claim\n"
        "toll decide baku.toll --undo 3 --by \"reviewer 2\" --reason \"the source corrected itself\"\ttake back\n",
    .min_args = 1,
    .max_args = 1,
    .run = run_decide,
};
