/* majority: the figure that most independent accounts give; a tie is no answer.
 *
 * Accounts are those of account.c: however often one account is told, it is one
 * voice.  Figures are the same where their words allow the same numbers: 131 and
 * "at least 131" are two. */
#include "weigh/method.h"

static void run(struct row_work *row) {
  const struct row_claim *best = row_most_backed(row);
  if (best) row_choose(row, best); /* in a tie every figure stays in use: none was preferred */
}

const struct method method_majority = {.about = {"majority",
                                                 "the figure that most independent accounts give; a tie is no answer",
                                                 "Standards for Casualty Recording (Every Casualty)"},
                                       .run = run};
