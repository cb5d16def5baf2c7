/* Passages: a text of which only parts are read gives the claims of the whole.  Short
 * texts are read whole; in long ones a claim keeps the day, the place and the people that
 * stand around it or at the head, and those whom it names by surname alone wherever they
 * were named in full; and nothing that was left open far away is taken for its own. */
#include "base/alloc.h"
#include "extract/reader.h"
#include "extract_scan.h"

/* --- texts ---------------------------------------------------------------------- */

/* Sentences that hold no claim, name nobody, and do not lean on others. */
static const char *const dull[] = {
    "The council met on the question of the bridge for the whole afternoon.",
    "Prices of bread and of oil went up again and nobody could say why.",
    "A new road will be opened behind the market when the rains are over.",
    "The orchestra played two pieces that had not been heard for years.",
    "Farmers expect more wheat than usual because the spring was mild.",
    "The library will stay open later until the end of the examinations.",
    "Many trains were late again and the station was crowded until evening.",
};

struct text {
  char at[65536];
  size_t len;
};

static void put(struct text *t, const char *words, const char *behind) {
  int n = snprintf(t->at + t->len, sizeof t->at - t->len, "%s%s", words, behind);
  if (n > 0 && t->len + (size_t)n < sizeof t->at) t->len += (size_t)n;
}

/* As many sentences without a claim, three a paragraph. */
static void put_dull(struct text *t, int count) {
  for (int i = 0; i < count; i++) put(t, dull[i % 7], i % 3 == 2 ? "\n\n" : " ");
}

static toll_slice slice(const struct text *t) {
  return (toll_slice){t->at, t->len};
}

/* --- the same as the whole -------------------------------------------------------- */

struct readers {
  struct reading_room *room;
  toll_scanner *whole;
};

static bool alike(const struct readers *r, toll_slice text) {
  toll_claims claims;
  toll_buffer parts = {0}, whole = {0};
  if (room_read(r->room, r->room->scanner, text, &claims)) room_json(r->room, &claims, &parts);
  if (room_read(r->room, r->whole, text, &claims)) room_json(r->room, &claims, &whole);
  bool same = parts.len == whole.len && (parts.len == 0 || memcmp(parts.at, whole.at, parts.len) == 0);
  if (!same) printf("# parts %.*s\n# whole %.*s\n", (int)parts.len, parts.at, (int)whole.len, whole.at);
  toll_buffer_free(&parts);
  toll_buffer_free(&whole);
  return same;
}

/* Each text of the corpus but the one of them all is short. */
static void test_short(const struct readers *r, const struct corpus *c) {
  int differ = 0, tried = 0;
  for (size_t i = 0; i < c->count; i++) {
    if (c->texts[i].len > 400) continue;
    tried++;
    differ += !alike(r, c->texts[i]);
  }
  OK(tried > 100, "there are short texts");
  IS_INT(differ, 0, "a short text is read whole");
}

static const char *const notes[] = {
    "Twelve people were killed in Tampere on Monday, the hospital said.",
    "A bus fell into the river near Bergen on 4 May 2019. Three passengers died. The driver was hurt.",
    "Sabina Brel, the mayor, said two houses had burned. She said nobody was hurt.",
    "Casualties:\n\n- 14 soldiers\n\n- a doctor",
    "\"We were on the road. They shot at us. Four of us were wounded,\" a farmer said.",
    "The storm struck in the night. Clashes broke out in Graz the day after. Nine were killed.",
};

static void test_long(const struct readers *r) {
  static struct text t;
  const size_t count = sizeof notes / sizeof *notes;
  int differ = 0;
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < count; k++)
      for (int between = 0; between < 40; between += 3) {
        t.len = 0;
        put_dull(&t, (int)(i + k) * 5);
        put(&t, notes[i], "\n\n");
        put_dull(&t, between);
        put(&t, notes[k], "\n\n");
        put_dull(&t, 20);
        differ += !alike(r, slice(&t));
      }
  IS_INT(differ, 0, "two notes with dull lines around them and between are read as in the whole");
}

/* --- what is kept ------------------------------------------------------------------- */

static const toll_claim *only_claim(struct reading_room *room, const struct text *t, const char *what) {
  toll_claims claims;
  bool one = room_read(room, room->scanner, slice(t), &claims) && claims.count > 0;
  OK(one, what);
  return one ? claims.items + claims.count - 1 : NULL;
}

static void is_text(toll_slice got, const char *want, const char *what) {
  char text[100];
  snprintf(text, sizeof text, "%.*s", (int)got.len, got.at ? got.at : "");
  IS_STR(text, want, what);
}

static void test_head(struct reading_room *room) {
  static struct text t;
  t.len = 0;
  put(&t, "TAMPERE, 5 May 2019 -- The council spoke of the roads.", "\n\n");
  put_dull(&t, 60);
  put(&t, "Twelve people were killed on Thursday.", "\n");
  const toll_claim *c = only_claim(room, &t, "a claim far behind its dateline");
  if (!c) return;
  IS_INT(c->when.from, toll_day_of(2019, 5, 2), "is of the week that the head tells");
}

