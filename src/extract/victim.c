/* The harmed that no rule has found.
 *
 * A word of harm for which no rule fits, and people counted or named in the same
 * sentence of whom nothing is said: the pack's model weighs each such pair by how
 * the two stand to each other, and the likeliest makes a claim where the model
 * finds it likely enough.  Without a model nothing is added. */
#include "extract/reader.h"
#include "pack/feature.h"

#define WORDS_MAX 12 /* of each sort that are looked at in one sentence: */
#define GROUPS_MAX 16

/* A word of harm without a claim. */
struct lone_word {
  int item;
  uint16_t token;
  const struct reading *reading;
};

/* People of whom nothing is said. */
struct lone_group {
  struct mention m;
  int verb; /* the first verb item whose subject or object it is, -1 for none */
  bool subject;
};

static bool sets_off(const toll_scanner *x, int k, uint16_t token, size_t first) {
  toll_span word = sentence_span(&x->s, token, token + 1);
  for (size_t i = first; i < x->draft_count; i++)
    if (span_meets(x->drafts[i].trigger, word) || x->drafts[i].trigger_item == k) return true;
  return false;
}

/* "whose cattle were killed": the verb's own subject is something else than people. */
static bool harms_things(const struct sentence *s, int v) {
  int k = relate_subject(s, v), before = item_kind(s, item_left(s, k));
  if (item_kind(s, k) != ITEM_NOUN || s->items[k].pronoun || !s->items[k].reading || s->items[k].figure >= 0)
    return false;
  if ((before == ITEM_PREP && !clause_alone(s, k, v)) || before == ITEM_AND) return false;
  static const enum tag people[] = {TAG_PERSON, TAG_KIN, TAG_GROUP, TAG_COLLECTIVE, TAG_PART, TAG_ORG, TAG_QUANTITY};
  for (size_t i = 0; i < sizeof people / sizeof *people; i++)
    if (item_tag(s->items + k, people[i])) return false;
  return true;
}

/* "Two survived and the others died": whoever is left of those told of is fewer than they. */
static bool harms_the_rest(const struct sentence *s, int v) {
  const struct item *it = item_at(s, relate_subject(s, v));
  bool passive = s->items[v].voice != VOICE_ACTIVE || tags_have(s->items[v].reading->tags, TAG_INTRANSITIVE);
  return passive && it && it->kind == ITEM_NOUN && it->figure < 0 && item_tag(it, TAG_OTHER) &&
         item_tag(it, TAG_COLLECTIVE);
}

/* The word of harm of item k, if it has one and no claim came of it. */
static bool lone_word(const toll_scanner *x, int k, size_t first, struct lone_word *w) {
  const struct item *it = x->s.items + k;
  if (!(it->reading && it->reading->harm) && !it->harm) return false;
  *w = (struct lone_word){.item = k, .token = it->head, .reading = it->reading};
  if (it->kind == ITEM_NOUN && it->harm) w->token = it->harm_token, w->reading = it->harm_reading;
  if (it->kind != ITEM_VERB && it->kind != ITEM_NOUN && it->kind != ITEM_ADJ) return false;
  if (!w->reading || !w->reading->harm || w->reading->harm >= TOLL_DESTROYED) return false;
  if (tags_have(w->reading->tags, TAG_TOLL)) return false; /* stands for a number of its own */
  if (it->kind == ITEM_NOUN && relate_is(&x->s, item_left(&x->s, k), SLOT_TO)) return false; /* "sentenced to death" */
  if (it->kind == ITEM_VERB && (it->negated || it->status)) return false;
  int left = item_left(&x->s, k);
  if (it->kind == ITEM_VERB && it->gerund && relate_is(&x->s, left, SLOT_FROM))
    return false; /* "saved from drowning" */
  if (it->kind == ITEM_ADJ && !(item_kind(&x->s, left) == ITEM_VERB && x->s.items[left].copula)) return false;
  if (sets_off(x, k, w->token, first)) return false;
  if (it->kind == ITEM_VERB && harms_the_rest(&x->s, k)) return false;
  return it->kind != ITEM_VERB || it->voice == VOICE_ACTIVE || !harms_things(&x->s, k);
}

