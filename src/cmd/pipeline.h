/* The way of the data, in parallel: documents are fetched one after the other,
 * parsed, scanned and rendered by N workers, and what they rendered is written
 * in the order of the input.
 *
 * Every fetch draws a ticket.  A worker that has finished lays its output into
 * the slot of its ticket and goes on; whoever fills the slot that is next in
 * line writes it and all finished ones behind it.  There are a few slots a
 * worker, and a worker that is too far ahead waits, so memory does not grow with
 * the input.  Windows of one long text carry speakers and events from one to the
 * next: a worker keeps the reader to itself until it has seen the last of them.
 *
 * The output depends on the input alone, not on the number of workers. */
#ifndef TOLL_CMD_PIPELINE_H
#define TOLL_CMD_PIPELINE_H

#include "toll/claim.h"
#include "toll/scan.h"

struct pipeline {
  const char *const *paths;
  size_t path_count;
  unsigned jobs; /* 0: one a processor */
  const toll_pack *pack;
  const toll_places *places;
  const void *context; /* shared by all workers, not changed */
  size_t state_size;   /* of a worker's own state, zeroed before its first document */
  /* Appends what is to be written for a window of a document.  In case of trouble
   * fills *e and returns its code. */
  int (*render)(const void *context, void *state, const toll_document *doc, const toll_claims *claims, toll_buffer *out,
                toll_error *e);
  void (*state_free)(void *state); /* or NULL */
};

/* Runs to the end of the input.  Inputs that cannot be read are reported, one
 * line each, and skipped.  Returns an exit code. */
int pipeline_run(const struct pipeline *p);

#endif
