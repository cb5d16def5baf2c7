/* The methods in one table. */
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
