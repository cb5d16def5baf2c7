/* Where the harm of a claim happened: the place named nearest to it.
 *
 * A place is a noun group behind a preposition of place that is a place word
 * ("a village", "the province"), a name of the gazetteer, or a name that nothing
 * else explains.  Places that follow one another make one text ("in Fuzuli, Aghdam
 * district"); the first that the gazetteer knows gives name and country. */
#include "extract/reader.h"

#define WHERES 24

struct place_text {
  int item;      /* first noun item */
  int from, to;  /* tokens */
  const struct place *place;
  bool firm;     /* a place word or a known name */
};

/* The longest stretch of the item's capitalised tokens that the gazetteer knows. */
static const struct place *lookup(const toll_scanner *x, const struct item *it) {
  const struct sentence *s = &x->s;
  for (int len = it->to - it->from; x->places && len > 0; len--) {
    for (int i = it->from; i + len <= it->to; i++) {
      if (s->tokens[i].kind != TOKEN_WORD || (s->tokens[i].shape == SHAPE_LOWER && !s->caseless)) continue;
      size_t count;
      const struct place *p = places_find_text(x->places, sentence_text(s, i, i + len), &count);
      if (p && !(p->flags & PLACE_DEMONYM)) return p;
    }
  }
  return NULL;
}

static bool place_preposition(const struct sentence *s, int k) {
  static const enum slot slots[] = {SLOT_IN, SLOT_AT, SLOT_FROM};
  if (item_kind(s, k) != ITEM_PREP) return false;
  for (size_t i = 0; i < sizeof slots / sizeof *slots; i++)
    if (relate_is(s, k, slots[i])) return true;
  return item_tag(s->items + k, TAG_PLACEWORD);
}

static bool judge(const toll_scanner *x, int prep, int k, struct place_text *w) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + k;
  if (it->pronoun || relate_is_time(s, k) || it->figure >= 0) return false;
  *w = (struct place_text){.item = k, .from = s->items[prep].from, .to = it->to};
  w->place = lookup(x, it);
  bool person = item_tag(it, TAG_PERSON) || item_tag(it, TAG_EVENT) || item_tag(it, TAG_ORG);
  w->firm = item_tag(it, TAG_PLACEWORD) || w->place != NULL;
  bool from = relate_is(s, prep, SLOT_FROM);
  bool building = it->unit == TOLL_BUILDING || it->unit == TOLL_PLACE;
  if (from && !(w->place)) return false;
  return w->firm || (!person && (it->name || building));
}

/* Goes on over ", NAME", "in NAME", "of NAME". */
static void extend(const toll_scanner *x, struct place_text *w) {
  const struct sentence *s = &x->s;
  for (int k = w->item;;) {
    int n = k + 1;
    bool prep = item_kind(s, n) == ITEM_PREP && (place_preposition(s, n) || relate_is(s, n, SLOT_OF));
    bool comma = item_kind(s, n) == ITEM_COMMA;
    if ((!prep && !comma) || item_kind(s, n + 1) != ITEM_NOUN) return;
    struct place_text more;
    if (!judge(x, n, n + 1, &more) || (comma && !more.place && !item_tag(s->items + n + 1, TAG_PLACEWORD))) return;
    w->to = more.to;
    if (!w->place) w->place = more.place;
    k = n + 1;
  }
}

static int find_places(const toll_scanner *x, struct place_text *list) {
  const struct sentence *s = &x->s;
  int n = 0;
  for (int k = 0; k + 1 < s->item_count && n < WHERES; k++) {
    if (!place_preposition(s, k) || item_kind(s, k + 1) != ITEM_NOUN) continue;
    if (!judge(x, k, k + 1, list + n)) continue;
    extend(x, list + n);
    while (k + 1 < s->item_count && s->items[k + 1].to <= list[n].to) k++;
    n++;
  }
  return n;
}

static int trigger_token(const struct sentence *s, uint32_t at) {
  for (int i = 0; i < s->token_count; i++)
    if (s->tokens[i].at + s->tokens[i].len > at) return i;
  return s->token_count - 1;
}

static int distance(const struct sentence *s, int a, int b) {
  int low = a < b ? a : b, high = a < b ? b : a, far = high - low;
  for (int i = low; i < high; i++) {
    const struct token *t = s->tokens + i;
    if (t->kind == TOKEN_MARK && (t->mark == ';' || t->mark == ':' || t->mark == '|')) far += 40;
    if (t->kind == TOKEN_MARK && t->mark == ',') far += 2;
  }
  return a > b ? far + 4 : far;
}

static void set_where(const toll_scanner *x, toll_claim *c, const struct place_text *w) {
  int from = w->from + (relate_is(&x->s, w->item - 1, SLOT_IN) || relate_is(&x->s, w->item - 1, SLOT_AT) || relate_is(&x->s, w->item - 1, SLOT_FROM));
  c->where.text = sentence_text(&x->s, from, w->to);
  if (!w->place) return;
  c->where.name = place_name(x->places, w->place);
  c->where.geonameid = w->place->id;
  c->where.country[0] = w->place->country[0];
  c->where.country[1] = w->place->country[1];
}

void where_read(toll_scanner *x, size_t first) {
  struct place_text list[WHERES];
  if (first == x->draft_count) return;
  int n = find_places(x, list);
  for (size_t i = first; i < x->draft_count && n; i++) {
    struct draft *d = x->drafts + i;
    int at = trigger_token(&x->s, d->trigger.from), best = -1, least = INT32_MAX;
    for (int k = 0; k < n; k++) {
      int far = distance(&x->s, at, list[k].from) + (list[k].firm ? 0 : 6);
      if (far < least) least = far, best = k;
    }
    set_where(x, &d->claim, list + best);
    d->own_where = true;
    draft_step(x, d, "where", sentence_span(&x->s, list[best].from, list[best].to), d->claim.where.name);
  }
}
