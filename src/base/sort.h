/* Sorting by 64-bit keys.
 *
 * Keys of bands and of mentions are hashes by the million: a radix sort puts them in
 * order in a few passes, where comparing would take one for each doubling. */
#ifndef TOLL_BASE_SORT_H
#define TOLL_BASE_SORT_H

#include <stddef.h>
#include <stdint.h>

struct keyed {
  uint64_t key;
  int64_t id;
};

/* Ascending by key, then by id.  In place, without memory of its own beyond some 64 KB of
 * stack; at may be NULL where count is 0. */
void sort_keyed(struct keyed *at, size_t count);

/* The index of the first of those, which ascend, whose key is no less; count where there is none. */
size_t sort_find(const struct keyed *at, size_t count, uint64_t key);

/* Where the run of one key that begins at `from` < count ends. */
size_t sort_run_end(const struct keyed *at, size_t count, size_t from);

#endif
