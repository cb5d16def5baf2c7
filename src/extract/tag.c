/* One part of speech a token.
 *
 * Most words have one; where the pack gives several, the neighbours decide, by
 * a table of small questions asked in order.  No probabilities: what is wrong
 * here must be visible and mendable as a word or a question. */
#include "extract/sentence.h"

#include <string.h>

#define BIT(p) (1u << (p))

static unsigned mask(const struct token *t) {
  return t->form ? t->form->pos : 0;
}

static const struct token *next_word(const struct sentence *s, int i) {
  for (i++; i < s->token_count; i++)
    if (s->tokens[i].mark != '"') return s->tokens + i;
  return NULL;
}

static const struct token *prev_word(const struct sentence *s, int i) {
  for (i--; i >= 0; i--)
    if (s->tokens[i].mark != '"' && !(s->tokens[i].pos == POS_ADV)) return s->tokens + i;
  return NULL;
}

static bool capital(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  return !s->caseless && (t->shape == SHAPE_CAPITAL || t->shape == SHAPE_UPPER) && i > 0 &&
         s->tokens[i - 1].mark != '"';
}

/* The longest ending that the pack knows ("-ing") of a word that it does not. */
static const struct form *ending_of(const struct sentence *s, const struct token *t) {
  char key[8] = "-";
  const char *end = s->text + t->at + t->len;
  unsigned lengths = t->len < 5 ? 0 : pack_endings(s->pack, end[-2], end[-1]);
  if (!lengths) return NULL;
  for (uint32_t n = ENDING_LETTERS; n >= 2; n--) {
    if (!(lengths >> n & 1) || t->len < n + 3) continue;
    memcpy(key + 1, end - n, n);
    const struct form *f = pack_form(s->pack, key, n + 1);
    if (f && f->count) return f;
  }
  return NULL;
}

/* "Thomas de Waal", "Ludwig van Beek": a small word inside a name. */
static bool inside_name(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  if (t->shape != SHAPE_LOWER || t->len > 5 || (t->form && !(mask(t) & BIT(POS_NAME)))) return false;
  const struct token *before = prev_word(s, i), *after = next_word(s, i);
  return before && before->pos == POS_NAME && after && after->shape == SHAPE_CAPITAL;
}

/* "al-Hara": the small first part of a name, joined to it. */
static bool article_of_name(const struct sentence *s, const struct token *t) {
  const char *word = s->text + t->at, *hyphen = memchr(word, '-', t->len);
  if (!hyphen || hyphen == word || hyphen + 1 == word + t->len || hyphen[1] < 'A' || hyphen[1] > 'Z') return false;
  const struct form *f = pack_form(s->pack, word, (size_t)(hyphen - word));
  return f && f->pos >> POS_NAME & 1;
}

static enum pos ending_pos(const struct form *ending) {
  return (enum pos)__builtin_ctz(ending->pos); /* of several the first: a noun before a verb */
}

/* Among capitals an unknown word is a name, unless its ending and its neighbours speak
 * for another sort: "TWO SEXTONS GUARDING THE VAULT", "WAS NARROWLY MISSED". */
static enum pos unknown_caseless(const struct sentence *s, int i, const struct form *ending) {
  const struct token *before = prev_word(s, i), *after = next_word(s, i);
  enum pos pos = ending ? ending_pos(ending) : POS_NAME;
  bool named = before && (before->pos == POS_NAME || before->pos == POS_TITLE);
  bool counted = before && before->figure;
  if (pos == POS_ADV) return named ? POS_NAME : POS_ADV;
  if (pos == POS_NOUN) return counted || (before && before->pos == POS_DET) ? POS_NOUN : POS_NAME;
  if (pos != POS_VERB || !before || counted || before->pos == POS_DET) return POS_NAME;
  if (before->pos == POS_AUX) return POS_VERB;
  bool object = after && after->kind == TOKEN_WORD && (mask(after) & BIT(POS_DET) || after->figure);
  bool phrase = after && mask(after) & BIT(POS_PREP) && !named;
  return object || (phrase && before->pos == POS_NOUN) ? POS_VERB : POS_NAME;
}

