/* Nearness within a sentence.
 *
 * A date or a place is an adjunct: it stands beside the clause it belongs to.  So
 * distance is counted in words, and every boundary that an adjunct seldom crosses
 * (a comma, a conjunction, a relative, another finite verb) makes it longer.  What
 * stands beside a verb of saying tells of the saying, and is left to it. */
#include "extract/near.h"

int near_token(const struct sentence *s, uint32_t at) {
  for (int i = 0; i < s->token_count; i++)
    if (s->tokens[i].at + s->tokens[i].len > at) return i;
  return s->token_count - 1;
}

int near_item(const struct sentence *s, int token) {
  for (int k = 0; k < s->item_count; k++)
    if (s->items[k].from <= token && token < s->items[k].to) return k;
  return -1;
}

/* --- datelines ----------------------------------------------------------- */

#define DATELINE_TOKENS 32

static bool dash_at(const struct sentence *s, int i) {
  if (i >= s->token_count || s->tokens[i].kind != TOKEN_MARK) return false;
  return s->tokens[i].mark == '~' ||
         (s->tokens[i].mark == '-' && !(s->tokens[i].glued && i + 1 < s->token_count && s->tokens[i + 1].glued));
}

/* "[Text]", "(Agency)": the bracket that opens at i; i itself where none does. */
static int skip_bracket(const struct sentence *s, int i) {
  if (i >= s->token_count || s->tokens[i].mark != '(') return i;
  for (int j = i + 1; j < s->token_count && j < i + 12; j++)
    if (s->tokens[j].mark == ')') return j + 1;
  return i;
}

/* A word that may stand in a dateline: a capitalised one, a number, a small mark. */
static bool of_dateline(const struct sentence *s, int i) {
  const struct token *t = s->tokens + i;
  if (t->kind == TOKEN_NUMBER) return true;
  if (t->kind == TOKEN_MARK)
    return t->mark == ',' || t->mark == '.' || t->mark == '/' || t->mark == '-' || t->mark == '(' || t->mark == ')';
  return t->shape != SHAPE_LOWER && t->pos != POS_VERB && t->pos != POS_AUX;
}

int near_dateline(const struct sentence *s) {
  bool brackets = false;
  if (!sentence_may_mark(s, '~') && !sentence_may_mark(s, '-')) return 0;
  int i = 0;
  while (i < s->token_count && i < DATELINE_TOKENS && !dash_at(s, i)) {
    int past = skip_bracket(s, i);
    brackets |= past > i;
    if (past == i && !of_dateline(s, i)) return 0;
    i = past > i ? past : i + 1;
  }
  if (i == 0 || !dash_at(s, i)) return 0;
  bool number = false;
  for (int k = 0; k < i; k++) number |= s->tokens[k].kind == TOKEN_NUMBER;
  bool capitals = s->tokens[0].shape == SHAPE_UPPER;
  while (dash_at(s, i)) i++;
  int past = skip_bracket(s, i);
  return brackets || number || capitals || past > i ? past : 0;
}

/* --- distance ------------------------------------------------------------ */

#define RIVALS 64 /* claims of a sentence that are looked at */

/* A claim whose verb stands nearer to the number of another one: "12 died in Hara, six in Benu". */
static bool shares_trigger(const toll_scanner *x, const struct draft *d, size_t first) {
  for (size_t i = first; i < x->draft_count && i < first + RIVALS; i++) {
    const struct draft *o = x->drafts + i;
    if (o == d || o->trigger.from != d->trigger.from) continue;
    if (o->claim.count_span.from < d->claim.count_span.from && d->claim.count_span.from > d->trigger.from &&
        o->claim.count_span.from < d->trigger.from)
      return true;
  }
  return false;
}