static void test_recall(struct reading_room *room) {
  static struct text t;
  t.len = 0;
  put_dull(&t, 30);
  put(&t, "Sabina Orlin, the mayor of the town, said that the bridge would be closed.", "\n\n");
  put_dull(&t, 30);
  put(&t, "Orlin said that twelve people were killed.", "\n\n");
  const toll_claim *c = only_claim(room, &t, "a claim of somebody who was named in a part left out");
  if (!c || !OK(c->claimant != NULL, "it has a claimant")) return;
  is_text(c->claimant->name, "Orlin", "the surname as it stands");
  is_text(c->claimant->resolved, "Sabina Orlin", "stands for the full name");
  is_text(c->claimant->role, "mayor of the town", "with the role");
}

/* A part of a text whose end is nowhere sure is not read for every name that may stand in it. */
static void test_endless(struct reading_room *room) {
  static struct text t;
  t.len = 0;
  put_dull(&t, 30);
  put(&t, "Sabina Orlin, the mayor of the town, said it was so.", " ");
  for (int i = 0; i < 200; i++) put(&t, "The road was long and nobody saw it.", " ");
  put(&t, "", "\n\n");
  put_dull(&t, 30);
  put(&t, "Orlin said that twelve people were killed.", "\n\n");
  const toll_claim *c = only_claim(room, &t, "a claim of somebody who was named in an endless part");
  if (!c || !OK(c->claimant != NULL, "it has a claimant too")) return;
  OK(c->claimant->resolved.at == NULL, "who is not known in full");
}

static void test_open_ends(struct reading_room *room) {
  static struct text t;
  t.len = 0;
  put(&t, "Three people were killed, the mayor of the town said. \"The road is long and", " ");
  put_dull(&t, 60);
  put(&t, "Twelve people were wounded.", "\n");
  const toll_claim *c = only_claim(room, &t, "a claim far behind a quotation that nobody closed");
  if (!c) return;
  IS_INT(c->value, 12, "is the last one");
  OK(c->claimant == NULL, "is not the quoted speaker's");
}

static void test_silent(struct reading_room *room) {
  static struct text t;
  toll_claims claims = {NULL, 1};
  t.len = 0;
  put_dull(&t, 100);
  OK(room_read(room, room->scanner, slice(&t), &claims) && claims.count == 0, "of a dull text nothing is read");
  IS_INT((int64_t)room->scanner->sentence_no, 0, "not one sentence");
  put(&t, "Twelve people were killed.", "\n\n");
  put_dull(&t, 100);
  OK(room_read(room, room->scanner, slice(&t), &claims) && claims.count == 1, "of a claim in it there is one");
  size_t read = 0;
  for (size_t i = 0; i < room->scanner->stretch_count; i++) read += room->scanner->stretches[i].read;
  OK(read > 4 && read < 20, "and only what stands around it is read");
}

/* --- without memory ----------------------------------------------------------------- */

/* A new scanner reads the document in hand, the n-th allocation refused; 0, or what it says. */
static int read_anew(const struct reading_room *room, size_t n, bool sticky, toll_buffer *out, size_t *allocations) {
  toll_scanner *scanner;
  toll_claims claims;
  toll_error e;
  mem_refuse(n, sticky);
  int code = toll_scanner_new(room->pack, room->places, &scanner, &e);
  if (code == 0) code = toll_scan(scanner, room->doc, &claims, &e);
  *allocations = mem_count();
  mem_refuse(0, 0);
  if (code == 0) room_json(room, &claims, out);
  toll_scanner_free(scanner);
  return code;
}

/* Each allocation refused, alone or with all behind it: the reading says so, or does without. */
static void test_refused(struct reading_room *room) {
  static struct text t;
  toll_claims claims;
  toll_buffer want = {0}, got = {0};
  t.len = 0;
  put_dull(&t, 30);
  put(&t, "Sabina Aliyeva, the mayor of the town, said that the bridge would be closed.", "\n\n");
  put_dull(&t, 300);
  for (size_t i = 0; i < sizeof notes / sizeof *notes; i++) put(&t, notes[i], "\n\n"), put_dull(&t, 4);
  put(&t, "Aliyeva said that twelve people were killed in Baku on 4 May 2019.", "\n\n");
  if (!OK(room_read(room, room->scanner, slice(&t), &claims), "a long text is read")) return;
  size_t total, used;
  IS_INT(read_anew(room, 0, false, &want, &total), 0, "by a new scanner too");
  int wrong = 0;
  for (size_t n = 1; n <= 2 * total; n++) {
    got.len = 0;
    int code = read_anew(room, (n + 1) / 2, n % 2, &got, &used);
    bool same = got.len == want.len && memcmp(got.at, want.at, want.len) == 0;
    wrong += code == 0 ? !same : code != TOLL_E_MEMORY;
  }
  IS_INT(wrong, 0, "whatever allocation is refused, it says so or does without");
  toll_buffer_free(&want);
  toll_buffer_free(&got);
}

int main(void) {
  static struct corpus corpus;
  struct reading_room room;
  toll_error e;
  if (!room_open(&room) || !corpus_open(&corpus)) return DONE();
  struct readers r = {&room, NULL};
  if (OK(toll_scanner_new(room.pack, room.places, &r.whole, &e) == 0, "a scanner that reads all")) {
    r.whole->whole = true;
    test_short(&r, &corpus);
    test_long(&r);
  }
  test_head(&room);
  test_recall(&room);
  test_endless(&room);
  test_open_ends(&room);
  test_silent(&room);
  test_refused(&room);
  toll_scanner_free(r.whole);
  corpus_close(&corpus);
  room_close(&room);
  return DONE();
}
