/* The layout of toll explain. */
#ifndef TOLL_CMD_EXPLAIN_PRINT_H
#define TOLL_CMD_EXPLAIN_PRINT_H

#include "term.h"
#include "toll/claim.h"

/* Appends the explanation of claim, which is one of all's, read from doc. */
void explain_print(const struct term *term, const toll_document *doc, const toll_claims *all, const toll_claim *claim,
                   toll_buffer *out);

#endif
