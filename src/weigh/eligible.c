/* The steps that come before every method: each sets the reason of the claims
 * that it takes out, and of those only.  Nothing is dropped.
 *
 *   status -> scope -> profile -> discounted -> replaced -> part -> running -> number
 *   -> elsewhere -> more -> repeated -> within -> copy -> superseded -> unlike
 *
 * Where names are counted only the first four are taken: a name in a part is a name.
 *
 * A step looks at the row's claims alone and breaks ties by their order, which
 * is the documents' own and not that of arrival.  Where claims have to be found
 * that share a document, a source or a figure, they are sorted into runs. */
#include <string.h>

#include "weigh/method.h"
#include "weigh/profile.h"
#include "weigh/reading.h"

static const toll_claim *claim_of(const struct row_claim *c) {
  return &c->claim->row.claim;
}

static void leave_out(struct row_claim *c, enum toll_reason reason, const struct row_claim *other) {
  c->reason = (uint8_t)reason;
  c->other = other ? other->claim : NULL;
}

static bool same_doc(const struct row_claim *a, const struct row_claim *b) {
  return a->claim->doc == b->claim->doc;
}

/* Whether two claims give one figure as they are told: what a step makes of them comes later. */
static bool same_words(const struct row_claim *a, const struct row_claim *b) {
  return a->claim->figure == b->claim->figure;
}

static bool dated(const struct row_claim *c) {
  return c->claim->given != TOLL_NO_DAY;
}

/* --- what the claim itself says ----------------------------------------- */

static void by_status(struct row_work *row) {
  for (size_t i = 0; i < row->count; i++) {
    uint8_t status = claim_of(&row->at[i])->status;
    if (status != TOLL_ASSERTED && status != TOLL_UNCONFIRMED) row->at[i].reason = TOLL_NOT_STATUS;
  }
}

static void by_scope(struct row_work *row) {
  static const uint8_t reasons[TOLL_SCOPE_COUNT] = {
      [TOLL_TOTAL] = TOLL_USED, [TOLL_ADDED] = TOLL_NOT_ADDED, [TOLL_PART] = TOLL_USED, [TOLL_RATE] = TOLL_NOT_RATE};
  for (size_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i])) row->at[i].reason = reasons[claim_of(&row->at[i])->scope];
}

static void by_profile(struct row_work *row, toll_profile profile) {
  for (size_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && !profile_takes(profile, claim_of(&row->at[i]))) row->at[i].reason = TOLL_NOT_PROFILE;
}

/* The claim that a part is of, anywhere in its document: claims of a document lie
 * together. */
static const struct weigh_claim *whole_of(const struct weigh *w, const struct weigh_claim *part) {
  int64_t ordinal = part->row.claim.part_of;
  if (ordinal < 0) return NULL;
  const struct weigh_claim *from = w->claims, *to = w->claims + w->claim_count;
  int64_t at = part - from + ordinal - (int64_t)part->row.ordinal; /* ordinals run without a gap */
  if (at < 0 || at >= to - from || from[at].doc != part->doc) return NULL;
  return (int64_t)from[at].row.ordinal == ordinal ? &from[at] : NULL;
}

/* A part of a figure for the same people is no rival to it.  Nine children of 170
 * people are the figure of the children's own row, and five of the wounded who
 * died are a figure of the dead. */
static void by_part(const struct weigh *w, struct row_work *row) {
  for (size_t i = 0; i < row->count; i++) {
    struct row_claim *c = &row->at[i];
    if (!row_used(c)) continue;
    const struct weigh_claim *whole = whole_of(w, c->claim);
    if (!whole && claim_of(c)->scope != TOLL_PART) continue;
    uint32_t apart = profile_apart(claim_of(c)->classes);
    bool other_harm = whole && whole->row.claim.harm != claim_of(c)->harm;
    bool other_people = apart && (!whole || profile_apart(whole->row.claim.classes) != apart);
    bool other_side = whole && whole->row.claim.side != claim_of(c)->side;
    if (other_harm || other_people || other_side) continue;
    c->reason = TOLL_NOT_PART;
    c->other = whole;
  }
}

static void by_review(struct row_work *row) {
  for (size_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && row->at[i].mark == MARK_DISCOUNTED) row->at[i].reason = TOLL_NOT_DISCOUNTED;
}

