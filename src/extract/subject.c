/* The subject of a verb: a walk to the left over all that only describes it.
 *
 * Appositions, relative clauses, participles, asides, measures and times are stepped
 * over; the walk ends at the noun group that none of these holds. */
#include "extract/relate_part.h"

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
  if (item_kind(s, n) == ITEM_CLOSE) n = item_left(s, relate_bracket_left(s, n)); /* "Ali ("the Fox"), a farmer, was" */
  if (item_kind(s, before) != ITEM_COMMA || item_kind(s, n) != ITEM_NOUN) return k;
  bool described = item_kind(s, after) == ITEM_RELATIVE && s->items[n].name && !it->name;
  if (item_kind(s, after) != ITEM_COMMA && !described) return k;
  bool bare = it->figure >= 0 && s->tokens[it->head].figure,
       other = bare && (it->from < s->figures[it->figure].core || token_tag(s->tokens + it->from - 1, TAG_NEGATION));
  if (other && s->items[n].figure >= 0) return n;                               /* "four men, perhaps five, were" */
  if (it->figure >= 0 && s->figures[it->figure].kind != FIGURE_DECOY) return k; /* but "third in command" */
  int owner = relate_owner(s, n);
  if (relate_is_time(s, owner) || (item_kind(s, item_left(s, owner)) == ITEM_PREP && !described)) return k;
  if (it->figure >= 0) return s->items[owner].name ? owner : k;
  return it->name || it->indefinite || it->definite || it->reading ? owner : k;
}

