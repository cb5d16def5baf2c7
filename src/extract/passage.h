/* Passages: the parts of a text that are read.
 *
 * A claim is understood by what stands around it: who was named before, which day and place
 * the lines before it set, what is told of the event right after.  Nothing that is far from
 * every claim bears on one.  So of each window are read
 *
 *   - the stretches that tell something (gate.h), with a few stretches before them
 *     and behind,
 *   - the head of the document, which names its day, its country and its people,
 *   - sentences elsewhere that have the name of a person whom a claim's source names by
 *     one name alone (recall.c),
 *
 * and of a text without any claim nothing.  A text shorter than a passage is read whole.  What
 * is left out counts as more sentences, and as another paragraph, than any rule looks over.
 *
 * What a passage is depends on the text alone. */
#ifndef TOLL_EXTRACT_PASSAGE_H
#define TOLL_EXTRACT_PASSAGE_H

#include "extract/reader.h"

/* Reads the window in hand: leaves drafts, places, scenes and labels in x. */
void passage_read(toll_scanner *x);

#endif
