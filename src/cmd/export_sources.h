/* The documents of a case by number and by id: what hash belongs to which. */
#ifndef TOLL_CMD_EXPORT_SOURCES_H
#define TOLL_CMD_EXPORT_SOURCES_H

#include "base/arena.h"
#include "toll/case.h"

struct source_key {
  toll_slice id;
  int64_t number;
  uint8_t sha256[32];
};

struct sources { /* zero-initialise; free with sources_free */
  struct arena arena;
  struct source_key *by_number;
  const struct source_key **by_id; /* then by number */
  size_t count;
};

int sources_read(struct sources *s, toll_case *file, toll_error *e);
void sources_free(struct sources *s);

/* NULL where there is none. */
const struct source_key *sources_number(const struct sources *s, int64_t number);
/* The first of those with that id, and how many there are: an id of the input's own
 * may stand for several documents. */
const struct source_key *const *sources_id(const struct sources *s, toll_slice id, size_t *count);

void sources_hex(const uint8_t sha256[32], char out[65]);

#endif
