/* Ticks are tried from the finest step to the coarsest, and the first step that
 * gives few enough of them is taken. */
#include "base/axis.h"

#include <math.h>

/* --- numbers ------------------------------------------------------------ */

#define NUMBER_TICKS 7  /* of a linear axis, about */
#define FAR_APART 1000. /* largest and smallest number: beyond it the axis is logarithmic */
#define ZERO_PART 0.08  /* of a logarithmic axis lies between zero and the lowest tick */

static void linear_ticks(struct number_axis *a, double most) {
  static const double steps[] = {1, 2, 5};
  double step = 1;
  for (int i = 0; most / step > NUMBER_TICKS - 1; i++) step = steps[i % 3] * pow(10, i / 3);
  for (double tick = 0; a->count < AXIS_TICKS; tick += step) {
    a->ticks[a->count++] = tick;
    if (tick >= most) break;
  }
  a->to = a->ticks[a->count - 1];
}

static void log_ticks(struct number_axis *a, double least, double most) {
  a->log = true;
  a->from = pow(10, floor(log10(least)));
  a->ticks[a->count++] = 0;
  for (double tick = a->from; a->count < AXIS_TICKS; tick *= 10) {
    a->ticks[a->count++] = tick;
    if (tick >= most) break;
  }
  a->to = a->ticks[a->count - 1];
}

struct number_axis axis_numbers(int64_t least, int64_t most) {
  struct number_axis a = {.from = 0};
  double top = most > 0 ? (double)most : 1;
  if (least > 0 && top / (double)least > FAR_APART)
    log_ticks(&a, (double)least, top);
  else
    linear_ticks(&a, top);
  return a;
}

double axis_number_at(const struct number_axis *a, double number) {
  if (!a->log) return number / a->to;
  if (number <= 0) return 0;
  return ZERO_PART + (1 - ZERO_PART) * (log10(number / a->from) / log10(a->to / a->from));
}

/* --- days --------------------------------------------------------------- */

struct step {
  enum axis_unit unit;
  int size;
};

static const struct step steps[] = {
    {AXIS_DAYS, 1},   {AXIS_DAYS, 2},    {AXIS_DAYS, 7},    {AXIS_MONTHS, 1},  {AXIS_MONTHS, 2},   {AXIS_MONTHS, 3},
    {AXIS_MONTHS, 6}, {AXIS_YEARS, 1},   {AXIS_YEARS, 2},   {AXIS_YEARS, 5},   {AXIS_YEARS, 10},   {AXIS_YEARS, 20},
    {AXIS_YEARS, 50}, {AXIS_YEARS, 100}, {AXIS_YEARS, 200}, {AXIS_YEARS, 500}, {AXIS_YEARS, 1000},
};

/* Months since the year 0, in which years and months are steps of one count. */
static toll_day month_start(int month) {
  return toll_day_of(month / 12, month % 12 + 1, 1);
}

/* The first multiple of step that is at or after from. */
static int round_up(int from, int step) {
  int rest = ((from % step) + step) % step;
  return rest ? from + step - rest : from;
}

/* Fills in the ticks of a step; false where there would be more than most. */
static bool fill(struct day_axis *a, struct step step, size_t most) {
  a->count = 0;
  a->unit = step.unit;
  int size = step.unit == AXIS_YEARS ? step.size * 12 : step.size, at;
  if (step.unit == AXIS_DAYS) {
    at = step.size % 7 == 0 ? round_up(a->from + 3, step.size) - 3 : round_up(a->from, size); /* day -3 is a Monday */
  } else {
    int year, month, day;
    toll_day_parts(a->from, &year, &month, &day);
    at = round_up(year < 1 ? 12 : year * 12 + month - 1 + (day > 1), size); /* there is no year 0 */
  }
  for (;; at += size) {
    toll_day tick = step.unit == AXIS_DAYS ? at : month_start(at);
    if (tick == TOLL_NO_DAY || tick > a->to) return true;
    if (a->count == most) return false;
    a->ticks[a->count++] = tick;
  }
}

struct day_axis axis_days(toll_day from, toll_day to, size_t most) {
  int64_t span = (int64_t)to - from;
  toll_day pad = (toll_day)(span / 32 + (span < 32 ? 1 : 0));
  struct day_axis a = {.from = from - pad, .to = to + pad};
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
    if (fill(&a, steps[i], most)) break;
  return a;
}

double axis_day_at(const struct day_axis *a, toll_day day) {
  return ((double)day - a->from) / ((double)a->to - a->from);
}

void axis_day_label(const struct day_axis *a, toll_day day, char out[11]) {
  static const unsigned char length[] = {[AXIS_DAYS] = 10, [AXIS_MONTHS] = 7, [AXIS_YEARS] = 4};
  toll_day_format(day, out);
  out[length[a->unit]] = 0;
}
