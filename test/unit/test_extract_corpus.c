/* What must hold of every claim of every text: where it stands, and that its
 * number is spelled there.  Checked over all examples of the pack and the fuzz
 * corpus by a second, independent reading of numbers. */
#include <strings.h>

#include "base/utf8.h"
#include "extract/reader.h"
#include "extract_scan.h"
#include "extract_spelled.h"

/* One failed check names itself, its text and its claim; a test that prints a line
 * for every claim would hide it. */
struct tally {
  int claims, failed;
  bool nonsense; /* a single may then hold any number: "killed the 1990 km man" */
};

static void complain(struct tally *t, const char *what, const toll_claim *c, toll_slice text) {
  if (t->failed++ > 20) return;
  printf("# %s: '%.*s' in '%.*s'\n", what, (int)(c->count_span.to - c->count_span.from), text.at + c->count_span.from,
         (int)c->quote.len, c->quote.at);
}

#define HOLDS(cond, what)                                                                                              \
  if (!(cond)) complain(t, what, c, text)

static bool boundary(toll_slice text, uint32_t at) {
  return at <= text.len && utf8_floor(text.at, text.len, at) == at;
}

static bool span_good(toll_slice text, toll_span s) {
  return s.from <= s.to && boundary(text, s.from) && boundary(text, s.to);
}

static bool inside(toll_slice s, toll_slice text) {
  return !s.at || (s.at >= text.at && s.at + s.len <= text.at + text.len && s.len > 0 && utf8_valid(s.at, s.len));
}

/* --- where a claim stands ----------------------------------------------- */

static void check_place(struct tally *t, const toll_claim *c, toll_slice text) {
  HOLDS(c->span.from < c->span.to && span_good(text, c->span), "span");
  HOLDS(c->count_span.from < c->count_span.to && span_good(text, c->count_span), "count_span");
  HOLDS(c->span.from <= c->count_span.from && c->count_span.to <= c->span.to, "count_span inside span");
  HOLDS(c->quote.at == text.at + c->span.from && c->quote.len == c->span.to - c->span.from, "quote is text[span]");
  HOLDS(inside(c->who, text), "who is cut out of the text");
  HOLDS(inside(c->when.text, text) && inside(c->where.text, text) && inside(c->by, text), "when, where and by are");
  HOLDS(c->quote.len < 4000, "a quote is no chapter");
  for (size_t i = 0; i < c->label_count; i++)
    HOLDS(c->labels[i].span.to > c->labels[i].span.from && span_good(text, c->labels[i].span), "label span");
  for (size_t i = 0; i < c->step_count; i++) HOLDS(span_good(text, c->steps[i].span), "step span");
  int depth = 0;
  for (const toll_claimant *p = c->claimant; p && depth < 10; p = p->via, depth++) {
    HOLDS(span_good(text, p->span) && p->name.at && p->name.len, "claimant");
    HOLDS(p->span.to == 0 || (p->name.at == text.at + p->span.from && p->name.len == p->span.to - p->span.from),
          "a claimant's name is text[span]");
  }
  HOLDS(depth < 10, "the chain of claimants ends");
}

/* --- what it holds ------------------------------------------------------ */

/* Those let go are some of those who were taken. */
static bool freed_of(const toll_claim *c, const toll_claim *whole) {
  return c->harm == TOLL_FREED && (whole->harm == TOLL_ABDUCTED || whole->harm == TOLL_DETAINED);
}

static void check_fields(struct tally *t, const toll_claims *all, const toll_claim *c, toll_slice text) {
  HOLDS(c->harm > TOLL_HARM_NONE && c->harm < TOLL_HARM_COUNT, "harm");
  HOLDS(c->unit > TOLL_UNIT_NONE && c->unit < TOLL_UNIT_COUNT, "unit");
  HOLDS(c->form < TOLL_FORM_COUNT && c->scope < TOLL_SCOPE_COUNT && c->status < TOLL_STATUS_COUNT,
        "form, scope, status");
  HOLDS(c->side < TOLL_SIDE_COUNT && c->classes >> TOLL_CLASS_COUNT == 0, "side, classes");
  HOLDS(c->event >= 1 && c->confidence > 0 && c->confidence < 1 && c->rule.len > 3, "event, confidence, rule");
  HOLDS(c->part_of < (int32_t)all->count && (c->part_of < 0 || all->items + c->part_of != c), "part_of");
  HOLDS(c->part_of < 0 || c->scope == TOLL_PART || c->scope == TOLL_RATE, "a part has the scope of one");
  const toll_claim *whole = c->part_of < 0 ? NULL : all->items + c->part_of;
  bool same = !whole || whole->harm == c->harm || harm_within(c->harm, whole->harm) || freed_of(c, whole);
  HOLDS(same, "a part shares its whole's harm");
  HOLDS(!whole || whole->high == TOLL_OPEN || c->value == TOLL_OPEN || c->value <= whole->high,
        "a part is no more than its whole");
  int depth = 0;
  for (const toll_claim *p = c; p->part_of >= 0 && depth < 10; depth++) p = all->items + p->part_of;
  HOLDS(depth < 10, "the chain of wholes ends");
  HOLDS((c->when.from == TOLL_NO_DAY) == (c->when.to == TOLL_NO_DAY) && c->when.from <= c->when.to, "when");
  HOLDS(strlen(c->id) == 17 && c->id[0] == 'c' && strspn(c->id + 1, "0123456789abcdef") == 16, "id");
}

