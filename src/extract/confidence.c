/* How sure a reading is: what is known of how a draft was found, as features for
 * the pack's model, or, without a model, a few rules of thumb. */
#include <string.h>

#include "extract/reader.h"
#include "pack/feature.h"

/* --- what stands around a draft ----------------------------------------
 *
 * Only verbs, commas and the like are counted, never names or the phrases that
 * hold them: a country whose name has six words must not change a confidence. */

static bool parts_clauses(int kind) {
  return kind == ITEM_VERB || kind == ITEM_COMMA || kind == ITEM_RELATIVE || kind == ITEM_SUBORDINATE ||
         kind == ITEM_SUBSET || kind == ITEM_BREAK;
}

static unsigned count_between(const struct sentence *s, int a, int b) {
  unsigned n = 0;
  for (int k = (a < b ? a : b) + 1; k < (a < b ? b : a); k++) n += parts_clauses(item_kind(s, k));
  return n;
}

static bool in_digits(const toll_scanner *x, toll_span count) {
  for (uint32_t i = count.from; i < count.to; i++)
    if (x->s.text[i] >= '0' && x->s.text[i] <= '9') return true;
  return false;
}

/* The trigger's clause hangs on another: "who was shot in May", "when two died". */
static bool stands_aside(const struct sentence *s, int k) {
  for (int i = k - 1; i >= 0; i--) {
    int kind = item_kind(s, i);
    if (kind == ITEM_RELATIVE || kind == ITEM_SUBORDINATE) return true;
    if (kind == ITEM_VERB || kind == ITEM_BREAK || kind == ITEM_COMMA) return false;
  }
  return false;
}

void view_read(toll_scanner *x, size_t first) {
  if (first == x->draft_count) return;
  unsigned verbs = 0;
  for (int k = 0; k < x->s.item_count; k++) verbs += x->s.items[k].kind == ITEM_VERB;
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    d->view.between = (uint16_t)count_between(&x->s, d->trigger_item, d->victim_item);
    d->view.clauses = (uint16_t)verbs;
    d->view.aside = stands_aside(&x->s, d->trigger_item);
    d->view.mates = (uint16_t)(x->draft_count - first < 99 ? x->draft_count - first : 99);
    d->view.digits = in_digits(x, d->claim.count_span);
  }
}

/* --- features ---------------------------------------------------------- */

#define VALUE_MOST 65 /* larger numbers are not told apart */

enum { SLOT, HARM, STATUS, NUMBER, SINGLE, DERIVED, ASIDE, AGAIN, VALUE, BETWEEN, CLAUSES, CLAIMS, SORTS };

/* How a number is told. */
enum { NUMBER_NAME, NUMBER_DEFINITE, NUMBER_ARTICLE, NUMBER_NONE, NUMBER_VAGUE, NUMBER_DIGITS, NUMBER_WORDS };

static const char *slot_value(unsigned i) {
  return closed_list_of(LIST_SLOT)->name(i);
}
static const char *number_value(unsigned i) {
  static const char *const names[] = {"name", "definite", "article", "none", "vague", "digits", "words"};
  return i < sizeof names / sizeof *names ? names[i] : NULL;
}

/* No rule's name is among them: a rule that is newer than the training is judged by
 * where it looks for the harmed, as its neighbours are. */
static const struct feature_sort sorts[SORTS] = {
    [SLOT] = {"slot=", slot_value},
    [HARM] = {"harm=", toll_harm_name},
    [STATUS] = {"status=", toll_status_name},
    [NUMBER] = {"number=", number_value},
    [SINGLE] = {"single"},
    [DERIVED] = {"derived"},
    [ASIDE] = {"aside"},
    [AGAIN] = {"again"},
    [VALUE] = {"value=", .most = VALUE_MOST},
    [BETWEEN] = {"between=", .most = 3},
    [CLAUSES] = {"clauses=", .most = 5},
    [CLAIMS] = {"claims=", .most = 5},
};
const struct choice choice_confidence = {"confidence", sorts, SORTS};
_Static_assert((int)SLOT_COUNT <= FEATURE_VALUES && (int)TOLL_HARM_COUNT <= FEATURE_VALUES, "values have numbers");

