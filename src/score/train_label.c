/* Whether a choice is right: what the labels of its row say of it, a function for
 * each choice. */
#include <string.h>

#include "score/agree.h"
#include "score/match.h"
#include "score/score.h"
#include "score/train_part.h"

/* A row as labelled and as read. */
struct judged_row {
  const struct gold_row *row;
  const toll_claims *found;
  struct pairing pairs;
  struct arena *arena;
};

/* The found claim that the case is about, or the count of claims. */
static size_t claim_of(const struct train_case *c, const toll_claims *found) {
  size_t n = 0;
  while (n < found->count && (found->items[n].harm != c->harm || found->items[n].count_span.from != c->about.from ||
                              found->items[n].count_span.to != c->about.to))
    n++;
  return n;
}

/* The labelled claim that the found claim matches; -1 for none, PAIRING_OUT where it does not count. */
static int32_t label_of(const struct train_case *c, const struct judged_row *r) {
  size_t n = claim_of(c, r->found);
  return n < r->found->count ? r->pairs.gold_of[n] : PAIRING_OUT;
}

static bool agrees(const struct judged_row *r, int32_t g, enum score_field field) {
  return match_field(r->row, r->found, &r->pairs, (size_t)g, field, r->arena);
}

static void judge_claim(struct train_case *c, const struct judged_row *r) {
  int32_t g = label_of(c, r);
  c->left_out = g == PAIRING_OUT;
  c->right = g >= 0 && agrees(r, g, SCORE_VALUE) && agrees(r, g, SCORE_STATUS);
}

/* The case is a place that may be that claim's. */
static void judge_where(struct train_case *c, const struct judged_row *r) {
  int32_t g = label_of(c, r);
  c->left_out = g < 0;
  c->right = g >= 0 && agree_words(r->row->claims[g].where, c->candidate, r->arena);
}

/* What a figure for the whole report says of people of whom no rule has said that
 * harm: where nobody else bears it either, those who are as many as it says do, and
 * none where it is 0. */
static void judge_by_figure(struct train_case *c, const struct judged_row *r) {
  int64_t label = r->row->coded ? TOLL_OPEN : r->row->labels[c->harm];
  c->left_out = label == TOLL_OPEN;
  for (size_t i = 0; i < r->found->count; i++)
    c->left_out |= r->found->items[i].harm == c->harm && r->found->items[i].status == TOLL_ASSERTED;
  c->right = label > 0 && c->value == label;
}

/* The case would be a claim: is one labelled that was not found? */
static void judge_victim(struct train_case *c, const struct judged_row *r) {
  if (!r->row->has_claims) {
    judge_by_figure(c, r);
    return;
  }
  for (size_t g = 0; g < r->row->claim_count; g++) {
    const struct gold_claim *want = &r->row->claims[g];
    bool meets = want->count.from < c->about.to && c->about.from < want->count.to;
    bool same = want->value == c->value && agree_exactly(want->harm, toll_harm_name(c->harm));
    c->right |= r->pairs.found_of[g] < 0 && meets && same;
  }
}

/* Of several pairs that a figure for the whole report fits, one is meant: the first
 * in its text, as a report begins with what it is about. */
static void leave_one(struct train_case *cases, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (!cases[i].right || cases[i].left_out) continue;
    for (size_t k = i + 1; k < count; k++)
      if (cases[k].right && cases[k].choice == cases[i].choice && cases[k].harm == cases[i].harm)
        cases[k].left_out = true;
  }
}

static const struct {
  const char *name;
  void (*judge)(struct train_case *c, const struct judged_row *r);
  bool by_figures; /* figures for the whole report teach it, too */
  int32_t least;   /* thousandths; from what probability on it is made */
} choices[TRAIN_CHOICES] = {
    [TRAIN_CONFIDENCE] = {"confidence", judge_claim, false, 0},
    [TRAIN_WHERE] = {"where", judge_where, false, 0},
    [TRAIN_VICTIM] = {"victim", judge_victim, true, 500},
};

const char *train_choice_name(unsigned choice) {
  return choice < TRAIN_CHOICES ? choices[choice].name : NULL;
}

int32_t train_least(unsigned choice) {
  return choices[choice].least;
}

int train_judge(struct train *t, const struct gold_row *row, const toll_claims *found, size_t first) {
  struct judged_row r = {.row = row, .found = found, .arena = &t->row};
  uint64_t key;
  bool aside;
  struct train_case *cases = (struct train_case *)(void *)t->cases.at;
  size_t count = t->cases.len / sizeof *cases;
  int code = score_is_aside(toll_document_get(t->doc)->id, &aside, &key);
  if (code || match_claims(row, found, &t->row, &r.pairs) || t->cases.failed || t->names.failed) return TOLL_E_MEMORY;
  for (size_t i = first; i < count; i++) {
    struct train_case *c = &cases[i];
    c->fold = (uint8_t)((key & 0xffffffff) % TRAIN_FOLDS);
    c->left_out = !row->has_claims && !choices[c->choice].by_figures;
    if (!c->left_out) choices[c->choice].judge(c, &r);
  }
  if (!row->has_claims) leave_one(cases + first, count - first);
  return t->row.failed ? TOLL_E_MEMORY : TOLL_OK;
}
