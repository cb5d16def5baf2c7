/* Mentions that hang together by strong pairs, parted into events.
 *
 * A block is a set of mentions in an order of its own (by mention.order), with the
 * strong pairs between them and what reviewers decided of them.  What comes out
 * depends on nothing but the block. */
#ifndef TOLL_WEIGH_GROUP_H
#define TOLL_WEIGH_GROUP_H

#include "weigh/mention.h"

#define BLOCK_MOST 384 /* mentions that are held against each other all with all */

struct group_member {
  const struct mention *is; /* may be NULL in a block of more than BLOCK_MOST */
  int64_t document;
};

struct group_pair { /* two members of a block, a < b, and how well they agree */
  double agreement;
  uint32_t a, b;
};

/* What a reviewer decided of a member. */
struct group_side {
  uint32_t decision, member;
  uint8_t side; /* 1 or 2: the members of the two stay apart; 0: all of them stay together */
};

struct block {
  const struct group_member *members;
  size_t count;
  struct group_pair *pairs; /* all that found each other and agree; put in order by block_group */
  size_t pair_count;
  double least; /* the agreement from which on a pair makes its groups one */
  struct group_side *sides; /* put in order by block_group */
  size_t side_count;
};

/* Gives every member its group: the smallest index in it.  Returns 0 or
 * TOLL_E_MEMORY. */
int block_group(struct block *b, uint32_t *group_of);

#endif
