/* Of whom the texts leave open whether they are civilians, and whether they were
 * attacked or attackers.
 *
 * "Twelve people were killed" says neither.  Where nobody who tells of the event's
 * harm sets fighters or civilians apart, nothing is in doubt that anybody raised,
 * and the twelve are taken as they are told.  Where somebody does, a figure whose
 * own words do not tell is unclear, unless its own document tells the others apart
 * beside it ("six people and the attacker died").  A figure that holds some of the
 * other kind ("eight, among them two bombers") is unclear whatever its document
 * tells, and so is one of civilians whom another source, with the same number, calls
 * fighters.  No name of a party is read for this, and no kind of claimant. */
#include <stdlib.h>

#include "base/alloc.h"
#include "weigh/method.h"

#define BIT(c) (1u << (c))

static const uint32_t fighters = BIT(TOLL_MILITARY) | BIT(TOLL_ARMED_GROUP);
static const uint32_t silent = BIT(TOLL_MAN) | BIT(TOLL_FOREIGN); /* classes that tell nothing of it */

/* Something told of the harm, for looking up: by kind, then document or figure. */
enum told {
  TOLD_FIGHTERS,    /* hi: document */
  TOLD_ATTACKERS,   /* hi: document */
  HOLDS_FIGHTERS,   /* hi: document, lo: ordinal of the figure that holds them */
  HOLDS_ATTACKERS,  /* … */
  TOLD_AS_FIGHTERS, /* hi: the number, lo: the source */
};

struct note {
  uint8_t told;
  uint64_t hi, lo;
};

struct notes {
  struct note *at;
  size_t count;
  bool status, sides; /* somebody tells fighters or civilians apart; attackers */
};

static int compare_notes(const void *a, const void *b) {
  const struct note *x = a, *y = b;
  if (x->told != y->told) return x->told < y->told ? -1 : 1;
  if (x->hi != y->hi) return x->hi < y->hi ? -1 : 1;
  return (x->lo > y->lo) - (x->lo < y->lo);
}

/* The first note that is not before this one, or the end. */
static const struct note *find(const struct notes *n, struct note key) {
  size_t low = 0, high = n->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (compare_notes(&n->at[middle], &key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return n->at + low;
}

static bool noted(const struct notes *n, enum told told, uint64_t hi, uint64_t lo) {
  const struct note key = {(uint8_t)told, hi, lo}, *found = find(n, key);
  return found < n->at + n->count && compare_notes(found, &key) == 0;
}

/* Whether another source calls so many people fighters. */
static bool called_fighters(const struct notes *n, const struct weigh_claim *c) {
  const struct note key = {TOLD_AS_FIGHTERS, (uint64_t)c->row.claim.value, 0};
  for (const struct note *at = find(n, key); at < n->at + n->count && at->told == TOLD_AS_FIGHTERS && at->hi == key.hi;
       at++)
    if (at->lo != c->source) return true;
  return false;
}

static void note(struct notes *n, enum told told, uint64_t hi, uint64_t lo) {
  n->at[n->count++] = (struct note){(uint8_t)told, hi, lo};
}

/* Up to three notes a claim. */
static void read_peer(struct notes *n, const struct weigh_claim *peer) {
  const toll_claim *c = &peer->row.claim;
  bool fights = c->classes & fighters, attacks = c->side == TOLL_PERPETRATOR, part = c->part_of >= 0;
  if (c->status != TOLL_ASSERTED && c->status != TOLL_UNCONFIRMED) return;
  n->status |= fights || (c->classes & BIT(TOLL_CIVILIAN));
  n->sides |= attacks;
  if (fights) note(n, part ? HOLDS_FIGHTERS : TOLD_FIGHTERS, peer->doc, part ? (uint64_t)c->part_of : 0);
  if (attacks) note(n, part ? HOLDS_ATTACKERS : TOLD_ATTACKERS, peer->doc, part ? (uint64_t)c->part_of : 0);
  if (fights && c->value != TOLL_OPEN) note(n, TOLD_AS_FIGHTERS, (uint64_t)c->value, peer->source);
}

static void mark(struct row_claim *c, const struct notes *n) {
  const struct weigh_claim *own = c->claim;
  const toll_claim *claim = &own->row.claim;
  uint32_t tells = claim->classes & ~silent;
  if (n->status && !tells) {
    bool apart = noted(n, TOLD_FIGHTERS, own->doc, 0);
    c->unclear_status = !apart || noted(n, HOLDS_FIGHTERS, own->doc, own->row.ordinal);
  } else if (n->status && !(tells & fighters))
    c->unclear_status = called_fighters(n, own);
  if (n->sides && claim->side != TOLL_PERPETRATOR && !tells) {
    bool apart = noted(n, TOLD_ATTACKERS, own->doc, 0);
    c->unclear_side = !apart;
  }
  if (claim->side != TOLL_PERPETRATOR && noted(n, HOLDS_ATTACKERS, own->doc, own->row.ordinal)) c->unclear_side = true;
}

int row_unclear(const struct weigh *w, struct row_work *row, const uint32_t *peers, size_t count) {
  struct notes n = {.at = mem_array(count, 3 * sizeof *n.at)};
  if (!n.at) return TOLL_E_MEMORY;
  for (size_t i = 0; i < count; i++) {
    const struct weigh_claim *peer = &w->claims[peers[i]];
    if (w->docs[peer->doc].original == peer->doc) read_peer(&n, peer); /* a copy says nothing new */
  }
  if (n.count) qsort(n.at, n.count, sizeof *n.at, compare_notes);
  for (size_t i = 0; i < row->count; i++)
    if (row->at[i].claim->row.claim.harm < TOLL_DESTROYED) mark(&row->at[i], &n);
  mem_free(n.at);
  return 0;
}
