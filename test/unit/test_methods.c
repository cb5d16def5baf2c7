/* The nine methods on small rows whose answers were worked out by hand, and one
 * claimant's figures over time against a simple model, on generated timelines. */
#include "case_make.h"
#include "tap.h"
#include "toll/review.h"
#include "toll/tally.h"

#define REPORTS 12

static const toll_claimant ministry = {.name = {"Ministry of Health", 18}, .kind = TOLL_KIND_OFFICIAL};
static const toll_claimant society = {.name = {"a rights society", 16}, .kind = TOLL_KIND_NGO};
static const toll_claimant hospital = {.name = {"the hospital", 12}, .kind = TOLL_KIND_MEDICAL};
static const toll_claimant council = {.name = {"the council", 11}, .kind = TOLL_KIND_OTHER};
static const toll_claimant army = {.name = {"the Northern Army", 17}, .kind = TOLL_KIND_MILITARY};

static toll_claim in_town(int64_t value, const toll_claimant *who) {
  toll_claim claim = make_claim(TOLL_KILLED, value, "people");
  claim.claimant = who;
  claim.when.text = text_of("on 1 March 2001");
  claim.when.from = claim.when.to = toll_day_of(2001, 3, 1);
  claim.where.text = claim.where.name = text_of("Eastford");
  claim.window.from = claim.window.to = TOLL_NO_DAY;
  return claim;
}

struct report {
  int day; /* of March 2001 */
  toll_claim claim;
};

static toll_case *make_case(const char *folder, const struct report *reports, size_t count) {
  static const char *const outlets[] = {"Courier", "Wire", "Herald", "Echo"};
  char path[600], text[64], day[16];
  toll_error e = {0};
  toll_case *c = NULL;
  bool added;
  snprintf(path, sizeof path, "%s/methods.toll", folder);
  unlink(path);
  if (toll_case_init(path, 0, &e) || toll_case_open(path, TOLL_CASE_WRITE, &c, &e)) return NULL;
  for (size_t i = 0; i < count && reports[i].day; i++) {
    toll_claim two[] = {in_town(7, NULL), reports[i].claim}; /* the wounded hold the event together */
    two[0].harm = TOLL_WOUNDED;
    snprintf(text, sizeof text, "report number %zu on what happened", i);
    snprintf(day, sizeof day, "2001-03-%02d", reports[i].day);
    toll_document *doc = make_document(text, outlets[i % 4], day);
    toll_claims claims = {two, 2};
    number_claims(two, 2, doc);
    if (toll_case_add(c, doc, &claims, &added, &e)) printf("# %s\n", e.message);
    toll_document_free(doc);
  }
  toll_case_commit(c, &e);
  return c;
}

/* The range of the first row by that method, into room. */
static const char *answer(toll_case *c, const char *method, char room[160]) {
  toll_tally_query query = {.method = toll_method_find(text_of(method)), .harm = TOLL_KILLED};
  toll_tally *t = NULL;
  toll_error e = {0};
  size_t rows = 0;
  snprintf(room, 160, "-");
  if (toll_tally_case(c, &query, &t, &e)) return e.message;
  const toll_tally_row *row = toll_tally_rows(t, &rows);
  if (rows && row->range.len) snprintf(room, 160, "%.*s", (int)row->range.len, row->range.at);
  toll_tally_free(t);
  return room;
}

static toll_claim with_form(toll_claim claim, unsigned form) {
  claim.form = (uint8_t)form;
  if (form == TOLL_AT_LEAST) claim.high = TOLL_OPEN;
  if (form == TOLL_AT_MOST) claim.low = 0;
  if (form == TOLL_NONE) claim.value = claim.low = claim.high = 0;
  if (form == TOLL_VAGUE) claim.value = claim.low = claim.high = TOLL_OPEN;
  return claim;
}

static toll_claim of_class(toll_claim claim, unsigned cls) {
  claim.classes = 1u << cls;
  return claim;
}

static toll_claim reckoned(toll_claim claim, int64_t n) {
  claim = with_form(claim, TOLL_VAGUE);
  claim.reckoned = n;
  return claim;
}

