/* The compiled pack, as the reader sees it: flat tables, no pointers into the
 * heap, so that the same bytes serve from memory and from a mapped file.
 *
 * A *form* is a spelling ("killed"); it has one or more *readings* (verb past,
 * verb participle, adjective).  A *phrase* is a sequence of forms that has its
 * own form entry.  Everything a language knows arrives here as readings. */
#ifndef TOLL_PACK_PACK_H
#define TOLL_PACK_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "pack/word_key.h"
#include "toll/claim.h"
#include "toll/pack.h"

enum pos { /* bit numbers in form.pos */
           POS_NOUN,
           POS_VERB,
           POS_ADJ,
           POS_ADV,
           POS_PREP,
           POS_CONJ,
           POS_DET,
           POS_PRON,
           POS_AUX,
           POS_NUM,
           POS_PART,
           POS_TITLE,
           POS_NAME,
           POS_MARK,
           POS_COUNT
};

enum inflection { /* bit set in reading.inflection */
                  INFL_SINGULAR = 1,
                  INFL_PLURAL = 2, /* nouns */
                  INFL_BASE = 4,
                  INFL_THIRD = 8,
                  INFL_PAST = 16,
                  INFL_PARTICIPLE = 32,
                  INFL_GERUND = 64 /* verbs */
};

