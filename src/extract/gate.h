/* Whether a document is worth reading at all.
 *
 * Most documents hold no claim, and all that the reader would learn from them is thrown
 * away.  So a document is first searched for words that a claim needs (pack_promises),
 * without reading it: runs of letters are looked up by their keys, and the text falls
 * apart at places where a sentence surely ends.  A stretch between two such places that
 * has all the words that some rule needs is *looked at*: its sentences are read by
 * themselves, as far as it takes to see whether a rule makes a claim of them.  What a
 * rule would ask of sentences before is not known here; that it asks is enough to have
 * the document read.
 *
 * So the gate stays closed only over documents whose reading would give nothing. */
#ifndef TOLL_EXTRACT_GATE_H
#define TOLL_EXTRACT_GATE_H

#include "extract/reader.h"

/* Whether the document in hand may hold a claim, as far as a look at it tells.  Uses the
 * scanner's arenas and drafts; reading is to start afresh behind it. */
bool gate_open(toll_scanner *x);

/* Hands over the stretches that the text falls into, in order, each with whether its
 * words promise a claim; stops when `each` returns true and returns that. */
bool gate_stretches(const toll_pack *pack, const char *text, size_t len,
                    bool (*each)(void *to, size_t from, size_t until, bool promises), void *to);

#endif
