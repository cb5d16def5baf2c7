/* The figure of one document's main event.
 *
 * A report says one thing many times: a total in the headline, the same total
 * with a source in the text, then the men and the women apart, then the one
 * that a hospital knows of.  A careful reader counts nobody twice.  Here that
 * reading is a row of small steps over an array of candidates.  A step either
 * takes a candidate out, with the reason, or changes its numbers; what still
 * stands at the end is added up.
 *
 * The steps know a claim's fields and the order of claims in the text, never
 * its words.  "Told in one breath" means that the quotes of two claims touch. */
#include "weigh/doc_tally.h"

#include <string.h>

#include "base/alloc.h"
#include "weigh/profile.h"
#include "weigh/reading.h"

#define BREATH 60 /* bytes between two quotes of one enumeration, at most */

static bool standing(const struct candidate *c) {
  return !c->out;
}

/* The claim has its say no more; other is the one that speaks for it, or NULL. */
static void take_out(struct candidate *c, enum toll_document_reason reason, const struct candidate *other) {
  c->out = true;
  c->reason = (uint8_t)reason;
  c->other = other ? other->index : -1;
}

static int64_t lesser(int64_t a, int64_t b) {
  return a < b ? a : b;
}
static int64_t greater(int64_t a, int64_t b) {
  return a > b ? a : b;
}

