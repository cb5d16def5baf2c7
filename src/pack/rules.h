/* Reads the files of rules/: what sets a rule off, and where it looks. */
#ifndef TOLL_PACK_RULES_H
#define TOLL_PACK_RULES_H

#include "pack/build.h"
#include "pack/lines.h"

/* Adds the file's rules behind those that are there; the words must all have been
 * read before, and b->lang be set.  Examples (`+` lines) are left to example.c.
 * Errors: TOLL_E_SYNTAX with file, line and word; TOLL_E_MEMORY; TOLL_E_LIMIT. */
int rules_read(struct pack_build *b, const struct pack_file *file, toll_error *e);

#endif
