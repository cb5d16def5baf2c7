/* One claimant's figures over time: what is added to a total, and what is not.
 *
 * A claimant gives a total, and later "12 more".  The addition is added only to
 * the total of its own that it follows, and only where no later total of its own
 * holds it; the sum is written out ("58 + 12") wherever it is shown.  Followed is
 * what stands before it in the same document, or was given for an earlier day:
 * of two documents of one day nobody knows the order.
 *
 * What came to harm on other days before the total was given may be in it, unless the text
 * says that it was added to a count: such a batch from an earlier month is people
 * the total did not have.  One addition told again is one; two that reach over the
 * same days are one told twice, the later for the earlier.
 *
 * A hedge goes into the sum; two hedged numbers are not added.
 *
 * Totals of a stretch of time ("since the truce") are rows of their own and never
 * meet others here.  What the text does not say is not guessed: such additions are
 * left out, with the total that may hold them. */
#include "weigh/method.h"
#include "weigh/reading.h"

static const toll_claim *claim_of(const struct row_claim *c) {
  return &c->claim->row.claim;
}

static void leave_out(struct row_claim *c, enum toll_reason reason, const struct row_claim *other) {
  c->reason = (uint8_t)reason;
  c->other = other ? other->claim : NULL;
}

static bool asserted(const struct row_claim *c) {
  return claim_of(c)->status == TOLL_ASSERTED || claim_of(c)->status == TOLL_UNCONFIRMED;
}

static bool is_total(const struct row_claim *c) {
  bool stands = row_used(c) || c->reason == TOLL_NOT_PART || c->reason == TOLL_NOT_REPEATED ||
                c->reason == TOLL_NOT_COPY || c->reason == TOLL_NOT_SUPERSEDED;
  return stands && asserted(c) && claim_of(c)->scope == TOLL_TOTAL && claim_of(c)->value != TOLL_OPEN &&
         claim_of(c)->value > 0;
}

static bool is_addition(const struct row_claim *c) {
  return c->reason == TOLL_NOT_ADDED && asserted(c) && claim_of(c)->value != TOLL_OPEN;
}

/* Order in which one claimant gave two figures: below zero where a came first, 0
 * where nobody knows. */
static int order_of(const struct row_claim *a, const struct row_claim *b) {
  if (a->claim->doc == b->claim->doc) return a->claim->row.ordinal < b->claim->row.ordinal ? -1 : 1;
  if (a->claim->given == TOLL_NO_DAY || b->claim->given == TOLL_NO_DAY) return 0;
  return (a->claim->given > b->claim->given) - (a->claim->given < b->claim->given);
}

struct group { /* the totals and additions of one source */
  struct row_work *row;
  const struct slot *at;
  size_t count;
};

static struct row_claim *in(const struct group *g, size_t i) {
  return &g->row->at[g->at[i].index];
}

/* What an addition stands on in its own document: the total of that harm told last
 * before it, of whatever row.  "131 in all. 82 before the curfew, another 21 after
 * it": the 21 come on top of the 82. */
static const struct weigh_claim *base_of(const struct weigh_claim *c) {
  uint8_t harm = c->row.claim.harm;
  for (uint32_t left = c->row.ordinal; left > 0; left--) { /* claims of a document lie together */
    const toll_claim *before = &(c - 1)->row.claim;
    c--;
    bool told = before->status == TOLL_ASSERTED || before->status == TOLL_UNCONFIRMED;
    if (told && before->harm == harm && before->scope == TOLL_TOTAL && before->part_of < 0) return c;
  }
  return NULL;
}

/* The total that an addition follows: in its own document what it stands on, or the
 * last one that its claimant gave before. */
static struct row_claim *followed(const struct group *g, const struct row_claim *c) {
  struct row_claim *best = NULL;
  const struct weigh_claim *base = base_of(c->claim);
  for (size_t i = 0; i < g->count; i++) {
    struct row_claim *t = in(g, i);
    if (!is_total(t) || order_of(t, c) >= 0) continue;
    if (t->claim == base) return t;
    if (!base && (!best || order_of(best, t) < 0)) best = t;
  }
  return best; /* none where it stands on another row's figure, or another claimant's */
}

/* A total that comes after the addition, or of which nobody knows whether it does. */
static struct row_claim *holding(const struct group *g, const struct row_claim *c) {
  for (size_t i = 0; i < g->count; i++)
    if (is_total(in(g, i)) && order_of(in(g, i), c) >= 0) return in(g, i);
  return NULL;
}

static bool when_known(const toll_claim *c) {
  return c->when.from != TOLL_NO_DAY && c->when.to != TOLL_NO_DAY;
}

static bool days_overlap(const toll_claim *a, const toll_claim *b) {
  return when_known(a) && when_known(b) && a->when.from <= b->when.to && b->when.from <= a->when.to;
}

/* Whether the addition's people came to harm by the time the total was given, on
 * other days than those of the total: "three more" of the same raid came later. */
