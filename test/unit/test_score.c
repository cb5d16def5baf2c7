/* Scoring: which claims belong together, when fields agree, what the confidence
 * is worth, and whether words spell a number. */
#include "base/alloc.h"
#include "case_make.h"
#include "score/agree.h"
#include "score/score.h"
#include "score/spelled.h"
#include "tap.h"

struct spelling {
  const char *words;
  int64_t value;
  bool yes;
};

static void test_spelled(void) {
  static const struct spelling cases[] = {
      {"1,200", 1200, true},
      {"1 200", 1200, true},
      {"1.200", 1200, true},
      {"1\u00a0200", 1200, true},
      {"1,00,000", 100000, true},
      {"1,200", 1, false},
      {"1,200", 200, false},
      {"10,15", 10, true},
      {"10,15", 1015, false},
      {"1.9 million", 1900000, true},
      {"1.234 million", 1234000, true},
      {"an estimated 100 million", 100000000, true},
      {"half a million", 500000, true},
      {"2.5 thousand", 2500, true},
      {"12 dozen", 144, true},
      {"twenty-five", 25, true},
      {"twenty-five", 5, false},
      {"twenty-five", 20, false},
      {"two hundred and fifty", 250, true},
      {"two hundred and fifty", 200, false},
      {"a hundred thousand", 100000, true},
      {"a dozen", 12, true},
      {"five or six", 5, true},
      {"five or six", 6, true},
      {"five or six", 11, false},
      {"five and six", 11, false},
      {"20 30", 50, false},
      {"20-25", 20, true},
      {"20-25", 25, true},
      {"20-25", 45, false},
      {"At least Thirteen", 13, true},
      {"a couple", 2, true},
      {"no one", 0, true},
      {"No", 0, true},
      {"several", 0, false},
      {"A farmer", 1, true},
      {"one", 1, true},
      {"Leyla Novruz", 1, true},
      {"the driver", 1, true},
      {"farmers", 1, false},
      {"two farmers", 1, false},
      {"an 8-year-old girl", 1, true},
      {"45-year-old Leyla", 1, true},
      {"Three year old girl", 1, true},
      {"8-year old boy", 1, true},
      {"four-year-old son", 4, false},
      {"M23 spokesman", 1, true},
      {"M-19 leader", 19, false},
      {"10TH BRIGADE SOLDIER", 1, true},
      {"3-storey building", 1, true},
      {"a six-member team", 6, true},
      {"1.9\u00a0million", 1900000, true},
      {"14 million\tpeople", 14000000, true},
      {"the two-room house", 1, true},
      {"ten days", 1, false},
      {"365 days", 1, false},
      {"a year", 365, false},
      {"99999999999999999999", 1, false},
      {"two dozen", 24, true},
      {"two dozen", 12, false},
      {"two dozen", 2, false},
      {"a dozen", 1, false},
      {"a couple", 1, false},
      {"a couple", 3, false},
      {"an estimated 500", 1, false},
      {"a total of 24", 1, false},
      {"a total of 24", 24, true},
      {"a few farmers", 1, false},
      {"a number of farmers", 1, false},
      {"several farmers", 1, false},
      {"1.2 million", 1200000, true},
      {"1.2 million", 1, false},
      {"1.2 million", 2, false},
      {"1,50,000", 150000, true},
      {"1,50,000", 1, false},
      {"1,50,000", 50, false},
      {"1.234", 1234, true},
      {"1.234", 1, false},
      {"1.234", 234, false},
      {"half", 1, false},
      {"half", 2, false},
      {"both", 2, true},
      {"both", 1, false},
      {"no one", 1, false},
      {"nobody", 1, false},
      {"not a single farmer", 0, true},
      {"no fewer than 16", 16, true},
      {"no fewer than 16", 0, false},
      {"none of the 40 sailors", 0, true},
      {"a man", 1, true},
      {"a man", 0, false},
      {"a man", 2, false},
      {"people", 1, false},
      {"FARMERS", 1, false},
      {"Farmers", 1, false},
      {"the police officers", 1, false},
      {"leader of the farmers", 1, true},
      {"a leader of the farmers", 1, true},
      {"leaders of the union", 1, false},
      {"Mr. Rivers", 1, true},
      {"himself", 1, true},
      {"a 300 bed hospital", 1, true},
      {"a 300 bed hospital", 3, false},
      {"10k", 10000, true},
      {"1,5 million", 1500000, true},
      {"half-dozen", 6, true},
      {"the cartel's No. 2 leader", 1, true},
      {"A No 2 commander", 1, true},
      {"No. 2", 0, false},
      {"half-dozen", 12, false},
      {"1,5 million", 5000000, false},
      {"two-hundred-fifty", 250, true},
      {"one-hundred", 1, false},
      {"two and a half thousand", 2500, true},
      {"2 and a half million", 2500000, true},
      {"2 and a half million", 2, false},
      {"10k", 10, false},
      {"1.5mn", 1500000, true},
      {"dozens", 12, false},
      {"hundreds", 100, false},
      {"were killed in", 1, false},
      {" was ", 1, false},
      {" OF THE", 1, false},
      {"ree farm", 3, false},
      {" three", 3, true},
      {"three", 4, false},
      {"three", 2, false},
      {"thirteen", 3, false},
      {"112", 12, false},
      {"112", 11, false},
      {"", 1, false},
      {"", 0, false},
  };
  toll_pack *pack = NULL;
  toll_error e = {0};
  if (!OK(toll_pack_open(SOURCE_ROOT "/packs/en", &pack, &e) == 0, "the pack opens")) return;
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char name[128];
    snprintf(name, sizeof name, "\"%s\" %s %lld", cases[i].words, cases[i].yes ? "spells" : "does not spell",
             (long long)cases[i].value);
    OK(spelled_in(pack, (toll_slice){cases[i].words, strlen(cases[i].words)}, cases[i].value) == cases[i].yes, name);
  }
  toll_pack_close(pack);
}

