/* See choice.h. */
#include "extract/choice.h"

#include <math.h>
#include <string.h>

#include "base/alloc.h"
#include "extract/reader.h"

/* --- features ----------------------------------------------------------- */

static const struct {
  unsigned high;
  const char *within, *up;
} steps[] = {{0, "0", "0-up"},         {1, "1", "1-up"},          {2, "2", "2-up"},       {4, "3-4", "3-up"},
             {8, "5-8", "5-up"},       {16, "9-16", "9-up"},      {32, "17-32", "17-up"}, {64, "33-64", "33-up"},
             {128, "65-128", "65-up"}, {256, "129-256", "129-up"}};
#define STEPS (sizeof steps / sizeof *steps)

static unsigned step_of(unsigned n) {
  unsigned k = 0;
  while (k + 1 < STEPS && steps[k].high < n) k++;
  return k;
}

void features_step(struct features *f, unsigned sort, unsigned n) {
  unsigned most = f->of->sorts[sort].most;
  features_add(f, sort, step_of(n < most ? n : most));
}

/* What the i-th feature of the sort has behind its name; NULL: there is no such feature. */
static const char *value_of(const struct feature_sort *sort, unsigned i) {
  if (sort->value) return sort->value(i);
  if (!sort->most) return i == 0 ? "" : NULL;
  unsigned last = step_of(sort->most);
  return i > last ? NULL : i == last ? steps[i].up : steps[i].within;
}

/* Writes the name of the feature of that number; returns its length, 0 where there is none. */
static size_t write_name(const struct choice *of, unsigned number, char *room) {
  const struct feature_sort *sort = of->sorts + number / FEATURE_VALUES;
  const char *value = value_of(sort, number % FEATURE_VALUES);
  if (!value) return 0;
  size_t front = strnlen(sort->name, FEATURE_NAME), back = strnlen(value, FEATURE_NAME - front);
  memcpy(room, sort->name, front);
  memcpy(room + front, value, back);
  return front + back;
}

toll_slice features_name(const struct features *f, size_t i, char *room) {
  return (toll_slice){room, write_name(f->of, f->at[i], room)};
}

/* --- weights ------------------------------------------------------------- */

bool choice_weights_new(const toll_pack *pack, const struct choice *of, struct choice_weights **out) {
  const struct model_choice *c = pack_choice(pack, of->name);
  unsigned numbers = of->count * FEATURE_VALUES;
  *out = NULL;
  if (!c) return true;
  struct choice_weights *w = mem_alloc(sizeof *w + numbers * sizeof *w->at);
  if (!w) return false;
  w->bias = c->bias;
  w->least = c->least;
  for (unsigned i = 0; i < numbers; i++) {
    char room[FEATURE_NAME];
    size_t len = write_name(of, i, room);
    w->at[i] = len ? pack_weight(pack, c, room, len) : 0;
  }
  *out = w;
  return true;
}

double choice_weigh(const struct choice_weights *w, const struct features *f) {
  double z = (double)(w->bias + choice_sum(w, f)) / 1000;
  return floor(1000 / (1 + exp(-z)) + 0.5) / 1000;
}

#define TOLD_MOST 4

static int32_t size_of(int32_t weight) {
  return weight < 0 ? -weight : weight;
}

/* ", name +1.25": the feature and its weight, which is in thousandths; returns the end. */
static size_t tell_weight(char *text, size_t at, toll_slice name, int32_t weight) {
  char digits[12];
  size_t n = sizeof digits;
  int32_t size = size_of(weight), hundredths = size % 1000 / 10, whole = size / 1000;
  digits[--n] = (char)('0' + hundredths % 10);
  digits[--n] = (char)('0' + hundredths / 10);
  digits[--n] = '.';
  do {
    digits[--n] = (char)('0' + whole % 10);
    whole /= 10;
  } while (whole);
  if (at) text[at++] = ',', text[at++] = ' ';
  memcpy(text + at, name.at, name.len);
  at += name.len;
  text[at++] = ' ';
  text[at++] = weight < 0 ? '-' : '+';
  memcpy(text + at, digits + n, sizeof digits - n);
  return at + sizeof digits - n;
}

toll_slice choice_tell(const struct choice_weights *w, const struct features *f, struct arena *arena) {
  char text[TOLD_MOST * (FEATURE_NAME + 16)], room[FEATURE_NAME];
  int32_t weights[FEATURES_MAX];
  size_t len = 0;
  for (size_t i = 0; i < f->count; i++) weights[i] = w->at[f->at[i]];
  for (int n = 0; n < TOLD_MOST; n++) {
    size_t most = 0;
    for (size_t i = 1; i < f->count; i++)
      if (size_of(weights[i]) > size_of(weights[most])) most = i;
    if (f->count == 0 || weights[most] == 0) break;
    len = tell_weight(text, len, features_name(f, most, room), weights[most]);
    weights[most] = 0;
  }
  return len ? arena_copy(arena, (toll_slice){text, len}) : (toll_slice){NULL, 0};
}

bool choice_made(const struct choice_weights *w, double probability) {
  return probability * 1000 + 0.5 >= w->least;
}

void choice_watch(toll_scanner *scanner, choice_watcher *see, void *to) {
  scanner->see = see;
  scanner->see_to = to;
}
