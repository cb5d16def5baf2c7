/* A case's tally: what competes, what counts once, and why the rest does not. */
#include "case_make.h"
#include "tap.h"
#include "toll/tally.h"

#define BIT(c) (1u << (c))

static const toll_claimant ministry = {.name = {"the Ministry of Health", 22}, .kind = TOLL_KIND_OFFICIAL};
static const toll_claimant ministry_too = {.name = {"Ministry of Health", 18}, .kind = TOLL_KIND_OFFICIAL};
static const toll_claimant office = {.name = {"the prosecutor's office", 23}, .kind = TOLL_KIND_OFFICIAL};
static const toll_claimant society = {.name = {"a rights society", 16}, .kind = TOLL_KIND_NGO};
static const toll_claimant wire = {.name = {"Evening Wire", 12}, .kind = TOLL_KIND_MEDIA};

struct report {
  const char *text, *outlet, *day;
  toll_claim claims[4];
  size_t count;
};

static toll_claim in_town(unsigned harm, int64_t value, const toll_claimant *who) {
  toll_claim claim = make_claim(harm, value, "people");
  claim.claimant = who;
  claim.when.text = text_of("on 20 January 1990");
  claim.when.from = claim.when.to = toll_day_of(1990, 1, 20);
  claim.where.text = claim.where.name = text_of("Baku");
  return claim;
}

static toll_case *make_case(const char *folder, const char *name, struct report *reports, size_t count) {
  char path[600];
  toll_error e = {0};
  toll_case *c = NULL;
  bool added;
  snprintf(path, sizeof path, "%s/%s.toll", folder, name);
  if (toll_case_init(path, 0, &e) || toll_case_open(path, TOLL_CASE_WRITE, &c, &e)) return NULL;
  for (size_t i = 0; i < count; i++) {
    toll_document *doc = make_document(reports[i].text, reports[i].outlet, reports[i].day);
    toll_claims claims = {reports[i].claims, reports[i].count};
    number_claims(reports[i].claims, reports[i].count, doc);
    if (toll_case_add(c, doc, &claims, &added, &e)) printf("# %s\n", e.message);
    toll_document_free(doc);
  }
  toll_case_commit(c, &e);
  return c;
}

static toll_tally *weigh(toll_case *c, const char *method, unsigned harm) {
  toll_tally_query query = {.method = toll_method_find(text_of(method)), .harm = harm};
  toll_tally *t = NULL;
  toll_error e = {0};
  if (toll_tally_case(c, &query, &t, &e)) printf("# %s %s\n", e.message, e.detail);
  return t;
}

/* The reason of the claim with this value in the row. */
static int reason_of(const toll_tally_row *row, int64_t value) {
  for (size_t i = 0; i < row->figure_count; i++)
    for (size_t k = 0; k < row->figures[i].count; k++)
      if (row->figures[i].claims[k].row->claim.value == value) return row->figures[i].claims[k].reason;
  return -1;
}

static void test_range(const char *folder) {
  struct report reports[] = {
      {"report one", "Morning Courier", "1990-02-01", {in_town(TOLL_KILLED, 131, &ministry)}, 1},
      {"report two", "Evening Wire", "1990-02-09", {in_town(TOLL_KILLED, 170, &society)}, 1},
      {"report three", "Review", "1991-05-01", {in_town(TOLL_KILLED, 100, NULL)}, 1},
      {"report four", "Gazette", "1991-06-01", {in_town(TOLL_KILLED, 400, &office)}, 1},
      {"report five", "Herald", "1991-07-01", {in_town(TOLL_KILLED, TOLL_OPEN, NULL)}, 1},
  };
  reports[2].claims[0].form = TOLL_MORE_THAN;
  reports[2].claims[0].low = 101;
  reports[2].claims[0].high = TOLL_OPEN;
  reports[3].claims[0].status = TOLL_DENIED;
  reports[4].claims[0].form = TOLL_VAGUE;
  toll_case *c = make_case(folder, "range", reports, 5);
  toll_tally *t = weigh(c, "range", TOLL_KILLED);
  size_t rows, events;
  const toll_tally_row *row = toll_tally_rows(t, &rows);
  const toll_event *event = toll_tally_events(t, &events);
  IS_INT(events, 1, "one event");
  IS_STR(event->id, "baku-1990-01-20", "has an id of place and day");
  IS_STR(event->name, "Baku, 20 January 1990", "and a name");
  IS_INT(event->doc_count, 5, "from five documents");
  IS_INT(rows, 1, "one row");
  IS_STR(row->group, "people", "of people");
  OK(row->low == 131 && row->high == 170 && row->best == TOLL_OPEN, "from the lowest to the highest, no best");
  IS_INT(reason_of(row, 100), TOLL_NOT_BOUND, "a floor that the others keep to");
  IS_INT(reason_of(row, 400), TOLL_NOT_STATUS, "a denied figure");
  IS_INT(reason_of(row, TOLL_OPEN), TOLL_NOT_VAGUE, "no number");
  IS_INT(row->grade, TOLL_CONTESTED, "figures that exclude each other");
  IS_INT(row->figure_count, 5, "every figure is listed");
  toll_tally_free(t);
  toll_case_close(c);
}

