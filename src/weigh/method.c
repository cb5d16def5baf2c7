/* The methods in one table, in the order in which they stand side by side. */
#include "weigh/method.h"

#include <string.h>

static const struct method *const methods[] = {
    &method_range,    &method_min_max, &method_low_best_high, &method_conservative, &method_cascade,
    &method_majority, &method_latest,  &method_named,         &method_panel,
};

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
