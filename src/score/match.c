/* A claim is found when a claim of the same harm stands on the same number; what
 * else it says is judged field by field, each by one function of a table. */
#include "score/match.h"

#include <string.h>

#include "score/agree.h"

static bool meets(toll_span a, toll_span b) {
  return a.from < b.to && b.from < a.to;
}

static bool fits(const struct gold_claim *g, const toll_claim *p) {
  return meets(g->count, p->count_span) && agree_exactly(g->harm, toll_harm_name(p->harm));
}

static int32_t choose(const struct gold_claim *g, const toll_claims *found, const int32_t *gold_of) {
  int32_t first = -1;
  for (size_t j = 0; j < found->count; j++) {
    if (gold_of[j] != -1 || !fits(g, &found->items[j])) continue;
    if (found->items[j].value == g->value) return (int32_t)j;
    if (first < 0) first = (int32_t)j;
  }
  return first;
}

int match_claims(const struct gold_row *row, const toll_claims *found, struct arena *arena, struct pairing *out) {
  *out = (struct pairing){ARENA_ARRAY(arena, row->claim_count, int32_t), ARENA_ARRAY(arena, found->count, int32_t)};
  if (arena->failed) return TOLL_E_MEMORY;
  for (size_t j = 0; j < found->count; j++) out->gold_of[j] = found->items[j].harm == TOLL_SEIZED ? PAIRING_OUT : -1;
  for (size_t i = 0; i < row->claim_count; i++) {
    int32_t j = choose(&row->claims[i], found, out->gold_of);
    out->found_of[i] = j;
    if (j >= 0) out->gold_of[j] = (int32_t)i;
  }
  return 0;
}

struct pair_at { /* what a comparison may look at */
  const struct gold_row *row;
  const toll_claims *found;
  const struct pairing *pairs;
  const struct gold_claim *g;
  const toll_claim *p;
  struct arena *arena;
};

#define SAME_NUMBER(field)                                                                                             \
  static bool same_##field(const struct pair_at *at) {                                                                 \
    return at->g->field == at->p->field;                                                                               \
  }
#define SAME_NAME(field)                                                                                               \
  static bool same_##field(const struct pair_at *at) {                                                                 \
    return agree_exactly(at->g->field, toll_##field##_name(at->p->field));                                             \
  }

SAME_NUMBER(value)
SAME_NUMBER(low)
SAME_NUMBER(high)
SAME_NAME(form)
SAME_NAME(unit)
SAME_NAME(side)
SAME_NAME(scope)
SAME_NAME(status)

static bool same_event(const struct pair_at *at) {
  return at->g->event == (int64_t)at->p->event;
}

static bool same_classes(const struct pair_at *at) {
  return !at->g->odd && at->g->classes == at->p->classes;
}

/* The labelled claim whose found claim has this id, TOLL_OPEN for none. */
static int64_t labelled_as(const struct pair_at *at, const char *id) {
  for (size_t i = at->row->claim_count; i-- > 0;) {
    int32_t j = at->pairs->found_of[i];
    if (j >= 0 && strcmp(at->found->items[j].id, id) == 0) return (int64_t)i;
  }
  return TOLL_OPEN;
}

static bool same_part_of(const struct pair_at *at) {
  int32_t whole = at->p->part_of;
  bool given = whole >= 0 && (size_t)whole < at->found->count;
  return at->g->part_of == (given ? labelled_as(at, at->found->items[whole].id) : TOLL_OPEN);
}

static bool same_claimant(const struct pair_at *at) {
  return agree_words(at->g->claimant, at->p->claimant ? at->p->claimant->name : (toll_slice){0}, at->arena);
}

static bool same_when(const struct pair_at *at) {
  return agree_words(at->g->when, at->p->when.text, at->arena);
}

static bool same_where(const struct pair_at *at) {
  return agree_words(at->g->where, at->p->where.text, at->arena);
}

static const struct {
  const char *name;
  bool (*same)(const struct pair_at *at);
} fields[SCORE_FIELD_COUNT] = {
    [SCORE_VALUE] = {"value", same_value},       [SCORE_LOW] = {"low", same_low},
    [SCORE_HIGH] = {"high", same_high},          [SCORE_FORM] = {"form", same_form},
    [SCORE_UNIT] = {"unit", same_unit},          [SCORE_CLASS] = {"class", same_classes},
    [SCORE_SIDE] = {"side", same_side},          [SCORE_SCOPE] = {"scope", same_scope},
    [SCORE_STATUS] = {"status", same_status},    [SCORE_EVENT] = {"event", same_event},
    [SCORE_PART_OF] = {"part_of", same_part_of}, [SCORE_CLAIMANT] = {"claimant", same_claimant},
    [SCORE_WHEN] = {"when", same_when},          [SCORE_WHERE] = {"where", same_where},
};

const char *score_field_name(unsigned field) {
  return field < SCORE_FIELD_COUNT ? fields[field].name : NULL;
}

bool match_field(const struct gold_row *row, const toll_claims *found, const struct pairing *pairs, size_t g,
                 enum score_field field, struct arena *arena) {
  struct pair_at at = {row, found, pairs, &row->claims[g], &found->items[pairs->found_of[g]], arena};
  return fields[field].same(&at);
}
