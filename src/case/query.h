/* What is searched for, read from a line such as
 *
 *     market "health ministry" bomb* -film
 *
 * Every term must occur but those behind "-", which must not.  Words are compared
 * as the index does: letters and digits, without case and diacritics. */
#ifndef TOLL_CASE_QUERY_H
#define TOLL_CASE_QUERY_H

#include "base/arena.h"
#include "toll/case.h"

#define QUERY_TERMS 32 /* at most */
#define QUERY_WORDS 16 /* of a phrase */

struct query_term {
  toll_slice text; /* as written, without quotes, "-" and "*" */
  uint64_t words[QUERY_WORDS];
  toll_slice last; /* of the words, folded: what a prefix is compared with */
  size_t count;
  bool prefix, without;
};

struct query {
  struct query_term terms[QUERY_TERMS];
  size_t count;
};

/* Reads the query.  TOLL_E_USAGE, with the place as offset and in the detail, where
 * it makes no sense. */
int query_read(toll_slice text, struct query *out, struct arena *arena, toll_error *e);

/* Appends the expression that FTS5 is asked with, and a NUL: of one term, or of all. */
void query_term_match(const struct query_term *term, toll_buffer *out);
void query_match(const struct query *q, toll_buffer *out);

struct word { /* of a text */
  toll_span span;
  uint64_t hash; /* of its folded form */
};

/* The next word of the text from *at on, as the index parts them.  folded (or NULL)
 * takes its folded form.  False at the end. */
bool query_word(toll_slice text, size_t *at, struct word *out, toll_buffer *folded);

/* Whether the term's words begin at words[0]. */
bool query_hits(const struct query_term *term, toll_slice text, const struct word *words, size_t count);

#endif
