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

static bool counts_people(const struct sentence *s, int k) {
  const struct item *it = s->items + k;
  return it->kind == ITEM_NOUN && it->figure >= 0 && s->figures[it->figure].kind == FIGURE_COUNT;
}

static bool counted_by_draft(const toll_scanner *x, int k, size_t first) {
  toll_span words = sentence_span(&x->s, x->s.items[k].from, x->s.items[k].to);
  for (size_t i = first; i < x->draft_count; i++)
    if (span_meets(x->drafts[i].claim.count_span, words)) return true;
  return false;
}

static bool in_digits(const toll_scanner *x, toll_span count) {
  for (uint32_t i = count.from; i < count.to; i++)
    if (x->s.text[i] >= '0' && x->s.text[i] <= '9') return true;
  return false;
}

void view_read(toll_scanner *x, size_t first) {
  if (first == x->draft_count) return;
  unsigned rivals = 0, verbs = 0;
  for (int k = 0; k < x->s.item_count; k++) {
    rivals += counts_people(&x->s, k) && !counted_by_draft(x, k, first);
    verbs += x->s.items[k].kind == ITEM_VERB;
  }
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    d->view.between = (uint16_t)count_between(&x->s, d->trigger_item, d->victim_item);
    d->view.clauses = (uint16_t)verbs;
    d->view.mates = (uint16_t)(x->draft_count - first < 99 ? x->draft_count - first : 99);
    d->view.rivals = (uint16_t)rivals;
    d->view.digits = in_digits(x, d->claim.count_span);
    d->view.caseless = x->s.caseless;
  }
}

/* --- features ---------------------------------------------------------- */

/* "en/passive-1" without the language; the family is without the number, too. */
static void add_rule(struct features *f, toll_slice rule) {
  const char *slash = rule.at ? memchr(rule.at, '/', rule.len) : NULL;
  if (!slash) return;
  toll_slice name = {slash + 1, rule.len - (size_t)(slash + 1 - rule.at)};
  features_slice(f, "rule", name);
  while (name.len > 0 && name.at[name.len - 1] >= '0' && name.at[name.len - 1] <= '9') name.len--;
  while (name.len > 0 && name.at[name.len - 1] == '-') name.len--;
  features_slice(f, "family", name);
}

static void add_origin(struct features *f, const struct draft_view *v) {
  static const char *const origins[] = {
      [ORIGIN_FRAME] = "frame", [ORIGIN_PART] = "part", [ORIGIN_ELLIPSIS] = "ellipsis"};
  features_add(f, "origin", origins[v->origin]);
  features_add(f, "trigger", closed_list_of(LIST_POS)->name(v->pos));
  if (v->pos == POS_VERB) features_add(f, "voice", closed_list_of(LIST_VOICE)->name(v->voice));
  features_add(f, "slot", closed_list_of(LIST_SLOT)->name(v->slot));
}

/* How the number is told. */
static const char *number_kind(const struct draft *d) {
  if (d->single) return d->named ? "name" : d->definite ? "definite" : "article";
  if (d->claim.form == TOLL_NONE || d->claim.form == TOLL_VAGUE) return NULL; /* form says it */
  return d->view.digits ? "digits" : "words";
}

#define LOOK_BACK 100 /* claims on either side that are looked at for the same figure */

/* Whether the document tells the figure once more, in another sentence. */
static bool told_again(const toll_scanner *x, size_t at) {
  const struct draft *d = x->drafts + at;
  size_t from = at > LOOK_BACK ? at - LOOK_BACK : 0,
         to = at + LOOK_BACK < x->draft_count ? at + LOOK_BACK : x->draft_count;
  for (size_t i = from; i < to; i++) {
    const struct toll_claim *o = &x->drafts[i].claim;
    bool same = o->harm == d->claim.harm && o->value == d->claim.value && o->value != TOLL_OPEN;
    if (same && x->drafts[i].sentence != d->sentence) return true;
  }
  return false;
}

/* Whether a claim of the same harm, event and sort of number stands before it. */
static bool told_before(const toll_scanner *x, size_t at) {
  const struct draft *d = x->drafts + at;
  for (size_t i = at > LOOK_BACK ? at - LOOK_BACK : 0; i < at; i++) {
    const struct draft *o = x->drafts + i;
    if (o->claim.harm == d->claim.harm && o->claim.event == d->claim.event && o->sentence != d->sentence) return true;
  }
  return false;
}

void confidence_features(const toll_scanner *x, size_t i, struct features *f) {
  const struct draft *d = x->drafts + i;
  const toll_claim *c = &d->claim;
  features_clear(f);
  add_rule(f, c->rule);
  add_origin(f, &d->view);
  features_add(f, "harm", toll_harm_name(c->harm));
  features_add(f, "form", toll_form_name(c->form));
  features_add(f, "scope", toll_scope_name(c->scope));
  features_add(f, "status", toll_status_name(c->status));
  features_add(f, "unit", toll_unit_name(c->unit));
  features_add(f, "side", toll_side_name(c->side));
  features_add(f, "number", number_kind(d));
  features_flag(f, "single", d->single);
  features_flag(f, "derived", c->derived.at != NULL);
  features_flag(f, "heading", d->heading);
  features_flag(f, "capitals", d->view.caseless);
  features_flag(f, "claimant", c->claimant != NULL);
  features_flag(f, "other-event", c->event > 1);
  features_flag(f, "again", told_again(x, i));
  features_flag(f, "before", told_before(x, i));
  if (c->value != TOLL_OPEN && !d->single)
    features_step(f, "value", c->value < 0 ? 0 : c->value > 9999 ? 9999 : (unsigned)c->value, 65);
  features_step(f, "between", d->view.between, 3);
  features_step(f, "clauses", d->view.clauses, 5);
  features_step(f, "claims", d->view.mates, 5);
  features_step(f, "rivals", d->view.rivals, 3);
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

double confidence_of(const toll_scanner *x, size_t i) {
  const struct model_choice *c = x->see ? NULL : choice_of(x->pack, "confidence");
  if (!c) return rule_of_thumb(x->drafts + i);
  struct features f;
  confidence_features(x, i, &f);
  return choice_weigh(x->pack, c, &f);
}
