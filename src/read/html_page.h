/* A page on its way to a text: all its visible words in one flow of pieces, cut
 * into blocks that remember where they stood (in an article, in a heading, in
 * something that is probably no part of the report), and what the page says of
 * itself.  One pass makes the flow; html_compose chooses among the blocks. */
#ifndef TOLL_READ_HTML_PAGE_H
#define TOLL_READ_HTML_PAGE_H

#include "base/arena.h"
#include "read/date.h"
#include "read/pieces.h"
#include "toll/document.h"

enum gap { GAP_NONE, GAP_CELL, GAP_LINE, GAP_PARAGRAPH }; /* before a block */

enum block_flag {                   /* bit set */
                  BLOCK_AWAY = 1,   /* by its class or id no part of the report */
                  BLOCK_FORM = 2,   /* inside a form (some systems wrap the whole page in one) */
                  BLOCK_HEADER = 4, /* in a header outside article and main */
                  BLOCK_MAIN = 8,
                  BLOCK_HEADING = 16,
                  BLOCK_BYLINE = 32
};

struct block {
  uint32_t from, to; /* in the flow's text */
  uint32_t article;  /* number of the outermost article, 0 = none */
  uint32_t h1;       /* number of the h1, 0 = none */
  uint32_t linked;   /* bytes of it inside links */
  unsigned char flags, gap;
};

enum meta_field { META_OUTLET, META_BYLINE, META_URL, META_LANG, META_FIELDS };

struct html_meta {
  struct {
    toll_slice value;
    unsigned rank;
  } of[META_FIELDS]; /* a lower rank is better, 0 = nothing yet */
  struct date date;
  unsigned date_rank;
  toll_slice og_title, title; /* as in the page, entities not decoded; not given where there is none */
};

/* Memory that is kept from page to page; zero-initialise. */
struct html_page {
  struct pieces flow, title, plain;
  struct block *blocks;
  size_t count, cap;
  struct html_meta meta;
  struct html_walk *walk;
};

void html_page_free(struct html_page *page);

/* Reads source (UTF-8) into flow, blocks and meta.  Returns 0 or TOLL_E_MEMORY. */
int html_page_read(struct html_page *page, toll_slice source, struct arena *arena);

/* Appends the words of a page, or of a fragment of one (a message, an item of a feed),
 * to out: without title and facts, else chosen as for a page.  Returns 0 or TOLL_E_MEMORY. */
int html_text(struct html_page *page, toll_slice source, struct arena *arena, struct pieces *out);

/* Offers a value for a field; the best rank stays, of equals the first. */
void html_meta_offer(struct html_meta *meta, enum meta_field field, unsigned rank, toll_slice value);
void html_meta_offer_date(struct html_meta *meta, unsigned rank, toll_slice text);

/* Reads what a JSON-LD script says. */
void html_ld_read(struct html_meta *meta, toll_slice script, struct arena *arena);

/* Text with entities decoded and blanks collapsed, appended to out; offsets are
 * those of [from, to) in source. */
void html_plain(struct pieces *out, toll_slice source, size_t from, size_t to, bool attribute);

#endif
