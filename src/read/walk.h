/* The walk over what the user named: files, folders (their entries in the order
 * of their names' bytes, folders inside them likewise), and "-".  Hidden entries
 * are passed over; links to folders are not followed inside a folder. */
#ifndef TOLL_READ_WALK_H
#define TOLL_READ_WALK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "toll/claim.h"

#define WALK_DEPTH 128 /* folders inside folders */

#define WALK_APART 3 /* files left alone */

struct folder;

struct walker {
  const char *const *paths; /* borrowed */
  size_t count, next;
  struct folder *top;
  unsigned depth;
  toll_buffer path; /* of the file just given, NUL-terminated */
  size_t found;     /* files under the argument at hand */
  uint64_t total;   /* bytes of the files seen so far */
  struct {
    dev_t device;
    ino_t file;
  } apart[WALK_APART]; /* not to be opened, whatever name leads to them */
  size_t apart_count;
};

/* Leaves this file alone from now on, if it is there: in a folder it is passed over, named by
 * the user it is an error. */
void walker_leave(struct walker *w, const char *path);

/* Gives the next file's name in w->path ("-" for standard input).  Returns 1, 0 at
 * the end, or a negative code for something that cannot be read; the next call goes on. */
int walker_next(struct walker *w, toll_error *e);
void walker_free(struct walker *w);

#endif
