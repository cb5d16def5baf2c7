/* Figures: every way in which prose writes a number.
 *
 * A figure is a core (digits or number words, a vague word, a word for none)
 * with its hedges on either side and, for a range, a second core.  What looks
 * like a number but counts nothing (an age, a date, a calibre, a road) is a
 * figure too, marked as the decoy it is, so that no later layer sees a bare
 * number and wonders. */
#include "extract/sentence.h"

#include <string.h>

struct number {
  int64_t value; /* TOLL_OPEN for vague */
  int end;       /* token after it */
  bool vague, none, fraction;
  bool huge;    /* does not fit: no number at all */
  int64_t over; /* denominator of a fraction */
};

static const struct token *at(const struct sentence *s, int i) {
  return i >= 0 && i < s->token_count ? s->tokens + i : NULL;
}

/* A number word; a sign ("k", "m") only right behind digits. */
static const struct reading *num(const struct sentence *s, int i) {
  const struct token *t = at(s, i), *before = at(s, i - 1);
  const struct reading *r = t ? token_reading(s, t, POS_NUM) : NULL;
  if (r && t->len == 1 && t->kind == TOKEN_WORD && !(t->glued && before && before->kind == TOKEN_NUMBER)) return NULL;
  return r && r->value != TOLL_OPEN && !tags_have(r->tags, TAG_ORDINAL) && !tags_have(r->tags, TAG_FRACTION) ? r : NULL;
}

static bool is_mark(const struct sentence *s, int i, char mark) {
  const struct token *t = at(s, i);
  return t && t->kind == TOKEN_MARK && t->mark == mark;
}

static bool multiplier(const struct reading *r) {
  return r && tags_have(r->tags, TAG_MULTIPLY);
}

/* Without overflow; a product or sum that does not fit is no number. */
static int64_t times(int64_t a, int64_t b) {
  int64_t out;
  return a == TOLL_OPEN || __builtin_mul_overflow(a, b, &out) ? TOLL_OPEN : out;
}

static int64_t plus(int64_t a, int64_t b) {
  int64_t out;
  return a == TOLL_OPEN || b == TOLL_OPEN || __builtin_add_overflow(a, b, &out) ? TOLL_OPEN : out;
}

/* Many people or things, or what is said of them: behind "1.5m" it tells that this is no measure. */
static bool many_at(const struct sentence *s, int i) {
  const struct token *t = at(s, i);
  const struct reading *r = t ? token_reading(s, t, POS_NOUN) : NULL;
  return t && t->form && ((r && r->inflection == INFL_PLURAL) || t->form->pos >> POS_AUX & 1);
}

/* A word that multiplies the number before it; where it may be a measure, when many follow. */
static const struct reading *multiplied_by(const struct sentence *s, int i) {
  const struct reading *r = num(s, i);
  if (!multiplier(r)) return NULL;
  bool measure = token_reading_tag(s, at(s, i), POS_NOUN, TAG_MEASURE) != NULL;
  return measure && !many_at(s, i + 1) ? NULL : r;
}

/* Digits, with multipliers behind them: "1.4 million", "2 lakh", "3 dozen", "10k". */
static bool read_digits(const struct sentence *s, int i, struct number *n) {
  const struct token *t = at(s, i);
  if (!t || t->kind != TOKEN_NUMBER || t->ordinal) return false;
  int64_t thousandths = t->number;
  n->end = i + 1;
  const struct reading *r;
  for (int j; thousandths != TOLL_OPEN; n->end = j + 1) {
    j = n->end + (is_mark(s, n->end, '-') && s->tokens[n->end].glued); /* "5-million" */
    if ((r = multiplied_by(s, j)) == NULL) break;
    thousandths = times(thousandths, r->value);
  }
  if (thousandths == TOLL_OPEN || thousandths % 1000) return false; /* 3.5 of something is a measure */
  n->value = thousandths / 1000;
  return true;
}

/* "both soldiers and civilians": no number, where another kind stands bare behind the and. */
static bool correlative(const struct sentence *s, int i) {
  const struct reading *r = num(s, i);
  if (!r || !tags_have(r->tags, TAG_PAIR)) return false;
  for (int k = i + 2; k < i + 4; k++) {
    const struct token *and = at(s, k), *after = at(s, k + 1);
    if (!and || !token_tag(and, TAG_AND)) continue;
    return after && after->kind == TOKEN_WORD &&
           !(after->form && after->form->pos & (1u << POS_DET | 1u << POS_NUM | 1u << POS_AUX | 1u << POS_PRON));
  }
  return false;
}

