/* Unit tests of who says so: the reach of sources, the names they stand for,
 * roles and kinds, who passes on.  Each case is a text and, claim by claim in
 * the order of the text, the claimant's name, what it stands for, and via. */
#include "tap.h"
#include "toll/document.h"
#include "toll/pack.h"
#include "toll/scan.h"

struct want {
  const char *name, *resolved, *via; /* NULL: none */
};

#define WANTS 4
struct example {
  const char *what, *text;
  struct want want[WANTS];
  size_t count;
};

static const struct example examples[] = {
    {"a semicolon ends the reach",
     "The ministry said 12 people died; 30 people were wounded.",
     {{"The ministry", 0, 0}, {0}},
     2},
    {"the next source begins its own reach",
     "The army said five people died, and residents said nine people were wounded.",
     {{"The army", 0, 0}, {"residents", 0, 0}},
     2},
    {"a trailing source covers what it closes",
     "Three people were killed and four were wounded, the mayor told reporters on Monday.",
     {{"the mayor", 0, 0}, {"the mayor", 0, 0}},
     2},
    {"inverted", "Six people were killed, said the mayor of Soukra.", {{"the mayor of Soukra", 0, 0}}, 1},
    {"passive", "Seven deaths were reported by the hospital.", {{"the hospital", 0, 0}}, 1},
    {"two who speak together",
     "Nine people were killed, police and hospital officials said.",
     {{"police and hospital officials", 0, 0}},
     1},
    {"quoted as saying",
     "The agency quoted a doctor as saying 17 people had died.",
     {{"a doctor", 0, "The agency"}},
     1},
    {"citing",
     "State radio, citing hospital officials, reported that nine people had been wounded.",
     {{"hospital officials", 0, "State radio"}},
     1},
    {"according to, around a saying",
     "According to the newspaper, the mayor said 15 people were killed.",
     {{"the mayor", 0, "the newspaper"}},
     1},
    {"told a medium", "Five people were killed, a doctor told Reuters.", {{"a doctor", 0, "Reuters"}}, 1},
    {"a pronoun inside stands for the source around it",
     "A nurse said she had counted 14 bodies.",
     {{"A nurse", 0, 0}},
     1},
    {"surname and role",
     "Ali Hassan, the mayor of Soukra, said 12 people died. The mayor said nine people were wounded. Hassan added that "
     "two people were missing.",
     {{"Ali Hassan", 0, 0}, {"The mayor", "Ali Hassan", 0}, {"Hassan", "Ali Hassan", 0}},
     3},
    {"a text stands for who spoke",
     "Commissioner Ana Ruiz spoke on Monday. \"Four people were killed,\" said the statement.",
     {{"the statement", "Ana Ruiz", 0}},
     1},
    {"the next sentence keeps the source",
     "The army said it killed four rebels. Three soldiers were wounded.",
     {{"The army", 0, 0}, {"The army", 0, 0}},
     2},
    {"a new paragraph does not",
     "The army said it killed four rebels.\n\nThree soldiers were wounded.",
     {{"The army", 0, 0}, {0}},
     2},
    {"a quotation waits for its speaker",
     "\"Five people were killed. Two cars were burned,\" the mayor said.",
     {{"the mayor", 0, 0}, {"the mayor", 0, 0}},
     2},
    {"a quotation keeps its speaker",
     "\"Five people were killed,\" the mayor said. \"Two cars were burned.\"",
     {{"the mayor", 0, 0}, {"the mayor", 0, 0}},
     2},
    {"a headline's colon", "Police: five people killed in blast\n\nThe market was busy.", {{"Police", 0, 0}}, 1},
    {"a headline's dash", "Five people killed in blast - ministry\n\nThe market was busy.", {{"ministry", 0, 0}}, 1},
    {"reportedly names nobody", "The rebels reportedly killed nine people.", {{0}}, 1},
    {"who is said to be is no source", "A man believed to be a rebel killed nine people.", {{0}}, 1},
    {"who arrests is no source", "Police arrested 12 people.", {{0}}, 1},
    {"a short form in brackets",
     "The Red Front [RF] said it killed four soldiers. Later the RF said six people died.",
     {{"The Red Front", 0, 0}, {"the RF", "Red Front", 0}},
     2},
};

static void is_slice(toll_slice got, const char *want, const char *what, const char *field) {
  char name[160];
  snprintf(name, sizeof name, "%s: %s", what, field);
  bool good = want ? got.len == strlen(want) && memcmp(got.at, want, got.len) == 0 : got.len == 0;
  if (!OK(good, name)) printf("# got %.*s\n", (int)got.len, got.at ? got.at : "");
}

static void test_one(toll_scanner *scanner, toll_document *doc, const struct example *x) {
  toll_error e = {0};
  toll_claims claims = {NULL, 0};
  bool read = toll_document_from_bytes(doc, (toll_slice){x->text, strlen(x->text)}, "-", &e) == 0 &&
              toll_scan(scanner, doc, &claims, &e) == 0;
  OK(read, x->what);
  IS_INT((int64_t)claims.count, (int64_t)x->count, "as many claims");
  for (size_t i = 0; i < claims.count && i < x->count; i++) {
    const toll_claimant *c = claims.items[i].claimant, none = {0};
    if (!c) c = &none;
    is_slice(c->name, x->want[i].name, x->what, "name");
    is_slice(c->resolved, x->want[i].resolved, x->what, "resolved");
    is_slice(c->via ? c->via->name : none.name, x->want[i].via, x->what, "via");
  }
}

static void test_kinds(toll_scanner *scanner, toll_document *doc) {
  static const struct {
    const char *who;
    unsigned kind;
  } kinds[] = {
      {"A police spokesman", TOLL_KIND_POLICE},
      {"Hospital officials", TOLL_KIND_MEDICAL},
      {"An army commander", TOLL_KIND_MILITARY},
      {"A rebel commander", TOLL_KIND_ARMED_GROUP},
      {"A spokesman for the police", TOLL_KIND_POLICE},
      {"The interior ministry", TOLL_KIND_OFFICIAL},
      {"A rights group", TOLL_KIND_NGO},
      {"Residents", TOLL_KIND_WITNESS},
      {"Reuters", TOLL_KIND_MEDIA},
      {"A UN official", TOLL_KIND_UN},
      {"Police Captain Omar Bakri", TOLL_KIND_POLICE},
      {"The mine's owner", TOLL_KIND_OTHER},
  };
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    char text[120];
    toll_error e = {0};
    toll_claims claims = {NULL, 0};
    snprintf(text, sizeof text, "%s said five people were killed.", kinds[i].who);
    bool read = toll_document_from_bytes(doc, (toll_slice){text, strlen(text)}, "-", &e) == 0 &&
                toll_scan(scanner, doc, &claims, &e) == 0;
    bool one = read && claims.count == 1 && claims.items[0].claimant;
    IS_INT(one ? claims.items[0].claimant->kind : -1, kinds[i].kind, kinds[i].who);
  }
}

int main(void) {
  toll_error e = {0};
  toll_pack *pack = NULL;
  toll_scanner *scanner = NULL;
  toll_document *doc = toll_document_new();
  OK(doc && toll_pack_open(SOURCE_ROOT "/packs/en", &pack, &e) == 0 && toll_scanner_new(pack, NULL, &scanner, &e) == 0,
     "a scanner with the English pack");
  if (scanner) {
    for (size_t i = 0; i < sizeof examples / sizeof *examples; i++) test_one(scanner, doc, examples + i);
    test_kinds(scanner, doc);
  }
  toll_scanner_free(scanner);
  toll_pack_close(pack);
  toll_document_free(doc);
  return DONE();
}
