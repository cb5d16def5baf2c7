/* See gate.h. */
#include "extract/gate.h"

#include "base/letters.h"
#include "extract/lexer.h"
#include "pack/word_key.h"

#define BLOCK 64
#define BLOCKS 32 /* are searched at a time */
#define SURE 6    /* letters of a word that is no abbreviation; see sentence.c */

/* --- where a sentence surely ends ---------------------------------------------- */

static bool small(char c) {
  return c >= 'a' && c <= 'z';
}
static bool capital(char c) {
  return c >= 'A' && c <= 'Z';
}
static bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/* A long word in small letters stands before the stop at `at`. */
static bool behind_word(const char *text, size_t at) {
  if (at < SURE) return false;
  for (size_t i = at - SURE; i < at; i++)
    if (!small(text[i])) return false;
  return true;
}

/* The offset behind the mark at `at` where a sentence surely begins, or 0.  That is so
 * behind an empty line, and behind a stop after a long word where a capital follows a
 * blank: the lexer makes tokens of their own of all three. */
static size_t sure_end(const char *text, size_t len, size_t at) {
  size_t i = at + 1;
  if (text[at] == '\n') {
    while (i < len && blank(text[i])) i++;
    return i + 1 < len && text[i] == '\n' ? i + 1 : 0;
  }
  if (text[at] != '.' || !behind_word(text, at)) return 0;
  if (i >= len || (text[i] != ' ' && text[i] != '\n')) return 0;
  while (i < len && (blank(text[i]) || text[i] == '\n')) i++;
  return i < len && capital(text[i]) ? i : 0;
}

/* --- searching ------------------------------------------------------------------- */

struct search {
  const toll_pack *pack;
  const uint64_t *filter;
  const char *text;
  size_t len;
  size_t from;      /* of the stretch in hand */
  struct needs met; /* by its words so far */
  uint64_t before;  /* key of the word before, 0 at first */
  bool (*each)(void *to, size_t from, size_t until, bool promises);
  void *to;
};

static void meet_key(struct search *s, uint64_t key) {
  if (!filter_has(s->filter, key)) return;
  uint32_t opens = pack_opens(s->pack, key);
  if (opens) needs_add(&s->met, pack_needs(s->pack, opens));
}

/* The word of `len` letters at `at`, and what stays of it where an apostrophe takes its
 * last letter to the particle behind it ("don't"). */
static void meet_word(struct search *s, size_t at, size_t len) {
  const char *p = s->text + at;
  uint64_t key = at + 8 <= s->len ? word_key_roomy(p, len) : word_key(p, len);
  meet_key(s, key);
  meet_key(s, word_pair(s->before, key));
  s->before = key;
  char next = at + len < s->len ? p[len] : ' ';
  if (len > 1 && (next == '\'' || (unsigned char)next >= 0x80)) meet_key(s, word_key(p, len - 1));
}

static bool end_stretch(struct search *s, size_t until) {
  bool stop = until > s->from && s->each(s->to, s->from, until, pack_promises(s->pack, &s->met));
  s->from = until;
  s->met = pack_needs(s->pack, 0);
  return stop;
}

static size_t letters_from(const struct search *s, size_t at) {
  size_t i = at;
  while (i < s->len && (small(s->text[i]) || capital(s->text[i]))) i++;
  return i - at;
}

/* The words and ends of one block; before is 1 where a letter stands in front of it. */
static bool search_block(struct search *s, size_t base, const struct letter_block *b, uint64_t before) {
  uint64_t starts = b->letters & ~(b->letters << 1 | before);
  for (uint64_t marks = starts | b->ends; marks; marks &= marks - 1) {
    unsigned i = (unsigned)__builtin_ctzll(marks);
    size_t at = base + i;
    if (b->ends >> i & 1) {
      size_t next = sure_end(s->text, s->len, at);
      if (next > s->from && end_stretch(s, next)) return true;
      continue;
    }
    uint64_t rest = ~(b->letters >> i);
    unsigned run = rest ? (unsigned)__builtin_ctzll(rest) : BLOCK;
    meet_word(s, at, i + run < BLOCK ? run : letters_from(s, at));
  }
  return false;
}

bool gate_stretches(const toll_pack *pack, const char *text, size_t len,
                    bool (*each)(void *to, size_t from, size_t until, bool promises), void *to) {
  struct search s = {.pack = pack, .filter = pack_filter(pack), .text = text, .len = len, .each = each, .to = to};
  struct letter_block blocks[BLOCKS];
  s.met = pack_needs(pack, 0);
  uint64_t before = 0;
  const size_t most = (size_t)BLOCK * BLOCKS;
  for (size_t at = 0; at < len; at += most) {
    size_t part = len - at < most ? len - at : most;
    letters_find(text + at, part, blocks);
    for (size_t i = 0; i * BLOCK < part; i++) {
      if (search_block(&s, at + i * BLOCK, blocks + i, before)) return true;
      before = blocks[i].letters >> (BLOCK - 1);
    }
  }
  return end_stretch(&s, len);
}

/* --- looking ----------------------------------------------------------------------- */

/* The first token from `at` on, where a sentence begins. */
static size_t first_token(const toll_scanner *x, size_t at) {
  struct lexer lexer = {.pack = x->pack, .text = x->doc->text.at, .len = x->doc->text.len, .at = at};
  struct token t;
  return at && lexer_next(&lexer, &t) ? t.at : at;
}

/* Whether the sentence in hand, its tokens read, makes a claim or may make one. */
static bool sentence_tells(toll_scanner *x) {
  struct sentence *s = &x->s;
  sentence_phrases(s);
  if (!sentence_promises(s)) return false;
  x->failed = !sentence_figures(s);
  if (x->failed) return true;
  sentence_tag(s);
  x->failed = !sentence_chunk(s);
  if (x->failed) return true;
  frame_read(x);
  itemised_read(x, 0);
  victim_read(x, 0);
  return x->draft_count || x->listing.harm || x->failed || x->words.failed || x->keep.failed;
}

/* Reads the sentences of a stretch that begins and ends where sentences do.  A few words
 * in capitals are read as the sentence before them, which nobody knows: that is asked. */
static bool look_at(void *to, size_t from, size_t until, bool promises) {
  toll_scanner *x = to;
  toll_slice text = x->doc->text;
  if (!promises) return false;
  bool known = from == 0;
  x->s.caseless = false;
  for (size_t at = first_token(x, from); at < until;) {
    arena_reset(&x->words);
    bool caseless = at > 0 && x->s.caseless;
    x->s = (struct sentence){.pack = x->pack, .arena = &x->words, .tokens = x->tokens, .caseless = caseless};
    at = sentence_read(&x->s, text.at, text.len, at);
    if (!x->s.token_count) return x->words.failed;
    known = known || !sentence_follows_case(&x->s);
    bool asked = false;
    x->asked = &asked;
    bool tells = sentence_tells(x);
    x->asked = NULL;
    if (tells || asked) return true;
    if (!known && sentence_promises(&x->s)) return true;
  }
  return false;
}

bool gate_open(toll_scanner *x) {
  return gate_stretches(x->pack, x->doc->text.at, x->doc->text.len, look_at, x);
}
