/* Fitting goes over pairs, measuring over groups: the same average-link by which a case
 * makes its events, on a matrix of all rows. */
#include "score/pairs.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "read/json.h"
#include "score/logit.h"
#include "toll/error.h"

#define FOLDS 8
#define CASES 25         /* of a feature; what fewer pairs have keeps the weight that it has in the source */
#define LABEL_MOST 20000 /* rows: the work grows with their square */
#define DECAY 3.0        /* the penalty on large weights */
#define MORE 0.1         /* what all pairs of further files count, beside those of the first */

int pairs_open(struct pairs *p, const toll_pack *pack, const toll_places *places, toll_error *e) {
  *p = (struct pairs){.pack = pack, .places = places, .decay = DECAY, .doc = toll_document_new()};
  if (!p->doc) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  return toll_scanner_new(pack, places, &p->scanner, e);
}

void pairs_close(struct pairs *p) {
  if (p->scanner) toll_scanner_free(p->scanner);
  if (p->doc) toll_document_free(p->doc);
  arena_free(&p->keep);
  arena_free(&p->row);
  mem_free(p->rows);
}

/* The member "event" of the row. */
static toll_slice event_of(toll_slice line, struct arena *arena) {
  struct json j;
  json_start(&j, line);
  if (json_next(&j) != JSON_OBJECT) return (toll_slice){NULL, 0};
  for (enum json_event at = json_next(&j); at == JSON_KEY; at = json_next(&j)) {
    bool event = json_is(&j, TOLL_LIT("event"));
    enum json_event began = json_next(&j);
    if (event && began == JSON_STRING) return json_text(&j, arena, NULL);
    began = json_skip(&j, began);
    if (began == JSON_BAD || began == JSON_CUT) break;
  }
  return (toll_slice){NULL, 0};
}

static struct pairs_row *new_row(struct pairs *p) {
  if (p->count == p->cap) {
    size_t cap = p->cap ? 2 * p->cap : 256;
    struct pairs_row *more = mem_resize(p->rows, cap * sizeof *more);
    if (!more) return NULL;
    p->rows = more;
    p->cap = cap;
  }
  return &p->rows[p->count++];
}

/* Of several mentions the one with most claims; of equal ones the first. */
static void choose_mention(struct pairs_row *row, const struct mention *made, size_t count) {
  row->speaks = count > 0;
  for (size_t i = 0; i < count; i++)
    if (i == 0 || made[i].claims > row->mention.claims) row->mention = made[i];
}

#define NO_FOLD UINT8_MAX /* of rows that are learned from and never measured */

/* Rows of one event are in one part. */
static uint8_t fold_of(toll_slice event) {
  uint32_t hash = 2166136261u;
  for (size_t i = 0; i < event.len; i++) hash = (hash ^ (unsigned char)event.at[i]) * 16777619u;
  return (uint8_t)((hash >> 8) % FOLDS);
}

int pairs_row(struct pairs *p, toll_slice line, const char *path, uint32_t number, toll_error *e) {
  toll_claims claims;
  struct mention *made;
  size_t count;
  arena_reset(&p->row);
  toll_slice event = event_of(line, &p->keep);
  if (!event.len) return toll_fail(e, TOLL_E_FORMAT, "a row without an event", path, number);
  if (p->count >= LABEL_MOST) return toll_fail(e, TOLL_E_LIMIT, "too many rows", path, number);
  int code = toll_document_from_bytes(p->doc, line, path, e);
  if (!code) code = toll_scan(p->scanner, p->doc, &claims, e);
  if (code) return code;
  const toll_document_info *info = toll_document_get(p->doc);
  struct mention_maker maker = {p->pack, p->places};
  struct pairs_row *row = new_row(p);
  if (!row || mention_make(&maker, info, &claims, &p->row, &made, &count))
    return toll_fail(e, TOLL_E_MEMORY, "memory is out", path, number);
  toll_slice from = {path, strlen(path)};
  if (!p->path.at) p->path = arena_copy(&p->keep, from);
  bool more = from.len != p->path.len || memcmp(path, p->path.at, from.len) != 0;
  *row = (struct pairs_row){.id = arena_copy(&p->keep, info->id), .event = event, .more = more};
  row->fold = more ? NO_FOLD : fold_of(event);
  p->first += !more;
  choose_mention(row, made, count);
  return 0;
}

