/* The kinds of containers, asked in this order. */
#include "read/container.h"

static const struct container_kind *const kinds[] = {
    &container_gzip, &container_zstd, &container_zip,  &container_tar,
    &container_warc, &container_mbox, &container_mail, &container_feed,
};

const struct container_kind *container_find(toll_slice head) {
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
    if (kinds[i]->is(head)) return kinds[i];
  return NULL;
}

bool member_hidden(toll_slice name) {
  for (size_t i = 0; i < name.len; i++) {
    if (name.at[i] != '.' || (i > 0 && name.at[i - 1] != '/')) continue;
    toll_slice rest = {name.at + i, name.len - i};
    bool here = rest.len > 1 && rest.at[1] == '/', up = rest.len > 2 && rest.at[1] == '.' && rest.at[2] == '/';
    if (!here && !up) return true;
  }
  return false;
}

void member_clear(struct member *m) {
  *m = (struct member){0};
  header_clear(&m->known);
}
