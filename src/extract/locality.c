/* See locality.h. */
#include "extract/locality.h"

#include <string.h>

#include "extract/near.h"

#define CHAIN 8       /* places in a row at most */
#define NAME_TOKENS 8 /* longest place name that is looked up */

static void mark(struct locality *w, enum locality_trait trait, bool on) {
  if (on) w->traits |= 1u << trait;
}

/* --- names ----------------------------------------------------------------- */

/* "Police District 5": no town of that name. */
static bool common_word(const struct token *t) {
  return t->form && t->pos != POS_NAME && !(t->form->pos >> POS_NAME & 1);
}

/* The longest stretch of the tokens [from, to) that the gazetteer knows; with `head` >= 0
 * only one that holds that token and has no other name before it.  *people where that is
 * a people ("Afghan"). */
static const struct place *lookup(const toll_scanner *x, int from, int to, int head, int possessed, size_t *count,
                                  bool *people) {
  const struct sentence *s = &x->s;
  *people = false;
  while (from < to && locality_small(s, s->tokens + from)) from++; /* no name begins with a small word */
  int longest = to - from < NAME_TOKENS ? to - from : NAME_TOKENS;
  for (int len = longest; x->places && len > 0; len--) {
    for (int i = to - len; i >= from; i--) {
      if (locality_small(s, s->tokens + i) || s->tokens[i].pos == POS_DET) continue;
      bool name_before = i > possessed && !locality_small(s, s->tokens + i - 1) && s->tokens[i - 1].pos == POS_NAME;
      if (head >= 0 && (i + len <= head || name_before)) continue;
      if (head < 0 && len == 1 && common_word(s->tokens + i)) continue;
      const struct place *p = places_find_text(x->places, sentence_text(s, i, i + len), count);
      if (!p) continue;
      if (!(p->flags & PLACE_DEMONYM)) return p;
      *people = true;
    }
  }
  return NULL;
}

/* Of a group with another head ("the Hara road") any name in it, else only the whole
 * name with its head. */
static const struct place *lookup_item(const toll_scanner *x, const struct item *it, bool any, size_t *count,
                                       bool *people) {
  return lookup(x, it->from, it->to, any ? -1 : it->head, it->possessed, count, people);
}

/* The candidate that lies in the broader place, else in the country told of last. */
static const struct place *choose(const toll_scanner *x, const struct place *list, size_t count,
                                  const struct place *broad) {
  const char *country = broad ? broad->country : x->country[0] ? x->country : NULL;
  return places_pick(list, count, country, broad && broad->kind != PLACE_COUNTRY ? broad->admin : 0);
}

