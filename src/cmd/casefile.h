/* Opening a case for a command, and printing what comes out of it. */
#ifndef TOLL_CMD_CASEFILE_H
#define TOLL_CMD_CASEFILE_H

#include <stdint.h>

#include "toll/case.h"

/* A C string as a slice; NULL is "not given". */
toll_slice slice_of(const char *text);

/* Opens the case, one of an earlier version too; reports what is wrong.  Returns an exit code. */
int casefile_open(const char *path, enum toll_case_mode mode, toll_case **out);

/* The one line about a case that has been brought up to this version. */
void casefile_tell_migrated(const char *path, int from);

/* Reports what went wrong with a case and says with which code to end: as
 * report_code, and EXIT_CASE for a file that is damaged or none. */
int casefile_code(const toll_error *e);

/* Seconds since 1970 for the log: $SOURCE_DATE_EPOCH where that is set. */
int64_t casefile_now(void);

/* Writes what the buffer holds to standard output and empties it. */
void casefile_print(toll_buffer *out);

/* "path" or "path:line" of a document's row. */
void casefile_label(toll_buffer *out, const toll_case_source *source);

#endif
