/* From noun groups to mentions.
 *
 * The number of a group is written (a figure), told by its article ("a farmer")
 * or by its being one named person.  "of" may carry the number or the people on:
 * "dozens of people", "a family of five", "the bodies of 12 miners". */
#include "extract/group.h"

#include <stdio.h>
#include <string.h>

static bool has(const struct mention *m, enum tag t) {
  return tags_have(m->tags, t);
}

static toll_slice derive(const struct sentence *s, const char *format, int64_t a, int64_t b);

static void take_figure(const struct sentence *s, struct mention *m, int figure) {
  const struct figure *f = s->figures + figure;
  if (f->same) m->derived = derive(s, "as many: %lld", f->value, 0);
  m->value = f->value;
  m->low = f->low;
  m->high = f->high;
  m->form = f->form;
  m->count = sentence_span(s, f->from, f->to);
}

static void take_head(const struct sentence *s, struct mention *m, const struct item *it) {
  memcpy(m->tags, it->tags, sizeof m->tags);
  m->unit = it->unit;
  m->known = it->reading != NULL;
  m->classes = it->classes;
  (void)s;
}

/* The words that say who: the group without its number. */
static toll_span who_span(const struct sentence *s, const struct item *it, int to) {
  int from = it->possessed;
  if (it->figure >= 0 && s->figures[it->figure].to > from) from = s->figures[it->figure].to;
  while (from < it->to && (s->tokens[from].pos == POS_DET || s->tokens[from].kind == TOKEN_MARK)) from++;
  return from < to ? sentence_span(s, from, to) : (toll_span){0, 0};
}

/* "12 of the 40 aboard", "dozens of people", "five members of the army": what stands behind "of". */
static void follow_of(const struct sentence *s, struct mention *m, int k) {
  const struct item *it = s->items + k;
  int n = relate_of(s, k);
  if (n < 0) return;
  const struct item *of = s->items + n;
  bool number_only =
      m->headless || (it->reading && (item_tag(it, TAG_QUANTITY) || item_tag(it, TAG_GROUP) || item_tag(it, TAG_PAIR)));
  bool part = it->reading && (item_tag(it, TAG_PART) || item_tag(it, TAG_BODYWORD) || item_tag(it, TAG_KIN));
  if (number_only && !of->pronoun) {
    uint8_t unit = m->unit;
    if (of->reading || m->headless) {
      take_head(s, m, of);
      if (unit && !m->unit) m->unit = unit;
    }
    m->headless = false;
    m->who = who_span(s, of, of->to);
  } else if (part) {
    m->classes |= of->classes;
    m->who.to = sentence_span(s, of->from, of->to).to;
  }
  m->whole.to = sentence_span(s, of->from, of->to).to;
}

/* "a driver for the relief agency", "staff of an NGO": whom they work for says what they are. */
static void follow_employer(const struct sentence *s, struct mention *m, int k) {
  if (!has(m, TAG_PERSON) && !has(m, TAG_PART) && !has(m, TAG_COLLECTIVE)) return;
  int p = item_right(s, k);
  if (item_kind(s, p) == ITEM_VERB && s->items[p].gerund) p = item_right(s, p); /* "a nurse working for" */
  if (item_kind(s, p) != ITEM_PREP) return;
  bool of =
      relate_is(s, p, SLOT_OF) || relate_is(s, p, SLOT_FOR) || relate_is(s, p, SLOT_WITH) || relate_is(s, p, SLOT_FROM);
  int n = item_right(s, p);
  if (!of || item_kind(s, n) != ITEM_NOUN || !item_tag(s->items + n, TAG_ORG)) return;
  m->classes |= s->items[n].classes;
  if (m->classes >> TOLL_AID_WORKER & 1) m->classes &= ~(1u << TOLL_WORKER); /* the one class says the other */
}

