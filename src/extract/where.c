/* Where the harm of a claim happened: the place named nearest to it.
 *
 * A place is a noun group behind a preposition of place, or the object of a verb
 * that acts on places, that is a place word ("a village", "the province"), a name of
 * the gazetteer, or a name that nothing else explains.  Places that follow one
 * another make one text ("in Fuzuli, Aghdam district"); the first that the gazetteer
 * knows gives name and country, chosen so that it lies in the ones that follow. */
#include "extract/near.h"

#define WHERES 24
#define CHAIN 8 /* places in a row at most */

struct place_text {
  int first, last; /* items, with the preposition */
  int from, to;    /* tokens, without it */
  int at;          /* token where it counts as standing, 0 = from */
  const struct place *place;
  int doubt; /* added to its distance */
  bool named, origin, saying;
  bool care; /* a hospital: where they are brought to */
};

#define NAME_TOKENS 8 /* longest place name that is looked up */

/* --- names ----------------------------------------------------------------- */

static bool small_word(const struct sentence *s, const struct token *t) {
  return t->kind != TOKEN_WORD || (t->shape == SHAPE_LOWER && !s->caseless);
}

/* The longest stretch of the item's capitalised tokens that the gazetteer knows; of a
 * group with another head ("the Hara road") any, else only the whole name with its head.
 * *people where that is a people ("Afghan"). */
static const struct place *lookup(const toll_scanner *x, const struct item *it, bool any, size_t *count, bool *people) {
  const struct sentence *s = &x->s;
  *people = false;
  int longest = it->to - it->from < NAME_TOKENS ? it->to - it->from : NAME_TOKENS;
  for (int len = longest; x->places && len > 0; len--) {
    for (int i = it->to - len; i >= it->from; i--) {
      if (small_word(s, s->tokens + i) || s->tokens[i].pos == POS_DET) continue;
      if (!any && (i + len <= it->head ||
                   (i > it->possessed && !small_word(s, s->tokens + i - 1) && s->tokens[i - 1].pos == POS_NAME)))
        continue;
      const struct place *p = places_find_text(x->places, sentence_text(s, i, i + len), count);
      if (!p) continue;
      if (!(p->flags & PLACE_DEMONYM)) return p;
      *people = true;
    }
  }
  return NULL;
}

/* The candidate that lies in the broader place, else in the country told of last. */
static const struct place *choose(const toll_scanner *x, const struct place *list, size_t count,
                                  const struct place *broad) {
  const char *country = broad ? broad->country : x->country[0] ? x->country : NULL;
  return places_pick(list, count, country, broad && broad->kind != PLACE_COUNTRY ? broad->admin : 0);
}

/* --- what may be a place ------------------------------------------------------ */

/* A preposition, whether the sentence's tags call it one or an adverb ("outside of"). */
static bool preposition(const struct sentence *s, int k, enum tag tag) {
  return (item_kind(s, k) == ITEM_PREP || item_kind(s, k) == ITEM_ADVERB) &&
         token_tag(s->tokens + s->items[k].head, tag);
}

static bool plain_preposition(const struct sentence *s, int k) {
  return preposition(s, k, TAG_IN) || preposition(s, k, TAG_AT) || preposition(s, k, TAG_FROM);
}

static bool place_preposition(const struct sentence *s, int k) {
  return plain_preposition(s, k) ||
         (preposition(s, k, TAG_PLACEWORD) && s->tokens[s->items[k].head].form->pos >> POS_PREP & 1);
}

/* A short word all in capitals among others: the initials of a body, not a place. */
static bool initials(const struct sentence *s, const struct item *it) {
  const struct token *t = s->tokens + it->head;
  return !s->caseless && t->shape == SHAPE_UPPER && t->len <= 6;
}

static bool place_word(const struct sentence *s, const struct item *it) {
  return token_tag(s->tokens + it->head, TAG_PLACEWORD) || it->unit == TOLL_PLACE;
}

/* "General Hara": a person. */
static bool titled(const struct sentence *s, const struct item *it) {
  for (int i = it->from; i < it->head; i++)
    if (s->tokens[i].pos == POS_TITLE || token_tag(s->tokens + i, TAG_PERSON)) return true;
  return false;
}