static void test_words(void) {
  static const struct {
    const char *a, *b;
    bool yes;
  } cases[] = {
      {"the Ministry", "health ministry,", true},
      {"the police", "the army", false},
      {"a doctor of the town", "an officer of the coast", false},
      {"\u201cDoctors\u201d", "(doctors)", true},
      {"\u00c9LYS\u00c9E", "\u00e9lys\u00e9e", true},
      {"on Monday", "Monday\u00a0night", true},
      {"the", "the", false},
      {"", "police", false},
      {"", "", true},
  };
  struct arena arena = {0};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    char name[128];
    snprintf(name, sizeof name, "\"%s\" and \"%s\" %s", cases[i].a, cases[i].b, cases[i].yes ? "agree" : "do not");
    toll_slice a = {cases[i].a, strlen(cases[i].a)}, b = {cases[i].b, strlen(cases[i].b)};
    OK(agree_words(a, b, &arena) == cases[i].yes, name);
    OK(agree_words(b, a, &arena) == cases[i].yes, "and the other way round");
  }
  OK(agree_words((toll_slice){0}, TOLL_LIT(""), &arena), "not given and empty agree");
  arena_free(&arena);
  OK(agree_exactly((toll_slice){0}, NULL) && !agree_exactly(TOLL_LIT(""), NULL), "null agrees with null only");
}

static toll_claim found_at(unsigned harm, int64_t value, uint32_t from, uint32_t to) {
  toll_claim claim = make_claim(harm, value, "people");
  claim.count_span = (toll_span){from, to};
  claim.part_of = -1;
  return claim;
}

static struct gold_claim labelled_at(const char *harm, int64_t value, uint32_t from, uint32_t to) {
  return (struct gold_claim){.harm = {harm, strlen(harm)}, .value = value, .part_of = TOLL_OPEN, .count = {from, to}};
}

