/* Which mentions are to be grouped anew where what holds one of them together with others
 * falls away: it turns out to be in a copy and leaves, or a decision on it is taken back.
 *
 * Its own block is grouped anew.  At the levels before that, what it hung together with
 * was too large; that may fall apart now, and a piece that is not too large any more
 * belongs to that level.  Every piece has the mention in it or, where it leaves, one of its
 * neighbours: so from there the pairs are followed until the piece ends, and all of it
 * waits, or it is seen to be too large still, and nothing changes for it.  A few hundred
 * mentions are looked at, however many hang together. */
#include "base/alloc.h"
#include "weigh/group.h"
#include "weigh/regroup.h"

struct piece {
  struct regroup *u;
  const struct node *gone;
  struct node **at;
  size_t count, cap;
  int level;
  size_t most;    /* no more than so many are looked for */
  uint32_t since; /* the first stamp of this level: earlier pieces have it or a later one */
  bool open;      /* there are more, or it met an earlier piece that was left open */
};

/* A node with a stamp of this level is in an earlier piece; had that been followed to its
 * end, nothing else would lead there. */
static int reach(struct piece *p, struct node *node) {
  if (node == p->gone || node->stamp == p->u->stamp) return 0;
  if (node->stamp >= p->since || p->count == p->most) {
    p->open = true;
    return 0;
  }
  if (p->count == p->cap) {
    size_t cap = p->cap ? 2 * p->cap : 64;
    struct node **at = cap <= SIZE_MAX / sizeof *at ? mem_resize(p->at, cap * sizeof *at) : NULL;
    if (!at) return TOLL_E_MEMORY;
    p->at = at;
    p->cap = cap;
  }
  node->stamp = p->u->stamp;
  p->at[p->count++] = node;
  return 0;
}

static int follow_from(struct piece *p, struct node *start, toll_error *e) {
  p->u->stamp++;
  p->count = 0;
  p->open = false;
  int code = reach(p, start) ? db_memory(p->u->c, e) : 0;
  for (size_t i = 0; i < p->count && !p->open && !code; i++) {
    struct neighbours walk = {.u = p->u, .of = p->at[i], .least = regroup_threshold(p->level)};
    struct node *other;
    while (!p->open && (code = regroup_neighbour(&walk, &other, e)) > 0) {
      code = reach(p, other) ? db_memory(p->u->c, e) : 0;
      if (code) break;
    }
    if (code > 0) code = 0;
  }
  return code;
}

/* The piece that the node is in waits, if it is not too large for the level. */
static int part_from(struct piece *p, struct node *start, toll_error *e) {
  int code = follow_from(p, start, e);
  for (size_t i = 0; i < p->count && !p->open && !code; i++)
    if (regroup_wait(p->u, p->at[i])) code = db_memory(p->u->c, e);
  return code;
}

static int part_neighbours(struct piece *p, struct node *node, toll_error *e) {
  struct neighbours walk = {.u = p->u, .of = node, .least = regroup_threshold(p->level)};
  struct node *other;
  int code;
  while ((code = regroup_neighbour(&walk, &other, e)) > 0) {
    code = other->stamp >= p->since ? 0 : part_from(p, other, e);
    if (code) break;
  }
  return code;
}

static int part(struct regroup *u, struct node *node, bool leaves, toll_error *e) {
  struct piece p = {.u = u, .gone = leaves ? node : NULL};
  int own = node->level, last = own == WAITS ? LEVELS - 1 : own; /* where it waits, its block does */
  int code = 0;
  for (p.level = 0; p.level <= last && !code; p.level++) {
    p.most = p.level == own ? SIZE_MAX : BLOCK_MOST; /* the block itself may be of any size */
    p.since = u->stamp + 1;
    code = leaves ? part_neighbours(&p, node, e) : part_from(&p, node, e);
    nodes_trim(&u->nodes);
  }
  mem_free(p.at);
  return code;
}

int regroup_leave(struct regroup *u, struct node *node, toll_error *e) {
  return part(u, node, true, e);
}

int regroup_loosen(struct regroup *u, struct node *node, toll_error *e) {
  return node->repeats ? 0 : part(u, node, false, e);
}
