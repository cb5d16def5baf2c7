/* Sources and their reach.
 *
 * A source is somebody who can speak beside a word of saying: "X said that …",
 * "…, X said", "…, said X", "… reported by X", "according to X".  Where the word
 * of saying has its content behind it, the source reaches forward to the next
 * semicolon or to the next source's own words; where it closes a clause, it
 * reaches back over it.  A source that begins right behind another one's word of
 * saying stands inside it: the inner one makes the claim, the outer passes it on. */
#include "extract/attribution.h"

#include "extract/relate.h"

static const struct item *item(const struct sentence *s, int i) {
  return s->items + i;
}
static bool is(const struct sentence *s, int i, int kind) {
  return item_kind(s, i) == kind;
}
static char mark_of(const struct sentence *s, int i) {
  return is(s, i, ITEM_BREAK) ? s->tokens[item(s, i)->from].mark : 0;
}

/* "that" before a clause of content, and not "while", "as". */
static bool complementizer(const struct sentence *s, int i) {
  return is(s, i, ITEM_SUBORDINATE) && token_tag(s->tokens + item(s, i)->from, TAG_RELATIVE);
}

/* --- words --------------------------------------------------------------- */

static bool has_kind(const struct sentence *s, const struct item *it) {
  for (int i = it->possessed; i < it->to; i++) {
    const struct token *t = s->tokens + i;
    const struct reading *r = t->form ? pack_readings(s->pack, t->form) : NULL;
    for (uint32_t k = 0; r && k < t->form->count; k++)
      if (r[k].kind) return true;
  }
  return false;
}

bool attribution_can_speak(const struct sentence *s, int k) {
  if (!is(s, k, ITEM_NOUN) || relate_is_time(s, k)) return false;
  const struct item *it = item(s, k);
  bool person = item_tag(it, TAG_PERSON) || item_tag(it, TAG_ORG) || item_tag(it, TAG_SPEAKER);
  if (it->pronoun) return item_tag(it, TAG_SELF) || item_tag(it, TAG_OTHER) || item_tag(it, TAG_PERSON);
  if (item_counted(s, it)) return person;
  if (person || it->name) return true;
  if (item_tag(it, TAG_EVENT) || item_tag(it, TAG_TOLL) || it->harm) return false;
  return !it->reading || it->reading->kind || item_tag(it, TAG_PART) || item_tag(it, TAG_KIN) ||
         item_tag(it, TAG_GROUP) || has_kind(s, it);
}

/* Beside a plain verb of saying any thing speaks that is no event: "the video said". */
static bool voices(const struct sentence *s, int k, const struct item *verb) {
  if (attribution_can_speak(s, k)) return true;
  if (!is(s, k, ITEM_NOUN) || relate_is_time(s, k) || item_tag(verb, TAG_CAUSE) || item_tag(verb, TAG_BRING) ||
      item_tag(verb, TAG_CLAIM) || item_tag(verb, TAG_VOICE))
    return false;
  const struct item *it = item(s, k);
  return it->reading && it->figure < 0 && !it->pronoun && !it->harm && !it->reading->harm && !item_tag(it, TAG_EVENT) &&
         !item_tag(it, TAG_TOLL);
}

/* A noun item that is a verb of saying behind its subject: "the agency also reports that". */
static const struct reading *verb_like(const struct sentence *s, int k) {
  const struct item *it = item(s, k);
  const struct token *t = s->tokens + it->from;
  if (k < 1 || it->to != it->from + 1 || !t->form || !(t->form->pos >> POS_VERB & 1)) return NULL;
  const struct reading *r = token_reading_tag(s, t, POS_VERB, TAG_REPORT);
  int left = item_kind(s, k - 1), next = item_right(s, k);
  bool edge = left == ITEM_ADVERB || left == ITEM_COMMA || left == ITEM_CLOSE || left == ITEM_QUOTE;
  bool content = complementizer(s, next) ||
                 (is(s, next, ITEM_NOUN) && next == k + 1 && (item(s, next)->definite || item(s, next)->figure >= 0));
  return r && r->inflection & INFL_THIRD && edge && content ? r : NULL;
}

/* Says something only beside a quotation, or of a text: "she continued", "supplied a list". */
static bool quoting(const struct sentence *s, int v) {
  int left = v - 1;
  while (is(s, left, ITEM_ADVERB) || is(s, left, ITEM_NOUN)) left--;
  return is(s, left, ITEM_QUOTE) || is(s, v + 1, ITEM_QUOTE);
}

static bool voiced(const struct sentence *s, int v) {
  int object = item_right(s, v);
  if (is(s, object, ITEM_NOUN) && (item_tag(item(s, object), TAG_SPEAKER) || item_tag(item(s, object), TAG_TOLL)))
    return true;
  return quoting(s, v);
}

