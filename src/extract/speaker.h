/* Who has spoken in the document, under which names and in which role. */
#ifndef TOLL_EXTRACT_SPEAKER_H
#define TOLL_EXTRACT_SPEAKER_H

#include "extract/reader.h"
#include "extract/attribution.h"

/* Forgets all: speakers are slices of the text and go with their window. */
void speaker_start(toll_scanner *x);

/* Remembers everybody whom the sentence introduces with a name and a role, and
 * its sources, of which named holds the claimants; the last source becomes the one
 * whom "she" stands for. */
void speaker_note(toll_scanner *x, const struct source *list, const toll_claimant *const *named, int n);

/* The source's name where it is one name alone, perhaps with a title, and of no organisation the
 * pack knows; else empty. */
toll_slice speaker_surname(const struct sentence *s, const struct source *src);
/* Somebody with a longer name that ends in this one, or with it and a role, was named before. */
bool speaker_in_full(const toll_scanner *x, toll_slice name);

/* Looks for those whom the sentence's sources name by one name alone in the parts of the text
 * that were left out before it, and remembers them (recall.c). */
void recall_people(toll_scanner *x, const struct source *list, int n);

/* Fills name, role, kind and what the name stands for.  c's text is the window's.
 * Returns the index of the speaker it stands for, or -1. */
int speaker_name(const toll_scanner *x, const struct source *src, toll_claimant *c);

#endif
