/* How well two mentions agree: in time, place, figures, parties and words.
 *
 * Each kind of evidence gives a few points for or against; what is not said gives
 * none.  The points are small tables that can be read and changed.  Nothing in them
 * knows one party from another. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/outline.h"
#include "weigh/mention.h"

static int32_t lesser(int32_t a, int32_t b) {
  return a < b ? a : b;
}
static int32_t greater(int32_t a, int32_t b) {
  return a > b ? a : b;
}

/* --- time --------------------------------------------------------------- */

static int32_t length_of(toll_day from, toll_day to) {
  return to - from + 1;
}

static int32_t year_of(toll_day day) {
  int year = 0, month, mday;
  if (day != TOLL_NO_DAY) toll_day_parts(day, &year, &month, &mday);
  return year;
}

/* Days between two days as if they were of one year, 0..183. */
static int32_t season_gap(toll_day a, toll_day b) {
  int year, month_a, day_a, month_b, day_b;
  toll_day_parts(a, &year, &month_a, &day_a);
  toll_day_parts(b, &year, &month_b, &day_b);
  int32_t gap = abs(toll_day_of(2000, month_a, day_a) - toll_day_of(2000, month_b, day_b));
  return gap > 183 ? 366 - gap : gap;
}

/* Both say when: the same days agree, one interval inside the other agrees a
 * little, intervals that only touch do not.  "On 20 January" in a look back is
 * read in the year it was printed; the same day of another year is then no
 * disagreement. */
static double agree_days(const struct mention *a, const struct mention *b) {
  int32_t gap = greater(a->from, b->from) - lesser(a->to, b->to);
  if (gap > 180 && !(a->year && b->year) && season_gap(a->from, b->from) <= 4) return 0;
  if (gap > 0) return gap <= 1 ? -0.5 : gap <= 3 ? -2 : -6;
  int32_t shared = 1 - gap, all = length_of(lesser(a->from, b->from), greater(a->to, b->to));
  double alike = 2.0 * shared / all;
  bool inside = shared == lesser(length_of(a->from, a->to), length_of(b->from, b->to));
  return inside ? 1 + alike : alike - 0.75;
}

/* Only one says when; the other is known by the day it was printed. */
static double agree_printed(const struct mention *dated, const struct mention *other) {
  if (other->printed == TOLL_NO_DAY) return 0;
  int32_t after = other->printed - dated->from;
  if (after < 0) return -6; /* printed before it happened */
  return after <= 3 ? 0.7 : after <= 10 ? 0 : -1;
}

/* A look back: it gives no day, but its passage names other years. */
static bool looks_back(const struct mention *m) {
  return m->from == TOLL_NO_DAY && m->years[0];
}

static bool names(const struct mention *m, int32_t from, int32_t to) {
  for (size_t i = 0; i < MENTION_YEARS && m->years[i]; i++)
    if (m->years[i] >= from && m->years[i] <= to) return true;
  return false;
}

static double agree_years(const struct mention *a, const struct mention *b) {
  if (b->from != TOLL_NO_DAY) return names(a, year_of(b->from), year_of(b->to)) ? 0.5 : -1.5;
  for (size_t i = 0; i < MENTION_YEARS && b->years[i]; i++)
    if (names(a, b->years[i], b->years[i])) return 0.5;
  return -1;
}

static double agree_time(const struct mention *a, const struct mention *b) {
  bool back_a = looks_back(a), back_b = looks_back(b);
  if (back_a && back_b) return agree_years(a, b);
  if (back_a) return agree_years(a, b);
  if (back_b) return agree_years(b, a);
  bool dated_a = a->from != TOLL_NO_DAY, dated_b = b->from != TOLL_NO_DAY;
  if (dated_a && dated_b) return agree_days(a, b);
  if (dated_a) return agree_printed(a, b);
  if (dated_b) return agree_printed(b, a);
  if (a->printed == TOLL_NO_DAY || b->printed == TOLL_NO_DAY) return 0;
  int32_t gap = abs(a->printed - b->printed);
  return gap <= 2 ? 0.7 : gap <= 7 ? 0 : -2;
}

/* --- place -------------------------------------------------------------- */

