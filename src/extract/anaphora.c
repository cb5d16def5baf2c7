/* Sets that were counted before: "All of them were freed", "the others died".
 *
 * The last set of people whose number was written is remembered.  A pronoun for
 * the whole set takes its number over; a word for the rest takes what is left of
 * it when the parts told since are taken away.  Both are marked as derived. */
#include <stdio.h>
#include <string.h>

#include "extract/reader.h"

/* The claim that can be the set: exact, of more than one, not long ago; the last
 * such for the whole of it, the largest for the rest of it. */
static const struct draft *last_set(const toll_scanner *x, unsigned harm, uint32_t before, bool largest) {
  const struct draft *best = NULL;
  for (size_t i = x->draft_count; i-- > 0;) {
    const struct draft *d = x->drafts + i;
    const toll_claim *c = &d->claim;
    if (d->sentence + 2 < x->sentence_no) break;
    if (c->count_span.from >= before || d->subset || c->part_of >= 0 || c->harm == harm || c->harm >= TOLL_DESTROYED)
      continue;
    if (c->value != TOLL_OPEN && c->value > 1 && c->form == TOLL_EXACT && c->status == TOLL_ASSERTED) {
      if (!largest) return d;
      if (!best || c->value > best->claim.value) best = d;
    }
  }
  return best;
}

/* What was told of the set since: "four were freed"; no more than the set. */
static int64_t told_since(const toll_scanner *x, const struct draft *set, uint32_t before) {
  int64_t sum = 0;
  for (const struct draft *d = set + 1; d < x->drafts + x->draft_count; d++)
    if (!d->subset && d->claim.harm != set->claim.harm && d->claim.count_span.from < before &&
        d->claim.value != TOLL_OPEN && __builtin_add_overflow(sum, d->claim.value, &sum))
      return set->claim.value;
  return sum;
}

/* The person last told of alone: of whom "he" is taken to speak. */
static const struct draft *last_person(const toll_scanner *x, uint32_t before) {
  for (size_t i = x->draft_count; i-- > 0 && i + 400 > x->draft_count;) {
    const struct draft *d = x->drafts + i;
    if (d->claim.value == 1 && d->claim.harm < TOLL_DESTROYED && d->claim.count_span.from < before) return d;
  }
  return NULL;
}

/* That harm was told already of the person who `he` is, or of others when nobody
 * nearer than they was harmed in another way. */
static bool told(const toll_scanner *x, const struct draft *he, unsigned harm) {
  bool near = he && he->sentence + 1 >= x->sentence_no && he->claim.harm != harm;
  for (size_t i = x->draft_count; i-- > 0 && i + 400 > x->draft_count;) {
    const struct draft *d = x->drafts + i;
    if (d->claim.harm != harm) continue;
    if (!near || d > he || span_meets(d->claim.count_span, he->claim.count_span)) return true;
  }
  return false;
}

/* One person whom a sentence tells of up to item `end`, in no phrase: "a clerk was
 * walking home when she"; or -1. */
static int one_told(const struct sentence *s, int end) {
  int before = -1; /* the kind of the item before that is not quiet */
  for (int k = 0; k < end; k++) {
    const struct item *it = s->items + k;
    bool phrase = before == ITEM_PREP;
    if (!item_quiet(it->kind)) before = it->kind;
    if (it->kind != ITEM_NOUN || it->pronoun || it->time || phrase) continue;
    bool person = item_tag(it, TAG_PERSON) || token_tag(s->tokens + it->head, TAG_STAFF) || it->name;
    bool counted = item_counted(s, it);
    bool one = counted ? s->figures[it->figure].value == 1 : it->indefinite || it->definite || it->name;
    bool staff = item_tag(it, TAG_COLLECTIVE) && (counted || it->indefinite); /* "1 staff" */
    if (person && one && (!it->plural || staff) && !item_tag(it, TAG_ORG) && !item_tag(it, TAG_ATTACKER)) return k;
  }
  return -1;
}

static const uint32_t joints = 1u << ITEM_AND | 1u << ITEM_COMMA; /* of a list */

/* Whether the group at noun item k can stand for more than one: with a number of its own or
 * behind its "of", as a word for a pair, or as the last of a list. */
static bool may_be_some(const struct sentence *s, int k) {
  const struct item *it = s->items + k;
  bool numbers = s->figure_count || sentence_has(s, TAG_PAIR);
  return it->figure >= 0 || item_tag(it, TAG_PAIR) || (numbers && relate_of(s, k) >= 0) ||
         (item_left(s, k) >= 0 && joints >> s->items[item_left(s, k)].kind & 1);
}

/* The people counted as the subject of the first finite verb before item `end`: "two
 * clerks and a driver were on the road when they"; 0 where there are none or but one. */
