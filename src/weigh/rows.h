/* The claims of a case in rows, each weighed by the method that was asked for. */
#ifndef TOLL_WEIGH_ROWS_H
#define TOLL_WEIGH_ROWS_H

#include "weigh/review.h"

struct tally_rows { /* owned by the arena of what is weighed */
  toll_tally_row *at;
  size_t count;
};

/* Needs everything up to the speakers.  TOLL_E_MISSING where no event has the query's id. */
int rows_build(struct weigh *w, const toll_tally_query *query, const struct review *review, struct tally_rows *out,
               toll_error *e);

/* The row's group in words: "people", "children and women", "attackers: members of armed groups". */
toll_slice rows_name_group(struct weigh *w, const toll_tally_row *row);

/* Numbers the stretches of time over which claims count, into one number a claim of the
 * case: equal where they are the same, 0 where a claim has none but its event's own. */
int rows_windows(const struct weigh *w, uint32_t *out);

#endif
