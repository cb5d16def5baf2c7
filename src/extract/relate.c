/* Relations, found by walking over items.
 *
 * English keeps its subject before and its object behind the verb; what stands
 * between is of few kinds (adverbs, prepositional phrases, appositions, relative
 * clauses), each of which can be stepped over as a whole.  So no tree is built. */
#include "extract/relate.h"

#include <string.h>

static const struct item *item(const struct sentence *s, int i) {
  return i >= 0 && i < s->item_count ? s->items + i : NULL;
}
/* The tag of the prepositions that open each slot; TAG_COUNT for the other slots. */
static enum tag slot_tag(enum slot slot) {
  static const struct {
    enum slot slot;
    enum tag tag;
  } openers[] = {{SLOT_OF, TAG_OF},       {SLOT_TO, TAG_TO},     {SLOT_BY, TAG_BY},     {SLOT_IN, TAG_IN},
                 {SLOT_AT, TAG_AT},       {SLOT_FROM, TAG_FROM}, {SLOT_WITH, TAG_WITH}, {SLOT_FOR, TAG_FOR},
                 {SLOT_AMONG, TAG_AMONG}, {SLOT_AS, TAG_AS}};
  for (size_t i = 0; i < sizeof openers / sizeof *openers; i++)
    if (openers[i].slot == slot) return openers[i].tag;
  return TAG_COUNT;
}

bool relate_is(const struct sentence *s, int k, enum slot slot) {
  enum tag tag = slot_tag(slot);
  return item_kind(s, k) == ITEM_PREP && tag != TAG_COUNT && token_tag(s->tokens + s->items[k].head, tag);
}

bool relate_is_time(const struct sentence *s, int k) {
  const struct item *it = item(s, k);
  if (!it || it->kind != ITEM_NOUN) return false;
  if (item_tag(it, TAG_TIME) || item_tag(it, TAG_WEEKDAY) || item_tag(it, TAG_MONTH)) return true;
  for (int i = it->from; i < it->to; i++) {
    const struct token *t = s->tokens + i;
    if (t->figure && s->figures[t->figure - 1].kind == FIGURE_DECOY && s->figures[t->figure - 1].decoy == DECOY_DATE &&
        it->figure < 0)
      return it->head == i || token_tag(s->tokens + it->from, TAG_MONTH) || it->to - it->from <= 3;
  }
  return false;
}

static bool quiet(int k) {
  return k == ITEM_ADVERB || k == ITEM_QUOTE;
}

int item_left(const struct sentence *s, int i) {
  for (i--; i >= 0 && quiet(s->items[i].kind); i--) continue;
  return i;
}

int item_right(const struct sentence *s, int i) {
  for (i++; i < s->item_count && quiet(s->items[i].kind); i++) continue;
  return i;
}

/* From a closing bracket to its opening one; -1 when there is none. */
static int skip_bracket_left(const struct sentence *s, int i) {
  int depth = 0;
  for (; i >= 0; i--) {
    depth += item_kind(s, i) == ITEM_CLOSE;
    depth -= item_kind(s, i) == ITEM_OPEN;
    if (depth == 0) return i;
  }
  return -1;
}

static bool dash(const struct sentence *s, int i) {
  if (item_kind(s, i) != ITEM_BREAK) return false;
  char mark = s->tokens[s->items[i].head].mark;
  return mark == '-' || mark == '~';
}

/* From the closing dash of an aside without a verb, "six monks - five of them old - and", to the item
 * before its opening one, or back to after it; -1 when there is no pair. */
static int over_dashed(const struct sentence *s, int i, int step) {
  if (!dash(s, i)) return -1;
  while (dash(s, i)) i += step;
  for (; item_kind(s, i) >= 0 && !dash(s, i); i += step)
    if (item_kind(s, i) == ITEM_VERB || item_kind(s, i) == ITEM_BREAK) return -1;
  if (item_kind(s, i) < 0) return -1;
  while (dash(s, i)) i += step;
  return i;
}

/* A conjunction, or a comma, or both: what joins two conjuncts.  Returns the
 * item before the joint that ends right before i, or -1. */
static int joint_before(const struct sentence *s, int i, bool *and) {
  int j = item_left(s, i), before = -1;
  *and = item_kind(s, j) == ITEM_AND;
  if (*and) {
    before = item_left(s, j);
    if (item_kind(s, before) == ITEM_COMMA) before = item_left(s, before);
  } else if (item_kind(s, j) == ITEM_COMMA) {
    before = item_left(s, j);
  }
  if (item_kind(s, before) == ITEM_CLOSE)
    before = item_left(s, skip_bracket_left(s, before)); /* "six (five here) and two" */
  if (*and&&dash(s, before) && over_dashed(s, before, -1) >= 0) before = over_dashed(s, before, -1);
  return before;
}

static bool active_verb(const struct sentence *s, int i) {
  const struct item *it = item(s, i);
  return it && it->kind == ITEM_VERB && it->voice == VOICE_ACTIVE && !it->copula;
}

/* Whether a noun group has a verb group of its own right behind it. */
static bool has_own_verb(const struct sentence *s, int k) {
  int j = item_right(s, k);
  while (item_kind(s, j) == ITEM_PREP && item_kind(s, item_right(s, j)) == ITEM_NOUN)
    j = item_right(s, item_right(s, j));
  const struct item *it = item(s, j);
  if (!it || it->kind != ITEM_VERB) return item_kind(s, j) == ITEM_ADJ && s->items[j].harm && s->items[k].figure >= 0;
  return it->finite || (it->voice == VOICE_BARE && it->reading && it->reading->harm);
}

static bool listable(const struct sentence *s, int k) {
  const struct item *it = item(s, k);
  bool he = it && it->pronoun && relate_one_before(it);
  return it && it->kind == ITEM_NOUN && !relate_is_time(s, k) && !(it->pronoun && !it->other && !he && it->figure < 0);
}

