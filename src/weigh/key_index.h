/* The keys of many mentions in one sorted list, with a table of where each stretch of
 * the keys begins: keys are hashes, so a look-up is one step into the table and a few
 * along the list. */
#ifndef TOLL_WEIGH_KEY_INDEX_H
#define TOLL_WEIGH_KEY_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "base/sort.h"

struct key_index { /* zeroed at first */
  struct keyed *at; /* by key, then by id, once it is built */
  size_t count, cap;
  uint32_t *first; /* of each stretch, and one behind the last */
  unsigned shift;  /* of a key its stretch */
};

/* 0 or TOLL_E_MEMORY. */
int key_index_add(struct key_index *x, uint64_t key, int64_t id);
/* When all are there; 0 or TOLL_E_MEMORY. */
int key_index_build(struct key_index *x);
/* The entries of the key, borrowed until more is added; NULL and 0 where there is none. */
const struct keyed *key_index_find(const struct key_index *x, uint64_t key, size_t *count);
void key_index_free(struct key_index *x);

#endif
