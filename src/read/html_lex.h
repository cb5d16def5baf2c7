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
  bool any;                                    /* one of them is given */
  bool passed;                                 /* they were passed over: html_attributes */
  size_t after_name;                           /* where they begin */
};

#define HTML_RECENT 256

/* Pages have few tags, and many of each. */
struct html_recent {
  uint64_t name; /* of at most eight bytes, in small letters */
  size_t len;
  const struct html_tag *tag;
};

/* page is set before the first token, all else is zero; recent may be kept for the next page. */
struct html_lexer {
  toll_slice page;
  size_t at;
  struct html_recent recent[HTML_RECENT]; /* by hash of the name */
  bool endless; /* a title that is never closed was seen: no other is, so none is looked for again */
  bool away;    /* to be set where elements are skipped: text is passed over, and hardly anybody asks for attributes */
};

/* Fills *t, which is zero before the first, with the next token; comments, doctypes and the content of script and
 * style are passed over, except that a tag with raw content is followed by that
 * content as one text token (see html_raw). */
void html_next(struct html_lexer *lex, struct html_token *t);

/* Takes the attributes of the tag that came last where they were passed over: in skipped elements,
 * and of tags that have no content to be read, all but those that may speak of the page. */
void html_attributes(const struct html_lexer *lex, struct html_token *t);

/* After the opening tag of an element with raw content (script, style, title,
 * textarea …): the content, up to its closing tag, which comes next. */
toll_slice html_raw(struct html_lexer *lex, const struct html_token *open);

#endif
