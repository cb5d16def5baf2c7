/* Whereabouts: which of the places that the document names is a claim's.
 *
 * What a claim's own sentence says, what the event was last said to be at, what an
 * opening ("In Hara, ...") sets for the lines that follow, what is told afterwards
 * ("the blast took place in ..."), or none: each is a candidate, described by
 * features, what the rules of event.c say among them, and the pack's model weighs them
 * against one another.  Without a model the rules have the last word. */
#include "extract/choice.h"
#include "extract/locality.h"
#include "extract/near.h"

#define BACK 8  /* sentences before the claim's whose places are candidates */
#define AHEAD 2 /* and behind it */
#define CANDIDATES 32
#define LOOK 64      /* places on either side that may bear the same name */
#define AGAIN_MOST 3 /* more of them are not told apart */
#define NAME_BUCKETS 256
#define NONE SIZE_MAX

/* What is known of a place for every claim that might have happened there. */
struct use {
  uint32_t event; /* of the first claim whose own it is, 0 = of none */
  int32_t weight; /* of what it is where it is not the claim's own place, once weighed */
  bool weighed;
  uint8_t again;                  /* places around that share a name with it, AGAIN_MOST at most */
  uint32_t before[SETTING_NAMES]; /* for each name the last place before that may have it; see chain_names */
};

struct whereabouts {
  toll_scanner *x;
  struct use *uses; /* one a told place */
  bool disaster;
  size_t from, to; /* the places around the claim last looked at */
};

/* The claim in hand. */
struct seeker {
  size_t draft;
  size_t own;      /* the place that its sentence gives it, or NONE */
  size_t last;     /* the place last given to a claim of its event, or NONE */
  uint32_t latest; /* sentence before or of the claim that last named a place */
  int64_t weight;  /* of what the claim is to any place but its own */
};

/* --- uses -------------------------------------------------------------------- */

/* Name n of place a is the first that b has too, and there it is b's name m. */
static bool share_first(const struct setting *a, const struct setting *b, int n, int m) {
  for (int i = 0; i <= n; i++)
    for (int k = 0; k < b->name_count && (i < n || k < m); k++)
      if (a->names[i] == b->names[k]) return false;
  return a->names[n] == b->names[m];
}

static void count_one(uint8_t *again) {
  if (*again < AGAIN_MOST) ++*again;
}

/* Counts for each place how many around it share a name with it.  Names that may be the same
 * are chained, each to the last before it: 1 + its place times SETTING_NAMES + its number. */
static void chain_names(const struct whereabouts *w) {
  const struct told_place *told = w->x->told;
  uint32_t last[NAME_BUCKETS] = {0};
  for (uint32_t i = 0; i < w->x->told_count; i++) {
    for (int n = 0; n < told[i].set.name_count; n++) {
      uint32_t *bucket = last + (told[i].set.names[n] >> 32) % NAME_BUCKETS;
      for (uint32_t at = *bucket, k; at && i - (k = (at - 1) / SETTING_NAMES) <= LOOK;) {
        int m = (int)((at - 1) % SETTING_NAMES);
        at = w->uses[k].before[m];
        if (k == i || !share_first(&told[i].set, &told[k].set, n, m)) continue;
        count_one(&w->uses[i].again);
        if (i - k < LOOK) count_one(&w->uses[k].again);
      }
      w->uses[i].before[n] = *bucket;
      *bucket = 1 + i * SETTING_NAMES + (uint32_t)n;
    }
  }
}

static bool count_uses(struct whereabouts *w) {
  toll_scanner *x = w->x;
  w->uses = ARENA_ARRAY(&x->keep, x->told_count + 1, struct use);
  if (!w->uses) return false;
  chain_names(w);
  for (size_t i = x->draft_count; i-- > 0;)
    if (x->drafts[i].told) w->uses[x->drafts[i].told - 1].event = x->drafts[i].claim.event;
  return true;
}

/* --- features ------------------------------------------------------------------ */

