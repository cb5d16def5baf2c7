/* panel: the figure that reviewers decided on and signed, with their reason
 * (toll decide).  No claim is used; where nobody decided there is no answer. */
#include "weigh/method.h"

static bool none(const struct row_work *row, const struct row_claim *c) {
  (void)row;
  (void)c;
  return false;
}

static void run(struct row_work *row) {
  row_keep(row, none, row->panel ? TOLL_NOT_PANEL : TOLL_NOT_CHOSEN);
  if (!row->panel) return;
  row->low = row->panel->low;
  row->best = row->panel->best;
  row->high = row->panel->high;
}

const struct method method_panel = {.about = {"panel", "what reviewers decided, with their names and reasons",
                                              "Standards for Casualty Recording (Every Casualty)"},
                                    .run = run};