struct anchor near_anchor(const toll_scanner *x, const struct draft *d, size_t first) {
  toll_span count = d->claim.count_span, victim = d->victim.to ? d->victim : count, all = victim;
  if (!shares_trigger(x, d, first)) {
    if (d->trigger.from < all.from) all.from = d->trigger.from;
    if (d->trigger.to > all.to) all.to = d->trigger.to;
  }
  if (count.from < all.from) all.from = count.from;
  struct anchor a = {near_token(&x->s, all.from), near_token(&x->s, all.to - 1) + 1, d->trigger_item, false};
  if (item_kind(&x->s, a.verb) != ITEM_VERB) a.verb = -1;
  return a;
}

static int break_cost(char mark) {
  switch (mark) {
  case ':':
    return 10;
  case '~':
  case '-':
    return 4;
  case '|':
    return 2;
  case '.': /* of an abbreviation: "No. 4" */
    return 0;
  default:
    return NEAR_CLAUSE;
  }
}

/* What item k between the anchor and the adjunct adds to the distance. */
static int boundary(const struct sentence *s, int k, const struct anchor *a) {
  const struct item *it = s->items + k;
  switch (it->kind) {
  case ITEM_BREAK:
    return break_cost(s->tokens[it->from].mark);
  case ITEM_SUBORDINATE:
    return 10;
  case ITEM_RELATIVE:
    return 8;
  case ITEM_AND:
  case ITEM_COMMA:
    return 3;
  case ITEM_VERB:
    return k == a->verb ? 0 : it->finite ? 8 : 2;
  default:
    return 0;
  }
}

/* The noun group that ends before item k is about people, not about an event among them
 * ("the attack on villagers in Hara, which ..."). */
static bool about_people(const struct sentence *s, int k) {
  bool people = false;
  for (k = item_left(s, k); k >= 0; k--) {
    const struct item *it = s->items + k;
    if (it->kind != ITEM_NOUN && it->kind != ITEM_PREP && it->kind != ITEM_COMMA) break;
    if (it->kind != ITEM_NOUN) continue;
    if (item_tag(it, TAG_EVENT) || (it->reading && it->reading->harm)) return false;
    people |= it->figure >= 0 || it->name || item_tag(it, TAG_PERSON) || item_tag(it, TAG_ORG);
  }
  return people;
}

/* Whether a comma parts the relative from what it is about: ", who", ", 12 of whom". */
static bool set_off(const struct sentence *s, int k) {
  int left = item_left(s, k);
  if (item_kind(s, left) == ITEM_PREP) left = item_left(s, left);
  if (item_kind(s, left) == ITEM_NOUN && s->items[left].figure >= 0) left = item_left(s, left);
  return item_kind(s, left) == ITEM_COMMA;
}

/* What stands behind a relative clause's verb is told of the people before it: "killed four
 * clerks, who had been in the town on Sunday". */
static int inside_relative(const struct sentence *s, const struct anchor *a, int from) {
  bool open = false, verb = false, close = false;
  for (int k = 0; k < s->item_count && s->items[k].from < from; k++) {
    const struct item *it = s->items + k;
    if (it->from < a->to) continue;
    if (it->kind == ITEM_RELATIVE) {
      open = about_people(s, k);
      close = !set_off(s, k);
    }
    verb |= open && it->kind == ITEM_VERB && it->finite && k != a->verb && !(it->reading && it->reading->harm);
    if (verb && it->kind == ITEM_COMMA) open = verb = false;
  }
  return !open || !verb ? 0 : close ? NEAR_CLAUSE / 3 : NEAR_CLAUSE;
}

/* A date between, with its preposition and its commas: "on Dec. 3, 2019, in Hara". */
static bool of_time(const struct sentence *s, int k) {
  if (relate_is_time(s, k)) return true;
  int kind = item_kind(s, k), next = item_kind(s, k + 1);
  if (kind == ITEM_PREP) return relate_is_time(s, k + 1);
  if ((kind != ITEM_COMMA && kind != ITEM_BREAK) || k == 0 || !relate_is_time(s, k - 1)) return false;
  bool number = next == ITEM_NOUN && s->tokens[s->items[k + 1].from].kind == TOKEN_NUMBER;
  return number ? relate_is_time(s, k + 1) : kind == ITEM_COMMA && next == ITEM_PREP;
}

