/* Unit tests of relations: subjects, objects, conjuncts, what stands behind a
 * preposition.  A noun group is named by its head. */
#include "extract/relate.h"
#include "extract_make.h"

/* verb: the head of the verb group that is asked for its subject. */
static const struct {
  const char *text, *verb, *subject;
} subjects[] = {
    {"Ten people were killed.", "killed", "people"},
    {"Ten people in the village were killed.", "killed", "people"},
    {"Ten people from two villages in the north of the province were killed.", "killed", "people"},
    {"On Monday ten people were killed.", "killed", "people"},
    {"In the village ten people were killed.", "killed", "people"},
    {"In the village, ten people were killed.", "killed", "people"},
    {"After the blast, in the village, ten people were killed.", "killed", "people"},
    /* appositions and ages */
    {"Ali Xoqqan, 34, was killed.", "killed", "Xoqqan"},
    {"Ali Xoqqan, a farmer, was killed.", "killed", "Xoqqan"},
    {"Ali Xoqqan, 34, a farmer, was killed.", "killed", "Xoqqan"},
    {"The mayor, Ali Xoqqan, was killed.", "killed", "mayor"},
    {"Ten people, most of them farmers, were killed.", "killed", "people"},
    /* relative clauses */
    {"Ten people who were in the house died.", "died", "people"},
    {"Ten people who had fled the village were killed.", "killed", "people"},
    {"The men who fled were killed.", "fled", "men"},
    {"The blast, which killed ten people, was heard.", "killed", "blast"},
    {"A bomb that was left in a car killed ten people.", "killed", "bomb"},
    /* dashes and brackets */
    {"Six children - three of one family - were killed.", "killed", "children"},
    {"Six children \xE2\x80\x94 three of one family \xE2\x80\x94 were killed.", "killed", "children"},
    {"Six children (three of one family) were killed.", "killed", "children"},
    /* parts */
    {"34 people, including ten children, were killed.", "killed", "people"},
    {"34 people, including ten children and two nurses, were killed.", "killed", "people"},
    {"34 people, among them ten children, were killed.", "killed", "people"},
    {"12,000 objects, including houses, flats and schools, were destroyed.", "destroyed", "objects"},
    /* lists: the last conjunct */
    {"Five men and three women were killed.", "killed", "women"},
    {"Five men, two boys and three women were killed.", "killed", "women"},
    /* verbs that share a subject */
    {"Ten people were caught and were killed.", "killed", "people"},
    {"The army entered the village and killed ten people.", "killed", "army"},
    {"The army entered the village, burned homes and killed ten people.", "killed", "army"},
    {"A bomb exploded, killing ten people.", "killing", "bomb"},
    {"A bomb exploded in the market, killing ten people.", "killing", "bomb"},
    {"The army vowed to kill ten people.", "kill", "army"},
    /* clauses */
    {"The ministry said ten people were killed.", "killed", "people"},
    {"The ministry said that ten people were killed.", "killed", "people"},
    {"Six fled; ten were killed.", "killed", "ten"},
    {"When the bomb exploded, ten people were killed.", "killed", "people"},
    {"Ten people were killed when a bomb exploded.", "exploded", "bomb"},
    {"Troops fired and ten people were killed.", "killed", "people"},
    /* none */
    {"Killing ten people is a crime.", "Killing", ""},
    {"Were killed.", "killed", ""},
};

static const struct {
  const char *text, *verb, *object;
} objects[] = {
    {"Troops killed ten people.", "killed", "people"},
    {"Troops reportedly killed ten people.", "killed", "people"},
    {"Troops killed on Monday ten people.", "killed", "people"},
    {"Troops killed in the raid ten people.", "killed", "people"},
    {"The blast killed ten people and hurt six.", "hurt", "six"},
    {"Ten people died.", "died", ""},
    {"Troops killed, they said, ten people.", "killed", ""},
    {"Troops killed at dawn.", "killed", ""},
    {"A bomb exploded, killing ten people.", "killing", "people"},
    {"They denied killing 14 farmers.", "killing", "farmers"},
};

