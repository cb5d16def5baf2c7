/* Mentions of copies: each follows the original's mention that it repeats. */
#include "base/alloc.h"
#include "weigh/copying.h"

#define REPEATS 3.0     /* the agreement from which on a copy's mention repeats the original's … */
#define SAME_NUMBER 3.0 /* … with so much for being the text's event of the same number */

static int mentions_of(struct regroup *u, int64_t document, struct id_list *out, toll_error *e) {
  sqlite3_stmt *s;
  out->count = 0;
  int code = db_statement(u->c, Q_MENTIONS_OF, &s, e);
  if (code) return code;
  db_put_int(s, 1, document);
  while (!code && (code = db_step(u->c, s, e)) > 0)
    code = list_add(out, sqlite3_column_int64(s, 0)) ? db_memory(u->c, e) : 0;
  return code;
}

/* The original's mention that this one repeats, or 0; of equal ones the first by number. */
static int find_repeated(struct regroup *u, struct node *node, const struct id_list *originals, int64_t *out,
                         toll_error *e) {
  double most = REPEATS;
  *out = 0;
  int code = nodes_read(&u->nodes, node, e);
  for (size_t i = 0; i < originals->count && !code; i++) {
    struct node *other;
    code = nodes_get(&u->nodes, originals->at[i], &other, e);
    if (!code) code = nodes_read(&u->nodes, other, e);
    if (code) break;
    double agreement = mention_agreement(node->is, other->is) + (node->number == other->number ? SAME_NUMBER : 0);
    if (agreement < most || (*out && agreement == most)) continue;
    most = agreement;
    *out = other->id;
  }
  return code;
}

static int drop_keys(struct regroup *u, struct node *node, toll_error *e) {
  struct mention_keys keys;
  int code = nodes_read(&u->nodes, node, e); /* what it says may have been given back since */
  if (!code) mention_keys(node->is, &keys);
  for (size_t i = 0; !code && i < keys.own_count; i++)
    code = db_run_with(u->c, Q_MENTION_KEY_DROP, (int64_t)keys.own[i], node->id, e);
  return code;
}

/* A mention begins or ceases to follow another one. */
static int set_repeats(struct regroup *u, struct node *node, int64_t repeats, toll_error *e) {
  if (node->repeats == repeats) return 0;
  int code = 0;
  if (!node->repeats) {
    code = regroup_leave(u, node, e);
    if (!code && node->paired) code = drop_keys(u, node, e);
  }
  node->repeats = repeats;
  node->event = node->was = 0;
  node->level = repeats ? 0 : WAITS;
  node->changed = true;
  if (!repeats) { /* what came in the meantime did not meet it */
    node->paired = false;
    return code ? code : db_run_with(u->c, Q_PAIRS_FORGET, node->id, 0, e);
  }
  return !code && list_add(&u->follow, repeats) ? db_memory(u->c, e) : code;
}

/* The mentions of a document whose original is another than before; then those of an
 * original are free, and those of its copies follow. */
static int follow_document(struct regroup *u, int64_t document, int64_t original, toll_error *e) {
  struct id_list own = {0}, originals = {0};
  int code = mentions_of(u, document, &own, e);
  if (!code && original) code = mentions_of(u, original, &originals, e);
  for (size_t i = 0; i < own.count && !code; i++) {
    struct node *node;
    int64_t repeats = 0;
    code = nodes_get(&u->nodes, own.at[i], &node, e);
    if (!code && original) code = find_repeated(u, node, &originals, &repeats, e);
    if (!code) code = nodes_read(&u->nodes, node, e);
    if (!code && node->event && list_add(&u->touched, node->event))
      code = db_memory(u->c, e); /* counts its own claims */
    if (!code) code = set_repeats(u, node, repeats, e);
    nodes_trim(&u->nodes);
  }
  mem_free(own.at);
  mem_free(originals.at);
  return code;
}

int copies_follow(struct copying *p, toll_error *e) {
  int code = 0;
  list_sort(&p->changed);
  for (int copies = 0; copies < 2; copies++)
    for (size_t i = 0; i < p->changed.count && !code; i++) {
      uint32_t doc;
      code = copies_get(p, p->changed.at[i], &doc, e);
      if (!code && (p->docs[doc].original != 0) == copies)
        code = follow_document(p->u, p->docs[doc].number, p->docs[doc].original, e);
    }
  return code;
}