static double agree_place(const struct mention *a, const struct mention *b) {
  if (!a->place_count || !b->place_count) return 0;
  bool countries = false;
  for (size_t i = 0; i < a->place_count; i++)
    for (size_t k = 0; k < b->place_count; k++) {
      const struct mention_place *x = &a->places[i], *y = &b->places[k];
      bool known = x->country[0] && y->country[0];
      if (x->kind == PLACE_COUNTRY || y->kind == PLACE_COUNTRY) {
        countries = countries || (known && memcmp(x->country, y->country, 2) == 0);
        continue;
      }
      if ((x->id && x->id == y->id) || x->name == y->name || (x->sound && x->sound == y->sound)) return 1.5;
      countries = countries || !known || memcmp(x->country, y->country, 2) == 0;
    }
  return countries ? -1 : -5;
}

/* --- figures and names -------------------------------------------------- */

/* A number that hardly comes twice by chance. */
static double weight_of(int64_t value) {
  if (value >= 100 && value % 10 != 0) return 1.5;
  return value >= 20 ? 1 : value >= 5 ? 0.6 : 0.3;
}

static int compare_figures(const struct mention_figure *a, const struct mention_figure *b) {
  if (a->harm != b->harm) return a->harm < b->harm ? -1 : 1;
  return a->value < b->value ? -1 : a->value > b->value;
}

static double agree_figures(const struct mention *a, const struct mention *b) {
  double points = 0;
  for (size_t i = 0, k = 0; i < a->figure_count && k < b->figure_count;) {
    int order = compare_figures(&a->figures[i], &b->figures[k]);
    if (order == 0) points += lesser(a->figures[i].times, b->figures[k].times) * weight_of(a->figures[i].value);
    i += order <= 0;
    k += order >= 0;
  }
  int64_t x = a->most_killed, y = b->most_killed;
  if (x && y && (x / y >= 8 || y / x >= 8)) points -= 1;
  return points > 3 ? 3 : points;
}

/* Names of peoples and parties: shared ones speak for, other ones against. */
static double agree_names(const uint32_t *a, size_t count_a, const uint32_t *b, size_t count_b, double strength) {
  if (!count_a || !count_b) return 0;
  for (size_t i = 0, k = 0; i < count_a && k < count_b;) {
    if (a[i] == b[k]) return strength / 2;
    bool less = a[i] < b[k];
    i += less;
    k += !less;
  }
  return -strength;
}

/* --- words -------------------------------------------------------------- */

static double length_of_words(const struct mention *m) {
  double sum = 0;
  for (size_t i = 0; i < m->word_count; i++) sum += (double)m->words[i].weight * m->words[i].weight;
  return sqrt(sum);
}

/* The cosine of the two passages' words, each weighed by how seldom the news has it. */
static double agree_words(const struct mention *a, const struct mention *b) {
  double lengths = length_of_words(a) * length_of_words(b), shared = 0;
  if (lengths <= 0) return 0;
  for (size_t i = 0, k = 0; i < a->word_count && k < b->word_count;) {
    const struct mention_word *x = &a->words[i], *y = &b->words[k];
    if (x->hash == y->hash) shared += (double)x->weight * y->weight;
    i += x->hash <= y->hash;
    k += y->hash <= x->hash;
  }
  double points = 8 * (shared / lengths - 0.12);
  return points > 3 ? 3 : points < -0.8 ? -0.8 : points;
}

/* The most that a pair can reach which nothing but its days brings together. */
#define UNLINKED (MENTION_AGREES - 0.01)

/* Whether the two could be found through each other: they share a key. */
static bool linked(const struct mention *a, const struct mention *b) {
  uint64_t x[MENTION_KEYS], y[MENTION_KEYS];
  size_t count_x = mention_keys(a, x), count_y = mention_keys(b, y);
  for (size_t i = 0, k = 0; i < count_x && k < count_y;) {
    if (x[i] == y[k]) return true;
    bool less = x[i] < y[k];
    i += less;
    k += !less;
  }
  return false;
}

double mention_agreement(const struct mention *a, const struct mention *b) {
  double points = agree_time(a, b) + agree_place(a, b) + agree_figures(a, b) +
                  agree_names(a->victims, a->victim_count, b->victims, b->victim_count, 1.5) +
                  agree_names(a->parties, a->party_count, b->parties, b->party_count, 0.8) + agree_words(a, b);
  return points > UNLINKED && !linked(a, b) ? UNLINKED : points;
}