static bool taken(const toll_scanner *x, const struct mention *m, size_t first) {
  for (size_t i = first; i < x->draft_count; i++)
    if (span_meets(x->drafts[i].claim.count_span, m->count) || span_meets(x->drafts[i].victim, m->whole)) return true;
  return false;
}

/* People counted or named at item k of whom nothing is said.  A name behind a
 * preposition is a place far more often than a victim; "by" names who did it, and
 * "of" before any word of harm those of whom another group is a part. */
static bool lone_group(const toll_scanner *x, int k, int first_word, size_t first, struct mention *m) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + k;
  if (it->kind != ITEM_NOUN || it->pronoun || !group_mention(s, k, m) || taken(x, m, first)) return false;
  if (m->form == TOLL_NONE || m->unit > TOLL_HOUSEHOLD || tags_have(m->tags, TAG_ATTACKER)) return false;
  if (m->headless || (s->caseless && !m->known)) return false; /* "AT ABOUT 0930", "ONE ELECTRIC POLE" */
  int before = item_left(s, k);
  if (item_kind(s, before) == ITEM_PREP && (m->named || relate_is(s, before, SLOT_BY))) return false;
  if (k < first_word && relate_is(s, before, SLOT_OF)) return false;
  return group_suits(m, TOLL_KILLED);
}

/* Says something of others: "two survivors have told the court". */
static bool is_saying(const struct item *verb) {
  return verb->voice == VOICE_ACTIVE && (item_tag(verb, TAG_REPORT) || item_tag(verb, TAG_TELL));
}

/* Finds for each group what it is to the verbs, and takes out those who speak; returns how many stay. */
static int find_roles(const struct sentence *s, struct lone_group *groups, int count) {
  bool speaks[GROUPS_MAX] = {false};
  int kept = 0;
  for (int v = 0; count && v < s->item_count; v++) {
    if (s->items[v].kind != ITEM_VERB) continue;
    int subject = relate_subject(s, v), object = relate_object(s, v);
    for (int i = 0; i < count; i++) {
      struct lone_group *g = groups + i;
      speaks[i] |= g->m.item == subject && is_saying(s->items + v);
      if (g->verb >= 0 || (g->m.item != subject && g->m.item != object)) continue;
      g->verb = v;
      g->subject = g->m.item == subject;
    }
  }
  for (int i = 0; i < count; i++)
    if (!speaks[i]) groups[kept++] = groups[i];
  return kept;
}

/* --- features ---------------------------------------------------------- */

enum {
  HARM, /* of the word */
  ORDER_LEFT,
  ORDER_SAME,
  ORDER_RIGHT,
  WORD_IN_PHRASE,
  ROLE,
  PREPOSITION,
  NUMBER,
  KIN,
  PLAIN,
  VERBS,
  COMMAS,
  OPENER,
  BREAK,
  FIRST,
  TOLD,
  LATE,
  SORTS
};

enum { ROLE_NONE, ROLE_OWN_SUBJECT, ROLE_OWN_OBJECT, ROLE_SUBJECT, ROLE_OBJECT, ROLES };
static const char *role_value(unsigned i) {
  static const char *const names[ROLES] = {"none", "own-subject", "own-object", "subject", "object"};
  return i < ROLES ? names[i] : NULL;
}

enum { NUMBER_NAME, NUMBER_DEFINITE, NUMBER_ARTICLE, NUMBER_VAGUE, NUMBER_HEADLESS, NUMBER_COUNTED, NUMBERS };
static const char *number_value(unsigned i) {
  static const char *const names[NUMBERS] = {"name", "definite", "article", "vague", "headless", "counted"};
  return i < NUMBERS ? names[i] : NULL;
}

