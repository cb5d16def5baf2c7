/* Date expressions: "on 20 January 1990", "Monday", "two days ago", "in 2014".
 *
 * Each shape is one function that looks at the tokens from i on; the first shape
 * of the table that fits wins.  Days that the words leave open are counted from
 * the document's own day, and stay unknown where it has none. */
#include "extract/near.h"
#include "extract/when.h"

static const struct token *tok(const toll_scanner *x, int i) {
  return i >= 0 && i < x->s.token_count ? x->s.tokens + i : NULL;
}

static const struct reading *reading_with(const toll_scanner *x, const struct token *t, enum tag tag) {
  if (!t || !token_tag(t, tag)) return NULL;
  const struct reading *r = pack_readings(x->pack, t->form);
  for (uint32_t i = 0; i < t->form->count; i++)
    if (tags_have(r[i].tags, tag) && r[i].value != TOLL_OPEN) return r + i;
  return NULL;
}

static bool tagged(const toll_scanner *x, int i, enum tag tag) {
  return tok(x, i) && token_tag(tok(x, i), tag);
}

static int month_at(const toll_scanner *x, int i) {
  const struct token *t = tok(x, i);
  if (!t || (t->shape == SHAPE_LOWER && !x->s.caseless)) return 0;
  const struct reading *r = reading_with(x, t, TAG_MONTH);
  return r && r->value >= 1 && r->value <= 12 ? (int)r->value : 0;
}

static int plain_number(const toll_scanner *x, int i, int low, int high) {
  const struct token *t = tok(x, i);
  if (!t || t->kind != TOKEN_NUMBER || t->decimal || t->grouped) return 0;
  int64_t n = t->number / 1000;
  return n >= low && n <= high ? (int)n : 0;
}

static bool mark_at(const toll_scanner *x, int i, char mark) {
  const struct token *t = tok(x, i);
  return t && t->kind == TOKEN_MARK && t->mark == mark;
}

/* A year of four digits, or of two behind a day and month. */
static int year_at(const toll_scanner *x, int i, bool two_digits) {
  const struct token *t = tok(x, i);
  int year = plain_number(x, i, 1000, 2199);
  if (year && t->len == 4) return year;
  if (!two_digits || !t || t->len != 2 || (tok(x, i + 1) && tok(x, i + 1)->kind != TOKEN_MARK)) return 0;
  year = plain_number(x, i, 1, 99);
  return year ? year + (year < 50 ? 2000 : 1900) : 0;
}

static int days_in(int year, int month) {
  for (int day = 31; day > 27; day--)
    if (toll_day_of(year, month, day) != TOLL_NO_DAY) return day;
  return 28;
}

static int own_year(const toll_scanner *x) {
  int year = 0, month, day;
  if (x->today_from != TOLL_NO_DAY) toll_day_parts(x->today_from, &year, &month, &day);
  return year;
}

/* The year of a day and month without one: the latest that is not after the document. */
static int guess_year(const toll_scanner *x, int month, int day) {
  int year = own_year(x);
  if (!year) return 0;
  toll_day d = toll_day_of(year, month, day ? day : 1);
  return d != TOLL_NO_DAY && x->today_to != TOLL_NO_DAY && d > x->today_to + (day ? 45 : 7) ? year - 1 : year;
}

static void set_days(const toll_scanner *x, struct date *d, int year, int month, int day, int last) {
  d->no_year = !year;
  if (!year) year = guess_year(x, month, day);
  if (!year) year = x->last_year;
  if (!year) return;
  d->first = toll_day_of(year, month, day ? day : 1);
  d->last = toll_day_of(year, month, last ? last : day ? day : days_in(year, month));
  if (d->last == TOLL_NO_DAY || d->last < d->first) d->last = d->first;
}

void date_set_year(struct date *d, int year) {
  int y, month, day, last, other;
  if (!d->no_year || d->first == TOLL_NO_DAY) return;
  toll_day_parts(d->first, &y, &month, &day);
  toll_day_parts(d->last, &y, &other, &last);
  d->first = toll_day_of(year, month, day);
  d->last = toll_day_of(year, other, last);
  if (d->last == TOLL_NO_DAY) d->last = d->first;
  d->no_year = false;
}

