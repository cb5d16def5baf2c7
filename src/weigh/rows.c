/* The claims in rows of one event, harm, unit, side and group of people, and of one
 * stretch of time, each row weighed by the method that was asked for, or by all. */
#include "weigh/rows.h"

#include <stdlib.h>
#include <string.h>

#include "weigh/profile.h"

struct key { /* of a claim: which row it belongs to */
  uint32_t event, apart, window, claim;
  uint8_t harm, unit, side;
};

static bool same_row(const struct key *a, const struct key *b) {
  return a->event == b->event && a->harm == b->harm && a->unit == b->unit && a->side == b->side &&
         a->apart == b->apart && a->window == b->window;
}

static int compare_rows(const void *a, const void *b) {
  const struct key *x = a, *y = b;
  if (x->event != y->event) return x->event < y->event ? -1 : 1;
  if (x->harm != y->harm) return x->harm < y->harm ? -1 : 1;
  if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
  if (x->side != y->side) return x->side < y->side ? -1 : 1;
  if (x->apart != y->apart) return x->apart < y->apart ? -1 : 1;
  if (x->window != y->window) return x->window < y->window ? -1 : 1;
  return x->claim < y->claim ? -1 : x->claim > y->claim;
}

static int compare_in_figure(const void *a, const void *b) {
  const toll_tally_claim *x = a, *y = b;
  bool dated = x->given != TOLL_NO_DAY, other = y->given != TOLL_NO_DAY;
  if (dated != other) return dated ? -1 : 1;
  if (x->given != y->given) return x->given < y->given ? -1 : 1;
  int order = weigh_compare(x->row->doc, y->row->doc);
  return order ? order : (x->row->ordinal > y->row->ordinal) - (x->row->ordinal < y->row->ordinal);
}

/* Figures by the day they were first given, then by value. */
static int compare_figures(const void *a, const void *b) {
  const toll_tally_figure *x = a, *y = b;
  toll_day s = x->claims[0].given, t = y->claims[0].given;
  if ((s != TOLL_NO_DAY) != (t != TOLL_NO_DAY)) return s != TOLL_NO_DAY ? -1 : 1;
  if (s != t) return s < t ? -1 : 1;
  if (x->value != y->value) return x->value < y->value ? -1 : 1;
  if (x->low != y->low) return x->low < y->low ? -1 : 1;
  return x->high < y->high ? -1 : x->high > y->high;
}

static toll_tally_claim show_claim(const struct row_claim *c, const uint8_t *reasons) {
  return (toll_tally_claim){.row = &c->claim->row,
                            .claimant = c->claim->claimant,
                            .given = c->claim->given,
                            .account = c->account,
                            .reason = c->reason,
                            .reasons = reasons,
                            .other = c->other ? &c->other->row : NULL};
}

/* What all methods say of each claim of the row, claim after claim; NULL where one method is asked. */
struct told {
  uint8_t *reasons;
  size_t methods;
};

/* The claims of one run of slots, which all give one figure. */
static int fill_figure(struct weigh *w, const struct row_work *work, const struct slot *run, size_t count,
                       const struct told *told, toll_tally_figure *figure) {
  const struct row_claim *lead = &work->at[run->index];
  *figure = (toll_tally_figure){
      .value = lead->value, .low = lead->low, .high = lead->high, .derived = lead->derived, .form = lead->form};
  toll_tally_claim *claims = ARENA_ARRAY(&w->arena, count, toll_tally_claim);
  if (!claims) return TOLL_E_MEMORY;
  for (size_t i = 0; i < count; i++) {
    const uint8_t *reasons = told->reasons ? told->reasons + run[i].index * told->methods : NULL;
    claims[figure->count++] = show_claim(&work->at[run[i].index], reasons);
    figure->used |= row_used(&work->at[run[i].index]);
    if (!figure->derived.len) figure->derived = work->at[run[i].index].derived;
  }
  qsort(claims, count, sizeof *claims, compare_in_figure);
  figure->claims = claims;
  figure->accounts = lead->backing;
  return 0;
}

static int show_figures(struct weigh *w, const struct row_work *work, const struct told *told, toll_tally_row *row) {
  size_t figures = 0;
  for (uint32_t i = 0; i < work->count; i++) work->slots[i] = (struct slot){work->at[i].figure, 0, i};
  row_sort(work->slots, work->count);
  for (size_t from = 0; from < work->count; from = row_run(work->slots, work->count, from, false)) figures++;
  toll_tally_figure *list = ARENA_ARRAY(&w->arena, figures, toll_tally_figure);
  if (!list) return TOLL_E_MEMORY;
  for (size_t from = 0, to; from < work->count; from = to) {
    to = row_run(work->slots, work->count, from, false);
    if (fill_figure(w, work, work->slots + from, to - from, told, &list[row->figure_count++])) return TOLL_E_MEMORY;
  }
  qsort(list, row->figure_count, sizeof *list, compare_figures);
  row->figures = list;
  return 0;
}

