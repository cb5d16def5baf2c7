/* Document labels against tallies.
 *
 * Rows that share an id are one document: what is read in the last of them
 * answers for all.  So each row leaves a few numbers here, no text, and the
 * sums are made at the end. */
#ifndef TOLL_SCORE_LEDGER_H
#define TOLL_SCORE_LEDGER_H

#include "score/gold.h"
#include "toll/tally.h"

/* Labels of one harm.  zero rows are rows - nonzero. */
struct score_exact {
  uint64_t rows, right, nonzero, nonzero_right;
  uint64_t alarms; /* rows labelled 0 for which a figure was read */
};

/* Labels killed_lo and killed_hi. */
struct score_interval {
  uint64_t rows, exact;
  uint64_t inside; /* the best figure is between them */
};

struct ledger_sums {
  struct score_exact exact[TOLL_HARM_COUNT];
  struct score_interval interval;
};

/* Zero-initialise; free with ledger_free. */
struct ledger {
  toll_buffer entries;
  uint32_t rows;
};

/* Whether the tally says what the row's labels say; *labelled: it has any. */
bool ledger_judge(const struct gold_row *row, const toll_document_tally *tally, bool *labelled);

/* Adds the row of the document with the hash `id`; part is the index of the sums
 * that it enters. */
void ledger_add(struct ledger *l, uint64_t id, unsigned part, const struct gold_row *row,
                const toll_document_tally *tally);
/* Adds all to sums[part].  *repeated: rows answered for by a later one.  Returns
 * 0 or TOLL_E_MEMORY (also where an earlier ledger_add had no memory). */
int ledger_sum(struct ledger *l, struct ledger_sums *const *sums, uint64_t *repeated);
void ledger_free(struct ledger *l);

#endif