/* A second day that closes a range: "19-20 January", "19 to 20 January". */
static int range_day(const toll_scanner *x, int j, int *last) {
  bool dash = mark_at(x, j, '-') || mark_at(x, j, '~') || mark_at(x, j, '/');
  if (!dash && !tagged(x, j, TAG_RANGE) && !tagged(x, j, TAG_AND)) return j;
  *last = plain_number(x, j + 1, 1, 31);
  return *last ? j + 2 : j;
}

/* "20 January 1990", "19-20 January", "12 and 13 November", "3 JAN 90". */
static bool day_month(const toll_scanner *x, int i, struct date *d) {
  int day = plain_number(x, i, 1, 31), last = 0;
  if (!day) return false;
  int j = range_day(x, i + 1, &last), month = month_at(x, j);
  if (!month) return false;
  int comma = mark_at(x, j + 1, ','), year = year_at(x, j + 1 + comma, !comma);
  d->to = year ? j + 2 + comma : j + 1;
  set_days(x, d, year, month, day, last);
  return true;
}

/* "January 20, 1990", "January 19-20", "January 1990", "January". */
static bool month_day(const toll_scanner *x, int i, struct date *d) {
  int month = month_at(x, i), last = 0, j = i + 1;
  if (!month) return false;
  if (mark_at(x, j, '.')) j++;
  int day = plain_number(x, j, 1, 31);
  if (day && tok(x, j)->len > 2 && !tok(x, j)->ordinal) day = 0;
  if (day) j = range_day(x, j + 1, &last);
  int comma = mark_at(x, j, ','), year = year_at(x, j + comma, false);
  if (comma && !day && !year) comma = 0;
  d->to = year ? j + 1 + comma : j;
  set_days(x, d, year, month, day, last);
  return true;
}

/* "2024-03-04". */
static bool iso_day(const toll_scanner *x, int i, struct date *d) {
  const struct token *t = tok(x, i), *last = tok(x, i + 4);
  toll_day to;
  bool dashes = mark_at(x, i + 1, '-') && mark_at(x, i + 3, '-') && last && last->glued && last->len == 2;
  bool whole = t->len == 10 && t->kind != TOKEN_MARK;
  if (!whole && !dashes) return false;
  toll_slice text = sentence_text(&x->s, i, whole ? i + 1 : i + 5);
  if (text.len != 10 || toll_day_read(text, &d->first, &to)) return false;
  d->last = to;
  d->to = whole ? i + 1 : i + 5;
  return true;
}

static bool weekday(const toll_scanner *x, int i, struct date *d) {
  const struct reading *r = reading_with(x, tok(x, i), TAG_WEEKDAY);
  if (!r) return false;
  d->to = i + 1;
  while (tagged(x, d->to, TAG_TIME) && tok(x, d->to)->pos == POS_NOUN) d->to++; /* "Monday morning" */
  struct date full = {.first = TOLL_NO_DAY, .last = TOLL_NO_DAY};
  int comma = mark_at(x, d->to, ',');
  if (day_month(x, d->to + comma, &full) || (month_day(x, d->to + comma, &full) && full.to > d->to + comma + 1)) {
    full.from = d->from;
    *d = full;
    return true;
  }
  d->recent = true;
  if (x->today_to == TOLL_NO_DAY) return true;
  int today = (int)(((int64_t)x->today_to + 3) % 7 + 7) % 7 + 1; /* 1970-01-01 was a Thursday */
  int back = (today - (int)r->value + 7) % 7;
  d->first = d->last = x->today_to - back;
  return true;
}

/* "last Friday", "last November". */
static bool last_named(const toll_scanner *x, int i, struct date *d) {
  if (!tagged(x, i, TAG_PAST) || tok(x, i)->pos == POS_VERB) return false;
  struct date named = *d;
  if (!weekday(x, i + 1, &named) && !(month_at(x, i + 1) && month_day(x, i + 1, &named))) return false;
  named.from = i;
  *d = named;
  return true;
}

