/* What stands behind a word: the object of a verb, the phrase behind a preposition, or
 * nothing; and a pronoun for what stood before. */
#include "extract/relate.h"

int relate_object(const struct sentence *s, int v) {
  int phrases = 0;
  for (int i = v + 1; i < s->item_count; i++) {
    const struct item *it = s->items + i;
    switch (it->kind) {
    case ITEM_NOUN:
      if (relate_is_time(s, i) && it->figure < 0) break;
      return i;
    case ITEM_PREP: {
      int n = item_right(s, i), next = item_right(s, n); /* "killed in the raid 12 people" */
      if (phrases++ || item_kind(s, n) != ITEM_NOUN || item_kind(s, next) != ITEM_NOUN || s->items[next].figure < 0)
        return -1;
      i = n;
      break;
    }
    case ITEM_ADVERB:
    case ITEM_QUOTE:
    case ITEM_ADJ:
      break;
    default:
      return -1;
    }
  }
  return -1;
}

/* "the kidnapping and murder of three clerks": from the harm at k to the last of those it is
 * joined with, which have the phrase behind them in common; k itself where there are none. */
static int last_of_joined(const struct sentence *s, int k) {
  for (int guard = 0; guard < 4; guard++) {
    int j = item_right(s, k);
    if (item_kind(s, j) == ITEM_COMMA) j = item_right(s, j);
    if (item_kind(s, j) == ITEM_AND) j = item_right(s, j);
    const struct item *it = j < s->item_count ? s->items + j : NULL;
    if (!it || j == item_right(s, k) || it->kind != ITEM_NOUN || !it->reading || !it->reading->harm || !it->bare)
      return k;
    k = j;
  }
  return k;
}

/* A group of people that needs no "of" to say who they are. */
static bool ends_in_doers(const struct sentence *s, int k) {
  const struct item *it = s->items + k;
  bool open = item_tag(it, TAG_GROUP) || item_tag(it, TAG_PART) || item_tag(it, TAG_QUANTITY) || it->figure >= 0;
  return !open && it->plural &&
         (item_tag(it, TAG_PERSON) || item_tag(it, TAG_ATTACKER) || item_tag(it, TAG_COLLECTIVE));
}

static bool beside(int kind) {
  return kind == ITEM_ADVERB || kind == ITEM_QUOTE || kind == ITEM_OPEN || kind == ITEM_CLOSE;
}

/* "the murder in Hara of a clerk", "the death on 3 May of three": a phrase of place or time,
 * and no "in the village of". */
static bool setting(const struct sentence *s, int i) {
  int n = item_right(s, i);
  if (item_kind(s, i) != ITEM_PREP || item_kind(s, n) != ITEM_NOUN || s->items[n].figure >= 0) return false;
  return relate_is_time(s, n) || (s->items[n].name && s->items[n].bare);
}

int relate_preposition(const struct sentence *s, int k, enum slot slot) {
  bool joined = slot == SLOT_OF && item_kind(s, k) == ITEM_NOUN && s->items[k].figure < 0;
  if (joined) k = last_of_joined(s, k);
  for (int i = k + 1, n = 0; i < s->item_count && n < 10; i++, n++) {
    int c = item_kind(s, i);
    if (relate_is(s, i, slot)) {
      int noun = item_right(s, i);
      return item_kind(s, noun) == ITEM_NOUN ? noun : -1;
    }
    if (c == ITEM_BREAK || c == ITEM_RELATIVE || c == ITEM_SUBORDINATE || c == ITEM_SUBSET) return -1;
    bool describes = c == ITEM_VERB && s->items[i].voice == VOICE_BARE && item_kind(s, item_left(s, i)) == ITEM_NOUN;
    if (c == ITEM_VERB && slot != SLOT_AS && !describes) return -1; /* "the number of homes | destroyed" */
    bool by = slot == SLOT_OF && relate_is(s, i, SLOT_BY) && item_kind(s, item_right(s, i)) == ITEM_NOUN;
    if (by && ends_in_doers(s, item_right(s, i)))
      i = item_right(s, i); /* "the murder by gunmen of a clerk" */
    else if (slot == SLOT_OF && setting(s, i))
      i = item_right(s, i);
    else if (slot == SLOT_OF && !beside(c) && !relate_is_time(s, i))
      return -1;
  }
  return -1;
}

bool relate_dies_alone(const struct sentence *s, int v) {
  if (!token_tag(s->tokens + s->items[v].head, TAG_INTRANSITIVE)) return false;
  for (int i = v + 1; i < s->item_count && s->items[i].kind != ITEM_BREAK; i++) {
    if (s->items[i].kind == ITEM_SUBORDINATE || s->items[i].kind == ITEM_AND) return true;
    if (s->items[i].kind == ITEM_VERB && s->items[i].finite) return false;
  }
  return true;
}

bool relate_one_before(const struct item *it) {
  return it->pronoun && item_tag(it, TAG_PERSON) && !item_tag(it, TAG_COLLECTIVE) &&
         (item_tag(it, TAG_SELF) || item_tag(it, TAG_ATTACKER));
}
