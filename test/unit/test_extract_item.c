/* Unit tests of items: each case is a text and its items in order, noun groups in
 * brackets, verb groups in braces with their voice, the rest by its first letter. */
#include "extract_make.h"

struct row {
  const char *text, *want;
};

static const struct row rows[] = {
    {"Ten people were killed.", "[Ten people] {were killed: passive} ;"},
    {"At least ten local people were killed.", "[At least ten local people] {were killed: passive} ;"},
    {"Troops killed ten people.", "[Troops] {killed: active} [ten people] ;"},
    {"Ten killed in raid", "[Ten] {killed: bare} in [raid]"},
    {"the army's old base", "[the army's old base]"},
    {"the army's", "[the army] 's"},
    {"ten wounded farmers", "[ten wounded farmers]"},
    {"a large, noisy and angry crowd", "[a large, noisy and angry crowd]"},
    {"a farmer, a teacher and a nurse", "[a farmer] , [a teacher] & [a nurse]"},
    {"Gen. Ali Xoqqan spoke.", "[Gen. Ali Xoqqan] {spoke: active} ;"},
    {"a 34-year-old man died", "[a 34-year-old man] {died: active}"},
    {"Ali Xoqqan, 34, died.", "[Ali Xoqqan] a a a {died: active} ;"},
    {"Ali Xoqqan (34) died.", "[Ali Xoqqan] a a a {died: active} ;"},
    {"Ten were killed or wounded.", "[Ten] {were killed or wounded: passive} ;"},
    {"Ten were shot and wounded.", "[Ten] {were shot and wounded: passive} ;"},
    {"Ten may have been killed.", "[Ten] {may have been killed: passive} ;"},
    {"Ten were reportedly killed.", "[Ten] {were reportedly killed: passive} ;"},
    {"They tried to kill ten.", "[They] {tried: active} {to kill: active} [ten] ;"},
    {"A bomb exploded, killing ten.", "[A bomb] {exploded: active} , {killing: active} [ten] ;"},
    {"Ten were not hurt.", "[Ten] {were not hurt: passive} ;"},
    {"ten people dead", "[ten people] dead"},
    {"people who fled", "[people] who {fled: active}"},
    {"34 people, including ten children, died.", "[34 people] , including [ten children] , {died: active} ;"},
    {"Ten died after a bomb exploded.", "[Ten] {died: active} after [a bomb] {exploded: active} ;"},
    {"Ten died; six fled.", "[Ten] {died: active} ; [six] {fled: active} ;"},
    {"He said \"ten died\".", "[He] {said: active} \" [ten] {died: active} \" ;"},
    {"took nine pupils hostage", "{took: active} [nine pupils] hostage"},
    {"On Monday Ali Xoqqan was killed.", "On [Monday] [Ali Xoqqan] {was killed: passive} ;"},
    {"In 1990 Ali Xoqqan was killed.", "In [1990] [Ali Xoqqan] {was killed: passive} ;"},
    {"On 5 May 1990 Gen. Xoqqan was killed.", "On [5 May] [1990] [Gen. Xoqqan] {was killed: passive} ;"},
    {"Last Monday Ali Xoqqan was killed.", "[Last Monday] [Ali Xoqqan] {was killed: passive} ;"},
    {"The Monday Night Club burned.", "[The Monday Night Club] {burned: bare} ;"},
    {"Five rebel hostages were freed.", "[Five rebel hostages] {were freed: passive} ;"},
    {"33 wounded local people fled.", "[33 wounded local people] {fled: active} ;"},
    {"killed 12 Sunday", "{killed: active} [12] [Sunday]"},
    {"", ""},
    {"...", "; ; ;"},
};

