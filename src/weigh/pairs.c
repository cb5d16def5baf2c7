/* Which mentions agree well: of those that share a key with a new one, each once.
 *
 * A few new mentions ask for their keys one by one.  Where many are new, all keys of
 * the case are read once in their order and the new mentions look into that list. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "weigh/regroup.h"

#define MANY 4 /* one in so many mentions new: the whole list of keys is read */

struct keyed {
  uint64_t key;
  int64_t id;
};

struct key_index { /* by key and id */
  struct keyed *at;
  size_t count, cap;
};

struct pairing {
  struct regroup *u;
  struct node **fresh;
  size_t count;
  struct key_index own, all; /* the keys of the new mentions; those of the case, where they were read */
  bool whole;
};

static int compare_keyed(const void *a, const void *b) {
  const struct keyed *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

static int add_keyed(struct key_index *list, uint64_t key, int64_t id) {
  if (list->count == list->cap) {
    size_t cap = list->cap ? 2 * list->cap : 1024;
    struct keyed *at = cap <= SIZE_MAX / sizeof *at ? mem_resize(list->at, cap * sizeof *at) : NULL;
    if (!at) return TOLL_E_MEMORY;
    list->at = at;
    list->cap = cap;
  }
  list->at[list->count++] = (struct keyed){key, id};
  return 0;
}

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

static int put_keys(struct pairing *p, toll_error *e) {
  toll_case *c = p->u->c;
  int code = 0;
  for (size_t i = 0; i < p->count && !code; i++) {
    struct mention_keys keys;
    code = nodes_read(&p->u->nodes, p->fresh[i], e);
    if (code) break;
    mention_keys(p->fresh[i]->is, &keys);
    for (size_t k = 0; k < keys.own_count && !code; k++)
      if (add_keyed(&p->own, keys.own[k], p->fresh[i]->id)) code = db_memory(c, e);
    nodes_trim(&p->u->nodes);
  }
  if (!code && p->own.count) qsort(p->own.at, p->own.count, sizeof *p->own.at, compare_keyed);
  for (size_t i = 0; i < p->own.count && !code; i++) {
    sqlite3_stmt *s;
    code = db_statement(c, Q_MENTION_KEY_PUT, &s, e);
    if (code) break;
    db_put_int(s, 1, (int64_t)p->own.at[i].key);
    db_put_int(s, 2, p->own.at[i].id);
    code = db_run(c, s, e);
  }
  return code;
}

/* What is near in time is held against the same others. */
static int compare_days(const void *a, const void *b) {
  const struct node *x = *(struct node *const *)a, *y = *(struct node *const *)b;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

static int count_mentions(toll_case *c, size_t *count, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_MENTION_COUNT, &s, e);
  if (!code) code = db_step(c, s, e);
  if (code <= 0) return code;
  *count = (size_t)sqlite3_column_int64(s, 0);
  sqlite3_reset(s);
  return 0;
}

/* The signed order of the table is not that of the keys. */
static int read_all_keys(struct pairing *p, toll_error *e) {
  toll_case *c = p->u->c;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_MENTION_KEY_ALL, &s, e);
  while (!code && (code = db_step(c, s, e)) > 0)
    code = add_keyed(&p->all, (uint64_t)sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1)) ? db_memory(c, e) : 0;
  if (!code && p->all.count) qsort(p->all.at, p->all.count, sizeof *p->all.at, compare_keyed);
  return code;
}

/* --- one mention -------------------------------------------------------- */

static int hold(struct pairing *p, struct node *node, struct node *other, toll_error *e) {
  struct nodes *n = &p->u->nodes;
  if (other->document == node->document || other->repeats) return 0;
  int code = nodes_read(n, other, e);
  if (code) return code;
  float agreement = (float)mention_agreement_found(node->is, other->is);
  if (agreement < regroup_threshold(0)) return 0;
  code = nodes_pair(n, node, other->id, agreement, e);
  return code ? code : nodes_pair(n, other, node->id, agreement, e);
}

/* Of two new mentions the one with the higher number does the work. */
static int meet(struct pairing *p, struct node *node, int64_t id, toll_error *e) {
  struct node *other;
  if (id == node->id) return 0;
  int code = nodes_get(&p->u->nodes, id, &other, e);
  if (code || other->stamp == p->u->stamp) return code;
  other->stamp = p->u->stamp;
  bool fresh = other->pairs_read && !other->paired; /* new ones have all been read */
  if (fresh && other->id > node->id) return 0;
  return hold(p, node, other, e);
}

static int meet_listed(struct pairing *p, struct node *node, uint64_t key, toll_error *e) {
  size_t low = 0, high = p->all.count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (p->all.at[middle].key < key)
      low = middle + 1;
    else
      high = middle;
  }
  int code = 0;
  for (; !code && low < p->all.count && p->all.at[low].key == key; low++) code = meet(p, node, p->all.at[low].id, e);
  return code;
}

static int meet_asked(struct pairing *p, struct node *node, uint64_t key, struct id_list *ids, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(p->u->c, Q_MENTION_KEY_GET, &s, e);
  if (code) return code;
  db_put_int(s, 1, (int64_t)key);
  ids->count = 0;
  while (!code && (code = db_step(p->u->c, s, e)) > 0)
    code = list_add(ids, sqlite3_column_int64(s, 0)) ? db_memory(p->u->c, e) : 0;
  for (size_t i = 0; i < ids->count && !code; i++) code = meet(p, node, ids->at[i], e);
  return code;
}

static int pair_node(struct pairing *p, struct node *node, struct id_list *ids, toll_error *e) {
  struct mention_keys keys;
  nodes_trim(&p->u->nodes);
  int code = nodes_read(&p->u->nodes, node, e);
  p->u->stamp++;
  if (!code) mention_keys(node->is, &keys);
  for (size_t k = 0; !code && k < keys.asked_count; k++)
    code = p->whole ? meet_listed(p, node, keys.asked[k], e) : meet_asked(p, node, keys.asked[k], ids, e);
  return code;
}

int regroup_pairs(struct regroup *u, toll_error *e) {
  struct pairing p = {.u = u};
  struct id_list ids = {0};
  size_t mentions = 0;
  int code = nodes_write(&u->nodes, e);
  if (!code) code = list_fresh(&p, e);
  if (!code) code = put_keys(&p, e);
  if (!code) code = count_mentions(u->c, &mentions, e);
  if (!code && p.count) qsort(p.fresh, p.count, sizeof *p.fresh, compare_days);
  p.whole = p.count > 64 && p.count >= mentions / MANY;
  if (!code && p.whole) code = read_all_keys(&p, e);
  for (size_t i = 0; i < p.count && !code; i++) code = pair_node(&p, p.fresh[i], &ids, e);
  for (size_t i = 0; i < p.count && !code; i++) p.fresh[i]->paired = p.fresh[i]->pairs_changed = true;
  mem_free(p.fresh);
  mem_free(p.own.at);
  mem_free(p.all.at);
  mem_free(ids.at);
  return code;
}
