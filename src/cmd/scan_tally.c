/* The tally of toll scan: a line a document, and with --why one below it for each
 * of its claims. */
#include <stdio.h>
#include <string.h>

#include "figure.h"
#include "cmd.h"
#include "scan.h"

/* Fills *whole with the claims of the whole document once its last window is
 * there; false before. */
static bool gather(struct scan_state *s, const toll_document_info *info, const toll_claims *claims, toll_claims *whole,
                   toll_error *e, int *code) {
  *code = 0;
  if (info->base == 0) kept_reset(&s->kept);
  if (info->base == 0 && !info->more) {
    *whole = *claims;
    return true;
  }
  *code = kept_add(&s->kept, claims, e);
  if (*code != 0 || info->more) return false;
  *whole = kept_claims(&s->kept);
  return true;
}

/* After the output of a document whose claims were too many for one tally. */
static int tell_if_over(const struct scan_state *s, const toll_document_info *info, toll_error *e) {
  if (!s->kept.over) return 0;
  char path[512];
  place_of(path, info);
  return toll_fail(e, TOLL_E_LIMIT, "too many figures in one document: the tally takes in the first 50000", path, 0);
}

/* A document's figures, and its claims with their reasons where those were asked for. */
struct tallied {
  const toll_document_info *info;
  toll_claims claims;
  toll_document_tally tally;
  const toll_document_why *why; /* NULL: not asked for */
};

typedef void tally_writer(const struct tallied *t, toll_buffer *out);

/* Room for a reason a claim, kept for the next document. */
static toll_document_why *room_for(struct scan_state *s, size_t count) {
  const toll_document_why none = {0};
  s->why.len = 0;
  for (size_t i = 0; i <= count; i++) toll_buffer_add(&s->why, (const char *)&none, sizeof none);
  return s->why.failed ? NULL : (toll_document_why *)(void *)s->why.at;
}

static int render_tally(const struct scan_context *c, struct scan_state *s, const toll_document *doc,
                        const toll_claims *claims, toll_buffer *out, toll_error *e, tally_writer *write) {
  struct tallied t = {.info = toll_document_get(doc)};
  int code;
  if (!gather(s, t.info, claims, &t.claims, e, &code)) return code;
  toll_document_why *why = c->why ? room_for(s, t.claims.count) : NULL;
  code = c->why && !why ? TOLL_E_MEMORY : toll_tally_document_why(&t.claims, c->profile, &t.tally, why);
  if (code != 0) return toll_fail(e, code, "memory is out", NULL, 0);
  t.why = why;
  write(&t, out);
  return tell_if_over(s, t.info, e);
}

static void write_json(const struct tallied *t, toll_buffer *out) {
  if (t->why)
    toll_tally_why_json(t->info->id, &t->tally, &t->claims, t->why, out);
  else
    toll_tally_json(t->info->id, &t->tally, out);
  toll_buffer_str(out, "\n");
}

int scan_tally_jsonl(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                     toll_buffer *out, toll_error *e) {
  return render_tally(context, state, doc, claims, out, e, write_json);
}

static void csv_figure(const struct tallied *t, unsigned harm, toll_buffer *out) {
  const toll_figure *f = &t->tally.of[harm];
  csv_cell(out, true, t->info->id);
  csv_str(out, false, toll_harm_name(harm));
  csv_int(out, false, f->low);
  csv_int(out, false, f->best);
  csv_int(out, false, f->high);
}

/* A line a claim, with its harm's figure before it. */
static void write_why_csv(const struct tallied *t, toll_buffer *out) {
  for (size_t i = 0; i < t->claims.count; i++) {
    csv_figure(t, t->claims.items[i].harm, out);
    csv_str(out, false, t->claims.items[i].id);
    csv_str(out, false, toll_document_used(t->why[i].reason) ? "true" : "false");
    csv_str(out, false, toll_document_reason_text(t->why[i].reason));
    csv_end(out);
  }
}

static void write_csv(const struct tallied *t, toll_buffer *out) {
  if (t->why) {
    write_why_csv(t, out);
    return;
  }
  for (unsigned harm = 1; harm < TOLL_HARM_COUNT; harm++) {
    if (!t->tally.of[harm].given) continue;
    csv_figure(t, harm, out);
    csv_end(out);
  }
}

int scan_tally_csv(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                   toll_buffer *out, toll_error *e) {
  return render_tally(context, state, doc, claims, out, e, write_csv);
}

