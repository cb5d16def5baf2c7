/* Counts that add up.
 *
 * Claims of one sentence and harm whose numbers give exactly an earlier total of
 * the same event are its parts: "18 were killed … nine policemen and nine
 * civilians".  And "four more" is an addition only where a total stands in the
 * same event beside it; alone it is all that is told. */
#include "extract/reader.h"

static bool plain(const struct draft *d) {
  return d->claim.value != TOLL_OPEN && d->claim.value > 0 && d->claim.status == TOLL_ASSERTED &&
         d->claim.part_of < 0 && d->claim.scope == TOLL_TOTAL;
}

static bool together(const struct draft *a, const struct draft *b) {
  return a->claim.harm == b->claim.harm && a->claim.event == b->claim.event;
}

/* How far, in claims, a total is looked for on either side. */
#define NEAR 200

/* The end of the run of drafts that share the sentence of draft `first`. */
static size_t sentence_end(const toll_scanner *x, size_t first) {
  size_t end = first;
  while (end < x->draft_count && x->drafts[end].sentence == x->drafts[first].sentence) end++;
  return end;
}

/* The sum of the plain claims in [first, end) that go together with draft d; 0 unless there are two or more. */
static int64_t sum_of(const toll_scanner *x, size_t first, size_t end, const struct draft *d) {
  int64_t sum = 0;
  int n = 0;
  for (size_t i = first; i < end; i++) {
    const struct draft *o = x->drafts + i;
    if (!together(o, d) || !plain(o)) continue;
    if (__builtin_add_overflow(sum, o->claim.value, &sum)) return 0;
    n++;
  }
  return n > 1 ? sum : 0;
}

/* A total behind its parts is of people at large: "four farmers" told of afterwards are others. */
static bool totals(const struct draft *o, const struct draft *part) {
  bool at_large = o->refers || !o->claim.who.at || tags_have(o->tags, TAG_COLLECTIVE) || tags_have(o->tags, TAG_LIFE);
  return o->sentence < part->sentence || at_large;
}

/* A claim of another sentence nearby that gives just this sum. */
static int total_of(const toll_scanner *x, size_t at, const struct draft *d, int64_t sum) {
  size_t from = at > NEAR ? at - NEAR : 0, to = at + NEAR < x->draft_count ? at + NEAR : x->draft_count;
  for (size_t i = from; i < to; i++) {
    const struct draft *o = x->drafts + i;
    if (o->sentence == d->sentence || !together(o, d) || !plain(o) || o->single || !totals(o, d)) continue;
    if (o->claim.value == sum) return (int)i;
  }
  return -1;
}

/* The claims of one sentence, [first, end): those that add up to a total become its parts. */
static void read_parts(toll_scanner *x, size_t first, size_t end) {
  for (size_t k = first; k < end; k++) {
    const struct draft d = x->drafts[k];
    int64_t sum = plain(&d) ? sum_of(x, first, end, &d) : 0;
    int total = sum ? total_of(x, k, &d, sum) : -1;
    for (size_t i = k; total >= 0 && i < end; i++) {
      struct draft *o = x->drafts + i;
      if (!together(o, &d) || !plain(o)) continue;
      o->claim.part_of = total;
      o->claim.scope = TOLL_PART;
      draft_step(x, o, "sum", x->drafts[total].claim.count_span, x->drafts[total].claim.quote);
    }
  }
}

static bool has_total(const toll_scanner *x, size_t at) {
  const struct draft *d = x->drafts + at;
  size_t from = at > NEAR ? at - NEAR : 0, to = at + NEAR < x->draft_count ? at + NEAR : x->draft_count;
  for (size_t i = from; i < to; i++) {
    const struct draft *o = x->drafts + i;
    if (o != d && together(o, d) && !o->added && o->claim.part_of < 0 && o->claim.value != TOLL_OPEN && !o->single)
      return true;
  }
  return false;
}

static void make_part(toll_scanner *x, size_t part, size_t whole) {
  struct draft *o = x->drafts + part;
  o->claim.part_of = (int32_t)whole;
  o->claim.scope = TOLL_PART;
  draft_step(x, o, "sum", x->drafts[whole].claim.count_span, x->drafts[whole].claim.quote);
}

/* How many claims behind a total may tell it over again one by one. */
#define RUN 12

/* "Three people died. A man drowned in Hara.  Two women …": the claims behind a total,
 * sentence by sentence, until they have told all of it. */
static void read_run(toll_scanner *x, size_t whole) {
  const struct draft *d = x->drafts + whole;
  if (!plain(d) || d->single || d->claim.value < 2) return;
  size_t run[RUN];
  int64_t sum = 0;
  int n = 0;
  for (size_t i = whole + 1; i < x->draft_count && n < RUN && sum < d->claim.value; i++) {
    const struct draft *o = x->drafts + i;
    if (o->sentence > d->sentence + RUN) return;
    if (!together(o, d) || o->claim.part_of >= 0) continue;
    if (o->sentence == d->sentence || !plain(o) || o->claim.value >= d->claim.value) return;
    run[n++] = i;
    sum += o->claim.value;
  }
  for (int i = 0; n > 1 && sum == d->claim.value && i < n; i++) make_part(x, run[i], whole);
}

static bool taken(const struct draft *d) {
  return (d->claim.harm == TOLL_ABDUCTED || d->claim.harm == TOLL_DETAINED) && d->claim.value != TOLL_OPEN &&
         d->claim.status == TOLL_ASSERTED && !d->subset;
}

/* "12 were kidnapped … ten were released": those let go are some of those taken. */
static void read_freed(toll_scanner *x, size_t freed) {
  const struct draft *d = x->drafts + freed;
  if (d->claim.harm != TOLL_FREED || !plain(d) || d->claim.value == 0) return;
  size_t from = freed > NEAR ? freed - NEAR : 0;
  int whole = -1;
  for (size_t i = from; i < freed; i++) {
    const struct draft *o = x->drafts + i;
    if (!taken(o) || o->claim.event != d->claim.event) continue;
    if (o->claim.value == d->claim.value) return;
    if (o->claim.value > d->claim.value) whole = (int)i;
  }
  if (whole >= 0) make_part(x, freed, (size_t)whole);
}

void sums_read(toll_scanner *x) {
  for (size_t i = 0; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    if (d->added && d->claim.scope == TOLL_TOTAL && has_total(x, i)) d->claim.scope = TOLL_ADDED;
  }
  for (size_t i = 0, end; i < x->draft_count; i = end) {
    end = sentence_end(x, i);
    read_parts(x, i, end);
  }
  for (size_t i = 0; i < x->draft_count; i++) {
    read_run(x, i);
    read_freed(x, i);
  }
}
