/* Relations between the items of a sentence: who is the subject of a verb
 * group, what stands behind a preposition.  Every function returns the index of
 * a noun item, or -1.  They look, and change nothing but item.subject, which keeps an
 * answer that is often asked for. */
#ifndef TOLL_EXTRACT_RELATE_H
#define TOLL_EXTRACT_RELATE_H

#include "extract/sentence.h"

/* The kind of item i, or -1 outside the sentence. */
static inline int item_kind(const struct sentence *s, int i) {
  return i >= 0 && i < s->item_count ? s->items[i].kind : -1;
}
/* Item i, or NULL outside the sentence. */
static inline const struct item *item_at(const struct sentence *s, int i) {
  return i >= 0 && i < s->item_count ? s->items + i : NULL;
}
static inline bool item_quiet(int k) {
  return k == ITEM_ADVERB || k == ITEM_QUOTE;
}
/* The nearest item left or right of i that is no adverb or quotation mark; may
 * lie outside the sentence (-1 or item_count). */
static inline int item_left(const struct sentence *s, int i) {
  for (i--; i >= 0 && item_quiet(s->items[i].kind); i--) continue;
  return i;
}
static inline int item_right(const struct sentence *s, int i) {
  for (i++; i < s->item_count && item_quiet(s->items[i].kind); i++) continue;
  return i;
}

/* The tag of the prepositions that open the slot; 0, which opens none, for the other slots. */
static inline enum tag relate_slot_tag(enum slot slot) {
  static const uint8_t tags[SLOT_COUNT] = {
      [SLOT_OF] = TAG_OF,       [SLOT_TO] = TAG_TO,     [SLOT_BY] = TAG_BY,     [SLOT_IN] = TAG_IN,
      [SLOT_AT] = TAG_AT,       [SLOT_FROM] = TAG_FROM, [SLOT_WITH] = TAG_WITH, [SLOT_FOR] = TAG_FOR,
      [SLOT_AMONG] = TAG_AMONG, [SLOT_AS] = TAG_AS};
  return (enum tag)tags[slot];
}
/* The item is a preposition that the slot is named for. */
static inline bool relate_is(const struct sentence *s, int k, enum slot slot) {
  enum tag tag = relate_slot_tag(slot);
  return tag && item_kind(s, k) == ITEM_PREP && token_tag(s->tokens + s->items[k].head, tag);
}

/* The noun group that the verb group at item v is about. */
int relate_subject(const struct sentence *s, int v);
/* The verb group at item v, which could be a participle, is the only verb of its clause:
 * "three of the four drowned". */
bool relate_dies_alone(const struct sentence *s, int v);
/* The noun group that an active verb group at item v acts on. */
int relate_object(const struct sentence *s, int v);
/* The first noun group behind the slot's preposition, right of item k and in its clause. */
int relate_preposition(const struct sentence *s, int k, enum slot slot);
#define RELATE_LIST 24 /* conjuncts at most */
/* The coordination "A, B and C" whose last conjunct is the noun item k, in text
 * order; out holds max items.  Returns their number, at least 1. */
int relate_list_left(const struct sentence *s, int k, int *out, int max);
/* A pronoun for one person named before: "he", "herself". */
bool relate_one_before(const struct item *it);
/* The next conjunct of the noun item k to its right, or -1. */
int relate_next_conjunct(const struct sentence *s, int k);
/* The noun item behind "of" right after k, or -1. */
static inline int relate_of(const struct sentence *s, int k) {
  int of = item_right(s, k);
  if (!relate_is(s, of, SLOT_OF)) return -1;
  int n = item_right(s, of);
  return item_kind(s, n) == ITEM_NOUN ? n : -1;
}
/* Item after k's own prepositional phrases ("12 people in two buses"). */
int relate_after_phrases(const struct sentence *s, int k);
/* The noun group that is said to be one of those whom the trigger at item t harms: "three
 * cooks were among those killed", "among the dead are two nurses", "he was one of nine hurt". */
int relate_member(const struct sentence *s, int t);
/* The noun group behind the copula of a clause that begins with the trigger at item t:
 * "killed in the raid were two cooks". */
int relate_inverted(const struct sentence *s, int t);
/* The noun group that the subject at item t, or the set that the trigger there closes, is
 * said to be: "the toll is 12", "those killed were two cooks". */
int relate_said_of(const struct sentence *s, int t);
/* The subject of the verb at v where the search from it found `found` (or -1): the group that
 * opens its clause, where what was found is nobody and all verbs between only describe. */
int clause_subject(const struct sentence *s, int v, int found);
/* "Five delegates left before the plan was dropped": the verb at v is said of one, as noun item
 * i is that stands right behind a word which may open a clause. */
bool clause_alone(const struct sentence *s, int i, int v);
/* The subject of the main clause that the pronoun at item k, which opens a clause behind a
 * conjunction, goes on with: "two cooks were asleep when they were shot"; or -1. */
int clause_main_subject(const struct sentence *s, int k);
/* A noun group of time: "Monday", "last week". */
static inline bool relate_is_time(const struct sentence *s, int k) {
  const struct item *it = item_at(s, k);
  return it && it->time;
}

#endif
