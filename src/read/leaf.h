/* One file, or member of a container, that is no container itself, while it is
 * read: it gives its documents one by one, the windows of a text, a whole page,
 * or the lines of a JSONL file. */
#ifndef TOLL_READ_LEAF_H
#define TOLL_READ_LEAF_H

#include "read/holder.h"
#include "read/sniff.h"
#include "read/stream.h"

enum leaf_state { LEAF_CLOSED, LEAF_START, LEAF_WINDOWS, LEAF_LINES };

/* Zero-initialise before the first use. */
struct leaf {
  enum leaf_state state;
  struct stream *in;  /* borrowed */
  struct store store; /* for windows */
  toll_slice charset; /* borrowed: a hint */
  uint64_t at;        /* how much of it has been given */
  struct kind kind;
  uint64_t base;               /* text bytes of the windows given before */
  uint8_t digest[SHA256_SIZE]; /* of all of it, for windows */
  struct arena arena;          /* of the head */
  struct header head;          /* what the first window says, for the later ones */
  toll_buffer lines;           /* bytes from line_at on */
  uint64_t line_at;
  size_t line_next; /* where the next line starts in lines */
  uint32_t line;
  bool ended; /* the end is in lines */
};

/* Begins with a stream of which nothing was taken; it must stay until the leaf is closed. */
void leaf_open(struct leaf *leaf, struct stream *in, toll_slice charset);

/* Fetches the next document.  Returns 1; 0 when there is none (the leaf is then
 * closed); a negative code for one that cannot be read (e has no path): when the
 * leaf is not closed after that, more may follow. */
int leaf_next(struct leaf *leaf, toll_document *doc, toll_error *e);

void leaf_close(struct leaf *leaf); /* buffers are kept */
void leaf_free(struct leaf *leaf);

#endif
