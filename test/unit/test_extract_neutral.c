/* Neutrality: who is named changes no figure.  Every sentence is read with two
 * words in its places A and B, and again with the two exchanged; number, form,
 * status, harm, unit, scope, side, classes and confidence must be the same.  The
 * sentences are about nobody: each pair stands in each of them both ways round. */
#include "extract_scan.h"

/* Words that may be exchanged: adjectives, and the nouns of the same groups. */
static const struct pair {
  const char *a, *b;
} peoples[] = {{"Armenian", "Azerbaijani"}, {"Russian", "Ukrainian"},   {"Israeli", "Palestinian"}, {"Indian", "Pakistani"},
               {"Serbian", "Croatian"},     {"Turkish", "Kurdish"},     {"American", "Iraqi"},      {"Ethiopian", "Eritrean"},
               {"Hutu", "Tutsi"},           {"Georgian", "Abkhaz"},     {"Sudanese", "Chadian"},    {"Chinese", "Uyghur"},
               {"Muslim", "Christian"},     {"Hindu", "Sikh"},          {"Sunni", "Shiite"},        {"Catholic", "Protestant"},
               {"Jewish", "Muslim"},        {"Buddhist", "Rohingya"},   {"Republican", "Democratic"}, {"Conservative", "Labour"}},
  states[] = {{"Armenia", "Azerbaijan"}, {"Russia", "Ukraine"}, {"Israel", "Lebanon"}, {"India", "Pakistan"}, {"Serbia", "Croatia"},
              {"Turkey", "Syria"},       {"Ethiopia", "Eritrea"}, {"Iran", "Iraq"},    {"Sudan", "Chad"},     {"China", "Japan"}};

/* A and B stand for the words of a pair. */
static const char *const of_peoples[] = {
    "Ten A civilians were killed by B troops.",
    "B troops killed ten A civilians.",
    "A soldiers shot dead three B farmers on Monday.",
    "At least 40 A villagers were wounded, B officials said.",
    "A officials denied that 12 B prisoners had been killed.",
    "Between 20 and 25 A men were detained by B police.",
    "A A woman and her two children were killed in the B quarter.",
    "Dozens of A families were displaced after the B attack.",
    "No A soldiers were hurt.",
    "More than 100 A and 30 B soldiers were killed.",
    "Six people, including four A children and two B nurses, were killed.",
    "The A army said it had killed 14 B fighters.",
    "The B army rejected reports that 14 A villagers were killed.",
    "Up to 3,000 A people could be displaced, a B charity warned.",
    "A B shell destroyed 12 A houses.",
    "Twelve A homes and three B schools were damaged.",
    "Two A journalists and a B driver are missing.",
    "Five A hostages were freed by B forces.",
    "Some 200 A refugees fled B shelling.",
    "A A teacher was abducted by B gunmen.",
    "An A commander vowed to kill 50 B soldiers.",
    "Eight A protesters were arrested by B police and two were beaten.",
    "The death toll among A residents rose to 17, the B ministry said.",
    "A sources put the number of B dead at 30.",
    "Nine A sailors died when a B ship sank.",
    "About half of the 60 A detainees were released by B guards.",
    "The blast killed four A and wounded seven B workers.",
    "The A mayor said 11 people had died; B residents put the toll at 20.",
    "Three A policemen were killed and a B officer was wounded.",
    "The bodies of 15 A men were found in a B village.",
    "A militants killed eight B guards.",
    "Fewer than ten A civilians died, according to B media.",
    "In 1992 A forces captured 20 B prisoners.",
    "Several A worshippers were killed in the B raid.",
    "Seven A pilgrims were shot by B gunmen, a witness said.",
    "An A bomber killed himself and five B guests.",
    "A doctors treated 33 wounded B people.",
    "The A government says 1,200 people have been killed since the B offensive began.",
};

