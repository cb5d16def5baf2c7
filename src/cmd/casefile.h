/* Opening a case for a command, and printing what comes out of it. */
#ifndef TOLL_CMD_CASEFILE_H
#define TOLL_CMD_CASEFILE_H

#include <stdint.h>

#include "toll/case.h"
#include "toll/tally.h"

/* A C string as a slice; NULL is "not given". */
toll_slice slice_of(const char *text);

/* Opens the case, one of an earlier version too; reports what is wrong.  Returns an exit code. */
int casefile_open(const char *path, enum toll_case_mode mode, toll_case **out);

/* The same for reading, with events that are up to date: where they are not, they are made
 * so, in the file where it may be written to. */
int casefile_open_current(const char *path, toll_case **out);

struct language;
/* Brings the events up to date: toll_events_update with a maker of the language's and so
 * many threads, 0 being one a processor. */
int casefile_update(toll_case *file, const struct language *language, unsigned jobs, toll_error *e);

/* The same with the language that is there, which is opened only where there is something to
 * do.  Reports what is wrong; returns an exit code. */
int casefile_events(toll_case *file);

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
