/* An arena is a chain of blocks; an allocation takes the next bytes of the
 * newest block.  Blocks double in size, and a reset keeps the largest one, so
 * that a holder that has seen one typical document asks malloc for nothing
 * more.  With TOLL_ARENA_MALLOC every allocation is a block of its own. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#include "base/alloc.h"

#define BLOCK_MIN ((size_t)4096)
#define BLOCK_MAX ((size_t)1 << 20) /* growth stops doubling here; larger requests get their own size */

struct arena_block {
  struct arena_block *next; /* the one made before */
  size_t size, used;
  alignas(max_align_t) char bytes[];
};

void arena_free(struct arena *a) {
  for (struct arena_block *b = a->first; b;) {
    struct arena_block *next = b->next;
    mem_free(b);
    b = next;
  }
  *a = (struct arena){0};
}

#ifdef TOLL_ARENA_MALLOC
void arena_reset(struct arena *a) {
  arena_free(a);
}
#else
void arena_reset(struct arena *a) {
  struct arena_block *keep = a->first;
  for (struct arena_block *b = a->first; b; b = b->next)
    if (b->size > keep->size) keep = b;
  for (struct arena_block *b = a->first; b;) {
    struct arena_block *next = b->next;
    if (b != keep) mem_free(b);
    b = next;
  }
  if (keep) {
    keep->next = NULL;
    keep->used = 0;
  }
  *a = (struct arena){.first = keep, .now = keep};
}
#endif

static size_t block_size(const struct arena *a, size_t need) {
#ifdef TOLL_ARENA_MALLOC
  (void)a;
  return need;
#else
  size_t size = a->first ? a->first->size * 2 : BLOCK_MIN;
  if (size > BLOCK_MAX) size = BLOCK_MAX;
  return size < need ? need : size;
#endif
}

static struct arena_block *new_block(struct arena *a, size_t need) {
  size_t size = block_size(a, need);
  if (size > SIZE_MAX - sizeof(struct arena_block)) return NULL;
  struct arena_block *b = mem_resize(NULL, sizeof *b + size);
  if (!b) return NULL;
  *b = (struct arena_block){.next = a->first, .size = size};
  a->first = a->now = b;
  return b;
}

/* size bytes of a block, as they are. */
static void *take(struct arena *a, size_t size) {
  const size_t unit = alignof(max_align_t);
  if (size > SIZE_MAX / 2) {
    a->failed = true;
    return NULL;
  }
#ifdef TOLL_ARENA_MALLOC
  size_t need = size ? size : 1; /* exact, so that a checker sees the first byte beyond */
#else
  size_t need = (size + unit - 1) / unit * unit;
  if (need == 0) need = unit;
#endif
  (void)unit;
  struct arena_block *b = a->now;
  if (!b || b->size - b->used < need) b = new_block(a, need);
  if (!b) {
    a->failed = true;
    return NULL;
  }
  void *p = b->bytes + b->used;
  b->used += need;
  return p;
}

void *arena_alloc(struct arena *a, size_t size) {
  void *p = take(a, size);
  return p ? memset(p, 0, size) : NULL;
}

void *arena_room(struct arena *a, size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / size) {
    a->failed = true;
    return NULL;
  }
  return take(a, count * size);
}

void *arena_array(struct arena *a, size_t count, size_t size) {
  void *p = arena_room(a, count, size);
  return p ? memset(p, 0, count * size) : NULL;
}

toll_slice arena_copy(struct arena *a, toll_slice text) {
  if (!text.at) return (toll_slice){0};
  char *p = text.len < SIZE_MAX ? arena_alloc(a, text.len + 1) : NULL;
  if (!p) {
    a->failed = true;
    return (toll_slice){0};
  }
  if (text.len) memcpy(p, text.at, text.len);
  return (toll_slice){p, text.len};
}
