/* Whose people the harmed are, where their own words do not say it.
 *
 * "A relief convoy was stopped and the driver was shot": the driver is one of the
 * relief agency's people, but a claim's class is made of its own words alone.  So
 * the class that the passage lends is kept beside it, as the claim's circle, for
 * whoever asks for one class of people only.
 *
 * Two sorts of words can be lent a class: those for people whom somebody employs,
 * by the employer told of nearby; and those that only take up people told of
 * before ("another", "the victim", "two of them"), by those people. */
#include "extract/reader.h"

#define BIT(c) (1u << (c))
#define NEAR 5   /* sentences that an employer told of is remembered for */
#define BEHIND 2 /* sentences that one first told of afterwards counts back */

/* Classes of employers that send people of many trades into the field. */
static const uint32_t lent = BIT(TOLL_AID_WORKER) | BIT(TOLL_JOURNALIST);

/* Classes that say that somebody is of another circle. */
static const uint32_t others = BIT(TOLL_CHILD) | BIT(TOLL_MILITARY) | BIT(TOLL_POLICE) | BIT(TOLL_ARMED_GROUP) |
                               BIT(TOLL_OFFICIAL) | BIT(TOLL_RELIGIOUS) | BIT(TOLL_PRISONER) | BIT(TOLL_STUDENT) |
                               BIT(TOLL_REFUGEE) | BIT(TOLL_PROTESTER) | BIT(TOLL_CIVILIAN);

static bool says(const struct sentence *s, int k) {
  return item_kind(s, k) == ITEM_VERB && (item_tag(s->items + k, TAG_REPORT) || item_tag(s->items + k, TAG_TELL));
}

/* Who only gives the figures employs nobody that is told of. */
static bool source(const struct sentence *s, int k) {
  int before = item_left(s, k);
  bool cue = before >= 0 && token_tag(s->tokens + s->items[before].head, TAG_CUE);
  return cue || says(s, item_right(s, k));
}

/* The classes of employers and their people in a noun group, its possessor too. */
static uint32_t employer(const struct sentence *s, int k) {
  const struct item *it = s->items + k;
  uint32_t classes = 0;
  for (int i = it->from; i < it->to; i++) {
    const struct token *t = s->tokens + i;
    if (!t->form || !(t->form->carried & FORM_CLASS)) continue;
    const struct reading *r = pack_readings(s->pack, t->form);
    for (uint32_t n = 0; n < t->form->count; n++)
      if (r[n].pos == t->pos || (t->pos == POS_ADJ && r[n].pos == POS_VERB)) classes |= r[n].classes; /* "contracted" */
  }
  if ((classes | it->classes) & BIT(TOLL_MILITARY)) return 0; /* peacekeepers */
  return classes & lent;
}

static uint32_t employers(const struct sentence *s) {
  uint32_t classes = 0;
  for (int k = 0; s->carried & FORM_CLASS && k < s->item_count; k++) {
    uint32_t own = s->items[k].kind == ITEM_NOUN ? employer(s, k) : 0;
    if (own && !source(s, k)) classes |= own;
  }
  return classes;
}

/* The people whom draft i takes up: the last told before it that are not taken up themselves. */
static const struct draft *taken_up(const toll_scanner *x, size_t i) {
  const struct draft *d = x->drafts + i, *best = NULL;
  for (size_t k = x->draft_count; k-- > 0 && x->drafts[k].sentence + NEAR >= d->sentence;) {
    const struct draft *o = x->drafts + k;
    bool before = o->claim.count_span.from < d->claim.count_span.from;
    if (k == i || o->refers || !before || o->claim.harm >= TOLL_DESTROYED) continue;
    if (!best || o->claim.count_span.from >= best->claim.count_span.from) best = o;
  }
  return best;
}

static bool names_staff(const struct sentence *s, int k) {
  if (k >= 0 && item_tag(s->items + k, TAG_KIN) && !token_tag(s->tokens + s->items[k].head, TAG_STAFF)) return false;
  for (int i = k >= 0 ? s->items[k].possessed : 0; k >= 0 && i < s->items[k].to; i++)
    if (token_tag(s->tokens + i, TAG_STAFF)) return true;
  return false;
}

/* "a driver", "one of the drivers" */
static bool employed(const toll_scanner *x, const struct draft *d) {
  return names_staff(&x->s, d->victim_item) || names_staff(&x->s, relate_of(&x->s, d->victim_item));
}

/* "One aid worker and two others were killed": in one list the others are of another sort. */
static bool listed_apart(const struct draft *d, const struct draft *o) {
  return d->beside && d->sentence == o->sentence && d->trigger.from == o->trigger.from && !d->subset;
}

/* "… and a driver (not counted here)": the writer leaves these out of the count. */
static bool left_out(const toll_scanner *x, const struct draft *d) {
  const struct sentence *s = &x->s;
  for (int k = 0; sentence_has(s, TAG_UNCOUNTED) && k < s->token_count; k++) {
    if (!token_tag(s->tokens + k, TAG_UNCOUNTED) || s->tokens[k].at < d->claim.count_span.to) continue;
    for (size_t i = x->draft_count; i-- > 0 && x->drafts[i].sentence == d->sentence;) {
      const struct draft *o = x->drafts + i; /* those told of between are the ones meant */
      bool between = o->claim.count_span.from > d->claim.count_span.from && o->claim.count_span.from < s->tokens[k].at;
      if (between && o->trigger.from != d->trigger.from) return false;
    }
    return true;
  }
  return false;
}

/* A pronoun or number for people told of before can be no more than they were. */
static bool as_many(const struct draft *d, const struct draft *o) {
  if (d->sentence == o->sentence || d->claim.value == TOLL_OPEN || o->claim.value == TOLL_OPEN) return true;
  return d->claim.value <= o->claim.value;
}

static uint32_t circle_of(const toll_scanner *x, size_t i, uint32_t near) {
  const struct draft *d = x->drafts + i;
  if (d->claim.classes & others || left_out(x, d)) return 0;
  bool victim = item_tag(x->s.items + d->victim_item, TAG_LIFE) || d->claim.unit == TOLL_BODY; /* "his body" */
  const struct draft *o = d->refers || victim ? taken_up(x, i) : NULL;
  if (d->refers || (victim && (o || d->definite))) {
    if (!o) return near;
    return !listed_apart(d, o) && as_many(d, o) ? (o->claim.classes | o->claim.circle) & lent : 0;
  }
  return employed(x, d) ? near : d->claim.classes & lent; /* "a relief worker and his assistant" */
}

void circle_read(toll_scanner *x, size_t first) {
  uint32_t here = employers(&x->s);
  bool told = x->circle_sentence && x->circle_sentence + NEAR >= x->sentence_no;
  for (size_t i = x->draft_count; here && !told && i-- > 0;) {
    struct draft *d = x->drafts + i;
    if (d->sentence + BEHIND < x->sentence_no) break;
    if (d->sentence < x->sentence_no && d->lends) d->claim.circle = here;
  }
  if (here) {
    x->circle = here;
    x->circle_sentence = x->sentence_no;
    told = true;
  }
  for (size_t i = first; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    if (d->claim.harm >= TOLL_DESTROYED || d->victim_item < 0) continue;
    d->lends = !(d->claim.classes & others) && employed(x, d) && !left_out(x, d);
    d->claim.circle = circle_of(x, i, told ? x->circle : 0);
  }
}