/* "Six children - three of one family - were": from the second dash to before the first; -1 when there is no pair. */
static int over_dashes(const struct sentence *s, int i) {
  if (!item_dash(s, i)) return -1;
  while (item_dash(s, i)) i--;
  for (; i >= 0 && !item_dash(s, i); i--)
    if (item_kind(s, i) == ITEM_VERB && s->items[i].finite && relative_of(s, i) < 0) return -1;
  while (i >= 0 && item_dash(s, i)) i--;
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
  if (relate_includes(s, before)) return before;
  bool outside = item_kind(s, before) == ITEM_AND && item_kind(s, item_left(s, before)) == ITEM_COMMA &&
                 s->items[i].figure >= 0 && item_kind(s, relate_after_phrases(s, i)) != ITEM_COMMA;
  for (int k = before; k >= 0 && !outside; k--) {
    if (relate_includes(s, k)) return k;
    int c = s->items[k].kind;
    if (c != ITEM_NOUN && c != ITEM_COMMA && c != ITEM_AND && c != ITEM_PREP && c != ITEM_ADJ && !item_quiet(c))
      return -1;
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
  int verb = item_left(s, relate_owner(s, n)), owner = item_left(s, verb);
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
  int verb = item_left(s, relate_owner(s, other)), relative = item_active_verb(s, verb) ? relate_relative(s, verb) : -1;
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

/* "nurses who worked in Tarma, Oro, were": noun item i ends the name of a place inside a
 * relative clause; what that clause is about, or -1. */
static int place_in_relative(const struct sentence *s, int i) {
  const struct item *it = s->items + i;
  int comma = item_left(s, i), n = item_left(s, comma), p = item_left(s, n);
  if (!it->name || it->figure >= 0 || item_kind(s, item_right(s, i)) != ITEM_COMMA) return -1;
  if (item_kind(s, comma) != ITEM_COMMA || item_kind(s, n) != ITEM_NOUN || item_kind(s, p) != ITEM_PREP) return -1;
  bool place = s->items[n].figure < 0 && (s->items[n].name || item_tag(s->items + n, TAG_PLACEWORD));
  int relative = place ? relate_relative(s, p) : -1;
  return item_kind(s, relative - 1) == ITEM_NOUN ? relative - 1 : -1;
}

/* "the ministry of Post and Transport was": noun item i goes on the name behind "of"; the
 * item that it goes on, or -1. */
static int name_inside(const struct sentence *s, int i) {
  int and = item_left(s, i), first = item_left(s, and), of = item_left(s, first);
  const struct item *it = s->items + i, *one = item_at(s, first);
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
  int told_of = place_in_relative(s, i);
  if (told_of >= 0) return come_down(s, told_of, found);
  int list[RELATE_LIST];
  relate_list_left(s, i, list, RELATE_LIST);
  int aside = over_aside(s, list[0]);
  if (aside >= 0) return come_down(s, aside, found);
  int before = item_left(s, list[0]), marker = subset_marker(s, i);
  if (marker >= 0) return come_down(s, marker - 1, found);
  if (clause_alone(s, i, w->verb)) return *found = true, i;
  if (item_kind(s, before) == ITEM_PREP || item_kind(s, before) == ITEM_SUBSET) return before - 1;
  if (item_kind(s, before) == ITEM_VERB && relate_relative(s, before) >= 0 && !item_tag(s->items + before, TAG_REPORT))
    return come_down(s, relate_relative(s, before) - 1, found); /* "who won a prize was" */
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
  if (w->joined && item_active_verb(s, before) && !item_tag(s->items + before, TAG_REPORT)) return before;
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
  while (i >= 0 && (item_quiet(item_kind(s, i)) || item_kind(s, i) == ITEM_COMMA)) i--;
  if (item_kind(s, i) != ITEM_NOUN) return -1;
  if (over_aside(s, i) >= 0) i = over_aside(s, i); /* "nine miners, six of them foreigners, who were" */
  int owner = relate_owner(s, i);
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
  const struct item *it = item_at(s, i);
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
    if (c == ITEM_CLOSE) i = relate_bracket_left(s, i);
    bool resumes = c == ITEM_VERB && s->items[i].finite && item_kind(s, item_left(s, i)) == ITEM_COMMA;
    if (resumes) return -1; /* "an officer, who was there, said 30 people, a boy among them, were" */
    if (c != ITEM_COMMA || !interrupts(s, item_right(s, i))) continue;
    int n = item_left(s, i);
    if (item_kind(s, n) == ITEM_CLOSE) n = item_left(s, relate_bracket_left(s, n));
    if (item_kind(s, n) != ITEM_NOUN || relate_is_time(s, n)) return -1;
    int owner = relate_owner(s, n), before = item_kind(s, item_left(s, owner));
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
  int own = relate_relative(s, i), aside = over_verb_aside(s, i);
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
    return relate_bracket_left(s, i) - 1;
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

static int find_subject(const struct sentence *s, int v) {
  const struct item *verb = s->items + v;
  int own = relative_of(s, v), governor = item_left(s, v);
  int of = item_left(s, governor), some = item_left(s, of); /* "two of the clerks freed" */
  bool part = verb->voice == VOICE_BARE && relate_is(s, of, SLOT_OF) && item_kind(s, some) == ITEM_NOUN;
  if (part && s->items[some].figure >= 0 && s->items[governor].figure < 0 && verb->reading && verb->reading->harm)
    return some;
  if (verb->voice == VOICE_BARE && item_kind(s, governor) == ITEM_NOUN && item_tag(s->items + governor, TAG_SPEAKER) &&
      !item_tag(s->items + governor, TAG_PERSON))
    return governor; /* "in a statement released on Monday" */
  if (verb->voice == VOICE_BARE && item_kind(s, governor) == ITEM_NOUN && s->items[governor].figure >= 0) {
    int owner = relate_owner(s, governor); /* "among 26 people killed" */
    bool harmless = !verb->reading || !verb->reading->harm;
    int marker = item_left(s, governor), whole = item_left(s, marker); /* "4 clerks including one guard kidnapped" */
    if (relate_includes(s, marker) && item_kind(s, whole) == ITEM_NOUN && s->items[whole].figure >= 0) return whole;
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
    return relate_owner(s, of); /* "gave 25 clerks as being killed" */
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

int relate_subject(const struct sentence *s, int v) {
  struct item *verb = s->items + v;
  if (!verb->subject) verb->subject = (uint16_t)(find_subject(s, v) + 2);
  return verb->subject - 2;
}