/* Goes left over "NP in X" to the NP: the noun item whose phrases end at k. */
static int owner_of_phrase(const struct sentence *s, int k) {
  while (item_kind(s, k) == ITEM_NOUN) {
    int p = item_left(s, k);
    if (item_kind(s, p) != ITEM_PREP) return k;
    int n = item_left(s, p);
    if (item_kind(s, n) != ITEM_NOUN) return k;
    k = n;
  }
  return k;
}

/* The relative pronoun whose clause the verb at i stands in, over other verbs of
 * that clause: "who had begun to write a book", "who worked here and wrote there"; or -1. */
static int relative_far(const struct sentence *s, int i) {
  for (int k = i - 1, n = 0; k >= 0 && n < 16; k--, n++) {
    int c = item_kind(s, k);
    if (c == ITEM_RELATIVE) return k;
    if (c == ITEM_BREAK || c == ITEM_SUBORDINATE || c == ITEM_COMMA) return -1;
  }
  return -1;
}

/* Two figureless neighbours of which one only explains the other: "Ali, a farmer". */
static bool apposition(const struct sentence *s, int a, int b) {
  const struct item *x = s->items + a, *y = s->items + b;
  if (x->figure >= 0 || y->figure >= 0 || y->possessive) return false;
  return x->name != y->name || (x->indefinite && y->definite) || (x->definite && y->indefinite);
}

/* "including": opens a list of parts, whether the pack calls it a marker or a verb. */
static bool including(const struct sentence *s, int i) {
  const struct item *it = item(s, i);
  return it && (it->kind == ITEM_SUBSET || (it->kind == ITEM_VERB && it->gerund && item_tag(it, TAG_INCLUDE)));
}

/* "ten civilians, among them two children, and three soldiers": from the last of the
 * parts at j to the group that they are parts of; j itself where there is none. */
static int over_parts(const struct sentence *s, int j) {
  for (int i = j; i >= 0; i--) {
    int c = s->items[i].kind;
    if (including(s, i)) {
      int n = item_left(s, i);
      if (item_kind(s, n) == ITEM_COMMA) n = item_left(s, n);
      return item_kind(s, n) == ITEM_NOUN ? n : j;
    }
    if (c != ITEM_NOUN && c != ITEM_COMMA && c != ITEM_AND && c != ITEM_PREP && !quiet(c)) return j;
  }
  return j;
}

/* "Mother, 3 children found dead": where nothing stands before them, a headline joins by a comma alone. */
static bool headline_list(const struct sentence *s, int j, int k) {
  const struct item *it = s->items + j;
  int before = item_kind(s, item_left(s, j));
  bool person = item_tag(it, TAG_PERSON) || item_tag(it, TAG_KIN);
  if ((before >= 0 && before != ITEM_BREAK) || !person || s->items[k].figure < 0) return false;
  int after = item_kind(s, item_right(s, k));
  bool both = it->figure >= 0 && item_tag(s->items + k, TAG_PERSON); /* "1 soldier, 1 rebel dead" */
  if (both) return after == ITEM_VERB || after == ITEM_ADJ;
  return it->bare && !it->name && !it->plural && after == ITEM_VERB;
}

/* "were killed, along with two guards, and 30 hurt": the guards go with the verb before them. */
static bool beside_verb(const struct sentence *s, int i) {
  if (item_kind(s, i) != ITEM_AND || !token_tag(s->tokens + s->items[i].head, TAG_WITH)) return false;
  i = item_left(s, i);
  if (item_kind(s, i) == ITEM_COMMA) i = item_left(s, i);
  return item_kind(s, i) == ITEM_VERB;
}

/* The verb group at item v is said of more than one: "were", "are". */
static bool plural_verb(const struct sentence *s, int v) {
  for (int i = s->items[v].from; i < s->items[v].to; i++)
    if (s->tokens[i].pos == POS_AUX && token_tag(s->tokens + i, TAG_COLLECTIVE)) return true;
  return false;
}

/* "Ali Hassan, a lawyer and a friend of the mayor, was": a list whose first member is
 * named and whose others only say, up to a comma, who that is. */
static bool describes_first(const struct sentence *s, const int *list, int n) {
  int close = relate_after_phrases(s, list[n - 1]), verb = item_right(s, close),
      open = relate_after_phrases(s, list[0]);
  if (n < 2 || !s->items[list[0]].name || item_kind(s, close) != ITEM_COMMA || item_kind(s, open) != ITEM_COMMA)
    return false;
  if (item_kind(s, verb) != ITEM_VERB || plural_verb(s, verb) || item_kind(s, item_right(s, open)) == ITEM_AND)
    return false;
  for (int i = 1; i < n; i++) {
    const struct item *it = s->items + list[i];
    if (it->name || it->figure >= 0 || it->possessive || it->plural) return false;
  }
  return true;
}

/* "between A and B, nine guards and six clerks": names of a phrase before a counted list. */
static bool place_pair(const struct sentence *s, int j, int k) {
  const struct item *it = s->items + j;
  if (it->figure >= 0 || it->definite || it->indefinite || s->items[k].figure < 0) return false;
  int i = item_left(s, j);
  for (; item_kind(s, i) == ITEM_AND || item_kind(s, i) == ITEM_COMMA || item_kind(s, i) == ITEM_NOUN;
       i = item_left(s, i))
    if (s->items[i].from && token_tag(s->tokens + s->items[i].from - 1, TAG_BETWEEN)) return true;
  return item_kind(s, i) == ITEM_PREP && i != item_left(s, j);
}

/* "58 marchers, 11 of them minors": the number of a pronoun is no further member of the list. */
static bool of_pronoun(const struct sentence *s, int j) {
  int of = item_right(s, j), n = item_right(s, of);
  if (!relate_is(s, of, SLOT_OF)) return false;
  return item_kind(s, n) == ITEM_RELATIVE || (item_kind(s, n) == ITEM_NOUN && s->items[n].pronoun);
}