/* Of a claim without a place. */
enum {
  NOWHERE,
  NOWHERE_RULED,
  NOWHERE_OWN,
  NOWHERE_UNPLACED,
  NOWHERE_AFTERMATH,
  NOWHERE_DISASTER,
  NOWHERE_SINGLE,
  NOWHERE_DEFINITE,
  NOWHERE_NAMED,
  /* of its own sentence's */
  OWN,
  OWN_TRAIT,
  OWN_COUNTRY,
  /* of any other: what it is to the claim, */
  RULED,
  SAME,
  BEFORE,
  BEHIND,
  EVENT,
  PARAGRAPH,
  LAST,
  LATEST,
  REFERS,
  UNPLACED,
  /* what it is, */
  FIRST,
  AGAIN,
  OPENS,
  HEADING,
  TRAIT,
  COUNTRY,
  /* and what the claim is */
  HAS_OWN,
  AFTERMATH,
  DISASTER,
  BACKGROUND,
  IN_HEADING,
  SORTS
};

enum { EVENT_NONE, EVENT_SAME, EVENT_OTHER };
static const char *event_value(unsigned i) {
  static const char *const names[] = {"none", "same", "other"};
  return i < sizeof names / sizeof *names ? names[i] : NULL;
}

static const char *trait_value(unsigned i) {
  static const char *const names[LOCALITY_TRAITS] = {
      [LOCALITY_NAMED] = "named", [LOCALITY_ORIGIN] = "origin",   [LOCALITY_HOME] = "home",
      [LOCALITY_CARE] = "care",   [LOCALITY_SAYING] = "saying",   [LOCALITY_BARE] = "bare",
      [LOCALITY_PART] = "part",   [LOCALITY_UNKNOWN] = "unknown", [LOCALITY_PLAIN] = "plain",
      [LOCALITY_LOOSE] = "loose", [LOCALITY_SUBJECT] = "subject", [LOCALITY_OBJECT] = "object",
      [LOCALITY_LABEL] = "label", [LOCALITY_ADVERB] = "adverb",   [LOCALITY_TITLE] = "title",
      [LOCALITY_TAIL] = "tail"};
  return i < LOCALITY_TRAITS ? names[i] : NULL;
}
_Static_assert((int)LOCALITY_TRAITS <= FEATURE_VALUES, "traits have numbers");

static const struct feature_sort sorts[SORTS] = {
    [NOWHERE] = {"none"},
    [NOWHERE_RULED] = {"none-ruled"},
    [NOWHERE_OWN] = {"none-own"},
    [NOWHERE_UNPLACED] = {"none-unplaced"},
    [NOWHERE_AFTERMATH] = {"none-aftermath"},
    [NOWHERE_DISASTER] = {"none-disaster"},
    [NOWHERE_SINGLE] = {"none-single"},
    [NOWHERE_DEFINITE] = {"none-definite"},
    [NOWHERE_NAMED] = {"none-named"},
    [OWN] = {"own"},
    [OWN_TRAIT] = {"own-", trait_value},
    [OWN_COUNTRY] = {"own-country"},
    [RULED] = {"ruled"},
    [SAME] = {"same"},
    [BEFORE] = {"back=", .most = BACK + 1},
    [BEHIND] = {"ahead=", .most = AHEAD},
    [EVENT] = {"event=", event_value},
    [PARAGRAPH] = {"paragraph"},
    [LAST] = {"last"},
    [LATEST] = {"latest"},
    [REFERS] = {"refers"},
    [UNPLACED] = {"unplaced"},
    [FIRST] = {"first"},
    [AGAIN] = {"again=", .most = AGAIN_MOST},
    [OPENS] = {"opens"},
    [HEADING] = {"heading"},
    [TRAIT] = {"", trait_value},
    [COUNTRY] = {"country"},
    [HAS_OWN] = {"has-own"},
    [AFTERMATH] = {"aftermath"},
    [DISASTER] = {"disaster"},
    [BACKGROUND] = {"background"},
    [IN_HEADING] = {"in-heading"},
};
const struct choice choice_where = {"where", sorts, SORTS};

/* The rules would have it so. */
static bool ruled(const struct draft *d, const struct told_place *t) {
  return t ? t->set.where.at == d->set.where.at : !d->set.where.at;
}