const struct place *locality_dateline(const toll_scanner *x, int to) {
  bool people;
  size_t count = 0;
  const struct place *found = NULL;
  for (int i = 0; i < to && i < NAME_TOKENS; i++) { /* the last is the broadest: "TAMPERE, Finland" */
    if (x->s.tokens[i].kind == TOKEN_NUMBER) break;
    const struct place *list = lookup(x, 0, i + 1, i, 0, &count, &people);
    if (list && (!found || list->kind == PLACE_COUNTRY)) found = list;
  }
  return found;
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

/* "General Hara": a person; not "Imam Sahib", nor "the Haran capital Benu". */
static bool titled(const toll_scanner *x, const struct item *it) {
  const struct sentence *s = &x->s;
  bool title = false;
  for (int i = it->possessed; i < it->head && !title; i++) {
    const struct token *t = s->tokens + i;
    title = t->pos == POS_TITLE || (t->pos == POS_NOUN && token_tag(t, TAG_PERSON));
  }
  size_t count = 0;
  int from = it->possessed + (s->tokens[it->possessed].pos == POS_DET);
  return title &&
         !(x->places && from < it->head && places_find_text(x->places, sentence_text(s, from, it->to), &count));
}

/* The title of a book or a film. */
static bool quoted(const struct sentence *s, int k) {
  return item_kind(s, k - 1) == ITEM_QUOTE && item_kind(s, k + 1) == ITEM_QUOTE;
}

/* Heads that are no place whatever stands behind them. */
static bool no_place(const struct item *it) {
  return item_tag(it, TAG_PERSON) || item_tag(it, TAG_EVENT) || item_tag(it, TAG_ORG) || item_tag(it, TAG_GROUP) ||
         item_tag(it, TAG_TIME) || item_tag(it, TAG_SPEAKER) || (it->reading && it->reading->harm);
}

/* "The town", "their village": an article or the like and the place word, alone. */
static bool bare(const struct sentence *s, const struct item *it) {
  return it->to - it->from == 2 && it->possessed == it->from && (it->definite || it->possessive || it->demonstrative) &&
         token_tag(s->tokens + it->head, TAG_PLACEWORD);
}

/* "Kilo 9", "Camp 14": a name that ends in a number.  The item behind k, or -1. */
static int number_of_name(const struct sentence *s, int k) {
  const struct item *it = s->items + k, *n = s->items + k + 1;
  if (item_kind(s, k + 1) != ITEM_NOUN || n->to != n->from + 1 || n->from != it->to || it->head != it->to - 1 ||
      s->tokens[n->from].kind != TOKEN_NUMBER || locality_small(s, s->tokens + it->head))
    return -1;
  int after = item_right(s, k + 1);
  return item_kind(s, after) == ITEM_VERB && !place_word(s, it) ? -1 : k + 1;
}

/* A noun item that cannot be a place. */
static bool excluded(const struct sentence *s, int k) {
  if (item_kind(s, k) != ITEM_NOUN) return true;
  const struct item *it = s->items + k;
  const struct token *h = s->tokens + it->head;
  if (it->pronoun || relate_is_time(s, k) || it->harm) return true;
  return h->kind != TOKEN_WORD || (s->text[h->at] >= '0' && s->text[h->at] <= '9') || h->figure;
}

/* "Papua New Hara": a name that the groups have cut in two. */
static const struct place *lookup_across(const toll_scanner *x, int k, size_t *count) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + k, *next = s->items + k + 1;
  if (s->caseless || item_kind(s, k + 1) != ITEM_NOUN || next->from != it->to || next->figure >= 0) return NULL;
  const struct place *p = places_find_text(x->places, sentence_text(s, it->from, next->to), count);
  return p && !(p->flags & PLACE_DEMONYM) ? p : NULL;
}

/* "Front in Hara (FIH)": the place is a piece of the name that the letters stand for. */
static bool of_name(const struct sentence *s, int k) {
  int before = item_left(s, k), owner = item_left(s, before);
  if (item_kind(s, k + 1) != ITEM_OPEN || item_kind(s, before) != ITEM_PREP || item_kind(s, owner) != ITEM_NOUN)
    return false;
  const struct token *t = s->tokens + s->items[k + 1].to;
  int start = s->items[owner].from;
  while (start < s->items[owner].head && locality_small(s, s->tokens + start)) start++;
  return !s->caseless && s->items[k + 1].to < s->token_count && t->shape == SHAPE_UPPER && t->len > 2 &&
         !locality_small(s, s->tokens + s->items[owner].head) && s->text[t->at] == s->text[s->tokens[start].at];
}

static bool judge(const toll_scanner *x, int k, struct locality *w);

/* "The heart of Hara": the place behind "of" makes one of the noun before it. */
static bool part_of_place(const toll_scanner *x, int k) {
  const struct sentence *s = &x->s;
  const struct item *it = s->items + k;
  struct locality whole;
  if (it->name || no_place(it) || !relate_is(s, k + 1, SLOT_OF)) return false;
  if (!judge(x, k + 2, &whole)) return false;
  if (it->figure >= 0 && !s->figures[it->figure].vague) return false;
  return whole.place || place_word(s, s->items + k + 2) || locality_is(&whole, LOCALITY_PART);
}