static void test_one_account(const char *folder) {
  struct report reports[] = {
      {"first", "Morning Courier", "1990-02-01", {in_town(TOLL_WOUNDED, 611, &ministry)}, 1},
      {"second", "Evening Wire", "1990-02-03", {in_town(TOLL_WOUNDED, 611, &ministry_too)}, 1},
      {"third", "Gazette", "1990-03-01", {in_town(TOLL_WOUNDED, 744, &ministry)}, 1},
      {"fourth", "Herald", "2014-01-20", {in_town(TOLL_WOUNDED, 744, NULL), in_town(TOLL_DETAINED, 841, NULL)}, 2},
      {"fifth",
       "Review",
       "2022-01-21",
       {in_town(TOLL_WOUNDED, 744, &society), in_town(TOLL_DETAINED, 841, &society)},
       2},
      {"sixth", "Echo", "1990-02-02", {in_town(TOLL_WOUNDED, 700, &wire)}, 1},
      {"seventh", "Evening Wire", "1990-01-30", {in_town(TOLL_WOUNDED, 700, NULL)}, 1},
  };
  toll_case *c = make_case(folder, "account", reports, 7);
  toll_tally *t = weigh(c, "majority", TOLL_WOUNDED);
  size_t rows, copies;
  const toll_tally_row *row = toll_tally_rows(t, &rows);
  IS_INT(reason_of(row, 611), TOLL_NOT_SUPERSEDED, "the ministry's earlier figure is superseded");
  for (size_t i = 0; i < row->figure_count; i++) {
    if (row->figures[i].value == 744) IS_INT(row->figures[i].accounts, 1, "three that give 744 lean on one account");
    if (row->figures[i].value == 700)
      IS_INT(row->figures[i].accounts, 1, "who quotes an outlet is one account with it");
  }
  OK(row->best == TOLL_OPEN, "one account each: a tie, no answer");
  const toll_copy *copy = toll_tally_copies(t, &copies);
  OK(copies == 1 && copy->likeness == 0, "the one who quotes is listed with the copies");
  toll_tally_free(t);
  toll_case_close(c);
}

static void test_methods(const char *folder) {
  struct report reports[] = {
      {"first", "A", "1990-02-01", {in_town(TOLL_KILLED, 12, &society)}, 1},
      {"second", "B", "1990-02-02", {in_town(TOLL_KILLED, 12, NULL)}, 1},
      {"third", "C", "1990-02-03", {in_town(TOLL_KILLED, 15, &ministry)}, 1},
      {"fourth", "D", "1990-02-05", {in_town(TOLL_KILLED, 18, &office)}, 1},
  };
  toll_case *c = make_case(folder, "methods", reports, 4);
  size_t rows;
  toll_tally *t = weigh(c, "majority", 0);
  IS_INT(toll_tally_rows(t, &rows)->best, 12, "two accounts against one and one");
  IS_INT(reason_of(toll_tally_rows(t, &rows), 18), TOLL_NOT_CHOSEN, "the others are listed");
  toll_tally_free(t);
  t = weigh(c, "latest", 0);
  IS_INT(toll_tally_rows(t, &rows)->best, 18, "the newest figure");
  toll_tally_free(t);
  OK(!toll_method_find(TOLL_LIT("guess")), "no such method");
  toll_tally_query query = {.event = TOLL_LIT("nowhere")};
  toll_error e = {0};
  IS_INT(toll_tally_case(c, &query, &t, &e), TOLL_E_MISSING, "no such event");
  query.event = TOLL_LIT("baku");
  IS_INT(toll_tally_case(c, &query, &t, &e), 0, "the start of an event's id");
  toll_tally_free(t);
  toll_case_close(c);
}

