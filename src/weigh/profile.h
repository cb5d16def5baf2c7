/* Who counts: the test behind --profile. */
#ifndef TOLL_WEIGH_PROFILE_H
#define TOLL_WEIGH_PROFILE_H

#include "toll/tally.h"

/* Whether the people (or things) of a claim are inside the profile. */
bool profile_takes(toll_profile profile, const toll_claim *claim);

/* How many of the single people whom the claim tells of one by one are inside it; -1
 * where it does not tell them apart, or they all are or are not. */
int64_t profile_some(toll_profile profile, const toll_claim *claim);

/* The classes that set the people of a claim apart from people at large.
 * "Civilians", "workers" or "foreigners" are often everybody who was harmed;
 * soldiers, children or journalists are some of them. */
uint32_t profile_apart(uint32_t classes);

#endif