/* Fills w with the noun item k as a place; false when it is none. */
static bool judge(const toll_scanner *x, int k, struct locality *w) {
  const struct sentence *s = &x->s;
  if (excluded(s, k)) return false;
  const struct item *it = s->items + k;
  const struct token *h = s->tokens + it->head;
  *w = (struct locality){.first = k, .last = k, .from = it->from, .to = it->to};
  bool people, word = place_word(s, it);
  if (it->figure >= 0 && !word) {
    mark(w, LOCALITY_PART, item_kind(s, k + 1) == ITEM_PREP && part_of_place(x, k));
    return w->traits != 0;
  }
  size_t count = 0;
  bool pair = item_kind(s, k + 1) == ITEM_NOUN; /* the next group may go on the name */
  const struct place *list = x->places && pair ? lookup_across(x, k, &count) : NULL;
  bool building = it->unit == TOLL_BUILDING || (it->classes & 1u << TOLL_INFRASTRUCTURE);
  if (list)
    w->last = k + 1, w->to = s->items[k + 1].to, people = false;
  else
    list = lookup_item(x, it, word || building, &count, &people);
  int number = pair ? number_of_name(s, k) : -1;
  if (number >= 0) w->last = number, w->to = s->items[number].to, list = word ? list : NULL;
  bool person = no_place(it) || titled(x, it);
  if (list && !word && !building && person) list = NULL;
  w->place = list ? choose(x, list, count, NULL) : NULL;
  mark(w, LOCALITY_NAMED, list || (it->name && !people) || number >= 0);
  mark(w, LOCALITY_CARE, it->classes >> TOLL_HOSPITAL & 1u);
  mark(w, LOCALITY_BARE, bare(s, it));
  if (quoted(s, k) && !locality_small(s, h) && !list) return false;
  if (word || list) return true;
  if (item_kind(s, k + 1) == ITEM_PREP && part_of_place(x, k)) {
    mark(w, LOCALITY_PART, true);
    return true;
  }
  if (number >= 0) return true;
  if (s->caseless && !building && (it->definite || it->indefinite) && plain_preposition(s, item_left(s, k)))
    return false; /* "IN THE ...": a word that the pack lacks */
  mark(w, LOCALITY_UNKNOWN, true);
  if (building) return true;
  return it->name && !person && !people && !initials(s, it);
}

/* --- chains ------------------------------------------------------------------- */

/* The item that goes on a chain of places whose last item is k, or -1: ", NAME",
 * "(NAME", "in NAME", "of NAME", "and NAME". */
