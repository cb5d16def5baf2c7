/* Parts of a count: "34 people, including 10 children", "12 died, three of them
 * women", "among the dead were two nurses".
 *
 * The part takes harm, unit and source of its whole, which is the nearest claim
 * before it; its own words give only number, people and class. */
#include <stdio.h>
#include <string.h>

#include "extract/reader.h"

static bool holds(const struct draft *d, const struct mention *m) {
  if (d->single) return false;
  if (d->claim.value == TOLL_OPEN || m->value == TOLL_OPEN) return true;
  return d->claim.value > m->value || d->claim.form == TOLL_AT_LEAST || d->claim.form == TOLL_MORE_THAN;
}

/* The opening bracket around text offset `at` of the sentence in hand, or -1. */
static int bracket_at(const struct sentence *s, uint32_t at) {
  int open = -1;
  for (int k = 0; k < s->item_count && s->tokens[s->items[k].from].at <= at; k++) {
    if (s->items[k].kind == ITEM_OPEN) open = k;
    if (s->items[k].kind == ITEM_CLOSE) open = -1;
  }
  return open;
}

/* "40 were hurt (12 badly), including": an aside in brackets is no whole of what stands behind it. */
static bool shut_in(const struct sentence *s, uint32_t whole, uint32_t at) {
  int open = bracket_at(s, whole);
  return open >= 0 && open != bracket_at(s, at);
}

/* The whole that a part whose marker stands at text offset `at` belongs to: the
 * last draft before it that can hold it, else one of the sentence before; of that
 * harm, where the part's words name one.  A part can be a whole in turn only where
 * nested allows it. */
static int whole_of_harm(const toll_scanner *x, uint32_t at, size_t first, const struct mention *m, bool nested,
                         unsigned harm) {
  int best = -1;
  for (size_t i = first; i < x->draft_count; i++) {
    const struct draft *d = x->drafts + i;
    if ((d->subset && !nested) || d->claim.count_span.from >= at || !holds(d, m)) continue;
    if ((harm && d->claim.harm != harm) || span_meets(d->claim.count_span, m->count)) continue;
    if (shut_in(&x->s, d->claim.count_span.from, at)) continue;
    if (best < 0 || d->claim.count_span.from > x->drafts[best].claim.count_span.from) best = (int)i;
  }
  if (best >= 0) return best;
  for (size_t i = first; i-- > 0;) {
    const struct draft *d = x->drafts + i;
    if (d->sentence + 1 < x->sentence_no) break;
    if (d->subset || !holds(d, m)) continue;
    if (!harm || d->claim.harm == harm) return (int)i;
  }
  return -1;
}

static int whole_of(const toll_scanner *x, uint32_t at, size_t first, const struct mention *m, bool nested) {
  return whole_of_harm(x, at, first, m, nested, 0);
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
  d->view = w->view;
  d->single = m->single;
  d->heading = x->s.heading;
  memcpy(d->tags, m->tags, sizeof d->tags);
  c->span = (toll_span){mark.from && mark.from < m->whole.from ? mark.from : m->whole.from,
                        m->whole.to > m->count.to ? m->whole.to : m->count.to};
  c->quote = sentence_cut(&x->s, c->span);
  c->count_span = m->count;
  c->who = sentence_cut(&x->s, m->who);
  c->classes = m->classes;
  c->unit = m->unit ? m->unit : c->unit;
  c->value = m->value, c->low = m->low, c->high = m->high, c->form = m->form;
  c->derived = m->derived.at ? arena_copy(&x->keep, m->derived) : (toll_slice){NULL, 0};
  c->scope = TOLL_PART;
  c->part_of = whole;
  if (tags_have(m->tags, TAG_ATTACKER)) c->side = TOLL_PERPETRATOR;
  draft_step(x, d, "part", mark, sentence_cut(&x->s, w->claim.count_span));
  draft_step(x, d, "figure", m->count, (toll_slice){NULL, 0});
}

/* What a part without a number says of its whole: of which ages and sexes its people are. */
#define WHO_THEY_ARE (1u << TOLL_CHILD | 1u << TOLL_WOMAN | 1u << TOLL_MAN | 1u << TOLL_ELDERLY | 1u << TOLL_STUDENT)

