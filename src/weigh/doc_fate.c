/* Who of the abducted or the wounded is told to have died, by the links that the
 * reading has left between claims on the same people. */
#include "weigh/doc_tally.h"

#define HOPS 8 /* links from fate to fate of one person */

/* Whether claim i tells of the people of claim `of`, straight or through others. */
static bool people_of(const toll_claims *claims, size_t i, size_t of) {
  for (int hops = 0; hops < HOPS && claims->items[i].same; hops++) {
    i = claims->items[i].same - 1;
    if (i >= claims->count) return false;
    if (i == of) return true;
  }
  return false;
}

static bool tells_dead(const toll_claim *c) {
  bool real = c->status == TOLL_ASSERTED || c->status == TOLL_UNCONFIRMED;
  return c->harm == TOLL_KILLED && real && c->value != TOLL_OPEN && c->value > 0;
}

int64_t doc_tally_died(const toll_claims *claims, size_t i, int32_t *dead) {
  int64_t sum = 0, all = claims->items[i].value;
  *dead = -1;
  if (claims->items[i].harm == TOLL_KILLED || all == TOLL_OPEN) return 0;
  for (size_t k = 0; k < claims->count; k++) {
    const toll_claim *c = &claims->items[k];
    bool told_before = tells_dead(c) && people_of(claims, i, k);
    if (!told_before && !(tells_dead(c) && people_of(claims, k, i))) continue;
    if (*dead < 0) *dead = (int32_t)k;
    if (told_before || __builtin_add_overflow(sum, c->value, &sum) || sum > all) return all;
  }
  return sum;
}
