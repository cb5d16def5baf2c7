/* The lexical layer of the pack's text files: lines without their comments, and
 * the words on them.
 *
 * All files share one shape: `#` at the start of a line or after white space
 * begins a comment, blank lines part nothing, words are parted by blanks.  This
 * layer knows no more than that, and makes the errors that name file and line. */
#ifndef TOLL_PACK_LINES_H
#define TOLL_PACK_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "toll/error.h"
#include "toll/text.h"

enum pack_file_kind { PACK_FILE_META, PACK_FILE_WORDS, PACK_FILE_RULES, PACK_FILE_MODEL, PACK_FILE_TESTS };

/* One text file of a pack, in memory.  Both strings belong to the caller. */
struct pack_file {
  const char *path; /* for messages only */
  toll_slice text;
  enum pack_file_kind kind;
};

struct line_reader {
  const char *path, *start, *at, *end;
  uint32_t line; /* number of the line last returned, 1-based */
  toll_error *e; /* may be NULL */
};

/* Begins to read a file.  A byte order mark is skipped.  Returns 0, or
 * TOLL_E_SYNTAX when the bytes are not UTF-8 text. */
int lines_open(struct line_reader *r, const struct pack_file *file, toll_error *e);

/* The next line that says anything, without comment and outer white space.
 * Returns false at the end. */
bool lines_next(struct line_reader *r, toll_slice *line);

/* Takes the first word off *rest; false when there is none. */
bool line_word(toll_slice *rest, toll_slice *word);

/* Fill the error with this file and line and return TOLL_E_SYNTAX.  message is a
 * literal; word is what offends; nearest, where not NULL, is offered instead. */
int line_fail(const struct line_reader *r, const char *message, toll_slice word);
int line_fail_near(const struct line_reader *r, const char *message, toll_slice word, const char *nearest);
/* The same with another code and without a word. */
int line_fail_code(const struct line_reader *r, int code, const char *message);
/* For TOLL_E_MEMORY and TOLL_E_LIMIT, with their own words. */
int line_fail_build(const struct line_reader *r, int code);

/* Small helpers on slices. */
bool line_is(toll_slice s, const char *text);
bool line_same(toll_slice a, toll_slice b);
toll_slice line_trim(toll_slice s);
/* Splits at the first `mark`: what stands before it; *rest is what stands
 * behind.  Where there is none the whole, and *rest is not given. */
toll_slice line_cut(toll_slice s, char mark, toll_slice *rest);
/* A whole decimal integer with an optional minus; false when it is none or does
 * not fit (INT64_MIN, which stands for null, does not fit either). */
bool line_int(toll_slice s, int64_t *out);

#endif
