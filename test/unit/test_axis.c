/* What pictures and exports stand on: ticks of axes, text in SVG, cells that are
 * no formulas. */
#include <limits.h>
#include <stdlib.h>

#include "base/axis.h"
#include "base/cell.h"
#include "base/svg.h"
#include "tap.h"

static toll_slice text(const char *s) {
  return (toll_slice){s, strlen(s)};
}

/* Ticks begin at zero, rise by one step, and reach the largest number. */
static void test_numbers(void) {
  static const struct {
    int64_t least, most;
    double step, last;
    size_t count;
  } cases[] = {
      {1, 1, 1, 1, 2},       {2, 6, 1, 6, 7},         {5, 7, 2, 8, 5},     {90, 170, 50, 200, 5},
      {5, 321, 100, 400, 5}, {700, 744, 200, 800, 5}, {0, 0, 1, 1, 2},     {1, 1000, 200, 1000, 6},
      {12, 23, 5, 25, 6},    {48, 300, 50, 300, 7},   {30, 61, 20, 80, 5},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    struct number_axis a = axis_numbers(cases[i].least, cases[i].most);
    bool good = !a.log && a.count == cases[i].count && a.ticks[0] == 0 && a.to == cases[i].last;
    for (size_t t = 0; good && t < a.count; t++) good = a.ticks[t] == (double)t * cases[i].step;
    char name[80];
    snprintf(name, sizeof name, "numbers up to %d", (int)cases[i].most);
    OK(good, name);
    if (!good) printf("# %zu ticks, step %g, to %g\n", a.count, a.ticks[1], a.to);
  }
  struct number_axis a = axis_numbers(100, 200);
  OK(axis_number_at(&a, 0) == 0 && axis_number_at(&a, a.to) == 1, "a number axis goes from 0 to 1");
}

static void test_far_apart(void) {
  struct number_axis a = axis_numbers(3, 23000);
  OK(a.log, "numbers far apart make a logarithmic axis, which is told");
  IS_INT((int64_t)a.count, 7, "with zero and powers of ten");
  OK(a.ticks[0] == 0 && a.ticks[1] == 1 && a.ticks[6] == 100000,
     "from one below the smallest to one above the largest");
  OK(axis_number_at(&a, 0) == 0, "zero stands at its beginning");
  OK(axis_number_at(&a, 1) > 0.05 && axis_number_at(&a, 100000) == 1, "above zero the powers of ten");
  OK(axis_number_at(&a, 30) > axis_number_at(&a, 20), "larger is further");
  a = axis_numbers(1, INT64_MAX);
  OK(a.count <= AXIS_TICKS && axis_number_at(&a, (double)INT64_MAX) <= 1, "the largest number there is");
}

static void check_days(const char *from, const char *to, size_t most, const char *want) {
  toll_day a, b, rest;
  toll_buffer got = {0};
  toll_day_read(text(from), &a, &rest);
  toll_day_read(text(to), &b, &rest);
  struct day_axis axis = axis_days(a, b, most);
  for (size_t i = 0; i < axis.count; i++) {
    char label[11];
    axis_day_label(&axis, axis.ticks[i], label);
    if (i) toll_buffer_str(&got, " ");
    toll_buffer_str(&got, label);
  }
  char name[80];
  snprintf(name, sizeof name, "days from %s to %s", from, to);
  IS_STR(((toll_slice){got.at ? got.at : "", got.len}), want, name);
  OK(axis.from < a && b < axis.to && axis.count <= most, "the ends stand within");
  toll_buffer_free(&got);
}

static void test_days(void) {
  check_days("1990-01-20", "1990-01-20", 9, "1990-01-19 1990-01-20 1990-01-21");
  check_days("1990-01-20", "1990-01-24", 9,
             "1990-01-19 1990-01-20 1990-01-21 1990-01-22 1990-01-23 1990-01-24 1990-01-25");
  check_days("2023-02-06", "2023-02-28", 9, "2023-02-06 2023-02-13 2023-02-20 2023-02-27");
  check_days("1990-01-20", "1990-05-03", 9, "1990-02 1990-03 1990-04 1990-05");
  check_days("2001-11-15", "2003-02-01", 9, "2002-01 2002-03 2002-05 2002-07 2002-09 2002-11 2003-01");
  check_days("1990-02-01", "2022-01-22", 9, "1990 1995 2000 2005 2010 2015 2020");
  check_days("0001-01-01", "9999-12-31", 9, "1000 2000 3000 4000 5000 6000 7000 8000 9000");
}

/* Whatever the stretch, there are two ticks at least, in order and on the axis. */
static void test_any_days(void) {
  bool good = true;
  for (int span = 1; span < 40000 && good; span += 1 + span / 50) {
    struct day_axis a = axis_days(7000 - span % 97, 7000 - span % 97 + span, 10);
    good = a.count >= 2 && a.count <= 10;
    for (size_t i = 0; i < a.count; i++) {
      good = good && a.ticks[i] >= a.from && a.ticks[i] <= a.to && (i == 0 || a.ticks[i] > a.ticks[i - 1]);
      good = good && axis_day_at(&a, a.ticks[i]) >= 0 && axis_day_at(&a, a.ticks[i]) <= 1;
    }
    if (!good) printf("# a span of %d days has %zu ticks\n", span, a.count);
  }
  OK(good, "ticks of stretches from a day to a century");
}

static void test_svg(void) {
  toll_buffer out = {0};
  svg_text(&out, text("a < b & \"c\" > d\n\x01\xff\xe2\x80\xae\xd0\x91"));
  IS_STR(((toll_slice){out.at, out.len}),
         "a &lt; b &amp; &quot;c&quot; &gt; d \xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xd0\x91",
         "text is escaped, and what XML does not allow replaced");
  toll_buffer_free(&out);
}

static void test_cells(void) {
  static const char *const formulas[] = {
      "=1+1",
      "+1",
      "-2",
      "@sum",
      "\t=1",
      "\r=1",
      "\n1",
      "  =1",
      "\xc2\xa0=1",
      "\xe3\x80\x80=1",
      "\xef\xbc\x9d"
      "1",
      "\xef\xbc\x8b"
      "1",
      "\xef\xbc\x8d"
      "1",
      "\xef\xbc\xa0"
      "a",
      "\xe2\x88\x92"
      "1",
      "'=1",
      "''=1",
      " ' =1",
      "\xef\xbb\xbf=1",
      "=",
      "-",
  };
  static const char *const texts[] = {
      "", " ", "'", "12", "a=1", "'tis", "1-2", "\xe2\x80\x93 12", "\xe2\x80\x9c=1", ";=1", "|cmd"};
  for (size_t i = 0; i < sizeof formulas / sizeof *formulas; i++) OK(cell_is_formula(text(formulas[i])), "a formula");
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) OK(!cell_is_formula(text(texts[i])), "no formula");
}

int main(void) {
  test_numbers();
  test_far_apart();
  test_days();
  test_any_days();
  test_svg();
  test_cells();
  return DONE();
}
