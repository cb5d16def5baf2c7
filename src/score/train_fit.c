/* From examples to weights: features that are seen often enough are numbered in
 * the order of their names, the penalty is found by cross-validation, and the
 * weights of all examples are rounded to what the file holds. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "score/logit.h"
#include "score/train_part.h"

#define SEEN_LEAST 5 /* examples that a feature needs */

static const double decays[] = {2, 4, 8, 16, 32, 64};
#define DECAYS (sizeof decays / sizeof *decays)

/* The examples of one choice. */
struct examples {
  const struct train_case **cases;
  size_t count, features, mentions;
  struct train_weight *names; /* features of them, by name */
  struct logit_data data;
};

/* ---- names ---- */

static int by_name(const void *a, const void *b) {
  const toll_slice *x = a, *y = b;
  int d = memcmp(x->at, y->at, x->len < y->len ? x->len : y->len);
  return d ? d : (x->len > y->len) - (x->len < y->len);
}

static toll_slice next_name(const char **at) {
  toll_slice name = {*at, strlen(*at)};
  *at += name.len + 1;
  return name;
}

/* All names of all examples, sorted; each that is seen often enough and not always becomes a feature. */
static bool number_names(struct train *t, struct examples *x) {
  toll_slice *all = ARENA_ARRAY(&t->keep, x->mentions + 1, toll_slice);
  x->names = ARENA_ARRAY(&t->keep, x->mentions + 1, struct train_weight);
  if (!all || !x->names) return false;
  size_t n = 0;
  for (size_t i = 0; i < x->count; i++) {
    const char *at = t->names.at + x->cases[i]->names;
    for (uint32_t k = 0; k < x->cases[i]->count; k++) all[n++] = next_name(&at);
  }
  if (n) qsort(all, n, sizeof *all, by_name);
  for (size_t i = 0, end; i < n; i = end) {
    for (end = i; end < n && by_name(all + i, all + end) == 0;) end++;
    if (end - i >= SEEN_LEAST && end - i < x->count)
      x->names[x->features++] = (struct train_weight){all[i], end - i, 0};
  }
  return true;
}

static bool number_examples(struct train *t, struct examples *x) {
  uint32_t *first = ARENA_ARRAY(&t->keep, x->count + 1, uint32_t);
  uint32_t *index = ARENA_ARRAY(&t->keep, x->mentions + 1, uint32_t);
  bool *right = ARENA_ARRAY(&t->keep, x->count + 1, bool);
  uint8_t *fold = ARENA_ARRAY(&t->keep, x->count + 1, uint8_t);
  if (t->keep.failed) return false;
  uint32_t n = 0;
  for (size_t i = 0; i < x->count; i++) {
    const char *at = t->names.at + x->cases[i]->names;
    first[i] = n;
    for (uint32_t k = 0; k < x->cases[i]->count; k++) {
      toll_slice name = next_name(&at);
      const struct train_weight *w = bsearch(&name, x->names, x->features, sizeof *x->names, by_name);
      if (w) index[n++] = (uint32_t)(w - x->names);
    }
    right[i] = x->cases[i]->right;
    fold[i] = x->cases[i]->fold;
  }
  first[x->count] = n;
  x->data = (struct logit_data){x->count, x->features, first, index, right, fold, TRAIN_FOLDS};
  return true;
}

static bool gather(struct train *t, unsigned choice, struct examples *x, struct train_result *r) {
  const struct train_case *all = (const struct train_case *)(const void *)t->cases.at;
  size_t count = t->cases.len / sizeof *all;
  x->cases = ARENA_ARRAY(&t->keep, count + 1, const struct train_case *);
  if (!x->cases) return false;
  uint32_t row = 0;
  for (size_t i = 0; i < count; i++) {
    if (all[i].choice != choice || all[i].left_out || all[i].unseen) continue;
    x->cases[x->count++] = all + i;
    x->mentions += all[i].count;
    r->right += all[i].right;
    r->documents += all[i].row != row;
    row = all[i].row;
  }
  r->examples = x->count;
  return number_names(t, x) && number_examples(t, x);
}

/* ---- fitting ---- */

static struct curve *curve_of(struct train *t, const struct examples *x, const double *probability) {
  struct curve *c = ARENA_NEW(&t->keep, struct curve);
  for (size_t i = 0; c && i < x->count; i++) curve_add(c, probability[i], x->data.right[i]);
  return c;
}

/* Cross-validates each penalty and keeps what the best one says. */
static int choose_decay(struct train *t, const struct examples *x, struct train_result *r, bool ruled) {
  double share = (double)r->right / (double)r->examples;
  double *said = ARENA_ARRAY(&t->keep, x->count + 1, double), *best = ARENA_ARRAY(&t->keep, x->count + 1, double);
  if (!said || !best) return TOLL_E_MEMORY;
  for (size_t i = 0; i < DECAYS; i++) {
    int code = logit_cross(&x->data, decays[i], said);
    if (code) return code;
    double loss = logit_loss(&x->data, said);
    if (i > 0 && loss >= r->loss) continue;
    r->loss = loss;
    r->decay = decays[i];
    memcpy(best, said, x->count * sizeof *best);
  }
  r->curve = curve_of(t, x, best);
  for (size_t i = 0; i < x->count; i++) said[i] = ruled ? x->cases[i]->before : share;
  r->loss_before = logit_loss(&x->data, said);
  r->before = curve_of(t, x, said);
  return t->keep.failed ? TOLL_E_MEMORY : TOLL_OK;
}

static int32_t thousandths(double x) {
  return (int32_t)floor(x * 1000 + 0.5);
}

