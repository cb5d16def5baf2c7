/* A file that a command writes: under a name of its own beside the one asked for,
 * and renamed when it is whole, so that a kill or a full disk never leaves half a
 * file under the name.  What is there already is not replaced unless it must be. */
#ifndef TOLL_CMD_OUTFILE_H
#define TOLL_CMD_OUTFILE_H

#include <stdbool.h>
#include <stdio.h>

#include "toll/claim.h"

struct outfile {    /* zero-initialise */
  const char *path; /* borrowed; NULL: standard output */
  char *beside;     /* what is written to, until it is kept */
  FILE *file;
  bool force, failed;
  int reason; /* errno of the first failure, or 0 */
};

/* Begins the file; path NULL or "-" is standard output.  not_this: a file that
 * must not be replaced even with force (the case that is read), or NULL.  Reports
 * what is wrong and returns an exit code. */
int outfile_open(struct outfile *o, const char *path, bool force, const char *not_this);
/* Writes what the buffer holds and empties it.  A failure is remembered. */
void outfile_write(struct outfile *o, toll_buffer *b);
/* Closes it and gives it its name where code is EXIT_ALL_READ and all was written;
 * takes it away otherwise.  Reports and returns the exit code that holds now. */
int outfile_close(struct outfile *o, int code);

#endif
