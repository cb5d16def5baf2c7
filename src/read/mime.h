/* The parts of a message (RFC 2046): where each begins and ends, what it says it is,
 * and which other it stands in.  One pass over the lines; nothing is decoded. */
#ifndef TOLL_READ_MIME_H
#define TOLL_READ_MIME_H

#include <stdbool.h>

#include "base/arena.h"
#include "read/limits.h"
#include "read/mail_header.h"
#include "read/transfer.h"

#define MIME_TOP SIZE_MAX

struct mime_part {
  struct mail_header header;
  toll_slice type, subtype;     /* "text", "plain"; as written; never empty */
  toll_slice charset, boundary; /* not given where there is none */
  enum transfer transfer;
  size_t from, to; /* of the body in the message */
  size_t parent;   /* index, MIME_TOP for the message itself */
  unsigned depth;  /* parts that this one stands in */
  unsigned number; /* among its parent's, from 1 */
  bool multipart;
  bool open; /* its end was not seen yet: only while reading */
};

struct mime {
  toll_slice message;      /* borrowed */
  struct mime_part *parts; /* in the order of the message; the first is the whole */
  size_t count;
  bool cut;      /* a last boundary is missing */
  bool too_deep; /* parts inside parts beyond limits.part_depth, */
  bool too_many; /* or beyond limits.parts, were left out */
};

/* Fills *m; what it holds is the arena's.  Returns 0 or TOLL_E_MEMORY. */
int mime_read(struct mime *m, toll_slice message, const struct limits *limits, struct arena *arena);

bool mime_is(const struct mime_part *p, const char *type, const char *subtype); /* NULL: any */

/* "attachment" or "inline"; and the name of the file that a part says it is. */
bool mime_attached(const struct mime_part *p);
toll_slice mime_file(const struct mime_part *p, struct arena *arena);

#endif