static void test_groups(const char *folder) {
  struct report reports[] = {
      {"first",
       "A",
       "1990-02-01",
       {in_town(TOLL_KILLED, 34, NULL), in_town(TOLL_KILLED, 29, NULL), in_town(TOLL_KILLED, 5, NULL),
        in_town(TOLL_KILLED, 3, NULL)},
       4},
  };
  reports[0].claims[1].classes = BIT(TOLL_MILITARY);
  reports[0].claims[1].part_of = 0;
  reports[0].claims[1].scope = TOLL_PART;
  reports[0].claims[2].part_of = 0;
  reports[0].claims[2].scope = TOLL_PART;
  reports[0].claims[3].side = TOLL_PERPETRATOR;
  toll_case *c = make_case(folder, "groups", reports, 1);
  toll_tally *t = weigh(c, "range", 0);
  size_t rows;
  const toll_tally_row *row = toll_tally_rows(t, &rows);
  IS_INT(rows, 3, "people, soldiers and attackers stand apart");
  OK(row[0].low == 34 && row[0].high == 34, "a part is no rival to its total");
  IS_INT(reason_of(&row[0], 5), TOLL_NOT_PART, "and says so");
  IS_STR(row[1].group, "soldiers", "soldiers");
  IS_INT(row[1].low, 29, "have their own figure");
  IS_STR(row[2].group, "attackers", "attackers");
  toll_buffer out = {0};
  toll_tally_row_json(&row[1], toll_method_at(0), &out);
  OK(out.len && strstr((toll_buffer_add(&out, "", 1), out.at), "\"class\":[\"military\"],\"side\":\"victim\""),
     "as JSON");
  toll_buffer_free(&out);
  toll_tally_free(t);
  toll_case_close(c);
}

static void test_running(const char *folder) {
  struct report reports[] = {
      {"first",
       "A",
       "1991-02-01",
       {in_town(TOLL_KILLED, 131, &office), in_town(TOLL_KILLED, 82, NULL), in_town(TOLL_KILLED, 21, NULL)},
       3},
      {"a look back, thirty years after 1990", "B", "2020-02-01", {in_town(TOLL_KILLED, 131, &office)}, 1},
  };
  reports[0].claims[2].scope = TOLL_ADDED;
  toll_claim *back = &reports[1].claims[0];
  back->when.text = (toll_slice){0};
  back->when.from = back->when.to = TOLL_NO_DAY;
  back->span = (toll_span){2, 20};
  toll_case *c = make_case(folder, "running", reports, 2);
  toll_tally *t = weigh(c, "range", 0);
  size_t rows, events;
  const toll_tally_row *row = toll_tally_rows(t, &rows);
  toll_tally_events(t, &events);
  IS_INT(events, 1, "a look back that names the year is of the event");
  OK(row->low == 131 && row->high == 131, "the total stands");
  IS_INT(reason_of(row, 82), TOLL_NOT_PART, "a figure that something is added to is within it");
  IS_INT(reason_of(row, 21), TOLL_NOT_HELD, "and so is what is added");
  toll_tally_free(t);
  toll_case_close(c);
}

