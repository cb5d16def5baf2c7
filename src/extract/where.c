/* Where the harm of a claim happened: of the places in its sentence the one that costs
 * least.
 *
 * What a place costs is how far it stands from the claim and what its traits speak
 * against it; the prices stand in one table. */
#include <string.h>

#include "extract/locality.h"
#include "extract/near.h"

/* What a trait adds to the distance. */
static const int prices[LOCALITY_TRAITS] = {
    [LOCALITY_UNKNOWN] = 4, [LOCALITY_PART] = 2,
    [LOCALITY_OBJECT] = 6,  [LOCALITY_SUBJECT] = 5,
    [LOCALITY_LOOSE] = 3,   [LOCALITY_LABEL] = 20,
    [LOCALITY_TITLE] = 2,   [LOCALITY_TAIL] = 3,
    [LOCALITY_ADVERB] = 2,  [LOCALITY_SAYING] = NEAR_CLAUSE / 2,
    [LOCALITY_PLAIN] = 6,
};

#define FINER 60 /* as far as a place within the nearest one may stand */

static int price(const struct locality *w) {
  int sum = 0;
  for (int i = 0; i < LOCALITY_TRAITS; i++)
    if (w->traits >> i & 1u) sum += prices[i];
  return sum;
}

static bool moves(unsigned harm) {
  return harm == TOLL_ABDUCTED || harm == TOLL_DISPLACED || harm == TOLL_FREED;
}

/* "Killed in Benu in a raid on Hara, North Benu": the narrower of two places in one country;
 * "In Hara men stormed the town": the name of what is only called a town. */
static bool narrower(const struct locality *a, const struct locality *b) {
  if (locality_is(b, LOCALITY_BARE)) return locality_is(a, LOCALITY_NAMED) && a->from < b->from;
  return a->place && b->place && b->place->kind == PLACE_COUNTRY && a->place->kind != PLACE_COUNTRY &&
         a->place->kind != PLACE_REGION && memcmp(a->place->country, b->place->country, 2) == 0;
}

/* What the place costs the claim around the anchor. */
static int cost(const toll_scanner *x, const struct draft *d, const struct anchor *a, const struct locality *w) {
  if (locality_is(w, LOCALITY_ORIGIN) && !moves(d->claim.harm)) return NEAR_CLAUSE;
  if (locality_is(w, LOCALITY_HOME) && d->claim.harm != TOLL_DISPLACED) return NEAR_CLAUSE;
  int from = w->at ? w->at : w->from, to = w->at ? from + 1 : w->to;
  return near_distance(&x->s, a, from, to) + price(w);
}

static const struct locality *nearest(const toll_scanner *x, const struct draft *d, size_t first,
                                      const struct locality *list, int n) {
  struct anchor a = near_anchor(x, d, first);
  a.over_times = true;
  const struct locality *best = NULL, *fine = NULL;
  int least = NEAR_CLAUSE, least_fine = FINER;
  for (int k = 0; k < n; k++) {
    int far = cost(x, d, &a, list + k);
    if (far < least) least = far, best = list + k;
  }
  for (int k = 0; k < n && best; k++) {
    int far = narrower(list + k, best) ? cost(x, d, &a, list + k) : NEAR_CLAUSE;
    if (far < least_fine) least_fine = far, fine = list + k;
  }
  return fine ? fine : best;
}

/* What makes the place this one: the names in its text, without the common words. */
static void note_names(const struct sentence *s, struct setting *set, int from, int to) {
  for (int i = from; i < to && set->name_count < SETTING_NAMES; i++) {
    const struct token *t = s->tokens + i;
    if (locality_small(s, t) || t->len < 4 || token_tag(t, TAG_PLACEWORD) || t->pos == POS_DET || t->pos == POS_PREP)
      continue;
    if (t->form && t->pos != POS_NAME && (s->caseless || t->pos == POS_ADJ || t->shape != SHAPE_CAPITAL)) continue;
    uint64_t h = PACK_HASH_START;
    for (uint32_t k = 0; k < t->len; k++) {
      unsigned char c = (unsigned char)s->text[t->at + k];
      h = pack_hash_step(h, c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c);
    }
    set->names[set->name_count++] = h;
  }
}