/* "the pilot, a nurse and a patient": no apposition, as each has its article. */
static bool three(const struct sentence *s, int k, int j) {
  int and = relate_after_phrases(s, j), last = item_right(s, and);
  if (item_kind(s, and) == ITEM_COMMA) and = item_right(s, and), last = item_right(s, and);
  if (item_kind(s, and) != ITEM_AND || item_kind(s, last) != ITEM_NOUN) return false;
  if (item_kind(s, item_right(s, last)) == ITEM_COMMA) return false; /* "the mayor, a doctor and a poet, was" */
  const struct item *a = s->items + k, *b = s->items + j, *c = s->items + last;
  return !a->name && !b->name && b->indefinite && c->indefinite && a->reading && item_tag(a, TAG_PERSON);
}

int relate_list_left(const struct sentence *s, int k, int *out, int max) {
  int n = 0;
  bool seen_and = false;
  out[n++] = k;
  while (n < max) {
    bool and;
    int j = joint_before(s, k, &and);
    bool apart = and&&s->items[k].figure >= 0 && item_kind(s, item_left(s, item_left(s, k))) == ITEM_COMMA;
    if (apart && item_kind(s, relate_after_phrases(s, k)) != ITEM_COMMA) j = over_parts(s, j);
    if (j < 0 || item_kind(s, j) != ITEM_NOUN || (!and&&!seen_and && !headline_list(s, j, k))) break;
    int owner = owner_of_phrase(s, j);
    if (item_tag(s->items + owner, TAG_TOLL)) owner = j; /* "a toll of 24 dead and 106 hurt" */
    int before = item_left(s, owner);
    if (!listable(s, owner) || (active_verb(s, before) && !item_tag(s->items + before, TAG_REPORT))) break;
    if (item_kind(s, before) == ITEM_NOUN && s->items[before].pronoun) break; /* "one of them a child, and five" */
    if (item_kind(s, before) == ITEM_PREP || including(s, before)) {
      const struct item *last = s->items + k; /* "in Hara and another was" */
      bool place =
          (s->items[j].name || last->pronoun) && !last->name && (last->other || last->indefinite || last->possessive);
      bool with = relate_is(s, before, SLOT_WITH); /* "with the elder and two others freed" */
      bool sort = last->definite && !s->items[j].definite && s->items[j].figure < 0; /* "to escape and the cook was" */
      if (owner == j && !place && !sort && (s->items[k].figure < 0 || s->items[j].figure >= 0 || with)) out[n++] = j;
      break;
    }
    if (of_pronoun(s, owner)) break;
    if (beside_verb(s, before) || (!and&&place_pair(s, owner, k))) break;
    if (!and&&apposition(s, owner, k) && !three(s, owner, k)) n--;
    seen_and = true;
    out[n++] = k = owner;
  }
  for (int i = 0; i < n / 2; i++) {
    int swap = out[i];
    out[i] = out[n - 1 - i];
    out[n - 1 - i] = swap;
  }
  return describes_first(s, out, n) ? 1 : n;
}

/* "in Baku and Ganja": b goes on the phrase that a stands in. */
static bool same_sort(const struct sentence *s, int a, int b) {
  const struct item *x = item(s, a), *y = item(s, b);
  if (!x || !y || y->kind != ITEM_NOUN || y->figure >= 0 || has_own_verb(s, b)) return false;
  bool person = item_tag(x, TAG_PERSON) || item_tag(x, TAG_KIN),
       other = item_tag(y, TAG_PERSON) || item_tag(y, TAG_KIN) || y->possessive;
  return x->name == y->name && x->indefinite == y->indefinite && person == other;
}

/* From an opening bracket to the item behind its closing one; i itself when it is none. */
static int over_bracket(const struct sentence *s, int i) {
  if (item_kind(s, i) != ITEM_OPEN) return i;
  for (int k = i + 1; k < s->item_count; k++)
    if (item_kind(s, k) == ITEM_CLOSE) return item_right(s, k);
  return i;
}

int relate_after_phrases(const struct sentence *s, int k) {
  int j = over_bracket(s, item_right(s, k));
  while (item_kind(s, j) == ITEM_PREP) {
    int n = item_right(s, j);
    if (item_kind(s, n) != ITEM_NOUN) break;
    j = item_right(s, n);
    while (item_kind(s, j) == ITEM_AND && same_sort(s, n, item_right(s, j))) j = item_right(s, item_right(s, j));
  }
  return j;
}

/* A conjunction still follows in the list that goes on at i. */
static bool and_follows(const struct sentence *s, int i) {
  for (int guard = 0; i < s->item_count && guard < 40; guard++) {
    int k = item_kind(s, i);
    if (k == ITEM_AND) return true;
    if (k != ITEM_NOUN && k != ITEM_COMMA && k != ITEM_PREP && !quiet(k)) return false;
    i++;
  }
  return false;
}

/* "…, a nurse and a neighbour said": the list that begins at j is the
 * subject of a clause of its own. */
static bool opens_clause(const struct sentence *s, int j) {
  for (int n = 0; n < 8; n++, j = item_right(s, j)) {
    int c = item_kind(s, j);
    if (c == ITEM_VERB) return s->items[j].finite && n > 0;
    if (c != ITEM_NOUN && c != ITEM_AND && c != ITEM_PREP) return false;
  }
  return false;
}

/* "six people in the villages of A, B and C": j goes on with the names of the phrase, not with k. */
static bool names_go_on(const struct sentence *s, int k, int phrases_end, int j) {
  int last = item_left(s, phrases_end);
  return last > k && item_kind(s, last) == ITEM_NOUN && s->items[last].name && s->items[j].name &&
         s->items[j].figure < 0 && !item_tag(s->items + j, TAG_PERSON);
}

