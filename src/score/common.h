/* How common words are: what a pack's common.txt is counted from.
 *
 * A word is counted once a document, by its base form; names are not.  What comes out
 * are the words that at least one document in COMMON_LEAST has, each with the
 * logarithm of how few have it: 0 for one that stands everywhere.  Nothing is kept of
 * a text but its words. */
#ifndef TOLL_SCORE_COMMON_H
#define TOLL_SCORE_COMMON_H

#include "base/arena.h"
#include "toll/claim.h"
#include "toll/scan.h"

#define COMMON_LEAST 200

struct common_word;
struct common {
  const toll_pack *pack;
  const toll_places *places;
  struct arena words, passage;
  struct common_word **slots; /* by hash; a power of two of them, half of them empty at least */
  size_t slot_count, count;
  uint64_t documents;
};

/* pack and places must outlive it; close in any case.  Errors: TOLL_E_MEMORY. */
int common_open(struct common *c, const toll_pack *pack, const toll_places *places, toll_error *e);
/* Counts the words of one document's text. */
int common_take(struct common *c, toll_slice text, toll_error *e);
/* Appends the list as the text of common.txt. */
int common_text(const struct common *c, toll_buffer *out, toll_error *e);
void common_close(struct common *c);

#endif