/* "69 farmers, including women and children": no count of either, but all that is said of
 * what people the whole is, where its own words say nothing. */
static void note_kinds(toll_scanner *x, int n, toll_span mark, size_t first) {
  struct mention any = {.value = TOLL_OPEN};
  int whole = whole_of(x, mark.from, first, &any, false);
  if (whole < (int)first || x->drafts[whole].claim.classes) return;
  for (; n >= 0; n = relate_next_conjunct(&x->s, n)) {
    const struct item *it = x->s.items + n;
    if (it->figure < 0 && it->plural) x->drafts[whole].claim.classes |= it->classes & WHO_THEY_ARE;
  }
}

/* "ten men, including two guards, and three women": a count behind a comma and an and is no second part. */
static bool outside(const struct sentence *s, int k) {
  int and = item_left(s, k);
  return s->items[k].figure >= 0 && item_kind(s, and) == ITEM_AND && item_kind(s, item_left(s, and)) == ITEM_COMMA;
}

/* "including A, B and C" at item k. */
static void read_including(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int n = item_right(s, k);
  bool closed = item_kind(s, n) == ITEM_COMMA || item_kind(s, n) == ITEM_BREAK || n >= s->item_count;
  int before = item_left(s, k);
  if (closed && item_kind(s, before) == ITEM_NOUN && s->items[before].figure >= 0 &&
      item_kind(s, item_left(s, before)) == ITEM_COMMA)
    n = before; /* "15 farmhands, seven women among them," */
  if (item_kind(s, n) == ITEM_VERB && (s->items[n].copula || item_tag(s->items + n, TAG_BE))) n = item_right(s, n);
  if (item_kind(s, n) == ITEM_COMMA) n = item_right(s, n);
  if (item_kind(s, n) != ITEM_NOUN) return;
  struct mention list[GROUP_MENTIONS];
  int count = group_mentions(s, n, false, list);
  toll_span mark = sentence_span(s, s->items[k].from, s->items[k].to);
  note_kinds(x, n, mark, first);
  if (count == 2 && outside(s, list[1].item)) count = 1;
  bool counted = s->items[n].figure >= 0; /* "including flats and numerous schools" only says of what kinds */
  for (int i = 0; i < count; i++) {
    if (list[i].form == TOLL_NONE || (list[i].form == TOLL_VAGUE && !counted)) continue;
    int whole = whole_of(x, mark.from, first, list + i, true);
    const struct reading *own = s->items[list[i].item].reading; /* "17 casualties, including six dead" */
    if (whole < 0 || (own && own->harm && own->harm != x->drafts[whole].claim.harm)) continue;
    if (group_suits(list + i, x->drafts[whole].claim.harm)) add_part(x, list + i, whole, mark, first);
  }
}

/* "a third of them": a share of the whole's count. */
static bool share_of(const toll_scanner *x, int whole, struct mention *m) {
  const struct figure *f = x->s.figures + x->s.items[m->item].figure;
  const toll_claim *c = &x->drafts[whole].claim;
  int64_t parts;
  if (c->value == TOLL_OPEN || f->high <= 0 || __builtin_mul_overflow(c->value, f->low, &parts) || parts % f->high)
    return false;
  char text[64];
  int len = snprintf(text, sizeof text, "%lld/%lld x %lld", (long long)f->low, (long long)f->high, (long long)c->value);
  m->derived = arena_copy(x->s.arena, (toll_slice){text, len > 0 ? (size_t)len : 0});
  m->value = parts / f->high;
  m->form = f->form != TOLL_EXACT ? f->form : c->form;
  figure_bound(m->value, m->form, &m->low, &m->high);
  m->unit = c->unit;
  return true;
}

/* A set of people that is named again: "them", "whom", "the dead", "the victims",
 * "those killed", "the 31 killed". */
struct set {
  int end;       /* the item right behind its words */
  unsigned harm; /* what they suffered, where the words say it; else 0 */
  bool words;    /* it has words of its own, which may carry its number */
};

