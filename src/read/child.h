/* Another program, run on one document: its input comes from memory, what it
 * writes goes to a function, and it lives under limits.
 *
 * It is found in the absolute folders of PATH, has no environment but PATH and
 * LC_ALL, no open file but its input, output and errors, may gain no
 * privileges, and is in a process group of its own, which is killed when it
 * takes too long, when the caller has had enough, and at the end.  Any thread may run one. */
#ifndef TOLL_READ_CHILD_H
#define TOLL_READ_CHILD_H

#include <stdbool.h>

#include "toll/text.h"

enum child_end {
  CHILD_EXITED,    /* status is what it left */
  CHILD_SIGNALLED, /* status is the signal */
  CHILD_LATE,      /* killed: the time was over */
  CHILD_REFUSED,   /* killed: the caller's function wanted no more */
  CHILD_MISSING,   /* no such program in PATH */
  CHILD_UNSTARTED, /* found, but the system or its loader would not run it */
  CHILD_SYSTEM     /* the system would not start or feed it: status is errno */
};

struct child_limits {
  unsigned seconds; /* by the clock */
  unsigned cpu;     /* seconds of the processor */
  size_t memory;    /* bytes of its address space */
};

struct child {
  const char *name;        /* found in PATH */
  const char *const *args; /* with name as the first, NULL behind the last; /dev/stdin is the input */
  toll_slice input;
  struct child_limits limits;
  bool (*take)(void *state, const char *bytes, size_t len); /* false: enough */
  void *state;
  /* filled: */
  int status;
  char said[256]; /* the beginning of what it wrote to its errors, NUL-terminated */
};

enum child_end child_run(struct child *c);

#endif