/* --- one row ------------------------------------------------------------ */

/* What all rows of one event and harm share. */
struct sheet {
  struct weigh *w;
  const toll_tally_query *query;
  const struct review *review;
  const uint32_t *peers; /* the claims of the event and harm */
  size_t peer_count;
};

/* A claim as it is before any step: in use, standing for its own numbers. */
static void start(const struct sheet *s, uint32_t index, struct row_claim *c) {
  const struct weigh_claim *claim = &s->w->claims[index];
  *c = (struct row_claim){.claim = claim,
                          .value = claim->row.claim.value,
                          .low = claim->row.claim.low,
                          .high = claim->row.claim.high,
                          .form = claim->row.claim.form,
                          .rank = s->review->ranks ? s->review->ranks[index] : RANK_NONE,
                          .mark = s->review->marks ? s->review->marks[index] : MARK_NONE};
}

/* An addition is in the figure where its total is. */
static void follow_totals(struct row_work *row) {
  for (size_t i = 0; i < row->count; i++) {
    struct row_claim *c = &row->at[i];
    if (c->reason != TOLL_USED_ON_TOP) continue;
    for (size_t k = 0; k < row->count; k++)
      if (row->at[k].claim == c->other && !row_used(&row->at[k])) c->reason = row->at[k].reason;
  }
}

/* Lets a method run over the claims that compete. */
static int run_method(const struct sheet *s, const struct method *method, const struct key *keys,
                      struct row_work *row) {
  for (size_t i = 0; i < row->count; i++) start(s, keys[i].claim, &row->at[i]);
  row->low = row->best = row->high = TOLL_OPEN;
  row->low_from = row->best_from = row->high_from = NULL;
  row->derived = (toll_slice){0};
  int code = row_unclear(s->w, row, s->peers, s->peer_count);
  if (!code) code = row_eligible(s->w, row, s->query->profile, method);
  if (!code) code = row_accounts(s->w, row);
  if (!code) code = method->names ? row_number(row) : row_series(row);
  if (code) return code;
  row_count(row);
  method->run(row);
  follow_totals(row);
  return 0;
}

/* How the ends follow from the texts where they do not stand there: "8 + 3; 12 + 1". */
static toll_slice derive(const struct row_work *row) {
  const struct row_claim *const from[] = {row->low_from, row->best_from, row->high_from};
  toll_buffer out = {0};
  toll_slice last = {0}, kept = {0};
  if (row->derived.len) return row->derived;
  for (size_t i = 0; i < 3; i++) {
    if (!from[i] || !from[i]->derived.len || (last.len && weigh_compare(last, from[i]->derived) == 0)) continue;
    last = from[i]->derived;
    if (out.len) toll_buffer_str(&out, "; ");
    toll_buffer_add(&out, last.at, last.len);
  }
  if (out.failed) row->arena->failed = true;
  if (out.len && !out.failed) kept = arena_copy(row->arena, (toll_slice){out.at, out.len});
  toll_buffer_free(&out);
  return kept;
}

static toll_tally_result result_of(const struct sheet *s, const struct method *method, struct row_work *row) {
  toll_tally_result r = {.method = &method->about, .low = row->low, .best = row->best, .high = row->high};
  r.range = row_range(row, row->arena);
  r.derived = derive(row);
  r.accounts = row_count(row);
  r.grade = row_grade(s->w, row);
  return r;
}

static int run_all(const struct sheet *s, const struct key *keys, struct row_work *work, struct told *told,
                   toll_tally_row *row) {
  size_t count = 0;
  while (toll_method_at(count)) count++;
  toll_tally_result *results = ARENA_ARRAY(work->arena, count, toll_tally_result);
  *told = (struct told){ARENA_ARRAY(work->arena, count * work->count, uint8_t), count};
  if (!results || !told->reasons) return TOLL_E_MEMORY;
  for (size_t i = 0; i < count; i++) {
    const struct method *method = (const struct method *)toll_method_at(i); /* about is its first member */
    int code = run_method(s, method, keys, work);
    if (code) return code;
    results[i] = result_of(s, method, work);
    for (size_t k = 0; k < work->count; k++) told->reasons[k * count + i] = work->at[k].reason;
  }
  row->results = results;
  return 0;
}

static void head_row(const struct sheet *s, const struct key *keys, toll_tally_row *row) {
  *row =
      (toll_tally_row){.event = &s->w->events[keys->event], .harm = keys->harm, .unit = keys->unit, .side = keys->side};
  row->classes = keys->apart;
  row->group = rows_name_group(s->w, row);
  row->window.from = row->window.to = TOLL_NO_DAY;
  if (!keys->window) {
    row->verdict = review_verdict(s->review, keys->event, keys->harm, keys->unit, keys->side, keys->apart);
    return;
  }
  const toll_claim *first = &s->w->claims[keys->claim].row.claim;
  row->window.text = first->window.text;
  row->window.from = first->window.from;
  row->window.to = first->window.to;
}

