/* Choices: where the rules leave more than one reading, or doubt about the one,
 * a linear model of the pack says how likely a reading is.
 *
 * A reading is described by features out of closed sets ("number=digits", "single"):
 * never a word of the text, and nothing of who the people are.  The
 * model gives each a weight; their sum with the bias, through the logistic
 * function, is the probability.  Features that it does not know weigh nothing, so
 * that a pack whose rules have grown since the training still has a sane answer.
 *
 * A pack knows features by their names, the reader by numbers: the names are looked up
 * once for a scanner, and a reading costs an addition a feature.  Sums are of whole
 * thousandths and the same on every machine. */
#ifndef TOLL_EXTRACT_CHOICE_H
#define TOLL_EXTRACT_CHOICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "pack/pack.h"
#include "toll/scan.h"

#define FEATURES_MAX 48
#define FEATURE_VALUES 32 /* as many can a sort have */
#define FEATURE_NAME 64   /* room for a name */

/* A sort of features: a flag, called `name`, or one feature a value, called `name` and the
 * value behind it ("number=" and "digits"). */
struct feature_sort {
  const char *name;
  const char *(*value)(unsigned i); /* what the i-th is called, NULL: there is none; not given for flags and numbers */
  unsigned most;                    /* of a number: the highest that is told apart; see features_step */
};

/* What readings that are chosen among are described by, in the pack's model under that name. */
struct choice {
  const char *name;
  const struct feature_sort *sorts;
  unsigned count;
};
extern const struct choice choice_confidence, choice_victim, choice_where;

/* What is known of one reading: the numbers of its features.  Begin with features_clear; of
 * more than the list holds the last are left out. */
struct features {
  const struct choice *of;
  size_t count;
  uint16_t at[FEATURES_MAX];
};

static inline void features_clear(struct features *f, const struct choice *of) {
  f->of = of;
  f->count = 0;
}
/* Adds the i-th feature of a sort. */
static inline void features_add(struct features *f, unsigned sort, unsigned i) {
  if (f->count < FEATURES_MAX) f->at[f->count++] = (uint16_t)(sort * FEATURE_VALUES + i);
}
/* Adds a flag where it holds. */
static inline void features_flag(struct features *f, unsigned sort, bool holds) {
  if (holds) features_add(f, sort, 0);
}
/* Adds a number by the step of its ladder: 0, 1, 2, 3-4, 5-8, 9-16, 17-32, ... 129, up to
 * the step that holds the sort's `most`, which is called "N-up". */
void features_step(struct features *f, unsigned sort, unsigned n);
/* The name of the i-th feature in the list, written to room (FEATURE_NAME bytes). */
toll_slice features_name(const struct features *f, size_t i, char *room);

/* The weights that a pack has for a choice, by the numbers of features; free with mem_free. */
struct choice_weights {
  int32_t bias, least;
  int32_t at[];
};
/* *out is NULL where the pack has none: then the rules decide alone.  false when memory is out. */
bool choice_weights_new(const toll_pack *pack, const struct choice *of, struct choice_weights **out);

/* The sum of the weights without the bias, in thousandths: for comparing rivals. */
static inline int64_t choice_sum(const struct choice_weights *w, const struct features *f) {
  int64_t sum = 0;
  for (size_t i = 0; i < f->count; i++) sum += w->at[f->at[i]];
  return sum;
}
/* The probability, 0..1, rounded to thousandths. */
double choice_weigh(const struct choice_weights *w, const struct features *f);
/* The features that weigh most, for those who ask why: "single -0.85, slot=subject +0.66". */
toll_slice choice_tell(const struct choice_weights *w, const struct features *f, struct arena *arena);
/* Whether the probability is enough for the choice to be made. */
bool choice_made(const struct choice_weights *w, double probability);

/* For training: a scanner that is watched makes no choice by the model.  It hands
 * each that it would have to make to the watcher, with the claim that it is about
 * (spans in the whole text; of a claim that is not there yet, what it would be) and
 * the words that may be chosen for a field, not given where the choice is of yes
 * or no.  All is valid only during the call. */
struct choice_case {
  const toll_claim *claim;
  toll_slice candidate;
  const struct features *features; /* of the choice features->of */
};
typedef void choice_watcher(void *to, const struct choice_case *c);
/* see == NULL ends it. */
void choice_watch(toll_scanner *scanner, choice_watcher *see, void *to);

#endif
