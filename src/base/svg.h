/* Writing SVG: shared by all pictures that are drawn. */
#ifndef TOLL_BASE_SVG_H
#define TOLL_BASE_SVG_H

#include "toll/claim.h"

/* Appends formatted text of at most 511 bytes; what is longer is cut.  Texts that
 * are not the program's own go through svg_text. */
void svg_put(toll_buffer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Appends somebody's text with the signs of XML escaped.  What XML does not allow
 * at all (control characters, bytes that are no UTF-8) becomes U+FFFD, and so do
 * the characters that turn the direction of writing. */
void svg_text(toll_buffer *out, toll_slice text);

#endif
