/* The pack compiler: words, spellings, phrases, rules, images. */
#include <unistd.h>

#include "tap.h"

#include "base/alloc.h"
#include "pack/compile.h"
#include "pack/feature.h"
#include "pack/image.h"
#include "pack/pack.h"
#include "pack/spell.h"

#define FILE_OF(kind, path, text)                                                                                      \
  { path, {text, sizeof text - 1}, kind }
#define META FILE_OF(PACK_FILE_META, "pack.txt", "lang xx\ntitle Test\nversion 3\n")

static const char words_text[] = "# a comment\n"
                                 "noun civilian civilians : person class=civilian,foreign\n"
                                 "noun police : person collective class=police\n"
                                 "noun police_officer police_officers : person   # behind a blank\n"
                                 "noun sheep : thing\n"
                                 "noun - remains : bodyword\n"
                                 "verb kill kills killed killed killing : harm=killed transitive\n"
                                 "verb open_fire opens_fire opened_fire opened_fire opening_fire : event\n"
                                 "adj killed : status=denied\n"
                                 "num twelve twenty-one : value=12 value2=-21\n"
                                 "conj to - : range\n"
                                 "mark lost_(his|her|)_(life|lives) : harm=killed unit=person\n"
                                 "mark out_of_(the_blue|nowhere) : label=war_crime\n"
                                 "adj year-old\n"
                                 "noun spokesman : kind=official label=genocide\n"
                                 "adv about : hedge form=about\n";

static const char rules_text[] = "rule passive-1\n"
                                 "  trigger verb passive transitive\n"
                                 "  victim subject\n"
                                 "  agent by\n"
                                 "  when subject person word=civilian,police_officer\n"
                                 "  when not trigger negation\n"
                                 "  also\n"
                                 "  + Twelve people were killed. => killed 12\n"
                                 "rule second\n"
                                 "  trigger verb word=open_fire\n"
                                 "  victim object\n"
                                 "  harm wounded\n"
                                 "  unit body\n"
                                 "  scope added\n"
                                 "  side perpetrator\n"
                                 "  status threatened\n";

static const struct pack_file good_files[] = {
    META,
    FILE_OF(PACK_FILE_WORDS, "words/a.txt", words_text),
    FILE_OF(PACK_FILE_RULES, "rules/a.txt", rules_text),
};

static const struct form *find(const toll_pack *p, const char *text) {
  return pack_form(p, text, strlen(text));
}

static const struct reading *only(const toll_pack *p, const char *text) {
  static const struct reading none;
  const struct form *f = find(p, text);
  return f && f->count == 1 ? pack_readings(p, f) : &none;
}

static void test_words(const toll_pack *p) {
  IS_STR(toll_pack_lang(p), "xx", "lang");
  IS_STR(toll_pack_title(p), "Test", "title");
  IS_STR(toll_pack_version(p), "3", "version");
  OK(find(p, "") == NULL && find(p, "unknown") == NULL, "unknown spellings");
  const struct reading *r = only(p, "civilians");
  OK(tags_have(r->tags, TAG_PERSON) && !tags_have(r->tags, TAG_THING), "a tag");
  IS_INT(r->classes, 1 << TOLL_CIVILIAN | 1 << TOLL_FOREIGN, "classes");
  IS_INT(r->inflection, INFL_PLURAL, "plural");
  OK(r->lemma == pack_form_index(p, find(p, "civilian")), "lemma is the first form");
  OK(r->value == TOLL_OPEN && r->value2 == TOLL_OPEN, "no value");
  IS_INT(only(p, "civilian")->inflection, INFL_SINGULAR, "singular");
  IS_INT(only(p, "sheep")->inflection, INFL_SINGULAR | INFL_PLURAL, "one form is both numbers");
  IS_INT(only(p, "police")->inflection, INFL_PLURAL, "a collective of one form is plural");
  r = only(p, "remains");
  OK(r->inflection == INFL_PLURAL && r->lemma == pack_form_index(p, find(p, "remains")), "an absent singular");
  r = only(p, "twenty-one");
  OK(r->value == 12 && r->value2 == -21 && r->lemma == pack_form_index(p, find(p, "twelve")), "values");
  OK(find(p, "-") && only(p, "-")->pos == POS_CONJ, "a hyphen can be a word");
  OK(find(p, "year-old") && find(p, "year-old")->words == 1 && !find(p, "year"), "a hyphenated word is one token");
  IS_INT(only(p, "about")->form, 1 + TOLL_ABOUT, "form");
  IS_INT(only(p, "spokesman")->kind, 1 + TOLL_KIND_OFFICIAL, "kind");
  IS_STR(pack_label(p, only(p, "spokesman")->label), "genocide", "label");
  OK(pack_label(p, 0).at == NULL && pack_label(p, 99).at == NULL, "labels that are none");
}

