/* The keys that mentions are found by: something that tells an event, and when.
 *
 * What tells it alone: a place below the country, the sound of a name, a word that news
 * seldom uses, a figure that hardly comes twice.  When: stretches of days, laid twice and
 * shifted by half, so that two days less than half a stretch apart share one.  A country, or
 * the outlet that printed it, tells an event only together with almost the very day.  What
 * is told of years ago is found by place and year. */
#include <stdlib.h>
#include <string.h>

#include "extract/outline.h"
#include "extract/places.h"
#include "weigh/mention.h"

#define TELLING 14 /* names of a mention that tell an event alone, at most */
#define COMMON 4   /* countries and outlets that tell it with the very day, at most */
#define RARE 6     /* names that tell it weeks later, at most */
#define YEARLY 4   /* places that a look back is found by, at most */
#define SELDOM 450 /* the weight from which on a word tells an event alone */
#define WEEK 8     /* days of a stretch for what tells an event alone */
#define MONTH 40   /* ... for names that the gazetteer does not know: few events have them */
#define DAY 2      /* ... and for what does not */

_Static_assert(TELLING * 4 + RARE * 4 + COMMON * 4 + YEARLY * MENTION_YEARS * 2 <= MENTION_KEYS, "all keys have room");

struct key_list {
  uint64_t *at;
  size_t count;
};

struct names {
  uint64_t at[TELLING + COMMON];
  size_t count;
};