/* The title of a book or a film. */
static bool quoted(const struct sentence *s, int k) {
  return item_kind(s, k - 1) == ITEM_QUOTE && item_kind(s, k + 1) == ITEM_QUOTE;
}

/* Fills w with the noun item k as a place; false when it is none. */
static bool judge(const toll_scanner *x, int k, struct place_text *w) {
  const struct sentence *s = &x->s;
  if (item_kind(s, k) != ITEM_NOUN) return false;
  const struct item *it = s->items + k;
  if (it->pronoun || relate_is_time(s, k) || it->harm) return false;
  const struct token *h = s->tokens + it->head;
  if (h->kind != TOKEN_WORD || (s->text[h->at] >= '0' && s->text[h->at] <= '9') || s->tokens[it->head].figure ||
      (it->figure >= 0 && !place_word(s, it)))
    return false;
  size_t count = 0;
  bool people, word = place_word(s, it);
  *w = (struct place_text){.first = k, .last = k, .from = it->from, .to = it->to};
  bool building = it->unit == TOLL_BUILDING || (it->classes & 1u << TOLL_INFRASTRUCTURE);
  const struct place *list = lookup(x, it, word || building, &count, &people);
  bool person = item_tag(it, TAG_PERSON) || item_tag(it, TAG_EVENT) || item_tag(it, TAG_ORG) ||
                item_tag(it, TAG_GROUP) || titled(s, it);
  if (list && !word && !building && person) list = NULL;
  w->place = list ? choose(x, list, count, NULL) : NULL;
  w->named = list || (it->name && !people);
  w->care = it->classes >> TOLL_HOSPITAL & 1u;
  if (quoted(s, k) && !small_word(s, h) && !list) return false;
  if (word || list) return true;
  w->doubt = 6;
  if (building) return true;
  return it->name && !person && !people && !initials(s, it) && !item_tag(it, TAG_TIME) && !item_tag(it, TAG_SPEAKER);
}

/* --- chains ------------------------------------------------------------------- */

/* The item that goes on a chain of places whose last item is k, or -1: ", NAME",
 * "in NAME", "of NAME", "and NAME". */
static int next_link(const struct sentence *s, int k, bool *firm) {
  int n = k + 1;
  *firm = false;
  if (item_kind(s, n) == ITEM_COMMA) {
    n++;
    if (item_kind(s, n) == ITEM_AND) n++;
    if (item_kind(s, n) == ITEM_VERB && s->items[n].voice == VOICE_BARE) n++; /* "a town, located in ..." */
    if (item_kind(s, n) == ITEM_PREP && place_preposition(s, n)) n++;
    return n;
  }
  if (item_kind(s, n) == ITEM_AND) return n + 1;
  if (item_kind(s, n) != ITEM_PREP || relate_is(s, n, SLOT_FROM)) return -1;
  *firm = true;
  return place_preposition(s, n) || relate_is(s, n, SLOT_OF) ? n + 1 : -1;
}

/* A noun that opens a clause of its own is no link: ", and Hara was shelled". */
static bool opens_clause(const struct sentence *s, int k) {
  int after = item_right(s, k);
  return item_kind(s, after) == ITEM_VERB && s->items[after].finite;
}

/* The places that follow w in its row; returns their number. */
static int follow(const toll_scanner *x, const struct place_text *w, struct place_text *links) {
  const struct sentence *s = &x->s;
  int n = 0;
  for (int k = w->last; n < CHAIN; k = links[n - 1].last) {
    bool firm;
    int next = next_link(s, k, &firm);
    if (next < 0 || !judge(x, next, links + n)) break;
    bool prep = item_kind(s, next - 1) == ITEM_PREP && !relate_is(s, next - 1, SLOT_OF);
    if (w->origin && prep) break; /* "men from Hara, in Benu" */
    bool known = links[n].place || place_word(s, s->items + next) || (w->named && links[n].named);
    if (!firm && (!known || opens_clause(s, next))) break;
    n++;
  }
  return n;
}

/* The gazetteer's reading of item k within the broader place. */
static const struct place *place_within(const toll_scanner *x, int k, const struct place *broad) {
  bool people;
  size_t count = 0;
  const struct place *list = lookup(x, x->s.items + k, true, &count, &people);
  return list ? choose(x, list, count, broad) : NULL;
}

