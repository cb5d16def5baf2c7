/* The examples of a pack: reading them, and comparing them with claims. */
#include "tap.h"

#include "base/alloc.h"
#include "pack/example.h"

#define FILE_OF(kind, path, text)                                                                                      \
  { path, {text, sizeof text - 1}, kind }
#define META FILE_OF(PACK_FILE_META, "pack.txt", "lang xx\n")

static const char rules_text[] = "rule one\n"
                                 "  trigger verb\n"
                                 "  victim self\n"
                                 "  + Twelve people died. => killed 12 who=people\n"
                                 "  + Nobody saw it. => nothing   # a comment\n"
                                 "rule two\n"
                                 "  + A => b was hurt. => wounded 1; killed ? low=3 high=-\n";

static const char tests_text[] = "# only a comment\n"
                                 "== subset\n"
                                 "At dawn 34 people,\n"
                                 "including 10 children, were killed.\n"
                                 "=> killed 34;\n"
                                 "   killed 10 part_of=34 class=child,woman count=\"10\"\n"
                                 "\n"
                                 "date 2024-03-05\n"
                                 "outlet The Paper\n"
                                 "title Seven die\n"
                                 "date was set: seven died on Monday. => killed 7 when=2024-03-04 as_of=- derived\n"
                                 "== when\n"
                                 "It happened in March.\n"
                                 "=> nothing\n";

static const struct pack_file good_files[] = {
    META,
    FILE_OF(PACK_FILE_TESTS, "tests/a.txt", tests_text),
    FILE_OF(PACK_FILE_RULES, "rules/a.txt", rules_text),
};

static void test_list(const struct example_list *list) {
  if (!IS_INT(list->count, 6, "six examples, rules before tests")) return;
  const struct example *x = list->items;
  IS_STR(x[0].rule, "xx/one", "rule");
  IS_STR(x[0].text, "Twelve people died.", "text");
  OK(x[0].line == 4 && !strcmp(x[0].file, "rules/a.txt") && !x[0].phenomenon.at, "place");
  OK(x[0].count == 1 && x[0].claims[0].harm == TOLL_KILLED && x[0].claims[0].value == 12, "claim");
  OK(x[0].claims[0].set == 1u << EXAMPLE_WHO, "which keys were given");
  IS_STR(x[0].claims[0].of[EXAMPLE_WHO].text, "people", "who");
  OK(x[1].count == 0 && x[1].line == 5, "nothing");
  IS_STR(x[2].text, "A => b was hurt.", "the last arrow counts");
  OK(x[2].count == 2 && x[2].claims[1].value == TOLL_OPEN, "a null value");
  OK(x[2].claims[1].of[EXAMPLE_LOW].number == 3 && x[2].claims[1].of[EXAMPLE_HIGH].number == TOLL_OPEN, "bounds");
  IS_STR(x[2].rule, "xx/two", "the rule of the second");
  IS_STR(x[3].text, "At dawn 34 people,\nincluding 10 children, were killed.", "a text of two lines");
  IS_STR(x[3].phenomenon, "subset", "phenomenon");
  OK(x[3].line == 3 && !x[3].rule.at && !x[3].date.at && x[3].count == 2, "place of a test");
  OK(x[3].claims[1].of[EXAMPLE_CLASS].number == (1 << TOLL_CHILD | 1 << TOLL_WOMAN), "classes");
  IS_STR(x[3].claims[1].of[EXAMPLE_COUNT].text, "10", "quotes are taken off");
  IS_STR(x[4].date, "2024-03-05", "date");
  IS_STR(x[4].outlet, "The Paper", "outlet");
  IS_STR(x[4].title, "Seven die", "title");
  IS_STR(x[4].text, "date was set: seven died on Monday.", "only the first date line is one");
  OK(x[4].line == 8 && x[4].claims[0].of[EXAMPLE_WHEN].days.from == toll_day_of(2024, 3, 4), "when");
  OK(x[4].claims[0].of[EXAMPLE_AS_OF].days.from == TOLL_NO_DAY, "no day");
  IS_STR(x[5].phenomenon, "when", "the next phenomenon");
  OK(!x[5].date.at && !x[5].title.at, "headers end with their example");
}

