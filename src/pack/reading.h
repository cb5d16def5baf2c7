/* The notation of readings: `killed 34; killed 10 part_of=34 class=child`. */
#ifndef TOLL_PACK_READING_H
#define TOLL_PACK_READING_H

#include "pack/example.h"

/* Reads the claims of one reading (`nothing` is none) into out, which has room for
 * EXAMPLE_CLAIMS; texts point into the reading.  Returns 0 or TOLL_E_SYNTAX with
 * the place of `lines`. */
int reading_parse(const struct line_reader *lines, toll_slice text, struct example_claim *out, size_t *count);

#endif
