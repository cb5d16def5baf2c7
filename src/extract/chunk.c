/* Tokens to items: noun groups, verb groups and the small words between them.
 *
 * A noun group runs from its determiner or number to its head noun.  A verb
 * group is its auxiliaries, adverbs and main verb, with a second main verb where
 * two are joined ("killed or wounded").  Everything else is one item a token. */
#include "extract/sentence.h"

#include <string.h>

static const struct token *tok(const struct sentence *s, int i) {
  return i >= 0 && i < s->token_count ? s->tokens + i : NULL;
}

static struct item *push(struct sentence *s, enum item_kind kind, int from, int to) {
  struct item *it = s->items + s->item_count++;
  *it = (struct item){.kind = (uint8_t)kind,
                      .from = (uint16_t)from,
                      .to = (uint16_t)to,
                      .head = (uint16_t)(to - 1),
                      .figure = -1,
                      .possessed = (uint16_t)from};
  return it;
}

/* --- noun groups ------------------------------------------------------- */

static bool time_word(const struct sentence *s, const struct token *t) {
  (void)s;
  return token_tag(t, TAG_WEEKDAY) || token_tag(t, TAG_MONTH) || (token_tag(t, TAG_TIME) && t->pos != POS_ADJ);
}

static bool decoy_of(const struct sentence *s, const struct token *t, enum decoy d) {
  return t->figure && s->figures[t->figure - 1].kind == FIGURE_DECOY && s->figures[t->figure - 1].decoy == d;
}

static bool counts(const struct sentence *s, const struct token *t) {
  return t->figure && s->figures[t->figure - 1].kind == FIGURE_COUNT;
}

/* "historic, religious and cultural monuments": adjectives in a row before one noun. */
static bool between_adjectives(const struct sentence *s, int i) {
  if (s->tokens[i - 1].pos != POS_ADJ) return false;
  bool adjective = false;
  for (; i < s->token_count; i++) {
    const struct token *t = s->tokens + i;
    if (t->figure) return false;
    if (t->pos == POS_ADJ)
      adjective = true;
    else if (t->pos == POS_NOUN)
      return adjective;
    else if (t->mark != ',' && !token_tag(t, TAG_AND) && !token_tag(t, TAG_TO))
      return false;
  }
  return false;
}

static bool plural_noun(const struct sentence *s, const struct token *t) {
  const struct reading *r = token_reading(s, t, POS_NOUN);
  return r && (r->inflection & INFL_PLURAL) && !(r->inflection & INFL_SINGULAR);
}

/* "on 5 May 1990 | Ali Hassan", "last Monday | Ali Hassan": a date ends before token
 * i, so that the name there begins a group of its own. */
static bool date_before(const struct sentence *s, int i) {
  int k = i - 1;
  bool date = false;
  for (; k >= 0; k--) {
    const struct token *t = s->tokens + k;
    if (decoy_of(s, t, DECOY_DATE) || token_tag(t, TAG_MONTH) || token_tag(t, TAG_WEEKDAY))
      date = true;
    else if (t->mark != ',')
      break;
  }
  const struct token *prep = tok(s, k);
  if (!date || !prep) return false;
  if (prep->pos != POS_PREP) return token_tag(prep, TAG_PAST);
  return token_tag(prep, TAG_IN) || token_tag(prep, TAG_UPON) || token_tag(prep, TAG_SINCE) || token_tag(prep, TAG_BY);
}

/* "five 'rebels'", "'at least four' rebels": a quotation mark inside a noun group. */
static bool quote_inside(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i, *next = tok(s, i + 1);
  if ((t->mark != '"' && t->mark != '\'') || !next || next->kind == TOKEN_MARK || next->figure) return false;
  if (next->pos == POS_NAME) return t->mark == '"' || s->tokens[i - 1].figure;
  return (next->pos == POS_NOUN || next->pos == POS_ADJ) && counts(s, s->tokens + i - 1);
}

/* A number above one, or "others", that needs no noun behind it. */
static bool stands_for_people(const struct sentence *s, const struct token *t) {
  if (t->pos == POS_PRON && token_tag(t, TAG_OTHER)) return true;
  return counts(s, t) && s->figures[t->figure - 1].value != 1;
}

/* "a radio | and | television reporter": two kinds of one person, who stands at the end. */
static bool shares_head(const struct sentence *s, int i) {
  const struct token *before = s->tokens + i - 1, *and = s->tokens + i, *kind = tok(s, i + 1), *head = tok(s, i + 2);
  if (!token_tag(and, TAG_AND) || token_tag(and, TAG_WITH) || !kind || !head) return false;
  const struct reading *r = token_reading(s, head, POS_NOUN);
  bool person = head->pos == POS_NOUN && r && (r->inflection & INFL_SINGULAR) && tags_have(r->tags, TAG_PERSON);
  bool noun = before->pos == POS_NOUN || (before->pos == POS_NAME && before->shape == SHAPE_UPPER); /* "a TV and" */
  bool kinds = noun && kind->pos == POS_NOUN && !before->figure && !kind->figure;
  if (!person || !kinds || plural_noun(s, before) || plural_noun(s, kind)) return false;
  const struct token *people[] = {before, kind};
  for (int k = 0; k < 2; k++)
    if (token_tag(people[k], TAG_PERSON) || token_tag(people[k], TAG_KIN) || token_tag(people[k], TAG_COLLECTIVE))
      return false;
  return i >= 2 && token_tag(s->tokens + i - 2, TAG_ARTICLE);
}

