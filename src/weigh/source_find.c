/* From what a person calls a source to the folded name by which sources are
 * compared.  A name that folds to one source's is that source; else the words must
 * stand in the names of one source only. */
#include <stdlib.h>
#include <string.h>

#include "case/names.h"
#include "toll/review.h"
#include "weigh/weigh.h"

struct found {
  toll_slice key, name;
};

static int compare_found(const void *a, const void *b) {
  return weigh_compare(((const struct found *)a)->key, ((const struct found *)b)->key);
}

/* Whether the words stand in the key, from the start of a word to the end of one. */
static bool has_words(toll_slice key, toll_slice words) {
  for (size_t at = 0; at + words.len <= key.len; at++) {
    bool starts = at == 0 || key.at[at - 1] == ' ' || key.at[at - 1] == ':';
    bool ends = at + words.len == key.len || key.at[at + words.len] == ' ';
    if (starts && ends && memcmp(key.at + at, words.at, words.len) == 0) return true;
  }
  return false;
}

static bool equals(toll_slice key, toll_slice name) {
  static const char outlet[] = "outlet:";
  size_t n = sizeof outlet - 1;
  if (weigh_compare(key, name) == 0) return true;
  return key.len == n + name.len && memcmp(key.at, outlet, n) == 0 && memcmp(key.at + n, name.at, name.len) == 0;
}

/* Keeps those that pass, each key once; returns how many. */
static size_t keep(struct found *at, size_t count, toll_slice name, bool (*passes)(toll_slice, toll_slice)) {
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    bool again = kept && weigh_compare(at[kept - 1].key, at[i].key) == 0;
    if (!again && passes(at[i].key, name)) at[kept++] = at[i];
  }
  return kept;
}

static size_t choose(struct found *all, size_t count, toll_slice folded, struct arena *arena, struct found **out) {
  struct found *some = ARENA_ARRAY(arena, count, struct found);
  *out = some;
  if (!some || !count) return 0;
  memcpy(some, all, count * sizeof *some);
  size_t n = keep(some, count, folded, equals);
  if (n) return n;
  memcpy(some, all, count * sizeof *some);
  return keep(some, count, folded, has_words);
}

static int answer(const struct found *found, size_t n, toll_slice name, toll_buffer *key, toll_buffer *candidates,
                  toll_error *e) {
  if (n == 1) {
    toll_buffer_add(key, found->key.at, found->key.len);
    return 0;
  }
  for (size_t i = 0; i < n; i++) {
    bool outlet = found[i].key.len > 7 && memcmp(found[i].key.at, "outlet:", 7) == 0;
    if (outlet) toll_buffer_str(candidates, "outlet:");
    toll_buffer_add(candidates, found[i].name.at, found[i].name.len);
    toll_buffer_str(candidates, "\n");
  }
  toll_fail(e, TOLL_E_MISSING, n ? "several sources have that name" : "no source of the case has that name", NULL, 0);
  toll_error_detail(e, name.at, name.len);
  return TOLL_E_MISSING;
}

int toll_source_find(toll_case *c, toll_slice name, toll_buffer *key, toll_buffer *candidates, toll_error *e) {
  struct arena arena = {0};
  struct case_name *names;
  size_t count;
  int code = case_names(c, &arena, &names, &count, e);
  if (!code) {
    bool outlet = name.len > 7 && memcmp(name.at, "outlet:", 7) == 0;
    toll_slice bare = outlet ? (toll_slice){name.at + 7, name.len - 7} : name;
    toll_slice folded = outlet ? words_key(bare, true, &arena) : words_fold(bare, &arena);
    struct found *all = ARENA_ARRAY(&arena, count, struct found), *some = NULL;
    for (size_t i = 0; all && i < count; i++)
      all[i] = (struct found){words_key(names[i].name, names[i].outlet, &arena), names[i].name};
    if (all && count) qsort(all, count, sizeof *all, compare_found);
    size_t n = all && folded.len ? choose(all, count, folded, &arena, &some) : 0;
    code = arena.failed ? toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0)
                        : answer(some, n, name, key, candidates, e);
    if (!code && key->failed) code = toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  }
  arena_free(&arena);
  return code;
}
