/* Which of a document's events a claim belongs to.
 *
 * Told in order: a claim goes on with the event in hand until its own words, or the
 * scene set before it, name another day or another place than that event's, or say
 * that it is another one; then it joins the earlier event they fit, or opens a new
 * one.  A disaster strikes many places and stays one event.  Event 1 is the one that
 * the document mainly reports.  Afterwards claims without a day or place of their
 * own take those of their event. */
#include <string.h>

#include "extract/near.h"

#define EVENTS 256
#define EVENT_PLACES 8
#define EVENT_FIGURES 8     /* as many of its last claims are remembered */
#define RESTATED 4          /* the least number whose return is no chance */
#define BREATH 8            /* bytes between two quotes of one enumeration: ", and " */
#define HEADING_SENTENCES 3 /* title and what stands under it */
#define DAY_SENTENCES 5     /* how many sentences a day is valid for */
#define SCENE_SENTENCES 3   /* how many sentences a scene lasts beyond its paragraph */

struct event {
  toll_day from, to; /* of its first date */
  struct setting places[EVENT_PLACES];
  int place_count;
  uint32_t paragraph, sentence; /* of its last claim */
  uint32_t told_to;             /* the end of that claim's words */
  struct setting when, told;    /* its first date; what a sentence without a claim tells of it afterwards */
  struct {
    int64_t value;
    uint8_t harm;
  } figures[EVENT_FIGURES];
  int figure; /* where the next one goes */
  bool background, dated, span, several;
};

/* --- comparing ------------------------------------------------------------------- */