/* Goes on over the places that follow, the last of which is the broadest. */
static void extend(const toll_scanner *x, struct place_text *w) {
  struct place_text links[CHAIN];
  int n = follow(x, w, links);
  const struct place *broad = NULL;
  for (int i = n - 1; i >= 0; i--) {
    links[i].place = place_within(x, links[i].last, broad);
    if (links[i].place) broad = links[i].place;
  }
  if (w->place) w->place = place_within(x, w->first, broad);
  if (n) w->last = links[n - 1].last, w->to = links[n - 1].to;
  for (int i = 0; i < n; i++) {
    if (!w->place) w->place = links[i].place;
    w->named |= links[i].named;
    if (w->named && w->doubt > 2) w->doubt = 2;
  }
}

/* --- the places of a sentence ---------------------------------------------------- */

/* The object of a verb, or a heading before a colon: a place without a preposition. */
static bool bare_place(const toll_scanner *x, int k, struct place_text *w) {
  const struct sentence *s = &x->s;
  int before = item_left(s, k), after = item_right(s, k);
  bool object = item_kind(s, before) == ITEM_VERB && s->items[before].voice == VOICE_ACTIVE && !s->items[before].copula;
  bool label = (before < 0 || item_kind(s, before) == ITEM_BREAK) && item_kind(s, after) == ITEM_BREAK &&
               x->s.tokens[s->items[after].from].mark != ';';
  int owner = item_left(s, before);
  bool of = relate_is(s, before, SLOT_OF) && item_kind(s, owner) == ITEM_NOUN && item_tag(s->items + owner, TAG_EVENT);
  bool on = item_kind(s, before) == ITEM_PREP && item_tag(s->items + before, TAG_UPON);
  bool by = relate_is(s, before, SLOT_BY);
  if ((!object && !label && !of && !on && !by) || !judge(x, k, w)) return false;
  if (!w->place && !place_word(s, s->items + k)) return false;
  if (by && !place_word(s, s->items + k)) return false;
  if (w->place && !place_word(s, s->items + k) && (w->place->flags & PLACE_AMBIGUOUS)) return false;
  w->doubt += object ? 6 : 3;
  return true;
}

static bool lone_article(const struct sentence *s, int k) {
  return item_kind(s, k) == ITEM_NOUN && s->items[k].to == s->items[k].from + 1 &&
         s->tokens[s->items[k].from].pos == POS_DET;
}

/* "Nationwide": a place by itself. */
static bool adverb_place(const struct sentence *s, int k, struct place_text *w) {
  const struct item *it = s->items + k;
  if (it->kind != ITEM_ADVERB || !token_tag(s->tokens + it->head, TAG_PLACEWORD) ||
      s->tokens[it->head].form->pos >> POS_PREP & 1)
    return false;
  *w = (struct place_text){.first = k, .last = k, .from = it->from, .to = it->to, .doubt = 2};
  return true;
}

/* "Hara, where 12 people died": the noun before the word at item k. */
static bool place_before(const toll_scanner *x, int k, struct place_text *w) {
  const struct sentence *s = &x->s;
  if (k < 1 || !token_tag(s->tokens + s->items[k].from, TAG_THERE) || s->items[k].kind == ITEM_NOUN) return false;
  int noun = item_kind(s, k - 1) == ITEM_COMMA ? k - 2 : k - 1;
  if (!judge(x, noun, w)) return false;
  w->at = s->items[k].from;
  return true;
}

/* "The Hara bombing": a place that the event is named for. */
static bool event_name(const toll_scanner *x, int k, struct place_text *w) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + k;
  if (it->kind != ITEM_NOUN || (!item_tag(it, TAG_EVENT) && !(it->reading && it->reading->harm))) return false;
  int to = it->head, from;
  while (to > it->possessed && s->tokens[to - 1].pos != POS_NAME) to--;
  for (from = to; from > it->possessed && s->tokens[from - 1].pos == POS_NAME;) from--;
  size_t count = 0;
  const struct place *p =
      x->places && from < to && !s->caseless ? places_find_text(x->places, sentence_text(s, from, to), &count) : NULL;
  if (!p || p->flags & (PLACE_DEMONYM | PLACE_AMBIGUOUS)) return false;
  *w = (struct place_text){
      .first = k, .last = k, .from = from, .to = to, .place = choose(x, p, count, NULL), .named = true, .doubt = 2};
  return true;
}