static bool harmed_bare(const struct sentence *s, int v) {
  return !(item_kind(s, v) == ITEM_VERB && relate_dies_alone(s, v)) && item_kind(s, v) == ITEM_VERB &&
         s->items[v].voice == VOICE_BARE && s->items[v].reading && s->items[v].reading->harm;
}

/* The set that the noun group or pronoun at n names; false where it names none. */
static bool set_at(const struct sentence *s, int n, struct set *set) {
  *set = (struct set){.end = item_right(s, n)};
  if (item_kind(s, n) == ITEM_RELATIVE) return true;
  if (item_kind(s, n) != ITEM_NOUN) return false;
  const struct item *it = s->items + n;
  set->words = !it->pronoun;
  if (harmed_bare(s, set->end)) {
    set->harm = s->items[set->end].reading->harm;
    set->end = item_right(s, set->end);
    set->words = true;
    return it->pronoun || it->definite;
  }
  if (it->pronoun) return true;
  if (it->definite && it->reading) set->harm = it->reading->harm;
  bool victims = item_tag(it, TAG_PERSON) && item_tag(it, TAG_LIFE) && it->figure < 0;
  return it->definite && it->plural && (set->harm || victims);
}

/* ", 31 of them workers and 13 tenants": what goes on with the same whole behind the group at
 * n, as long as the parts, of which the first is `sum`, are together no more than it. */
static void add_conjuncts(toll_scanner *x, int n, int64_t sum, int whole, toll_span mark, size_t first) {
  struct mention m;
  if (sum == TOLL_OPEN) return;
  for (int j = relate_next_conjunct(&x->s, n); j >= 0; j = relate_next_conjunct(&x->s, j)) {
    if (x->s.items[j].figure < 0 || !group_mention(&x->s, j, &m)) return;
    int and = item_left(&x->s, j); /* ", four of whom were minors, and three guards": beside the whole */
    if (item_kind(&x->s, and) == ITEM_AND && item_kind(&x->s, item_left(&x->s, and)) == ITEM_COMMA) return;
    struct mention all = {.value = m.value};
    if (m.value == TOLL_OPEN || __builtin_add_overflow(sum, m.value, &all.value)) return;
    sum = all.value;
    if (x->drafts[whole].claim.value != sum && !holds(x->drafts + whole, &all)) return;
    add_part(x, &m, whole, mark, first);
  }
}

/* The count at the mention has a fate of its own: of those abducted, seven were freed. */
static bool fares_apart(const toll_scanner *x, const struct mention *m, unsigned harm, size_t first) {
  for (size_t i = first; i < x->draft_count; i++)
    if (span_meets(x->drafts[i].claim.count_span, m->count) && x->drafts[i].claim.harm != harm) return true;
  return false;
}

static bool fares_alike(const toll_scanner *x, const struct mention *m, unsigned harm, size_t first) {
  for (size_t i = first; i < x->draft_count; i++)
    if (span_meets(x->drafts[i].claim.count_span, m->count) && x->drafts[i].claim.harm == harm) return true;
  return false;
}

/* Takes over what the part is said to be: "three of them were nurses". */
static void said_to_be(const struct sentence *s, int n, struct mention *m) {
  m->classes |= s->items[n].classes;
  m->who = sentence_span(s, s->items[n].from, s->items[n].to);
  m->whole.to = m->who.to;
}

/* "10 of them children", "two of whom were nurses", "five of the dead": a number of a
 * set named again.  "of whom" speaks of the set just named, "of them" of the whole. */
