/* min-max: the lowest and the highest figure of a harm that two independent
 * sources tell of, or one that a reviewer stands for; no best.
 *
 * Independent are two accounts, as account.c joins them: a source, its copies and
 * all who pass it on are one.  The two need not give one number: where they
 * differ, their figures are the two ends.  A reviewer's word is a claim vouched
 * for or a decision on the row (toll decide).  Nobody harmed is a figure too, and
 * needs two accounts that say so.
 *
 * Where others of the event tell civilians from fighters, a figure of people of
 * whom that is not told sets the upper end only (unclear.c). */
#include "weigh/method.h"
#include "weigh/reading.h"

static bool zero(const struct row_claim *c) {
  return claim_zero(&c->claim->row.claim);
}

static bool vouched(const struct row_claim *c) {
  return c->mark == MARK_VOUCHED;
}

static bool no_zero(const struct row_work *row, const struct row_claim *c) {
  (void)row;
  return !zero(c) || vouched(c);
}

static bool only_vouched(const struct row_work *row, const struct row_claim *c) {
  return row->panel || vouched(c);
}

/* Whether two claims in use are of two accounts; of zeros alone where asked. */
static bool two_accounts(const struct row_work *row, bool zeros) {
  uint32_t first = 0;
  for (size_t i = 0; i < row->count; i++) {
    const struct row_claim *c = &row->at[i];
    if (!row_used(c) || (zeros && !zero(c))) continue;
    if (first && c->account != first) return true;
    first = c->account;
  }
  return false;
}

static int ends(const struct row_claim *c) {
  return c->unclear_status ? ROW_HIGH : ROW_LOW | ROW_HIGH;
}

static void run(struct row_work *row) {
  if (!two_accounts(row, true)) row_keep(row, no_zero, TOLL_NOT_BACKED);
  if (!two_accounts(row, false)) row_keep(row, only_vouched, TOLL_NOT_BACKED);
  row_widen(row, ends);
}

const struct method method_min_max = {
    .about = {"min-max", "as range, where two independent accounts, or one and a reviewer, tell of the harm",
              "Iraq Body Count"},
    .run = run};
