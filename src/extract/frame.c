/* Frames: the pack's rules, applied to the items of a sentence.
 *
 * A word of harm sets off the rules for its part of speech.  The first whose
 * slots and conditions are filled turns the noun groups in its victim slot into
 * drafts of claims; the rest of the reading then asks about each draft. */
#include "extract/reader.h"

#include <stdio.h>
#include <string.h>

struct trigger {
  int item;
  uint16_t token;
  const struct reading *reading;
  uint8_t pos, voice;
  uint16_t slots[SLOT_COUNT]; /* 2 + the item in each, 1 where there is none; 0: nobody has asked */
};

static bool violent(const struct item *it) {
  unsigned harm = it->reading ? it->reading->harm : 0;
  return harm == TOLL_KILLED || harm == TOLL_WOUNDED || harm == TOLL_TORTURED;
}

/* "left 12 dead", "took 3 men hostage", "were left homeless": whom the complement at k is about. */
static int complement_of(const struct sentence *s, int k) {
  int b = item_left(s, k);
  const struct item *before = item_at(s, b);
  if (!before) return -1;
  if (before->kind == ITEM_VERB &&
      (item_tag(before, TAG_LEAVE) || violent(before))) { /* "were left dead", "was knifed to death" */
    if (before->voice == VOICE_PASSIVE || before->voice == VOICE_BARE) return relate_subject(s, b);
    return item_kind(s, item_right(s, k)) == ITEM_NOUN ? item_right(s, k) : -1;
  }
  for (int v = b, n = 0; v >= 0 && n < 12; v--, n++) {
    const struct item *it = s->items + v;
    bool takes = item_tag(it, TAG_LEAVE) || violent(it); /* "left 12 dead", "hacked three to death" */
    if (it->kind == ITEM_VERB) return takes && it->voice == VOICE_ACTIVE ? relate_object(s, v) : -1;
    if (it->kind != ITEM_NOUN && it->kind != ITEM_PREP && it->kind != ITEM_AND && it->kind != ITEM_COMMA &&
        it->kind != ITEM_ADVERB && it->kind != ITEM_SUBSET && it->kind != ITEM_QUOTE)
      return -1;
  }
  return -1;
}

static int subject_of(const struct sentence *s, const struct trigger *t) {
  if (t->pos == POS_VERB) return relate_subject(s, t->item);
  int v = item_left(s, t->item); /* "12 were dead": the copula's subject */
  if (item_kind(s, v) == ITEM_VERB) return t->pos == POS_ADJ ? relate_subject(s, v) : -1;
  if (!relate_is(s, v, SLOT_AMONG)) return -1; /* "three were among the nine dead" */
  v = item_left(s, v);
  return item_kind(s, v) == ITEM_VERB && s->items[v].copula ? relate_subject(s, v) : -1;
}

/* "Killed: 12": the noun group behind the colon that follows item k. */
static int behind_colon(const struct sentence *s, int k) {
  int colon = item_right(s, k), n = item_right(s, colon), before = item_left(s, k);
  bool told = item_kind(s, before) == ITEM_NOUN && s->items[before].figure >= 0; /* "five drowned: three off Tolo" */
  if (told && item_kind(s, k) == ITEM_VERB) return -1;
  if (item_kind(s, colon) != ITEM_BREAK || s->tokens[s->items[colon].head].mark != ':') return -1;
  if (item_kind(s, n) != ITEM_NOUN || s->items[n].figure < 0) return -1;
  int after = item_kind(s, item_right(s, n));
  bool own = s->items[n].reading && s->items[n].reading->harm; /* "Casualties: 3 dead" and "3 killed" count these */
  return after != ITEM_VERB && after != ITEM_ADJ && !own ? n : -1;
}

static int find_slot(const struct sentence *s, const struct trigger *t, enum slot slot) {
  switch (slot) {
  case SLOT_SUBJECT:
    return subject_of(s, t);
  case SLOT_OBJECT:
    return t->pos == POS_VERB                                  ? relate_object(s, t->item)
           : item_kind(s, item_right(s, t->item)) == ITEM_VERB ? relate_object(s, item_right(s, t->item))
                                                               : -1;
  case SLOT_SELF:
    return t->item;
  case SLOT_COMPLEMENT:
    return complement_of(s, t->item);
  case SLOT_BEFORE:
    return item_kind(s, item_left(s, t->item)) == ITEM_NOUN ? item_left(s, t->item) : -1;
  case SLOT_AFTER:
    return item_kind(s, item_right(s, t->item)) == ITEM_NOUN ? item_right(s, t->item) : -1;
  case SLOT_COLON:
    return behind_colon(s, t->item);
  case SLOT_MEMBER:
    return relate_member(s, t->item);
  case SLOT_INVERTED:
    return relate_inverted(s, t->item);
  case SLOT_SAID:
    return relate_said_of(s, t->item);
  case SLOT_POSSESSOR:
    if (relate_of(s, t->item) >= 0) return -1; /* "the army's capture of the town": who did it */
    return item_kind(s, t->item) == ITEM_NOUN && s->items[t->item].possessed > s->items[t->item].from ? t->item : -1;
  case SLOT_NONE:
  case SLOT_TRIGGER:
  case SLOT_COUNT:
    return -1;
  default:
    return relate_preposition(s, t->item, slot);
  }
}

