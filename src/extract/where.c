/* Where the harm of a claim happened: of the places in its sentence the one that costs
 * least.
 *
 * What a place costs is how far it stands from the claim and what its traits speak
 * against it; the prices stand in one table. */
#include "extract/near.h"
#include "extract/locality.h"

/* What a trait adds to the distance. */
static const int prices[LOCALITY_TRAITS] = {
    [LOCALITY_UNKNOWN] = 4, [LOCALITY_PART] = 2,  [LOCALITY_OBJECT] = 6, [LOCALITY_SUBJECT] = 5,
    [LOCALITY_LOOSE] = 3,   [LOCALITY_TITLE] = 2, [LOCALITY_ADVERB] = 2, [LOCALITY_SAYING] = NEAR_CLAUSE / 2,
    [LOCALITY_PLAIN] = 6,
};

static int price(const struct locality *w) {
  int sum = 0;
  for (int i = 0; i < LOCALITY_TRAITS; i++)
    if (w->traits >> i & 1u) sum += prices[i];
  return sum;
}

static bool moves(unsigned harm) {
  return harm == TOLL_ABDUCTED || harm == TOLL_DISPLACED || harm == TOLL_FREED;
}

static const struct locality *nearest(const toll_scanner *x, const struct draft *d, size_t first,
                                      const struct locality *list, int n) {
  struct anchor a = near_anchor(x, d, first);
  a.over_times = true;
  const struct locality *best = NULL;
  int least = NEAR_CLAUSE;
  for (int k = 0; k < n; k++) {
    if (locality_is(list + k, LOCALITY_ORIGIN) && !moves(d->claim.harm)) continue;
    int from = list[k].at ? list[k].at : list[k].from, to = list[k].at ? from + 1 : list[k].to;
    int far = near_distance(&x->s, &a, from, to) + price(list + k);
    if (far < least) least = far, best = list + k;
  }
  return best;
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

void where_read(toll_scanner *x, size_t first) {
  struct locality list[LOCALITIES];
  int n = locality_find(x, list);
  for (int k = 0; k < n && first == x->draft_count; k++) {
    if (locality_is(list + k, LOCALITY_ORIGIN) || locality_is(list + k, LOCALITY_SAYING) ||
        locality_is(list + k, LOCALITY_CARE))
      continue;
    struct setting *scene = scene_here(x);
    if (scene) set_where(x, scene, list + k);
    return;
  }
  for (size_t i = first; i < x->draft_count && n; i++) {
    struct draft *d = x->drafts + i;
    const struct locality *best = nearest(x, d, first, list, n);
    if (!best) continue;
    set_where(x, &d->set, best);
    draft_step(x, d, "where", sentence_span(&x->s, best->from, best->to),
               best->place ? place_name(x->places, best->place) : (toll_slice){NULL, 0});
  }
}