/* A word that the pack does not know: by its shape, else by its ending, which is given too. */
static enum pos unknown(const struct sentence *s, int i, const struct form **ending) {
  const struct token *t = s->tokens + i;
  if (t->kind == TOKEN_NUMBER) return POS_NUM;
  if (t->mark == 's') return POS_PART;
  if (t->kind == TOKEN_MARK) return POS_COUNT;
  if (!s->caseless && t->shape != SHAPE_LOWER && t->shape != SHAPE_OTHER) return POS_NAME;
  if (!s->caseless && t->shape == SHAPE_OTHER && article_of_name(s, t)) return POS_NAME;
  if (inside_name(s, i)) return POS_NAME;
  *ending = ending_of(s, t);
  if (s->caseless) return unknown_caseless(s, i, *ending);
  return *ending ? ending_pos(*ending) : POS_NOUN;
}

/* Something that a noun group may begin or go on with. */
static bool nominal(const struct sentence *s, const struct token *t) {
  if (!t) return false;
  if (t->figure || t->kind == TOKEN_NUMBER) return true;
  if (t->kind == TOKEN_MARK) return false;
  if (!t->form) return true;
  if (mask(t) == BIT(POS_TITLE)) return true;
  (void)s;
  return (mask(t) & (BIT(POS_NOUN) | BIT(POS_ADJ) | BIT(POS_DET) | BIT(POS_NAME) | BIT(POS_TITLE) | BIT(POS_NUM))) != 0;
}

static bool noun_like(const struct token *t) {
  if (!t || t->kind == TOKEN_MARK || t->figure) return false;
  if (token_tag(t, TAG_WEEKDAY) || token_tag(t, TAG_MONTH) || token_tag(t, TAG_TIME)) return false;
  if (!t->form) return t->kind == TOKEN_WORD;
  return (mask(t) & (BIT(POS_NOUN) | BIT(POS_NAME))) != 0 &&
         !(mask(t) & (BIT(POS_PREP) | BIT(POS_CONJ) | BIT(POS_AUX)));
}

/* A noun behind i, or adjectives and a noun: "33 wounded local people". */
static bool noun_ahead(const struct sentence *s, int i) {
  const struct token *t = next_word(s, i);
  while (t && mask(t) == BIT(POS_ADJ) && !t->figure) t = next_word(s, (int)(t - s->tokens));
  return noun_like(t);
}

static bool object_starts(const struct sentence *s, const struct token *t) {
  if (!t || t->kind == TOKEN_MARK) return false;
  if (token_tag(t, TAG_WEEKDAY) || token_tag(t, TAG_MONTH) || token_tag(t, TAG_TIME)) return false;
  if (mask(t) & (BIT(POS_PREP) | BIT(POS_CONJ) | BIT(POS_AUX))) return t->figure != 0 || (mask(t) & BIT(POS_DET)) != 0;
  return nominal(s, t) || (mask(t) & BIT(POS_PRON)) != 0;
}

/* A finite verb or auxiliary stands before the next clause mark. */
static bool verb_ahead(const struct sentence *s, int i) {
  for (i++; i < s->token_count; i++) {
    const struct token *t = s->tokens + i;
    if (t->kind == TOKEN_MARK && t->mark != '"' && t->mark != '-' && t->mark != '\'') return false;
    if (mask(t) & BIT(POS_AUX)) return true;
    if (token_tag(t, TAG_RELATIVE) && !(mask(t) & BIT(POS_DET))) return false;
    unsigned infl = token_inflections(s, t);
    bool only_verb = !(mask(t) & (BIT(POS_NOUN) | BIT(POS_ADJ) | BIT(POS_PREP)));
    const struct token *before = s->tokens + i - 1;
    bool behind_noun = i > 0 && (before->pos == POS_NAME || (mask(before) & (BIT(POS_NOUN) | BIT(POS_PRON))) ||
                                 (!before->form && before->kind == TOKEN_WORD));
    if ((infl & INFL_PAST) && only_verb && behind_noun) return true;
    if ((infl & INFL_THIRD) && only_verb && behind_noun) return true;
  }
  return false;
}

