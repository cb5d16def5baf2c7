/* What a web server answered, as archives keep it: a status, a head, and a body
 * that may come in chunks and compressed. */
#ifndef TOLL_READ_HTTP_H
#define TOLL_READ_HTTP_H

#include "base/arena.h"
#include "read/stream.h"
#include "toll/document.h"

struct http {
  int status;
  toll_slice type;    /* "text/html", without parameters; not given where there is none */
  toll_slice charset; /* where given */
};

/* Takes the head from the stream (which is borrowed; h's slices go to the arena) and
 * opens the body: *body is the caller's to close, before the stream.  It ends
 * only where the stream does, so whatever the stream has to say of its own end is said.
 * Errors: TOLL_E_FORMAT, the stream's own. */
int http_open(struct stream *in, struct arena *arena, unsigned window, struct http *h, struct stream **body,
              toll_error *e);

/* Whether a media type is one of those that hold no document; *what is then its kind. */
bool media_no_document(toll_slice type, enum toll_passed *what);

#endif
