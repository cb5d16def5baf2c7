/* Unit tests of circumstances: when and where the harm of a claim happened, and
 * which of a document's events it belongs to.  Each case is a text, written on
 * Tuesday 5 March 2024 unless it says otherwise, and its claims in the order of the
 * text as "value event FROM..TO where". */
#include "tap.h"
#include "toll/document.h"
#include "toll/pack.h"
#include "toll/scan.h"

struct example {
  const char *what, *text, *want;
};

#define TODAY "date 2024-03-05\n\n"

static const struct example examples[] = {
    {"a weekday", TODAY "Twelve people were killed on Monday.", "12 1 2024-03-04..2024-03-04 -"},
    {"the day of saying is not the harm's", TODAY "Police said on Monday that 12 people had been killed.", "12 1 - -"},
    {"an adverb before the verb of saying", TODAY "The army today announced that 12 people had been killed.",
     "12 1 - -"},
    {"day, month and year", "Four people died on 20 January 1990.", "4 1 1990-01-20..1990-01-20 -"},
    {"a range of days", "Four people died on 19-20 January 1990.", "4 1 1990-01-19..1990-01-20 -"},
    {"month before day", "Four people died on January 20, 1990.", "4 1 1990-01-20..1990-01-20 -"},
    {"a year is the whole of it", "Four people died in 1990.", "4 1 1990-01-01..1990-12-31 -"},
    {"a month without a year is the last one", TODAY "Four people died in November.", "4 1 2023-11-01..2023-11-30 -"},
    {"weekday and date are one", "Four people died on Saturday, 10 February 1990.", "4 1 1990-02-10..1990-02-10 -"},
    {"days ago", TODAY "Four people died three days ago.", "4 1 2024-03-02..2024-03-02 -"},
    {"last year", TODAY "Last year 40 people died.", "40 1 2023-01-01..2023-12-31 -"},
    {"since then", TODAY "Since 1 February, 40 people have died.", "40 1 2024-02-01..2024-03-05 -"},
    {"the nearest place", TODAY "Four died in Hara and six in Benu.", "4 1 - Hara|6 1 - Benu"},
    {"places in a row", "Four people died in the village of Hara, Benu district.",
     "4 1 - the village of Hara, Benu district"},
    {"where they come from is no place", "Four people from Hara were killed in Benu.", "4 1 - Benu"},
    {"a sentence before sets the scene",
     TODAY "Clashes broke out in the town of Hara on Sunday. Four people were killed.",
     "4 1 2024-03-03..2024-03-03 the town of Hara"},
    {"a dateline is neither when nor where",
     "BENU, 3 Jan 90 (Agency) -- [Text] Four people were killed on Monday in Hara.", "4 1 1990-01-01..1990-01-01 Hara"},
    {"claims of one event share its day and place",
     TODAY "Four people were killed in Hara on Monday. Nine others were wounded.",
     "4 1 2024-03-04..2024-03-04 Hara|9 1 2024-03-04..2024-03-04 Hara"},
    {"another day is another event", TODAY "Four people were killed on Monday. Nine people were killed on 4 February.",
     "4 1 2024-03-04..2024-03-04 -|9 2 2024-02-04..2024-02-04 -"},
    {"background", TODAY "A bomb killed four people in Hara on Monday. In 2009 a similar attack killed 33.",
     "4 1 2024-03-04..2024-03-04 Hara|33 2 2009-01-01..2009-12-31 -"},
    {"back to the main event",
     TODAY "A bomb killed four people on Monday.\n\nIn 2009 a similar attack killed 33.\n\nNine people were wounded.",
     "4 1 2024-03-04..2024-03-04 -|33 2 2009-01-01..2009-12-31 -|9 1 2024-03-04..2024-03-04 -"},
    {"a release comes later and is the same event",
     TODAY "Gunmen kidnapped seven people on 2 February. All seven were freed on Monday.",
     "7 1 2024-02-02..2024-02-02 -|7 1 2024-03-04..2024-03-04 -"},
    {"a disaster strikes many places",
     "The storm hit the coast. The storm killed four people in Hara.\n\nThe typhoon killed nine people in "
     "Benu.\n\nFloods "
     "killed six people in Tolo.",
     "4 1 - Hara|9 1 - Benu|6 1 - Tolo"},
    {"a heading between does not part a scene from its claims",
     TODAY "The raid was in Hara on Sunday.\n\nFigures\n\nFour people were killed.", "4 1 2024-03-03..2024-03-03 Hara"},
    {"the same days are the same place",
     "The fighting in Hara lasted from 3 to 5 May 1990. It was long.\n\nFour people were killed on 4 May 1990.",
     "4 1 1990-05-04..1990-05-04 Hara"},
    {"the day of an item is not what it tells of",
     TODAY "A notice on Friday about the raid in Hara on 20 January 1990 said that four people were killed.",
     "4 1 1990-01-20..1990-01-20 Hara"},
    {"in another attack",
     TODAY "A bomb killed four people in Hara.\n\nIn a separate attack, gunmen killed nine people.",
     "4 1 - Hara|9 2 - -"},
};

static void describe(char *out, size_t size, const toll_claim *c) {
  char from[11], to[11], days[24] = "-";
  if (c->when.text.at && c->when.from != TOLL_NO_DAY) {
    toll_day_format(c->when.from, from);
    toll_day_format(c->when.to, to);
    snprintf(days, sizeof days, "%s..%s", from, to);
  }
  bool placed = c->where.text.len > 0;
  snprintf(out, size, "%" PRId64 " %u %s %.*s", c->value, (unsigned)c->event, days, placed ? (int)c->where.text.len : 1,
           placed ? c->where.text.at : "-");
}

static void test_one(toll_scanner *scanner, toll_document *doc, const struct example *x) {
  toll_error e = {0};
  toll_claims claims = {0};
  char got[512] = "", one[256];
  toll_slice text = {x->text, strlen(x->text)};
  bool read = toll_document_from_bytes(doc, text, "test", &e) == 0 && toll_scan(scanner, doc, &claims, &e) == 0;
  for (size_t i = 0; read && i < claims.count; i++) {
    describe(one, sizeof one, claims.items + i);
    size_t len = strlen(got);
    snprintf(got + len, sizeof got - len, "%s%s", i ? "|" : "", one);
  }
  IS_STR(((toll_slice){got, strlen(got)}), x->want, x->what);
}

int main(void) {
  toll_error e = {0};
  toll_pack *pack = NULL;
  toll_scanner *scanner = NULL;
  toll_document *doc = toll_document_new();
  OK(doc && toll_pack_open(SOURCE_ROOT "/packs/en", &pack, &e) == 0 && toll_scanner_new(pack, NULL, &scanner, &e) == 0,
     "a scanner with the English pack");
  for (size_t i = 0; scanner && i < sizeof examples / sizeof *examples; i++) test_one(scanner, doc, examples + i);
  toll_scanner_free(scanner);
  toll_pack_close(pack);
  toll_document_free(doc);
  return DONE();
}