static void add_none(struct features *f, const struct whereabouts *w, const struct seeker *s) {
  const struct draft *d = w->x->drafts + s->draft;
  features_flag(f, NOWHERE, true);
  features_flag(f, NOWHERE_RULED, ruled(d, NULL));
  features_flag(f, NOWHERE_OWN, s->own != NONE);
  features_flag(f, NOWHERE_UNPLACED, s->last == NONE);
  features_flag(f, NOWHERE_AFTERMATH, near_aftermath(d));
  features_flag(f, NOWHERE_DISASTER, w->disaster);
  features_flag(f, NOWHERE_SINGLE, d->single);
  features_flag(f, NOWHERE_DEFINITE, d->definite);
  features_flag(f, NOWHERE_NAMED, d->named);
}

static void add_traits(struct features *f, const struct told_place *t, bool own) {
  for (uint32_t rest = t->traits; rest; rest &= rest - 1)
    features_add(f, own ? OWN_TRAIT : TRAIT, (unsigned)__builtin_ctz(rest));
  bool wide = t->set.place && (t->set.place->kind == PLACE_COUNTRY || t->set.place->kind == PLACE_REGION);
  features_flag(f, own ? OWN_COUNTRY : COUNTRY, wide);
}

/* What the place is to the claim: another sentence's, or one that its own sentence does not give it. */
static void add_stand(struct features *f, const struct whereabouts *w, const struct seeker *s, size_t k) {
  const struct draft *d = w->x->drafts + s->draft;
  const struct told_place *t = w->x->told + k;
  uint32_t event = w->uses[k].event, here = t->set.sentence;
  bool ahead = here > d->sentence;
  features_flag(f, RULED, ruled(d, t));
  features_flag(f, SAME, here == d->sentence);
  if (here < d->sentence) features_step(f, BEFORE, d->sentence - here);
  if (ahead) features_step(f, BEHIND, here - d->sentence);
  features_add(f, EVENT, event == 0 ? EVENT_NONE : event == d->claim.event ? EVENT_SAME : EVENT_OTHER);
  features_flag(f, PARAGRAPH, t->set.paragraph != d->paragraph);
  features_flag(f, LAST, k == s->last);
  features_flag(f, LATEST, !ahead && here == s->latest);
  features_flag(f, REFERS, ahead && t->refers);
  features_flag(f, UNPLACED, ahead && s->last == NONE);
}

/* What the place is to any claim. */
static void add_place(struct features *f, const struct whereabouts *w, size_t k) {
  const struct told_place *t = w->x->told + k;
  features_flag(f, FIRST, k == 0);
  features_step(f, AGAIN, w->uses[k].again);
  features_flag(f, OPENS, t->opens);
  features_flag(f, HEADING, t->heading);
  add_traits(f, t, false);
}

/* What the claim is to any place but its own. */
static void add_claim(struct features *f, const struct whereabouts *w, const struct seeker *s) {
  const struct draft *d = w->x->drafts + s->draft;
  features_flag(f, HAS_OWN, s->own != NONE);
  features_flag(f, AFTERMATH, near_aftermath(d));
  features_flag(f, DISASTER, w->disaster);
  features_flag(f, BACKGROUND, d->background);
  features_flag(f, IN_HEADING, d->heading);
}

static void describe(struct features *f, const struct whereabouts *w, const struct seeker *s, size_t k) {
  features_clear(f, &choice_where);
  if (k == NONE) {
    add_none(f, w, s);
  } else if (k == s->own) {
    features_flag(f, OWN, true);
    features_flag(f, RULED, ruled(w->x->drafts + s->draft, w->x->told + k));
    add_traits(f, w->x->told + k, true);
  } else {
    add_stand(f, w, s, k);
    add_place(f, w, k);
    add_claim(f, w, s);
  }
}

/* --- candidates ------------------------------------------------------------------ */

/* The first place told in that sentence or later; looked for from `near` on, where the last claim's was. */
static size_t first_from(const toll_scanner *x, size_t near, uint32_t sentence) {
  while (near > 0 && x->told[near - 1].set.sentence >= sentence) near--;
  while (near < x->told_count && x->told[near].set.sentence < sentence) near++;
  return near;
}

