/* Average-link: from the best pair downwards two groups become one where all their
 * mentions agree on average.  Sums between groups are in whole thousandths, so that they
 * have no order, and are kept in a matrix: a merge is one row, and what two groups make is
 * reckoned when it is first asked, for most are never asked.  A block too large for that
 * holds what agrees so well that every strong pair joins.
 *
 * What a reviewer put together is tied: its groups grow each for itself, since reports
 * of one half need not agree with the other, and are one event in the end.  What one
 * parted never becomes one, nor do two mentions of one document. */
#include "weigh/group.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "toll/error.h"
#include "weigh/weigh.h"

struct grouping {
  const struct block *b;
  uint32_t *parent, *size;
  uint32_t *tied;           /* groups that are one in the end */
  uint64_t *first, *second; /* of a root of tied: bits of the decisions that it has members of side 1, of side 2 in */
  size_t words;             /* of a root's bits */
  uint32_t *next, *last;    /* a root's members as a list */
  int32_t *one;             /* agreement between members, in thousandths, or a mark; NULL in a large block */
  int32_t *sum;             /* the same between all members of two roots */
};

#define NOT_ASKED INT32_MIN /* not reckoned yet */
#define APART INT32_MAX     /* of one document, or groups that hold two of one document */
#define POINTS 1000.0

static int compare_pairs(const void *a, const void *b) {
  const struct group_pair *x = a, *y = b;
  if (x->agreement != y->agreement) return x->agreement > y->agreement ? -1 : 1;
  if (x->a != y->a) return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : x->b > y->b;
}

static size_t cell(const struct grouping *g, uint32_t a, uint32_t b) {
  return (size_t)a * g->b->count + b;
}

/* The pairs of the block are known; what two others say is reckoned when it is asked for. */
static void start_matrix(struct grouping *g) {
  size_t n = g->b->count;
  for (size_t i = 0; i < n * n; i++) g->one[i] = g->sum[i] = NOT_ASKED;
  for (size_t i = 0; i < g->b->pair_count; i++) {
    const struct group_pair *p = &g->b->pairs[i];
    g->one[cell(g, p->a, p->b)] = g->one[cell(g, p->b, p->a)] = (int32_t)lround(p->agreement * POINTS);
  }
}

static int32_t between_members(struct grouping *g, uint32_t i, uint32_t j) {
  int32_t *points = &g->one[cell(g, i, j)];
  const struct group_member *a = &g->b->members[i], *b = &g->b->members[j];
  if (a->document == b->document) return APART;
  if (*points == NOT_ASKED)
    *points = g->one[cell(g, j, i)] = (int32_t)lround(mention_agreement_apart(a->is, b->is) * POINTS);
  return *points;
}

static int32_t between(struct grouping *g, uint32_t a, uint32_t b) {
  int32_t *sum = &g->sum[cell(g, a, b)];
  if (*sum != NOT_ASKED) return *sum;
  *sum = 0;
  for (uint32_t i = a; i != NO_INDEX && *sum != APART; i = g->next[i])
    for (uint32_t j = b; j != NO_INDEX && *sum != APART; j = g->next[j]) {
      int32_t points = between_members(g, i, j);
      *sum = points == APART ? APART : *sum + points;
    }
  g->sum[cell(g, b, a)] = *sum;
  return *sum;
}

/* What root and what joined it make together with a third. */
static int32_t both(int32_t x, int32_t y) {
  if (x == APART || y == APART) return APART;
  return x == NOT_ASKED || y == NOT_ASKED ? NOT_ASKED : x + y;
}

/* Whether a reviewer parted members of the two. */
static bool parted(const struct grouping *g, uint32_t a, uint32_t b) {
  uint64_t both = 0;
  a = weigh_find(g->tied, a);
  b = weigh_find(g->tied, b);
  for (size_t k = 0; k < g->words; k++)
    both |= (g->first[a * g->words + k] & g->second[b * g->words + k]) |
            (g->second[a * g->words + k] & g->first[b * g->words + k]);
  return both != 0;
}

static void tie(struct grouping *g, uint32_t a, uint32_t b) {
  a = weigh_find(g->tied, a);
  b = weigh_find(g->tied, b);
  if (!weigh_join(g->tied, a, b)) return;
  uint32_t root = a < b ? a : b, other = a < b ? b : a;
  for (size_t k = 0; k < g->words; k++) {
    g->first[root * g->words + k] |= g->first[other * g->words + k];
    g->second[root * g->words + k] |= g->second[other * g->words + k];
  }
}