static toll_slice head_of(const struct bench *b, int k) {
  return k < 0 ? TOLL_LIT("") : sentence_text(&b->s, b->s.items[k].head, b->s.items[k].head + 1);
}

static void test_verbs(struct bench *b) {
  for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) {
    bench_text(b, subjects[i].text, LAYER_ITEMS);
    int v = bench_item(b, ITEM_VERB, subjects[i].verb);
    if (OK(v >= 0, "the verb is there"))
      IS_STR(head_of(b, relate_subject(&b->s, v)), subjects[i].subject, subjects[i].text);
    else
      printf("# %s\n", subjects[i].text);
  }
  for (size_t i = 0; i < sizeof objects / sizeof *objects; i++) {
    bench_text(b, objects[i].text, LAYER_ITEMS);
    int v = bench_item(b, ITEM_VERB, objects[i].verb);
    if (OK(v >= 0, "the verb is there"))
      IS_STR(head_of(b, relate_object(&b->s, v)), objects[i].object, objects[i].text);
    else
      printf("# %s\n", objects[i].text);
  }
}

/* Objects from the first conjunct on, subjects up to the last one. */
static const struct {
  const char *text, *from, *want;
  bool left;
} lists[] = {
    {"Five men and three women died.", "women", "men women", true},
    {"Five men, two boys and three women died.", "women", "men boys women", true},
    {"Five men in a car and three women on a bus died.", "women", "men women", true},
    {"Five men died and three women fled.", "women", "women", true},
    {"Five men died, three women fled.", "women", "women", true},
    {"In Xoqqan and Yaqqan five men died.", "men", "men", true},
    {"A farmer, his wife and two nurses died.", "nurses", "farmer wife nurses", true},
    {"Ali Xoqqan, a farmer, and his son died.", "son", "Xoqqan son", true},
    {"The blast killed five men and three women.", "men", "men women", false},
    {"It hurt five men, two boys and three women.", "men", "men boys women", false},
    {"It hurt five men in a car and three women on a bus.", "men", "men women", false},
    {"It hurt five men and three women fled.", "men", "men", false},
    {"It hurt five men, and three women.", "men", "men women", false},
    {"It hurt a farmer, his wife and two nurses.", "farmer", "farmer wife nurses", false},
    {"They found ten bodies.", "bodies", "bodies", false},
};

static void test_lists(struct bench *b) {
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
    struct line l = {0};
    int items[RELATE_LIST], n = 0;
    bench_text(b, lists[i].text, LAYER_ITEMS);
    int k = bench_item(b, ITEM_NOUN, lists[i].from);
    if (!OK(k >= 0, lists[i].text)) continue;
    if (lists[i].left)
      n = relate_list_left(&b->s, k, items, RELATE_LIST);
    else
      for (; k >= 0 && n < RELATE_LIST; k = relate_next_conjunct(&b->s, k)) items[n++] = k;
    for (int j = 0; j < n; j++) {
      if (j) line_str(&l, " ");
      line_add(&l, head_of(b, items[j]));
    }
    IS_STR((const char *)l.at, lists[i].want, lists[i].text);
  }
}

static const struct {
  const char *text, *from;
  enum slot slot;
  const char *want;
} phrases[] = {
    {"the deaths of ten people", "deaths", SLOT_OF, "people"},
    {"the deaths on Monday of ten people", "deaths", SLOT_OF, "people"},
    {"the deaths in Hara of ten people", "deaths", SLOT_OF, "people"},
    {"the deaths in the village of Hara", "deaths", SLOT_OF, ""},
    {"the capture and murder of ten people", "capture", SLOT_OF, "people"},
    {"Ten were killed by troops.", "killed", SLOT_BY, "troops"},
    {"Ten were killed in the village by troops.", "killed", SLOT_BY, "troops"},
    {"Ten were killed when hit by troops.", "killed", SLOT_BY, ""},
    {"The toll rose to ten.", "rose", SLOT_TO, "ten"},
    {"The toll rose from six to ten.", "rose", SLOT_TO, "ten"},
    {"The toll rose from six to ten.", "rose", SLOT_FROM, "six"},
    {"Ten were among the dead.", "were", SLOT_AMONG, "dead"},
    {"the deaths; of ten people", "deaths", SLOT_OF, ""},
};