static bool place_at(const toll_scanner *x, int k, struct place_text *w) {
  const struct sentence *s = &x->s;
  if (!place_preposition(s, k)) return bare_place(x, k, w);
  int noun = k + 1;
  while (item_kind(s, noun) == ITEM_PREP || item_kind(s, noun) == ITEM_AND || item_kind(s, noun) == ITEM_QUOTE)
    noun++;                                                                     /* "in and around" */
  if (lone_article(s, noun) && item_kind(s, noun + 1) == ITEM_QUOTE) noun += 2; /* "in the 'safe zone'" */
  if (!judge(x, noun, w)) return false;
  w->origin = relate_is(s, k, SLOT_FROM);
  if (!plain_preposition(s, k)) w->from = s->items[k].from;
  return true;
}

static int find_places(const toll_scanner *x, struct place_text *list) {
  const struct sentence *s = &x->s;
  int n = 0, dateline = near_dateline(s);
  for (int k = 0; k < s->item_count && n < WHERES; k++) {
    struct place_text *w = list + n;
    if (s->items[k].from < dateline) continue;
    if (event_name(x, k, w) || adverb_place(s, k, w) || place_before(x, k, w)) {
      n++;
      continue;
    }
    if (!place_at(x, k, w)) continue;
    extend(x, w);
    w->first = k;
    k = w->last;
    if (near_saying(s, w->first, w->last) || near_opens_saying(s, w->first, w->last))
      w->doubt += NEAR_CLAUSE / 2, w->saying = true;
    n++;
  }
  return n;
}

/* --- claims ------------------------------------------------------------------------ */

static bool moves(unsigned harm) {
  return harm == TOLL_ABDUCTED || harm == TOLL_DISPLACED || harm == TOLL_FREED;
}

static const struct place_text *nearest(const toll_scanner *x, const struct draft *d, size_t first,
                                        const struct place_text *list, int n) {
  struct anchor a = near_anchor(x, d, first);
  const struct place_text *best = NULL;
  int least = NEAR_CLAUSE;
  for (int k = 0; k < n; k++) {
    if (list[k].origin && !moves(d->claim.harm)) continue;
    int from = list[k].at ? list[k].at : list[k].from, to = list[k].at ? from + 1 : list[k].to;
    int far = near_distance(&x->s, &a, from, to) + list[k].doubt;
    if (far < least) least = far, best = list + k;
  }
  return best;
}

/* What makes the place this one: the names in its text, without the common words. */
static void note_names(const struct sentence *s, struct setting *set, int from, int to) {
  for (int i = from; i < to && set->name_count < SETTING_NAMES; i++) {
    const struct token *t = s->tokens + i;
    if (small_word(s, t) || t->len < 4 || token_tag(t, TAG_PLACEWORD) || t->pos == POS_DET || t->pos == POS_PREP)
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

static void set_where(toll_scanner *x, struct setting *set, const struct place_text *w) {
  set->where = sentence_text(&x->s, w->from, w->to);
  set->place = w->place;
  set->weak = w->saying || w->care;
  set->name_count = 0;
  if (!set->weak) note_names(&x->s, set, w->from, w->to);
  if (w->place && w->place->country[0]) x->country[0] = w->place->country[0], x->country[1] = w->place->country[1];
}

void where_read(toll_scanner *x, size_t first) {
  struct place_text list[WHERES];
  int n = find_places(x, list);
  for (int k = 0; k < n && first == x->draft_count; k++) {
    if (list[k].origin || list[k].saying || list[k].care) continue;
    struct setting *scene = scene_here(x);
    if (scene) set_where(x, scene, list + k);
    return;
  }
  for (size_t i = first; i < x->draft_count && n; i++) {
    struct draft *d = x->drafts + i;
    const struct place_text *best = nearest(x, d, first, list, n);
    if (!best) continue;
    set_where(x, &d->set, best);
    draft_step(x, d, "where", sentence_span(&x->s, best->from, best->to),
               best->place ? place_name(x->places, best->place) : (toll_slice){NULL, 0});
  }
}