static int next_link(const struct sentence *s, int k, bool *firm) {
  int n = item_kind(s, k + 1) == ITEM_QUOTE ? k + 2 : k + 1;
  *firm = false;
  if (item_kind(s, n) == ITEM_CLOSE) n++;
  if (item_kind(s, n) == ITEM_COMMA || item_kind(s, n) == ITEM_OPEN) {
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
static int follow(const toll_scanner *x, const struct locality *w, struct locality *links) {
  const struct sentence *s = &x->s;
  int n = 0;
  for (int k = w->last; n < CHAIN; k = links[n - 1].last) {
    bool firm;
    int next = next_link(s, k, &firm);
    if (next < 0 || !judge(x, next, links + n)) break;
    bool prep = item_kind(s, next - 1) == ITEM_PREP && !relate_is(s, next - 1, SLOT_OF);
    bool apart = !firm || locality_is(w, LOCALITY_NAMED);
    if (locality_is(w, LOCALITY_ORIGIN) && prep && apart) break; /* "men from Hara, in Benu" */
    bool known = links[n].place || place_word(s, s->items + next) ||
                 (locality_is(w, LOCALITY_NAMED) && locality_is(links + n, LOCALITY_NAMED));
    if (!firm && (!known || opens_clause(s, next))) break;
    n++;
  }
  return n;
}

/* The gazetteer's reading of a link within the broader place. */
static const struct place *place_within(const toll_scanner *x, const struct locality *w, int item,
                                        const struct place *broad) {
  bool people;
  size_t count = 0;
  const struct item *it = x->s.items + item;
  if (!w->place && number_of_name(&x->s, item) >= 0) return NULL;
  const struct place *list = w->place ? lookup_across(x, item, &count) : NULL;
  if (!list) list = lookup_item(x, it, true, &count, &people);
  return list ? choose(x, list, count, broad) : NULL;
}

/* The text that opens a bracket closes it. */
static void close_bracket(const struct sentence *s, struct locality *w) {
  int open = 0;
  for (int i = w->from; i < w->to; i++) open += (s->tokens[i].mark == '(') - (s->tokens[i].mark == ')');
  if (open > 0 && w->to < s->token_count && s->tokens[w->to].mark == ')') w->to++, w->last++;
}

/* Of another country than the place that it is said to lie in. */
static bool outside(const struct place *p, const struct place *broad) {
  return broad && broad->country[0] && p->country[0] && memcmp(p->country, broad->country, 2) != 0;
}

/* Goes on over the places that follow, the last of which is the broadest. */
static void extend(const toll_scanner *x, struct locality *w) {
  struct locality links[CHAIN];
  int n = follow(x, w, links);
  const struct place *broad = NULL;
  for (int i = n - 1; i >= 0; i--) {
    links[i].place = place_within(x, links + i, links[i].first, broad);
    if (links[i].place && outside(links[i].place, broad)) links[i].place = NULL;
    if (links[i].place) broad = links[i].place;
  }
  if (w->place) w->place = place_within(x, w, w->first, broad);
  if (w->place && outside(w->place, broad)) w->place = NULL; /* "St. Anne's school in Mirna" */
  if (!n) return;
  w->last = links[n - 1].last, w->to = links[n - 1].to;
  w->traits &= ~(1u << LOCALITY_BARE);
  close_bracket(&x->s, w);
  for (int i = 0; i < n; i++) {
    if (!w->place) w->place = links[i].place;
    if (!locality_is(links + i, LOCALITY_NAMED)) continue;
    mark(w, LOCALITY_NAMED, true);
    w->traits &= ~(1u << LOCALITY_UNKNOWN);
  }
}

/* --- stands without a preposition of place ---------------------------------------- */

/* The verb after the row of phrases that ends with item k tells what its subject suffered:
 * "the village was shelled", "Hara reported 12 deaths". */
static bool suffers(const struct sentence *s, int k) {
  int v = item_right(s, k);
  if (item_kind(s, v) != ITEM_VERB || !s->items[v].finite || near_saying_verb(s, v)) return false;
  if (s->items[v].voice == VOICE_PASSIVE) return !item_tag(s->items + v, TAG_REPORT); /* "was blamed" */
  int object = relate_object(s, v);
  return object >= 0 && s->items[object].figure >= 0 && s->items[object].reading && s->items[object].reading->harm;
}

/* "The village of Hara in Benu was shelled": the place that ends with item w->last is
 * what a clause is about. */
static bool suffering_subject(const toll_scanner *x, const struct locality *w) {
  const struct sentence *s = &x->s;
  int before = item_left(s, w->first);
  if (item_kind(s, before) == ITEM_PREP || item_kind(s, before) == ITEM_VERB) return false;
  if (item_kind(s, before) == ITEM_AND && item_kind(s, item_left(s, before)) == ITEM_NOUN) return false;
  bool firm;
  struct locality link;
  for (int row = w->last;; row = link.last) {
    if (suffers(s, row)) return true;
    int next = next_link(s, row, &firm);
    if (next < 0 || !judge(x, next, &link)) return false;
  }
}

/* "12 deaths in Hara": governed by "of" behind an event or a harm. */
static bool of_event(const struct sentence *s, int before) {
  int owner = item_left(s, before);
  return relate_is(s, before, SLOT_OF) && item_kind(s, owner) == ITEM_NOUN && item_tag(s->items + owner, TAG_EVENT);
}

/* A heading before a colon: what stands behind it. */
static bool label(const struct sentence *s, int after) {
  return item_kind(s, after) == ITEM_BREAK && s->tokens[s->items[after].from].mark != ';';
}

static bool ends_sentence(const struct sentence *s, int k) {
  return k >= s->item_count || (s->items[k].kind == ITEM_BREAK && s->items[k].to >= s->token_count);
}

/* What may stand before such a row: nothing, or the comma of a note without names. */
static bool before_tail(const struct sentence *s, int before) {
  int owner = item_left(s, before);
  if (before < 0) return true;
  if (item_kind(s, before) != ITEM_COMMA) return false;
  return item_kind(s, owner) == ITEM_NOUN ? !s->items[owner].name : item_kind(s, owner) == ITEM_VERB;
}

/* From item k on to the end of the sentence nothing stands that no row of places can have. */
static bool may_be_row(const struct sentence *s, int k) {
  for (int i = k + 1; i < s->item_count; i++) {
    const struct item *it = s->items + i;
    bool link = it->kind == ITEM_NOUN || it->kind == ITEM_COMMA || it->kind == ITEM_OPEN || it->kind == ITEM_CLOSE ||
                it->kind == ITEM_QUOTE || it->kind == ITEM_AND || it->kind == ITEM_PREP ||
                (it->kind == ITEM_VERB && it->voice == VOICE_BARE);
    if (!link) return ends_sentence(s, i);
  }
  return true;
}

/* "... in a raid on a shop, Hara, Benu.", and "Hara, Benu." alone: names in a row to the
 * end of the sentence, one of which the gazetteer knows. */
static bool tail_place(const toll_scanner *x, int k, struct locality *w) {
  const struct sentence *s = &x->s;
  struct locality links[CHAIN];
  if (!may_be_row(s, k)) return false;
  if (!judge(x, k, w) || !locality_is(w, LOCALITY_NAMED)) return false;
  int n = follow(x, w, links);
  bool known = w->place && !(w->place->flags & PLACE_AMBIGUOUS);
  for (int i = 0; i < n; i++) known |= links[i].place != NULL;
  if (!known || !ends_sentence(s, n ? links[n - 1].last + 1 : w->last + 1)) return false;
  mark(w, LOCALITY_TAIL, true);
  return true;
}

/* "... on Hara, North Benu": a name that the gazetteer lacks, in a place that it has. */
static bool of_known_row(const toll_scanner *x, const struct locality *w) {
  struct locality links[CHAIN];
  return locality_is(w, LOCALITY_NAMED) && item_kind(&x->s, w->last + 1) == ITEM_COMMA && follow(x, w, links) &&
         links[0].place;
}

/* The last verb that may tell what its subject suffered; -1: most sentences have none. */
static int last_suffering(const struct sentence *s) {
  int v = sentence_has_kind(s, ITEM_VERB) ? s->item_count - 1 : -1;
  while (v >= 0 &&
         !(s->items[v].kind == ITEM_VERB && s->items[v].finite && (s->items[v].voice == VOICE_PASSIVE || s->harms)))
    v--;
  return v;
}

/* The noun item k, or a row of places that begins with it, may be such a verb's subject;
 * `before` is the kind of the item before. */
static bool may_suffer(const struct sentence *s, int k, int before, int last) {
  if (k >= last || before == ITEM_PREP || before == ITEM_VERB) return false;
  if (item_kind(s, k + 1) == ITEM_NOUN || suffers(s, k)) return true;
  bool firm;
  return item_kind(s, next_link(s, k, &firm)) == ITEM_NOUN;
}

/* A word of the noun item may be a name, or the next item a part of it. */
static bool may_name(const struct sentence *s, int k) {
  const struct item *it = s->items + k;
  int i = it->from;
  while (i < it->to && locality_small(s, s->tokens + i)) i++;
  return i < it->to || it->name || item_kind(s, k + 1) == ITEM_NOUN;
}

/* The noun item k behind item `before`; `suffering`: see last_suffering. */
static bool bare_place(const toll_scanner *x, int k, int before, int suffering, struct locality *w) {
  const struct sentence *s = &x->s;
  int kind = item_kind(s, before);
  bool object = kind == ITEM_VERB && s->items[before].voice == VOICE_ACTIVE && !s->items[before].copula;
  bool prep = kind == ITEM_PREP, on = prep && item_tag(s->items + before, TAG_UPON);
  bool by = prep && relate_is(s, before, SLOT_BY), loose = on || by || (prep && of_event(s, before));
  bool heads = (before < 0 || kind == ITEM_BREAK) && label(s, item_right(s, k));
  if (!object && !loose && !heads && !may_suffer(s, k, kind, suffering)) return false;
  bool word = place_word(s, s->items + k);
  if (!word && !on && !may_name(s, k)) return false; /* neither a place's name nor a word for one */
  if (!judge(x, k, w)) return false;
  bool subject = !object && !loose && !heads && suffering_subject(x, w);
  if (!object && !loose && !heads && !subject) return false;
  if (s->items[k].bare && s->items[k].plural && !w->place && !loose && !heads) return false; /* "roads were closed" */
  if (by && !word) return false;
  if (!w->place && !word && !(on && locality_is(w, LOCALITY_PART)) && !of_known_row(x, w)) return false;
  if (w->place && !word && (w->place->flags & PLACE_AMBIGUOUS)) return false;
  mark(w, LOCALITY_OBJECT, object);
  mark(w, LOCALITY_SUBJECT, subject);
  mark(w, LOCALITY_LOOSE, loose);
  mark(w, LOCALITY_LABEL, heads);
  return true;
}

/* --- the places of a sentence ---------------------------------------------------- */

static bool lone_article(const struct sentence *s, int k) {
  return item_kind(s, k) == ITEM_NOUN && s->items[k].to == s->items[k].from + 1 &&
         s->tokens[s->items[k].from].pos == POS_DET;
}

/* "Nationwide": a place by itself. */
static bool adverb_place(const struct sentence *s, int k, struct locality *w) {
  const struct item *it = s->items + k;
  if (it->kind != ITEM_ADVERB || !token_tag(s->tokens + it->head, TAG_PLACEWORD) ||
      s->tokens[it->head].form->pos >> POS_PREP & 1)
    return false;
  *w = (struct locality){.first = k, .last = k, .from = it->from, .to = it->to};
  mark(w, LOCALITY_ADVERB, true);
  return true;
}

/* "Hara, where 12 people died": the noun before the word at item k. */
static bool place_before(const toll_scanner *x, int k, struct locality *w) {
  const struct sentence *s = &x->s;
  if (k < 1 || !token_tag(s->tokens + s->items[k].from, TAG_THERE) || s->items[k].kind == ITEM_NOUN) return false;
  int noun = item_kind(s, k - 1) == ITEM_COMMA ? k - 2 : k - 1;
  if (!judge(x, noun, w)) return false;
  w->at = s->items[k].from;
  return true;
}

/* "The Hara bombing": a place that the event is named for. */
static bool event_name(const toll_scanner *x, int k, struct locality *w) {
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
  if (p->kind == PLACE_COUNTRY && !item_tag(it, TAG_HAZARD)) return false; /* whose strike it is */
  *w = (struct locality){.first = k, .last = k, .from = from, .to = to, .place = choose(x, p, count, NULL)};
  mark(w, LOCALITY_NAMED, true);
  mark(w, LOCALITY_TITLE, true);
  return true;
}

/* "40 km from Hara": a distance, not an origin. */
static bool measured(const struct sentence *s, int k) {
  int before = item_left(s, k);
  return item_kind(s, before) == ITEM_NOUN && item_tag(s->items + before, TAG_MEASURE);
}

/* "Students from Hara were taken", not "took students from Hara". */
static bool of_people(const struct sentence *s, int k) {
  int noun = item_left(s, k);
  if (item_kind(s, noun) != ITEM_NOUN || !(s->items[noun].figure >= 0 || item_tag(s->items + noun, TAG_PERSON)))
    return false;
  int verb = item_left(s, noun);
  return item_kind(s, verb) != ITEM_VERB || s->items[verb].voice != VOICE_ACTIVE;
}

/* "Between Hara and the town of Benu": the row after the item k when one of it is surely a place. */
static bool place_between(const toll_scanner *x, int k, struct locality *w) {
  const struct sentence *s = &x->s;
  struct locality other;
  if (!token_tag(s->tokens + s->items[k].head, TAG_BETWEEN) || s->items[k].kind == ITEM_NOUN || !judge(x, k + 1, w))
    return false;
  int next = item_kind(s, k + 2) == ITEM_AND ? k + 3 : -1;
  bool second = next >= 0 && judge(x, next, &other);
  if (!w->place && !place_word(s, s->items + k + 1) && !(second && (other.place || place_word(s, s->items + next))))
    return false;
  w->traits &= ~(1u << LOCALITY_UNKNOWN);
  if (second) w->last = next, w->to = other.to;
  return true;
}

/* The place behind the preposition at item k. */
static bool place_behind(const toll_scanner *x, int k, struct locality *w) {
  const struct sentence *s = &x->s;
  if (!place_preposition(s, k)) return false;
  int noun = k + 1;
  while (item_kind(s, noun) == ITEM_PREP || item_kind(s, noun) == ITEM_AND || item_kind(s, noun) == ITEM_QUOTE)
    noun++;                                                                     /* "in and around" */
  if (lone_article(s, noun) && item_kind(s, noun + 1) == ITEM_QUOTE) noun += 2; /* "in the 'safe zone'" */
  if (of_name(s, noun) || !judge(x, noun, w)) return false;
  mark(w, LOCALITY_ORIGIN, relate_is(s, k, SLOT_FROM) && !measured(s, k));
  mark(w, LOCALITY_HOME, locality_is(w, LOCALITY_ORIGIN) && of_people(s, k));
  if (!plain_preposition(s, k)) w->from = s->items[k].from;
  return true;
}

/* The noun item k as a place without a preposition of place. */
static bool lone_place(const toll_scanner *x, int k, int suffering, struct locality *w) {
  int before = item_left(&x->s, k);
  return bare_place(x, k, before, suffering, w) ||
         (!x->s.caseless && before_tail(&x->s, before) && tail_place(x, k, w));
}

/* Whether a place may open with item k, where it is no noun group: its word must be one of these. */
static bool may_open(const struct sentence *s, int k) {
  static const uint64_t tags[2] = {TAG_BIT(0, TAG_IN) | TAG_BIT(0, TAG_AT) | TAG_BIT(0, TAG_FROM) |
                                       TAG_BIT(0, TAG_PLACEWORD) | TAG_BIT(0, TAG_BETWEEN),
                                   TAG_BIT(1, TAG_IN) | TAG_BIT(1, TAG_AT) | TAG_BIT(1, TAG_FROM) |
                                       TAG_BIT(1, TAG_PLACEWORD) | TAG_BIT(1, TAG_BETWEEN)};
  const struct form *form = s->tokens[s->items[k].head].form;
  return (form && tags_meet(form->tags, tags)) || token_tag(s->tokens + s->items[k].from, TAG_THERE);
}

int locality_find(const toll_scanner *x, struct locality *list) {
  const struct sentence *s = &x->s;
  int n = 0, dateline = near_dateline(s), suffering = last_suffering(s);
  for (int k = 0; k < s->item_count && n < LOCALITIES; k++) {
    struct locality *w = list + n;
    bool noun = s->items[k].kind == ITEM_NOUN;
    if (s->items[k].from < dateline || !(noun || may_open(s, k))) continue;
    if (noun ? event_name(x, k, w) : adverb_place(s, k, w) || place_before(x, k, w)) {
      n++;
      continue;
    }
    if (!(noun ? lone_place(x, k, suffering, w) : place_between(x, k, w) || place_behind(x, k, w))) continue;
    extend(x, w);
    mark(w, LOCALITY_PLAIN, !locality_is(w, LOCALITY_NAMED));
    w->first = k;
    k = w->last;
    mark(w, LOCALITY_SAYING, near_saying(s, w->first, w->last) || near_opens_saying(s, w->first, w->last));
    n++;
  }
  return n;
}
