/* Labelled reports, two by two: from rows that say which event each report tells of
 * come the weights by which mentions agree.
 *
 * Each row becomes the mention that the case would hold of it.  Each pair that shares a
 * key is an example: its features, and whether both rows have the same event.  The
 * weights are fitted by logistic regression; what they are worth is measured by
 * cross-validation, in which all pairs of an event are in one part, by the grouping that
 * comes out: B-cubed over documents.
 *
 * An event of many reports has pairs by their square: its pairs count less each, so that a
 * report counts once.  The first file is what is measured.  Files behind it, made-up reports
 * for instance, teach what the first has too little of: all their pairs together count a
 * tenth of those of the first. */
#ifndef TOLL_SCORE_PAIRS_H
#define TOLL_SCORE_PAIRS_H

#include "base/arena.h"
#include "toll/scan.h"
#include "weigh/agreement.h"

struct pairs_row {
  toll_slice id, event;
  struct mention mention;
  bool speaks; /* it made a mention; else it stands alone */
  bool more;   /* of a file behind the first */
  uint8_t fold;
};

struct bcubed {
  double precision, recall, f1;
};

struct pairs {
  const toll_pack *pack;
  const toll_places *places;
  toll_scanner *scanner;
  toll_document *doc;
  struct arena keep, row;
  struct pairs_row *rows;
  size_t count, cap;
  size_t first;     /* rows of the first file: they come first */
  toll_slice path;  /* of the first file */
  double decay;
  size_t examples, right;
  double weights[AGREEMENT_FEATURES];    /* fitted to all rows; the bias at AGREE_bias */
  uint32_t cases[AGREEMENT_FEATURES];    /* pairs that have the feature */
  struct bcubed before, crossed, fitted; /* by the weights in use; of rows not fitted to; of all */
};

int pairs_open(struct pairs *p, const toll_pack *pack, const toll_places *places, toll_error *e);
/* Reads one row: {"id", "text", "date", "outlet", "event"}.  Errors: TOLL_E_FORMAT, TOLL_E_MEMORY. */
int pairs_row(struct pairs *p, toll_slice line, const char *path, uint32_t number, toll_error *e);
/* After the last row: fits and measures. */
int pairs_finish(struct pairs *p, toll_error *e);
/* Appends the weights as the text of agreement.def. */
void pairs_text(const struct pairs *p, toll_buffer *out);
void pairs_close(struct pairs *p);

#endif
