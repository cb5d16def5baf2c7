/* A case's tally: the claims in rows of one event, harm, unit and group of
 * people, each row weighed by the method that was asked for. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "weigh/method.h"
#include "weigh/profile.h"

struct toll_tally {
  struct weigh in;
  toll_tally_row *rows;
  size_t row_count;
};

/* --- words -------------------------------------------------------------- */

static const char *const reasons[TOLL_REASON_COUNT] = {
    [TOLL_USED] = "used",
    [TOLL_NOT_STATUS] = "denied, hypothetical or threatened",
    [TOLL_NOT_RATE] = "a rate, not a total",
    [TOLL_NOT_PART] = "part of another figure",
    [TOLL_NOT_ADDED] = "comes on top of another figure",
    [TOLL_NOT_PROFILE] = "outside the profile",
    [TOLL_NOT_REPEATED] = "said before in the same document",
    [TOLL_NOT_COPY] = "in a copy of another document",
    [TOLL_NOT_SUPERSEDED] = "replaced by the same source",
    [TOLL_NOT_VAGUE] = "no number",
    [TOLL_NOT_BOUND] = "a bound that the figures in use keep to",
    [TOLL_NOT_CHOSEN] = "eligible, but the method takes another",
    [TOLL_NOT_ELSEWHERE] = "nobody harmed, but of another place or event",
};

const char *toll_reason_text(unsigned reason) {
  return reason < TOLL_REASON_COUNT ? reasons[reason] : NULL;
}

static const char *const grades[TOLL_GRADE_COUNT] = {"none", "confirmed", "fair", "weak", "contested", "discounted"};

const char *toll_grade_name(unsigned grade) {
  return grade < TOLL_GRADE_COUNT ? grades[grade] : NULL;
}

static const char *const units[TOLL_UNIT_COUNT] = {
    "things", "people", "bodies", "households", "buildings", "vehicles", "vessels", "aircraft", "objects", "places",
};

static const char *const groups[TOLL_CLASS_COUNT] = {
    [TOLL_CIVILIAN] = "civilians",
    [TOLL_CHILD] = "children",
    [TOLL_WOMAN] = "women",
    [TOLL_MAN] = "men",
    [TOLL_ELDERLY] = "elderly people",
    [TOLL_MILITARY] = "soldiers",
    [TOLL_POLICE] = "police",
    [TOLL_SECURITY] = "security staff",
    [TOLL_ARMED_GROUP] = "members of armed groups",
    [TOLL_OFFICIAL] = "officials",
    [TOLL_JOURNALIST] = "journalists",
    [TOLL_AID_WORKER] = "aid workers",
    [TOLL_MEDICAL] = "medical staff",
    [TOLL_RELIGIOUS] = "clergy",
    [TOLL_PRISONER] = "prisoners",
    [TOLL_STUDENT] = "students",
    [TOLL_WORKER] = "workers",
    [TOLL_REFUGEE] = "refugees",
    [TOLL_PROTESTER] = "protesters",
    [TOLL_FOREIGN] = "foreigners",
    [TOLL_HOUSE] = "houses",
    [TOLL_APARTMENT] = "apartments",
    [TOLL_SCHOOL] = "schools",
    [TOLL_HOSPITAL] = "hospitals",
    [TOLL_WORSHIP] = "places of worship",
    [TOLL_CULTURAL] = "cultural sites",
    [TOLL_INFRASTRUCTURE] = "infrastructure",
};

/* "people", "soldiers", "children and women", "attackers: members of armed groups". */
static toll_slice name_group(struct weigh *w, const toll_tally_row *row) {
  char text[512];
  size_t n = 0;
  bool attackers = row->side == TOLL_PERPETRATOR;
  const char *between = attackers ? "attackers: " : "";
  for (unsigned bit = 0; bit < TOLL_CLASS_COUNT; bit++) {
    if (!(row->classes >> bit & 1)) continue;
    size_t need = strlen(between) + strlen(groups[bit]);
    if (n + need >= sizeof text) break;
    memcpy(text + n, between, strlen(between));
    memcpy(text + n + strlen(between), groups[bit], strlen(groups[bit]));
    n += need;
    between = " and ";
  }
  if (n == 0) {
    const char *word = attackers ? "attackers" : units[row->unit];
    return arena_copy(&w->arena, (toll_slice){word, strlen(word)});
  }
  static const char bodies[] = " (bodies)";
  if (row->unit == TOLL_BODY && n + sizeof bodies < sizeof text) {
    memcpy(text + n, bodies, sizeof bodies);
    n += sizeof bodies - 1;
  }
  return arena_copy(&w->arena, (toll_slice){text, n});
}

