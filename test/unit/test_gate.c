/* The gate: what is left unread must be what would give nothing.  The ways to find
 * letters agree; every word that a claim needs is found in a text that nobody has read;
 * a text falls apart only where sentences begin; and whatever the text, its claims are
 * the same with the gate and without it. */
#include "base/letters.h"
#include "extract/gate.h"
#include "extract_scan.h"
#include "pack/image.h"
#include "pack/word_key.h"

/* --- letters ------------------------------------------------------------------- */

/* Bytes around which the classes change, runs of letters, and any. */
static void fill(uint64_t *state, char *text, size_t len) {
  static const char edges[] = "@AZ[`az{.!?\n \r/0-'\x80\xC3\xA9\xFF\x7F\x01";
  for (size_t i = 0; i < len; i++) {
    uint64_t n = tap_number(state);
    text[i] = n & 1 ? edges[(n >> 8) % (sizeof edges - 1)] : (char)(n >> 16);
    if (n % 10 == 0)
      for (size_t k = (n >> 24) % 20; k && i < len; k--) text[i++] = (char)((n >> 32 & 31) == k ? 'Q' : 'a' + k);
  }
}

/* As many parts as it takes, each list behind the one before. */
struct lists {
  size_t count;
  uint32_t at[4 * LETTERS_PART];
};

static void find_lists(const struct letters_way *way, const char *text, size_t len, struct lists *out) {
  static struct letters l;
  letters_start(&l);
  out->count = 0;
  for (size_t at = 0; at < len; at += LETTERS_PART) {
    letters_find_by(way, &l, text + at, len - at < LETTERS_PART ? len - at : LETTERS_PART);
    for (size_t i = 0; i < l.edge_count; i++) out->at[out->count++] = (uint32_t)at + l.edges[i];
    for (size_t i = 0; i < l.mark_count; i++) out->at[out->count++] = (uint32_t)at + l.marks[i];
  }
}

static void test_ways(void) {
  enum { LONGEST = LETTERS_PART + 400 };
  static struct lists want, got;
  const struct letters_way *portable = NULL;
  size_t ways = 0;
  while (letters_way(ways)) portable = letters_way(ways++);
  IS_STR(portable->name, "portable", "the portable way is the last");
  uint64_t state = 7;
  int differ = 0;
  for (size_t len = 0; len < LONGEST; len++) {
    char *text = malloc(len ? len : 1); /* exactly as long, so that a read behind it is seen */
    fill(&state, text, len);
    find_lists(portable, text, len, &want);
    for (size_t i = 0; i + 1 < ways; i++) {
      find_lists(letters_way(i), text, len, &got);
      differ += got.count != want.count || memcmp(got.at, want.at, want.count * sizeof *want.at) != 0;
    }
    free(text);
  }
  IS_INT(differ, 0, "all ways find the same");
}

static void test_letters(void) {
  static const char text[] = "Ab. c!?\nIt’s plain. don't long.' so. \xC3\xA9";
  static struct letters l;
  static const uint32_t edges[] = {0, 2, 4, 5, 8, 10, 13, 14, 15, 20, 22, 25, 26, 27, 28, 32, 35, 37};
  static const uint32_t marks[] = {7, 10, 20, 25, 32};
  letters_start(&l);
  letters_find_by(letters_way(0), &l, text, sizeof text - 1);
  OK(l.edge_count == 18 && memcmp(l.edges, edges, sizeof edges) == 0, "words are of ASCII letters");
  OK(l.mark_count == 5 && memcmp(l.marks, marks, sizeof marks) == 0,
     "marks are line feeds, stops behind four small letters, and cuts of words");
}

/* --- keys ------------------------------------------------------------------------ */

