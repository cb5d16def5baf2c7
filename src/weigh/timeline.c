/* The claims of a row are sorted by account, day and figure; equal neighbours are
 * one point, and the points of one account are a line. */
#include "toll/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"

struct toll_timeline {
  struct arena arena;
  const toll_tally_row *row;
  toll_timeline_point *points;
  toll_timeline_line *lines;
  const toll_tally_claim **left;
  size_t point_count, line_count, left_count;
};

/* --- one claim ---------------------------------------------------------- */

static bool is_open(int64_t n) {
  return n == TOLL_OPEN;
}

static uint8_t hedge_of(const toll_claim *c) {
  static const uint8_t hedges[TOLL_FORM_COUNT] = {
      [TOLL_AT_LEAST] = TOLL_HEDGE_UP,     [TOLL_MORE_THAN] = TOLL_HEDGE_UP, [TOLL_AT_MOST] = TOLL_HEDGE_DOWN,
      [TOLL_FEWER_THAN] = TOLL_HEDGE_DOWN, [TOLL_ABOUT] = TOLL_HEDGE_ABOUT,  [TOLL_BETWEEN] = TOLL_HEDGE_BETWEEN,
  };
  if (!is_open(c->value)) return c->form < TOLL_FORM_COUNT ? hedges[c->form] : TOLL_HEDGE_NONE;
  if (is_open(c->high)) return TOLL_HEDGE_UP;
  return is_open(c->low) ? TOLL_HEDGE_DOWN : TOLL_HEDGE_BETWEEN;
}

static bool is_point(const toll_tally_claim *claim) {
  static const bool shown[TOLL_REASON_COUNT] = {
      [TOLL_USED] = true,       [TOLL_NOT_SUPERSEDED] = true, [TOLL_NOT_BOUND] = true,    [TOLL_NOT_CHOSEN] = true,
      [TOLL_NOT_UNLIKE] = true, [TOLL_NOT_BACKED] = true,     [TOLL_NOT_RELIABLE] = true, [TOLL_NOT_RECENT] = true,
      [TOLL_NOT_NAMED] = true,  [TOLL_NOT_PANEL] = true,
  };
  const toll_claim *c = &claim->row->claim;
  bool number = !is_open(c->value) || !is_open(c->low) || !is_open(c->high);
  return claim->reason < TOLL_REASON_COUNT && shown[claim->reason] && number;
}

static toll_timeline_point point_of(const toll_tally_claim *claim) {
  const toll_claim *c = &claim->row->claim;
  toll_timeline_point p = {.from = claim->given, .to = claim->given, .claim = claim, .told = 1, .hedge = hedge_of(c)};
  if (c->as_of == TOLL_NO_DAY && claim->row->published_to > p.from) p.to = claim->row->published_to;
  p.official = c->claimant && c->claimant->kind == TOLL_KIND_OFFICIAL;
  p.replaced = claim->reason == TOLL_NOT_SUPERSEDED;
  bool between = p.hedge == TOLL_HEDGE_BETWEEN && !is_open(c->low) && !is_open(c->high);
  p.low = between ? c->low : !is_open(c->value) ? c->value : is_open(c->low) ? c->high : c->low;
  p.high = between ? c->high : p.low;
  return p;
}

/* --- order -------------------------------------------------------------- */

static int compare_numbers(int64_t a, int64_t b) {
  return (a > b) - (a < b);
}

/* Those without a day last. */
static int compare_days(toll_day a, toll_day b) {
  bool dated = a != TOLL_NO_DAY, other = b != TOLL_NO_DAY;
  return dated != other ? (dated ? -1 : 1) : compare_numbers(a, b);
}

static int compare_claims(const toll_tally_claim *x, const toll_tally_claim *y) {
  int order = strcmp(x->row->claim.id, y->row->claim.id);
  return order ? order : compare_numbers(x->row->number, y->row->number);
}

/* Same figure, same day: one point. */
static int compare_figures(const toll_timeline_point *x, const toll_timeline_point *y) {
  int order = compare_days(x->from, y->from);
  if (!order) order = compare_numbers(x->low, y->low);
  if (!order) order = compare_numbers(x->high, y->high);
  if (!order) order = compare_numbers(x->hedge, y->hedge);
  return order;
}

static int compare_points(const void *a, const void *b) {
  const toll_timeline_point *x = a, *y = b;
  int order = compare_numbers(x->claim->account, y->claim->account);
  if (!order) order = compare_figures(x, y);
  if (!order) order = compare_numbers(x->replaced, y->replaced);
  return order ? order : compare_claims(x->claim, y->claim);
}

static int compare_lines(const void *a, const void *b) {
  const toll_timeline_line *x = a, *y = b;
  int order = compare_days(x->points[0].from, y->points[0].from);
  return order ? order : compare_numbers(x->account, y->account);
}

