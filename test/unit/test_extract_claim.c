/* Unit tests of whole readings: each case is a text and its claims, as harm, value,
 * form where it is not exact, unit where it is no person, the people or things, and
 * what a part is a part of.  The cases are readings that once went wrong. */
#include "extract_scan.h"

static const struct {
  const char *text, *want;
} rows[] = {
    /* numbers that do not fit are no claims */
    {"123456789012345678901234567890 people were killed.", ""},
    {"12345678901234567890 million people were killed.", ""},
    {"1.2345678 million people were killed.", ""},
    {"It killed another 12%.", ""},
    {"1,234.5 people were killed.", ""},
    {"12people were killed.", ""},
    /* hedges and marks of numbers */
    {"It killed approx. 200 people.", "killed 200 about people"},
    {"School No. 4 was hit and three pupils died.", "killed 3 pupils"},
    {"It was 10 a.m. Ten people were killed.", "killed 10 people"},
    {"Ten people were killed on Jan. 5.", "killed 10 people"},
    /* years, and lists of ages */
    {"From 2010 to 2014 some 1,200 people were killed.", "killed 1200 about people"},
    {"Between 2010 and 2014, 1,200 people were killed.", "killed 1200 people"},
    {"In 2014 500 people were killed.", "killed 500 people"},
    {"At least 12 people, three of them children aged 2, 5 and 7, were killed.",
     "killed 12 at_least people; killed 3 children of 12"},
    {"A man aged 34 was killed.", "killed 1 man"},
    {"Two boys aged 5 and 7 were killed.", "killed 2 boys"},
    {"Three men, aged 34, 36 and 40, were killed.", "killed 3 men"},
    {"Four children aged between 5 and 12 were killed.", "killed 4 children"},
    /* verbs that are adjectives too */
    {"The blast hurt six people.", "wounded 6 people"},
    {"The blast killed ten people and hurt six.", "killed 10 people; wounded 6 people"},
    {"Doctors treated 33 wounded local people.", "wounded 33 wounded local people"},
    {"12 dead, 30 hurt in blast", "killed 12 dead; wounded 30"},
    {"The raid left 12 people dead and 30 wounded.", "killed 12 people; wounded 30 people"},
    {"Two people were killed, one of them a child, and five wounded.",
     "killed 2 people; killed 1 a child of 2; wounded 5 people"},
    {"Ten civilians, including two children and a nurse, and three soldiers were killed.",
     "killed 10 civilians; killed 2 children of 10; killed 1 nurse of 10; killed 3 soldiers"},
    {"12,000 objects, including houses, flats, and 40 schools, were destroyed.",
     "destroyed 12000 object objects; destroyed 40 building schools of 12000"},
    {"The number of homes destroyed stands at 960.", "destroyed 960 building"},
    {"The number of families homeless rose to 40.", "displaced 40 household"},
    {"The number of people killed in the house rose to 12.", "killed 12"},
    /* so many each */
    {"Five soldiers each from the two armies were killed.", "killed 10 soldiers"},
    {"Twelve people, including three each from two families, were killed.", "killed 12 people; killed 6 of 12"},
    /* shares with a hedge */
    {"Fewer than half of the 60 miners were freed.", "freed 30 fewer_than miners"},
    /* units that a bare number takes over */
    {"Fifteen houses were destroyed and 40 damaged.", "destroyed 15 building houses; damaged 40 building"},
    /* words that the pack has in phrases only */
    {"Five people were killed in Pakistan and six in India.", "killed 5 people; killed 6 people"},
    {"Five people were killed in India and six in Pakistan.", "killed 5 people; killed 6 people"},
    /* the harmed by their kind */
    {"The number of rebel dead rose to 12.", "killed 12"},
    {"The army put the number of civilian dead at 30.", "killed 30"},
    {"The ministry put the number of police wounded at 14.", "wounded 14"},
    {"Five rebel hostages were freed.", "freed 5 rebel hostages"},
    {"Gunmen took nine pupils hostage.", "abducted 9 pupils"},
    /* parts of what another reading absorbs */
    {"Ten wounded people, including two children, died.", "killed 10 wounded people; killed 2 children of 10"},
    {"Twelve injured people, two of them children, died.", "killed 12 injured people; killed 2 children of 12"},
    /* names behind dates */
    {"On Monday Ali Xoqqan was killed.", "killed 1 Ali Xoqqan"},
    {"In 1990 Ali Xoqqan was killed.", "killed 1 Ali Xoqqan"},
    {"On 5 May Ali Xoqqan was killed.", "killed 1 Ali Xoqqan"},
    {"Last Monday Ali Xoqqan was killed.", "killed 1 Ali Xoqqan"},
};

struct summary {
  char at[1000];
  size_t len;
};

static void put(struct summary *s, toll_slice text) {
  if (text.len > sizeof s->at - 1 - s->len) return;
  if (text.len) memcpy(s->at + s->len, text.at, text.len);
  s->len += text.len;
  s->at[s->len] = 0;
}

static void put_word(struct summary *s, const char *word) {
  put(s, (toll_slice){word, strlen(word)});
}

static void put_number(struct summary *s, int64_t n) {
  char digits[24];
  snprintf(digits, sizeof digits, "%" PRId64, n);
  put_word(s, n == TOLL_OPEN ? "-" : digits);
}

static void summarise(const toll_claims *all, struct summary *s) {
  *s = (struct summary){0};
  for (size_t i = 0; i < all->count; i++) {
    const toll_claim *c = all->items + i;
    put_word(s, i ? "; " : "");
    put_word(s, toll_harm_name(c->harm));
    put_word(s, " ");
    put_number(s, c->value);
    if (c->form != TOLL_EXACT) put_word(s, " "), put_word(s, toll_form_name(c->form));
    if (c->unit != TOLL_PERSON) put_word(s, " "), put_word(s, toll_unit_name(c->unit));
    if (c->who.at) put_word(s, " "), put(s, c->who);
    if (c->part_of >= 0) put_word(s, " of "), put_number(s, all->items[c->part_of].value);
  }
}

int main(void) {
  struct reading_room room;
  if (!room_open(&room)) return DONE();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    toll_claims claims = {NULL, 0};
    struct summary s;
    room_read(&room, room.scanner, (toll_slice){rows[i].text, strlen(rows[i].text)}, &claims);
    summarise(&claims, &s);
    IS_STR((const char *)s.at, rows[i].want, rows[i].text);
  }
  room_close(&room);
  return DONE();
}