/* "nine | formerly displaced people", "three | badly burnt bodies": an adverb between a
 * number and the adjective of its noun. */
static bool adverb_inside(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i, *next = tok(s, i + 1), *noun = tok(s, i + 2);
  if (!counts(s, t - 1) || time_word(s, t) || !next || next->figure) return false;
  if (next->pos == POS_NOUN) return next->len > 0 && memchr(s->text + next->at, ' ', next->len) && plural_noun(s, next);
  return next->pos == POS_ADJ && noun && noun->pos == POS_NOUN && !time_word(s, noun);
}

/* A mark at token i inside of a noun group. */
static bool mark_goes_on(const struct sentence *s, int i, bool headed) {
  const struct token *t = s->tokens + i, *before = t - 1, *next = tok(s, i + 1);
  bool tied = next && next->glued;
  bool hyphen = t->mark == '-' && t->glued && tied;
  bool dot = t->mark == '.' && t->glued && before->pos == POS_TITLE && next;
  bool slash = t->mark == '/' && t->glued && tied && !before->figure;
  bool initial = t->mark == '.' && t->glued && before->len == 1 &&
                 (before->shape == SHAPE_UPPER || before->shape == SHAPE_CAPITAL) && next; /* "Amina D., 41" */
  return hyphen || dot || slash || initial || (!headed && quote_inside(s, i));
}

/* A word at token i by its part of speech. */
static bool word_goes_on(const struct sentence *s, int i, bool headed) {
  const struct token *t = s->tokens + i, *before = t - 1;
  switch (t->pos) {
  case POS_NOUN:
    if (before->figure && time_word(s, t) && counts(s, before)) return false; /* "killed 12 Sunday" */
    if (token_tag(t, TAG_CAPTIVITY) && !plural_noun(s, t) && (headed || stands_for_people(s, before)))
      return false; /* "took nine pupils hostage", "took nine hostage" */
    if (headed && time_word(s, t) && !time_word(s, before))
      return t->shape == SHAPE_CAPITAL && before->pos == POS_NAME && !token_tag(t, TAG_WEEKDAY) &&
             !token_tag(t, TAG_MONTH); /* "World Year Book" */
    return true;
  case POS_NAME:
  case POS_TITLE:
    return !(headed && counts(s, before) && time_word(s, t)) && !date_before(s, i);
  case POS_ADJ: {
    const struct token *next = tok(s, i + 1);
    if (!headed) return true;
    return next && (next->pos == POS_NOUN || next->pos == POS_NAME) && !token_tag(t, TAG_SUBSET) &&
           !(t->form && t->form->harms) && t->form && next->form && !time_word(s, next);
  }
  case POS_PRON:
    return before->figure && token_tag(t, TAG_OTHER); /* "four others" */
  case POS_ADV:                                       /* "hurt three more" */
    if (counts(s, before) && token_tag(t, TAG_ADDED) && token_tag(t, TAG_OTHER)) return true;
    return !headed && adverb_inside(s, i);
  case POS_DET:
    return !headed && (token_tag(t, TAG_OTHER) || before->pos == POS_DET ||
                       (before->figure && !decoy_of(s, before, DECOY_DATE))); /* "On 3 May | the head of" */
  default:
    return false;
  }
}

/* Whether token i may go on a noun group whose last token is i - 1. */
static bool goes_on(const struct sentence *s, int i, bool headed) {
  const struct token *t = s->tokens + i, *before = t - 1;
  bool links = t->mark == ',' || token_tag(t, TAG_AND) || token_tag(t, TAG_TO); /* "moderate to severe wounds" */
  if (!headed && links && between_adjectives(s, i)) return true;
  if (shares_head(s, i) || (token_tag(before, TAG_AND) && i >= 2 && shares_head(s, i - 1))) return true;
  if (t->kind == TOKEN_MARK) return mark_goes_on(s, i, headed);
  if (t->mark == 's') return headed;
  if (before->kind == TOKEN_MARK && before->mark == '-' && before->glued && t->glued)
    return t->kind == TOKEN_WORD || t->figure;
  if (before->kind == TOKEN_MARK && before->mark == '/' && t->glued) return t->kind == TOKEN_WORD;
  if (!before->figure && (before->mark == ',' || token_tag(before, TAG_AND) || token_tag(before, TAG_TO)))
    return t->pos == POS_ADJ || token_tag(t, TAG_AND);
  if (t->figure) {
    if (before->figure == t->figure) return true;
    if (headed) return decoy_of(s, t, DECOY_NAME);
    return !(decoy_of(s, before, DECOY_DATE) && counts(s, t)); /* "in 2014 | 500 people" */
  }
  return word_goes_on(s, i, headed);
}

static bool heads(const struct token *t) {
  return t->pos == POS_NOUN || t->pos == POS_NAME;
}

