/* Blocks: mentions that hang together by pairs, parted into groups, which are events.
 *
 * What hangs together at the first level and is not too large makes a block.  What is
 * too large (a town in a war, where each day's reports lean on those of the day before)
 * is taken apart at the next level, where only better pairs count, and so on.  To tell
 * that a set is too large it is enough to meet a mention that was taken to a higher
 * level before: sets only grow, and where one may shrink (a mention turns out to be in
 * a copy, a decision is taken back) what is not too large any more waits (leave.c). */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "weigh/group.h"
#include "weigh/regroup.h"
#include "weigh/weigh.h"

struct node_list {
  struct node **at;
  size_t count, cap;
};

static int node_add(struct node_list *list, struct node *node) {
  if (list->count == list->cap) {
    size_t cap = list->cap ? 2 * list->cap : 256;
    struct node **at = cap <= SIZE_MAX / sizeof *at ? mem_resize(list->at, cap * sizeof *at) : NULL;
    if (!at) return TOLL_E_MEMORY;
    list->at = at;
    list->cap = cap;
  }
  list->at[list->count++] = node;
  return 0;
}

/* --- neighbours --------------------------------------------------------- */

/* Members of one decision that stay together: all of a merge, side 2 of a split. */
static bool together(const struct decided *d) {
  return d->kind == DECIDED_MERGE || (d->kind == DECIDED_SPLIT && d->side == 2);
}

/* The next member of a decision that holds the node together with it. */
static struct node *next_decided(struct neighbours *walk) {
  const struct decided *all = walk->u->decided;
  size_t count = walk->u->decided_count;
  for (; walk->decided < count; walk->decided++) { /* walk.decided: where the node itself stands */
    const struct decided *own = &all[walk->decided];
    if (own->node != walk->of || !together(own)) continue;
    size_t from = walk->decided;
    while (from > 0 && all[from - 1].decision == own->decision) from--;
    for (size_t i = from + walk->at; i < count && all[i].decision == own->decision; i++) {
      walk->at++;
      if (together(&all[i]) && all[i].node != walk->of) return all[i].node;
    }
    walk->at = 0;
  }
  return NULL;
}

int regroup_neighbour(struct neighbours *walk, struct node **out, toll_error *e) {
  struct node *node = walk->of;
  if (!walk->by_decision) {
    int code = node->pairs_read ? 0 : nodes_read(&walk->u->nodes, node, e);
    if (code) return code;
    while (walk->at < node->pair_count) {
      const struct node_pair *pair = &node->pairs[walk->at++];
      if (pair->agreement < walk->least) continue;
      code = nodes_get(&walk->u->nodes, pair->id, out, e);
      if (code) return code;
      if (!(*out)->repeats) return 1;
    }
    walk->by_decision = true;
    walk->at = 0;
  }
  *out = node->decided ? next_decided(walk) : NULL;
  return *out != NULL;
}

/* --- what hangs together ------------------------------------------------ */

struct walked {
  struct node_list found;
  bool beyond; /* met a mention of a higher level */
};

static int reach(struct regroup *u, struct walked *w, struct node *node, int level) {
  if (node->stamp == u->stamp) return 0;
  if (node->level > level) {
    w->beyond = true;
    return 0;
  }
  node->stamp = u->stamp;
  return node_add(&w->found, node);
}

static int walk_from(struct regroup *u, struct node *start, int level, struct walked *w, toll_error *e) {
  w->found.count = 0;
  w->beyond = false;
  int code = reach(u, w, start, level) ? db_memory(u->c, e) : 0;
  for (size_t i = 0; i < w->found.count && !code; i++) {
    struct neighbours walk = {.u = u, .of = w->found.at[i], .least = regroup_threshold(level)};
    struct node *other;
    nodes_trim(&u->nodes);
    while ((code = regroup_neighbour(&walk, &other, e)) > 0)
      if (reach(u, w, other, level)) {
        code = db_memory(u->c, e);
        break;
      }
  }
  return code;
}

