/* A row over time: which claims are points, how they make lines, what is left out.
 * The row is made by hand: what makes it of a case has tests of its own. */
#include "tap.h"
#include "toll/timeline.h"

static const toll_claimant ministry = {.name = {"the ministry", 12}, .kind = TOLL_KIND_OFFICIAL};

struct made { /* one claim with what the tally has found */
  int64_t value, low, high;
  unsigned form, reason, account;
  const char *day;
};

#define MADE_MAX 16
struct made_row {
  toll_case_claim claims[MADE_MAX];
  toll_tally_claim tally[MADE_MAX];
  toll_tally_figure figures[MADE_MAX];
  toll_event event;
  toll_tally_row row;
};

/* Each claim is a figure of its own in the row: the timeline must not mind. */
static const toll_tally_row *make_row(struct made_row *room, const struct made *made, size_t count) {
  *room = (struct made_row){.event = {.id = TOLL_LIT("town-1990")}};
  for (size_t i = 0; i < count; i++) {
    toll_claim *c = &room->claims[i].claim;
    c->value = made[i].value, c->low = made[i].low, c->high = made[i].high, c->form = (uint8_t)made[i].form;
    snprintf(c->id, sizeof c->id, "c%016x", (unsigned)i % 256);
    c->claimant = made[i].account == 1 ? &ministry : NULL;
    c->as_of = TOLL_NO_DAY;
    room->claims[i].published_to = TOLL_NO_DAY;
    toll_day given = TOLL_NO_DAY, to;
    if (made[i].day) toll_day_read((toll_slice){made[i].day, strlen(made[i].day)}, &given, &to);
    if (made[i].day) room->claims[i].published_to = to;
    room->tally[i] = (toll_tally_claim){
        .row = &room->claims[i], .given = given, .account = made[i].account, .reason = (uint8_t)made[i].reason};
    room->figures[i] = (toll_tally_figure){.value = c->value, .claims = &room->tally[i], .count = 1};
  }
  room->row = (toll_tally_row){.event = &room->event, .figures = room->figures, .figure_count = count};
  return &room->row;
}

static toll_timeline *make(struct made_row *room, const struct made *made, size_t count) {
  toll_timeline *t = NULL;
  toll_error e = {0};
  toll_timeline_of(make_row(room, made, count), &t, &e);
  return t;
}

#define SAME(n) n, n, n, TOLL_EXACT

static void test_lines(void) {
  static const struct made made[] = {
      {SAME(170), TOLL_USED, 2, "1990-02-09"},
      {SAME(131), TOLL_NOT_CHOSEN, 1, "2001-01-19"},
      {SAME(133), TOLL_NOT_SUPERSEDED, 1, "1990-03-05"},
      {SAME(131), TOLL_USED, 1, "2001-01-19"},
      {SAME(90), TOLL_USED, 3, NULL},
      {SAME(140), TOLL_USED, 3, "1990"},
  };
  struct made_row room;
  toll_timeline *t = make(&room, made, 6);
  size_t count, left;
  const toll_timeline_line *lines = toll_timeline_lines(t, &count);
  IS_INT(count, 3, "a line an account");
  if (count == 3) {
    OK(lines[0].account == 3 && lines[1].account == 2 && lines[2].account == 1, "by the day of their first figure");
    IS_INT(lines[2].count, 2, "one figure told twice on one day is one point");
    OK(lines[2].points[0].low == 133 && lines[2].points[1].low == 131, "points go by day");
    OK(lines[2].points[0].replaced && !lines[2].points[1].replaced, "what was replaced says so");
    IS_INT(lines[2].points[1].told, 2, "how often it was told");
    OK(lines[2].points[0].official && !lines[1].points[0].official, "official bodies are marked");
    IS_INT(lines[0].points[0].to - lines[0].points[0].from, 364, "a document of a year spreads over it");
    OK(lines[0].points[1].from == TOLL_NO_DAY, "without a day: last");
  }
  toll_timeline_left(t, &left);
  IS_INT(left, 0, "nothing is left out");
  toll_timeline_bounds b = toll_timeline_bounds_of(t);
  OK(b.least == 90 && b.most == 170 && b.points == 5 && b.undated == 1, "bounds of the numbers");
  OK(b.from == toll_day_of(1990, 1, 1) && b.to == toll_day_of(2001, 1, 19), "bounds of the days");
  toll_timeline_free(t);
}

static void test_hedges(void) {
  static const struct made made[] = {
      {100, 101, TOLL_OPEN, TOLL_MORE_THAN, TOLL_USED, 1, "1990-01-01"},
      {100, 100, TOLL_OPEN, TOLL_AT_LEAST, TOLL_NOT_BOUND, 2, "1990-01-02"},
      {30, 0, 30, TOLL_AT_MOST, TOLL_USED, 3, "1990-01-03"},
      {30, 0, 29, TOLL_FEWER_THAN, TOLL_USED, 4, "1990-01-04"},
      {90, 90, 90, TOLL_ABOUT, TOLL_USED, 5, "1990-01-05"},
      {TOLL_OPEN, 131, 170, TOLL_BETWEEN, TOLL_USED, 6, "1990-01-06"},
      {TOLL_OPEN, 24, TOLL_OPEN, TOLL_VAGUE, TOLL_USED, 7, "1990-01-07"},
      {0, 0, 0, TOLL_NONE, TOLL_USED, 8, "1990-01-08"},
  };
  static const struct {
    uint8_t hedge;
    int64_t low, high;
  } want[] = {{TOLL_HEDGE_UP, 100, 100}, {TOLL_HEDGE_UP, 100, 100},  {TOLL_HEDGE_DOWN, 30, 30},
              {TOLL_HEDGE_DOWN, 30, 30}, {TOLL_HEDGE_ABOUT, 90, 90}, {TOLL_HEDGE_BETWEEN, 131, 170},
              {TOLL_HEDGE_UP, 24, 24},   {TOLL_HEDGE_NONE, 0, 0}};
  struct made_row room;
  toll_timeline *t = make(&room, made, 8);
  size_t count;
  const toll_timeline_line *lines = toll_timeline_lines(t, &count);
  IS_INT(count, 8, "every form is a point");
  for (size_t i = 0; i < count; i++) {
    const toll_timeline_point *p = &lines[i].points[0];
    OK(p->hedge == want[i].hedge && p->low == want[i].low && p->high == want[i].high, "stands where its words say");
  }
  toll_timeline_free(t);
}