/* An adjective at token i with its noun behind it, or further adjectives and the noun. */
static bool leads_to_noun(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  for (int k = i + 1; k < s->token_count && k < i + 6; k++) {
    const struct token *n = s->tokens + k;
    if (heads(n) || n->pos == POS_TITLE) return !time_word(s, n) || !(t->form && t->form->harms);
    bool links = n->mark == ',' || token_tag(n, TAG_TO);
    if (links && tok(s, k + 1) && tok(s, k + 1)->pos == POS_ADJ) continue;
    if (n->pos != POS_ADJ && n->pos != POS_NUM && n->mark != '-' && n->mark != '"') break;
  }
  return false;
}

/* The first reading of the head that tells what it is. */
static const struct reading *head_reading(const struct sentence *s, const struct token *t) {
  const struct reading *r = token_reading(s, t, POS_NOUN);
  if (!r) r = token_reading(s, t, POS_NAME);
  if (!r) r = token_reading(s, t, POS_PRON);
  if (!r) r = token_reading(s, t, POS_TITLE);
  return r;
}

/* The party that the word names, or NULL: a name that gives a class. */
static const struct reading *party(const struct sentence *s, const struct token *t) {
  const struct reading *r = token_reading(s, t, POS_NAME);
  if (!r) r = token_reading_tag(s, t, POS_NOUN, TAG_TITLECASE_SKIP);
  return r && r->classes >> TOLL_ARMED_GROUP & 1 ? r : NULL;
}

/* A party's name before a noun that says itself what the people are, or before an
 * office: "a Front journalist", "the Movement ministry".  The name adds nothing,
 * so that parties can be swapped without a change. */
static bool party_beside_class(const struct sentence *s, const struct item *it, int i) {
  const struct token *head = s->tokens + it->to - 1;
  if (i == it->to - 1 || s->tokens[i].pos == POS_TITLE || !party(s, s->tokens + i) || party(s, head)) return false;
  const struct reading *r = token_reading(s, head, POS_NOUN);
  return r && (r->classes || tags_have(r->tags, TAG_ORG));
}

static void note_determiner(const struct sentence *s, struct item *it, const struct token *t) {
  const struct reading *r = token_reading(s, t, POS_DET);
  bool article = token_tag(t, TAG_ARTICLE), other = token_tag(t, TAG_OTHER);
  it->other |= other;
  it->added |= token_tag(t, TAG_ADDED);
  it->indefinite |= article || (other && r && r->value == 1); /* "another" */
  it->definite |= !article && !other;
  it->possessive |= token_tag(t, TAG_SELF);
  it->demonstrative |= token_tag(t, TAG_POINTING);
}

/* An adjective or adverb inside a group. */
static void note_quality(const struct sentence *s, struct item *it, int i, const struct reading *r) {
  const struct token *t = s->tokens + i;
  it->other |= tags_have(r->tags, TAG_OTHER);
  it->added |= tags_have(r->tags, TAG_ADDED);
  if (!r->harm || it->harm || t->pos != POS_ADJ) return;
  if (t->compound || token_inflections(s, t) == INFL_GERUND) return; /* "job-killing rules", "a killing spree" */
  it->harm = r->harm;
  it->harm_reading = r;
  it->harm_token = (uint16_t)i;
}

static void note_word(const struct sentence *s, struct item *it, int i) {
  const struct token *t = s->tokens + i;
  if (t->figure && it->figure < 0) {
    const struct figure *f = s->figures + t->figure - 1;
    if (f->kind != FIGURE_DECOY || f->decoy == DECOY_ORDINAL) it->figure = (int16_t)(t->figure - 1);
  }
  if (!t->form || t->pos == POS_PREP || t->pos == POS_COUNT) return;
  if (t->pos == POS_DET) {
    note_determiner(s, it, t);
    return;
  }
  bool quality = t->pos == POS_ADJ || t->pos == POS_ADV;
  if (!quality && !(t->form->carried & FORM_CLASS)) return; /* nothing more to note of most nouns */
  const struct reading *r = token_reading(s, t, (enum pos)t->pos);
  if (!r && t->pos == POS_ADJ) r = token_reading_tag(s, t, POS_VERB, TAG_TRANSITIVE); /* "three murdered men" */
  if (!r) return;
  if (r->classes && i >= it->possessed && !t->figure && !party_beside_class(s, it, i)) it->classes |= r->classes;
  if (quality) note_quality(s, it, i, r);
}

/* A capitalised word that the pack has as no noun: a colour or quality may be a surname,
 * a verb or a small word is only part of a headline ("Three Hikers Injured"). */
static bool may_be_name(const struct token *t) {
  const unsigned never =
      1u << POS_VERB | 1u << POS_ADV | 1u << POS_AUX | 1u << POS_PREP | 1u << POS_CONJ | 1u << POS_PRON | 1u << POS_DET;
  return !t->form || !(t->form->pos & never);
}

