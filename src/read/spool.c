/* A stream is read into memory until it is larger than a window would be; then what
 * is there and what follows go to a file without a name, which the system removes
 * however the program ends. */
#include "read/spool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"

#define CHUNK ((size_t)65536)

int64_t read_fully(int fd, char *into, size_t len) {
  size_t got = 0;
  while (got < len) {
    ssize_t n = read(fd, into + got, len - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return -errno;
    if (n == 0) break;
    got += (size_t)n;
  }
  return (int64_t)got;
}

int64_t read_at(int fd, char *into, size_t len, uint64_t at) {
  size_t got = 0;
  while (got < len) {
    ssize_t n = pread(fd, into + got, len - got, (off_t)(at + got));
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return -errno;
    if (n == 0) break;
    got += (size_t)n;
  }
  return (int64_t)got;
}

static int write_fully(int fd, const char *from, size_t len) {
  while (len > 0) {
    ssize_t n = write(fd, from, len);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return -errno;
    from += n;
    len -= (size_t)n;
  }
  return 0;
}

/* A file that no name leads to; negative: errno. */
static int temporary(void) {
  const char *folders[] = {getenv("TMPDIR"), "/var/tmp", "/tmp"};
  int reason = ENOENT;
  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
    if (!folders[i] || !folders[i][0]) continue;
    int fd = open(folders[i], O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (fd >= 0) return fd;
    char name[4096];
    int len = snprintf(name, sizeof name, "%s/toll-XXXXXX", folders[i]);
    if (len < 0 || (size_t)len >= sizeof name) continue;
    fd = mkostemp(name, O_CLOEXEC); /* file systems without O_TMPFILE */
    if (fd >= 0) {
      unlink(name);
      return fd;
    }
    reason = errno;
  }
  return -reason;
}

static int refused(int reason, toll_error *e) {
  return toll_fail_errno(e, "cannot keep this in a temporary file", NULL, reason);
}

/* Copies what was read so far and the rest of the stream. */
static int copy_rest(struct stream *from, int to, toll_buffer *chunk, uint64_t most, uint64_t *size, toll_error *e) {
  size_t have = chunk->len;
  for (*size = 0;;) {
    *size += have;
    if (*size > most) return toll_fail(e, TOLL_E_LIMIT, "larger than is kept of one member", NULL, 0);
    int code = write_fully(to, chunk->at, have);
    if (code != 0) return refused(-code, e);
    int64_t got = stream_some(from, chunk->at, chunk->cap, e);
    if (got <= 0) return (int)got;
    have = (size_t)got;
  }
}

static int spill(struct stream *from, toll_buffer *memory, uint64_t most, int *out, uint64_t *size, toll_error *e) {
  int to = temporary();
  if (to < 0) return refused(-to, e);
  int code = copy_rest(from, to, memory, most, size, e);
  if (code != 0) {
    close(to);
    return code;
  }
  *out = to;
  return 0;
}

int spool(struct stream *from, size_t limit, uint64_t most, toll_buffer *memory, int *out, uint64_t *size,
          toll_error *e) {
  memory->len = 0;
  *out = -1;
  for (;;) {
    if (memory->len > limit) return spill(from, memory, most, out, size, e);
    size_t want = memory->len + CHUNK < limit + 1 ? CHUNK : limit + 1 - memory->len;
    if (memory->cap < memory->len + want) {
      size_t cap = memory->cap * 2 > memory->len + want ? memory->cap * 2 : memory->len + want;
      char *at = mem_resize(memory->at, cap);
      if (!at) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
      memory->at = at;
      memory->cap = cap;
    }
    int64_t got = stream_read(from, memory->at + memory->len, want, e);
    if (got < 0) return (int)got;
    memory->len += (size_t)got;
    *size = memory->len;
    if ((size_t)got < want) return 0;
  }
}