/* --- rows --------------------------------------------------------------- */

struct key { /* of a claim: which row it belongs to */
  uint32_t event, apart, claim;
  uint8_t harm, unit, side;
};

static bool same_row(const struct key *a, const struct key *b) {
  return a->event == b->event && a->harm == b->harm && a->unit == b->unit && a->side == b->side && a->apart == b->apart;
}

static int compare_rows(const void *a, const void *b) {
  const struct key *x = a, *y = b;
  if (x->event != y->event) return x->event < y->event ? -1 : 1;
  if (x->harm != y->harm) return x->harm < y->harm ? -1 : 1;
  if (x->unit != y->unit) return x->unit < y->unit ? -1 : 1;
  if (x->side != y->side) return x->side < y->side ? -1 : 1;
  if (x->apart != y->apart) return x->apart < y->apart ? -1 : 1;
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

static toll_tally_claim show_claim(const struct row_claim *c) {
  return (toll_tally_claim){.row = &c->claim->row,
                            .claimant = c->claim->claimant,
                            .given = c->claim->given,
                            .account = c->account,
                            .reason = c->reason,
                            .other = c->other ? &c->other->row : NULL};
}

/* The claims of one run of slots, which all give one figure. */
static int fill_figure(struct weigh *w, const struct row_work *work, const struct slot *run, size_t count,
                       toll_tally_figure *figure) {
  const struct row_claim *lead = &work->at[run->index];
  const toll_claim *claim = &lead->claim->row.claim;
  *figure = (toll_tally_figure){.value = claim->value, .low = claim->low, .high = claim->high, .form = claim->form};
  toll_tally_claim *claims = ARENA_ARRAY(&w->arena, count, toll_tally_claim);
  if (!claims) return TOLL_E_MEMORY;
  for (size_t i = 0; i < count; i++) {
    claims[figure->count++] = show_claim(&work->at[run[i].index]);
    figure->used |= row_used(&work->at[run[i].index]);
  }
  qsort(claims, count, sizeof *claims, compare_in_figure);
  figure->claims = claims;
  figure->accounts = lead->backing;
  return 0;
}

static int show_figures(struct weigh *w, const struct row_work *work, toll_tally_row *row) {
  size_t figures = 0;
  for (uint32_t i = 0; i < work->count; i++) work->slots[i] = (struct slot){work->at[i].claim->figure, 0, i};
  row_sort(work->slots, work->count);
  for (size_t from = 0; from < work->count; from = row_run(work->slots, work->count, from, false)) figures++;
  toll_tally_figure *list = ARENA_ARRAY(&w->arena, figures, toll_tally_figure);
  if (!list) return TOLL_E_MEMORY;
  for (size_t from = 0, to; from < work->count; from = to) {
    to = row_run(work->slots, work->count, from, false);
    if (fill_figure(w, work, work->slots + from, to - from, &list[row->figure_count++])) return TOLL_E_MEMORY;
  }
  qsort(list, row->figure_count, sizeof *list, compare_figures);
  row->figures = list;
  return 0;
}

/* Lets the method run over the claims that compete. */
static int run_method(toll_tally *t, const toll_tally_query *query, struct row_work *work) {
  int code = row_eligible(&t->in, work, query->profile);
  if (!code) code = row_accounts(&t->in, work);
  if (code) return code;
  row_count(work);
  const struct method *method = (const struct method *)query->method; /* about is its first member */
  method->run(work);
  return 0;
}

static int weigh_row(toll_tally *t, const toll_tally_query *query, const struct key *keys, size_t count,
                     toll_tally_row *row) {
  struct weigh *w = &t->in;
  struct row_work work = {.at = ARENA_ARRAY(&w->arena, count, struct row_claim),
                          .count = count,
                          .low = TOLL_OPEN,
                          .best = TOLL_OPEN,
                          .high = TOLL_OPEN,
                          .slots = ARENA_ARRAY(&w->arena, 2 * count, struct slot)};
  if (!work.at || !work.slots) return TOLL_E_MEMORY;
  for (size_t i = 0; i < count; i++) work.at[i].claim = &w->claims[keys[i].claim];
  if (run_method(t, query, &work)) return TOLL_E_MEMORY;
  *row = (toll_tally_row){.event = &w->events[keys->event], .harm = keys->harm, .unit = keys->unit, .side = keys->side};
  row->classes = keys->apart;
  row->group = name_group(w, row);
  row->low = work.low;
  row->best = work.best;
  row->high = work.high;
  row->range = row_range(&work, &w->arena);
  row->accounts = row_count(&work);
  row->grade = row_grade(w, &work);
  return show_figures(w, &work, row);
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

static size_t list_keys(const struct weigh *w, const toll_tally_query *query, const bool *chosen, struct key *keys) {
  size_t count = 0;
  for (uint32_t i = 0; i < w->claim_count; i++) {
    const toll_claim *c = &w->claims[i].row.claim;
    if (!chosen[w->claims[i].event] || (query->harm && c->harm != query->harm)) continue;
    keys[count++] = (struct key){w->claims[i].event, profile_apart(c->classes), i, c->harm, c->unit, c->side};
  }
  if (count) qsort(keys, count, sizeof *keys, compare_rows);
  return count;
}

static int build_rows(toll_tally *t, const toll_tally_query *query, toll_error *e) {
  struct weigh *w = &t->in;
  bool *chosen = ARENA_ARRAY(&w->arena, w->event_count, bool);
  struct key *keys = ARENA_ARRAY(&w->arena, w->claim_count, struct key);
  t->rows = ARENA_ARRAY(&w->arena, w->claim_count, toll_tally_row);
  if (!chosen || !keys || !t->rows) return TOLL_E_MEMORY;
  if (!choose_events(w, query->event, chosen)) {
    toll_fail(e, TOLL_E_MISSING, "there is no such event in the case", NULL, 0);
    toll_error_detail(e, query->event.at, query->event.len);
    return TOLL_E_MISSING;
  }
  size_t count = list_keys(w, query, chosen, keys);
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && same_row(&keys[from], &keys[to]);) to++;
    int code = weigh_row(t, query, keys + from, to - from, &t->rows[t->row_count++]);
    if (code) return code;
  }
  return w->arena.failed ? TOLL_E_MEMORY : 0;
}

