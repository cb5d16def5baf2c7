/* Spellings: a form as a pack file writes it, taken apart into the spellings it
 * stands for.
 *
 * `lost_(his|her)_(life|)` stands for "lost his life", "lost his", "lost her
 * life", "lost her": `_` is the blank between two tokens, `(a|b|)` stands for
 * each alternative in turn, and blanks that an empty alternative leaves over
 * vanish.  Everything else, hyphens too, is spelt as written. */
#ifndef TOLL_PACK_SPELL_H
#define TOLL_PACK_SPELL_H

#include <stdbool.h>
#include <stddef.h>

#include "toll/text.h"

#define SPELL_BYTES 256 /* longest form as written, and longest spelling */
#define SPELL_PARTS 32  /* stretches of plain text and groups in one form */
#define SPELL_MOST 4096 /* spellings of one form */
#define SPELL_WORDS 16  /* tokens in one spelling */

struct spell {
  struct spell_part {
    toll_slice text;     /* of a group: what stands between the brackets */
    unsigned count, now; /* alternatives and the one in hand; plain text has one */
  } parts[SPELL_PARTS];
  unsigned part_count;
  bool more;
};

/* Takes the form apart.  Returns NULL, or what is wrong with it (a literal). */
const char *spell_open(struct spell *s, toll_slice form);

/* Writes the next spelling (lower-case tokens parted by single blanks, no NUL)
 * into out.  *len is 0 when alternatives dropped every word.  False at the end. */
bool spell_next(struct spell *s, char out[SPELL_BYTES], size_t *len);

#endif
