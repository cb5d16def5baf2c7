/* What people decide about a case: how far a source is to be believed beside
 * others, whether a claim stands or is shown to be wrong, and the figure that a
 * panel of reviewers agrees on.
 *
 * Each decision is kept with who made it, when and why, is an entry of the log, and
 * can be taken back, which is kept and logged as well.  A later decision on the same
 * matter takes the place of the earlier one.  Nothing here changes a claim: methods
 * ask for it, and the tally shows it.
 *
 * Functions return 0 or a negative code as those of toll/case.h; TOLL_E_USAGE where
 * a field makes no sense, TOLL_E_MISSING where what is spoken of is not there.  The
 * case must be open for writing where something is set; it is committed. */
#ifndef TOLL_REVIEW_H
#define TOLL_REVIEW_H

#include "case.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- ranks of sources ----------------------------------------------------- */

#define TOLL_RANK_MAX 999 /* ranks run from 1, the most reliable */
#define TOLL_UNRELIABLE 0

typedef struct toll_rank {
  toll_slice key;  /* the name as sources are compared by: folded; "outlet:" before an outlet's */
  toll_slice name; /* as it was written */
  uint16_t rank;   /* 1 .. TOLL_RANK_MAX, or TOLL_UNRELIABLE */
  toll_slice by, reason, at;
} toll_rank;

/* The folded name of a source of the case, by which ranks are kept: name in any
 * spelling, or words of it that only one source has.  Appends the key to *key, or
 * returns TOLL_E_MISSING and appends the names that may be meant, one a line, to
 * *candidates: of several sources, or of those that are near. */
int toll_source_find(toll_case *c, toll_slice name, toll_buffer *key, toll_buffer *candidates, toll_error *e);

/* Sets rank->key's rank; by and reason must be given. */
int toll_rank_set(toll_case *c, const toll_rank *rank, toll_error *e);
/* Takes it back.  TOLL_E_MISSING where it has none. */
int toll_rank_clear(toll_case *c, toll_slice key, toll_slice by, toll_slice reason, toll_error *e);

/* --- decisions ------------------------------------------------------------- */

enum toll_decision_kind {
  TOLL_DECIDE_FIGURE,   /* of a row: event, harm, unit, side, classes, low, best, high */
  TOLL_DECIDE_VOUCH,    /* the reviewer stands for a claim: one source is enough for it */
  TOLL_DECIDE_DISCOUNT, /* the claim, or whatever a source says, is shown to be wrong */
  TOLL_DECISION_COUNT
};
const char *toll_decision_name(unsigned kind); /* "figure", "vouch", "discount" */

typedef struct toll_decision {
  int64_t number; /* given by toll_decide, from 1 */
  uint8_t kind;
  toll_slice event; /* the event's id when it was decided */
  /* What keeps hold of the event when its id changes: one document that speaks of it,
   * and the document's own number for it. */
  toll_slice doc;
  uint32_t doc_event;
  uint8_t harm, unit, side; /* unit: TOLL_UNIT_NONE for whatever unit */
  uint32_t classes;         /* as profile groups stand apart in a tally; 0: people (or things) at large */
  int64_t low, best, high;  /* TOLL_OPEN = null */
  toll_slice claim;         /* id, for the two kinds that speak of a claim */
  toll_slice source;        /* to discount all claims of a source in place of one: its key */
  toll_slice by, reason, at;
  toll_slice undone_by, undone_reason, undone_at; /* given where it was taken back */
} toll_decision;

/* Takes a decision down; number, at and the undone fields are not read. *number may be NULL. */
int toll_decide(toll_case *c, const toll_decision *decision, int64_t *number, toll_error *e);
/* Takes it back.  TOLL_E_MISSING where there is none of that number that stands. */
int toll_decide_undo(toll_case *c, int64_t number, toll_slice by, toll_slice reason, toll_error *e);

/* --- reading back ----------------------------------------------------------- */

/* All ranks and decisions, with everything they point to. */
typedef struct toll_review {
  const toll_rank *ranks; /* by rank, unreliable ones last, then by key */
  size_t rank_count;
  const toll_decision *decisions; /* by number, also those taken back */
  size_t decision_count;
} toll_review;

int toll_review_read(toll_case *c, toll_review **out, toll_error *e);
void toll_review_free(toll_review *review);

#ifdef __cplusplus
}
#endif
#endif
