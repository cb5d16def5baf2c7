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
#define LOOK 64 /* places on either side that may bear the same name */
#define NONE SIZE_MAX
#define UNCOUNTED UINT32_MAX

/* What the claims have made of a place. */
struct use {
  uint32_t event; /* of the first claim whose own it is, 0 = of none */
  uint32_t again; /* places that share a name with it; UNCOUNTED before anybody asks */
};

struct whereabouts {
  toll_scanner *x;
  const struct model_choice *model;
  struct use *uses; /* one a told place */
  bool disaster;
};

/* The claim in hand. */
struct seeker {
  size_t draft;
  size_t own;      /* the place that its sentence gives it, or NONE */
  size_t last;     /* the place last given to a claim of its event, or NONE */
  uint32_t latest; /* sentence before or of the claim that last named a place */
};

/* --- uses -------------------------------------------------------------------- */

static bool share_name(const struct setting *a, const struct setting *b) {
  for (int i = 0; i < a->name_count; i++)
    for (int k = 0; k < b->name_count; k++)
      if (a->names[i] == b->names[k]) return true;
  return false;
}

static uint32_t again(const struct whereabouts *w, size_t i) {
  const toll_scanner *x = w->x;
  struct use *u = w->uses + i;
  if (u->again != UNCOUNTED) return u->again;
  size_t from = i > LOOK ? i - LOOK : 0, to = i + LOOK < x->told_count ? i + LOOK : x->told_count;
  u->again = 0;
  for (size_t k = from; k < to; k++) u->again += k != i && share_name(&x->told[i].set, &x->told[k].set);
  return u->again;
}

static bool count_uses(struct whereabouts *w) {
  toll_scanner *x = w->x;
  w->uses = ARENA_ARRAY(&x->keep, x->told_count + 1, struct use);
  if (!w->uses) return false;
  for (size_t i = 0; i < x->told_count; i++) w->uses[i] = (struct use){.again = UNCOUNTED};
  for (size_t i = x->draft_count; i-- > 0;)
    if (x->drafts[i].told) w->uses[x->drafts[i].told - 1].event = x->drafts[i].claim.event;
  return true;
}

/* --- features ------------------------------------------------------------------ */

static const char *const trait_names[2][LOCALITY_TRAITS] = {
    {[LOCALITY_NAMED] = "named",
     [LOCALITY_ORIGIN] = "origin",
     [LOCALITY_HOME] = "home",
     [LOCALITY_SAYING] = "saying",
     [LOCALITY_CARE] = "care",
     [LOCALITY_BARE] = "bare",
     [LOCALITY_PLAIN] = "plain",
     [LOCALITY_UNKNOWN] = "unknown",
     [LOCALITY_PART] = "part",
     [LOCALITY_OBJECT] = "object",
     [LOCALITY_SUBJECT] = "subject",
     [LOCALITY_LOOSE] = "loose",
     [LOCALITY_LABEL] = "label",
     [LOCALITY_TITLE] = "title",
     [LOCALITY_TAIL] = "tail",
     [LOCALITY_ADVERB] = "adverb"},
    {[LOCALITY_NAMED] = "own-named",
     [LOCALITY_ORIGIN] = "own-origin",
     [LOCALITY_HOME] = "own-home",
     [LOCALITY_SAYING] = "own-saying",
     [LOCALITY_CARE] = "own-care",
     [LOCALITY_BARE] = "own-bare",
     [LOCALITY_PLAIN] = "own-plain",
     [LOCALITY_UNKNOWN] = "own-unknown",
     [LOCALITY_PART] = "own-part",
     [LOCALITY_OBJECT] = "own-object",
     [LOCALITY_SUBJECT] = "own-subject",
     [LOCALITY_LOOSE] = "own-loose",
     [LOCALITY_LABEL] = "own-label",
     [LOCALITY_TITLE] = "own-title",
     [LOCALITY_TAIL] = "own-tail",
     [LOCALITY_ADVERB] = "own-adverb"},
};

static void add_traits(struct features *f, const struct told_place *t, bool own) {
  for (int i = 0; i < LOCALITY_TRAITS; i++) features_flag(f, trait_names[own][i], t->traits >> i & 1u);
  bool wide = t->set.place && (t->set.place->kind == PLACE_COUNTRY || t->set.place->kind == PLACE_REGION);
  features_flag(f, own ? "own-country" : "country", wide);
}

/* How many sentences lie between. */
static void add_distance(struct features *f, const struct draft *d, const struct told_place *t) {
  if (t->set.sentence == d->sentence)
    features_flag(f, "same", true);
  else if (t->set.sentence < d->sentence)
    features_step(f, "back", d->sentence - t->set.sentence, BACK + 1);
  else
    features_step(f, "ahead", t->set.sentence - d->sentence, AHEAD);
}

