/* Whether words spell a number: the check that no figure is made up. */
#ifndef TOLL_SCORE_SPELLED_H
#define TOLL_SCORE_SPELLED_H

#include "toll/claim.h"
#include "toll/pack.h"

/* Whether the words, read for themselves, spell the value: in digits with any
 * grouping ("1,200", "1 200", "1,00,000"), in number words of the pack, or both
 * ("1.4 million").  A number is taken whole: "twenty-five" spells 25, neither 20
 * nor 5.  0 is also spelled by a word for none; 1, where there is no other number
 * and no vague word, by an article or by a single person or thing (a name, "the
 * driver"). */
bool spelled_in(const toll_pack *pack, toll_slice words, int64_t value);

#endif