/* Words: "two hundred and fifty", "twenty-five", "a dozen", "half a million". */
static bool read_words(const struct sentence *s, int i, struct number *n) {
  if (correlative(s, i)) return false;
  int64_t total = 0, part = 0, last = 0;
  int j = i;
  const struct reading *r = NULL;
  const struct token *t = at(s, i);
  bool article = t && token_tag(t, TAG_ARTICLE);
  if (article) {
    r = num(s, i + 1);
    if (!r || (!multiplier(r) && !tags_have(r->tags, TAG_PAIR))) return false;
    part = multiplier(r) ? 1 : 0;
    j++;
  }
  int first = j;
  for (;; j++) {
    r = num(s, j);
    if (!r && j > first && (is_mark(s, j, '-') || (at(s, j) && token_tag(at(s, j), TAG_AND) && last >= 100))) {
      const struct reading *after = num(s, j + 1);
      bool joined = after && multiplier(after) && is_mark(s, j, '-') && after->value > last; /* "two-hundred" */
      if (joined) continue;
      if (!after || multiplier(after) || after->value >= (last >= 100 ? last : 10)) break;
      continue;
    }
    if (!r) break;
    if (multiplier(r)) {
      int64_t base = part ? part : 1;
      if (r->value >= 1000) {
        total =
            part == 0 && total ? times(total, r->value) : plus(total, times(base, r->value)); /* "a thousand million" */
        part = 0;
      } else {
        part = times(base, r->value);
      }
    } else {
      if (part && part % 100 && (part % 10 || r->value >= 10)) break;
      part = plus(part, r->value);
    }
    last = r->value;
  }
  if (j == first) return false;
  n->value = plus(total, part);
  n->huge = n->value == TOLL_OPEN || n->value > INT64_MAX / 1000; /* no more than digits can say */
  n->end = j;
  return true;
}

static bool read_vague(const struct sentence *s, int i, struct number *n) {
  const struct token *t = at(s, i);
  if (!t || !token_tag(t, TAG_VAGUE)) return false;
  n->value = TOLL_OPEN;
  n->vague = true;
  n->end = i + 1;
  return true;
}

/* "No. 4", "No 4": a sign of a number, not a word for none. */
static bool number_sign(const struct sentence *s, int i) {
  const struct token *t = at(s, i), *number = at(s, is_mark(s, i + 1, '.') ? i + 2 : i + 1);
  return t && token_tag(t, TAG_NONE) && t->shape != SHAPE_LOWER && number && number->kind == TOKEN_NUMBER;
}

static bool read_none(const struct sentence *s, int i, struct number *n) {
  const struct token *t = at(s, i);
  if (!t || !token_tag(t, TAG_NONE) || number_sign(s, i)) return false;
  n->value = 0;
  n->none = true;
  n->end = i + 1;
  return true;
}

static bool read_fraction(const struct sentence *s, int i, struct number *n) {
  const struct token *t = at(s, i);
  if (!t || !token_tag(t, TAG_FRACTION)) return false;
  const struct reading *r = pack_readings(s->pack, t->form);
  while (!tags_have(r->tags, TAG_FRACTION)) r++;
  if (r->value == TOLL_OPEN || r->value2 == TOLL_OPEN) return false;
  n->value = r->value;
  n->over = r->value2;
  n->fraction = true;
  n->end = i + 1;
  return true;
}

/* "[two] and a half million": what is multiplied, 0 where nothing is; the end behind it. */
static int64_t and_a_half(const struct sentence *s, int i, int *end) {
  const struct token *and = at(s, i), *article = at(s, i + 1);
  if (!and || !token_tag(and, TAG_AND) || !article) return 0;
  int j = token_tag(article, TAG_ARTICLE) ? i + 2 : i + 1;
  const struct reading *r = num(s, j);
  *end = j + 1;
  if (r) return !multiplier(r) && r->value >= 500 && j > i + 1 ? 2 * r->value : 0; /* a word for half a million */
  const struct token *t = at(s, j);
  r = t ? token_reading_tag(s, t, POS_NUM, TAG_FRACTION) : NULL;
  if (!r || r->value != 1 || r->value2 != 2) return 0;
  *end = j + 2;
  r = num(s, j + 1);
  return multiplier(r) ? r->value : 0;
}

/* A number of digits or words, with a half of what multiplies it behind it. */
static bool read_whole(const struct sentence *s, int i, struct number *n) {
  if (!read_digits(s, i, n) && !read_words(s, i, n)) return false;
  int end = n->end;
  int64_t half = n->value >= 0 && n->value < 1000 ? and_a_half(s, n->end, &end) : 0;
  if (half == 0 || times(n->value, half) == TOLL_OPEN) return true;
  n->value = n->value * half + half / 2;
  n->end = end;
  return true;
}

static bool read_number(const struct sentence *s, int i, struct number *n) {
  *n = (struct number){.value = TOLL_OPEN, .end = i};
  return read_whole(s, i, n) || read_vague(s, i, n) || read_none(s, i, n) || read_fraction(s, i, n);
}

