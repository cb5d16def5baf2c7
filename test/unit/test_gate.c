/* The gate: what is left unread must be what would give nothing.  The ways to find
 * letters agree; every word that a claim needs is found in a text that nobody has read;
 * a text falls apart only where sentences begin; and whatever the text, its claims are
 * the same with the gate and without it. */
#include "base/letters.h"
#include "extract/gate.h"
#include "extract_scan.h"
#include "pack/word_key.h"

/* --- letters ------------------------------------------------------------------- */

static uint64_t next_number(uint64_t *state) {
  *state ^= *state << 13, *state ^= *state >> 7, *state ^= *state << 17;
  return *state;
}

/* Bytes around which the classes change, and any. */
static void fill(uint64_t *state, char *text, size_t len) {
  static const char edges[] = "@AZ[`az{.!?\n \r/0-\x80\xC3\xA9\xFF\x7F\x01";
  for (size_t i = 0; i < len; i++) {
    uint64_t n = next_number(state);
    text[i] = n & 1 ? edges[(n >> 8) % (sizeof edges - 1)] : (char)(n >> 16);
  }
}

static void test_letters(void) {
  enum { LONGEST = 400 };
  struct letter_block want[LONGEST / 64 + 1], got[LONGEST / 64 + 1];
  const struct letters_way *portable = NULL;
  size_t ways = 0;
  while (letters_way(ways)) portable = letters_way(ways++);
  IS_STR(portable->name, "portable", "the portable way is the last");
  uint64_t state = 7;
  int differ = 0;
  for (size_t len = 0; len < LONGEST; len++) {
    char *text = malloc(len ? len : 1); /* exactly as long, so that a read behind it is seen */
    fill(&state, text, len);
    letters_find_by(portable, text, len, want);
    for (size_t i = 0; i + 1 < ways; i++) {
      letters_find_by(letters_way(i), text, len, got);
      differ += memcmp(got, want, (len + 63) / 64 * sizeof *got) != 0;
    }
    free(text);
  }
  IS_INT(differ, 0, "all ways find the same");
  letters_find("Ab. c!?\n\xC3\xA9", 10, want);
  IS_INT((int64_t)want->letters, 1 | 2 | 16, "letters are those of ASCII");
  IS_INT((int64_t)want->ends, 4 | 32 | 64 | 128, "ends are stops and line feeds");
}

/* --- keys ------------------------------------------------------------------------ */

static void test_keys(void) {
  static const char lower[] = "incomprehensibilities", upper[] = "INCOMPREHENSIBILITIES";
  int differ = 0, same = 0;
  for (size_t len = 1; len < sizeof lower - 8; len++) {
    differ += word_key(lower, len) != word_key(upper, len) || word_key(lower, len) != word_key_roomy(upper, len);
    for (size_t k = 1; k < len; k++) same += word_key(lower, len) == word_key(lower, k);
  }
  IS_INT(differ, 0, "a word has one key, however it is written and read");
  IS_INT(same, 0, "and longer words have others");
}

/* What the words of a text and its pairs of words meet. */
static struct needs met_by(const toll_pack *pack, toll_slice text) {
  struct needs met = pack_needs(pack, 0);
  uint64_t before = 0;
  for (size_t i = 0, n; i < text.len; i += n ? n : 1) {
    for (n = 0; i + n < text.len && (text.at[i + n] | 32) >= 'a' && (text.at[i + n] | 32) <= 'z';) n++;
    if (n == 0) continue;
    uint64_t key = word_key(text.at + i, n), pair = word_pair(before, key);
    if (filter_has(pack_filter(pack), key)) needs_add(&met, pack_needs(pack, pack_opens(pack, key)));
    if (filter_has(pack_filter(pack), pair)) needs_add(&met, pack_needs(pack, pack_opens(pack, pair)));
    before = key;
  }
  return met;
}

static void test_forms(const toll_pack *pack) {
  int opening = 0, lost = 0, plain = 0;
  const struct form *f;
  for (uint32_t i = 0; (f = pack_form_at(pack, i)) != NULL; i++) {
    plain += !f->opens;
    opening += f->opens != 0;
    struct needs needs = pack_needs(pack, f->opens), met = met_by(pack, pack_string(pack, f->text, f->text_len));
    lost += !tags_cover(met.bits, needs.bits) || (f->harms && !(needs.bits[0] >> NEED_HARM & 1));
  }
  OK(opening > 500 && plain > 500, "some forms open a claim, others do not");
  IS_INT(lost, 0, "each of them is found by its key");
}

/* --- stretches --------------------------------------------------------------------- */

struct stretches {
  size_t count, ends[4096];
  bool promises[4096];
};

static bool note_stretch(void *to, size_t from, size_t until, bool promises) {
  struct stretches *s = to;
  (void)from;
  if (s->count == sizeof s->ends / sizeof *s->ends) return true;
  s->promises[s->count] = promises;
  s->ends[s->count++] = until;
  return false;
}

/* Reads all sentences: how many ends of stretches lie within one, and how many sentences
 * promise what their stretch does not. */
