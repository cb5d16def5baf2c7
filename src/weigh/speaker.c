/* Short names of speakers.
 *
 * A report names "the mayor of Velmora" once and then goes on with "the mayor".
 * The short name is the long one's head, so it is its last words ("the ministry",
 * "the Interior Ministry") or its first ones before a small joining word ("the
 * ministry", "the Ministry of Health").  It is taken for the long name where it is
 * definite and only one long name fits, of the same kind or where its own is not told: in its document, else
 * among all that is said of its event, from the same outlet.
 *
 * Afterwards equal sources and equal figures get equal numbers. */
#include <stdlib.h>
#include <string.h>

#include "weigh/weigh.h"

#define JOINING 4 /* bytes of a joining word, at most */

struct short_name {
  uint32_t scope; /* a document or an event */
  uint8_t kind;
  toll_slice name, of; /* the short key and the long one */
  uint32_t doc;
};

struct names {
  struct short_name *at; /* by scope, name, then of */
  size_t count;
};

static int compare_scope(const struct short_name *x, const struct short_name *y) {
  if (x->scope != y->scope) return x->scope < y->scope ? -1 : 1;
  return weigh_compare(x->name, y->name);
}

/* "The account" says less of its kind than "the official account". */
static bool kinds_fit(uint8_t brief, uint8_t longer) {
  return brief == longer || brief == TOLL_KIND_OTHER;
}

static int compare_names(const void *a, const void *b) {
  const struct short_name *x = a, *y = b;
  int order = compare_scope(x, y);
  if (!order) order = weigh_compare(x->of, y->of);
  if (!order) order = (x->kind > y->kind) - (x->kind < y->kind);
  return order ? order : (x->doc > y->doc) - (x->doc < y->doc);
}

static bool named(const struct weigh_claim *c) {
  const toll_claimant *who = c->row.claim.claimant;
  return who && who->kind != TOLL_KIND_MEDIA && c->key.len;
}

/* Where a key's head ends: before its first joining word, else at its end. */
static size_t end_of_head(toll_slice key) {
  size_t word = 0;
  for (size_t i = 0; i < key.len; i++) {
    if (key.at[i] != ' ') continue;
    if (word > 0 && i - word <= JOINING) return word - 1;
    word = i + 1;
  }
  return key.len;
}

/* The short names of a long key, into out, which may be NULL; returns how many. */
static size_t shorten(const struct short_name *like, struct short_name *out) {
  toll_slice head = {like->of.at, end_of_head(like->of)};
  size_t n = 0;
  for (size_t i = 0; i < head.len; i++) {
    bool begins = i == 0 ? head.len < like->of.len : head.at[i - 1] == ' ';
    if (!begins) continue;
    if (out) {
      out[n] = *like;
      out[n].name = (toll_slice){head.at + i, head.len - i};
    }
    n++;
  }
  return n;
}

static uint32_t scope_of(const struct weigh_claim *c, bool event) {
  return event ? c->event : c->doc;
}

static size_t shorten_all(const struct weigh *w, bool event, struct short_name *out) {
  size_t n = 0;
  for (size_t i = 0; i < w->claim_count; i++) {
    const struct weigh_claim *c = &w->claims[i], *before = i ? c - 1 : NULL;
    if (!named(c)) continue;
    if (before && named(before) && scope_of(before, event) == scope_of(c, event) && before->doc == c->doc &&
        before->row.claim.claimant->kind == c->row.claim.claimant->kind && weigh_compare(before->key, c->key) == 0)
      continue; /* one speaker goes on */
    const struct short_name like = {
        .scope = scope_of(c, event), .kind = c->row.claim.claimant->kind, .of = c->key, .doc = c->doc};
    n += shorten(&like, out ? out + n : NULL);
  }
  return n;
}

