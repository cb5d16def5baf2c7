#include "weigh/key_index.h"

#include "base/alloc.h"
#include "toll/error.h"

int key_index_add(struct key_index *x, uint64_t key, int64_t id) {
  if (x->count == x->cap) {
    size_t cap = x->cap ? 2 * x->cap : 1024;
    struct keyed *at = cap <= UINT32_MAX / 2 ? mem_resize(x->at, cap * sizeof *at) : NULL;
    if (!at) return TOLL_E_MEMORY;
    x->at = at;
    x->cap = cap;
  }
  x->at[x->count++] = (struct keyed){key, id};
  return 0;
}

int key_index_build(struct key_index *x) {
  unsigned bits = 4;
  while (bits < 28 && (size_t)2 << bits < x->count) bits++;
  x->shift = 64 - bits;
  size_t stretches = (size_t)1 << bits, at = 0;
  mem_free(x->first);
  x->first = mem_array(stretches + 1, sizeof *x->first);
  if (!x->first) return TOLL_E_MEMORY;
  sort_keyed(x->at, x->count);
  for (size_t s = 0; s <= stretches; s++) {
    while (at < x->count && x->at[at].key >> x->shift < s) at++;
    x->first[s] = (uint32_t)at;
  }
  return 0;
}

const struct keyed *key_index_find(const struct key_index *x, uint64_t key, size_t *count) {
  *count = 0;
  if (!x->first) return NULL;
  size_t stretch = (size_t)(key >> x->shift), at = x->first[stretch], end = x->first[stretch + 1];
  while (at < end && x->at[at].key < key) at++;
  size_t from = at;
  while (at < end && x->at[at].key == key) at++;
  *count = at - from;
  return at > from ? &x->at[from] : NULL;
}

void key_index_free(struct key_index *x) {
  mem_free(x->at);
  mem_free(x->first);
  *x = (struct key_index){0};
}