/* A participle that only describes the noun before it: "the officer involved in", "men paid by". */
static bool describes_noun(const struct sentence *s, int v) {
  const struct item *it = s->items + v;
  return it->bare && item_kind(s, item_left(s, v)) == ITEM_NOUN && item_kind(s, item_right(s, v)) == ITEM_PREP;
}

/* "The killing of two guards and three cooks shocked the town", "the men who killed two guards
 * and three cooks fled": k stands inside a subject whose clause has no verb yet, so that what
 * follows is no verb of the next conjunct alone. */
static bool verb_to_come(const struct sentence *s, int k) {
  int i = item_left(s, k);
  while (item_kind(s, i) == ITEM_AND || item_kind(s, i) == ITEM_COMMA || item_kind(s, i) == ITEM_NOUN)
    i = item_left(s, i);
  bool phrase = item_kind(s, i) == ITEM_PREP && item_kind(s, item_left(s, i)) == ITEM_NOUN;
  int relative = item_kind(s, i) == ITEM_VERB && !s->items[i].gerund ? relative_far(s, i) : -1;
  if (!phrase && relative < 0) return false;
  for (i = phrase ? i - 1 : relative - 1; i >= 0; i--) {
    const struct item *it = s->items + i;
    if (it->kind == ITEM_BREAK || it->kind == ITEM_SUBORDINATE || it->kind == ITEM_OPEN) return true;
    if (it->kind == ITEM_RELATIVE) return false;
    if (it->kind != ITEM_VERB || !it->finite || describes_noun(s, i)) continue;
    if (relative_far(s, i) < 0) return item_tag(it, TAG_REPORT);
    i = relative_far(s, i);
  }
  return true;
}

/* "left a cook and two guards dead": what is said behind the list is said of all of it. */
static bool shares_complement(const struct sentence *s, int k, int j) {
  if (item_kind(s, relate_after_phrases(s, j)) != ITEM_ADJ) return false;
  for (int i = item_left(s, k); i >= 0; i = item_left(s, i)) {
    const struct item *it = s->items + i;
    if (it->kind == ITEM_VERB) return it->voice == VOICE_ACTIVE && item_tag(it, TAG_LEAVE);
    if (it->kind != ITEM_NOUN && it->kind != ITEM_COMMA && it->kind != ITEM_AND) return false;
  }
  return false;
}

/* ", and three women" from item i on: the counted member, or -1. */
static int behind_comma(const struct sentence *s, int i) {
  int and = item_right(s, i), n = item_right(s, and);
  if (item_kind(s, i) != ITEM_COMMA || item_kind(s, and) != ITEM_AND || !listable(s, n)) return -1;
  return s->items[n].figure >= 0 && !has_own_verb(s, n) ? n : -1;
}

/* "ten men, including two guards, and three women": the member behind the parts that the marker at i opens. */
static int behind_parts(const struct sentence *s, int i) {
  int n = item_right(s, i);
  return item_kind(s, n) == ITEM_NOUN ? behind_comma(s, relate_after_phrases(s, n)) : -1;
}

/* "four men, two of them guards, and three women": the member behind such an aside at j, or -1. */
static int behind_aside(const struct sentence *s, int j) {
  int i = item_right(s, item_right(s, item_right(s, j)));                       /* over "of them" */
  if (item_kind(s, i) == ITEM_VERB && s->items[i].copula) i = item_right(s, i); /* "two of whom were guards" */
  while (item_kind(s, i) == ITEM_NOUN || item_kind(s, i) == ITEM_ADJ) i = relate_after_phrases(s, i);
  return behind_comma(s, i);
}

/* "a toll of 24 dead and 106 wounded", "the death of six and nine were hurt": a count with
 * a participle or passive of its own. */
static bool harmed_itself(const struct sentence *s, int j) {
  const struct item *verb = item(s, item_right(s, j));
  bool suffers = verb && verb->kind == ITEM_VERB && (verb->voice == VOICE_BARE || verb->voice == VOICE_PASSIVE);
  return s->items[j].figure >= 0 && suffers && verb->reading && verb->reading->harm;
}

int relate_next_conjunct(const struct sentence *s, int k) {
  int j = item_right(s, k);
  if (item_kind(s, j) != ITEM_AND && item_kind(s, j) != ITEM_COMMA) j = relate_after_phrases(s, k);
  if (dash(s, j) && item_kind(s, over_dashed(s, j, 1)) == ITEM_AND) j = over_dashed(s, j, 1);
  int end = j;
  bool comma = item_kind(s, j) == ITEM_COMMA;
  if (comma) j = item_right(s, j);
  if (comma && including(s, j)) return behind_parts(s, j);
  bool and = item_kind(s, j) == ITEM_AND;
  if (and) j = item_right(s, j);
  if ((!comma && !and) || !listable(s, j) || names_go_on(s, k, end, j)) return -1;
  if (of_pronoun(s, j)) return comma ? behind_aside(s, j) : -1;
  bool shared = and&&verb_to_come(s, k) && !harmed_itself(s, j);
  if (has_own_verb(s, j) && !shared && !shares_complement(s, k, j)) return -1;
  if (comma && !and&&s->items[j].figure < 0 && opens_clause(s, j)) return -1;
  bool counted = s->items[k].figure >= 0 && s->items[j].figure >= 0 && !relate_is(s, item_right(s, j), SLOT_OF);
  if (!and&&!counted && !and_follows(s, item_right(s, j))) return -1;
  if (!and&&apposition(s, k, j) && !three(s, k, j)) {
    int after = relate_after_phrases(s, j); /* an apposition: "Ali, a farmer, and his son" */
    bool and_next = item_kind(s, after) == ITEM_COMMA && item_kind(s, item_right(s, after)) == ITEM_AND &&
                    listable(s, item_right(s, item_right(s, after)));
    return and_next ? item_right(s, item_right(s, after)) : -1;
  }
  return j;
}

