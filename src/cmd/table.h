/* Aligned tables that fit the terminal: columns keep their natural width while
 * there is room; then those that may shrink do, and their cells are cut with
 * "…" or run on over several lines.  On a terminal too narrow for that a row is
 * a stack: its cells one after the other, and the last column below them. */
#ifndef TOLL_CMD_TABLE_H
#define TOLL_CMD_TABLE_H

#include "term.h"

struct column {
  const char *title;
  unsigned min; /* no narrower than this, on a narrow terminal half of it; 0: never shrinks */
  bool right;   /* figures stand to the right */
  bool wrap;    /* too long a text runs on in the next line instead of being cut */
  bool named;   /* in a stack the title stands before the cell */
};

struct table_cell {
  size_t from, len; /* in table.text */
  enum tone tone;
};

/* Zero-initialise but for columns and column_count; free with table_free. */
struct table {
  const struct column *columns;
  size_t column_count;
  unsigned indent;
  bool bare; /* no line of titles */
  toll_buffer text, cells;
};

void table_free(struct table *t);
/* Forgets the rows. */
void table_clear(struct table *t);
/* The next cell of the row; cells go from left to right, row after row. */
void table_cell(struct table *t, toll_slice text, enum tone tone);
void table_str(struct table *t, const char *text, enum tone tone);
/* Appends the laid-out table to out.  Columns empty in every row are left out. */
void table_print(const struct table *t, const struct term *term, toll_buffer *out);

#endif
