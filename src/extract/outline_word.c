/* A memory is a table of slots that lead into an array of words, with open addressing;
 * what does not fit is looked up each time, until everything is forgotten between
 * two documents.  So nothing moves while an outline points to it. */
#include "extract/outline_word.h"

#include <string.h>

#include "base/alloc.h"
#include "extract/lexer.h"

#define UNLISTED 600 /* weight of a word that the pack does not list as common */
#define WEIGHT_MAX 1200
#define WORDS 8192            /* that a memory holds */
#define SLOTS (2 * WORDS)     /* a power of two */
#define STRETCH ((size_t)256) /* words that are asked of malloc at once */

struct outline_memory {
  uint16_t slots[SLOTS]; /* number of a word and 1, or 0 */
  struct outline_known *words[WORDS / STRETCH];
  size_t count;
  struct arena texts;
};

uint32_t outline_hash(toll_slice s) {
  uint64_t h = PACK_HASH_START;
  for (size_t i = 0; i < s.len; i++) h = pack_hash_step(h, (unsigned char)s.at[i]);
  return (uint32_t)(h ^ h >> 32);
}

/* Consonants alone, doubled ones once, k for c and q: "Talmenes" and "Telmens". */
uint32_t outline_sound(toll_slice folded) {
  char kept[OUTLINE_WORD_MAX];
  size_t n = 0;
  for (size_t i = 0; i < folded.len && n < sizeof kept; i++) {
    char c = folded.at[i];
    if (c < 'a' || c > 'z' || strchr("aeiouyhw", c)) continue;
    c = c == 'c' || c == 'q' ? 'k' : c == 'z' ? 's' : c;
    if (n == 0 || kept[n - 1] != c) kept[n++] = c;
  }
  return n >= 3 ? outline_hash((toll_slice){kept, n}) : 0;
}

/* --- what a word is ----------------------------------------------------- */

/* Without a list of common words, names tell most and long words more than short ones. */
static uint16_t weight_of(const struct outline_sources *by, toll_slice folded, bool name) {
  if (!by->common) return name ? UNLISTED : folded.len > 5 ? 300 : folded.len > 3 ? 150 : 0;
  int32_t listed = pack_weight(by->pack, by->common, folded.at, folded.len),
          weight = listed > 0 ? listed : by->common->bias;
  weight /= 10; /* thousandths */
  return (uint16_t)(weight < 0 ? 0 : weight < WEIGHT_MAX ? weight : WEIGHT_MAX);
}

/* What the pack makes of a word. */
struct reading_of {
  uint64_t tags[2];
  uint32_t classes, units;
  bool harm;
  toll_slice lemma;
};

static void read_form(const toll_pack *pack, const struct form *f, struct reading_of *k, int64_t *number) {
  const struct reading *r = pack_readings(pack, f);
  k->tags[0] = f->tags[0];
  k->tags[1] = f->tags[1];
  k->harm = f->harms != 0;
  for (uint32_t i = 0; i < f->count; i++) {
    k->classes |= r[i].classes;
    k->units |= 1u << r[i].unit;
    if (r[i].pos == POS_NUM && *number == TOLL_OPEN) *number = r[i].value;
  }
  if (f->count == 0) return;
  const struct form *base = pack_form_at(pack, r[0].lemma);
  k->lemma = pack_string(pack, base->text, base->text_len);
}

#define SITES (~0u << TOLL_HOUSE) /* classes of things */
#define THINGS (1u << TOLL_BUILDING | 1u << TOLL_VEHICLE | 1u << TOLL_VESSEL | 1u << TOLL_AIRCRAFT)

static uint8_t traits_of(const struct reading_of *k) {
  bool kind = tags_have(k->tags, TAG_EVENT) || tags_have(k->tags, TAG_WEAPON) || tags_have(k->tags, TAG_HAZARD);
  bool people = tags_have(k->tags, TAG_PERSON) || (k->classes & ~SITES);
  bool site = !people && (tags_have(k->tags, TAG_THING) || (k->classes & SITES) || (k->units & THINGS));
  return (uint8_t)((k->harm ? OUTLINE_HARM : 0) | (kind ? OUTLINE_KIND : 0) | (people ? OUTLINE_PEOPLE : 0) |
                   (site ? OUTLINE_SITE : 0));
}

static bool plain_form(const struct form *f) {
  return f && f->count > 0 && f->pos != 1u << POS_NAME;
}

bool outline_plain(const toll_pack *pack, toll_slice text) {
  return pack && plain_form(lexer_find(pack, text.at, text.len));
}