static toll_claim naming(toll_claim claim, const char *names) {
  claim.names = text_of(names);
  return claim;
}

struct worked {
  const char *what;
  struct report reports[5];
  const char *answers[9]; /* in the order of the methods */
};

static void test_worked(const char *folder) {
  const struct worked all[] = {
      {"three sources, two of one mind",
       {{2, in_town(12, &society)}, {3, in_town(15, &hospital)}, {4, in_town(15, &council)}},
       {"12–15", "12–15", "12 (12–15)", "15", "15", "15", "15", "-", "-"}},
      {"one source", {{2, in_town(12, &society)}}, {"12", "-", "12", "12", "12", "12", "12", "-", "-"}},
      {"one source in three papers",
       {{2, in_town(12, &society)}, {3, in_town(12, &society)}, {4, in_town(12, &society)}},
       {"12", "-", "12", "12", "12", "12", "12", "-", "-"}},
      {"two of the newest day differ",
       {{2, in_town(11, &hospital)}, {3, in_town(18, &society)}, {3, in_town(14, &council)}},
       {"11–18", "11–18", "11 (11–18)", "14", "11", "-", "14", "-", "-"}},
      {"one source replaces its figure",
       {{2, in_town(30, &society)}, {3, in_town(24, &society)}, {4, in_town(26, &hospital)}},
       {"24–26", "24–26", "24 (24–26)", "26", "26", "-", "26", "-", "-"}},
      {"a floor that the others keep to",
       {{2, in_town(12, &society)}, {3, in_town(15, &hospital)}, {4, with_form(in_town(10, &council), TOLL_AT_LEAST)}},
       {"12–15", "12–15", "12 (12–15)", "≥ 10", "≥ 10", "-", "≥ 10", "-", "-"}},
      {"nobody, by one source",
       {{2, with_form(in_town(0, &society), TOLL_NONE)}, {3, in_town(4, &hospital)}, {4, in_town(5, &council)}},
       {"0–5", "4–5", "0 (0–5)", "5", "5", "-", "5", "-", "-"}},
      {"nobody, by two sources",
       {{2, with_form(in_town(0, &society), TOLL_NONE)},
        {3, with_form(in_town(0, &hospital), TOLL_NONE)},
        {4, in_town(5, &council)}},
       {"0–5", "0–5", "0 (0–5)", "5", "5", "0", "5", "-", "-"}},
      {"vague words",
       {{2, in_town(20, &society)}, {3, reckoned(in_town(0, &hospital), 12)}},
       {"20", "-", "20", "12", "20", "20", "20", "-", "-"}},
      {"names",
       {{2, naming(in_town(1, &society), "Ana Reyes")}, {3, naming(in_town(2, &hospital), "ana reyes\nJuan Mora")}},
       {"1–2", "1–2", "1 (1–2)", "2", "2", "-", "2", "≥ 2", "-"}},
      {"civilians beside people",
       {{2, of_class(in_town(10, &society), TOLL_CIVILIAN)}, {3, in_town(8, &hospital)}, {4, in_town(12, &council)}},
       {"8–12", "10–12", "8 (8–12)", "12", "12", "-", "12", "-", "-"}},
      {"people alone, where others are told apart",
       {{2, in_town(8, &hospital)}, {3, in_town(12, &council)}, {4, of_class(in_town(3, &army), TOLL_MILITARY)}},
       {"8–12", "? – 12", "8 (8–12)", "12", "12", "-", "12", "-", "-"}},
  };
  char room[160], name[160];
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    toll_case *c = make_case(folder, all[i].reports, 5);
    for (size_t m = 0; m < 9; m++) {
      const char *method = toll_method_at(m)->name;
      snprintf(name, sizeof name, "%s: %s", all[i].what, method);
      IS_STR(answer(c, method, room), all[i].answers[m], name);
    }
    toll_case_close(c);
  }
}

/* --- what people decide ------------------------------------------------- */