/* --- examples ----------------------------------------------------------- */

static bool same_event(const struct pairs_row *a, const struct pairs_row *b) {
  if (a->more != b->more || a->event.len != b->event.len) return false;
  return memcmp(a->event.at, b->event.at, a->event.len) == 0;
}

/* The examples as logit wants them, those of the first file first.  A pair of two parts belongs to the part of its
 * first row; what counts is that pairs of one event stay together. */
struct examples {
  struct logit_data data;
  uint32_t *first, *index;
  bool *right;
  uint8_t *fold;
  uint32_t (*pair)[2];
  double *weight;
  size_t own; /* of the first file */
};

static int add_example(struct examples *x, size_t *cap, const struct pairs *p, uint32_t a, uint32_t b) {
  size_t n = x->data.count;
  if (n + 1 >= *cap) {
    size_t more = *cap ? *cap * 2 : 4096;
    uint32_t *first = mem_resize(x->first, (more + 1) * sizeof *first);
    if (first) x->first = first;
    uint32_t *index = mem_resize(x->index, more * AGREEMENT_MOST * sizeof *index);
    if (index) x->index = index;
    bool *right = mem_resize(x->right, more * sizeof *right);
    if (right) x->right = right;
    uint8_t *fold = mem_resize(x->fold, more * sizeof *fold);
    if (fold) x->fold = fold;
    uint32_t(*pair)[2] = mem_resize(x->pair, more * sizeof *pair);
    if (pair) x->pair = pair;
    double *weight = mem_resize(x->weight, more * sizeof *weight);
    if (weight) x->weight = weight;
    if (!first || !index || !right || !fold || !pair || !weight) return TOLL_E_MEMORY;
    if (n == 0) x->first[0] = 0;
    *cap = more;
  }
  uint8_t features[AGREEMENT_MOST];
  size_t count = agreement_features(&p->rows[a].mention, &p->rows[b].mention, features);
  uint32_t at = x->first[n];
  for (size_t i = 0; i < count; i++) x->index[at++] = features[i];
  x->right[n] = same_event(&p->rows[a], &p->rows[b]);
  x->weight[n] = 1;
  x->fold[n] = p->rows[a].fold;
  x->first[n + 1] = at;
  x->pair[n][0] = a;
  x->pair[n][1] = b;
  x->data.count++;
  return 0;
}

/* Pairs of one event count by its reports. */
static double weigh_right(const struct pairs *p, const struct pairs_row *row) {
  size_t reports = 0;
  for (size_t k = 0; k < p->first; k++) reports += same_event(row, &p->rows[k]);
  return reports > 2 ? 1.0 / (double)(reports - 1) : 1;
}

/* Pairs of two events count less the more of them their reports have; all together as many
 * as they are. */
static int weigh_wrong(const struct pairs *p, struct examples *x) {
  double *pairs = mem_array(p->count + 1, sizeof *pairs), sum = 0, count = 0;
  if (!pairs) return TOLL_E_MEMORY;
  for (size_t i = 0; i < p->count; i++) pairs[i] = 0;
  for (size_t i = 0; i < x->own; i++)
    if (!x->right[i]) pairs[x->pair[i][0]]++, pairs[x->pair[i][1]]++;
  for (size_t i = 0; i < x->own; i++) {
    if (x->right[i]) continue;
    x->weight[i] = 1 / sqrt(sqrt(pairs[x->pair[i][0]] * pairs[x->pair[i][1]]));
    sum += x->weight[i];
    count++;
  }
  for (size_t i = 0; i < x->own; i++)
    if (!x->right[i]) x->weight[i] *= count / sum;
  mem_free(pairs);
  return 0;
}

static int weigh_examples(const struct pairs *p, struct examples *x) {
  size_t n = x->data.count;
  for (size_t i = 0; i < x->own; i++)
    if (x->right[i]) x->weight[i] = weigh_right(p, &p->rows[x->pair[i][0]]);
  for (size_t i = x->own; i < n; i++) x->weight[i] = MORE * (double)x->own / (double)(n - x->own);
  return weigh_wrong(p, x);
}