/* "hits a bus and wounds six", "stop a bus and machine-gun nine": goes on with a verb of the same form. */
static bool second_of_two(const struct sentence *s, int i, unsigned infl) {
  const struct token *before = prev_word(s, i), *after = next_word(s, i);
  bool counted = after && after->figure && s->figures[after->figure - 1].kind == FIGURE_COUNT;
  if (!before || !(before->mark == ',' || token_tag(before, TAG_AND) || token_tag(before, TAG_BUT)) ||
      !object_starts(s, after))
    return false;
  bool determined = after && (mask(after) & BIT(POS_DET)) != 0; /* "kill a guard and wound his wife" */
  if (!(infl & INFL_THIRD) && !counted && !determined) return false;
  for (int k = i - 2; k >= 0 && s->tokens[k].mark != ';' && s->tokens[k].mark != ':'; k--) {
    const struct token *t = s->tokens + k;
    if (t->pos == POS_AUX) return false;
    if (t->pos == POS_VERB && token_inflections(s, t) & infl & (INFL_THIRD | INFL_BASE)) return true;
  }
  return false;
}

static enum pos verb_or_noun(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i, *before = prev_word(s, i), *after = next_word(s, i);
  unsigned infl = token_inflections(s, t);
  bool det = before && (before->pos == POS_DET || before->mark == 's' || before->pos == POS_ADJ ||
                        (before->figure && before->kind != TOKEN_MARK));
  if (before && (before->pos == POS_AUX || before->pos == POS_PART) && before->mark != 's')
    return before->pos == POS_PART || !(infl & INFL_THIRD) ? POS_VERB : POS_NOUN;
  if (infl & INFL_GERUND) {
    if (after && token_tag(after, TAG_OF)) return POS_NOUN;
    if (det && !(after && after->figure)) return POS_NOUN;
    bool behind = before && (before->pos == POS_NOUN || before->pos == POS_NAME); /* "the Tower building was" */
    return object_starts(s, after) || !behind ? POS_VERB : POS_NOUN;
  }
  if (infl & (INFL_PAST | INFL_PARTICIPLE)) {
    if (before && before->figure && !noun_ahead(s, i)) return POS_VERB;
    if (before && token_tag(before, TAG_OTHER) && !noun_ahead(s, i) && !(after && mask(after) & BIT(POS_AUX)))
      return POS_VERB; /* "one other injured in the raid" */
    if (det && !(infl & INFL_PARTICIPLE)) return POS_NOUN;
    if (det && before->pos != POS_ADJ) return noun_ahead(s, i) ? POS_ADJ : POS_NOUN;
    if (before && before->pos == POS_PREP && !object_starts(s, after)) return POS_NOUN;
    return POS_VERB;
  }
  if (det) return POS_NOUN;
  if (before && before->pos == POS_PRON) return POS_VERB;
  if (before && before->pos == POS_PREP) return POS_NOUN;
  if (second_of_two(s, i, infl)) return POS_VERB;
  if (!before || before->kind == TOKEN_MARK)
    return infl & INFL_BASE && object_starts(s, after) && !noun_like(after) ? POS_VERB : POS_NOUN;
  if (before->pos == POS_NOUN || before->pos == POS_NAME) {
    if ((infl & INFL_THIRD) && token_tag(s->tokens + i, TAG_RISE)) return POS_VERB; /* "the toll rises to" */
    if (infl & INFL_THIRD) return object_starts(s, after) && !verb_ahead(s, i) ? POS_VERB : POS_NOUN;
    const struct reading *r = token_reading(s, before, POS_NOUN);
    bool plural = r && (r->inflection & INFL_PLURAL);
    return plural && object_starts(s, after) && !verb_ahead(s, i) ? POS_VERB : POS_NOUN;
  }
  return POS_NOUN;
}