static void join(struct grouping *g, uint32_t a, uint32_t b) {
  uint32_t root = a < b ? a : b, other = a < b ? b : a;
  g->parent[other] = root;
  g->size[root] += g->size[other];
  tie(g, a, b);
  g->next[g->last[root]] = other;
  g->last[root] = g->last[other];
  for (uint32_t i = 0; g->sum && i < g->b->count; i++)
    if (g->parent[i] == i && i != root)
      g->sum[cell(g, root, i)] = g->sum[cell(g, i, root)] = both(g->sum[cell(g, root, i)], g->sum[cell(g, other, i)]);
}

/* Whether the two may become one. */
static bool agree(struct grouping *g, uint32_t a, uint32_t b) {
  if (parted(g, a, b)) return false;
  if (!g->sum) return g->b->members[a].document != g->b->members[b].document;
  int32_t sum = between(g, a, b);
  return sum != APART && sum >= GROUPS_AGREE * POINTS * g->size[a] * g->size[b];
}

static int compare_sides(const void *a, const void *b) {
  const struct group_side *x = a, *y = b;
  if (x->decision != y->decision) return x->decision < y->decision ? -1 : 1;
  if (x->side != y->side) return x->side < y->side ? -1 : 1;
  return x->member < y->member ? -1 : x->member > y->member;
}

/* What stays together is tied; what stays apart gets its bits. */
static void obey(struct grouping *g) {
  struct group_side *sides = g->b->sides;
  for (size_t i = 0, bit = 0; i < g->b->side_count; i++) {
    if (i > 0 && sides[i].decision != sides[i - 1].decision) bit++;
    uint64_t *bits = sides[i].side == 1 ? g->first : g->second;
    if (sides[i].side) bits[sides[i].member * g->words + bit / 64] |= UINT64_C(1) << bit % 64;
  }
  for (size_t i = 1; i < g->b->side_count; i++) {
    if (sides[i].side || sides[i - 1].side || sides[i].decision != sides[i - 1].decision) continue;
    tie(g, sides[i - 1].member, sides[i].member);
  }
}

static bool merge_pairs(struct grouping *g) {
  bool any = false;
  for (size_t i = 0; i < g->b->pair_count; i++) {
    if (g->b->pairs[i].agreement < g->b->least) break; /* the best stand first */
    uint32_t a = weigh_find(g->parent, g->b->pairs[i].a), b = weigh_find(g->parent, g->b->pairs[i].b);
    if (a == b || !agree(g, a, b)) continue;
    join(g, a, b);
    any = true;
  }
  return any;
}

static bool make_room(struct grouping *g) {
  size_t n = g->b->count, decisions = 1;
  if (g->b->side_count) qsort(g->b->sides, g->b->side_count, sizeof *g->b->sides, compare_sides);
  for (size_t i = 1; i < g->b->side_count; i++) decisions += g->b->sides[i].decision != g->b->sides[i - 1].decision;
  g->words = g->b->side_count ? (decisions + 63) / 64 : 0;
  g->parent = mem_array(n, sizeof *g->parent);
  g->tied = mem_array(n, sizeof *g->tied);
  g->size = mem_array(n, sizeof *g->size);
  g->first = mem_array(n * g->words, sizeof *g->first);
  g->second = mem_array(n * g->words, sizeof *g->second);
  g->next = mem_array(n, sizeof *g->next);
  g->last = mem_array(n, sizeof *g->last);
  if (n <= BLOCK_MOST) {
    g->one = mem_array(n * n, sizeof *g->one);
    g->sum = mem_array(n * n, sizeof *g->sum);
    if (!g->one || !g->sum) return false;
  }
  return g->next && g->last && g->parent && g->tied && g->size && g->first && g->second;
}

int block_group(struct block *b, uint32_t *group_of) {
  struct grouping g = {.b = b};
  bool room = make_room(&g);
  for (uint32_t i = 0; room && i < b->count; i++) {
    g.parent[i] = g.tied[i] = g.last[i] = i;
    g.next[i] = NO_INDEX;
    g.size[i] = 1;
  }
  if (room) {
    if (g.sum) start_matrix(&g);
    obey(&g);
    if (b->pair_count) qsort(b->pairs, b->pair_count, sizeof *b->pairs, compare_pairs);
    while (merge_pairs(&g)) {
    }
    for (uint32_t i = 0; i < b->count; i++) group_of[i] = weigh_find(g.tied, i);
  }
  void *const all[] = {g.parent, g.tied, g.size, g.first, g.second, g.next, g.last, g.one, g.sum};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) mem_free(all[i]);
  return room ? 0 : TOLL_E_MEMORY;
}