static void test_two_events(const char *folder) {
  struct report reports[] = {
      {"first", "A", "1990-02-01", {in_town(TOLL_KILLED, 131, NULL), in_town(TOLL_WOUNDED, 744, NULL)}, 2},
      {"second", "B", "1990-02-02", {in_town(TOLL_KILLED, 131, &ministry), in_town(TOLL_KILLED, 48, &society)}, 2},
      {"third", "C", "1990-02-03", {in_town(TOLL_KILLED, 48, NULL)}, 1},
      {"fourth", "D", "1991-08-01", {in_town(TOLL_KILLED, 131, NULL)}, 1},
  };
  for (size_t i = 1; i < 3; i++) {
    toll_claim *claim = &reports[i].claims[i == 1];
    claim->when.from = toll_day_of(1990, 1, 13);
    claim->when.to = toll_day_of(1990, 1, 18);
  }
  reports[1].claims[1].event = 2;
  reports[3].claims[0].when.from = reports[3].claims[0].when.to = toll_day_of(1991, 7, 30);
  toll_case *c = make_case(folder, "events", reports, 4);
  toll_tally *t = weigh(c, "range", 0);
  size_t count;
  const toll_event *events = toll_tally_events(t, &count);
  IS_INT(count, 3, "three events");
  IS_STR(events[0].name, "Baku, 13-18 January 1990", "by their first day");
  OK(events[0].doc_count == 2 && events[1].doc_count == 2, "each in two documents");
  toll_buffer out = {0};
  toll_event_json(&events[2], &out);
  OK(strstr((toll_buffer_add(&out, "", 1), out.at),
            "{\"event\":\"baku-1991-07-30\",\"name\":\"Baku, 30 July 1991\",\"from\":"
            "\"1991-07-30\",\"to\":\"1991-07-30\",\"where\":\"Baku\",\"docs\":{\"sha256:"),
     "as JSON");
  toll_buffer_free(&out);
  toll_tally_free(t);
  toll_error e = {0};
  bool current;
  IS_INT(toll_events_update(c, NULL, &e), 0, "the events are stored");
  OK(toll_case_events_current(c, &current, &e) == 0 && current, "and current");
  toll_case_counts counts;
  toll_case_count(c, &counts, &e);
  IS_INT(counts.events, 3, "all of them");
  toll_case_filter filter = {.event = TOLL_LIT("baku-1990-01-13")};
  toll_case_cursor *cursor;
  toll_case_claim row;
  toll_case_claims(c, &filter, &cursor, &e);
  size_t claims = 0;
  while (toll_case_claim_next(cursor, &row, &e) > 0) claims++;
  IS_INT(claims, 2, "claims are found by event");
  toll_case_cursor_close(cursor);
  IS_INT(toll_case_verify(c, &e), 0, "the case holds together");
  toll_case_close(c);
}

static void test_copies(const char *folder) {
  static const char story[] =
      "One hundred and thirty-one people were killed in the city on the night of the twentieth, "
      "the agency said, and the hospitals were full until the morning of the next day as more "
      "and more people were brought in from the streets around the barracks and the station";
  static char reprint[400];
  snprintf(reprint, sizeof reprint, "%s. This report was shortened.", story);
  struct report reports[] = {
      {story, "Agency", "1990-01-21", {in_town(TOLL_KILLED, 131, NULL)}, 1},
      {reprint, "Gazette", "1990-01-22", {in_town(TOLL_KILLED, 131, NULL)}, 1},
      {"quite another text", "Herald", "1990-01-23", {in_town(TOLL_KILLED, 130, NULL)}, 1},
  };
  toll_case *c = make_case(folder, "copies", reports, 3);
  toll_tally *t = weigh(c, "majority", 0);
  size_t rows, copies;
  const toll_tally_row *row = toll_tally_rows(t, &rows);
  const toll_copy *copy = toll_tally_copies(t, &copies);
  IS_INT(copies, 1, "one copy is found");
  OK(copy->likeness > 0.7, "and how like it is");
  OK(row->best == TOLL_OPEN, "which counts once: a tie");
  IS_INT(row->accounts, 2, "of two accounts");
  toll_tally_free(t);
  toll_case_close(c);
}

static const toll_tally_row *first_row(toll_tally *t) {
  size_t rows;
  return toll_tally_rows(t, &rows);
}

static toll_claim with_form(toll_claim claim, unsigned form) {
  claim.form = (uint8_t)form;
  if (form == TOLL_MORE_THAN) claim.low = claim.value + 1;
  if (form == TOLL_MORE_THAN || form == TOLL_AT_LEAST) claim.high = TOLL_OPEN;
  if (form == TOLL_FEWER_THAN) claim.high = claim.value - 1;
  if (form == TOLL_FEWER_THAN || form == TOLL_AT_MOST) claim.low = 0;
  return claim;
}