static void test_phrases(struct bench *b) {
  for (size_t i = 0; i < sizeof phrases / sizeof *phrases; i++) {
    bench_text(b, phrases[i].text, LAYER_ITEMS);
    int k = bench_item(b, ITEM_VERB, phrases[i].from);
    if (k < 0) k = bench_item(b, ITEM_NOUN, phrases[i].from);
    if (!OK(k >= 0, phrases[i].text)) continue;
    IS_STR(head_of(b, relate_preposition(&b->s, k, phrases[i].slot)), phrases[i].want, phrases[i].text);
  }
  bench_text(b, "Ten people in two buses of the firm died.", LAYER_ITEMS);
  int people = bench_item(b, ITEM_NOUN, "people");
  IS_INT(relate_after_phrases(&b->s, people), bench_item(b, ITEM_VERB, "died"), "behind a chain of phrases");
  IS_INT(relate_of(&b->s, people), -1, "people have no phrase with of");
  IS_STR(head_of(b, relate_of(&b->s, bench_item(b, ITEM_NOUN, "buses"))), "firm", "buses of the firm");
  bench_text(b, "Ten people died on Monday in May 1990 in a camp last week.", LAYER_ITEMS);
  OK(relate_is_time(&b->s, bench_item(b, ITEM_NOUN, "Monday")), "a weekday is a time");
  OK(relate_is_time(&b->s, bench_item(b, ITEM_NOUN, "1990")), "a date is a time");
  OK(!relate_is_time(&b->s, bench_item(b, ITEM_NOUN, "camp")), "a camp is none");
  OK(!relate_is_time(&b->s, -1) && !relate_is_time(&b->s, b->s.item_count), "nothing is none");
  OK(relate_is_time(&b->s, b->s.item_count - 2), "last week is a time");
}

/* Whatever is asked of whatever item, the answer is a noun group or none. */
static void test_shape(struct bench *b, const char *text) {
  bench_text(b, text, LAYER_ITEMS);
  bool good = true;
  for (int k = 0; k < b->s.item_count; k++) {
    int items[RELATE_LIST], answers[4] = {-1, -1, -1, -1};
    if (b->s.items[k].kind == ITEM_VERB) answers[0] = relate_subject(&b->s, k), answers[1] = relate_object(&b->s, k);
    if (b->s.items[k].kind == ITEM_NOUN) {
      answers[2] = relate_next_conjunct(&b->s, k), answers[3] = relate_of(&b->s, k);
      int n = relate_list_left(&b->s, k, items, RELATE_LIST);
      good = good && n >= 1 && n <= RELATE_LIST && items[n - 1] == k;
      for (int i = 0; i < n; i++)
        good = good && item_kind(&b->s, items[i]) == ITEM_NOUN && (i == 0 || items[i - 1] < items[i]);
    }
    for (int i = 0; i < 4; i++) good = good && (answers[i] == -1 || item_kind(&b->s, answers[i]) == ITEM_NOUN);
    for (int slot = 0; slot < SLOT_COUNT; slot++) {
      int p = relate_preposition(&b->s, k, (enum slot)slot);
      good = good && (p == -1 || item_kind(&b->s, p) == ITEM_NOUN);
    }
  }
  OK(good, text);
}

int main(void) {
  static struct bench b;
  if (!bench_open(&b)) return DONE();
  test_verbs(&b);
  test_lists(&b);
  test_phrases(&b);
  for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++) test_shape(&b, subjects[i].text);
  for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) test_shape(&b, lists[i].text);
  test_shape(&b, ") ) died , , and and ( ( killed of of of by and , killed were were to to");
  test_shape(
      &b,
      "a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z, and aa and bb and cc and dd died");
  bench_close(&b);
  return DONE();
}