static enum pos verb_or_adj(const struct sentence *s, int i) {
  const struct token *before = prev_word(s, i), *after = next_word(s, i);
  unsigned infl = token_inflections(s, s->tokens + i);
  if (before && before->pos == POS_AUX) return infl & (INFL_PARTICIPLE | INFL_BASE | INFL_GERUND) ? POS_VERB : POS_ADJ;
  bool det = before && (before->pos == POS_DET || before->mark == 's' || before->pos == POS_ADJ || before->figure);
  if (det && noun_ahead(s, i)) return POS_ADJ;
  if (before && before->figure) return POS_VERB;
  if (before && before->pos == POS_DET) return POS_ADJ;
  bool named = before && (before->pos == POS_NOUN || before->pos == POS_NAME || before->pos == POS_CONJ);
  if ((infl & INFL_PAST) && named && object_starts(s, after)) return POS_VERB; /* "the blast hurt six" */
  if (infl & (INFL_BASE | INFL_THIRD))
    return before && (before->pos == POS_PART || before->pos == POS_PRON) ? POS_VERB : POS_ADJ;
  if (!before || before->kind == TOKEN_MARK || before->pos == POS_PREP)
    return noun_like(after) && !after->figure ? POS_ADJ : POS_VERB;
  return POS_VERB;
}

/* A finite verb stands in the clause before i, so that another one opens a clause. */
static bool verb_behind(const struct sentence *s, int i) {
  for (i--; i >= 0; i--) {
    const struct token *t = s->tokens + i;
    if (t->kind == TOKEN_MARK && (t->mark == ';' || t->mark == ':')) return false;
    if (t->pos == POS_AUX) return true;
    if (t->pos != POS_VERB) continue;
    if (!(token_inflections(s, t) & INFL_PARTICIPLE) || token_tag(t, TAG_INTRANSITIVE) ||
        object_starts(s, next_word(s, i)))
      return true;
  }
  return false;
}

/* "after the blast" against "after a bomb exploded". */
static enum pos prep_or_conj(const struct sentence *s, int i) {
  const struct token *after = next_word(s, i);
  bool aux = after && (mask(after) & BIT(POS_AUX)) && !(token_inflections(s, after) & INFL_GERUND);
  if (i > 0 && aux && !(mask(after) & BIT(POS_NOUN))) return POS_ADV; /* "the night before were", "as did two" */
  if (after && (token_inflections(s, after) & INFL_GERUND) && !(mask(after) & BIT(POS_ADJ))) return POS_PREP;
  return verb_ahead(s, i) && (i == 0 || verb_behind(s, i)) ? POS_CONJ : POS_PREP;
}

static enum pos that_word(const struct sentence *s, int i) {
  const struct token *before = prev_word(s, i), *after = next_word(s, i);
  if (before && (before->pos == POS_NOUN || before->pos == POS_NAME)) {
    if (after && ((mask(after) & BIT(POS_AUX)) || token_inflections(s, after))) return POS_PRON;
    return POS_CONJ;
  }
  if (before && before->pos == POS_VERB) return POS_CONJ;
  return noun_like(after) ? POS_DET : POS_PRON;
}

static bool aux_ahead(const struct sentence *s, int i) {
  unsigned after = token_tag(s->tokens + i, TAG_MODAL) ? INFL_BASE : INFL_PARTICIPLE | INFL_BASE | INFL_GERUND;
  for (i++; i < s->token_count; i++) {
    const struct token *t = s->tokens + i;
    if (t->mark == '"' || (mask(t) & BIT(POS_ADV) && !token_inflections(s, t)) || token_tag(t, TAG_NEGATION)) continue;
    if (mask(t) & BIT(POS_AUX)) return true;
    return (token_inflections(s, t) & after) != 0;
  }
  return false;
}

/* An infinitive follows: "to kill", "to have been killed", "to completely destroy". */
static bool base_ahead(const struct sentence *s, int i) {
  for (i++; i < s->token_count; i++) {
    const struct token *t = s->tokens + i;
    if (t->figure || t->kind == TOKEN_MARK) return false;
    if (token_inflections(s, t) & INFL_BASE)
      return !(mask(t) & BIT(POS_NOUN)) || object_starts(s, next_word(s, i)) ||
             (next_word(s, i) && mask(next_word(s, i)) & (BIT(POS_PREP) | BIT(POS_ADV)));
    if (mask(t) & BIT(POS_AUX)) return true;
    if (mask(t) != BIT(POS_ADV)) return false;
  }
  return false;
}

