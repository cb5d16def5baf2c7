/* What the files that look for relations share: steps over items that none of the
 * other layers needs. */
#ifndef TOLL_EXTRACT_RELATE_PART_H
#define TOLL_EXTRACT_RELATE_PART_H

#include "extract/relate.h"

static inline bool item_dash(const struct sentence *s, int i) {
  if (item_kind(s, i) != ITEM_BREAK) return false;
  char mark = s->tokens[s->items[i].head].mark;
  return mark == '-' || mark == '~';
}

static inline bool item_active_verb(const struct sentence *s, int i) {
  const struct item *it = item_at(s, i);
  return it && it->kind == ITEM_VERB && it->voice == VOICE_ACTIVE && !it->copula;
}

/* From a closing bracket to its opening one; -1 when there is none. */
int relate_bracket_left(const struct sentence *s, int i);
/* Whether a noun group has a verb group of its own right behind it. */
bool relate_own_verb(const struct sentence *s, int k);
/* Goes left over "NP in X" to the NP: the noun item whose phrases end at k. */
int relate_owner(const struct sentence *s, int k);
/* The relative pronoun whose clause the verb at i stands in, over other verbs of
 * that clause: "who had begun to write a book", "who worked here and wrote there"; or -1. */
int relate_relative(const struct sentence *s, int i);
/* "including": opens a list of parts, whether the pack calls it a marker or a verb. */
bool relate_includes(const struct sentence *s, int i);

#endif
