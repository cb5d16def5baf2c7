/* Parts of a count: "34 people, including 10 children", "12 died, three of them
 * women", "among the dead were two nurses".
 *
 * The part takes harm, unit and source of its whole, which is the nearest claim
 * before it; its own words give only number, people and class. */
#include <string.h>

#include "extract/reader.h"

/* The whole that a part at text offset belongs to: the last draft before it that
 * is no part itself and can hold it, else one right behind (a leading "among them"). */
static int whole_of(const toll_scanner *x, uint32_t at, size_t first, const struct mention *m) {
  int best = -1;
  for (size_t i = first; i < x->draft_count; i++) {
    const struct draft *d = x->drafts + i;
    if (d->subset || d->claim.count_span.from >= at) continue;
    bool holds = d->claim.value == TOLL_OPEN || m->value == TOLL_OPEN || d->claim.value >= m->value || d->claim.form == TOLL_AT_LEAST || d->claim.form == TOLL_MORE_THAN;
    if (holds && !d->single && (best < 0 || d->claim.count_span.from > x->drafts[best].claim.count_span.from)) best = (int)i;
  }
  if (best >= 0) return best;
  for (size_t i = x->draft_count; i-- > 0;)
    if (!x->drafts[i].subset && x->drafts[i].sentence + 1 >= x->sentence_no && x->drafts[i].claim.count_span.from < at && !x->drafts[i].single) return (int)i;
  return -1;
}

static toll_slice cut(const toll_scanner *x, toll_span span) {
  return span.to ? (toll_slice){x->s.text + span.from, span.to - span.from} : (toll_slice){NULL, 0};
}

static void add_part(toll_scanner *x, const struct mention *m, int whole, toll_span mark, size_t first) {
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    if (!span_meets(d->claim.count_span, m->count) || d->claim.harm != x->drafts[whole].claim.harm) continue;
    if ((int)i == whole) return;
    d->claim.part_of = whole; /* another rule had read it already */
    d->claim.scope = TOLL_PART;
    d->subset = true;
    return;
  }
  struct draft *d = reader_draft(x);
  if (!d) return;
  const struct draft *w = x->drafts + whole;
  toll_claim *c = &d->claim;
  *c = w->claim;
  c->labels = NULL;
  c->label_count = 0;
  d->trigger = w->trigger;
  d->trigger_item = w->sentence == x->sentence_no ? w->trigger_item : (int16_t)m->item;
  d->victim_item = (int16_t)m->item;
  d->victim = m->whole;
  d->subset = true;
  d->single = m->single;
  d->heading = x->s.heading;
  memcpy(d->tags, m->tags, sizeof d->tags);
  c->span = (toll_span){mark.from && mark.from < m->whole.from ? mark.from : m->whole.from, m->whole.to > m->count.to ? m->whole.to : m->count.to};
  c->quote = cut(x, c->span);
  c->count_span = m->count;
  c->who = cut(x, m->who);
  c->classes = m->classes;
  c->unit = m->unit ? m->unit : c->unit;
  c->value = m->value, c->low = m->low, c->high = m->high, c->form = m->form;
  c->derived = m->derived.at ? arena_copy(&x->keep, m->derived) : (toll_slice){NULL, 0};
  c->scope = TOLL_PART;
  c->part_of = whole;
  if (tags_have(m->tags, TAG_ATTACKER)) c->side = TOLL_PERPETRATOR;
  draft_step(x, d, "part", mark, cut(x, w->claim.count_span));
  draft_step(x, d, "figure", m->count, (toll_slice){NULL, 0});
}

/* "including A, B and C" at item k. */
static void read_including(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int n = item_right(s, k);
  if (item_kind(s, n) == ITEM_VERB && (s->items[n].copula || item_tag(s->items + n, TAG_BE))) n = item_right(s, n);
  if (item_kind(s, n) == ITEM_COMMA) n = item_right(s, n);
  if (item_kind(s, n) != ITEM_NOUN) return;
  struct mention list[GROUP_MENTIONS];
  int count = group_mentions(s, n, false, list);
  toll_span mark = sentence_span(s, s->items[k].from, s->items[k].to);
  for (int i = 0; i < count; i++) {
    if (list[i].form == TOLL_NONE) continue;
    int whole = whole_of(x, mark.from ? mark.from : list[i].count.from, first, list + i);
    if (whole >= 0 && group_suits(list + i, x->drafts[whole].claim.harm)) add_part(x, list + i, whole, mark, first);
  }
}

/* "10 of them children", "two of whom were nurses": a number of a pronoun. */
static void read_of_them(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int p = item_right(s, k), n = item_right(s, p);
  if (!relate_is(s, p, SLOT_OF) || (item_kind(s, n) != ITEM_NOUN && item_kind(s, n) != ITEM_RELATIVE)) return;
  if (item_kind(s, n) == ITEM_NOUN && !s->items[n].pronoun) return;
  int next = item_right(s, n);
  if (item_kind(s, next) == ITEM_VERB && s->items[next].copula) next = item_right(s, next);
  if (item_kind(s, next) == ITEM_VERB && s->items[next].reading && s->items[next].reading->harm) return;
  struct mention m, what;
  if (!group_mention(s, k, &m) || m.single) return;
  if (item_kind(s, next) == ITEM_NOUN && s->items[next].figure < 0) {
    group_mention(s, next, &what);
    m.classes |= s->items[next].classes;
    m.who = sentence_span(s, s->items[next].from, s->items[next].to);
    m.whole.to = m.who.to;
  }
  int whole = whole_of(x, m.count.from, first, &m);
  if (whole >= 0) add_part(x, &m, whole, m.count, first);
}

void subset_read(toll_scanner *x, size_t first) {
  const struct sentence *s = &x->s;
  for (int k = 0; k < s->item_count; k++) {
    const struct item *it = s->items + k;
    bool include = it->kind == ITEM_VERB && it->gerund && item_tag(it, TAG_INCLUDE);
    if (it->kind == ITEM_SUBSET || include) read_including(x, k, first);
    if (it->kind == ITEM_NOUN && it->figure >= 0 && s->figures[it->figure].kind == FIGURE_COUNT) read_of_them(x, k, first);
  }
}