/* A word that links the ends of a range; between numbers only. */
static int range_link(const struct sentence *s, int i, bool between) {
  const struct token *t = at(s, i);
  if (!t) return 0;
  if (t->kind == TOKEN_MARK) return t->mark == '-' || t->mark == '~';
  if (token_tag(t, TAG_AND)) return between;
  return token_tag(t, TAG_RANGE);
}

static const struct reading *hedge(const struct sentence *s, int i, enum tag tag) {
  const struct token *t = at(s, i);
  if (!t || !token_tag(t, tag)) return NULL;
  if (t->kind == TOKEN_MARK && (tag == TAG_HEDGE ? t->line_start : !t->glued)) return NULL; /* a quoted line; "3 + 4" */
  const struct reading *r = pack_readings(s->pack, t->form);
  for (uint32_t k = 0; k < t->form->count; k++)
    if (tags_have(r[k].tags, tag)) return r + k;
  return NULL;
}

void figure_bound(int64_t value, unsigned form, int64_t *low, int64_t *high) {
  *low = *high = value;
  if (form == TOLL_AT_LEAST || form == TOLL_MORE_THAN) *high = TOLL_OPEN;
  if (form == TOLL_MORE_THAN) *low = value + 1;
  if (form == TOLL_AT_MOST || form == TOLL_FEWER_THAN) *low = 0;
  if (form == TOLL_FEWER_THAN) *high = value > 0 ? value - 1 : 0;
}

/* Hedges before and behind; widens the figure over them. */
static void add_hedges(const struct sentence *s, struct figure *f) {
  const struct reading *r;
  const struct token *verb = at(s, f->from - 2);
  bool revised = verb && token_tag(verb, TAG_REVISE); /* "revised up to 120" */
  if (f->from > 1 && is_mark(s, f->from - 1, '.') && hedge(s, f->from - 2, TAG_HEDGE)) f->from--; /* "approx. 200" */
  while (!revised && f->from > 0 && (r = hedge(s, f->from - 1, TAG_HEDGE)) && !tags_have(r->tags, TAG_HEDGE_AFTER)) {
    if (r->form && (f->form == TOLL_EXACT || f->form == TOLL_ABOUT)) f->form = (uint8_t)(r->form - 1);
    f->from--;
  }
  if (is_mark(s, f->to, '-') && s->tokens[f->to].glued && hedge(s, f->to + 1, TAG_HEDGE_AFTER))
    f->to++; /* "forty-odd" */
  while ((r = hedge(s, f->to, TAG_HEDGE_AFTER)) != NULL) {
    if (r->form && f->form == TOLL_EXACT) f->form = (uint8_t)(r->form - 1);
    f->to++;
  }
}

/* A word that makes the number behind it no more than possible: "perhaps", "up to". */
static bool possible(const struct sentence *s, int i, bool most) {
  const struct reading *r = hedge(s, i, TAG_HEDGE);
  if (!r) return false;
  if (most && r->form == TOLL_AT_MOST + 1) return true;
  r = pack_readings(s->pack, s->tokens[i].form);
  for (uint32_t k = 0; k < s->tokens[i].form->count; k++)
    if (r[k].status == TOLL_UNCONFIRMED + 1) return true;
  return false;
}

/* "three, possibly four", "three or perhaps four", "at least three and up to five": where the
 * second number begins behind token i, or -1. */
static int possible_end(const struct sentence *s, const struct figure *f, int i) {
  const struct reading *floor = f->from > 0 ? hedge(s, f->from - 1, TAG_HEDGE) : NULL;
  bool apart = is_mark(s, i, ',') || is_mark(s, i, '('), doubt = false;
  int j = i + apart;
  const struct token *and = at(s, j);
  bool or = and&&token_tag(and, TAG_OR) && and->kind == TOKEN_WORD;
  if (and&&and->kind == TOKEN_WORD && (or || token_tag(and, TAG_AND))) j++;
  if (j == i) return -1;
  bool most = or || apart || (floor && floor->form == TOLL_AT_LEAST + 1);
  for (; hedge(s, j, TAG_HEDGE); j++) doubt = doubt || possible(s, j, most);
  return doubt ? j : -1;
}

/* Behind the number that ends at token i, over the mark that closes what `open` opened; 0
 * where a bracket is not closed. */
static int closed(const struct sentence *s, int i, int open) {
  if (is_mark(s, open, '(')) return is_mark(s, i, ')') ? i + 1 : 0;
  if (!is_mark(s, open, ',') || !is_mark(s, i, ',')) return i;
  const struct token *next = at(s, i + 1);
  bool noun = next && next->form && next->form->pos & (1u << POS_NOUN | 1u << POS_ADJ) &&
              !(next->form->pos & (1u << POS_AUX | 1u << POS_VERB));
  return noun ? i + 1 : i;
}

