/* The command line: a table of all options, of which each verb takes some. */
#ifndef TOLL_CMD_OPTIONS_H
#define TOLL_CMD_OPTIONS_H

#include "cmd.h"

enum option_kind { OPTION_FLAG, OPTION_TEXT, OPTION_CHOICE, OPTION_NUMBER };

struct option {
  const char *name; /* without the dashes */
  char letter;      /* short form, or 0 */
  enum option_kind kind;
  size_t offset;       /* of the field in struct settings */
  const char *value;   /* how help calls the value; NULL for a flag */
  const char *choices; /* for OPTION_CHOICE: words parted by blanks */
  long max;            /* for OPTION_NUMBER: 1..max */
  const char *help;
  const char *(*word)(unsigned n); /* the words a value may be or end in, from 0 up to a NULL; or NULL */
  const char *listed; /* how a verb's list names it where another option has the same name; or NULL */
};

/* Reads argv[1..argc) (argv[0] is the verb) into settings.  Operands are moved
 * together in argv, to which settings->args points.  Returns EXIT_ALL_READ, or
 * EXIT_USAGE after reporting what is wrong and what may have been meant. */
int options_read(const struct verb *verb, int argc, char **argv, struct settings *settings);

/* The option of that name if the verb takes it, or NULL. */
const struct option *option_find(const struct verb *verb, const char *name, size_t len);

/* Walks the verb's options: start with *at = verb->options. NULL at the end. */
const struct option *option_next(const char **at);

/* How far two words are apart: insertions, deletions, changes, neighbours
 * swapped.  Words longer than 31 bytes are as far apart as can be. */
size_t edit_distance(const char *a, const char *b);

#endif
