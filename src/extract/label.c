/* Legal and moral labels: words by which somebody characterises the act.
 *
 * A label goes to the claims of its own sentence; where that has none, to those of
 * its passage: a sentence soon behind it, or the one right before it.  What is said
 * farther off is said of something else. */
#include "extract/reader.h"

static bool add_label(toll_scanner *x, const struct label_seen *l) {
  if (x->label_count == x->label_cap) {
    size_t cap = x->label_cap ? 2 * x->label_cap : 32;
    struct label_seen *more = ARENA_ARRAY(&x->keep, cap, struct label_seen);
    if (!more) return false;
    for (size_t i = 0; i < x->label_count; i++) more[i] = x->labels[i];
    x->labels = more;
    x->label_cap = cap;
  }
  x->labels[x->label_count++] = *l;
  return true;
}

/* The verb group of a claim that token i stands in, or -1. */
static int16_t verb_of(const toll_scanner *x, int i, size_t first) {
  for (size_t k = first; k < x->draft_count; k++) {
    int item = x->drafts[k].trigger_item;
    if (item_kind(&x->s, item) == ITEM_VERB && x->s.items[item].from <= i && i < x->s.items[item].to)
      return (int16_t)item;
  }
  return -1;
}

void label_read(toll_scanner *x, size_t first) {
  const struct sentence *s = &x->s;
  for (int i = 0; s->carried & FORM_LABEL && i < s->token_count; i++) {
    const struct token *t = s->tokens + i;
    if (!t->form || !(t->form->carried & FORM_LABEL)) continue;
    const struct reading *r = pack_readings(x->pack, t->form);
    for (uint32_t k = 0; k < t->form->count; k++) {
      if (!r[k].label) continue;
      struct label_seen l = {
          {pack_label(x->pack, r[k].label), sentence_span(s, i, i + 1)}, x->sentence_no, verb_of(x, i, first)};
      if (!add_label(x, &l)) x->failed = true;
      break;
    }
  }
}

#define PASSAGE_AHEAD 2 /* sentences */
#define PASSAGE_BACK 1

/* The sentence with claims that a label of sentence `from` belongs to: the next
 * one, unless the one before is nearer; 0 when neither is of its passage.  *next is the first draft not before
 * `from`, kept from call to call since labels come in text order. */
static uint32_t home(const toll_scanner *x, uint32_t from, size_t *next) {
  while (*next < x->draft_count && x->drafts[*next].sentence < from) ++*next;
  bool after = *next<x->draft_count, before = *next> 0;
  uint32_t to = after ? x->drafts[*next].sentence - from : UINT32_MAX;
  uint32_t back = before ? from - x->drafts[*next - 1].sentence : UINT32_MAX;
  if (to <= back && to <= PASSAGE_AHEAD) return x->drafts[*next].sentence;
  return back <= PASSAGE_BACK ? x->drafts[*next - 1].sentence : 0;
}

static bool speaks_of(const struct label_seen *l, const struct draft *d) {
  return l->verb < 0 || l->sentence != d->sentence || l->verb == d->trigger_item;
}

/* Gives the labels [first, end) to the claims of the sentence, from draft *k on:
 * those of one verb to its claims, all others to all. */
static void give_labels(toll_scanner *x, size_t first, size_t end, uint32_t sentence, size_t *k) {
  while (*k < x->draft_count && x->drafts[*k].sentence < sentence) ++*k;
  for (; *k < x->draft_count && x->drafts[*k].sentence == sentence; ++*k) {
    struct draft *d = x->drafts + *k;
    toll_label *list = ARENA_ARRAY(&x->keep, end - first, toll_label);
    if (!list) return;
    size_t n = 0;
    for (size_t i = first; i < end; i++)
      if (speaks_of(x->labels + i, d)) list[n++] = x->labels[i].label;
    d->claim.labels = n ? list : NULL;
    d->claim.label_count = n;
  }
}

void label_assign(toll_scanner *x) {
  if (!x->draft_count) return;
  size_t next = 0, k = 0;
  for (size_t i = 0, end; i < x->label_count; i = end) {
    uint32_t sentence = home(x, x->labels[i].sentence, &next);
    size_t ahead = next;
    for (end = i + 1; end < x->label_count && home(x, x->labels[end].sentence, &ahead) == sentence; end++) continue;
    if (sentence) give_labels(x, i, end, sentence, &k);
  }
}