static void by_name(struct row_work *row) {
  for (size_t i = 0; i < row->count; i++) {
    struct row_claim *c = &row->at[i];
    if (c->reason == TOLL_NOT_ADDED) c->reason = TOLL_USED; /* on top of others, and named all the same */
    if (row_used(c) && !claim_of(c)->names.len) c->reason = TOLL_NOT_NAMED;
  }
}

static int64_t total_of(const struct row_claim *c) {
  return claim_of(c)->scope == TOLL_TOTAL ? claim_of(c)->value : TOLL_OPEN;
}

/* The end of the claims of the document that i is the first of. */
static size_t end_of_doc(const struct row_work *row, size_t i) {
  size_t to = i + 1;
  while (to < row->count && same_doc(&row->at[to], &row->at[i])) to++;
  return to;
}

/* The largest total in use of a document, the first of several. */
static const struct row_claim *largest_total(const struct row_work *row, size_t from, size_t to) {
  const struct row_claim *most = NULL;
  for (size_t i = from; i < to; i++) {
    const struct row_claim *c = &row->at[i];
    if (row_used(c) && total_of(c) != TOLL_OPEN && (!most || total_of(c) > total_of(most))) most = c;
  }
  return most;
}

/* "82 were killed, another 21 in the days after" beside "131 in all": a figure
 * that something is added to, before another total comes, is within a total that
 * holds both. */
static void by_running(struct row_work *row) {
  for (size_t from = 0, to; from < row->count; from = to) {
    to = end_of_doc(row, from);
    const struct row_claim *whole = largest_total(row, from, to);
    int64_t added = 0; /* what is added next, as seen from the claim before it */
    for (size_t i = to; whole && i-- > from;) {
      struct row_claim *c = &row->at[i];
      int64_t value = total_of(c);
      if (row_used(c) && value != TOLL_OPEN && added > 0 && total_of(whole) - added >= value)
        leave_out(c, TOLL_NOT_PART, whole);
      if (value != TOLL_OPEN)
        added = 0;
      else if (claim_of(c)->scope == TOLL_ADDED && claim_of(c)->value != TOLL_OPEN)
        added = claim_of(c)->value;
    }
  }
}

/* "dozens = 12": the words of the count, as the claim quotes them, and what they stand for. */
static toll_slice tell_reckoned(const toll_claim *c, struct arena *arena) {
  toll_buffer text = {0};
  size_t from = c->count_span.from - c->span.from, len = c->count_span.to - c->count_span.from;
  bool quoted = c->count_span.from >= c->span.from && from + len <= c->quote.len;
  toll_buffer_add(&text, quoted ? c->quote.at + from : "", quoted ? len : 0);
  toll_buffer_str(&text, " = ");
  toll_buffer_int(&text, c->reckoned);
  if (text.failed) arena->failed = true;
  toll_slice kept = text.failed ? (toll_slice){0} : arena_copy(arena, (toll_slice){text.at, text.len});
  toll_buffer_free(&text);
  return kept;
}

static void by_number(struct row_work *row, bool vague) {
  for (size_t i = 0; i < row->count; i++) {
    struct row_claim *c = &row->at[i];
    bool none = c->value == TOLL_OPEN && c->low == TOLL_OPEN && c->high == TOLL_OPEN;
    if (!row_used(c) || !none) continue;
    if (vague && claim_of(c)->reckoned > 0) {
      c->value = c->low = c->high = claim_of(c)->reckoned;
      c->derived = tell_reckoned(claim_of(c), row->arena);
    } else
      c->reason = TOLL_NOT_VAGUE;
  }
}

/* --- zeros -------------------------------------------------------------- */

/* Whether a zero is one of this event: of its place, or, where the document mainly
 * reports the event, of no place in particular. */
static int zero_belongs(const struct weigh *w, const struct row_claim *c, const struct word_set *places,
                        struct arena *a) {
  struct word_set own = {0};
  if (claim_places(claim_of(c), &own, a)) return TOLL_E_MEMORY;
  if (!places->count) return 1;
  if (own.count) return words_shared(&own, places) > 0;
  const struct weigh_mention *m = &w->mentions[c->claim->mention];
  return m->number == w->docs[m->doc].main_event;
}