static int slot_item(const struct sentence *s, struct trigger *t, enum slot slot) {
  if (!t->slots[slot]) t->slots[slot] = (uint16_t)(find_slot(s, t, slot) + 2);
  return t->slots[slot] - 2;
}

static bool pair_of(unsigned a, unsigned b, unsigned x, unsigned y) {
  return (a == x && b == y) || (a == y && b == x);
}

/* The one harm that two joined verbs mean, or 0 when they are two. */
static unsigned joint(unsigned a, unsigned b) {
  if (a == b) return a;
  if (pair_of(a, b, TOLL_KILLED, TOLL_WOUNDED)) return TOLL_KILLED_OR_WOUNDED;
  if (pair_of(a, b, TOLL_DESTROYED, TOLL_DAMAGED)) return TOLL_DESTROYED_OR_DAMAGED;
  return 0;
}

/* Whether the word carries one of the condition's tags or is a form of one of its lemmas. */
static inline bool word_carries(const toll_scanner *x, const struct form *f, const struct rule_condition *c) {
  if (!f || tags_meet(f->tags, c->tags)) return f != NULL;
  const struct reading *r = pack_readings(x->pack, f);
  for (uint32_t k = 0; c->lemma_count && k < f->count; k++)
    if (pack_lemma_in(x->pack, c->lemma_first, c->lemma_count, r[k].lemma)) return true;
  return false;
}

static bool carries(const toll_scanner *x, const struct item *it, const struct rule_condition *c) {
  for (int i = it->from; i < it->to; i++)
    if (word_carries(x, x->s.tokens[i].form, c)) return true;
  return false;
}

static bool conditions_hold(const toll_scanner *x, const struct rule *r, struct trigger *t) {
  for (int i = 0; i < r->conditions; i++) {
    const struct rule_condition *c = r->when + i;
    bool yes;
    if (c->slot == SLOT_TRIGGER) {
      yes = word_carries(x, x->s.tokens[t->token].form, c);
    } else {
      const struct item *it = item_at(&x->s, slot_item(&x->s, t, (enum slot)c->slot));
      yes = it && carries(x, it, c);
    }
    if (yes == (c->negated != 0)) return false;
  }
  return true;
}

/* The harm that the words from item k up to token `to` name: "the number of homes destroyed". */
static unsigned harm_in(const toll_scanner *x, int k, int to) {
  const struct sentence *s = &x->s;
  for (; k >= 0 && k < s->item_count && s->items[k].from < to; k++) {
    const struct item *it = s->items + k;
    const struct reading *r = it->harm_reading ? it->harm_reading : it->reading;
    if (!r || !r->harm) continue;
    unsigned both = it->kind == ITEM_VERB && it->second ? joint(r->harm, it->second->harm) : 0;
    return both ? both : r->harm;
  }
  return 0;
}

static unsigned harm_of(const toll_scanner *x, const struct rule *r, struct trigger *t) {
  if (r->harm) return r->harm;
  if (!r->harm_of) return t->reading->harm;
  int k = slot_item(&x->s, t, (enum slot)r->harm_of), victim = slot_item(&x->s, t, (enum slot)r->victim);
  int to = r->harm_of == SLOT_SUBJECT              ? t->token
           : r->harm_of == SLOT_SELF && victim > k ? x->s.items[victim].from
                                                   : x->s.token_count;
  unsigned harm = harm_in(x, k, to);
  const struct draft *last = x->draft_count ? x->drafts + x->draft_count - 1 : NULL;
  const struct item *named = k >= 0 ? x->s.items + k : NULL; /* "the figure", "the victims" */
  bool same = named && named->definite && (!item_tag(named, TAG_PERSON) || item_tag(named, TAG_LIFE)) && last &&
              last->sentence + 1 >= x->sentence_no; /* "put the figure at 30" */
  return harm ? harm : same ? last->claim.harm : 0;
}

/* --- drafts ------------------------------------------------------------ */

static toll_span join(toll_span a, toll_span b) {
  if (a.to == 0) return b;
  if (b.to == 0) return a;
  return (toll_span){a.from < b.from ? a.from : b.from, a.to > b.to ? a.to : b.to};
}

