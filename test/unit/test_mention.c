/* Mentions: what one document says of one of its events. */
#include "weigh/mention.h"

#include <stdlib.h>
#include <string.h>

#include "extract/outline.h"
#include "tap.h"

struct room {
  toll_pack *pack;
  toll_places *places;
  toll_scanner *scanner;
  toll_document *doc;
  struct arena arena;
};

/* The first mention of a note printed on the day; claims 0 and number 0 where there is none. */
static struct mention read(struct room *room, const char *text, const char *day) {
  toll_error e = {0};
  toll_claims claims;
  struct mention *made;
  size_t count = 0;
  toll_day to;
  struct mention none = {0};
  if (toll_document_from_bytes(room->doc, (toll_slice){text, strlen(text)}, "note", &e)) return none;
  if (toll_scan(room->scanner, room->doc, &claims, &e)) return none;
  toll_document_info info = *toll_document_get(room->doc);
  if (toll_day_read((toll_slice){day, strlen(day)}, &info.from, &to)) return none;
  struct mention_maker maker = {room->pack, room->places};
  if (mention_make(&maker, &info, &claims, &room->arena, &made, &count) || !count) return none;
  return made[0];
}

static bool same_packed(const struct mention *a, const struct mention *b) {
  unsigned char x[MENTION_PACKED_MAX], y[MENTION_PACKED_MAX];
  size_t len = mention_pack(a, x);
  return len == mention_pack(b, y) && memcmp(x, y, len) == 0;
}

static void check_made(struct room *room) {
  struct mention m = read(room, "Gunmen killed 14 farmers in the village of Tamsaroo, police said.", "2031-03-05");
  IS_INT(m.claims, 1, "a figure makes a claim of its mention");
  IS_INT(m.most_killed, 14, "its most killed");
  OK(strstr(m.place, "Tamsaroo") != NULL, "the place that its claim gives");
  OK(m.place_count == 1 && m.places[0].claimed && m.places[0].sound, "and that name alone is where it was");
  struct mention other = read(room, "Gunmen killed 14 farmers in the eastern outskirts of Tamsaroo.", "2031-03-05");
  OK(other.place_count == 1 && other.places[0].name == m.places[0].name, "however the text describes it");
  m = read(room, "Gunmen killed 14 farmers in several towns, police said.", "2031-03-05");
  OK(m.place_len > 0 && m.place_count == 0, "a description without a name is no place that tells events apart");
  m = read(room, "Deadly blast hits market in Tamsaroo", "2031-03-05");
  OK(m.number == 1 && m.claims == 0, "harm without a figure makes a mention without claims");
  m = read(room, "The council of Tamsaroo opened a new school on Friday.", "2031-03-05");
  IS_INT(m.number, 0, "no harm, no mention");
  m = read(room, "", "2031-03-05");
  IS_INT(m.number, 0, "no text, no mention");
}

static const char *const notes[] = {
    "Gunmen killed 14 farmers in the village of Tamsaroo, police said.",
    "Fourteen farmers shot dead in Tamsaroo",
    "Tamsaro village mourns its dead after the attack on farmers",
    "A ferry sank off Port Ellery on Sunday, drowning 23 passengers.",
    "At least nine people were wounded when a shell hit a school in Kassel.",
    "The anniversary of the 1998 Tamsaroo fire, in which 120 people died, was marked on Tuesday.",
    "More than 300 people were killed across the country in May, the monitor said.",
};
#define NOTES (sizeof notes / sizeof *notes)

static void check_packed(struct room *room) {
  bool same = true, cut = true, version = true, longer = true;
  for (size_t i = 0; i < NOTES; i++) {
    struct mention m = read(room, notes[i], "2031-03-05"), again;
    unsigned char bytes[MENTION_PACKED_MAX + 1] = {0};
    size_t len = mention_pack(&m, bytes);
    same = same && mention_unpack(bytes, len, &again) == 0 && same_packed(&m, &again);
    for (size_t part = 0; part < len; part++) cut = cut && mention_unpack(bytes, part, &again) == TOLL_E_FORMAT;
    longer = longer && mention_unpack(bytes, len + 1, &again) == TOLL_E_FORMAT;
    bytes[0]++;
    version = version && mention_unpack(bytes, len, &again) == TOLL_E_FORMAT;
  }
  OK(same, "what is packed comes out the same");
  OK(cut, "a mention that was cut is refused");
  OK(longer, "and one that goes on");
  OK(version, "and one of another version");
}

static bool find_each_other(const struct mention *a, const struct mention *b, bool *mutual) {
  struct mention_keys x, y;
  mention_keys(a, &x);
  mention_keys(b, &y);
  mention_keys_sort(&x);
  mention_keys_sort(&y);
  bool found = mention_keys_meet(&x, &y);
  *mutual = *mutual && found == mention_keys_meet(&y, &x);
  return found;
}

/* Mentions of all sorts: the notes', with days, figures, places and words exchanged. */
static struct mention some_mention(struct room *room, uint32_t *seed) {
  static const char *const days[] = {"2031-03-01", "2031-03-05", "2031-03-06", "2031-03-29", "2032-01-01"};
  struct mention parts[3];
  for (size_t i = 0; i < 3; i++) {
    *seed = *seed * 1664525u + 1013904223u;
    parts[i] = read(room, notes[(*seed >> 8) % NOTES], days[(*seed >> 16) % 5]);
  }
  struct mention m = parts[0];
  memcpy(m.places, parts[1].places, sizeof m.places);
  m.place_count = parts[1].place_count;
  memcpy(m.words, parts[2].words, sizeof m.words);
  m.word_count = parts[2].word_count;
  mention_digest(&m);
  return m;
}

