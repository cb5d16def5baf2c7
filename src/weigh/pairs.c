/* Which mentions agree well: of those that a new one finds by the keys it asks for, each once.
 *
 * A few new mentions ask for their keys one by one.  Where many are new, all keys of the
 * case are held in one list, and the new mentions look into that.
 *
 * The new ones are gone through in stretches of nearby days.  Of each stretch the others
 * that its mentions meet are listed, then read, then held against them; listing and
 * holding are pure and split over threads, and what came of it is kept in the order of
 * the mentions, so that their number changes nothing. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "weigh/key_index.h"
#include "weigh/regroup.h"

#define STRETCH 4096 /* mentions */

struct meeting { /* a mention of the stretch and one that it is to be held against */
  struct node *node, *other;
  float agreement;
};

struct meetings {
  struct meeting *at;
  size_t count, cap;
  uint32_t *stamps; /* by node.place: the last mention that met it */
  uint32_t stamp;
  bool failed; /* memory is out */
};

struct pairing {
  struct regroup *u;
  struct node **fresh; /* by day */
  size_t count;
  struct key_index keys; /* of all mentions, where many are new */
  bool whole;
  size_t jobs;
  struct meetings workers[PARALLEL_MOST];
  struct node *const *stretch; /* the part of fresh at hand */
  size_t stretch_count;
};

/* --- what is new -------------------------------------------------------- */

/* Waiting mentions whose pairs have not been looked for. */
static int list_fresh(struct pairing *p, toll_error *e) {
  struct regroup *u = p->u;
  struct id_list waiting = {0};
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_MENTION_FRESH, &s, e);
  while (!code && (code = db_step(u->c, s, e)) > 0)
    code = list_add(&waiting, sqlite3_column_int64(s, 0)) ? db_memory(u->c, e) : 0;
  p->fresh = code ? NULL : mem_array(waiting.count, sizeof *p->fresh);
  if (!code && !p->fresh) code = db_memory(u->c, e);
  for (size_t i = 0; i < waiting.count && !code; i++)
    code = nodes_get(&u->nodes, waiting.at[i], &p->fresh[p->count++], e);
  mem_free(waiting.at);
  return code;
}

/* What is near in time is held against the same others. */
static int compare_days(const void *a, const void *b) {
  const struct node *x = *(struct node *const *)a, *y = *(struct node *const *)b;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

static int list_own_keys(struct pairing *p, struct key_index *own, toll_error *e) {
  int code = 0;
  for (size_t i = 0; i < p->count && !code; i++) {
    struct mention_keys keys;
    nodes_trim(&p->u->nodes);
    code = nodes_read(&p->u->nodes, p->fresh[i], e);
    if (code) break;
    mention_keys(p->fresh[i]->is, &keys);
    for (size_t k = 0; k < keys.own_count && !code; k++)
      if (key_index_add(own, keys.own[k], p->fresh[i]->id)) code = db_memory(p->u->c, e);
  }
  return code;
}

/* The keys that are in the case already. */
static int read_keys(toll_case *c, struct key_index *keys, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_MENTION_KEY_ALL, &s, e);
  while (!code && (code = db_step(c, s, e)) > 0)
    code = key_index_add(keys, (uint64_t)sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1)) ? db_memory(c, e) : 0;
  return code;
}

/* Puts the keys of what is new into the case; where much is, all keys are held. */
static int index_keys(struct pairing *p, toll_error *e) {
  toll_case *c = p->u->c;
  struct key_index own = {0};
  int code = list_own_keys(p, &own, e);
  sort_keyed(own.at, own.count);
  if (!code && p->whole) code = read_keys(c, &p->keys, e);
  for (size_t i = 0; p->whole && i < own.count && !code; i++)
    if (key_index_add(&p->keys, own.at[i].key, own.at[i].id)) code = db_memory(c, e);
  if (!code && p->whole && key_index_build(&p->keys)) code = db_memory(c, e);
  if (!code) code = db_put_keys(c, Q_MENTION_KEY_PUT, Q_MENTION_KEY_PUTS, own.at, own.count, e);
  key_index_free(&own);
  return code;
}

/* --- whom they meet ----------------------------------------------------- */

static int meet(struct meetings *m, struct node *node, struct node *other) {
  if (other == node) return 0;
  bool fresh = other->pairs_read && !other->paired; /* new ones have all been read */
  if (fresh && other->id > node->id) return 0;      /* of two new ones the later does the work */
  if (other->document == node->document || other->repeats) return 0;
  if (m->count == m->cap) {
    size_t cap = m->cap ? 2 * m->cap : 1024;
    struct meeting *at = cap <= SIZE_MAX / sizeof *at ? mem_resize(m->at, cap * sizeof *at) : NULL;
    if (!at) return TOLL_E_MEMORY;
    m->at = at;
    m->cap = cap;
  }
  m->at[m->count++] = (struct meeting){node, other, 0};
  return 0;
}

static int meet_listed(const struct pairing *p, struct meetings *m, struct node *node) {
  struct mention_keys keys;
  mention_keys(node->is, &keys);
  m->stamp++;
  for (size_t k = 0; k < keys.asked_count; k++) {
    size_t count;
    const struct keyed *at = key_index_find(&p->keys, keys.asked[k], &count);
    for (size_t i = 0; i < count; i++) {
      struct node *other = nodes_known(&p->u->nodes, at[i].id);
      if (!other || m->stamps[other->place] == m->stamp) continue;
      m->stamps[other->place] = m->stamp;
      if (meet(m, node, other)) return TOLL_E_MEMORY;
    }
  }
  return 0;
}