static void describe_noun(const struct sentence *s, struct item *it) {
  if (it->to > it->from + 1 && s->tokens[it->to - 1].mark == 's') it->to--; /* "two volunteer's" before nothing */
  int head = -1;
  for (int i = it->from, to = it->to; i < to; i++) {
    const struct token *t = s->tokens + i;
    if (t->mark == 's') {
      it->possessed = (uint16_t)(i + 1);
      it->figure = -1;
      it->classes = 0;
      it->harm = 0;
      it->other = it->added = it->indefinite = false;
      it->definite = true;
      continue;
    }
    note_word(s, it, i);
    if (heads(t) || (t->figure == 0 && t->pos == POS_PRON)) head = i;
    if (t->pos == POS_PRON) it->other |= token_tag(t, TAG_OTHER);
  }
  if (head < it->possessed) head = it->to - 1;
  if (s->tokens[head].pos == POS_ADV && head > it->from && s->tokens[head - 1].figure) head--;
  it->head = (uint16_t)head;
  const struct token *h = s->tokens + head;
  it->reading = h->figure ? NULL : head_reading(s, h);
  if (it->reading) {
    memcpy(it->tags, it->reading->tags, sizeof it->tags);
    it->unit = it->reading->unit;
    it->plural = (it->reading->inflection & INFL_PLURAL) != 0 || tags_have(it->tags, TAG_COLLECTIVE);
    if (it->reading->inflection & INFL_SINGULAR && !tags_have(it->tags, TAG_COLLECTIVE) && it->plural)
      it->plural = false;
    it->classes |= it->reading->classes;
  }
  if (it->classes >> TOLL_MILITARY & 1) it->classes &= ~(1u << TOLL_AID_WORKER); /* peacekeepers bear arms */
  if (it->classes >> TOLL_POLICE & 1) it->classes &= ~(1u << TOLL_SECURITY);     /* "a police guard" */
  if (item_tag(it, TAG_PERSON)) it->classes &= (1u << TOLL_HOUSE) - 1;           /* "nursing home staff" */
  if (it->classes >> TOLL_AID_WORKER & 1) it->classes &= ~(1u << TOLL_WORKER);   /* the one class says the other */
  it->name = h->pos == POS_NAME || (!it->reading && h->kind == TOKEN_WORD && s->text[h->at] > '9' &&
                                    h->shape != SHAPE_LOWER && !h->figure && !s->caseless && may_be_name(h));
  it->bare = it->figure < 0 && !it->definite && !it->indefinite;
}

/* "1 INGO international (Danish) staff": where a bracket inside the group closes,
 * with a noun behind it that goes on the group; 0 when there is none. */
static int bracket_inside(const struct sentence *s, int i, bool counted) {
  if (s->tokens[i].mark != '(') return 0;
  bool adjective = tok(s, i + 2) && s->tokens[i + 1].pos == POS_ADJ && s->tokens[i + 2].mark == ')';
  if (!counted && !adjective) return 0; /* "his (pregnant) wife" */
  for (int j = i + 1; j < s->token_count && j < i + 16; j++) {
    if (s->tokens[j].mark != ')') continue;
    const struct token *next = tok(s, j + 1);
    return next && next->pos == POS_NOUN && !next->figure && !time_word(s, next) ? j + 1 : 0;
  }
  return 0;
}

/* "a commander named Karo": the name at j + 1 belongs to the noun of the group from i on. */
static bool called(const struct sentence *s, int i, int j) {
  const struct token *t = s->tokens + j, *name = tok(s, j + 1);
  if (!token_tag(t, TAG_CALLED) || (t->form->pos >> POS_VERB & 1 && !(token_inflections(s, t) & INFL_PARTICIPLE)))
    return false;
  return token_tag(s->tokens + i, TAG_ARTICLE) && name && (name->pos == POS_NAME || name->pos == POS_TITLE);
}

/* A word of which a group asks nothing but its part of speech: no number, no link, no time. */
static inline bool ordinary(const struct token *t) {
#define ASKED(n)                                                                                                       \
  (TAG_BIT(n, TAG_AND) | TAG_BIT(n, TAG_TO) | TAG_BIT(n, TAG_WEEKDAY) | TAG_BIT(n, TAG_MONTH) | TAG_BIT(n, TAG_TIME) | \
   TAG_BIT(n, TAG_CAPTIVITY) | TAG_BIT(n, TAG_CALLED))
  static const uint64_t asked[2] = {ASKED(0), ASKED(1)};
#undef ASKED
  return t->kind == TOKEN_WORD && !t->figure && !t->mark && !(t->form && tags_meet(t->form->tags, asked));
}

/* What an ordinary word does to a group whose last word is ordinary too, without a head
 * (0) and with one (1). */
enum way { WAY_STOPS, WAY_GOES_ON, WAY_ASKS };
static const uint8_t ways[2][POS_COUNT + 1] = {
    {[POS_NOUN] = WAY_GOES_ON,
     [POS_NAME] = WAY_GOES_ON,
     [POS_TITLE] = WAY_GOES_ON,
     [POS_ADJ] = WAY_GOES_ON,
     [POS_DET] = WAY_ASKS},
    {[POS_NOUN] = WAY_GOES_ON, [POS_NAME] = WAY_GOES_ON, [POS_TITLE] = WAY_GOES_ON, [POS_ADJ] = WAY_ASKS},
};

