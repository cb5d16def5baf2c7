/* Subjects that stand behind their predicate, and members of a set.
 *
 * English turns a clause round to bring the new people last: "killed in the raid
 * were two cooks", "among the injured is a nurse".  The same sets are also named
 * the other way round: "two cooks were among those killed", "he was one of nine
 * people hurt".  Both are found from the word of harm. */
#include "extract/relate.h"

/* Where the word of harm begins with its relative pronoun: "those | who died"; else the trigger itself. */
static int clause_of(const struct sentence *s, int t) {
  return item_kind(s, item_left(s, t)) == ITEM_RELATIVE ? item_left(s, t) : t;
}

/* The first item of the noun group with its own participle or relative clause that the trigger
 * closes: "the nine people | killed", "the dead"; where that begins, when it stands alone. */
static int set_of(const struct sentence *s, int t) {
  if (item_kind(s, t) == ITEM_NOUN) return t;
  int n = item_left(s, clause_of(s, t));
  return item_kind(s, n) == ITEM_NOUN ? n : clause_of(s, t);
}

/* "among those", "among the nine", "one of the nine": the item that opens the phrase, or -1. */
static int member_mark(const struct sentence *s, int t) {
  int set = set_of(s, t), p = item_left(s, set), one = item_left(s, p);
  bool alone = set == clause_of(s, t);
  if (item_kind(s, p) == ITEM_SUBSET && alone && token_tag(s->tokens + s->items[p].head, TAG_AMONG)) return p;
  if (relate_is(s, p, SLOT_AMONG)) return p;
  if (!relate_is(s, p, SLOT_OF) || item_kind(s, one) != ITEM_NOUN || s->items[one].figure < 0) return -1;
  return s->items[set].figure >= 0 && s->figures[s->items[one].figure].value == 1 ? one : -1;
}

static bool copula(const struct sentence *s, int i) {
  return item_kind(s, i) == ITEM_VERB && s->items[i].copula && s->items[i].finite;
}

static bool colon(const struct sentence *s, int i) {
  return item_kind(s, i) == ITEM_BREAK && s->tokens[s->items[i].head].mark == ':';
}

static bool includes(const struct sentence *s, int i) {
  return item_kind(s, i) == ITEM_VERB && item_tag(s->items + i, TAG_INCLUDE) && s->items[i].finite;
}

/* From the trigger over its phrases and its day to what links it with the noun group behind. */
static int link_behind(const struct sentence *s, int t) {
  int j = relate_after_phrases(s, t);
  while (relate_is_time(s, j)) j = relate_after_phrases(s, j);
  return j;
}

/* The noun group behind the link, or -1. */
static int linked(const struct sentence *s, int link) {
  int n = item_right(s, link);
  return item_kind(s, n) == ITEM_NOUN && !relate_is_time(s, n) ? n : -1;
}

/* Nothing of its clause stands before item i. */
static bool opens_clause(const struct sentence *s, int i) {
  int before = item_kind(s, item_left(s, i));
  return before < 0 || before == ITEM_BREAK || before == ITEM_AND;
}

/* The clause around item i is a headline's: "three nurses among dead". */
static bool verbless(const struct sentence *s, int i) {
  int from = i, to = i;
  while (from > 0 && s->items[from - 1].kind != ITEM_BREAK) from--;
  while (to < s->item_count && s->items[to].kind != ITEM_BREAK) to++;
  for (int k = from; k < to; k++)
    if (s->items[k].kind == ITEM_VERB && s->items[k].voice != VOICE_BARE) return false;
  return true;
}

int relate_member(const struct sentence *s, int t) {
  int mark = member_mark(s, t), link = link_behind(s, t);
  if (mark < 0) return item_kind(s, t) == ITEM_NOUN && opens_clause(s, t) && includes(s, link) ? linked(s, link) : -1;
  int v = item_left(s, mark);
  if (copula(s, v)) return relate_subject(s, v);
  if (item_kind(s, v) == ITEM_NOUN && verbless(s, v)) return v;
  return opens_clause(s, mark) && (copula(s, link) || colon(s, link)) ? linked(s, link) : -1;
}

int relate_inverted(const struct sentence *s, int t) {
  int link = link_behind(s, t);
  return opens_clause(s, t) && copula(s, link) ? linked(s, link) : -1;
}

int relate_said_of(const struct sentence *s, int t) {
  int v = t + 1;
  while (v < s->item_count && v < t + 12 && s->items[v].kind != ITEM_VERB) v++;
  if (item_kind(s, v) == ITEM_VERB && s->items[v].voice == VOICE_BARE && item_left(s, v) == t) v = item_right(s, v);
  if (!copula(s, v) || s->items[v].negated) return -1;
  int subject = relate_subject(s, v);
  return subject == t || subject == set_of(s, t) ? linked(s, v) : -1;
}