static uint8_t grade_of(toll_case *c) {
  toll_tally_query query = {.harm = TOLL_KILLED};
  toll_tally *t = NULL;
  toll_error e = {0};
  size_t rows = 0;
  uint8_t grade = TOLL_GRADE_COUNT;
  if (toll_tally_case(c, &query, &t, &e)) return grade;
  const toll_tally_row *row = toll_tally_rows(t, &rows);
  if (rows) grade = row->grade;
  toll_tally_free(t);
  return grade;
}

static void test_ranks(const char *folder) {
  const struct report reports[] = {{2, in_town(12, &society)}, {3, in_town(15, &hospital)}, {4, in_town(18, &council)}};
  toll_case *c = make_case(folder, reports, 3);
  char room[160];
  toll_error e = {0};
  toll_rank rank = {.key = TOLL_LIT("hospital"), .rank = 1, .by = TOLL_LIT("A"), .reason = TOLL_LIT("b")};
  IS_INT(toll_rank_set(c, &rank, &e), 0, "a rank is set");
  IS_STR(answer(c, "latest", room), "15", "latest: the first-ranked");
  IS_STR(answer(c, "low-best-high", room), "15 (12–18)", "low-best-high: its figure is the best");
  rank.rank = TOLL_UNRELIABLE;
  rank.key = TOLL_LIT("council");
  toll_rank_set(c, &rank, &e);
  IS_STR(answer(c, "low-best-high", room), "15 (12–15)", "an unreliable source is left out");
  rank.key = (toll_slice){0};
  IS_INT(toll_rank_set(c, &rank, &e), TOLL_E_USAGE, "a rank of nobody");
  rank = (toll_rank){.key = TOLL_LIT("council"), .rank = 1};
  IS_INT(toll_rank_set(c, &rank, &e), TOLL_E_USAGE, "a rank without a name and reason");
  IS_INT(toll_rank_clear(c, TOLL_LIT("nobody"), TOLL_LIT("A"), TOLL_LIT("b"), &e), TOLL_E_MISSING, "no such rank");
  toll_case_close(c);
}

static void test_grades(const char *folder) {
  struct report reports[] = {{2, in_town(12, &society)}, {3, in_town(12, &hospital)}};
  toll_case *c = make_case(folder, reports, 1);
  IS_INT(grade_of(c), TOLL_WEAK, "one source is weak");
  toll_case_close(c);
  c = make_case(folder, reports, 2);
  IS_INT(grade_of(c), TOLL_FAIR, "two are fair");
  toll_error e = {0};
  toll_rank rank = {.key = TOLL_LIT("hospital"), .rank = TOLL_UNRELIABLE, .by = TOLL_LIT("A"), .reason = TOLL_LIT("b")};
  toll_rank_set(c, &rank, &e);
  IS_INT(grade_of(c), TOLL_WEAK, "an unreliable one does not count");
  toll_case_close(c);
  reports[1].claim = in_town(12, &army);
  reports[1].claim.by = text_of("the northern army");
  c = make_case(folder, reports, 2);
  IS_INT(grade_of(c), TOLL_CONFIRMED, "accepted by the party held responsible");
  toll_case_close(c);
  reports[0].claim.by = text_of("rebels from the South");
  c = make_case(folder, reports, 2);
  IS_INT(grade_of(c), TOLL_CONTESTED, "rival parties named");
  toll_case_close(c);
  reports[0].claim = in_town(40, &society);
  c = make_case(folder, reports, 2);
  IS_INT(grade_of(c), TOLL_CONTESTED, "figures that exclude each other");
  toll_case_close(c);
  c = make_case(folder, reports, 1);
  toll_case_cursor *rows;
  toll_case_claim row;
  const toll_case_filter dead = {.harm = TOLL_KILLED};
  toll_case_claims(c, &dead, &rows, &e);
  toll_case_claim_next(rows, &row, &e);
  char id[18];
  memcpy(id, row.claim.id, sizeof id);
  toll_case_cursor_close(rows);
  toll_decision decision = {
      .kind = TOLL_DECIDE_DISCOUNT, .claim = text_of(id), .by = TOLL_LIT("A"), .reason = TOLL_LIT("b")};
  int64_t number;
  IS_INT(toll_decide(c, &decision, &number, &e), 0, "a claim is discounted");
  IS_INT(grade_of(c), TOLL_DISCOUNTED, "shown wrong");
  toll_decide_undo(c, number, TOLL_LIT("A"), TOLL_LIT("b"), &e);
  IS_INT(grade_of(c), TOLL_WEAK, "and taken back");
  decision.reason = (toll_slice){0};
  IS_INT(toll_decide(c, &decision, &number, &e), TOLL_E_USAGE, "a decision needs its reason");
  toll_case_close(c);
}

