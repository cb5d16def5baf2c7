/* XML by expat, as far as documents need it: elements by a table of names, their
 * text, nothing from outside.
 *
 * A document type is refused, and with it every entity that somebody could
 * define: neither a file of the computer nor a text that unfolds to gigabytes
 * can come in that way. */
#ifndef TOLL_READ_XML_H
#define TOLL_READ_XML_H

#include <stdbool.h>

#include "toll/error.h"
#include "toll/text.h"

/* An element that matters: its local name, and words that its namespace holds. */
struct xml_name {
  const char *space, *local;
  unsigned id; /* not 0 */
};

struct xml {
  const struct xml_name *names; /* closed by one without a local name */
  /* attrs: name and value in turn, closed by NULL; id 0: an element of no such name.
   * False: nothing of the element's inside is wanted (nor its end told). */
  bool (*start)(void *state, unsigned id, const char *const *attrs);
  void (*end)(void *state, unsigned id);
  void (*text)(void *state, toll_slice text);
  void *state;
  const char *stop; /* set by a handler that wants no more: why */
  /* The reader's own: */
  void *parser;
  unsigned skip; /* depth of elements that are passed over */
};

/* The value of the attribute of that local name; NULL where there is none. */
const char *xml_attr(const char *const *attrs, const char *local);

/* Begins.  TOLL_E_MEMORY. */
int xml_open(struct xml *x, toll_error *e);

/* The next bytes; last: none will follow.  TOLL_E_FORMAT, TOLL_E_LIMIT (x->stop was
 * set; it is the message), TOLL_E_MEMORY. */
int xml_take(struct xml *x, toll_slice bytes, bool last, toll_error *e);

void xml_close(struct xml *x);

#endif
