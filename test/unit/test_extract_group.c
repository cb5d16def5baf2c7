/* Unit tests of mentions: each case is a text, a noun group of it, and the people
 * or things that its coordination stands for: count words = number, who, classes,
 * how the number was derived, and the place of the whole that it is a part of. */
#include "extract/group.h"
#include "extract_make.h"

static const struct {
  const char *text, *head;
  bool leftwards;
  const char *want;
} rows[] = {
    /* numbers */
    {"Ten people were killed.", "people", true, "Ten = 10 (people)"},
    {"At least ten people were killed.", "people", true, "At least ten = 10 at_least (people)"},
    {"Ten were killed.", "Ten", true, "Ten = 10"},
    {"Between ten and twelve men were killed.", "men", true, "Between ten and twelve = - between (men)"},
    {"No one was killed.", "No one", true, "No one = 0 none"},
    {"Dozens of people were killed.", "Dozens", true, "Dozens = - vague (people)"},
    {"Two dozen people were killed.", "people", true, "Two dozen = 24 (people)"},
    {"The ten men were killed.", "men", true, "ten = 10 (men)"},
    /* of */
    {"A group of 12 men was killed.", "group", true, "12 = 12 (men)"},
    {"A total of 12 men were killed.", "men", true, "A total of 12 = 12 (men)"},
    {"The bodies of 12 miners were found.", "bodies", true, "12 = 12 body (miners)"},
    {"12 bodies were found.", "bodies", true, "12 = 12 body (bodies)"},
    {"A family of five was killed.", "family", true, "five = 5 person (family)"},
    {"Five families were displaced.", "families", true, "Five = 5 household (families)"},
    {"Five members of a family were killed.", "members", true, "Five = 5 (members)"},
    {"Five of the 40 miners were killed.", "Five", true, "Five = 5 (miners)"},
    {"Half of the 60 miners were freed.", "Half", true, "Half = 30 (miners) <1/2 x 60>"},
    {"Two thirds of the 61 miners were freed.", "Two thirds", true, "Two thirds = 40 about (miners) <2/3 x 61>"},
    {"Fewer than half of the 60 miners were freed.", "half", true,
     "Fewer than half = 30 fewer_than (miners) <1/2 x 60>"},
    {"More than half of the 60 miners were freed.", "half", true, "More than half = 30 more_than (miners) <1/2 x 60>"},
    {"Half of at least 60 miners were freed.", "Half", true, "Half = 30 at_least (miners) <1/2 x 60>"},
    /* one */
    {"A farmer was killed.", "farmer", true, "A farmer = 1 one (farmer)"},
    {"A young farmer was killed.", "farmer", true, "A young farmer = 1 one (young farmer)"},
    {"A tall man was killed.", "man", true, "A tall man = 1 one (tall man)"},
    {"Ali Xoqqan was killed.", "Xoqqan", true, "Ali Xoqqan = 1 one (Ali Xoqqan)"},
    {"Another nurse was killed.", "nurse", true, "Another nurse = 1 one (nurse)"},
    {"His brother was killed.", "brother", true, "brother = 1 one (brother)"},
    {"Farmers were killed.", "Farmers", true, ""},
    {"They were killed.", "They", true, ""},
    {"It was killed.", "It", true, ""},
    {"The attack was killed.", "attack", true, ""},
    {"It killed another 12%.", "12", false, ""},
    {"12people were killed.", "12people", true, ""},
    /* ordinals and pairs */
    {"She is the fifth victim this week.", "victim", false, "fifth = 5 (victim) <ordinal: 5>"},
    {"The first soldier was killed.", "soldier", true, "first soldier = 1 one (soldier)"},
    {"A couple were killed.", "couple", true, "couple = 2 (couple)"},
    {"A pair of nurses were killed.", "pair", true, "pair = 2 (nurses)"},
    /* lists */
    {"Five men and three women were killed.", "women", true, "Five = 5 (men); three = 3 (women)"},
    {"It killed five men, two boys and three women.", "men", false,
     "five = 5 (men); two = 2 (boys); three = 3 (women)"},
    {"It killed 12 soldiers and 30 farmers.", "soldiers", false, "12 = 12 (soldiers); 30 = 30 (farmers)"},
    {"A teacher and a nurse were killed.", "nurse", true, "A teacher = 2 (teacher and a nurse) <1 + 1>"},
    {"A teacher, a nurse and a guard were killed.", "guard", true,
     "A teacher = 3 (teacher, a nurse and a guard) <named: 3>"},
    {"Ali Xoqqan, 34, Sara Meddib, 9, and her brother were killed.", "brother", true,
     "Ali Xoqqan = 3 (Ali Xoqqan, 34, Sara Meddib, 9, and her brother) <named: 3>"},
    {"Ten farmers and a nurse were killed.", "nurse", true, "Ten = 10 (farmers); a nurse = 1 one (nurse)"},
    /* kin */
    {"A mother and her three children were killed.", "children", true,
     "A mother = 4 (mother and her three children) <1 + 3>; three = 3 (children) part of 0"},
    {"It killed a man, his wife and their two sons.", "man", false,
     "a man = 4 (man, his wife and their two sons) <2 + 2>; two = 2 (sons) part of 0"},
};

