/* People named in parts of the text that were left out.
 *
 * A report names somebody in full once ("Sabina Brel, the mayor") and by the surname from
 * then on.  When a source is named by one name alone and nobody who was read of has it, the
 * parts left out before are searched for the word, and the sentences that have it are read
 * for who is named in them; for nothing else. */
#include <string.h>

#include "extract/gate.h"
#include "extract/speaker.h"

#define REACH ((uint32_t)32 << 10)  /* bytes before the sentence in hand that are searched */
#define MOST 8                      /* stretches that are read for one name */
#define LONGEST ((uint32_t)4 << 10) /* bytes of a stretch that is: one without an end would be read for every name */

static bool part_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* The stretch has the name as a word of its own. */
static bool has_name(toll_slice text, const struct stretch *st, toll_slice name) {
  size_t end = st->until < text.len ? st->until : text.len;
  for (size_t at = st->from; at + name.len <= end; at++) {
    const char *hit = memmem(text.at + at, end - at, name.at, name.len);
    if (!hit) return false;
    at = (size_t)(hit - text.at);
    bool opens = at == 0 || !part_of_word(hit[-1]), closes = at + name.len >= text.len || !part_of_word(hit[name.len]);
    if (opens && closes) return true;
  }
  return false;
}

/* The people whom the stretch's sentences name. */
static void read_people(toll_scanner *x, const struct stretch *st) {
  const toll_claimant *const nobody[SOURCES] = {NULL};
  struct source list[SOURCES];
  bool promises;
  for (size_t at = gate_first_token(x, st->from); at < st->until && !x->failed;) {
    arena_reset(&x->recalling.words);
    x->s = (struct sentence){.pack = x->pack, .arena = &x->recalling.words, .tokens = x->recalling.tokens};
    at = sentence_read(&x->s, x->doc->text.at, x->doc->text.len, at);
    if (!x->s.token_count) return;
    x->failed = !sentence_parse(&x->s, false, &promises);
    if (!x->failed) speaker_note(x, list, nobody, attribution_find(&x->s, list));
  }
}

static uint64_t hash_of(toll_slice name) {
  uint64_t h = PACK_HASH_START;
  for (size_t i = 0; i < name.len; i++) h = pack_hash_step(h, (unsigned char)name.at[i]);
  return h;
}

/* Whether the name was asked for before; remembers that it was now. */
static bool asked_before(toll_scanner *x, toll_slice name) {
  uint64_t h = hash_of(name);
  for (size_t i = 0; i < x->recalled_count; i++)
    if (x->recalled[i] == h) return true;
  if (x->recalled_count == READER_SPEAKERS) return true;
  x->recalled[x->recalled_count++] = h;
  return false;
}

static void search(toll_scanner *x, toll_slice name, size_t at) {
  int last = x->last_speaker;
  for (size_t i = 0, n = 0; i + 1 < x->next && n < MOST; i++) { /* up to the one in hand */
    struct stretch *st = x->stretches + i;
    if (st->read || st->until + REACH < at || st->until - st->from > LONGEST) continue;
    if (!has_name(x->doc->text, st, name)) continue;
    read_people(x, st);
    if (speaker_in_full(x, name)) break;
    n++;
  }
  x->last_speaker = last;
}

void recall_people(toll_scanner *x, const struct source *list, int n) {
  struct sentence here = x->s;
  for (int i = 0; i < n && x->passed; i++) {
    toll_slice name = speaker_surname(&here, list + i);
    if (!name.len || speaker_in_full(x, name) || asked_before(x, name)) continue;
    search(x, name, here.tokens->at);
    x->s = here;
  }
}