static int compare_left(const void *a, const void *b) {
  const toll_tally_claim *x = *(const toll_tally_claim *const *)a, *y = *(const toll_tally_claim *const *)b;
  int order = compare_numbers(x->reason, y->reason);
  if (!order) order = compare_days(x->given, y->given);
  return order ? order : compare_claims(x, y);
}

/* --- the whole ---------------------------------------------------------- */

static void take_claims(toll_timeline *t) {
  for (size_t f = 0; f < t->row->figure_count; f++)
    for (size_t i = 0; i < t->row->figures[f].count; i++) {
      const toll_tally_claim *claim = &t->row->figures[f].claims[i];
      if (is_point(claim))
        t->points[t->point_count++] = point_of(claim);
      else
        t->left[t->left_count++] = claim;
    }
}

/* Equal neighbours become one; replaced only where all of them are. */
static void merge_points(toll_timeline *t) {
  size_t kept = 0;
  for (size_t i = 0; i < t->point_count; i++) {
    toll_timeline_point *last = kept ? &t->points[kept - 1] : NULL, *p = &t->points[i];
    bool same = last && last->claim->account == p->claim->account && compare_figures(last, p) == 0;
    if (!same) {
      t->points[kept++] = *p;
      continue;
    }
    last->told++;
    last->official |= p->official;
    last->replaced &= p->replaced;
    if (p->to > last->to) last->to = p->to;
  }
  t->point_count = kept;
}

static void make_lines(toll_timeline *t) {
  for (size_t i = 0; i < t->point_count; i++) {
    toll_timeline_line *line = t->line_count ? &t->lines[t->line_count - 1] : NULL;
    if (!line || line->account != t->points[i].claim->account) {
      line = &t->lines[t->line_count++];
      *line = (toll_timeline_line){.account = t->points[i].claim->account, .points = &t->points[i]};
    }
    line->count++;
  }
  if (t->line_count) qsort(t->lines, t->line_count, sizeof *t->lines, compare_lines);
}

/* A copy is told by the earliest point of its figure in its account. */
static void count_copies(toll_timeline *t) {
  for (size_t i = 0; i < t->left_count; i++) {
    if (t->left[i]->reason != TOLL_NOT_COPY) continue;
    toll_timeline_point copy = point_of(t->left[i]);
    for (size_t k = 0; k < t->point_count; k++) {
      toll_timeline_point *p = &t->points[k];
      if (p->claim->account != copy.claim->account || p->low != copy.low || p->high != copy.high) continue;
      p->copies++;
      break;
    }
  }
}

int toll_timeline_of(const toll_tally_row *row, toll_timeline **out, toll_error *e) {
  size_t claims = 0;
  *out = NULL;
  toll_timeline *t = mem_alloc(sizeof *t);
  if (!t) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  for (size_t f = 0; f < row->figure_count; f++) claims += row->figures[f].count;
  t->row = row;
  t->points = ARENA_ARRAY(&t->arena, claims, toll_timeline_point);
  t->lines = ARENA_ARRAY(&t->arena, claims, toll_timeline_line);
  t->left = ARENA_ARRAY(&t->arena, claims, const toll_tally_claim *);
  if (t->arena.failed) {
    toll_timeline_free(t);
    return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  }
  take_claims(t);
  if (t->point_count) qsort(t->points, t->point_count, sizeof *t->points, compare_points);
  merge_points(t);
  make_lines(t);
  if (t->left_count) qsort(t->left, t->left_count, sizeof *t->left, compare_left);
  count_copies(t);
  *out = t;
  return 0;
}

void toll_timeline_free(toll_timeline *t) {
  if (!t) return;
  arena_free(&t->arena);
  mem_free(t);
}

const toll_tally_row *toll_timeline_row(const toll_timeline *t) {
  return t->row;
}

const toll_timeline_line *toll_timeline_lines(const toll_timeline *t, size_t *count) {
  *count = t->line_count;
  return t->lines;
}

const toll_tally_claim *const *toll_timeline_left(const toll_timeline *t, size_t *count) {
  *count = t->left_count;
  return t->left;
}

toll_timeline_bounds toll_timeline_bounds_of(const toll_timeline *t) {
  toll_timeline_bounds b = {.from = TOLL_NO_DAY, .to = TOLL_NO_DAY, .points = t->point_count};
  for (size_t i = 0; i < t->point_count; i++) {
    const toll_timeline_point *p = &t->points[i];
    if (p->low > 0 && (b.least == 0 || p->low < b.least)) b.least = p->low;
    if (p->high > b.most) b.most = p->high;
    if (p->from == TOLL_NO_DAY) {
      b.undated++;
      continue;
    }
    if (b.from == TOLL_NO_DAY || p->from < b.from) b.from = p->from;
    if (p->to > b.to) b.to = p->to; /* TOLL_NO_DAY is less than any day */
  }
  return b;
}
