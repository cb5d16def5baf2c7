/* Subjects by the build of clauses.
 *
 * "Two cooks were asleep when they were shot": a pronoun that opens a subordinate clause
 * goes on with the subject of the main one.
 *
 * "Five men gathered at a tea house to watch the match were killed": a past form
 * between a noun and a finite verb can only describe the noun, for a clause has one
 * finite verb.  So where the search from the verb comes down on something that is
 * nobody, the group that opens the clause is the subject. */
#include "extract/relate.h"

/* The item that the clause of v begins with. */
static int clause_start(const struct sentence *s, int v) {
  for (int i = v; i > 0; i--) {
    int before = s->items[i - 1].kind;
    if (before == ITEM_BREAK || before == ITEM_SUBORDINATE) return i;
    if (before == ITEM_AND && item_kind(s, i - 2) == ITEM_COMMA) return i;
  }
  return 0;
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
    bool form = it->bare || !it->finite;
    if (item_tag(it, TAG_INTRANSITIVE) && it->finite && it->reading && it->reading->harm) return false; /* "died" */
    if (!form || (item_tag(it, TAG_REPORT) && item_kind(s, item_right(s, i)) == ITEM_NOUN)) return false;
    ++*verbs;
  }
  return true;
}

/* Both groups are members of one list. */
static bool listed(const struct sentence *s, int last, int first) {
  int list[RELATE_LIST], n = last >= 0 ? relate_list_left(s, last, list, RELATE_LIST) : 0;
  for (int i = 0; i < n; i++)
    if (list[i] == first) return true;
  return false;
}

bool clause_alone(const struct sentence *s, int i, int v) {
  const struct item *it = s->items + i;
  const struct token *aux = s->tokens + s->items[v].from;
  int before = item_left(s, i);
  bool opens = item_kind(s, before) == ITEM_PREP && token_tag(s->tokens + s->items[before].head, TAG_SUBORDINATE);
  bool one = token_tag(aux, TAG_BE) && !token_tag(aux, TAG_COLLECTIVE) && s->items[v].finite;
  if (!opens || !one || it->figure >= 0 || it->plural || it->name) return false;
  int lead = first_group(s, clause_start(s, v), v);
  return lead >= 0 && s->items[lead].figure >= 0 && s->figures[s->items[lead].figure].value != 1;
}

int clause_subject(const struct sentence *s, int v, int found) {
  const struct item *verb = s->items + v;
  bool main = verb->finite && (!verb->bare || item_tag(verb, TAG_INTRANSITIVE));
  if (!main || item_kind(s, item_left(s, v)) == ITEM_AND || (found >= 0 && clause_alone(s, found, v))) return found;
  int lead = first_group(s, clause_start(s, v), v), verbs;
  if (lead < 0 || lead == found || !only_describes(s, lead, v, &verbs)) return found;
  const struct item *it = s->items + lead;
  if (it->pronoun || !(person(it) || it->figure >= 0)) return found;
  int before = found >= 0 ? item_left(s, found) : -1; /* ", believed to be former soldiers," */
  bool said = item_kind(s, before) == ITEM_VERB && s->items[before].copula && !s->items[before].finite;
  const struct item *nobody = found >= 0 && !said ? s->items + found : NULL;
  bool fits = nobody && (person(nobody) || nobody->figure >= 0 || nobody->pronoun);
  return fits || (!verbs && ((nobody && nobody->name) || listed(s, found, lead))) ? found : lead;
}

/* A pronoun for people agrees with the group: "they" with more than one, "he" with one. */
static bool agrees(const struct sentence *s, const struct item *pronoun, int n) {
  const struct item *it = s->items + n;
  int before = item_kind(s, item_left(s, n));
  bool many = it->plural || before == ITEM_AND || (it->figure >= 0 && s->figures[it->figure].value != 1);
  bool named = it->name && !item_tag(it, TAG_ORG) && !item_tag(it, TAG_PLACEWORD);
  return (person(it) || named) && !it->pronoun && item_tag(pronoun, TAG_COLLECTIVE) == many;
}

int clause_main_subject(const struct sentence *s, int k) {
  const struct item *it = s->items + k;
  bool stands_for = it->pronoun && (item_tag(it, TAG_COLLECTIVE) || item_tag(it, TAG_PERSON)) && !it->other;
  int v = item_left(s, k);
  if (!stands_for || it->figure >= 0 || item_kind(s, v) != ITEM_SUBORDINATE) return -1;
  while (v >= 0 && s->items[v].kind != ITEM_BREAK && !(s->items[v].kind == ITEM_VERB && s->items[v].finite)) v--;
  if (item_kind(s, v) != ITEM_VERB) return -1;
  int n = relate_subject(s, v);
  return n >= 0 && agrees(s, it, n) ? n : -1;
}