static void say_item(const struct bench *b, const struct item *it, struct line *l) {
  static const char *const voices[] = {"any", "active", "passive", "bare"};
  static const char *const kinds[] = {[ITEM_COMMA] = ",", [ITEM_AND] = "&",    [ITEM_BREAK] = ";", [ITEM_OPEN] = "(",
                                      [ITEM_CLOSE] = ")", [ITEM_QUOTE] = "\"", [ITEM_ADVERB] = "a"};
  toll_slice text = sentence_text(&b->s, it->from, it->to);
  if (it->kind == ITEM_NOUN) {
    line_str(l, "[");
    line_add(l, text);
    line_str(l, "]");
  } else if (it->kind == ITEM_VERB) {
    line_str(l, "{");
    line_add(l, text);
    line_str(l, ": ");
    line_str(l, voices[it->voice]);
    line_str(l, "}");
  } else if (kinds[it->kind] && !(it->kind == ITEM_ADVERB && b->s.tokens[it->head].kind == TOKEN_WORD &&
                                  b->s.tokens[it->head].mark == 's')) {
    line_str(l, kinds[it->kind]);
  } else {
    line_add(l, text);
  }
}

/* Items cover the tokens in order and stay inside the sentence. */
static bool sane(const struct bench *b) {
  int last = 0;
  for (int k = 0; k < b->s.item_count; k++) {
    const struct item *it = b->s.items + k;
    if (it->from < last || it->to <= it->from || it->to > b->s.token_count) return false;
    if (it->head < it->from || it->head >= it->to) return false;
    if (it->possessed < it->from || it->possessed > it->to) return false;
    if (it->figure >= b->s.figure_count) return false;
    last = it->to;
  }
  return true;
}

static void test_flags(struct bench *b) {
  bench_text(b, "Ten other farmers met another nurse, this man and their son.", LAYER_ITEMS);
  const struct item *farmers = b->s.items + bench_item(b, ITEM_NOUN, "farmers"),
                    *nurse = b->s.items + bench_item(b, ITEM_NOUN, "nurse");
  const struct item *man = b->s.items + bench_item(b, ITEM_NOUN, "man"),
                    *son = b->s.items + bench_item(b, ITEM_NOUN, "son");
  OK(farmers->other && farmers->plural && farmers->figure >= 0 && !farmers->indefinite, "ten other farmers");
  OK(nurse->other && nurse->indefinite && !nurse->plural && !nurse->definite, "another nurse");
  OK(man->demonstrative && man->definite && !man->plural, "this man");
  OK(son->possessive && son->definite && !son->plural, "their son");
  bench_text(b, "Six more police officers could have been hurt by it.", LAYER_ITEMS);
  const struct item *police = b->s.items, *hurt = b->s.items + 1;
  OK(police->kind == ITEM_NOUN && police->added && police->classes >> TOLL_POLICE & 1, "six more police officers");
  OK(hurt->kind == ITEM_VERB && hurt->status == TOLL_HYPOTHETICAL && hurt->perfect && hurt->finite,
     "could have been hurt");
  bench_text(b, "They did not want to have killed twelve dead guerrillas.", LAYER_ITEMS);
  int v = bench_item(b, ITEM_VERB, "killed"), not = bench_item(b, ITEM_VERB, "want"),
      n = bench_item(b, ITEM_NOUN, "guerrillas");
  OK(v > 0 && b->s.items[v].infinitive && !b->s.items[v].finite, "an infinitive");
  OK(not > 0 && b->s.items[not ].negated && !b->s.items[v].negated, "a negation stays with its verb");
  OK(n > 0 && b->s.items[n].harm == TOLL_KILLED && b->s.items[n].figure >= 0, "a harm inside a noun group");
}

int main(void) {
  static struct bench b;
  if (!bench_open(&b)) return DONE();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct line l = {0};
    bench_text(&b, rows[i].text, LAYER_ITEMS);
    for (int k = 0; k < b.s.item_count; k++) {
      if (k) line_str(&l, " ");
      say_item(&b, b.s.items + k, &l);
    }
    IS_STR((const char *)l.at, rows[i].want, rows[i].text);
    OK(sane(&b), "items are in order and inside");
  }
  test_flags(&b);
  bench_close(&b);
  return DONE();
}