static void compare_sentences(const toll_pack *pack, toll_slice text, int *torn, int *missed) {
  static struct token tokens[SENTENCE_TOKENS + 1];
  static struct stretches found;
  struct arena arena = {0};
  found.count = 0;
  if (gate_stretches(pack, text.at, text.len, note_stretch, &found)) return;
  struct sentence s = {.pack = pack, .arena = &arena, .tokens = tokens};
  size_t k = 0;
  for (size_t at = 0; at < text.len;) {
    s = (struct sentence){.pack = pack, .arena = &arena, .tokens = tokens};
    at = sentence_read(&s, text.at, text.len, at);
    if (!s.token_count) break;
    const struct token *last = s.tokens + s.token_count - 1;
    while (k < found.count && found.ends[k] <= s.tokens->at) k++;
    bool inside = k < found.count && found.ends[k] >= last->at + last->len;
    *torn += !inside;
    sentence_phrases(&s);
    *missed += inside && sentence_promises(&s) && !found.promises[k];
  }
  arena_free(&arena);
}

static void test_stretches(const toll_pack *pack, const struct corpus *c) {
  int torn = 0, missed = 0, before;
  for (size_t i = 0; i < c->count; i++) {
    before = torn + missed;
    compare_sentences(pack, c->texts[i], &torn, &missed);
    if (torn + missed > before)
      printf("# text %zu: %.*s\n", i, (int)(c->texts[i].len < 300 ? c->texts[i].len : 300), c->texts[i].at);
  }
  IS_INT(torn, 0, "no stretch ends within a sentence");
  IS_INT(missed, 0, "no sentence promises more than its stretch");
}

/* --- the gate -------------------------------------------------------------------- */

/* What a sentence before may have to say for the claim of a later one, and words that
 * only look like those of a claim. */
static const char *const texts[] = {
    "A clerk was walking home. He was shot dead.",
    "Two clerks were on the road. They were abducted.",
    "The council met on Tuesday. The report is out.\n\nHe was found dead in the garden.",
    "THE COUNCIL MET.\n\nTHREE DIED.",
    "The council met on Tuesday.\n\nTHREE DIED.",
    "Casualties:\n\n- 14 soldiers\n\n- a doctor",
    "The toll of the week:\n\n- two buses\n\n- a bridge",
    "The price of bread rose. The old bridge has been closed. Nothing else was reported.",
    "Rain fell in the hills. The strike at the mill went on. He left the team in spring.",
    "One thing don't change: the killed-in-action list of the old war, it's long.",
    "The flood’s toll wasn’t known. \"Nobody knows.\" The mill didn't burn.",
    "The team beat its rivals and killed the game. The deadline killed the deal.",
    "The council sat until midnight. 12 dead.",
    "It was in the newspaper.Twelve people died. It was a Monday.",
    "Some were left without a roof.\r\n\r\nOthers fled. The river carried off forty houses.",
};

static bool gated_alike(struct reading_room *room, toll_scanner *open, toll_slice text, int *closed) {
  toll_claims claims;
  toll_buffer with = {0}, without = {0};
  if (room_read(room, room->scanner, text, &claims)) room_json(room, &claims, &with);
  if (room_read(room, open, text, &claims)) room_json(room, &claims, &without);
  bool same = with.len == without.len && (with.len == 0 || memcmp(with.at, without.at, with.len) == 0);
  if (!same) printf("# text: %.*s\n", (int)(text.len < 300 ? text.len : 300), text.at);
  *closed += with.len == 0;
  toll_buffer_free(&with);
  toll_buffer_free(&without);
  return same;
}

/* Parts of the corpus' texts after one another, most of them without a claim. */
static size_t patchwork(const struct corpus *c, uint64_t *state, char *out, size_t size) {
  static const char *const joints[] = {" ", "\n", "\n\n", ". ", ": "};
  size_t len = 0, parts = 1 + next_number(state) % 4;
  while (parts--) {
    toll_slice t = c->texts[next_number(state) % c->count];
    size_t from = t.len ? next_number(state) % t.len : 0, n = next_number(state) % 200;
    if (n > t.len - from) n = t.len - from;
    if (len + n + 2 > size) break;
    memcpy(out + len, t.at + from, n);
    len += n;
    const char *joint = joints[next_number(state) % 5];
    memcpy(out + len, joint, strlen(joint));
    len += strlen(joint);
  }
  return len;
}

static void test_gate(struct reading_room *room, const struct corpus *c) {
  toll_error e;
  toll_scanner *open;
  if (!OK(toll_scanner_new(room->pack, room->places, &open, &e) == 0, "a scanner without the gate")) return;
  open->ungated = true;
  int differ = 0, closed = 0;
  for (size_t i = 0; i < c->count; i++) differ += !gated_alike(room, open, c->texts[i], &closed);
  IS_INT(differ, 0, "the corpus gives the same claims with the gate");
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    differ += !gated_alike(room, open, (toll_slice){texts[i], strlen(texts[i])}, &closed);
  IS_INT(differ, 0, "and so do sentences that lean on others");
  char text[2048];
  uint64_t state = 1990;
  for (int i = 0; i < 20000; i++)
    differ += !gated_alike(room, open, (toll_slice){text, patchwork(c, &state, text, sizeof text)}, &closed);
  IS_INT(differ, 0, "and so does patchwork of it");
  OK(closed > 1000, "much of which holds none");
  toll_scanner_free(open);
}

int main(void) {
  static struct corpus corpus;
  struct reading_room room;
  test_letters();
  test_keys();
  if (!room_open(&room) || !corpus_open(&corpus)) return DONE();
  test_forms(room.pack);
  test_stretches(room.pack, &corpus);
  test_gate(&room, &corpus);
  corpus_close(&corpus);
  room_close(&room);
  return DONE();
}
