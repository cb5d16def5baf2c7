#include "weigh/mention_words.h"

#include "extract/outline.h"
#include "extract/places.h"

/* --- maps --------------------------------------------------------------- */

#define MAP_SHIFT (32 - 9) /* of a hash its bit in MENTION_MAP words of 64 */

_Static_assert(MENTION_MAP * 64 == 1 << (32 - MAP_SHIFT), "every bit has its place");

static void map_put(uint64_t map[MENTION_MAP], uint32_t hash) {
  uint32_t bit = hash >> MAP_SHIFT;
  map[bit / 64] |= UINT64_C(1) << bit % 64;
}

static bool map_has(const uint64_t map[MENTION_MAP], uint32_t hash) {
  uint32_t bit = hash >> MAP_SHIFT;
  return map[bit / 64] >> bit % 64 & 1;
}

/* Sounds are small numbers beside hashes: their bits are mixed first. */
static uint32_t spread(uint32_t sound) {
  return sound * 0x9e3779b1u;
}

static double weight(const struct mention_word *w) {
  return w->weight / 100.0;
}

static bool lies(const struct mention_place *p) {
  return p->kind < PLACE_COUNTRY;
}

void mention_digest(struct mention *m) {
  struct mention_digest d = {0};
  for (size_t i = 0; i < m->word_count; i++) {
    const struct mention_word *w = &m->words[i];
    if (!(w->traits & OUTLINE_NUMBER)) d.squares += weight(w) * weight(w);
    d.traits |= w->traits;
    d.local += (w->traits & OUTLINE_PLACED) != 0;
    map_put(d.words, w->hash);
    if (w->sound) map_put(d.sounds, spread(w->sound));
  }
  for (size_t i = 0, k = 0; i < MENTION_MAP; i++) {
    d.before[i] = (uint8_t)k;
    while (k < m->word_count && m->words[k].hash >> MAP_SHIFT < 64 * (i + 1)) k++;
  }
  for (size_t i = 0; i < m->place_count; i++) {
    if (!lies(&m->places[i])) continue;
    d.local++;
    if (m->places[i].sound) map_put(d.sounds, spread(m->places[i].sound));
  }
  m->digest = d;
}

/* --- two mentions ------------------------------------------------------- */

/* The word of that hash.  Words and bits have one order, so its place is behind as many
 * words as there are lower bits, or a little further where two share a bit. */
static const struct mention_word *find_word(const struct mention *m, uint32_t hash) {
  uint32_t bit = hash >> MAP_SHIFT;
  uint64_t lower = m->digest.words[bit / 64] & ((UINT64_C(1) << bit % 64) - 1);
  size_t at = m->digest.before[bit / 64] + (size_t)__builtin_popcountll(lower);
  while (at < m->word_count && m->words[at].hash < hash) at++;
  return at < m->word_count && m->words[at].hash == hash ? &m->words[at] : NULL;
}

/* Names that are spelled otherwise but sound alike; and a name that is a place's. */
static unsigned count_sounds(const struct mention *a, const struct mention *b) {
  unsigned n = 0;
  for (size_t i = 0; i < a->word_count; i++) {
    uint32_t sound = a->words[i].sound;
    if (!sound || !map_has(b->digest.sounds, spread(sound))) continue;
    for (size_t k = 0; k < b->word_count; k++)
      if (b->words[k].sound == sound && b->words[k].hash != a->words[i].hash) n++;
    for (size_t k = 0; k < b->place_count; k++)
      if (b->places[k].sound == sound && lies(&b->places[k])) n++;
  }
  return n;
}

static void take_shared(struct shared_words *s, const struct mention_word *x, const struct mention_word *y) {
  unsigned traits = x->traits | y->traits;
  const struct mention_word *lighter = x->weight < y->weight ? x : y;
  s->traits |= traits;
  if (traits & OUTLINE_NUMBER) {
    s->numbers++;
    return;
  }
  s->plain += weight(lighter) * weight(lighter);
  s->names += (traits & OUTLINE_NAME) != 0;
}

struct shared_words share_words(const struct mention *a, const struct mention *b) {
  struct shared_words s = {0};
  for (size_t i = 0; i < a->word_count; i++) {
    if (!map_has(b->digest.words, a->words[i].hash)) continue;
    const struct mention_word *other = find_word(b, a->words[i].hash);
    if (other) take_shared(&s, &a->words[i], other);
  }
  s.names += count_sounds(a, b) + count_sounds(b, a);
  return s;
}

static bool same_name(const struct mention_word *a, const struct mention_word *b) {
  return a->hash == b->hash || (a->sound && a->sound == b->sound);
}

bool share_place_name(const struct mention *a, const struct mention *b) {
  if (!((a->digest.traits | b->digest.traits) & OUTLINE_PLACED)) return false;
  for (size_t i = 0; i < a->word_count; i++) {
    const struct mention_word *x = &a->words[i];
    if (!(x->traits & OUTLINE_NAME)) continue;
    if (!map_has(b->digest.words, x->hash) && !(x->sound && map_has(b->digest.sounds, spread(x->sound)))) continue;
    for (size_t k = 0; k < b->word_count; k++) {
      const struct mention_word *y = &b->words[k];
      if ((y->traits & OUTLINE_NAME) && ((x->traits | y->traits) & OUTLINE_PLACED) && same_name(x, y)) return true;
    }
  }
  return false;
}