/* A verb group that says something, and no "to testify", "did not say". */
static bool saying(const struct sentence *s, int v) {
  if (is(s, v, ITEM_NOUN)) return verb_like(s, v) != NULL;
  if (!is(s, v, ITEM_VERB)) return false;
  const struct item *it = item(s, v);
  if (!it->reading || it->reading->harm || it->infinitive) return false;
  if (!item_tag(it, TAG_REPORT))
    return item_tag(it, TAG_VOICE) && it->voice != VOICE_PASSIVE && !it->negated && voiced(s, v);
  return !it->negated || item_tag(it, TAG_DENY);
}

int attribution_words_end(const struct sentence *s, int k, bool any_phrase) {
  int end = k + 1;
  for (int guard = 0; guard < 6; guard++) {
    int p = end;
    if (!is(s, p, ITEM_PREP) || item_tag(item(s, p), TAG_CUE)) break;
    if (!any_phrase && !relate_is(s, p, SLOT_OF) && !relate_is(s, p, SLOT_FOR)) break;
    if (!is(s, p + 1, ITEM_NOUN) || relate_is_time(s, p + 1) || item(s, p + 1)->figure >= 0) break;
    end = p + 2;
  }
  return end;
}

static int skip_bracket(const struct sentence *s, int i) {
  for (int depth = 0; i >= 0; i--) {
    depth += is(s, i, ITEM_CLOSE);
    depth -= is(s, i, ITEM_OPEN);
    if (depth <= 0) return i - 1;
  }
  return -1;
}

/* --- the subject of a verb of saying -------------------------------------- */

struct subject {
  int noun, other, first;
};

/* Two nouns beside each other in commas, of which one explains the other. */
static bool apposed(const struct sentence *s, int n) {
  return is(s, n, ITEM_NOUN) && attribution_can_speak(s, n) && !item_counted(s, item(s, n)) && !item(s, n)->pronoun;
}

/* Goes left over "N of N in N" to the first noun. */
static int phrase_owner(const struct sentence *s, int k) {
  for (int guard = 0; guard < 6; guard++) {
    int p = item_left(s, k), n = item_left(s, p);
    if (!is(s, p, ITEM_PREP) || item_tag(item(s, p), TAG_CUE) || !is(s, n, ITEM_NOUN)) return k;
    k = n;
  }
  return k;
}

/* "police and hospital officials": the first conjunct of the subject at k. */
static int first_conjunct(const struct sentence *s, int k) {
  for (int guard = 0; guard < 6; guard++) {
    int and = item_left(s, k), left = item_left(s, and);
    bool comma = is(s, and, ITEM_COMMA);
    if (!is(s, and, ITEM_AND) && !(comma && guard)) return k;
    while (is(s, left, ITEM_CLOSE)) left = skip_bracket(s, left);
    if (!is(s, left, ITEM_NOUN) && !is(s, left, ITEM_ADJ)) return k;
    int owner = is(s, left, ITEM_NOUN) ? phrase_owner(s, left) : left, before = item_left(s, owner);
    if (item_counted(s, item(s, owner)) || (is(s, owner, ITEM_NOUN) && relate_is_time(s, owner))) return k;
    if (is(s, before, ITEM_VERB) || is(s, before, ITEM_PREP) || is(s, before, ITEM_AND)) return k;
    if (comma && !attribution_can_speak(s, owner)) return k;
    k = owner;
  }
  return k;
}

/* The noun at k, with commas on both sides, may explain the one left of it. */
static struct subject with_apposition(const struct sentence *s, int k) {
  int comma = item_left(s, k), n = item_left(s, comma);
  struct subject alone = {k, -1, first_conjunct(s, k)};
  if (!is(s, comma, ITEM_COMMA) || !is(s, n, ITEM_NOUN)) return alone;
  int owner = phrase_owner(s, n), before = item_left(s, owner);
  if (is(s, before, ITEM_PREP) ||
      (is(s, before, ITEM_VERB) && item(s, before)->voice == VOICE_ACTIVE && !saying(s, before)) || !apposed(s, owner))
    return alone;
  bool named = item(s, owner)->name;
  if (owner != n && item(s, n)->name && item(s, k)->name)
    return (struct subject){owner, -1, owner}; /* "a letter from Hara, in the south," */
  if (item(s, k)->name && !named) return (struct subject){k, owner, owner};
  return (struct subject){owner, k, owner};
}