int relate_of(const struct sentence *s, int k) {
  int j = item_right(s, k);
  if (!relate_is(s, j, SLOT_OF)) return -1;
  int n = item_right(s, j);
  return item_kind(s, n) == ITEM_NOUN ? n : -1;
}

/* A relative pronoun that opens the clause of the verb at i: its index, or -1. */
static int relative_of(const struct sentence *s, int i) {
  for (int k = i - 1, n = 0; k >= 0 && n < 8; k--, n++) {
    int c = item_kind(s, k);
    if (c == ITEM_RELATIVE) return k;
    if (c == ITEM_VERB || c == ITEM_BREAK || c == ITEM_SUBORDINATE || c == ITEM_COMMA) return -1;
  }
  return -1;
}

/* "Ali, 34, a farmer, was": from the apposition to the noun it explains. */
static int over_apposition(const struct sentence *s, int k) {
  const struct item *it = s->items + k;
  int after = relate_after_phrases(s, k), before = item_left(s, k), n = item_left(s, before);
  if (item_kind(s, n) == ITEM_CLOSE) n = item_left(s, skip_bracket_left(s, n)); /* "Ali ("the Fox"), a farmer, was" */
  if (item_kind(s, before) != ITEM_COMMA || item_kind(s, n) != ITEM_NOUN) return k;
  bool described = item_kind(s, after) == ITEM_RELATIVE && s->items[n].name && !it->name;
  if (item_kind(s, after) != ITEM_COMMA && !described) return k;
  bool bare = it->figure >= 0 && s->tokens[it->head].figure,
       other = bare && (it->from < s->figures[it->figure].core || token_tag(s->tokens + it->from - 1, TAG_NEGATION));
  if (other && s->items[n].figure >= 0) return n;                               /* "four men, perhaps five, were" */
  if (it->figure >= 0 && s->figures[it->figure].kind != FIGURE_DECOY) return k; /* but "third in command" */
  int owner = owner_of_phrase(s, n);
  if (relate_is_time(s, owner) || (item_kind(s, item_left(s, owner)) == ITEM_PREP && !described)) return k;
  if (it->figure >= 0) return s->items[owner].name ? owner : k;
  return it->name || it->indefinite || it->definite || it->reading ? owner : k;
}

/* "Six children - three of one family - were": from the second dash to before the first; -1 when there is no pair. */
static int over_dashes(const struct sentence *s, int i) {
  if (!dash(s, i)) return -1;
  while (dash(s, i)) i--;
  for (; i >= 0 && !dash(s, i); i--)
    if (item_kind(s, i) == ITEM_VERB && s->items[i].finite && relative_of(s, i) < 0) return -1;
  while (i >= 0 && dash(s, i)) i--;
  return i;
}

/* What the search for a subject has passed on its way left. */
struct walk {
  int verb; /* whose subject is looked for */
  bool joined, comma;
  bool bare; /* the verb is a participle alone: "was attacked, robbed and killed" */
  int subject;
};

/* The marker of the list of parts that noun item i ends: "12,000 objects, including
 * A, B and C were destroyed".  A counted group behind ", and" stands outside of it. */
static int subset_marker(const struct sentence *s, int i) {
  int before = item_left(s, i);
  if (including(s, before)) return before;
  bool outside = item_kind(s, before) == ITEM_AND && item_kind(s, item_left(s, before)) == ITEM_COMMA &&
                 s->items[i].figure >= 0 && item_kind(s, relate_after_phrases(s, i)) != ITEM_COMMA;
  for (int k = before; k >= 0 && !outside; k--) {
    if (including(s, k)) return k;
    int c = s->items[k].kind;
    if (c != ITEM_NOUN && c != ITEM_COMMA && c != ITEM_AND && c != ITEM_PREP && c != ITEM_ADJ && !quiet(c)) return -1;
  }
  return -1;
}

/* ", most of them farmers,": an aside on the group before the comma; the item
 * left of it, or -1 when i ends no such aside. */
static int over_aside(const struct sentence *s, int i) {
  bool last = s->items[i].pronoun && item_kind(s, item_right(s, i)) == ITEM_COMMA; /* ", one of them badly," */
  int them = last ? i : item_left(s, i), share = item_left(s, them);
  if (item_kind(s, them) != ITEM_NOUN || !s->items[them].pronoun || !item_tag(s->items + them, TAG_COLLECTIVE))
    return -1;
  if (relate_is(s, share, SLOT_OF)) share = item_left(s, share);
  if (item_kind(s, share) != ITEM_NOUN || item_kind(s, item_left(s, share)) != ITEM_COMMA) return -1;
  return item_left(s, item_left(s, share));
}

/* ", all related,", ", he said,": the same with a verb. */
static int over_verb_aside(const struct sentence *s, int i) {
  int share = item_left(s, i);
  if (s->items[i].finite && !s->items[i].bare) return -1;
  if (item_kind(s, item_right(s, i)) != ITEM_COMMA || item_kind(s, share) != ITEM_NOUN || !s->items[share].pronoun)
    return -1;
  return item_kind(s, item_left(s, share)) == ITEM_COMMA ? item_left(s, item_left(s, share)) : -1;
}

/* Where a step over an aside, an apposition or a clause comes down: on a noun group
 * that is no part of a phrase it has found what it looked for. */
static int come_down(const struct sentence *s, int i, bool *found) {
  int before = item_kind(s, item_left(s, i));
  *found = item_kind(s, i) == ITEM_NOUN && before != ITEM_PREP && before != ITEM_SUBSET && !relate_is_time(s, i);
  return i;
}

/* "a cook carrying pots and pans was": from the conjunction between what is carried to
 * the verb that carries it; `and` itself where it joins anything else. */