/* The unit of what a group's words name: "the number of homes destroyed". */
static uint8_t unit_in(const struct sentence *s, const struct item *it) {
  if (it->unit) return it->unit;
  for (int i = it->from; i < it->to; i++) {
    const struct reading *r = s->tokens[i].pos == POS_NOUN ? token_reading(s, s->tokens + i, POS_NOUN) : NULL;
    if (r && r->unit) return r->unit; /* "families homeless" */
  }
  return 0;
}

static uint8_t unit_of(const toll_scanner *x, const struct rule *r, struct trigger *t, const struct mention *m,
                       unsigned harm) {
  if (r->unit) return r->unit;
  if (m->unit) return m->unit;
  int named = r->harm_of ? slot_item(&x->s, t, (enum slot)r->harm_of) : -1;
  int what = named >= 0 ? relate_of(&x->s, named) : -1;
  uint8_t unit = what >= 0 && m->headless ? unit_in(&x->s, x->s.items + what) : 0;
  if (unit) return unit;
  if (harm >= TOLL_DESTROYED) {
    if (!m->headless && !m->stands_in) return TOLL_OBJECT;
    for (size_t i = x->draft_count; i-- > 0 && x->drafts[i].sentence == x->sentence_no;)
      if (x->drafts[i].claim.harm >= TOLL_DESTROYED && x->drafts[i].claim.unit) return x->drafts[i].claim.unit;
    return TOLL_OBJECT;
  }
  return TOLL_PERSON;
}

static bool seen(const toll_scanner *x, toll_span count, unsigned harm) {
  for (size_t i = x->draft_count; i-- > 0 && x->drafts[i].sentence == x->sentence_no;)
    if (span_meets(x->drafts[i].claim.count_span, count) && x->drafts[i].claim.harm == harm) return true;
  return false;
}

/* Both end in the same word: "his elder brother", "her brother". */
static bool ends_alike(toll_slice a, toll_slice b) {
  size_t n = 0;
  while (n < a.len && n < b.len && a.at[a.len - 1 - n] == b.at[b.len - 1 - n] && a.at[a.len - 1 - n] != ' ') n++;
  bool a_ends = n == a.len || a.at[a.len - 1 - n] == ' ', b_ends = n == b.len || b.at[b.len - 1 - n] == ' ';
  return n && a_ends && b_ends;
}

#define TOLD 400 /* how many claims back a person is remembered */

/* A named or definite single person whose harm was told before. */
static bool told_before(const toll_scanner *x, const struct mention *m, unsigned harm) {
  if (!m->single || !(m->named || m->definite)) return false;
  const struct item *it = x->s.items + m->item; /* "the second suspect" is another; of "he" the antecedent was asked */
  if (it->pronoun || it->figure >= 0) return false;
  bool his = m->kin && tags_have(m->tags, TAG_BODYWORD); /* "his body was found" */
  toll_slice who = sentence_cut(&x->s, m->count);
  for (size_t i = x->draft_count > TOLD ? x->draft_count - TOLD : 0; i < x->draft_count; i++) {
    const struct draft *d = x->drafts + i;
    if (d->claim.harm != harm || d->claim.value == TOLL_OPEN) continue;
    if (his && d->single) return true;
    if (d->sentence == x->sentence_no) continue;
    if (!m->named && d->single &&
        (!tags_have(m->tags, TAG_KIN) || ends_alike(d->claim.who, sentence_cut(&x->s, m->who))))
      return true;
    if (!m->named) continue;
    const char *last = memrchr(who.at, ' ', who.len); /* the surname */
    toll_slice name = last ? (toll_slice){last + 1, who.len - (size_t)(last + 1 - who.at)} : who;
    if (d->claim.quote.at && name.len > 2 && memmem(d->claim.quote.at, d->claim.quote.len, name.at, name.len))
      return true;
  }
  return false;
}

static const char *const step_names[] = {"harm", "group", "figure"};

static void explain(toll_scanner *x, struct draft *d, const struct trigger *t, const struct mention *m) {
  if (!d->steps) return;
  const char *harm = toll_harm_name(d->claim.harm);
  draft_step(x, d, step_names[0], sentence_span(&x->s, t->token, t->token + 1), (toll_slice){harm, strlen(harm)});
  draft_step(x, d, step_names[1], m->whole, sentence_cut(&x->s, m->who));
  const char *form = toll_form_name(d->claim.form);
  draft_step(x, d, step_names[2], m->count, (toll_slice){form, strlen(form)});
}

/* A clause opens between two items, so that the second says nothing of the first. */
static bool clause_between(const struct sentence *s, int a, int b) {
  for (int i = a < b ? a : b; i < (a < b ? b : a); i++)
    if (s->items[i].kind == ITEM_RELATIVE || s->items[i].kind == ITEM_SUBORDINATE) return true;
  return false;
}