static const struct {
  enum slot slot;
  const char *name;
} prepositions[] = {{SLOT_OF, "of"},     {SLOT_TO, "to"},     {SLOT_BY, "by"},   {SLOT_IN, "in"},      {SLOT_AT, "at"},
                    {SLOT_FROM, "from"}, {SLOT_WITH, "with"}, {SLOT_FOR, "for"}, {SLOT_AMONG, "among"}};
#define PREPOSITIONS (sizeof prepositions / sizeof *prepositions) /* the number of "other" */
static const char *preposition_value(unsigned i) {
  return i < PREPOSITIONS ? prepositions[i].name : i == PREPOSITIONS ? "other" : NULL;
}

/* The sort of a word of harm: a form of the verb, its voice, or its part of speech. */
enum { WORD_GERUND, WORD_INFINITIVE, WORD_VOICE, WORD_POS = WORD_VOICE + VOICE_COUNT, WORDS = WORD_POS + POS_COUNT };
_Static_assert((int)WORDS <= FEATURE_VALUES, "values have numbers");
static const char *word_value(unsigned i) {
  if (i < WORD_VOICE) return i == WORD_GERUND ? "gerund" : "infinitive";
  return i < WORD_POS ? closed_list_of(LIST_VOICE)->name(i - WORD_VOICE) : closed_list_of(LIST_POS)->name(i - WORD_POS);
}

/* The sort of the word of harm and on which side of it the group stands go together: where
 * English keeps the harmed of a passive is not where it keeps those of a noun. */
static const struct feature_sort sorts[SORTS] = {
    [HARM] = {"harm=", toll_harm_name},
    [ORDER_LEFT] = {"order=left-", word_value},
    [ORDER_SAME] = {"order=same-", word_value},
    [ORDER_RIGHT] = {"order=right-", word_value},
    [WORD_IN_PHRASE] = {"word-in-phrase"},
    [ROLE] = {"role=", role_value},
    [PREPOSITION] = {"preposition=", preposition_value},
    [NUMBER] = {"number=", number_value},
    [KIN] = {"kin"},
    [PLAIN] = {"plain"},
    [VERBS] = {"verbs=", .most = 2},
    [COMMAS] = {"commas=", .most = 2},
    [OPENER] = {"opener"},
    [BREAK] = {"break"},
    [FIRST] = {"first"},
    [TOLD] = {"told"},
    [LATE] = {"late"},
};
const struct choice choice_victim = {"victim", sorts, SORTS};

static void add_order(const struct item *word, const struct lone_word *w, const struct mention *m, struct features *f) {
  unsigned side = m->item < w->item ? ORDER_LEFT : m->item > w->item ? ORDER_RIGHT : ORDER_SAME;
  unsigned sort = word->kind != ITEM_VERB ? WORD_POS + w->reading->pos
                  : word->gerund          ? WORD_GERUND
                  : word->infinitive      ? WORD_INFINITIVE
                                          : WORD_VOICE + word->voice;
  features_add(f, side, sort);
}

/* The words themselves say that the group is not meant: "slain" means its own noun,
 * and whoever debates, attends or is charged with a killing does not suffer it. */
static bool ruled_out(const struct sentence *s, const struct lone_word *w, const struct lone_group *g) {
  const struct item *word = s->items + w->item;
  if (word->kind != ITEM_NOUN || w->item == g->m.item) return false;
  if (w->token != word->head) return true;
  if (g->verb < 0 || !g->subject || g->m.item > w->item) return false;
  const struct item *verb = s->items + g->verb;
  return !(verb->copula || item_tag(verb, TAG_HAVE) || item_tag(verb, TAG_CAUSE) || item_tag(verb, TAG_LOSE));
}