/* The interval is that of the form. */
static bool interval_good(const toll_claim *c) {
  int64_t v = c->value, low = c->low, high = c->high;
  switch (c->form) {
  case TOLL_EXACT:
  case TOLL_ABOUT:
    return v >= 0 && low == v && high == v;
  case TOLL_NONE:
    return v == 0 && low == 0 && high == 0;
  case TOLL_AT_LEAST:
    return v >= 0 && low == v && high == TOLL_OPEN;
  case TOLL_MORE_THAN:
    return v >= 0 && low == v + 1 && high == TOLL_OPEN;
  case TOLL_AT_MOST:
    return v >= 0 && low == 0 && high == v;
  case TOLL_FEWER_THAN:
    return v >= 0 && low == 0 && high == (v ? v - 1 : 0);
  case TOLL_BETWEEN:
    return v == TOLL_OPEN && low >= 0 && low < high;
  case TOLL_VAGUE:
    return v == TOLL_OPEN && low == TOLL_OPEN && high == TOLL_OPEN;
  default:
    return false;
  }
}

/* A number that is not derived stands in its count span, by the other reading. */
static bool spelled(const struct tally *t, const toll_claim *c, toll_slice text) {
  const char *at = text.at + c->count_span.from;
  size_t len = c->count_span.to - c->count_span.from;
  bool any;
  if (c->derived.at) return c->derived.len > 0;
  if (c->form == TOLL_VAGUE) return true;
  if (c->form == TOLL_NONE) return spelled_none(at, len);
  if (c->form == TOLL_BETWEEN) return spelled_in(at, len, c->low, &any) && spelled_in(at, len, c->high, &any);
  if (spelled_in(at, len, c->value, &any)) return true;
  return c->value == 1 &&
         (!any || t->nonsense || strncasecmp(at, "a ", 2) == 0); /* "a farmer", "Ali Xoqqan", "a 19-year-old" */
}

static void check_number(struct tally *t, const toll_claim *c, toll_slice text) {
  HOLDS(interval_good(c), "low and high are those of the form");
  HOLDS(spelled(t, c, text), "the number is spelled in its count span");
}

static void check_all(struct tally *t, const toll_claims *claims, toll_slice text) {
  for (size_t i = 0; i < claims->count; i++) {
    const toll_claim *c = claims->items + i, *before = c - 1;
    t->claims++;
    check_place(t, c, text);
    check_fields(t, claims, c, text);
    check_number(t, c, text);
    HOLDS(i == 0 || before->count_span.from <= c->count_span.from, "claims stand in the order of the text");
    for (size_t k = 0; k < i; k++) HOLDS(strcmp(claims->items[k].id, c->id) != 0, "no two claims have one id");
  }
}

/* --- the checker itself ------------------------------------------------- */

static void test_checker(void) {
  static const struct {
    const char *words;
    int64_t value;
    bool want;
  } rows[] = {{"12", 12, true},
              {"12", 1, false},
              {"at least 12", 12, true},
              {"1,20,000", 120000, true},
              {"1.4 million", 1400000, true},
              {"1.4 million", 14000000, true},
              {"two hundred and fifty", 250, true},
              {"twenty-five", 25, true},
              {"half a million", 500000, true},
              {"a dozen", 12, true},
              {"two dozen", 24, true},
              {"816 000", 816000, true},
              {"twenty-five", 26, false},
              {"dozens", 12, false},
              {"half a dozen", 6, true},
              {"one hundred and twenty-three thousand four hundred and six", 123406, true},
              {"a farmer", 1, false},
              {"two hundred thousand million", INT64_C(200000000000), true},
              {"2 lakh", 200000, true}};
  bool any;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    OK(spelled_in(rows[i].words, strlen(rows[i].words), rows[i].value, &any) == rows[i].want, rows[i].words);
  OK(spelled_none("no one", 6) && spelled_none("None of them", 12) && !spelled_none("noone else", 10),
     "words for none");
}