static void test_read(void) {
  struct example_list list = {0};
  OK(pack_examples_text(good_files, 3, &list, NULL) == 0, "reads");
  test_list(&list);
  size_t count = 0;
  for (const struct example *x = NULL; (x = pack_examples_next(&list, x)) != NULL;) count++;
  IS_INT(count, list.count, "the iterator comes by all");
  pack_examples_free(&list);
  OK(pack_examples_next(&list, NULL) == NULL, "an empty list");
}

static const struct bad {
  enum pack_file_kind kind;
  const char *text;
  uint32_t line;
  const char *detail;
} bads[] = {
    {PACK_FILE_RULES, "+ A. => nothing", 1, "+"},
    {PACK_FILE_RULES, "rule a\n+ A man died.", 2, "A man died."},
    {PACK_FILE_RULES, "rule a\n+ => nothing", 2, "+"},
    {PACK_FILE_RULES, "rule a\n+ A. =>", 2, ""},
    {PACK_FILE_RULES, "rule a\n+ A. => kiled 3", 2, "kiled (nearest: killed)"},
    {PACK_FILE_RULES, "rule a\n+ A. => killed", 2, ""},
    {PACK_FILE_RULES, "rule a\n+ A. => killed x", 2, "x"},
    {PACK_FILE_RULES, "rule a\n+ A. => killed 1 whoo=x", 2, "whoo (nearest: who)"},
    {PACK_FILE_RULES, "rule a\n+ A. => killed 1 low", 2, "low"},
    {PACK_FILE_RULES, "rule a\n+ A. => killed 1 who=", 2, "who"},
    {PACK_FILE_RULES, "rule a\n+ A. => killed 1 who=a who=b", 2, "who"},
    {PACK_FILE_RULES, "rule a\n+ A. => killed 1 who=\"a b", 2, "who=\"a b"},
    {PACK_FILE_RULES, "rule a\n+ A. => killed 1 who=a\"b c\"", 2, "who=a\"b c\""},
    {PACK_FILE_RULES, "rule a\n+ A. => killed 1 when=2024-13-01", 2, "2024-13-01"},
    {PACK_FILE_RULES, "rule a\n+ A. => killed 1 when=2024..2023", 2, "2024..2023"},
    {PACK_FILE_RULES, "rule a\n+ A. => killed 1 form=exactly", 2, "exactly (nearest: exact)"},
    {PACK_FILE_RULES, "rule a\n+ A. => killed 1 class=child,", 2, ""},
    {PACK_FILE_RULES, "rule a\n+ A. => killed 1 low=x", 2, "x"},
    {PACK_FILE_TESTS, "A man died.\n=> killed 1", 1, "A man died."},
    {PACK_FILE_TESTS, "==\nA", 1, "=="},
    {PACK_FILE_TESTS, "== a\n=> killed 1", 2, "=> killed 1"},
    {PACK_FILE_TESTS, "== a\nA man died.\n", 2, "A man died."},
    {PACK_FILE_TESTS, "== a\nA man died.\n== b\n", 3, "== b"},
};

static void test_bad(void) {
  for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
    struct pack_file files[] = {META, {"bad.txt", {bads[i].text, strlen(bads[i].text)}, bads[i].kind}};
    struct example_list list = {0};
    toll_error e = {0};
    int code = pack_examples_text(files, 2, &list, &e);
    OK(code == TOLL_E_SYNTAX && e.line == bads[i].line && !strcmp(e.path, "bad.txt"),
       e.message ? e.message : bads[i].text);
    IS_STR(e.detail, bads[i].detail, "the offending word");
    pack_examples_free(&list);
  }
}

/* ---- matching ---- */

