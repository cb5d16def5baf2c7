/* Date expressions: "on 20 January 1990", "Monday", "two days ago", "in 2014".
 *
 * Each shape is one function that looks at the tokens from i on; the longest
 * shape that fits wins.  Days that the words leave open are counted from the
 * document's own day, and stay unknown where it has none. */
#include "extract/when.h"

static const struct token *tok(const toll_scanner *x, int i) { return i >= 0 && i < x->s.token_count ? x->s.tokens + i : NULL; }

static const struct reading *reading_with(const toll_scanner *x, const struct token *t, enum tag tag) {
  if (!t || !token_tag(t, tag)) return NULL;
  const struct reading *r = pack_readings(x->pack, t->form);
  for (uint32_t i = 0; i < t->form->count; i++)
    if (tags_have(r[i].tags, tag) && r[i].value != TOLL_OPEN) return r + i;
  return NULL;
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
  if (year) return year;
  if (!two_digits || !t || t->len != 2) return 0;
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
  if (x->doc->from != TOLL_NO_DAY) toll_day_parts(x->doc->from, &year, &month, &day);
  return year;
}

/* The year of a day and month without one: the latest that is not after the document. */
static int guess_year(const toll_scanner *x, int month, int day) {
  int year = own_year(x);
  if (!year) return 0;
  toll_day d = toll_day_of(year, month, day ? day : 1);
  return d != TOLL_NO_DAY && x->doc->to != TOLL_NO_DAY && d > x->doc->to + 7 ? year - 1 : year;
}

static void set_days(const toll_scanner *x, struct date *d, int year, int month, int day, int last) {
  if (!year) year = guess_year(x, month, day);
  if (!year) return;
  d->first = toll_day_of(year, month, day ? day : 1);
  d->last = toll_day_of(year, month, last ? last : day ? day : days_in(year, month));
  if (d->last == TOLL_NO_DAY) d->last = d->first;
}

/* "20 January 1990", "19-20 January", "the night of 19 to 20 January", "3 JAN 90". */
static bool day_month(const toll_scanner *x, int i, struct date *d) {
  int day = plain_number(x, i, 1, 31), last = 0, j = i + 1;
  if (!day) return false;
  if ((mark_at(x, j, '-') || mark_at(x, j, '~') || mark_at(x, j, '/')) && (last = plain_number(x, j + 1, 1, 31))) j += 2;
  else if (tok(x, j) && token_tag(tok(x, j), TAG_RANGE) && (last = plain_number(x, j + 1, 1, 31)) && month_at(x, j + 2)) j += 2;
  int month = month_at(x, j);
  if (!month) return false;
  int comma = mark_at(x, j + 1, ','), year = year_at(x, j + 1 + comma, true);
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
  if (day) j++;
  if (day && (mark_at(x, j, '-') || mark_at(x, j, '~')) && (last = plain_number(x, j + 1, 1, 31))) j += 2;
  int comma = mark_at(x, j, ','), year = year_at(x, j + comma, false);
  if (comma && !day && !year) comma = 0;
  d->to = year ? j + 1 + comma : j;
  set_days(x, d, year, month, day, last);
  return true;
}

static bool weekday(const toll_scanner *x, int i, struct date *d) {
  const struct reading *r = reading_with(x, tok(x, i), TAG_WEEKDAY);
  if (!r) return false;
  d->to = i + 1;
  while (tok(x, d->to) && token_tag(tok(x, d->to), TAG_TIME) && tok(x, d->to)->pos == POS_NOUN) d->to++; /* "Monday morning" */
  if (x->doc->to == TOLL_NO_DAY) return true;
  int today = (int)(((int64_t)x->doc->to + 3) % 7 + 7) % 7 + 1; /* 1970-01-01 was a Thursday */
  int back = (today - (int)r->value + 7) % 7;
  d->first = d->last = x->doc->to - back;
  return true;
}

/* "today", "yesterday", "last night": an adverb with its distance in days. */
static bool relative_day(const toll_scanner *x, int i, struct date *d) {
  const struct reading *r = reading_with(x, tok(x, i), TAG_TIME);
  if (!r || r->pos != POS_ADV) return false;
  d->to = i + 1;
  if (x->doc->to != TOLL_NO_DAY) d->first = d->last = x->doc->to + (toll_day)r->value;
  return true;
}