static void test_match(void) {
  struct arena arena = {0};
  struct pairing p;
  const struct gold_claim gold[] = {labelled_at("killed", 4, 0, 10), labelled_at("killed", 3, 8, 12),
                                    labelled_at("wounded", 4, 0, 10), labelled_at("killed", 9, 20, 22)};
  toll_claim items[] = {found_at(TOLL_KILLED, 3, 0, 8), found_at(TOLL_KILLED, 4, 9, 12), found_at(TOLL_SEIZED, 4, 0, 9),
                        found_at(TOLL_KILLED, 9, 22, 30)};
  const toll_claims found = {items, 4};
  struct gold_row row = {.claims = gold, .claim_count = 4};
  IS_INT(match_claims(&row, &found, &arena, &p), 0, "claims are matched");
  IS_INT(p.found_of[0], 1, "of two that overlap the one of equal value is taken");
  IS_INT(p.found_of[1], -1, "what is taken is gone, and a span must overlap");
  IS_INT(p.found_of[2], -1, "another harm does not match");
  IS_INT(p.found_of[3], -1, "spans that only touch do not overlap");
  IS_INT(p.gold_of[2], PAIRING_OUT, "what is not labelled is left out");
  IS_INT(p.gold_of[0], -1, "a found claim is left over");
  items[0].count_span = (toll_span){0, 12};
  match_claims(&row, &found, &arena, &p);
  IS_INT(p.found_of[1], 0, "another value is matched where no equal one is free");
  OK(match_field(&row, &found, &p, 1, SCORE_VALUE, &arena), "its value agrees");
  OK(match_field(&row, &found, &p, 1, SCORE_PART_OF, &arena), "both are part of nothing");
  items[0].part_of = 1;
  snprintf(items[1].id, sizeof items[1].id, "c1");
  OK(!match_field(&row, &found, &p, 1, SCORE_PART_OF, &arena), "one is part of something");
  struct gold_claim parts[] = {gold[0], gold[1]};
  parts[1].part_of = 0;
  row = (struct gold_row){.claims = parts, .claim_count = 2};
  OK(match_field(&row, &found, &p, 1, SCORE_PART_OF, &arena), "both are part of the same");
  arena_free(&arena);
}

static void test_curve(void) {
  static struct curve c;
  const struct {
    double confidence;
    int right;
  } claims[] = {{0.95, 1}, {0.95, 1}, {0.95, 0}, {0.95, 1}, {0.5, 1}, {0.5, 0}, {0.25, 0}, {1.0, 1}, {2.0, 1}, {-1, 0}};
  OK(curve_error(&c) == 0, "no claims, no error");
  for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) curve_add(&c, claims[i].confidence, claims[i].right);
  struct curve_point points[CURVE_STEPS];
  IS_INT(curve_points(&c, points), 5, "a point for each confidence");
  IS_INT(points[0].least, 0, "confidence below 0 is 0");
  IS_INT(points[0].kept, 10, "all are kept at the lowest");
  IS_INT(points[0].wrong, 4, "four of them are wrong");
  IS_INT(points[3].least, 950, "in thousandths");
  IS_INT(points[3].kept, 6, "those of 0.95 and more");
  IS_INT(points[3].wrong, 1, "of which one is wrong");
  IS_INT(curve_at(&c, 951).kept, 2, "between two confidences: those above");
  struct curve_bin bins[CURVE_BINS];
  curve_bins(&c, bins);
  IS_INT(bins[9].claims, 6, "1.0 belongs to the last bin");
  IS_INT(bins[9].right, 5, "with five right ones");
  IS_INT(bins[5].claims, 2, "0.5 begins the sixth bin");
  /* bins: 1 of 0, none right; 1 of .25, none right; 2 of .5, one right; 6 of .95 x 4 and 1 x 2 (5.8), five right:
   * (0 + .25 + 0 + .8) / 10 */
  OK(curve_error(&c) > 0.10499 && curve_error(&c) < 0.10501, "expected calibration error, by hand 0.105");
}

