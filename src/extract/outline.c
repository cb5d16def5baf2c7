/* One pass over the passage: letters make words, digits numbers.  A stretch of
 * capitalised words is first offered to the gazetteer, the longest name wins; what it
 * takes is a place and no word. */
#include "extract/outline.h"

#include <string.h>

#include "base/utf8.h"
#include "extract/lexer.h"
#include "pack/pack.h"

#define WORD_MAX 48  /* bytes; what is longer is no word */
#define UNLISTED 600 /* weight of a word that the pack does not list as common */
#define WEIGHT_MAX 1200
#define LEAST 60          /* what weighs less is left out */
#define NAME_WORDS 4      /* words of a place's name, at most */
#define NUMBER_WEIGHT 300 /* of numbers below a hundred */

struct passage {
  const toll_pack *pack;
  const toll_places *places;
  const struct model_choice *common; /* the pack's list of common words, or NULL */
  toll_slice text;
  struct arena *arena;
  struct outline *out;
  char country[2]; /* of the last place, or NULs */
  bool placed;     /* a word that places stand behind came right before */
};

struct piece { /* a run of letters or of digits */
  size_t from, to;
  bool digits, capital;
};

uint32_t outline_hash(toll_slice s) {
  uint64_t h = PACK_HASH_START;
  for (size_t i = 0; i < s.len; i++) h = pack_hash_step(h, (unsigned char)s.at[i]);
  return (uint32_t)(h ^ h >> 32);
}

static bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/* The length of the letter at `at`, 0 where none stands there. */
static size_t letter(toll_slice text, size_t at, bool *capital) {
  unsigned char c = (unsigned char)text.at[at];
  *capital = c >= 'A' && c <= 'Z';
  if (c < 0x80) return (c | 32) >= 'a' && (c | 32) <= 'z';
  size_t len;
  if (lexer_utf8_mark(text.at + at, text.len - at, &len)) return 0;
  uint32_t cp;
  size_t size = utf8_decode(text.at + at, text.len - at, &cp);
  *capital = (cp >= 0xc0 && cp <= 0xde) || (cp >= 0x100 && cp < 0x180 && cp % 2 == 0);
  return cp < 0xc0 ? 0 : size;
}

/* "1,200" is one number. */
static size_t digits_end(toll_slice text, size_t at) {
  while (at < text.len && is_digit(text.at[at])) at++;
  while (at + 3 < text.len && text.at[at] == ',' && is_digit(text.at[at + 1]) && is_digit(text.at[at + 2]) &&
         is_digit(text.at[at + 3]))
    at += 4;
  return at;
}

static bool next_piece(toll_slice text, size_t at, struct piece *p) {
  bool capital;
  for (; at < text.len; at++) {
    if (is_digit(text.at[at])) {
      *p = (struct piece){at, digits_end(text, at), true, false};
      return true;
    }
    size_t size = letter(text, at, &capital);
    if (!size) continue;
    *p = (struct piece){at, at, false, capital};
    while (p->to < text.len && (size = letter(text, p->to, &capital)) > 0) p->to += size;
    return true;
  }
  return false;
}

/* --- places ------------------------------------------------------------- */

/* A word of the language, which a capital alone does not make a name. */
static bool plain_word(const struct passage *p, toll_slice name) {
  const struct form *f = p->pack ? lexer_find(p->pack, name.at, name.len) : NULL;
  return f && f->count > 0 && f->pos != 1u << POS_NAME;
}

/* Names that are words as well stand behind "in", "near" or "at" only; a small town is
 * meant where its country is told of, or no other. */
static bool believed(const struct passage *p, const struct place *place, toll_slice name) {
  bool word = (place->flags & PLACE_AMBIGUOUS) || (place->kind != PLACE_COUNTRY && plain_word(p, name));
  if (word && !p->placed) return false;
  bool large = place->kind >= PLACE_COUNTRY || place->size >= 3 || (place->flags & (PLACE_CAPITAL | PLACE_SEAT));
  return large || !p->country[0] || memcmp(place->country, p->country, 2) == 0;
}

static const struct place *known_place(const struct passage *p, toll_slice name) {
  size_t count;
  const struct place *found = places_find_text(p->places, name, &count);
  const struct place *place = places_pick(found, count, p->country[0] ? p->country : NULL, 0);
  return place && believed(p, place, name) ? place : NULL;
}