static enum pos first_of(unsigned m) {
  static const enum pos order[] = {POS_MARK, POS_PREP, POS_CONJ, POS_DET, POS_PRON, POS_NUM, POS_TITLE,
                                   POS_NOUN, POS_ADJ,  POS_VERB, POS_ADV, POS_PART, POS_AUX, POS_NAME};
  for (size_t i = 0; i < sizeof order / sizeof *order; i++)
    if (m >> order[i] & 1) return order[i];
  return POS_NOUN;
}

/* "the number of rebel dead": the harmed themselves, with their kind before them. */
static bool numbered(const struct sentence *s, int i) {
  const struct token *after = next_word(s, i);
  bool goes_on = noun_like(after) && !(mask(after) & BIT(POS_VERB));
  if (i < 3 || goes_on || !token_tag(s->tokens + i - 2, TAG_OF)) return false;
  return token_tag(s->tokens + i - 3, TAG_QUANTITY) || token_tag(s->tokens + i - 3, TAG_TOLL);
}

/* "with 12 still missing": a number and an adverb before a word of harm that nothing follows. */
static bool predicate(const struct sentence *s, int i) {
  const struct token *before = prev_word(s, i);
  bool adverb = i > 1 && s->tokens[i - 1].pos == POS_ADV;
  return adverb && before && before->figure && s->tokens[i].form->harms && !noun_like(next_word(s, i));
}

static enum pos adj_or_noun(const struct sentence *s, int i) {
  const struct token *before = prev_word(s, i);
  if (noun_like(next_word(s, i))) return POS_ADJ;
  if (!s->tokens[i].form->harms || !before) return POS_NOUN;
  if (before->pos == POS_NOUN || before->pos == POS_NAME) return POS_ADJ; /* "families homeless" */
  return before->pos == POS_AUX || token_tag(before, TAG_LEAVE) ? POS_ADJ
                                                                : POS_NOUN; /* "18 are missing", "were left homeless" */
}

static enum pos det_or_pron(const struct sentence *s, int i) {
  const struct token *after = next_word(s, i), *be = prev_word(s, i);
  bool participle = after && (token_inflections(s, after) & INFL_PARTICIPLE) && !noun_like(next_word(s, i + 1));
  if (after && after->mark == '(' && i + 4 < s->token_count && s->tokens[i + 3].mark == ')' &&
      noun_like(s->tokens + i + 4))
    return POS_DET;                                                                    /* "his (pregnant) wife" */
  if (be && be->pos == POS_AUX && token_tag(be, TAG_BE) && participle) return POS_ADV; /* "were both hurt" */
  if (token_tag(s->tokens + i, TAG_OTHER) && after && (token_inflections(s, after) & INFL_PARTICIPLE)) {
    const struct token *then = i + 2 < s->token_count ? s->tokens + i + 2 : NULL;
    bool noun = noun_like(then) && !(mask(then) & (BIT(POS_PREP) | BIT(POS_CONJ)));
    return noun ? POS_DET : POS_PRON; /* "another injured in the leg" */
  }
  bool charred = after &&
                 token_inflections(s, after) == (token_inflections(s, after) & (INFL_PAST | INFL_PARTICIPLE)) &&
                 (token_inflections(s, after) & INFL_PARTICIPLE);
  if (charred && token_tag(s->tokens + i, TAG_SELF) && noun_like(next_word(s, i + 1)))
    return POS_DET; /* "his charred body", "their murdered sons" */
  bool verb = after && (mask(after) & (BIT(POS_AUX) | BIT(POS_VERB))) && !(mask(after) & BIT(POS_NOUN));
  return nominal(s, after) && !verb ? POS_DET : POS_PRON;
}

/* "at the forge": a verb's plain form behind an article is a noun that the pack does not list. */
static bool noun_by_article(const struct sentence *s, int i) {
  const struct token *before = i > 0 ? s->tokens + i - 1 : NULL;
  if (!before || before->pos != POS_DET) return false;
  bool article = token_tag(before, TAG_ARTICLE) || token_tag(before, TAG_SELF) || token_tag(before, TAG_TITLECASE_SKIP);
  return article && !(token_inflections(s, s->tokens + i) & ~(unsigned)(INFL_BASE | INFL_THIRD));
}

