/* One sentence on its way from bytes to claims.
 *
 * The reader works a sentence at a time in layers, each of which only adds to
 * what the one before left: tokens, then figures over tokens, then items (noun
 * groups, verb groups, links) over both.  Later layers ask relations of the
 * items ("the subject of this verb group") instead of looking at words again.
 * All arrays live in one arena that is reset after the sentence. */
#ifndef TOLL_EXTRACT_SENTENCE_H
#define TOLL_EXTRACT_SENTENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "pack/pack.h"
#include "toll/claim.h"

#define SENTENCE_TOKENS 1200 /* a longer one is cut at its last comma, or here */

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_MARK };
enum token_shape { SHAPE_LOWER, SHAPE_CAPITAL, SHAPE_UPPER, SHAPE_OTHER };

struct token {
  uint32_t at, len;        /* in the window's text */
  const struct form *form; /* what the pack knows of the spelling, or NULL */
  int64_t number;          /* TOKEN_NUMBER: its value, in thousandths; INT64_MAX where it does not fit */
  uint16_t figure;         /* 1 + the figure it belongs to, 0 = none */
  uint8_t kind, shape;
  uint8_t pos;         /* the part of speech chosen for it (enum pos), POS_COUNT for none */
  char mark;           /* TOKEN_MARK: its sort: , ; : ( ) " - ~ (dash) . ! ? $ % / | * # '  or 0 */
  bool glued : 1;      /* no white space before it */
  bool line_start : 1; /* first on its line */
  bool decimal : 1;    /* TOKEN_NUMBER written with a fraction */
  bool grouped : 1;    /* TOKEN_NUMBER written with grouping marks */
  bool ordinal : 1;    /* "5th" */
  bool plural : 1;     /* a noun that the pack knows only by its plural ending */
  bool compound : 1;   /* "ex-soldier": known by its last part only */
};

enum figure_kind {
  FIGURE_COUNT,    /* may count people or things */
  FIGURE_FRACTION, /* half, two thirds */
  FIGURE_DECOY     /* age, date, time, money, measure, weapon, designation, ordinal */
};

struct figure {
  uint16_t from, to;        /* tokens, with hedges */
  uint16_t core, core_to;   /* the number's own tokens */
  int64_t value, low, high; /* TOLL_OPEN = null */
  uint8_t kind, form;
  uint8_t decoy; /* enum decoy */
  bool vague;
  bool same; /* "as many": taken over from the figure before */
};

enum decoy {
  DECOY_NONE,
  DECOY_AGE,
  DECOY_DATE,
  DECOY_TIME,
  DECOY_MONEY,
  DECOY_MEASURE,
  DECOY_NAME,
  DECOY_ORDINAL,
  DECOY_PART
};

enum item_kind {
  ITEM_NOUN, /* noun group */
  ITEM_VERB, /* verb group */
  ITEM_ADJ,  /* adjective outside a noun group: "12 people dead" */
  ITEM_PREP,
  ITEM_AND,
  ITEM_COMMA,
  ITEM_RELATIVE,
  ITEM_SUBORDINATE,
  ITEM_SUBSET,
  ITEM_ADVERB,
  ITEM_BREAK, /* ; : | dash: a new clause */
  ITEM_OPEN,
  ITEM_CLOSE,
  ITEM_QUOTE
};

struct item {
  uint8_t kind;
  uint8_t unit;
  uint16_t from, to;             /* tokens */
  uint16_t head;                 /* token: head noun, main verb, preposition */
  uint64_t tags[2];              /* of the head, and of a lone modifier where the head is a number */
  const struct reading *reading; /* of the head; NULL when the pack does not know it */
  const struct reading *harm_reading;
  const struct reading *second; /* "killed or wounded": the second verb */

  /* noun groups; their flags stand last, so that no room is lost between */
  uint32_t classes;   /* of all words of the group proper */
  int16_t figure;     /* index, -1 = none */
  uint16_t possessed; /* token after "'s" where the group proper begins; == from where there is none */
  uint16_t harm_token;
  uint8_t harm; /* of an adjective inside: "12 dead guerrillas" */

  /* verb groups */
  uint8_t inflection; /* in which the main verb is read here */
  uint16_t second_head;
  uint16_t subject; /* 2 + the item that relate_subject has found, 1 where there is none; 0: nobody has asked */
  uint8_t voice;    /* enum voice */
  uint8_t status;   /* toll_status that modals and adverbs make of it */
  bool either;      /* the two are joined by or */
  bool negated, infinitive, gerund, finite, copula, perfect, alleged;

  /* noun groups again */
  bool plural, definite, indefinite, pronoun, name, other, added;
  bool bare; /* noun groups: without article; verb groups: without auxiliary */
  bool demonstrative, possessive;
  bool time;  /* it tells a time: "Monday", "last week" */
  bool event; /* it names an attack, an accident or a harm: "the raid", "the deaths" */
};

