/* See gate.h. */
#include "extract/gate.h"

#include "base/alloc.h"
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

static bool note_stretch(void *to, size_t from, size_t until, bool promises) {
  toll_scanner *x = to;
  if (x->stretch_count == x->stretch_cap) {
    size_t cap = x->stretch_cap ? 2 * x->stretch_cap : 256;
    struct stretch *more = mem_resize(x->stretches, cap * sizeof *more);
    if (!more) return x->failed = true;
    x->stretches = more;
    x->stretch_cap = cap;
  }
  x->stretches[x->stretch_count++] = (struct stretch){(uint32_t)from, (uint32_t)until, promises, false};
  return false;
}

bool gate_part(toll_scanner *x) {
  x->stretch_count = 0;
  return !gate_stretches(x->pack, x->doc->text.at, x->doc->text.len, note_stretch, x);
}

/* --- looking ----------------------------------------------------------------------- */

size_t gate_first_token(const toll_scanner *x, size_t at) {
  struct lexer lexer = {.pack = x->pack, .text = x->doc->text.at, .len = x->doc->text.len, .at = at};
  struct token t;
  return at && lexer_next(&lexer, &t) ? t.at : at;
}

/* Whether the sentence in hand, its tokens read, makes a claim, opens a list or asks. */
static bool sentence_tells(toll_scanner *x) {
  size_t first = x->draft_count;
  bool promises, asked = false;
  x->failed |= !sentence_parse(&x->s, true, &promises);
  if (x->failed || !promises) return x->failed;
  x->asked = &asked;
  x->listing = (struct listing){.total = -1};
  frame_read(x);
  itemised_read(x, first);
  victim_read(x, first);
  x->asked = NULL;
  return asked || x->draft_count > first || x->listing.harm || reader_failed(x);
}

/* Reads the sentences of a stretch.  A few words in capitals are read as the sentence
 * before them, which nobody knows: that is asked. */
static bool look(toll_scanner *x, const struct stretch *st) {
  toll_slice text = x->doc->text;
  struct looked *l = &x->looked;
  bool known = st->from == 0;
  x->s.caseless = false;
  for (size_t at = gate_first_token(x, st->from); at < st->until; at = l->until) {
    arena_reset(&x->looking.words);
    l->at = at;
    l->caseless = at > 0 && x->s.caseless;
    x->s = (struct sentence){
        .pack = x->pack, .arena = &x->looking.words, .tokens = x->looking.tokens, .caseless = l->caseless};
    l->until = sentence_read(&x->s, text.at, text.len, at);
    if (!x->s.token_count) return reader_failed(x);
    known = known || !sentence_follows_case(&x->s);
    if (sentence_tells(x) || (!known && sentence_promises(&x->s))) return true;
  }
  return false;
}

bool gate_look(toll_scanner *x, const struct stretch *st) {
  struct listing listing = x->listing;
  size_t drafts = x->draft_count;
  bool caseless = x->s.caseless, tells = look(x, st);
  x->looked.s = x->s;
  if (!tells) x->looked.until = 0;
  x->s.caseless = caseless;
  x->draft_count = drafts;
  x->listing = listing;
  return tells;
}