/* Tags: bit numbers in a uint64_t.  Names in feature.c, one table. */
enum tag {
  /* verbs */
  TAG_TRANSITIVE,   /* harms its object: kill, wound, destroy */
  TAG_INTRANSITIVE, /* harms its subject: die, perish, flee */
  TAG_REPORT,       /* says, reports, confirms: takes a speaker as subject and content as object */
  TAG_DENY,
  TAG_THREATEN,
  TAG_ORDER,
  TAG_ATTEMPT, /* deny, vow, order, try: what they govern is no result */
  TAG_BE,
  TAG_HAVE,
  TAG_DO,
  TAG_GET,
  TAG_MODAL,   /* auxiliaries */
  TAG_LEAVE,   /* leave, find, take, hold: object + complement */
  TAG_CLAIM,   /* claim, cost, take: with "lives" as object */
  TAG_RISE,    /* rise, reach, stand, climb, hit: of a toll */
  TAG_BRING,   /* bring, raise, put: the toll to */
  TAG_FIND,    /* find, recover, exhume, pull, count: bodies */
  TAG_LOSE,    /* lose (men, a son) */
  TAG_HIRE,    /* contract, hire, employ: between an employer and his people it describes them */
  TAG_STRIKE,  /* hit, strike, attack: harm to a body with a weapon only */
  TAG_INCLUDE, /* include, number among */
  TAG_CAUSE,   /* cause, result in, inflict, suffer, report */
  TAG_FORCE,   /* force, compel, oblige: object + to do */
  TAG_ARRIVE,  /* decoy: verbs of coming and going that take numbers as times */
  /* nouns */
  TAG_PERSON,     /* people nouns */
  TAG_GROUP,      /* group nouns: family, crowd, team, gang */
  TAG_COLLECTIVE, /* "police", "people": plural without s */
  TAG_KIN,        /* mother, brother, wife */
  TAG_THING,      /* countable property */
  TAG_BODYWORD,   /* body, corpse, remains, skeleton */
  TAG_LIFE,       /* life, lives */
  TAG_TOLL,       /* toll, death toll, body count, number of dead */
  TAG_ATTACKER,   /* attacker, bomber, gunman, assailant */
  TAG_SPEAKER,    /* statement, report, bulletin: texts that say things */
  TAG_ORG,        /* ministry, army, agency */
  TAG_EVENT,      /* attack, raid, blast, earthquake */
  TAG_PLACEWORD,  /* village, province, district, city */
  TAG_CAPTIVITY,  /* hostage, captive, custody, prisoner (complement of take, hold) */
  TAG_PART,       /* member, employee, resident: "members of the forces" is people */
  TAG_LOOSE,      /* verbs that English also uses of contests, words and things: beat, release, capture */
  TAG_STAFF,      /* driver, guard, worker: people whom somebody employs */
  TAG_CARE,       /* hospital, surgery, medical attention: what the wounded need */
  TAG_UNCOUNTED,  /* "not counted here": whom the writer's own count leaves out */
  TAG_QUANTITY,   /* number, total, group, series: "a total of 12", "a group of 5" */
  TAG_PAIR,       /* pair, couple, trio: carries a value */
  /* decoys */
  TAG_TIME, /* day, hour, week, o'clock */
  TAG_MONTH,
  TAG_WEEKDAY,
  TAG_AGE /* year-old, aged */,
  TAG_MONEY,
  TAG_MEASURE /* metre, km, tonne, percent */,
  TAG_WEAPON,
  TAG_DESIGNATION, /* brigade, route, article, flight: with a number it is a name */
  TAG_ORDINAL,     /* first, second, 5th */
  /* figures */
  TAG_VAGUE,       /* dozens, scores, several, hundreds, many */
  TAG_MULTIPLY,    /* hundred, thousand, million, lakh, dozen */
  TAG_FRACTION,    /* half, third, quarter */
  TAG_HEDGE,       /* with form=: at least, about, more than, up to */
  TAG_HEDGE_AFTER, /* "12 or more", "a dozen at most" */
  TAG_RANGE,       /* to, or, and (inside between): links the ends of a range */
  TAG_NONE,        /* no, none, nobody */
  TAG_EACH,        /* each, apiece */
  TAG_DOER,        /* names who did the harm that "of" brings: killer */
  TAG_RATE,        /* per day, a day, every week, one in */
  /* links */
  TAG_SUBSET, /* including, among them, of whom, of them */
  TAG_OTHER,  /* other, others, another, more, additional: added to what was named */
  TAG_ADDED,  /* more, further, additional: scope added */
  TAG_AND,
  TAG_OR,
  TAG_BUT,
  TAG_RELATIVE,       /* who, which, that, whom, whose */
  TAG_SUBORDINATE,    /* when, after, as, while, because, if */
  TAG_CUE,            /* according to, per: prepositions of attribution */
  TAG_ALLEGED,        /* reportedly, allegedly */
  TAG_NEGATION,       /* not, never, n't */
  TAG_PAST,           /* ago, last, previous, earlier: background time */
  TAG_BACKGROUND,     /* history markers: "in a similar attack", "since the war began" */
  TAG_TITLECASE_SKIP, /* words that may be capitalised without being names */
  TAG_SELF,           /* pronoun he she they it */
  TAG_REVISE,         /* revised, corrected, updated, lowered */
  /* small words that the grammar of groups and clauses turns on */
  TAG_ARTICLE,  /* the indefinite article */
  TAG_POINTING, /* this, that */
  TAG_THAT,     /* opens a clause of content, points, or relates */
  TAG_BETWEEN,  /* opens a range whose ends are joined by and */
  /* prepositions by the slot that they open */
  TAG_OF,
  TAG_TO,
  TAG_BY,
  TAG_IN,
  TAG_AT,
  TAG_FROM,
  TAG_WITH,
  TAG_FOR,
  TAG_AMONG,
  TAG_AS,
  TAG_TELL,  /* tell, inform: a saying whose object is the person told */
  TAG_VOICE, /* continue, supply: a saying only beside a quotation or with a text as object */
  /* time, place and event */
  TAG_HAZARD,   /* storm, earthquake, flood: one event over many places */
  TAG_APART,    /* elsewhere, separately, separate: another event than the one told of */
  TAG_LATER,    /* later, afterwards: time counted from the event */
  TAG_SINCE,    /* since: the period from then to the day of writing */
  TAG_CLOCK,    /* a.m., o'clock: makes a number a time of day */
  TAG_UPON,     /* on, into: a place follows only where it is a place word or a known name */
  TAG_THERE,    /* where: its clause happens at the place named right before */
  TAG_LIMB,     /* arm, leg, eye: whose it is is hurt with it */
  TAG_INJURY,   /* cut, burn, broken arm, frostbite: what a person suffers */
  TAG_SAME,     /* as many: the number told right before */
  TAG_PROTEST,  /* march, demonstration: of what it is held over it does not tell */
  TAG_OCCASION, /* over, against, after, to demand: what a protest is held over follows */
  TAG_CALLED,   /* named, known as: a name follows that belongs to the noun before */
  TAG_REASON,   /* revenge, anniversary: what is named behind it happened before */
  TAG_WINDOW,   /* so far this year: a figure beside it counts over that time */
  TAG_TURN,     /* meanwhile, in addition: goes over to something else */
  TAG_COUNT
};

