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
    if (!place_is_local(&m->places[i])) continue;
    d.local++;
    if (m->places[i].sound) map_put(d.sounds, spread(m->places[i].sound));
  }
  m->digest = d;
}

/* --- two mentions ------------------------------------------------------- */

/* Where the words of a bit begin, if there are any.  Words and bits have one order, so that
 * is behind as many words as there are lower bits, or a little further where two share one. */
static size_t find_bit(const struct mention *m, uint32_t bit) {
  uint64_t lower = m->digest.words[bit / 64] & ((UINT64_C(1) << bit % 64) - 1);
  size_t at = m->digest.before[bit / 64] + (size_t)__builtin_popcountll(lower);
  while (at < m->word_count && m->words[at].hash >> MAP_SHIFT < bit) at++;
  return at;
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

/* The words of one bit, which both have: hardly ever more than one each. */
static void share_bit(struct shared_words *s, const struct mention *a, const struct mention *b, uint32_t bit) {
  size_t first = find_bit(b, bit);
  for (size_t i = find_bit(a, bit); i < a->word_count && a->words[i].hash >> MAP_SHIFT == bit; i++)
    for (size_t k = first; k < b->word_count && b->words[k].hash <= a->words[i].hash; k++)
      if (b->words[k].hash == a->words[i].hash) take_shared(s, &a->words[i], &b->words[k]);
}

/* Names that are spelled otherwise but sound alike. */
static unsigned count_spelled(const struct mention *a, const struct mention *b) {
  unsigned n = 0;
  for (size_t i = 0; i < a->word_count; i++) {
    uint32_t sound = a->words[i].sound;
    if (!sound || !map_has(b->digest.sounds, spread(sound))) continue;
    for (size_t k = 0; k < b->word_count; k++) n += b->words[k].sound == sound && b->words[k].hash != a->words[i].hash;
  }
  return n;
}

/* Names of b that sound like a place of a. */
static unsigned count_places(const struct mention *a, const struct mention *b) {
  unsigned n = 0;
  for (size_t i = 0; i < a->place_count; i++) {
    uint32_t sound = a->places[i].sound;
    if (!sound || !place_is_local(&a->places[i]) || !map_has(b->digest.sounds, spread(sound))) continue;
    for (size_t k = 0; k < b->word_count; k++) n += b->words[k].sound == sound;
  }
  return n;
}

struct shared_words share_words(const struct mention *a, const struct mention *b) {
  struct shared_words s = {0};
  for (uint32_t part = 0; part < MENTION_MAP; part++)
    for (uint64_t bits = a->digest.words[part] & b->digest.words[part]; bits; bits &= bits - 1)
      share_bit(&s, a, b, 64 * part + (uint32_t)__builtin_ctzll(bits));
  s.names += 2 * count_spelled(a, b) + count_places(a, b) + count_places(b, a); /* each is seen from both sides */
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