/* "a group of 12 men", "the bodies of 12 miners", "a family of five": the number stands behind "of". */
static bool number_behind_of(const struct sentence *s, int k, struct mention *m) {
  const struct item *it = s->items + k;
  int n = relate_of(s, k);
  if (n < 0 || item_counted(s, it) || !it->reading) return false;
  if (it->figure >= 0 && s->figures[it->figure].kind == FIGURE_FRACTION) return false; /* "half the crew of 12" */
  const struct item *of = s->items + n;
  bool body = item_tag(it, TAG_BODYWORD),
       holder = item_tag(it, TAG_QUANTITY) || item_tag(it, TAG_LIFE) ||
                token_reading_tag(s, s->tokens + it->head, POS_NOUN, TAG_GROUP) != NULL;
  if (!body && !holder) return false;
  if (!item_counted(s, of) && !(body && group_mention(s, n, m))) return false;
  if (item_counted(s, of)) {
    if (!group_mention(s, n, m)) return false;
    if (m->headless) {
      m->headless = false;
      m->who = who_span(s, it, it->to);
      m->tags[0] = it->tags[0], m->tags[1] = it->tags[1];
      m->unit = TOLL_PERSON;
    }
  }
  if (body) m->unit = TOLL_BODY;
  m->item = k;
  m->whole.from = sentence_span(s, it->from, it->to).from;
  return true;
}

struct mention mention_one(int item, toll_span count) {
  struct mention m = {.item = item, .part_of = -1, .value = 1, .low = 1, .high = 1, .form = TOLL_EXACT};
  m.single = m.definite = true;
  m.count = m.who = m.whole = count;
  return m;
}

static void one(struct mention *m, toll_span count) {
  m->value = m->low = m->high = 1;
  m->form = TOLL_EXACT;
  m->single = true;
  m->count = count;
}

/* The span of a singular group without its possessor: "a farmer", "Ali Hassan". */
static toll_span single_span(const struct sentence *s, const struct item *it) {
  int from = it->from;
  if (it->possessed > it->from) from = it->from;
  while (from < it->head && s->tokens[from].pos == POS_DET && !it->indefinite) from++;
  for (int i = from; i < it->head && !it->indefinite; i++) /* "ward 4 councillor": not the ward's number */
    if (s->tokens[i].kind == TOKEN_NUMBER ||
        (i > 0 && s->tokens[i].figure && from == i && s->tokens[i].figure == s->tokens[i - 1].figure))
      from = i + 1;
  return sentence_span(s, from, it->head + 1);
}

static toll_slice derive(const struct sentence *s, const char *format, int64_t a, int64_t b) {
  char text[64];
  int n = snprintf(text, sizeof text, format, (long long)a, (long long)b);
  return arena_copy(s->arena, (toll_slice){text, n > 0 ? (size_t)n : 0});
}

/* What a share is taken of: "half [of the 60 detainees]", "half [the 60 detainees]", "half [the crew of 12]". */
static bool whole_of(const struct sentence *s, int k, struct mention *m) {
  const struct item *it = s->items + k;
  int n = relate_of(s, k), inner = -1;
  for (int i = s->figures[it->figure].to; i < it->to && inner < 0; i++)
    if (s->tokens[i].figure && s->figures[s->tokens[i].figure - 1].kind == FIGURE_COUNT)
      inner = s->tokens[i].figure - 1;
  if (inner < 0 && (n < 0 || !item_counted(s, s->items + n) || !group_mention(s, n, m))) return false;
  if (inner < 0 && !(m->headless && it->reading)) return true;
  *m = (struct mention){.item = k, .part_of = -1, .whole = sentence_span(s, it->from, it->to)};
  take_head(s, m, it);
  take_figure(s, m, inner >= 0 ? inner : s->items[n].figure);
  m->who = who_span(s, it, it->to);
  return true;
}