struct sentence {
  const toll_pack *pack;
  const char *text; /* the window's */
  struct arena *arena;
  struct token *tokens;
  struct figure *figures;
  struct item *items;
  int token_count, figure_count, item_count;
  uint64_t tags[2]; /* of all words; set with the phrases, as the next three */
  uint32_t harms;   /* bit set over toll_harm */
  uint8_t carried;  /* by all words: bit set over enum form_carries */
  bool quotes;      /* some token is a double quotation mark */
  struct needs met; /* what a claim needs, of all words; set with the phrases, too */
  uint32_t kinds;   /* of all items: bit set over item_kind; set with them, as the next */
  bool events;      /* some item names an event */
  uint64_t marks;   /* sentence_may_mark */
  bool told;        /* a claim was made in the sentence before */
  bool caseless;    /* written in capitals: shapes tell nothing */
  bool titled;      /* Every Longer Word Has A Capital: capitals tell no names */
  bool heading;     /* no full stop: title, headline, list item */
  bool paragraph;   /* first of its paragraph */
};

/* --- words ------------------------------------------------------------- */

static inline bool token_tag(const struct token *t, enum tag tag) {
  return t->form && tags_have(t->form->tags, tag);
}
/* Whether some word of the sentence, its phrases joined, has the tag. */
static inline bool sentence_has(const struct sentence *s, enum tag tag) {
  return tags_have(s->tags, tag);
}
/* Whether some item of the sentence is of that kind. */
static inline bool sentence_has_kind(const struct sentence *s, enum item_kind kind) {
  return s->kinds >> kind & 1;
}
static inline uint64_t mark_bit(char mark) {
  return (uint64_t)1 << ((unsigned char)mark & 63);
}
/* False where the sentence has no such mark. */
static inline bool sentence_may_mark(const struct sentence *s, char mark) {
  return (s->marks & mark_bit(mark)) != 0;
}
static inline bool item_tag(const struct item *it, enum tag tag) {
  return tags_have(it->tags, tag);
}
/* The group has a number that counts: "12 residents", and no "5th Brigade". */
static inline bool item_counted(const struct sentence *s, const struct item *it) {
  return it->figure >= 0 && s->figures[it->figure].kind == FIGURE_COUNT;
}
/* The first reading of the token as that part of speech, or NULL. */
static inline const struct reading *token_reading(const struct sentence *s, const struct token *t, enum pos pos) {
  if (!t->form || !(t->form->pos >> pos & 1)) return NULL;
  const struct reading *r = pack_readings(s->pack, t->form);
  for (uint32_t i = 0; i < t->form->count; i++)
    if (r[i].pos == pos) return r + i;
  return NULL;
}
/* The first reading as that part of speech that carries the tag, or NULL. */
const struct reading *token_reading_tag(const struct sentence *s, const struct token *t, enum pos pos, enum tag tag);
/* The forms in which the token can be read as a verb: bit set over enum inflection, 0 for none. */
static inline unsigned token_inflections(const struct sentence *s, const struct token *t) {
  unsigned all = 0;
  if (!t->form || !(t->form->pos >> POS_VERB & 1)) return 0;
  const struct reading *r = pack_readings(s->pack, t->form);
  for (uint32_t i = 0; i < t->form->count; i++)
    if (r[i].pos == POS_VERB) all |= r[i].inflection;
  return all;
}
/* The tokens [from, to): where they stand, and as written. */
static inline toll_span sentence_span(const struct sentence *s, int from, int to) {
  if (to <= from) return (toll_span){0, 0};
  const struct token *last = s->tokens + to - 1;
  return (toll_span){s->tokens[from].at, last->at + last->len};
}
static inline toll_slice sentence_text(const struct sentence *s, int from, int to) {
  toll_span span = sentence_span(s, from, to);
  return (toll_slice){s->text + span.from, span.to - span.from};
}
/* What stands in a span of the window; of an empty one, nothing is given. */
static inline toll_slice sentence_cut(const struct sentence *s, toll_span span) {
  return span.to ? (toll_slice){s->text + span.from, span.to - span.from} : (toll_slice){NULL, 0};
}
/* Whether a word tells of an attack, an accident or a harm. */
static inline bool sentence_tells_event(const struct sentence *s) {
  return sentence_has(s, TAG_EVENT) || s->harms;
}

/* Whether the sentence, its phrases joined, has words from which a claim can come. */
bool sentence_promises(const struct sentence *s);

/* --- layers, in order -------------------------------------------------- */

/* Reads the next sentence of text from offset; fills tokens and returns the
 * offset where the next one begins (== end of text at the end).  tokens must
 * hold SENTENCE_TOKENS + 1. */
size_t sentence_read(struct sentence *s, const char *text, size_t len, size_t offset);
/* Too few words, all in capitals, to tell whether the text is written so: taken as the
 * sentence before was. */
bool sentence_follows_case(const struct sentence *s);
void sentence_phrases(struct sentence *s); /* joins phrases of the pack into single tokens */
bool sentence_figures(struct sentence *s); /* false: out of memory */
/* The closed interval that a written number with its hedge allows; TOLL_OPEN at an open end. */
void figure_bound(int64_t value, unsigned form, int64_t *low, int64_t *high);
void sentence_tag(struct sentence *s);   /* chooses one part of speech a token */
bool sentence_chunk(struct sentence *s); /* false: out of memory */

/* All of these, its tokens read; *promises as sentence_promises.  With `only`, a sentence that
 * promises nothing is left after the first.  false: out of memory. */
bool sentence_parse(struct sentence *s, bool only, bool *promises);

#endif
