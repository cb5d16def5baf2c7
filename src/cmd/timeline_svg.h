/* A timeline as a picture that stands alone: no script, no font or image from
 * elsewhere, the same bytes for the same claims. */
#ifndef TOLL_CMD_TIMELINE_SVG_H
#define TOLL_CMD_TIMELINE_SVG_H

#include "toll/timeline.h"

/* Appends one document: a field for each timeline that has several figures, its
 * legend below it, and the rest in words. count is 1 or more; all are of one event. */
void timeline_svg(const toll_timeline *const *timelines, size_t count, const toll_method *method, toll_buffer *out);

#endif
