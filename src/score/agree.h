/* When a word as labelled and a word as found mean the same. */
#ifndef TOLL_SCORE_AGREE_H
#define TOLL_SCORE_AGREE_H

#include "base/arena.h"
#include "toll/claim.h"

/* Who, when and where: a shared content word is agreement; both not given (or
 * empty) is, too.  Letter case, marks at a word's ends and small words ("the",
 * "of", "said") do not count.  False also when memory is out (arena->failed). */
bool agree_words(toll_slice a, toll_slice b, struct arena *arena);

/* Byte by byte; not given agrees with NULL only. */
bool agree_exactly(toll_slice labelled, const char *found);

#endif
