/* A claim as rows of the case file, written and read. */
#ifndef TOLL_CASE_ROW_H
#define TOLL_CASE_ROW_H

#include "case/db.h"

/* The words that the case file uses: "text", "utf-8".  NULL outside the list. */
const char *row_format_name(unsigned format);
const char *row_encoding_name(unsigned encoding);
int row_format_find(toll_slice name); /* -1: none */
int row_encoding_find(toll_slice name);

#define ROW_CHAIN 32 /* longest chain of claimants that is followed */

/* The columns that row_get_source reads, in its order. */
#define ROW_SOURCE_COLUMNS                                                                                             \
  "document, id, path, url, title, outlet, byline, lang, sha256, date_from, date_to, format, encoding, raw_offset,"    \
  " raw_size, text_size, line, claims, inner, original, likeness"
int row_get_source(const toll_case *c, sqlite3_stmt *s, toll_case_source *out, toll_error *e);

/* The columns that row_get_claim reads, in its order, for SELECT … FROM claim c
 * JOIN document d … LEFT JOIN claim w (the whole) … LEFT JOIN event_claim, event e. */
extern const char row_claim_columns[];

/* Reads the claim in the statement's row.  Texts are borrowed from the statement;
 * claimants and labels are copied to the arena. */
int row_get_claim(toll_case *c, sqlite3_stmt *s, struct arena *arena, toll_case_claim *out, toll_error *e);

#endif
