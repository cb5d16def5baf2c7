/* Pages: words with their places on printed pages, put together to a text, and
 * the way from any stretch of that text to its page and box.
 *
 * First the words are added in reading order, each with the line and block that
 * it stands in; then pages_compose makes the text.  Places are in hundredths of
 * a point from the upper left corner of the page. */
#ifndef TOLL_READ_PAGES_H
#define TOLL_READ_PAGES_H

#include <stdbool.h>
#include <stdint.h>

#include "toll/claim.h"

#define PAGES_TEXT_MAX ((size_t)32 << 20) /* bytes of the words of one document */
#define PAGES_WORDS_MAX ((size_t)4 << 20)

struct box {
  int32_t left, top, right, bottom;
};

struct page_word {
  uint32_t at, len; /* in raw, later in the text */
  struct box box;
};

struct page_line {
  uint32_t word, words; /* the first, and how many */
  uint32_t page;        /* from 1 */
  uint32_t block;       /* of the whole document, from 0 */
  uint32_t text;        /* where it begins in the text */
  int32_t size;         /* height of its letters */
  struct box box;
  bool away;   /* a running line: not where it stands in the text */
  bool repeat; /* and one that stood on an earlier page already, or a page's number */
};

struct page_size {
  int32_t width, height;
};

/* An array that grows: items of one size. */
struct page_array {
  void *at;
  size_t count, cap;
};

struct pages {
  toll_buffer raw;                        /* the words' bytes as they came */
  struct page_array words, lines, sheets; /* of page_word, page_line, page_size */
  toll_buffer text;
  struct page_array order;        /* of uint32_t: the lines in the order of the text */
  uint32_t page_block, page_line; /* of the last word, as it was added */
  bool failed;                    /* memory ran out */
  bool full;                      /* a limit was reached */
};

static inline struct page_word *pages_words(const struct pages *p) {
  return p->words.at;
}
static inline struct page_line *pages_lines(const struct pages *p) {
  return p->lines.at;
}
static inline struct page_size *pages_sizes(const struct pages *p) {
  return p->sheets.at;
}

void pages_reset(struct pages *p); /* empty, memory kept */
void pages_free(struct pages *p);

/* A page of this size begins. */
void pages_sheet(struct pages *p, struct page_size size);
/* A word of the last page; block and line count up from 0 within the page, and
 * a line is new when either differs from those of the word before. */
void pages_word(struct pages *p, uint32_t block, uint32_t line, struct box box, toll_slice word);
/* More of the last word. */
void pages_more(struct pages *p, toll_slice bytes);

/* A line's words as they stand in raw, blanks between them. */
static inline toll_slice pages_line_words(const struct pages *p, const struct page_line *line) {
  const struct page_word *first = pages_words(p) + line->word, *last = first + line->words - 1;
  return (toll_slice){p->raw.at + first->at, last->at + last->len - first->at};
}

/* Room for one more item; NULL (and failed) when memory is out. */
void *pages_push(struct pages *p, struct page_array *a, size_t size);

/* Finds the lines that run along: marks them away, and all but the first of them repeat. */
void pages_mark_running(struct pages *p);

/* Makes the text.  Returns 0 or TOLL_E_MEMORY. */
int pages_compose(struct pages *p);

/* The title as print shows it: what stands in the largest letters on the upper part
 * of the first page, where those are larger than the text's.  False: there is none. */
bool pages_title(const struct pages *p, size_t *from, size_t *to);

/* Page and box of the text stretch [from, to): of the words of it that stand on
 * the page where it begins.  False where it holds no word. */
bool pages_find(const struct pages *p, size_t from, size_t to, uint32_t *page, struct box *box);

#define BOX_FORMAT 80 /* bytes for a box as JSON */

/* A box as JSON, in points, into room: "[72.00,112.10,125.79,122.28]". */
toll_slice box_format(const double box[4], char room[BOX_FORMAT]);

#endif
