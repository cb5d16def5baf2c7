/* Features are kept as one run of text with the places where names end: a few
 * hundred bytes on the stack, and no allocation. */
#include "extract/choice.h"

#include <math.h>
#include <string.h>

#include "extract/reader.h"

void features_clear(struct features *f) {
  f->count = 0;
}

static size_t features_length(const struct features *f) {
  return f->count ? f->end[f->count - 1] : 0;
}

toll_slice features_at(const struct features *f, size_t i) {
  size_t from = i ? f->end[i - 1] : 0;
  return (toll_slice){f->text + from, f->end[i] - from};
}

static bool may_stand(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '/';
}

void features_slice(struct features *f, const char *name, toll_slice value) {
  size_t at = features_length(f), len = strlen(name);
  if (f->count == FEATURES_MAX || FEATURES_BYTES - at < len + 1 + value.len) return;
  memcpy(f->text + at, name, len);
  at += len;
  if (value.at) f->text[at++] = '=';
  for (size_t i = 0; value.at && i < value.len; i++)
    if (may_stand(value.at[i])) f->text[at++] = value.at[i];
  f->end[f->count++] = (uint16_t)at;
}

void features_flag(struct features *f, const char *name, bool holds) {
  if (holds) features_slice(f, name, (toll_slice){NULL, 0});
}

void features_add(struct features *f, const char *name, const char *value) {
  if (value) features_slice(f, name, (toll_slice){value, strlen(value)});
}

void features_step(struct features *f, const char *name, unsigned n, unsigned most) {
  static const struct {
    unsigned high;
    const char *within, *up;
  } steps[] = {{0, "0", "0-up"},         {1, "1", "1-up"},          {2, "2", "2-up"},       {4, "3-4", "3-up"},
               {8, "5-8", "5-up"},       {16, "9-16", "9-up"},      {32, "17-32", "17-up"}, {64, "33-64", "33-up"},
               {128, "65-128", "65-up"}, {256, "129-256", "129-up"}};
  size_t k = 0;
  while (k + 1 < sizeof steps / sizeof *steps && steps[k].high < n && steps[k].high < most) k++;
  features_add(f, name, steps[k].high < most ? steps[k].within : steps[k].up);
}

int64_t choice_sum(const toll_pack *pack, const struct model_choice *c, const struct features *f) {
  int64_t sum = c->bias;
  for (size_t i = 0; i < f->count; i++) {
    toll_slice name = features_at(f, i);
    sum += pack_weight(pack, c, name.at, name.len);
  }
  return sum;
}

double choice_weigh(const toll_pack *pack, const struct model_choice *c, const struct features *f) {
  double z = (double)choice_sum(pack, c, f) / 1000;
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

toll_slice choice_tell(const toll_pack *pack, const struct model_choice *c, const struct features *f,
                       struct arena *arena) {
  char text[TOLD_MOST * (MODEL_NAME_BYTES + 16)];
  int32_t weights[FEATURES_MAX];
  size_t len = 0;
  for (size_t i = 0; i < f->count; i++) {
    toll_slice name = features_at(f, i);
    weights[i] = name.len > MODEL_NAME_BYTES ? 0 : pack_weight(pack, c, name.at, name.len);
  }
  for (int n = 0; n < TOLD_MOST; n++) {
    size_t most = 0;
    for (size_t i = 1; i < f->count; i++)
      if (size_of(weights[i]) > size_of(weights[most])) most = i;
    if (f->count == 0 || weights[most] == 0) break;
    len = tell_weight(text, len, features_at(f, most), weights[most]);
    weights[most] = 0;
  }
  return len ? arena_copy(arena, (toll_slice){text, len}) : (toll_slice){NULL, 0};
}

bool choice_made(const struct model_choice *c, double probability) {
  return probability * 1000 + 0.5 >= c->least;
}

void choice_watch(toll_scanner *scanner, choice_watcher *see, void *to) {
  scanner->see = see;
  scanner->see_to = to;
}
