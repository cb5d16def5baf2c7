/* One input while it is read: a regular file, or a stream that was taken into
 * memory and, when larger than a window, into an unlinked temporary file.  A
 * source gives its documents one by one: the windows of a text, a whole page,
 * or the lines of a JSONL file. */
#ifndef TOLL_READ_SOURCE_H
#define TOLL_READ_SOURCE_H

#include "read/holder.h"
#include "read/sniff.h"

enum source_state { SOURCE_CLOSED, SOURCE_START, SOURCE_WINDOWS, SOURCE_LINES };

struct source {
  enum source_state state;
  toll_buffer path; /* NUL-terminated */
  int fd;           /* -1: all is in memory */
  toll_buffer memory;
  uint64_t size; /* of a regular file, else 0 */
  uint64_t at;   /* how much of the file has been given */
  struct kind kind;
  uint64_t base;               /* text bytes of the windows given before */
  uint8_t digest[SHA256_SIZE]; /* of the whole file, for windows */
  struct arena arena;          /* of the head */
  struct header head;          /* what the first window says, for the later ones */
  toll_buffer lines;           /* bytes of the file from line_at on */
  uint64_t line_at;
  size_t line_next; /* where the next line starts in lines */
  uint32_t line;
  bool ended; /* the file's end is in lines */
};

/* Opens a file, or standard input for "-".  Zero-initialise before the first use. */
int source_open(struct source *s, const char *path, toll_error *e);

/* Fetches the next document.  Returns 1; 0 when there is none (the source is then
 * closed); a negative code for one that cannot be read: when the source is not
 * closed after that, more may follow. */
int source_next(struct source *s, toll_document *doc, toll_error *e);

void source_close(struct source *s); /* buffers are kept */
void source_free(struct source *s);

#endif
