/* Reads model.txt: the weights of the choices, which `toll pack train` writes. */
#ifndef TOLL_PACK_MODEL_H
#define TOLL_PACK_MODEL_H

#include "pack/build.h"
#include "pack/lines.h"

/* Adds the file's choices to the tables.  Errors: TOLL_E_SYNTAX with file, line
 * and word; TOLL_E_MEMORY; TOLL_E_LIMIT. */
int model_read(struct pack_build *b, const struct pack_file *file, toll_error *e);

#endif
