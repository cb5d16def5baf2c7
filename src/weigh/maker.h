/* The inside of a maker of mentions: windows are taken one after the other. */
#ifndef TOLL_WEIGH_MAKER_H
#define TOLL_WEIGH_MAKER_H

#include "extract/outline.h"
#include "toll/tally.h"
#include "weigh/mention.h"

struct toll_mention_maker {
  struct mention_maker with;
  struct outline outline;
  struct arena window;
  struct mention *made;
  size_t count, cap;
  toll_mention *items;
  unsigned char *packed;
  size_t item_cap;
};

void maker_begin(toll_mention_maker *m);
/* A window: of info the text, base, title, outlet and day are read.  0 or TOLL_E_MEMORY. */
int maker_take(toll_mention_maker *m, const toll_document_info *info, const toll_claims *claims);
/* Packs what was made, by number; borrowed until the next document. */
int maker_end(toll_mention_maker *m, toll_mentions *out);

#endif
