/* A claim as a row: of a table for people, of CSV for spreadsheets. */
#ifndef TOLL_CMD_ROWS_H
#define TOLL_CMD_ROWS_H

#include "table.h"
#include "toll/claim.h"

struct claim_row {
  const toll_claim *claim;
  toll_slice doc;      /* the document's id */
  toll_slice outlet;   /* who speaks where there is no claimant */
  const char *part_of; /* id of the claim that this is a part of, or "" */
  bool with_id;        /* in a table: show the start of the id */
  uint32_t page;       /* that its number is printed on; 0: the document has none */
  toll_slice box;      /* where on it, as JSON */
};

/* The words of the claim's number. */
toll_slice row_count_words(const toll_claim *claim);

/* The claim's labels, each once, joined by sep. */
void row_labels(toll_buffer *out, const toll_claim *claim, const char *sep);

/* A table of claims; add rows with row_add. */
struct table row_table(void);
void row_add(struct table *t, const struct claim_row *row);

void row_csv_header(toll_buffer *out);
void row_csv(toll_buffer *out, const struct claim_row *row);

/* The line above a document's claims: its label, then what is known of it. */
void row_heading(const struct term *term, toll_slice label, toll_slice outlet, toll_day from, toll_day to,
                 toll_slice title, toll_buffer *out);

/* One CSV cell: quoted where it must be; a text that a spreadsheet would take
 * for a formula is kept from being one by an apostrophe.  A comma goes before it
 * unless it is the first of its line. */
void csv_cell(toll_buffer *out, bool first, toll_slice text);
void csv_str(toll_buffer *out, bool first, const char *text);
/* A number as the program wrote it, which is never taken for a formula; may be "". */
void csv_number(toll_buffer *out, bool first, const char *digits);
/* A number; nothing for TOLL_OPEN. */
void csv_int(toll_buffer *out, bool first, int64_t n);
/* A day; nothing for TOLL_NO_DAY. */
void csv_day(toll_buffer *out, bool first, toll_day day);
void csv_end(toll_buffer *out);

#endif
