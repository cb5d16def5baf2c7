/* The mentions of one document after the other, packed as a case keeps them: what
 * toll_case_prepare is given, on the thread that reads the documents. */
#ifndef TOLL_WEIGH_MENTIONED_H
#define TOLL_WEIGH_MENTIONED_H

#include "toll/case.h"
#include "weigh/mention.h"

struct mentioned { /* zero-initialise but for the maker; one thread at a time */
  struct mention_maker maker;
  struct arena window, packed;
  toll_buffer found;   /* struct mention after struct mention, of the windows so far */
  struct mention harm; /* what a window says of harm without a claim, while has_harm */
  bool has_harm;
};

/* Takes a window with its claims.  With the last one *out is filled with what the whole
 * document mentions, borrowed until the next call; before, it is empty. */
int mentioned_window(struct mentioned *m, const toll_document_info *info, const toll_claims *claims, toll_mentions *out,
                     toll_error *e);
void mentioned_free(struct mentioned *m);

#endif
