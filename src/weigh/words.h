/* Words as sets of hashes: to see what two short texts have in common. */
#ifndef TOLL_WEIGH_WORDS_H
#define TOLL_WEIGH_WORDS_H

#include <stdbool.h>

#include "base/arena.h"

struct word_set { /* ascending, distinct; owned by an arena */
  uint64_t *at;
  size_t count;
};

enum word_kind {
  WORDS_ALL,  /* runs of letters and digits with three characters or more, folded */
  WORDS_NAMES /* only those that begin with a capital letter */
};

/* Adds the words of text.  Returns 0 or TOLL_E_MEMORY. */
int words_add(struct word_set *set, toll_slice text, enum word_kind kind, struct arena *arena);
/* Adds the words of other. */
int words_join(struct word_set *set, const struct word_set *other, struct arena *arena);
size_t words_shared(const struct word_set *a, const struct word_set *b);
/* The place of word in the set, or SIZE_MAX. */
size_t words_place(const struct word_set *set, uint64_t word);
bool words_have(const struct word_set *set, uint64_t word);

/* The text's words folded, without articles, joined by single spaces: equal for
 * two spellings of one name. */
toll_slice words_fold(toll_slice text, struct arena *arena);
/* The same as the key of a source; for outlets and media behind "outlet:", a mark that no
 * claimant's has. */
toll_slice words_key(toll_slice name, bool outlet, struct arena *arena);
/* The same with hyphens, for ids: "baku", "nagorno-karabakh". */
toll_slice words_slug(toll_slice text, struct arena *arena);
/* Whether a name begins with a definite article. */
bool words_definite(toll_slice text);

#endif
