/* Axes of a picture: which ticks to draw and where a number or a day stands.
 * Nothing here draws; places are parts of the axis, 0 at its beginning and 1 at
 * its end. */
#ifndef TOLL_BASE_AXIS_H
#define TOLL_BASE_AXIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "toll/text.h"

#define AXIS_TICKS 24 /* no axis has more */

/* Counts, from zero up.  Linear unless the numbers lie so far apart that the small
 * ones would all stand on the ground: then every tick is ten times the one below
 * it, and zero has its own place under the lowest. */
struct number_axis {
  bool log; /* whoever draws it must say so */
  double from, to;
  double ticks[AXIS_TICKS]; /* ascending; whole numbers */
  size_t count;
};

/* most: the largest number to be shown; least: the smallest above zero (0: there
 * is none). */
struct number_axis axis_numbers(int64_t least, int64_t most);
double axis_number_at(const struct number_axis *a, double number);

enum axis_unit { AXIS_DAYS, AXIS_MONTHS, AXIS_YEARS };

/* Days.  Ticks stand on days, on first days of months or of years, never more
 * than most of them. */
struct day_axis {
  toll_day from, to;
  enum axis_unit unit;
  toll_day ticks[AXIS_TICKS];
  size_t count;
};

/* from <= to, both days; most: 2..AXIS_TICKS.  The axis is a little longer than
 * the stretch, so that nothing stands on its ends. */
struct day_axis axis_days(toll_day from, toll_day to, size_t most);
double axis_day_at(const struct day_axis *a, toll_day day);
/* "1990-01-20", "1990-01" or "1990", by the unit. */
void axis_day_label(const struct day_axis *a, toll_day day, char out[11]);

#endif