static void say_mention(const struct bench *b, const struct mention *m, struct line *l) {
  line_add(l, (toll_slice){b->s.text + m->count.from, m->count.to - m->count.from});
  line_str(l, " = ");
  line_int(l, m->value);
  if (m->form != TOLL_EXACT) {
    line_str(l, " ");
    line_str(l, toll_form_name(m->form));
  }
  if (m->single) line_str(l, " one");
  if (m->unit) {
    line_str(l, " ");
    line_str(l, toll_unit_name(m->unit));
  }
  if (m->who.to) {
    line_str(l, " (");
    line_add(l, (toll_slice){b->s.text + m->who.from, m->who.to - m->who.from});
    line_str(l, ")");
  }
  if (m->derived.at) {
    line_str(l, " <");
    line_add(l, m->derived);
    line_str(l, ">");
  }
  if (m->part_of >= 0) {
    line_str(l, " part of ");
    line_int(l, m->part_of);
  }
}

static bool sane(const struct bench *b, const struct mention *m, int at) {
  toll_span all = sentence_span(&b->s, 0, b->s.token_count);
  bool inside =
      m->count.from < m->count.to && m->count.from >= all.from && m->count.to <= all.to && m->who.to <= all.to;
  bool held = m->derived.at || (m->whole.from <= m->count.from && m->count.to <= m->whole.to);
  bool ordered = m->low == TOLL_OPEN || m->high == TOLL_OPEN || m->low <= m->high;
  return inside && held && ordered && m->part_of < at && item_kind(&b->s, m->item) == ITEM_NOUN;
}

static void test_mentions(struct bench *b) {
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct mention list[GROUP_MENTIONS];
    struct line l = {0};
    bench_text(b, rows[i].text, LAYER_ITEMS);
    int k = bench_item(b, ITEM_NOUN, rows[i].head);
    if (!OK(k >= 0, rows[i].text)) continue;
    int n = group_mentions(&b->s, k, rows[i].leftwards, list);
    for (int j = 0; j < n; j++) {
      if (j) line_str(&l, "; ");
      say_mention(b, list + j, &l);
      OK(sane(b, list + j, j), "a mention is inside its sentence");
    }
    IS_STR((const char *)l.at, rows[i].want, rows[i].text);
  }
}