static void read_of_them(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int p = item_right(s, k), n = item_right(s, p);
  struct set set;
  if (!relate_is(s, p, SLOT_OF) || !set_at(s, n, &set)) return;
  int next = set.end;
  if (item_kind(s, next) == ITEM_VERB && s->items[next].copula) next = item_right(s, next);
  bool fate = item_kind(s, next) == ITEM_VERB && s->items[next].reading && s->items[next].reading->harm;
  const struct figure *f = s->figures + s->items[k].figure;
  bool share = f->kind == FIGURE_FRACTION;
  struct mention m = {.item = k, .part_of = -1, .value = 1, .form = TOLL_EXACT, .known = true};
  m.count = m.whole = sentence_span(s, f->from, f->to);
  if (!share && (!group_mention(s, k, &m) || m.single)) return;
  bool what = item_kind(s, next) == ITEM_NOUN && s->items[next].figure < 0;
  if (what) said_to_be(s, next, &m);
  bool nested = item_kind(s, n) == ITEM_RELATIVE || item_kind(s, item_left(s, k)) == ITEM_COMMA;
  uint32_t before = set.words ? s->tokens[s->items[n].to - 1].at + 1 : m.count.from;
  int whole = whole_of_harm(x, before, first, &m, nested && !set.words, set.harm);
  if (whole < 0 || (share && !share_of(x, whole, &m))) return;
  unsigned harm = x->drafts[whole].claim.harm;
  if (fares_apart(x, &m, harm, first)) return;
  if (fate && !fares_alike(x, &m, harm, first)) return; /* "one of whom lost an eye" was hurt like the others */
  add_part(x, &m, whole, m.count, first);
  if (what) add_conjuncts(x, next, m.value, whole, m.count, first);
}

/* "12 died, of whom five were women", "of which 350 date from before". */
static void read_of_which(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int n = item_right(s, k), v = item_right(s, n), what = item_right(s, v);
  if (!relate_is(s, item_left(s, k), SLOT_OF) || item_kind(s, n) != ITEM_NOUN || s->items[n].figure < 0) return;
  unsigned harm = item_kind(s, v) == ITEM_VERB && s->items[v].reading ? s->items[v].reading->harm : 0;
  struct mention m;
  if (!group_mention(s, n, &m) || m.single) return;
  bool said = item_kind(s, v) == ITEM_VERB && s->items[v].copula && item_kind(s, what) == ITEM_NOUN;
  if (said) said_to_be(s, what, &m);
  int whole = whole_of(x, m.count.from, first, &m, true);
  if (whole < 0 || (harm && harm != x->drafts[whole].claim.harm)) return; /* "20 hurt, of whom 17 were treated" */
  toll_span mark = sentence_span(s, s->items[k].from, s->items[k].to);
  add_part(x, &m, whole, mark, first);
  if (said) add_conjuncts(x, what, m.value, whole, mark, first);
}

/* A dash or a colon, the last of its row. */
static bool explains(const struct sentence *s, int k) {
  char mark = item_kind(s, k) == ITEM_BREAK ? s->tokens[s->items[k].head].mark : 0;
  return (mark == '-' || mark == '~' || mark == ':') && item_kind(s, item_right(s, k)) == ITEM_NOUN;
}

/* "Eight people (three soldiers and five civilians)", "eight people - three soldiers …":
 * counts in brackets or behind a dash, right behind a count which they do not exceed,
 * say of whom it is made up. */
static void read_bracket(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int before = item_left(s, k), n = item_right(s, k), whole = -1, after = item_kind(s, relate_after_phrases(s, n));
  while (item_kind(s, before) == ITEM_BREAK) before = item_left(s, before);
  bool clause = after == ITEM_VERB || after == ITEM_ADJ; /* "killed nine - three were hurt" */
  if (item_kind(s, n) != ITEM_NOUN || s->items[n].figure < 0 || clause) return;
  for (int i = s->items[k].to; i < s->items[n].from; i++)
    if (token_tag(s->tokens + i, TAG_NEGATION)) return; /* "seven - not six - were hurt" */
  for (size_t i = first; i < x->draft_count; i++)
    if (x->drafts[i].victim_item == before && !x->drafts[i].subset && !x->drafts[i].single) whole = (int)i;
  struct mention list[GROUP_MENTIONS];
  int count = whole >= 0 ? group_mentions(s, n, false, list) : 0;
  int64_t sum = 0;
  for (int i = 0; i < count; i++) {
    if (list[i].value == TOLL_OPEN || list[i].form == TOLL_NONE || !group_suits(list + i, x->drafts[whole].claim.harm))
      return;
    sum += list[i].value;
  }
  if (!count || x->drafts[whole].claim.value == TOLL_OPEN || sum > x->drafts[whole].claim.value) return;
  if (fares_apart(x, list, x->drafts[whole].claim.harm, first)) return;
  toll_span mark = sentence_span(s, s->items[k].from, s->items[k].to);
  for (int i = 0; i < count; i++) add_part(x, list + i, whole, mark, first);
}