static int weigh(const struct outline_sources *by, toll_slice folded, const struct reading_of *k, struct arena *arena,
                 struct outline_known *out) {
  struct outline_word *w = &out->word;
  w->traits = (uint8_t)(traits_of(k) | (out->name ? OUTLINE_NAME : 0));
  w->text = k->lemma.len && !out->name ? k->lemma : arena_copy(arena, folded);
  if (!w->text.at) return TOLL_E_MEMORY;
  w->hash = outline_hash(w->text);
  w->sound = out->name ? outline_sound(folded) : 0;
  w->weight = weight_of(by, w->text, out->name);
  return 0;
}

static void find_places(const struct outline_sources *by, struct outline_known *out) {
  char folded[PLACES_KEY_MAX];
  out->places = places_find_text(by->places, out->text, &out->place_count);
  size_t len = places_fold(out->text.at, out->text.len, folded, sizeof folded);
  out->begins = len && places_prefix(by->places, folded, len);
}

static int look_up(const struct outline_sources *by, toll_slice text, bool capital, struct arena *arena,
                   struct outline_known *out) {
  char folded[OUTLINE_WORD_MAX];
  struct reading_of k = {0};
  size_t len = places_fold(text.at, text.len, folded, sizeof folded);
  const struct form *f = by->pack ? lexer_find(by->pack, text.at, text.len) : NULL;
  *out = (struct outline_known){.text = text, .number = TOLL_OPEN, .told = len >= 3};
  if (f) read_form(by->pack, f, &k, &out->number);
  out->name = capital && (!f || f->count == 0 || f->pos == 1u << POS_NAME);
  out->plain = plain_form(f);
  out->leads = f && (tags_have(f->tags, TAG_IN) || tags_have(f->tags, TAG_AT) || tags_have(f->tags, TAG_UPON));
  out->between = out->name || (f && (f->pos & (1u << POS_DET | 1u << POS_ADJ)));
  out->classes = k.classes;
  out->harm = k.harm;
  if (capital && by->places) find_places(by, out);
  bool counts = out->number == TOLL_OPEN && out->told;
  return counts ? weigh(by, (toll_slice){folded, len}, &k, arena, out) : 0;
}

/* --- memory ------------------------------------------------------------- */

struct outline_memory *outline_memory_new(void) {
  return mem_alloc(sizeof(struct outline_memory));
}

static void forget(struct outline_memory *m) {
  memset(m->slots, 0, sizeof m->slots);
  m->count = 0;
  arena_reset(&m->texts);
}

void outline_memory_free(struct outline_memory *m) {
  if (!m) return;
  for (size_t i = 0; i < WORDS / STRETCH; i++) mem_free(m->words[i]);
  arena_free(&m->texts);
  mem_free(m);
}

void outline_memory_next(struct outline_memory *m) {
  if (m->count == WORDS) forget(m);
}

static uint64_t hash_of(toll_slice text) {
  uint64_t h = text.len, part;
  for (size_t i = 0; i < text.len; i += sizeof part) {
    size_t left = text.len - i;
    part = 0;
    memcpy(&part, text.at + i, left < sizeof part ? left : sizeof part);
    h = (h ^ part) * 0x9e3779b97f4a7c15u;
    h ^= h >> 29;
  }
  return h ^ h >> 32;
}

static struct outline_known *word_at(const struct outline_memory *m, size_t number) {
  return &m->words[number / STRETCH][number % STRETCH];
}

/* The slot of the word, or the free one that it would have. */
static uint16_t *find_slot(struct outline_memory *m, toll_slice text) {
  for (size_t at = (size_t)hash_of(text) % SLOTS;; at = (at + 1) % SLOTS) {
    if (!m->slots[at]) return &m->slots[at];
    const struct outline_known *known = word_at(m, m->slots[at] - 1u);
    if (known->text.len == text.len && memcmp(known->text.at, text.at, text.len) == 0) return &m->slots[at];
  }
}

static int remember(struct outline_memory *m, const struct outline_sources *sources, toll_slice text, bool capital,
                    uint16_t *slot) {
  struct outline_known **stretch = &m->words[m->count / STRETCH];
  toll_slice kept = arena_copy(&m->texts, text);
  if (!*stretch) *stretch = mem_array(STRETCH, sizeof **stretch);
  if (!kept.at || !*stretch || look_up(sources, kept, capital, &m->texts, word_at(m, m->count))) return TOLL_E_MEMORY;
  *slot = (uint16_t)++m->count;
  return 0;
}

int outline_know(struct outline_memory *memory, const struct outline_sources *sources, toll_slice text, bool capital,
                 struct arena *arena, struct outline_known *room, const struct outline_known **out) {
  *out = room;
  if (!memory || text.len > OUTLINE_WORD_MAX) return look_up(sources, text, capital, arena, room);
  uint16_t *slot = find_slot(memory, text);
  if (!*slot && memory->count == WORDS) return look_up(sources, text, capital, arena, room);
  int code = *slot ? 0 : remember(memory, sources, text, capital, slot);
  if (!code) *out = word_at(memory, *slot - 1u);
  return code;
}
