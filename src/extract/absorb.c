/* Claims that another one makes superfluous.
 *
 * Two rules may read one count, of which one says more; and what is told of a
 * person first as a wound may turn out to be a death. */
#include <string.h>

#include "extract/reader.h"

/* Two readings of one count of which the second is all that is meant: a fear adds
 * nothing to the missing, a death ends a wound. */
static bool absorbed(const struct draft *d, const struct draft *by) {
  if (!span_meets(d->claim.count_span, by->claim.count_span) || d == by) return false;
  if (d->claim.harm == TOLL_KILLED && d->claim.status == TOLL_UNCONFIRMED) return by->claim.harm == TOLL_MISSING;
  return d->claim.harm == TOLL_WOUNDED && by->claim.harm == TOLL_KILLED && by->claim.status == TOLL_ASSERTED;
}

/* Takes draft i out; its parts become those of the draft that absorbs it. */
static void take_out(toll_scanner *x, size_t i, size_t by) {
  for (size_t k = 0; k < x->draft_count; k++) {
    int32_t *whole = &x->drafts[k].claim.part_of;
    if (*whole == (int32_t)i) {
      toll_claim *part = &x->drafts[k].claim;
      if (part->harm == x->drafts[i].claim.harm)
        part->harm = x->drafts[by].claim.harm, part->status = x->drafts[by].claim.status;
      *whole = k == by ? -1 : (int32_t)by;
    }
    if (*whole > (int32_t)i) --*whole;
  }
  memmove(x->drafts + i, x->drafts + i + 1, (x->draft_count - i - 1) * sizeof *x->drafts);
  x->draft_count--;
}

void absorb_read(toll_scanner *x, size_t first) {
  for (size_t i = first; i < x->draft_count;) {
    size_t k = first;
    while (k < x->draft_count && !absorbed(x->drafts + i, x->drafts + k)) k++;
    if (k < x->draft_count)
      take_out(x, i, k);
    else
      i++;
  }
}

/* --- over sentences --------------------------------------------------------- */

#define DIED_SENTENCES 2 /* how far back a wound is looked for */
#define APPOSED 2        /* bytes between a group and the name that stands for it */

/* "A guard was shot.  He died": of one and the same person, by a pronoun or the same noun. */
static bool same_person(const struct draft *hurt, const struct draft *dead) {
  const toll_claim *h = &hurt->claim, *d = &dead->claim;
  if (h->harm != TOLL_WOUNDED || !hurt->single || hurt->subset || h->value != 1 || h->status != TOLL_ASSERTED)
    return false;
  bool next = hurt->sentence == dead->sentence && dead->single && dead->victim.from >= hurt->victim.to &&
              dead->victim.from <= hurt->victim.to + APPOSED;
  if (next || dead->again == AGAIN_PRONOUN) return true; /* "shot a guard, Jan Okel, who died" */
  if (dead->again != AGAIN_NOUN) return false;
  toll_slice a = last_word(h->who), b = last_word(d->who);
  return a.at && a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

void died_read(toll_scanner *x) {
  for (size_t i = 1; i < x->draft_count; i++) {
    const struct draft *dead = x->drafts + i;
    if (dead->claim.harm != TOLL_KILLED || dead->claim.status != TOLL_ASSERTED) continue;
    size_t j = i;
    while (j-- > 0 && x->drafts[j].sentence + DIED_SENTENCES >= dead->sentence)
      if (same_person(x->drafts + j, dead)) {
        take_out(x, j, i);
        i--;
        break;
      }
  }
}
