/* Labelled reports, row by row: what toll eval and toll pack train read. */
#ifndef TOLL_CMD_LABELLED_H
#define TOLL_CMD_LABELLED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "toll/error.h"
#include "toll/text.h"

/* Takes one row: its line, the file and the line's number.  Returns 0 or a code. */
typedef int row_taker(void *to, toll_slice line, const char *path, uint32_t number, toll_error *e);

/* Hands every row of the files over, with progress shown; what cannot be taken is
 * reported, and the rest goes on.  Inputs that are no list of rows are refused.
 * False, after a report, when nothing could be begun. */
bool labelled_rows(const char *const *paths, size_t count, row_taker *take, void *to, int *exit_code);

#endif
