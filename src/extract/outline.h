/* The outline of a passage: its telling words, its numbers and the places it names.
 *
 * Events are found again in other reports by what their words have in common, also
 * where a report gives no figure.  The outline keeps of a passage what can be shared:
 * each word by its base form (as far as the pack knows it), with a weight that says
 * how seldom news uses it, and what it is; each number, in words or digits; and each
 * name that the gazetteer knows.  It is a function of the passage, the pack and the
 * gazetteer alone, and is made when a report is added to a case, never while text
 * is only scanned. */
#ifndef TOLL_EXTRACT_OUTLINE_H
#define TOLL_EXTRACT_OUTLINE_H

#include "base/arena.h"
#include "extract/places.h"

enum outline_trait {                     /* bits */
                     OUTLINE_NAME = 1,   /* begins with a capital and is no word of the language */
                     OUTLINE_KIND = 2,   /* of attacks, weapons, hazards: what happened */
                     OUTLINE_HARM = 4,   /* of harm done: killed, casualties */
                     OUTLINE_NUMBER = 8, /* from two upwards, no year */
                     OUTLINE_YEAR = 16,
                     OUTLINE_PEOPLE = 32, /* who */
                     OUTLINE_SITE = 64,   /* a thing or building: what was hit, or where */
                     OUTLINE_PLACED = 128 /* a name that stands as a place: "in Hara" */
};

struct outline_word {
  toll_slice text; /* folded, the base form where the pack has it; borrowed from arena, pack or memory */
  uint32_t hash;   /* of text; of the value for a number */
  uint32_t sound;  /* of a name's consonants, alike for spellings of one name; 0 where they say too little */
  int64_t value;   /* of a number or year */
  uint16_t weight; /* hundredths; 0 for what no report is told from another by */
  uint8_t traits;
};

struct outline_place {
  toll_slice text; /* as written; borrowed from the passage */
  const struct place *place;
};

/* Words that were read before, see outline_word.h. */
struct outline_memory;

#define OUTLINE_WORDS 512 /* of a passage, at most */
#define OUTLINE_PLACES 24

struct outline {
  struct outline_word words[OUTLINE_WORDS];
  struct outline_place places[OUTLINE_PLACES];
  size_t word_count, place_count;
  uint32_t classes;              /* bit set over toll_class that its words carry */
  bool where;                    /* asked for: the passage is the words of a place, and its names are placed */
  bool all;                      /* asked for: words that weigh nothing are kept as well, for counting */
  bool harm, kind;               /* whether a word of harm, a word for what happened, stands in it */
  struct outline_memory *memory; /* or NULL */
};

/* Makes the outline empty, without its memory and without the cost of zeroing it. */
void outline_clear(struct outline *o);

/* Adds the passage to the outline; text is valid UTF-8.  pack and places may be NULL:
 * then words are weighed by their letters alone, and no place is known.  What finds no
 * room is left out.  Returns 0 or TOLL_E_MEMORY. */
int outline_read(struct outline *o, const toll_pack *pack, const toll_places *places, toll_slice text,
                 struct arena *arena);

/* A memory for the words of many passages, which saves looking most of them up: all that is read with it must
 * be read with the same pack and gazetteer, by one thread.  NULL where memory is out. */
struct outline_memory *outline_memory_new(void);
void outline_memory_free(struct outline_memory *m);
/* To be called now and then, when the texts of no outline's words are needed any more: a full memory starts afresh. */
void outline_memory_next(struct outline_memory *m);

/* The hash of a folded text, as outline_word.hash. */
uint32_t outline_hash(toll_slice folded);
/* The hash of a folded name's sound, as outline_word.sound. */
uint32_t outline_sound(toll_slice folded);

#endif