/* "half of the 60 detainees": a share of a written number. */
static bool fraction_of(const struct sentence *s, int k, struct mention *m) {
  const struct item *it = s->items + k;
  if (it->figure < 0 || s->figures[it->figure].kind != FIGURE_FRACTION) return false;
  const struct figure *share = s->figures + it->figure;
  struct mention whole;
  if (!whole_of(s, k, &whole) || whole.value == TOLL_OPEN || share->high <= 0) return false;
  int64_t parts;
  if (__builtin_mul_overflow(whole.value, share->low, &parts)) return false;
  *m = whole;
  m->item = k;
  m->count = sentence_span(s, share->from, share->to);
  m->whole.from = m->count.from;
  m->value = parts / share->high;
  if (share->form != TOLL_EXACT)
    m->form = share->form; /* "fewer than half of" */
  else if (parts % share->high)
    m->form = TOLL_ABOUT;
  figure_bound(m->value, m->form, &m->low, &m->high);
  char text[64];
  int len = snprintf(text, sizeof text, "%lld/%lld x %lld", (long long)share->low, (long long)share->high,
                     (long long)whole.value);
  m->derived = arena_copy(s->arena, (toll_slice){text, len > 0 ? (size_t)len : 0});
  return true;
}

/* "the fifth victim": five so far. */
static bool nth(const struct sentence *s, int k, struct mention *m) {
  const struct item *it = s->items + k;
  if (it->figure < 0 || s->figures[it->figure].decoy != DECOY_ORDINAL || !it->definite || it->plural || it->name ||
      s->tokens[it->head].figure)
    return false;
  int64_t n = s->figures[it->figure].value;
  bool apposed = item_kind(s, item_left(s, k)) == ITEM_COMMA && item_tag(it, TAG_PERSON);
  int v = item_right(s, k); /* "the third judge killed" since somebody began to count */
  bool harmed = item_kind(s, v) == ITEM_VERB && s->items[v].voice == VOICE_BARE && s->items[v].reading &&
                s->items[v].reading->harm && item_tag(it, TAG_PERSON);
  bool counts = apposed || harmed || item_tag(it, TAG_LIFE) || (it->reading && it->reading->harm);
  if (n == TOLL_OPEN || n < 2 || !counts) return false;
  m->value = m->low = m->high = n;
  m->form = TOLL_EXACT;
  m->ordinal = true;
  m->count = sentence_span(s, s->figures[it->figure].from, s->figures[it->figure].to);
  m->derived = derive(s, "ordinal: %lld", n, 0);
  return true;
}

/* "Two were shot and a third stabbed", "two drowned and the third was saved": one more than were told of. */
static bool next_one(const struct sentence *s, int k, struct mention *m) {
  const struct item *it = s->items + k;
  const struct token *head = s->tokens + it->head;
  const struct figure *f = head->figure ? s->figures + head->figure - 1 : NULL;
  if (!f || relate_of(s, k) >= 0 || item_kind(s, item_right(s, k)) != ITEM_VERB) return false;
  bool share = f->kind == FIGURE_FRACTION && f->value == 1;
  bool nth = f->kind == FIGURE_DECOY && f->decoy == DECOY_ORDINAL && (it->definite || it->indefinite);
  int64_t n = share ? f->high : f->value;
  if ((!share && !nth) || n == TOLL_OPEN) return false;
  bool open = nth && it->indefinite && item_kind(s, item_right(s, k)) == ITEM_VERB; /* "a seventh survived" */
  for (const struct figure *g = s->figures; g < f || open; g++) {
    if (!open && (g->kind != FIGURE_COUNT || g->value != n - 1)) continue;
    *m = mention_one(k, sentence_span(s, it->from, it->to));
    m->stands_in = true;
    m->derived = derive(s, "1 after %lld", n - 1, 0);
    m->added = true;
    m->definite = it->definite;
    return true;
  }
  return false;
}

static bool singular_noun(const struct item *it) {
  if (!it->reading) return false;
  return (it->reading->inflection & INFL_SINGULAR) && !item_tag(it, TAG_COLLECTIVE) && !it->plural;
}

static bool person_like(const struct item *it) {
  return item_tag(it, TAG_PERSON) || item_tag(it, TAG_KIN) || item_tag(it, TAG_ATTACKER) || item_tag(it, TAG_PART);
}