static void test_readings(const toll_pack *p) {
  const struct form *killed = find(p, "killed");
  IS_INT(killed->count, 2, "killed has two readings");
  const struct reading *r = pack_readings(p, killed);
  OK(r[0].pos == POS_VERB && r[1].pos == POS_ADJ, "in the order of lines");
  IS_INT(r[0].inflection, INFL_PAST | INFL_PARTICIPLE, "past and participle are one reading");
  IS_INT(r[1].status, 1 + TOLL_DENIED, "status");
  IS_INT(killed->pos, 1 << POS_VERB | 1 << POS_ADJ, "parts of speech of all readings");
  IS_INT(killed->harms, 1 << TOLL_KILLED, "harms of all readings");
  OK(tags_have(killed->tags, TAG_TRANSITIVE), "tags of all readings");
}

/* Follows the text's words through the phrase tree. */
static const struct form *phrase(const toll_pack *p, const char *const *words, size_t count) {
  const struct form *first = find(p, words[0]);
  uint32_t node = first ? first->phrase : 0;
  for (size_t i = 1; i < count && node; i++) {
    const struct form *next = find(p, words[i]);
    node = next ? pack_phrase_next(p, node, next) : 0;
  }
  return node ? pack_phrase_form(p, node) : NULL;
}

static void test_phrases(const toll_pack *p) {
  const char *const officers[] = {"police", "officers"}, *const his[] = {"lost", "his", "life"},
                    *const lost[] = {"lost", "life"}, *const blue[] = {"out", "of", "the", "blue"};
  OK(phrase(p, officers, 2) == find(p, "police officers") && find(p, "police officers"), "a phrase");
  OK(phrase(p, officers, 1) == NULL, "the beginning of a phrase is none");
  OK(phrase(p, his, 3) && phrase(p, his, 2) == NULL, "an alternative");
  OK(phrase(p, lost, 2) == find(p, "lost life"), "an empty alternative drops its word");
  OK(phrase(p, blue, 4) && phrase(p, blue, 3) == NULL, "an alternative of two words");
  IS_INT(find(p, "out of the blue")->words, 4, "words of a phrase");
  IS_INT(find(p, "officers")->count, 0, "a word that is only part of phrases has no reading");
  IS_INT(only(p, "opened fire")->inflection, INFL_PAST | INFL_PARTICIPLE, "a phrase verb");
  OK(pack_phrase_next(p, 0, find(p, "police")) == 0, "nowhere leads nowhere");
  OK(pack_phrase_form(p, 0) == NULL && pack_phrase_form(p, 99999) == NULL, "no phrase ends nowhere");
  const struct form *open = find(p, "open"), *fire = find(p, "fire"), *twelve = find(p, "twelve");
  bool follows = open && fire && open->followers & pack_follower(pack_form_index(p, fire));
  OK(follows, "a form knows what may stand second in its phrases");
  OK(twelve && twelve->followers == 0, "and one that starts none knows of nothing");
  OK(fire && fire->begins == word_key_load("fire\0\0\0") && find(p, "civilian")->begins == word_key_load("civilian"),
     "and how it begins");
}