/* "three, possibly four, people": the range of a number and a possible one, into f. */
static bool read_possible(const struct sentence *s, const struct number *n, struct figure *f) {
  struct number m;
  int second = n->vague || n->none || n->fraction ? -1 : possible_end(s, f, n->end);
  if (second < 0 || !read_number(s, second, &m) || m.value == TOLL_OPEN || m.none || m.fraction || m.value <= n->value)
    return false;
  int to = closed(s, m.end, n->end);
  if (!to) return false;
  f->core_to = (uint16_t)m.end;
  f->to = (uint16_t)to;
  f->value = TOLL_OPEN;
  f->low = n->value;
  f->high = m.value;
  f->form = TOLL_BETWEEN;
  return true;
}

/* The second end of a range that starts with n, into f.  Returns false where there is none. */
static bool read_range(const struct sentence *s, const struct number *n, struct figure *f) {
  const struct token *before = at(s, f->from - 1);
  bool between = before && token_tag(before, TAG_BETWEEN), from = before && token_tag(before, TAG_FROM);
  const struct token *verb = from ? at(s, f->from - 2) : NULL;
  if (verb && (token_tag(verb, TAG_RISE) || token_tag(verb, TAG_BRING) || token_tag(verb, TAG_REVISE)))
    return false; /* "rose from 4 to 7" */
  if (n->vague || n->none || n->fraction || !range_link(s, n->end, between)) return false;
  struct number m;
  if (!read_number(s, n->end + 1, &m) || m.value == TOLL_OPEN || m.none || m.fraction || m.value <= n->value)
    return false;
  bool apart = !s->tokens[n->end].glued; /* "11 -12" is a range, "11 - 12 of them from here" an aside */
  if (is_mark(s, n->end, '-') && apart && !s->tokens[n->end + 1].glued) return false;
  f->from = (uint16_t)(f->from - (between || (from && !is_mark(s, n->end, '-'))));
  f->core_to = f->to = (uint16_t)m.end;
  f->value = TOLL_OPEN;
  f->low = n->value;
  f->high = m.value;
  f->form = TOLL_BETWEEN;
  return true;
}

/* A number glued to what is no number's neighbour ("F-16", "9/11", "10:30", "No. 4"). */
static bool glued_name(const struct sentence *s, int from, int to) {
  const struct token *before = at(s, from - 1), *after = at(s, to);
  bool left =
      s->tokens[from].glued && before && before->kind == TOKEN_MARK && strchr("-/:#.@_'", before->mark) && before->mark;
  bool opened = left && from >= 2 && !(before->mark == '\'' || before->mark == '.');
  bool right = after && after->glued && after->kind == TOKEN_MARK && after->mark && strchr("/:@_%", after->mark) &&
               at(s, to + 1) && at(s, to + 1)->glued;
  bool sign = (before && before->kind == TOKEN_MARK && before->mark == '#') ||
              number_sign(s, from - (is_mark(s, from - 1, '.') ? 2 : 1));
  bool cited =
      before && before->kind == TOKEN_MARK && before->mark == '(' && s->text[before->at] == '[' && is_mark(s, to, ')');
  return (opened && s->tokens[from - 2].kind != TOKEN_MARK && before->glued) || right || sign || cited;
}

static bool month_at(const struct sentence *s, int i) {
  const struct token *t = at(s, i);
  return t && token_tag(t, TAG_MONTH) && (t->shape != SHAPE_LOWER || s->caseless);
}

static bool year_like(const struct sentence *s, const struct figure *f) {
  const struct token *t = s->tokens + f->core;
  return f->core_to == f->core + 1 && t->kind == TOKEN_NUMBER && !t->grouped && !t->decimal && t->len == 4 &&
         f->value >= 1500 && f->value <= 2100;
}

/* One of a people or party, which is spelt as their adjective often is ("1992 Haran forces"). */
static bool is_one(const struct sentence *s, const struct token *t) {
  const struct reading *r = token_reading_tag(s, t, POS_NOUN, TAG_PERSON);
  return r && !(r->inflection & INFL_PLURAL);
}

static bool people_follow(const struct sentence *s, int i, bool many) {
  for (int k = 0; k < 3; k++, i++) {
    const struct token *t = at(s, i);
    if (!t || t->kind == TOKEN_MARK) return false;
    bool counts =
        token_tag(t, TAG_PERSON) || token_tag(t, TAG_THING) || token_tag(t, TAG_KIN) || token_tag(t, TAG_LIFE);
    if (counts && !(many && is_one(s, t))) return true;
    if (!t->form || !(t->form->pos & (1u << POS_ADJ | 1u << POS_NOUN))) return false;
  }
  return false;
}

