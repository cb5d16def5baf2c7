/* When the harm of a claim happened: the date of its clause.
 *
 * A date that belongs to the saying ("police said on Monday") is not the harm's.
 * Of several in a sentence the one in the claim's own clause wins, then the
 * nearest.  Claims without a date of their own get one later, from their event. */
#include "extract/when.h"

#define DATES 24

static int item_of(const struct sentence *s, int token) {
  for (int k = 0; k < s->item_count; k++)
    if (s->items[k].from <= token && token < s->items[k].to) return k;
  return -1;
}

/* A date right behind a verb of saying, or behind its preposition. */
static bool of_saying(const struct sentence *s, const struct date *d) {
  int k = item_of(s, d->from) - 1;
  while (k >= 0 && (s->items[k].kind == ITEM_PREP || s->items[k].kind == ITEM_ADVERB || s->items[k].kind == ITEM_QUOTE)) k--;
  if (k < 0) return false;
  const struct item *it = s->items + k;
  if (it->kind == ITEM_VERB) return item_tag(it, TAG_REPORT) && !(it->reading && it->reading->harm);
  if (it->kind == ITEM_NOUN && k > 0 && s->items[k - 1].kind == ITEM_VERB) return item_tag(s->items + k - 1, TAG_REPORT) && s->items[k].figure < 0 && !s->items[k].harm;
  return false;
}

/* Clause breaks between two tokens: what makes a date farther away than its words. */
static int distance(const struct sentence *s, int a, int b) {
  int low = a < b ? a : b, high = a < b ? b : a, far = high - low;
  for (int i = low; i < high; i++) {
    const struct token *t = s->tokens + i;
    if (t->kind == TOKEN_MARK && (t->mark == ';' || t->mark == ':' || t->mark == '|')) far += 40;
    if (t->pos == POS_CONJ && token_tag(t, TAG_SUBORDINATE)) far += 8;
    if (t->kind == TOKEN_MARK && t->mark == ',') far += 3;
  }
  return far;
}

static int token_at(const struct sentence *s, uint32_t at) {
  for (int i = 0; i < s->token_count; i++)
    if (s->tokens[i].at + s->tokens[i].len > at) return i;
  return s->token_count - 1;
}

static int find_dates(toll_scanner *x, struct date *dates) {
  int n = 0;
  for (int i = 0; i < x->s.token_count && n < DATES;) {
    struct date d;
    if (!date_at(x, i, &d)) {
      i++;
      continue;
    }
    i = d.to > i ? d.to : i + 1;
    if (!of_saying(&x->s, &d)) dates[n++] = d;
  }
  return n;
}

void when_read(toll_scanner *x, size_t first) {
  const struct sentence *s = &x->s;
  struct date dates[DATES];
  if (first == x->draft_count) return;
  int n = find_dates(x, dates);
  for (size_t i = first; i < x->draft_count && n; i++) {
    struct draft *d = x->drafts + i;
    int at = token_at(s, d->trigger.from), best = 0, least = INT32_MAX;
    for (int k = 0; k < n; k++) {
      int far = distance(s, at, dates[k].from);
      if (far < least) least = far, best = k;
    }
    int from = dates[best].from;
    if (from > 0 && s->tokens[from - 1].pos == POS_PREP) from--;
    toll_span span = sentence_span(s, from, dates[best].to);
    d->claim.when.text = (toll_slice){s->text + span.from, span.to - span.from};
    d->claim.when.from = dates[best].first;
    d->claim.when.to = dates[best].last;
    d->own_when = true;
    d->background = dates[best].past;
    draft_step(x, d, "when", span, (toll_slice){NULL, 0});
  }
}
