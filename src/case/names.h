/* The names that a case's figures come under. */
#ifndef TOLL_CASE_NAMES_H
#define TOLL_CASE_NAMES_H

#include "base/arena.h"
#include "toll/case.h"

struct case_name {
  toll_slice name; /* as written */
  bool outlet;     /* of a document or of a claimant that is a medium */
};

/* Each name once, claimants by their fuller one; documents without an outlet by their id. */
int case_names(toll_case *c, struct arena *arena, struct case_name **out, size_t *count, toll_error *e);

#endif
