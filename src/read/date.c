/* A date is at most a dozen tokens (numbers, words, single marks); each form is
 * a short pattern over them, tried in the order of a table. */
#include "read/date.h"

#include <stdbool.h>

#include "base/bytes.h"
#include "read/words.h"

struct token {
  enum { TOKEN_END, TOKEN_NUMBER, TOKEN_WORD, TOKEN_MARK } kind;
  int value, digits; /* of a number */
  char mark;
  bool glued;       /* no blank before it */
  size_t from, end; /* in the text; the stop of "Jan." belongs to it */
};

#define TOKENS 8
struct tokens {
  toll_slice text;
  struct token of[TOKENS];
};

static bool is_letter(char c) {
  return ((c | 32) >= 'a' && (c | 32) <= 'z') || (unsigned char)c >= 0x80;
}
static bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

/* The month that a word is the name of; 0 = none. */
static int month_of(toll_slice word) {
  if (word.len && word.at[word.len - 1] == '.') word.len--;
  const struct word *w = word_find(word, WORD_BIT(WORD_MONTH));
  return w ? w->value : 0;
}

static struct token next_token(toll_slice t, size_t at) {
  size_t start = at;
  while (at < t.len && is_blank(t.at[at])) at++;
  struct token k = {.kind = TOKEN_END, .glued = at == start, .end = at};
  if (at == t.len) return k;
  size_t from = k.from = at;
  if (byte_digit(t.at[at])) {
    k.kind = TOKEN_NUMBER;
    for (; at < t.len && byte_digit(t.at[at]); at++)
      if (at - from < 8) k.value = k.value * 10 + (t.at[at] - '0');
    k.digits = at - from > 8 ? 9 : (int)(at - from);
  } else if (is_letter(t.at[at])) {
    k.kind = TOKEN_WORD;
    while (at < t.len && is_letter(t.at[at])) at++;
    if (at < t.len && t.at[at] == '.' && at - from <= 4 && month_of((toll_slice){t.at + from, at - from})) at++;
  } else {
    k.kind = TOKEN_MARK;
    k.mark = t.at[at++];
  }
  k.end = at;
  return k;
}

static void fill_tokens(struct tokens *ts, toll_slice text, size_t at) {
  ts->text = text;
  for (size_t i = 0; i < TOKENS; i++) {
    ts->of[i] = next_token(text, at);
    at = ts->of[i].end;
  }
}

static bool number_of(const struct token *k, int digits_min, int digits_max) {
  return k->kind == TOKEN_NUMBER && k->digits >= digits_min && k->digits <= digits_max;
}

static bool mark_of(const struct token *k, char mark) {
  return k->kind == TOKEN_MARK && k->mark == mark;
}

static toll_slice text_of(const struct tokens *ts, size_t i) {
  return (toll_slice){ts->text.at + ts->of[i].from, ts->of[i].end - ts->of[i].from};
}

static bool ordinal(const struct tokens *ts, size_t i) {
  return ts->of[i].kind == TOKEN_WORD && word_find(text_of(ts, i), WORD_BIT(WORD_ORDINAL));
}

static int month_at(const struct tokens *ts, size_t i) {
  return ts->of[i].kind == TOKEN_WORD ? month_of(text_of(ts, i)) : 0;
}

/* A year at token i: four digits, or two where the writer leaves the century out
 * (and no clock follows).  -1 when it is none. */
static int year_at(const struct tokens *ts, size_t i) {
  const struct token *k = &ts->of[i];
  if (number_of(k, 4, 4)) return k->value >= 1000 ? k->value : -1;
  if (!number_of(k, 2, 2)) return -1;
  char next = k->end < ts->text.len ? ts->text.at[k->end] : ' ';
  if (next == ':' || next == '.' || next == '%') return -1;
  return k->value < 50 ? 2000 + k->value : 1900 + k->value;
}

static bool fill_day(struct date *out, int year, int month, int day) {
  out->from = out->to = toll_day_of(year, month, day);
  return out->from != TOLL_NO_DAY;
}

