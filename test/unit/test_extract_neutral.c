/* Neutrality: who is named changes no figure.  Every sentence is read with two
 * words in its two places, and again with the two exchanged; number, form,
 * status, harm, unit, scope, side, classes and confidence must be the same.  The
 * sentences are about nobody: each pair stands in each of them both ways round. */
#include "extract_scan.h"

/* Words that may be exchanged: adjectives, and the nouns of the same groups. */
static const struct pair {
  const char *a, *b;
} peoples[] = {{"Armenian", "Azerbaijani"},  {"Russian", "Ukrainian"},   {"Israeli", "Palestinian"},
               {"Indian", "Pakistani"},      {"Serbian", "Croatian"},    {"Turkish", "Kurdish"},
               {"American", "Iraqi"},        {"Ethiopian", "Eritrean"},  {"Hutu", "Tutsi"},
               {"Georgian", "Abkhaz"},       {"Sudanese", "Chadian"},    {"Chinese", "Uyghur"},
               {"Muslim", "Christian"},      {"Hindu", "Sikh"},          {"Sunni", "Shiite"},
               {"Catholic", "Protestant"},   {"Jewish", "Muslim"},       {"Buddhist", "Rohingya"},
               {"Republican", "Democratic"}, {"Conservative", "Liberal"}},
  states[] = {{"Armenia", "Azerbaijan"}, {"Russia", "Ukraine"}, {"Israel", "Lebanon"},   {"India", "Pakistan"},
              {"Serbia", "Croatia"},     {"Turkey", "Syria"},   {"Ethiopia", "Eritrea"}, {"Iran", "Iraq"},
              {"Sudan", "Chad"},         {"China", "Japan"}};

/* < and > stand for the words of a pair, ~ ends the article before one. */
static const char *const of_peoples[] = {
    "Ten < civilians were killed by > troops.",
    "> troops killed ten < civilians.",
    "< soldiers shot dead three > farmers on Monday.",
    "At least 40 < villagers were wounded, > officials said.",
    "< officials denied that 12 > prisoners had been killed.",
    "Between 20 and 25 < men were detained by > police.",
    "A~< woman and her two children were killed in the > quarter.",
    "Dozens of < families were displaced after the > attack.",
    "No < soldiers were hurt.",
    "More than 100 < and 30 > soldiers were killed.",
    "Six people, including four < children and two > nurses, were killed.",
    "The < army said it had killed 14 > fighters.",
    "The > army rejected reports that 14 < villagers were killed.",
    "Up to 3,000 < people could be displaced, a~> charity warned.",
    "A~> shell destroyed 12 < houses.",
    "Twelve < homes and three > schools were damaged.",
    "Two < journalists and a~> driver are missing.",
    "Five < hostages were freed by > forces.",
    "Some 200 < refugees fled > shelling.",
    "A~< teacher was abducted by > gunmen.",
    "A~< commander vowed to kill 50 > soldiers.",
    "Eight < protesters were arrested by > police and two were beaten.",
    "The death toll among < residents rose to 17, the > ministry said.",
    "< sources put the number of > dead at 30.",
    "Nine < sailors died when a~> ship sank.",
    "About half of the 60 < detainees were released by > guards.",
    "The blast killed four < and wounded seven > workers.",
    "The < mayor said 11 people had died; > residents put the toll at 20.",
    "Three < policemen were killed and a~> officer was wounded.",
    "The bodies of 15 < men were found in a~> village.",
    "< militants killed eight > guards.",
    "Fewer than ten < civilians died, according to > media.",
    "In 1992 < forces captured 20 > prisoners.",
    "Several < worshippers were killed in the > raid.",
    "Seven < pilgrims were shot by > gunmen, a witness said.",
    "A~< bomber killed himself and five > guests.",
    "< doctors treated 33 wounded > people.",
    "The < government says 1,200 people have been killed since the > offensive began.",
};

static const char *const of_states[] = {
    "Ten people were killed in < by troops from >.",
    "< said that 12 of its soldiers were killed by >.",
    "> denied killing 12 farmers in <.",
    "< and > each freed 40 prisoners.",
    "More than 2,000 people fled < for >.",
    "At least six people were killed when > shelled a village in <.",
    "< accused > of killing 30 villagers.",
    "Officials in < said that 25 people were wounded in >.",
    "< released 14 soldiers of >.",
    "Three citizens of < were detained in >.",
    "Rockets from > destroyed 20 houses in <.",
    "Up to 50 people may have died in <, the government of > said.",
    "The army of < killed seven people in the north of >.",
    "Between 5 and 7 people were killed on the border of < and >.",
    "The ministry in < put the toll at 18, while > spoke of 31.",
    "Aid workers from < said nine people were missing in >.",
    "> threatened to execute 12 soldiers of <.",
    "Dozens were killed in < after an attack by >.",
    "No one was hurt in <, > said.",
    "< reported eight deaths and > four.",
    "Two aircraft of < were shot down by >.",
    "Five people were killed in < and six in >.",
};

struct filled {
  char at[400];
  size_t len;
};

static void put(struct filled *out, const char *bytes, size_t len) {
  if (len > sizeof out->at - out->len) return;
  memcpy(out->at + out->len, bytes, len);
  out->len += len;
}

/* The sentence with its words, and with the article that they ask for. */
static void fill(struct filled *out, const char *sentence, const char *a, const char *b) {
  out->len = 0;
  for (const char *p = sentence; *p; p++) {
    const char *word = *p == '<' ? a : *p == '>' ? b : NULL, *next = p[1] == '<' ? a : b;
    if (word)
      put(out, word, strlen(word));
    else if (*p == '~')
      put(out, "n ", strchr("AEIO", next[0]) ? 2 : 0), put(out, " ", strchr("AEIO", next[0]) ? 0 : 1);
    else
      put(out, p, 1);
  }
}

struct reading {
  double confidence;
  int64_t value, low, high;
  unsigned harm, unit, form, status, scope, side;
  uint32_t classes;
  bool sourced, parted;
};

#define READINGS 12

static size_t read(struct reading_room *room, const struct filled *text, struct reading *out) {
  toll_claims claims;
  if (!room_read(room, room->scanner, (toll_slice){text->at, text->len}, &claims)) return 0;
  for (size_t i = 0; i < claims.count && i < READINGS; i++) {
    const toll_claim *c = claims.items + i;
    out[i] = (struct reading){c->confidence,  c->value,  c->low,   c->high, c->harm,    c->unit,
                              c->form,        c->status, c->scope, c->side, c->classes, c->claimant != NULL,
                              c->part_of >= 0};
  }
  return claims.count;
}

static bool same(const struct reading *x, const struct reading *y) {
  return x->value == y->value && x->low == y->low && x->high == y->high && x->harm == y->harm && x->unit == y->unit &&
         x->form == y->form && x->status == y->status && x->scope == y->scope && x->side == y->side &&
         x->classes == y->classes && x->sourced == y->sourced && x->parted == y->parted &&
         !(x->confidence < y->confidence) && !(x->confidence > y->confidence);
}

/* Both ways round, and against the pair that the sentence is first read with. */
static int differences(struct reading_room *room, const char *sentence, const struct pair *pairs, size_t count,
                       size_t *claims) {
  struct reading first[READINGS], now[READINGS];
  struct filled text;
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

static void test_all(struct reading_room *room, const char *const *sentences, size_t count, const struct pair *pairs,
                     size_t pair_count) {
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