/* One step over a phrase that ends at i and belongs to a noun further left. */
static int over_verb(const struct sentence *s, int i) {
  for (int k = i - 1, verb = i, n = 0; k >= 0 && n < 8; k--, n++) {
    if (is(s, k, ITEM_RELATIVE)) return k - 1;
    if (is(s, k, ITEM_BREAK) || is(s, k, ITEM_SUBORDINATE)) break;
    if (!is(s, k, ITEM_VERB)) continue;
    if (!item(s, verb)->infinitive && !item(s, verb)->gerund) break;
    verb = k; /* "who asked not to be named" */
  }
  const struct item *it = item(s, i);
  return it->voice == VOICE_BARE || it->gerund ? i - 1 : -2;
}

/* "Ali, a teacher who was there, told": the comma that opens an insertion which
 * ends behind item i, where a speaker stands first in the sentence; or -2. */
static int over_insertion(const struct sentence *s, int i) {
  while (i > 0 && !is(s, i, ITEM_COMMA) && !is(s, i, ITEM_BREAK)) i--;
  int n = item_left(s, i);
  if (!is(s, i, ITEM_COMMA) || !attribution_can_speak(s, n)) return -2;
  int before = item_left(s, phrase_owner(s, n));
  return before < 0 || is(s, before, ITEM_BREAK) ? i : -2;
}

/* "…, with some clerks saying": the noun at i is the subject of the verb at v. */
static bool absolute(const struct sentence *s, int i, int v) {
  return is(s, v, ITEM_VERB) && item(s, v)->gerund && item_left(s, v) == i && relate_is(s, item_left(s, i), SLOT_WITH);
}

/* The speaker left of the verb at v; noun is -1 where there is none. */
static struct subject subject_left(const struct sentence *s, int v) {
  struct subject none = {-1, -1, -1};
  bool comma = false, relative = false;
  for (int i = v - 1, guard = 0; i >= 0 && guard < 24; guard++) {
    int left = item_left(s, i);
    switch (item_kind(s, i)) {
    case ITEM_ADVERB:
    case ITEM_QUOTE:
      i--;
      break;
    case ITEM_CLOSE:
      i = skip_bracket(s, i);
      break;
    case ITEM_COMMA:
      comma = true, i--;
      break;
    case ITEM_RELATIVE:
      relative = true, i--;
      break;
    case ITEM_VERB:
      i = comma && over_verb(s, i) == -2 ? over_insertion(s, i) : over_verb(s, i);
      if (i == -2) return none;
      break;
    case ITEM_NOUN:
      if (is(s, left, ITEM_PREP) && !(relative && item_tag(item(s, left), TAG_CUE)) && !absolute(s, i, v))
        i = left - 1;
      else if (relate_is_time(s, i) && item(s, i)->figure < 0)
        i--;
      else if (comma && is(s, left, ITEM_VERB) && over_verb(s, left) != -2)
        i = left; /* "Mr Smith, who lost two brothers, said": the object of another verb */
      else if (voices(s, i, item(s, v)))
        return comma ? with_apposition(s, i) : (struct subject){i, -1, first_conjunct(s, i)};
      else if (comma && is(s, left, ITEM_COMMA))
        i = left;
      else if (is(s, i - 1, ITEM_NOUN))
        i--;
      else if (is(s, left, ITEM_AND) && is(s, item_left(s, item_left(s, left)), ITEM_PREP)) /* "from Hara and Benu" */
        i = item_left(s, left);
      else
        return none;
      break;
    default:
      return none;
    }
  }
  return none;
}

/* "…, said the mayor": the speaker right of the verb, or -1. */
static int subject_right(const struct sentence *s, int v) {
  int n = item_right(s, v), left = v - 1;
  while (is(s, left, ITEM_ADVERB)) left--;
  bool edge = left < 0 || is(s, left, ITEM_COMMA) || is(s, left, ITEM_QUOTE) || is(s, left, ITEM_BREAK);
  if (!edge || item_tag(item(s, v), TAG_TELL) || (item_tag(item(s, v), TAG_VOICE) && !quoting(s, v)) ||
      !attribution_can_speak(s, n) || item(s, n)->pronoun)
    return -1;
  int after = attribution_words_end(s, n, true);
  while (is(s, after, ITEM_AND) && is(s, after + 1, ITEM_NOUN)) after = attribution_words_end(s, after + 1, true);
  if (complementizer(s, after)) return -1;
  return is(s, after, ITEM_VERB) && item(s, after)->finite ? -1 : n;
}

/* --- what stands behind the verb ------------------------------------------ */

struct behind {
  int next;      /* the item where content may begin */
  int addressee; /* "told AFP" */
  bool closed;   /* no content behind */
};

