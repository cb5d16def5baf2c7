/* One table for each question; a part of the rows is a line, or a column where
 * there are many lines. */
#include "eval_print.h"

#include <stdarg.h>
#include <string.h>

#include "table.h"

#define COLUMN(title)                                                                                                  \
  { title, 0, true, false }
#define NAMES(title)                                                                                                   \
  { title, 0, false, false }

static void cell(struct table *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void cell(struct table *t, const char *format, ...) {
  char text[128];
  va_list list;
  va_start(list, format);
  vsnprintf(text, sizeof text, format, list);
  va_end(list);
  table_str(t, text, TONE_PLAIN);
}

static void rate(struct table *t, uint64_t a, uint64_t b) {
  if (b)
    cell(t, "%.3f", score_rate(a, b));
  else
    table_str(t, "–", TONE_DIM);
}

static void number(struct table *t, uint64_t n) {
  cell(t, "%llu", (unsigned long long)n);
}

static void print(struct table *t, const struct term *term, toll_buffer *out) {
  size_t before = out->len;
  table_print(t, term, out);
  if (out->len > before) toll_buffer_str(out, "\n");
  table_free(t);
}

static void documents(const struct score *s, const struct term *term, toll_buffer *out) {
  static const struct column columns[] = {NAMES("figures"),   NAMES("part"),   COLUMN("rows"), COLUMN("exact"),
                                          COLUMN("not zero"), COLUMN("exact"), COLUMN("zero"), COLUMN("false alarms")};
  struct table t = {.columns = columns, .column_count = 8};
  for (unsigned harm = 1; harm < TOLL_HARM_COUNT; harm++) {
    for (size_t i = 0; i < SCORE_PARTS; i++) {
      const struct score_exact *x = &s->parts[i]->documents.exact[harm];
      if (!score_part_title(s, i) || x->rows == 0) continue;
      table_str(&t, toll_harm_name(harm), TONE_BOLD);
      table_str(&t, score_part_title(s, i), TONE_PLAIN);
      number(&t, x->rows);
      rate(&t, x->right, x->rows);
      number(&t, x->nonzero);
      rate(&t, x->nonzero_right, x->nonzero);
      number(&t, x->rows - x->nonzero);
      rate(&t, x->alarms, x->rows - x->nonzero);
    }
  }
  print(&t, term, out);
}

static void intervals(const struct score *s, const struct term *term, toll_buffer *out) {
  static const struct column columns[] = {NAMES("killed, from and to"), NAMES("part"), COLUMN("rows"), COLUMN("exact"),
                                          COLUMN("best inside")};
  struct table t = {.columns = columns, .column_count = 5};
  for (size_t i = 0; i < SCORE_PARTS; i++) {
    const struct score_interval *x = &s->parts[i]->documents.interval;
    if (!score_part_title(s, i) || x->rows == 0) continue;
    table_str(&t, "interval", TONE_BOLD);
    table_str(&t, score_part_title(s, i), TONE_PLAIN);
    number(&t, x->rows);
    rate(&t, x->exact, x->rows);
    rate(&t, x->inside, x->rows);
  }
  print(&t, term, out);
}

static void targets(const struct score *s, const struct term *term, toll_buffer *out) {
  static const struct column columns[] = {NAMES("targets of templates"), NAMES("part"),  COLUMN("all"), COLUMN("found"),
                                          COLUMN("number above one"),    COLUMN("found")};
  struct table t = {.columns = columns, .column_count = 6};
  for (size_t i = 0; i < SCORE_PARTS; i++) {
    const struct score_targets *x = &s->parts[i]->targets;
    if (!score_part_title(s, i) || x->all == 0) continue;
    table_str(&t, "targets", TONE_BOLD);
    table_str(&t, score_part_title(s, i), TONE_PLAIN);
    number(&t, x->all);
    rate(&t, x->found, x->all);
    number(&t, x->above_one);
    rate(&t, x->above_one_found, x->above_one);
  }
  print(&t, term, out);
}

static bool any_claims(const struct score *s) {
  for (size_t i = 0; i < SCORE_PARTS; i++)
    if (s->parts[i]->claims.rows) return true;
  return false;
}

static void claims(const struct score *s, const struct term *term, toll_buffer *out) {
  static const struct column columns[] = {
      NAMES("claims"),     NAMES("part"),    COLUMN("labelled"), COLUMN("found"),
      COLUMN("precision"), COLUMN("recall"), COLUMN("F1"),       COLUMN("F1 with value, form, status")};
  struct table t = {.columns = columns, .column_count = 8};
  for (size_t i = 0; i < SCORE_PARTS; i++) {
    const struct score_claims *c = &s->parts[i]->claims;
    if (!score_part_title(s, i) || c->rows == 0) continue;
    table_str(&t, "claims", TONE_BOLD);
    table_str(&t, score_part_title(s, i), TONE_PLAIN);
    number(&t, c->gold);
    number(&t, c->found);
    rate(&t, c->matched, c->found);
    rate(&t, c->matched, c->gold);
    cell(&t, "%.3f", score_f1(c->matched, c->found, c->gold));
    cell(&t, "%.3f", score_f1(c->strict, c->found, c->gold));
  }
  print(&t, term, out);
}

/* A line a name, a column a part. */
static struct table by_part(const struct score *s, struct column columns[1 + SCORE_PARTS], const char *title) {
  size_t count = 0;
  columns[count++] = (struct column)NAMES(title);
  for (size_t i = 0; i < SCORE_PARTS; i++)
    if (score_part_title(s, i)) columns[count++] = (struct column)COLUMN(score_part_title(s, i));
  return (struct table){.columns = columns, .column_count = count};
}

static void fields(const struct score *s, const struct term *term, toll_buffer *out) {
  struct column columns[1 + SCORE_PARTS];
  struct table t = by_part(s, columns, "fields of matched claims");
  for (unsigned f = 0; f < SCORE_FIELD_COUNT; f++) {
    table_str(&t, score_field_name(f), TONE_BOLD);
    for (size_t i = 0; i < SCORE_PARTS; i++)
      if (score_part_title(s, i)) rate(&t, s->parts[i]->claims.fields[f], s->parts[i]->claims.matched);
  }
  print(&t, term, out);
}

static void phenomena(const struct score *s, const struct term *term, toll_buffer *out) {
  struct column columns[1 + SCORE_PARTS];
  struct table t = by_part(s, columns, "phenomenon, rows passed");
  for (size_t k = 0; k < s->phenomenon_count; k++) {
    const struct score_phenomenon *p = &s->phenomena[k];
    table_cell(&t, p->name, TONE_BOLD);
    for (size_t i = 0; i < SCORE_PARTS; i++) {
      if (!score_part_title(s, i)) continue;
      if (p->rows[i])
        cell(&t, "%llu of %llu", (unsigned long long)p->passed[i], (unsigned long long)p->rows[i]);
      else
        table_str(&t, "–", TONE_DIM);
    }
  }
  print(&t, term, out);
}

static void add_point(struct table *t, const struct score *s, unsigned least) {
  cell(t, "%.3f", least / 1000.0);
  for (size_t i = 0; i < SCORE_PARTS; i++) {
    if (!score_part_title(s, i)) continue;
    struct curve_point p = curve_at(&s->parts[i]->curve, least);
    number(t, p.kept);
    rate(t, p.kept, curve_count(&s->parts[i]->curve));
    rate(t, p.wrong, p.kept);
  }
}

static uint64_t kept_at(const struct score *s, unsigned least) {
  return curve_at(&s->parts[0]->curve, least).kept + curve_at(&s->parts[1]->curve, least).kept;
}

static void curve(const struct score *s, const struct term *term, toll_buffer *out) {
  static const unsigned steps[] = {0, 500, 600, 700, 800, 850, 900, 925, 950, 975, 990};
  static const struct column columns[] = {
      NAMES("confidence at least"), COLUMN("claims kept"), COLUMN("coverage"), COLUMN("error"),
      COLUMN("set aside: kept"),    COLUMN("coverage"),    COLUMN("error")};
  struct table t = {.columns = columns, .column_count = s->settings.set_aside ? 7 : 4};
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
    bool last = i + 1 == sizeof steps / sizeof *steps;
    if (kept_at(s, steps[i]) == 0) break;
    if (last || kept_at(s, steps[i]) != kept_at(s, steps[i + 1])) add_point(&t, s, steps[i]);
  }
  print(&t, term, out);
}