static void test_as_written(const char *folder) {
  struct report reports[] = {
      {"one", "A", "1990-01-31", {in_town(TOLL_KILLED, 90, &society)}, 1},
      {"two", "B", "1990-02-01", {with_form(in_town(TOLL_KILLED, 1100, &ministry), TOLL_MORE_THAN)}, 1},
  };
  toll_case *c = make_case(folder, "written", reports, 2);
  toll_tally *t = weigh(c, "range", 0);
  const toll_tally_row *row = first_row(t);
  IS_STR(row->range, "90 – > 1,100", "a bound at the end of a range keeps its own number");
  OK(row->low == 90 && row->high == TOLL_OPEN, "beyond which it is open");
  toll_buffer out = {0};
  toll_tally_row_json(row, toll_method_at(0), &out);
  OK(strstr((toll_buffer_add(&out, "", 1), out.at),
            "\"low\":90,\"best\":null,\"high\":null,\"range\":\"90 – > 1,100\""),
     "also as JSON");
  toll_buffer_free(&out);
  toll_tally_free(t);
  t = weigh(c, "latest", 0);
  row = first_row(t);
  IS_STR(row->range, "> 1,100", "so does a figure that is chosen");
  OK(row->low == 1100 && row->best == 1100 && row->high == TOLL_OPEN, "low is no more than best");
  toll_tally_free(t);
  toll_case_close(c);
  reports[0].claims[0] = with_form(in_town(TOLL_KILLED, 30, &society), TOLL_FEWER_THAN);
  c = make_case(folder, "bounds", reports, 2);
  t = weigh(c, "range", 0);
  IS_STR(first_row(t)->range, "< 30 – > 1,100", "two bounds that exclude each other");
  OK(first_row(t)->low == TOLL_OPEN && first_row(t)->high == TOLL_OPEN, "are open both ways");
  toll_tally_free(t);
  toll_case_close(c);
}

static void test_zero(const char *folder) {
  struct report reports[] = {
      {"one", "A", "1990-02-01", {in_town(TOLL_KILLED, 90, &society), in_town(TOLL_KILLED, 0, &ministry)}, 2},
      {"two", "B", "1990-02-01", {in_town(TOLL_KILLED, 95, &office)}, 1},
  };
  toll_claim *zero = &reports[0].claims[1];
  zero->form = TOLL_NONE;
  toll_case *c = make_case(folder, "zero", reports, 2);
  toll_tally *t = weigh(c, "range", 0);
  IS_STR(first_row(t)->range, "0–95", "a zero of the same place competes");
  toll_tally_free(t);
  toll_case_close(c);
  zero->where.name = (toll_slice){0};
  zero->where.text = text_of("the neighbouring village of Dorn");
  c = make_case(folder, "village", reports, 2);
  t = weigh(c, "range", 0);
  IS_STR(first_row(t)->range, "90–95", "one of another place does not");
  IS_INT(reason_of(first_row(t), 0), TOLL_NOT_ELSEWHERE, "and says so");
  toll_tally_free(t);
  toll_case_close(c);
}

static const toll_claimant account_in_full = {.name = {"the official account", 20}, .kind = TOLL_KIND_OFFICIAL};
static const toll_claimant account = {.name = {"The account", 11}};

static void test_within(const char *folder) {
  struct report reports[] = {
      {"one",
       "A",
       "1990-02-01",
       {in_town(TOLL_WOUNDED, 744, &account_in_full), in_town(TOLL_WOUNDED, 20, &account),
        in_town(TOLL_WOUNDED, 300, &society), in_town(TOLL_WOUNDED, 500, NULL)},
       4},
  };
  toll_case *c = make_case(folder, "within", reports, 1);
  toll_tally *t = weigh(c, "range", 0);
  const toll_tally_row *row = first_row(t);
  IS_STR(row->range, "300–744", "one claimant's smaller figure is within the larger");
  IS_INT(reason_of(row, 20), TOLL_NOT_PART, "and says so");
  IS_INT(reason_of(row, 500), TOLL_USED, "the writer's own stays");
  toll_tally_free(t);
  toll_case_close(c);
}

