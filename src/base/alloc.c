/* The heap, and the counter that lets a test build refuse an allocation.
 *
 * Everything the library asks of malloc passes here.  In an ordinary build the
 * functions are thin; a build with TOLL_ALLOC_SWEEP counts the requests in
 * atomics (worker threads allocate too) and refuses those that a test chose. */
#include "base/alloc.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef TOLL_ALLOC_SWEEP
#include <stdatomic.h>

static atomic_size_t asked, refuse_at;
static atomic_bool refuse_after;

static bool refused(void) {
  size_t now = atomic_fetch_add(&asked, 1) + 1, at = atomic_load(&refuse_at);
  return at != 0 && (now == at || (now > at && atomic_load(&refuse_after)));
}

void mem_refuse(size_t n, int sticky) {
  atomic_store(&refuse_at, n);
  atomic_store(&refuse_after, sticky != 0);
  atomic_store(&asked, 0);
}

size_t mem_count(void) {
  return atomic_load(&asked);
}
#else
static bool refused(void) {
  return false;
}

void mem_refuse(size_t n, int sticky) {
  (void)n;
  (void)sticky;
}

size_t mem_count(void) {
  return 0;
}
#endif

void *mem_alloc(size_t size) {
  return refused() ? NULL : calloc(1, size ? size : 1);
}

void *mem_array(size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) return NULL;
  return mem_alloc(count * size);
}

void *mem_resize(void *p, size_t size) {
  return refused() ? NULL : realloc(p, size ? size : 1);
}

void mem_free(void *p) {
  free(p);
}
