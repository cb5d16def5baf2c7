/* The head of a plain text: what its first lines say of it.
 *
 * Three customs are understood: header lines ("Date: …", "Source: …"), a
 * dateline of its own ("date 2022-01-21 By Azernews", "22 January 1990"), an
 * author's line ("By …"), and the agencies' dateline at the start of the first
 * paragraph ("BAKU, Jan 22 (Agency) --").  The text itself is not changed. */
#ifndef TOLL_READ_HEADER_H
#define TOLL_READ_HEADER_H

#include "toll/text.h"

struct header {
  toll_slice title, outlet, byline, url, lang; /* into the text; not given where not found */
  toll_day from, to;
};

void header_clear(struct header *h);

/* Reads the whole head; what h already knows is kept. */
void header_read(struct header *h, toll_slice text);

/* "By Jane Doe" -> "Jane Doe"; anything else unchanged. */
toll_slice header_name(toll_slice line);

#endif
