/* Choices: where the rules leave more than one reading, or doubt about the one,
 * a linear model of the pack says how likely a reading is.
 *
 * A reading is described by features, short names out of closed sets ("form=about",
 * "heading"): never a word of the text, and nothing of who the people are.  The
 * model gives each a weight; their sum with the bias, through the logistic
 * function, is the probability.  Features that it does not know weigh nothing, so
 * that a pack whose rules have grown since the training still has a sane answer.
 *
 * Sums are of whole thousandths and the same on every machine. */
#ifndef TOLL_EXTRACT_CHOICE_H
#define TOLL_EXTRACT_CHOICE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "pack/pack.h"
#include "toll/scan.h"

#define FEATURES_MAX 48
#define FEATURES_BYTES 1536

/* What is known of one reading.  Begin with features_clear; of more than the list
 * holds the last are left out. */
struct features {
  char text[FEATURES_BYTES];
  uint16_t end[FEATURES_MAX]; /* where the i-th name ends in text; it begins where the one before ends */
  size_t count;
};

void features_clear(struct features *f);
/* Adds the feature `name` where it holds. */
void features_flag(struct features *f, const char *name, bool holds);
/* Adds `name=value`; nothing where value is NULL. */
void features_add(struct features *f, const char *name, const char *value);
/* The same with the value as a slice, of which only what may stand in a name is kept. */
void features_slice(struct features *f, const char *name, toll_slice value);
/* Adds a number by the step of its ladder: 0, 1, 2, 3-4, 5-8, 9-16, 17-32, ... 129, up to
 * the step that holds `most`, which is written "N-up". */
void features_step(struct features *f, const char *name, unsigned n, unsigned most);
toll_slice features_at(const struct features *f, size_t i);

/* The weights of that name in the pack, or NULL: then the rules decide alone. */
static inline const struct model_choice *choice_of(const toll_pack *pack, const char *name) {
  return pack_choice(pack, name);
}
/* The sum of bias and weights, in thousandths: for comparing rivals. */
int64_t choice_sum(const toll_pack *pack, const struct model_choice *c, const struct features *f);
/* The probability, 0..1, rounded to thousandths. */
double choice_weigh(const toll_pack *pack, const struct model_choice *c, const struct features *f);
/* The features that weigh most, for those who ask why: "single -0.85, slot=subject +0.66". */
toll_slice choice_tell(const toll_pack *pack, const struct model_choice *c, const struct features *f,
                       struct arena *arena);
/* Whether the probability is enough for the choice to be made. */
bool choice_made(const struct model_choice *c, double probability);

/* For training: a scanner that is watched makes no choice by the model.  It hands
 * each that it would have to make to the watcher, with the claim that it is about
 * (spans in the whole text; of a claim that is not there yet, what it would be) and
 * the words that may be chosen for a field, not given where the choice is of yes
 * or no.  All is valid only during the call. */
struct choice_case {
  const char *choice;
  const toll_claim *claim;
  toll_slice candidate;
  const struct features *features;
};
typedef void choice_watcher(void *to, const struct choice_case *c);
/* see == NULL ends it. */
void choice_watch(toll_scanner *scanner, choice_watcher *see, void *to);

#endif