static int list_examples(const struct pairs *p, struct examples *x) {
  struct mention_keys *keys = mem_array(p->count + 1, sizeof *keys);
  size_t cap = 0;
  int code = keys ? 0 : TOLL_E_MEMORY;
  for (size_t i = 0; i < p->count && !code; i++)
    if (p->rows[i].speaks) {
      mention_keys(&p->rows[i].mention, &keys[i]);
      mention_keys_sort(&keys[i]);
    }
  for (uint32_t i = 0; i < p->count && !code; i++)
    for (uint32_t k = i + 1; k < p->count && !code; k++)
      if (p->rows[i].more == p->rows[k].more && mention_keys_meet(&keys[i], &keys[k]))
        code = add_example(x, &cap, p, i, k);
  mem_free(keys);
  while (x->own < x->data.count && !p->rows[x->pair[x->own][0]].more) x->own++;
  if (!code) code = weigh_examples(p, x);
  x->data.features = AGREEMENT_FEATURES;
  x->data.first = x->first;
  x->data.index = x->index;
  x->data.right = x->right;
  x->data.fold = x->fold;
  x->data.weight = x->weight;
  x->data.folds = FOLDS;
  return code;
}

static void free_examples(struct examples *x) {
  mem_free(x->first);
  mem_free(x->index);
  mem_free(x->right);
  mem_free(x->fold);
  mem_free(x->pair);
  mem_free(x->weight);
}

/* --- groups ------------------------------------------------------------- */

static double cut(double points) {
  return points > 8 ? 8 : points < -8 ? -8 : points;
}

/* The agreement of example i by these weights, cut as mention_agreement cuts it. */
static double agree_by(const double *w, const struct examples *x, size_t i) {
  double sum = w[AGREE_bias];
  for (uint32_t k = x->first[i]; k < x->first[i + 1]; k++) sum += w[x->index[k]];
  return cut(sum);
}

static uint32_t root_of(uint32_t *parent, uint32_t i) {
  while (parent[i] != i) i = parent[i] = parent[parent[i]];
  return i;
}

struct strong {
  double points;
  uint32_t a, b;
};

static int compare_strong(const void *a, const void *b) {
  const struct strong *x = a, *y = b;
  if (x->points != y->points) return x->points > y->points ? -1 : 1;
  if (x->a != y->a) return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : x->b > y->b;
}

/* A set of rows that strong pairs hold together, by their places in it. */
struct block {
  uint32_t *rows; /* ascending */
  size_t count;
  struct strong *strong; /* by place in the block */
  size_t strong_count;
};

static double agree_rows(const struct pairs *p, const double *w, uint32_t a, uint32_t b) {
  uint8_t features[AGREEMENT_MOST];
  size_t count = agreement_features(&p->rows[a].mention, &p->rows[b].mention, features);
  double sum = w[AGREE_bias];
  for (size_t i = 0; i < count; i++) sum += w[features[i]];
  return cut(sum);
}

static void join(size_t n, double *sum, uint32_t *parent, uint32_t *size, uint32_t a, uint32_t b) {
  parent[b] = a;
  size[a] += size[b];
  for (size_t i = 0; i < n; i++) {
    sum[a * n + i] += sum[b * n + i];
    sum[i * n + a] = sum[a * n + i];
  }
}

/* Average-link from the best pair downwards, as long as a strong pair joins two groups that
 * agree on average. */
static int link_block(const struct pairs *p, const double *w, struct block *b, double least, uint32_t *group) {
  size_t n = b->count;
  double *sum = mem_array(n * n, sizeof *sum);
  uint32_t *parent = mem_array(n, sizeof *parent), *size = mem_array(n, sizeof *size);
  int code = sum && parent && size ? 0 : TOLL_E_MEMORY;
  for (uint32_t i = 0; i < n && !code; i++) {
    parent[i] = i;
    size[i] = 1;
    for (uint32_t k = i + 1; k < n; k++) sum[i * n + k] = sum[k * n + i] = agree_rows(p, w, b->rows[i], b->rows[k]);
  }
  qsort(b->strong, b->strong_count, sizeof *b->strong, compare_strong);
  for (bool any = !code; any;) {
    any = false;
    for (size_t i = 0; i < b->strong_count; i++) {
      uint32_t x = root_of(parent, b->strong[i].a), y = root_of(parent, b->strong[i].b);
      if (x == y || sum[x * n + y] < least * size[x] * size[y]) continue;
      join(n, sum, parent, size, x < y ? x : y, x < y ? y : x);
      any = true;
    }
  }
  for (uint32_t i = 0; i < n && !code; i++) group[b->rows[i]] = b->rows[root_of(parent, i)];
  mem_free(sum);
  mem_free(parent);
  mem_free(size);
  return code;
}