/* A number alone counts people of the kind last counted in its sentence ("two
 * nurses were hurt and six killed"), or of the same harm in the one before: the draft that it takes noun and classes
 * from, or NULL. */
static const struct draft *same_people(const toll_scanner *x, const struct mention *m, unsigned harm) {
  bool another = m->stands_in && m->single,
       things = m->stands_in && harm >= TOLL_DESTROYED; /* "300 others were damaged" */
  if (!(m->headless || another || things) || m->classes || m->form == TOLL_NONE) return NULL;
  if (m->headless && m->who.to) return NULL;
  for (size_t i = x->draft_count; i-- > 0;) {
    const struct draft *d = x->drafts + i;
    bool here = d->sentence == x->sentence_no, before = d->sentence + 1 == x->sentence_no;
    if (!here && !before) return NULL;
    if (here && d->claim.scope == TOLL_PART && d->single) continue; /* "her husband was among the 12 killed" */
    if (here && clause_between(&x->s, d->victim_item, m->item)) return NULL;
    if (things) {
      if (d->claim.harm >= TOLL_DESTROYED) return d;
      continue;
    }
    if (another && (!here || d->claim.value != 1)) return NULL;
    if (here ? d->claim.count_span.from < m->count.from && d->claim.harm < TOLL_DESTROYED : d->claim.harm == harm)
      return d;
  }
  return NULL;
}

/* "12 dead, 30 hurt": what the first are called is their own harm, not the others'. */
static bool names_harm(const toll_scanner *x, const struct draft *d) {
  toll_slice who = d->claim.who;
  const char *trigger = x->s.text + d->trigger.from;
  const struct item *it = d->sentence == x->sentence_no ? item_at(&x->s, d->victim_item) : NULL;
  bool harmed = it && it->kind == ITEM_NOUN && ((it->reading && it->reading->harm) || item_tag(it, TAG_BODYWORD));
  return harmed || (who.at && trigger >= who.at && trigger < who.at + who.len);
}

/* Whether one person told of before is meant, and by what words. */
static uint8_t again(const struct sentence *s, const struct mention *m) {
  const struct item *it = s->items + m->item;
  if (it->kind != ITEM_NOUN) return AGAIN_NOT;
  if (!m->single && m->headless && m->derived.at) return AGAIN_SET;
  if (!m->single || m->value != 1) return AGAIN_NOT;
  bool his = it->possessive && item_tag(it, TAG_BODYWORD);
  if (relate_one_before(it) || his) return AGAIN_PRONOUN;
  return it->definite && !it->name && !it->possessive ? AGAIN_NOUN : AGAIN_NOT;
}

/* "two guards were also killed" */
static bool also(const struct sentence *s, int k) {
  const struct item *it = s->items + k;
  for (int i = it->from; it->kind == ITEM_VERB && i < it->to; i++)
    if (s->tokens[i].pos == POS_ADV && token_tag(s->tokens + i, TAG_ADDED)) return true;
  return false;
}

/* "Others" are other than those told of last, who must have met the same harm for them
 * to come on top: not in "20 were killed.  Fifteen others were hurt". */
static bool others_of_harm(const toll_scanner *x, unsigned harm) {
  size_t last = x->draft_count - 1; /* the draft in the making */
  if (!last || x->drafts[last - 1].subset || x->drafts[last - 1].claim.harm != harm) return false;
  for (size_t i = last; i-- > 0 && x->drafts[i].sentence == x->sentence_no;)
    if (x->drafts[i].claim.harm != harm) return false;
  return true;
}

/* "en/choice": what a claim is made by that the model has chosen. */
static toll_slice choice_rule(toll_scanner *x) {
  char text[64];
  toll_slice lang = toll_pack_lang(x->pack);
  int len = snprintf(text, sizeof text, "%.*s/choice", (int)(lang.len < 40 ? lang.len : 40), lang.at);
  return arena_copy(&x->keep, (toll_slice){text, (size_t)len});
}

/* "An eighth soldier died": one beyond those told of before. */
static bool one_more(const struct sentence *s, const struct mention *m) {
  if (!m->single || m->item < 0 || !s->items[m->item].indefinite) return false;
  for (int i = s->items[m->item].from; i < s->items[m->item].to; i++) {
    const struct token *t = s->tokens + i;
    const struct figure *f = t->figure ? s->figures + t->figure - 1 : NULL;
    if (f && f->kind == FIGURE_DECOY && f->decoy == DECOY_ORDINAL && f->value > 1) return true;
  }
  return false;
}

