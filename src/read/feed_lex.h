/* The outline of an XML file without reading it: which tags there are and where, past
 * comments, CDATA, instructions and declarations.  It needs no well-formed file, so
 * one damaged item of a feed does not hide the others. */
#ifndef TOLL_READ_FEED_LEX_H
#define TOLL_READ_FEED_LEX_H

#include <stdbool.h>

#include "toll/text.h"

enum outline { OUTLINE_MORE, OUTLINE_OPEN, OUTLINE_CLOSE, OUTLINE_EMPTY, OUTLINE_ENTITY };

struct outline_tag {
  size_t from, to; /* of the tag */
  toll_slice name; /* as written, with its prefix */
};

/* The next tag from *at on; *at moves behind it.  OUTLINE_MORE: the bytes end before one is
 * whole, and *at is where to go on when there are more.  OUTLINE_ENTITY: a declaration of
 * entities. */
enum outline outline_next(toll_slice bytes, size_t *at, struct outline_tag *tag);

/* A name without its prefix. */
toll_slice outline_local(toll_slice name);

/* Whether bytes begin a feed: RSS, RSS 1.0 (RDF) or Atom. */
bool feed_looks(toll_slice head);

/* The encoding that an XML declaration names; not given where it does not. */
toll_slice feed_charset(toll_slice head);

#endif
