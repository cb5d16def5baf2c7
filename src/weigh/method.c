/* The methods in one table, and what several of them need. */
#include "weigh/method.h"

#include <string.h>

static const struct method *const methods[] = {&method_range, &method_majority, &method_latest};

const toll_method *toll_method_at(size_t n) {
  return n < sizeof methods / sizeof *methods ? &methods[n]->about : NULL;
}

const toll_method *toll_method_find(toll_slice name) {
  for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
    const char *known = methods[i]->about.name;
    if (strlen(known) == name.len && memcmp(known, name.at, name.len) == 0) return &methods[i]->about;
  }
  return NULL;
}

void row_interval(const struct row_claim *c, int64_t *low, int64_t *high) {
  const toll_claim *claim = &c->claim->row.claim;
  *low = claim->low;
  *high = claim->high;
  if (*low == TOLL_OPEN && *high == TOLL_OPEN) *low = *high = claim->value;
}

size_t row_accounts_for(const struct row_work *row, const struct row_claim *c) {
  size_t accounts = 0;
  for (size_t i = 0; i < row->count; i++) {
    if (!row_used(&row->at[i]) || !row_same_figure(&row->at[i], c)) continue;
    bool before = false;
    for (size_t j = 0; j < i && !before; j++)
      before = row_used(&row->at[j]) && row->at[j].account == row->at[i].account && row_same_figure(&row->at[j], c);
    accounts += !before;
  }
  return accounts;
}