/* Compares the reading of one example with claims; whys are kept for a look. */
static bool meets(const char *reading, const toll_claim *items, size_t count, char *why, size_t size) {
  char text[600];
  snprintf(text, sizeof text, "== a\nAbout twelve people.\n=> %s\n", reading);
  struct pack_file files[] = {META, {"t", {text, strlen(text)}, PACK_FILE_TESTS}};
  struct example_list list = {0};
  toll_document *doc = toll_document_new();
  bool good = false;
  if (OK(doc && toll_document_from_bytes(doc, TOLL_LIT("About twelve people."), "t", NULL) == 0, "a document") &&
      OK(pack_examples_text(files, 2, &list, NULL) == 0, reading))
    good = pack_example_match(&list.items[0], doc, &(toll_claims){items, count}, why, size);
  pack_examples_free(&list);
  toll_document_free(doc);
  return good;
}

static toll_claim plain(int64_t value) {
  return (toll_claim){.harm = TOLL_KILLED,
                      .unit = TOLL_PERSON,
                      .value = value,
                      .low = value,
                      .high = value,
                      .part_of = -1,
                      .event = 1,
                      .as_of = TOLL_NO_DAY,
                      .when = {.from = TOLL_NO_DAY, .to = TOLL_NO_DAY}};
}

static const toll_claimant agency = {.name = {"the Agency", 10}, .kind = TOLL_KIND_MEDIA};
static const toll_claimant speaker = {.name = {"A. Speaker", 10},
                                      .role = {"head of staff", 13},
                                      .resolved = {"Ann Speaker", 11},
                                      .kind = TOLL_KIND_OFFICIAL,
                                      .via = &agency};
static const toll_label labels[] = {{.name = {"massacre", 8}}, {.name = {"unlawful", 8}}, {.name = {"massacre", 8}}};

static toll_claim full(void) {
  toll_claim c = plain(12);
  c.low = 10;
  c.high = TOLL_OPEN;
  c.form = TOLL_ABOUT;
  c.who = TOLL_LIT("The  police\nOfficers");
  c.classes = 1u << TOLL_POLICE | 1u << TOLL_MAN;
  c.claimant = &speaker;
  c.by = TOLL_LIT("the raiders");
  c.when.from = toll_day_of(2024, 3, 1);
  c.when.to = toll_day_of(2024, 3, 31);
  c.as_of = toll_day_of(2024, 4, 2);
  c.where.text = TOLL_LIT("Old Town");
  c.where.name = TOLL_LIT("Oldtown");
  c.derived = TOLL_LIT("3 each x 4");
  c.labels = labels;
  c.label_count = 3;
  c.count_span = (toll_span){6, 12};
  c.rule = TOLL_LIT("xx/one");
  return c;
}

static void test_keys(void) {
  static const char *const right[] = {
      "killed 12",
      "killed 12 low=10 high=- form=about unit=person",
      "killed 12 who=\"police officers\"",
      "killed 12 class=man,police",
      "killed 12 claimant=\"A. Speaker\" role=\"head of staff\" kind=official",
      "killed 12 resolved=\"Ann Speaker\" via=Agency",
      "killed 12 by=raiders event=1 side=victim",
      "killed 12 when=2024-03-01..2024-03-31",
      "killed 12 when=2024-03 as_of=2024-04-02",
      "killed 12 where=\"old town\"",
      "killed 12 where=oldtown",
      "killed 12 derived=\"3 each x 4\"",
      "killed 12 derived",
      "killed 12 label=unlawful,massacre",
      "killed 12 label count=twelve",
      "killed 12 part_of=- scope=total status=asserted",
  };
  static const char *const wrong[] = {
      "killed 13",
      "wounded 12",
      "nothing",
      "killed 12; killed 12",
      "killed 12 low=11",
      "killed 12 high=12",
      "killed 12 form=exact",
      "killed 12 unit=body",
      "killed 12 who=police",
      "killed 12 who=-",
      "killed 12 class=police",
      "killed 12 class=-",
      "killed 12 claimant=-",
      "killed 12 via=-",
      "killed 12 role=head",
      "killed 12 kind=media",
      "killed 12 when=2024-03-01",
      "killed 12 when=-",
      "killed 12 as_of=-",
      "killed 12 where=-",
      "killed 12 derived=-",
      "killed 12 label=massacre",
      "killed 12 label=massacre,unlawful,genocide",
      "killed 12 label=-",
      "killed 12 count=\"about twelve\"",
      "killed 12 part_of=12",
      "killed 12 event=2",
      "killed 12 side=perpetrator",
  };
  toll_claim c = full();
  char why[1200];
  for (size_t i = 0; i < sizeof right / sizeof *right; i++)
    if (!OK(meets(right[i], &c, 1, why, sizeof why), "fits")) printf("# %s\n", why);
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
    OK(!meets(wrong[i], &c, 1, why, sizeof why) && why[0], "does not fit");
  c = plain(12);
  OK(meets("killed 12 who=- class=- claimant=- when=- as_of=- by=- where=- derived=- label=-", &c, 1, NULL, 0),
     "nulls fit");
  OK(!meets("killed 12 derived", &c, 1, NULL, 0) && !meets("killed 12 kind=other", &c, 1, NULL, 0), "nulls do not fit");
}

