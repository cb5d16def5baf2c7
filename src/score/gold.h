/* A labelled report: one line of JSON with the text and what a reader found in
 * it, figures for the whole document or every single claim. */
#ifndef TOLL_SCORE_GOLD_H
#define TOLL_SCORE_GOLD_H

#include "base/arena.h"
#include "toll/claim.h"

/* A claim as labelled.  Texts that are null or missing are "not given". */
struct gold_claim {
  toll_slice harm, unit, side, form, scope, status;
  toll_slice claimant, when, where, quote;  /* of an object its name or text */
  int64_t value, low, high, event, part_of; /* TOLL_OPEN = null */
  toll_span count;
  uint32_t classes; /* bit set over toll_class */
  bool odd;         /* a class that is on no list, or named twice: equal to nothing */
};

/* People of one kind to whom a template says something befell: how many, and what. */
struct gold_target {
  int64_t value;
  uint32_t harms; /* bit set over toll_harm: those that its effects are */
  bool optional;
};

struct gold_row {
  toll_slice id, text, date, lang;
  int64_t labels[TOLL_HARM_COUNT]; /* TOLL_OPEN: no whole number is given */
  int64_t low, high;               /* killed_lo and killed_hi; TOLL_OPEN likewise */
  bool coded;                      /* rule_coded: its labels follow a rule, not the text */
  bool has_claims;
  const struct gold_claim *claims;
  size_t claim_count;
  const struct gold_target *targets; /* of its templates, those that have a number and one harm */
  size_t target_count;
  const toll_slice *phenomena; /* what the row tests */
  size_t phenomenon_count;
};

/* Reads the row.  Its slices live in the arena and its claims in `claims`, which
 * is overwritten; both are the caller's.  Of a member that is given twice the
 * last counts.  Errors: TOLL_E_FORMAT (e has no path and no line), TOLL_E_MEMORY. */
int gold_read(toll_slice line, struct arena *arena, toll_buffer *claims, struct gold_row *out, toll_error *e);

/* Appends the record that is scanned: id, text, date and lang, nothing that
 * could give the answer away. */
void gold_record(const struct gold_row *row, toll_buffer *out);

#endif
