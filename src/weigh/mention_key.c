/* The keys that mentions are found by: something that tells an event, and when.
 *
 * What tells it alone: a place below the country, the sound of a name, a word that news
 * seldom uses, a figure that hardly comes twice.  When: the stretch of days that the day
 * falls into; who looks for others asks for the stretches beside it as well, so that days
 * less than a stretch apart are always found.  A country, or the outlet that printed it,
 * tells an event only together with almost the very day, and only to a mention that names
 * no place: two that both do are found by their places or not at all.  What is told of
 * years ago is found by place and year.
 *
 * Finding is mutual: if a asks for a key that b has, b asks for one that a has. */
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
#define WEEK 4     /* days of a stretch for what tells an event alone */
#define MONTH 20   /* ... for names that the gazetteer does not know: few events have them */
#define DAY 1      /* ... and for what does not */

_Static_assert(TELLING * 2 + RARE * 2 + COMMON * 2 + YEARLY * MENTION_YEARS * 2 <= MENTION_KEYS, "all keys have room");
_Static_assert(MENTION_ASKED >= 3 * (TELLING + RARE) * 2 + 6 * COMMON * 2 + YEARLY * MENTION_YEARS * 2,
               "all that is asked for has room");

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

static void add_own(struct mention_keys *k, uint64_t key) {
  if (k->own_count < MENTION_KEYS) k->own[k->own_count++] = key;
}

static void add_asked(struct mention_keys *k, uint64_t key) {
  if (k->asked_count < MENTION_ASKED) k->asked[k->asked_count++] = key;
}

static void add_both(struct mention_keys *k, uint64_t key) {
  add_own(k, key);
  add_asked(k, key);
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

/* Who asks by a name: its own form of it, and the forms that it looks for. */
struct asking {
  uint64_t own, asked[2];
  size_t asked_count;
};

static struct asking ask_alike(uint64_t name) {
  return (struct asking){name, {name}, 1};
}

/* A mention with a place of its own is found only by those that have none. */
static struct asking ask_vague(uint64_t name, bool placed) {
  uint64_t with = mix(name, 1), without = mix(name, 2);
  if (placed) return (struct asking){with, {without}, 1};
  return (struct asking){without, {with, without}, 2};
}

/* The stretch of so many days that holds the day, and those beside it. */
static void key_stretch(struct mention_keys *keys, const struct asking *by, toll_day day, int64_t days) {
  int64_t stretch = ((int64_t)day - INT32_MIN) / days;
  add_own(keys, mix(mix(by->own, (uint64_t)days), (uint64_t)stretch));
  for (size_t i = 0; i < by->asked_count; i++)
    for (int64_t beside = -1; beside <= 1; beside++)
      add_asked(keys, mix(mix(by->asked[i], (uint64_t)days), (uint64_t)(stretch + beside)));
}

/* A day that harm was done on, or the last of a stretch; and where that is not known or
 * not near, the day of printing. */
static void key_days(const struct mention *m, struct mention_keys *keys, struct asking by, int64_t days) {
  bool known = m->to != TOLL_NO_DAY, printed = m->printed != TOLL_NO_DAY;
  bool near = known && printed && m->printed >= m->to && m->printed - m->to <= 2;
  if (known) key_stretch(keys, &by, m->to, days);
  if (printed && (!known || (m->to - m->from > 2 && !near))) key_stretch(keys, &by, m->printed, days);
  if (known || printed) return;
  add_own(keys, mix(by.own, UINT32_MAX));
  for (size_t i = 0; i < by.asked_count; i++) add_asked(keys, mix(by.asked[i], UINT32_MAX));
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
static void key_years(const struct mention *m, struct mention_keys *keys) {
  struct names places = {{0}, 0};
  name_places(m, &places, YEARLY);
  int years[MENTION_YEARS];
  size_t count = list_years(m, years);
  bool back = m->from == TOLL_NO_DAY || m->year;
  for (size_t i = 0; i < places.count; i++)
    for (size_t y = 0; y < count; y++) {
      uint64_t key = mix(mix(BY_YEAR, places.at[i]), (uint64_t)years[y]);
      if (back) add_both(keys, key);
      if (m->most_killed >= 20) add_both(keys, mix(key, (uint64_t)m->most_killed));
    }
}

static size_t sort_distinct(uint64_t *keys, size_t count) {
  size_t kept = 0;
  if (count) qsort(keys, count, sizeof *keys, compare_keys);
  for (size_t i = 0; i < count; i++)
    if (kept == 0 || keys[kept - 1] != keys[i]) keys[kept++] = keys[i];
  return kept;
}

void mention_keys(const struct mention *m, struct mention_keys *keys) {
  struct names telling = {{0}, 0}, rare = {{0}, 0}, common = {{0}, 0};
  keys->own_count = keys->asked_count = 0;
  name_places(m, &telling, TELLING - 4);
  name_figures(m, &telling);
  name_words(m, &telling);
  for (size_t i = 0; i < telling.count; i++) key_days(m, keys, ask_alike(telling.at[i]), WEEK);
  name_rare(m, &rare);
  for (size_t i = 0; i < rare.count; i++) key_days(m, keys, ask_alike(rare.at[i]), MONTH);
  name_setting(m, &common);
  for (size_t i = 0; i < common.count; i++) key_days(m, keys, ask_vague(common.at[i], m->digest.local > 0), DAY);
  key_years(m, keys);
}

void mention_keys_sort(struct mention_keys *keys) {
  keys->own_count = sort_distinct(keys->own, keys->own_count);
  keys->asked_count = sort_distinct(keys->asked, keys->asked_count);
}

bool mention_keys_meet(const struct mention_keys *a, const struct mention_keys *b) {
  for (size_t i = 0, k = 0; i < a->asked_count && k < b->own_count;) {
    if (a->asked[i] == b->own[k]) return true;
    bool less = a->asked[i] < b->own[k];
    i += less;
    k += !less;
  }
  return false;
}
