/* A mention is what one document says of one of its events; events of a case are
 * groups of mentions.
 *
 * A mention is a pure function of its document, of the claims read from it, the
 * language pack and the gazetteer: nothing in it depends on what else a case holds.
 * So it is made once, when the document is added, kept packed, and compared with
 * others whenever that is asked for, in any order and with the same result. */
#ifndef TOLL_WEIGH_MENTION_H
#define TOLL_WEIGH_MENTION_H

#include <stdbool.h>

#include "base/arena.h"
#include "toll/claim.h"
#include "toll/document.h"
#include "toll/scan.h"

#define MENTION_VERSION 4 /* first byte of a packed mention; raised when features or their meaning change */
#define MENTION_WORDS 40
#define MENTION_PLACES 6
#define MENTION_FIGURES 12
#define MENTION_YEARS 4
#define MENTION_NAMES 6
#define MENTION_PLACE 63 /* bytes of a place's name */

struct mention_word { /* ascending by hash */
  uint32_t hash, sound;
  uint16_t weight; /* hundredths: the seldomer in the news, the more */
  uint8_t traits;  /* bits over enum outline_trait */
};

struct mention_place {
  uint32_t name, sound; /* hashes of its name as written */
  uint32_t id;          /* GeoNames' number, 0 when not known */
  int16_t lat, lon;     /* hundredths of a degree; PLACE_NOWHERE where not known */
  uint16_t admin;       /* its first-order division, 0 when not known */
  char country[2];      /* or NULs */
  uint8_t kind;         /* enum place_kind */
  bool claimed;         /* a claim gives it as where the harm was done */
};

struct mention_figure { /* ascending by harm and value, distinct */
  int64_t value;
  uint8_t harm, times; /* how often the mention gives it */
};

#define MENTION_MAP 8 /* words of 64 bits */

struct mention_digest { /* what every comparison asks of the words and places, reckoned once */
  uint64_t words[MENTION_MAP], sounds[MENTION_MAP]; /* maps of hashes; sounds are of words and of local places */
  uint8_t before[MENTION_MAP];                      /* how many words have their bits in the parts before */
  double squares;                                   /* of the words' weights, numbers apart */
  uint32_t local;                                   /* places below the country, and names that stand as places */
  uint8_t traits;                                   /* of all words */
};

struct mention {
  uint32_t number;              /* the document's own number for the event */
  uint32_t claims;              /* how many; 0: it speaks of harm without a figure */
  toll_day from, to;            /* when the harm was done; TOLL_NO_DAY where nothing says it */
  toll_day printed;             /* the document's day, or TOLL_NO_DAY */
  bool counts_on;               /* it brings a count up to date that was told before: "the toll rose to 58" */
  bool year;                    /* the words of the date name its year; else it was inferred */
  int16_t years[MENTION_YEARS]; /* named in the passage, other than the year of printing; 0: no more */
  uint32_t outlet;              /* hash of the outlet's folded name, 0 when not known */
  uint32_t classes;             /* bit set over toll_class: of whom it speaks */
  uint32_t harms;               /* bit set over toll_harm, of its claims */
  int64_t most_killed;          /* 0 where it gives no number */
  uint8_t place_len, place_count, word_count, figure_count, victim_count, party_count;
  char place[MENTION_PLACE + 1]; /* the name that most of its claims give, as written; else the first it names */
  char country[3];               /* of that place, or "" */
  uint32_t geonameid;            /* of that place, or 0 */
  struct mention_place places[MENTION_PLACES];
  struct mention_word words[MENTION_WORDS];
  struct mention_figure figures[MENTION_FIGURES];
  uint32_t victims[MENTION_NAMES], parties[MENTION_NAMES]; /* hashes of capitalised words in who and by, ascending */
  struct mention_digest digest;                            /* of what stands above; not packed */
};

/* What mentions are made with; pack and places may be NULL, at the price of words that
 * are weighed by their letters alone and of places that only claims give. */
struct mention_maker {
  const toll_pack *pack;
  const toll_places *places;
  struct outline *outline; /* room for passages, empty, with its memory; NULL: taken from the arena */
};

/* The mentions of one document, or of one window of a long one, by their numbers:
 * one for each event that a claim belongs to; where there is no claim, one (number 1)
 * if the text speaks of harm, else none.  Of info the text, base, title, outlet and day
 * are read.  *out is in arena.  Returns 0 or TOLL_E_MEMORY. */
int mention_make(const struct mention_maker *maker, const toll_document_info *info, const toll_claims *claims,
                 struct arena *arena, struct mention **out, size_t *count);

/* Takes what a later window says of the same event (the same number) into m. */
void mention_take(struct mention *m, const struct mention *later);

/* Fills the digest, when the words and places are known. */
void mention_digest(struct mention *m);

/* --- packed ------------------------------------------------------------- */

#define MENTION_PACKED_MAX 2048

/* Writes m into out (at least MENTION_PACKED_MAX bytes); returns the length. */
size_t mention_pack(const struct mention *m, unsigned char *out);
/* Reads what mention_pack wrote.  TOLL_E_FORMAT when the bytes are no packed mention of
 * MENTION_VERSION; m is then undefined.  Never reads beyond len, whatever the bytes. */
int mention_unpack(const unsigned char *bytes, size_t len, struct mention *m);

/* --- compared ----------------------------------------------------------- */

/* How well two mentions of different documents agree to speak of one event; positive
 * is agreement.  Symmetric.  Two mentions of one document are never of one event: the
 * caller sees to it. */
double mention_agreement(const struct mention *a, const struct mention *b);
/* The same at less cost, of two that are known to find each other by their keys, and of two
 * that are known not to, or not to agree by MENTION_AGREES. */
double mention_agreement_found(const struct mention *a, const struct mention *b);
double mention_agreement_apart(const struct mention *a, const struct mention *b);

/* Two mentions that agree so well make their groups one event, where the groups'
 * mentions agree on average at least GROUPS_AGREE. */
#define MENTION_AGREES 1.5
#define GROUPS_AGREE 1.5

#define MENTION_KEYS 96   /* that a mention has, at most */
#define MENTION_ASKED 256 /* that it asks for */

/* The keys that a mention is found by, and those that it asks for to find others; some may
 * stand there twice. */
struct mention_keys {
  uint64_t own[MENTION_KEYS], asked[MENTION_ASKED];
  size_t own_count, asked_count;
};
void mention_keys(const struct mention *m, struct mention_keys *out);

/* Puts both lists in ascending order, each key once. */
void mention_keys_sort(struct mention_keys *keys);

/* Whether a finds b by its keys, which are sorted; then b finds a as well.  Two mentions that agree by
 * MENTION_AGREES or more do. */
bool mention_keys_meet(const struct mention_keys *a, const struct mention_keys *b);

#endif
