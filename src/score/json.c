/* The results for programs: every count beside the rate made of it, so that
 * results of several runs can be put together. */
#include <stdio.h>
#include <string.h>

#include "score/score.h"

/* `,"name":` without the comma behind an opening bracket. */
static void key(toll_buffer *out, const char *name) {
  char last = out->len ? out->at[out->len - 1] : '{';
  toll_buffer_str(out, last == '{' || last == '[' ? "\"" : ",\"");
  toll_buffer_str(out, name);
  toll_buffer_str(out, "\":");
}

static void count(toll_buffer *out, const char *name, uint64_t n) {
  key(out, name);
  toll_buffer_int(out, (int64_t)n);
}

static void real(toll_buffer *out, const char *name, double x) {
  char text[40];
  int n = snprintf(text, sizeof text, "%.17g", x); /* reads back as the same number */
  key(out, name);
  toll_buffer_add(out, text, n > 0 ? (size_t)n : 0);
}

static void next(toll_buffer *out) {
  if (out->len && out->at[out->len - 1] != '[') toll_buffer_str(out, ",");
}

static void exact(const struct score_exact *x, toll_buffer *out) {
  count(out, "rows", x->rows);
  count(out, "right", x->right);
  real(out, "exact", score_rate(x->right, x->rows));
  count(out, "nonzero_rows", x->nonzero);
  count(out, "nonzero_right", x->nonzero_right);
  real(out, "nonzero_exact", score_rate(x->nonzero_right, x->nonzero));
  count(out, "zero_rows", x->rows - x->nonzero);
  count(out, "alarms", x->alarms);
  real(out, "false_alarms", score_rate(x->alarms, x->rows - x->nonzero));
}

static void documents(const struct ledger_sums *sums, toll_buffer *out) {
  key(out, "documents");
  toll_buffer_str(out, "{");
  for (unsigned harm = 1; harm < TOLL_HARM_COUNT; harm++) {
    if (sums->exact[harm].rows == 0) continue;
    key(out, toll_harm_name(harm));
    toll_buffer_str(out, "{");
    exact(&sums->exact[harm], out);
    toll_buffer_str(out, "}");
  }
  toll_buffer_str(out, "}");
  key(out, "interval");
  if (sums->interval.rows == 0) {
    toll_buffer_str(out, "null");
    return;
  }
  toll_buffer_str(out, "{");
  count(out, "rows", sums->interval.rows);
  count(out, "right", sums->interval.exact);
  real(out, "exact", score_rate(sums->interval.exact, sums->interval.rows));
  count(out, "inside", sums->interval.inside);
  real(out, "best_inside", score_rate(sums->interval.inside, sums->interval.rows));
  toll_buffer_str(out, "}");
}

static void claims(const struct score_claims *c, toll_buffer *out) {
  count(out, "rows", c->rows);
  count(out, "gold", c->gold);
  count(out, "found", c->found);
  count(out, "matched", c->matched);
  count(out, "strict", c->strict);
  real(out, "precision", score_rate(c->matched, c->found));
  real(out, "recall", score_rate(c->matched, c->gold));
  real(out, "f1", score_f1(c->matched, c->found, c->gold));
  real(out, "strict_f1", score_f1(c->strict, c->found, c->gold));
  key(out, "fields");
  toll_buffer_str(out, "{");
  for (unsigned f = 0; f < SCORE_FIELD_COUNT; f++) real(out, score_field_name(f), score_rate(c->fields[f], c->matched));
  toll_buffer_str(out, "}");
}

static void targets(const struct score_targets *t, toll_buffer *out) {
  key(out, "targets");
  if (t->all == 0) {
    toll_buffer_str(out, "null");
    return;
  }
  toll_buffer_str(out, "{");
  count(out, "all", t->all);
  count(out, "found", t->found);
  real(out, "rate", score_rate(t->found, t->all));
  count(out, "above_one", t->above_one);
  count(out, "above_one_found", t->above_one_found);
  real(out, "above_one_rate", score_rate(t->above_one_found, t->above_one));
  toll_buffer_str(out, "}");
}

