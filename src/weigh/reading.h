/* What a claim's fields say of it beyond the claim's own figure; for the tally
 * of a case and of one document alike. */
#ifndef TOLL_WEIGH_READING_H
#define TOLL_WEIGH_READING_H

#include "base/arena.h"
#include "toll/claim.h"

/* Whether the text itself gives the figure as one that its source has replaced:
 * the 58 of "61 people were killed, up from 58". */
bool claim_replaced(const toll_claim *claim);

/* Whether the text calls the figure a correction of an earlier one, up or down. */
bool claim_revised(const toll_claim *claim);

/* Whether the text says that its people were added to a count, so that no total given
 * before holds them, whenever they came to harm. */
bool claim_entered(const toll_claim *claim);

/* Whether the figure is a toll that is kept ("bringing the toll to 58"), which holds
 * those just told of and is no further count beside them. */
bool claim_toll(const toll_claim *claim);

/* Whether the number is of a count that runs on: "the ninth this year". */
bool claim_running(const toll_claim *claim);

/* Whether it says that nobody was harmed. */
bool claim_zero(const toll_claim *claim);

/* An exact number that hardly comes twice by chance: 744 or 841, not 20 or 300. */
bool claim_peculiar(const toll_claim *claim, int64_t least);

struct word_set;
/* Adds the names in where the harm was done; the other words where it has no name.
 * Returns 0 or TOLL_E_MEMORY. */
int claim_places(const toll_claim *claim, struct word_set *places, struct arena *arena);

#endif