static bool shouted(const struct sentence *s, int i) {
  return i >= 0 && i < s->token_count && s->tokens[i].shape == SHAPE_UPPER && s->tokens[i].len > 1;
}

/* "ten IS members", "a UP activist", "the US": letters that stand for a name, though a
 * small word is spelt like them. */
static bool initials(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  unsigned small = BIT(POS_NAME) | BIT(POS_ADJ) | BIT(POS_PREP) | BIT(POS_AUX) | BIT(POS_CONJ) | BIT(POS_PRON) |
                   BIT(POS_ADV) | BIT(POS_VERB);
  if (s->caseless || t->shape != SHAPE_UPPER || t->len < 2 || t->len > 3 || mask(t) & ~small) return false;
  return !shouted(s, i - 1) && !shouted(s, i + 1);
}

static enum pos known(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  unsigned m = mask(t);
  if (t->figure) return POS_NUM;
  if (inside_name(s, i)) return POS_NAME;
  if (initials(s, i)) return (m & BIT(POS_ADJ)) && noun_ahead(s, i) ? POS_ADJ : POS_NAME;
  if (m == BIT(POS_VERB) && noun_by_article(s, i)) return POS_NOUN;
  if (!(m & (m - 1))) return (enum pos)__builtin_ctz(m);
  const struct token *before = prev_word(s, i), *after = next_word(s, i);
  if ((m & BIT(POS_NUM)) && !t->figure) m &= ~BIT(POS_NUM);
  bool month = token_tag(t, TAG_MONTH) && ((before && before->pos == POS_PREP) || capital(s, i));
  if ((m & BIT(POS_AUX)) && !month) {
    if (token_tag(t, TAG_BE) || aux_ahead(s, i)) return POS_AUX;
    m &= ~BIT(POS_AUX);
    if (m & BIT(POS_VERB)) return POS_VERB;
  }
  if (month) m &= ~BIT(POS_AUX);
  if ((m & BIT(POS_PART)) && (m & BIT(POS_PREP))) return base_ahead(s, i) ? POS_PART : POS_PREP;
  if (token_tag(t, TAG_THAT)) return that_word(s, i);
  if (token_tag(t, TAG_RELATIVE) && (m & BIT(POS_PRON))) return POS_PRON;
  if ((m & BIT(POS_PREP)) && (m & BIT(POS_CONJ)) && token_tag(t, TAG_SUBORDINATE)) return prep_or_conj(s, i);
  if ((m & BIT(POS_MARK)) && !token_tag(t, TAG_HEDGE) && !token_tag(t, TAG_RANGE) && !token_tag(t, TAG_HEDGE_AFTER))
    return POS_MARK;
  m &= ~BIT(POS_MARK);
  if (!(m & (m - 1)) && m) return (enum pos)__builtin_ctz(m);
  if (m & BIT(POS_TITLE)) {
    if (after && (after->shape == SHAPE_CAPITAL || !after->form) && after->kind == TOKEN_WORD &&
        !(mask(after) & (BIT(POS_PREP) | BIT(POS_AUX))))
      return POS_TITLE;
    m &= ~BIT(POS_TITLE);
  }
  if ((m & BIT(POS_NOUN)) && t->form->harms && numbered(s, i)) return POS_NOUN;
  if ((m & BIT(POS_ADJ)) && predicate(s, i)) return POS_ADJ;
  if ((m & BIT(POS_VERB)) && (m & BIT(POS_ADJ)) && !(m & BIT(POS_NOUN))) return verb_or_adj(s, i);
  bool attributive = before && before->pos == POS_DET && !t->form->harms && noun_ahead(s, i);
  if ((m & BIT(POS_VERB)) && (m & BIT(POS_NOUN)) && (m & BIT(POS_ADJ)) && attributive)
    return POS_ADJ; /* "the ruling" */
  if ((m & BIT(POS_VERB)) && (m & BIT(POS_NOUN))) return verb_or_noun(s, i);
  if ((m & BIT(POS_ADJ)) && (m & BIT(POS_NOUN))) return adj_or_noun(s, i);
  if ((m & BIT(POS_DET)) && (m & BIT(POS_PRON))) return det_or_pron(s, i);
  if ((m & BIT(POS_PREP)) && (m & BIT(POS_ADJ)) && before &&
      (before->pos == POS_ADJ || before->pos == POS_DET || before->figure) && noun_like(after))
    return POS_ADJ; /* "the past chairman" */
  bool harmed = after && after->form && after->form->harms && (mask(after) & BIT(POS_ADJ));
  if ((m & BIT(POS_PREP)) && (m & BIT(POS_ADV)) && harmed && !noun_like(next_word(s, i + 1)))
    return POS_ADV; /* "all 23 aboard dead" */
  if ((m & BIT(POS_PREP)) && (m & BIT(POS_ADV)))
    return nominal(s, after) || (after && (mask(after) & BIT(POS_PRON))) ? POS_PREP : POS_ADV;
  if ((m & BIT(POS_ADJ)) && (m & BIT(POS_ADV))) return noun_like(after) ? POS_ADJ : POS_ADV;
  if ((m & BIT(POS_NOUN)) && (m & BIT(POS_ADV))) {
    bool inside =
        before && (before->pos == POS_NOUN || before->pos == POS_ADJ) && noun_like(after); /* "nursing home staff" */
    return inside || (before && before->pos == POS_DET) ? POS_NOUN : POS_ADV;
  }
  return m ? first_of(m) : POS_NOUN;
}

