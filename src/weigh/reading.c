#include "weigh/reading.h"

#include <string.h>

#include "toll/error.h"
#include "weigh/words.h"

/* Pack rules whose claims are what a source has taken back, by the start of their
 * name behind the pack's. */
static const toll_slice replacing_rules = {"revise", 6};
/* … and those whose claims are a count that is kept. */
static const toll_slice toll_rules = {"toll", 4};

/* … and those whose claims somebody entered into a count of his own. */
static const toll_slice adding_rules = {"add", 3};

static bool made_by(const toll_claim *claim, toll_slice rules) {
  const char *slash = claim->rule.len ? memchr(claim->rule.at, '/', claim->rule.len) : NULL;
  if (!slash) return false;
  size_t left = claim->rule.len - (size_t)(slash + 1 - claim->rule.at);
  return left >= rules.len && memcmp(slash + 1, rules.at, rules.len) == 0;
}

bool claim_replaced(const toll_claim *claim) {
  return made_by(claim, replacing_rules);
}

bool claim_revised(const toll_claim *claim) {
  return claim->revised;
}

bool claim_entered(const toll_claim *claim) {
  return made_by(claim, adding_rules);
}

bool claim_toll(const toll_claim *claim) {
  return made_by(claim, toll_rules);
}

bool claim_running(const toll_claim *claim) {
  static const char ordinal[] = "ordinal:";
  return claim->derived.len > sizeof ordinal && memcmp(claim->derived.at, ordinal, sizeof ordinal - 1) == 0;
}

bool claim_zero(const toll_claim *claim) {
  return claim->form == TOLL_NONE || (claim->value == 0 && claim->high == 0);
}

bool claim_peculiar(const toll_claim *c, int64_t least) {
  return c->value != TOLL_OPEN && c->value >= least && c->value % 10 != 0 && c->low == c->value && c->high == c->value;
}

int claim_places(const toll_claim *claim, struct word_set *places, struct arena *arena) {
  struct word_set own = {0};
  const toll_slice texts[] = {claim->where.name, claim->where.text};
  for (int kind = WORDS_NAMES; !own.count && kind >= WORDS_ALL; kind--)
    for (size_t i = 0; i < 2; i++)
      if (words_add(&own, texts[i], (enum word_kind)kind, arena)) return TOLL_E_MEMORY;
  return words_join(places, &own, arena);
}