/* "the FPL", "the Walkers", "Red Cross": nobody's own name takes an article, unless
 * a word that tells of the person stands between ("the late Ali Hassan") or the name
 * is an office ("the Emir of Kano"). */
static bool name_of_many(const struct sentence *s, const struct item *it) {
  const struct token *head = s->tokens + it->head;
  bool initials = !s->caseless && head->shape == SHAPE_UPPER && head->len >= 2 && head->len <= 4;
  if (initials && it->to == it->from + 1) return true; /* "IS", "ENDF" */
  if (it->reading) return item_tag(it, TAG_ORG) && !item_tag(it, TAG_PERSON);
  if (!it->definite || it->possessed > it->from || s->tokens[it->from].pos != POS_DET) return false;
  for (int i = it->from + 1; i < it->head; i++)
    if (s->tokens[i].pos != POS_NAME) return false;
  bool office = s->tokens[it->head].shape == SHAPE_CAPITAL && relate_of(s, (int)(it - s->items)) >= 0;
  return it->from < it->head && !office;
}

/* A lone word that the pack has as verb or small word only is the rest of a headline, not a name. */
static bool no_name(const struct sentence *s, const struct item *it) {
  const unsigned nouns = 1u << POS_NOUN | 1u << POS_NAME | 1u << POS_TITLE, adj = 1u << POS_ADJ;
  const struct form *f = s->tokens[it->head].form;
  return it->to == it->from + 1 && f && f->pos && !(f->pos & nouns) && f->pos != adj;
}

/* "two other cooks" where the number was taken for a day: the words count, though not what they seem to. */
static bool opens_with_number(const struct sentence *s, const struct item *it) {
  const struct token *t = s->tokens + it->from;
  if (!t->figure || t->figure == s->tokens[it->head].figure) return false;
  const struct figure *f = s->figures + t->figure - 1;
  return f->kind == FIGURE_DECOY && f->decoy != DECOY_AGE && f->decoy != DECOY_ORDINAL;
}

/* A group without a number that still means exactly one. */
/* "staff was shot": a word for many that its verb takes for one person. */
static bool one_of_staff(const struct sentence *s, const struct item *it) {
  int verb = item_right(s, (int)(it - s->items));
  if (!item_tag(it, TAG_COLLECTIVE) || !token_tag(s->tokens + it->head, TAG_STAFF) || item_kind(s, verb) != ITEM_VERB)
    return false;
  const struct token *t = s->tokens + s->items[verb].from;
  return t->pos == POS_AUX && token_tag(t, TAG_BE) && !token_tag(t, TAG_COLLECTIVE);
}

static bool means_one(const struct sentence *s, const struct item *it) {
  if (it->pronoun) return it->other && it->reading && it->reading->value == 1; /* "another was hurt" */
  const struct token *head = s->tokens + it->head;
  if (head->figure || opens_with_number(s, it)) return false;          /* "another 12 %" */
  if (head->pos == POS_ADJ && !it->classes && !it->harm) return false; /* "an immoral" what? */
  if (it->indefinite) /* "a staff", "a police" mean one of them all the same */
    return !(it->reading && it->reading->inflection == INFL_PLURAL && !item_tag(it, TAG_COLLECTIVE));
  if (it->name) return !name_of_many(s, it) && !no_name(s, it) && !it->other;
  if (!it->reading) return it->definite && !head->form && head->shape == SHAPE_LOWER && !head->plural;
  if (it->other && it->plural) return false;
  if (one_of_staff(s, it)) return true;
  return singular_noun(it) && (person_like(it) || it->unit || item_tag(it, TAG_THING) || item_tag(it, TAG_BODYWORD));
}

