/* One pass over the passage: letters make words, digits numbers.  A stretch of
 * capitalised words is first offered to the gazetteer, the longest name wins; what it
 * takes is a place and no word.  What a word is by itself, outline_word.c knows. */
#include "extract/outline.h"

#include <string.h>

#include "base/bytes.h"
#include "base/utf8.h"
#include "extract/lexer.h"
#include "extract/outline_word.h"

#define LEAST 60          /* what weighs less is left out */
#define NAME_WORDS 4      /* words of a place's name, at most */
#define NUMBER_WEIGHT 300 /* of numbers below a hundred */

struct passage {
  struct outline_sources by;
  toll_slice text;
  struct arena *arena;
  struct outline *out;
  struct outline_known room; /* for a word that no memory keeps */
  char country[2];           /* of the last place, or NULs */
  bool placed;               /* a word that places stand behind came right before */
};

struct piece { /* a run of letters or of digits */
  size_t from, to;
  bool digits, capital;
};

/* The length of the letter at `at`, 0 where none stands there. */
static size_t letter(toll_slice text, size_t at, bool *capital) {
  unsigned char c = (unsigned char)text.at[at];
  *capital = c >= 'A' && c <= 'Z';
  if (c < 0x80) return byte_letter(text.at[at]);
  size_t len;
  if (lexer_utf8_mark(text.at + at, text.len - at, &len)) return 0;
  uint32_t cp;
  size_t size = utf8_decode(text.at + at, text.len - at, &cp);
  *capital = (cp >= 0xc0 && cp <= 0xde) || (cp >= 0x100 && cp < 0x180 && cp % 2 == 0);
  return cp < 0xc0 ? 0 : size;
}

/* "1,200" is one number. */
static size_t digits_end(toll_slice text, size_t at) {
  while (at < text.len && byte_digit(text.at[at])) at++;
  while (at + 3 < text.len && text.at[at] == ',' && byte_digit(text.at[at + 1]) && byte_digit(text.at[at + 2]) &&
         byte_digit(text.at[at + 3]))
    at += 4;
  return at;
}

static bool next_piece(toll_slice text, size_t at, struct piece *p) {
  bool capital;
  for (; at < text.len; at++) {
    if (byte_digit(text.at[at])) {
      *p = (struct piece){at, digits_end(text, at), true, false};
      return true;
    }
    size_t size = letter(text, at, &capital);
    if (!size) continue;
    *p = (struct piece){at, at, false, capital};
    while (size > 0) {
      p->to += size;
      while (p->to < text.len && byte_letter(text.at[p->to])) p->to++;
      size = p->to < text.len ? letter(text, p->to, &capital) : 0;
    }
    while (p->capital && p->to < text.len && byte_digit(text.at[p->to])) p->to++; /* "K9" is one name */
    return true;
  }
  return false;
}

/* --- places ------------------------------------------------------------- */

/* Names that are words as well stand behind "in", "near" or "at" only; a small town is
 * meant where its country is told of, or no other. */
static bool believed(const struct passage *p, const struct place *place, bool plain) {
  bool word = (place->flags & PLACE_AMBIGUOUS) || (place->kind != PLACE_COUNTRY && plain);
  if (word && !p->placed) return false;
  bool large = place->kind >= PLACE_COUNTRY || place->size >= 3 || (place->flags & (PLACE_CAPITAL | PLACE_SEAT));
  return large || !p->country[0] || memcmp(place->country, p->country, 2) == 0;
}

static const struct place *pick(const struct passage *p, const struct place *found, size_t count, bool plain) {
  const struct place *place = places_pick(found, count, p->country[0] ? p->country : NULL, 0);
  return place && believed(p, place, plain) ? place : NULL;
}

static const struct place *known_place(const struct passage *p, toll_slice name) {
  size_t count;
  const struct place *found = places_find_text(p->by.places, name, &count);
  return count ? pick(p, found, count, outline_plain(p->by.pack, name)) : NULL;
}

static bool begins_place(const struct passage *p, toll_slice name) {
  char folded[PLACES_KEY_MAX];
  size_t len = places_fold(name.at, name.len, folded, sizeof folded);
  return len && places_prefix(p->by.places, folded, len);
}

/* The longest name that begins with the piece; its end, or 0. */
static size_t place_end(const struct passage *p, const struct piece *first, const struct outline_known *known,
                        const struct place **place) {
  *place = pick(p, known->places, known->place_count, known->plain);
  size_t best = *place ? first->to : 0;
  struct piece last = *first, next;
  bool more = known->begins;
  for (int words = 2; more && words <= NAME_WORDS; words++) {
    if (!next_piece(p->text, last.to, &next) || next.from - last.to > 1 || next.digits) break;
    toll_slice name = {p->text.at + first->from, next.to - first->from};
    const struct place *found = known_place(p, name);
    if (found) {
      best = next.to;
      *place = found;
    }
    more = begins_place(p, name);
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
    if (byte_digit(p->text.at[i])) value = value * 10 + (p->text.at[i] - '0');
  add_number(p, value);
}

static void read_word(struct passage *p, const struct outline_known *known) {
  bool placed = known->name && (p->placed || p->out->where);
  p->placed = known->leads || (p->placed && known->between);
  if (known->number != TOLL_OPEN) {
    add_number(p, known->number);
    return;
  }
  if (!known->told) return;
  struct outline_word word = known->word;
  p->out->classes |= known->classes;
  p->out->harm = p->out->harm || known->harm;
  p->out->kind = p->out->kind || (word.traits & OUTLINE_KIND);
  if (placed) word.traits |= OUTLINE_PLACED;
  add_word(p, &word);
}

/* A word, or a place's name of one or more; moves the piece's end to that of the name. */
static int read_letters(struct passage *p, struct piece *piece) {
  const struct outline_known *known;
  const struct place *place = NULL;
  toll_slice text = {p->text.at + piece->from, piece->to - piece->from};
  int code = outline_know(p->out->memory, &p->by, text, piece->capital, p->arena, &p->room, &known);
  if (code) return code;
  size_t end = p->by.places && piece->capital ? place_end(p, piece, known, &place) : 0;
  if (end) {
    add_place(p, (toll_slice){text.at, end - piece->from}, place);
    piece->to = end;
    p->placed = false;
  } else {
    read_word(p, known);
  }
  return 0;
}

int outline_read(struct outline *o, const toll_pack *pack, const toll_places *places, toll_slice text,
                 struct arena *arena) {
  struct passage p = {
      .by = {pack, places, pack ? pack_choice(pack, "common") : NULL}, .text = text, .arena = arena, .out = o};
  struct piece piece;
  int code = 0;
  for (size_t at = 0; !code && next_piece(text, at, &piece); at = piece.to)
    if (piece.digits)
      read_digits(&p, &piece);
    else
      code = read_letters(&p, &piece);
  return code;
}

void outline_clear(struct outline *o) {
  o->word_count = o->place_count = 0;
  o->classes = 0;
  o->where = o->all = o->harm = o->kind = false;
}
