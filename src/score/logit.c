/* The penalty makes the problem strictly convex in the weights, so that Newton's
 * steps, halved where they would climb, end at its one solution. */
#include "score/logit.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "toll/error.h"

#define STEPS_MAX 100
#define STEP_SMALL 1e-10
#define HALVINGS 30
#define BIAS_DECAY 1e-6 /* so that a bias without two kinds of examples stays finite */

struct newton {
  const struct logit_data *data;
  unsigned without;
  double decay;
  size_t n;        /* weights with the bias */
  double *hessian; /* n * n, of which the lower half is used */
  double *gradient, *step, *next;
};

double logit_at(const struct logit_data *d, const double *weights, size_t i) {
  double z = weights[d->features];
  for (uint32_t k = d->first[i]; k < d->first[i + 1]; k++) z += weights[d->index[k]];
  return 1 / (1 + exp(-z));
}

static double penalty(const struct newton *t, size_t k) {
  return k + 1 == t->n ? BIAS_DECAY : t->decay;
}

static double weight_of(const struct logit_data *d, size_t i) {
  return d->weight ? d->weight[i] : 1;
}

static double cost_of(double p, bool right) {
  const double least = 1e-12;
  double said = right ? p : 1 - p;
  return -log(said > least ? said : least);
}

static double objective(const struct newton *t, const double *w) {
  double sum = 0;
  for (size_t i = 0; i < t->data->count; i++)
    if (t->data->fold[i] != t->without)
      sum += weight_of(t->data, i) * cost_of(logit_at(t->data, w, i), t->data->right[i]);
  for (size_t k = 0; k < t->n; k++) sum += penalty(t, k) / 2 * w[k] * w[k];
  return sum;
}

/* The features of example i and the bias, as positions. */
static size_t active(const struct newton *t, size_t i, uint32_t *out, size_t most) {
  size_t n = 0;
  for (uint32_t k = t->data->first[i]; k < t->data->first[i + 1] && n + 1 < most; k++) out[n++] = t->data->index[k];
  out[n++] = (uint32_t)t->data->features;
  return n;
}

static bool is_held(const struct logit_data *d, size_t k) {
  return d->held && k < d->features && !isnan(d->held[k]);
}

/* No step is taken along the weights that are held. */
static void hold(const struct newton *t) {
  for (size_t k = 0; k < t->n; k++) {
    if (!is_held(t->data, k)) continue;
    for (size_t j = 0; j < t->n; j++) t->hessian[k * t->n + j] = t->hessian[j * t->n + k] = 0;
    t->hessian[k * t->n + k] = 1;
    t->gradient[k] = 0;
  }
}

#define ACTIVE_MAX 64

static void fill(const struct newton *t, const double *w) {
  memset(t->hessian, 0, t->n * t->n * sizeof *t->hessian);
  for (size_t k = 0; k < t->n; k++) {
    t->gradient[k] = penalty(t, k) * w[k];
    t->hessian[k * t->n + k] = penalty(t, k);
  }
  for (size_t i = 0; i < t->data->count; i++) {
    if (t->data->fold[i] == t->without) continue;
    uint32_t at[ACTIVE_MAX];
    size_t count = active(t, i, at, ACTIVE_MAX);
    double p = logit_at(t->data, w, i), share = weight_of(t->data, i);
    double slope = share * (p - (t->data->right[i] ? 1 : 0)), bend = share * p * (1 - p);
    for (size_t a = 0; a < count; a++) {
      t->gradient[at[a]] += slope;
      for (size_t b = 0; b < count; b++)
        if (at[b] <= at[a]) t->hessian[at[a] * t->n + at[b]] += bend;
    }
  }
  hold(t);
}

/* Cholesky: hessian * step = gradient, in place. */
static void solve(const struct newton *t) {
  double *h = t->hessian, *x = t->step;
  size_t n = t->n;
  for (size_t i = 0; i < n; i++) {
    for (size_t j = 0; j <= i; j++) {
      double sum = h[i * n + j];
      for (size_t k = 0; k < j; k++) sum -= h[i * n + k] * h[j * n + k];
      h[i * n + j] = i == j ? sqrt(sum) : sum / h[j * n + j];
    }
  }
  for (size_t i = 0; i < n; i++) {
    x[i] = t->gradient[i];
    for (size_t k = 0; k < i; k++) x[i] -= h[i * n + k] * x[k];
    x[i] /= h[i * n + i];
  }
  for (size_t i = n; i-- > 0;) {
    for (size_t k = i + 1; k < n; k++) x[i] -= h[k * n + i] * x[k];
    x[i] /= h[i * n + i];
  }
}

/* One step, halved until it goes down; its length, 0 where none does. */
static double take_step(const struct newton *t, double *w) {
  double here = objective(t, w), share = 1, longest = 0;
  for (int n = 0; n < HALVINGS; n++, share /= 2) {
    for (size_t k = 0; k < t->n; k++) t->next[k] = w[k] - share * t->step[k];
    if (objective(t, t->next) > here) continue;
    for (size_t k = 0; k < t->n; k++) {
      longest = fmax(longest, fabs(t->next[k] - w[k]));
      w[k] = t->next[k];
    }
    return longest;
  }
  return 0;
}

int logit_fit(const struct logit_data *d, unsigned without, double decay, double *weights) {
  struct newton t = {.data = d, .without = without, .decay = decay, .n = d->features + 1};
  double *room = mem_array(t.n * (t.n + 3), sizeof *room);
  if (!room) return TOLL_E_MEMORY;
  t.hessian = room;
  t.gradient = room + t.n * t.n;
  t.step = t.gradient + t.n;
  t.next = t.step + t.n;
  for (size_t k = 0; k < t.n; k++) weights[k] = is_held(d, k) ? d->held[k] : 0;
  for (int n = 0; n < STEPS_MAX; n++) {
    fill(&t, weights);
    solve(&t);
    if (take_step(&t, weights) < STEP_SMALL) break;
  }
  mem_free(room);
  return TOLL_OK;
}

int logit_cross(const struct logit_data *d, double decay, double *probability) {
  double *weights = mem_array(d->features + 1, sizeof *weights);
  int code = weights ? TOLL_OK : TOLL_E_MEMORY;
  for (unsigned fold = 0; fold < d->folds && !code; fold++) {
    code = logit_fit(d, fold, decay, weights);
    for (size_t i = 0; i < d->count && !code; i++)
      if (d->fold[i] == fold) probability[i] = logit_at(d, weights, i);
  }
  mem_free(weights);
  return code;
}

double logit_loss(const struct logit_data *d, const double *probability) {
  double sum = 0;
  for (size_t i = 0; i < d->count; i++) sum += cost_of(probability[i], d->right[i]);
  return d->count ? sum / (double)d->count : 0;
}
