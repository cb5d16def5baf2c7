/* What people type for a harm, a profile or an event, and what they may have
 * meant by it.  Each function reports what cannot be meant, with what there is. */
#ifndef TOLL_CMD_ASKED_H
#define TOLL_CMD_ASKED_H

#include "toll/case.h"
#include "toll/tally.h"

/* The harm of that name (NULL: 0, all).  EXIT_USAGE for an unknown one. */
int asked_harm(const char *verb, const char *name, unsigned *harm);

/* The profile of that name.  EXIT_USAGE for an unknown one. */
int asked_profile(const char *verb, const char *name, toll_profile *out);

/* The event of the case that text means: its id, the start of its id, or words
 * of its name; letter case is ignored.  Appends the id (or, where several events
 * may be meant, the start that their ids share) to *id.  EXIT_UNREAD where there
 * is no such event, or there are several and all is false. */
int asked_event(toll_case *file, const char *path, const char *text, bool all, toll_buffer *id);

/* The source of the case that name means, as toll_source_find has it: appends its key. */
int asked_source(const char *verb, toll_case *file, const char *name, toll_buffer *key, toll_error *e);

#endif