static const char *const of_states[] = {
    "Ten people were killed in A by troops from B.",
    "A said that 12 of its soldiers were killed by B.",
    "B denied killing 12 farmers in A.",
    "A and B exchanged 40 prisoners.",
    "More than 2,000 people fled A for B.",
    "At least six people were killed when B shelled a village in A.",
    "A accused B of killing 30 villagers.",
    "Officials in A said that 25 people were wounded in B.",
    "A released 14 soldiers of B.",
    "Three citizens of A were detained in B.",
    "Rockets from B destroyed 20 houses in A.",
    "Up to 50 people may have died in A, the government of B said.",
    "The army of A killed seven people in the north of B.",
    "Between 5 and 7 people were killed on the border of A and B.",
    "The ministry in A put the toll at 18, while B spoke of 31.",
    "Aid workers from A said nine people were missing in B.",
    "B threatened to execute 12 soldiers of A.",
    "Dozens were killed in A after an attack by B.",
    "No one was hurt in A, B said.",
    "A reported eight deaths and B four.",
    "Two aircraft of A were shot down by B.",
    "Five people were killed in A and six in B.",
};

/* Writes the sentence with its lone letters A and B replaced; an article before is kept
 * in agreement by the sentences themselves not depending on it. */
static void fill(struct corpus_line { char at[400]; size_t len; } *out, const char *sentence, const char *a, const char *b) {
  out->len = 0;
  for (const char *p = sentence; *p; p++) {
    bool edge = p == sentence || p[-1] == ' ';
    bool lone = edge && (p[1] == ' ' || p[1] == '.' || p[1] == ',' || p[1] == ';') && (*p == 'A' || *p == 'B');
    bool article = lone && *p == 'A' && p == sentence && p[1] == ' ' && p[2] && (p[2] == 'A' || p[2] == 'B') && p[3] == ' ';
    const char *word = !lone || article ? NULL : *p == 'A' ? a : b;
    size_t n = word ? strlen(word) : 1;
    if (out->len + n >= sizeof out->at) break;
    memcpy(out->at + out->len, word ? word : p, n);
    out->len += n;
  }
}

struct reading {
  int64_t value, low, high;
  unsigned harm, unit, form, status, scope, side;
  uint32_t classes;
  double confidence;
  bool sourced, parted;
};

#define READINGS 12

static size_t read(struct reading_room *room, const struct corpus_line *text, struct reading *out) {
  toll_claims claims;
  if (!room_read(room, room->scanner, (toll_slice){text->at, text->len}, &claims)) return 0;
  for (size_t i = 0; i < claims.count && i < READINGS; i++) {
    const toll_claim *c = claims.items + i;
    out[i] = (struct reading){c->value, c->low, c->high, c->harm, c->unit, c->form, c->status, c->scope, c->side, c->classes, c->confidence, c->claimant != NULL, c->part_of >= 0};
  }
  return claims.count;
}

static bool same(const struct reading *x, const struct reading *y) {
  return x->value == y->value && x->low == y->low && x->high == y->high && x->harm == y->harm && x->unit == y->unit && x->form == y->form &&
         x->status == y->status && x->scope == y->scope && x->side == y->side && x->classes == y->classes && x->sourced == y->sourced &&
         x->parted == y->parted && !(x->confidence < y->confidence) && !(x->confidence > y->confidence);
}

/* Both ways round, and against the pair that the sentence is first read with. */
static int differences(struct reading_room *room, const char *sentence, const struct pair *pairs, size_t count, size_t *claims) {
  struct reading first[READINGS], now[READINGS];
  struct corpus_line text;
  int n = 0;
  for (size_t i = 0; i < 2 * count; i++) {
    const struct pair *p = pairs + i / 2;
    fill(&text, sentence, i % 2 ? p->b : p->a, i % 2 ? p->a : p->b);
    size_t found = read(room, &text, i ? now : first);
    if (!i) *claims = found;
    bool good = found == *claims;
    for (size_t k = 0; good && i && k < found && k < READINGS; k++) good = same(first + k, now + k);
    if (!good) printf("# %.*s\n", (int)text.len, text.at);
    n += !good;
  }
  return n;
}

static void test_all(struct reading_room *room, const char *const *sentences, size_t count, const struct pair *pairs, size_t pair_count) {
  for (size_t i = 0; i < count; i++) {
    size_t claims = 0;
    int n = differences(room, sentences[i], pairs, pair_count, &claims);
    IS_INT(n, 0, sentences[i]);
    OK(claims > 0, "it claims something");
  }
}

int main(void) {
  struct reading_room room;
  if (!room_open(&room)) return DONE();
  test_all(&room, of_peoples, sizeof of_peoples / sizeof *of_peoples, peoples, sizeof peoples / sizeof *peoples);
  test_all(&room, of_states, sizeof of_states / sizeof *of_states, states, sizeof states / sizeof *states);
  room_close(&room);
  return DONE();
}