int train_fit(struct train *t, unsigned choice) {
  struct examples x = {0};
  struct train_result *r = &t->results[choice];
  *r = (struct train_result){0};
  if (!gather(t, choice, &x, r)) return TOLL_E_MEMORY;
  double *weights = ARENA_ARRAY(&t->keep, x.features + 1, double);
  if (!weights) return TOLL_E_MEMORY;
  if (r->right == 0 || r->right == r->examples) return TOLL_OK; /* nothing to tell apart */
  int code = choose_decay(t, &x, r, choice == TRAIN_CONFIDENCE);
  if (!code) code = logit_fit(&x.data, TRAIN_FOLDS, r->decay, weights);
  if (code) return code;
  r->least = train_least(choice);
  r->bias = thousandths(weights[x.features]);
  r->weights = x.names;
  for (size_t i = 0; i < x.features; i++) {
    x.names[i].weight = thousandths(weights[i]);
    if (x.names[i].weight) r->weights[r->weight_count++] = x.names[i];
  }
  return TOLL_OK;
}

/* ---- what no rule was written from ---- */

/* The weights of a case's features together, without the bias. */
static double sum_of(const struct train *t, const struct train_result *r, const struct train_case *c) {
  const char *at = t->names.at + c->names;
  int64_t sum = 0;
  for (uint32_t k = 0; k < c->count; k++) {
    toll_slice name = next_name(&at);
    const struct train_weight *w = bsearch(&name, r->weights, r->weight_count, sizeof *r->weights, by_name);
    if (w) sum += w->weight;
  }
  return (double)sum / 1000;
}

static bool is_unseen(const struct train_case *c, unsigned choice) {
  return c->choice == choice && c->unseen && !c->left_out;
}

/* How many of the unseen examples would be right with that bias, less those that are. */
static double excess(const struct train *t, unsigned choice, double bias) {
  const struct train_case *all = (const struct train_case *)(const void *)t->cases.at;
  double sum = 0;
  for (size_t i = 0; i < t->cases.len / sizeof *all; i++)
    if (is_unseen(all + i, choice))
      sum += 1 / (1 + exp(-bias - sum_of(t, &t->results[choice], all + i))) - (all[i].right ? 1 : 0);
  return sum;
}

#define BIAS_MOST 20.0

/* Sets the bias so that as many unseen examples are right as the probabilities say. */
void train_set_bias(struct train *t, unsigned choice) {
  const struct train_case *all = (const struct train_case *)(const void *)t->cases.at;
  struct train_result *r = &t->results[choice];
  uint64_t right = 0;
  for (size_t i = 0; i < t->cases.len / sizeof *all; i++)
    if (is_unseen(all + i, choice)) r->unseen++, right += all[i].right;
  if (right == 0 || right == r->unseen) r->unseen = 0; /* nothing to set it by */
  if (r->unseen == 0) return;
  double low = -BIAS_MOST, high = BIAS_MOST;
  for (int n = 0; n < 60; n++) {
    double middle = (low + high) / 2;
    if (excess(t, choice, middle) > 0)
      high = middle;
    else
      low = middle;
  }
  r->bias = thousandths(low);
}

/* ---- the file ---- */

static void add_format(toll_buffer *out, const char *format, double a, double b) {
  char text[128];
  snprintf(text, sizeof text, format, a, b);
  toll_buffer_str(out, text);
}

static void add_thousandths(toll_buffer *out, const char *lead, toll_slice name, int32_t n) {
  char text[32];
  unsigned size = n < 0 ? (unsigned)-n : (unsigned)n;
  snprintf(text, sizeof text, " %s%u.%03u\n", n < 0 ? "-" : "", size / 1000, size % 1000);
  toll_buffer_str(out, lead);
  toll_buffer_add(out, name.at, name.len);
  toll_buffer_str(out, text);
}

static void add_choice(const char *name, const struct train_result *r, toll_buffer *out) {
  toll_buffer_str(out, "\n# ");
  toll_buffer_int(out, (int64_t)r->examples);
  toll_buffer_str(out, " examples in ");
  toll_buffer_int(out, (int64_t)r->documents);
  toll_buffer_str(out, " documents, ");
  toll_buffer_int(out, (int64_t)r->right);
  toll_buffer_str(out, " of them right; decay ");
  toll_buffer_int(out, (int64_t)r->decay);
  add_format(out, ".\n# Cross-validated: log loss %.3f, without weights %.3f;", r->loss, r->loss_before);
  add_format(out, " calibration error %.3f, without %.3f.\n", curve_error(r->curve), curve_error(r->before));
  if (r->unseen) {
    toll_buffer_str(out, "# The bias is set by ");
    toll_buffer_int(out, (int64_t)r->unseen);
    toll_buffer_str(out, " examples that no rule was written from.\n");
  }
  toll_buffer_str(out, "choice ");
  toll_buffer_str(out, name);
  toll_buffer_str(out, "\n");
  add_thousandths(out, "  ", TOLL_LIT("bias"), r->bias);
  if (r->least) add_thousandths(out, "  ", TOLL_LIT("least"), r->least);
  for (size_t i = 0; i < r->weight_count; i++) add_thousandths(out, "  ", r->weights[i].name, r->weights[i].weight);
}

void train_text(const struct train *t, toll_buffer *out) {
  toll_buffer_str(out, "# How likely a reading is, by what is known of how it was found. Written by\n"
                       "# `toll pack train`; doc/pack-format.md says how to read it. No text is kept\n"
                       "# of the reports that it was trained on.\n");
  for (unsigned i = 0; i < TRAIN_CHOICES; i++)
    if (t->results[i].curve) add_choice(train_choice_name(i), &t->results[i], out);
}
