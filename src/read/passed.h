/* What was passed over without an error, counted, so that it can be told in one
 * line: a web archive is mostly pictures and scripts, and no one misses them. */
#ifndef TOLL_READ_PASSED_H
#define TOLL_READ_PASSED_H

#include "toll/document.h"

struct passed {
  uint64_t count[TOLL_PASSED_COUNT];
};

static inline void passed_over(struct passed *p, enum toll_passed what) {
  p->count[what]++;
}

#endif