static void reliability(const struct score *s, const struct term *term, toll_buffer *out) {
  static const struct column columns[] = {NAMES("confidence"), NAMES("part"), COLUMN("claims"), COLUMN("mean"),
                                          COLUMN("right")};
  struct table t = {.columns = columns, .column_count = 5};
  for (size_t bin = 0; bin < CURVE_BINS; bin++) {
    for (size_t i = 0; i < SCORE_PARTS; i++) {
      struct curve_bin bins[CURVE_BINS];
      curve_bins(&s->parts[i]->curve, bins);
      if (bins[bin].claims == 0) continue;
      cell(&t, "%.1f to %.1f", (double)bin / CURVE_BINS, (double)(bin + 1) / CURVE_BINS);
      table_str(&t, score_part_title(s, i), TONE_PLAIN);
      number(&t, bins[bin].claims);
      cell(&t, "%.3f", (double)bins[bin].sum / 1000 / (double)bins[bin].claims);
      rate(&t, bins[bin].right, bins[bin].claims);
    }
  }
  print(&t, term, out);
}

static void summary(const struct score *s, const struct term *term, toll_buffer *out) {
  struct column columns[1 + SCORE_PARTS];
  struct table t = by_part(s, columns, "in all");
  table_str(&t, "rows", TONE_PLAIN);
  for (size_t i = 0; i < SCORE_PARTS; i++)
    if (score_part_title(s, i)) number(&t, s->parts[i]->rows);
  if (s->parts[0]->unlabelled + s->parts[1]->unlabelled > 0) {
    table_str(&t, "of these without a label to compare", TONE_PLAIN);
    for (size_t i = 0; i < SCORE_PARTS; i++)
      if (score_part_title(s, i)) number(&t, s->parts[i]->unlabelled);
  }
  if (any_claims(s)) {
    table_str(&t, "expected calibration error", TONE_PLAIN);
    for (size_t i = 0; i < SCORE_PARTS; i++)
      if (score_part_title(s, i)) cell(&t, "%.3f", curve_error(&s->parts[i]->curve));
  }
  table_str(&t, "values checked against their words", TONE_PLAIN);
  for (size_t i = 0; i < SCORE_PARTS; i++)
    if (score_part_title(s, i)) number(&t, s->parts[i]->spelled);
  table_str(&t, "values not spelled out there", TONE_PLAIN);
  for (size_t i = 0; i < SCORE_PARTS; i++)
    if (score_part_title(s, i)) number(&t, s->parts[i]->unspelled);
  if (s->repeated) {
    table_str(&t, "rows answered for by a later one of their id", TONE_PLAIN);
    number(&t, s->repeated);
    if (s->settings.set_aside) table_str(&t, "", TONE_PLAIN);
  }
  print(&t, term, out);
}

static void lines(const char *title, const toll_buffer *text, toll_buffer *out) {
  if (text->len == 0) return;
  toll_buffer_str(out, title);
  toll_buffer_str(out, "\n");
  for (size_t at = 0; at < text->len;) {
    const char *end = memchr(text->at + at, '\n', text->len - at);
    size_t len = end ? (size_t)(end - text->at) - at : text->len - at;
    toll_buffer_str(out, "  ");
    text_clean(out, (toll_slice){text->at + at, len});
    toll_buffer_str(out, "\n");
    at += len + 1;
  }
  toll_buffer_str(out, "\n");
}

void eval_print(const struct score *s, const struct term *term, toll_buffer *out) {
  documents(s, term, out);
  intervals(s, term, out);
  targets(s, term, out);
  if (any_claims(s)) {
    claims(s, term, out);
    fields(s, term, out);
    curve(s, term, out);
    reliability(s, term, out);
  }
  phenomena(s, term, out);
  lines("errors", &s->errors, out);
  lines("values that their words do not spell", &s->made_up, out);
  summary(s, term, out);
  while (out->len > 1 && out->at[out->len - 1] == '\n' && out->at[out->len - 2] == '\n') out->len--;
}
