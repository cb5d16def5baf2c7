/* A row of a tally over time: the figures by the day they were given, a line for
 * each account.
 *
 * Nothing is weighed here: which claims compete, which are left out and why, and
 * what counts as one account, the tally has decided.  Figures that a method did
 * not take, and those that their own claimant replaced later, are points as well;
 * parts, additions, rates, denied figures, copies and those without a number are
 * none, and are listed with the reason. */
#ifndef TOLL_TIMELINE_H
#define TOLL_TIMELINE_H

#include "tally.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the words allow beside the number. */
enum toll_hedge {
  TOLL_HEDGE_NONE,
  TOLL_HEDGE_ABOUT,
  TOLL_HEDGE_UP,      /* "at least", "more than": open above */
  TOLL_HEDGE_DOWN,    /* "at most", "fewer than": open below */
  TOLL_HEDGE_BETWEEN, /* both numbers are given */
  TOLL_HEDGE_COUNT
};

/* One figure of an account on one day, however often it was told on it. */
typedef struct toll_timeline_point {
  toll_day from, to; /* the day for which it was given, else when its document was published, which
                        may be an interval; TOLL_NO_DAY where neither is known */
  int64_t low, high; /* the number, twice; the two numbers of a "between" */
  uint8_t hedge;     /* toll_hedge */
  bool official;     /* its claimant is an official body */
  bool replaced;     /* the same claimant gave another figure later */
  const toll_tally_claim *claim; /* the first that gives it */
  size_t told;                   /* claims that give it on this day, itself included */
  size_t copies;                 /* more claims of it in copies of documents; on the earliest point of the figure */
} toll_timeline_point;

typedef struct toll_timeline_line {
  uint32_t account;
  const toll_timeline_point *points; /* by day, those without one last; then by number */
  size_t count;
} toll_timeline_line;

/* A timeline owns its lines; the row, with its tally, must outlive it. */
typedef struct toll_timeline toll_timeline;

/* Returns 0 or TOLL_E_MEMORY. */
int toll_timeline_of(const toll_tally_row *row, toll_timeline **out, toll_error *e);
void toll_timeline_free(toll_timeline *t);

const toll_tally_row *toll_timeline_row(const toll_timeline *t);
/* By the day of their first point, then by account. */
const toll_timeline_line *toll_timeline_lines(const toll_timeline *t, size_t *count);
/* The claims that are no points: by reason, then by day. */
const toll_tally_claim *const *toll_timeline_left(const toll_timeline *t, size_t *count);

typedef struct toll_timeline_bounds {
  toll_day from, to;   /* of all points with a day; TOLL_NO_DAY where there is none */
  int64_t least, most; /* the smallest number above zero (0: none) and the largest of all points */
  size_t points, undated;
} toll_timeline_bounds;
toll_timeline_bounds toll_timeline_bounds_of(const toll_timeline *t);

#ifdef __cplusplus
}
#endif
#endif