/* One reading of a form. */
struct reading {
  uint64_t tags[2];         /* bit set over enum tag (0..63, 64..127) */
  int64_t value;            /* value= ; TOLL_OPEN when not given */
  int64_t value2;           /* value2= , or reckon= of vague words; TOLL_OPEN when not given */
  uint32_t classes;         /* bit set over toll_class */
  uint32_t lemma;           /* number of the lexeme's first form (a form index) */
  uint16_t label;           /* index of the label's name in pack.labels, 0 = none */
  uint8_t pos;              /* enum pos */
  uint8_t inflection;       /* bit set over enum inflection */
  uint8_t harm, unit, kind; /* 0 = none; kind is 1 + toll_kind */
  uint8_t form, status;     /* 1 + toll_form, 1 + toll_status; 0 = none */
  uint8_t pad[7];
};

enum form_carries { FORM_LABEL = 1 /* a label */, FORM_CLASS = 2 /* a class of people or things */ };

/* One spelling.  The union of its readings' parts of speech and tags serves as
 * a filter before the readings are looked at. */
struct form {
  uint64_t tags[2];
  uint32_t text, text_len; /* lower case, in pack.strings */
  uint32_t first, count;   /* readings; count 0: only part of phrases */
  uint32_t phrase;         /* node of the phrase tree that starts here, 0 = none */
  uint32_t harms;          /* bit set over toll_harm of all readings (bit 0 unused) */
  uint16_t pos;            /* bit set over enum pos */
  uint8_t words;           /* tokens in the spelling; more than 1: a phrase */
  uint8_t carried;         /* by its readings: bit set over enum form_carries */
  uint32_t opens;          /* which needs it meets: pack_needs; 0 for none; see opener.h */
  uint64_t begins;         /* the first eight bytes of the spelling, as word_key_load gives them; zeros behind it */
  uint64_t followers;      /* pack_follower of all forms that stand second in a phrase that starts here */
};

/* A bit that many forms share, by the form's index. */
static inline uint64_t pack_follower(uint32_t form) {
  return (uint64_t)1 << (form * 0x9e3779b1u >> 26);
}

/* The phrase tree: a node is reached by a sequence of forms. */
struct phrase_edge {
  uint32_t from, form, to;
}; /* hashed by (from, form) */

enum slot {
  SLOT_NONE,
  SLOT_SUBJECT,
  SLOT_OBJECT,
  SLOT_SELF,
  SLOT_OF,
  SLOT_TO,
  SLOT_BY,
  SLOT_IN,
  SLOT_AT,
  SLOT_FROM,
  SLOT_WITH,
  SLOT_FOR,
  SLOT_AMONG,
  SLOT_COMPLEMENT,
  SLOT_BEFORE,
  SLOT_AFTER,
  SLOT_POSSESSOR,
  SLOT_AS,
  SLOT_COLON,
  SLOT_MEMBER,
  SLOT_INVERTED,
  SLOT_SAID,
  SLOT_TRIGGER, /* conditions only: the trigger word itself */
  SLOT_COUNT
};
enum voice { VOICE_ANY, VOICE_ACTIVE, VOICE_PASSIVE, VOICE_BARE /* participle without auxiliary */, VOICE_COUNT };

/* Fulfilled when a word of the slot's noun group carries any of the tags or is
 * a form of any of the lemmas; negated turns that round. */
