/* Whether a spreadsheet would take a text for a formula.
 *
 * A report is somebody else's text: a quote may begin with "=" or "+" by chance or
 * by intent, and a spreadsheet that opens it would reckon, or fetch what the
 * formula names.  Such a text gets an apostrophe before it in CSV. */
#ifndef TOLL_BASE_CELL_H
#define TOLL_BASE_CELL_H

#include <stdbool.h>

#include "toll/text.h"

/* Whether the text must be kept from being a formula: it begins, behind blanks
 * and apostrophes that it may have, with = + - @, their full-width forms, the minus
 * sign U+2212, a tab, a carriage return or a line feed.  Texts that begin with an apostrophe
 * before such a sign count too, so that taking one apostrophe away from every
 * guarded cell gives all texts back as they were. */
bool cell_is_formula(toll_slice text);

#endif