/* "from 2010 to 2014", "between 1988 and 1994". */
static bool years_like(const struct sentence *s, const struct figure *f) {
  const struct token *first = s->tokens + f->core, *last = s->tokens + f->core_to - 1;
  bool digits = first->kind == TOKEN_NUMBER && !first->grouped && first->len == 4 && last->kind == TOKEN_NUMBER &&
                !last->grouped && last->len == 4;
  return digits && f->form == TOLL_BETWEEN && f->low >= 1500 && f->high <= 2100 && !people_follow(s, f->to, false);
}

/* Nothing that could be counted follows. */
static bool ends_group(const struct token *t) {
  if (!t || t->kind == TOKEN_MARK) return true;
  return t->form && (t->form->pos & (1u << POS_PREP | 1u << POS_CONJ | 1u << POS_AUX)) &&
         !(t->form->pos & (1u << POS_NOUN | 1u << POS_ADJ));
}

static bool date_like(const struct sentence *s, const struct figure *f) {
  if (years_like(s, f)) return true;
  const struct token *before = at(s, f->from - 1);
  bool month =
      month_at(s, f->core - 1) || (is_mark(s, f->core - 1, '.') && month_at(s, f->core - 2)) || month_at(s, f->core_to);
  bool day = s->tokens[f->core].kind == TOKEN_NUMBER || ends_group(at(s, f->to)); /* "in May four ferrymen" */
  if (month) return day && f->form != TOLL_AT_LEAST && f->value <= 2100 && !people_follow(s, f->core_to, false);
  if (before && before->kind == TOKEN_MARK && before->mark == ',' && year_like(s, f) && f->from >= 2 &&
      s->tokens[f->from - 2].figure)
    return true;
  if (!year_like(s, f) || f->form != TOLL_EXACT) return false;
  if (people_follow(s, f->to, true)) return false;
  return f->value >= 1900 || (before && before->form && (before->form->pos >> POS_PREP & 1));
}

/* "aged 2, 5 and 7": a further one of a list of ages. */
static bool age_listed(const struct sentence *s, const struct figure *f) {
  const struct token *t = at(s, f->from - 1);
  const struct token *after = at(s, f->to);
  bool counts = after && after->kind != TOKEN_MARK &&
                (!after->form || (after->form->pos & (1u << POS_NOUN | 1u << POS_ADJ | 1u << POS_PRON)));
  if (!t || counts || !(t->mark == ',' || token_tag(t, TAG_AND))) return false;
  for (int i = f->from - 1; i >= 0; i--) {
    t = s->tokens + i;
    if (token_tag(t, TAG_AGE)) return true;
    if (!t->figure && t->mark != ',' && !token_tag(t, TAG_AND)) return false;
  }
  return false;
}

/* "those under 18", "three were over 12"; not "killing more than 20 in the town". */
static bool age_bound(const struct sentence *s, const struct figure *f) {
  if ((f->form != TOLL_FEWER_THAN && f->form != TOLL_MORE_THAN) || f->value > 21 || !ends_group(at(s, f->to)))
    return false;
  const struct token *before = at(s, f->from - 1);
  if (!before || before->kind == TOKEN_MARK || !before->form) return false;
  return before->figure || token_tag(before, TAG_BE) ||
         (before->form->pos & (1u << POS_NOUN | 1u << POS_PRON) &&
          !(before->form->pos & (1u << POS_VERB | 1u << POS_CONJ | 1u << POS_PREP)));
}

/* "her sons, 6 and 3, were": the second of two ages. */
static bool age_joined(const struct sentence *s, const struct figure *f) {
  const struct token *and = at(s, f->from - 1), *first = at(s, f->from - 2), *after = at(s, f->to);
  if (!and || !first || !first->figure || !token_tag(and, TAG_AND) || f->form != TOLL_EXACT || f->value > 125)
    return false;
  const struct figure *other = s->figures + first->figure - 1;
  bool closed = !after || (after->kind == TOKEN_MARK && (after->mark == ',' || after->mark == ')'));
  return closed && other->kind == FIGURE_DECOY && other->decoy == DECOY_AGE;
}

