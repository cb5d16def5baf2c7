/* What an event is called. */
#ifndef TOLL_WEIGH_EVENT_NAME_H
#define TOLL_WEIGH_EVENT_NAME_H

#include "base/arena.h"
#include "toll/tally.h"

/* Sets the name and the id, which several events may share as yet, of an event whose
 * place and days are set.  Returns 0 or TOLL_E_MEMORY. */
int event_name(toll_event *event, struct arena *arena);

#endif