static int take_noun(struct sentence *s, int i) {
  int j = i + 1;
  bool headed = heads(s->tokens + i);
  if (s->tokens[i].figure)
    while (j < s->token_count && s->tokens[j].figure == s->tokens[i].figure) j++;
  bool bracket = sentence_may_mark(s, '(');
  for (bool before = ordinary(s->tokens + j - 1); j < s->token_count; j++) {
    bool now = ordinary(s->tokens + j);
    enum way way = before && now ? ways[headed][s->tokens[j].pos] : WAY_ASKS;
    before = now;
    if (way == WAY_STOPS) break;
    headed = headed || (way == WAY_GOES_ON && heads(s->tokens + j));
    if (way == WAY_GOES_ON) continue;
    int behind = bracket ? bracket_inside(s, j, s->tokens[i].figure != 0) : 0;
    if (headed && called(s, i, j)) behind = j + 1;
    if (behind)
      j = behind;
    else if (!goes_on(s, j, headed))
      break;
    if (s->tokens[j].mark == 's') {
      headed = false;
      continue;
    }
    if (heads(s->tokens + j)) headed = true;
  }
  while (j > i + 1 && s->tokens[j - 1].kind == TOKEN_MARK && !s->tokens[j - 1].figure && s->tokens[j - 1].mark != '.')
    j--;
  struct item *it = push(s, ITEM_NOUN, i, j);
  describe_noun(s, it);
  return it->to;
}

/* --- verb groups ------------------------------------------------------- */

static const struct reading *verb_reading(const struct sentence *s, const struct token *t, unsigned inflection) {
  if (!t->form) return NULL;
  const struct reading *r = pack_readings(s->pack, t->form), *any = NULL;
  for (uint32_t i = 0; i < t->form->count; i++) {
    if (r[i].pos != POS_VERB) continue;
    if (r[i].inflection & inflection && (r[i].harm || !any || !(any->inflection & inflection))) {
      if (!any || !(any->inflection & inflection) || (r[i].harm && !any->harm)) any = r + i;
    } else if (!any) {
      any = r + i;
    }
  }
  return any;
}

static bool passing(const struct token *t) {
  if (t->ordinal || (t->figure && token_tag(t, TAG_ORDINAL))) return true;
  return t->mark == '"' ||
         (t->kind == TOKEN_WORD && !t->figure &&
          (t->pos == POS_ADV || (token_tag(t, TAG_NEGATION) && t->pos != POS_CONJ && t->pos != POS_PREP)));
}

struct auxiliaries {
  bool be, have, modal, get, infinitive, any;
};

static void note_auxiliary(const struct sentence *s, struct item *it, const struct token *t, struct auxiliaries *a) {
  a->any = true;
  a->be |= token_tag(t, TAG_BE);
  a->have |= token_tag(t, TAG_HAVE);
  a->get |= token_tag(t, TAG_GET);
  a->modal |= token_tag(t, TAG_MODAL);
  it->negated |= token_tag(t, TAG_NEGATION);
  const struct reading *r = t->form ? pack_readings(s->pack, t->form) : NULL;
  for (uint32_t i = 0; r && i < t->form->count; i++)
    if (r[i].status && (r[i].pos == POS_AUX || r[i].pos == POS_ADV || r[i].pos == POS_MARK) && !it->status)
      it->status = (uint8_t)(r[i].status - 1);
}

static void note_adverb(const struct sentence *s, struct item *it, const struct token *t) {
  if (token_tag(t, TAG_NEGATION)) it->negated = true;
  if (!t->form) return;
  const struct reading *r = pack_readings(s->pack, t->form);
  for (uint32_t i = 0; i < t->form->count; i++)
    if (r[i].pos == POS_ADV && r[i].status) it->status = (uint8_t)(r[i].status - 1), it->alleged = true;
}

/* A second main verb joined to the first: "shot and wounded", "killed or injured". */
static int second_verb(const struct sentence *s, struct item *it, int i) {
  const struct token *link = tok(s, i);
  if (!link || !(token_tag(link, TAG_AND) || token_tag(link, TAG_OR)) || link->pos != POS_CONJ) {
    if (!link || link->mark != '/') return i;
  }
  int j = i + 1;
  while (tok(s, j) && tok(s, j)->pos == POS_ADV && !tok(s, j)->figure) j++;
  const struct token *t = tok(s, j);
  if (!t || t->pos != POS_VERB || t->figure) return i;
  unsigned mine = it->reading ? it->reading->inflection : token_inflections(s, s->tokens + it->head);
  if (!(token_inflections(s, t) & mine)) return i;
  bool says = token_tag(t, TAG_REPORT) && !(it->reading && tags_have(it->reading->tags, TAG_REPORT));
  if (says) return i; /* "fled and said": what follows hangs on the saying alone */
  it->second = verb_reading(s, t, mine);
  if (!it->second) return i;
  it->second_head = (uint16_t)j;
  it->either = token_tag(link, TAG_OR) || link->mark == '/';
  return j + 1;
}