struct rule_condition {
  uint64_t tags[2];
  uint32_t lemma_first; /* into the lemma list: pack_lemmas */
  uint16_t lemma_count;
  uint8_t slot, negated;
};

#define RULE_CONDITIONS 4
struct rule {
  uint64_t tags[2];        /* all of which the trigger's reading must carry */
  uint32_t name, name_len; /* "en/passive-1" in strings */
  uint32_t lemma_first;    /* the trigger is a form of one of these lemmas ... */
  uint16_t lemma_count;    /* ... or of any word when the count is 0 */
  uint8_t pos, voice, victim, agent;
  uint8_t harm, unit;          /* 0: the trigger's */
  uint8_t scope, side, status; /* 1 + value; 0: as found */
  uint8_t also;                /* try further rules after this one fits */
  uint8_t conditions;
  uint8_t harm_of; /* a slot whose words name the harm; SLOT_NONE: none */
  uint8_t pad[6];
  struct rule_condition when[RULE_CONDITIONS];
};

/* A choice of the model: the weights of its features, in the order of their names.
 * All numbers are in thousandths. */
#define MODEL_NAME_BYTES 64
struct model_choice {
  uint32_t name, name_len; /* in strings */
  uint32_t first, count;   /* into the weights */
  int32_t bias;
  int32_t least; /* the probability from which on the choice is made; 0: not given */
};
struct model_weight {
  uint32_t name, name_len;
  int32_t weight;
};

/* What a claim needs in its sentence, as bits; see opener.h. */
enum need {
  NEED_HARM, /* a word of harm, or another that is all that some rule asks for */
  NEED_TOLD, /* a claim in the sentence before */
  NEED_FIRST /* from here on: sets of forms that rules with a harm of their own ask for */
};
#define NEED_BITS 128
struct needs {
  uint64_t bits[NEED_BITS / 64];
};

/* A word of the text, or two in a row, that may belong to a form with needs; see opener.h. */
struct opener_key {
  uint32_t hash;  /* the upper half of the key */
  uint32_t opens; /* as form.opens; 0: an empty place of the table */
};

/* A place of the table that finds forms by their spelling. */
struct form_slot {
  uint32_t hash, form; /* low half of the spelling's hash; 1 + form, 0 = empty */
};
/* Where the look for a spelling begins, in a table of two places or more: the top of the hash. */
static inline unsigned form_slot_shift(size_t slots) {
  return 64u - (unsigned)__builtin_ctzll(slots);
}

/* A place of the table that finds the words of ASCII letters alone: 1 + form, 0 = empty, and
 * above it the low bits of the spelling's hash.  Most look-ups are of such a word, and a
 * table of these stays in the cache. */
#define WORD_FORM_BITS 20
static inline uint32_t word_place(uint32_t form, uint64_t hash) {
  return (uint32_t)hash << WORD_FORM_BITS | (form + 1);
}

struct image_header;
struct text_place;

/* What a toll_pack is: the bytes and where in them the tables begin. */
struct toll_pack {
  const unsigned char *bytes;
  size_t len;
  bool mapped; /* by mmap; else from the heap */
  const struct image_header *head;
  const char *strings;
  const struct form *forms;
  const struct form_slot *slots;
  size_t slot_mask;    /* one below how many slots there are: a power of two */
  unsigned slot_shift; /* form_slot_shift of them */
  const uint32_t *words;
  size_t word_mask; /* the same of the places for words */
  unsigned word_shift;
  const struct reading *readings;
  const uint32_t *nodes;
  const struct phrase_edge *edges;
  const struct text_place *labels;
  const struct rule *rules;
  const uint32_t *lemmas;
  const struct model_choice *choices;
  const struct model_weight *weights;
  const struct needs *needs, *openings;
  uint32_t openings_from[NEED_BITS + 1]; /* by need_first: which of the openings, that are in this order */
  struct needs firsts;                   /* those sets by which there are any */
  const struct opener_key *keys;
  size_t key_mask; /* one below how many places there are: a power of two */
  const uint64_t *filter;
  const uint32_t *weight_slots;
  const uint8_t *endings; /* see pack_endings */
  toll_pack_counts counts;
};

