/* How well two mentions agree: in time, place, figures, people and words.
 *
 * Each kind of evidence is cut into a few steps, of which a pair has one; what is not
 * said has a step of its own.  Nothing here knows one party, one people or one country
 * from another: they are only the same or different.
 *
 * Every step is symmetric: what is asked of a and b is asked of b and a. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "extract/outline.h"
#include "extract/places.h"
#include "weigh/agreement.h"
#include "weigh/mention_words.h"

/* How near two places come; the next is nearer. */
enum near { NEAR_NONE, NEAR_ABROAD, NEAR_COUNTRY, NEAR_REGION, NEAR_BY, NEAR_WITHIN, NEAR_SAME, NEAR_OWN, NEAR_COUNT };

struct pair {
  const struct mention *a, *b;
  uint8_t *out;
  size_t count;
  enum near near; /* the nearest that two of their places come */
};

static void add(struct pair *p, unsigned feature) {
  if (p->count < AGREEMENT_MOST) p->out[p->count++] = (uint8_t)feature;
}

static int32_t lesser(int32_t a, int32_t b) {
  return a < b ? a : b;
}
static int32_t greater(int32_t a, int32_t b) {
  return a > b ? a : b;
}

/* The step of n: how many of the ascending limits it reaches. */
static unsigned step_of(double n, const double *limits, unsigned count) {
  unsigned step = 0;
  while (step < count && n >= limits[step]) step++;
  return step;
}

/* --- time --------------------------------------------------------------- */

#define BRIEF 3 /* days: what is longer is no day of an attack */
#define WEEK 14 /* days that an attack may go on for, or "last week" takes in */