static int over_carried(const struct sentence *s, int and) {
  if (item_kind(s, and) != ITEM_AND) return and;
  int n = item_left(s, and);
  if (item_kind(s, n) != ITEM_NOUN) return and;
  int verb = item_left(s, owner_of_phrase(s, n)), owner = item_left(s, verb);
  bool carries = item_kind(s, verb) == ITEM_VERB && s->items[verb].gerund && item_kind(s, owner) == ITEM_NOUN;
  return carries && s->items[n].figure < 0 && !item_tag(s->items + n, TAG_PERSON) ? verb : and;
}

/* "men trying to cross the river were": from the infinitive to the verb that takes it,
 * where that one describes the men. */
static int over_trying(const struct sentence *s, int verb) {
  int i = verb;
  while (item_kind(s, i) == ITEM_VERB && s->items[i].infinitive && item_kind(s, item_left(s, i)) == ITEM_VERB)
    i = item_left(s, i);
  return item_kind(s, i) == ITEM_VERB && s->items[i].gerund ? i : verb;
}

/* "the mill, 4 km east of the weir, was": a length is nobody; counted arms do harm. */
static bool is_measure(const struct sentence *s, int i) {
  const struct token *t = s->tokens + s->items[i].from;
  if (s->items[i].figure >= 0 || !t->figure || item_tag(s->items + i, TAG_WEAPON)) return false;
  const struct figure *f = s->figures + t->figure - 1;
  return f->kind == FIGURE_DECOY && f->decoy == DECOY_MEASURE;
}

/* "the men who shot two guards and a boy fled": noun item i ends a list inside a relative
 * clause; what that clause is about, or -1.  One person does not share a plural's verb. */
static int relative_conjunct(const struct sentence *s, int i) {
  int and = item_left(s, i), other = item_left(s, and);
  if (item_kind(s, and) != ITEM_AND || item_kind(s, other) != ITEM_NOUN) return -1;
  int verb = item_left(s, owner_of_phrase(s, other)), relative = active_verb(s, verb) ? relative_far(s, verb) : -1;
  if (relative < 1 || item_kind(s, relative - 1) != ITEM_NOUN) return -1;
  return s->items[relative - 1].plural || !s->items[i].plural ? relative - 1 : -1;
}

/* "a clinic in Hara, Sondaw was", "attacked in Hara, Sondaw, and was": a name apposed to
 * that of a place in a phrase; the item before that phrase, or -1. */
static int place_behind(const struct sentence *s, int i) {
  const struct item *it = s->items + i;
  int comma = item_left(s, i), n = item_left(s, comma), p = item_left(s, n), what = item_left(s, p);
  if (!it->name || it->figure >= 0 || item_kind(s, comma) != ITEM_COMMA || item_kind(s, n) != ITEM_NOUN) return -1;
  bool place = s->items[n].name && s->items[n].figure < 0 && relate_is(s, p, SLOT_IN);
  bool inside =
      item_kind(s, what) == ITEM_NOUN || (item_kind(s, what) == ITEM_VERB && s->items[what].voice != VOICE_ACTIVE);
  return place && inside && what > 0 ? what : -1;
}

/* "the ministry of Post and Transport was": noun item i goes on the name behind "of"; the
 * item that it goes on, or -1. */
static int name_inside(const struct sentence *s, int i) {
  int and = item_left(s, i), first = item_left(s, and), of = item_left(s, first);
  const struct item *it = s->items + i, *one = item(s, first);
  if (item_kind(s, and) != ITEM_AND || token_tag(s->tokens + s->items[and].head, TAG_WITH)) return -1;
  if (item_kind(s, first) != ITEM_NOUN || !relate_is(s, of, SLOT_OF) || !it->bare || !one->bare) return -1;
  bool org = item_kind(s, item_left(s, of)) == ITEM_NOUN && item_tag(s->items + item_left(s, of), TAG_ORG);
  return org && !item_tag(it, TAG_PERSON) && !item_tag(it, TAG_KIN) ? first : -1;
}

/* One step to the left from noun item i in the search for the subject of v:
 * returns i itself when it is the subject, else where to go on. */
static int try_noun(const struct sentence *s, int i, const struct walk *w, bool *found) {
  int p = item_left(s, i);
  int inside = name_inside(s, i);
  if (inside >= 0) return inside;
  bool each = s->items[i].pronoun && token_tag(s->tokens + s->items[i].head, TAG_EACH);
  if (each && item_kind(s, p) == ITEM_NOUN) return p; /* "five men each from two villages" */
  bool himself = s->items[i].pronoun && item_tag(s->items + i, TAG_ATTACKER);
  if (himself && item_kind(s, p) == ITEM_NOUN) return p; /* "the general himself" */
  if (relate_is_time(s, i) && s->items[i].figure < 0) return item_kind(s, p) == ITEM_PREP ? p - 1 : i - 1;
  if (is_measure(s, i)) return item_kind(s, p) == ITEM_PREP ? p - 1 : i - 1;
  int list[RELATE_LIST];
  relate_list_left(s, i, list, RELATE_LIST);
  int aside = over_aside(s, list[0]);
  if (aside >= 0) return come_down(s, aside, found);
  int before = item_left(s, list[0]), marker = subset_marker(s, i);
  if (marker >= 0) return come_down(s, marker - 1, found);
  if (clause_alone(s, i, w->verb)) return *found = true, i;
  if (item_kind(s, before) == ITEM_PREP || item_kind(s, before) == ITEM_SUBSET) return before - 1;
  if (item_kind(s, before) == ITEM_VERB && relative_far(s, before) >= 0 && !item_tag(s->items + before, TAG_REPORT))
    return come_down(s, relative_far(s, before) - 1, found); /* "who won a prize was" */
  int whose = relative_conjunct(s, i);
  if (whose >= 0) return come_down(s, whose, found);
  before = over_carried(s, before);
  before = over_trying(s, before);
  int owner = item_left(s, before); /* "a building undergoing repairs was", "men with breathing trouble were" */
  bool measured = s->items[i].figure < 0 && s->tokens[s->items[i].from].figure;
  bool reduced = item_kind(s, before) == ITEM_VERB && !w->joined && !item_tag(s->items + before, TAG_REPORT) &&
                 (s->items[before].gerund || (measured && s->items[before].voice == VOICE_BARE));
  if (reduced && (item_kind(s, owner) == ITEM_NOUN || item_kind(s, owner) == ITEM_PREP))
    return come_down(s, item_kind(s, owner) == ITEM_PREP ? owner - 1 : owner, found);
  if (w->joined && active_verb(s, before) && !item_tag(s->items + before, TAG_REPORT)) return before;
  int over = over_apposition(s, i);
  if (over != i) { /* "men selling lamps in a town, Ferria, were": over what they sell, too */
    int what = item_left(s, over);
    bool sold = item_kind(s, what) == ITEM_VERB && s->items[what].gerund;
    return sold ? try_noun(s, over, w, found) : come_down(s, over, found);
  }
  int phrase = place_behind(s, i);
  if (phrase >= 0) return phrase;
  *found = true;
  return i;
}

