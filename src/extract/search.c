/* Searching a text that nobody has read for words that a claim needs; see gate.h.
 *
 * It goes over the text a part at a time, three times, so that each of the loops does one
 * thing and the processor has little to guess: the first finds where words stand and what
 * may end a sentence (base/letters.h); the second asks the filter for all words and all pairs
 * of neighbours (hits.h); the third goes through the few that it lets pass, and through
 * the marks between them. */
#include "base/bytes.h"
#include "extract/gate.h"
#include "extract/hits.h"
#include "extract/lexer.h"
#include "pack/word_key.h"

struct search {
  const toll_pack *pack;
  const struct letters_way *way;
  const uint64_t *filter;
  const char *text;
  size_t len;
  size_t open;      /* where the word began that goes on behind the part before */
  size_t from;      /* of the stretch in hand */
  struct needs met; /* by its words so far */
  bool (*each)(void *to, size_t from, size_t until, bool promises);
  void *to;
  struct letters letters; /* of the part in hand */
  struct hits hits;
};

/* --- words ------------------------------------------------------------------------ */

static void note_word(struct search *s, size_t from, size_t until, uint32_t place) {
  hits_note(&s->hits, s->filter, word_key(s->text + from, until - from), place);
}

/* The words of the part at `at`, the first of which begins at `first`. */
static void find_words(struct search *s, size_t at, size_t first) {
  const uint32_t *e = s->letters.edges, *end = e + s->letters.edge_count / 2 * 2, *roomy = end;
  s->hits.count = 0;
  if (first < at && e < end) note_word(s, first, at + e[1], e[1]), e += 2;
  while (roomy > e && at + roomy[-2] + 8 > s->len) roomy -= 2;
  for (; e < roomy && at + e[1] < 8; e += 2) note_word(s, at + e[0], at + e[1], e[1]);
  hits_note_all(&s->hits, s->way->set, s->filter, s->text + at, e, (size_t)(roomy - e) / 2);
  for (e = roomy; e < end; e += 2) note_word(s, at + e[0], at + e[1], e[1]);
}

/* --- where a sentence surely ends -------------------------------------------------- */

static bool blank(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

/* The word before the stop at `at` may be a title with its stop: "capt." */
static bool may_be_title(const toll_pack *pack, const char *text, size_t at) {
  size_t len = 0;
  while (len < at && len <= TITLE_SHORT && byte_letter(text[at - len - 1])) len++;
  const struct form *f = len <= TITLE_SHORT ? lexer_find(pack, text + at - len, len) : NULL;
  return f && f->pos >> POS_TITLE & 1;
}

/* The offset behind the mark at `at`, a line feed or a stop behind some small letters,
 * where a sentence surely begins, or 0.  That is so behind an empty line, and behind such
 * a stop where a capital follows a blank: the lexer makes tokens of their own of all
 * three, and no abbreviation but a title ends in as many small letters (see sentence.c). */
static size_t sure_end(const toll_pack *pack, const char *text, size_t len, size_t at) {
  size_t i = at + 1;
  if (text[at] == '\n') {
    while (i < len && blank(text[i])) i++;
    if (i == len || text[i] != '\n') return 0;
    while (i < len && (blank(text[i]) || text[i] == '\n')) i++; /* many empty lines part no more than one */
    return i;
  }
  if (i >= len || (text[i] != ' ' && text[i] != '\n')) return 0;
  while (i < len && (blank(text[i]) || text[i] == '\n')) i++;
  return i < len && byte_large(text[i]) && !may_be_title(pack, text, at) ? i : 0;
}

/* --- stretches ---------------------------------------------------------------------- */

static void meet_key(struct search *s, uint64_t key) {
  needs_add(&s->met, pack_needs(s->pack, pack_opens(s->pack, key)));
}

/* What stays of the word before `at` where an apostrophe takes its last letter to the
 * particle behind it ("don't"). */
static void meet_cut(struct search *s, size_t at) {
  size_t from = at;
  while (from > 0 && byte_letter(s->text[from - 1])) from--;
  uint64_t key = at - from > 1 ? word_key(s->text + from, at - from - 1) : 0;
  if (key && filter_has(s->filter, key)) meet_key(s, key);
}

/* The hits up to the place in the part, from number `done` on; gives how many are done. */
static size_t meet_hits(struct search *s, size_t done, size_t place) {
  for (; done < s->hits.count && s->hits.places[done] <= place; done++) meet_key(s, s->hits.keys[done]);
  return done;
}

static bool end_stretch(struct search *s, size_t until) {
  bool stop = until > s->from && s->each(s->to, s->from, until, pack_promises(s->pack, &s->met));
  s->from = until;
  s->met = pack_needs(s->pack, 0);
  return stop;
}

static bool take_mark(struct search *s, size_t at) {
  if (s->text[at] != '\n' && s->text[at] != '.') {
    meet_cut(s, at);
    return false;
  }
  if (at < s->from) return false; /* one of the empty lines before the stretch */
  size_t next = sure_end(s->pack, s->text, s->len, at);
  return next > s->from && end_stretch(s, next);
}

static bool search_part(struct search *s, size_t at, size_t len) {
  struct letters *l = &s->letters;
  bool open = letters_open(l);
  letters_find_by(s->way, l, s->text + at, len);
  size_t first = open ? s->open : at + l->edges[0], done = 0;
  if (l->edge_count % 2 && at + len == s->len) l->edges[l->edge_count++] = (uint32_t)len;
  if (l->edge_count % 2) s->open = l->edge_count == 1 ? first : at + l->edges[l->edge_count - 1];
  find_words(s, at, first);
  for (size_t i = 0; i < l->mark_count; i++) {
    done = meet_hits(s, done, l->marks[i]);
    if (take_mark(s, at + l->marks[i])) return true;
  }
  meet_hits(s, done, len);
  return false;
}

bool gate_stretches_by(const struct letters_way *way, const toll_pack *pack, const char *text, size_t len,
                       bool (*each)(void *to, size_t from, size_t until, bool promises), void *to) {
  struct search s; /* most of it is filled part by part */
  s.pack = pack, s.way = way, s.filter = pack_filter(pack);
  s.text = text, s.len = len;
  s.each = each, s.to = to;
  s.from = s.open = 0;
  s.met = pack_needs(pack, 0);
  s.hits.before = 0;
  letters_start(&s.letters);
  for (size_t at = 0; at < len; at += LETTERS_PART)
    if (search_part(&s, at, len - at < LETTERS_PART ? len - at : LETTERS_PART)) return true;
  return end_stretch(&s, len);
}

bool gate_stretches(const toll_pack *pack, const char *text, size_t len,
                    bool (*each)(void *to, size_t from, size_t until, bool promises), void *to) {
  return gate_stretches_by(letters_way(0), pack, text, len, each, to);
}
