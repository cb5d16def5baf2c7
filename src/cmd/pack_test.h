/* Runs the examples of a language pack. */
#ifndef TOLL_CMD_PACK_TEST_H
#define TOLL_CMD_PACK_TEST_H

#include <stdbool.h>

/* Prints the failures, then the pass rate by phenomenon; with tap as TAP.
 * Returns an exit code: EXIT_UNREAD where an example of a rule fails or a
 * phenomenon passes in less than 80 of 100 of its examples. */
int pack_test(const char *dir, bool tap);

#endif
