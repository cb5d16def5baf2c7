/* An arena: allocations that all die together.
 *
 * One arena a document; reset between documents, so that after warm-up nothing
 * is asked of malloc.  In a debug build (TOLL_ARENA_MALLOC) every allocation is
 * its own malloc, so that valgrind and ASan see overruns and stale uses. */
#ifndef TOLL_BASE_ARENA_H
#define TOLL_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "toll/text.h"

struct arena_block;
struct arena {
  struct arena_block *first, *now;
  bool failed; /* an allocation was refused since the last reset */
};

/* Zero-initialise an arena before its first use; arena_free gives all back. */
void arena_free(struct arena *a);
/* Forgets every allocation; keeps at most one block for the next document. */
void arena_reset(struct arena *a);

/* size bytes, zeroed, aligned for any type; NULL (and failed) when memory is out. */
void *arena_alloc(struct arena *a, size_t size);
/* count things of size bytes, with the multiplication checked. */
void *arena_array(struct arena *a, size_t count, size_t size);
/* The same without zeros: for what is written before it is read. */
void *arena_room(struct arena *a, size_t count, size_t size);
/* A copy of the bytes, NUL-terminated for convenience. */
toll_slice arena_copy(struct arena *a, toll_slice text);

#define ARENA_NEW(a, T) ((T *)arena_alloc((a), sizeof(T)))
#define ARENA_ARRAY(a, n, T) ((T *)arena_array((a), (n), sizeof(T)))
#define ARENA_ROOM(a, n, T) ((T *)arena_room((a), (n), sizeof(T)))

#endif