bool group_mention(const struct sentence *s, int k, struct mention *m) {
  const struct item *it = s->items + k;
  *m = (struct mention){.item = k, .part_of = -1, .value = TOLL_OPEN, .low = TOLL_OPEN, .high = TOLL_OPEN};
  if (it->kind != ITEM_NOUN || (relate_is_time(s, k) && !item_counted(s, it))) return false;
  if (number_behind_of(s, k, m)) return true;
  m->whole = sentence_span(s, it->from, it->to);
  take_head(s, m, it);
  m->who = who_span(s, it, it->to);
  m->other = it->other;
  m->added = it->added;
  m->named = it->name;
  m->definite = it->definite;
  m->kin = it->possessive;
  if (item_counted(s, it)) {
    take_figure(s, m, it->figure);
    m->headless = s->tokens[it->head].figure != 0 && s->tokens[it->head].figure - 1 == it->figure;
    if (m->headless) m->who = (toll_span){0, 0};
    m->stands_in = s->tokens[it->head].pos == POS_PRON && it->other;
    if (it->name && item_tag(it, TAG_ORG) && !it->plural) m->known = false; /* "nine ISIS": its members */
    follow_of(s, m, k);
    follow_employer(s, m, k);
    return true;
  }
  if (fraction_of(s, k, m) || nth(s, k, m) || next_one(s, k, m)) return true;
  if (it->reading && item_tag(it, TAG_PAIR) && it->reading->value != TOLL_OPEN) {
    m->value = m->low = m->high = it->reading->value;
    m->count = sentence_span(s, it->head, it->head + 1);
    follow_of(s, m, k);
    return true;
  }
  if (!means_one(s, it)) return false;
  one(m, single_span(s, it));
  m->stands_in = it->pronoun;
  follow_of(s, m, k);
  follow_employer(s, m, k);
  if (m->named && !it->reading) m->who = m->count;
  return true;
}

bool group_suits(const struct mention *m, unsigned harm) {
  bool thing = m->unit > TOLL_HOUSEHOLD || has(m, TAG_THING);
  bool person = has(m, TAG_PERSON) || has(m, TAG_KIN) || has(m, TAG_GROUP) || has(m, TAG_COLLECTIVE) ||
                has(m, TAG_ATTACKER) || has(m, TAG_BODYWORD) || has(m, TAG_LIFE) || has(m, TAG_PART) ||
                has(m, TAG_PAIR) || m->unit == TOLL_PERSON || m->unit == TOLL_BODY || m->unit == TOLL_HOUSEHOLD ||
                (!thing && m->classes & ((1u << TOLL_HOUSE) - 1)); /* "agency vans" are no people */
  if (m->headless || m->stands_in || m->form == TOLL_NONE) return true;
  if (has(m, TAG_ORG) && m->named && !m->single && harm < TOLL_DESTROYED) return true; /* "four Mai-Mai": its men */
  if (harm == TOLL_AFFECTED) return !m->single && (person || !m->known || m->unit == TOLL_BUILDING);
  if (harm >= TOLL_DESTROYED) return thing || (!person && !m->known && !m->named);
  if (person) return true;
  if (thing || m->known) return false;
  return m->named || !m->single || m->value != 1 || m->who.to > 0;
}

/* --- lists ------------------------------------------------------------- */

static int conjuncts(const struct sentence *s, int k, bool leftwards, int *list) {
  if (leftwards) return relate_list_left(s, k, list, RELATE_LIST);
  int n = 0;
  for (; k >= 0 && n < RELATE_LIST; k = relate_next_conjunct(s, k)) list[n++] = k;
  return n;
}

/* Singular conjuncts become one mention: "a teacher and his brother" is 1 + 1. */
static int join_singles(const struct sentence *s, struct mention *m, int n) {
  int singles = 0, names = 0;
  int attackers = 0;
  for (int i = 0; i < n; i++) singles += m[i].single, names += m[i].single && m[i].named;
  for (int i = 0; i < n; i++) attackers += has(m + i, TAG_ATTACKER);
  if (singles < 2 || singles < n) return n;
  if (attackers && attackers < n) return n; /* "the bomber and a guard": on two sides */
  m[0].each_count = n <= TOLL_EACH ? (uint8_t)n : 0;
  for (int i = 0; i < m[0].each_count; i++) m[0].each[i] = m[i].classes;
  for (int i = 1; i < n; i++) {
    m[0].classes |= m[i].classes;
    m[0].whole.to = m[i].whole.to;
    m[0].who.to = m[i].whole.to;
  }
  m[0].value = m[0].low = m[0].high = n;
  m[0].single = false;
  m[0].derived = n == 2 && names < n ? derive(s, "%lld + %lld", 1, 1) : derive(s, "named: %lld", n, 0);
  return 1;
}