/* "today", "yesterday", "last night"; an adverb of time without a value tells no day. */
static bool relative_day(const toll_scanner *x, int i, struct date *d) {
  const struct token *t = tok(x, i);
  if (!t || !token_tag(t, TAG_TIME) || !(t->form->pos >> POS_ADV & 1)) return false;
  const struct reading *r = token_reading_tag(&x->s, t, POS_ADV, TAG_TIME);
  if (!r) return false;
  d->to = i + 1;
  d->loose = r->value == TOLL_OPEN;
  d->later = token_tag(t, TAG_LATER);
  d->recent = !d->loose && r->value > -40;
  if (x->today_to != TOLL_NO_DAY && !d->loose) d->first = d->last = x->today_to + (toll_day)r->value;
  return true;
}

/* A number and a unit of time at token i: "two days", "a few hours".  Returns the token
 * behind them, or i. */
static int length_at(const toll_scanner *x, int i, int64_t *days) {
  const struct token *t = tok(x, i);
  const struct figure *f = t && t->figure ? x->s.figures + t->figure - 1 : NULL;
  int unit = f ? f->to : i + 1;
  const struct reading *r = reading_with(x, tok(x, unit), TAG_TIME);
  if (!r || r->pos != POS_NOUN || (!f && !(t && token_tag(t, TAG_VAGUE)))) return i;
  int64_t n = f && f->value != TOLL_OPEN ? f->value : 5;
  *days = n >= 0 && n <= 4000 && r->value <= 40000 ? n * r->value : TOLL_OPEN;
  return unit + 1;
}

/* "hours later": a unit of time without a number. */
static bool bare_length(const toll_scanner *x, int i) {
  const struct reading *r = reading_with(x, tok(x, i), TAG_TIME);
  const struct token *before = tok(x, i - 1);
  return r && r->pos == POS_NOUN && r->inflection & INFL_PLURAL && !(before && before->figure);
}

/* "two days ago", "3 weeks earlier", "10 days later", "23 days after". */
static bool ago(const toll_scanner *x, int i, struct date *d) {
  int64_t days = TOLL_OPEN;
  int end = length_at(x, i, &days);
  if (end == i && bare_length(x, i)) end = i + 1;
  if (end == i || !tok(x, end)) return false;
  bool past = tagged(x, end, TAG_PAST), later = tagged(x, end, TAG_LATER);
  if (!past && !later) return false;
  d->to = end + 1;
  d->loose = later;
  d->later = later && tok(x, end)->pos == POS_ADV; /* "moments after the raid" is of the raid */
  d->past = later && days != TOLL_OPEN && days > 40;
  d->recent = past && days < 40;
  if (past && x->today_to != TOLL_NO_DAY && days != TOLL_OPEN && days < 400000)
    d->first = d->last = x->today_to - (toll_day)days;
  return true;
}

/* "last week", "the past weekend", "this year". */
static bool last_period(const toll_scanner *x, int i, struct date *d) {
  const struct token *t = tok(x, i), *unit = tok(x, i + 1);
  if (!t || !unit || t->kind != TOKEN_WORD || unit->pos != POS_NOUN || !token_tag(unit, TAG_TIME)) return false;
  bool past = token_tag(t, TAG_PAST), ordinal = token_tag(t, TAG_ORDINAL) && !token_tag(t, TAG_TIME);
  bool this = token_tag(t, TAG_POINTING);
  if (!past && !this && !(ordinal && t->pos == POS_ADJ)) return false;
  const struct reading *r = reading_with(x, unit, TAG_TIME);
  d->to = i + 2;
  d->span = true;
  if (!r || x->today_to == TOLL_NO_DAY || r->value < 1 || r->value > 40000) return true;
  int year = own_year(x);
  d->counter = d->running = this && r->value >= 28;
  if (r->value == 365) {
    d->first = toll_day_of(year - !this, 1, 1);
    d->last = this ? x->today_to : toll_day_of(year - 1, 12, 31);
    return true;
  }
  d->last = x->today_to - (this ? 0 : 1);
  d->first = x->today_to - (toll_day)(this ? r->value : 2 * r->value) + 1;
  return true;
}

