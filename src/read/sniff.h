/* What kind of file the bytes are: its format, its encoding, or the reason why
 * it is not read.  Names and endings are never asked. */
#ifndef TOLL_READ_SNIFF_H
#define TOLL_READ_SNIFF_H

#include <stdbool.h>

#include "toll/document.h"

struct kind {
  enum toll_format format;
  enum toll_encoding encoding;
  size_t skip; /* bytes of the byte-order mark */
  bool plain;  /* nothing but ASCII so far: a later window may still decide the encoding */
  bool valid;  /* all of head was seen to be valid UTF-8, and the encoding is that */
};

/* head: the beginning of the file, as much as is at hand (at least 64 KiB of
 * what there is).  charset: what the file came with says of its encoding, or not given;
 * it goes before the page's own word, never before valid UTF-8.  Errors: TOLL_E_EMPTY, TOLL_E_BINARY, TOLL_E_FORMAT. */
int sniff(toll_slice head, toll_slice charset, const char *path, struct kind *out, toll_error *e);

/* The encoding of bytes without a mark, by their statistics; *plain when all is ASCII, *valid when all is UTF-8. */
enum toll_encoding sniff_encoding(toll_slice bytes, bool *plain, bool *valid);

#endif
