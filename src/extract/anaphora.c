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
    if (c->count_span.from >= before || d->subset || c->harm == harm || c->harm >= TOLL_DESTROYED) continue;
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

/* "he was gunned down": one, where the harm was not told before. */
static bool one_person(const toll_scanner *x, int k, unsigned harm, struct mention *m) {
  const struct item *it = x->s.items + k;
  bool self = item_tag(it, TAG_ATTACKER); /* "killing only himself": told of nobody before */
  if (harm != TOLL_KILLED) return false;
  for (size_t i = x->draft_count; i-- > 0 && i + 400 > x->draft_count && !self;)
    if (x->drafts[i].claim.harm == harm) return false;
  *m = mention_one(k, sentence_span(&x->s, it->from, it->to));
  m->known = true;
  m->headless = true;
  m->tags[0] = it->tags[0], m->tags[1] = it->tags[1];
  return true;
}

/* "The hostages were later shot": those counted before as taken, by the same word, by
 * one for captives or as the victims. */
static const struct draft *taken(const toll_scanner *x, int k, unsigned harm) {
  const struct item *it = x->s.items + k;
  if (harm != TOLL_KILLED || !it->definite || it->pronoun || it->figure >= 0 || !it->plural || it->possessive ||
      !item_tag(it, TAG_PERSON))
    return NULL;
  const struct draft *set = last_set(x, harm, x->s.tokens[it->from].at, false);
  if (!set || (set->claim.harm != TOLL_ABDUCTED && set->claim.harm != TOLL_DETAINED && set->claim.harm != TOLL_MISSING))
    return NULL;
  bool victims = item_tag(it, TAG_LIFE) || item_tag(it, TAG_CAPTIVITY);
  toll_slice head = sentence_text(&x->s, it->head, it->head + 1), who = set->claim.who;
  bool same = who.at && who.len >= head.len && memcmp(who.at + who.len - head.len, head.at, head.len) == 0;
  return victims || same ? set : NULL;
}

bool anaphora_mention(const toll_scanner *x, int k, unsigned harm, struct mention *m) {
  const struct item *it = x->s.items + k;
  const struct draft *set = taken(x, k, harm);
  if (!set && !(it->pronoun && (item_tag(it, TAG_COLLECTIVE) || relate_one_before(it)))) return false;
  if (!set && !item_tag(it, TAG_COLLECTIVE)) return one_person(x, k, harm, m);
  toll_span span = sentence_span(&x->s, it->from, it->to);
  bool rest = it->other && !set;
  if (!set) set = last_set(x, harm, span.from, rest);
  if (!set) return false;
  int64_t gone = rest ? told_since(x, set, span.from) : 0, value = set->claim.value - gone;
  if (value < 1 || (rest && !gone)) return false;
  char text[64];
  int len = rest ? snprintf(text, sizeof text, "%lld - %lld", (long long)set->claim.value, (long long)gone)
                 : snprintf(text, sizeof text, "all of %lld", (long long)value);
  *m = (struct mention){.item = k,
                        .part_of = -1,
                        .value = value,
                        .low = value,
                        .high = value,
                        .form = TOLL_EXACT,
                        .unit = set->claim.unit,
                        .classes = set->claim.classes};
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
  int before = item_kind(s, item_left(s, trigger));
  const struct draft *set = x->draft_count ? x->drafts + x->draft_count - 1 : NULL;
  bool joint = before == ITEM_BREAK || before == ITEM_COMMA || before == ITEM_AND;
  if (!set || set->sentence != x->sentence_no || !joint || set->claim.harm == harm || set->claim.harm >= TOLL_DESTROYED)
    return false;
  const toll_claim *c = &set->claim;
  if (c->form != TOLL_EXACT || c->value < 1 || set->subset) return false;
  char text[64];
  int len = snprintf(text, sizeof text, "the same %lld", (long long)c->value);
  *m = (struct mention){.item = set->victim_item, .part_of = -1, .value = c->value, .low = c->low, .high = c->high};
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