static void test_rules(const toll_pack *p) {
  size_t count;
  const struct rule *r = pack_rules(p, &count);
  IS_INT(count, 2, "two rules");
  IS_STR(pack_string(p, r[0].name, r[0].name_len), "xx/passive-1", "the name has its language");
  OK(r[0].pos == POS_VERB && r[0].voice == VOICE_PASSIVE && tags_have(r[0].tags, TAG_TRANSITIVE), "trigger");
  OK(r[0].victim == SLOT_SUBJECT && r[0].agent == SLOT_BY && r[0].also && r[0].lemma_count == 0, "slots");
  OK(r[0].harm == 0 && r[0].scope == 0 && r[0].status == 0, "as found");
  IS_INT(r[0].conditions, 2, "conditions");
  const struct rule_condition *c = r[0].when;
  OK(c[0].slot == SLOT_SUBJECT && !c[0].negated && tags_have(c[0].tags, TAG_PERSON), "a condition");
  OK(c[0].lemma_count == 2 && pack_lemmas(p, c[0].lemma_first)[1] == pack_form_index(p, find(p, "police officer")),
     "lemmas of a condition");
  OK(pack_lemma_in(p, c[0].lemma_first, c[0].lemma_count, only(p, "civilians")->lemma), "a lemma is among them");
  OK(!pack_lemma_in(p, c[0].lemma_first, c[0].lemma_count, only(p, "sheep")->lemma), "another is not");
  OK(c[1].slot == SLOT_TRIGGER && c[1].negated && c[1].lemma_count == 0, "a negated condition");
  OK(r[1].harm == TOLL_WOUNDED && r[1].unit == TOLL_BODY && r[1].scope == 1 + TOLL_ADDED, "what a rule makes");
  OK(r[1].side == 1 + TOLL_PERPETRATOR && r[1].status == 1 + TOLL_THREATENED && !r[1].also, "what a rule makes");
  OK(pack_lemma_in(p, r[1].lemma_first, r[1].lemma_count, only(p, "opened fire")->lemma), "a phrase as lemma");
}

/* A sentence is worth reading for a word of harm, or for one that a rule with a harm asks for. */
static void test_openers(const toll_pack *p) {
  OK(find(p, "killed")->opens && find(p, "lost her life")->opens, "words of harm open");
  OK(find(p, "opened fire")->opens, "what triggers a rule with a harm of its own");
  OK(!find(p, "civilians")->opens && !find(p, "twelve")->opens, "what a rule without one only asks about does not");
}

static void test_good(void) {
  toll_pack *p = NULL;
  toll_error e = {0};
  int code = pack_compile_text(good_files, 3, &p, &e);
  if (!OK(code == 0 && p, "compiles")) {
    char text[800];
    toll_error_format(&e, text, sizeof text);
    printf("# %s\n", text);
    return;
  }
  test_words(p);
  test_readings(p);
  test_phrases(p);
  test_rules(p);
  test_openers(p);
  toll_pack_counts n = toll_pack_count(p);
  OK(n.rules == 2 && n.labels == 2 && n.words > 10 && n.phrases == 14, "counts");
  toll_pack_close(p);
}

/* ---- errors ---- */

struct bad {
  enum pack_file_kind kind;
  const char *text;
  uint32_t line;
  const char *detail;
};