static struct draft *add_draft(toll_scanner *x, const struct rule *r, struct trigger *t, const struct mention *m,
                               unsigned harm) {
  if (seen(x, m->count, harm) || told_before(x, m, harm)) return NULL;
  const struct draft *like = same_people(x, m, harm);
  toll_slice who = like && !names_harm(x, like) ? like->claim.who : sentence_cut(&x->s, m->who);
  uint32_t classes = like ? like->claim.classes : m->classes;
  struct draft *d = reader_draft(x);
  if (!d) return NULL;
  toll_claim *c = &d->claim;
  d->trigger = sentence_span(&x->s, t->token, t->token + 1);
  d->trigger_item = (int16_t)t->item;
  d->victim_item = (int16_t)m->item;
  d->victim = m->whole;
  d->single = m->single;
  d->named = m->named;
  d->definite = m->definite;
  d->refers = m->headless || m->stands_in;
  d->beside = m->stands_in || m->other;
  const struct token *head = x->s.tokens + x->s.items[m->item].head;
  d->general = token_tag(head, TAG_PART) && token_tag(head, TAG_STAFF);
  d->result =
      t->pos == POS_VERB && x->s.items[t->item].gerund && item_kind(&x->s, item_left(&x->s, t->item)) == ITEM_COMMA;
  d->pronoun = m->item >= 0 && x->s.items[m->item].pronoun && !m->other;
  d->heading = x->s.heading;
  d->view = (struct draft_view){.slot = r->victim};
  memcpy(d->tags, m->tags, sizeof d->tags);
  c->harm = (uint8_t)harm;
  c->unit = unit_of(x, r, t, m, harm);
  c->span = join(join(m->whole, m->count), d->trigger);
  c->quote = sentence_cut(&x->s, c->span);
  c->count_span = m->count;
  c->who = who;
  c->classes = classes;
  c->value = m->value;
  c->low = m->low;
  c->high = m->high;
  c->form = m->form;
  c->derived = m->derived.at ? arena_copy(&x->keep, m->derived) : m->derived;
  memcpy(c->each, m->each, sizeof c->each);
  c->each_count = m->each_count;
  c->scope = r->scope ? (uint8_t)(r->scope - 1) : TOLL_TOTAL;
  d->again = again(&x->s, m);
  d->dies = t->pos == POS_VERB && t->voice == VOICE_ACTIVE && tags_have(t->reading->tags, TAG_INTRANSITIVE);
  d->other = m->other;
  d->others = one_more(&x->s, m) || (m->other && others_of_harm(x, harm));
  d->added = m->added || also(&x->s, t->item);
  if (m->added && r->victim == SLOT_SELF) c->scope = TOLL_ADDED; /* "24 more deaths" */
  c->side = r->side ? (uint8_t)(r->side - 1) : tags_have(m->tags, TAG_ATTACKER) ? TOLL_PERPETRATOR : TOLL_VICTIM;
  c->status = r->status            ? (uint8_t)(r->status - 1)
              : t->reading->status ? (uint8_t)(t->reading->status - 1)
                                   : TOLL_ASSERTED;
  c->rule = pack_string(x->pack, r->name, r->name_len);
  explain(x, d, t, m);
  return d;
}

struct draft *frame_choose(toll_scanner *x, int item, uint16_t token, const struct reading *r,
                           const struct mention *m) {
  static const struct rule none;
  struct trigger t = {.item = item, .token = token, .reading = r, .pos = r->pos, .voice = x->s.items[item].voice};
  struct draft *d = add_draft(x, &none, &t, m, r->harm);
  if (d) d->claim.rule = choice_rule(x);
  return d;
}

/* --- the agent --------------------------------------------------------- */

/* The noun group that does the harm, which is not always the one that a count
 * would be looked for in: of "the arrests over the attack that killed 130" it is the
 * attack; of "suspected of killing two" nobody is said to be it. */
static int agent_item(const struct sentence *s, const struct rule *r, struct trigger *t) {
  int k = slot_item(s, t, (enum slot)r->agent), before = item_left(s, t->item);
  if (r->agent != SLOT_SUBJECT) return k;
  if (s->items[t->item].gerund && item_kind(s, before) == ITEM_PREP) return -1;
  if (item_kind(s, before) != ITEM_RELATIVE) return k;
  int near = item_left(s, before);
  if (item_kind(s, near) == ITEM_COMMA) near = item_left(s, near);
  return item_kind(s, near) == ITEM_NOUN ? near : k;
}

/* A bare number, or what is left of "9/11", is nobody. */
static bool can_act(const struct sentence *s, int k) {
  if (item_kind(s, k) != ITEM_NOUN || s->items[k].pronoun || relate_is_time(s, k)) return false;
  const struct item *it = s->items + k;
  const struct token *first = s->tokens + it->from;
  return !s->tokens[it->head].figure && !(first->figure && first->glued);
}

