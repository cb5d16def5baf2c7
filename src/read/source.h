/* One input file while it is read: the stack of containers that are open, one in the
 * other, and at its end the leaf whose documents are given.  Every member's
 * bytes are sniffed anew: a container is pushed, a document given.
 *
 * Whatever goes wrong is told once, of the innermost member that it befell
 * ("outer.zip!reports/a.html"), and the containers around it go on, unless the
 * limits (limits.h) end the file. */
#ifndef TOLL_READ_SOURCE_H
#define TOLL_READ_SOURCE_H

#include "read/container.h"
#include "read/leaf.h"

#define SOURCE_DEPTH 16 /* room for containers; limits.depth is less */

struct level {
  struct container container;
  struct member member; /* the one at hand */
  size_t label;         /* length of source.label before the member's name */
};

struct source {
  bool open, unread;  /* unread: the stream at the top has not been sniffed yet */
  bool made;          /* the member at the top is a document already */
  bool standard;      /* standard input: not closed */
  toll_buffer path;   /* of the outer file, NUL-terminated */
  toll_buffer label;  /* path, then "!" and a member's name for each level, NUL-terminated */
  struct store outer; /* the outer file; for a pipe only its descriptor */
  struct spent spent;
  struct stream *streams[SOURCE_DEPTH + 1]; /* [i] is read by level i; the last by the leaf */
  struct level levels[SOURCE_DEPTH];
  unsigned depth; /* containers open */
  struct leaf leaf;
  uint64_t size;        /* of a regular file, else 0 */
  struct passed passed; /* over all files */
};

/* Opens a file, or standard input for "-".  Zero-initialise before the first use. */
int source_open(struct source *s, const char *path, toll_error *e);

/* Fetches the next document.  Returns 1; 0 when there is none (the source is then
 * closed); a negative code for one that cannot be read: when the source is not
 * closed after that, more may follow. */
int source_next(struct source *s, toll_document *doc, toll_error *e);

/* Bytes of the outer file that are dealt with. */
uint64_t source_done(const struct source *s);

void source_close(struct source *s); /* buffers are kept */
void source_free(struct source *s);

#endif