static bool same_text(toll_slice a, toll_slice b) {
  return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

static bool among(uint64_t name, const struct setting *set) {
  for (int i = 0; i < set->name_count; i++)
    if (set->names[i] == name) return true;
  return false;
}

static int shared_names(const struct setting *a, const struct setting *b) {
  int n = 0;
  for (int i = 0; i < a->name_count; i++) n += among(a->names[i], b);
  return n;
}

/* One of two known places lies in the other, as far as the gazetteer tells. */
static bool contains(const struct place *a, const struct place *b) {
  if (a->id && a->id == b->id) return true;
  if (memcmp(a->country, b->country, 2) != 0) return a->kind == PLACE_REGION || b->kind == PLACE_REGION;
  if (a->kind == PLACE_COUNTRY || b->kind == PLACE_COUNTRY || a->kind == PLACE_REGION || b->kind == PLACE_REGION)
    return true;
  return a->admin && a->admin == b->admin && (a->kind == PLACE_ADMIN1 || b->kind == PLACE_ADMIN1);
}

/* Two divisions of one country, or two towns of different ones. */
static bool apart(const struct place *a, const struct place *b) {
  if (!a || !b || (a->id && a->id == b->id) || a->kind != b->kind) return false;
  return (a->kind == PLACE_ADMIN1 || a->kind == PLACE_CITY) && !contains(a, b);
}

static bool wide(const struct place *p) {
  return p && (p->kind == PLACE_COUNTRY || p->kind == PLACE_REGION);
}

/* -1 they differ, 0 nothing to compare, 1 they agree.  Names all of which the other has
 * too are the same place or one around it.  Of names that the gazetteer does not know,
 * two in one paragraph may be two words for one place. */
static int compare_place(const struct setting *a, const struct setting *b) {
  if (same_text(a->where, b->where)) return 1;
  if (!a->name_count || !b->name_count) return 0;
  int shared = shared_names(a, b);
  if (shared && apart(a->place, b->place)) return -1; /* "North Hara" and "South Hara" */
  if (shared == a->name_count || shared_names(b, a) == b->name_count) return 1;
  if (shared) return 0;
  if (a->place && b->place) return contains(a->place, b->place) ? 0 : -1;
  if (wide(a->place) || wide(b->place)) return 0;
  return a->paragraph == b->paragraph ? 0 : -1;
}

/* With any of the event's places that is the same; else it must differ from none. */
static int compare_places(const struct event *e, const struct setting *set) {
  bool differs = false;
  if (!set->where.at) return 0;
  for (int i = 0; i < e->place_count; i++) {
    int now = compare_place(e->places + i, set);
    if (now > 0) return 1;
    differs |= now < 0;
  }
  return differs ? -1 : 0;
}

/* Two stretches of days that only touch: the week before, and the night that ended it. */
static bool only_touch(toll_day a_from, toll_day a_to, toll_day b_from, toll_day b_to) {
  bool inside = (a_from <= b_from && b_to <= a_to) || (b_from <= a_from && a_to <= b_to);
  toll_day common = (a_to < b_to ? a_to : b_to) - (a_from > b_from ? a_from : b_from) + 1;
  toll_day all = (a_to > b_to ? a_to : b_to) - (a_from < b_from ? a_from : b_from) + 1;
  return !inside && 3 * common < all;
}

static int compare_days(const struct event *e, const struct setting *set) {
  if (!set->when.at || !e->when.when.at) return 0;
  if ((set->year && e->when.recent) || (set->recent && e->when.year)) return -1; /* known without today's date */
  if (set->from == TOLL_NO_DAY || !e->dated) return same_text(set->when, e->when.when);
  if (set->from > e->to || set->to < e->from) return -1;
  if (only_touch(set->from, set->to, e->from, e->to)) return -1;
  toll_day mine = set->to - set->from, theirs = e->to - e->from;
  if (set->span != e->span && (set->span ? mine : theirs) > 1) return -1; /* a total over a time, and one of its days */
  toll_day most = mine > theirs ? mine : theirs, least = mine > theirs ? theirs : mine;
  return most > 200 && most > 4 * (least + 10) ? -1 : most > 40 ? 0 : 1;
}

/* --- choosing -------------------------------------------------------------------- */

struct events {
  struct event *list;   /* from 1 */
  uint32_t count, room; /* events in the list, and at most */
  uint32_t hand;        /* the event last told of, 0 = none */
  uint32_t main;        /* the last that is no background, 0 = none */
  bool disaster;
  struct setting scene; /* set by a sentence without claims, not yet used up */
};

/* The event has been given the same figure lately. */
static bool restates(const struct event *e, const struct draft *d) {
  for (int i = 0; i < EVENT_FIGURES; i++)
    if (e->figures[i].value >= RESTATED && e->figures[i].harm == d->claim.harm && e->figures[i].value == d->claim.value)
      return true;
  return false;
}

/* Who was taken or hurt is found dead on a later day: of the same event. */
static bool after_taken(const struct event *e, const struct draft *d) {
  if (d->claim.harm != TOLL_KILLED) return false;
  if (d->again == AGAIN_PRONOUN || d->again == AGAIN_SET) return true;
  bool found = d->claim.unit == TOLL_BODY || e->sentence == d->sentence; /* "abducted and killed days later" */
  for (int i = 0; i < EVENT_FIGURES && found; i++)
    if (e->figures[i].harm == TOLL_ABDUCTED || e->figures[i].harm == TOLL_MISSING) return true;
  return false;
}

static int fit(const struct events *v, uint32_t k, const struct draft *d, const struct setting *set) {
  const struct event *e = v->list + k;
  if (e->several != set->several) return -1;
  int days = compare_days(e, set);
  if (days < 0 && after_taken(e, d)) days = 0;
  if (near_aftermath(d) && days < 0 && (d->claim.harm == TOLL_FREED || !d->set.name_count)) days = 0;
  if (days < 0) return -1;
  int places = compare_places(e, set);
  if (v->disaster && places < 0) places = 0;
  if (!places && e->when.span && !e->place_count && set->name_count && e->sentence != d->sentence)
    places = -1; /* a total, then its parts */
  if (places < 1 && restates(e, d)) places = 1;
  return places < 0 ? -1 : days + places;
}

static uint32_t open_event(struct events *v, bool background, bool several) {
  if (v->count == v->room) return v->count;
  v->list[++v->count] =
      (struct event){.from = TOLL_NO_DAY, .to = TOLL_NO_DAY, .background = background, .several = several};
  return v->count;
}

static uint32_t find_event(const struct events *v, const struct draft *d, const struct setting *set) {
  for (uint32_t k = v->count; k > 0; k--)
    if (k != v->hand && fit(v, k, d, set) > 0) return k;
  return 0;
}

/* Whether the event has been given the claim's very figure. */
static bool gave(const struct event *e, const struct draft *d) {
  for (int i = 0; i < EVENT_FIGURES; i++)
    if (d->claim.value != TOLL_OPEN && e->figures[i].harm == d->claim.harm && e->figures[i].value == d->claim.value)
      return true;
  return false;
}

/* What was answered or recalled: an event told of already, else one of its own. */
static uint32_t earlier_event(struct events *v, const struct draft *d) {
  for (uint32_t k = 1; k <= v->count; k++)
    if (v->list[k].sentence != d->sentence && gave(v->list + k, d)) return k;
  return open_event(v, true, false);
}

/* Told in one breath with the last claim of the event in hand: "killed 11 and wounded 17". */
static bool goes_on(const struct event *hand, const struct draft *d) {
  return hand->sentence == d->sentence && hand->background == d->background && !d->set.apart &&
         d->claim.span.from <= hand->told_to + BREATH;
}

/* The event of a claim with that setting; beside is the claim read before it, or NULL. */
static uint32_t choose(struct events *v, const struct draft *d, const struct draft *beside, const struct setting *set) {
  if (d->earlier) return earlier_event(v, d);
  if (!v->hand) return open_event(v, d->background, set->several);
  const struct event *hand = v->list + v->hand;
  if (goes_on(hand, d) && compare_days(hand, set) >= 0) return v->hand;
  bool same_sentence = hand->sentence == d->sentence;
  int now = fit(v, v->hand, d, set);
  bool more = same_sentence && d->refers && d->single; /* "one died in Hara and another was hurt in Benu" */
  if (more && compare_days(hand, set) >= 0) return v->hand;
  if (v->disaster && now >= 0) return v->hand;
  if (now == 0 && !same_sentence && d->background && !hand->background) now = -1;
  if (now >= 0 && d->set.past && !d->set.when.at && !hand->background) now = -1; /* "years after a raid there" */
  bool leaves = same_sentence && beside && beside->background && !d->background; /* its own words are of the past */
  if (now == 0 && leaves) now = -1;
  if (now == 0 && !same_sentence && set->apart) now = -1;
  if (now == 0 && !same_sentence && d->set.loose && d->set.name_count) now = -1; /* "later, in another town" */
  if (now >= 0 && !same_sentence && d->heading && d->sentence > HEADING_SENTENCES && compare_places(hand, set) < 1)
    now = -1;
  if (now == 0 && hand->background && !d->background && v->main && hand->paragraph != d->paragraph)
    return fit(v, v->main, d, set) >= 0 ? v->main : v->hand;
  if (now >= 0) return v->hand;
  uint32_t old = find_event(v, d, set);
  if (!old && hand->several && v->main && fit(v, v->main, d, set) >= 0) return v->main;
  return old ? old : open_event(v, d->background, set->several);
}

static void add_place(struct event *e, const struct setting *set) {
  if (set->where.at && e->place_count < EVENT_PLACES && compare_places(e, set) < 1) e->places[e->place_count++] = *set;
}

static void widen(struct events *v, uint32_t k, const struct draft *d, const struct setting *set) {
  struct event *e = v->list + k;
  if (!e->dated && set->from != TOLL_NO_DAY && !near_aftermath(d))
    e->from = set->from, e->to = set->to, e->dated = true, e->span = set->span;
  if (!e->when.when.at && set->when.at && !near_aftermath(d)) e->when = *set;
  add_place(e, set);
  e->figures[e->figure].value = d->claim.value;
  e->figures[e->figure].harm = d->claim.harm;
  e->figure = (e->figure + 1) % EVENT_FIGURES;
  e->sentence = d->sentence;
  e->paragraph = d->paragraph;
  e->told_to = d->claim.span.to;
  if (d->earlier) return; /* the report goes on with what it was telling */
  if (!set->aside) v->hand = k;
  if (!e->background) v->main = k;
}

/* --- scenes ---------------------------------------------------------------------- */

static void take_when(struct setting *to, const struct setting *from) {
  to->when = from->when;
  to->from = from->from;
  to->to = from->to;
  to->span = from->span;
  to->loose = from->loose;
  to->past = from->past;
}

static void take_where(struct setting *to, const struct setting *from) {
  to->where = from->where;
  to->place = from->place;
  memcpy(to->names, from->names, sizeof to->names);
  to->name_count = from->name_count;
  to->weak = from->weak;
}

static bool lasts(const struct setting *scene, uint32_t order, uint32_t paragraph) {
  return scene->sentence && (scene->paragraph == paragraph || order - scene->order <= SCENE_SENTENCES);
}

/* "... in the east of Benu.  The fighting in Hara, Benu ...": Hara is the event's too. */
static void learn_place(struct event *e, const struct setting *scene) {
  for (int i = 0; i < e->place_count && e->place_count < EVENT_PLACES; i++) {
    if (!shared_names(e->places + i, scene) || compare_place(e->places + i, scene) < 0) continue;
    e->places[e->place_count++] = *scene;
    return;
  }
}

/* A sentence without claims: sets the scene for what follows. */
static void new_scene(struct events *v, const struct setting *scene) {
  if (v->hand) learn_place(v->list + v->hand, scene);
  struct setting *s = &v->scene, *told = v->hand ? &v->list[v->hand].told : NULL;
  if (told && scene->refers && scene->paragraph <= v->list[v->hand].paragraph + 1) {
    if (scene->when.at && !told->when.at) take_when(told, scene);
    if (scene->where.at && !told->where.at) take_where(told, scene);
    told->paragraph = scene->paragraph;
    told->order = scene->order;
    return;
  }
  if (!lasts(s, scene->order, scene->paragraph) || s->paragraph != scene->paragraph) {
    *s = *scene;
    return;
  }
  if (scene->when.at) take_when(s, scene);
  if (scene->where.at) take_where(s, scene);
  s->sentence = scene->sentence;
  s->order = scene->order;
  s->apart |= scene->apart;
}

/* Both tell the same days. */
static bool same_days(const struct setting *a, const struct setting *b) {
  if (!a->when.at || !b->when.at || a->from == TOLL_NO_DAY || b->from == TOLL_NO_DAY) return false;
  return a->from <= b->to && b->from <= a->to && a->to - a->from < 40 && b->to - b->from < 40;
}

/* Whether the scene's place is the claim's: told in the last sentence or for the same days.
 * Half a scene of another paragraph does not go with half a setting of the claim's own. */
static bool lends_place(const struct setting *scene, const struct setting *own) {
  if (!scene->where.at || (own->where.at && !(own->weak && scene->name_count))) return false;
  if (same_days(scene, own)) return true;
  return own->order - scene->order <= 1 && (scene->paragraph == own->paragraph || !own->when.at);
}

/* What the claim's own words say of when and where, and else the scene before it. */
static struct setting effective(const struct events *v, const struct draft *d) {
  struct setting set = d->set;
  const struct setting *scene = &v->scene;
  if (!lasts(scene, d->set.order, d->paragraph)) return set;
  bool near = scene->paragraph == d->paragraph;
  if (!v->disaster && !d->set.when.at && (near || !d->set.where.at)) take_when(&set, scene);
  if (lends_place(scene, &d->set)) take_where(&set, scene);
  set.apart |= scene->apart;
  return set;
}

/* --- the document ------------------------------------------------------------------ */

static void tell(toll_claim *c, const toll_scanner *x, const struct setting *set) {
  c->when.text = set->when;
  c->when.from = set->from;
  c->when.to = set->to;
  c->where.text = set->where;
  if (!set->where.at || !set->place) return;
  c->where.name = place_name(x->places, set->place);
  c->where.geonameid = set->place->id;
  c->where.country[0] = set->place->country[0];
  c->where.country[1] = set->place->country[1];
}

/* A day holds for the sentences that follow it, a time of day for its paragraph. */
static bool day_holds(const struct setting *when, const struct draft *d) {
  return when->when.at && (when->loose ? when->paragraph == d->paragraph : d->set.order <= when->order + DAY_SENTENCES);
}

/* Gives a claim what the last claim of its event said; of a disaster, which goes on through
 * days and places, only the place within the paragraph. */
static void inherit_from(struct draft *d, const struct setting *when, const struct setting *where, bool disaster) {
  if (!d->set.when.at && !disaster && day_holds(when, d)) take_when(&d->set, when);
  bool open = !d->set.where.at || (d->set.weak && where->name_count);
  if (open && where->where.at && (!disaster || where->paragraph == d->paragraph)) take_where(&d->set, where);
}

static void inherit(toll_scanner *x, const struct events *v) {
  struct setting *when = ARENA_ARRAY(&x->keep, 2 * ((size_t)v->count + 1), struct setting);
  if (!when) return;
  struct setting *where = when + v->count + 1;
  for (size_t i = 0; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    struct setting *w = when + d->claim.event, *p = where + d->claim.event;
    bool after = near_aftermath(d);
    struct setting own = d->set;
    if (!after) {
      inherit_from(d, w, p, v->disaster);
      inherit_from(d, &v->list[d->claim.event].told, &v->list[d->claim.event].told, v->disaster);
    }
    if (own.when.at && !after) *w = own;
    if (own.where.at && (own.name_count || !p->name_count)) *p = own;
  }
}

/* A report of today mainly tells of today, though it may open with the past. */
static void main_event_first(toll_scanner *x, const struct events *v) {
  uint32_t main = 1;
  while (main < v->count && (v->list[main].background || v->list[main].span)) main++;
  if (main == 1 || !v->list[1].background || v->list[main].background || v->list[main].span) return;
  for (size_t i = 0; i < x->draft_count; i++) {
    uint32_t *e = &x->drafts[i].claim.event;
    if (*e == main)
      *e = 1;
    else if (*e < main)
      ++*e;
  }
}

static void place_claim(struct events *v, struct draft *drafts, size_t i) {
  struct draft *d = drafts + i;
  if (d->claim.part_of >= 0 && (size_t)d->claim.part_of < i) {
    const struct draft *whole = drafts + d->claim.part_of;
    d->claim.event = whole->claim.event;
    return;
  }
  if (d->same && d->same <= i &&
      drafts[d->same - 1].claim.harm != d->claim.harm) { /* what became of people is part of what befell them */
    d->claim.event = drafts[d->same - 1].claim.event;
    return;
  }
  const struct draft *beside = i ? drafts + i - 1 : NULL; /* "five guards and nine cooks were hurt" */
  bool listed =
      beside && beside->sentence == d->sentence && beside->trigger.from == d->trigger.from && beside->claim.event;
  struct setting set = effective(v, d);
  d->claim.event = listed ? beside->claim.event : choose(v, d, beside, &set);
  widen(v, d->claim.event, d, &set);
  d->set = set;
}

/* A part that stands before its whole follows it too. */
static void follow_wholes(toll_scanner *x) {
  for (size_t i = 0; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    if (d->claim.part_of >= 0 && (size_t)d->claim.part_of > i) d->claim.event = x->drafts[d->claim.part_of].claim.event;
  }
}

void event_read(toll_scanner *x) {
  if (!x->draft_count) return;
  struct events v = {.room = x->draft_count < EVENTS ? (uint32_t)x->draft_count : EVENTS};
  v.list = ARENA_ROOM(&x->keep, (size_t)v.room + 1, struct event);
  if (!v.list) return;
  v.list[0] = (struct event){0};
  v.disaster = x->hazards > 2 && x->hazards >= x->attacks;
  size_t scene = 0;
  for (size_t i = 0; i < x->draft_count; i++) {
    const struct draft *d = x->drafts + i;
    for (; scene < x->scene_count && x->scenes[scene].sentence < d->sentence; scene++) new_scene(&v, x->scenes + scene);
    if (v.hand && v.list[v.hand].sentence != d->sentence && v.scene.sentence < v.list[v.hand].sentence)
      v.scene.sentence = 0;
    place_claim(&v, x->drafts, i);
  }
  x->events = v.count;
  follow_wholes(x);
  inherit(x, &v);
  whereabouts_read(x, v.disaster);
  for (size_t i = 0; i < x->draft_count; i++) tell(&x->drafts[i].claim, x, &x->drafts[i].set);
  main_event_first(x, &v);
}