/* "34-year-old", "aged 34", "Ali, 34, …". */
static bool age_like(const struct sentence *s, const struct figure *f) {
  if (age_bound(s, f) || age_joined(s, f)) return true;
  const struct token *before = at(s, f->from - 1), *after = at(s, f->to);
  int64_t years = f->form == TOLL_BETWEEN ? f->low : f->value;
  if (years < 0 || years > 125) return false;
  int next = f->to + (after && after->kind == TOKEN_MARK && after->mark == '-');
  if (at(s, next) && token_tag(at(s, next), TAG_AGE)) return true;
  if ((before && token_tag(before, TAG_AGE)) || age_listed(s, f)) return true;
  if (!before || before->kind != TOKEN_MARK || (before->mark != ',' && before->mark != '(') || f->from < 2)
    return false;
  const struct token *name = s->tokens + f->from - 2;
  bool closed = !after ||
                (after->kind == TOKEN_MARK &&
                 (after->mark == ',' || after->mark == ')' || after->mark == '.' || after->mark == ';')) ||
                token_tag(after, TAG_AND);
  if (name->kind == TOKEN_MARK && name->mark == '.' && f->from >= 3) name--; /* "Amina D., 41," */
  bool named = name->kind == TOKEN_WORD &&
               (name->shape != SHAPE_LOWER || token_tag(name, TAG_PERSON) || token_tag(name, TAG_KIN));
  return named && closed && f->value > 0 && f->form == TOLL_EXACT && s->tokens[f->core].kind == TOKEN_NUMBER;
}

/* "a three-man crew", "an eight-member family": how many they are. */
static bool crew(const struct sentence *s, const struct figure *f) {
  const struct reading *one = token_reading(s, s->tokens + f->to + 1, POS_NOUN);
  const struct token *group = at(s, f->to + 2);
  bool person =
      one && one->inflection & INFL_SINGULAR && (tags_have(one->tags, TAG_PERSON) || tags_have(one->tags, TAG_PART));
  return person && group && (token_tag(group, TAG_GROUP) || token_tag(group, TAG_COLLECTIVE));
}

/* Behind "[three] and a half [hours]"; i where no half stands there. */
static int over_half(const struct sentence *s, int i) {
  const struct token *and = at(s, i), *article = at(s, i + 1), *half = at(s, i + 2);
  if (!and || !token_tag(and, TAG_AND) || !article || !token_tag(article, TAG_ARTICLE) || !half) return i;
  return token_tag(half, TAG_FRACTION) ? i + 3 : i;
}

static bool measure_like(const struct sentence *s, const struct figure *f, enum decoy *which) {
  const struct token *after = at(s, over_half(s, f->to)), *before = at(s, f->from - 1);
  if (before && before->kind == TOKEN_MARK && before->mark == '$') return *which = DECOY_MONEY, true;
  if (!after) return false;
  if (after->kind == TOKEN_MARK && (after->mark == '%' || after->mark == '$')) return *which = DECOY_MEASURE, true;
  bool hyphen = after->kind == TOKEN_MARK && after->mark == '-' && after->glued;
  const struct token *noun = hyphen ? at(s, f->to + 1) : after;
  if (!noun || noun->kind != TOKEN_WORD) return false;
  if (token_tag(noun, TAG_HEDGE_AFTER)) return false;
  static const struct {
    enum tag tag;
    enum decoy decoy;
  } units[] = {{TAG_MONEY, DECOY_MONEY},
               {TAG_MEASURE, DECOY_MEASURE},
               {TAG_TIME, DECOY_TIME},
               {TAG_WEAPON, DECOY_MEASURE},
               {TAG_AGE, DECOY_AGE}};
#define UNITS(n)                                                                                                       \
  (TAG_BIT(n, TAG_MONEY) | TAG_BIT(n, TAG_MEASURE) | TAG_BIT(n, TAG_TIME) | TAG_BIT(n, TAG_WEAPON) |                   \
   TAG_BIT(n, TAG_AGE))
  static const uint64_t any[2] = {UNITS(0), UNITS(1)};
#undef UNITS
  bool unit = noun->form && tags_meet(noun->form->tags, any);
  for (size_t i = 0; unit && i < sizeof units / sizeof *units; i++)
    if (token_reading_tag(s, noun, POS_NOUN, units[i].tag) || (units[i].tag == TAG_AGE && token_tag(noun, TAG_AGE)))
      return *which = units[i].decoy, true;
  return hyphen && !crew(s, f) ? (*which = DECOY_MEASURE, true) : false;
}

/* "killed ward 4 councillors": such a noun in small letters, in the singular and without
 * a determiner, stands there only for its number, whoever comes behind. */
static bool bare_designation(const struct sentence *s, int i) {
  const struct reading *r = token_reading_tag(s, s->tokens + i, POS_NOUN, TAG_DESIGNATION);
  if (!r || r->inflection & INFL_PLURAL || s->caseless || s->tokens[i].shape != SHAPE_LOWER) return false;
  for (int k = i - 1; k >= 0 && k >= i - 3; k--) {
    const struct token *t = s->tokens + k;
    if (t->kind == TOKEN_MARK || !t->form || t->form->pos & 1u << POS_PREP) return true;
    if (t->form->pos & (1u << POS_DET | 1u << POS_PRON)) return false;
  }
  return true;
}