static bool fill_month(struct date *out, int year, int month) {
  out->from = toll_day_of(year, month, 1);
  if (out->from == TOLL_NO_DAY) return false;
  out->to = month == 12 ? toll_day_of(year, 12, 31) : toll_day_of(year, month + 1, 1) - 1;
  return true;
}

/* Each form returns the end of what it read, or 0. */

/* 1990-01-20, 1990/01/20, 1990.01.20, 1990-01, 19900120 */
static size_t year_first(const struct tokens *ts, struct date *out) {
  const struct token *k = ts->of;
  if (number_of(&k[0], 8, 8) && k[0].value >= 19000101 && k[0].value <= 20991231) {
    return fill_day(out, k[0].value / 10000, k[0].value / 100 % 100, k[0].value % 100) ? k[0].end : 0;
  }
  if (!number_of(&k[0], 4, 4) || k[1].kind != TOKEN_MARK || !number_of(&k[2], 1, 2) || !k[2].glued) return 0;
  if (k[1].mark != '-' && k[1].mark != '/' && k[1].mark != '.') return 0;
  if (mark_of(&k[3], k[1].mark) && k[3].glued && number_of(&k[4], 1, 2) && k[4].glued) {
    return fill_day(out, k[0].value, k[2].value, k[4].value) ? k[4].end : 0;
  }
  return k[1].mark == '-' && k[2].digits == 2 && fill_month(out, k[0].value, k[2].value) ? k[2].end : 0;
}

/* 20 January 1990, 20th of January, 1990, 09 DEC 88, 9-Dec-88 */
static size_t day_first(const struct tokens *ts, struct date *out) {
  const struct token *k = ts->of;
  if (!number_of(&k[0], 1, 2)) return 0;
  size_t i = 1;
  while (i < 3 && (ordinal(ts, i) || mark_of(&k[i], '-'))) i++;
  int month = month_at(ts, i);
  if (!month) return 0;
  size_t month_end = k[i++].end;
  *out = (struct date){TOLL_NO_DAY, TOLL_NO_DAY};
  while (i < TOKENS - 1 && (mark_of(&k[i], ',') || mark_of(&k[i], '-') || mark_of(&k[i], '\''))) i++;
  int year = year_at(ts, i);
  if (year < 0) return k[0].value >= 1 && k[0].value <= 31 ? month_end : 0;
  return fill_day(out, year, month, k[0].value) ? k[i].end : 0;
}

/* January 20, 1990; Jan. 20 1990; January 1990; January 20 */
static size_t month_first(const struct tokens *ts, struct date *out) {
  const struct token *k = ts->of;
  int month = k[1].kind == TOKEN_NUMBER ? month_at(ts, 0) : 0;
  if (!month) return 0;
  if (number_of(&k[1], 4, 4)) {
    return k[1].value >= 1000 && fill_month(out, k[1].value, month) ? k[1].end : 0;
  }
  if (!number_of(&k[1], 1, 2)) return 0;
  size_t i = ordinal(ts, 2) && k[2].glued ? 3 : 2, day_end = k[i - 1].end;
  bool comma = mark_of(&k[i], ',');
  if (comma) i++;
  int year = comma || number_of(&k[i], 4, 4) ? year_at(ts, i) : -1;
  *out = (struct date){TOLL_NO_DAY, TOLL_NO_DAY};
  if (year < 0) return k[1].value >= 1 && k[1].value <= 31 ? day_end : 0;
  return fill_day(out, year, month, k[1].value) ? k[i].end : 0;
}

/* 20.01.1990, 20/01/1990, 01/20/1990 */
static size_t all_numbers(const struct tokens *ts, struct date *out) {
  const struct token *k = ts->of;
  if (!number_of(&k[0], 1, 2) || k[1].kind != TOKEN_MARK || !number_of(&k[2], 1, 2) || !k[2].glued) return 0;
  if (!mark_of(&k[3], k[1].mark) || !number_of(&k[4], 4, 4) || !k[4].glued) return 0;
  int a = k[0].value, b = k[2].value, year = k[4].value;
  if (k[1].mark == '.') return fill_day(out, year, b, a) ? k[4].end : 0;
  if (k[1].mark != '/' && k[1].mark != '-') return 0;
  if (a <= 12 && b <= 12 && a != b) return 0;
  return fill_day(out, year, a > 12 ? b : a, a > 12 ? a : b) ? k[4].end : 0;
}

