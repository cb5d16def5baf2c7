/* A bar on standard error, only where that is a terminal. */
#ifndef TOLL_CMD_PROGRESS_H
#define TOLL_CMD_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

struct progress {
  bool shown;       /* standard error is a terminal, standard output is not the same */
  bool drawn;       /* a bar stands on the line now */
  int64_t last;     /* when it was drawn, in milliseconds */
  const char *unit; /* of what is counted, "rows"; NULL: bytes */
  unsigned width;
};

/* always: also where standard output is a terminal too (commands that print
 * nothing until their end). */
struct progress progress_new(bool always);
/* Draws the bar, ten times a second at most.  total 0: not known. */
void progress_show(struct progress *p, uint64_t done, uint64_t total);
/* Takes the bar off the line, so that something else can be printed. */
void progress_clear(struct progress *p);

#endif