static void list_part(void *context, size_t worker) {
  struct pairing *p = context;
  struct meetings *m = &p->workers[worker];
  size_t from, to;
  parallel_share(p->stretch_count, p->jobs, worker, &from, &to);
  m->count = 0;
  for (size_t i = from; i < to && !m->failed; i++) m->failed = meet_listed(p, m, p->stretch[i]) != 0;
}

/* The ids that the keys of a mention give; every one of them becomes a node. */
static int ask_keys(struct pairing *p, const struct node *node, struct id_list *ids, toll_error *e) {
  struct mention_keys keys;
  toll_case *c = p->u->c;
  int code = 0;
  mention_keys(node->is, &keys);
  mention_keys_sort(&keys); /* a key asked for once */
  ids->count = 0;
  for (size_t k = 0; k < keys.asked_count && !code; k++) {
    sqlite3_stmt *s;
    code = db_statement(c, Q_MENTION_KEY_GET, &s, e);
    if (code) break;
    db_put_int(s, 1, (int64_t)keys.asked[k]);
    while (!code && (code = db_step(c, s, e)) > 0)
      code = list_add(ids, sqlite3_column_int64(s, 0)) ? db_memory(c, e) : 0;
  }
  list_sort(ids);
  struct node *other;
  for (size_t i = 0; i < ids->count && !code; i++) code = nodes_get(&p->u->nodes, ids->at[i], &other, e);
  return code;
}

static int meet_asked(struct pairing *p, toll_error *e) {
  struct meetings *m = &p->workers[0];
  struct id_list ids = {0};
  int code = 0;
  m->count = 0;
  for (size_t i = 0; i < p->stretch_count && !code; i++) {
    code = ask_keys(p, p->stretch[i], &ids, e);
    for (size_t k = 0; k < ids.count && !code; k++)
      if (meet(m, p->stretch[i], nodes_known(&p->u->nodes, ids.at[k]))) code = db_memory(p->u->c, e);
  }
  mem_free(ids.at);
  return code;
}

/* --- holding them together ---------------------------------------------- */

static void hold_part(void *context, size_t worker) {
  struct pairing *p = context;
  struct meetings *m = &p->workers[worker];
  for (size_t i = 0; i < m->count; i++)
    m->at[i].agreement = (float)mention_agreement_found(m->at[i].node->is, m->at[i].other->is);
}

static int read_met(struct pairing *p, toll_error *e) {
  int code = 0;
  for (size_t w = 0; w < p->jobs && !code; w++)
    for (size_t i = 0; i < p->workers[w].count && !code; i++)
      code = nodes_read(&p->u->nodes, p->workers[w].at[i].other, e);
  return code;
}

static int keep_pairs(struct pairing *p, toll_error *e) {
  struct nodes *n = &p->u->nodes;
  int code = 0;
  for (size_t w = 0; w < p->jobs; w++)
    for (size_t i = 0; i < p->workers[w].count && !code; i++) {
      const struct meeting *m = &p->workers[w].at[i];
      if (m->agreement < regroup_threshold(0)) continue;
      code = nodes_pair(n, m->node, m->other->id, m->agreement, e);
      if (!code) code = nodes_pair(n, m->other, m->node->id, m->agreement, e);
    }
  return code;
}

static int list_met(struct pairing *p, toll_error *e) {
  if (!p->whole) return meet_asked(p, e);
  parallel_run(p->jobs, list_part, p);
  for (size_t w = 0; w < p->jobs; w++)
    if (p->workers[w].failed) return db_memory(p->u->c, e);
  return 0;
}

static int pair_stretch(struct pairing *p, toll_error *e) {
  int code = 0;
  nodes_trim(&p->u->nodes);
  for (size_t i = 0; i < p->stretch_count && !code; i++) code = nodes_read(&p->u->nodes, p->stretch[i], e);
  if (!code) code = list_met(p, e);
  if (!code) code = read_met(p, e);
  if (code) return code;
  parallel_run(p->jobs, hold_part, p);
  return keep_pairs(p, e);
}

static int make_stamps(struct pairing *p, toll_error *e) {
  for (size_t w = 0; w < p->jobs; w++) {
    p->workers[w].stamps = mem_array(p->u->nodes.count, sizeof(uint32_t));
    if (!p->workers[w].stamps) return db_memory(p->u->c, e);
  }
  return 0;
}

static int pair_all(struct pairing *p, toll_error *e) {
  int code = p->whole ? make_stamps(p, e) : 0;
  for (size_t i = 0; i < p->count && !code; i += p->stretch_count) {
    p->stretch = p->fresh + i;
    p->stretch_count = p->count - i < STRETCH ? p->count - i : STRETCH;
    code = pair_stretch(p, e);
  }
  for (size_t i = 0; i < p->count && !code; i++) p->fresh[i]->paired = p->fresh[i]->pairs_changed = true;
  return code;
}

static void free_pairing(struct pairing *p) {
  for (size_t w = 0; w < PARALLEL_MOST; w++) {
    mem_free(p->workers[w].at);
    mem_free(p->workers[w].stamps);
  }
  mem_free(p->fresh);
  key_index_free(&p->keys);
  mem_free(p);
}

int regroup_pairs(struct regroup *u, toll_error *e) {
  struct pairing *p = mem_alloc(sizeof *p);
  if (!p) return db_memory(u->c, e);
  p->u = u;
  p->whole = u->whole;
  p->jobs = u->whole ? parallel_jobs(u->c->jobs) : 1;
  int code = nodes_write(&u->nodes, e);
  if (!code) code = list_fresh(p, e);
  if (!code) code = index_keys(p, e);
  if (!code && p->count) qsort(p->fresh, p->count, sizeof *p->fresh, compare_days);
  if (!code) code = pair_all(p, e);
  free_pairing(p);
  return code;
}