static void name_agent(toll_scanner *x, const struct rule *r, struct trigger *t, size_t first) {
  const struct sentence *s = &x->s;
  int k = agent_item(s, r, t);
  if (!can_act(s, k)) return;
  const struct item *it = s->items + k;
  int of = relate_of(s, k);
  toll_span span = sentence_span(s, it->from, of >= 0 ? s->items[of].to : it->to);
  for (size_t i = x->draft_count; i-- > 0 && x->drafts[i].sentence == x->sentence_no;) {
    const struct draft *d = x->drafts + i; /* whom the harm is told of does not do it */
    if (span_meets(span, d->claim.count_span) && d->claim.side != TOLL_PERPETRATOR) return;
  }
  for (size_t i = first; i < x->draft_count; i++)
    if (!x->drafts[i].claim.by.at) x->drafts[i].claim.by = sentence_cut(&x->s, span);
}

/* --- rules ------------------------------------------------------------- */

/* "the six monks' murder": the possessor's own number. */
static bool possessor_count(const struct sentence *s, const struct item *it, const struct reading *r,
                            struct mention *m) {
  int i = it->from, to = it->possessed - 1;
  while (i < to && !s->tokens[i].figure) i++;
  const struct figure *f = i < to ? s->figures + s->tokens[i].figure - 1 : NULL;
  if (!f || f->kind != FIGURE_COUNT || f->value == TOLL_OPEN || !r || !(r->inflection & INFL_PLURAL)) return false;
  *m = mention_one((int)(it - s->items), sentence_span(s, f->from, f->to));
  m->single = false;
  m->value = f->value, m->low = f->low, m->high = f->high, m->form = f->form;
  m->who = sentence_span(s, f->to, to);
  m->whole = sentence_span(s, it->from, to);
  m->known = true;
  m->classes = r->classes;
  memcpy(m->tags, r->tags, sizeof m->tags);
  return true;
}

/* The possessor as a mention: "the farmer's death", "hurt a clerk's hand". */
static int possessor_mention(const toll_scanner *x, int k, struct mention *m) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + k;
  int to = it->possessed - 1;
  const struct token *head = s->tokens + to - 1;
  bool named = head->pos == POS_NAME;
  const struct reading *r = token_reading(s, head, POS_NOUN);
  if (possessor_count(s, it, r, m)) return 1;
  if (!named &&
      !(r && (r->inflection & INFL_SINGULAR) && (tags_have(r->tags, TAG_PERSON) || tags_have(r->tags, TAG_KIN))))
    return 0;
  int from = it->from;
  for (int i = from, f; i + 1 < to; i++) /* "By then 9 Tom Reed's death": no number of his */
    if ((f = s->tokens[i].figure) && s->figures[f - 1].kind == FIGURE_COUNT) from = i + 1;
  *m = mention_one(k, sentence_span(s, from, to));
  m->named = named;
  m->known = r != NULL;
  if (r) m->classes = r->classes, memcpy(m->tags, r->tags, sizeof m->tags);
  return 1;
}

/* "dozens of deaths": the bare number before "of", or -1; some of a set
 * named before are no new count. */
static int number_of(const struct sentence *s, int k) {
  int of = item_left(s, k), n = item_left(s, of);
  if (!relate_is(s, of, SLOT_OF) || item_kind(s, n) != ITEM_NOUN || s->items[k].figure >= 0) return -1;
  const struct item *it = s->items + n;
  bool bare = item_counted(s, it) && s->tokens[it->head].figure;
  return bare && !s->items[k].definite ? n : -1;
}

/* "The murder was a targeted killing", "described it as an assassination": says what a deed was. */
static bool named_deed(const struct sentence *s, int k) {
  int before = item_left(s, k);
  if (s->items[k].figure >= 0 || !s->items[k].indefinite || s->items[k].other) return false;
  if (relate_is(s, before, SLOT_AS) || relate_is(s, before, SLOT_IN)) return true;
  return item_kind(s, before) == ITEM_VERB && (s->items[before].copula || item_tag(s->items + before, TAG_REPORT)) &&
         !token_tag(s->tokens + s->items[before].from, TAG_THERE);
}