/* Rows by the root of their component, and each strong pair under its block. */
static int link_groups(const struct pairs *p, const double *w, const struct examples *x, double strong, double least,
                       uint32_t *group) {
  size_t n = p->first, count = 0;
  uint32_t *parent = mem_array(n + 1, sizeof *parent), *place = mem_array(n + 1, sizeof *place);
  uint32_t *rows = mem_array(n + 1, sizeof *rows);
  struct strong *list = mem_array(x->own + 1, sizeof *list), *own = mem_array(x->own + 1, sizeof *own);
  int code = parent && place && rows && list && own ? 0 : TOLL_E_MEMORY;
  for (uint32_t i = 0; i < n && !code; i++) parent[i] = group[i] = i;
  for (size_t i = 0; i < x->own && !code; i++) {
    double points = agree_by(w, x, i);
    if (points < strong) continue;
    list[count++] = (struct strong){points, x->pair[i][0], x->pair[i][1]};
    uint32_t a = root_of(parent, x->pair[i][0]), b = root_of(parent, x->pair[i][1]);
    if (a != b) parent[a < b ? b : a] = a < b ? a : b;
  }
  for (uint32_t root = 0; root < n && !code; root++) {
    if (root_of(parent, root) != root) continue;
    struct block b = {rows, 0, own, 0};
    for (uint32_t i = root; i < n; i++)
      if (root_of(parent, i) == root) place[i] = (uint32_t)b.count, rows[b.count++] = i;
    if (b.count < 2) continue;
    for (size_t i = 0; i < count; i++)
      if (root_of(parent, list[i].a) == root)
        own[b.strong_count++] = (struct strong){list[i].points, place[list[i].a], place[list[i].b]};
    code = link_block(p, w, &b, least, group);
  }
  void *const all[] = {parent, place, rows, list, own};
  for (size_t i = 0; i < 5; i++) mem_free(all[i]);
  return code;
}

/* Over the rows of one part, or of all (FOLDS); what they are grouped with may be of any. */
static struct bcubed score_groups(const struct pairs *p, unsigned part, const uint32_t *group) {
  double precision = 0, recall = 0;
  size_t n = 0;
  for (size_t i = 0; i < p->first; i++) {
    if (part != FOLDS && p->rows[i].fold != part) continue;
    size_t both = 0, in_group = 0, in_event = 0;
    for (size_t k = 0; k < p->first; k++) {
      bool grouped = group[i] == group[k], same = same_event(&p->rows[i], &p->rows[k]);
      both += grouped && same;
      in_group += grouped;
      in_event += same;
    }
    n++;
    precision += (double)both / (double)in_group;
    recall += (double)both / (double)in_event;
  }
  struct bcubed s = {n ? precision / (double)n : 0, n ? recall / (double)n : 0, 0};
  s.f1 = s.precision + s.recall > 0 ? 2 * s.precision * s.recall / (s.precision + s.recall) : 0;
  return s;
}

/* All rows are grouped; those of the part (FOLDS: all) are scored. */
static int measure(const struct pairs *p, const double *w, const struct examples *x, double strong, double least,
                   unsigned part, struct bcubed *out) {
  uint32_t *group = mem_array(p->first + 1, sizeof *group);
  int code = group ? link_groups(p, w, x, strong, least, group) : TOLL_E_MEMORY;
  if (!code) *out = score_groups(p, part, group);
  mem_free(group);
  return code;
}

/* --- fitting ------------------------------------------------------------ */

/* Two places apart speak against one event, however often the reports of a data set that
 * was gathered event by event name a wrong one, and so do tolls of one day, told of no
 * common place, of which one is three times the other; a small figure that both give says little
 * where many events of one day are reported, and a large one, which few pairs have, much: what
 * is learned of these stays within bounds. */
