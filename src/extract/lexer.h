/* The lexer's state: a place in a window of text. */
#ifndef TOLL_EXTRACT_LEXER_H
#define TOLL_EXTRACT_LEXER_H

#include "extract/sentence.h"

#define TITLE_SHORT 5 /* letters of a title that may be short for something, and keep its stop: "Capt." */

struct lexer {
  const toll_pack *pack;
  const char *text;
  size_t len, at;
  uint64_t marks;     /* mark_bit of every mark that was read */
  int lines;          /* line feeds before the token just read; 2 or more: a new paragraph */
  bool spaced_groups; /* "816 000" is one number */
};

/* Reads the next token, whatever it is; false at the end of the text. */
bool lexer_any(struct lexer *x, struct token *t);

/* A mark outside ASCII at `at`: its sort and its length, or 0. */
char lexer_utf8_mark(const char *at, size_t left, size_t *len);

/* Looks a spelling up after folding its case and its apostrophes. */
const struct form *lexer_find(const toll_pack *pack, const char *at, size_t len);

#endif
