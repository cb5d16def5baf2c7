/* What two mentions have in common and what parts them, as a list of features; a
 * weight for each makes the agreement.  The weights are those of a logistic model,
 * fitted to labelled reports by `toll pack events`, and stand in agreement.def, so that
 * a sum of them is the logarithm of the odds that both speak of one event, raised by
 * AGREEMENT_SHIFT: reports come in few at an event, most of what agrees a little is a report of
 * it worded otherwise, and groups come out best where pairs are joined well before the odds
 * are even. */
#ifndef TOLL_WEIGH_AGREEMENT_H
#define TOLL_WEIGH_AGREEMENT_H

#include "weigh/mention.h"

/* Names and weights, in the order of agreement.def. */
enum agreement_feature {
#define FEATURE(name, weight) AGREE_##name,
#include "weigh/agreement.def"
#undef FEATURE
  AGREEMENT_FEATURES
};

#define AGREEMENT_SHIFT 2.9
#define AGREEMENT_MOST 24 /* features of a pair */

/* Lists the features of the pair, each once.  Symmetric: exchanging a and b gives the
 * same set.  Returns how many. */
size_t agreement_features(const struct mention *a, const struct mention *b, uint8_t out[AGREEMENT_MOST]);

/* "near_days_0"; NULL behind the last. */
const char *agreement_name(unsigned feature);
double agreement_weight(unsigned feature);

#endif