static int mentions_in(const toll_scanner *x, const struct rule *r, const struct trigger *t, int k, unsigned harm,
                       struct mention *list) {
  const struct sentence *s = &x->s;
  bool listed = relate_one_before(s->items + k) && relate_next_conjunct(s, k) >= 0; /* "himself and two others" */
  int same = clause_main_subject(s, k), people = same >= 0 && !listed ? group_mentions(s, same, true, list) : 0;
  if (people) return people;
  if (!listed && anaphora_mention(x, k, harm, list)) return 1;
  bool limb = item_tag(s->items + k, TAG_LIMB) && s->items[k].possessed > s->items[k].from;
  if (r->victim == SLOT_POSSESSOR || limb) return possessor_mention(x, k, list);
  bool leftwards = r->victim == SLOT_SUBJECT || r->victim == SLOT_BEFORE || (r->victim == SLOT_MEMBER && k < t->item);
  if (r->victim != SLOT_SELF) return group_mentions(s, k, leftwards, list);
  int bodies = group_bodies(s, k, list);
  if (bodies) return bodies;
  int number = number_of(s, k);
  if (number < 0 && named_deed(s, k)) return 0;
  if (number >= 0 ? !group_mention(s, number, list) : !group_mention(s, k, list)) {
    const struct item *it = s->items + k;
    if (number >= 0 || !it->indefinite || !it->reading || it->reading->inflection != INFL_SINGULAR ||
        !(it->other || item_tag(it, TAG_PERSON)))
      return 0;
    list->value = list->low = list->high = 1; /* "a death" */
    list->form = TOLL_EXACT;
    list->count = sentence_span(s, it->from, it->head + 1);
    list->single = true;
  }
  if (s->items[k].head == t->token) list->known = false; /* the harm noun says nothing about who */
  return 1;
}

/* "beat a rival", "released a book", "hurt him in the polls": the object of a verb that English
 * also uses of contests and things is somebody only where its words say people or count them. */
static bool loosely(const struct trigger *t, const struct mention *m) {
  bool verb = t->pos == POS_VERB && t->voice == VOICE_ACTIVE;
  if (!(verb || t->pos == POS_NOUN) || !(m->single || m->named) || !tags_have(t->reading->tags, TAG_LOOSE))
    return false;
  bool people = tags_have(m->tags, TAG_PERSON) || tags_have(m->tags, TAG_KIN) || tags_have(m->tags, TAG_THING);
  return !people || m->headless;
}

/* "annexed and dismembered Hara": no country is a person. */
static bool is_country(const toll_scanner *x, const struct mention *m) {
  size_t count = 0;
  if (!m->named || !m->single || !x->places) return false;
  const struct place *p = places_find_text(x->places, sentence_cut(&x->s, m->count), &count);
  return p && count && p->kind == PLACE_COUNTRY;
}

static int apply(toll_scanner *x, const struct rule *r, struct trigger *t) {
  int k = slot_item(&x->s, t, (enum slot)r->victim), n = 0, made = 0;
  struct mention list[GROUP_MENTIONS];
  unsigned harm = harm_of(x, r, t);
  if (k >= 0 && harm) n = mentions_in(x, r, t, k, harm, list);
  if (k < 0 && r->victim == SLOT_SUBJECT && harm) n = anaphora_elided(x, t->item, harm, list);
  int drafts[GROUP_MENTIONS];
  size_t first = x->draft_count;
  for (int i = 0; i < n; i++) {
    drafts[i] = -1;
    const struct item *own = x->s.items + list[i].item; /* "the toll is 9 dead and 30 hurt" */
    if (r->victim == SLOT_SAID && ((own->reading && own->reading->harm) || own->harm)) continue;
    bool alone =
        r->victim == SLOT_SELF && !(t->pos == POS_ADJ && x->s.items[k].reading); /* "a burnt car" is no person */
    bool harm_noun = alone || r->victim == r->harm_of;                           /* "210 deaths": says nothing of who */
    if (!harm_noun && (!group_suits(list + i, harm) || loosely(t, list + i))) continue;
    if (harm < TOLL_DESTROYED && is_country(x, list + i)) continue;
    bool mass = own->bare && !x->s.heading && own->from > 0;   /* "looted private property" */
    mass = mass || (r->victim == SLOT_TO && !own->indefinite); /* "damage to the coast" */
    mass = mass && list[i].single && !list[i].named && harm >= TOLL_DESTROYED;
    if (mass) continue;
    struct draft *d = add_draft(x, r, t, list + i, harm);
    if (!d) continue;
    drafts[i] = (int)x->draft_count - 1;
    if (list[i].part_of >= 0 && drafts[list[i].part_of] >= 0) {
      d->claim.part_of = drafts[list[i].part_of];
      d->claim.scope = TOLL_PART;
    }
    made++;
  }
  if (made && r->agent) name_agent(x, r, t, first);
  return made;
}