/* "a farmer or a rebel", "three, five or nine people": the list is joined by or, before its
 * last member or inside of that one's number. */
static bool alternatives(const struct sentence *s, const struct mention *m, const int *list, int n) {
  if (n < 2 || s->items[list[n - 1]].from == 0) return false;
  const struct token *t = s->tokens + s->items[list[n - 1]].from - 1;
  while (t > s->tokens && t->pos == POS_ADV) t--; /* "or possibly nine" */
  if (token_tag(t, TAG_OR)) return true;
  for (int i = 0; i < n - 1; i++)
    if (!m[i].headless) return false;
  bool or = false;
  for (int i = s->items[list[n - 1]].from; i < s->items[list[n - 1]].to; i++)
    or = or || (s->tokens[i].figure && token_tag(s->tokens + i, TAG_OR));
  return or &&m[n - 1].form == TOLL_BETWEEN;
}

/* The most that the words name: of "at least two" the two. */
static int64_t top(const struct mention *m) {
  return m->high != TOLL_OPEN ? m->high : m->value;
}

/* Of alternatives the count is one of theirs: between the least and the most. */
static int join_alternatives(struct mention *m, int n) {
  int64_t least = m[0].low, most = top(m);
  if (m[0].form == TOLL_NONE) return n;
  for (int i = 1; i < n; i++) {
    if (m[i].form == TOLL_NONE) continue; /* "three, five or none at all" */
    bool open = m[i].low == TOLL_OPEN || top(m + i) == TOLL_OPEN || least == TOLL_OPEN || most == TOLL_OPEN;
    if (open || m[i].single != m[0].single) return n;
    least = m[i].low < least ? m[i].low : least;
    most = top(m + i) > most ? top(m + i) : most;
    m[0].classes &= m[i].classes;
    m[0].count.to = m[i].count.to;
    m[0].whole.to = m[i].whole.to;
    if (m[0].who.to == 0) m[0].who = m[i].who;
  }
  if (least == most) return 1;
  m[0].low = least;
  m[0].high = most;
  m[0].value = TOLL_OPEN;
  m[0].form = TOLL_BETWEEN;
  return 1;
}

/* "a mother and her three children": 4, of whom children 3. */
static int join_kin(const struct sentence *s, struct mention *m, int n) {
  const struct mention *last = m + n - 1;
  if (n < 2 || last->single || !last->kin || last->value == TOLL_OPEN || last->form != TOLL_EXACT) return n;
  int64_t elders = 0, all;
  for (int i = 0; i < n - 1; i++) {
    if (!m[i].single && !has(m + i, TAG_PAIR)) return n; /* "a couple and their son" */
    elders += m[i].value;
  }
  struct mention part = *last;
  if (__builtin_add_overflow(part.value, elders, &all)) return n;
  m[0].value = m[0].low = m[0].high = all;
  m[0].derived = derive(s, "%lld + %lld", elders, part.value);
  m[0].single = false;
  m[0].classes = 0;
  m[0].whole.to = m[0].who.to = part.whole.to;
  part.part_of = 0;
  m[1] = part;
  return 2;
}

/* "Two staff, a driver and a guard, were", "three clerics, A, B and C": what
 * follows the first count explains it when it adds up to it, and is either closed
 * by a comma or nothing but names. */