static struct behind look_behind(const struct sentence *s, int v) {
  struct behind b = {item_right(s, v), -1, false};
  for (int guard = 0; guard < 12; guard++) {
    int j = b.next, after;
    if (is(s, j, ITEM_ADVERB)) {
      b.next = item_right(s, j);
    } else if (is(s, j, ITEM_NOUN) && relate_is_time(s, j) && item(s, j)->figure < 0) {
      b.next = item_right(s, j);
    } else if (is(s, j, ITEM_PREP) && is(s, item_right(s, j), ITEM_NOUN) && !item_tag(item(s, j), TAG_CUE)) {
      b.next = item_right(s, item_right(s, j));
    } else if (b.addressee < 0 && is(s, j, ITEM_NOUN) && item(s, j)->figure < 0 &&
               (attribution_can_speak(s, j) || (item_tag(item(s, v), TAG_TELL) && item(s, j)->pronoun)) &&
               (after = item_right(s, attribution_words_end(s, j, true) - 1),
                !is(s, after, ITEM_VERB) && !is(s, after, ITEM_AND) && !is(s, after, ITEM_RELATIVE))) {
      b.addressee = j;
      b.next = after;
    } else {
      break;
    }
  }
  int k = item_kind(s, b.next);
  bool gerund = k == ITEM_VERB && item(s, b.next)->gerund && b.next != item_right(s, v);
  b.closed = k < 0 || gerund || k == ITEM_COMMA || k == ITEM_CLOSE || k == ITEM_RELATIVE ||
             (k == ITEM_BREAK && mark_of(s, b.next) != ':') || (k == ITEM_SUBORDINATE && !complementizer(s, b.next)) ||
             (k == ITEM_PREP && item_tag(item(s, b.next), TAG_CUE));
  return b;
}

static bool double_quote(const struct sentence *s, int k) {
  return is(s, k, ITEM_QUOTE) && s->tokens[item(s, k)->from].mark == '"';
}
static bool has_parts(const struct sentence *s) {
  return sentence_may_mark(s, ';') || sentence_may_mark(s, '|');
}
static bool parts(const struct sentence *s, int k) {
  return mark_of(s, k) == ';' || mark_of(s, k) == '|';
}

/* Where the clause chain that holds item k begins; a semicolon inside a quotation parts nothing. */
static int chain_start(const struct sentence *s, int k) {
  bool quoted = false;
  if (!has_parts(s)) return 0;
  for (k--; k >= 0; k--) {
    quoted ^= double_quote(s, k);
    if (!quoted && parts(s, k)) return k + 1;
  }
  return 0;
}

static int chain_end(const struct sentence *s, int k) {
  bool quoted = false;
  if (!has_parts(s)) return s->item_count;
  for (; k < s->item_count; k++) {
    quoted ^= double_quote(s, k);
    if (!quoted && parts(s, k)) return k;
  }
  return s->item_count;
}

/* Something is told between from and to: a verb, a number, a word of harm. */
static bool tells(const struct sentence *s, int from, int to) {
  for (int i = from; i < to; i++) {
    const struct item *it = item(s, i);
    if (it->kind == ITEM_VERB || it->kind == ITEM_QUOTE || (it->kind == ITEM_ADJ && it->harm) ||
        (it->kind == ITEM_NOUN && (it->figure >= 0 || it->harm)))
      return true;
  }
  return false;
}

/* --- the shapes of attribution -------------------------------------------- */

static void set_name(const struct sentence *s, struct source *x, int from, int end) {
  x->at = item(s, from)->from;
  x->end = item(s, end - 1)->to;
}

static void set_cue(const struct sentence *s, struct source *x, int cue) {
  x->cue = cue;
  x->cue_at = item(s, cue)->from;
  x->cue_end = item(s, cue)->to;
}

/* A participle behind the noun that it belongs to: "the deaths reported by X". */
static bool by_phrase(const struct sentence *s, int v, struct source *x) {
  const struct item *it = item(s, v);
  bool bare = it->voice == VOICE_BARE;
  int n = bare && !relate_is(s, item_right(s, v), SLOT_BY) ? -1 : relate_preposition(s, v, SLOT_BY);
  if (n < 0 || !attribution_can_speak(s, n) || item_tag(it, TAG_CLAIM)) return false;
  int end = attribution_words_end(s, n, false);
  x->noun = n;
  x->first = n, x->last = end;
  set_name(s, x, n, end);
  bool forward = complementizer(s, item_right(s, end - 1)), content = tells(s, chain_start(s, v), v);
  x->trailing = !forward;
  x->from = forward ? end : chain_start(s, v);
  x->to = chain_end(s, end);
  x->narrow = bare && content;
  if (x->narrow) {
    int owner = item_left(s, v);
    x->from = is(s, owner, ITEM_NOUN) ? phrase_owner(s, owner) : v;
    x->to = v;
  }
  return true;
}

/* A participle that is said of the noun before it, and no saying of theirs: "two
 * people reported killed", "a man accused of", "Ali, described as a guard,". */