static void curve(const struct curve *c, toll_buffer *out) {
  struct curve_point points[CURVE_STEPS];
  size_t n = curve_points(c, points);
  key(out, "curve");
  toll_buffer_str(out, "[");
  for (size_t i = 0; i < n; i++) {
    next(out);
    toll_buffer_str(out, "{");
    real(out, "least", points[i].least / 1000.0);
    count(out, "kept", points[i].kept);
    count(out, "wrong", points[i].wrong);
    real(out, "coverage", score_rate(points[i].kept, points[0].kept));
    real(out, "error", score_rate(points[i].wrong, points[i].kept));
    toll_buffer_str(out, "}");
  }
  toll_buffer_str(out, "]");
}

static void reliability(const struct curve *c, toll_buffer *out) {
  struct curve_bin bins[CURVE_BINS];
  curve_bins(c, bins);
  key(out, "reliability");
  toll_buffer_str(out, "[");
  for (size_t i = 0; i < CURVE_BINS; i++) {
    if (bins[i].claims == 0) continue;
    next(out);
    toll_buffer_str(out, "{");
    real(out, "from", (double)i / CURVE_BINS);
    real(out, "to", (double)(i + 1) / CURVE_BINS);
    count(out, "claims", bins[i].claims);
    real(out, "confidence", (double)bins[i].sum / 1000 / (double)bins[i].claims);
    real(out, "right", score_rate(bins[i].right, bins[i].claims));
    toll_buffer_str(out, "}");
  }
  toll_buffer_str(out, "]");
  real(out, "calibration_error", curve_error(c));
}

static void phenomena(const struct score *s, size_t part, toll_buffer *out) {
  const char *comma = "";
  key(out, "phenomena");
  toll_buffer_str(out, "{");
  for (size_t k = 0; k < s->phenomenon_count; k++) {
    const struct score_phenomenon *p = &s->phenomena[k];
    if (p->rows[part] == 0) continue;
    toll_buffer_str(out, comma);
    toll_buffer_json(out, p->name);
    toll_buffer_str(out, ":{");
    count(out, "rows", p->rows[part]);
    count(out, "passed", p->passed[part]);
    toll_buffer_str(out, "}");
    comma = ",";
  }
  toll_buffer_str(out, "}");
}

static void part(const struct score *s, size_t i, toll_buffer *out) {
  const struct score_part *p = s->parts[i];
  toll_buffer_str(out, "{\"part\":\"");
  toll_buffer_str(out, score_part_title(s, i));
  toll_buffer_str(out, "\"");
  count(out, "rows", p->rows);
  count(out, "unlabelled", p->unlabelled);
  documents(&p->documents, out);
  key(out, "claims");
  if (p->claims.rows) {
    toll_buffer_str(out, "{");
    claims(&p->claims, out);
    toll_buffer_str(out, "}");
    curve(&p->curve, out);
    reliability(&p->curve, out);
  } else {
    toll_buffer_str(out, "null");
  }
  targets(&p->targets, out);
  phenomena(s, i, out);
  count(out, "values_checked", p->spelled);
  count(out, "values_not_spelled", p->unspelled);
  toll_buffer_str(out, "}");
}

static void lines(const char *name, const toll_buffer *text, toll_buffer *out) {
  key(out, name);
  toll_buffer_str(out, "[");
  for (size_t at = 0; at < text->len;) {
    const char *end = memchr(text->at + at, '\n', text->len - at);
    size_t len = end ? (size_t)(end - text->at) - at : text->len - at;
    next(out);
    toll_buffer_json(out, (toll_slice){text->at + at, len});
    at += len + 1;
  }
  toll_buffer_str(out, "]");
}

void score_json(const struct score *s, toll_buffer *out) {
  toll_buffer_str(out, "{\"parts\":[");
  for (size_t i = 0; i < SCORE_PARTS; i++) {
    if (!score_part_title(s, i)) continue;
    next(out);
    part(s, i, out);
  }
  toll_buffer_str(out, "]");
  count(out, "repeated", s->repeated);
  lines("not_spelled", &s->made_up, out);
  lines("errors", &s->errors, out);
  toll_buffer_str(out, "}");
}
