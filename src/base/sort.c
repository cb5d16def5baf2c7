/* An American flag sort: a byte at a time from the highest, each item swapped into the
 * bucket of its byte, then each bucket by the next byte; behind the eight bytes of the
 * key come the eight of the id.  Small buckets are sorted by insertion, and what is in
 * order already is left alone, so that runs of one key, which are listed by ascending
 * id, cost a look. */
#include "base/sort.h"

#include <stdbool.h>

#define RADIX 256
#define BYTES 16 /* of the key and the id */
#define SMALL 24 /* items */

static bool before(const struct keyed *a, const struct keyed *b) {
  return a->key != b->key ? a->key < b->key : a->id < b->id;
}

static size_t byte_at(const struct keyed *k, unsigned byte) {
  uint64_t bits = byte < 8 ? k->key : (uint64_t)k->id ^ (uint64_t)1 << 63; /* negative ids come first */
  return (size_t)(bits >> (56 - 8 * (byte % 8)) & (RADIX - 1));
}

static void insert_each(struct keyed *at, size_t count) {
  for (size_t i = 1; i < count; i++) {
    struct keyed item = at[i];
    size_t to = i;
    for (; to > 0 && before(&item, &at[to - 1]); to--) at[to] = at[to - 1];
    at[to] = item;
  }
}

static bool is_sorted(const struct keyed *at, size_t count) {
  for (size_t i = 1; i < count; i++)
    if (before(&at[i], &at[i - 1])) return false;
  return true;
}

/* Swaps every item into the bucket of its byte; end[b] is where bucket b ends. */
static void part(struct keyed *at, size_t count, unsigned byte, size_t end[RADIX]) {
  size_t next[RADIX], sum = 0;
  for (size_t b = 0; b < RADIX; b++) end[b] = 0;
  for (size_t i = 0; i < count; i++) end[byte_at(&at[i], byte)]++;
  for (size_t b = 0; b < RADIX; b++) {
    next[b] = sum;
    sum += end[b];
    end[b] = sum;
  }
  for (size_t b = 0; b < RADIX; b++)
    while (next[b] < end[b]) {
      struct keyed item = at[next[b]];
      for (size_t to = byte_at(&item, byte); to != b; to = byte_at(&item, byte)) {
        struct keyed held = at[next[to]];
        at[next[to]++] = item;
        item = held;
      }
      at[next[b]++] = item;
    }
}

static void sort_from(struct keyed *at, size_t count, unsigned byte) {
  size_t end[RADIX];
  if (count <= SMALL) {
    insert_each(at, count);
    return;
  }
  if (is_sorted(at, count)) return;
  part(at, count, byte, end);
  for (size_t b = 0, from = 0; b < RADIX && byte + 1 < BYTES; from = end[b++])
    if (end[b] - from > 1) sort_from(at + from, end[b] - from, byte + 1);
}

void sort_keyed(struct keyed *at, size_t count) {
  sort_from(at, count, 0);
}

size_t sort_find(const struct keyed *at, size_t count, uint64_t key) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (at[middle].key < key)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

size_t sort_run_end(const struct keyed *at, size_t count, size_t from) {
  size_t to = from + 1;
  while (to < count && at[to].key == at[from].key) to++;
  return to;
}
