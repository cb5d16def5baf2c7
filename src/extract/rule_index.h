/* Which rules a word can set off, found without trying them one after another.
 *
 * A rule asks of its trigger a part of speech, a voice, tags and often one of a few
 * lemmas; one without a harm of its own asks for a word of harm.  All that is known of
 * the word alone.  So the rules that would let a word pass are kept as bits, for each
 * question, 64 rules to a block, and what the answers have in common are the rules to
 * try, in the pack's order. */
#ifndef TOLL_EXTRACT_RULE_INDEX_H
#define TOLL_EXTRACT_RULE_INDEX_H

#include "pack/pack.h"

#define TAG_WORDS 2 /* of a set of tags */

/* Rules that ask for the same tags, more than one. */
struct rule_wants {
  uint64_t tags[TAG_WORDS];
  uint64_t rules; /* of the block */
};

/* Rules of a block that a form of the lemma sets off; none: an empty place of the table. */
struct rule_lemma {
  uint64_t rules;
  uint32_t lemma;
};

/* Up to 64 rules of one part of speech. */
struct rule_block {
  uint32_t rules[64]; /* their numbers in the pack, in its order */
  uint64_t voices[VOICE_COUNT];
  uint64_t own;                    /* with a harm of their own: the word need be none of harm */
  uint64_t any;                    /* of any lemma */
  uint64_t free;                   /* that do not ask for just one tag */
  uint64_t asked[TAG_WORDS];       /* the tags of which some rule asks for one alone */
  uint64_t by_tag[TAG_WORDS * 64]; /* those rules */
  struct rule_wants *wants;
  struct rule_lemma *lemmas; /* by a hash, in a table of lemma_mask + 1 places */
  uint32_t wants_count, lemma_mask;
};

struct rule_index {
  struct rule_block *blocks;
  uint32_t from[POS_COUNT + 1]; /* the blocks of each part of speech */
  struct rule_wants *wants;
  struct rule_lemma *lemmas;
};

/* Makes the index of the pack's rules; false when memory is out.  To be freed in any case. */
bool rule_index_make(struct rule_index *index, const toll_pack *pack);
void rule_index_free(struct rule_index *index);

/* The rules of the block that a word with this reading, in that voice, can set off: bit i
 * stands for rules[i]. */
uint64_t rule_block_fits(const struct rule_block *b, const struct reading *reading, unsigned voice);

#endif