/* Fills list, none first; of too many those furthest back are left out. */
static size_t gather(struct whereabouts *w, struct seeker *s, size_t *list) {
  const toll_scanner *x = w->x;
  const struct draft *d = x->drafts + s->draft;
  size_t n = 0, from, to;
  w->from = from = first_from(x, w->from, d->sentence > BACK ? d->sentence - BACK : 0);
  w->to = to = first_from(x, w->to, d->sentence + AHEAD + 1);
  if (to - from > CANDIDATES - 2) from = to - (CANDIDATES - 2);
  s->latest = 0;
  list[n++] = NONE;
  if (s->last != NONE && s->last < from) list[n++] = s->last;
  for (size_t k = from; k < to; k++) {
    const struct told_place *t = x->told + k;
    if (t->set.sentence <= d->sentence && t->set.name_count) s->latest = t->set.sentence;
    list[n++] = k;
  }
  return n;
}

/* --- choosing -------------------------------------------------------------------- */

static void give(struct draft *d, const struct told_place *t) {
  static const struct setting nowhere;
  const struct setting *from = t ? &t->set : &nowhere;
  d->set.where = from->where;
  d->set.place = from->place;
}

/* For training: hands each candidate over. */
static void show(const struct whereabouts *w, const struct seeker *s, size_t k) {
  struct features f;
  describe(&f, w, s, k);
  toll_slice words = k == NONE ? (toll_slice){NULL, 0} : w->x->told[k].set.where;
  w->x->see(w->x->see_to, &(struct choice_case){&w->x->drafts[s->draft].claim, words, &f});
}

/* The weight of what the place is to any claim, which is found once. */
static int32_t place_weight(const struct whereabouts *w, size_t k) {
  struct use *u = w->uses + k;
  if (!u->weighed) {
    struct features f;
    features_clear(&f, &choice_where);
    add_place(&f, w, k);
    u->weight = (int32_t)choice_sum(w->x->where, &f);
    u->weighed = true;
  }
  return u->weight;
}

/* The weight of a candidate's description: part by part where the parts are those of others too. */
static int64_t weigh(const struct whereabouts *w, const struct seeker *s, size_t k) {
  struct features f;
  if (k == NONE || k == s->own) {
    describe(&f, w, s, k);
    return choice_sum(w->x->where, &f);
  }
  features_clear(&f, &choice_where);
  add_stand(&f, w, s, k);
  return choice_sum(w->x->where, &f) + place_weight(w, k) + s->weight;
}

static void settle(struct whereabouts *w, struct seeker *s) {
  size_t list[CANDIDATES], n = gather(w, s, list), best = NONE;
  int64_t most = INT64_MIN;
  if (w->x->see) {
    for (size_t i = 0; i < n; i++) show(w, s, list[i]);
    return;
  }
  struct features f;
  features_clear(&f, &choice_where);
  add_claim(&f, w, s);
  s->weight = choice_sum(w->x->where, &f);
  for (size_t i = 0; i < n; i++) {
    int64_t sum = weigh(w, s, list[i]);
    if (sum > most) most = sum, best = list[i];
  }
  give(w->x->drafts + s->draft, best == NONE ? NULL : w->x->told + best);
}

void whereabouts_read(toll_scanner *x, bool disaster) {
  struct whereabouts w = {.x = x, .disaster = disaster};
  if ((!x->where && !x->see) || x->failed) return; /* without memory a place may be missing that a claim speaks of */
  size_t *last = ARENA_ROOM(&x->keep, (size_t)x->events + 1, size_t); /* by event */
  if (!last || !count_uses(&w)) {
    x->failed = true;
    return;
  }
  for (size_t e = 0; e <= x->events; e++) last[e] = NONE;
  for (size_t i = 0; i < x->draft_count; i++) {
    const struct draft *d = x->drafts + i;
    struct seeker s = {.draft = i, .own = d->told ? d->told - 1 : NONE, .last = last[d->claim.event]};
    settle(&w, &s);
    if (s.own != NONE && x->told[s.own].set.name_count) last[d->claim.event] = s.own;
  }
}
