/* The flow: words and breaks in the order of the page, blanks collapsed. */
#ifndef TOLL_READ_HTML_FLOW_H
#define TOLL_READ_HTML_FLOW_H

#include "read/html_page.h"

/* Where the words that come next stand. */
struct place {
  uint32_t article, h1;
  unsigned char flags;   /* of block_flag */
  bool linked, verbatim; /* inside a link; inside pre */
};

struct flow {
  struct pieces *out;
  struct html_page *page; /* receives blocks; NULL: only text is wanted */
  toll_slice source;
  bool open;  /* the last block goes on */
  bool space; /* blanks were seen since the last word */
  size_t space_from, space_to;
  enum gap gap; /* asked for since the last word */
};

/* Asks for a break before the next word; the widest asked for counts, and two
 * lines make a paragraph. */
void flow_break(struct flow *f, enum gap gap);

/* Adds text [from, to) of the source. */
void flow_text(struct flow *f, size_t from, size_t to, const struct place *at, bool attribute);

#endif