static const struct bad bads[] = {
    {PACK_FILE_META, "lang en\ntitel English\n", 2, "titel (nearest: title)"},
    {PACK_FILE_META, "title English\n", 0, "lang"},
    {PACK_FILE_META, "lang EN\n", 1, "EN"},
    {PACK_FILE_META, "lang en\nlang de\n", 2, "lang"},
    {PACK_FILE_WORDS, "adj red\n\nadj dead : harm=kiled\n", 3, "kiled (nearest: killed)"},
    {PACK_FILE_WORDS, "adj dead : transitve", 1, "transitve (nearest: transitive)"},
    {PACK_FILE_WORDS, "adj dead : zzzzzzzz", 1, "zzzzzzzz"},
    {PACK_FILE_WORDS, "adj dead : transitive=1", 1, "transitive=1"},
    {PACK_FILE_WORDS, "adj dead : harm", 1, "harm"},
    {PACK_FILE_WORDS, "adj dead : harm=killed harm=killed", 1, "harm"},
    {PACK_FILE_WORDS, "adj dead : class=civilian,childs", 1, "childs (nearest: child)"},
    {PACK_FILE_WORDS, "num ten : value=1o", 1, "1o"},
    {PACK_FILE_WORDS, "num ten : value=99999999999999999999", 1, "99999999999999999999"},
    {PACK_FILE_WORDS, "adj dead: harm=killed", 1, "dead:"},
    {PACK_FILE_WORDS, "verbs kill : harm=killed", 1, "verbs (nearest: verb)"},
    {PACK_FILE_WORDS, "verb kill kills killed", 1, "kill"},
    {PACK_FILE_WORDS, "noun a b c", 1, "c"},
    {PACK_FILE_WORDS, "noun - - : person", 1, "noun"},
    {PACK_FILE_WORDS, "noun : person", 1, "noun"},
    {PACK_FILE_WORDS, "adj Dead", 1, "Dead"},
    {PACK_FILE_WORDS, "adj (a|b", 1, "(a|b"},
    {PACK_FILE_WORDS, "adj a)b", 1, "a)b"},
    {PACK_FILE_WORDS, "adj a|b", 1, "a|b"},
    {PACK_FILE_WORDS, "adj (a|(b|c))", 1, "(a|(b|c))"},
    {PACK_FILE_WORDS, "adj (a|)", 1, "(a|)"},
    {PACK_FILE_WORDS, "adj ___", 1, "___"},
    {PACK_FILE_WORDS, "adj a_b_c_d_e_f_g_h_i_j_k_l_m_n_o_p_q", 1, "a_b_c_d_e_f_g_h_i_j_k_l_m_n_o_p_q"},
    {PACK_FILE_WORDS, "adj a\nadj \xff\n", 2, ""},
    {PACK_FILE_WORDS, "adj a\nadj b\001\n", 2, ""},
    {PACK_FILE_RULES, "victim subject", 1, "victim"},
    {PACK_FILE_RULES, "rule a\ntrigger verb\nvictim subjct", 3, "subjct (nearest: subject)"},
    {PACK_FILE_RULES, "rule a\ntrigger verb\nvictm subject", 3, "victm (nearest: victim)"},
    {PACK_FILE_RULES, "rule a\ntrigger verb\nvictim trigger", 3, "trigger"},
    {PACK_FILE_RULES, "\nrule a\nvictim self\nrule b\ntrigger verb\nvictim self", 2, "a"},
    {PACK_FILE_RULES, "rule a\ntrigger verb\n", 1, "a"},
    {PACK_FILE_RULES, "rule a\ntrigger verb\nvictim self\nrule a\n", 4, "a"},
    {PACK_FILE_RULES, "rule A\n", 1, "A"},
    {PACK_FILE_RULES, "rule a b\n", 1, "b"},
    {PACK_FILE_RULES, "rule a\ntrigger verb harm=killed\n", 2, "harm=killed"},
    {PACK_FILE_RULES, "rule a\ntrigger verb passive person=1\n", 2, "person=1"},
    {PACK_FILE_RULES, "rule a\ntrigger verb word=nowhere\n", 2, "nowhere"},
    {PACK_FILE_RULES, "rule a\ntrigger verb word=killed\n", 2, "killed"},
    {PACK_FILE_RULES, "rule a\ntrigger verb word=kill,\n", 2, ""},
    {PACK_FILE_RULES, "rule a\nwhen subject\n", 2, "subject"},
    {PACK_FILE_RULES, "rule a\nwhen not\n", 2, "when"},
    {PACK_FILE_RULES, "rule a\nvictim\n", 2, "victim"},
    {PACK_FILE_RULES, "rule a\nharm none\n", 2, "none"},
    {PACK_FILE_RULES, "rule a\nalso so\n", 2, "so"},
    {PACK_FILE_RULES, "rule a\ntrigger verb\ntrigger verb\n", 3, "trigger"},
    {PACK_FILE_RULES, "rule a\nwhen of person\nwhen of person\nwhen of person\nwhen of person\nwhen of person\n", 6,
     "a"},
    {PACK_FILE_MODEL, "bias 1.000\n", 1, "bias"},
    {PACK_FILE_MODEL, "choice\n", 1, ""},
    {PACK_FILE_MODEL, "choice a b\n", 1, "b"},
    {PACK_FILE_MODEL, "choice A\n", 1, "A"},
    {PACK_FILE_MODEL, "choice a\nbias 0.5\n", 2, "0.5"},
    {PACK_FILE_MODEL, "choice a\nbias 0.500 1\n", 2, "1"},
    {PACK_FILE_MODEL, "choice a\nbias 0.500\nbias 0.500\n", 3, "bias"},
    {PACK_FILE_MODEL, "choice a\nleast .500\n", 2, ".500"},
    {PACK_FILE_MODEL, "choice a\nform=about\n", 2, ""},
    {PACK_FILE_MODEL, "choice a\nform=about 1e3\n", 2, "1e3"},
    {PACK_FILE_MODEL, "choice a\nform=about 12345.000\n", 2, "12345.000"},
    {PACK_FILE_MODEL, "choice a\nform=about --1.000\n", 2, "--1.000"},
    {PACK_FILE_MODEL, "choice a\nb 1.000\na 1.000\n", 3, "a"},
    {PACK_FILE_MODEL, "choice a\nb 1.000\nb 1.000\n", 3, "b"},
    {PACK_FILE_MODEL, "choice a\nb 1.000\nchoice a\n", 3, "a"},
};

