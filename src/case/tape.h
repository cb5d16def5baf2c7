/* A tape: rows of the case file on their way there.
 *
 * Any thread can write one, because row numbers on it count from the document's
 * first; the one writer plays it, which is nothing but binding and stepping.
 * The values of a row on a tape are also its canonical form: what the log has a
 * hash of, and what verifying makes again of the stored row. */
#ifndef TOLL_CASE_TAPE_H
#define TOLL_CASE_TAPE_H

#include <sqlite3.h>

#include "toll/case.h"

enum tape_table {
  TAPE_DOCUMENT,
  TAPE_CONTENT,
  TAPE_CLAIMANT,
  TAPE_CLAIM,
  TAPE_LABEL,
  TAPE_MENTION,
  TAPE_FEATURE,
  TAPE_SEARCH,
  TAPE_TABLES
};

/* The first columns of a document's row are what it is; those behind them may be made anew. */
#define TAPE_DOCUMENT_KEPT 22

/* A table's columns in their order on a tape.  kinds has a letter a column: 'd' a
 * document, 'n' a content, 'p' a claimant, 'c' a claim, 'm' a mention, each as a number that
 * counts from the document's first; 'v' any value. */
struct tape_shape {
  const char *name, *columns, *kinds, *order; /* order: of the rows of one document */
};
extern const struct tape_shape tape_shapes[TAPE_TABLES];

/* The row numbers that a document's first claimant, claim … has or would have. */
struct tape_first {
  int64_t of[128]; /* by letter; 'd' the document itself */
};

/* --- writing: a row's values in the order of its columns ------------------ */

/* Begins a row; returns where, for tape_end. */
size_t tape_begin(toll_buffer *out, enum tape_table table);
void tape_end(toll_buffer *out, size_t row);
void tape_null(toll_buffer *out);
void tape_int(toll_buffer *out, int64_t n);
void tape_open(toll_buffer *out, int64_t n); /* TOLL_OPEN is null */
void tape_real(toll_buffer *out, double x);
void tape_text(toll_buffer *out, toll_slice text);  /* not given is null */
void tape_word(toll_buffer *out, const char *word); /* NULL is null */
void tape_day(toll_buffer *out, toll_day day);
void tape_blob(toll_buffer *out, const void *bytes, size_t len);
/* The number of another row, counted from 0 within its document. */
void tape_row(toll_buffer *out, int64_t n);

/* A row's values without the nulls at its end: what is hashed, so that a column which a
 * later version appends changes no hash of a row that has nothing in it. */
toll_slice tape_kept(toll_slice row);

/* --- playing -------------------------------------------------------------- */

/* Takes the next row off the tape.  False at its end, or where it breaks off. */
bool tape_next(toll_slice *tape, enum tape_table *table, toll_slice *row);
/* Binds the row's values to a statement; what they point to is the tape's own.
 * False where the row is not whole. */
bool tape_bind(sqlite3_stmt *s, enum tape_table table, toll_slice row, const struct tape_first *first);
/* Appends the values of a stored row, selected by tape_select, as they were on the tape;
 * of a document only those that are kept. */
void tape_read(sqlite3_stmt *s, enum tape_table table, const struct tape_first *first, toll_buffer *out);

/* Appends "INSERT INTO …" and "SELECT … WHERE document = ?1 ORDER BY …", with a NUL. */
void tape_insert(enum tape_table table, toll_buffer *sql);
void tape_select(enum tape_table table, toll_buffer *sql);

#endif
