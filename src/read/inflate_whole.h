/* A gzip member at once, by libdeflate: two to three times as fast as piece by piece.
 *
 * That needs all of the member at hand, and room for all that it becomes.  Most members of
 * web archives are of that kind; where one is not, or is damaged, it is left to zlib,
 * which then says what is wrong with it.  So nothing depends on libdeflate but
 * time, and where toll was built without it, nothing is ever taken whole. */
#ifndef TOLL_READ_INFLATE_WHOLE_H
#define TOLL_READ_INFLATE_WHOLE_H

#include <stdbool.h>
#include <stddef.h>

#include "toll/text.h"

struct whole {          /* zeroed at first */
  void *decompressor;   /* NULL: not asked for yet, or not to be had */
  char *made;           /* what the last member became */
  size_t at, len;       /* of it: given so far, in all */
  unsigned fails, wait; /* members in a row that were none for us; how many more are not tried */
};

/* Tries the member that bytes begin with.  1: it is in [w->made, + w->len), nothing of it
 * given yet, and *used bytes were the member.  0: as if it had not been asked.  Or
 * TOLL_E_MEMORY. */
int whole_take(struct whole *w, toll_slice bytes, size_t *used);

/* Moves up to len bytes of what was made, to nowhere where into is NULL; 0: all is given. */
size_t whole_give(struct whole *w, char *into, size_t len);

void whole_free(struct whole *w);

#endif