static size_t find_names(const struct names *names, const struct short_name *key) {
  size_t low = 0, high = names->count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (compare_scope(&names->at[middle], key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* The long name for a claim's short one, or not given. */
static toll_slice lengthen(const struct weigh *w, const struct names *names, const struct weigh_claim *c, bool event) {
  const struct short_name key = {.scope = scope_of(c, event), .name = c->key};
  const struct weigh_doc *own = &w->docs[c->doc];
  toll_slice longer = {0};
  bool series = !event;
  for (size_t i = find_names(names, &key); i < names->count && compare_scope(&names->at[i], &key) == 0; i++) {
    const struct short_name *name = &names->at[i];
    if (!kinds_fit(c->row.claim.claimant->kind, name->kind)) continue;
    if (longer.len && weigh_compare(name->of, longer) != 0) return (toll_slice){0};
    longer = name->of;
    series = series || (own->source.outlet.len && weigh_compare(w->docs[name->doc].key, own->key) == 0);
  }
  return series ? longer : (toll_slice){0};
}

static int replace_short(struct weigh *w, bool event) {
  struct names names = {.count = shorten_all(w, event, NULL)};
  names.at = ARENA_ARRAY(&w->arena, names.count, struct short_name);
  if (!names.at) return TOLL_E_MEMORY;
  shorten_all(w, event, names.at);
  if (!names.count) return 0;
  qsort(names.at, names.count, sizeof *names.at, compare_names);
  size_t kept = 1;
  for (size_t i = 1; i < names.count; i++)
    if (compare_names(&names.at[kept - 1], &names.at[i]) != 0) names.at[kept++] = names.at[i];
  names.count = kept;
  for (size_t i = 0; i < w->claim_count; i++) {
    struct weigh_claim *c = &w->claims[i];
    if (!named(c) || !words_definite(c->claimant)) continue;
    toll_slice longer = lengthen(w, &names, c, event);
    if (longer.len) c->key = longer;
  }
  return 0;
}

/* --- numbers ------------------------------------------------------------ */

static int compare_keys(const void *a, const void *b) {
  const struct weigh_claim *const *x = a, *const *y = b;
  return weigh_compare((*x)->key, (*y)->key);
}

static int compare_values(const void *a, const void *b) {
  const toll_claim *x = &(*(struct weigh_claim *const *)a)->row.claim,
                   *y = &(*(struct weigh_claim *const *)b)->row.claim;
  if (x->value != y->value) return x->value < y->value ? -1 : 1;
  if (x->low != y->low) return x->low < y->low ? -1 : 1;
  return x->high < y->high ? -1 : x->high > y->high;
}

/* The number of the claims whose source is the document's outlet. */
static uint32_t number_of(struct weigh_claim **sorted, size_t count, toll_slice key) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (weigh_compare(sorted[middle]->key, key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  return low < count && weigh_compare(sorted[low]->key, key) == 0 ? (uint32_t)sorted[low]->source : NO_INDEX;
}

static int number_claims(struct weigh *w) {
  struct weigh_claim **sorted = ARENA_ARRAY(&w->arena, w->claim_count, struct weigh_claim *);
  if (!sorted) return TOLL_E_MEMORY;
  if (!w->claim_count) return 0;
  for (size_t i = 0; i < w->claim_count; i++) sorted[i] = &w->claims[i];
  qsort(sorted, w->claim_count, sizeof *sorted, compare_keys);
  for (size_t i = 0; i < w->claim_count; i++)
    sorted[i]->source = i ? sorted[i - 1]->source + (compare_keys(&sorted[i - 1], &sorted[i]) != 0) : 0;
  for (size_t i = 0; i < w->doc_count; i++) w->docs[i].speaker = number_of(sorted, w->claim_count, w->docs[i].key);
  qsort(sorted, w->claim_count, sizeof *sorted, compare_values);
  for (size_t i = 0; i < w->claim_count; i++)
    sorted[i]->figure = i ? sorted[i - 1]->figure + (compare_values(&sorted[i - 1], &sorted[i]) != 0) : 0;
  return 0;
}

int weigh_speakers(struct weigh *w) {
  if (replace_short(w, false) || replace_short(w, true)) return TOLL_E_MEMORY;
  return number_claims(w);
}
