/* named: how many distinct persons are named as harmed; a floor, not an estimate.
 *
 * A name counts once, however many sources and documents tell it; two spellings
 * of one folded form are one name.  Names are taken wherever they stand, in a part
 * of a larger figure as well as on their own.  Which words are a person's name, the
 * reading says (toll_claim.names). */
#include <stdlib.h>
#include <string.h>

#include "weigh/method.h"

struct called {
  toll_slice key, name;
  uint32_t index; /* of the claim in the row */
};

static int compare_called(const void *a, const void *b) {
  const struct called *x = a, *y = b;
  int order = weigh_compare(x->key, y->key);
  return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* The next name of a list parted by line feeds; false at its end. */
static bool next_name(toll_slice *list, toll_slice *name) {
  while (list->len && *list->at == '\n') *list = (toll_slice){list->at + 1, list->len - 1};
  if (!list->len) return false;
  const char *end = memchr(list->at, '\n', list->len);
  *name = (toll_slice){list->at, end ? (size_t)(end - list->at) : list->len};
  *list = (toll_slice){list->at + name->len, list->len - name->len};
  return true;
}

/* The names of the claims in use, into out, which may be NULL; returns how many. */
static size_t list_names(const struct row_work *row, struct called *out) {
  size_t n = 0;
  for (uint32_t i = 0; i < row->count; i++) {
    if (!row_used(&row->at[i])) continue;
    toll_slice list = row->at[i].claim->row.claim.names, name;
    for (; next_name(&list, &name); n++)
      if (out) out[n] = (struct called){words_fold(name, row->arena), name, i};
  }
  return n;
}

/* A claim all of whose names stood in an earlier one is that one told again. */
static void mark_again(struct row_work *row, const struct called *names, size_t n) {
  for (uint32_t i = 0; i < row->count; i++)
    if (row_used(&row->at[i])) row->at[i].reason = TOLL_NOT_REPEATED;
  for (size_t k = 0; k < n; k++) {
    bool again = k && weigh_compare(names[k].key, names[k - 1].key) == 0;
    struct row_claim *c = &row->at[names[k].index];
    if (!again) {
      c->reason = TOLL_USED;
      c->other = NULL;
    } else if (c->reason == TOLL_NOT_REPEATED && !c->other && names[k - 1].index != names[k].index) {
      size_t first = k - 1;
      while (first && weigh_compare(names[first - 1].key, names[k].key) == 0) first--;
      c->other = row->at[names[first].index].claim;
    }
  }
}

static void tell(struct row_work *row, const struct called *names, size_t n) {
  toll_buffer text = {0};
  int64_t distinct = 0;
  toll_buffer_str(&text, "named: ");
  for (size_t k = 0; k < n; k++) {
    if (k && weigh_compare(names[k].key, names[k - 1].key) == 0) continue;
    if (distinct++) toll_buffer_str(&text, ", ");
    toll_buffer_add(&text, names[k].name.at, names[k].name.len);
  }
  row->low = distinct;
  if (text.failed) row->arena->failed = true;
  if (!text.failed) row->derived = arena_copy(row->arena, (toll_slice){text.at, text.len});
  toll_buffer_free(&text);
}

static void run(struct row_work *row) {
  size_t n = list_names(row, NULL);
  struct called *names = ARENA_ARRAY(row->arena, n, struct called);
  if (!names || !n) return;
  list_names(row, names);
  qsort(names, n, sizeof *names, compare_called);
  mark_again(row, names, n);
  tell(row, names, n);
}

const struct method method_named = {
    .about = {"named", "the number of distinct persons named: a floor, not an estimate", "OHCHR's count for Syria"},
    .run = run,
    .names = true};