static bool said_of(const struct sentence *s, int v) {
  if (!is(s, v, ITEM_VERB)) return false;
  int n = item_right(s, v), comma = item_left(s, v), left = item_left(s, comma);
  if (is(s, n, ITEM_VERB) && !item(s, n)->infinitive && !item(s, n)->gerund && !item(s, n)->perfect) return true;
  if (is(s, n, ITEM_PREP) && item(s, v)->from == item(s, v)->head && relate_is(s, n, SLOT_OF)) return true;
  if (item(s, v)->voice != VOICE_BARE) return false;
  if (is(s, n, ITEM_PREP) && is(s, comma, ITEM_COMMA) && is(s, left, ITEM_NOUN))
    return !is(s, item_left(s, phrase_owner(s, left)), ITEM_COMMA);
  return is(s, n, ITEM_ADJ);
}

/* "claimed the attack", "continued to kill": an act, and no saying of it. */
static bool acts(const struct sentence *s, int v, const struct behind *b) {
  const struct item *it = item(s, v);
  int n = b->next, right = item_right(s, v);
  if (!is(s, v, ITEM_VERB)) return false;
  if (is(s, right, ITEM_VERB) && item(s, right)->infinitive)
    return !item_tag(it, TAG_THREATEN) && !(item_tag(it, TAG_CLAIM) && item(s, right)->perfect); /* "believed to be" */
  if (is(s, n, ITEM_VERB) && item(s, n)->infinitive && !item(s, n)->perfect) return !item_tag(it, TAG_THREATEN);
  int object = item_right(s, v);
  if (is(s, object, ITEM_NOUN) && s->tokens[item(s, object)->from].figure &&
      s->figures[s->tokens[item(s, object)->from].figure - 1].kind == FIGURE_DECOY && item_tag(it, TAG_CAUSE))
    return true;
  return item_tag(it, TAG_CLAIM) && is(s, object, ITEM_NOUN) &&
         (item_tag(item(s, object), TAG_EVENT) || item_tag(item(s, object), TAG_LIFE));
}

static void active_reach(const struct sentence *s, int v, const struct behind *b, struct source *x) {
  int start = chain_start(s, x->first);
  x->trailing = (b->closed || x->noun > v) && tells(s, start, x->first) && !absolute(s, x->noun, v);
  x->from = x->trailing ? start : v + 1;
  x->to = chain_end(s, v);
  int who = is(s, x->last, ITEM_COMMA) ? x->last + 1 : x->last;
  if (x->trailing && x->noun > v && is(s, who, ITEM_RELATIVE)) x->to = x->last; /* "…, said Ali, who lost a son" */
  int opener = item_left(s, x->first);
  if (x->trailing || !is(s, opener, ITEM_SUBORDINATE) || complementizer(s, opener) || tells(s, start, opener)) return;
  for (int i = b->next, verb = 0; i < x->to; i++) { /* "After the army said it had killed 10, …" */
    verb |= is(s, i, ITEM_VERB);
    if (verb && is(s, i, ITEM_COMMA)) x->to = i;
  }
}

/* "quoted a nurse as saying": the speaker is the object of a verb of saying. */
static int quoted_speaker(const struct sentence *s, int v, int *outer_verb) {
  int p = item_left(s, v), n = item_left(s, p);
  if (!item(s, v)->gerund || !is(s, p, ITEM_PREP)) return -1;
  if (is(s, n, ITEM_VERB) && saying(s, n) && item(s, n)->voice != VOICE_ACTIVE)
    return *outer_verb = n, relate_subject(s, n);
  if (!is(s, n, ITEM_NOUN)) return -1;
  n = phrase_owner(s, n);
  int q = item_left(s, n);
  if (is(s, q, ITEM_COMMA) && is(s, item_left(s, q), ITEM_NOUN)) n = item_left(s, q), q = item_left(s, n);
  if (is(s, q, ITEM_VERB) && saying(s, q)) return *outer_verb = q, n;
  return relate_is(s, q, SLOT_BY) && is(s, item_left(s, q), ITEM_VERB) && saying(s, item_left(s, q))
             ? (*outer_verb = item_left(s, q), relate_subject(s, *outer_verb))
             : -1;
}

/* The nearest source left of v that has the subject of a verb. */
static int last_verbal(const struct sentence *s, const struct source *list, int n, int v) {
  for (int i = n - 1; i >= 0; i--)
    if (list[i].cue < v && is(s, list[i].cue, ITEM_VERB)) return i;
  return -1;
}

