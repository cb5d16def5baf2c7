/* A pack's folder, read into memory: pack.txt, model.txt where there is one, and
 * the .txt files of words/, rules/ and tests/, each folder in the byte order of
 * its names. */
#ifndef TOLL_PACK_FOLDER_H
#define TOLL_PACK_FOLDER_H

#include "pack/lines.h"

#define PACK_FILE_MAX ((size_t)64 << 20) /* longest file that is read */

struct folder {
  struct pack_file *files; /* the strings are the folder's own */
  size_t count, room;
};

/* Fills a zero-initialised folder; folder_free also after a failure.
 * Errors: TOLL_E_MISSING without pack.txt, TOLL_E_IO, TOLL_E_LIMIT, TOLL_E_MEMORY. */
int folder_read(struct folder *f, const char *path, toll_error *e);
void folder_free(struct folder *f);

#endif