/* The endings ("-ing") that a word with these two last letters may have: bit n for one of n
 * letters. A table of ENDING_PLACES bytes, in which several pairs of letters share a place. */
#define ENDING_PLACES 64
#define ENDING_LETTERS 6 /* the longest */
static inline size_t pack_ending_place(char a, char b) {
  return ((unsigned char)a * 5u + (unsigned char)b * 31u) % ENDING_PLACES;
}
static inline unsigned pack_endings(const toll_pack *p, char a, char b) {
  return p->endings[pack_ending_place(a, b)];
}

/* A hash of anything, a byte at a time, from PACK_HASH_START on. */
#define PACK_HASH_START 0xcbf29ce484222325u
static inline uint64_t pack_hash_step(uint64_t h, unsigned char byte) {
  return (h ^ byte) * 0x100000001b3u;
}

/* Finds a form by its lower-case spelling; NULL when the pack does not know it. */
const struct form *pack_form(const toll_pack *p, const char *lower, size_t len);
/* The hash by which it does: eight bytes of the spelling at a time, the first lowest and
 * the last ones filled up with zeros, from 0 on. */
static inline uint64_t pack_hash_eight(uint64_t h, uint64_t bytes) {
  h = (h ^ bytes) * 0x9e3779b97f4a7c15u;
  return h ^ h >> 32;
}

/* Whether len > 0 ASCII letters, big or small, are the form's spelling.  At both sides bytes
 * are read by eights, up to seven behind the last letter. */
static inline bool pack_spelt(const toll_pack *p, const struct form *f, const char *word, size_t len) {
  const uint64_t small = 0x2020202020202020u;
  if (f->text_len != len) return false;
  if (len <= 8) return f->begins == ((word_key_load(word) | small) & UINT64_MAX >> (64 - 8 * len));
  if (f->begins != (word_key_load(word) | small)) return false;
  const char *spelling = p->strings + f->text;
  for (spelling += 8, word += 8, len -= 8; len > 8; spelling += 8, word += 8, len -= 8)
    if (word_key_load(spelling) != (word_key_load(word) | small)) return false;
  return (word_key_load(spelling) ^ (word_key_load(word) | small)) << (64 - 8 * len) == 0;
}
/* Goes over the forms that a word of letters with that hash may be: the next one from place
 * *i on, or NULL. */
static inline const struct form *pack_word_next(const toll_pack *p, size_t *i, uint64_t hash) {
  const uint32_t one = (uint32_t)1 << WORD_FORM_BITS;
  for (uint32_t place; (place = p->words[*i]) != 0;) {
    *i = (*i + 1) & p->word_mask;
    if ((place ^ word_place(0, hash)) < one) return p->forms + (place & (one - 1)) - 1;
  }
  return NULL;
}
/* pack_form for a word of ASCII letters, big or small, with the hash of its small letters. */
static inline const struct form *pack_form_letters(const toll_pack *p, const char *word, size_t len, uint64_t hash) {
  size_t i = hash >> p->word_shift;
  const struct form *f = pack_word_next(p, &i, hash);
  while (f && !pack_spelt(p, f, word, len)) f = pack_word_next(p, &i, hash);
  return f;
}
/* The same for a word of at most eight, small, as word_key_load gives them with zeros behind it. */
static inline const struct form *pack_form_few(const toll_pack *p, uint64_t word, size_t len) {
  uint64_t hash = pack_hash_eight(0, word);
  size_t i = hash >> p->word_shift;
  const struct form *f = pack_word_next(p, &i, hash);
  while (f && (f->begins != word || f->text_len != len)) f = pack_word_next(p, &i, hash);
  return f;
}

static inline const struct reading *pack_readings(const toll_pack *p, const struct form *f) { /* f->count of them */
  return p->readings + f->first;
}
static inline uint32_t pack_form_index(const toll_pack *p, const struct form *f) {
  return (uint32_t)(f - p->forms);
}
const struct form *pack_form_at(const toll_pack *p, uint32_t index);