int regroup_wait(struct regroup *u, struct node *node) {
  if (node->level == WAITS) return 0;
  if (node->event && list_add(&u->touched, node->event)) return TOLL_E_MEMORY;
  node->level = WAITS;
  node->was = node->event;
  node->event = 0;
  node->changed = true;
  return 0;
}

/* --- a block ------------------------------------------------------------ */

static int compare_nodes(const void *a, const void *b) {
  const struct node *x = *(struct node *const *)a, *y = *(struct node *const *)b;
  if (x->order != y->order) return x->order < y->order ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

struct block_room {
  struct group_member *members;
  struct group_pair *pairs;
  struct group_side *sides;
  uint32_t *group_of;
  size_t pair_count, side_count;
};

static size_t count_pairs(const struct node_list *list) {
  size_t count = 0;
  for (size_t i = 0; i < list->count; i++) count += list->at[i]->pair_count;
  return count;
}

/* The pairs of node i with members behind it in the block. */
static int take_pairs(struct regroup *u, const struct node_list *list, uint32_t i, struct block_room *room,
                      toll_error *e) {
  const struct node *node = list->at[i];
  for (uint32_t k = 0; k < node->pair_count; k++) {
    const struct node_pair *pair = &node->pairs[k];
    struct node *other;
    int code = nodes_get(&u->nodes, pair->id, &other, e);
    if (code) return code;
    bool inside = other->index < list->count && list->at[other->index] == other;
    if (other->repeats || other->index <= i || !inside) continue;
    room->pairs[room->pair_count++] = (struct group_pair){(double)pair->agreement, i, other->index};
  }
  return 0;
}

static void take_sides(struct regroup *u, const struct node_list *list, struct block_room *room) {
  for (size_t i = 0; i < u->decided_count; i++) {
    const struct decided *d = &u->decided[i];
    if (d->kind == DECIDED_RENAME || d->node->index >= list->count || list->at[d->node->index] != d->node) continue;
    uint32_t at = d->node->index, decision = (uint32_t)d->decision;
    if (together(d)) room->sides[room->side_count++] = (struct group_side){decision, at, 0};
    if (d->kind == DECIDED_SPLIT) room->sides[room->side_count++] = (struct group_side){decision, at, d->side};
  }
}

static int fill_room(struct regroup *u, const struct node_list *list, struct block_room *room, toll_error *e) {
  int code = 0;
  room->members = mem_array(list->count, sizeof *room->members);
  room->pairs = mem_array(count_pairs(list), sizeof *room->pairs);
  room->sides = mem_array(2 * u->decided_count, sizeof *room->sides);
  room->group_of = mem_array(list->count, sizeof *room->group_of);
  if (!room->members || !room->pairs || !room->sides || !room->group_of) return db_memory(u->c, e);
  for (uint32_t i = 0; i < list->count; i++) list->at[i]->index = i;
  for (uint32_t i = 0; i < list->count && !code; i++) {
    if (list->count <= BLOCK_MOST) code = nodes_read(&u->nodes, list->at[i], e);
    room->members[i] = (struct group_member){list->at[i]->is, list->at[i]->document};
    if (!code) code = take_pairs(u, list, i, room, e);
  }
  take_sides(u, list, room);
  return code;
}

/* --- groups become events ----------------------------------------------- */

/* The row of one of its members' events that no other group of this run has, else a new one. */
static int event_for(struct regroup *u, const struct node_list *list, const uint32_t *group_of, uint32_t group,
                     int64_t *event) {
  for (uint32_t i = group; i < list->count; i++) {
    const struct node *node = list->at[i];
    if (group_of[i] != group) continue;
    *event = node->event ? node->event : node->was;
    int got = *event ? set_take(&u->taken, *event) : 0;
    if (got) return got < 0 ? got : 0;
  }
  *event = ++u->last_event;
  return 0;
}

static int move(struct regroup *u, struct node *node, int64_t event, int level) {
  if (node->level != level) {
    node->level = level;
    node->changed = true;
  }
  if (node->event == event) return 0;
  if (node->event && list_add(&u->touched, node->event)) return TOLL_E_MEMORY;
  node->event = event;
  node->changed = true;
  return list_add(&u->touched, event) || list_add(&u->follow, node->id) ? TOLL_E_MEMORY : 0;
}

static int place_groups(struct regroup *u, const struct node_list *list, const uint32_t *group_of, int level) {
  int code = 0;
  for (uint32_t i = 0; i < list->count && !code; i++) {
    if (group_of[i] != i) continue;
    int64_t event;
    code = event_for(u, list, group_of, i, &event);
    for (uint32_t k = i; k < list->count && !code; k++)
      if (group_of[k] == i) code = move(u, list->at[k], event, level);
  }
  return code;
}

static int group_nodes(struct regroup *u, struct node_list *list, int level, toll_error *e) {
  struct block_room room = {0};
  qsort(list->at, list->count, sizeof *list->at, compare_nodes);
  nodes_trim(&u->nodes);
  int code = fill_room(u, list, &room, e);
  if (!code) {
    struct block block = {.members = room.members,
                          .count = list->count,
                          .pairs = room.pairs,
                          .pair_count = room.pair_count,
                          .least = regroup_threshold(level),
                          .sides = room.sides,
                          .side_count = room.side_count};
    if (block_group(&block, room.group_of) || place_groups(u, list, room.group_of, level)) code = db_memory(u->c, e);
  }
  mem_free(room.members);
  mem_free(room.pairs);
  mem_free(room.sides);
  mem_free(room.group_of);
  return code;
}

/* --- all levels --------------------------------------------------------- */

/* The mentions of one level: those that hang together in no too large number are done,
 * the others are for the next. */
static int group_level(struct regroup *u, const struct node_list *now, int level, struct node_list *next,
                       toll_error *e) {
  struct walked w = {0};
  int code = 0;
  u->stamp++;
  for (size_t i = 0; i < now->count && !code; i++) {
    if (now->at[i]->stamp == u->stamp) continue;
    code = walk_from(u, now->at[i], level, &w, e);
    if (code) break;
    if (level == LEVELS - 1 || (!w.beyond && w.found.count <= BLOCK_MOST)) {
      code = group_nodes(u, &w.found, level, e);
      continue;
    }
    for (size_t k = 0; k < w.found.count && !code; k++)
      if (node_add(next, w.found.at[k])) code = db_memory(u->c, e);
  }
  mem_free(w.found.at);
  return code;
}

static int list_waiting(struct regroup *u, struct node_list *list, toll_error *e) {
  struct id_list ids = {0};
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_MENTION_WAITING, &s, e);
  while (!code && (code = db_step(u->c, s, e)) > 0)
    code = list_add(&ids, sqlite3_column_int64(s, 0)) ? db_memory(u->c, e) : 0;
  for (size_t i = 0; i < ids.count && !code; i++) {
    struct node *node;
    code = nodes_get(&u->nodes, ids.at[i], &node, e);
    if (!code && node->level == WAITS && !node->repeats && node_add(list, node)) code = db_memory(u->c, e);
  }
  mem_free(ids.at);
  return code;
}

int regroup_blocks(struct regroup *u, toll_error *e) {
  struct node_list now = {0}, next = {0};
  int code = nodes_write(&u->nodes, e);
  if (!code) code = list_waiting(u, &now, e);
  for (int level = 0; level < LEVELS && now.count && !code; level++) {
    struct node_list done = now;
    next.count = 0;
    code = group_level(u, &now, level, &next, e);
    now = next;
    next = done;
  }
  mem_free(now.at);
  mem_free(next.at);
  return code ? code : nodes_write(&u->nodes, e);
}