static void test_pairing(void) {
  toll_claim items[3] = {plain(5), plain(5), plain(TOLL_OPEN)};
  items[1].who = TOLL_LIT("men");
  items[1].part_of = 2;
  char why[600];
  OK(meets("killed 5; killed 5 who=men; killed ?", items, 3, why, sizeof why), "the freer one gives way");
  OK(meets("killed 5 who=men; killed ?; killed 5", items, 3, why, sizeof why), "in any order");
  OK(meets("killed ?; killed 5 part_of=?; killed 5 part_of=-", items, 3, why, sizeof why), "a parent without value");
  OK(!meets("killed 5; killed 5", items, 3, why, sizeof why), "one is left over");
  IS_STR(why, "as expected: killed 5\nas expected: killed 5\ncame out:    killed ?", "and the reason says which");
  OK(!meets("killed 5 who=men; killed 5 who=men; killed ?", items, 3, why, sizeof why), "one claim meets one only");
  IS_STR(why,
         "as expected: killed 5 who=men\nmissing:     killed 5 who=men\nas expected: killed ?\ncame out:    killed 5",
         "and the reason says which");
  OK(!meets("killed 5", items, 0, why, sizeof why), "nothing came");
  IS_STR(why, "missing:     killed 5\nnothing came out", "and the reason says so");
  toll_claim c = full();
  OK(!meets("nothing", &c, 1, why, sizeof why), "nothing was expected");
  IS_STR(why,
         "came out:    killed 12 low=10 high=- form=about who=\"The  police Officers\" class=man,police "
         "claimant=\"A. Speaker\" resolved=\"Ann Speaker\" role=\"head of staff\" kind=official via=\"the Agency\" "
         "by=\"the raiders\" when=2024-03-01..2024-03-31 where=\"Old Town\" derived=\"3 each x 4\" "
         "label=massacre,unlawful,massacre count=twelve as_of=2024-04-02 (xx/one)\nexpected: nothing",
         "a claim in the notation of examples");
  char small[12];
  OK(!meets("nothing", &c, 1, small, sizeof small) && strlen(small) == 11, "a small buffer is enough");
}

/* Refuses each allocation in turn; a build without refusals comes by once. */
static void test_memory(void) {
  int code = TOLL_E_MEMORY;
  for (size_t n = 1; code == TOLL_E_MEMORY && n < 1000; n++) {
    struct example_list list = {0};
    toll_error e = {0};
    mem_refuse(n, 0);
    code = pack_examples_text(good_files, 3, &list, &e);
    if (code && e.code != code) break;
    pack_examples_free(&list);
  }
  mem_refuse(0, 0);
  IS_INT(code, 0, "out of memory at any place is told");
}

int main(void) {
  test_read();
  test_bad();
  test_keys();
  test_pairing();
  test_memory();
  return DONE();
}
