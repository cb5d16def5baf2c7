/* What a figure counts over: the stretch of time that the text gives it, whether it
 * corrects an earlier one, whom it names, and what its vague words stand for.
 *
 * "Since the truce collapsed, 310 people have been killed" is no figure for one
 * event.  The words that say so are the pack's: a word for since with what follows
 * it, a length of time up to the day of writing ("in the past ten days"), and marks
 * that say it by themselves ("so far this year").  "The worst attack since 2014
 * killed 12" counts nothing since 2014: the words must belong to a verb that tells
 * of what has been, stand right behind what was harmed, or, where they name a day,
 * open the sentence ("since the raid was at night, nine were killed" is a reason).
 *
 * None of this is a field of the output; a tally asks for it. */
#include <string.h>

#include "extract/near.h"
#include "extract/when.h"

static bool perfect(const struct sentence *s, const struct draft *d) {
  return d->trigger_item >= 0 && s->items[d->trigger_item].kind == ITEM_VERB && s->items[d->trigger_item].perfect;
}

/* Whether the words at the token say over what time the draft counts. */
static bool counts_over(const struct sentence *s, const struct draft *d, int token, bool day) {
  int item = near_item(s, token), left = item < 0 ? -1 : item_left(s, item);
  if (perfect(s, d)) return true;
  return left < 0 ? day : left == d->trigger_item || left == d->victim_item;
}

void counted_since(const toll_scanner *x, struct draft *d, const struct date *date) {
  toll_claim *c = &d->claim;
  if (!date->counter || c->window.text.len || !counts_over(&x->s, d, date->from, true)) return;
  c->window.text = d->set.when;
  c->window.from = date->first;
  c->window.to = date->running ? TOLL_NO_DAY : date->last;
}

/* Where the words that since leads end: before the next mark, and before the count. */
static int since_end(const struct sentence *s, const struct draft *d, int from) {
  int count = near_token(s, d->claim.count_span.from), i = from + 1;
  while (i < s->token_count && s->tokens[i].kind != TOKEN_MARK && !(from < count && i >= count)) i++;
  return i;
}

/* The first day of the year or month of writing, where the mark says how long it is. */
static toll_day period_start(const toll_scanner *x, int64_t days) {
  int year, month, day;
  if (x->today_to == TOLL_NO_DAY || days < 28) return TOLL_NO_DAY;
  toll_day_parts(x->today_to, &year, &month, &day);
  return toll_day_of(year, days < 300 ? month : 1, 1);
}

static bool take_mark(const toll_scanner *x, struct draft *d, int i) {
  const struct sentence *s = &x->s;
  const struct reading *r = token_reading_tag(s, s->tokens + i, POS_MARK, TAG_WINDOW);
  if (!r) return false;
  d->claim.window.text = sentence_text(s, i, i + 1);
  d->claim.window.from = r->value == TOLL_OPEN ? TOLL_NO_DAY : period_start(x, r->value);
  return true;
}

static void find_window(const toll_scanner *x, struct draft *d) {
  const struct sentence *s = &x->s;
  if (!sentence_has(s, TAG_WINDOW) && !sentence_has(s, TAG_SINCE)) return;
  for (int i = 0; i < s->token_count && !d->claim.window.text.len; i++) {
    const struct token *t = s->tokens + i;
    if (take_mark(x, d, i)) return;
    if (!token_tag(t, TAG_SINCE) || !counts_over(s, d, i, false)) continue;
    int end = since_end(s, d, i);
    if (end > i + 1) d->claim.window.text = sentence_text(s, i, end);
  }
}

/* --- names ---------------------------------------------------------------- */

static bool is_name(const struct sentence *s, int k) {
  const struct item *it = s->items + k;
  return k >= 0 && it->kind == ITEM_NOUN && it->name && !it->pronoun && it->figure < 0;
}

static bool inside(const struct token *t, toll_span span) {
  return t->at >= span.from && t->at < span.to;
}

/* Writes the names of persons among the words, one a line, to out if it is given; returns their length. */
static size_t put_names(const struct sentence *s, toll_span words, char *out) {
  size_t len = 0;
  for (int k = 0; k < s->item_count; k++) {
    const struct item *it = s->items + k;
    bool person = is_name(s, k) && !item_tag(it, TAG_ORG) && !item_tag(it, TAG_PLACEWORD);
    if (!person || !inside(s->tokens + it->head, words)) continue;
    int from = it->head;
    while (from > it->from && s->tokens[from - 1].pos == POS_NAME) from--;
    toll_slice name = sentence_text(s, from, it->head + 1);
    if (len && out) out[len] = '\n';
    len += len > 0;
    if (out) memcpy(out + len, name.at, name.len);
    len += name.len;
  }
  return len;
}

/* "A doctor, Ana Reyes, was shot": the name in apposition, between commas. */
static toll_span apposed(const struct sentence *s, const struct draft *d) {
  int comma = d->victim_item < 0 ? -1 : item_right(s, d->victim_item);
  int name = item_kind(s, comma) == ITEM_COMMA ? item_right(s, comma) : -1;
  int behind = name < 0 ? -1 : item_kind(s, item_right(s, name));
  if (name < 0 || !is_name(s, name) || (behind >= 0 && behind != ITEM_COMMA)) return (toll_span){0, 0};
  return sentence_span(s, s->items[name].from, s->items[name].to);
}

/* Where the draft's people are told by name: one of them, or several in a row. */
static toll_span told_by_name(const struct sentence *s, const struct draft *d) {
  const toll_claim *c = &d->claim;
  if (c->harm >= TOLL_DESTROYED || c->form != TOLL_EXACT) return (toll_span){0, 0};
  if (c->value == 1 && d->named) return c->count_span;
  if (c->value == 1) return apposed(s, d);
  if (!c->derived.at || !c->who.len) return (toll_span){0, 0};
  uint32_t from = (uint32_t)(c->who.at - s->text);
  return (toll_span){from, from + (uint32_t)c->who.len};
}

static void find_names(toll_scanner *x, struct draft *d) {
  toll_span words = told_by_name(&x->s, d);
  size_t len = words.to ? put_names(&x->s, words, NULL) : 0;
  char *names = len ? ARENA_ROOM(&x->keep, len, char) : NULL;
  if (names) d->claim.names = (toll_slice){names, put_names(&x->s, words, names)};
}

/* --- vague words ---------------------------------------------------------- */

/* The number that the pack's table has for them. */
static int64_t reckon(const struct sentence *s, const toll_claim *c) {
  for (int i = near_token(s, c->count_span.from); i < s->token_count && s->tokens[i].at < c->count_span.to; i++) {
    const struct reading *r = token_reading_tag(s, s->tokens + i, POS_NUM, TAG_VAGUE);
    if (r && r->value2 != TOLL_OPEN) return r->value2;
  }
  return TOLL_OPEN;
}

void counted_read(toll_scanner *x, size_t first) {
  bool revised = sentence_has(&x->s, TAG_REVISE);
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    if (!d->claim.window.text.len) find_window(x, d);
    d->claim.revised = revised;
    d->claim.reckoned = d->claim.form == TOLL_VAGUE ? reckon(&x->s, &d->claim) : TOLL_OPEN;
    find_names(x, d);
  }
}