/* "US 34", "FM 2222": letters before a number that counts nothing. */
static bool road(const struct sentence *s, const struct figure *f) {
  const struct token *before = at(s, f->from - 1), *first = s->tokens + f->core;
  return !s->caseless && before && before->kind == TOKEN_WORD && before->shape == SHAPE_UPPER && before->len >= 2 &&
         before->len <= 3 && !before->figure && first->kind == TOKEN_NUMBER && f->core_to == f->core + 1 &&
         f->form == TOLL_EXACT && !first->grouped && ends_group(at(s, f->to));
}

/* "Route 9", "Flight 447", "Article 5", "Brigade 4". */
static bool name_like(const struct sentence *s, const struct figure *f) {
  if (road(s, f)) return true;
  const struct token *before = at(s, f->from - 1);
  bool digits = s->tokens[f->core].kind == TOKEN_NUMBER && f->core_to == f->core + 1;
  return digits && f->form == TOLL_EXACT && before && token_tag(before, TAG_DESIGNATION) &&
         (bare_designation(s, f->from - 1) || !people_follow(s, f->to, false));
}

/* "Routes 3, 5 and 7": a further one of a list of such numbers. */
static bool name_listed(const struct sentence *s, const struct figure *f) {
  const struct token *link = at(s, f->from - 1);
  bool linked = link && (link->mark == ',' || token_tag(link, TAG_AND) || token_tag(link, TAG_OR));
  bool digits = s->tokens[f->core].kind == TOKEN_NUMBER && f->core_to == f->core + 1;
  if (!linked || !digits || f->from < 2 || s->tokens[f->from - 2].figure == 0) return false;
  const struct figure *before = s->figures + s->tokens[f->from - 2].figure - 1;
  return before->kind == FIGURE_DECOY && before->decoy == DECOY_NAME && !people_follow(s, f->to, false);
}

/* How many words that may be a name or its kind stand before i, behind the indefinite article; -1 without one. */
static int behind_article(const struct sentence *s, int i) {
  for (int k = i - 1; k >= 0 && k >= i - 5; k--) {
    const struct token *t = s->tokens + k;
    if (token_tag(t, TAG_ARTICLE)) return i - 1 - k;
    if (t->kind != TOKEN_WORD || t->figure || t->shape == SHAPE_LOWER || s->caseless) return -1;
  }
  return -1;
}

/* "a 300 bed hospital", "a Flight 93 passenger": behind the article that makes it one,
 * the number belongs to what is said of the thing; "a 12 person team" counts. */
static bool modifier_like(const struct sentence *s, const struct figure *f) {
  const struct token *noun = at(s, f->to), *head = at(s, f->to + 1);
  const struct reading *r = noun ? token_reading(s, noun, POS_NOUN) : NULL;
  int names = behind_article(s, f->core);
  if (names < 0 || f->form != TOLL_EXACT || f->value < 2 || !r || r->inflection != INFL_SINGULAR) return false;
  if (names == 0 && (!head || !token_reading(s, head, POS_NOUN))) return false;
  return !(head && (token_tag(head, TAG_GROUP) || token_tag(head, TAG_COLLECTIVE)));
}

/* "one in five": a share of people who are not named as a number. */
static bool share_like(const struct sentence *s, struct figure *f) {
  const struct token *in = at(s, f->to);
  struct number n;
  if (f->value != 1 || f->form != TOLL_EXACT || !in || !token_tag(in, TAG_IN)) return false;
  if (!read_number(s, f->to + 1, &n) || n.value < 2 || n.value > 20) return false;
  const struct token *after = at(s, n.end);
  if (after && after->kind != TOKEN_MARK && !token_tag(after, TAG_OF) && !token_tag(after, TAG_PERSON)) return false;
  f->to = f->core_to = (uint16_t)n.end;
  return true;
}

static void judge(const struct sentence *s, struct figure *f) {
  enum decoy which = DECOY_NONE;
  if (f->kind != FIGURE_COUNT) return;
  if (f->form == TOLL_NONE) return;
  bool glued = !f->vague && glued_name(s, f->core, f->core_to);
  if (!glued && !measure_like(s, f, &which) && !f->vague)
    which = age_like(s, f)                         ? DECOY_AGE
            : date_like(s, f)                      ? DECOY_DATE
            : name_like(s, f) || name_listed(s, f) ? DECOY_NAME
            : modifier_like(s, f)                  ? DECOY_MEASURE
            : share_like(s, f)                     ? DECOY_PART
                                                   : DECOY_NONE;
  if (glued) which = DECOY_NAME;
  if (which != DECOY_NONE) f->kind = FIGURE_DECOY, f->decoy = (uint8_t)which;
}

