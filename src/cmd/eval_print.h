/* The tables of toll eval. */
#ifndef TOLL_CMD_EVAL_PRINT_H
#define TOLL_CMD_EVAL_PRINT_H

#include "score/score.h"
#include "term.h"

void eval_print(const struct score *s, const struct term *term, toll_buffer *out);

#endif
