/* Claims in words and signs for people: "≥ 7", "~100", "20–25", "Sabina
 * Orlin, Human Rights Commissioner, via The Paper". */
#ifndef TOLL_CMD_FIGURE_H
#define TOLL_CMD_FIGURE_H

#include "toll/claim.h"

/* A number with its thousands grouped: 23,000; "?" for TOLL_OPEN. */
void figure_number(toll_buffer *out, int64_t n);
/* low, best and high as one: "131–170", "131–150–170", "≥ 12", "?". */
void figure_range(toll_buffer *out, int64_t low, int64_t best, int64_t high);
/* The claim's figure with its hedge; count: the words of its count span, which
 * stand in where the words are vague. */
void figure_of(toll_buffer *out, const toll_claim *claim, toll_slice count);
/* "killed", "wounded, denied", "killed, added", "└ killed" for a part. */
void figure_harm(toll_buffer *out, const toll_claim *claim);
/* Who was harmed: the noun phrase, or the unit's name. */
void figure_who(toll_buffer *out, const toll_claim *claim);
/* Who says so, with role and via; outlet stands for the writer. */
void figure_claimant(toll_buffer *out, const toll_claimant *claimant, toll_slice outlet);
/* "1990-01-20", "1990-01", "1990", "1990-01-12 to 1990-01-19"; nothing for TOLL_NO_DAY. */
void figure_days(toll_buffer *out, toll_day from, toll_day to);
/* When and where: "1990-01-20, Baku". */
void figure_when_where(toll_buffer *out, const toll_claim *claim);

#endif
