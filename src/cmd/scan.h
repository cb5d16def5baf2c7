/* What `toll scan` shares between its claims and its tallies. */
#ifndef TOLL_CMD_SCAN_H
#define TOLL_CMD_SCAN_H

#include "keep.h"
#include "rows.h"
#include "toll/document.h"
#include "toll/tally.h"

struct scan_context {
  struct term term;
  toll_profile profile;
  bool why; /* reasons too */
};

struct scan_state {
  struct table table;
  struct kept kept;
  toll_buffer why; /* toll_document_why after toll_document_why, of the document at hand */
  bool any;        /* the document at hand has had a claim */
};

/* "news/report.html", "feed.jsonl:12" */
void scan_label(toll_buffer *out, const toll_document_info *info);

/* The columns' names of a tally. */
void scan_tally_header(const char *format, bool why, toll_buffer *out);

/* The tally of a document whose last window this is, a format each; nothing before. */
int scan_tally_table(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                     toll_buffer *out, toll_error *e);
int scan_tally_jsonl(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                     toll_buffer *out, toll_error *e);
int scan_tally_csv(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                   toll_buffer *out, toll_error *e);

#endif