/* "some 200", "over fifty": the word belongs to the number behind it. */
static bool hedges_next(const struct sentence *s, int i) {
  struct number n;
  while (i < s->token_count && token_tag(s->tokens + i, TAG_HEDGE)) {
    i++;
    if (i < s->token_count && read_number(s, i, &n) && !n.none && !(n.vague && token_tag(s->tokens + i, TAG_HEDGE)))
      return true;
  }
  return false;
}

static int64_t ordinal_value(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  if (t->kind == TOKEN_NUMBER) return t->number == INT64_MAX ? TOLL_OPEN : t->number / 1000;
  const struct reading *r = token_reading_tag(s, t, POS_ADJ, TAG_ORDINAL);
  return r ? r->value : TOLL_OPEN;
}

/* "under 4 feet of snow": before a measure the word is a preposition and no hedge. */
static bool leads(const struct token *t) {
  return t->form && t->form->pos >> POS_PREP & 1;
}

/* "six guards and as many porters": the number told before. */
static bool read_same(const struct sentence *s, int i, struct number *n) {
  const struct figure *last = s->figure_count ? s->figures + s->figure_count - 1 : NULL;
  if (!token_tag(s->tokens + i, TAG_SAME) || !last || last->kind != FIGURE_COUNT || last->form != TOLL_EXACT)
    return false;
  *n = (struct number){.value = last->value, .end = i + 1};
  return true;
}

/* Whether a figure may begin with token i; with an article only before a number word. */
static inline bool may_begin(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
#define WORDS(n)                                                                                                       \
  (TAG_BIT(n, TAG_HEDGE) | TAG_BIT(n, TAG_SAME) | TAG_BIT(n, TAG_VAGUE) | TAG_BIT(n, TAG_NONE) |                       \
   TAG_BIT(n, TAG_FRACTION) | TAG_BIT(n, TAG_ORDINAL))
  static const uint64_t words[2] = {WORDS(0), WORDS(1)};
#undef WORDS
  if (t->kind == TOKEN_NUMBER) return true;
  if (!t->form) return false;
  if (t->form->pos >> POS_NUM & 1 || tags_meet(t->form->tags, words)) return true;
  return token_tag(t, TAG_ARTICLE) && num(s, i + 1);
}

static int take_figure(struct sentence *s, int i) {
  struct number n;
  if (!may_begin(s, i)) return i + 1;
  if (hedges_next(s, i)) return i + 1;
  struct figure f = {.from = (uint16_t)i, .core = (uint16_t)i};
  f.same = read_same(s, i, &n);
  if (!f.same && !read_number(s, i, &n)) {
    if (s->tokens[i].kind != TOKEN_NUMBER && !token_tag(s->tokens + i, TAG_ORDINAL)) return i + 1;
    n = (struct number){.value = ordinal_value(s, i), .end = i + 1}; /* an ordinal or a decimal */
    f.kind = FIGURE_DECOY;
    f.decoy = s->tokens[i].ordinal || token_tag(s->tokens + i, TAG_ORDINAL) ? DECOY_ORDINAL : DECOY_MEASURE;
    while (f.decoy == DECOY_MEASURE && multiplier(num(s, n.end))) n.end++;
  }
  if (n.huge) f.kind = FIGURE_DECOY, f.decoy = DECOY_MEASURE;
  f.core_to = f.to = (uint16_t)n.end;
  f.value = n.value;
  f.vague = n.vague;
  f.form = n.vague ? TOLL_VAGUE : n.none ? TOLL_NONE : TOLL_EXACT;
  bool range = f.kind == FIGURE_COUNT && (read_range(s, &n, &f) || read_possible(s, &n, &f));
  if (f.kind == FIGURE_COUNT && !n.none) add_hedges(s, &f);
  if (n.fraction) {
    f.kind = FIGURE_FRACTION;
    f.low = n.value;
    f.high = n.over;
  } else if (!range) {
    if (f.vague)
      f.form = TOLL_VAGUE, f.low = f.high = TOLL_OPEN;
    else
      figure_bound(f.value, f.form, &f.low, &f.high);
  } else {
    f.form = TOLL_BETWEEN;
  }
  judge(s, &f);
  while (f.kind == FIGURE_DECOY && f.decoy == DECOY_MEASURE && f.from < f.core && leads(s->tokens + f.from)) f.from++;
  s->figures[s->figure_count++] = f;
  for (int k = f.from; k < f.to; k++) s->tokens[k].figure = (uint16_t)s->figure_count;
  return f.to > i ? f.to : i + 1;
}

bool sentence_figures(struct sentence *s) {
  s->figure_count = 0;
  s->figures = ARENA_ROOM(s->arena, (size_t)s->token_count + 1, struct figure);
  if (!s->figures) return false;
  for (int i = 0; i < s->token_count;) i = take_figure(s, i);
  return true;
}