/* "two days ago", "3 weeks earlier". */
static bool ago(const toll_scanner *x, int i, struct date *d) {
  const struct token *t = tok(x, i);
  if (!t || !t->figure) return false;
  const struct figure *f = x->s.figures + t->figure - 1;
  const struct token *unit = tok(x, f->to), *word = tok(x, f->to + 1);
  const struct reading *r = reading_with(x, unit, TAG_TIME);
  if (!r || !word || !token_tag(word, TAG_PAST) || f->value == TOLL_OPEN) return false;
  d->to = f->to + 2;
  int64_t days = f->value * r->value;
  d->past = days > 14;
  if (x->doc->to != TOLL_NO_DAY && days < 400000) d->first = d->last = x->doc->to - (toll_day)days;
  return true;
}

/* "last week", "earlier this month", "this year": a determiner or adjective of time and its unit. */
static bool last_period(const toll_scanner *x, int i, struct date *d) {
  const struct token *t = tok(x, i), *unit = tok(x, i + 1);
  if (!t || !unit || t->kind != TOKEN_WORD || unit->pos != POS_NOUN || !token_tag(unit, TAG_TIME)) return false;
  bool past = token_tag(t, TAG_PAST), ordinal = token_tag(t, TAG_ORDINAL) && !token_tag(t, TAG_TIME);
  bool this = (t->form && t->form->pos >> POS_DET & 1) && t->shape != SHAPE_OTHER && token_tag(t, TAG_POINTING);
  if (!past && !this && !(ordinal && t->pos == POS_ADJ)) return false;
  const struct reading *r = reading_with(x, unit, TAG_TIME);
  d->to = i + 2;
  if (!r || x->doc->to == TOLL_NO_DAY || r->value < 1 || r->value > 40000) return true;
  d->past = !this && r->value > 14;
  d->last = x->doc->to - (this ? 0 : 1);
  d->first = x->doc->to - (toll_day)(this ? r->value : 2 * r->value) + 1;
  return true;
}

/* "in 1996", "1988-89": a year by itself. */
static bool bare_year(const toll_scanner *x, int i, struct date *d) {
  const struct token *t = tok(x, i);
  if (!t || !t->figure || x->s.figures[t->figure - 1].decoy != DECOY_DATE) return false;
  int year = year_at(x, i, false), last = year;
  if (year < 1500) return false;
  d->to = i + 1;
  d->past = !own_year(x) || year < own_year(x);
  if ((mark_at(x, i + 1, '-') || mark_at(x, i + 1, '~')) && year_at(x, i + 2, false) > year) last = year_at(x, i + 2, false), d->to = i + 3;
  d->first = toll_day_of(year, 1, 1);
  d->last = toll_day_of(last, 12, 31);
  return true;
}

/* "past 30 years": a length of time up to the document's day. */
static bool past_years(const toll_scanner *x, int i, struct date *d) {
  const struct token *t = tok(x, i), *n = tok(x, i + 1);
  if (!t || !n || !n->figure || !(token_tag(t, TAG_PAST) || token_tag(t, TAG_ORDINAL))) return false;
  const struct figure *f = x->s.figures + n->figure - 1;
  const struct reading *r = reading_with(x, tok(x, f->to), TAG_TIME);
  if (!r || f->value == TOLL_OPEN || f->value <= 0 || f->value > 4000) return false;
  d->to = f->to + 1;
  if (x->doc->to == TOLL_NO_DAY || f->value * r->value > 400000) return true;
  d->last = x->doc->to;
  d->first = x->doc->to - (toll_day)(f->value * r->value);
  return true;
}

bool date_at(const toll_scanner *x, int i, struct date *d) {
  static bool (*const shapes[])(const toll_scanner *, int, struct date *) = {day_month, month_day, ago, past_years, last_period, weekday, relative_day, bare_year};
  for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
    *d = (struct date){.from = i, .to = i, .first = TOLL_NO_DAY, .last = TOLL_NO_DAY};
    if (shapes[k](x, i, d)) return true;
  }
  return false;
}