/* Classes come from the group's own words only. */
static void test_classes(struct bench *b) {
  static const struct {
    const char *text, *head;
    uint32_t want;
  } classes[] = {
      {"Ten people died.", "people", 0},
      {"Ten civilians died.", "civilians", 1u << TOLL_CIVILIAN},
      {"Ten sleepy children died.", "children", 1u << TOLL_CHILD},
      {"Ten frail elderly women died.", "elderly women", 1u << TOLL_ELDERLY | 1u << TOLL_WOMAN},
      {"Ten soldiers died.", "soldiers", 1u << TOLL_MILITARY},
      {"Ten police officers died.", "police officers", 1u << TOLL_POLICE},
      {"Ten rebels died.", "rebels", 1u << TOLL_ARMED_GROUP},
      {"Ten journalists died.", "journalists", 1u << TOLL_JOURNALIST},
      {"Ten students died.", "students", 1u << TOLL_STUDENT},
      {"Ten houses burned.", "houses", 1u << TOLL_HOUSE},
      {"Ten schools burned.", "schools", 1u << TOLL_SCHOOL},
      {"The army's ten people died.", "people", 0},
  };
  for (size_t i = 0; i < sizeof classes / sizeof *classes; i++) {
    struct mention m;
    bench_text(b, classes[i].text, LAYER_ITEMS);
    int k = bench_item(b, ITEM_NOUN, classes[i].head);
    if (OK(k >= 0 && group_mention(&b->s, k, &m), classes[i].text)) IS_INT(m.classes, classes[i].want, classes[i].text);
  }
}

/* People are killed and wounded, things destroyed; what is neither, neither. */
static void test_suits(struct bench *b) {
  static const struct {
    const char *text, *head;
    bool killed, destroyed;
  } suits[] = {
      {"Ten people", "people", true, false},
      {"Ten houses", "houses", false, true},
      {"Ten families", "families", true, false},
      {"Ten vehicles", "vehicles", false, true},
      {"Ten", "Ten", true, true},
      {"Ten wuzzles", "wuzzles", true, true},
      {"Ali Xoqqan", "Xoqqan", true, false},
      {"Ten bodies", "bodies", true, false},
      {"Ten attacks", "attacks", false, false},
  };
  for (size_t i = 0; i < sizeof suits / sizeof *suits; i++) {
    struct mention m;
    bench_text(b, suits[i].text, LAYER_ITEMS);
    int k = bench_item(b, ITEM_NOUN, suits[i].head);
    if (!OK(k >= 0 && group_mention(&b->s, k, &m), suits[i].text)) continue;
    OK(group_suits(&m, TOLL_KILLED) == suits[i].killed, "can be killed, or not");
    OK(group_suits(&m, TOLL_DESTROYED) == suits[i].destroyed, "can be destroyed, or not");
  }
}

/* A long list is cut at its limit, not beyond. */
static void test_limit(struct bench *b) {
  struct line l = {0};
  struct mention list[GROUP_MENTIONS];
  line_str(&l, "It killed");
  for (int i = 0; i < 60; i++) line_str(&l, i ? ", two nurses" : " two guards");
  line_str(&l, " and three men.");
  bench_text(b, l.at, LAYER_ITEMS);
  int n = group_mentions(&b->s, bench_item(b, ITEM_NOUN, "guards"), false, list);
  OK(n > 1 && n <= GROUP_MENTIONS && n <= RELATE_LIST, "a long list to the right");
  line_str(&l, " ");
  l.at[l.len - 2] = 0;
  struct line died = {0};
  line_str(&died, l.at + strlen("It killed "));
  line_str(&died, " died.");
  bench_text(b, died.at, LAYER_ITEMS);
  n = group_mentions(&b->s, bench_item(b, ITEM_NOUN, "men"), true, list);
  OK(n > 1 && n <= GROUP_MENTIONS && n <= RELATE_LIST, "a long list to the left");
}

int main(void) {
  static struct bench b;
  if (!bench_open(&b)) return DONE();
  test_mentions(&b);
  test_classes(&b);
  test_suits(&b);
  test_limit(&b);
  bench_close(&b);
  return DONE();
}
