/* majority: the figure that most independent accounts give; a tie is no answer. */
#include "weigh/method.h"

static void run(struct row_work *row) {
  const struct row_claim *best = NULL;
  size_t most = 0;
  bool tie = false;
  for (size_t i = 0; i < row->count; i++) {
    const struct row_claim *c = &row->at[i];
    if (!row_used(c)) continue;
    size_t accounts = c->backing;
    bool same = best && row_same_figure(c, best);
    if (accounts > most) {
      best = c;
      most = accounts;
      tie = false;
    } else if (accounts == most && !same)
      tie = true;
  }
  if (!best || tie) return; /* every figure stays in use: none was preferred */
  row_choose(row, best);
}

const struct method method_majority = {{"majority",
                                        "the figure that most independent accounts give; a tie is no answer",
                                        "Standards for Casualty Recording (Every Casualty)"},
                                       run};