static unsigned number_of(const struct draft *d) {
  if (d->single) return d->named ? NUMBER_NAME : d->definite ? NUMBER_DEFINITE : NUMBER_ARTICLE;
  if (d->claim.form == TOLL_NONE) return NUMBER_NONE;
  if (d->claim.form == TOLL_VAGUE) return NUMBER_VAGUE;
  return d->view.digits ? NUMBER_DIGITS : NUMBER_WORDS;
}

#define LOOK_BACK 100 /* drafts that are looked back at for the same figure */
#define BUCKETS 256   /* of figures */

static bool same_figure(const struct draft *a, const struct draft *b) {
  return a->claim.value == b->claim.value && a->claim.harm == b->claim.harm && a->sentence != b->sentence;
}

/* Figures that may be the same are chained, each to the last one before it.  Back each draft looks
 * LOOK_BACK drafts far, and ahead one less: the weights were trained with it so. */
void retold_read(toll_scanner *x) {
  uint32_t last[BUCKETS] = {0}; /* 1 + its draft */
  uint32_t *before = ARENA_ROOM(&x->keep, x->draft_count + 1, uint32_t);
  if (!before) return;
  for (uint32_t i = 0; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    if (d->claim.value == TOLL_OPEN) continue;
    uint32_t *bucket = last + ((uint64_t)d->claim.value * 31 + d->claim.harm) % BUCKETS;
    before[i] = *bucket;
    *bucket = i + 1;
    for (uint32_t k = before[i]; k && i + 1 - k <= LOOK_BACK; k = before[k - 1]) {
      if (!same_figure(d, x->drafts + k - 1)) continue;
      d->view.retold = true;
      x->drafts[k - 1].view.retold |= i + 1 - k < LOOK_BACK;
    }
  }
}

void confidence_features(const toll_scanner *x, size_t i, struct features *f) {
  const struct draft *d = x->drafts + i;
  const toll_claim *c = &d->claim;
  features_clear(f, &choice_confidence);
  if (d->view.slot) features_add(f, SLOT, d->view.slot);
  features_add(f, HARM, c->harm);
  features_add(f, STATUS, c->status);
  features_add(f, NUMBER, number_of(d));
  features_flag(f, SINGLE, d->single);
  features_flag(f, DERIVED, c->derived.at != NULL);
  features_flag(f, ASIDE, d->view.aside);
  features_flag(f, AGAIN, d->view.retold);
  if (c->value != TOLL_OPEN && !d->single)
    features_step(f, VALUE, c->value > VALUE_MOST ? VALUE_MOST : (unsigned)c->value);
  features_step(f, BETWEEN, d->view.between);
  features_step(f, CLAUSES, d->view.clauses);
  features_step(f, CLAIMS, d->view.mates);
}

/* --- the probability --------------------------------------------------- */

/* Fewer doubts, more. */
static double rule_of_thumb(const struct draft *d) {
  double p = 0.9;
  if (d->single) p -= 0.12;
  if (d->heading) p -= 0.03;
  if (d->claim.status != TOLL_ASSERTED) p -= 0.1;
  if (d->claim.form == TOLL_VAGUE) p -= 0.1;
  if (d->claim.derived.at) p -= 0.1;
  return p;
}

double confidence_of(toll_scanner *x, size_t i) {
  struct draft *d = x->drafts + i;
  if (d->view.chosen > 0) return d->view.chosen;
  const struct choice_weights *w = x->see ? NULL : x->confidence;
  if (!w) return rule_of_thumb(d);
  struct features f;
  confidence_features(x, i, &f);
  if (d->steps) draft_step(x, d, "confidence", d->trigger, choice_tell(w, &f, &x->keep));
  return choice_weigh(w, &f);
}
