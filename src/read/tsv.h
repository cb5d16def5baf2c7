/* What `pdftotext -tsv` writes, taken in as it comes.
 *
 * One row a line, twelve columns parted by tabs: level, page, flow, block, line,
 * word, left, top, width, height, confidence, text.  Rows of level 1 are pages,
 * those of level 5 words; the rest says nothing that these do not.  What is no
 * row belongs to the word before: a word may hold a line feed. */
#ifndef TOLL_READ_TSV_H
#define TOLL_READ_TSV_H

#include "read/pages.h"

struct tsv {
  struct pages *pages;
  toll_buffer line;     /* the beginning of a line whose end has not come */
  bool started;         /* the heading was seen */
  uint32_t flow, block; /* of the word before, within its page */
  uint32_t blocks;      /* counted on this page */
  bool word;            /* the row before was a word */
};

/* False: enough was read, because a limit was reached or memory is out. */
bool tsv_take(void *tsv, const char *bytes, size_t len);
/* What was left without a line feed.  Returns false as tsv_take. */
bool tsv_end(struct tsv *t);
void tsv_free(struct tsv *t);

#endif