static size_t read_here(toll_slice text, size_t at, struct date *out) {
  static size_t (*const forms[])(const struct tokens *, struct date *) = {year_first, day_first, month_first,
                                                                          all_numbers};
  struct token first = next_token(text, at); /* a number, or a word with one behind it */
  if (first.kind == TOKEN_WORD ? next_token(text, first.end).kind != TOKEN_NUMBER : first.kind != TOKEN_NUMBER)
    return 0;
  struct tokens ts;
  fill_tokens(&ts, text, at);
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    size_t end = forms[i](&ts, out);
    /* "1990-01-20T18:00" goes on in letters, "1990-01-2012" does not end */
    if (end && !(end < text.len && byte_digit(text.at[end]))) return end;
  }
  return 0;
}

/* Over blanks, dashes, brackets, "Published on", "Saturday," */
static size_t skip_lead(toll_slice text) {
  size_t at = 0;
  for (;;) {
    while (at < text.len && (is_blank(text.at[at]) || text.at[at] == '-' || text.at[at] == '[' || text.at[at] == '(' ||
                             text.at[at] == ',' || text.at[at] == ':' || text.at[at] == '.'))
      at++;
    size_t end = at;
    while (end < text.len && is_letter(text.at[end])) end++;
    if (!word_find((toll_slice){text.at + at, end - at}, WORD_BIT(WORD_LEAD) | WORD_BIT(WORD_WEEKDAY))) return at;
    at = end;
  }
}

/* Every form has a number in it. */
static bool has_digit(toll_slice text) {
  for (size_t i = 0; i < text.len; i++)
    if (byte_digit(text.at[i])) return true;
  return false;
}

size_t date_read(toll_slice text, struct date *out) {
  if (text.len > 256) text.len = 256; /* a date is near; a word may be as long as the text */
  if (!has_digit(text)) return 0;
  size_t at = skip_lead(text), end = read_here(text, at, out);
  if (end) return end;
  struct token year = next_token(text, at);
  if (!number_of(&year, 4, 4) || slice_trim((toll_slice){text.at + year.end, text.len - year.end}).len) return 0;
  out->from = toll_day_of(year.value, 1, 1); /* a year alone */
  out->to = toll_day_of(year.value, 12, 31);
  return out->from == TOLL_NO_DAY ? 0 : year.end;
}

/* The month that a number at `number` may belong to: the word right before it, or `number`. */
static size_t word_before(toll_slice text, size_t number) {
  size_t at = number;
  while (at > 0 && is_blank(text.at[at - 1])) at--;
  if (at > 0 && text.at[at - 1] == '.') at--; /* "Jan. 20" */
  size_t end = at;
  while (at > 0 && is_letter(text.at[at - 1])) at--;
  return at < end && (at == 0 || !byte_digit(text.at[at - 1])) ? at : number;
}

/* Every form begins with a number, or with a word right before one. */
size_t date_find(toll_slice text, struct date *out, size_t *at) {
  size_t last = text.len; /* nothing behind the last digit but one sign can be of a day */
  while (last > 0 && !byte_digit(text.at[last - 1])) last--;
  if (last < text.len) text.len = last ? last + 1 : 0;
  for (size_t number = 0; number < text.len; number++) {
    if (!byte_digit(text.at[number]) || (number > 0 && byte_digit(text.at[number - 1]))) continue;
    for (size_t i = word_before(text, number); i <= number; i = i < number ? number : number + 1) {
      if (i > 0 && is_letter(text.at[i - 1])) continue;
      toll_slice rest = {text.at, text.len - i > 64 ? i + 64 : text.len};
      size_t end = read_here(rest, i, out);
      if (end == 0 || out->from == TOLL_NO_DAY || out->from != out->to) continue;
      *at = i;
      return end - i;
    }
  }
  return 0;
}
