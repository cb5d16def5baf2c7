/* A case's tally: of each event asked for the documents are loaded, and their claims are
 * put in rows (rows.c). */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "weigh/method.h"
#include "weigh/rows.h"

struct weighed { /* one event */
  struct weigh in;
  struct tally_rows rows;
};

struct toll_tally {
  struct weighed *at;
  size_t count, cap;
  toll_event *events;
  toll_tally_row *rows;
  toll_copy *copies;
  size_t row_count, copy_count;
};

static int no_memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
}

/* --- one event ---------------------------------------------------------- */

static int weigh_event(struct weighed *one, toll_case *c, const toll_event *event, const toll_tally_query *query,
                       toll_error *e) {
  struct weigh *w = &one->in;
  toll_tally_query asked = *query;
  struct review review;
  asked.event = (toll_slice){0};
  int code = weigh_load(w, c, event, e);
  if (code) return code;
  code = weigh_copies(w);
  if (!code) code = weigh_mentions(w);
  if (!code) code = weigh_speakers(w);
  if (code) return no_memory(e);
  code = review_load(w, c, &review, e);
  if (!code) code = rows_build(w, &asked, &review, &one->rows, e);
  return code == TOLL_E_MEMORY ? no_memory(e) : code;
}

static struct weighed *next_room(toll_tally *t) {
  if (t->count == t->cap) {
    size_t cap = t->cap ? 2 * t->cap : 4;
    struct weighed *at = cap <= SIZE_MAX / sizeof *at ? mem_resize(t->at, cap * sizeof *at) : NULL;
    if (!at) return NULL;
    t->at = at;
    t->cap = cap;
  }
  struct weighed *one = &t->at[t->count++];
  *one = (struct weighed){0};
  return one;
}

/* The event's texts outlive its cursor's row. */
static toll_event keep_event(const toll_event *event, struct arena *a) {
  toll_event kept = *event;
  kept.id = arena_copy(a, event->id);
  kept.name = arena_copy(a, event->name);
  if (event->where.at) kept.where = arena_copy(a, event->where);
  toll_event_doc *docs = ARENA_ARRAY(a, event->doc_count, toll_event_doc);
  for (size_t i = 0; docs && i < event->doc_count; i++)
    docs[i] = (toll_event_doc){arena_copy(a, event->docs[i].doc), event->docs[i].claims};
  kept.docs = docs;
  return kept;
}

static int weigh_all(toll_tally *t, toll_case *c, const toll_tally_query *query, toll_error *e) {
  toll_events *events;
  toll_event event;
  int code = toll_events_open(c, query->event, true, &events, e);
  if (code) return code;
  while ((code = toll_events_next(events, &event, e)) > 0) {
    struct weighed *one = next_room(t);
    if (!one) {
      code = no_memory(e);
      break;
    }
    const toll_event kept = keep_event(&event, &one->in.arena);
    code = one->in.arena.failed ? no_memory(e) : weigh_event(one, c, &kept, query, e);
    if (code) break;
  }
  toll_events_close(events);
  if (code) return code;
  if (t->count || !query->event.at) return 0;
  toll_fail(e, TOLL_E_MISSING, "there is no such event in the case", NULL, 0);
  toll_error_detail(e, query->event.at, query->event.len);
  return TOLL_E_MISSING;
}

/* --- the whole ---------------------------------------------------------- */

/* Of all events together: their rows, the events and the copies. */
static int gather(toll_tally *t) {
  size_t rows = 0, copies = 0;
  for (size_t i = 0; i < t->count; i++) {
    rows += t->at[i].rows.count;
    copies += t->at[i].in.copy_count;
  }
  t->events = mem_array(t->count, sizeof *t->events);
  t->rows = mem_array(rows, sizeof *t->rows);
  t->copies = mem_array(copies, sizeof *t->copies);
  if (!t->events || !t->rows || !t->copies) return TOLL_E_MEMORY;
  for (size_t i = 0; i < t->count; i++) {
    struct weighed *one = &t->at[i];
    t->events[i] = one->in.events[0];
    for (size_t k = 0; k < one->rows.count; k++) {
      t->rows[t->row_count] = one->rows.at[k];
      t->rows[t->row_count++].event = &t->events[i];
    }
    for (size_t k = 0; k < one->in.copy_count; k++) t->copies[t->copy_count++] = one->in.copies[k];
  }
  return 0;
}

static int compare_copies(const void *a, const void *b) {
  const toll_copy *x = a, *y = b;
  int order = weigh_compare(x->doc, y->doc);
  if (!order) order = weigh_compare(x->of, y->of);
  return order ? order : (x->likeness < y->likeness) - (x->likeness > y->likeness);
}

/* A document that speaks of several events is a copy once. */
static void sort_copies(toll_tally *t) {
  size_t kept = 0;
  if (t->copy_count) qsort(t->copies, t->copy_count, sizeof *t->copies, compare_copies);
  for (size_t i = 0; i < t->copy_count; i++)
    if (!kept || weigh_compare(t->copies[kept - 1].doc, t->copies[i].doc) != 0 ||
        weigh_compare(t->copies[kept - 1].of, t->copies[i].of) != 0)
      t->copies[kept++] = t->copies[i];
  t->copy_count = kept;
}

int toll_tally_case(toll_case *c, const toll_tally_query *query, toll_tally **out, toll_error *e) {
  *out = NULL;
  toll_tally *t = mem_alloc(sizeof *t);
  if (!t) return no_memory(e);
  toll_tally_query asked = *query;
  if (!asked.method) asked.method = &method_range.about;
  int code = weigh_all(t, c, &asked, e);
  if (!code && gather(t)) code = no_memory(e);
  if (code) {
    toll_tally_free(t);
    return code;
  }
  sort_copies(t);
  *out = t;
  return 0;
}

void toll_tally_free(toll_tally *t) {
  if (!t) return;
  for (size_t i = 0; i < t->count; i++) weigh_free(&t->at[i].in);
  mem_free(t->at);
  mem_free(t->events);
  mem_free(t->rows);
  mem_free(t->copies);
  mem_free(t);
}

const toll_tally_row *toll_tally_rows(const toll_tally *t, size_t *count) {
  *count = t->row_count;
  return t->rows;
}

const toll_event *toll_tally_events(const toll_tally *t, size_t *count) {
  *count = t->count;
  return t->events;
}

const toll_copy *toll_tally_copies(const toll_tally *t, size_t *count) {
  *count = t->copy_count;
  return t->copies;
}