/* The longest name that begins with the piece; its end, or 0. */
static size_t place_end(const struct passage *p, const struct piece *first, const struct place **place) {
  size_t best = 0;
  struct piece last = *first;
  for (int words = 1; words <= NAME_WORDS; words++) {
    char folded[PLACES_KEY_MAX];
    toll_slice name = {p->text.at + first->from, last.to - first->from};
    const struct place *found = known_place(p, name);
    if (found) {
      best = last.to;
      *place = found;
    }
    size_t len = places_fold(name.at, name.len, folded, sizeof folded);
    struct piece next;
    if (!len || !places_prefix(p->places, folded, len) || !next_piece(p->text, last.to, &next)) break;
    if (next.from - last.to > 1 || next.digits) break;
    last = next;
  }
  return best;
}

static void add_place(struct passage *p, toll_slice text, const struct place *place) {
  struct outline *o = p->out;
  if (place->country[0] && !(place->flags & PLACE_DEMONYM)) memcpy(p->country, place->country, 2);
  for (size_t i = 0; i < o->place_count; i++)
    if (o->places[i].place == place) return;
  if (o->place_count < OUTLINE_PLACES) o->places[o->place_count++] = (struct outline_place){text, place};
}

/* --- words -------------------------------------------------------------- */

/* Consonants alone, doubled ones once, k for c and q: "Talmenes" and "Telmens". */
uint32_t outline_sound(toll_slice folded) {
  char kept[WORD_MAX];
  size_t n = 0;
  for (size_t i = 0; i < folded.len && n < sizeof kept; i++) {
    char c = folded.at[i];
    if (c < 'a' || c > 'z' || strchr("aeiouyhw", c)) continue;
    c = c == 'c' || c == 'q' ? 'k' : c == 'z' ? 's' : c;
    if (n == 0 || kept[n - 1] != c) kept[n++] = c;
  }
  return n >= 3 ? outline_hash((toll_slice){kept, n}) : 0;
}

/* Without a list of common words, names tell most and long words more than short ones. */
static uint16_t weight_of(const struct passage *p, toll_slice folded, bool name) {
  if (!p->common) return name ? UNLISTED : folded.len > 5 ? 300 : folded.len > 3 ? 150 : 0;
  int32_t listed = pack_weight(p->pack, p->common, folded.at, folded.len),
          weight = listed > 0 ? listed : p->common->bias;
  weight /= 10; /* thousandths */
  return (uint16_t)(weight < 0 ? 0 : weight < WEIGHT_MAX ? weight : WEIGHT_MAX);
}

static void add_word(struct passage *p, const struct outline_word *word) {
  struct outline *o = p->out;
  if (o->word_count < OUTLINE_WORDS && (word->weight >= LEAST || o->all)) o->words[o->word_count++] = *word;
}

static uint32_t hash_value(int64_t value) {
  uint64_t h = (uint64_t)value * 0x9e3779b97f4a7c15u;
  return (uint32_t)(h >> 32) | 1u;
}

static void add_number(struct passage *p, int64_t value) {
  if (value < 2) return;
  bool year = value >= 1900 && value < 2100;
  uint16_t weight = value >= 100 && value % 10 ? 2 * NUMBER_WEIGHT : NUMBER_WEIGHT;
  add_word(p, &(struct outline_word){.hash = hash_value(value),
                                     .value = value,
                                     .weight = weight,
                                     .traits = year ? OUTLINE_YEAR : OUTLINE_NUMBER});
}

static void read_digits(struct passage *p, const struct piece *piece) {
  int64_t value = 0;
  for (size_t i = piece->from; i < piece->to && value < INT64_C(1000000000); i++)
    if (is_digit(p->text.at[i])) value = value * 10 + (p->text.at[i] - '0');
  add_number(p, value);
}

/* What the pack makes of a word. */
struct known {
  uint64_t tags[2];
  uint32_t classes, units;
  int64_t number; /* TOLL_OPEN: none */
  bool harm;
  toll_slice lemma;
};