void frame_listed(toll_scanner *x, int k, unsigned harm) {
  size_t count;
  const struct rule *rules = pack_rules(x->pack, &count), *r = NULL;
  for (size_t i = 0; i < count && !r; i++)
    if (rules[i].victim == SLOT_COLON && rules[i].pos == POS_NOUN) r = rules + i;
  const struct reading reading = {.harm = (uint8_t)harm};
  struct trigger t = {.item = k, .token = x->s.items[k].head, .reading = &reading, .pos = POS_NOUN};
  struct mention list[GROUP_MENTIONS];
  int n = r ? group_mentions(&x->s, k, false, list) : 0;
  for (int i = 0; i < n; i++)
    if (group_suits(list + i, harm)) add_draft(x, r, &t, list + i, harm);
}

static bool run_rules(toll_scanner *x, struct trigger *t) {
  size_t count;
  const struct rule *rules = pack_rules(x->pack, &count);
  bool any = false;
  for (uint32_t b = x->rules.from[t->pos]; b < x->rules.from[t->pos + 1]; b++) {
    const struct rule_block *block = x->rules.blocks + b;
    for (uint64_t fit = rule_block_fits(block, t->reading, t->voice); fit; fit &= fit - 1) {
      const struct rule *r = rules + block->rules[__builtin_ctzll(fit)];
      if (!conditions_hold(x, r, t) || !apply(x, r, t)) continue;
      any = true;
      if (!r->also) return any;
    }
  }
  return any;
}

/* --- two verbs with one object ------------------------------------------ */

/* Turns drafts of the first verb into joint ones: "killed or wounded 30". */
static void join_verbs(toll_scanner *x, const struct item *it, size_t first) {
  unsigned harm = joint(it->reading ? it->reading->harm : 0, it->second->harm);
  for (size_t i = first; harm && i < x->draft_count; i++) {
    toll_claim *c = &x->drafts[i].claim;
    bool died = pair_of(it->reading->harm, it->second->harm, TOLL_KILLED, TOLL_WOUNDED) &&
                (tags_have(it->second->tags, TAG_INTRANSITIVE) || !it->either);
    c->harm = (uint8_t)(died ? TOLL_KILLED : harm);
    x->drafts[i].trigger = join(x->drafts[i].trigger, sentence_span(&x->s, it->second_head, it->second_head + 1));
    c->span = join(c->span, x->drafts[i].trigger);
    c->quote = sentence_cut(&x->s, c->span);
  }
}

static void verb_trigger(toll_scanner *x, int k, uint16_t token, unsigned inflection) {
  const struct item *it = x->s.items + k;
  const struct form *f = x->s.tokens[token].form;
  if (!f) return;
  const struct reading *r = pack_readings(x->pack, f);
  for (uint32_t i = 0; i < f->count; i++) {
    if (r[i].pos != POS_VERB || (inflection && !(r[i].inflection & inflection))) continue;
    struct trigger t = {.item = k, .token = token, .reading = r + i, .pos = POS_VERB, .voice = it->voice};
    if (run_rules(x, &t)) return;
  }
}

static void word_triggers(toll_scanner *x, int k, uint16_t token, enum pos pos) {
  const struct form *f = x->s.tokens[token].form;
  if (!f) return;
  const struct reading *r = pack_readings(x->pack, f);
  for (uint32_t i = 0; i < f->count; i++) {
    if (r[i].pos != pos) continue;
    struct trigger t = {.item = k, .token = token, .reading = r + i, .pos = (uint8_t)pos};
    if (run_rules(x, &t)) return;
  }
}

/* "saved from drowning": what did not come to pass. */
static bool averted(const struct sentence *s, int v) {
  return s->items[v].gerund && relate_is(s, item_left(s, v), SLOT_FROM);
}

void frame_read(toll_scanner *x) {
  for (int k = 0; k < x->s.item_count; k++) {
    const struct item *it = x->s.items + k;
    size_t first = x->draft_count;
    switch (it->kind) {
    case ITEM_VERB:
      if (averted(&x->s, k)) break;
      if (it->negated && !it->status && it->reading && it->reading->harm) break; /* "was not hurt" claims no figure */
      verb_trigger(x, k, it->head, it->inflection);
      if (!it->second) break;
      if (joint(it->reading ? it->reading->harm : 0, it->second->harm))
        join_verbs(x, it, first);
      else
        verb_trigger(x, k, it->second_head, it->inflection);
      break;
    case ITEM_NOUN:
      if (it->harm && it->harm_reading->pos == POS_VERB) {
        struct trigger t = {.item = k, .token = it->harm_token, .reading = it->harm_reading, .pos = POS_ADJ};
        run_rules(x, &t);
      } else if (it->harm) {
        word_triggers(x, k, it->harm_token, POS_ADJ);
      }
      word_triggers(x, k, it->head, POS_NOUN);
      break;
    case ITEM_ADJ:
      word_triggers(x, k, it->head, POS_ADJ);
      break;
    default:
      break;
    }
  }
}