static uint64_t mix(uint64_t a, uint64_t b) {
  uint64_t h = (a ^ b * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
  return (h ^ h >> 32) * 0xc4ceb9fe1a85ec53u;
}

static int compare_keys(const void *a, const void *b) {
  const uint64_t *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

static void add_key(struct key_list *k, uint64_t key) {
  if (k->count < MENTION_KEYS) k->at[k->count++] = key;
}

static void add_name(struct names *n, uint64_t name, size_t most) {
  for (size_t i = 0; i < n->count; i++)
    if (n->at[i] == name) return;
  if (n->count < most) n->at[n->count++] = name;
}

enum told_by { BY_PLACE = 1, BY_SOUND, BY_FIGURE, BY_COUNTRY, BY_OUTLET, BY_YEAR };

/* --- what tells an event alone ------------------------------------------ */

static void name_places(const struct mention *m, struct names *n, size_t most) {
  for (int claimed = 1; claimed >= 0; claimed--)
    for (size_t i = 0; i < m->place_count; i++) {
      const struct mention_place *p = &m->places[i];
      if (p->kind == PLACE_COUNTRY || p->claimed != claimed) continue;
      if (p->id) add_name(n, mix(BY_PLACE, p->id), most);
      add_name(n, mix(BY_SOUND, p->sound ? p->sound : p->name), most);
    }
}

static void name_words(const struct mention *m, struct names *n) {
  for (int name = 1; name >= 0; name--)
    for (size_t i = 0; i < m->word_count; i++) {
      const struct mention_word *w = &m->words[i];
      if (w->weight < SELDOM || (w->traits & OUTLINE_NUMBER) || ((w->traits & OUTLINE_NAME) != 0) != name) continue;
      add_name(n, mix(BY_SOUND, w->sound ? w->sound : w->hash), TELLING);
    }
}

static void name_figures(const struct mention *m, struct names *n) {
  for (size_t i = 0; i < m->figure_count; i++)
    if (m->figures[i].value >= 20)
      add_name(n, mix(mix(BY_FIGURE, m->figures[i].harm), (uint64_t)m->figures[i].value), TELLING);
}

/* Names that the gazetteer does not know are of small places and of people: reports that
 * come back to an event weeks later are found by them. */
static void name_rare(const struct mention *m, struct names *n) {
  for (size_t i = 0; i < m->place_count; i++) {
    const struct mention_place *p = &m->places[i];
    if (!p->id && p->kind == PLACE_CITY) add_name(n, mix(BY_SOUND, p->sound ? p->sound : p->name), RARE);
  }
  for (size_t i = 0; i < m->word_count; i++) {
    const struct mention_word *w = &m->words[i];
    if ((w->traits & OUTLINE_NAME) && w->weight >= SELDOM)
      add_name(n, mix(BY_SOUND, w->sound ? w->sound : w->hash), RARE);
  }
}

/* --- what tells it with the very day ------------------------------------ */

static void name_setting(const struct mention *m, struct names *n) {
  for (size_t i = 0; i < m->place_count && n->count < COMMON - 1; i++) {
    const char *country = m->places[i].country;
    if (country[0])
      add_name(n, mix(BY_COUNTRY, (uint64_t)(unsigned char)country[0] << 8 | (unsigned char)country[1]), COMMON - 1);
  }
  if (m->outlet) add_name(n, mix(BY_OUTLET, m->outlet), COMMON);
}

/* --- when --------------------------------------------------------------- */

/* The two stretches of so many days that hold the day. */
static void key_stretch(struct key_list *keys, uint64_t name, toll_day day, int64_t days) {
  int64_t since = (int64_t)day - INT32_MIN, first = since / days, second = (since + days / 2) / days;
  add_key(keys, mix(mix(name, (uint64_t)days), (uint64_t)first << 1));
  add_key(keys, mix(mix(name, (uint64_t)days), (uint64_t)second << 1 | 1));
}

/* A day that harm was done on, or the last of a stretch; and where that is not known or
 * not near, the day of printing. */
static void key_days(const struct mention *m, struct key_list *keys, uint64_t name, int64_t days) {
  bool known = m->to != TOLL_NO_DAY, printed = m->printed != TOLL_NO_DAY;
  bool near = known && printed && m->printed >= m->to && m->printed - m->to <= 2;
  if (known) key_stretch(keys, name, m->to, days);
  if (printed && (!known || (m->to - m->from > 2 && !near))) key_stretch(keys, name, m->printed, days);
  if (!known && !printed) add_key(keys, mix(name, 0xffffffffu));
}

/* The years that it is told of, where they are not just those of printing. */
static size_t list_years(const struct mention *m, int years[MENTION_YEARS]) {
  size_t n = 0;
  int month, day;
  if (m->from != TOLL_NO_DAY)
    toll_day_parts(m->from, &years[n++], &month, &day);
  else
    for (size_t i = 0; i < MENTION_YEARS && m->years[i]; i++) years[n++] = m->years[i];
  return n;
}

/* Who looks back names the year and the place: those that do find each other by both, and
 * what was told at the time by a figure as well. */
static void key_years(const struct mention *m, struct key_list *keys) {
  struct names places = {{0}, 0};
  name_places(m, &places, YEARLY);
  int years[MENTION_YEARS];
  size_t count = list_years(m, years);
  bool back = m->from == TOLL_NO_DAY || m->year;
  for (size_t i = 0; i < places.count; i++)
    for (size_t y = 0; y < count; y++) {
      uint64_t key = mix(mix(BY_YEAR, places.at[i]), (uint64_t)years[y]);
      if (back) add_key(keys, key);
      if (m->most_killed >= 20) add_key(keys, mix(key, (uint64_t)m->most_killed));
    }
}

size_t mention_keys(const struct mention *m, uint64_t *out) {
  struct key_list keys = {out, 0};
  struct names telling = {{0}, 0}, rare = {{0}, 0}, common = {{0}, 0};
  name_places(m, &telling, TELLING - 4);
  name_figures(m, &telling);
  name_words(m, &telling);
  for (size_t i = 0; i < telling.count; i++) key_days(m, &keys, telling.at[i], WEEK);
  name_rare(m, &rare);
  for (size_t i = 0; i < rare.count; i++) key_days(m, &keys, rare.at[i], MONTH);
  name_setting(m, &common);
  for (size_t i = 0; i < common.count; i++) key_days(m, &keys, common.at[i], DAY);
  key_years(m, &keys);
  if (keys.count) qsort(out, keys.count, sizeof *out, compare_keys);
  size_t kept = 0;
  for (size_t i = 0; i < keys.count; i++)
    if (kept == 0 || out[kept - 1] != out[i]) out[kept++] = out[i];
  return kept;
}