static bool dated(const struct mention *m) {
  return m->from != TOLL_NO_DAY;
}
static bool brief(const struct mention *m) {
  return dated(m) && m->to - m->from < BRIEF;
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

/* A look back: it gives no day, but its passage names other years. */
static bool looks_back(const struct mention *m) {
  return !dated(m) && m->years[0];
}

static bool names_year(const struct mention *m, int32_t from, int32_t to) {
  for (size_t i = 0; i < MENTION_YEARS && m->years[i]; i++)
    if (m->years[i] >= from && m->years[i] <= to) return true;
  return false;
}

static bool share_year(const struct mention *back, const struct mention *other) {
  if (dated(other)) return names_year(back, year_of(other->from), year_of(other->to));
  for (size_t i = 0; i < MENTION_YEARS && other->years[i]; i++)
    if (names_year(back, other->years[i], other->years[i])) return true;
  return false;
}

/* Both say when: on days, or over stretches of which one may hold the other. */
static void compare_days(struct pair *p) {
  const struct mention *a = p->a, *b = p->b;
  int32_t gap = greater(a->from, b->from) - lesser(a->to, b->to);
  if (gap > 180 && !(a->year && b->year) && season_gap(a->from, b->from) <= 4) {
    add(p, AGREE_days_of_other_year); /* "on 20 January" in a look back is read in the year it was printed */
    return;
  }
  if (brief(a) && brief(b)) {
    static const unsigned steps[] = {AGREE_days_0, AGREE_days_1, AGREE_days_2, AGREE_days_3, AGREE_days_far};
    static const double limits[] = {1, 2, 3, 5};
    add(p, steps[step_of(gap < 0 ? 0 : gap, limits, 4)]);
    return;
  }
  if (gap > 0)
    add(p, AGREE_stretches_apart);
  else if (a->from == b->from && a->to == b->to)
    add(p, AGREE_stretches_same);
  else if (!brief(a) && !brief(b))
    add(p, AGREE_stretches_meet);
  else
    add(p, greater(a->to - a->from, b->to - b->from) < WEEK ? AGREE_week_holds_day : AGREE_stretch_holds_day);
}

/* Only one says when; the other is known by the day it was printed. */
static void compare_printed(struct pair *p, const struct mention *when, const struct mention *other) {
  if (other->printed == TOLL_NO_DAY) {
    add(p, AGREE_days_unknown);
    return;
  }
  static const unsigned steps[] = {AGREE_printed_0, AGREE_printed_1, AGREE_printed_2,
                                   AGREE_printed_4, AGREE_printed_8, AGREE_printed_32};
  static const double limits[] = {1, 2, 4, 8, 32};
  int32_t after = other->printed - when->to, before = when->from - other->printed;
  if (!brief(when) && after < 0 && before <= 0)
    add(p, when->to - when->from < WEEK ? AGREE_week_holds_day : AGREE_stretch_holds_day);
  else if (before > 0)
    add(p, before == 1 ? AGREE_printed_before_1 : AGREE_printed_before);
  else
    add(p, steps[step_of(after, limits, 5)]);
}

/* Neither says when. */
static void compare_issues(struct pair *p) {
  static const unsigned steps[] = {AGREE_issue_0, AGREE_issue_1, AGREE_issue_2, AGREE_issue_3,
                                   AGREE_issue_5, AGREE_issue_9, AGREE_issue_32};
  static const double limits[] = {1, 2, 3, 5, 9, 32};
  const struct mention *a = p->a, *b = p->b;
  if (a->printed == TOLL_NO_DAY || b->printed == TOLL_NO_DAY)
    add(p, AGREE_days_unknown);
  else
    add(p, steps[step_of(abs(a->printed - b->printed), limits, 6)]);
}

static void compare_time(struct pair *p) {
  const struct mention *a = p->a, *b = p->b;
  bool back_a = looks_back(a), back_b = looks_back(b);
  if (back_a || back_b)
    add(p, share_year(back_a ? a : b, back_a ? b : a) ? AGREE_years_shared : AGREE_years_other);
  else if (dated(a) && dated(b))
    compare_days(p);
  else if (dated(a))
    compare_printed(p, a, b);
  else if (dated(b))
    compare_printed(p, b, a);
  else
    compare_issues(p);
}

/* --- place -------------------------------------------------------------- */

static bool positioned(const struct mention_place *p) {
  return p->lat != PLACE_NOWHERE && p->lon != PLACE_NOWHERE && p->id && p->kind == PLACE_CITY;
}

/* Kilometres, well enough for near and far. */
static double distance(const struct mention_place *a, const struct mention_place *b) {
  double lat = (a->lat - b->lat) / 100.0, lon = abs(a->lon - b->lon) / 100.0;
  lon = lon > 180 ? 360 - lon : lon;
  lon *= cos((a->lat + b->lat) / 200.0 * 0.017453292519943295);
  return 111.2 * sqrt(lat * lat + lon * lon);
}

static bool same_place(const struct mention_place *a, const struct mention_place *b) {
  if (a->id && b->id) return a->id == b->id;
  return a->name == b->name || (a->sound && a->sound == b->sound);
}

static enum near nearness(const struct mention_place *a, const struct mention_place *b) {
  bool known = a->country[0] && b->country[0], abroad = known && memcmp(a->country, b->country, 2) != 0;
  bool whole = a->kind >= PLACE_COUNTRY || b->kind >= PLACE_COUNTRY;
  bool regions = a->kind == PLACE_REGION && b->kind == PLACE_REGION && a->country[0] && b->country[0];
  if (regions && same_place(a, b)) return NEAR_WITHIN;
  if (whole) return abroad ? NEAR_ABROAD : known ? NEAR_COUNTRY : NEAR_NONE;
  if (same_place(a, b) && !a->id && !b->id) return NEAR_OWN;
  if (same_place(a, b)) return a->kind == PLACE_CITY && b->kind == PLACE_CITY ? NEAR_SAME : NEAR_WITHIN;
  if (a->admin && a->admin == b->admin && !abroad) {
    if (a->kind != b->kind) return NEAR_WITHIN;
    if (positioned(a) && positioned(b)) return distance(a, b) < 25 ? NEAR_BY : NEAR_REGION;
    return NEAR_REGION;
  }
  if (positioned(a) && positioned(b) && distance(a, b) < 25) return NEAR_BY;
  return abroad ? NEAR_ABROAD : known ? NEAR_COUNTRY : NEAR_NONE;
}

/* Days between what the two tell or where they were printed: 0, 1, or 2 for more. */
static unsigned days_apart(const struct mention *a, const struct mention *b) {
  toll_day from_a = dated(a) ? a->from : a->printed, to_a = dated(a) ? a->to : a->printed;
  toll_day from_b = dated(b) ? b->from : b->printed, to_b = dated(b) ? b->to : b->printed;
  if (from_a == TOLL_NO_DAY || from_b == TOLL_NO_DAY) return 2;
  int32_t gap = greater(from_a, from_b) - lesser(to_a, to_b);
  return gap <= 0 ? 0 : gap == 1 ? 1 : 2;
}

#define FAR 60 /* kilometres between towns that one report hardly takes for each other */

/* Whether all local places of both are towns, and every two of them lie far apart. */
static bool far_apart(const struct mention *a, const struct mention *b) {
  const struct mention *const both[] = {a, b};
  for (size_t m = 0; m < 2; m++)
    for (size_t i = 0; i < both[m]->place_count; i++)
      if (place_is_local(&both[m]->places[i]) && !positioned(&both[m]->places[i])) return false;
  bool any = false;
  for (size_t i = 0; i < a->place_count; i++)
    for (size_t k = 0; k < b->place_count; k++) {
      if (!place_is_local(&a->places[i]) || !place_is_local(&b->places[k])) continue;
      if (distance(&a->places[i], &b->places[k]) < FAR) return false;
      any = true;
    }
  return any;
}

/* Whether it says where by more than the name of a country or people that comes up. */
static bool sure_of_place(const struct mention *m) {
  for (size_t i = 0; i < m->place_count; i++)
    if (place_is_local(&m->places[i]) || m->places[i].claimed) return true;
  return false;
}

/* Whether they may be of two countries, though not for sure. */
static bool seems_foreign(const struct mention *a, const struct mention *b, enum near nearest) {
  if (nearest == NEAR_ABROAD) return !sure_of_place(a) || !sure_of_place(b);
  return nearest == NEAR_COUNTRY && a->country[0] && b->country[0] && memcmp(a->country, b->country, 2) != 0;
}

#define BY_DAYS(name)                                                                                                  \
  { AGREE_##name##_0, AGREE_##name##_1, AGREE_##name##_2 }

/* The nearest that two of their places come. */
static enum near nearest_of(const struct mention *a, const struct mention *b) {
  enum near nearest = NEAR_NONE;
  for (size_t i = 0; i < a->place_count; i++)
    for (size_t k = 0; k < b->place_count; k++) {
      enum near near = nearness(&a->places[i], &b->places[k]);
      nearest = near > nearest ? near : nearest;
    }
  return nearest < NEAR_OWN && share_place_name(a, b) ? NEAR_OWN : nearest;
}

/* How near they come, by how near they are in time. */
static void compare_places(struct pair *p) {
  static const unsigned steps[NEAR_COUNT][3] = {BY_DAYS(place_none),   BY_DAYS(place_abroad), BY_DAYS(place_country),
                                                BY_DAYS(place_region), BY_DAYS(place_near),   BY_DAYS(place_within),
                                                BY_DAYS(place_same),   BY_DAYS(place_own)};
  static const unsigned elsewhere[3] = BY_DAYS(place_elsewhere), foreign[3] = BY_DAYS(place_foreign);
  const struct mention *a = p->a, *b = p->b;
  enum near nearest = p->near = nearest_of(a, b);
  unsigned days = days_apart(a, b);
  bool apart = (nearest == NEAR_COUNTRY || nearest == NEAR_NONE) && a->digest.local && b->digest.local;
  if ((apart || nearest == NEAR_ABROAD) && far_apart(a, b))
    add(p, AGREE_place_far);
  else if (seems_foreign(a, b, nearest))
    add(p, foreign[days]);
  else if (nearest >= NEAR_WITHIN && days == 2 && brief(a) && brief(b))
    add(p, AGREE_place_again); /* the days, which both tell, speak for themselves */
  else
    add(p, apart ? elsewhere[days] : steps[nearest][days]);
}

/* --- words -------------------------------------------------------------- */

/* It names something of its own, a place or a name. */
static bool names_own(const struct mention *m) {
  return m->digest.local || (m->digest.traits & OUTLINE_NAME);
}

/* Both have words of that sort: one in common, or none. */
static void add_trait(struct pair *p, const struct shared_words *s, unsigned trait, unsigned same, unsigned other) {
  if (p->a->digest.traits & p->b->digest.traits & trait) add(p, s->traits & trait ? same : other);
}

static void compare_words(struct pair *p) {
  static const unsigned cosine[] = {AGREE_words_none, AGREE_words_5,  AGREE_words_10, AGREE_words_20,
                                    AGREE_words_30,   AGREE_words_45, AGREE_words_65};
  static const double cosine_limits[] = {0.05, 0.1, 0.2, 0.3, 0.45, 0.65};
  static const unsigned names[] = {AGREE_names_0, AGREE_names_1, AGREE_names_2, AGREE_names_3};
  static const double name_limits[] = {1, 2, 3};
  struct shared_words s = share_words(p->a, p->b);
  double lengths = sqrt(p->a->digest.squares * p->b->digest.squares);
  add(p, cosine[step_of(lengths > 0 ? s.plain / lengths : 0, cosine_limits, 6)]);
  if (s.names || (names_own(p->a) && names_own(p->b)))
    add(p, names[step_of(s.names, name_limits, 3)]);
  else
    add(p, names_own(p->a) || names_own(p->b) ? AGREE_names_one : AGREE_names_neither);
  add_trait(p, &s, OUTLINE_KIND, AGREE_kind_same, AGREE_kind_other);
  add_trait(p, &s, OUTLINE_PEOPLE, AGREE_people_same, AGREE_people_other);
  static const unsigned other_site[3] = BY_DAYS(site_other);
  add_trait(p, &s, OUTLINE_SITE, AGREE_site_same, other_site[days_apart(p->a, p->b)]);
  if (s.numbers) add(p, s.numbers > 1 ? AGREE_numbers_2 : AGREE_numbers_1);
}

/* --- figures ------------------------------------------------------------ */

static int compare_figures(const struct mention_figure *a, const struct mention_figure *b) {
  if (a->harm != b->harm) return a->harm < b->harm ? -1 : 1;
  return a->value < b->value ? -1 : a->value > b->value;
}

/* The largest figure that both give, for whatever harm; 0 for none. */
static int64_t largest_shared(const struct mention *a, const struct mention *b) {
  int64_t largest = 0;
  for (size_t i = 0, k = 0; i < a->figure_count && k < b->figure_count;) {
    int order = compare_figures(&a->figures[i], &b->figures[k]);
    if (order == 0 && a->figures[i].value > largest) largest = a->figures[i].value;
    i += order <= 0;
    k += order >= 0;
  }
  return largest;
}

/* Which of the two was printed later: 1 the second, -1 the first, 0 neither. */
static int later_of(const struct mention *a, const struct mention *b) {
  if (a->printed == TOLL_NO_DAY || b->printed == TOLL_NO_DAY || a->printed == b->printed) return 0;
  return b->printed > a->printed ? 1 : -1;
}

/* Tolls that differ: those of one day contradict each other, above all where no place is shared;
 * over days they grow. */
static void compare_tolls(struct pair *p, int64_t x, int64_t y) {
  static const unsigned same_day[] = {AGREE_killed_alike, AGREE_killed_double, AGREE_killed_apart};
  static const unsigned grown[] = {AGREE_killed_near, AGREE_killed_grown, AGREE_killed_far_grown};
  static const unsigned shrunk[] = {AGREE_killed_near, AGREE_killed_shrunk, AGREE_killed_far_shrunk};
  static const double limits[] = {1.5, 3};
  double more = x > y ? (double)x : (double)y, less = x > y ? (double)y : (double)x;
  unsigned step = step_of(more / less, limits, 2);
  int later = later_of(p->a, p->b);
  bool clash = step == 2 && p->near < NEAR_REGION && days_apart(p->a, p->b) == 0;
  bool grows = later > 0 ? y > x : x > y;
  add(p, later == 0 ? (clash ? AGREE_killed_clash : same_day[step]) : grows ? grown[step] : shrunk[step]);
}

static void compare_harm(struct pair *p) {
  static const unsigned shared[] = {AGREE_figure_1, AGREE_figure_3, AGREE_figure_8, AGREE_figure_20, AGREE_figure_100};
  static const double shared_limits[] = {3, 8, 20, 100};
  int64_t same = largest_shared(p->a, p->b), x = p->a->most_killed, y = p->b->most_killed;
  if (same) add(p, shared[step_of((double)same, shared_limits, 4)]);
  if (x && y && x != y) compare_tolls(p, x, y);
  bool none_a = !p->a->claims, none_b = !p->b->claims;
  if (none_a || none_b) add(p, none_a && none_b ? AGREE_claims_neither : AGREE_claims_one);
}

/* "The toll rose to 58" goes back to what was told before; what comes after it may be of another. */
static void compare_counts(struct pair *p) {
  static const unsigned counts_on[3] = BY_DAYS(counts_on);
  bool a = p->a->counts_on, b = p->b->counts_on;
  int later = later_of(p->a, p->b);
  if (!a && !b) return;
  if (later == 0 || (later > 0 ? b : a))
    add(p, counts_on[days_apart(p->a, p->b)]);
  else
    add(p, AGREE_counted_before);
}

/* 1: one in common; 0: none in common; -1: one of them says nothing. */
static int share_hash(const uint32_t *a, size_t count_a, const uint32_t *b, size_t count_b) {
  if (!count_a || !count_b) return -1;
  for (size_t i = 0, k = 0; i < count_a && k < count_b;) {
    if (a[i] == b[k]) return 1;
    bool less = a[i] < b[k];
    i += less;
    k += !less;
  }
  return 0;
}

static void compare_parties(struct pair *p) {
  const struct mention *a = p->a, *b = p->b;
  int victims = share_hash(a->victims, a->victim_count, b->victims, b->victim_count);
  int parties = share_hash(a->parties, a->party_count, b->parties, b->party_count);
  static const unsigned outlets[3] = BY_DAYS(outlet);
  if (victims >= 0) add(p, victims ? AGREE_victims_same : AGREE_victims_other);
  if (parties >= 0) add(p, parties ? AGREE_parties_same : AGREE_parties_other);
  if (a->classes && b->classes) add(p, a->classes & b->classes ? AGREE_classes_same : AGREE_classes_other);
  if (a->outlet && a->outlet == b->outlet) add(p, outlets[days_apart(a, b)]);
}

/* --- together ----------------------------------------------------------- */

size_t agreement_features(const struct mention *a, const struct mention *b, uint8_t out[AGREEMENT_MOST]) {
  struct pair p = {a, b, out, 0, NEAR_NONE};
  compare_time(&p);
  compare_places(&p);
  compare_words(&p);
  compare_harm(&p);
  compare_counts(&p);
  compare_parties(&p);
  return p.count;
}

static const struct {
  const char *name;
  double weight;
  int points; /* the weight in thousandths: a sum of them has no order */
} table[AGREEMENT_FEATURES] = {
#define FEATURE(name, weight) [AGREE_##name] = {#name, weight, (int)((weight)*1000 + ((weight) < 0 ? -0.5 : 0.5))},
#include "weigh/agreement.def"
#undef FEATURE
};

const char *agreement_name(unsigned feature) {
  return feature < AGREEMENT_FEATURES ? table[feature].name : NULL;
}

double agreement_weight(unsigned feature) {
  return feature < AGREEMENT_FEATURES ? table[feature].weight : 0;
}

/* --- agreement ---------------------------------------------------------- */

/* Whether the two could be found through each other. */
static bool linked(const struct mention *a, const struct mention *b) {
  struct mention_keys x, y;
  mention_keys(a, &x);
  mention_keys(b, &y);
  mention_keys_sort(&x);
  mention_keys_sort(&y);
  return mention_keys_meet(&x, &y);
}

#define UNLINKED (MENTION_AGREES - 0.01) /* the most that two reach which do not find each other */
#define MOST 8.0                         /* no pair speaks louder than this, for or against */

double mention_agreement_found(const struct mention *a, const struct mention *b) {
  uint8_t features[AGREEMENT_MOST];
  size_t count = agreement_features(a, b, features);
  int points = table[AGREE_bias].points;
  for (size_t i = 0; i < count; i++) points += table[features[i]].points;
  double agreement = points / 1000.0;
  return agreement > MOST ? MOST : agreement < -MOST ? -MOST : agreement;
}

double mention_agreement_apart(const struct mention *a, const struct mention *b) {
  double agreement = mention_agreement_found(a, b);
  return agreement < UNLINKED ? agreement : UNLINKED;
}

double mention_agreement(const struct mention *a, const struct mention *b) {
  double agreement = mention_agreement_found(a, b);
  return agreement >= MENTION_AGREES && !linked(a, b) ? UNLINKED : agreement;
}