static int64_t some_told(const struct sentence *s, int end, uint32_t *classes) {
  int v = 0;
  uint32_t kinds = 0; /* of the items before the verb */
  for (; v < end && !(s->items[v].kind == ITEM_VERB && s->items[v].finite); v++) kinds |= 1u << s->items[v].kind;
  bool number = v < end && s->figure_count && s->figures[0].from < s->items[v].from;
  bool some = number || kinds & joints || sentence_has(s, TAG_PAIR);
  int k = v < end && some ? relate_subject(s, v) : -1;
  struct mention list[GROUP_MENTIONS];
  int n = k >= 0 && k < v && may_be_some(s, k) ? group_mentions(s, k, true, list) : 0;
  int64_t sum = 0;
  *classes = 0;
  for (int i = 0; i < n; i++) {
    if (list[i].form != TOLL_EXACT || list[i].headless || !group_suits(list + i, TOLL_KILLED)) return 0;
    if (list[i].part_of < 0 && __builtin_add_overflow(sum, list[i].value, &sum)) return 0;
    *classes = i ? *classes & list[i].classes : list[i].classes;
  }
  return sum > 1 ? sum : 0;
}

void anaphora_remember(toll_scanner *x) {
  uint32_t classes;
  int k = one_told(&x->s, x->s.item_count);
  int64_t some = some_told(&x->s, x->s.item_count, &classes);
  if (some) x->some = some, x->some_classes = classes, x->some_sentence = x->sentence_no;
  if (k >= 0) x->someone = x->s.items[k].classes, x->someone_sentence = x->sentence_no;
}

/* "they were abducted", of people counted before who were not harmed so far. */
static bool some_people(const toll_scanner *x, int k, unsigned harm, struct mention *m) {
  const struct item *it = x->s.items + k;
  if (!it->pronoun || it->other || harm >= TOLL_DESTROYED) return false;
  for (size_t i = x->draft_count; i-- > 0 && x->drafts[i].sentence + 3 > x->sentence_no;)
    if (x->drafts[i].claim.harm == harm || x->drafts[i].claim.value > 1) return false;
  uint32_t classes;
  int64_t some = some_told(&x->s, k, &classes);
  if (!some && x->asked) *x->asked = true;
  bool near = x->some_sentence && x->some_sentence + 2 >= x->sentence_no;
  if (!some && !near) return false;
  if (!some) some = x->some, classes = x->some_classes;
  char text[64];
  int len = snprintf(text, sizeof text, "all of %lld", (long long)some);
  *m = (struct mention){.item = k, .part_of = -1, .value = some, .low = some, .high = some, .form = TOLL_EXACT};
  m->unit = TOLL_PERSON;
  m->classes = classes;
  m->count = m->whole = m->who = sentence_span(&x->s, it->from, it->to);
  m->known = m->headless = true;
  m->derived = arena_copy(x->s.arena, (toll_slice){text, len > 0 ? (size_t)len : 0});
  return true;
}

/* Somebody of whom nothing was told but that there is somebody; *classes are theirs. */
static bool unharmed_before(const toll_scanner *x, int k, uint32_t *classes) {
  int here = one_told(&x->s, k);
  if (here < 0 && x->asked) *x->asked = true;
  bool near = x->someone_sentence && x->someone_sentence + 2 >= x->sentence_no;
  if (here < 0 && !near) return false;
  *classes = here >= 0 ? x->s.items[here].classes : x->someone;
  return true;
}

/* "he was gunned down": one, where the harm was not told before. */
static bool one_person(const toll_scanner *x, int k, unsigned harm, struct mention *m) {
  const struct item *it = x->s.items + k;
  toll_span span = sentence_span(&x->s, it->from, it->to);
  bool self = item_tag(it, TAG_ATTACKER); /* "killing only himself": told of nobody before */
  const struct draft *he = self ? NULL : last_person(x, span.from);
  uint32_t classes = he ? he->claim.classes : 0;
  bool known = (!self && !he && unharmed_before(x, k, &classes)) || he;
  known = known || (harm == TOLL_WOUNDED && !x->draft_count); /* "he sustained minor injuries" */
  if (harm >= TOLL_DESTROYED || (!known && harm != TOLL_KILLED) || (!self && told(x, he, harm))) return false;
  if (harm == TOLL_WOUNDED && (!known || (he && he->claim.harm == TOLL_KILLED)))
    return false; /* "he was shot", "he was beaten": how the harm told before was done */
  *m = mention_one(k, span);
  m->known = true;
  m->headless = true;
  m->tags[0] = it->tags[0], m->tags[1] = it->tags[1];
  m->classes = classes;
  return true;
}

static bool their_bodies(const struct item *it) {
  return it->kind == ITEM_NOUN && it->possessive && it->figure < 0 && it->plural && item_tag(it, TAG_BODYWORD);
}

/* "all the miners", "both drivers", "the victims": a group without a number that
 * takes up a set named before. */
static bool takes_up(const struct sentence *s, const struct item *it) {
  if (it->pronoun) return item_tag(it, TAG_COLLECTIVE);
  if (their_bodies(it)) return true;
  const struct token *first = s->tokens + it->from;
  if (it->kind != ITEM_NOUN || it->figure >= 0 || it->possessive || it->possessed > it->from || it->name) return false;
  return it->plural && it->definite && !it->other && !it->harm && first->pos == POS_DET;
}