int near_distance(const struct sentence *s, const struct anchor *a, int from, int to) {
  bool behind = from >= a->to, before = to <= a->from;
  if (!behind && !before) return from - a->from < a->to - to ? from - a->from : a->to - to;
  int low = behind ? a->to : to, high = behind ? from : a->from, far = (high - low) + (before ? 2 : 0);
  for (int k = 0; k < s->item_count; k++) {
    const struct item *it = s->items + k;
    if (it->from < low || it->from >= high) continue;
    far += a->over_times && of_time(s, k) ? -(it->to - it->from) : boundary(s, k, a);
  }
  return behind ? far + inside_relative(s, a, from) : far;
}

/* --- saying -------------------------------------------------------------- */

/* A verb of saying; "three deaths were reported in the town" tells where they died. */
static bool says(const struct sentence *s, int v) {
  const struct item *it = s->items + v;
  if (it->kind != ITEM_VERB || (it->reading && it->reading->harm)) return false;
  int next = item_right(s, v);
  bool that = item_kind(s, next) == ITEM_SUBORDINATE && item_tag(s->items + next, TAG_THAT);
  if (!that && !item_tag(it, TAG_REPORT) && !item_tag(it, TAG_DENY) && !item_tag(it, TAG_ORDER)) return false;
  int subject = it->voice == VOICE_PASSIVE ? relate_subject(s, v) : -1;
  return subject < 0 || s->items[subject].pronoun;
}

bool near_saying_verb(const struct sentence *s, int v) {
  return says(s, v);
}

static int before_adjunct(const struct sentence *s, int k) {
  for (k--; k >= 0; k--) {
    int c = s->items[k].kind;
    if (c != ITEM_PREP && c != ITEM_ADVERB && c != ITEM_QUOTE && !relate_is_time(s, k)) break;
  }
  return k;
}

/* "The ministry in the capital said": the adjunct that ends with item k is its subject's. */
static bool before_saying(const struct sentence *s, int k) {
  int after = item_right(s, k);
  while (item_kind(s, after) == ITEM_COMMA || relate_is_time(s, after)) after = item_right(s, after);
  return item_kind(s, after) == ITEM_VERB && says(s, after) && s->items[after].finite &&
         s->items[after].voice == VOICE_ACTIVE;
}

/* "A notice on Friday about the raid said": the noun item is the subject of the sentence's
 * first finite verb, one of saying. */
static bool speaks(const struct sentence *s, int noun) {
  for (int v = noun + 1; v < s->item_count; v++)
    if (s->items[v].kind == ITEM_VERB && s->items[v].finite) return says(s, v) && relate_subject(s, v) == noun;
  return false;
}

bool near_saying(const struct sentence *s, int first, int last) {
  if (item_kind(s, first) == ITEM_VERB) return says(s, first); /* "today announced" is one verb group */
  int v = before_adjunct(s, first);
  if (v < 0) return false;
  const struct item *it = s->items + v;
  if (it->kind == ITEM_VERB) return says(s, v);
  if (it->kind != ITEM_NOUN) return false;
  if (item_kind(s, item_left(s, v)) != ITEM_PREP && before_saying(s, last)) return true;
  if (it->figure >= 0 || it->harm || item_tag(it, TAG_EVENT)) return false;
  if (speaks(s, v)) return true;
  int governor = before_adjunct(s, v);
  return item_kind(s, governor) == ITEM_VERB && says(s, governor);
}

bool near_opens_saying(const struct sentence *s, int first, int last) {
  int subject = item_right(s, last);
  if (item_left(s, first) >= 0 || item_kind(s, subject) != ITEM_COMMA) return false;
  subject = item_right(s, subject);
  int verb = item_kind(s, subject) == ITEM_NOUN ? relate_after_phrases(s, subject) : -1;
  return item_kind(s, verb) == ITEM_VERB && says(s, verb);
}