/* "Nobody was killed in the next village" is no figure for this one. */
static int by_place(struct weigh *w, struct row_work *row) {
  struct word_set places = {0};
  bool zeros = false, others = false;
  for (size_t i = 0; i < row->count; i++) {
    if (!row_used(&row->at[i])) continue;
    bool zero = claim_zero(claim_of(&row->at[i]));
    zeros |= zero;
    others |= !zero;
  }
  if (!zeros || !others) return 0;
  for (size_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && !claim_zero(claim_of(&row->at[i])) &&
        claim_places(claim_of(&row->at[i]), &places, &w->arena))
      return TOLL_E_MEMORY;
  for (size_t i = 0; i < row->count; i++) {
    if (!row_used(&row->at[i]) || !claim_zero(claim_of(&row->at[i]))) continue;
    int belongs = zero_belongs(w, &row->at[i], &places, &w->arena);
    if (belongs < 0) return belongs;
    if (!belongs) row->at[i].reason = TOLL_NOT_ELSEWHERE;
  }
  return 0;
}

/* --- one source in one document ----------------------------------------- */

static uint64_t pair_of(uint32_t a, uint32_t b) {
  return (uint64_t)a << 32 | b;
}

/* The claims in use, by document and source, then by figure. */
static size_t by_speaker(struct row_work *row) {
  size_t n = 0;
  for (uint32_t i = 0; i < row->count; i++) {
    const struct weigh_claim *c = row->at[i].claim;
    if (row_used(&row->at[i])) row->slots[n++] = (struct slot){pair_of(c->doc, c->source), c->figure, i};
  }
  row_sort(row->slots, n);
  return n;
}

/* Headline and body: one document, one claimant, one figure. */
static void by_repetition(struct row_work *row) {
  size_t n = by_speaker(row);
  for (size_t from = 0, to; from < n; from = to) {
    to = row_run(row->slots, n, from, true);
    for (size_t i = from + 1; i < to; i++)
      leave_out(&row->at[row->slots[i].index], TOLL_NOT_REPEATED, &row->at[row->slots[from].index]);
  }
}

/* A number that is neither a ceiling nor nothing at all. */
static bool plain_total(const struct row_claim *c) {
  return total_of(c) != TOLL_OPEN && total_of(c) > 0 && row_bound(c) != CEILING;
}

static bool days_meet(const toll_claim *a, const toll_claim *b) {
  if (a->when.from == TOLL_NO_DAY || b->when.from == TOLL_NO_DAY) return true;
  if (a->when.to == TOLL_NO_DAY || b->when.to == TOLL_NO_DAY) return true;
  return a->when.from <= b->when.to && b->when.from <= a->when.to;
}

/* Whether c is some of the people of a larger figure that its claimant gives in the
 * same document for the same day. */
static bool within(const struct row_claim *c, const struct row_claim *whole) {
  int64_t low, high, least, most;
  row_interval(c, &low, &high);
  row_interval(whole, &least, &most);
  if (!plain_total(c) || row_bound(c) != CLOSED || high >= least) return false;
  return c->claim->given == whole->claim->given && days_meet(claim_of(c), claim_of(whole));
}

/* "744 were wounded, 20 of them …", told in two sentences: one named claimant's
 * smaller figure does not stand against the larger.  The writer's own figures may
 * be of sources that go unnamed, and stay. */
static void by_larger(struct row_work *row) {
  size_t n = by_speaker(row);
  for (size_t from = 0, to; from < n; from = to) {
    to = row_run(row->slots, n, from, false);
    const struct row_claim *whole = NULL;
    for (size_t i = from; i < to; i++) {
      const struct row_claim *c = &row->at[row->slots[i].index];
      if (claim_of(c)->claimant && plain_total(c) && (!whole || total_of(c) > total_of(whole))) whole = c;
    }
    for (size_t i = from; i < to && whole; i++) {
      struct row_claim *c = &row->at[row->slots[i].index];
      if (claim_of(c)->claimant && within(c, whole)) leave_out(c, TOLL_NOT_PART, whole);
    }
  }
}

/* --- copies ------------------------------------------------------------- */

#define WRITER UINT32_MAX /* in the place of a source: any writer's own word */

static struct slot copy_slot(const struct row_claim *c, uint32_t doc, uint32_t source, uint32_t index) {
  return (struct slot){pair_of(doc, c->claim->figure), source, index};
}

/* The first slot's claim for the same hi and lo, or the row's count. */
static uint32_t find_slot(const struct row_work *row, size_t n, struct slot key) {
  size_t low = 0, high = n;
  while (low < high) {
    size_t middle = (low + high) / 2;
    const struct slot *s = &row->slots[middle];
    if (s->hi < key.hi || (s->hi == key.hi && s->lo < key.lo))
      low = middle + 1;
    else
      high = middle;
  }
  bool found = low < n && row->slots[low].hi == key.hi && row->slots[low].lo == key.lo;
  return found ? row->slots[low].index : (uint32_t)row->count;
}

