/* Which words make a sentence worth reading; see opener.h.
 *
 * A rule whose trigger carries the harm needs a word of harm.  A rule with a harm of
 * its own needs one of the words that it asks for, and takes the rarest of those that
 * it names: the words of its first condition, else those of its trigger. */
#include "pack/opener.h"

static bool lemma_among(const uint32_t *lemmas, uint32_t count, uint32_t lemma) {
  for (uint32_t i = 0; i < count; i++)
    if (lemmas[i] == lemma) return true;
  return false;
}

static bool meets_condition(const struct opener_tables *t, const struct form *f, const struct rule_condition *c) {
  if (tags_meet(f->tags, c->tags)) return true;
  for (uint32_t i = 0; i < f->count; i++)
    if (lemma_among(t->lemmas + c->lemma_first, c->lemma_count, t->readings[f->first + i].lemma)) return true;
  return false;
}

static bool can_trigger(const struct opener_tables *t, const struct form *f, const struct rule *r) {
  for (uint32_t i = 0; i < f->count; i++) {
    const struct reading *reading = t->readings + f->first + i;
    bool word = !r->lemma_count || lemma_among(t->lemmas + r->lemma_first, r->lemma_count, reading->lemma);
    if (word && reading->pos == r->pos && tags_cover(reading->tags, r->tags)) return true;
  }
  return false;
}

/* Whether the rule cannot hold of a sentence without one of the forms that this says yes to. */
static bool asked_for(const struct opener_tables *t, const struct form *f, const struct rule *r) {
  if (!r->harm && !r->harm_of) return false;
  for (int i = 0; i < r->conditions; i++)
    if (!r->when[i].negated) return meets_condition(t, f, r->when + i);
  return can_trigger(t, f, r);
}

void opener_mark(const struct opener_tables *t) {
  for (size_t i = 0; i < t->form_count; i++) {
    struct form *f = t->forms + i;
    f->opens = f->harms != 0;
    for (size_t k = 0; k < t->rule_count && !f->opens; k++) f->opens = asked_for(t, f, t->rules + k);
  }
}
