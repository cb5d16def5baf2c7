/* The group that a clause opens with, as the subject of its one finite verb.
 *
 * "Five men gathered at a tea house to watch the match were killed": a past form
 * between a noun and a finite verb can only describe the noun, for a clause has one
 * finite verb.  So where the search from the verb comes down on something that is
 * nobody, the group that opens the clause is the subject. */
#include "extract/relate.h"

/* The item that the clause of v begins with. */
static int clause_start(const struct sentence *s, int v) {
  int i = v;
  while (i > 0 && s->items[i - 1].kind != ITEM_BREAK && s->items[i - 1].kind != ITEM_SUBORDINATE) i--;
  return i;
}

/* The first noun group from item i on that stands in no phrase and tells no time, or -1. */
static int first_group(const struct sentence *s, int i, int v) {
  for (; i < v; i++) {
    int kind = s->items[i].kind;
    if (kind == ITEM_PREP)
      i++;
    else if (kind == ITEM_NOUN && !relate_is_time(s, i))
      return i;
    else if (kind != ITEM_NOUN && kind != ITEM_COMMA && kind != ITEM_ADVERB && kind != ITEM_QUOTE)
      return -1;
  }
  return -1;
}

static bool person(const struct item *it) {
  return item_tag(it, TAG_PERSON) || item_tag(it, TAG_KIN) || item_tag(it, TAG_COLLECTIVE) || item_tag(it, TAG_PART);
}

/* Every verb between is of a form that can describe the group: a participle, or what hangs on one. */
static bool only_describes(const struct sentence *s, int from, int v, int *verbs) {
  *verbs = 0;
  for (int i = from + 1; i < v; i++) {
    const struct item *it = s->items + i;
    if (it->kind == ITEM_RELATIVE) return false;
    if (it->kind != ITEM_VERB) continue;
    bool form = it->bare || it->gerund || it->infinitive || it->voice == VOICE_BARE;
    if (!form || (item_tag(it, TAG_REPORT) && item_kind(s, item_right(s, i)) == ITEM_NOUN)) return false;
    ++*verbs;
  }
  return true;
}

int clause_subject(const struct sentence *s, int v, int found) {
  const struct item *verb = s->items + v;
  bool main = verb->finite && (!verb->bare || item_tag(verb, TAG_INTRANSITIVE));
  if (!main || item_kind(s, item_left(s, v)) == ITEM_AND) return found;
  int lead = first_group(s, clause_start(s, v), v), verbs;
  if (lead < 0 || lead == found || !only_describes(s, lead, v, &verbs)) return found;
  const struct item *it = s->items + lead;
  if (it->pronoun || !(person(it) || it->figure >= 0)) return found;
  const struct item *nobody = found >= 0 ? s->items + found : NULL;
  bool fits = nobody && (person(nobody) || nobody->figure >= 0 || nobody->pronoun);
  return fits || (nobody && nobody->name && !verbs) ? found : lead;
}