/* --- word salad --------------------------------------------------------- */

/* The same numbers on every machine. */
static uint32_t next_random(uint64_t *state) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*state >> 33);
}

static const char *const words[] = {"ten",
                                    "12",
                                    "1,200",
                                    "twenty",
                                    "a",
                                    "the",
                                    "at least",
                                    "more than",
                                    "between",
                                    "and",
                                    "or",
                                    "to",
                                    "of",
                                    "dozens",
                                    "no",
                                    "none",
                                    "people",
                                    "children",
                                    "soldiers",
                                    "houses",
                                    "families",
                                    "bodies",
                                    "Ali Xoqqan",
                                    "police",
                                    "the army",
                                    "they",
                                    "others",
                                    "all of them",
                                    "his",
                                    "killed",
                                    "were killed",
                                    "wounded",
                                    "died",
                                    "destroyed",
                                    "missing",
                                    "dead",
                                    "hurt",
                                    "arrested",
                                    "have been freed",
                                    "killing",
                                    "to kill",
                                    "not",
                                    "could",
                                    "said",
                                    "denied",
                                    "that",
                                    "who",
                                    "which",
                                    "including",
                                    "among them",
                                    "of whom",
                                    "each",
                                    "a day",
                                    "others",
                                    "more",
                                    "another",
                                    "in",
                                    "at",
                                    "by",
                                    "from",
                                    "with",
                                    "as",
                                    "for",
                                    "after",
                                    "when",
                                    "Baku",
                                    "Monday",
                                    "1990",
                                    "34",
                                    "the toll",
                                    "rose",
                                    "bringing",
                                    "left",
                                    "according to",
                                    "its",
                                    "'s",
                                    "hostage",
                                    "family",
                                    "group",
                                    "number",
                                    "victim",
                                    "million",
                                    "hundred",
                                    "score",
                                    "-",
                                    ",",
                                    ",",
                                    ",",
                                    ";",
                                    ":",
                                    "(",
                                    ")",
                                    "\"",
                                    "\xE2\x80\x94",
                                    "/",
                                    "'",
                                    "%",
                                    "$",
                                    "km"};

/* Sentences that nobody would write: whatever is made of them must hold together. */
static size_t salad(uint64_t *state, char *out, size_t size) {
  size_t len = 0, count = 3 + next_random(state) % 30;
  for (size_t i = 0; i < count; i++) {
    const char *word = words[next_random(state) % (sizeof words / sizeof *words)];
    if (len + strlen(word) + 3 > size) break;
    while (*word) out[len++] = *word++;
    if (next_random(state) % 12) out[len++] = ' ';
    if (next_random(state) % 25 == 0) out[len++] = '.', out[len++] = ' ';
  }
  return len;
}

static void test_salad(struct reading_room *room) {
  uint64_t state = 1990;
  struct tally t = {.nonsense = true};
  for (int i = 0; i < 6000; i++) {
    char text[1024];
    size_t len = salad(&state, text, sizeof text);
    toll_claims claims;
    if (!room_read(room, room->scanner, (toll_slice){text, len}, &claims)) continue;
    int before = t.failed;
    check_all(&t, &claims, toll_document_get(room->doc)->text);
    if (t.failed > before) printf("# text: %.*s\n", (int)len, text);
  }
  printf("# word salad: %d claims\n", t.claims);
  OK(t.claims > 1000, "something is made of word salad");
  IS_INT(t.failed, 0, "and it holds together");
}

int main(void) {
  static struct corpus corpus;
  struct reading_room room;
  struct tally t = {0};
  int read = 0;
  test_checker();
  if (!room_open(&room) || !corpus_open(&corpus)) return DONE();
  for (size_t i = 0; i < corpus.count; i++) {
    toll_claims claims;
    if (!room_read(&room, room.scanner, corpus.texts[i], &claims)) continue;
    int before = t.failed;
    check_all(&t, &claims, toll_document_get(room.doc)->text);
    if (t.failed > before)
      printf("# text: %.*s\n", corpus.texts[i].len > 400 ? 400 : (int)corpus.texts[i].len, corpus.texts[i].at);
    read++;
  }
  printf("# %d texts, %d claims\n", read, t.claims);
  OK(read > 100 && t.claims > 200, "the corpus was read");
  IS_INT(t.failed, 0, "what must hold of every claim holds");
  test_salad(&room);
  corpus_close(&corpus);
  room_close(&room);
  return DONE();
}