/* The needs that form.opens or opener_key.opens stands for; those of 0 are met by
 * words that no key finds, and are to be taken as met in any text. */
static inline struct needs pack_needs(const toll_pack *p, uint32_t opens) {
  return p->needs[opens];
}
/* The first set of forms among the needs, the rarest; that there is none is told as NEED_TOLD. */
static inline unsigned need_first(const struct needs *n) {
  uint64_t sets = n->bits[0] >> NEED_FIRST << NEED_FIRST;
  if (sets) return (unsigned)__builtin_ctzll(sets);
  return n->bits[1] ? 64 + (unsigned)__builtin_ctzll(n->bits[1]) : NEED_TOLD;
}
/* Whether a sentence that meets these needs may hold a claim. */
bool pack_promises(const toll_pack *p, const struct needs *met);
/* For finding words that meet needs in a text that is not read: the bit map of all
 * keys (word_key.h), and what a word or pair of words with that key may meet (0: nothing). */
const uint64_t *pack_filter(const toll_pack *p);
static inline size_t key_slot_of(uint32_t hash, size_t mask) {
  return (size_t)(hash ^ hash >> 15) & mask;
}
static inline uint32_t pack_opens(const toll_pack *p, uint64_t key) {
  uint32_t hash = (uint32_t)(key >> 32);
  for (size_t i = key_slot_of(hash, p->key_mask);; i = (i + 1) & p->key_mask) {
    struct opener_key k = p->keys[i];
    if ((k.hash == hash) | (k.opens == 0)) return k.opens;
  }
}

/* One step in the phrase tree: node 0 is nowhere; start with form->phrase.
 * Returns the next node or 0.  pack_phrase_form gives the form of the phrase
 * that ends at a node, or NULL. */
uint32_t pack_phrase_next(const toll_pack *p, uint32_t node, const struct form *next);
const struct form *pack_phrase_form(const toll_pack *p, uint32_t node);

const struct rule *pack_rules(const toll_pack *p, size_t *count);
/* The form indices of a rule's or condition's `word=`, from its lemma_first on. */
static inline const uint32_t *pack_lemmas(const toll_pack *p, uint32_t first) {
  return p->lemmas + first;
}
/* Whether lemma (reading.lemma) is among count of them; false when count is 0. */
static inline bool pack_lemma_in(const toll_pack *p, uint32_t first, uint16_t count, uint32_t lemma) {
  for (uint32_t i = 0; i < count; i++)
    if (p->lemmas[first + i] == lemma) return true;
  return false;
}
toll_slice pack_string(const toll_pack *p, uint32_t offset, uint32_t len);
toll_slice pack_label(const toll_pack *p, unsigned label);

/* The choice of that name, or NULL where the pack has no model for it. */
const struct model_choice *pack_choice(const toll_pack *p, const char *name);
/* The weight of a feature in the choice; 0 for one that the model does not know. */
int32_t pack_weight(const toll_pack *p, const struct model_choice *c, const char *feature, size_t len);

static inline bool tags_have(const uint64_t tags[2], enum tag t) {
  return tags[t >> 6] >> (t & 63) & 1;
}
static inline void needs_add(struct needs *to, struct needs more) {
  to->bits[0] |= more.bits[0];
  to->bits[1] |= more.bits[1];
}
/* The bit of a tag in word 0 or 1 of a set, for constant sets: {TAG_BIT(0, a) | TAG_BIT(0, b), ...}. */
#define TAG_BIT(word, tag) ((tag) >> 6 == (word) ? (uint64_t)1 << ((tag)&63) : 0)
/* Whether two sets of tags have one in common. */
static inline bool tags_meet(const uint64_t a[2], const uint64_t b[2]) {
  return (a[0] & b[0]) || (a[1] & b[1]);
}
/* Whether all the wanted tags are there. */
static inline bool tags_cover(const uint64_t have[2], const uint64_t want[2]) {
  return (have[0] & want[0]) == want[0] && (have[1] & want[1]) == want[1];
}

#endif