static int explain_first(const struct sentence *s, struct mention *m, int n, int last) {
  int64_t sum = 0;
  bool names = true;
  if (n < 3 || m[0].form != TOLL_EXACT || m[0].single) return n;
  for (int i = 1; i < n; i++) {
    if (m[i].value == TOLL_OPEN || m[i].value > m[0].value) return n;
    names = names && m[i].single && m[i].named;
    sum += m[i].value;
  }
  bool closed = item_kind(s, relate_after_phrases(s, last)) == ITEM_COMMA;
  if (sum != m[0].value || !(names || closed)) return n;
  for (int i = 1; i < n; i++) m[i].part_of = 0;
  return n;
}

/* "poet Ana Reyes": a name behind a noun that says what they are. */
static bool described(const struct sentence *s, const struct item *it) {
  const struct token *t = s->tokens + it->from;
  return it->head > it->from && t->pos == POS_NOUN && token_tag(t, TAG_PERSON);
}

/* A member of a list that is no count of its own: a kind of people behind a
 * counted one ("7 Jews, Tatars and Lezgins"), or a second word for the same person
 * ("a journalist and activist"). */
static bool more_of_the_same(const struct sentence *s, const struct item *first, const struct item *it,
                             const struct mention *before, const struct mention *m) {
  if (!m->single || !it->bare || has(m, TAG_KIN)) return false; /* "his wife and daughter" are two */
  if (!before->single) return it->to == it->from + 1;
  if (first->bare && !before->named && m->named && described(s, it)) return true; /* "leader and poet Ana Reyes" */
  return !before->named && !m->named && before->value == 1;
}

/* "a nurse, driver and cook were": the verb says that they are several. */
static bool told_as_several(const struct sentence *s, int last) {
  int verb = relate_after_phrases(s, last);
  const struct token *t = item_kind(s, verb) == ITEM_VERB ? s->tokens + s->items[verb].from : NULL;
  return t && t->pos == POS_AUX && token_tag(t, TAG_BE) && token_tag(t, TAG_COLLECTIVE);
}

/* "196 fighters and civilians", "four soldiers or rebels": one number over two kinds of people. */
static bool more_kinds(const struct item *it, const struct mention *before) {
  return it->bare && it->plural && !it->pronoun && item_tag(it, TAG_PERSON) && !before->single && !before->headless &&
         before->value != 0;
}

/* "he and his guard", "himself and two others": in a list, a pronoun is the one person named before. */
static bool one_before(const struct sentence *s, int k, struct mention *m) {
  const struct item *it = s->items + k;
  if (!relate_one_before(it)) return false;
  *m = mention_one(k, sentence_span(s, it->from, it->to));
  m->tags[0] = it->tags[0], m->tags[1] = it->tags[1];
  m->known = true;
  return true;
}

/* "Leyla N., a nurse and mother, was": two words for the one who is named before them
 * are no second person; the first of them was left out of the list as an apposition. */
static bool describes_named(const struct sentence *s, int k, int listed, const struct mention *before) {
  int and_word = item_left(s, k), apposed = item_left(s, and_word);
  if (!s->items[k].bare || !before->named || !before->single || item_kind(s, and_word) != ITEM_AND) return false;
  return apposed != listed && item_kind(s, apposed) == ITEM_NOUN && s->items[apposed].indefinite;
}

/* "four male and one female nurse": the first stands before the noun of the second. */
static void share_noun(const struct sentence *s, struct mention *m, const struct mention *next) {
  const struct item *it = s->items + m->item, *other = s->items + next->item;
  const struct token *head = s->tokens + it->head;
  bool adjective = head->form && head->form->pos >> POS_ADJ & 1 && it->figure >= 0 && it->to - it->from == 2;
  const uint32_t sex = 1u << TOLL_MAN | 1u << TOLL_WOMAN;
  if (adjective && other->to - other->from > 2 && it->classes & sex && other->classes & sex)
    m->classes |= next->classes & ~sex;
}

