/* Relations, found by walking over items.
 *
 * English keeps its subject before and its object behind the verb; what stands
 * between is of few kinds (adverbs, prepositional phrases, appositions, relative
 * clauses), each of which can be stepped over as a whole.  So no tree is built. */
#include "extract/relate_part.h"

int relate_bracket_left(const struct sentence *s, int i) {
  int depth = 0;
  for (; i >= 0; i--) {
    depth += item_kind(s, i) == ITEM_CLOSE;
    depth -= item_kind(s, i) == ITEM_OPEN;
    if (depth == 0) return i;
  }
  return -1;
}

bool relate_own_verb(const struct sentence *s, int k) {
  int j = item_right(s, k);
  while (item_kind(s, j) == ITEM_PREP && item_kind(s, item_right(s, j)) == ITEM_NOUN)
    j = item_right(s, item_right(s, j));
  const struct item *it = item_at(s, j);
  if (!it || it->kind != ITEM_VERB) return item_kind(s, j) == ITEM_ADJ && s->items[j].harm && s->items[k].figure >= 0;
  return it->finite || (it->voice == VOICE_BARE && it->reading && it->reading->harm);
}

int relate_owner(const struct sentence *s, int k) {
  while (item_kind(s, k) == ITEM_NOUN) {
    int p = item_left(s, k);
    if (item_kind(s, p) != ITEM_PREP) return k;
    int n = item_left(s, p);
    if (item_kind(s, n) != ITEM_NOUN) return k;
    k = n;
  }
  return k;
}

int relate_relative(const struct sentence *s, int i) {
  for (int k = i - 1, n = 0; k >= 0 && n < 16; k--, n++) {
    int c = item_kind(s, k);
    if (c == ITEM_RELATIVE) return k;
    if (c == ITEM_BREAK || c == ITEM_SUBORDINATE || c == ITEM_COMMA) return -1;
  }
  return -1;
}

bool relate_includes(const struct sentence *s, int i) {
  const struct item *it = item_at(s, i);
  return it && (it->kind == ITEM_SUBSET || (it->kind == ITEM_VERB && it->gerund && item_tag(it, TAG_INCLUDE)));
}

/* "in Baku and Ganja": b goes on the phrase that a stands in. */
static bool same_sort(const struct sentence *s, int a, int b) {
  const struct item *x = item_at(s, a), *y = item_at(s, b);
  if (!x || !y || y->kind != ITEM_NOUN || y->figure >= 0 || relate_own_verb(s, b)) return false;
  bool person = item_tag(x, TAG_PERSON) || item_tag(x, TAG_KIN),
       other = item_tag(y, TAG_PERSON) || item_tag(y, TAG_KIN) || y->possessive;
  return x->name == y->name && x->indefinite == y->indefinite && person == other;
}

/* From an opening bracket to the item behind its closing one; i itself when it is none. */
static int over_bracket(const struct sentence *s, int i) {
  if (item_kind(s, i) != ITEM_OPEN) return i;
  for (int k = i + 1; k < s->item_count; k++)
    if (item_kind(s, k) == ITEM_CLOSE) return item_right(s, k);
  return i;
}

int relate_after_phrases(const struct sentence *s, int k) {
  int j = over_bracket(s, item_right(s, k));
  while (item_kind(s, j) == ITEM_PREP) {
    int n = item_right(s, j);
    if (item_kind(s, n) != ITEM_NOUN) break;
    j = item_right(s, n);
    while (item_kind(s, j) == ITEM_AND && same_sort(s, n, item_right(s, j))) j = item_right(s, item_right(s, j));
  }
  return j;
}
