/* Counts that hold for each of several things, and counts by the day.
 *
 * "The two blasts killed three each" is 6, with its factors written out.  "20 a
 * day" stays 20 and is a rate: nobody has said how many days. */
#include <stdio.h>

#include "extract/reader.h"

/* The number of things that item k names: "two blasts", "both bombs"; false for none. */
static bool number_of(const struct sentence *s, int k, int64_t *n, toll_span *words) {
  if (item_kind(s, k) != ITEM_NOUN) return false;
  const struct item *it = s->items + k;
  const struct token *first = s->tokens + it->from;
  const struct reading *both = first->pos == POS_DET ? token_reading(s, first, POS_DET) : NULL;
  int figure = it->figure >= 0 ? it->figure : item_tag(it, TAG_WEAPON) && first->figure ? first->figure - 1 : -1;
  if (figure >= 0 && s->figures[figure].form == TOLL_EXACT && s->figures[figure].value > 1) {
    *n = s->figures[figure].value;
    *words = sentence_span(s, s->figures[figure].from, s->figures[figure].to);
    return true;
  }
  if (!both || both->value == TOLL_OPEN || both->value < 2) return false;
  *n = both->value;
  *words = sentence_span(s, it->from, it->from + 1);
  return true;
}

static bool says_each(const struct sentence *s, int from, int to) {
  for (int i = from; i < to && i < s->token_count; i++)
    if (token_tag(s->tokens + i, TAG_EACH) && !token_tag(s->tokens + i, TAG_RATE)) return true;
  return false;
}

/* "killed three each", "each of the two strikes killed five", "three each from two families", "ten men in each of the
 * four hamlets". */
static bool factor(const toll_scanner *x, const struct draft *d, int64_t *n, toll_span *words) {
  const struct sentence *s = &x->s;
  int k = d->trigger_item, subject = item_kind(s, k) == ITEM_VERB ? relate_subject(s, k) : -1;
  const struct item *victim = s->items + d->victim_item;
  bool each = says_each(s, victim->to, victim->to + 1);
  if (subject >= 0 && subject != d->victim_item && !d->subset) {
    const struct item *it = s->items + subject;
    int of = relate_of(s, subject);
    if (says_each(s, it->from, it->to) && number_of(s, of, n, words)) return true;
    if (each && number_of(s, subject, n, words)) return true;
  }
  for (int p = d->victim_item + 1; p < s->item_count && p < d->victim_item + 3; p++) {
    if (item_kind(s, p) != ITEM_PREP) continue;
    int of = item_right(s, p);
    if (item_kind(s, of) == ITEM_NOUN && says_each(s, s->items[of].from, s->items[of].to))
      return number_of(s, relate_of(s, of), n, words);
    if (each && relate_is(s, p, SLOT_FROM)) return number_of(s, of, n, words); /* "three each from two families" */
  }
  return false;
}

static void distribute(toll_scanner *x, struct draft *d) {
  toll_claim *c = &d->claim;
  int64_t n, product;
  toll_span words;
  if (c->form != TOLL_EXACT || c->derived.at || d->single || !factor(x, d, &n, &words)) return;
  if (__builtin_mul_overflow(c->value, n, &product)) return;
  char text[64];
  int len = snprintf(text, sizeof text, "%lld each x %lld", (long long)c->value, (long long)n);
  c->derived = arena_copy(&x->keep, (toll_slice){text, len > 0 ? (size_t)len : 0});
  c->value = c->low = c->high = product;
  draft_step(x, d, "each", words, c->derived);
}

/* A word of rate right behind the group, or behind its verb: "20 people a day". */
static bool has_rate(const struct sentence *s, const struct draft *d) {
  for (int i = 0, far = 0; sentence_has(s, TAG_RATE) && i < s->token_count; i++) {
    const struct token *t = s->tokens + i;
    if (t->at < d->victim.from) {
      bool after = i > 0 && (t[-1].pos == POS_PREP || t[-1].pos == POS_CONJ);          /* "After a month three …" */
      if (token_tag(t, TAG_RATE) && t->pos != POS_ADJ && i < 2 && !after) return true; /* "On average three …" */
      continue;
    }
    if (t->kind == TOKEN_MARK && t->at > d->victim.to) return false;
    bool length = i > 0 && t[-1].pos == POS_PREP; /* "for a week" is no rate */
    if (token_tag(t, TAG_RATE) && t->pos != POS_ADJ && !length) return true;
    if (t->at > d->victim.to && ++far > 4) return false;
  }
  return false;
}

void multiply_read(toll_scanner *x, size_t first) {
  bool each = sentence_has(&x->s, TAG_EACH) && says_each(&x->s, 0, x->s.token_count);
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    if (has_rate(&x->s, d))
      d->claim.scope = TOLL_RATE;
    else if (each)
      distribute(x, d);
  }
}
