/* Legal and moral labels: words by which somebody characterises the act.
 *
 * Every label of the text is kept.  It goes to the claims of its own sentence;
 * where that has none, to those of the nearest sentence that has, the following
 * one before the one past. */
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

void label_read(toll_scanner *x, size_t first) {
  (void)first;
  const struct sentence *s = &x->s;
  for (int i = 0; i < s->token_count; i++) {
    const struct token *t = s->tokens + i;
    if (!t->form) continue;
    const struct reading *r = pack_readings(x->pack, t->form);
    for (uint32_t k = 0; k < t->form->count; k++) {
      if (!r[k].label) continue;
      struct label_seen l = {{pack_label(x->pack, r[k].label), sentence_span(s, i, i + 1)}, x->sentence_no};
      if (!add_label(x, &l)) x->failed = true;
      break;
    }
  }
}

/* The sentence with claims that a label of sentence `from` belongs to, 0 = none. */
static uint32_t home(const toll_scanner *x, uint32_t from) {
  uint32_t best = 0, least = UINT32_MAX;
  for (size_t i = 0; i < x->draft_count; i++) {
    uint32_t at = x->drafts[i].sentence;
    uint32_t far = at >= from ? 2 * (at - from) : 2 * (from - at) + 1;
    if (far < least) least = far, best = at;
  }
  return best;
}

void label_assign(toll_scanner *x) {
  if (!x->draft_count || !x->label_count) return;
  uint32_t *homes = ARENA_ARRAY(&x->keep, x->label_count, uint32_t);
  if (!homes) return;
  for (size_t i = 0; i < x->label_count; i++) homes[i] = home(x, x->labels[i].sentence);
  for (size_t k = 0; k < x->draft_count; k++) {
    struct draft *d = x->drafts + k;
    size_t n = 0;
    for (size_t i = 0; i < x->label_count; i++) n += homes[i] == d->sentence;
    if (!n) continue;
    toll_label *list = ARENA_ARRAY(&x->keep, n, toll_label);
    if (!list) return;
    n = 0;
    for (size_t i = 0; i < x->label_count; i++)
      if (homes[i] == d->sentence) list[n++] = x->labels[i].label;
    d->claim.labels = list;
    d->claim.label_count = n;
  }
}
