/* Which parts of a text may hold a claim, found without reading it.
 *
 * Most sentences hold none.  So a text is first searched for words that a claim needs
 * (pack_promises): runs of letters are looked up by their keys, and the text falls
 * apart into stretches at places where a sentence surely ends.  A stretch that
 * has all the words that some rule needs can be *looked at*: its sentences are read by
 * themselves, as far as it takes to see whether a rule makes a claim of them, or would
 * have to ask what was told before.
 *
 * A stretch that a look passes over makes no claim by itself; what it says of place, day or
 * speaker for claims near it is passage.c's concern. */
#ifndef TOLL_EXTRACT_GATE_H
#define TOLL_EXTRACT_GATE_H

#include "base/letters.h"
#include "extract/reader.h"

/* Fills x->stretches with the parts of the window in hand; false when memory is out. */
bool gate_part(toll_scanner *x);

/* Whether a sentence of the stretch tells something by itself, or asks for those before it;
 * also true when memory is out.  What was read for it is left in x->looked. */
bool gate_look(toll_scanner *x, const struct stretch *st);

/* The offset of the first token from `at` on, where a sentence begins. */
size_t gate_first_token(const toll_scanner *x, size_t at);

/* Hands over the stretches that the text falls into, in order, each with whether its
 * words promise a claim; stops when `each` returns true and returns that. */
bool gate_stretches(const toll_pack *pack, const char *text, size_t len,
                    bool (*each)(void *to, size_t from, size_t until, bool promises), void *to);
/* The same by one way of finding words. */
bool gate_stretches_by(const struct letters_way *way, const toll_pack *pack, const char *text, size_t len,
                       bool (*each)(void *to, size_t from, size_t until, bool promises), void *to);

#endif