static int weigh_row(const struct sheet *s, const struct key *keys, size_t count, toll_tally_row *row) {
  struct arena *a = &s->w->arena;
  struct row_work work = {.at = ARENA_ARRAY(a, count, struct row_claim),
                          .count = count,
                          .arena = a,
                          .slots = ARENA_ARRAY(a, 2 * count, struct slot)};
  if (!work.at || !work.slots) return TOLL_E_MEMORY;
  head_row(s, keys, row);
  work.panel = row->verdict;
  struct told told = {0};
  if (s->query->all && run_all(s, keys, &work, &told, row)) return TOLL_E_MEMORY;
  const struct method *method = (const struct method *)s->query->method;
  if (run_method(s, method, keys, &work)) return TOLL_E_MEMORY;
  toll_tally_result r = result_of(s, method, &work);
  row->low = r.low;
  row->best = r.best;
  row->high = r.high;
  row->range = r.range;
  row->derived = r.derived;
  row->accounts = r.accounts;
  row->grade = r.grade;
  return show_figures(s->w, &work, &told, row);
}

/* --- the whole ---------------------------------------------------------- */

static bool starts(toll_slice text, toll_slice with) {
  return text.len >= with.len && (with.len == 0 || memcmp(text.at, with.at, with.len) == 0);
}

/* Marks the events that the query asks for; false where there is none. */
static bool choose_events(const struct weigh *w, toll_slice wanted, bool *chosen) {
  bool any = false, exact = false;
  for (size_t i = 0; i < w->event_count && wanted.at; i++) exact |= weigh_compare(w->events[i].id, wanted) == 0;
  for (size_t i = 0; i < w->event_count; i++) {
    toll_slice id = w->events[i].id;
    chosen[i] = !wanted.at || (exact ? weigh_compare(id, wanted) == 0 : starts(id, wanted));
    any |= chosen[i];
  }
  return any || !wanted.at;
}

static size_t list_keys(const struct weigh *w, const toll_tally_query *query, const bool *chosen,
                        const uint32_t *windows, struct key *keys) {
  size_t count = 0;
  for (uint32_t i = 0; i < w->claim_count; i++) {
    const toll_claim *c = &w->claims[i].row.claim;
    if (!chosen[w->claims[i].event] || (query->harm && c->harm != query->harm)) continue;
    keys[count++] =
        (struct key){w->claims[i].event, profile_apart(c->classes), windows[i], i, c->harm, c->unit, c->side};
  }
  if (count) qsort(keys, count, sizeof *keys, compare_rows);
  return count;
}

/* The rows of one event and harm. */
static int weigh_sheet(struct sheet *s, const struct key *keys, size_t count, struct tally_rows *out) {
  uint32_t *peers = ARENA_ARRAY(&s->w->arena, count, uint32_t);
  if (!peers) return TOLL_E_MEMORY;
  for (size_t i = 0; i < count; i++) peers[i] = keys[i].claim;
  s->peers = peers;
  s->peer_count = count;
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && same_row(&keys[from], &keys[to]);) to++;
    if (weigh_row(s, keys + from, to - from, &out->at[out->count++])) return TOLL_E_MEMORY;
  }
  return 0;
}

int rows_build(struct weigh *w, const toll_tally_query *query, const struct review *review, struct tally_rows *out,
               toll_error *e) {
  bool *chosen = ARENA_ARRAY(&w->arena, w->event_count + 1, bool);
  uint32_t *windows = ARENA_ARRAY(&w->arena, w->claim_count, uint32_t);
  struct key *keys = ARENA_ARRAY(&w->arena, w->claim_count, struct key);
  out->at = ARENA_ARRAY(&w->arena, w->claim_count, toll_tally_row);
  if (!chosen || !windows || !keys || !out->at || rows_windows(w, windows)) return TOLL_E_MEMORY;
  if (!choose_events(w, query->event, chosen)) {
    toll_fail(e, TOLL_E_MISSING, "there is no such event in the case", NULL, 0);
    toll_error_detail(e, query->event.at, query->event.len);
    return TOLL_E_MISSING;
  }
  struct sheet sheet = {.w = w, .query = query, .review = review};
  size_t count = list_keys(w, query, chosen, windows, keys);
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && keys[to].event == keys[from].event && keys[to].harm == keys[from].harm;) to++;
    if (weigh_sheet(&sheet, keys + from, to - from, out)) return TOLL_E_MEMORY;
  }
  return w->arena.failed ? TOLL_E_MEMORY : 0;
}
