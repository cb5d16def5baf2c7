/* Unit tests of the parts of speech: a word that could be several things, in a
 * text that decides. */
#include "extract_make.h"

static const struct {
  const char *text, *word;
  enum pos want;
} rows[] = {
    /* nouns and verbs */
    {"The attacks killed ten people.", "attacks", POS_NOUN},
    {"The group attacks villages.", "attacks", POS_VERB},
    {"Troops attack the village.", "attack", POS_VERB},
    {"The attack left ten dead.", "attack", POS_NOUN},
    {"An attack on the camp", "attack", POS_NOUN},
    {"They wanted to attack the camp.", "attack", POS_VERB},
    {"They could attack the camp.", "attack", POS_VERB},
    {"The raid on Monday killed six.", "raid", POS_NOUN},
    {"Police raid homes.", "raid", POS_VERB},
    {"Two deaths were reported.", "reported", POS_VERB},
    {"The report says ten died.", "report", POS_NOUN},
    {"Doctors report ten deaths.", "report", POS_VERB},
    {"The wounded were taken away.", "wounded", POS_NOUN},
    {"The blast wounded ten people.", "wounded", POS_VERB},
    {"Ten wounded farmers fled.", "wounded", POS_ADJ},
    {"The wounded soldier fled.", "wounded", POS_ADJ},
    {"The dead were buried.", "dead", POS_NOUN},
    {"Ten people were dead.", "dead", POS_ADJ},
    {"The killing of ten men", "killing", POS_NOUN},
    {"They denied killing ten men.", "killing", POS_VERB},
    {"A bomb exploded, killing ten.", "killing", POS_VERB},
    {"The shooting of ten men", "shooting", POS_NOUN},
    {"They are shooting farmers.", "shooting", POS_VERB},
    {"Three detained men fled.", "detained", POS_ADJ},
    {"Three men were detained.", "detained", POS_VERB},
    {"Police detained three men.", "detained", POS_VERB},
    /* participles and adjectives */
    {"The missing men were found.", "missing", POS_ADJ},
    {"18 are missing.", "missing", POS_ADJ},
    {"Ten injured farmers fled.", "injured", POS_ADJ},
    {"Ten people were injured.", "injured", POS_VERB},
    {"The burned homes stood empty.", "burned", POS_ADJ},
    {"The blast hurt six people.", "hurt", POS_VERB},
    {"The blast killed ten people and hurt six.", "hurt", POS_VERB},
    {"Ten killed and six hurt in blast", "hurt", POS_VERB},
    {"Six hurt men fled.", "hurt", POS_ADJ},
    {"They were hurt.", "hurt", POS_VERB},
    {"The number of rebel dead rose to 12.", "dead", POS_NOUN},
    {"The number of police wounded is 14.", "wounded", POS_NOUN},
    {"It left 200 families homeless.", "homeless", POS_ADJ},
    {"Doctors treated 33 wounded local men.", "wounded", POS_ADJ},
    /* auxiliaries */
    {"Ten people were killed.", "were", POS_AUX},
    {"They have killed ten people.", "have", POS_AUX},
    {"They have ten people.", "have", POS_VERB},
    {"They did not flee.", "did", POS_AUX},
    {"It may rise.", "may", POS_AUX},
    /* to, that, after */
    {"They vowed to kill ten.", "to", POS_PART},
    {"They fled to the north.", "to", POS_PREP},
    {"Six died in India.", "in", POS_PREP},
    {"He said that ten died.", "that", POS_CONJ},
    {"The blast that killed ten", "that", POS_PRON},
    {"That man died.", "That", POS_DET},
    {"Ten died after the blast.", "after", POS_PREP},
    {"Ten died after a bomb exploded.", "after", POS_CONJ},
    {"They fled after killing ten men.", "after", POS_PREP},
    {"Six fled before the army came.", "before", POS_CONJ},
    /* determiners and pronouns */
    {"Some people fled.", "Some", POS_NUM},
    {"Their homes burned.", "Their", POS_DET},
    {"They fled.", "They", POS_PRON},
    {"Others fled.", "Others", POS_PRON},
    {"All other men fled.", "other", POS_DET},
    {"The men who fled", "who", POS_PRON},
    /* titles and names */
    {"General Smith spoke.", "General", POS_TITLE},
    {"The general spoke.", "general", POS_NOUN},
    {"Ali Xoqqan spoke.", "Xoqqan", POS_NAME},
    {"Xoqqan fled.", "Xoqqan", POS_NAME},
    {"The man Will Xoqqan fled.", "Xoqqan", POS_NAME},
    /* what the pack does not know, by its ending */
    {"The quibbled men fled.", "quibbled", POS_ADJ},
    {"He slurkly spoke.", "slurkly", POS_ADV},
    {"Ten wuzzles fled.", "wuzzles", POS_NOUN},
    {"The wuzzle fled.", "wuzzle", POS_NOUN},
    /* numbers and marks */
    {"12 people died.", "12", POS_NUM},
    {"Twelve people died.", "Twelve", POS_NUM},
    {"Ten people died.", ".", POS_COUNT},
    {"The army's men fled.", "'s", POS_PART},
    {"It's over.", "'s", POS_PART},
};

/* Every token gets a part of speech that its form has, unless another layer made
 * something of it. */
static bool sane(const struct bench *b) {
  for (int i = 0; i < b->s.token_count; i++) {
    const struct token *t = b->tokens + i;
    if (t->pos > POS_COUNT) return false;
    if (t->figure && t->kind == TOKEN_WORD && t->form && t->pos != POS_NUM) return false;
    if (t->kind == TOKEN_NUMBER && t->pos != POS_NUM) return false;
    if (t->kind == TOKEN_WORD && t->pos == POS_COUNT) return false;
  }
  return true;
}

int main(void) {
  static struct bench b;
  static const char *const names[] = {"noun", "verb", "adj",  "adv",   "prep", "conj", "det", "pron",
                                      "aux",  "num",  "part", "title", "name", "mark", "none"};
  if (!bench_open(&b)) return DONE();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench_text(&b, rows[i].text, LAYER_TAGS);
    int k = bench_token(&b, rows[i].word);
    IS_STR(k < 0 ? "no such token" : names[b.tokens[k].pos], names[rows[i].want], rows[i].text);
    OK(sane(&b), "every token has a part of speech");
  }
  bench_close(&b);
  return DONE();
}