/* Documents come one by one, so the tally's columns have fixed widths. */
#define TALLY_WIDTH 14
#define CLAIM_WIDTH 36

static void pad(toll_buffer *out, size_t from, size_t to) {
  for (size_t i = from; i < to; i++) toll_buffer_str(out, " ");
}

static void add_padded(toll_buffer *out, const toll_figure *f) {
  toll_buffer b = {0};
  if (f->given) figure_range(&b, f->low, f->best, f->high);
  pad(out, text_columns((toll_slice){b.at, b.len}), TALLY_WIDTH);
  toll_buffer_add(out, b.at, b.len);
  toll_buffer_free(&b);
}

/* "    └ killed 3 children             left out: part of a total that is given (12 people)" */
static void write_reason(const struct tallied *t, size_t i, toll_buffer *out) {
  const toll_claim *claim = &t->claims.items[i];
  const toll_document_why *why = &t->why[i];
  toll_buffer words = {0}, line = {0};
  figure_harm(&words, claim);
  toll_buffer_str(&words, " ");
  figure_of(&words, claim, row_count_words(claim));
  toll_buffer_str(&words, " ");
  figure_who(&words, claim);
  text_clean(&line, (toll_slice){words.at, words.len});
  size_t fits = text_fit((toll_slice){line.at, line.len}, CLAIM_WIDTH);
  pad(out, 0, 4);
  toll_buffer_add(out, line.at, fits);
  pad(out, text_columns((toll_slice){line.at, fits}), CLAIM_WIDTH + 2);
  toll_buffer_str(out, toll_document_used(why->reason) ? "used: " : "left out: ");
  toll_buffer_str(out, toll_document_reason_text(why->reason));
  if (why->other >= 0) {
    words.len = 0;
    toll_buffer_str(&words, "(");
    figure_of(&words, &t->claims.items[why->other], row_count_words(&t->claims.items[why->other]));
    toll_buffer_str(&words, " ");
    figure_who(&words, &t->claims.items[why->other]);
    toll_buffer_str(&words, ")");
    toll_buffer_str(out, " ");
    text_clean(out, (toll_slice){words.at, words.len});
  }
  toll_buffer_str(out, "\n");
  toll_buffer_free(&words);
  toll_buffer_free(&line);
}

/* The harms that have no column of their own. */
static void write_others(const struct tallied *t, toll_buffer *out) {
  bool first = true;
  for (unsigned harm = TOLL_WOUNDED + 1; harm < TOLL_HARM_COUNT; harm++) {
    const toll_figure *f = &t->tally.of[harm];
    if (!f->given) continue;
    toll_buffer_str(out, first ? "  (" : ", ");
    first = false;
    for (const char *at = toll_harm_name(harm); *at; at++) toll_buffer_add(out, *at == '_' ? " " : at, 1);
    toll_buffer_str(out, " ");
    figure_range(out, f->low, f->best, f->high);
  }
  toll_buffer_str(out, first ? "\n" : ")\n");
}

static void write_line(const struct tallied *t, toll_buffer *out) {
  add_padded(out, &t->tally.of[TOLL_KILLED]);
  add_padded(out, &t->tally.of[TOLL_WOUNDED]);
  toll_buffer_str(out, "  ");
  toll_buffer label = {0};
  scan_label(&label, t->info);
  text_clean(out, (toll_slice){label.at, label.len});
  toll_buffer_free(&label);
  if (t->info->id.len > 0 && t->info->line > 0) {
    toll_buffer_str(out, " ");
    text_clean(out, t->info->id);
  }
  write_others(t, out);
  for (size_t i = 0; t->why && i < t->claims.count; i++) write_reason(t, i, out);
}

int scan_tally_table(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                     toll_buffer *out, toll_error *e) {
  return render_tally(context, state, doc, claims, out, e, write_line);
}

void scan_tally_header(const char *format, bool why, toll_buffer *out) {
  if (strcmp(format, "csv") == 0)
    toll_buffer_str(out, why ? "doc,harm,low,best,high,claim,used,reason\r\n" : "doc,harm,low,best,high\r\n");
  if (strcmp(format, "table") != 0) return;
  char line[80];
  snprintf(line, sizeof line, "%*s%*s  document\n", TALLY_WIDTH, "killed", TALLY_WIDTH, "wounded");
  toll_buffer_str(out, line);
}