/* "engineer and professor Ali Musa": two callings of the person named. */
static int one_titled(const struct sentence *s, const int *list, struct mention *m, int n) {
  for (int i = 0; i + 1 < n; i++) {
    const struct item *a = s->items + list[i], *b = s->items + list[i + 1];
    bool titled = b->name && s->tokens[b->from].pos != POS_NAME && b->bare;
    if (m[i].item != list[i] || m[i + 1].item != list[i + 1] || !titled || !a->bare || a->name || !m[i].single)
      continue;
    m[i + 1].classes |= m[i].classes;
    m[i + 1].whole.from = m[i].whole.from;
    memmove(m + i, m + i + 1, (size_t)(n - i - 1) * sizeof *m);
    return n - 1;
  }
  return n;
}

int group_bodies(const struct sentence *s, int k, struct mention *out) {
  int n = 0, of = item_tag(s->items + k, TAG_BODYWORD) && !item_counted(s, s->items + k) ? relate_of(s, k) : -1;
  while (of >= 0 && n < GROUP_MENTIONS && group_mention(s, of, out + n)) {
    out[n++].unit = TOLL_BODY;
    int joint = relate_after_phrases(s, of), next = item_right(s, joint);
    if (item_kind(s, joint) == ITEM_COMMA && item_kind(s, next) == ITEM_AND) next = item_right(s, next);
    bool joined = item_kind(s, joint) == ITEM_AND || item_kind(s, joint) == ITEM_COMMA;
    const struct item *it = joined && item_kind(s, next) == ITEM_NOUN ? s->items + next : NULL;
    of = it && (it->figure >= 0 || it->indefinite || it->possessive) && (person_like(it) || !it->reading) ? next : -1;
  }
  if (n < 2) return 0;
  out[0].whole.from = sentence_span(s, s->items[k].from, s->items[k].to).from;
  n = join_kin(s, out, n);
  return join_singles(s, out, n);
}

/* "neither the driver nor his two guards": of the list that ends with item k nobody is meant. */
static bool denied_list(const struct sentence *s, int k) {
  int link = item_left(s, k);
  return item_kind(s, link) == ITEM_AND && token_tag(s->tokens + s->items[link].head, TAG_NEGATION);
}

int group_mentions(const struct sentence *s, int k, bool leftwards, struct mention *out) {
  int list[RELATE_LIST], n = 0;
  int items = conjuncts(s, k, leftwards, list);
  bool several = leftwards && items > 1 && told_as_several(s, list[items - 1]);
  for (int i = 0; i < items && n < GROUP_MENTIONS; i++) {
    const struct item *it = s->items + list[i];
    if (!group_mention(s, list[i], out + n) && !(items > 1 && one_before(s, list[i], out + n))) {
      if (n && more_kinds(it, out + n - 1)) out[n - 1].classes |= it->classes;
      continue;
    }
    const struct mention *before = n ? out + n - 1 : NULL;
    bool apart = before && before->single && !before->named && !out[n].named && several;
    bool same = before && !apart &&
                (more_of_the_same(s, s->items + before->item, it, before, out + n) ||
                 describes_named(s, list[i], list[i - 1], before));
    if (same) out[n - 1].classes |= out[n].classes;
    n += !same;
  }
  if (items > 1 && n > 1 && denied_list(s, list[items - 1])) n = out[0].form == TOLL_NONE;
  n = one_titled(s, list, out, n);
  bool or = n == items && alternatives(s, out, list, items);
  /* a number without a noun takes the noun of its neighbour: "five men and three women", "12 soldiers and 30" */
  for (int i = 1; i < n; i++) {
    if (!out[i].headless || out[i - 1].headless) continue;
    memcpy(out[i].tags, out[i - 1].tags, sizeof out[i].tags);
    out[i].unit = out[i - 1].unit;
    out[i].known = out[i - 1].known;
    out[i].headless = false;
  }
  for (int i = 0; i + 1 < n; i++) share_noun(s, out + i, out + i + 1);
  if (or) return join_alternatives(out, n);
  n = explain_first(s, out, n, items ? list[items - 1] : k);
  n = join_kin(s, out, n);
  return join_singles(s, out, n);
}
