/* People named in parts of the text that were left out.
 *
 * A report names somebody in full once ("Sabina Brel, the mayor") and by the surname from
 * then on.  When a source is named by one name alone and nobody who was read of has it, the
 * parts left out before are searched for the word, and the sentences that have it are read
 * for who is named in them; for nothing else. */
#include <string.h>

#include "base/bytes.h"
#include "extract/gate.h"
#include "extract/speaker.h"

#define REACH ((uint32_t)32 << 10)  /* bytes before the sentence in hand that are searched */
#define MOST 8                      /* stretches that are read for one name */
#define LONGEST ((uint32_t)4 << 10) /* bytes of a stretch that is: one without an end would be read for every name */

static bool part_of_word(char c) {
  return byte_letter(c) || byte_high(c);
}

/* The bytes [from, until) are a word of their own. */
static bool own_word(toll_slice text, size_t from, size_t until) {
  return (from == 0 || !part_of_word(text.at[from - 1])) && (until >= text.len || !part_of_word(text.at[until]));
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

/* The name between two offsets: its first letter, a capital, is rare enough to be looked for by itself. */
static const char *find_name(toll_slice text, size_t from, size_t until, toll_slice name) {
  const char *end = text.at + until;
  for (const char *p = text.at + from; (p = memchr(p, name.at[0], (size_t)(end - p))) != NULL; p++)
    if ((size_t)(end - p) >= name.len && memcmp(p, name.at, name.len) == 0) return p;
  return NULL;
}

/* The first stretch of which a part lies within reach of `at`, at most the one in hand. */
static size_t first_in_reach(const toll_scanner *x, size_t at) {
  size_t low = 0, high = x->next - 1;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (x->stretches[mid].until + REACH < at)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

/* Goes through the places of the name from stretch i on, up to the stretch in hand. */
static void search(toll_scanner *x, toll_slice name, size_t i) {
  int last = x->last_speaker;
  toll_slice text = x->doc->text;
  size_t end = x->stretches[x->next - 1].from, at = x->stretches[i].from;
  for (size_t n = 0; at < end && n < MOST;) {
    const char *hit = find_name(text, at, end, name);
    if (!hit) break;
    at = (size_t)(hit - text.at);
    while (x->stretches[i].until <= at) i++;
    const struct stretch *st = x->stretches + i;
    bool has = at + name.len <= st->until && own_word(text, at, at + name.len);
    at++;
    if (!has) continue;
    at = st->until;
    if (st->read || st->until - st->from > LONGEST) continue;
    read_people(x, st);
    if (speaker_in_full(x, name)) break;
    n++;
  }
  x->last_speaker = last;
}

void recall_people(toll_scanner *x, const struct source *list, int n) {
  struct sentence here = x->s;
  for (int i = 0; i < n && x->passed && x->next > 1; i++) {
    toll_slice name = speaker_surname(&here, list + i);
    if (!name.len || speaker_in_full(x, name) || asked_before(x, name)) continue;
    search(x, name, first_in_reach(x, here.tokens->at));
    x->s = here;
  }
}