/* The noun that a relative pronoun at item `own` points back to. */
static int antecedent(const struct sentence *s, int own) {
  int i = own - 1;
  if (item_kind(s, i) == ITEM_PREP) i--;
  while (i >= 0 && (quiet(item_kind(s, i)) || item_kind(s, i) == ITEM_COMMA)) i--;
  if (item_kind(s, i) != ITEM_NOUN) return -1;
  if (over_aside(s, i) >= 0) i = over_aside(s, i); /* "nine miners, six of them foreigners, who were" */
  int owner = owner_of_phrase(s, i);
  if (owner != i && s->items[i].name && item_tag(s->items + owner, TAG_KIN))
    return i;                               /* "the mother of Ali, who was" */
  const struct item *of = s->items + owner; /* "the case of Ali, who was" */
  bool thing = of->reading && !item_tag(of, TAG_PERSON) && !item_tag(of, TAG_KIN) && !item_tag(of, TAG_BODYWORD) &&
               !item_tag(of, TAG_GROUP) && !item_tag(of, TAG_PART) && !of->name && of->figure < 0;
  if (thing && (s->items[i].name || item_tag(s->items + i, TAG_PERSON))) return i;
  return of->figure >= 0 || s->items[i].figure < 0 ? owner : i;
}

/* From a noun group on the way left: to the next item to look at, or the subject itself. */
static int step_noun(const struct sentence *s, int i, struct walk *w) {
  bool found = false;
  int next = try_noun(s, i, w, &found);
  if (found) w->subject = next;
  return found ? -1 : next;
}

/* What opens a clause between commas that says more of the noun before it: "while on
 * the road", "who had come by boat", "carrying food", "hired by the firm". */
static bool interrupts(const struct sentence *s, int i) {
  const struct item *it = item(s, i);
  if (!it) return false;
  if (it->kind == ITEM_NOUN && it->figure >= 0) { /* "three of whom are hurt", "seven women among them" */
    int n = item_right(s, i);
    if (relate_is(s, n, SLOT_OF)) return item_kind(s, item_right(s, n)) == ITEM_RELATIVE;
    return item_kind(s, n) == ITEM_SUBSET && item_kind(s, item_right(s, n)) == ITEM_COMMA;
  }
  if (it->kind == ITEM_SUBORDINATE) return !token_tag(s->tokens + it->head, TAG_BUT);
  return it->kind == ITEM_RELATIVE || (it->kind == ITEM_VERB && (it->gerund || it->voice == VOICE_BARE));
}

/* "Three men, while driving to the coast, were abducted": the noun before the clause
 * that a comma closes right before the finite verb at v; -1 where there is none. */
static int before_interruption(const struct sentence *s, int v) {
  int close = item_left(s, v);
  if (!s->items[v].finite || item_kind(s, close) != ITEM_COMMA) return -1;
  for (int i = close - 1; i > 0; i--) {
    int c = s->items[i].kind;
    if (c == ITEM_BREAK || c == ITEM_OPEN) return -1;
    if (c == ITEM_CLOSE) i = skip_bracket_left(s, i);
    bool resumes = c == ITEM_VERB && s->items[i].finite && item_kind(s, item_left(s, i)) == ITEM_COMMA;
    if (resumes) return -1; /* "an officer, who was there, said 30 people, a boy among them, were" */
    if (c != ITEM_COMMA || !interrupts(s, item_right(s, i))) continue;
    int n = item_left(s, i);
    if (item_kind(s, n) == ITEM_CLOSE) n = item_left(s, skip_bracket_left(s, n));
    if (item_kind(s, n) != ITEM_NOUN || relate_is_time(s, n)) return -1;
    int owner = owner_of_phrase(s, n), before = item_kind(s, item_left(s, owner));
    if (before == ITEM_PREP || before == ITEM_VERB) continue; /* itself inside of such a clause */
    return owner;
  }
  return -1;
}

/* "shot two clerks before being killed": the finite verb that the participle behind
 * a preposition shares its subject with, or -1. */
static int passive_aside(const struct sentence *s, int v) {
  if (item_kind(s, item_left(s, v)) != ITEM_PREP || s->items[v].voice != VOICE_PASSIVE) return -1;
  if (!token_tag(s->tokens + s->items[item_left(s, v)].head, TAG_SUBORDINATE)) return -1;
  for (int i = item_left(s, v) - 1; i >= 0; i--) {
    int c = item_kind(s, i);
    if (c == ITEM_VERB && s->items[i].finite) return i;
    if (c == ITEM_BREAK || c == ITEM_SUBORDINATE) return -1;
  }
  return -1;
}