static bool same_text(toll_slice a, toll_slice b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static toll_slice speaker(const toll_claim *c) {
  if (!c->claimant) return (toll_slice){0};
  return c->claimant->resolved.len ? c->claimant->resolved : c->claimant->name;
}

static bool same_speaker(const toll_claim *a, const toll_claim *b) {
  return same_text(speaker(a), speaker(b));
}

/* Whether two claims are told in one breath: "nine men and four women". */
static bool one_breath(const toll_claim *a, const toll_claim *b) {
  const toll_claim *first = a->span.from <= b->span.from ? a : b, *second = first == a ? b : a;
  if (a->sentence && b->sentence && a->sentence != b->sentence) return false;
  return second->span.from <= first->span.to + (uint64_t)BREATH && same_speaker(a, b);
}

#define ATTACKERS (1u << 31) /* beside the classes: those who carried the attack out */

/* What sets a claim's people apart from people at large. */
static uint32_t apart(const toll_claim *c) {
  uint32_t classes = profile_apart(c->classes);
  return !classes && c->side == TOLL_PERPETRATOR ? ATTACKERS : classes;
}

/* --- the figures that words allow --------------------------------------- */

/* low <= best <= high wherever they are there. */
static void put_in_order(struct candidate *c) {
  if (c->best == TOLL_OPEN) return;
  if (c->high != TOLL_OPEN && c->best > c->high) c->best = c->high;
  if (c->low != TOLL_OPEN && c->low > c->best) c->low = c->best;
}

static void take_figures(struct candidate *c) {
  c->low = c->claim->low;
  c->high = c->claim->high;
  c->best = c->claim->value;
  if (c->best == TOLL_OPEN && c->claim->form == TOLL_BETWEEN) c->best = c->low;
  if (c->claim->form == TOLL_NONE) c->low = c->best = c->high = 0;
  put_in_order(c);
}

/* --- steps -------------------------------------------------------------- */

static void drop_status(struct candidates *w) {
  for (size_t i = 0; i < w->count; i++) {
    uint8_t status = w->at[i].claim->status;
    if (status != TOLL_ASSERTED && status != TOLL_UNCONFIRMED) take_out(&w->at[i], TOLL_LEFT_STATUS, NULL);
  }
}

/* "Crowds marched against the killing of two nurses": no deaths of the march. */
static void drop_occasions(struct candidates *w) {
  for (size_t i = 0; i < w->count; i++)
    if (standing(&w->at[i]) && w->at[i].claim->occasion) take_out(&w->at[i], TOLL_LEFT_OCCASION, NULL);
}

static void drop_rates(struct candidates *w) {
  for (size_t i = 0; i < w->count; i++)
    if (w->at[i].claim->scope == TOLL_RATE) take_out(&w->at[i], TOLL_LEFT_RATE, NULL);
}

/* "61 people were killed, up from 58": the 58. */
static void drop_replaced(struct candidates *w) {
  for (size_t i = 0; i < w->count; i++)
    if (standing(&w->at[i]) && claim_replaced(w->at[i].claim)) take_out(&w->at[i], TOLL_LEFT_REPLACED, NULL);
}

static bool has_place(const toll_claim *c) {
  return c->where.text.len || c->where.name.len;
}

static bool same_place(const toll_claim *a, const toll_claim *b) {
  if (a->where.geonameid && a->where.geonameid == b->where.geonameid) return true;
  return same_text(a->where.text, b->where.text) && same_text(a->where.name, b->where.name);
}

/* "The ninth reporter killed this year": eight of them elsewhere, where the event has a figure. */
static void drop_running(struct candidates *w) {
  bool other = false;
  for (size_t i = 0; i < w->count; i++) other |= standing(&w->at[i]) && !claim_running(w->at[i].claim);
  for (size_t i = 0; i < w->count && other; i++)
    if (standing(&w->at[i]) && claim_running(w->at[i].claim)) take_out(&w->at[i], TOLL_LEFT_RUNNING, NULL);
}

/* "Nobody was killed in the next village" is no figure for this one. */
static void drop_elsewhere(struct candidates *w) {
  const toll_claim *first = NULL; /* to say where people were harmed */
  for (size_t i = 0; i < w->count && !first; i++)
    if (standing(&w->at[i]) && !claim_zero(w->at[i].claim) && has_place(w->at[i].claim)) first = w->at[i].claim;
  for (size_t i = 0; i < w->count && first; i++) {
    const toll_claim *c = w->at[i].claim;
    if (standing(&w->at[i]) && claim_zero(c) && has_place(c) && !same_place(c, first))
      take_out(&w->at[i], TOLL_LEFT_ELSEWHERE, NULL);
  }
}

static int64_t less(int64_t whole, int64_t part) {
  if (whole == TOLL_OPEN || part == TOLL_OPEN) return whole;
  return whole > part ? whole - part : 0;
}

/* Takes what a profile leaves out off the total that it is a part of. */
static void take_off(struct candidate *whole, const struct candidate *part) {
  whole->best = less(whole->best, part->best);
  whole->low = less(whole->low, part->high == TOLL_OPEN ? part->best : part->high);
  whole->high = less(whole->high, part->low == TOLL_OPEN ? part->best : part->low);
  whole->reason = TOLL_USED_LESS;
  whole->other = part->index;
  put_in_order(whole);
}

static enum toll_document_reason outside(toll_profile profile, const toll_claim *claim) {
  if (profile.kind == TOLL_ONLY_CLASS) return TOLL_LEFT_CLASS;
  return claim->side == TOLL_PERPETRATOR ? TOLL_LEFT_ATTACKER : TOLL_LEFT_COMBATANT;
}

/* "A soldier and a farmer": the farmer alone.  False where the claim is wholly in or out. */
static bool take_some(const struct candidates *w, struct candidate *c) {
  int64_t in = profile_some(w->profile, c->claim);
  if (in < 0) return false;
  c->low = c->best = c->high = in;
  c->reason = TOLL_USED_LESS;
  return true;
}

static void apply_profile(struct candidates *w) {
  for (size_t i = 0; i < w->count; i++)
    if (standing(&w->at[i]) && !take_some(w, &w->at[i]) && !profile_takes(w->profile, w->at[i].claim))
      take_out(&w->at[i], outside(w->profile, w->at[i].claim), NULL);
  if (w->profile.kind == TOLL_ONLY_CLASS) return; /* a total of others says nothing about the class */
  for (size_t i = 0; i < w->count; i++) {
    struct candidate *part = &w->at[i];
    if (profile_takes(w->profile, part->claim) || part->whole < 0 || !standing(&w->at[part->whole])) continue;
    bool told_before = false; /* "12, among them 3 rebels … of the 12, 3 were rebels" */
    for (size_t j = 0; j < i; j++)
      told_before |= w->at[j].whole == part->whole && w->at[j].out && w->at[j].best == part->best &&
                     w->at[j].people == part->people && !profile_takes(w->profile, w->at[j].claim);
    if (!told_before) take_off(&w->at[part->whole], part);
  }
}

static int32_t find_candidate(const struct candidates *w, int32_t index) {
  for (size_t i = 0; i < w->count && index >= 0; i++)
    if (w->at[i].index == index) return (int32_t)i;
  return -1;
}

/* One claimant's same figure for the same people, told again further on. */
static bool repeats(const struct candidate *a, const struct candidate *b) {
  if (b->claim->besides && !a->claim->besides) return false;
  return a->best == b->best && a->people == b->people && !one_breath(a->claim, b->claim) &&
         a->claim->scope == b->claim->scope;
}

static void drop_repeats(struct candidates *w) {
  for (size_t i = 0; i < w->count; i++) { /* the reading has found the same people again */
    int32_t before = find_candidate(w, (int32_t)w->at[i].claim->same - 1);
    if (before < 0 || !standing(&w->at[i]) || !standing(&w->at[before])) continue;
    if (w->at[before].best == w->at[i].best) take_out(&w->at[i], TOLL_LEFT_REPEATED, &w->at[before]);
  }
  for (size_t i = 0; i < w->count; i++)
    for (size_t j = 0; j < i && standing(&w->at[i]); j++)
      if (standing(&w->at[j]) && repeats(&w->at[j], &w->at[i])) take_out(&w->at[i], TOLL_LEFT_REPEATED, &w->at[j]);
}

static void drop_parts(struct candidates *w) {
  bool total = false;
  for (size_t i = 0; i < w->count; i++) total |= standing(&w->at[i]) && w->at[i].claim->scope == TOLL_TOTAL;
  for (size_t i = 0; i < w->count; i++) {
    struct candidate *c = &w->at[i];
    if (!standing(c)) continue;
    const struct candidate *whole = NULL;
    for (int32_t up = c->whole, hops = 0; up >= 0 && hops < 16; up = w->at[up].whole, hops++)
      if (!whole && (standing(&w->at[up]) || w->at[up].reason == TOLL_LEFT_REPEATED)) whole = &w->at[up];
    bool lone = c->claim->scope == TOLL_PART && c->claim->part_of < 0 && total; /* a part of another harm is not */
    if (whole || lone) take_out(c, TOLL_LEFT_PART, whole);
  }
}

/* "A farmer and two others": the quotes touch, so they make one bundle. */
static void tie_bundles(struct candidates *w) {
  for (size_t i = 0; i < w->count; i++) {
    struct candidate *c = &w->at[i];
    c->bundle = (int32_t)i;
    for (size_t j = i; j-- > 0 && standing(c);)
      if (standing(&w->at[j]) && one_breath(w->at[j].claim, c->claim) && !claim_toll(w->at[j].claim) &&
          !claim_toll(c->claim)) { /* "… were killed, bringing the toll to 58" */
        c->bundle = w->at[j].bundle;
        break;
      }
  }
}

static int64_t plus(int64_t a, int64_t b) {
  int64_t sum;
  if (a == TOLL_OPEN) return b;
  if (b == TOLL_OPEN || __builtin_add_overflow(a, b, &sum)) return a;
  return sum;
}

/* The sum of a bundle: the first carries it, the others are in it. */
static void add_bundles(struct candidates *w) {
  for (size_t i = 0; i < w->count; i++) {
    struct candidate *c = &w->at[i], *first = &w->at[c->bundle];
    if (!standing(c) || first == c) continue;
    bool open = first->high == TOLL_OPEN || c->high == TOLL_OPEN;
    first->low = plus(first->low, c->low);
    first->best = plus(first->best, c->best);
    first->high = open ? TOLL_OPEN : plus(first->high, c->high);
    first->people = first->people && c->people ? first->people | c->people : 0;
    take_out(c, TOLL_USED_SUM, first);
    if (first->reason == TOLL_USED_WHOLE) first->reason = TOLL_USED_SUM;
  }
}

/* "One was killed and two kidnapped … the bodies of the two": those led off, told of in
 * one sentence with the killed, were not among them. */
static bool led_off(const struct candidates *w, size_t i) {
  const toll_claim *c = w->at[i].claim;
  if (!c->same || !w->claims || c->same > w->claims->count) return false;
  const toll_claim *before = &w->claims->items[c->same - 1];
  if (before->harm != TOLL_ABDUCTED && before->harm != TOLL_MISSING && before->harm != TOLL_DETAINED) return false;
  bool beside = false;
  for (size_t j = 0; j < i; j++) {
    const toll_claim *t = w->at[j].claim;
    if (t->count_span.from == before->count_span.from) return false; /* "was beaten and led off" */
    beside |= standing(&w->at[j]) && before->sentence && t->sentence == before->sentence;
  }
  return beside;
}

/* Told as more than what stands before it. */
static bool on_top(const struct candidates *w, size_t i) {
  const struct candidate *c = &w->at[i];
  if (c->claim->scope == TOLL_ADDED) return true;
  bool besides = c->claim->besides || led_off(w, i);
  if (!besides || c->claim->scope != TOLL_TOTAL || c->whole >= 0) return false;
  for (size_t j = 0; j < i; j++)
    if (standing(&w->at[j]) && one_breath(w->at[j].claim, c->claim)) return false; /* summed with it anyway */
  return true;
}

/* A total over several attacks is told before this one of them: "14 were killed in three raids". */
static bool summed_up(const struct candidates *w, size_t i) {
  const struct candidate *c = &w->at[i];
  unsigned enough = c->claim->later ? 2 : 1;
  for (size_t j = 0; j < i && c->claim->scope != TOLL_ADDED; j++)
    if (standing(&w->at[j]) && w->at[j].claim->series >= enough && w->at[j].best >= c->best) return true;
  return false;
}

/* "Nine died.  Seven were killed at once and two more in a clinic": the total that an
 * addition and the figure told right before it make up, or NULL. */
static const struct candidate *holder(const struct candidates *w, size_t i) {
  const struct candidate *last = NULL;
  for (size_t j = 0; j < i; j++)
    if (standing(&w->at[j]) && w->at[j].best != TOLL_OPEN) last = &w->at[j];
  for (size_t j = 0; j < w->count && last; j++) {
    const struct candidate *t = &w->at[j];
    bool total = standing(t) && t != last && t->claim->scope == TOLL_TOTAL && !t->claim->besides;
    if (total && t->best == plus(last->best, w->at[i].best) && !one_breath(t->claim, w->at[i].claim)) return t;
  }
  return NULL;
}

/* "Two more died", "the next day a raid killed four": on top of the total before,
 * unless a total further on already holds both. */
static void add_added(struct candidates *w) {
  for (size_t i = 0; i < w->count; i++) {
    struct candidate *c = &w->at[i];
    if (!standing(c) || c->best == TOLL_OPEN || !on_top(w, i) || summed_up(w, i)) continue;
    struct candidate *before = NULL;
    const struct candidate *held = holder(w, i);
    for (size_t j = 0; j < w->count; j++) {
      struct candidate *t = &w->at[j];
      if (!standing(t) || t == c || t->claim->scope != TOLL_TOTAL || t->best == TOLL_OPEN) continue;
      if (j < i && (!before || t->best > before->best)) before = t;
      if (before && t != before && t->best >= plus(before->best, c->best)) held = t;
    }
    if (held) take_out(c, TOLL_LEFT_HELD, held);
    if (held || !before) continue;
    before->low = plus(before->low, c->low);
    before->best = plus(before->best, c->best);
    before->high = before->high == TOLL_OPEN || c->high == TOLL_OPEN ? TOLL_OPEN : plus(before->high, c->high);
    take_out(c, TOLL_USED_ADDED, before);
  }
}

static bool in_a_breath(const struct candidates *w, size_t i) {
  for (size_t j = 0; j < w->count; j++)
    if (j != i && standing(&w->at[j]) && one_breath(w->at[i].claim, w->at[j].claim)) return true;
  return false;
}

/* Figures that another one is the sum of.  A "two" among ones of the same
 * breath is taken for chance: "two farmers, a driver and a guard". */
static void drop_addends(struct candidates *w) {
  for (size_t i = 0; i < w->count; i++) {
    struct candidate *total = &w->at[i];
    if (!standing(total) || total->best == TOLL_OPEN || total->people) continue;
    int64_t sum = 0;
    size_t others = 0;
    for (size_t j = 0; j < w->count; j++)
      if (j != i && standing(&w->at[j]) && w->at[j].best != TOLL_OPEN && w->at[j].best > 0)
        sum = plus(sum, w->at[j].best), others++;
    if (others < 2 || sum != total->best || (sum == 2 && in_a_breath(w, i))) continue;
    for (size_t j = 0; j < w->count; j++)
      if (j != i && standing(&w->at[j])) take_out(&w->at[j], TOLL_LEFT_ADDEND, total);
    return;
  }
}

/* Fighters boast: what they say counts where nobody else gives a figure. */
static bool boasts(const toll_claim *c) {
  return c->claimant && c->claimant->kind == TOLL_KIND_ARMED_GROUP;
}

/* Of two figures for the same people, the one to keep: a number before a vague
 * word; anybody's before a fighting group's; else the larger, for the dead are found
 * one by one, and who knows of fewer has not disproved the others. */
static bool keeps(const struct candidate *a, const struct candidate *b) {
  if ((a->best == TOLL_OPEN) != (b->best == TOLL_OPEN)) return a->best != TOLL_OPEN;
  if (boasts(a->claim) != boasts(b->claim)) return boasts(b->claim);
  return a->best >= b->best;
}

/* The interval of what stays takes in what it was preferred to, where another
 * speaker gave that. */
static void widen(struct candidate *kept, const struct candidate *left) {
  if (same_speaker(kept->claim, left->claim) || left->best == TOLL_OPEN || kept->best == TOLL_OPEN) return;
  int64_t most = left->high == TOLL_OPEN ? left->best : left->high;
  bool floorless = kept->claim->form == TOLL_AT_MOST && left->claim->form != TOLL_AT_MOST && left->best > 0;
  if (floorless) /* "up to seven died; a clerk counted four" */
    kept->low = lesser(kept->best, left->low == TOLL_OPEN ? left->best : left->low);
  else if (left->low != TOLL_OPEN && kept->low != TOLL_OPEN)
    kept->low = lesser(kept->low, left->low);
  if (kept->high != TOLL_OPEN)
    kept->high = greater(kept->high, most);
  else if (left->high != TOLL_OPEN && most > kept->best)
    kept->high = most; /* "at least five died; a clerk counted eight" */
}

static enum toll_document_reason not_kept(const struct candidate *kept, const struct candidate *left) {
  if (left->best == TOLL_OPEN) return TOLL_LEFT_VAGUE;
  if (same_speaker(kept->claim, left->claim)) return TOLL_LEFT_SMALLER;
  if (left->best == kept->best) return TOLL_LEFT_REPEATED;
  return left->best < kept->best ? TOLL_LEFT_LOWER : TOLL_LEFT_HIGHER;
}

static void choose_between(struct candidates *w) {
  for (size_t i = 0; i < w->count; i++)
    for (size_t j = 0; j < i; j++) {
      struct candidate *a = &w->at[j], *b = &w->at[i];
      if (!standing(a) || !standing(b) || a->people != b->people) continue;
      bool first = keeps(a, b);
      struct candidate *kept = first ? a : b, *left = first ? b : a;
      widen(kept, left);
      take_out(left, not_kept(kept, left), kept);
    }
}

/* People at large against some of them: "12 people … three children". */
static void drop_within(struct candidates *w) {
  struct candidate *large = NULL;
  int64_t sum = 0;
  for (size_t i = 0; i < w->count; i++) {
    if (!standing(&w->at[i])) continue;
    if (!w->at[i].people)
      large = &w->at[i];
    else if (w->at[i].people != ATTACKERS) /* "six people died; the bomber was killed too" */
      sum = plus(sum, w->at[i].best);
  }
  if (!large || large->best == TOLL_OPEN) return;
  bool within = sum <= large->best;
  for (size_t i = 0; i < w->count; i++) {
    struct candidate *c = &w->at[i];
    if (standing(c) && c != large && c->people && c->people != ATTACKERS && within)
      take_out(c, TOLL_LEFT_WITHIN, large);
  }
  if (!within && large->best > 0) take_out(large, TOLL_LEFT_LESS, NULL);
}

static void (*const steps[])(struct candidates *) = {
    drop_status,   drop_occasions, drop_rates,     drop_replaced, drop_running, drop_elsewhere,
    apply_profile, drop_repeats,   drop_parts,     add_added,     drop_addends, tie_bundles,
    add_bundles,   drop_addends,   choose_between, drop_within,
};

/* --- the whole ---------------------------------------------------------- */

/* Nobody is counted under two fates: the abducted who were found dead are dead. */
static void take_off_dead(const toll_claims *claims, struct candidate *c) {
  int32_t dead;
  int64_t gone = c->best == TOLL_OPEN ? 0 : doc_tally_died(claims, (size_t)c->index, &dead);
  if (gone <= 0) return;
  c->reason = TOLL_USED_LIVING;
  c->other = dead;
  if (gone >= c->best) c->out = true, c->reason = TOLL_LEFT_DEAD;
  c->low = less(c->low, gone);
  c->best = less(c->best, gone);
  c->high = less(c->high, gone);
  put_in_order(c);
}

static void collect(const toll_claims *claims, unsigned harm, uint32_t event, struct candidates *w) {
  w->count = 0;
  w->claims = claims;
  for (size_t i = 0; i < claims->count; i++) {
    const toll_claim *claim = &claims->items[i];
    if (claim->harm != harm || claim->event != event) continue;
    struct candidate *c = &w->at[w->count++];
    *c = (struct candidate){.claim = claim, .index = (int32_t)i, .whole = -1, .other = -1, .people = apart(claim)};
    take_figures(c);
    take_off_dead(claims, c);
  }
  for (size_t i = 0; i < w->count; i++) w->at[i].whole = find_candidate(w, w->at[i].claim->part_of);
}

static void add_up(struct candidates *w, toll_figure *out) {
  *out = (toll_figure){.low = TOLL_OPEN, .best = TOLL_OPEN, .high = TOLL_OPEN};
  bool open = false;
  size_t stand = 0;
  for (size_t i = 0; i < w->count; i++) stand += standing(&w->at[i]);
  for (size_t i = 0; i < w->count; i++) {
    struct candidate *c = &w->at[i];
    if (!standing(c)) continue;
    if (stand > 1 && c->reason == TOLL_USED_WHOLE) c->reason = TOLL_USED_SUM;
    out->given = true;
    out->low = plus(out->low, c->low);
    out->best = plus(out->best, c->best);
    out->high = plus(out->high, c->high);
    open |= c->high == TOLL_OPEN;
  }
  if (open) out->high = TOLL_OPEN;
}

void doc_tally_harm(const toll_claims *claims, unsigned harm, uint32_t event, struct candidates *work,
                    toll_figure *out) {
  collect(claims, harm, event, work);
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) steps[i](work);
  add_up(work, out);
}

