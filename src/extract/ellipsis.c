/* Counts that leave their verb to the one before: "Four died in Hara, six in
 * Benu and one in Tolo"; "12 were hurt, and 8 more in the suburb".
 *
 * A number without a noun and without a verb, joined to a claim by a comma or a
 * conjunction, takes over everything of that claim but its number. */
#include <string.h>

#include "extract/reader.h"

static bool used(const toll_scanner *x, const struct mention *m, size_t first) {
  for (size_t i = first; i < x->draft_count; i++)
    if (span_meets(x->drafts[i].claim.count_span, m->count)) return true;
  return false;
}

static bool gap(const struct sentence *s, int k) {
  int before = item_left(s, k), after = item_right(s, k);
  if (item_kind(s, before) == ITEM_AND)
    before = item_left(s, before);
  else if (item_kind(s, before) != ITEM_COMMA && item_kind(s, before) != ITEM_BREAK)
    return false;
  if (after >= s->item_count) return true;
  int next = item_kind(s, after);
  if (next == ITEM_PREP) return !relate_is(s, after, SLOT_OF);
  return next == ITEM_AND || (next == ITEM_COMMA && item_kind(s, before) != ITEM_NOUN) || next == ITEM_BREAK;
}

/* The claim that the number at k continues: the last one before it. */
static int continued(const toll_scanner *x, size_t first, uint32_t at) {
  int best = -1;
  for (size_t i = first; i < x->draft_count; i++) {
    const struct draft *d = x->drafts + i;
    if (d->subset || d->single || d->claim.count_span.from >= at || d->claim.form == TOLL_NONE) continue;
    if (best < 0 || d->claim.count_span.from > x->drafts[best].claim.count_span.from) best = (int)i;
  }
  return best;
}

/* "up from 58": the pack's rule for a count that its claimant has replaced, where
 * such a marker stands right before the number; not given otherwise. */
static toll_slice replaced_by(const toll_scanner *x, const struct mention *m) {
  const struct item *it = x->s.items + m->item;
  const struct token *before = it->from > 0 ? x->s.tokens + it->from - 1 : NULL;
  size_t count;
  const struct rule *rules = pack_rules(x->pack, &count);
  for (size_t i = 0; before && i < count; i++)
    if (rules[i].pos == POS_MARK && tags_have(rules[i].tags, TAG_REVISE) && token_tag(before, TAG_REVISE))
      return pack_string(x->pack, rules[i].name, rules[i].name_len);
  return (toll_slice){NULL, 0};
}

static void add_gapped(toll_scanner *x, const struct mention *m, int like) {
  struct draft *d = reader_draft(x);
  if (!d) return;
  const struct draft *w = x->drafts + like;
  struct toll_step *steps = d->steps;
  *d = *w;
  d->steps = steps;
  d->step_count = 0;
  toll_claim *c = &d->claim;
  d->victim_item = (int16_t)m->item;
  d->victim = m->whole;
  c->count_span = m->count;
  c->span = (toll_span){w->claim.span.from < m->count.from ? w->claim.span.from : m->count.from, m->whole.to};
  c->quote = (toll_slice){x->s.text + c->span.from, c->span.to - c->span.from};
  c->value = m->value, c->low = m->low, c->high = m->high, c->form = m->form;
  c->derived = (toll_slice){NULL, 0};
  d->added = m->added;
  toll_slice replaced = replaced_by(x, m);
  if (replaced.at) c->rule = replaced;
  draft_step(x, d, "ellipsis", w->trigger, c->quote);
  draft_step(x, d, "figure", m->count, (toll_slice){NULL, 0});
}

/* The claim that the words at item k add to: the first behind them, else the last before. */
static int told_besides(const toll_scanner *x, size_t first, uint32_t at) {
  int before = -1;
  for (size_t i = first; i < x->draft_count; i++) {
    const toll_claim *c = &x->drafts[i].claim;
    if (x->drafts[i].subset || c->harm > TOLL_WOUNDED) continue;
    if (c->count_span.from > at) return (int)i;
    before = (int)i;
  }
  return before;
}

/* "In addition to the bomber, six people died", "not counting the two attackers". */
static void read_besides(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int n = item_right(s, k);
  if (item_kind(s, k) != ITEM_PREP || !item_tag(s->items + k, TAG_ADDED) || item_kind(s, n) != ITEM_NOUN) return;
  if (s->items[n].reading && s->items[n].reading->harm) return;
  struct mention list[GROUP_MENTIONS];
  int count = group_mentions(s, n, false, list);
  int like = count ? told_besides(x, first, list[0].count.from) : -1;
  for (int i = 0; i < count && like >= 0; i++) {
    bool told = used(x, list + i, first) || list[i].form == TOLL_NONE || list[i].headless;
    if (told || !group_suits(list + i, x->drafts[like].claim.harm)) continue;
    size_t made = x->draft_count;
    add_gapped(x, list + i, like);
    if (x->draft_count == made) return;
    struct draft *d = x->drafts + made;
    d->claim.classes = list[i].classes;
    d->claim.who = (toll_slice){s->text + list[i].who.from, list[i].who.to - list[i].who.from};
    d->claim.side = tags_have(list[i].tags, TAG_ATTACKER) ? TOLL_PERPETRATOR : TOLL_VICTIM;
    d->claim.scope = TOLL_TOTAL;
    d->single = list[i].single;
    d->added = true;
    memcpy(d->tags, list[i].tags, sizeof d->tags);
  }
}

void ellipsis_read(toll_scanner *x, size_t first) {
  const struct sentence *s = &x->s;
  for (int k = 0; k < s->item_count && x->draft_count > first; k++) {
    const struct item *it = s->items + k;
    struct mention m;
    read_besides(x, k, first);
    if (it->kind != ITEM_NOUN || it->figure < 0 || s->figures[it->figure].kind != FIGURE_COUNT) continue;
    if (!group_mention(s, k, &m) || !(m.headless || m.other) || m.form == TOLL_NONE || used(x, &m, first) || !gap(s, k))
      continue;
    int like = continued(x, first, m.count.from);
    if (like >= 0) add_gapped(x, &m, like);
  }
}