/* From a verb group on the way left: past it where it only describes what stands
 * before it, or shares its subject; else the search ends. */
static int step_verb(const struct sentence *s, int i, struct walk *w) {
  const struct item *it = s->items + i;
  int own = relative_far(s, i), aside = over_verb_aside(s, i);
  if (aside >= 0) return aside;
  if (own >= 0) return own - 1;
  bool being = !it->finite && it->voice == VOICE_PASSIVE && !it->infinitive; /* "suspects being questioned were" */
  bool describes = it->voice == VOICE_BARE || it->bare || it->gerund || being || w->joined;
  bool chained = w->bare && w->comma && it->voice == VOICE_PASSIVE;
  if (!describes && !chained && !(w->comma && (it->infinitive || it->copula))) return -1;
  int cut = chained || w->joined ? before_interruption(s, i) : -1;
  if (cut >= 0) w->subject = cut;
  w->joined = true;
  return cut >= 0 ? -1 : i - 1;
}

/* "was ambushed while in custody and killed", "was driving when stopped and killed": the
 * clause has no subject of its own. */
static int step_subordinate(const struct sentence *s, int i, struct walk *w) {
  int next = item_right(s, i);
  bool phrase = item_kind(s, i + 1) == ITEM_ADVERB && (next >= s->item_count || item_kind(s, next) == ITEM_AND);
  if (item_kind(s, next) == ITEM_PREP || phrase) return w->joined ? i - 1 : -1;
  if (item_kind(s, next) != ITEM_VERB || s->items[next].voice != VOICE_BARE) return -1;
  w->joined = true;
  return i - 1;
}

static int step_left(const struct sentence *s, int i, struct walk *w) {
  switch (s->items[i].kind) {
  case ITEM_NOUN:
    return step_noun(s, i, w);
  case ITEM_VERB:
    return step_verb(s, i, w);
  case ITEM_CLOSE:
    return skip_bracket_left(s, i) - 1;
  case ITEM_BREAK:
    return over_dashes(s, i);
  case ITEM_SUBORDINATE:
    return step_subordinate(s, i, w);
  case ITEM_OPEN:
  case ITEM_RELATIVE:
    return -1;
  default:
    w->comma = w->comma || s->items[i].kind == ITEM_COMMA;
    w->joined = w->joined || s->items[i].kind == ITEM_AND;
    return i - 1;
  }
}

int relate_subject(const struct sentence *s, int v) {
  const struct item *verb = s->items + v;
  int own = relative_of(s, v), governor = item_left(s, v);
  int of = item_left(s, governor), some = item_left(s, of); /* "two of the clerks freed" */
  bool part = verb->voice == VOICE_BARE && relate_is(s, of, SLOT_OF) && item_kind(s, some) == ITEM_NOUN;
  if (part && s->items[some].figure >= 0 && s->items[governor].figure < 0 && verb->reading && verb->reading->harm)
    return some;
  if (verb->voice == VOICE_BARE && item_kind(s, governor) == ITEM_NOUN && s->items[governor].figure >= 0) {
    int owner = owner_of_phrase(s, governor); /* "among 26 people killed" */
    bool harmless = !verb->reading || !verb->reading->harm;
    int marker = item_left(s, governor), whole = item_left(s, marker); /* "4 clerks including one guard kidnapped" */
    if (including(s, marker) && item_kind(s, whole) == ITEM_NOUN && s->items[whole].figure >= 0) return whole;
    if (owner != governor && s->items[owner].figure >= 0 && relate_dies_alone(s, v)) return owner;
    bool members = token_tag(s->tokens + s->items[owner].head, TAG_PART) && item_tag(s->items + governor, TAG_GROUP);
    return owner != governor && s->items[owner].figure >= 0 && (harmless || members) ? owner : governor;
  }
  if (verb->voice == VOICE_PASSIVE && token_inflections(s, s->tokens + verb->from) == INFL_GERUND &&
      item_kind(s, governor) == ITEM_NOUN && relate_is(s, item_left(s, governor), SLOT_WITH))
    return governor;               /* "with another 30 being hurt" */
  int by = item_left(s, governor); /* "were said by neighbours to have been shot" */
  if (verb->infinitive && relate_is(s, by, SLOT_BY) && item_kind(s, item_left(s, by)) == ITEM_VERB &&
      s->items[item_left(s, by)].voice == VOICE_PASSIVE)
    return relate_subject(s, item_left(s, by));
  if (relate_is(s, governor, SLOT_AS) && verb->voice == VOICE_PASSIVE && !verb->finite && item_kind(s, of) == ITEM_NOUN)
    return owner_of_phrase(s, of); /* "gave 25 clerks as being killed" */
  int first = passive_aside(s, v);
  if (first >= 0) return relate_subject(s, first);
  bool governed = verb->infinitive || verb->voice == VOICE_BARE || verb->kind == ITEM_ADJ;
  governed |= verb->gerund && item_kind(s, governor) == ITEM_VERB && s->items[governor].voice == VOICE_PASSIVE;
  if (item_kind(s, governor) == ITEM_VERB && governed) return relate_subject(s, governor); /* "was found bleeding" */
  if (own >= 0 && own == governor) return antecedent(s, own);                              /* "who were killed" */
  bool but = item_kind(s, governor) == ITEM_SUBORDINATE && token_tag(s->tokens + s->items[governor].head, TAG_BUT);
  int interrupted = before_interruption(s, v);
  if (interrupted >= 0) return interrupted;
  struct walk w = {
      .verb = v, .subject = -1, .joined = but, .bare = verb->voice == VOICE_BARE}; /* "was held but released" */
  for (int i = but ? governor - 1 : v - 1; i >= 0;) i = step_left(s, i, &w);
  return clause_subject(s, v, w.subject);
}