/* The same claimant's figure in a text that is a copy of another one; of two
 * writers the names do not matter. */
static void by_copy(const struct weigh *w, struct row_work *row) {
  size_t n = 0;
  for (uint32_t i = 0; i < row->count; i++) {
    const struct row_claim *c = &row->at[i];
    if (!row_used(c) || w->docs[c->claim->doc].original != c->claim->doc) continue;
    row->slots[n++] = copy_slot(c, c->claim->doc, c->claim->source, i);
    if (!claim_of(c)->claimant) row->slots[n++] = copy_slot(c, c->claim->doc, WRITER, i);
  }
  row_sort(row->slots, n);
  for (size_t i = 0; i < row->count; i++) {
    struct row_claim *c = &row->at[i];
    uint32_t original = w->docs[c->claim->doc].original, found, writer = (uint32_t)row->count;
    if (!row_used(c) || original == c->claim->doc) continue;
    found = find_slot(row, n, copy_slot(c, original, c->claim->source, 0));
    if (!claim_of(c)->claimant) writer = find_slot(row, n, copy_slot(c, original, WRITER, 0));
    if (writer < found) found = writer;
    if (found < row->count) leave_out(c, TOLL_NOT_COPY, &row->at[found]);
  }
}

/* --- replaced ----------------------------------------------------------- */

/* The figure in use that stands nearest in the claim's document, first before it. */
static const struct row_claim *beside(const struct row_work *row, size_t i) {
  for (size_t j = i; j-- > 0 && i - j < 16 && same_doc(&row->at[j], &row->at[i]);)
    if (row_used(&row->at[j])) return &row->at[j];
  for (size_t j = i + 1; j < row->count && j - i < 16 && same_doc(&row->at[j], &row->at[i]); j++)
    if (row_used(&row->at[j])) return &row->at[j];
  return NULL;
}

/* What the same source gave before, up to the day of the claim that says it is
 * replaced: the same figure.  Of two days of which one is not known nothing follows. */
static void replace_earlier(struct row_work *row) {
  size_t n = 0;
  for (uint32_t i = 0; i < row->count; i++) {
    const struct row_claim *c = &row->at[i];
    if (row_used(c) || c->reason == TOLL_NOT_SUPERSEDED)
      row->slots[n++] = (struct slot){pair_of(c->claim->source, c->claim->figure), 0, i};
  }
  row_sort(row->slots, n);
  for (size_t from = 0, to; from < n; from = to) {
    const struct row_claim *newest = NULL;
    to = row_run(row->slots, n, from, false);
    for (size_t i = from; i < to; i++) {
      const struct row_claim *c = &row->at[row->slots[i].index];
      if (!row_used(c) && dated(c) && (!newest || c->claim->given > newest->claim->given)) newest = c;
    }
    for (size_t i = from; newest && i < to; i++) {
      struct row_claim *c = &row->at[row->slots[i].index];
      if (!row_used(c) || !dated(c) || c->claim->given > newest->claim->given) continue;
      c->reason = TOLL_NOT_SUPERSEDED;
      c->other = newest->other ? newest->other : newest->claim;
    }
  }
}

/* "61 people were killed, up from 58": the 58. */
static void by_word(struct row_work *row) {
  bool any = false;
  for (size_t i = 0; i < row->count; i++) {
    if (!row_used(&row->at[i]) || !claim_replaced(claim_of(&row->at[i]))) continue;
    row->at[i].reason = TOLL_NOT_SUPERSEDED;
    any = true;
  }
  if (!any) return;
  for (size_t i = 0; i < row->count; i++) {
    const struct row_claim *by = row->at[i].reason == TOLL_NOT_SUPERSEDED ? beside(row, i) : NULL;
    if (by) row->at[i].other = by->claim;
  }
  replace_earlier(row);
}

/* The newest figure of a run of one source (newest first), and the newest that is
 * another than that. */
struct newest {
  const struct row_claim *first, *second;
};

static struct newest newest_of(const struct row_work *row, size_t from, size_t to) {
  struct newest n = {&row->at[row->slots[from].index], NULL};
  for (size_t i = from + 1; i < to && !n.second; i++)
    if (!same_words(&row->at[row->slots[i].index], n.first)) n.second = &row->at[row->slots[i].index];
  return n;
}

