/* What is known of HTML's elements, attributes and habits: the tables. */
#ifndef TOLL_READ_HTML_TAG_H
#define TOLL_READ_HTML_TAG_H

#include <stdbool.h>

#include "toll/text.h"

enum html_name {
  HTML_UNKNOWN,
  HTML_TAG_HTML,
  HTML_TAG_BODY,
  HTML_TAG_META,
  HTML_TAG_LINK,
  HTML_TAG_TITLE,
  HTML_TAG_SCRIPT,
  HTML_TAG_TIME,
  HTML_TAG_H1,
  HTML_TAG_HEADING,
  HTML_TAG_MAIN,
  HTML_TAG_ARTICLE,
  HTML_TAG_HEADER,
  HTML_TAG_FORM,
  HTML_TAG_P,
  HTML_TAG_LI, /* from here to OPTION: each closes the one before */
  HTML_TAG_CELL,
  HTML_TAG_ROW,
  HTML_TAG_DT,
  HTML_TAG_OPTION,
  HTML_TAG_BR,
  HTML_TAG_PRE,
  HTML_TAG_A,
  HTML_TAG_ADDRESS,
  HTML_TAG_SUP,
  HTML_TAG_LIST,
  HTML_TAG_TERMS,
  HTML_TAG_TABLE,
  HTML_TAG_OTHER
};

enum html_flag {                    /* bit set */
                 HTML_VOID = 1,     /* has no content and no closing tag */
                 HTML_BLOCK = 2,    /* begins and ends a paragraph; a stray </inline> does not reach beyond it */
                 HTML_SKIP = 4,     /* its content is not part of the report */
                 HTML_RAWTEXT = 8,  /* its content is no markup */
                 HTML_BARRIER = 16, /* a stray </block> does not reach beyond it */
                 HTML_TABLE = 32,   /* its closing tag reaches beyond cells, up to the table */
                 HTML_WHOLE = 64,   /* the document itself: never left out by its class */
                 HTML_FACTS = 128   /* its attributes may speak of the page, wherever it stands */
};

struct html_tag {
  toll_slice name;
  unsigned char id, flags;
};

/* The row of a tag's name (any case); the row of unknown tags when there is none. */
const struct html_tag *html_tag_find(toll_slice name);

enum html_attribute {
  HTML_CLASS,
  HTML_ID,
  HTML_ROLE,
  HTML_HIDDEN,
  HTML_STYLE,
  HTML_NAME,
  HTML_PROPERTY,
  HTML_CONTENT,
  HTML_ITEMPROP,
  HTML_DATETIME,
  HTML_HREF,
  HTML_REL,
  HTML_LANG,
  HTML_TYPE,
  HTML_HTTP_EQUIV,
  HTML_ATTRIBUTE_COUNT
};

/* Index of a known attribute, or -1. */
int html_attribute_find(toll_slice name);

/* What an element's class, id or role says of it. */
enum html_hint {
  HTML_HINT_NONE,
  HTML_HINT_AWAY,    /* cookie banners, menus, sharing, comments …: not part of the report */
  HTML_HINT_MAIN,    /* role=main */
  HTML_HINT_ARTICLE, /* role=article */
  HTML_HINT_HEADER,  /* role=banner */
  HTML_HINT_BYLINE   /* the author's line */
};
enum html_hint html_class_hint(toll_slice classes);
enum html_hint html_role_hint(toll_slice role);

#endif
