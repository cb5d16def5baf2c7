/* What reviewers decide of events, on the command line. */
#ifndef TOLL_CMD_EVENTS_DECIDE_H
#define TOLL_CMD_EVENTS_DECIDE_H

#include "cmd.h"

/* Whether the first operand is one of merge, split, rename, undo and decisions. */
bool events_decides(const struct settings *s);
/* Does it; an exit code. */
int events_decide(const struct settings *s);

#endif