/* "…, adding that", "and said": the subject of the clause before goes on. */
static bool goes_on(const struct sentence *s, const struct source *list, int n, int v, struct source *x) {
  int left = item_left(s, v);
  bool joined = is(s, left, ITEM_AND) || (item(s, v)->gerund && (is(s, left, ITEM_COMMA) || is(s, left, ITEM_NOUN)));
  if (!joined) return false;
  int i = last_verbal(s, list, n, v);
  if (i >= 0) {
    x->noun = list[i].noun, x->other = list[i].other;
    x->at = list[i].at, x->end = list[i].end;
    x->outer = list[i].outer;
  } else {
    int verb = left;
    while (verb >= 0 && !(is(s, verb, ITEM_VERB) && item(s, verb)->finite) && !is(s, verb, ITEM_BREAK)) verb--;
    x->noun = is(s, verb, ITEM_VERB) ? subject_left(s, verb).noun : -1;
    if (x->noun < 0 || !attribution_can_speak(s, x->noun) || item_counted(s, item(s, x->noun))) return false;
    int end = attribution_words_end(s, x->noun, true);
    set_name(s, x, x->noun, end <= v ? end : x->noun + 1);
  }
  x->again = true;
  x->first = v, x->last = v + 1;
  return true;
}

static bool take_subject(const struct sentence *s, const struct source *list, int n, int v, struct source *x) {
  int outer_verb = -1, quoted = quoted_speaker(s, v, &outer_verb);
  if (quoted >= 0) {
    x->noun = quoted;
    x->first = quoted, x->last = v;
    int end = attribution_words_end(s, quoted, false);
    set_name(s, x, quoted, end <= v ? end : quoted + 1);
    return true;
  }
  if (goes_on(s, list, n, v, x)) return true;
  int right = subject_right(s, v);
  struct subject sub = right < 0 ? subject_left(s, v) : (struct subject){-1, -1, -1};
  if (right >= 0) {
    int end = attribution_words_end(s, right, true);
    while (is(s, end, ITEM_AND) && is(s, end + 1, ITEM_NOUN) && attribution_can_speak(s, end + 1))
      end = attribution_words_end(s, end + 1, true);
    x->noun = right;
    x->first = v, x->last = end;
    if (is(s, end, ITEM_COMMA) && apposed(s, end + 1) && !is(s, item_right(s, end + 1), ITEM_VERB)) x->other = end + 1;
    set_name(s, x, right, end);
    return true;
  }
  if (sub.noun < 0) return false;
  x->noun = sub.noun, x->other = sub.other;
  x->first = sub.first, x->last = v;
  int from = sub.other >= 0 ? sub.noun : sub.first, end = attribution_words_end(s, sub.noun, true);
  while (is(s, from - 1, ITEM_NOUN) && s->tokens[item(s, from)->from].shape == SHAPE_CAPITAL &&
         item(s, from - 1)->definite && !relate_is_time(s, from - 1))
    from--; /* "The Ethiopian" + "Democratic Party" */
  set_name(s, x, from, end <= v ? end : sub.noun + 1);
  return true;
}

static bool of_verb(const struct sentence *s, const struct source *list, int n, int v, struct source *x) {
  if (!saying(s, v) || said_of(s, v)) return false;
  const struct item *it = item(s, v);
  *x = (struct source){.noun = -1, .other = -1, .outer = -1, .addressee = -1};
  set_cue(s, x, v);
  if (is(s, v, ITEM_VERB) &&
      (it->voice == VOICE_PASSIVE || (it->voice == VOICE_BARE && relate_is(s, item_right(s, v), SLOT_BY)))) {
    bool found = by_phrase(s, v, x);
    if (found || it->voice == VOICE_PASSIVE) return found; /* not "said by telephone" */
  }
  if (!take_subject(s, list, n, v, x)) return false;
  struct behind b = look_behind(s, x->noun > v ? x->last - 1 : v);
  if (acts(s, v, &b)) return false;
  x->addressee = b.addressee;
  active_reach(s, v, &b, x);
  return true;
}

/* "Figures from the ministry show 44 people died": a counted group with a verb of its own. */
static bool people_follow(const struct sentence *s, int n) {
  return is(s, n, ITEM_NOUN) && item_counted(s, item(s, n)) && is(s, item_right(s, n), ITEM_VERB);
}

