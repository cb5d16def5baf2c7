/* The terminal: whether there is one, how wide it is, whether it wants colour,
 * and how many columns a text takes on it. */
#ifndef TOLL_CMD_TERM_H
#define TOLL_CMD_TERM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "toll/claim.h"

enum tone { TONE_PLAIN, TONE_BOLD, TONE_DIM, TONE_STRONG, TONE_WARN, TONE_A, TONE_B, TONE_C, TONE_D, TONE_COUNT };

struct term {
  bool is_terminal;
  bool colour;    /* a terminal, NO_COLOR not set, TERM not dumb */
  unsigned width; /* columns; COLUMNS or 100 where there is no terminal */
};

struct term term_of(FILE *stream);

/* The escape sequence that turns a tone on (TONE_PLAIN: all off); "" without colour. */
const char *term_tone(const struct term *term, enum tone tone);

/* Columns that UTF-8 text takes.  Control characters take none. */
size_t text_columns(toll_slice text);
/* Length in bytes of the longest start of text that fits into columns. */
size_t text_fit(toll_slice text, size_t columns);

/* Appends text broken into lines of at most width columns, each ended. */
void text_wrap(toll_buffer *out, toll_slice text, size_t width);

/* Appends text fit for a terminal: line breaks and tabs become a blank, runs of
 * blanks one, control and direction-changing characters are left out. */
void text_clean(toll_buffer *out, toll_slice text);

#endif
