/* Copies of claims that outlive the scanner's next call: the claims of all the
 * windows of one long text, for the tally over the whole of it. */
#ifndef TOLL_CMD_KEEP_H
#define TOLL_CMD_KEEP_H

#include "base/arena.h"
#include "toll/claim.h"

#define KEEP_MAX 50000 /* claims of one document; memory must stay bounded */

struct kept { /* zero-initialise; free with kept_free */
  struct arena arena;
  toll_buffer items; /* toll_claim after toll_claim */
  size_t count;
  bool over; /* there were more than KEEP_MAX */
};

/* Appends copies.  part_of is moved along.  Steps and labels are not kept. */
int kept_add(struct kept *k, const toll_claims *claims, toll_error *e);
toll_claims kept_claims(const struct kept *k);
void kept_reset(struct kept *k);
void kept_free(struct kept *k);

#endif