static void know(const toll_pack *pack, const struct form *f, struct known *k) {
  const struct reading *r = pack_readings(pack, f);
  k->tags[0] = f->tags[0];
  k->tags[1] = f->tags[1];
  k->harm = f->harms != 0;
  k->number = TOLL_OPEN;
  for (uint32_t i = 0; i < f->count; i++) {
    k->classes |= r[i].classes;
    k->units |= 1u << r[i].unit;
    if (r[i].pos == POS_NUM && k->number == TOLL_OPEN) k->number = r[i].value;
  }
  if (f->count == 0) return;
  const struct form *base = pack_form_at(pack, r[0].lemma);
  k->lemma = pack_string(pack, base->text, base->text_len);
}

#define SITES (~0u << TOLL_HOUSE) /* classes of things */
#define THINGS (1u << TOLL_BUILDING | 1u << TOLL_VEHICLE | 1u << TOLL_VESSEL | 1u << TOLL_AIRCRAFT)

static uint8_t traits_of(const struct known *k) {
  bool kind = tags_have(k->tags, TAG_EVENT) || tags_have(k->tags, TAG_WEAPON) || tags_have(k->tags, TAG_HAZARD);
  bool people = tags_have(k->tags, TAG_PERSON) || (k->classes & ~SITES);
  bool site = !people && (tags_have(k->tags, TAG_THING) || (k->classes & SITES) || (k->units & THINGS));
  return (uint8_t)((k->harm ? OUTLINE_HARM : 0) | (kind ? OUTLINE_KIND : 0) | (people ? OUTLINE_PEOPLE : 0) |
                   (site ? OUTLINE_SITE : 0));
}

static int read_word(struct passage *p, const struct piece *piece) {
  char folded[WORD_MAX];
  toll_slice text = {p->text.at + piece->from, piece->to - piece->from};
  size_t len = places_fold(text.at, text.len, folded, sizeof folded);
  const struct form *f = p->pack ? lexer_find(p->pack, text.at, text.len) : NULL;
  struct known k = {.number = TOLL_OPEN};
  if (f) know(p->pack, f, &k);
  bool leads = f && (tags_have(f->tags, TAG_IN) || tags_have(f->tags, TAG_AT) || tags_have(f->tags, TAG_UPON));
  bool name = piece->capital && (!f || f->count == 0 || f->pos == 1u << POS_NAME);
  bool between = name || (f && (f->pos & (1u << POS_DET | 1u << POS_ADJ))); /* "in the eastern ..." */
  bool placed = name && (p->placed || p->out->where);
  p->placed = leads || (p->placed && between);
  if (k.number != TOLL_OPEN) {
    add_number(p, k.number);
    return 0;
  }
  if (len < 3) return 0;
  struct outline_word word = {.traits = traits_of(&k)};
  p->out->classes |= k.classes;
  p->out->harm = p->out->harm || k.harm;
  p->out->kind = p->out->kind || (word.traits & OUTLINE_KIND);
  if (name) word.traits |= OUTLINE_NAME;
  if (placed) word.traits |= OUTLINE_PLACED;
  word.text = k.lemma.len && !name ? k.lemma : arena_copy(p->arena, (toll_slice){folded, len});
  if (!word.text.at) return TOLL_E_MEMORY;
  word.hash = outline_hash(word.text);
  word.sound = name ? outline_sound((toll_slice){folded, len}) : 0;
  word.weight = weight_of(p, word.text, name);
  add_word(p, &word);
  return 0;
}

int outline_read(struct outline *o, const toll_pack *pack, const toll_places *places, toll_slice text,
                 struct arena *arena) {
  struct passage p = {pack, places, pack ? pack_choice(pack, "common") : NULL, text, arena, o, {0}, false};
  struct piece piece;
  int code = 0;
  for (size_t at = 0; !code && next_piece(text, at, &piece); at = piece.to) {
    const struct place *place = NULL;
    size_t end = places && piece.capital ? place_end(&p, &piece, &place) : 0;
    if (end) {
      add_place(&p, (toll_slice){text.at + piece.from, end - piece.from}, place);
      piece.to = end;
      p.placed = false;
    } else if (piece.digits) {
      read_digits(&p, &piece);
    } else {
      code = read_word(&p, &piece);
    }
  }
  return code;
}