/* What the group is to which verb. */
static void add_role(const struct sentence *s, const struct lone_group *g, int word, struct features *f) {
  if (item_kind(s, item_left(s, g->m.item)) == ITEM_PREP) return;
  unsigned role = g->verb < 0 ? ROLE_NONE : g->verb == word ? ROLE_OWN_OBJECT : ROLE_OBJECT;
  if (g->verb >= 0 && g->subject) role = g->verb == word ? ROLE_OWN_SUBJECT : ROLE_SUBJECT;
  features_add(f, ROLE, role);
}

static void add_preposition(const struct sentence *s, int k, struct features *f) {
  int p = item_left(s, k);
  if (item_kind(s, p) != ITEM_PREP) return;
  unsigned i = 0;
  while (i < PREPOSITIONS && !relate_is(s, p, prepositions[i].slot)) i++;
  features_add(f, PREPOSITION, i);
}

static unsigned number_of(const struct mention *m) {
  if (m->single) return m->named ? NUMBER_NAME : m->definite ? NUMBER_DEFINITE : NUMBER_ARTICLE;
  return m->form == TOLL_VAGUE ? NUMBER_VAGUE : m->headless ? NUMBER_HEADLESS : NUMBER_COUNTED;
}

/* What stands between two items. */
struct between {
  unsigned verbs, commas;
  bool opener, end;
};

static struct between look_between(const struct sentence *s, int a, int b) {
  struct between n = {0};
  for (int k = (a < b ? a : b) + 1; k < (a < b ? b : a); k++) {
    int kind = item_kind(s, k);
    n.verbs += kind == ITEM_VERB;
    n.commas += kind == ITEM_COMMA || kind == ITEM_AND;
    n.opener |= kind == ITEM_RELATIVE || kind == ITEM_SUBORDINATE;
    n.end |= kind == ITEM_BREAK;
  }
  return n;
}

/* No noun group stands before it in its sentence, but for times. */
static bool stands_first(const struct sentence *s, int k) {
  for (int i = 0; i < k; i++)
    if (item_kind(s, i) == ITEM_NOUN && !relate_is_time(s, i)) return false;
  return true;
}

#define LOOK_BACK 400 /* claims */

static bool told_of(const toll_scanner *x, unsigned harm) {
  for (size_t i = x->draft_count, n = 0; i-- > 0 && n < LOOK_BACK; n++)
    if (x->drafts[i].claim.harm == harm) return true;
  return false;
}

/* A plain noun of people, in small letters: "a driver", not the name of anybody. */
static bool plain_people(const struct sentence *s, const struct mention *m) {
  const struct item *it = s->items + m->item;
  return s->tokens[it->head].shape == SHAPE_LOWER && (item_tag(it, TAG_PERSON) || item_tag(it, TAG_PART));
}

static void pair_features(const toll_scanner *x, const struct lone_word *w, const struct lone_group *g, bool late,
                          struct features *f) {
  const struct sentence *s = &x->s;
  const struct mention *m = &g->m;
  struct between n = look_between(s, w->item, m->item);
  features_clear(f, &choice_victim);
  features_add(f, HARM, w->reading->harm);
  add_order(s->items + w->item, w, m, f);
  features_flag(f, WORD_IN_PHRASE, item_kind(s, item_left(s, w->item)) == ITEM_PREP);
  add_role(s, g, w->item, f);
  add_preposition(s, m->item, f);
  features_add(f, NUMBER, number_of(m));
  features_flag(f, KIN, tags_have(m->tags, TAG_KIN));
  features_flag(f, PLAIN, plain_people(s, m));
  features_step(f, VERBS, n.verbs);
  features_step(f, COMMAS, n.commas);
  features_flag(f, OPENER, n.opener);
  features_flag(f, BREAK, n.end);
  features_flag(f, FIRST, stands_first(s, m->item));
  features_flag(f, TOLD, told_of(x, w->reading->harm));
  features_flag(f, LATE, late);
}

/* --- pairs ------------------------------------------------------------- */

