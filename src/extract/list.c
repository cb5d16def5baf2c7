/* Lists: which noun groups a conjunction, a comma or both join, read from the last
 * member to the left or from the first to the right.  What stands between members
 * (asides, parts, phrases, brackets) is stepped over as a whole; what has a verb of its
 * own is no member. */
#include "extract/relate_part.h"

/* From the closing dash of an aside without a verb, "six monks - five of them old - and", to the item
 * before its opening one, or back to after it; -1 when there is no pair. */
static int over_dashed(const struct sentence *s, int i, int step) {
  if (!item_dash(s, i)) return -1;
  while (item_dash(s, i)) i += step;
  for (; item_kind(s, i) >= 0 && !item_dash(s, i); i += step)
    if (item_kind(s, i) == ITEM_VERB || item_kind(s, i) == ITEM_BREAK) return -1;
  if (item_kind(s, i) < 0) return -1;
  while (item_dash(s, i)) i += step;
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
    before = item_left(s, relate_bracket_left(s, before)); /* "six (five here) and two" */
  if (*and&&item_dash(s, before) && over_dashed(s, before, -1) >= 0) before = over_dashed(s, before, -1);
  return before;
}

static bool listable(const struct sentence *s, int k) {
  const struct item *it = item_at(s, k);
  bool he = it && it->pronoun && relate_one_before(it);
  return it && it->kind == ITEM_NOUN && !relate_is_time(s, k) && !(it->pronoun && !it->other && !he && it->figure < 0);
}

/* Two figureless neighbours of which one only explains the other: "Ali, a farmer". */
static bool apposition(const struct sentence *s, int a, int b) {
  const struct item *x = s->items + a, *y = s->items + b;
  if (x->figure >= 0 || y->figure >= 0 || y->possessive) return false;
  return x->name != y->name || (x->indefinite && y->definite) || (x->definite && y->indefinite);
}

/* "ten civilians, among them two children, and three soldiers": from the last of the
 * parts at j to the group that they are parts of; j itself where there is none. */
static int over_parts(const struct sentence *s, int j) {
  for (int i = j; i >= 0; i--) {
    int c = s->items[i].kind;
    if (relate_includes(s, i)) {
      int n = item_left(s, i);
      if (item_kind(s, n) == ITEM_COMMA) n = item_left(s, n);
      return item_kind(s, n) == ITEM_NOUN ? n : j;
    }
    if (c != ITEM_NOUN && c != ITEM_COMMA && c != ITEM_AND && c != ITEM_PREP && !item_quiet(c)) return j;
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
  if (n < 2 || !s->items[list[0]].name) return false;
  int close = relate_after_phrases(s, list[n - 1]), verb = item_right(s, close),
      open = relate_after_phrases(s, list[0]);
  if (item_kind(s, close) != ITEM_COMMA || item_kind(s, open) != ITEM_COMMA) return false;
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
    int owner = relate_owner(s, j);
    if (item_tag(s->items + owner, TAG_TOLL)) owner = j; /* "a toll of 24 dead and 106 hurt" */
    int before = item_left(s, owner);
    if (!listable(s, owner) || (item_active_verb(s, before) && !item_tag(s->items + before, TAG_REPORT))) break;
    if (item_kind(s, before) == ITEM_NOUN && s->items[before].pronoun) break; /* "one of them a child, and five" */
    if (item_kind(s, before) == ITEM_PREP || relate_includes(s, before)) {
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

/* A conjunction still follows in the list that goes on at i. */
static bool and_follows(const struct sentence *s, int i) {
  for (int guard = 0; i < s->item_count && guard < 40; guard++) {
    int k = item_kind(s, i);
    if (k == ITEM_AND) return true;
    if (k != ITEM_NOUN && k != ITEM_COMMA && k != ITEM_PREP && !item_quiet(k)) return false;
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
  int relative = item_kind(s, i) == ITEM_VERB && !s->items[i].gerund ? relate_relative(s, i) : -1;
  if (!phrase && relative < 0) return false;
  for (i = phrase ? i - 1 : relative - 1; i >= 0; i--) {
    const struct item *it = s->items + i;
    if (it->kind == ITEM_BREAK || it->kind == ITEM_SUBORDINATE || it->kind == ITEM_OPEN) return true;
    if (it->kind == ITEM_RELATIVE) return false;
    if (it->kind != ITEM_VERB || !it->finite || describes_noun(s, i)) continue;
    if (relate_relative(s, i) < 0) return item_tag(it, TAG_REPORT);
    i = relate_relative(s, i);
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
  return s->items[n].figure >= 0 && !relate_own_verb(s, n) ? n : -1;
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
  const struct item *verb = item_at(s, item_right(s, j));
  bool suffers = verb && verb->kind == ITEM_VERB && (verb->voice == VOICE_BARE || verb->voice == VOICE_PASSIVE);
  return s->items[j].figure >= 0 && suffers && verb->reading && verb->reading->harm;
}

int relate_next_conjunct(const struct sentence *s, int k) {
  int j = item_right(s, k);
  if (item_kind(s, j) != ITEM_AND && item_kind(s, j) != ITEM_COMMA) j = relate_after_phrases(s, k);
  if (item_dash(s, j) && item_kind(s, over_dashed(s, j, 1)) == ITEM_AND) j = over_dashed(s, j, 1);
  int end = j;
  bool comma = item_kind(s, j) == ITEM_COMMA;
  if (comma) j = item_right(s, j);
  if (comma && relate_includes(s, j)) return behind_parts(s, j);
  bool and = item_kind(s, j) == ITEM_AND;
  if (and) j = item_right(s, j);
  if ((!comma && !and) || !listable(s, j) || names_go_on(s, k, end, j)) return -1;
  if (of_pronoun(s, j)) return comma ? behind_aside(s, j) : -1;
  bool shared = and&&verb_to_come(s, k) && !harmed_itself(s, j);
  if (relate_own_verb(s, j) && !shared && !shares_complement(s, k, j)) return -1;
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