/* The group at item it can be the people of the set: it has a word or class of theirs,
 * or calls the abducted hostages or victims. */
static bool same_kind(const toll_scanner *x, const struct item *it, const struct draft *set) {
  if (it->pronoun) return true;
  const struct token *head = x->s.tokens + it->head;
  toll_slice who = set->claim.who, word = {x->s.text + head->at, head->len};
  if (who.at && word.len > 3 && memmem(who.at, who.len, word.at, word.len)) return true;
  if (it->classes & set->claim.classes) return true;
  unsigned harm = set->claim.harm;
  bool captive = harm == TOLL_ABDUCTED || harm == TOLL_DETAINED || harm == TOLL_MISSING;
  bool staff = token_tag(head, TAG_STAFF) && set->claim.classes >> TOLL_AID_WORKER & 1;
  return item_tag(it, TAG_LIFE) || staff ||
         (captive && (their_bodies(it) || item_tag(it, TAG_CAPTIVITY) || it->classes >> TOLL_PRISONER & 1));
}

/* Such people were counted with that harm already, so that "the inmates died" tells of those. */
static bool counted_before(const toll_scanner *x, const struct item *it, unsigned harm) {
  for (size_t i = x->draft_count; i-- > 0 && x->drafts[i].sentence + 2 >= x->sentence_no;)
    if (x->drafts[i].claim.harm == harm && !x->drafts[i].single && same_kind(x, it, x->drafts + i)) return true;
  return false;
}

bool anaphora_mention(const toll_scanner *x, int k, unsigned harm, struct mention *m) {
  const struct item *it = x->s.items + k;
  if (relate_one_before(it)) return one_person(x, k, harm, m);
  if (!takes_up(&x->s, it) || item_kind(&x->s, k + 1) == ITEM_RELATIVE) return false;
  toll_span span = sentence_span(&x->s, it->from, it->to);
  bool rest = it->other;
  const struct draft *set = last_set(x, harm, span.from, rest);
  if (!set && some_people(x, k, harm, m)) return true;
  if (!set || !same_kind(x, it, set) || (!it->pronoun && counted_before(x, it, harm))) return false;
  int64_t gone = rest ? told_since(x, set, span.from) : 0, value = set->claim.value - gone;
  if (value < 1 || (rest && !gone)) return false;
  char text[64];
  int len = rest ? snprintf(text, sizeof text, "%lld - %lld", (long long)set->claim.value, (long long)gone)
                 : snprintf(text, sizeof text, "all of %lld", (long long)value);
  *m = (struct mention){.item = k, .part_of = -1, .value = value, .low = value, .high = value, .form = TOLL_EXACT};
  m->unit = set->claim.unit;
  m->classes = set->claim.classes;
  m->count = m->whole = m->who = span;
  m->known = true;
  m->tags[0] = set->tags[0], m->tags[1] = set->tags[1];
  m->headless = true;
  m->derived = arena_copy(x->s.arena, (toll_slice){text, len > 0 ? (size_t)len : 0});
  return true;
}

/* "Two were kidnapped; later found dead": a verb without a subject goes on with
 * the people counted right before it, whose own words stay the words of the count. */
bool anaphora_elided(const toll_scanner *x, int trigger, unsigned harm, struct mention *m) {
  const struct sentence *s = &x->s;
  int left = item_left(s, trigger); /* "presumed killed" */
  if (item_kind(s, left) == ITEM_VERB && s->items[left].voice == VOICE_BARE) left = item_left(s, left);
  int before = item_kind(s, left);
  const struct draft *set = x->draft_count ? x->drafts + x->draft_count - 1 : NULL;
  bool joint = before == ITEM_BREAK || before == ITEM_OPEN || before == ITEM_COMMA || before == ITEM_AND;
  bool opens = left < 0 && s->items[trigger].voice == VOICE_BARE && !s->heading;
  bool next = opens && set && set->sentence + 1 == x->sentence_no; /* "… were kidnapped.  Later found dead." */
  if (!set || (!next && (set->sentence != x->sentence_no || !joint)) || set->claim.harm == harm ||
      set->claim.harm >= TOLL_DESTROYED)
    return false;
  const toll_claim *c = &set->claim;
  if (c->form != TOLL_EXACT || c->value < 1 || set->subset) return false;
  char text[64];
  int len = snprintf(text, sizeof text, "the same %lld", (long long)c->value);
  int item = next ? trigger : set->victim_item; /* items live no longer than their sentence */
  *m = (struct mention){.item = item, .part_of = -1, .value = c->value, .low = c->low, .high = c->high};
  m->form = TOLL_EXACT;
  m->unit = c->unit;
  m->classes = c->classes;
  m->count = c->count_span;
  m->whole = set->victim;
  m->known = m->headless = true;
  m->single = set->single;
  m->derived = arena_copy(s->arena, (toll_slice){text, len > 0 ? (size_t)len : 0});
  return true;
}
