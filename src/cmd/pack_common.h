/* Counts how common the words of a language are. */
#ifndef TOLL_CMD_PACK_COMMON_H
#define TOLL_CMD_PACK_COMMON_H

#include <stddef.h>

/* Counts the words of the reports and writes dir/common.txt.  Nothing is written when
 * an input could not be read.  Returns an exit code. */
int pack_common(const char *dir, const char *const *paths, size_t count);

#endif