/* A form that is a participle and nothing else, before a noun and without an auxiliary:
 * "slain councillor Piet Maro", "the father of the slain clerk". */
static bool only_describes(const struct sentence *s, int i, const struct token *before, const struct token *after) {
  unsigned infl = token_inflections(s, s->tokens + i);
  bool phrase = before && before->pos == POS_PREP && (infl & INFL_PARTICIPLE) && !(infl & INFL_BASE);
  if (phrase && after && !after->glued && noun_ahead(s, i) && !token_tag(before, TAG_SUBORDINATE))
    return true; /* "of looted vans" */
  if (infl != INFL_PARTICIPLE || !after || after->glued) return false;
  if (!noun_ahead(s, i) && !(after->kind == TOKEN_WORD && mask(after) & BIT(POS_TITLE))) return false;
  return !before || before->kind == TOKEN_MARK ||
         (!before->figure && (before->pos == POS_DET || before->pos == POS_PREP || before->pos == POS_VERB));
}

/* "two agency contracted drivers were": a counted group in which the employer stands
 * before the participle, as a verb for the group itself is still to come. */
static bool hired(const struct sentence *s, int i) {
  if (!token_tag(s->tokens + i, TAG_HIRE) || !noun_ahead(s, i)) return false;
  int k = i - 1;
  while (k >= 0 && !s->tokens[k].figure &&
         (s->tokens[k].pos == POS_NOUN || s->tokens[k].pos == POS_NAME || s->tokens[k].pos == POS_ADJ))
    k--;
  if (k < 0 || k == i - 1) return false;
  bool opens = s->tokens[k].figure || token_tag(s->tokens + k, TAG_ARTICLE);
  if (!opens) return false;
  for (int j = i + 1; j < s->token_count && s->tokens[j].mark != '.'; j++) {
    unsigned infl = token_inflections(s, s->tokens + j);
    if (mask(s->tokens + j) & BIT(POS_AUX)) return true;
    if (infl & (INFL_PAST | INFL_PARTICIPLE) && !(mask(s->tokens + j) & (BIT(POS_NOUN) | BIT(POS_ADJ)))) return true;
  }
  return false;
}

