/* The HTML tokeniser: tags, their attributes, and the text between, as offsets
 * into the page.  No tree, nothing allocated, nothing refused: what is not a tag
 * is text. */
#ifndef TOLL_READ_HTML_LEX_H
#define TOLL_READ_HTML_LEX_H

#include <stdbool.h>
#include <stdint.h>

#include "read/html_tag.h"
#include "toll/text.h"

/* Whether bytes are a web page. */
enum html_look { HTML_NO, HTML_YES, HTML_OTHER_XML };
enum html_look html_looks(toll_slice bytes);

/* The character set that a page's first 4 KiB name; not given where they do not. */
toll_slice html_charset(toll_slice bytes);

enum html_kind { HTML_END, HTML_TEXT, HTML_OPEN, HTML_CLOSE };

struct html_token {
  enum html_kind kind;
  size_t from, to;                             /* of the whole token in the page */
  const struct html_tag *tag;                  /* of a tag; never NULL (unknown ones share a row) */
  uint32_t name;                               /* of a tag: hash of its name, to pair unknown ones */
  bool empty;                                  /* <tag/> */
  toll_slice attributes[HTML_ATTRIBUTE_COUNT]; /* the known ones, entities not decoded */
};

#define HTML_RECENT 512

struct html_lexer {
  toll_slice page;
  size_t at;
  const struct html_tag *recent[HTML_RECENT]; /* by hash of the name: pages have few tags, and many of each */
  bool endless; /* a title that is never closed was seen: no other is, so none is looked for again */
};

/* Fills *t with the next token; comments, doctypes and the content of script and
 * style are passed over, except that a tag with raw content is followed by that
 * content as one text token (see html_raw). */
void html_next(struct html_lexer *lex, struct html_token *t);

/* After the opening tag of an element with raw content (script, style, title,
 * textarea …): the content, up to its closing tag, which comes next. */
toll_slice html_raw(struct html_lexer *lex, const struct html_token *open);

#endif