/* "46 casualties (14 killed, 32 hurt)": what a joint count in front of the bracket is made up of. */
static void read_joint(toll_scanner *x, int k, size_t first) {
  int before = item_left(&x->s, k), whole = -1;
  for (size_t i = first; i < x->draft_count; i++) {
    const toll_claim *c = &x->drafts[i].claim;
    if (x->drafts[i].victim_item == before && c->value != TOLL_OPEN) whole = (int)i;
  }
  for (size_t i = first; whole >= 0 && i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    bool mine = harm_within(d->claim.harm, x->drafts[whole].claim.harm);
    if (!mine || d->subset || bracket_at(&x->s, d->claim.count_span.from) != k) continue;
    if (d->claim.value == TOLL_OPEN || d->claim.value > x->drafts[whole].claim.value) continue;
    d->claim.part_of = whole;
    d->claim.scope = TOLL_PART;
    if (!d->claim.classes) d->claim.classes = x->drafts[whole].claim.classes;
  }
}

/* "…, 20 were women": a bare number that is said to be a kind of people. */
static void read_were(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int v = item_right(s, k), n = item_right(s, v);
  if (item_kind(s, v) != ITEM_VERB || !s->items[v].copula || item_kind(s, n) != ITEM_NOUN) return;
  const struct item *what = s->items + n;
  struct mention m;
  bool share = s->figures[s->items[k].figure].kind == FIGURE_FRACTION; /* "half were women" */
  if (what->figure >= 0 || !(item_tag(what, TAG_PERSON) || what->unit)) return;
  if (share) {
    m = (struct mention){.item = k, .part_of = -1, .value = 1, .form = TOLL_EXACT, .known = true};
    m.count = m.whole = sentence_span(s, s->items[k].from, s->items[k].to);
  } else if (!group_mention(s, k, &m) || !m.headless) {
    return;
  }
  m.headless = false;
  m.classes = 0;
  m.unit = what->unit;
  said_to_be(s, n, &m);
  int whole = whole_of(x, m.count.from, first, &m, false);
  if (whole < 0 || (share && !share_of(x, whole, &m))) return;
  add_part(x, &m, whole, m.count, first);
  add_conjuncts(x, n, m.value, whole, m.count, first);
}

/* "nine were hurt, two seriously": a bare number with nothing but how badly. */
static void read_how(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int adverb = k + 1, after = item_right(s, k), before = item_kind(s, item_left(s, k));
  bool ends = after >= s->item_count || s->items[after].kind == ITEM_BREAK || s->items[after].kind == ITEM_COMMA ||
              s->items[after].kind == ITEM_AND;
  if (item_kind(s, adverb) != ITEM_ADVERB || !ends || (before != ITEM_COMMA && before != ITEM_AND)) return;
  struct mention m;
  if (!group_mention(s, k, &m) || !m.headless) return;
  int whole = whole_of(x, m.count.from, first, &m, false);
  if (whole < (int)first) return;
  add_part(x, &m, whole, m.count, first);
  unsigned harm = s->items[adverb].reading ? s->items[adverb].reading->harm : 0;
  if (harm == TOLL_KILLED) x->drafts[x->draft_count - 1].claim.harm = (uint8_t)harm; /* "two fatally" */
}

/* "18 of them children, seven from a single school": a bare number right behind
 * a part and before a preposition goes down one more step. */
static void read_nested(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int before = item_left(s, k), after = item_right(s, k);
  if (item_kind(s, before) != ITEM_COMMA || item_kind(s, after) != ITEM_PREP || relate_is(s, after, SLOT_OF)) return;
  struct mention m;
  if (!group_mention(s, k, &m) || !m.headless || x->draft_count == first) return;
  int whole = whole_of(x, m.count.from, first, &m, true);
  if (whole < (int)first || !x->drafts[whole].subset) return;
  m.headless = false;
  m.classes = 0;
  add_part(x, &m, whole, m.count, first);
}