static void test_left_out(void) {
  static const struct made made[] = {
      {SAME(150), TOLL_USED, 1, "2022-01-21"},
      {SAME(150), TOLL_NOT_COPY, 1, "2022-01-22"},
      {SAME(9), TOLL_NOT_PART, 1, "2022-01-21"},
      {SAME(300), TOLL_NOT_STATUS, 2, "2022-01-21"},
      {SAME(21), TOLL_NOT_ADDED, 3, "2022-01-21"},
      {SAME(6), TOLL_NOT_PART, 1, "2022-01-20"},
      {SAME(5), TOLL_NOT_PROFILE, 4, "2022-01-20"},
      {TOLL_OPEN, TOLL_OPEN, TOLL_OPEN, TOLL_VAGUE, TOLL_USED, 5, "2022-01-20"},
  };
  struct made_row room;
  toll_timeline *t = make(&room, made, 8);
  size_t count, left;
  const toll_timeline_line *lines = toll_timeline_lines(t, &count);
  const toll_tally_claim *const *out = toll_timeline_left(t, &left);
  IS_INT(count, 1, "parts, additions, denied figures, copies and those without a number are no points");
  IS_INT(lines[0].points[0].copies, 1, "a copy is counted at its figure");
  IS_INT(left, 7, "none is lost");
  bool ordered = true;
  for (size_t i = 1; i < left; i++) {
    bool same = out[i]->reason == out[i - 1]->reason;
    ordered = ordered && (out[i]->reason > out[i - 1]->reason || (same && out[i]->given >= out[i - 1]->given));
  }
  OK(ordered, "they go by reason, then by day");
  toll_timeline_free(t);
}

/* The order in which the tally lists the claims changes nothing. */
static void test_order(void) {
  static const struct made made[] = {
      {SAME(10), TOLL_USED, 1, "1990-01-01"}, {SAME(10), TOLL_USED, 1, "1990-01-01"},
      {SAME(12), TOLL_USED, 1, "1990-01-01"}, {SAME(11), TOLL_USED, 2, NULL},
      {SAME(14), TOLL_USED, 2, "1990-01-02"}, {SAME(9), TOLL_NOT_PART, 2, "1990-01-02"},
  };
  struct made_row a, b;
  make_row(&a, made, 6);
  b = a;
  b.row.event = &b.event, b.row.figures = b.figures;
  for (size_t i = 0; i < 6; i++) b.figures[i] = a.figures[5 - i];
  toll_timeline *s = NULL, *t = NULL;
  toll_error e = {0};
  toll_timeline_of(&a.row, &s, &e);
  toll_timeline_of(&b.row, &t, &e);
  size_t lines, others;
  const toll_timeline_line *x = toll_timeline_lines(s, &lines), *y = toll_timeline_lines(t, &others);
  bool same = lines == others;
  for (size_t i = 0; same && i < lines; i++) {
    same = x[i].count == y[i].count && x[i].account == y[i].account;
    for (size_t k = 0; same && k < x[i].count; k++)
      same = x[i].points[k].claim == y[i].points[k].claim && x[i].points[k].told == y[i].points[k].told;
  }
  OK(same, "the same lines in whatever order the claims come");
  toll_timeline_free(s);
  toll_timeline_free(t);
  t = make(&a, made, 0);
  toll_timeline_bounds bounds = toll_timeline_bounds_of(t);
  OK(bounds.points == 0 && bounds.from == TOLL_NO_DAY && bounds.most == 0, "a row without claims");
  toll_timeline_free(t);
}

/* Every reason there is: a claim is a point or is listed, never lost. */
static void test_reasons(void) {
  static const unsigned points[] = {TOLL_USED,       TOLL_NOT_SUPERSEDED, TOLL_NOT_BOUND,    TOLL_NOT_CHOSEN,
                                    TOLL_NOT_UNLIKE, TOLL_NOT_BACKED,     TOLL_NOT_RELIABLE, TOLL_NOT_RECENT,
                                    TOLL_NOT_NAMED,  TOLL_NOT_PANEL};
  size_t shown = 0;
  for (unsigned reason = 0; reason < TOLL_REASON_COUNT; reason++) {
    const struct made made = {SAME(12), reason, 1, "1990-01-01"};
    struct made_row room;
    toll_timeline *t = make(&room, &made, 1);
    size_t lines, left;
    toll_timeline_lines(t, &lines);
    toll_timeline_left(t, &left);
    if (lines + left != 1) OK(false, "a point, or left out");
    for (size_t i = 0; i < sizeof points / sizeof *points; i++)
      if (points[i] == reason && lines == 1) shown++;
    toll_timeline_free(t);
  }
  IS_INT(shown, sizeof points / sizeof *points, "whole figures are points, whatever a method thinks of them");
}

int main(void) {
  test_reasons();
  test_lines();
  test_hedges();
  test_left_out();
  test_order();
  return DONE();
}
