/* Reads the files of words/: a lexeme a line, into forms and readings. */
#ifndef TOLL_PACK_WORDS_H
#define TOLL_PACK_WORDS_H

#include "pack/build.h"
#include "pack/lines.h"

/* Adds the file's words to the tables.  Errors: TOLL_E_SYNTAX with file, line and
 * word; TOLL_E_MEMORY; TOLL_E_LIMIT. */
int words_read(struct pack_build *b, const struct pack_file *file, toll_error *e);

#endif
