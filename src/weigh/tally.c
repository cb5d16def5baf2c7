/* A case's tally: what is weighed is loaded and grouped, then put in rows (rows.c);
 * and the events that a case keeps. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "weigh/method.h"
#include "weigh/rows.h"

struct toll_tally {
  struct weigh in;
  struct tally_rows rows;
};

/* --- the whole ---------------------------------------------------------- */

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
    struct review review;
    if (!code) code = review_load(&t->in, c, &review, e);
    if (!code) code = rows_build(&t->in, &asked, &review, &t->rows, e);
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
  *count = t->rows.count;
  return t->rows.at;
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