/* "in 1996", "1988-89": a year by itself. */
static bool bare_year(const toll_scanner *x, int i, struct date *d) {
  int year = year_at(x, i, false), last = year;
  if (year < 1500) return false;
  d->to = i + 1;
  d->year_only = true;
  if ((mark_at(x, i + 1, '-') || mark_at(x, i + 1, '~')) && year_at(x, i + 2, false) > year)
    last = year_at(x, i + 2, false), d->to = i + 3;
  d->first = toll_day_of(year, 1, 1);
  d->last = toll_day_of(last, 12, 31);
  return true;
}

/* "past 30 years", "in the last 24 hours": a length of time up to the document's day. */
static bool past_years(const toll_scanner *x, int i, struct date *d) {
  const struct token *t = tok(x, i);
  int64_t days = TOLL_OPEN;
  if (!t || !(token_tag(t, TAG_PAST) || (token_tag(t, TAG_ORDINAL) && t->pos == POS_ADJ))) return false;
  int end = length_at(x, i + 1, &days);
  if (end == i + 1) return false;
  d->to = end;
  d->span = d->counter = true;
  if (x->today_to == TOLL_NO_DAY || days == TOLL_OPEN || days > 400000) return true;
  d->last = x->today_to;
  d->first = x->today_to - (toll_day)(days > 0 ? days : 1);
  return true;
}

/* "in only three months", "for two days": a length of time behind a preposition. */
static bool duration(const toll_scanner *x, int i, struct date *d) {
  int64_t days = TOLL_OPEN;
  int end = length_at(x, i, &days), before = i - 1;
  if (end == i || days < 1) return false;
  while (before >= 0 && x->s.tokens[before].pos == POS_ADV) before--;
  if (before < 0 || x->s.tokens[before].pos != POS_PREP || relate_is(&x->s, near_item(&x->s, before), SLOT_OF))
    return false;
  d->from = before + 1;
  d->to = end;
  d->span = d->loose = true;
  return true;
}

/* "08:10", "7 a.m.", "at 0620": a time of day. */
static bool clock(const toll_scanner *x, int i, struct date *d) {
  const struct token *t = tok(x, i), *minutes = tok(x, i + 2);
  if (t->kind != TOKEN_NUMBER || t->decimal || t->grouped || t->number >= 2400000) return false;
  int end = i;
  if (mark_at(x, i + 1, ':') && tok(x, i + 1)->glued && minutes && minutes->glued && minutes->len >= 2 &&
      minutes->len <= 4)
    end = i + 3;
  else if (t->len == 4 && i > 0 && relate_is(&x->s, near_item(&x->s, i) - 1, SLOT_AT))
    end = i + 1;
  int unit = end > i ? end : i + 1;
  if (tagged(x, unit, TAG_CLOCK)) end = unit + 1;
  d->to = end;
  d->clock = d->loose = true;
  return end > i;
}

/* The shapes, in the order in which they are tried. */
enum shape {
  DAY_MONTH,
  MONTH_DAY,
  ISO_DAY,
  AGO,
  PAST_YEARS,
  LAST_NAMED,
  LAST_PERIOD,
  WEEKDAY,
  RELATIVE_DAY,
  BARE_YEAR,
  CLOCK,
  DURATION,
  SHAPES
};
static bool (*const shapes[SHAPES])(const toll_scanner *, int, struct date *) = {
    [DAY_MONTH] = day_month,
    [MONTH_DAY] = month_day,
    [ISO_DAY] = iso_day,
    [AGO] = ago,
    [PAST_YEARS] = past_years,
    [LAST_NAMED] = last_named,
    [LAST_PERIOD] = last_period,
    [WEEKDAY] = weekday,
    [RELATIVE_DAY] = relative_day,
    [BARE_YEAR] = bare_year,
    [CLOCK] = clock,
    [DURATION] = duration,
};

/* What words they begin with: a tag, and the shapes that a word with it may begin. */
#define BEGINNINGS(X)                                                                                                  \
  X(TAG_MONTH, 1u << MONTH_DAY)                                                                                        \
  X(TAG_VAGUE, 1u << AGO | 1u << DURATION)                                                                             \
  X(TAG_TIME, 1u << AGO | 1u << RELATIVE_DAY)                                                                          \
  X(TAG_PAST, 1u << PAST_YEARS | 1u << LAST_NAMED | 1u << LAST_PERIOD)                                                 \
  X(TAG_ORDINAL, 1u << PAST_YEARS | 1u << LAST_PERIOD)                                                                 \
  X(TAG_POINTING, 1u << LAST_PERIOD)                                                                                   \
  X(TAG_WEEKDAY, 1u << WEEKDAY)

