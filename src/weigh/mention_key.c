/* The keys that mentions are found by: something that names an event, and when.
 *
 * What names it: a place below the country, the sound of a name, a word that news
 * seldom uses, a peculiar figure.  When: stretches of eight days, laid twice and shifted
 * by four, so that two days that are four or fewer apart share one; and for what is told
 * later, its years. */
#include <stdlib.h>
#include <string.h>

#include "extract/outline.h"
#include "weigh/mention.h"

#define NAMES 20    /* of a mention, at most */
#define STRETCHES 2 /* stretches of its days, at each end */
#define SELDOM 450  /* the weight from which on a word names an event */

struct key_list {
  uint64_t *at;
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

static size_t add_name(uint64_t *names, size_t count, uint64_t name) {
  for (size_t i = 0; i < count; i++)
    if (names[i] == name) return count;
  if (count < NAMES) names[count++] = name;
  return count;
}

enum named { NAMED_PLACE = 1, NAMED_SOUND, NAMED_FIGURE };

static size_t name_places(const struct mention *m, uint64_t *names) {
  size_t count = 0;
  for (size_t i = 0; i < m->place_count; i++) {
    const struct mention_place *p = &m->places[i];
    if (p->kind == PLACE_COUNTRY) continue;
    if (p->id) count = add_name(names, count, mix(NAMED_PLACE, p->id));
    count = add_name(names, count, mix(NAMED_SOUND, p->sound ? p->sound : p->name));
  }
  return count;
}

/* The seldomest words, names first among equals; they may be few or none. */
static size_t name_words(const struct mention *m, uint64_t *names, size_t count) {
  for (unsigned pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < m->word_count; i++) {
      const struct mention_word *w = &m->words[i];
      bool name = (w->traits & OUTLINE_NAME) != 0;
      if (w->weight < SELDOM || name == (pass > 0)) continue;
      count = add_name(names, count, mix(NAMED_SOUND, w->sound ? w->sound : w->hash));
    }
  return count;
}

static size_t name_figures(const struct mention *m, uint64_t *names, size_t count) {
  for (size_t i = 0; i < m->figure_count; i++)
    if (m->figures[i].value >= 20)
      count = add_name(names, count, mix(mix(NAMED_FIGURE, m->figures[i].harm), (uint64_t)m->figures[i].value));
  return count;
}

/* The two stretches that hold the day. */
static void key_day(struct key_list *keys, uint64_t name, toll_day day) {
  int64_t first = ((int64_t)day - INT32_MIN) / 8, second = ((int64_t)day - INT32_MIN + 4) / 8;
  add_key(keys, mix(name, (uint64_t)first << 1));
  add_key(keys, mix(name, (uint64_t)second << 1 | 1));
}

static void key_name(const struct mention *m, struct key_list *keys, uint64_t name) {
  toll_day day = m->from != TOLL_NO_DAY ? m->from : m->printed;
  if (day == TOLL_NO_DAY) {
    add_key(keys, mix(name, 0xffffffffu));
    return;
  }
  key_day(keys, name, day);
}

static void key_years(const struct mention *m, struct key_list *keys, uint64_t name) {
  uint64_t of_years = mix(name, 0x9ea5);
  for (size_t i = 0; i < MENTION_YEARS && m->years[i] && m->from == TOLL_NO_DAY; i++)
    add_key(keys, mix(of_years, (uint64_t)m->years[i]));
  if (m->from == TOLL_NO_DAY) return;
  int first, last, month, day;
  toll_day_parts(m->from, &first, &month, &day);
  toll_day_parts(m->to, &last, &month, &day);
  for (int year = first; year <= last && year - first < 2; year++) add_key(keys, mix(of_years, (uint64_t)year));
}

size_t mention_keys(const struct mention *m, uint64_t *out) {
  uint64_t names[NAMES];
  struct key_list keys = {out, 0};
  size_t places = name_places(m, names), count = name_figures(m, names, places);
  for (size_t i = 0; i < count; i++) key_years(m, &keys, names[i]);
  count = name_words(m, names, count);
  for (size_t i = 0; i < count; i++) key_name(m, &keys, names[i]);
  if (keys.count) qsort(out, keys.count, sizeof *out, compare_keys);
  size_t kept = 0;
  for (size_t i = 0; i < keys.count; i++)
    if (kept == 0 || out[kept - 1] != out[i]) out[kept++] = out[i];
  return kept;
}
