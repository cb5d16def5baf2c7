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

/* The group at item k has a verb further on: "11 others, two of whom walked, were hurt". */
static bool verb_further_on(const struct sentence *s, int k) {
  for (int v = k + 1; v < s->item_count && s->items[v].kind != ITEM_BREAK; v++)
    if (s->items[v].kind == ITEM_VERB && s->items[v].finite && relate_subject(s, v) == k) return true;
  return false;
}

static bool gap(const struct sentence *s, int k) {
  int before = item_left(s, k), after = item_right(s, k);
  for (int i = before + 1; i < k; i++)
    if (token_tag(s->tokens + s->items[i].head, TAG_NEGATION)) return false; /* "seven, not six, were hurt" */
  if (item_kind(s, before) == ITEM_AND)
    before = item_left(s, before);
  else if (item_kind(s, before) != ITEM_COMMA && item_kind(s, before) != ITEM_BREAK)
    return false;
  if (after >= s->item_count) return true;
  if (item_kind(s, after) == ITEM_COMMA && verb_further_on(s, k)) return false;
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

/* "nine died: six in Hara, two in Benu": behind a colon or dash the count w is parted. */
static bool opened(const toll_scanner *x, const struct draft *w, const struct mention *m) {
  const struct sentence *s = &x->s;
  if (w->claim.value == TOLL_OPEN || m->value == TOLL_OPEN || m->value >= w->claim.value || m->added) return false;
  for (int i = w->victim_item + 1; i < m->item; i++) {
    char mark = s->tokens[s->items[i].head].mark;
    if (s->items[i].kind == ITEM_BREAK && (mark == ':' || mark == '-' || mark == '~')) return true;
  }
  return false;
}

static struct draft *add_gapped(toll_scanner *x, const struct mention *m, int like) {
  struct draft *d = reader_draft(x);
  if (!d) return NULL;
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
  c->quote = sentence_cut(&x->s, c->span);
  c->value = m->value, c->low = m->low, c->high = m->high, c->form = m->form;
  c->derived = m->derived.at ? arena_copy(&x->keep, m->derived) : (toll_slice){NULL, 0};
  d->added = m->added;
  if (opened(x, w, m)) {
    d->subset = true;
    c->part_of = like;
    c->scope = TOLL_PART;
  }
  const struct item *how = x->s.items + m->item + 1; /* "were shot, both fatally" */
  if (m->item + 1 < x->s.item_count && how->kind == ITEM_ADVERB && how->reading && how->reading->harm == TOLL_KILLED)
    c->harm = TOLL_KILLED, d->pronoun = true;
  toll_slice replaced = replaced_by(x, m);
  if (replaced.at) c->rule = replaced;
  draft_step(x, d, "ellipsis", w->trigger, c->quote);
  draft_step(x, d, "figure", m->count, (toll_slice){NULL, 0});
  return d;
}

/* Other people with a noun of their own, of whom the same is told. */
static struct draft *add_people(toll_scanner *x, const struct mention *m, int like) {
  struct draft *d = add_gapped(x, m, like);
  if (!d) return NULL;
  d->claim.classes = m->classes;
  d->claim.who = sentence_cut(&x->s, m->who);
  d->claim.side = tags_have(m->tags, TAG_ATTACKER) ? TOLL_PERPETRATOR : TOLL_VICTIM;
  d->single = m->single, d->named = m->named, d->definite = m->definite;
  memcpy(d->tags, m->tags, sizeof d->tags);
  return d;
}

/* --- company ----------------------------------------------------------- */

/* Between the items a and k stand no more than phrases: "was killed [in the raid, on Monday,] along with". */
static bool phrases_between(const struct sentence *s, int a, int k) {
  for (int i = a + 1; i < k; i++) {
    int c = s->items[i].kind;
    if (c != ITEM_NOUN && c != ITEM_PREP && c != ITEM_ADVERB && c != ITEM_COMMA && c != ITEM_ADJ) return false;
    if (c == ITEM_NOUN && item_kind(s, item_left(s, i)) != ITEM_PREP && !relate_is_time(s, i)) return false;
  }
  return true;
}

/* "six porters killed and possibly two cooks": behind a passive and the and at k stands a
 * counted group without a verb of its own. */
static bool verbless(const struct sentence *s, int k) {
  int v = item_left(s, k), n = item_right(s, k);
  if (item_kind(s, v) != ITEM_VERB || s->items[v].voice == VOICE_ACTIVE || item_kind(s, n) != ITEM_NOUN) return false;
  int after = item_kind(s, relate_after_phrases(s, n));
  return s->items[n].figure >= 0 && after != ITEM_VERB && after != ITEM_ADJ && after != ITEM_RELATIVE;
}

/* The claim whose people are in the company that opens at item k, or -1. */
static int accompanied(const toll_scanner *x, size_t first, int k) {
  const struct sentence *s = &x->s;
  for (size_t i = x->draft_count; i-- > first;) {
    const struct draft *d = x->drafts + i;
    if (d->subset || item_kind(s, d->trigger_item) != ITEM_VERB || d->trigger_item >= k) continue;
    int end = d->victim_item > d->trigger_item ? d->victim_item : d->trigger_item;
    if (end < k && phrases_between(s, end, k)) return (int)i;
  }
  return -1;
}

/* "killed along with 13 others", "died with his two sons": those whom the harm of the
 * claim befell in the same breath.  A "with" away from its verb is told from its other
 * uses by others, or by kin of the one before. */
static void read_company(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int n = item_right(s, k), like = item_kind(s, n) == ITEM_NOUN ? accompanied(x, first, k) : -1;
  if (like < 0) return;
  struct mention list[GROUP_MENTIONS];
  int count = group_mentions(s, n, false, list);
  for (int i = 0; i < count; i++) {
    const struct mention *m = list + i;
    bool far = item_left(s, k) != x->drafts[like].trigger_item; /* "killed in a clash with two soldiers" */
    bool with = s->items[k].kind == ITEM_PREP;
    if (i == 0 && with && (far || m->headless) && !m->other && !m->kin) return;
    if (m->form == TOLL_NONE || used(x, m, first) || !group_suits(m, x->drafts[like].claim.harm)) return;
    if (!add_people(x, m, like)) return;
  }
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
  if (!item_tag(s->items + k, TAG_ADDED)) return;
  int n = item_right(s, k);
  if (item_kind(s, n) != ITEM_NOUN) return;
  if (s->items[n].reading && s->items[n].reading->harm) return;
  struct mention list[GROUP_MENTIONS];
  int count = group_mentions(s, n, false, list);
  int like = count ? told_besides(x, first, list[0].count.from) : -1;
  for (int i = 0; i < count && like >= 0; i++) {
    bool told = used(x, list + i, first) || list[i].form == TOLL_NONE || list[i].headless;
    if (told || !group_suits(list + i, x->drafts[like].claim.harm)) continue;
    struct draft *d = add_people(x, list + i, like);
    if (!d) return;
    d->claim.scope = TOLL_TOTAL;
    d->added = true;
  }
}

/* "Two deaths, one in Hara and one in Benu, were …": numbers behind a group that no
 * phrase of its own closes say where its people were, when they add up to it. */
static void as_parts(toll_scanner *x, size_t made, int like) {
  const struct sentence *s = &x->s;
  struct draft *w = x->drafts + like;
  int64_t sum = 0;
  for (size_t i = made; i < x->draft_count; i++)
    if (x->drafts[i].claim.value == TOLL_OPEN || __builtin_add_overflow(sum, x->drafts[i].claim.value, &sum)) return;
  int last = made < x->draft_count ? item_left(s, x->drafts[made].victim_item) : -1;
  if (x->draft_count - made < 2 || sum != w->claim.value) return;
  bool bracket = item_kind(s, last) == ITEM_OPEN; /* "six died (four here, two there)" */
  if (!bracket && item_kind(s, last) != ITEM_COMMA) return;
  last = item_left(s, last);
  if (!bracket && last != w->victim_item && last != w->trigger_item) return;
  for (size_t i = made; i < x->draft_count; i++) {
    x->drafts[i].claim.part_of = like;
    x->drafts[i].claim.scope = TOLL_PART;
    x->drafts[i].subset = true;
  }
}

/* "…, as were two others", "…, as did a child": the same is told of those behind the auxiliary. */
static void read_likewise(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + k;
  if (!it->copula && !token_tag(s->tokens + it->head, TAG_DO)) return;
  int n = item_right(s, k), last = x->draft_count > first ? (int)x->draft_count - 1 : -1;
  bool inside = it->to == it->from + 2 && token_tag(s->tokens + it->from, TAG_AS);
  bool before = it->to == it->from + 1 && item_kind(s, k - 1) == ITEM_SUBORDINATE &&
                token_tag(s->tokens + s->items[k - 1].head, TAG_AS);
  if (!(inside || before) || last < 0 || item_kind(s, n) != ITEM_NOUN ||
      x->drafts[last].claim.count_span.from > s->tokens[it->from].at)
    return;
  struct mention list[GROUP_MENTIONS];
  int count = group_mentions(s, n, false, list);
  for (int i = 0; i < count; i++) {
    bool told = list[i].form == TOLL_NONE || used(x, list + i, first);
    if (told || !group_suits(list + i, x->drafts[last].claim.harm) || !add_people(x, list + i, last)) return;
  }
}

/* --- other numbers for the same ---------------------------------------- */

/* "perhaps five", "up to five", "or five": the number at k is another for the one before. */
static bool alternative(const struct sentence *s, int k) {
  const struct figure *f = s->figures + s->items[k].figure;
  int before = item_left(s, k);
  if (item_kind(s, before) == ITEM_AND && token_tag(s->tokens + s->items[before].head, TAG_OR)) return true;
  for (int i = f->from; i < f->core; i++) {
    const struct form *form = s->tokens[i].form;
    const struct reading *r = form ? pack_readings(s->pack, form) : NULL;
    for (uint32_t n = 0; r && n < form->count; n++)
      if (r[n].status == TOLL_UNCONFIRMED + 1 || r[n].form == TOLL_AT_MOST + 1) return true;
  }
  return false;
}

/* "Four men, perhaps five, were hurt": the claim's number goes up to the other one. */
static bool widen(toll_scanner *x, const struct mention *m, int like) {
  toll_claim *c = &x->drafts[like].claim;
  if (m->other || m->added || c->value == TOLL_OPEN || m->value == TOLL_OPEN || m->value <= c->value || c->derived.at ||
      c->form == TOLL_AT_MOST || c->count_span.from >= m->count.from)
    return false;
  c->low = c->value;
  c->high = m->value;
  c->value = TOLL_OPEN;
  c->form = TOLL_BETWEEN;
  c->count_span.to = m->count.to;
  if (c->span.to < m->count.to) c->span.to = m->count.to;
  c->quote = sentence_cut(&x->s, c->span);
  return true;
}

/* "…; others say nine": a bare number that somebody gives for what was counted right before. */
static void read_said(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int v = item_left(s, k), after = item_kind(s, item_right(s, k)), like = -1;
  const struct item *verb = item_kind(s, v) == ITEM_VERB ? s->items + v : NULL;
  if (!verb || !item_tag(verb, TAG_REPORT) || item_tag(verb, TAG_BRING) || verb->voice != VOICE_ACTIVE ||
      verb->infinitive || (after >= 0 && after != ITEM_BREAK && after != ITEM_COMMA && after != ITEM_CLOSE))
    return;
  struct mention m;
  if (!group_mention(s, k, &m) || !m.headless || m.form == TOLL_NONE || used(x, &m, first)) return;
  for (size_t i = x->draft_count; i-- > 0 && like < 0;) {
    const struct draft *d = x->drafts + i;
    if (d->sentence + 1 < x->sentence_no) break;
    if (!d->subset && !d->single && d->claim.value != TOLL_OPEN && d->claim.form != TOLL_NONE) like = (int)i;
  }
  if (like < 0 || (x->drafts[like].sentence != x->sentence_no && x->s.paragraph)) return;
  bool here = x->drafts[like].sentence == x->sentence_no;
  struct draft *d = add_gapped(x, &m, like);
  if (!d) return;
  d->sentence = x->sentence_no;
  d->claim.claimant = NULL;
  d->claim.scope = TOLL_TOTAL;
  d->claim.part_of = -1;
  d->claim.status = TOLL_ASSERTED;
  d->trigger_item = (int16_t)k;
  if (here) return;
  d->claim.span = d->trigger = m.whole;
  d->claim.quote = (toll_slice){s->text + m.whole.from, m.whole.to - m.whole.from};
}

/* "twelve hurt (two lose a leg)": what a bracket counts right behind a group is some of it. */
static void bracket_parts(toll_scanner *x, size_t first) {
  const struct sentence *s = &x->s;
  for (size_t i = first; i + 1 < x->draft_count; i++) {
    const struct draft *w = x->drafts + i;
    struct draft *d = x->drafts + i + 1;
    int open = d->victim_item;
    while (open > w->victim_item && s->items[open].kind != ITEM_OPEN && s->items[open].kind != ITEM_CLOSE) open--;
    if (s->items[open].kind == ITEM_CLOSE) continue; /* "six (from the hills) and two guides" */
    if (d->subset || w->subset || w->single || open <= w->victim_item || d->claim.harm != w->claim.harm) continue;
    int last = item_left(s, open);
    bool right_behind = last == w->victim_item || last == w->trigger_item || d->trigger.from == w->trigger.from;
    if (!right_behind || d->claim.value == TOLL_OPEN || w->claim.value == TOLL_OPEN) continue;
    if (d->claim.value >= w->claim.value || d->claim.form == TOLL_NONE) continue;
    d->claim.part_of = (int32_t)i;
    d->claim.scope = TOLL_PART;
    d->subset = true;
  }
}

/* What adds people to those told of by a preposition, an auxiliary or a conjunction. */
static void read_link(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  bool with = token_tag(s->tokens + s->items[k].head, TAG_WITH);
  switch (s->items[k].kind) {
  case ITEM_PREP:
    read_besides(x, k, first);
    if (with) read_company(x, k, first);
    break;
  case ITEM_VERB:
    read_likewise(x, k, first);
    break;
  case ITEM_AND:
    if (with || verbless(s, k)) read_company(x, k, first);
    break;
  default:
    break;
  }
}

void ellipsis_read(toll_scanner *x, size_t first) {
  const struct sentence *s = &x->s;
  size_t made = x->draft_count;
  int whole = -1;
  if (made == first && !(made && sentence_has(s, TAG_REPORT) && s->figure_count)) return; /* nothing to go on with */
  for (int k = 0; k < s->item_count; k++) {
    const struct item *it = s->items + k;
    struct mention m;
    bool count = it->kind == ITEM_NOUN && item_counted(s, it);
    if (count) read_said(x, k, first);
    if (x->draft_count == first) continue;
    if (!count) {
      read_link(x, k, first);
      continue;
    }
    bool bracketed = item_kind(s, item_left(s, k)) == ITEM_OPEN && item_kind(s, item_right(s, k)) == ITEM_CLOSE;
    if (!gap(s, k) && !(bracketed && alternative(s, k))) continue;
    if (!group_mention(s, k, &m) || !(m.headless || m.other) || m.form == TOLL_NONE || used(x, &m, first)) continue;
    int like = continued(x, first, m.count.from);
    if (like < 0 || (alternative(s, k) && widen(x, &m, like))) continue;
    if (whole < 0) whole = like, made = x->draft_count;
    add_gapped(x, &m, like);
  }
  if (whole >= 0) as_parts(x, made, whole);
  bracket_parts(x, first);
}