static const struct {
  uint8_t tag;
  unsigned shapes;
} tag_shapes[] = {
#define ROW(tag, shapes) {tag, shapes},
    BEGINNINGS(ROW)
#undef ROW
};
#define OR_SHAPES(tag, shapes) | (shapes)
static const unsigned word_shapes = 0 BEGINNINGS(OR_SHAPES);
#undef OR_SHAPES
#define OR_LOW(tag, shapes) | TAG_BIT(0, tag)
#define OR_HIGH(tag, shapes) | TAG_BIT(1, tag)
static const uint64_t word_tags[2] = {0 BEGINNINGS(OR_LOW), 0 BEGINNINGS(OR_HIGH)};
#undef OR_LOW
#undef OR_HIGH

/* Which of them begin with digits, and with any figure (a bare year is one of its own kind). */
static const unsigned digit_shapes = 1u << DAY_MONTH | 1u << ISO_DAY | 1u << CLOCK;
static const unsigned figure_shapes = 1u << AGO | 1u << DURATION;

unsigned date_shapes(const struct sentence *s) {
  unsigned set = 1u << ISO_DAY | 1u << BARE_YEAR | 1u << CLOCK;
  bool month = sentence_has(s, TAG_MONTH), weekday = sentence_has(s, TAG_WEEKDAY);
  if (month) set |= 1u << DAY_MONTH | 1u << MONTH_DAY;
  if (weekday) set |= 1u << WEEKDAY;
  if (month || weekday) set |= 1u << LAST_NAMED;
  if (sentence_has(s, TAG_TIME))
    set |= 1u << AGO | 1u << PAST_YEARS | 1u << LAST_PERIOD | 1u << RELATIVE_DAY | 1u << DURATION;
  return set;
}

static bool digits(const toll_scanner *x, const struct token *t) {
  return t->kind == TOKEN_NUMBER || (unsigned char)(x->s.text[t->at] - '0') < 10;
}

static unsigned shapes_of(const toll_scanner *x, const struct token *t) {
  unsigned set = (digits(x, t) ? digit_shapes : 0) | (t->figure ? figure_shapes : 0);
  if (t->figure && x->s.figures[t->figure - 1].decoy == DECOY_DATE) set |= 1u << BARE_YEAR;
  for (size_t k = 0; t->form && k < sizeof tag_shapes / sizeof *tag_shapes; k++)
    if (token_tag(t, (enum tag)tag_shapes[k].tag)) set |= tag_shapes[k].shapes;
  return set;
}

static bool date_at(const toll_scanner *x, int i, unsigned among, struct date *d) {
  for (unsigned set = shapes_of(x, x->s.tokens + i) & among; set; set &= set - 1) {
    *d = (struct date){.from = i, .to = i, .first = TOLL_NO_DAY, .last = TOLL_NO_DAY};
    if (shapes[__builtin_ctz(set)](x, i, d)) return true;
  }
  return false;
}

/* The first token from i on with digits, a figure, or where words are asked for one of their tags. */
static int next_beginning(const toll_scanner *x, int i, bool words) {
  const struct token *t = x->s.tokens + i, *end = x->s.tokens + x->s.token_count;
  for (; t < end; t++) {
    if (t->kind == TOKEN_MARK) continue;
    if (t->figure || digits(x, t)) break;
    if (words && t->form && tags_meet(t->form->tags, word_tags)) break;
  }
  return (int)(t - x->s.tokens);
}

int date_next(const toll_scanner *x, int i, unsigned among, struct date *d) {
  bool words = (among & word_shapes) != 0;
  for (; (i = next_beginning(x, i, words)) < x->s.token_count; i++)
    if (date_at(x, i, among, d) && d->to > i) return i;
  return x->s.token_count;
}