struct pair {
  const struct lone_word *word;
  const struct lone_group *group;
  double probability;
};

static void see_pair(toll_scanner *x, const struct pair *p, const struct features *f) {
  uint32_t base = x->doc->base;
  const struct mention *m = &p->group->m;
  toll_claim c = {.harm = p->word->reading->harm, .value = m->value, .form = m->form, .part_of = -1};
  c.count_span = (toll_span){m->count.from + base, m->count.to + base};
  x->see(x->see_to, &(struct choice_case){&c, {NULL, 0}, f});
}

/* Of a sentence that is looked at alone nobody knows how late it stands. */
static bool chosen_anywhere(const toll_scanner *x, const struct pair *p) {
  struct features f;
  for (int late = 0; late < 2; late++) {
    pair_features(x, p->word, p->group, late != 0, &f);
    if (choice_made(x->victim, choice_weigh(x->victim, &f))) return true;
  }
  return false;
}

/* Weighs a pair; best has a place for each harm, where the likeliest stays. */
static void weigh_pair(toll_scanner *x, struct pair *p, struct pair *best) {
  struct features f;
  pair_features(x, p->word, p->group, x->sentence_no > 3, &f);
  if (x->see) {
    see_pair(x, p, &f);
    return;
  }
  if (x->asked) {
    *x->asked |= chosen_anywhere(x, p);
    return;
  }
  struct pair *b = best + p->word->reading->harm;
  p->probability = choice_weigh(x->victim, &f);
  if (choice_made(x->victim, p->probability) && p->probability > b->probability) *b = *p;
}

static int find_words(const toll_scanner *x, size_t first, struct lone_word *words) {
  const uint32_t of_people = (1u << TOLL_DESTROYED) - 1;
  int n = 0;
  for (int k = 0; x->s.harms & of_people && k < x->s.item_count && n < WORDS_MAX; k++)
    n += lone_word(x, k, first, words + n);
  return n;
}

static int find_groups(const toll_scanner *x, size_t first, int first_word, struct lone_group *groups) {
  int n = 0;
  for (int k = 0; k < x->s.item_count && n < GROUPS_MAX; k++) {
    groups[n].verb = -1;
    n += lone_group(x, k, first_word, first, &groups[n].m);
  }
  return find_roles(&x->s, groups, n);
}

/* The claims of a pair: of the group, and of those that stand in one list with it. */
static void claim_pair(toll_scanner *x, const struct pair *p) {
  struct mention list[GROUP_MENTIONS];
  int conjuncts[RELATE_LIST];
  relate_list_left(&x->s, p->group->m.item, conjuncts, RELATE_LIST);
  int n = group_mentions(&x->s, conjuncts[0], false, list);
  for (int i = 0; i < n; i++) {
    struct draft *d =
        list[i].form == TOLL_NONE ? NULL : frame_choose(x, p->word->item, p->word->token, p->word->reading, list + i);
    if (!d) continue;
    d->view.chosen = p->probability;
    draft_step(x, d, "choice", d->claim.span, (toll_slice){NULL, 0});
  }
}

void victim_read(toll_scanner *x, size_t first) {
  struct lone_word words[WORDS_MAX];
  struct lone_group groups[GROUPS_MAX];
  struct pair best[TOLL_HARM_COUNT] = {0};
  int word_count = x->victim || x->see ? find_words(x, first, words) : 0;
  if (word_count == 0) return;
  int group_count = find_groups(x, first, words[0].item, groups);
  for (int i = 0; i < word_count; i++)
    for (int k = 0; k < group_count; k++)
      if (!ruled_out(&x->s, words + i, groups + k)) weigh_pair(x, &(struct pair){words + i, groups + k, 0}, best);
  for (unsigned harm = 1; harm < TOLL_HARM_COUNT; harm++)
    if (best[harm].probability > 0) claim_pair(x, best + harm);
}
