/* What the subcommands share: how a verb describes itself, how it is told what
 * to do, and how it reports.
 *
 * A verb is a constant table entry with its usage, its options and examples;
 * help, completion and the option parser read the same entry, so that none of
 * them can disagree.  The commands hold no logic of their own: they open, call
 * the library, and lay out what comes back. */
#ifndef TOLL_CMD_CMD_H
#define TOLL_CMD_CMD_H

#include <stdbool.h>
#include <stddef.h>

#include "toll/document.h"
#include "toll/error.h"
#include "toll/text.h"

enum exit_code {
  EXIT_ALL_READ = 0, /* everything that was asked for was done */
  EXIT_UNREAD = 1,   /* something could not be read or written; the rest was done */
  EXIT_USAGE = 2,    /* the command line makes no sense */
  EXIT_CASE = 3      /* the case file is damaged or none */
};

/* What the command line asked for.  Texts are borrowed from argv. */
struct settings {
  const char *format, *profile, *lang, *harm, *event, *claimant, *method;
  long limit; /* 0: as many as the verb thinks good */
  long jobs;  /* 0: as many as there are processors */
  const char *curve, *unseen;
  const char *output, *view, *people;
  long errors; /* lines about what went wrong */
  const char *by, *reason, *low, *best, *high, *classes, *side, *unit, *vouch, *discount;
  long undo; /* 0: nothing */
  bool tally, why, copies, tap, set_aside, force, bom, verbose, help;
  const char *const *args;
  size_t arg_count;
};

struct verb {
  const char *name;
  const char *args;     /* "FILE|DIR|-..." */
  const char *summary;  /* one line */
  const char *options;  /* names of the options it takes, parted by blanks */
  const char *about;    /* a paragraph for its help */
  const char *examples; /* "command\tthat does this" lines */
  size_t min_args, max_args;
  bool dashed; /* words with one dash are no options but operands */
  int (*run)(const struct settings *settings);
};

/* The verbs in the order of help; the last one's name is NULL. */
extern const struct verb *const all_verbs[];
extern const struct verb verb_find, verb_migrate, verb_verify, verb_scan, verb_init, verb_add, verb_sources,
    verb_claims, verb_events, verb_tally, verb_rank, verb_decide, verb_timeline, verb_export, verb_explain, verb_eval,
    verb_pack, verb_help;

/* The verb of that name, or NULL. */
const struct verb *verb_named(const char *name);

/* Prints "toll: PATH:LINE: message: detail" as one line on standard error;
 * control characters in it are shown as "?". */
void report_error(const toll_error *e);
/* The same for the commands' own complaints; any part but the first may be NULL. */
void report(const char *subject, const char *message, const char *detail);
/* Reports and says with which code to end: EXIT_USAGE or EXIT_UNREAD. */
int report_code(const toll_error *e);

/* Where a document is: its path, and "!" and the name inside where it is in an archive. */
void place_of(char out[512], const toll_document_info *info);
/* One line on what a reader passed over, where there was anything and either standard
 * error is a terminal or it was asked for. */
void report_passed(const toll_reader *reader, bool asked);

/* Flushes standard output; a failure to write is reported once (a pipe that
 * the reader closed is not).  Returns code, or EXIT_UNREAD after a failure. */
int finish_output(int code);

#endif