/* "Security sources report that …", where the verb reads like a noun. */
static bool of_noun(const struct sentence *s, int k, struct source *x) {
  if (!is(s, k, ITEM_NOUN) || item(s, k)->figure >= 0) return false;
  const struct item *it = item(s, k);
  const struct reading *verb = token_reading_tag(s, s->tokens + it->head, POS_VERB, TAG_REPORT);
  int next = item_right(s, k);
  if (!verb || it->head + 1 != it->to || it->head == it->from || !(verb->inflection & (INFL_BASE | INFL_THIRD)))
    return false;
  if (s->tokens[it->head - 1].mark == 's' || s->tokens[it->head - 1].pos == POS_DET ||
      s->tokens[it->head - 1].pos == POS_ADJ || !(complementizer(s, next) || people_follow(s, next)))
    return false;
  int owner = phrase_owner(s, k);
  *x = (struct source){.noun = owner,
                       .other = -1,
                       .outer = -1,
                       .addressee = -1,
                       .first = owner,
                       .last = k + 1,
                       .cue = k,
                       .from = k + 1,
                       .to = chain_end(s, k)};
  x->at = item(s, owner)->from, x->end = it->head;
  x->cue_at = it->head, x->cue_end = it->to;
  return true;
}

static bool of_phrase(const struct sentence *s, int k, struct source *x) {
  if (!is(s, k, ITEM_PREP) || !item_tag(item(s, k), TAG_CUE)) return false;
  int n = item_right(s, k);
  if (!attribution_can_speak(s, n) || item_counted(s, item(s, n))) return false;
  int end = attribution_words_end(s, n, true), start = chain_start(s, k);
  *x = (struct source){.noun = n,
                       .other = -1,
                       .outer = -1,
                       .addressee = -1,
                       .first = k,
                       .last = end,
                       .from = start,
                       .to = chain_end(s, k)};
  while (is(s, end, ITEM_AND) && is(s, end + 1, ITEM_NOUN) && attribution_can_speak(s, end + 1) &&
         !is(s, item_right(s, end + 1), ITEM_VERB))
    end = attribution_words_end(s, end + 1, true);
  set_cue(s, x, k);
  set_name(s, x, n, end);
  x->last = end;
  if (is(s, end, ITEM_COMMA) && apposed(s, end + 1)) {
    int after = attribution_words_end(s, end + 1, true);
    if (is(s, after, ITEM_COMMA) || after >= s->item_count || is(s, after, ITEM_BREAK)) x->other = end + 1;
  }
  int left = item_left(s, k);
  x->trailing = tells(s, start, k) && !is(s, left, ITEM_SUBORDINATE) && !is(s, left, ITEM_AND);
  if (!x->trailing) x->from = end;
  return true;
}

/* --- headings: "X: 12 killed", "12 killed - ministry" ---------------------- */

static bool heading_speaker(const struct sentence *s, int k) {
  const struct item *it = item(s, k);
  return attribution_can_speak(s, k) && it->figure < 0 && !it->pronoun &&
         (item_tag(it, TAG_ORG) || item_tag(it, TAG_PERSON) || item_tag(it, TAG_SPEAKER) || has_kind(s, it));
}

static bool of_mark(const struct sentence *s, int k, struct source *x) {
  char m = mark_of(s, k);
  if (!s->heading || (m != ':' && m != '-' && m != '~') || k < 1) return false;
  *x = (struct source){.other = -1, .outer = -1, .addressee = -1, .cue = k};
  int owner = is(s, k - 1, ITEM_NOUN) ? phrase_owner(s, k - 1) : -1, next = k + 1;
  while (mark_of(s, next) == '-') next++;
  if (m == ':' && owner == 0 && heading_speaker(s, 0) && next < s->item_count) {
    *x = (struct source){.noun = 0,
                         .other = -1,
                         .outer = -1,
                         .addressee = -1,
                         .cue = k,
                         .first = 0,
                         .last = k,
                         .from = next,
                         .to = s->item_count};
    set_name(s, x, 0, k);
    return true;
  }
  if (!is(s, next, ITEM_NOUN) || !heading_speaker(s, next)) return false;
  int end = attribution_words_end(s, next, true);
  if (end < s->item_count || !tells(s, 0, k)) return false;
  *x = (struct source){.noun = next,
                       .other = -1,
                       .outer = -1,
                       .addressee = -1,
                       .cue = k,
                       .first = k,
                       .last = end,
                       .from = chain_start(s, k),
                       .to = k,
                       .trailing = true};
  set_name(s, x, next, end);
  return true;
}

/* --- how the sources of a sentence stand to each other --------------------- */

/* Nothing of the outer's content stands between its cue and the inner's words. */
static bool nested(const struct sentence *s, const struct source *outer, const struct source *inner) {
  int from = outer->cue + 1 > outer->last ? outer->cue + 1 : outer->last;
  if (inner->first < from || outer->trailing || inner->trailing || inner->again) return false;
  for (int i = from; i < inner->first; i++) {
    const struct item *it = item(s, i);
    if (it->kind == ITEM_AND || it->kind == ITEM_BREAK || (it->kind == ITEM_VERB && it->finite)) return false;
    if (it->kind == ITEM_NOUN && (it->figure >= 0 || it->harm)) return false;
  }
  return true;
}

