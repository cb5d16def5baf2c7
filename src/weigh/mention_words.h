/* What the words of two mentions have in common.
 *
 * Millions of pairs are looked at, and most of them share a word or two of forty.  So a
 * mention carries maps of its words: a bit for each hash, by its highest bits.  A word
 * whose bit the other map has not is not in the other; only for the rest is looked. */
#ifndef TOLL_WEIGH_MENTION_WORDS_H
#define TOLL_WEIGH_MENTION_WORDS_H

#include "extract/places.h"
#include "weigh/mention.h"

/* It lies below the country. */
static inline bool place_is_local(const struct mention_place *p) {
  return p->kind < PLACE_COUNTRY;
}

struct shared_words {
  double plain; /* weights of the words that both have, squared, in natural logarithms; numbers apart */
  unsigned names, numbers;
  unsigned traits; /* of the words that both have */
};

struct shared_words share_words(const struct mention *a, const struct mention *b);

/* A name in both that stands as a place in one of them at least. */
bool share_place_name(const struct mention *a, const struct mention *b);

#endif