static void test_keys(void) {
  static const char lower[] = "incomprehensibilities", roomy[] = "of UNMANLY INCOMPREHENSIBILITIES";
  const char *upper = roomy + 11;
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
  int alone = 0;
  for (uint32_t i = 0; i < pack->head->tables[SECTION_OPENINGS].count; i++) {
    const uint64_t *bits = pack->openings[i].bits;
    alone += __builtin_popcountll(bits[0]) + __builtin_popcountll(bits[1]) < 2 || bits[0] & 1;
  }
  IS_INT(alone, 0, "what needs one word only needs a word of harm");
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

static bool is_letter(char c) {
  return (c | 32) >= 'a' && (c | 32) <= 'z';
}

static size_t skip(toll_slice t, size_t i, const char *these) {
  while (i < t.len && t.at[i] && strchr(these, t.at[i])) i++;
  return i;
}

/* The word before the byte at `at` is a title of five letters at most. */
static bool behind_title(const toll_pack *pack, toll_slice t, size_t at) {
  char word[5];
  size_t len = 0;
  while (len < at && is_letter(t.at[at - 1 - len])) len++;
  if (len > sizeof word) return false;
  for (size_t i = 0; i < len; i++) word[i] = (char)(t.at[at - len + i] | 32);
  const struct form *f = pack_form(pack, word, len);
  return f && f->pos >> POS_TITLE & 1;
}

/* Where a sentence surely begins behind the byte at `at`, or 0. */
static size_t begins_behind(const toll_pack *pack, toll_slice t, size_t at) {
  size_t small = 0;
  if (t.at[at] == '\n') {
    size_t i = skip(t, at + 1, " \t\r");
    return i < t.len && t.at[i] == '\n' ? skip(t, i, " \t\r\n") : 0;
  }
  while (small < at && t.at[at - 1 - small] >= 'a' && t.at[at - 1 - small] <= 'z') small++;
  if (t.at[at] != '.' || small < LETTERS_LONG || at + 1 == t.len || (t.at[at + 1] != ' ' && t.at[at + 1] != '\n'))
    return 0;
  size_t i = skip(t, at + 1, " \t\r\n");
  return i < t.len && t.at[i] >= 'A' && t.at[i] <= 'Z' && !behind_title(pack, t, at) ? i : 0;
}

static void meet(const toll_pack *pack, struct needs *met, uint64_t key) {
  if (filter_has(pack_filter(pack), key)) needs_add(met, pack_needs(pack, pack_opens(pack, key)));
}

/* The stretches, found the plain way. */
static void plain_stretches(const toll_pack *pack, toll_slice t, struct stretches *out) {
  struct needs met = pack_needs(pack, 0);
  uint64_t before = 0;
  size_t from = 0;
  for (size_t i = 0, n; i <= t.len; i += n ? n : 1) {
    size_t next = i == t.len ? i : begins_behind(pack, t, i);
    if (next > from) {
      if (note_stretch(out, from, next, pack_promises(pack, &met))) return;
      from = next;
      met = pack_needs(pack, 0);
    }
    for (n = 0; i + n < t.len && is_letter(t.at[i + n]);) n++;
    if (n == 0) continue;
    uint64_t key = word_key(t.at + i, n);
    meet(pack, &met, key);
    meet(pack, &met, word_pair(before, key));
    before = key;
    char end = i + n < t.len ? t.at[i + n] : ' ';
    if (n > 1 && (end == '\'' || (unsigned char)end >= 0x80)) meet(pack, &met, word_key(t.at + i, n - 1));
  }
}

/* Every way finds the stretches that the plain one finds. */
static bool searched_alike(const toll_pack *pack, toll_slice text) {
  static struct stretches want, got;
  want.count = 0;
  plain_stretches(pack, text, &want);
  for (size_t i = 0; letters_way(i); i++) {
    got.count = 0;
    gate_stretches_by(letters_way(i), pack, text.at, text.len, note_stretch, &got);
    bool same = got.count == want.count && memcmp(got.ends, want.ends, want.count * sizeof *want.ends) == 0 &&
                memcmp(got.promises, want.promises, want.count * sizeof *want.promises) == 0;
    if (!same) return false;
  }
  return true;
}

/* Words of the pack and what may end sentences, in any order, at any place of a part. */
static size_t babble(const toll_pack *pack, uint32_t forms, uint64_t *state, char *out, size_t size) {
  static const char *const joints[] = {" ",   " ",     " ",   "\n",  "\n \t\r\n", ". ",    ".",
                                       ".\n", ". \tA", "'s ", "’s ", "-",         "\n\n\n"};
  size_t len = 0, want = tap_number(state) % (size - 600);
  if (tap_number(state) % 8 == 0)
    while (len < want / 2) out[len++] = 'x';
  while (len < want) {
    const struct form *f = pack_form_at(pack, (uint32_t)(tap_number(state) % forms));
    toll_slice word = pack_string(pack, f->text, f->text_len);
    if (word.len > 500) continue;
    memcpy(out + len, word.at, word.len);
    if (tap_number(state) % 3 == 0 && word.at[0] >= 'a' && word.at[0] <= 'z') out[len] = (char)(word.at[0] - 32);
    len += word.len;
    const char *joint = joints[tap_number(state) % (sizeof joints / sizeof *joints)];
    memcpy(out + len, joint, strlen(joint));
    len += strlen(joint);
  }
  return len;
}

static void test_titles(const toll_pack *pack) {
  static struct stretches found;
  static const char text[] = "They are with capt. Brel today. Rabbi. Oren is here too. It rained on the lake. No.";
  found.count = 0;
  gate_stretches(pack, text, sizeof text - 1, note_stretch, &found);
  OK(found.count == 3 && text[found.ends[0]] == 'R' && text[found.ends[1]] == 'N',
     "a sentence surely ends behind a word of some letters, but no title");
}

static void test_empty_lines(const toll_pack *pack) {
  static struct stretches found;
  static const char text[] = "\n\n\nThe road\n\n\r\n \n\t\n\n  is long\n \n\n";
  found.count = 0;
  gate_stretches(pack, text, sizeof text - 1, note_stretch, &found);
  OK(found.count == 3 && text[found.ends[0]] == 'T' && text[found.ends[1]] == 'i' && found.ends[2] == sizeof text - 1,
     "many empty lines part no more than one");
}

static void test_search(const toll_pack *pack, const struct corpus *c) {
  enum { LONGEST = 5 * LETTERS_PART };
  uint64_t state = 11;
  uint32_t forms = 0;
  while (pack_form_at(pack, forms)) forms++;
  int differ = 0;
  for (size_t i = 0; i < c->count; i++) differ += !searched_alike(pack, c->texts[i]);
  IS_INT(differ, 0, "the corpus falls into the same stretches, whichever way");
  for (size_t i = 0; i < 4000; i++) {
    char *room = malloc(LONGEST);
    size_t len = i % 4 ? babble(pack, forms, &state, room, LONGEST) : i;
    if (i % 4 == 0) fill(&state, room, len);
    char *text = realloc(room, len ? len : 1); /* so that a read behind it is seen */
    differ += !searched_alike(pack, (toll_slice){text, len});
    free(text);
  }
  IS_INT(differ, 0, "and so does babble");
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
  size_t len = 0, parts = 1 + tap_number(state) % 4;
  while (parts--) {
    toll_slice t = c->texts[tap_number(state) % c->count];
    size_t from = t.len ? tap_number(state) % t.len : 0, n = tap_number(state) % 200;
    if (n > t.len - from) n = t.len - from;
    if (len + n + 2 > size) break;
    memcpy(out + len, t.at + from, n);
    len += n;
    const char *joint = joints[tap_number(state) % 5];
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
  test_ways();
  test_letters();
  test_keys();
  if (!room_open(&room) || !corpus_open(&corpus)) return DONE();
  test_forms(room.pack);
  test_titles(room.pack);
  test_empty_lines(room.pack);
  test_search(room.pack, &corpus);
  test_stretches(room.pack, &corpus);
  test_gate(&room, &corpus);
  corpus_close(&corpus);
  room_close(&room);
  return DONE();
}