/* What its own source gave another figure for on a later day: the newest. */
static void by_later(struct row_work *row) {
  size_t n = 0;
  for (uint32_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && dated(&row->at[i]))
      row->slots[n++] = (struct slot){row->at[i].claim->source,
                                      (uint64_t)(INT64_C(1) << 40) - (uint64_t)(int64_t)row->at[i].claim->given, i};
  row_sort(row->slots, n);
  for (size_t from = 0, to; from < n; from = to) {
    to = row_run(row->slots, n, from, false);
    struct newest newest = newest_of(row, from, to);
    for (size_t i = from; i < to; i++) {
      struct row_claim *c = &row->at[row->slots[i].index];
      const struct row_claim *later = same_words(c, newest.first) ? newest.second : newest.first;
      if (later && later->claim->given > c->claim->given) leave_out(c, TOLL_NOT_SUPERSEDED, later);
    }
  }
}

static bool before(const struct row_claim *a, const struct row_claim *b) {
  if (same_doc(a, b)) return a->claim->row.ordinal < b->claim->row.ordinal;
  return dated(a) && row_later(b, a);
}

static bool says_more(const struct row_claim *c) {
  return claim_of(c)->besides == 2 && claim_of(c)->scope == TOLL_TOTAL;
}

/* "Another three have died", by a source that gave a total before: they come on top
 * of it.  Where it gave none, they are all that it tells of. */
static void by_more(struct row_work *row) {
  size_t n = 0;
  for (uint32_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i])) row->slots[n++] = (struct slot){row->at[i].claim->source, 0, i};
  row_sort(row->slots, n);
  for (size_t from = 0, to; from < n; from = to) {
    to = row_run(row->slots, n, from, false);
    for (size_t i = from; i < to; i++) {
      struct row_claim *c = &row->at[row->slots[i].index];
      if (!says_more(c)) continue;
      for (size_t k = from; k < to && row_used(c); k++) {
        const struct row_claim *t = &row->at[row->slots[k].index];
        if (plain_total(t) && !says_more(t) && before(t, c)) c->reason = TOLL_NOT_ADDED;
      }
    }
  }
}

/* Of harms that only add up, a later total of less than half the earlier one is
 * hardly a correction unless the text calls it one: it may count something else.
 * Which, nobody says, so it neither replaces the earlier nor stands beside it. */
static bool unlike(const struct row_claim *earlier, const struct row_claim *later) {
  uint8_t harm = claim_of(later)->harm;
  bool adds_up = harm == TOLL_KILLED || harm == TOLL_WOUNDED || harm == TOLL_KILLED_OR_WOUNDED;
  int64_t before = total_of(earlier), now = total_of(later);
  return adds_up && now != TOLL_OPEN && before >= 20 && now < before / 2 && !claim_revised(claim_of(later));
}

/* One source's totals by the day: each against the newest before it that stands. */
static void by_unlike(struct row_work *row) {
  size_t n = 0;
  for (uint32_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i]) && dated(&row->at[i]))
      row->slots[n++] =
          (struct slot){row->at[i].claim->source, (uint64_t)((INT64_C(1) << 40) + (int64_t)row->at[i].claim->given), i};
  row_sort(row->slots, n);
  for (size_t from = 0, to; from < n; from = to) {
    const struct row_claim *most = NULL; /* of the days before */
    to = row_run(row->slots, n, from, false);
    for (size_t day = from, end; day < to; day = end) {
      const struct row_claim *best = most;
      end = row_run(row->slots, to, day, true);
      for (size_t i = day; i < end; i++) {
        struct row_claim *c = &row->at[row->slots[i].index];
        if (most && unlike(most, c))
          leave_out(c, TOLL_NOT_UNLIKE, most);
        else if (total_of(c) != TOLL_OPEN && (!best || row_later(c, best) || total_of(c) > total_of(best)))
          best = c;
      }
      most = best;
    }
  }
}

int row_eligible(struct weigh *w, struct row_work *row, toll_profile profile, const struct method *method) {
  by_status(row);
  by_scope(row);
  by_profile(row, profile);
  by_review(row);
  if (method->names) {
    by_name(row);
    return 0;
  }
  by_word(row);
  by_part(w, row);
  by_running(row);
  by_number(row, method->vague);
  if (by_place(w, row)) return TOLL_E_MEMORY;
  by_more(row);
  by_repetition(row);
  by_larger(row);
  by_copy(w, row);
  by_unlike(row);
  by_later(row);
  return 0;
}
