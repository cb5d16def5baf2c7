/* Claims onto a tape. */
#ifndef TOLL_CASE_ROW_TAPE_H
#define TOLL_CASE_ROW_TAPE_H

#include "base/hash.h"
#include "case/row.h"
#include "case/tape.h"

/* Where a document's rows are: it is carried from window to window. */
struct row_tape {
  toll_buffer *out;
  int64_t before, claimants;         /* claims of the windows before, claimants so far */
  struct sha256 claims_hash;         /* of the claims' JSON, a line each */
  struct sha256 hashes[TAPE_TABLES]; /* of the rows; only those of claimants, claims and labels are in use */
  toll_buffer scratch;
};

/* Writes the claims of a window with their claimants and labels, and adds them to the hashes. */
int row_tape_claims(struct row_tape *t, const toll_document *doc, const toll_claims *claims, toll_error *e);

/* Appends the classes as a list: ["child","woman"]. */
void row_write_classes(uint32_t classes, toll_buffer *out);

#endif