/* "citing", "quoting": a preposition made of a verb of saying names the inner source. */
static bool inward(const struct sentence *s, const struct source *x) {
  const struct token *t = s->tokens + x->cue_at;
  return is(s, x->cue, ITEM_PREP) && t->form && t->form->pos >> POS_VERB & 1 && token_tag(t, TAG_REPORT);
}

/* A text without an author inside what somebody says is no source beside him. */
static bool mere_text(const struct sentence *s, const struct source *x) {
  return is(s, x->cue, ITEM_PREP) && item_tag(item(s, x->noun), TAG_SPEAKER) && !item(s, x->noun)->name;
}

static int drop(struct source *list, int n, int i) {
  for (int k = i; k + 1 < n; k++) list[k] = list[k + 1];
  for (int k = 0; k < n - 1; k++)
    if (list[k].outer > i)
      list[k].outer--;
    else if (list[k].outer == i)
      list[k].outer = -1;
  return n - 1;
}

/* "X, citing Y, reported …" and "X said …, citing Y": Y makes the claim. */
static int turn_inward(const struct sentence *s, struct source *list, int n) {
  for (int i = 0; i < n; i++) {
    if (!inward(s, list + i)) continue;
    int host = -1;
    for (int k = 0; k < n; k++)
      if (k != i && is(s, list[k].cue, ITEM_VERB) && (k == i + 1 || k < i)) host = k;
    if (host < 0) continue;
    struct source y = list[i];
    y.from = list[host].from, y.to = list[host].to;
    y.trailing = list[host].trailing;
    y.outer = host;
    if (host == i + 1)
      y.cue = list[host].cue, list[host].first = list[host].first < y.first ? list[host].first : y.first;
    list[i] = y;
    list[host].to = list[host].from; /* speaks through Y alone */
  }
  return n;
}

static void cut(struct source *list, int n, int i) {
  for (int j = 0; j < n; j++) {
    if (j == i || list[j].outer == i || list[i].outer == j || list[j].narrow) continue;
    if (!list[i].trailing && list[j].first > list[i].cue && !list[j].trailing && list[j].first < list[i].to)
      list[i].to = list[j].first;
    if (list[i].trailing && list[j].first > list[i].cue && list[j].first < list[i].to) list[i].to = list[j].first;
  }
}

static int arrange(const struct sentence *s, struct source *list, int n) {
  for (int i = 0; i + 1 < n; i++)
    if (nested(s, list + i, list + i + 1) && mere_text(s, list + i + 1)) n = drop(list, n, i + 1);
  for (int i = 0; i < n; i++)
    for (int k = i - 1; k >= 0 && list[i].outer < 0; k--)
      if (nested(s, list + k, list + i) ||
          (quoted_speaker(s, list[i].cue, &(int){0}) >= 0 && k == i - 1 && list[k].last <= list[i].noun))
        list[i].outer = k;
  turn_inward(s, list, n);
  for (int i = 0; i < n; i++) cut(list, n, i);
  return n;
}

/* Whether item k has what a cue of any shape must have. */
static bool may_cue(const struct sentence *s, int k) {
  const struct item *it = item(s, k);
  switch (it->kind) {
  case ITEM_VERB:
    return item_tag(it, TAG_REPORT) || item_tag(it, TAG_VOICE);
  case ITEM_NOUN:
    return token_tag(s->tokens + it->head, TAG_REPORT);
  case ITEM_PREP:
    return item_tag(it, TAG_CUE);
  default:
    return it->kind == ITEM_BREAK && s->heading;
  }
}

int attribution_find(const struct sentence *s, struct source *list) {
  int n = 0;
  bool words = sentence_has(s, TAG_REPORT) || sentence_has(s, TAG_VOICE) || sentence_has(s, TAG_CUE);
  if (!words && !(s->heading && sentence_has_kind(s, ITEM_BREAK))) return 0;
  for (int k = 0; k < s->item_count && n < SOURCES; k++)
    if (may_cue(s, k) && (of_verb(s, list, n, k, list + n) || of_noun(s, k, list + n) || of_phrase(s, k, list + n) ||
                          of_mark(s, k, list + n)))
      n++;
  return arrange(s, list, n);
}

int attribution_over(const struct source *list, int n, int k) {
  int best = -1, least = 0;
  for (int i = 0; i < n; i++) {
    const struct source *x = list + i;
    if (k < x->from || k >= x->to || (k >= x->first && k < x->last)) continue;
    int far = x->narrow ? 0 : x->cue < k ? k - x->cue : 1000 + x->cue - k;
    if (x->trailing && x->cue < k) far += 2000;
    if (best < 0 || far < least || (far == least && x->outer == best)) best = i, least = far;
  }
  return best;
}
