/* The steps that come before every method: each sets the reason of the claims
 * that it takes out, and of those only.  Nothing is dropped.
 *
 *   status -> scope -> profile -> part -> running -> number -> repeated -> copy
 *   -> superseded
 *
 * A step looks at the row's claims alone and breaks ties by their order, which
 * is the documents' own and not that of arrival. */
#include <string.h>

#include "weigh/method.h"
#include "weigh/profile.h"

static const toll_claim *claim_of(const struct row_claim *c) {
  return &c->claim->row.claim;
}

static bool same_key(const struct row_claim *a, const struct row_claim *b) {
  return weigh_compare(a->claim->key, b->claim->key) == 0;
}

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

static int64_t total_of(const struct row_claim *c) {
  return claim_of(c)->scope == TOLL_TOTAL ? claim_of(c)->value : TOLL_OPEN;
}

/* What is added to the figure at a, further on and before another total; 0 where
 * nothing is. */
static int64_t added_to(const struct row_work *row, size_t a) {
  for (size_t i = a + 1; i < row->count; i++) {
    const struct row_claim *c = &row->at[i];
    if (c->claim->doc != row->at[a].claim->doc || total_of(c) != TOLL_OPEN) return 0;
    if (claim_of(c)->scope == TOLL_ADDED && claim_of(c)->value != TOLL_OPEN) return claim_of(c)->value;
  }
  return 0;
}

/* "82 were killed, another 21 in the days after" beside "131 in all": a figure
 * that something is added to is within a total that holds both. */
static void by_running(struct row_work *row) {
  for (size_t i = 0; i < row->count; i++) {
    struct row_claim *c = &row->at[i];
    int64_t value = total_of(c), added = row_used(c) && value != TOLL_OPEN ? added_to(row, i) : 0;
    for (size_t j = 0; j < row->count && added > 0 && row_used(c); j++) {
      const struct row_claim *whole = &row->at[j];
      if (j == i || !row_used(whole) || whole->claim->doc != c->claim->doc || total_of(whole) == TOLL_OPEN) continue;
      if (total_of(whole) - added < value) continue;
      c->reason = TOLL_NOT_PART;
      c->other = whole->claim;
    }
  }
}

static void by_number(struct row_work *row) {
  for (size_t i = 0; i < row->count; i++) {
    const toll_claim *c = claim_of(&row->at[i]);
    bool none = c->value == TOLL_OPEN && c->low == TOLL_OPEN && c->high == TOLL_OPEN;
    if (row_used(&row->at[i]) && none) row->at[i].reason = TOLL_NOT_VAGUE;
  }
}

/* Headline and body: one document, one claimant, one figure. */
static void by_repetition(struct row_work *row) {
  for (size_t i = 0; i < row->count; i++)
    for (size_t j = i; j-- > 0 && row->at[j].claim->doc == row->at[i].claim->doc && row_used(&row->at[i]);)
      if (row_used(&row->at[j]) && same_key(&row->at[i], &row->at[j]) && row_same_figure(&row->at[i], &row->at[j])) {
        row->at[i].reason = TOLL_NOT_REPEATED;
        row->at[i].other = row->at[j].claim;
      }
}

/* The same claimant's figure in a text that is a copy of another one. */
static bool copies(const struct weigh *w, const struct row_claim *a, const struct row_claim *b) {
  if (w->docs[a->claim->doc].original != b->claim->doc || a->claim->doc == b->claim->doc) return false;
  bool writer = !claim_of(a)->claimant && !claim_of(b)->claimant;
  return row_same_figure(a, b) && (writer || same_key(a, b));
}

static void by_copy(const struct weigh *w, struct row_work *row) {
  for (size_t i = 0; i < row->count; i++)
    for (size_t j = 0; j < row->count && row_used(&row->at[i]); j++)
      if (row_used(&row->at[j]) && copies(w, &row->at[i], &row->at[j])) {
        row->at[i].reason = TOLL_NOT_COPY;
        row->at[i].other = row->at[j].claim;
      }
}

/* Whether b is what the source of a gave later in the place of a. */
static bool supersedes(const struct row_claim *b, const struct row_claim *a) {
  if (!same_key(a, b) || row_same_figure(a, b)) return false;
  return a->claim->given != TOLL_NO_DAY && b->claim->given != TOLL_NO_DAY && b->claim->given > a->claim->given;
}

static void by_later(struct row_work *row) {
  for (size_t i = 0; i < row->count; i++) {
    if (!row_used(&row->at[i])) continue;
    const struct row_claim *later = NULL; /* the newest of all, superseded itself or not */
    for (size_t j = 0; j < row->count; j++) {
      const struct row_claim *b = &row->at[j];
      bool counts = row_used(b) || b->reason == TOLL_NOT_SUPERSEDED;
      if (counts && supersedes(b, &row->at[i]) && (!later || b->claim->given > later->claim->given)) later = b;
    }
    if (!later) continue;
    row->at[i].reason = TOLL_NOT_SUPERSEDED;
    row->at[i].other = later->claim;
  }
}

void row_eligible(const struct weigh *w, struct row_work *row, toll_profile profile) {
  by_status(row);
  by_scope(row);
  by_profile(row, profile);
  by_part(w, row);
  by_running(row);
  by_number(row);
  by_repetition(row);
  by_copy(w, row);
  by_later(row);
}
