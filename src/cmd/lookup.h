/* Where the packs are: $TOLL_PACKS, next to the program, or where they were
 * installed; the first of these that has the pack wins. */
#ifndef TOLL_CMD_LOOKUP_H
#define TOLL_CMD_LOOKUP_H

#include "toll/pack.h"
#include "toll/scan.h"

struct language { /* what a scanner needs */
  toll_pack *pack;
  toll_places *places; /* NULL where there is no gazetteer */
};

/* Opens the pack of a language ("auto" is "en", the only pack so far) and the
 * gazetteer.  Returns 0 or a negative code with e filled. */
int language_open(const char *lang, struct language *out, toll_error *e);
/* Opens the gazetteer alone; *out stays NULL where there is none. */
int language_places(toll_places **out, toll_error *e);
void language_close(struct language *l);

#endif
