/* The parts of toll tally: what its tables share. */
#ifndef TOLL_CMD_TALLY_PRINT_H
#define TOLL_CMD_TALLY_PRINT_H

#include "labels.h"
#include "table.h"
#include "toll/tally.h"

struct printing { /* zero-initialise but for term; free with printing_free */
  struct term term;
  struct table table;
  struct labels labels;
  toll_buffer out;
};
void printing_free(struct printing *p);

/* Takes the buffer's bytes as the next cell, and frees it. */
void print_cell_of(struct table *t, toll_buffer *b, enum tone tone);
/* "killed, soldiers"; "killed, people, since the truce". */
void print_what(toll_buffer *b, const toll_tally_row *row);
/* The event's name, how much is told of it, how to ask for it. */
void print_event_heading(struct printing *p, const toll_event *event);
/* A paragraph no wider than the terminal. */
void print_wrapped(struct printing *p, const char *text);
/* What the reviewers decided on a row, as a paragraph below its table; nothing where they did not. */
void print_verdict(struct printing *p, const toll_tally_row *row);

/* All methods side by side: a row an event, harm and group, a column a method. */
void print_side_by_side(struct printing *p, const toll_tally *tally);
/* The same for spreadsheets: a line a row and method. */
void print_all_csv(const toll_tally *tally);

/* Every claim once: whether it is used, else why not and which other claim that speaks of. */
void print_why(struct printing *p, const toll_tally *tally);
/* The same for spreadsheets. */
void print_claims_csv(const toll_tally *tally);

#endif
