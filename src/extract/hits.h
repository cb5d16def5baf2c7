/* The words of a part of a text, and the pairs of neighbours, that the pack's filter lets
 * pass: a few of many.  The keys of all are made and asked for in one loop that has no
 * branch to guess.  There are several ways, as of finding letters, and all give the same
 * list. */
#ifndef TOLL_EXTRACT_HITS_H
#define TOLL_EXTRACT_HITS_H

#include <stddef.h>
#include <stdint.h>

#include "base/letters.h"

#define HITS_WORDS (LETTERS_PART / 2 + 1) /* in a part, at most */

struct hits {
  size_t count;
  uint64_t before; /* key of the word in front of the next one, 0 for none */
  uint64_t keys[2 * HITS_WORDS + 1];
  uint32_t places[2 * HITS_WORDS + 1]; /* where the word or the second of the pair ends, in the part */
};

/* The next word, by its key. */
void hits_note(struct hits *h, const uint64_t *filter, uint64_t key, uint32_t place);
/* The next words, by their edges in the part; around each there are eight bytes that can be read. */
void hits_note_all(struct hits *h, enum letters_set set, const uint64_t *filter, const char *part,
                   const uint32_t *edges, size_t words);

#endif
