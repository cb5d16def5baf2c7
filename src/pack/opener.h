/* Marks the forms without any of which a sentence holds no claim (form.opens): words
 * of harm, and what the rules that bring a harm of their own ask for. */
#ifndef TOLL_PACK_OPENER_H
#define TOLL_PACK_OPENER_H

#include <stddef.h>

#include "pack/pack.h"

struct opener_tables {
  struct form *forms; /* written to */
  size_t form_count;
  const struct reading *readings;
  const struct rule *rules;
  size_t rule_count;
  const uint32_t *lemmas;
};

void opener_mark(const struct opener_tables *t);

#endif