/* "killed 45 days later", "shot dead 100 m from home": a number of days or metres. */
static bool length_ahead(const struct sentence *s, int i) {
  const struct token *t = tok(s, i);
  if (!t || !t->figure) return false;
  while (tok(s, i) && tok(s, i)->figure == t->figure) i++;
  const struct token *unit = tok(s, i);
  return unit && (token_tag(unit, TAG_TIME) || token_tag(unit, TAG_MEASURE)) && unit->pos == POS_NOUN;
}

/* What follows a bare past form decides whether it is active. */
static bool has_object(const struct sentence *s, int i) {
  while (tok(s, i) && (tok(s, i)->pos == POS_ADV || tok(s, i)->mark == '"' || tok(s, i)->mark == '\'')) i++;
  const struct token *t = tok(s, i);
  if (!t || t->kind == TOKEN_MARK) return false;
  if (length_ahead(s, i)) return false;
  if (t->figure)
    return s->figures[t->figure - 1].kind != FIGURE_DECOY || s->figures[t->figure - 1].decoy == DECOY_ORDINAL ||
           s->figures[t->figure - 1].decoy == DECOY_AGE || s->figures[t->figure - 1].decoy == DECOY_TIME;
  const struct token *next = tok(s, i + 1);
  if (time_word(s, t) || ((t->pos == POS_ADJ || t->pos == POS_DET) && next && time_word(s, next))) return false;
  return t->pos == POS_DET || t->pos == POS_NOUN || t->pos == POS_NAME || t->pos == POS_TITLE || t->pos == POS_ADJ ||
         (t->pos == POS_PRON && !token_tag(t, TAG_RELATIVE));
}

/* A bare participle tells of its subject's harm ("12 killed in raid"), or names
 * who did it; any other verb in that form is taken for a past tense ("they fled"). */
static bool harmed_by(const struct sentence *s, const struct item *it) {
  const struct token *t = s->tokens + it->head, *next = tok(s, it->to);
  if (next && next->pos == POS_PREP && token_tag(next, TAG_BY)) return true;
  if (!t->form || !(t->form->pos >> POS_VERB & 1)) return true;
  return token_tag(t, TAG_TRANSITIVE) || token_tag(t, TAG_FIND) || token_tag(t, TAG_LEAVE);
}

static void set_voice(const struct sentence *s, struct item *it, const struct auxiliaries *a) {
  unsigned infl = token_inflections(s, s->tokens + it->head);
  unsigned want = a->be || a->get             ? INFL_PARTICIPLE
                  : a->have                   ? INFL_PARTICIPLE
                  : a->infinitive || a->modal ? INFL_BASE
                                              : INFL_PAST | INFL_THIRD | INFL_BASE;
  bool participle = (infl & INFL_PARTICIPLE) || ((a->be || a->get) && infl & INFL_PAST); /* "was beat" */
  it->infinitive = a->infinitive;
  it->perfect = a->have;
  it->gerund = (infl & INFL_GERUND) && !a->be;
  if ((a->be || a->get) && participle) {
    it->voice = VOICE_PASSIVE;
    if (!(infl & INFL_PARTICIPLE)) want = INFL_PAST;
  } else if (!a->any && !a->infinitive && participle && !has_object(s, it->to) && harmed_by(s, it)) {
    it->voice = VOICE_BARE;
    want = INFL_PARTICIPLE;
  } else {
    it->voice = VOICE_ACTIVE;
    if (infl & INFL_GERUND) want = INFL_GERUND;
  }
  it->bare = participle && !a->any && !a->infinitive;
  it->finite = !it->gerund && !it->infinitive && it->voice != VOICE_BARE;
  it->inflection = (uint8_t)want;
  it->reading = verb_reading(s, s->tokens + it->head, want);
}

/* "were | on Friday night | killed", "was | on 3 May | shot": the token behind the time
 * that stands between an auxiliary and its participle; i itself when none does. */
static int over_time(const struct sentence *s, int i) {
  if (!tok(s, i) || s->tokens[i].pos != POS_PREP) return i;
  bool time = false;
  for (int j = i + 1; j < s->token_count && j < i + 9; j++) {
    const struct token *t = s->tokens + j;
    time = time || time_word(s, t) || decoy_of(s, t, DECOY_DATE);
    if (t->pos == POS_VERB && !t->figure) return time && token_inflections(s, t) & INFL_PARTICIPLE ? j : i;
    bool bracket = t->mark == '[' || t->mark == ']' || t->mark == '(' || t->mark == ')';
    if (!bracket && !time_word(s, t) && !t->figure && t->pos != POS_DET && t->pos != POS_ADJ) return i;
  }
  return i;
}

/* Two joined verbs without an auxiliary have one voice: "robbed and beaten by", but
 * "shot and wounded three". */
static void settle_voice(const struct sentence *s, struct item *it) {
  if (!it->second || !it->bare) return;
  const struct token *next = tok(s, it->to);
  bool object = has_object(s, it->to), by = next && next->pos == POS_PREP && token_tag(next, TAG_BY);
  bool harms = it->second->harm && tags_have(it->second->tags, TAG_TRANSITIVE);
  if (it->voice == VOICE_BARE && object) {
    it->voice = VOICE_ACTIVE;
    it->finite = true;
    it->inflection = INFL_PAST | INFL_PARTICIPLE; /* of two spellings: "tortured and beat" */
  } else if (it->voice == VOICE_ACTIVE && !object && (by || harms)) {
    it->voice = VOICE_BARE;
    it->finite = false;
    it->inflection = INFL_PARTICIPLE;
  }
}