/* What speaks for the place of another sentence, or for one that its own sentence does not give it. */
static void add_other(struct features *f, const struct whereabouts *w, const struct seeker *s, size_t k) {
  const struct draft *d = w->x->drafts + s->draft;
  const struct told_place *t = w->x->told + k;
  const struct use *u = w->uses + k;
  bool ahead = t->set.sentence > d->sentence;
  add_distance(f, d, t);
  features_add(f, "event", u->event == 0 ? "none" : u->event == d->claim.event ? "same" : "other");
  features_flag(f, "paragraph", t->set.paragraph != d->paragraph);
  features_flag(f, "last", k == s->last);
  features_flag(f, "latest", !ahead && t->set.sentence == s->latest);
  features_flag(f, "first", k == 0);
  features_step(f, "again", again(w, k), 3);
  features_flag(f, "opens", t->opens);
  features_flag(f, "heading", t->heading);
  features_flag(f, "refers", ahead && t->refers);
  features_flag(f, "unplaced", ahead && s->last == NONE);
  features_flag(f, "has-own", s->own != NONE);
  features_flag(f, "aftermath", near_aftermath(d));
  features_flag(f, "disaster", w->disaster);
  features_flag(f, "background", d->background);
  features_flag(f, "in-heading", d->heading);
}

/* The rules would have it so. */
static bool ruled(const struct draft *d, const struct told_place *t) {
  return t ? t->set.where.at == d->set.where.at : !d->set.where.at;
}

static void add_none(struct features *f, const struct whereabouts *w, const struct seeker *s) {
  const struct draft *d = w->x->drafts + s->draft;
  features_flag(f, "none", true);
  features_flag(f, "none-ruled", ruled(d, NULL));
  features_flag(f, "none-own", s->own != NONE);
  features_flag(f, "none-unplaced", s->last == NONE);
  features_flag(f, "none-aftermath", near_aftermath(d));
  features_flag(f, "none-disaster", w->disaster);
  features_flag(f, "none-single", d->single);
  features_flag(f, "none-definite", d->definite);
  features_flag(f, "none-named", d->named);
}

static void describe(struct features *f, const struct whereabouts *w, const struct seeker *s, size_t k) {
  features_clear(f);
  if (k == NONE) {
    add_none(f, w, s);
    return;
  }
  features_flag(f, "own", k == s->own);
  features_flag(f, "ruled", ruled(w->x->drafts + s->draft, w->x->told + k));
  if (k != s->own) add_other(f, w, s, k);
  add_traits(f, w->x->told + k, k == s->own);
}

/* --- candidates ------------------------------------------------------------------ */

/* The first place told in that sentence or later. */
static size_t first_from(const toll_scanner *x, uint32_t sentence) {
  size_t low = 0, high = x->told_count;
  while (low < high) {
    size_t mid = low + (high - low) / 2;
    if (x->told[mid].set.sentence < sentence)
      low = mid + 1;
    else
      high = mid;
  }
  return low;
}

/* Fills list, none first; of too many those furthest back are left out. */
static size_t gather(const struct whereabouts *w, struct seeker *s, size_t *list) {
  const toll_scanner *x = w->x;
  const struct draft *d = x->drafts + s->draft;
  size_t n = 0, from = first_from(x, d->sentence > BACK ? d->sentence - BACK : 0),
         to = first_from(x, d->sentence + AHEAD + 1);
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
  w->x->see(w->x->see_to, &(struct choice_case){"where", &w->x->drafts[s->draft].claim, words, &f});
}

static void settle(const struct whereabouts *w, struct seeker *s) {
  size_t list[CANDIDATES], n = gather(w, s, list), best = NONE;
  int64_t most = INT64_MIN;
  for (size_t i = 0; i < n; i++) {
    if (w->x->see) {
      show(w, s, list[i]);
      continue;
    }
    struct features f;
    describe(&f, w, s, list[i]);
    int64_t sum = choice_sum(w->x->pack, w->model, &f);
    if (sum > most) most = sum, best = list[i];
  }
  if (!w->x->see) give(w->x->drafts + s->draft, best == NONE ? NULL : w->x->told + best);
}

void whereabouts_read(toll_scanner *x, bool disaster) {
  struct whereabouts w = {x, choice_of(x->pack, "where"), NULL, disaster};
  if ((!w.model && !x->see) || x->failed) return; /* without memory a place may be missing that a claim speaks of */
  size_t *last = ARENA_ARRAY(&x->keep, (size_t)x->events + 1, size_t); /* by event */
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
