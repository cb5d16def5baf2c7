/* Training: labelled reports in, the weights of a pack's choices out.
 *
 * Each row is scanned by a watched scanner, which hands over every choice that a
 * model would make; whether it is right, the row's labels say.  What is kept of a
 * choice are the names of its features, never a word of the text.  Then each
 * choice has its weights fitted, and the gain is measured by cross-validation:
 * what is said of a document comes from weights that have not seen it.
 *
 * Rules are better on the reports that they were written from than on others, and a
 * confidence learned there promises too much.  So rows may be marked as unseen: no
 * rule was written from them.  Weights are not fitted to these; only the bias of the
 * confidence is set so that on them as many claims are right as it says. */
#ifndef TOLL_SCORE_TRAIN_H
#define TOLL_SCORE_TRAIN_H

#include "extract/choice.h"
#include "score/curve.h"
#include "score/gold.h"

enum train_choice { TRAIN_CONFIDENCE, TRAIN_WHERE, TRAIN_VICTIM, TRAIN_CHOICES };

struct train_weight {
  toll_slice name;
  uint64_t cases; /* examples that have the feature */
  int32_t weight; /* thousandths */
};

/* What came out for one choice. */
struct train_result {
  uint64_t examples, right, documents;
  double decay;                 /* the penalty that cross-validation found best */
  double loss, loss_before;     /* log loss by the weights, by the rules alone; of a choice that rules do not make: of
                                   always saying the share right */
  struct curve *curve, *before; /* probabilities against truth, likewise */
  int32_t bias, least;
  uint64_t unseen;              /* examples of the bias, 0: it was fitted with the weights */
  struct train_weight *weights; /* in the order of names */
  size_t weight_count;
};

struct train {
  const toll_pack *pack;
  toll_scanner *scanner;
  toll_document *doc;
  struct arena row, keep;
  toll_buffer record, gold;
  toll_buffer cases; /* struct train_case */
  toll_buffer names; /* features, each ended by a NUL */
  const struct gold_row *now;
  uint64_t rows, labelled;
  bool unseen; /* of the rows to come */
  bool failed;
  struct train_result results[TRAIN_CHOICES];
};

/* The name of a choice as in model.txt. */
const char *train_choice_name(unsigned choice);

/* Returns 0 or TOLL_E_MEMORY; train_close in any case.  Pack and places must outlive it. */
int train_open(struct train *t, const toll_pack *pack, const toll_places *places, toll_error *e);
/* Reads one line.  Rows without a list of claims, but with figures for the whole
 * report, teach only some of the choices.  Errors name path
 * and number (its line): TOLL_E_FORMAT, TOLL_E_LIMIT (the row is left out), TOLL_E_MEMORY. */
int train_row(struct train *t, toll_slice line, const char *path, uint32_t number, toll_error *e);
/* After the last row, once: fits.  Returns 0 or TOLL_E_MEMORY. */
int train_finish(struct train *t, toll_error *e);
/* Appends the model as the text of model.txt. */
void train_text(const struct train *t, toll_buffer *out);
void train_close(struct train *t);

#endif
