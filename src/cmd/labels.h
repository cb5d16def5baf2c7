/* Short names for the documents of a case: the last part of the path, with the
 * line for JSONL; for standard input the outlet or title. */
#ifndef TOLL_CMD_LABELS_H
#define TOLL_CMD_LABELS_H

#include "base/arena.h"
#include "toll/tally.h"

struct label {
  toll_slice id, text;
};

struct labels { /* zero-initialise; free with labels_free */
  struct arena arena;
  toll_buffer items; /* struct label after struct label, by id */
};

/* Of the documents that speak of the tally's events. */
int labels_read(struct labels *l, toll_case *file, const toll_tally *tally, toll_error *e);
/* The label of a document, or its id where it has none. */
toll_slice labels_of(const struct labels *l, toll_slice id);
void labels_free(struct labels *l);

#endif