static int group_case(struct weigh *w, toll_case *c, toll_error *e) {
  int code = weigh_load(w, c, e);
  if (code) return code;
  if (weigh_copies(w)) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  code = weigh_mentions(w, c, e);
  if (code) return code;
  return weigh_events(w) || w->arena.failed ? toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0) : 0;
}

int toll_tally_case(toll_case *c, const toll_tally_query *query, toll_tally **out, toll_error *e) {
  *out = NULL;
  toll_tally *t = mem_alloc(sizeof *t);
  if (!t) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  toll_tally_query asked = *query;
  if (!asked.method) asked.method = &method_range.about;
  int code = group_case(&t->in, c, e);
  if (!code) {
    code = weigh_speakers(&t->in);
    if (!code) code = build_rows(t, &asked, e);
    if (code == TOLL_E_MEMORY) toll_fail(e, code, "memory is out", NULL, 0);
  }
  if (code)
    toll_tally_free(t);
  else
    *out = t;
  return code;
}

void toll_tally_free(toll_tally *t) {
  if (!t) return;
  weigh_free(&t->in);
  mem_free(t);
}

const toll_tally_row *toll_tally_rows(const toll_tally *t, size_t *count) {
  *count = t->row_count;
  return t->rows;
}

const toll_event *toll_tally_events(const toll_tally *t, size_t *count) {
  *count = t->in.event_count;
  return t->in.events;
}

const toll_copy *toll_tally_copies(const toll_tally *t, size_t *count) {
  *count = t->in.copy_count;
  return t->in.copies;
}

/* --- storing the events ------------------------------------------------- */

static int store_events(struct weigh *w, toll_case *c, toll_error *e) {
  toll_case_event *events = ARENA_ARRAY(&w->arena, w->event_count, toll_case_event);
  int64_t *numbers = ARENA_ARRAY(&w->arena, w->claim_count, int64_t);
  size_t *next = ARENA_ARRAY(&w->arena, w->event_count, size_t);
  if (!events || !numbers || !next) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  size_t used = 0;
  for (size_t i = 0; i < w->event_count; i++) {
    const toll_event *event = &w->events[i];
    events[i] = (toll_case_event){event->id,    event->name,    event->from,   event->to,
                                  event->where, numbers + used, event->claims, event->doc_count};
    next[i] = used;
    used += event->claims;
  }
  for (size_t i = 0; i < w->claim_count; i++) numbers[next[w->claims[i].event]++] = w->claims[i].row.number;
  return toll_case_events_set(c, events, w->event_count, e);
}

int toll_events_update(toll_case *c, toll_error *e) {
  bool current;
  int code = toll_case_events_current(c, &current, e);
  if (code || current) return code;
  struct weigh w = {0};
  code = group_case(&w, c, e);
  if (!code) code = store_events(&w, c, e);
  weigh_free(&w);
  return code;
}