static void test_bad(void) {
  struct pack_file files[] = {META, FILE_OF(PACK_FILE_WORDS, "w", "verb kill kills killed killed killing\n"),
                              FILE_OF(PACK_FILE_WORDS, "x", "")};
  for (size_t i = 0; i < sizeof bads / sizeof *bads; i++) {
    const struct bad *b = &bads[i];
    struct pack_file one = {"bad.txt", {b->text, strlen(b->text)}, b->kind};
    files[b->kind == PACK_FILE_META ? 0 : 2] = one;
    toll_error e = {0};
    toll_pack *p = NULL;
    int code = pack_compile_text(files, 3, &p, &e);
    bool good = code == TOLL_E_SYNTAX && e.code == code && !p && e.line == b->line && !strcmp(e.path, "bad.txt");
    OK(good, e.message ? e.message : b->text);
    IS_STR(e.detail, b->detail, "the offending word");
    toll_pack_close(p);
    files[0] = (struct pack_file)META;
  }
  toll_pack *p = NULL;
  OK(pack_compile_text(files + 1, 1, &p, NULL) == TOLL_E_MISSING && !p, "no pack.txt, and nobody to tell");
}

/* ---- spellings ---- */

static void spells(const char *form, const char *want) {
  struct spell s;
  char got[600] = "", text[SPELL_BYTES];
  size_t len, at = 0;
  const char *wrong = spell_open(&s, (toll_slice){form, strlen(form)});
  while (!wrong && spell_next(&s, text, &len) && at + len + 2 < sizeof got) {
    memcpy(got + at, text, len);
    at += len;
    got[at++] = '/';
    got[at] = 0;
  }
  IS_STR(wrong ? wrong : got, want, form);
}