/* "the dead included five firefighters": the verb says that its object is a part. */
static void read_included(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  int subject = relate_subject(s, k);
  if (subject < 0) return;
  const struct item *it = s->items + subject;
  unsigned harm = it->reading ? it->reading->harm : it->harm;
  if (!harm) return;
  struct mention list[GROUP_MENTIONS];
  int object = relate_object(s, k), n = object >= 0 ? group_mentions(s, object, false, list) : 0;
  toll_span mark = sentence_span(s, s->items[k].from, s->items[k].to);
  for (int i = 0; i < n; i++) {
    for (size_t w = x->draft_count; w-- > 0;) {
      const struct draft *d = x->drafts + w;
      if (d->subset || d->claim.harm != harm || d->claim.count_span.from >= mark.from || !holds(d, list + i)) continue;
      add_part(x, list + i, (int)w, mark, first);
      break;
    }
  }
}

/* "Of the dead, 73 …; 8 …": what the sentence counts are parts of the count
 * that its opening phrase points back to. */
static void read_opening(toll_scanner *x, size_t first) {
  const struct sentence *s = &x->s;
  int n = item_right(s, 0), after = item_right(s, n);
  if (!relate_is(s, 0, SLOT_OF) || item_kind(s, n) != ITEM_NOUN || item_kind(s, after) != ITEM_COMMA) return;
  const struct item *it = s->items + n;
  if (!it->pronoun && !it->definite) return;
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    if (d->victim_item <= n || d->subset || d->single) continue;
    struct mention m = {.value = d->claim.value};
    int whole = whole_of(x, s->tokens[s->items[after].from].at, first, &m, false);
    if (whole < 0 || x->drafts[whole].claim.harm != d->claim.harm) continue;
    d->claim.part_of = whole;
    d->claim.scope = TOLL_PART;
    d->subset = true;
  }
}

/* Parts that a rule made belong to the count of that harm that can hold them. */
static void join_parts(toll_scanner *x, size_t first) {
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    if (d->claim.scope != TOLL_PART || d->claim.part_of >= 0) continue;
    d->subset = true;
    struct mention m = {.value = d->claim.value};
    for (size_t w = x->draft_count; w-- > 0 && d->claim.part_of < 0;) {
      const struct draft *o = x->drafts + w;
      if (o->sentence + 2 < x->sentence_no) break;
      if (w != i && !o->subset && o->claim.harm == d->claim.harm && holds(o, &m)) d->claim.part_of = (int32_t)w;
    }
  }
}

/* A number of people that may be parts. */
static void read_number(toll_scanner *x, int k, size_t first) {
  read_of_them(x, k, first);
  read_were(x, k, first);
  read_how(x, k, first);
  read_nested(x, k, first);
}

static void read_item(toll_scanner *x, int k, size_t first) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + k;
  switch (it->kind) {
  case ITEM_SUBSET:
    read_including(x, k, first);
    break;
  case ITEM_VERB:
    if (item_tag(it, TAG_INCLUDE)) it->gerund ? read_including(x, k, first) : read_included(x, k, first);
    break;
  case ITEM_OPEN:
    read_bracket(x, k, first);
    read_joint(x, k, first);
    break;
  case ITEM_BREAK:
    if (explains(s, k)) read_bracket(x, k, first);
    break;
  case ITEM_RELATIVE:
    read_of_which(x, k, first);
    break;
  case ITEM_NOUN:
    if (it->figure >= 0 && s->figures[it->figure].kind != FIGURE_DECOY) read_number(x, k, first);
    break;
  default:
    break;
  }
}

/* A claim of the sentence or of the one before, whose parts it may tell; "the dead included"
 * looks for one further back. */
static bool has_wholes(const toll_scanner *x) {
  if (!x->draft_count) return false;
  return x->drafts[x->draft_count - 1].sentence + 1 >= x->sentence_no || sentence_has(&x->s, TAG_INCLUDE);
}

void subset_read(toll_scanner *x, size_t first) {
  const struct sentence *s = &x->s;
  if (!has_wholes(x)) return;
  join_parts(x, first);
  if (s->item_count > 2) read_opening(x, first);
  for (int k = 0; k < s->item_count; k++) read_item(x, k, first);
}
