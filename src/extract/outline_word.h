/* What a word is by itself, wherever it stands: its part in an outline, and the places
 * that it names or begins to name.
 *
 * News is written with few words.  A memory keeps what was found out about each, so
 * that the gazetteer, the pack and its list of common words are asked once for
 * every word and not each time that it is read; what it answers is what they answer.
 * A memory belongs to one pack, one gazetteer and one thread. */
#ifndef TOLL_EXTRACT_OUTLINE_WORD_H
#define TOLL_EXTRACT_OUTLINE_WORD_H

#include "extract/outline.h"
#include "pack/pack.h"

#define OUTLINE_WORD_MAX 48 /* bytes; what is longer is no word */

struct outline_known {
  toll_slice text; /* as written */
  struct outline_word word;
  const struct place *places; /* that it names alone, or NULL */
  size_t place_count;
  int64_t number; /* that it is a word for; TOLL_OPEN: none */
  uint32_t classes;
  bool name;    /* has a capital and is no word of the language */
  bool plain;   /* a word of the language, which a capital alone does not make a name */
  bool leads;   /* places stand behind it: "in" */
  bool between; /* or behind it where one of those came before: "in the eastern …" */
  bool harm;
  bool told;   /* long enough to be told from others */
  bool begins; /* longer names of places begin with it */
};

struct outline_sources {
  const toll_pack *pack;
  const toll_places *places;
  const struct model_choice *common; /* the pack's list of common words, or NULL */
};

/* What the written word is; capital: it begins with one.  *out is in the memory, or, where there is none or it
 * has no room, in *room, with its text in arena.  Returns 0 or TOLL_E_MEMORY. */
int outline_know(struct outline_memory *memory, const struct outline_sources *sources, toll_slice text, bool capital,
                 struct arena *arena, struct outline_known *room, const struct outline_known **out);

/* A word of the language, which a capital alone does not make a name. */
bool outline_plain(const toll_pack *pack, toll_slice text);

#endif
