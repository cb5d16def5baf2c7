/* Words that a line's end parted. */
#ifndef TOLL_READ_PAGES_HYPHEN_H
#define TOLL_READ_PAGES_HYPHEN_H

#include "read/pages.h"

/* The words of a document, as hashes: made when first asked. */
struct hyphens {
  uint64_t *slots;
  size_t size; /* a power of two */
  bool made, failed;
};

struct parted {
  uint32_t drop; /* bytes at the line's end that are not text */
  bool blank;    /* the two are words of their own after all: "two- and three-storey" */
};

/* Whether the line's last word ends with a hyphen that the next line's first word may belong to. */
bool hyphens_parted(toll_slice line, toll_slice next);

/* How the two are joined, where hyphens_parted.  Of p only the words as they came are read. */
struct parted hyphens_join(struct hyphens *h, const struct pages *p, toll_slice line, toll_slice next);

void hyphens_free(struct hyphens *h);

#endif
