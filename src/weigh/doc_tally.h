/* The steps of a document's tally, laid open for tests and for `--why`. */
#ifndef TOLL_WEIGH_DOC_TALLY_H
#define TOLL_WEIGH_DOC_TALLY_H

#include "toll/tally.h"

/* A claim on its way through the steps. */
struct candidate {
  const toll_claim *claim;
  int32_t index;           /* in the document's claims */
  int32_t whole;           /* index of the candidate that it is a part of, or -1 */
  int64_t low, best, high; /* TOLL_OPEN = null; changed where parts are taken off or figures added */
  uint32_t people;         /* the classes that set its people apart from people at large */
  bool out;                /* it does not count by itself any more */
  uint8_t reason;          /* toll_document_reason */
  int32_t other;           /* index in the document's claims of the one that the reason speaks of, or -1 */
  int32_t bundle;          /* the first candidate of those that are told in one breath and add up */
};

struct candidates {
  struct candidate *at;
  size_t count;
  toll_profile profile;
  const toll_claims *claims; /* of the whole document */
};

/* Runs all steps for one harm over candidates made of the main event's claims;
 * the figure is the sum of what stays.  at has room for all claims. */
void doc_tally_harm(const toll_claims *claims, unsigned harm, uint32_t event, struct candidates *work,
                    toll_figure *out);

/* How many of the people of claim i are told to have died by other claims; *dead
 * becomes the first of those, or -1. */
int64_t doc_tally_died(const toll_claims *claims, size_t i, int32_t *dead);

/* The number of the event that the document mainly reports. */
uint32_t doc_tally_event(const toll_claims *claims);

#endif