static const struct {
  unsigned feature;
  double least, most;
} bounds[] = {{AGREE_place_abroad_0, -9, -3}, {AGREE_place_abroad_1, -9, -3},      {AGREE_place_abroad_2, -9, -3},
              {AGREE_place_far, -9, -5},      {AGREE_place_elsewhere_0, -9, -1.3}, {AGREE_figure_1, -9, 0.1},
              {AGREE_figure_3, -9, 0.1},      {AGREE_killed_clash, -9, -2},        {AGREE_figure_20, 0.4, 9},
              {AGREE_figure_100, 0.6, 9}};

/* Weights in the order of the features; logit has the bias last.  What hardly any pair has
 * (looks back at other years) is not learned: its weight is set by hand. */
static int fit(const struct examples *x, unsigned without, double decay, double *out) {
  double weights[AGREEMENT_FEATURES + 1];
  int code = logit_fit(&x->data, without, decay, weights);
  if (code) return code;
  memcpy(out, weights, AGREEMENT_FEATURES * sizeof *out);
  for (size_t i = 0; i < sizeof bounds / sizeof *bounds; i++)
    out[bounds[i].feature] = fmin(fmax(out[bounds[i].feature], bounds[i].least), bounds[i].most);
  out[AGREE_bias] = weights[AGREEMENT_FEATURES] + AGREEMENT_SHIFT;
  return 0;
}

static int cross(struct pairs *p, const struct examples *x, double strong, double least, struct bcubed *out) {
  double w[AGREEMENT_FEATURES];
  struct bcubed sum = {0};
  size_t all = 0;
  int code = 0;
  for (unsigned part = 0; part < FOLDS && !code; part++) {
    struct bcubed s;
    size_t rows = 0;
    for (size_t i = 0; i < p->first; i++) rows += p->rows[i].fold == part;
    code = fit(x, part, p->decay, w);
    if (!code) code = measure(p, w, x, strong, least, part, &s);
    if (code) break;
    sum.precision += s.precision * (double)rows;
    sum.recall += s.recall * (double)rows;
    all += rows;
  }
  if (code || !all) return code;
  *out = (struct bcubed){sum.precision / (double)all, sum.recall / (double)all, 0};
  out->f1 = 2 * out->precision * out->recall / (out->precision + out->recall);
  return 0;
}

int pairs_finish(struct pairs *p, toll_error *e) {
  struct examples x = {0};
  double now[AGREEMENT_FEATURES], held[AGREEMENT_FEATURES];
  for (unsigned i = 0; i < AGREEMENT_FEATURES; i++) now[i] = agreement_weight(i);
  int code = list_examples(p, &x);
  p->examples = x.data.count;
  for (size_t i = 0; i < x.data.count; i++) p->right += x.right[i];
  for (uint32_t i = 0; i < (x.data.count ? x.first[x.data.count] : 0); i++) p->cases[x.index[i]]++;
  for (unsigned i = 0; i < AGREEMENT_FEATURES; i++) held[i] = p->cases[i] < CASES ? now[i] : NAN;
  x.data.held = held;
  if (!code) code = measure(p, now, &x, MENTION_AGREES, GROUPS_AGREE, FOLDS, &p->before);
  if (!code) code = fit(&x, FOLDS, p->decay, p->weights);
  if (!code) code = cross(p, &x, MENTION_AGREES, GROUPS_AGREE, &p->crossed);
  if (!code) code = measure(p, p->weights, &x, MENTION_AGREES, GROUPS_AGREE, FOLDS, &p->fitted);
  free_examples(&x);
  return code ? toll_fail(e, code, "memory is out", NULL, 0) : 0;
}

void pairs_text(const struct pairs *p, toll_buffer *out) {
  char line[120];
  toll_buffer_str(out,
                  "/* The weights of agreement, by the names of its features: logarithms of odds, the bias raised\n"
                  " * by AGREEMENT_SHIFT.  Written by `toll pack events`. */\n");
  for (unsigned i = 0; i < AGREEMENT_FEATURES; i++) {
    int n = snprintf(line, sizeof line, "FEATURE(%s, %.3f)\n", agreement_name(i), p->weights[i]);
    toll_buffer_add(out, line, n > 0 ? (size_t)n : 0);
  }
}
