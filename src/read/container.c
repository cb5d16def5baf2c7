/* The kinds of containers, asked in this order. */
#include "read/container.h"

static const struct container_kind *const kinds[] = {
    &container_gzip,
};

const struct container_kind *container_find(toll_slice head) {
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (kinds[i]->is(head)) return kinds[i];
  return NULL;
}