static void set_where(toll_scanner *x, struct setting *set, const struct locality *w) {
  set->where = sentence_text(&x->s, w->from, w->to);
  set->place = w->place;
  set->weak = locality_is(w, LOCALITY_SAYING) || locality_is(w, LOCALITY_CARE) || locality_is(w, LOCALITY_BARE);
  set->name_count = 0;
  if (!set->weak) note_names(&x->s, set, w->from, w->to);
  if (w->place && w->place->country[0]) x->country[0] = w->place->country[0], x->country[1] = w->place->country[1];
}

static struct told_place *new_told(toll_scanner *x) {
  if (x->told_count == x->told_cap) {
    size_t cap = x->told_cap ? 2 * x->told_cap : 64;
    struct told_place *more = ARENA_ROOM(&x->keep, cap, struct told_place);
    if (!more) {
      x->failed = true;
      return NULL;
    }
    for (size_t i = 0; i < x->told_count; i++) more[i] = x->told[i];
    x->told = more;
    x->told_cap = cap;
  }
  return x->told + x->told_count++;
}

/* Keeps the sentence's places for claims of other sentences. */
static void remember(toll_scanner *x, const struct locality *list, int n) {
  bool event = n && sentence_tells_event(&x->s), refers = n && scene_refers(&x->s);
  for (int k = 0; k < n; k++) {
    struct told_place *t = new_told(x);
    if (!t) return;
    *t = (struct told_place){.traits = list[k].traits, .heading = x->s.heading, .event = event, .refers = refers};
    t->opens = item_left(&x->s, list[k].first) < 0;
    t->set.sentence = x->sentence_no;
    t->set.paragraph = x->paragraph_no;
    t->set.order = x->whole_sentences;
    t->set.where = sentence_text(&x->s, list[k].from, list[k].to);
    t->set.place = list[k].place;
    note_names(&x->s, &t->set, list[k].from, list[k].to);
  }
}

/* "Six killed in a raid.  Hara, Benu.": a sentence that is nothing but a place says where
 * the claims of the paragraph before it happened. */
static void place_note(toll_scanner *x, const struct locality *list, int n, size_t told) {
  if (n != 1 || !locality_is(list, LOCALITY_TAIL) || item_left(&x->s, list->first) >= 0) return;
  for (size_t i = x->draft_count; i-- > 0 && x->drafts[i].paragraph == x->paragraph_no;) {
    struct draft *d = x->drafts + i;
    if (d->told) continue;
    set_where(x, &d->set, list);
    d->told = told + 1;
  }
}

/* The dateline's country is the one in which names are looked for first. */
static void learn_country(toll_scanner *x) {
  int dateline = x->country[0] ? 0 : near_dateline(&x->s);
  const struct place *p = dateline ? locality_dateline(x, dateline) : NULL;
  if (p) x->country[0] = p->country[0], x->country[1] = p->country[1];
}

void where_read(toll_scanner *x, size_t first) {
  struct locality list[LOCALITIES];
  learn_country(x);
  int n = locality_find(x, list);
  size_t told = x->told_count;
  remember(x, list, n);
  if (first == x->draft_count) place_note(x, list, n, told);
  for (int k = 0; k < n && first == x->draft_count; k++) {
    if (locality_is(list + k, LOCALITY_ORIGIN) || locality_is(list + k, LOCALITY_SAYING) ||
        locality_is(list + k, LOCALITY_CARE))
      continue;
    struct setting *scene = scene_here(x);
    if (scene) set_where(x, scene, list + k);
    return;
  }
  bool mentions = first < x->draft_count && scene_mentions(&x->s);
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    d->mentions = mentions;
    const struct locality *best = nearest(x, d, first, list, n);
    if (!best) continue;
    set_where(x, &d->set, best);
    d->told = told + (size_t)(best - list) + 1;
    draft_step(x, d, "where", sentence_span(&x->s, best->from, best->to),
               best->place ? place_name(x->places, best->place) : (toll_slice){NULL, 0});
  }
}
