/* Which words a sentence must have to hold a claim.
 *
 * A rule whose trigger carries the harm needs a word of harm: the first bit of struct needs.
 * One that can take its harm over from the claim before it needs one: the second bit, which no
 * word has.  A rule with a harm of its own needs a word that can be its trigger and one for each
 * of its conditions; the rarest of those sets of forms have a bit each.  A rule's
 * *opening* is the bits it needs, and a sentence whose forms together meet no opening
 * holds no claim (pack_promises).  A form that meets an opening by itself counts
 * as a word of harm.
 *
 * The same can be asked of a text that nobody has read yet: each form with needs is
 * entered under the hash of the letters of its word, or of two neighbours among its
 * words (its *key*).  No such form stands in a text without them. */
#ifndef TOLL_PACK_OPENER_H
#define TOLL_PACK_OPENER_H

#include <stddef.h>

#include "pack/build.h"
#include "pack/pack.h"

struct opener {
  struct form *forms;       /* the caller's; opens is set */
  struct reading *readings; /* the caller's, each form's side by side */
  struct needs *needs;      /* by form.opens; the first is that of all texts */
  struct needs *openings;
  struct opener_key *keys; /* open addressing, a power of two or none */
  uint64_t *filter;
  size_t need_count, opening_count, key_slots;
};

/* Fills all but forms and readings; 0 or TOLL_E_MEMORY.  To be freed in any case. */
int opener_make(const struct pack_build *b, struct opener *o);
void opener_free(struct opener *o);

#endif
