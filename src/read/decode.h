/* Decoding: bytes in one of the encodings that are read to valid UTF-8, and the way back.
 *
 * Valid UTF-8 is taken as it stands: the text is the bytes, the way back the
 * identity, and nothing is copied.  For anything else the text is made anew and
 * every MARK_EVERY raw bytes the pair of positions is noted; the way back looks
 * up the mark before and decodes again from there, which is cheaper to keep than
 * a table of runs (a Cyrillic page changes its ratio at every blank). */
#ifndef TOLL_READ_DECODE_H
#define TOLL_READ_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "toll/claim.h"

struct mark {
  uint32_t text, raw;
};

struct decoded {
  enum toll_encoding encoding;
  toll_slice raw;  /* borrowed */
  toll_slice text; /* into raw where identical, else into out */
  size_t skip;     /* bytes of the byte-order mark, which is not part of the text */
  bool identical;
  uint32_t repaired; /* raw bytes that were no valid text */
  toll_buffer out;
  struct mark *marks;
  size_t count, cap;
};

/* Decodes raw after its first skip bytes.  Returns 0 or TOLL_E_MEMORY.  raw is at
 * most 2^30 bytes.  d is zero-initialised before its first use and may be used again. */
int decode(struct decoded *d, toll_slice raw, size_t skip, enum toll_encoding encoding);
/* The same where raw was seen to be valid UTF-8 without a mark: nothing is looked at. */
void decode_valid(struct decoded *d, toll_slice raw);
void decoded_free(struct decoded *d);

/* Bytes that decode would make of raw. */
size_t decode_length(toll_slice raw, enum toll_encoding encoding);

/* Raw bytes of the text stretch [from, to); from <= to <= text.len. */
void decoded_span(const struct decoded *d, size_t from, size_t to, size_t *raw_from, size_t *raw_to);

/* One character: the code point at `at` and the raw bytes it takes (1..4, never more
 * than len, which is not 0); *bad where they are no text, the code point then is U+FFFD. */
size_t decode_step(enum toll_encoding encoding, const char *at, size_t len, uint32_t *cp, bool *bad);

/* A beginning of raw as UTF-8 into out (size bytes at most); returns its length. */
size_t decode_prefix(toll_slice raw, enum toll_encoding encoding, char *out, size_t size);

#endif
