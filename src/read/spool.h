/* Streams that cannot be read twice are taken over whole. */
#ifndef TOLL_READ_SPOOL_H
#define TOLL_READ_SPOOL_H

#include "read/stream.h"

/* Reads a stream to its end: into memory when it is at most limit bytes (*out is then
 * -1), else, up to `most` bytes, into an unlinked temporary file in TMPDIR or
 * /var/tmp (*out is its descriptor; memory was room for copying only).  *size: how
 * many bytes.  Errors: TOLL_E_LIMIT, TOLL_E_IO, TOLL_E_MEMORY, the stream's own. */
int spool(struct stream *from, size_t limit, uint64_t most, toll_buffer *memory, int *out, uint64_t *size,
          toll_error *e);

/* read and pread that go on after interruptions; bytes got, less only at the end; negative: errno. */
int64_t read_fully(int fd, char *into, size_t len);
int64_t read_at(int fd, char *into, size_t len, uint64_t at);

#endif
