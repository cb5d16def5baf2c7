/* ZIP archives, read by their directory at the end.  Nothing but the entry at hand
 * is kept in memory, however many there are. */
#ifndef TOLL_READ_ZIP_H
#define TOLL_READ_ZIP_H

#include "base/arena.h"
#include "read/stream.h"

struct zip_entry {
  toll_slice name;       /* as written: UTF-8, or whatever the writer used */
  uint64_t packed, size; /* bytes in the archive, and when unpacked */
  uint64_t at;           /* where it begins in the archive */
  uint32_t crc;
  unsigned method;
  bool encrypted;
  bool file; /* no folder, link or device */
};

struct zip {
  const struct store *store; /* borrowed */
  struct stream *directory;
  uint64_t base; /* bytes before the archive proper (a program that unpacks itself) */
  uint64_t left; /* bytes of the directory that are not read yet */
};

/* Whether bytes begin a ZIP archive. */
bool is_zip(toll_slice head);

/* Finds the directory.  zip_close in either case.  TOLL_E_FORMAT, TOLL_E_IO, TOLL_E_MEMORY. */
int zip_open(struct zip *z, const struct store *store, toll_error *e);

/* The next entry of the directory; its name goes to the arena.  1, 0 at the end, negative: nothing more can follow. */
int zip_next(struct zip *z, struct zip_entry *entry, struct arena *arena, toll_error *e);

/* An entry's unpacked bytes, checked against its checksum at their end.  window: what
 * zstd may ask for (limits.window).  The stream is the caller's to close, before the store. */
int zip_data(const struct zip *z, const struct zip_entry *entry, unsigned window, struct stream **out, toll_error *e);

void zip_close(struct zip *z);

#endif