static void check_agreement(struct room *room) {
  struct mention list[60];
  uint32_t seed = 7;
  bool symmetric = true, found = true, agree = false, pure = true, mutual = true;
  for (size_t i = 0; i < 60; i++) list[i] = some_mention(room, &seed);
  for (size_t i = 0; i < 60; i++)
    for (size_t k = 0; k < 60; k++) {
      double points = mention_agreement(&list[i], &list[k]);
      symmetric = symmetric && points == mention_agreement(&list[k], &list[i]);
      pure = pure && points == mention_agreement(&list[i], &list[k]);
      bool finds = find_each_other(&list[i], &list[k], &mutual);
      if (points < MENTION_AGREES) continue;
      agree = agree || i != k;
      found = found && finds;
    }
  OK(symmetric, "agreement is the same both ways");
  OK(pure, "and every time");
  OK(agree, "some of them agree");
  OK(found, "whoever agrees is found");
  OK(mutual, "and whoever finds is found");
}

static void check_examples(struct room *room) {
  struct mention first = read(room, notes[0], "2031-03-05"), second = read(room, notes[1], "2031-03-06");
  struct mention later = read(room, notes[0], "2033-08-05"), ferry = read(room, notes[3], "2031-03-05");
  OK(mention_agreement(&first, &second) >= MENTION_AGREES, "two reports of one attack");
  OK(mention_agreement(&first, &later) < MENTION_AGREES, "the same words two years later are another one");
  OK(mention_agreement(&first, &ferry) < MENTION_AGREES, "a shipwreck on the same day is another event");
  struct mention rises = read(room, "The toll of the Tamsaroo attack rose to 16 on Sunday.", "2031-03-07");
  struct mention before = read(room, "The toll of the Tamsaroo attack rose to 16 on Sunday.", "2031-03-03");
  OK(mention_agreement_found(&first, &rises) > mention_agreement_found(&first, &before),
     "a count goes on from what was told before it, not after");
  struct mention chief = read(room, "The K31 chief was killed in a drone strike, officials said.", "2031-03-05");
  struct mention mourned = read(room, "K31 confirms the death of its leader", "2031-03-07"),
                 other = read(room, "K44 confirms the death of its leader", "2031-03-07");
  OK(mention_agreement_found(&chief, &mourned) > mention_agreement_found(&chief, &other),
     "a name with a number is a name");
  struct mention hail = read(room, "Four hikers died in a hailstorm in Alsace.", "2031-03-05");
  struct mention storm = read(room, "Storm kills campers in Alsace", "2031-03-05");
  struct mention south = read(room, "Storm kills campers in France", "2031-03-05");
  OK(mention_agreement_found(&hail, &storm) > mention_agreement_found(&hail, &south),
     "one part of a country in both says more than the country");
  struct mention four = read(room, "Four skiers died in avalanches in France on Monday.", "2031-03-05");
  struct mention five = read(room, "Five people were killed in the Alps in France on Monday.", "2031-03-05");
  struct mention forty = read(room, "Forty people were killed in the Alps in France on Monday.", "2031-03-05");
  OK(mention_agreement_found(&four, &five) > mention_agreement_found(&four, &forty) + 1.5,
     "tolls of one day that are far apart, and no town in common");
  static const char *const towns[] = {"Two climbers died in a fall in Grenoble on Monday, police said.",
                                      "Two climbers died in a fall in Rennes on Monday, police said.",
                                      "Two climbers died in a fall in Bergen on Monday, police said."};
  struct mention at[3];
  for (size_t i = 0; i < 3; i++) at[i] = read(room, towns[i], "2031-03-05");
  OK(mention_agreement(&at[0], &at[1]) < MENTION_AGREES, "towns of one country that lie far apart");
  OK(mention_agreement(&at[0], &at[2]) < MENTION_AGREES, "towns of two countries");
}

/* Later windows of one text. */
static void check_taken(struct room *room) {
  struct mention a = read(room, notes[0], "2031-03-05"), b = read(room, notes[4], "2031-03-05"), both = a;
  mention_take(&both, &b);
  IS_INT(both.claims, a.claims + b.claims, "claims of both windows");
  IS_INT(both.most_killed, 14, "the most killed of both");
  OK(both.word_count >= a.word_count, "words of both");
}

static void check_bare(struct room *room) {
  struct mention_maker none = {NULL, NULL};
  toll_document_info info = {.text = TOLL_LIT("Three killed in Tamsaroo"), .from = 100, .to = 100};
  toll_claim claim = {.event = 1, .harm = TOLL_KILLED, .value = 3, .low = 3, .high = 3, .span = {0, 12}};
  claim.when.from = claim.when.to = TOLL_NO_DAY;
  struct mention *made;
  size_t count;
  int code = mention_make(&none, &info, &(toll_claims){&claim, 1}, &room->arena, &made, &count);
  OK(code == 0 && count == 1 && made[0].word_count > 0, "without a pack and a gazetteer there are still words");
}

int main(void) {
  struct room room = {0};
  toll_error e = {0};
  room.doc = toll_document_new();
  if (!room.doc || toll_pack_open(SOURCE_ROOT "/packs/en", &room.pack, &e) ||
      toll_places_open(SOURCE_ROOT "/packs/places", &room.places, &e) ||
      toll_scanner_new(room.pack, room.places, &room.scanner, &e))
    return 1;
  check_made(&room);
  check_packed(&room);
  check_agreement(&room);
  check_examples(&room);
  check_taken(&room);
  check_bare(&room);
  toll_scanner_free(room.scanner);
  toll_places_close(room.places);
  toll_pack_close(room.pack);
  toll_document_free(room.doc);
  arena_free(&room.arena);
  return DONE();
}