/* --- over time ----------------------------------------------------------- */

static uint32_t draw(uint64_t *state, uint32_t below) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*state >> 33) % below;
}

/* A claimant's totals, what it adds to them, batches of earlier days, counters of
 * their own, and others who add to totals of nobody; *expected: its newest total with
 * what it added since. */
static void make_timeline(uint64_t seed, struct report reports[REPORTS], int64_t *expected) {
  enum { TOTAL, TOTAL_TOO, MORE, BATCH, HELD, OTHERS, COUNTER, KINDS };
  uint64_t s = seed * 0x9e3779b97f4a7c15u + 11;
  int64_t total = 40 + draw(&s, 60), since = 0;
  int given = 2; /* the day of the last total */
  bool batch = false, held = false;
  for (int i = 0; i < REPORTS; i++) {
    int day = 2 + 2 * i;
    uint32_t kind = i ? draw(&s, KINDS) : TOTAL;
    if ((kind == BATCH && batch) || (kind == HELD && held)) kind = MORE;
    toll_claim c = in_town(1 + i, &ministry); /* no two additions alike */
    c.scope = TOLL_ADDED;
    c.when.from = c.when.to = toll_day_of(2001, 3, day);
    if (kind == TOTAL || kind == TOTAL_TOO) { /* holds all that was added */
      total += since + 1 + draw(&s, 9);
      since = 0;
      c = in_town(total, &ministry);
      given = day;
      batch = held = false;
    } else if (kind == BATCH) { /* of a day that the total may hold, but the text says that they were added */
      c.when.from = c.when.to = toll_day_of(2001, 3, given - 1);
      c.rule = text_of("en/add-1");
      batch = true;
    } else if (kind == HELD) { /* … and does not say so */
      c.when.from = c.when.to = toll_day_of(2001, 3, given);
      held = true;
    } else if (kind == OTHERS) {
      c.claimant = &society;
    } else if (kind == COUNTER) { /* starts anew */
      c.scope = TOLL_TOTAL;
      c.window.text = text_of("since the truce");
    }
    if (kind == MORE || kind == BATCH) since += c.value;
    reports[i] = (struct report){day, c};
  }
  *expected = total + since;
}

static void test_timelines(const char *folder) {
  struct report reports[REPORTS];
  bool right = true, sums = false, again = true;
  for (uint64_t seed = 1; seed <= 60; seed++) {
    int64_t expected;
    char room[160], second[160], wanted[32];
    make_timeline(seed, reports, &expected);
    toll_case *c = make_case(folder, reports, REPORTS);
    snprintf(wanted, sizeof wanted, "%lld", (long long)expected);
    bool same = strcmp(answer(c, "range", room), wanted) == 0;
    if (!same) printf("# seed %d: got %s, expected %s\n", (int)seed, room, wanted);
    right &= same;
    again &= strcmp(answer(c, "latest", second), room) == 0;
    sums |= expected > reports[0].claim.value;
    toll_case_close(c);
  }
  OK(right, "a claimant's newest total with what it added since");
  OK(again, "by every method that asks one source");
  OK(sums, "something was added");
}

int main(void) {
  char folder[512];
  if (!make_folder(folder, sizeof folder)) return 1;
  test_worked(folder);
  test_ranks(folder);
  test_grades(folder);
  test_timelines(folder);
  remove_folder(folder);
  return DONE();
}
