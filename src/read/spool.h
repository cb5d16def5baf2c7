/* Streams: what cannot be read twice is taken over first. */
#ifndef TOLL_READ_SPOOL_H
#define TOLL_READ_SPOOL_H

#include <stdint.h>

#include "toll/claim.h"

/* Reads the stream fd to its end: into memory when it is at most limit bytes
 * (*out is then -1), else into an unlinked temporary file in TMPDIR or /var/tmp
 * (*out is its descriptor).  Errors: TOLL_E_IO, TOLL_E_MEMORY. */
int spool(int fd, size_t limit, toll_buffer *memory, int *out, const char *path, toll_error *e);

/* read and pread that go on after interruptions; bytes got, less only at the end; negative: errno. */
int64_t read_fully(int fd, char *into, size_t len);
int64_t read_at(int fd, char *into, size_t len, uint64_t at);

#endif