static void test_aside(void) {
  bool aside;
  uint64_t key;
  /* SHA-256 of "abc" begins with ba7816bf: 3128432319 = 3 x 1042810773, without a rest */
  IS_INT(score_is_aside(TOLL_LIT("abc"), &aside, &key), 0, "an id is hashed");
  OK(aside, "abc is set aside");
  IS_INT(key >> 32, 0xba7816bf, "by the first eight digits");
  score_is_aside(TOLL_LIT(""), &aside, &key); /* e3b0c442: 3820012610, rest 2 */
  OK(!aside, "the empty id is not");
}

static void test_row(void) {
  static const char line[] =
      "{\"id\": 7, \"text\": \"a\\u0041\", \"killed\": 3, \"wounded\": 2.5, \"killed_lo\": 1, \"killed_hi\": null,"
      " \"other\": {\"x\": [1, {}]}, \"phenomenon\": [\"p\", \"q\"], \"claims\": [{\"harm\": \"killed\","
      " \"value\": null, \"count_span\": [3, 5], \"class\": [\"child\", \"man\"], \"claimant\": {\"kind\": \"un\","
      " \"name\": \"N\"}, \"where\": {\"text\": \"W\"}, \"when\": \"T\"}]}";
  struct arena arena = {0};
  toll_buffer claims = {0}, record = {0};
  struct gold_row row;
  toll_error e = {0};
  IS_INT(gold_read(TOLL_LIT(line), &arena, &claims, &row, &e), 0, "a row is read");
  IS_INT(row.labels[TOLL_KILLED], 3, "a label");
  OK(row.labels[TOLL_WOUNDED] == TOLL_OPEN, "what is no whole number is no label");
  OK(row.low == 1 && row.high == TOLL_OPEN, "an open interval");
  IS_INT(row.phenomenon_count, 2, "two phenomena");
  if (OK(row.claim_count == 1, "a claim")) {
    const struct gold_claim *g = row.claims;
    OK(g->value == TOLL_OPEN && g->count.from == 3 && g->count.to == 5, "its numbers");
    OK(g->classes == (1u << TOLL_CHILD | 1u << TOLL_MAN) && !g->odd, "its classes");
    IS_STR(g->claimant, "N", "its claimant");
    IS_STR(g->where, "W", "its place");
    IS_STR(g->when, "T", "its time");
  }
  gold_record(&row, &record);
  IS_STR(((toll_slice){record.at, record.len}), "{\"id\":\"7\",\"text\":\"aA\"}\n", "the record has no labels");
  static const char *const bad[] = {"[]",
                                    "{\"id\": \"a\"}",
                                    "{\"text\": \"a\"",
                                    "{\"text\": \"a\"} x",
                                    "{\"text\": \"a\", \"claims\": [3]}",
                                    "{\"text\": \"a\", \"claims\": [{\"harm\": \"killed\"}]}",
                                    "{\"text\": \"a\", \"claims\": [{\"count_span\": [1, 2]}]}",
                                    "{\"text\": \"a\", \"claims\": [{\"harm\": \"killed\", \"count_span\": [2, 1]}]}",
                                    "{\"text\": \"a\", \"claims\": [{\"harm\": \"killed\", \"count_span\": 2}]}",
                                    "{\"text\": \"a\", \"claims\": [{\"value\": \"two\"}]}"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
    IS_INT(gold_read((toll_slice){bad[i], strlen(bad[i])}, &arena, &claims, &row, &e), TOLL_E_FORMAT, bad[i]);
  toll_buffer_free(&claims);
  toll_buffer_free(&record);
  arena_free(&arena);
}

static void test_ledger(void) {
  static struct ledger_sums part;
  struct ledger_sums *const sums[] = {&part, &part};
  struct ledger l = {0};
  struct gold_row row = {.low = TOLL_OPEN, .high = TOLL_OPEN};
  for (size_t i = 0; i < TOLL_HARM_COUNT; i++) row.labels[i] = TOLL_OPEN;
  row.labels[TOLL_KILLED] = 3;
  toll_document_tally none = {0}, three = {0}, five = {0};
  three.of[TOLL_KILLED] = (toll_figure){true, 3, 3, 3};
  five.of[TOLL_KILLED] = (toll_figure){true, 4, 5, 6};
  ledger_add(&l, 9, 0, &row, &five);
  ledger_add(&l, 8, 0, &row, &five);
  ledger_add(&l, 9, 0, &row, &three); /* answers for the first */
  row.labels[TOLL_KILLED] = 0;
  ledger_add(&l, 7, 0, &row, &none);
  ledger_add(&l, 6, 0, &row, &five); /* a false alarm */
  row.labels[TOLL_KILLED] = TOLL_OPEN;
  row.low = 4, row.high = 6;
  ledger_add(&l, 5, 0, &row, &five);
  row.high = TOLL_OPEN;
  ledger_add(&l, 4, 0, &row, &five);
  ledger_add(&l, 3, 0, &row, &none);
  uint64_t repeated;
  IS_INT(ledger_sum(&l, sums, &repeated), 0, "labels are summed");
  const struct score_exact *x = &part.exact[TOLL_KILLED];
  IS_INT(repeated, 1, "one row is answered for by a later one");
  IS_INT(x->rows, 5, "rows with a label");
  IS_INT(x->right, 3, "right ones");
  IS_INT(x->nonzero, 3, "of which not zero");
  IS_INT(x->nonzero_right, 2, "right among these");
  IS_INT(x->alarms, 1, "false alarms");
  IS_INT(part.interval.rows, 3, "intervals");
  IS_INT(part.interval.exact, 1, "exact");
  IS_INT(part.interval.inside, 2, "with the best inside");
  bool labelled;
  OK(!ledger_judge(&row, &none, &labelled) && labelled, "an interval of which nothing was read");
  ledger_free(&l);
}

#ifdef TOLL_ALLOC_SWEEP
static int score_two(const toll_pack *pack) {
  static const char *const rows[] = {
      "{\"id\": \"a\", \"text\": \"Twelve people were killed, police said.\", \"killed\": 11, \"phenomenon\": \"p\"}",
      "{\"id\": \"b\", \"text\": \"Four men were wounded in Town.\", \"claims\": [{\"harm\": \"wounded\", \"value\": 4,"
      " \"count_span\": [0, 4], \"where\": \"the town\"}], \"phenomenon\": [\"p\", \"q\"]}"};
  struct score s;
  toll_buffer out = {0};
  toll_error e = {0};
  int code = score_open(&s, &(struct score_settings){.pack = pack, .errors = 9}, &e);
  for (uint32_t i = 0; i < 2 && code == 0; i++)
    code = score_row(&s, (toll_slice){rows[i], strlen(rows[i])}, "rows", i + 1, &e);
  if (code == 0) code = score_finish(&s, &e);
  if (code == 0) {
    score_json(&s, &out);
    score_svg(&s, &out);
    if (out.failed) code = TOLL_E_MEMORY;
  }
  toll_buffer_free(&out);
  score_close(&s);
  return code;
}

static void test_sweep(void) {
  toll_pack *pack = NULL;
  toll_error e = {0};
  if (!OK(toll_pack_open(SOURCE_ROOT "/packs/en", &pack, &e) == 0, "the pack opens for the sweep")) return;
  mem_refuse(0, 0);
  size_t before = mem_count(), wrong = 0;
  IS_INT(score_two(pack), 0, "two rows are scored");
  size_t total = mem_count() - before;
  for (size_t n = 1; n <= total; n++) {
    mem_refuse(n, n % 2);
    if (score_two(pack) != TOLL_E_MEMORY && wrong++ < 5) printf("# allocation %zu\n", n);
    mem_refuse(0, 0);
  }
  IS_INT(wrong, 0, "each allocation refused is told as TOLL_E_MEMORY");
  toll_pack_close(pack);
}
#endif

int main(void) {
#ifdef TOLL_ALLOC_SWEEP
  test_sweep();
#endif
  test_words();
  test_match();
  test_curve();
  test_aside();
  test_row();
  test_ledger();
  test_spelled();
  return DONE();
}
