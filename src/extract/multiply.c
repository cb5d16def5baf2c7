/* Counts that hold for each of several things, and counts by the day.
 *
 * "The two blasts killed three each" is 6, with its factors written out.  "20 a
 * day" stays 20 and is a rate: nobody has said how many days. */
#include <stdio.h>

#include "extract/reader.h"

/* A number of other things in the sentence that the claim is to be multiplied by:
 * the group that "each" belongs to, else the one that does the harm. */
static bool factor(const toll_scanner *x, const struct draft *d, int64_t *n, toll_span *words) {
  const struct sentence *s = &x->s;
  for (int k = 0; k < s->item_count; k++) {
    const struct item *it = s->items + k;
    if (it->kind != ITEM_NOUN || k == d->victim_item) continue;
    struct mention m;
    const struct token *first = s->tokens + it->from;
    if (it->figure < 0 && first->figure && item_tag(it, TAG_WEAPON) && s->figures[first->figure - 1].value > 1) { /* "two bombs" */
      *n = s->figures[first->figure - 1].value;
      *words = sentence_span(s, it->from, s->figures[first->figure - 1].to);
      return true;
    }
    if (it->figure >= 0 && s->figures[it->figure].kind == FIGURE_COUNT) {
      if (!group_mention(s, k, &m) || m.form != TOLL_EXACT || m.value < 2 || span_meets(m.count, d->claim.count_span)) continue;
      *n = m.value;
      *words = m.count;
      return true;
    }
    const struct reading *r = s->tokens[it->from].pos == POS_DET ? token_reading(s, s->tokens + it->from, POS_DET) : NULL;
    if (r && r->value != TOLL_OPEN && r->value >= 2) { /* "both blasts" */
      *n = r->value;
      *words = sentence_span(s, it->from, it->from + 1);
      return true;
    }
  }
  return false;
}

static int each_token(const struct sentence *s) {
  for (int i = 0; i < s->token_count; i++)
    if (token_tag(s->tokens + i, TAG_EACH) && !token_tag(s->tokens + i, TAG_RATE)) return i;
  return -1;
}

/* "each" stands right behind the counted group, or before the group that multiplies. */
static bool each_of(const struct sentence *s, int each, const struct draft *d) {
  uint32_t at = s->tokens[each].at;
  if (at < d->victim.from) return true; /* "Each of the two strikes killed five" */
  if (at < d->victim.to + 2) return true; /* "killed three people each" */
  return each + 1 < s->token_count && (s->tokens[each + 1].pos == POS_PREP || s->tokens[each + 1].figure || s->tokens[each + 1].pos == POS_NOUN);
}

static void distribute(toll_scanner *x, struct draft *d, int each) {
  toll_claim *c = &d->claim;
  int64_t n, product;
  toll_span words;
  if (c->form != TOLL_EXACT || c->derived.at || d->single || !each_of(&x->s, each, d) || !factor(x, d, &n, &words)) return;
  if (__builtin_mul_overflow(c->value, n, &product)) return;
  char text[64];
  int len = snprintf(text, sizeof text, "%lld each x %lld", (long long)c->value, (long long)n);
  c->derived = arena_copy(&x->keep, (toll_slice){text, len > 0 ? (size_t)len : 0});
  c->value = c->low = c->high = product;
  draft_step(x, d, "each", words, c->derived);
}

/* A word of rate right behind the group, or behind its verb: "20 people a day". */
static bool has_rate(const struct sentence *s, const struct draft *d) {
  for (int i = 0, far = 0; i < s->token_count; i++) {
    const struct token *t = s->tokens + i;
    if (t->at < d->victim.from) {
      if (token_tag(t, TAG_RATE) && i < 2) return true; /* "On average three …" */
      continue;
    }
    if (t->kind == TOKEN_MARK && t->at > d->victim.to) return false;
    if (token_tag(t, TAG_RATE) && t->pos != POS_ADJ) return true;
    if (t->at > d->victim.to && ++far > 4) return false;
  }
  return false;
}

void multiply_read(toll_scanner *x, size_t first) {
  int each = each_token(&x->s);
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    if (has_rate(&x->s, d)) d->claim.scope = TOLL_RATE;
    else if (each >= 0) distribute(x, d, each);
  }
}
