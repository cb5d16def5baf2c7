/* The way of the data, in parallel: documents are fetched one after the other,
 * read (parsed, scanned, rendered) by N workers, and what they made is taken in
 * the order of the input: written to standard output, or put into a case.
 *
 * Every fetch draws a ticket.  A worker that has finished lays what it made into
 * the slot of its ticket and goes on; whoever fills the slot that is next in line
 * takes it and all finished ones behind it, while the others read on.  There are many
 * slots, so that reading goes on while what was put into a case is waited for by the
 * disk; but a worker that is too far ahead, in slots or in bytes, waits, so memory does
 * not grow with the input.  Windows of one long text carry speakers and events from one to the
 * next: a worker keeps the reader to itself until it has seen the last of them.
 *
 * The output depends on the input alone, not on the number of workers. */
#ifndef TOLL_CMD_PIPELINE_H
#define TOLL_CMD_PIPELINE_H

#include "progress.h"
#include "toll/claim.h"
#include "toll/scan.h"

struct pipeline_item { /* what a window came to, as it is taken */
  toll_slice made;
  const toll_error *error; /* its code is TOLL_OK where there was no trouble */
  bool *stop;              /* to be set where nothing more can be taken */
};

struct pipeline {
  const char *const *paths;
  const char *apart; /* an open case, which is not read; may be null */
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
  bool named;                      /* render asks for the id of documents without claims, too */
  /* Instead of render, for those who do without reading some documents: does all from
   * parsing on, for the document that was fetched. */
  int (*read)(const void *context, void *state, toll_document *doc, toll_scanner *scanner, toll_buffer *out,
              toll_error *e);
  /* Takes the items, one at a time, by whichever thread; reports their errors itself and
   * says whether there was anything to report.  NULL: standard output. */
  bool (*take)(void *sink, const struct pipeline_item *item);
  void *sink;
  bool verbose;      /* what was passed over is told of also where nobody sits at a terminal */
  bool always_shown; /* the progress also where standard output is a terminal */
};

/* Runs to the end of the input.  Inputs that cannot be read are reported, one
 * line each, and skipped.  Returns an exit code. */
int pipeline_run(const struct pipeline *p);

/* How many threads so many jobs mean: 0 is one a processor. */
size_t pipeline_jobs(unsigned asked);

/* Fills *e where bytes of the document are no text, though the rest was read. */
void pipeline_repaired(const toll_document *doc, toll_error *e);

#endif
