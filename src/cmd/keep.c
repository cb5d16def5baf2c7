/* Each claim's slices are copied into one arena, which is emptied with the next
 * document. */
#include "keep.h"

static toll_slice copy(struct arena *a, toll_slice text) {
  return text.at ? arena_copy(a, text) : text;
}

static const toll_claimant *copy_claimant(struct arena *a, const toll_claimant *from) {
  toll_claimant *first = NULL;
  for (toll_claimant *last = NULL; from; from = from->via) {
    toll_claimant *c = ARENA_NEW(a, toll_claimant);
    if (!c) return first;
    *c = *from;
    c->name = copy(a, from->name);
    c->role = copy(a, from->role);
    c->cue = copy(a, from->cue);
    c->resolved = copy(a, from->resolved);
    c->via = NULL;
    if (last) last->via = c;
    if (!first) first = c;
    last = c;
  }
  return first;
}

static toll_claim copy_claim(struct kept *k, const toll_claim *from, size_t before) {
  toll_claim c = *from;
  c.quote = copy(&k->arena, from->quote);
  c.who = copy(&k->arena, from->who);
  c.derived = copy(&k->arena, from->derived);
  c.when.text = copy(&k->arena, from->when.text);
  c.where.text = copy(&k->arena, from->where.text);
  c.where.name = copy(&k->arena, from->where.name);
  c.by = copy(&k->arena, from->by);
  c.rule = copy(&k->arena, from->rule);
  c.claimant = copy_claimant(&k->arena, from->claimant);
  if (from->part_of >= 0) c.part_of = from->part_of + (int32_t)before;
  if (from->same) c.same = from->same + (uint32_t)before;
  c.labels = NULL;
  c.label_count = 0;
  c.steps = NULL;
  c.step_count = 0;
  return c;
}

int kept_add(struct kept *k, const toll_claims *claims, toll_error *e) {
  size_t before = k->count;
  for (size_t i = 0; i < claims->count; i++) {
    if (k->count == KEEP_MAX) {
      k->over = true;
      return 0;
    }
    toll_claim c = copy_claim(k, &claims->items[i], before);
    if (c.part_of >= KEEP_MAX) c.part_of = -1;
    if (c.same > KEEP_MAX) c.same = 0;
    toll_buffer_add(&k->items, (const char *)&c, sizeof c);
    k->count++;
  }
  return k->arena.failed || k->items.failed ? toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0) : 0;
}

toll_claims kept_claims(const struct kept *k) {
  return (toll_claims){(const toll_claim *)(const void *)k->items.at, k->count};
}

void kept_reset(struct kept *k) {
  arena_reset(&k->arena);
  k->items.len = 0;
  k->count = 0;
  k->over = false;
}

void kept_free(struct kept *k) {
  arena_free(&k->arena);
  toll_buffer_free(&k->items);
}
