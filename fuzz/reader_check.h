/* What must hold of whatever a reader makes of a file, whatever the bytes were. */
#ifndef TOLL_FUZZ_READER_CHECK_H
#define TOLL_FUZZ_READER_CHECK_H

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "document_check.h"

/* The bytes as a file that only this process sees; -1 where that cannot be. */
static inline int file_of(const uint8_t *data, size_t size) {
  int fd = memfd_create("fuzz", MFD_CLOEXEC);
  for (size_t at = 0; fd >= 0 && at < size;) {
    ssize_t n = write(fd, data + at, size - at);
    if (n <= 0) {
      close(fd);
      return -1;
    }
    at += (size_t)n;
  }
  return fd;
}

/* Reads all documents of the file; every error has a code and words, the end comes, and
 * no more than the file's bytes count as done. */
static inline void check_reader(const uint8_t *data, size_t size) {
  char path[64];
  int fd = file_of(data, size);
  if (fd < 0) return;
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  const char *paths[] = {path};
  toll_reader *reader = NULL;
  toll_document *doc = toll_document_new();
  toll_error e = {0};
  uint64_t done, total;
  int code = doc ? toll_reader_open(paths, 1, &reader, &e) : -1;
  size_t steps = 0;
  while (code == 0 && (code = toll_reader_fetch(reader, doc, &e)) != 0) {
    must(code > 0 || (e.code == code && e.message && e.path[0]));
    if (code > 0 && toll_document_parse(doc, &e) == 0) check_document(doc);
    must(++steps <= size + 2);
    code = 0;
  }
  if (reader) {
    toll_reader_progress(reader, &done, &total);
    must(done <= total && total == size);
  }
  toll_reader_close(reader);
  toll_document_free(doc);
  close(fd);
}

#endif