static bool may_hold(const struct row_claim *total, const struct row_claim *c) {
  if (total->claim->doc == c->claim->doc || claim_entered(claim_of(c)) || !when_known(claim_of(c))) return false;
  if (days_overlap(claim_of(total), claim_of(c))) return false;
  return total->claim->given != TOLL_NO_DAY && claim_of(c)->when.from <= total->claim->given;
}

/* One addition told twice, or two of which the later takes in the earlier. */
static bool told_again(const struct row_claim *a, const struct row_claim *b) {
  if (days_overlap(claim_of(a), claim_of(b))) return true;
  bool apart = when_known(claim_of(a)) && when_known(claim_of(b));
  return !apart && a->claim->figure == b->claim->figure;
}

/* Leaves of additions that may be one the last told alone. */
static void leave_repeated(const struct group *g) {
  for (size_t i = 0; i < g->count; i++)
    for (size_t k = 0; k < g->count && is_addition(in(g, i)); k++) {
      struct row_claim *c = in(g, i), *d = in(g, k);
      if (i == k || !is_addition(d) || !told_again(c, d)) continue;
      int order = order_of(c, d);
      if (order > 0 || (order == 0 && i < k)) continue; /* d goes */
      leave_out(c, c->claim->figure == d->claim->figure ? TOLL_NOT_REPEATED : TOLL_NOT_SUPERSEDED, d);
    }
}

static int64_t sum(int64_t a, int64_t b) {
  if (a == TOLL_OPEN || b == TOLL_OPEN || a > INT64_MAX - b) return TOLL_OPEN;
  return a + b;
}

static void tell_sum(struct row_claim *total, const struct row_claim *c, struct arena *arena) {
  toll_buffer text = {0};
  if (total->derived.len)
    toll_buffer_add(&text, total->derived.at, total->derived.len);
  else
    toll_buffer_int(&text, total->value);
  toll_buffer_str(&text, " + ");
  toll_buffer_int(&text, c->value);
  if (text.failed) arena->failed = true;
  if (!text.failed) total->derived = arena_copy(arena, (toll_slice){text.at, text.len});
  toll_buffer_free(&text);
}

static void add_to(const struct group *g, const struct row_claim *total, const struct row_claim *c) {
  uint32_t figure = total->claim->figure;
  for (size_t i = 0; i < g->count; i++) { /* wherever it told that total */
    struct row_claim *t = in(g, i);
    if (!is_total(t) || !row_used(t) || t->claim->figure != figure || order_of(t, c) >= 0) continue;
    tell_sum(t, c, g->row->arena);
    t->value = sum(t->value, c->value);
    t->low = sum(t->low, c->low);
    t->high = sum(t->high, c->high);
    if (t->form == TOLL_EXACT) t->form = c->form; /* "more than 12" on top of 48 are more than 60 */
  }
}

/* Of two hedged numbers the sum has no words of its own: it would be a guess. */
static bool can_add(const struct row_claim *total, const struct row_claim *c) {
  return total->form == TOLL_EXACT || c->form == TOLL_EXACT;
}

static void settle(const struct group *g, struct row_claim *c) {
  struct row_claim *total = followed(g, c), *holder = holding(g, c);
  if (holder) {
    leave_out(c, TOLL_NOT_HELD, holder);
  } else if (total && (!row_used(total) || may_hold(total, c))) {
    c->reason = TOLL_NOT_HELD;
    c->other = row_used(total) || !total->other ? total->claim : total->other;
  } else if (total && can_add(total, c)) {
    add_to(g, total, c);
    c->reason = TOLL_USED_ON_TOP;
    c->other = total->claim;
  } else
    c->other = total ? total->claim : base_of(c->claim);
}

static void settle_group(const struct group *g) {
  leave_repeated(g);
  for (size_t i = 0; i < g->count; i++)
    if (is_addition(in(g, i))) settle(g, in(g, i));
}

static uint64_t day_key(const struct row_claim *c) {
  return (uint64_t)((INT64_C(1) << 40) + (int64_t)c->claim->given);
}

/* The totals and additions by source, then by day, document and place. */
static size_t list(const struct row_work *row, bool *any) {
  size_t n = 0;
  *any = false;
  for (uint32_t i = 0; i < row->count; i++) {
    const struct row_claim *c = &row->at[i];
    *any |= is_addition(c);
    if (is_addition(c) || is_total(c)) row->slots[n++] = (struct slot){c->claim->source, day_key(c), i};
  }
  return n;
}

#define MANY 4000 /* figures of one source in one row beyond which additions stay out */

int row_series(struct row_work *row) {
  bool any;
  size_t n = list(row, &any);
  if (any) row_sort(row->slots, n);
  for (size_t from = 0, to; any && from < n; from = to) {
    to = row_run(row->slots, n, from, false);
    const struct group g = {row, row->slots + from, to - from};
    if (g.count <= MANY) settle_group(&g);
  }
  return row_number(row);
}
