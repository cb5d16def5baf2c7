/* Runs the steps that bring a case's events up to date.
 *
 * Between steps that have much to do all is committed, in a state from which another
 * run goes on: what waits, and which events are stale, stands in the file. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "toll/tally.h"
#include "weigh/regroup.h"

_Static_assert(CASE_FEATURES == MENTION_VERSION, "results by other features are made anew: the two go together");

/* --- lists -------------------------------------------------------------- */

int list_add(struct id_list *list, int64_t id) {
  if (list->count == list->cap) {
    size_t cap = list->cap ? 2 * list->cap : 64;
    int64_t *at = cap <= SIZE_MAX / sizeof *at ? mem_resize(list->at, cap * sizeof *at) : NULL;
    if (!at) return TOLL_E_MEMORY;
    list->at = at;
    list->cap = cap;
  }
  list->at[list->count++] = id;
  return 0;
}

static int compare_ids(const void *a, const void *b) {
  const int64_t *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

void list_sort(struct id_list *list) {
  size_t kept = 0;
  if (list->count) qsort(list->at, list->count, sizeof *list->at, compare_ids);
  for (size_t i = 0; i < list->count; i++)
    if (!kept || list->at[kept - 1] != list->at[i]) list->at[kept++] = list->at[i];
  list->count = kept;
}

static int64_t *set_slot(const struct id_set *set, int64_t id) {
  size_t at = (size_t)((uint64_t)id * 0x9e3779b97f4a7c15u >> 24) & (set->cap - 1);
  while (set->at[at] && set->at[at] != id) at = (at + 1) & (set->cap - 1);
  return &set->at[at];
}

int set_take(struct id_set *set, int64_t id) {
  if (2 * set->count >= set->cap) {
    struct id_set more = {.cap = set->cap ? 2 * set->cap : 256, .count = set->count};
    more.at = mem_array(more.cap, sizeof *more.at);
    if (!more.at) return TOLL_E_MEMORY;
    for (size_t i = 0; i < set->cap; i++)
      if (set->at[i]) *set_slot(&more, set->at[i]) = set->at[i];
    mem_free(set->at);
    *set = more;
  }
  int64_t *slot = set_slot(set, id);
  if (*slot) return 0;
  *slot = id;
  set->count++;
  return 1;
}

/* --- the run ------------------------------------------------------------ */

static int one_number(toll_case *c, enum db_query query, int64_t *out, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, query, &s, e);
  if (!code) code = db_step(c, s, e);
  if (code <= 0) return code;
  *out = sqlite3_column_int64(s, 0);
  sqlite3_reset(s);
  return 0;
}

int regroup_begin(struct regroup *u, toll_case *c, toll_error *e) {
  *u = (struct regroup){.c = c, .nodes.c = c};
  int code = c->writable ? toll_case_commit(c, e) : case_private_copy(c, e);
  if (!code) code = case_batch_begin(c, e);
  return code ? code : one_number(c, Q_EVENT_LAST, &u->last_event, e);
}

void regroup_end(struct regroup *u) {
  nodes_free(&u->nodes);
  arena_free(&u->arena);
  arena_free(&u->kept);
  mem_free(u->touched.at);
  mem_free(u->follow.at);
  mem_free(u->taken.at);
}

/* What has been written so far is kept, and the events that it concerns are marked. */
int regroup_pause(struct regroup *u, toll_error *e) {
  int code = nodes_write(&u->nodes, e);
  list_sort(&u->touched);
  for (size_t i = 0; i < u->touched.count && !code; i++) code = db_run_with(u->c, Q_EVENT_MARK, u->touched.at[i], 0, e);
  if (!code) code = toll_case_commit(u->c, e);
  return code ? code : case_batch_begin(u->c, e);
}

/* Mentions by other features, of documents with a number above the one given, are made anew. */
static int forget_made(struct regroup *u, int64_t above, toll_error *e) {
  return db_run_with(u->c, Q_MADE_FORGET, above, MENTION_VERSION, e);
}

/* Results by other rules are taken back.  Features stay where they are of this version:
 * those of documents that were never grouped may be of another one, where an earlier
 * version added them and was killed. */
static int forget_old(struct regroup *u, toll_error *e) {
  static const char sql[] =
      "UPDATE mention SET event = NULL, level = NULL, repeats = NULL; UPDATE feature SET pairs = NULL;"
      "UPDATE document SET original = NULL, likeness = NULL WHERE original IS NOT NULL;"
      "DELETE FROM event; DELETE FROM mention_key; DELETE FROM copy_key; DELETE FROM grouping;";
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_GROUPING_GET, &s, e);
  if (!code) code = db_step(u->c, s, e);
  if (code < 0) return code;
  int64_t through = sqlite3_column_int64(s, 0), rules = sqlite3_column_int64(s, 1);
  sqlite3_reset(s);
  if (rules == 0 || rules == CASE_GROUPING_RULES) return forget_made(u, through, e);
  code = db_exec(u->c, sql, e);
  return code ? code : forget_made(u, 0, e);
}

#define FEW 64 /* mentions that are always looked for one by one */
#define MANY 4 /* one in so many waiting: all mentions are read in one go */

/* Where much waits, what the steps ask for is read in the order in which it stands. */
static int load_much(struct regroup *u, toll_error *e) {
  int64_t waiting = 0;
  int code = one_number(u->c, Q_MENTION_WAIT_COUNT, &waiting, e);
  u->whole = waiting > FEW && waiting >= u->c->last_mention / MANY;
  return code || !u->whole ? code : nodes_load(&u->nodes, e);
}

int regroup_run(struct regroup *u, toll_mention_maker *maker, toll_error *e) {
  int code = forget_old(u, e);
  if (!code) code = regroup_make(u, maker, e);
  if (!code) code = load_much(u, e);
  if (!code) code = regroup_decisions(u, e);
  if (!code) code = regroup_copies(u, e);
  if (!code) code = regroup_decisions_again(u, e);
  if (!code && u->nodes.count > PAUSE) code = regroup_pause(u, e);
  if (!code) code = regroup_pairs(u, e);
  if (!code && u->nodes.count > PAUSE) code = regroup_pause(u, e);
  if (!code) code = regroup_blocks(u, e);
  return code ? code : regroup_events(u, e);
}

int toll_events_update(toll_case *c, toll_mention_maker *maker, toll_error *e) {
  bool current;
  int code = toll_case_events_current(c, &current, e);
  if (code || current) return code;
  struct regroup *u = mem_alloc(sizeof *u);
  if (!u) return db_memory(c, e);
  code = regroup_begin(u, c, e);
  if (!code) code = regroup_run(u, maker, e);
  if (!code) code = toll_case_commit(c, e);
  if (code) case_batch_undo(c);
  regroup_end(u);
  mem_free(u);
  return code;
}
