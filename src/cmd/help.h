/* Help texts, made from the verbs' own tables. */
#ifndef TOLL_CMD_HELP_H
#define TOLL_CMD_HELP_H

#include "cmd.h"

void help_all(void);
void help_verb(const struct verb *verb);
/* Reports that there is no such verb and which may be meant; EXIT_USAGE. */
int unknown_verb(const char *name);

#endif
