/* The name that was asked for is taken only at the end, with link(2) where
 * nothing may be replaced: what came to be there meanwhile stays. */
#include "outfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "cmd.h"

static int refuse(const char *path, const char *message) {
  report(path, message, NULL);
  return EXIT_USAGE;
}

static int check(const char *path, bool force, const char *not_this) {
  struct stat there, source;
  if (stat(path, &there) != 0) return EXIT_ALL_READ;
  if (not_this && stat(not_this, &source) == 0 && there.st_dev == source.st_dev && there.st_ino == source.st_ino)
    return refuse(path, "not written: this is the case itself");
  if (!S_ISREG(there.st_mode)) return refuse(path, "not written: this is no regular file");
  return force ? EXIT_ALL_READ : refuse(path, "is there already; --force replaces it");
}

static int cannot(const char *path, int reason) {
  report(path, "cannot be written", reason ? strerror(reason) : NULL);
  return EXIT_UNREAD;
}

int outfile_open(struct outfile *o, const char *path, bool force, const char *not_this) {
  *o = (struct outfile){.file = stdout, .force = force};
  if (!path || strcmp(path, "-") == 0) return EXIT_ALL_READ;
  int code = check(path, force, not_this);
  if (code != EXIT_ALL_READ) return code;
  size_t room = strlen(path) + 32;
  *o = (struct outfile){.path = path, .force = force, .beside = mem_alloc(room)};
  if (!o->beside) return cannot(path, ENOMEM);
  snprintf(o->beside, room, "%s.%ld.new", path, (long)getpid());
  int fd = open(o->beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd >= 0) o->file = fdopen(fd, "wb");
  if (o->file) return EXIT_ALL_READ;
  code = cannot(path, errno);
  if (fd >= 0) close(fd), unlink(o->beside);
  mem_free(o->beside);
  o->beside = NULL;
  return code;
}

static void fail(struct outfile *o, int reason) {
  if (!o->failed) o->reason = reason;
  o->failed = true;
}

void outfile_write(struct outfile *o, toll_buffer *b) {
  errno = 0;
  if (b->failed) fail(o, ENOMEM);
  if (b->len > 0 && fwrite(b->at, 1, b->len, o->file) != b->len) fail(o, errno);
  b->len = 0;
}

static bool take_name(const struct outfile *o) {
  if (o->force) return rename(o->beside, o->path) == 0;
  if (link(o->beside, o->path) == 0) return unlink(o->beside) == 0;
  bool no_links = errno == EPERM || errno == EOPNOTSUPP || errno == ENOSYS || errno == EMLINK;
  return no_links && access(o->path, F_OK) != 0 && rename(o->beside, o->path) == 0;
}

int outfile_close(struct outfile *o, int code) {
  if (!o->path) { /* standard output is flushed, and its errors told, at the end of the program */
    if (o->reason == ENOMEM) report("output", "memory is out", NULL);
    return o->failed && code == EXIT_ALL_READ ? EXIT_UNREAD : code;
  }
  if (!o->beside) return code;
  errno = 0;
  if (o->file && (fflush(o->file) != 0 || fsync(fileno(o->file)) != 0)) fail(o, errno);
  if (o->file && fclose(o->file) != 0) fail(o, errno);
  bool whole = code == EXIT_ALL_READ && !o->failed;
  if (whole && !take_name(o)) fail(o, errno);
  if (!whole || o->failed) unlink(o->beside);
  if (o->failed && code == EXIT_ALL_READ) code = cannot(o->path, o->reason);
  mem_free(o->beside);
  *o = (struct outfile){0};
  return code;
}