static void test_replaced(const char *folder) {
  struct report reports[] = {
      {"one", "A", "1990-02-03", {in_town(TOLL_KILLED, 61, &ministry), in_town(TOLL_KILLED, 58, &ministry)}, 2},
      {"two", "B", "1990-02-03", {in_town(TOLL_KILLED, 58, &ministry_too)}, 1},
      {"three", "C", "1990-02-01", {in_town(TOLL_KILLED, 70, &society)}, 1},
  };
  reports[0].claims[1].rule = text_of("en/revise-4");
  toll_case *c = make_case(folder, "replaced", reports, 3);
  toll_tally *t = weigh(c, "latest", 0);
  const toll_tally_row *row = first_row(t);
  IS_INT(row->best, 61, "the newest figure is never one that is replaced");
  IS_INT(reason_of(row, 58), TOLL_NOT_SUPERSEDED, "which is listed as such");
  OK(row->figures[0].value == 70 && row->figures[1].value == 58 && !row->figures[1].used,
     "also where another document still gives it");
  OK(row->figures[1].claims[0].other && row->figures[1].claims[0].other->claim.value == 61, "with what replaced it");
  toll_tally_free(t);
  t = weigh(c, "range", 0);
  IS_STR(first_row(t)->range, "61–70", "nor is it an end of the range");
  toll_tally_free(t);
  toll_case_close(c);
}

static const toll_claimant mayor_in_full = {.name = {"The mayor of Velmora", 20}, .kind = TOLL_KIND_OFFICIAL};
static const toll_claimant mayor = {.name = {"The mayor", 9}, .kind = TOLL_KIND_OFFICIAL};
static const toll_claimant short_ministry = {.name = {"the ministry", 12}, .kind = TOLL_KIND_OFFICIAL};
static const toll_claimant interior = {.name = {"the Interior Ministry", 21}, .kind = TOLL_KIND_OFFICIAL};
static const toll_claimant chief = {.name = {"the head of the ministry", 24}, .kind = TOLL_KIND_OFFICIAL};

/* How many accounts a row has where these two speak, in two documents or in one. */
static size_t accounts_of(const char *folder, const char *name, const toll_claimant *a, const toll_claimant *b,
                          const char *outlet, bool one_document) {
  struct report reports[] = {
      {"one", "A", "1990-02-01", {in_town(TOLL_KILLED, 30, a), in_town(TOLL_KILLED, 30, b)}, one_document ? 2 : 1},
      {"two", outlet, "1990-02-01", {in_town(TOLL_KILLED, 30, b)}, 1},
  };
  toll_case *c = make_case(folder, name, reports, one_document ? 1 : 2);
  toll_tally *t = weigh(c, "range", 0);
  size_t accounts = first_row(t)->accounts;
  toll_tally_free(t);
  toll_case_close(c);
  return accounts;
}

static void test_speakers(const char *folder) {
  IS_INT(accounts_of(folder, "mayor", &mayor_in_full, &mayor, "A", true), 1, "the mayor is the mayor of Velmora");
  IS_INT(accounts_of(folder, "series", &ministry, &short_ministry, "A", false), 1, "in another text of the outlet too");
  IS_INT(accounts_of(folder, "outlets", &ministry, &short_ministry, "B", false), 2, "not in that of another one");
  IS_INT(accounts_of(folder, "last", &interior, &short_ministry, "A", true), 1, "a head may come last");
  IS_INT(accounts_of(folder, "head", &chief, &short_ministry, "A", true), 2, "what follows a joining word is no head");
  struct report reports[] = {{"one",
                              "A",
                              "1990-02-01",
                              {in_town(TOLL_KILLED, 30, &ministry), in_town(TOLL_KILLED, 31, &interior),
                               in_town(TOLL_KILLED, 31, &short_ministry)},
                              3}};
  toll_case *c = make_case(folder, "two", reports, 1);
  toll_tally *t = weigh(c, "range", 0);
  IS_INT(first_row(t)->accounts, 3, "of two ministries the ministry is neither");
  toll_tally_free(t);
  toll_case_close(c);
}

int main(void) {
  char folder[512];
  if (!make_folder(folder, sizeof folder)) return 1;
  test_range(folder);
  test_one_account(folder);
  test_methods(folder);
  test_groups(folder);
  test_running(folder);
  test_two_events(folder);
  test_copies(folder);
  test_as_written(folder);
  test_zero(folder);
  test_within(folder);
  test_replaced(folder);
  test_speakers(folder);
  remove_folder(folder);
  return DONE();
}
