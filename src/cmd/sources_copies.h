/* Which documents of a case count as one source, for people and programs. */
#ifndef TOLL_CMD_SOURCES_COPIES_H
#define TOLL_CMD_SOURCES_COPIES_H

#include "cmd.h"

/* An exit code. */
int sources_copies(const struct settings *settings);

#endif
