/* The field of a timeline's picture: axes, the method's band, lines and marks.
 *
 * Every account has a number, which stands in its marks and before its name in
 * the legend; discs are black for official bodies and white for all others, so
 * that nothing depends on a colour.  A mark that would hide another one is moved
 * aside and keeps a line to its place. */
#ifndef TOLL_CMD_TIMELINE_PLOT_H
#define TOLL_CMD_TIMELINE_PLOT_H

#include "toll/timeline.h"

#define PICTURE_WIDTH 1000
#define PICTURE_LEFT 40 /* of all texts */

/* What of the signs occurs, for the legend. */
struct plot_signs {
  bool official, up, down, about, between, replaced, moved, undated, log, event, best;
};

/* Appends the field with its top at y, and adds the signs that it has; returns the y below it.  *out fails where
 * memory is out. */
double plot_draw(const toll_timeline *t, const toll_method *method, double y, struct plot_signs *signs,
                 toll_buffer *out);

/* A disc with an account's number in it. */
void plot_disc(double x, double y, double radius, size_t number, bool official, bool replaced, toll_buffer *out);
/* The attribute that sets how the number-th account's line is broken. */
const char *plot_dash(size_t number);

/* "170", "~90", "> 100", "131–170". */
void plot_figure(const toll_timeline_point *p, toll_buffer *out);

#endif
