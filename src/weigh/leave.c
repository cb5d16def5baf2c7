/* A mention leaves its block: it turns out to be in a copy and follows another one.
 *
 * Its own block is grouped anew.  At the levels before that, what it hung together with
 * was too large; without it that may fall apart, and a piece that is not too large any
 * more belongs to that level now.  Every piece has a neighbour of the mention in it: so
 * from each neighbour the pairs are followed until the piece ends, and all of it waits,
 * or it is seen to be too large still, and nothing changes for it.  What waits already
 * stays so. */
#include <string.h>

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

static int leave_level(struct piece *p, struct node *node, toll_error *e) {
  struct neighbours walk = {.u = p->u, .of = node, .least = regroup_threshold(p->level)};
  struct node *other;
  int code;
  p->since = p->u->stamp + 1;
  while ((code = regroup_neighbour(&walk, &other, e)) > 0) {
    if (other->stamp >= p->since) continue;
    code = follow_from(p, other, e);
    for (size_t i = 0; i < p->count && !p->open && !code; i++)
      if (regroup_wait(p->u, p->at[i])) code = db_memory(p->u->c, e);
    if (code) break;
  }
  nodes_trim(&p->u->nodes);
  return code;
}

int regroup_leave(struct regroup *u, struct node *node, toll_error *e) {
  struct piece p = {.u = u, .gone = node};
  int level = node->level == WAITS ? LEVELS - 1 : node->level;
  int code = nodes_read(&u->nodes, node, e);
  for (p.level = 0; p.level <= level && !code; p.level++) {
    p.most = p.level == node->level ? SIZE_MAX : BLOCK_MOST; /* the block itself may be of any size */
    code = leave_level(&p, node, e);
  }
  mem_free(p.at);
  return code;
}