/* "left a guard hurt and | destroyed a hut": the first verb is said of what the verb before it
 * left, so that a second with an object of its own is that one's fellow. */
static bool left_so(const struct sentence *s) {
  const struct item *it = s->items + s->item_count - 1;
  if (s->item_count < 3 || !it->second || it->voice != VOICE_ACTIVE || it[-1].kind != ITEM_NOUN) return false;
  bool leaves = it[-2].kind == ITEM_VERB && item_tag(it - 2, TAG_LEAVE) && it[-2].voice == VOICE_ACTIVE;
  return leaves && has_object(s, it->to) && !has_object(s, it->head + 1);
}

static void part_verbs(struct item *it) {
  it->second = NULL;
  it->to = (uint16_t)(it->head + 1);
  it->voice = VOICE_BARE;
  it->finite = false;
  it->inflection = INFL_PARTICIPLE;
}

static int take_verb(struct sentence *s, int i) {
  struct item *it = push(s, ITEM_VERB, i, i + 1);
  struct auxiliaries a = {0};
  int j = i, last = i;
  for (; j < s->token_count; j++) {
    const struct token *t = s->tokens + j;
    if (t->pos == POS_PART && t->mark != 's')
      a.infinitive = true;
    else if (t->pos == POS_AUX && !t->figure)
      note_auxiliary(s, it, t, &a), last = j;
    else if (passing(t))
      note_adverb(s, it, t);
    else if (a.any && over_time(s, j) > j)
      j = over_time(s, j) - 1;
    else if (!a.any || t->pos != POS_NOUN || !time_word(s, t)) /* "was Sunday killed" */
      break;
  }
  if (j < s->token_count && s->tokens[j].pos == POS_VERB && !s->tokens[j].figure) {
    it->head = (uint16_t)j;
    it->to = (uint16_t)(j + 1);
    set_voice(s, it, &a);
    bool being = s->tokens[i].pos == POS_AUX && token_inflections(s, s->tokens + i) & INFL_GERUND;
    it->finite = it->finite && !being; /* "saw them being taken away" */
    it->to = (uint16_t)second_verb(s, it, it->to);
    settle_voice(s, it);
    if (left_so(s)) part_verbs(it);
  } else { /* auxiliaries alone: "were", "has" */
    it->head = (uint16_t)last;
    it->to = (uint16_t)(last + 1);
    it->copula = a.be;
    it->voice = VOICE_ACTIVE;
    it->gerund = (token_inflections(s, s->tokens + last) & INFL_GERUND) != 0; /* "suspected of being rebels" */
    it->finite = !a.infinitive && !it->gerund;
    it->reading = NULL;
    if (!a.any) it->kind = ITEM_ADVERB, it->to = (uint16_t)(i + 1);
  }
  if (it->reading)
    memcpy(it->tags, it->reading->tags, sizeof it->tags);
  else if (s->tokens[it->head].form)
    memcpy(it->tags, s->tokens[it->head].form->tags, sizeof it->tags);
  return it->to;
}

/* "to kill", "reportedly killed": only adverbs and the like stand before the verb. */
static bool leads_to_verb(const struct sentence *s, int i) {
  for (i++; i < s->token_count; i++) {
    const struct token *n = s->tokens + i;
    if (n->pos == POS_VERB && !n->figure) return true;
    if (n->pos == POS_AUX) return true;
    if (!passing(n)) return false;
  }
  return false;
}

/* --- the rest ---------------------------------------------------------- */

static enum item_kind mark_kind(char mark) {
  switch (mark) {
  case ',':
    return ITEM_COMMA;
  case '(':
    return ITEM_OPEN;
  case ')':
    return ITEM_CLOSE;
  case '"':
  case '\'':
    return ITEM_QUOTE;
  case ';':
  case ':':
  case '|':
  case '~':
  case '-':
  case '!':
  case '?':
  case '.':
  case '*':
    return ITEM_BREAK;
  default:
    return ITEM_ADVERB;
  }
}

static enum item_kind word_kind(const struct token *t) {
  if (token_tag(t, TAG_SUBSET)) return ITEM_SUBSET;
  switch (t->pos) {
  case POS_PREP:
    return ITEM_PREP;
  case POS_CONJ:
    if (token_tag(t, TAG_AND) || token_tag(t, TAG_OR)) return ITEM_AND;
    return token_tag(t, TAG_BUT) || token_tag(t, TAG_SUBORDINATE) ? ITEM_SUBORDINATE : ITEM_ADVERB;
  case POS_PRON:
    return token_tag(t, TAG_RELATIVE) ? ITEM_RELATIVE : ITEM_NOUN;
  case POS_ADJ:
    return ITEM_ADJ;
  default:
    return ITEM_ADVERB;
  }
}

