/* See gate.h. */
#include "extract/gate.h"

#include "base/alloc.h"
#include "extract/plain.h"

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