/* A participle before a noun that it describes: "three detained men". */
static bool describes(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  if (t->pos != POS_VERB || !(token_inflections(s, t) & (INFL_PARTICIPLE | INFL_GERUND))) return false;
  if (token_inflections(s, t) & INFL_BASE) return false;
  const struct token *before = prev_word(s, i), *after = next_word(s, i);
  if (only_describes(s, i, before, after)) return true;
  if (hired(s, i)) return true;
  if (!before || !noun_ahead(s, i) || after->glued || (mask(after) & BIT(POS_VERB) && !(mask(after) & BIT(POS_NOUN))))
    return false;
  bool article = before->pos == POS_DET && !before->figure;
  if (after->shape != SHAPE_LOWER && !s->caseless && !after->form && !article)
    return false; /* "two killed Hara police say" */
  bool gerund = before->pos == POS_VERB && token_inflections(s, before) == INFL_GERUND &&
                !token_tag(before, TAG_LEAVE) &&
                !(token_inflections(s, t) & INFL_GERUND); /* "investigating alleged abuses" */
  return before->pos == POS_DET || before->pos == POS_ADJ || before->figure || before->mark == 's' || gerund;
}

/* "the workers' union": an apostrophe behind a plural, before the noun that it possesses. */
static void mark_possessives(struct sentence *s) {
  bool quoted = false;
  for (int i = 1; i + 1 < s->token_count; i++) {
    struct token *t = s->tokens + i;
    if (t->mark != '\'' || t->kind != TOKEN_MARK) continue;
    const struct token *before = t - 1, *after = t + 1;
    if (!t->glued) quoted = true; /* an opening quotation mark */
    const struct reading *r = token_reading(s, before, POS_NOUN);
    bool plural = (r && (r->inflection & INFL_PLURAL)) || before->shape == SHAPE_CAPITAL;
    if (!quoted && t->glued && !after->glued && before->kind == TOKEN_WORD && plural && noun_like(after))
      t->mark = 's', t->kind = TOKEN_WORD;
  }
}

/* Most tokens need no neighbours: marks, numbers, and words with one part of speech that
 * their place in a name or before a noun could not change.  POS_COUNT + 1 for the others. */
static inline unsigned settled(const struct token *t) {
  unsigned m = mask(t);
  if (!m)
    return t->kind == TOKEN_MARK && t->mark != 's' ? POS_COUNT : t->kind == TOKEN_NUMBER ? POS_NUM : POS_COUNT + 1;
  bool open = t->figure || t->mark || t->compound || t->shape > SHAPE_CAPITAL;
  unsigned moved = BIT(POS_VERB) | (t->shape == SHAPE_CAPITAL ? BIT(POS_ADV) : 0);
  return open || m & (m - 1) || m & moved ? POS_COUNT + 1 : (unsigned)__builtin_ctz(m);
}

/* A verb or adverb with a capital beside a name is part of it. */
static bool part_of_name(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  if ((t->pos != POS_VERB && t->pos != POS_ADV) || t->kind != TOKEN_WORD) return false;
  if (!capital(s, i) || s->heading || s->titled || mask(t) & BIT(POS_AUX)) return false;
  const struct token *before = t - 1, *after = next_word(s, i);
  bool goes_on = after && !after->glued && after->kind == TOKEN_WORD && !after->figure &&
                 (!after->form || mask(after) & BIT(POS_NAME)) && !(mask(after) & (BIT(POS_DET) | BIT(POS_PREP)));
  return before->kind == TOKEN_WORD && (before->shape != SHAPE_LOWER || goes_on);
}

static void tag_word(struct sentence *s, int i) {
  struct token *t = s->tokens + i;
  bool in_pack = t->form && t->form->pos && t->mark != 's';
  const struct form *ending = NULL;
  t->pos = (uint8_t)(in_pack ? known(s, i) : unknown(s, i, &ending));
  if (!in_pack && (t->pos == POS_VERB || t->pos == POS_ADV || t->pos == POS_ADJ)) t->form = ending;
  if (!t->form && t->pos == POS_NOUN) t->plural = ending != NULL;
  if (t->compound && t->pos != POS_NOUN && t->pos != POS_NAME) t->pos = POS_ADJ;
  if (part_of_name(s, i)) t->pos = POS_NAME;
  if (describes(s, i)) t->pos = POS_ADJ;
}

void sentence_tag(struct sentence *s) {
  if (sentence_may_mark(s, '\'')) mark_possessives(s);
  for (int i = 0; i < s->token_count; i++) {
    unsigned pos = settled(s->tokens + i);
    if (pos <= POS_COUNT)
      s->tokens[i].pos = (uint8_t)pos;
    else
      tag_word(s, i);
  }
}
