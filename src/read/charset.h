/* Character sets: their names, and what the upper half of the one-byte ones says. */
#ifndef TOLL_READ_CHARSET_H
#define TOLL_READ_CHARSET_H

#include "toll/document.h"

/* The encoding that a name stands for; false when it is not one that is read. */
bool charset_find(toll_slice name, enum toll_encoding *out);

/* The characters of bytes 0x80..0xff, 0 where there is none; NULL for encodings of
 * more than one byte. */
const uint16_t *charset_table(enum toll_encoding encoding);

#endif
