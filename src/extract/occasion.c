/* What a protest is held over.
 *
 * "Nurses marched against the killing of two doctors" reports a march: the dead are
 * why it was held, and belong to another report.  The phrase that names the occasion
 * hangs on a word of protest: behind it ("rallied over", "a vigil for", "to denounce")
 * or before it, at the head of the sentence ("After the death of a pupil, crowds
 * demonstrated"). */
#include "extract/reader.h"

static bool says(const struct sentence *s, int k, enum tag tag) {
  return k >= 0 && k < s->item_count && token_tag(s->tokens + s->items[k].head, tag);
}

/* A word that opens a phrase of occasion: a preposition or conjunction, or a verb that
 * hangs on another ("to denounce", "demanding justice for"). */
static bool opens(const struct sentence *s, int k) {
  const struct item *it = s->items + k;
  if (!says(s, k, TAG_OCCASION)) return false;
  return it->kind == ITEM_PREP || it->kind == ITEM_SUBORDINATE ||
         (it->kind == ITEM_VERB && (it->infinitive || it->gerund));
}

/* Nothing between items a and b begins another statement of the sentence. */
static bool one_phrase(const struct sentence *s, int a, int b) {
  for (int i = a + 1; i < b; i++) {
    int c = s->items[i].kind;
    if (c == ITEM_BREAK || c == ITEM_COMMA) return false;
    bool told = c == ITEM_VERB && s->items[i].finite && s->items[a].kind == ITEM_PREP && !says(s, a, TAG_SUBORDINATE);
    if (told && item_kind(s, item_left(s, i)) != ITEM_RELATIVE) return false;
    if (c == ITEM_AND && item_kind(s, item_right(s, i)) == ITEM_VERB) return false;
  }
  return true;
}

/* Item o, the opening of a phrase, hangs on a word of protest before it: on a verb, on a
 * protest (that was held), or right on those who protest. */
static bool hangs_on_protest(const struct sentence *s, int o) {
  bool told = false; /* a verb that tells something else */
  for (int i = o - 1; i >= 0 && s->items[i].kind != ITEM_BREAK; i--) {
    const struct item *it = s->items + i;
    if (it->kind == ITEM_VERB && says(s, i, TAG_PROTEST)) return !told;
    if (it->kind == ITEM_NOUN && says(s, i, TAG_PROTEST))
      return item_tag(it, TAG_PERSON) ? item_right(s, i) == o : !told;
    if (it->kind != ITEM_VERB) continue;
    if (it->reading && it->reading->harm) return false;
    told |= it->finite && it->voice == VOICE_ACTIVE;
  }
  return false;
}

/* "After the death of a pupil, crowds demonstrated". */
static bool at_the_head(const struct sentence *s, int o, int t) {
  if (item_left(s, o) >= 0) return false;
  int i = t;
  while (i < s->item_count && s->items[i].kind != ITEM_COMMA && s->items[i].kind != ITEM_BREAK) i++;
  if (item_kind(s, i) != ITEM_COMMA) return false;
  for (i++; i < s->item_count && s->items[i].kind != ITEM_BREAK; i++) {
    if (s->items[i].kind == ITEM_VERB && says(s, i, TAG_PROTEST)) return true;
    if (s->items[i].kind == ITEM_VERB && s->items[i].reading && s->items[i].reading->harm) return false;
  }
  return false;
}

/* "protested the killing of 3": the deed itself is what the protest is about. */
static bool protested(const struct sentence *s, int t) {
  int v = item_left(s, t);
  return item_kind(s, t) == ITEM_NOUN && item_kind(s, v) == ITEM_VERB && says(s, v, TAG_PROTEST);
}

static bool occasion(const struct sentence *s, const struct draft *d) {
  int t = d->trigger_item;
  if (protested(s, t)) return true;
  for (int o = t - 1; o >= 0 && s->items[o].kind != ITEM_BREAK; o--) {
    if (!opens(s, o)) continue;
    bool clause = s->items[t].kind == ITEM_VERB && s->items[t].voice != VOICE_BARE && s->items[o].kind == ITEM_PREP &&
                  item_left(s, t) != o && !says(s, o, TAG_SUBORDINATE);
    if (clause && item_kind(s, item_left(s, t)) != ITEM_RELATIVE) continue;
    if (one_phrase(s, o, t) && (hangs_on_protest(s, o) || at_the_head(s, o, t))) return true;
  }
  return false;
}

void occasion_read(toll_scanner *x, size_t first) {
  bool protest = sentence_has(&x->s, TAG_PROTEST);
  for (size_t i = first; i < x->draft_count && protest; i++)
    if (!x->drafts[i].subset) x->drafts[i].claim.occasion = occasion(&x->s, x->drafts + i);
}