static void test_spell(void) {
  spells("dead", "dead/");
  spells("a_b", "a b/");
  spells("(a|b|)_c", "a c/b c/c/");
  spells("x_(a|)_(b|c)", "x a b/x a c/x b/x c/");
  spells("kill(ed|ing)", "killed/killing/");
  spells("(|)", "//");
  spells("__a__b_", "a b/");
  spells("()", "/");
  spells("(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)(a|b)", "too many alternatives in one form");
}

/* ---- features ---- */

static void test_features(void) {
  bool ordered = true, found = true;
  size_t count = 0;
  for (; feature_at(count); count++) {
    const char *name = feature_at(count)->name;
    if (count > 0 && strcmp(feature_at(count - 1)->name, name) >= 0) ordered = false;
    if (feature_find((toll_slice){name, strlen(name)}) != feature_at(count)) found = false;
  }
  OK(ordered, "features stand in the order of their names");
  OK(found, "every feature is found");
  IS_INT(count, (int)TAG_COUNT + (int)KEY_COUNT, "as many as tags and keys");
  bool all = true;
  for (unsigned tag = 0; tag < TAG_COUNT; tag++) all = all && feature_tag_name(tag);
  OK(all, "every tag has a name");
  IS_STR(feature_tag_name(TAG_HEDGE_AFTER), "hedge_after", "the name of a tag");
  OK(TAG_COUNT <= 128, "tags fit into a reading");
  bool round = true;
  for (unsigned id = 0; id < LIST_COUNT; id++) {
    const struct closed_list *list = closed_list_of((enum closed_id)id);
    for (unsigned i = 0; i < list->count; i++) {
      const char *name = list->name(i);
      if (name && list->find((toll_slice){name, strlen(name)}) != (int)i) round = false;
    }
    if (list->name(list->count) || list->find(TOLL_LIT("no such")) != -1) round = false;
  }
  OK(round, "every list finds its own names and no others");
  OK(closed_list_nearest(LIST_HARM, TOLL_LIT("x")) == NULL, "nothing is near to a single letter");
}

/* ---- images ---- */

/* Looks at everything that an index leads to; false never, but it may crash. */
static bool walk(const toll_pack *p) {
  uint64_t sum = 0;
  const struct form *f;
  for (uint32_t i = 0; (f = pack_form_at(p, i)) != NULL; i++) {
    toll_slice text = pack_string(p, f->text, f->text_len);
    sum += pack_form(p, text.at, text.len) == f;
    for (uint32_t k = 0; k < f->count; k++) sum += pack_label(p, pack_readings(p, f)[k].label).len;
    sum += pack_phrase_next(p, f->phrase, f) + pack_needs(p, f->opens).bits[0];
  }
  return sum != UINT64_MAX;
}

static void test_image(void) {
  toll_pack *p = NULL, *q = NULL;
  if (!OK(pack_compile_text(good_files, 3, &p, NULL) == 0, "compiles")) return;
  toll_slice image = pack_image(p);
  OK(pack_compile_text(good_files, 3, &q, NULL) == 0 && pack_image(q).len == image.len &&
         memcmp(pack_image(q).at, image.at, image.len) == 0,
     "the same files give the same bytes");
  toll_pack_close(q);
  OK(pack_load_bytes(image.at, image.len, &q, NULL) == 0, "loads its own image");
  test_readings(q);
  toll_pack_close(q);
  unsigned char *copy = malloc(image.len);
  bool refused = true, survived = true;
  for (size_t i = 0; i < image.len; i++) {
    memcpy(copy, image.at, image.len);
    copy[i] ^= 0x40;
    refused = refused && pack_load_bytes(copy, image.len, &q, NULL) != 0 && !q;
    image_seal(copy, image.len); /* now only the content is wrong */
    if (pack_load_bytes(copy, image.len, &q, NULL) == 0) survived = survived && walk(q);
    toll_pack_close(q);
  }
  OK(refused, "any flipped bit is noticed");
  OK(survived, "and with a right checksum does no harm");
  struct image_header head;
  memcpy(&head, image.at, sizeof head);
  memcpy(copy, image.at, image.len);
  memset(copy + head.tables[SECTION_FORMS].at + offsetof(struct form, opens), 0xff, sizeof(uint32_t));
  image_seal(copy, image.len);
  OK(pack_load_bytes(copy, image.len, &q, NULL) == TOLL_E_DAMAGED, "needs beyond their table are refused");
  memcpy(copy, image.at, image.len);
  memset(copy + head.tables[SECTION_WORDS].at, 0xff, sizeof(uint32_t));
  image_seal(copy, image.len);
  OK(pack_load_bytes(copy, image.len, &q, NULL) == TOLL_E_DAMAGED, "a word that is no form is refused");
  head.tables[SECTION_STRINGS].at = (uint32_t)((image.len - 1) & ~(size_t)7);
  head.tables[SECTION_STRINGS].count = 1;
  memcpy(copy, image.at, image.len);
  memcpy(copy, &head, sizeof head);
  image_seal(copy, image.len);
  OK(pack_load_bytes(copy, image.len, &q, NULL) == TOLL_E_DAMAGED, "strings with too little behind them are refused");
  bool cut = true;
  for (size_t len = 0; len < image.len; len += 7) cut = cut && pack_load_bytes(image.at, len, &q, NULL) != 0;
  OK(cut, "a cut image is refused");
  free(copy);
  toll_pack_close(p);
}

