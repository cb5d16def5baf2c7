/* Fits the weights by which mentions agree. */
#ifndef TOLL_CMD_PACK_EVENTS_H
#define TOLL_CMD_PACK_EVENTS_H

#include <stddef.h>

/* Fits them to reports labelled with their events, writes them to out and prints what
 * they are worth.  Nothing is written when a file could not be read.  Returns an exit
 * code. */
int pack_events(const char *out, const char *const *paths, size_t count);

#endif