uint32_t doc_tally_event(const toll_claims *claims) {
  uint32_t lowest = UINT32_MAX;
  for (size_t i = 0; i < claims->count; i++)
    if (claims->items[i].event < lowest) lowest = claims->items[i].event;
  return lowest;
}

/* The candidate whose figure c has gone into, which may itself be out; else c. */
static const struct candidate *carrier(const struct candidates *w, const struct candidate *c) {
  for (size_t hops = 0; hops < w->count && c->out && toll_document_used(c->reason); hops++) {
    int32_t next = find_candidate(w, c->other);
    if (next < 0) break;
    c = &w->at[next];
  }
  return c;
}

static void tell_reasons(const struct candidates *w, toll_document_why *why) {
  for (size_t i = 0; i < w->count; i++) {
    const struct candidate *c = &w->at[i], *in = carrier(w, c);
    if (!in->out) in = c;
    why[c->index] = (toll_document_why){.reason = in->reason, .other = in->other};
  }
}

int toll_tally_document_why(const toll_claims *claims, toll_profile profile, toll_document_tally *out,
                            toll_document_why *why) {
  *out = (toll_document_tally){0};
  struct candidates work = {.at = mem_array(claims->count, sizeof *work.at), .profile = profile};
  if (!work.at) return TOLL_E_MEMORY;
  uint32_t event = doc_tally_event(claims);
  for (size_t i = 0; why && i < claims->count; i++) why[i] = (toll_document_why){TOLL_LEFT_EVENT, -1};
  for (unsigned harm = 1; harm < TOLL_HARM_COUNT; harm++) {
    doc_tally_harm(claims, harm, event, &work, &out->of[harm]);
    if (why) tell_reasons(&work, why);
  }
  mem_free(work.at);
  return 0;
}

int toll_tally_document(const toll_claims *claims, toll_profile profile, toll_document_tally *out) {
  return toll_tally_document_why(claims, profile, out, NULL);
}
