/* Finding words in text without regard to letter case. */
#ifndef TOLL_CASE_FOLD_H
#define TOLL_CASE_FOLD_H

#include <stdbool.h>

#include "toll/text.h"

/* Whether needle occurs in text; an empty needle does. */
bool fold_contains(toll_slice text, toll_slice needle);

#endif