static void write_file(const char *path, const char *text) {
  FILE *f = fopen(path, "w");
  if (f) fputs(text, f), fclose(f);
}

static void test_files(void) {
  char folder[] = "/tmp/toll-pack-XXXXXX", path[80];
  toll_pack *p = NULL, *q = NULL;
  toll_error e;
  if (!OK(mkdtemp(folder) != NULL, "a folder to work in")) return;
  snprintf(path, sizeof path, "%s/image", folder);
  OK(pack_compile_text(good_files, 3, &p, NULL) == 0 && toll_pack_save(p, path, &e) == 0, "saves");
  OK(toll_pack_open(path, &q, &e) == 0 && q, "maps what was saved");
  if (q) test_rules(q);
  toll_pack_close(q);
  write_file(path, "no pack");
  OK(toll_pack_open(path, &q, &e) == TOLL_E_FOREIGN && !q, "a text file is no pack");
  write_file(path, "");
  OK(toll_pack_open(path, &q, &e) == TOLL_E_FOREIGN, "an empty file is no pack");
  unlink(path);
  OK(toll_pack_open(path, &q, &e) == TOLL_E_MISSING, "a pack that is not there");
  OK(toll_pack_open(folder, &q, &e) == TOLL_E_MISSING, "a folder without pack.txt");
  OK(toll_pack_save(p, "/nonexistent/x", &e) == TOLL_E_IO && e.detail[0], "a place that cannot be written");
  toll_pack_close(p);
  snprintf(path, sizeof path, "%s/pack.txt", folder);
  write_file(path, "lang yy\n");
  OK(toll_pack_open(folder, &q, &e) == 0 && toll_pack_count(q).words == 0, "a folder with pack.txt alone");
  OK(q && find(q, "anything") == NULL, "an empty pack knows nothing");
  toll_pack_close(q);
  toll_pack_close(NULL);
  unlink(path);
  rmdir(folder);
}

/* Refuses each allocation in turn; a build without refusals comes by once. */
static void test_memory(void) {
  toll_pack *p = NULL;
  int code = TOLL_E_MEMORY;
  size_t n = 0;
  while (code == TOLL_E_MEMORY && ++n < 1000) {
    toll_error e = {0};
    mem_refuse(n, 0);
    code = pack_compile_text(good_files, 3, &p, &e);
    if (code && (p || e.code != code || !e.message)) break;
  }
  mem_refuse(0, 0);
  OK(code == 0 && p, "out of memory at any place is told");
  toll_pack_close(p);
}

int main(void) {
  test_features();
  test_spell();
  test_good();
  test_bad();
  test_image();
  test_files();
  test_memory();
  return DONE();
}