static int take_other(struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  if (t->kind == TOKEN_MARK) {
    push(s, mark_kind(t->mark), i, i + 1);
    return i + 1;
  }
  struct item *it = push(s, word_kind(t), i, i + 1);
  it->reading = t->pos < POS_COUNT ? token_reading(s, t, (enum pos)t->pos) : NULL;
  if (t->form) memcpy(it->tags, t->form->tags, sizeof it->tags);
  if (it->kind == ITEM_NOUN) {
    it->pronoun = true;
    it->other = token_tag(t, TAG_OTHER);
    it->plural = it->other;
  }
  if (it->kind == ITEM_ADJ && it->reading)
    it->harm = it->reading->harm, it->harm_reading = it->reading, it->harm_token = (uint16_t)i;
  return i + 1;
}

static bool is_age(const struct sentence *s, const struct item *it) {
  return it->kind == ITEM_NOUN && it->figure < 0 && decoy_of(s, s->tokens + it->from, DECOY_AGE) &&
         s->tokens[it->head].figure == s->tokens[it->from].figure;
}

/* Whether some figure of the sentence is that. */
static bool has_decoy(const struct sentence *s, enum decoy d) {
  for (int k = 0; k < s->figure_count; k++)
    if (s->figures[k].kind == FIGURE_DECOY && s->figures[k].decoy == d) return true;
  return false;
}

/* Ages between commas or brackets say nothing to the layers above: ", 34,", "(34)",
 * and neither do "aged 34" and "aged 2, 5 and 7". */
static void quiet_ages(struct sentence *s) {
  if (!has_decoy(s, DECOY_AGE)) return;
  int told = -2; /* the last item behind "aged", or on from there */
  for (int k = 1; k < s->item_count; k++) {
    struct item *it = s->items + k, *before = it - 1, *after = k + 1 < s->item_count ? it + 1 : NULL;
    bool joint = told == k - 2 && (before->kind == ITEM_COMMA || before->kind == ITEM_AND);
    if (is_age(s, it) && (joint || (before->kind == ITEM_ADJ && item_tag(before, TAG_AGE)))) {
      it->kind = before->kind = ITEM_ADVERB;
      told = k;
    }
    if (is_age(s, it) && before->kind == ITEM_NOUN && token_tag(s->tokens + before->head, TAG_AGE))
      it->kind = ITEM_ADVERB; /* "ranging in age from 4 to 40" */
    if (!is_age(s, it) || (before->kind != ITEM_COMMA && before->kind != ITEM_OPEN)) continue;
    bool bracket = before->kind == ITEM_OPEN;
    told = k; /* "her sons, 6 and 3," */
    bool list = after && after->kind == ITEM_COMMA && k + 2 < s->item_count && it[2].kind == ITEM_VERB;
    it->kind = ITEM_ADVERB;
    before->kind = ITEM_ADVERB;
    if (after && ((bracket && after->kind == ITEM_CLOSE) || list)) after->kind = ITEM_ADVERB;
  }
}

/* "Monday", "last week", "the night of 3 May". */
static bool tells_time(const struct sentence *s, const struct item *it, bool dates) {
  if (item_tag(it, TAG_TIME) || item_tag(it, TAG_WEEKDAY) || item_tag(it, TAG_MONTH)) return true;
  for (int i = it->from; dates && it->figure < 0 && i < it->to; i++)
    if (decoy_of(s, s->tokens + i, DECOY_DATE))
      return it->head == i || token_tag(s->tokens + it->from, TAG_MONTH) || it->to - it->from <= 3;
  return false;
}

/* What the layers above ask of the items again and again. */
static void note_items(struct sentence *s) {
  s->kinds = 0;
  s->events = false;
  bool dates = has_decoy(s, DECOY_DATE);
  for (struct item *it = s->items; it < s->items + s->item_count; it++) {
    s->kinds |= 1u << it->kind;
    if (it->kind != ITEM_NOUN) continue;
    it->time = tells_time(s, it, dates);
    it->event = (item_tag(it, TAG_EVENT) || (it->reading && it->reading->harm)) && !item_tag(it, TAG_PERSON);
    s->events |= it->event;
  }
}

/* The item that begins at token i; returns the token behind it. */
static int take_item(struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  if (t->figure) return take_noun(s, i);
  if (t->kind == TOKEN_MARK || t->mark == 's' || token_tag(t, TAG_SUBSET)) return take_other(s, i);
  switch (t->pos) {
  case POS_VERB:
  case POS_AUX:
    return take_verb(s, i);
  case POS_PART:
  case POS_ADV:
    return leads_to_verb(s, i) ? take_verb(s, i) : take_other(s, i);
  case POS_DET:
  case POS_NOUN:
  case POS_NAME:
  case POS_TITLE:
    return take_noun(s, i);
  case POS_ADJ:
    return leads_to_noun(s, i) ? take_noun(s, i) : take_other(s, i);
  default:
    return take_other(s, i);
  }
}

bool sentence_chunk(struct sentence *s) {
  s->item_count = 0;
  s->items = ARENA_ROOM(s->arena, (size_t)s->token_count + 1, struct item);
  if (!s->items) return false;
  for (int i = 0; i < s->token_count;) i = take_item(s, i);
  quiet_ages(s);
  note_items(s);
  return true;
}
