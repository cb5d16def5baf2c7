/* Mentions become events.
 *
 * Candidates are pairs that share something that events are found by: a place in
 * a month, a day, or a figure that hardly comes twice by chance.  From the best
 * agreement downwards two groups become one where their mentions agree on
 * average; two mentions of one document never do.  Every step goes by values,
 * never by the order of arrival. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "weigh/weigh.h"

#define CROWD 64    /* a key that more mentions share is compared with its neighbours only */
#define SAMPLE 4096 /* pairs that a merge looks at, at most */

struct keyed {
  uint64_t key;
  toll_day day;
  uint32_t mention;
};

struct pair {
  double agreement;
  uint32_t a, b; /* a < b */
};

struct keys {
  struct keyed *at;
  size_t count, cap;
  bool failed;
};

static uint64_t mix(uint64_t a, uint64_t b) {
  uint64_t h = (a ^ b * 0x9e3779b97f4a7c15u) * 0xff51afd7ed558ccdu;
  return (h ^ h >> 32) * 0xc4ceb9fe1a85ec53u;
}

static toll_day day_of(const struct weigh_mention *m) {
  return m->is->from != TOLL_NO_DAY ? m->is->from : m->is->printed;
}

static void add_key(const struct weigh *w, struct keys *k, uint64_t key, size_t mention) {
  if (k->count == k->cap) {
    size_t cap = k->cap ? 2 * k->cap : 1024;
    struct keyed *at = cap <= SIZE_MAX / sizeof *at ? mem_resize(k->at, cap * sizeof *at) : NULL;
    if (!at) {
      k->failed = true;
      return;
    }
    k->at = at;
    k->cap = cap;
  }
  k->at[k->count++] = (struct keyed){key, day_of(&w->mentions[mention]), (uint32_t)mention};
}

static void key_mention(const struct weigh *w, size_t i, struct keys *keys) {
  uint64_t own[MENTION_KEYS];
  size_t count = mention_keys(w->mentions[i].is, own);
  for (size_t k = 0; k < count; k++) add_key(w, keys, own[k], i);
}

/* Mentions of one document it tells apart itself; the same event of two copies is one. */
static double agreement(const struct weigh *w, uint32_t i, uint32_t k) {
  const struct weigh_mention *a = &w->mentions[i], *b = &w->mentions[k];
  if (a->doc == b->doc) return -100;
  bool copies = w->docs[a->doc].original == w->docs[b->doc].original && a->number == b->number;
  return (copies ? 3 : 0) + mention_agreement(a->is, b->is);
}

/* Of one key by day, so that a crowd's neighbours are those that are near in time. */
static int compare_keys(const void *a, const void *b) {
  const struct keyed *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  return x->mention < y->mention ? -1 : x->mention > y->mention;
}

/* The best agreement first. */
static int compare_pairs(const void *a, const void *b) {
  const struct pair *x = a, *y = b;
  if (x->agreement != y->agreement) return x->agreement > y->agreement ? -1 : 1;
  if (x->a != y->a) return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : x->b > y->b;
}

struct pairs {
  struct pair *at;
  size_t count, cap;
};

/* A pair of mentions that share a key: the earlier of the two by day, and the other. */
struct candidate_pair {
  uint32_t a, b;
};

struct candidates {
  struct candidate_pair *at;
  size_t count, cap;
};

static int compare_candidates(const void *a, const void *b) {
  const struct candidate_pair *x = a, *y = b;
  if (x->a != y->a) return x->a < y->a ? -1 : 1;
  return x->b < y->b ? -1 : x->b > y->b;
}

/* Room for one more item, or NULL. */
static void *grow(void *at, size_t count, size_t *cap, size_t size) {
  if (count < *cap) return at;
  size_t more = *cap ? 2 * *cap : 1024;
  void *grown = more <= SIZE_MAX / size ? mem_resize(at, more * size) : NULL;
  if (grown) *cap = more;
  return grown;
}

static int add_candidate(struct candidates *c, uint32_t a, uint32_t b) {
  struct candidate_pair *at = grow(c->at, c->count, &c->cap, sizeof *at);
  if (!at) return TOLL_E_MEMORY;
  c->at = at;
  c->at[c->count++] = (struct candidate_pair){a, b};
  return 0;
}

/* Two mentions mostly share several keys; each pair is kept once. */
static int list_candidates(const struct keys *keys, struct candidates *out) {
  for (size_t from = 0, to; from < keys->count; from = to) {
    for (to = from + 1; to < keys->count && keys->at[to].key == keys->at[from].key;) to++;
    for (size_t i = from; i < to; i++)
      for (size_t j = i + 1; j < to && j - i <= CROWD; j++)
        if (keys->at[i].mention != keys->at[j].mention && add_candidate(out, keys->at[i].mention, keys->at[j].mention))
          return TOLL_E_MEMORY;
  }
  if (out->count) qsort(out->at, out->count, sizeof *out->at, compare_candidates);
  size_t kept = 0;
  for (size_t i = 0; i < out->count; i++)
    if (kept == 0 || compare_candidates(&out->at[kept - 1], &out->at[i]) != 0) out->at[kept++] = out->at[i];
  out->count = kept;
  return 0;
}

static int list_pairs(const struct weigh *w, const struct keys *keys, struct pairs *pairs) {
  struct candidates candidates = {0};
  int code = list_candidates(keys, &candidates);
  for (size_t i = 0; i < candidates.count && !code; i++) {
    uint32_t a = candidates.at[i].a, b = candidates.at[i].b;
    double points = agreement(w, a, b);
    if (points < MENTION_AGREES) continue;
    struct pair *at = grow(pairs->at, pairs->count, &pairs->cap, sizeof *at);
    if (!at) {
      code = TOLL_E_MEMORY;
      break;
    }
    pairs->at = at;
    pairs->at[pairs->count++] = (struct pair){points, a < b ? a : b, a < b ? b : a};
  }
  if (pairs->count) qsort(pairs->at, pairs->count, sizeof *pairs->at, compare_pairs);
  mem_free(candidates.at);
  return code;
}

/* --- merging ------------------------------------------------------------ */

/* Two groups that were found not to agree, and how large they were: as long as
 * neither grows there is nothing new to ask.  The latest refusal of a place in
 * the table stays. */
struct refusal {
  uint32_t a, b, size_a, size_b;
};

struct groups {
  uint32_t *parent, *next, *last; /* members of a group as a list from its root */
  uint32_t *size;
  struct refusal *refused;
};

#define REFUSALS ((size_t)1 << 16) /* a power of two */

static struct refusal *refusal_of(const struct groups *g, uint32_t a, uint32_t b) {
  return &g->refused[mix(a, b) & (REFUSALS - 1)];
}

static bool refused(const struct groups *g, uint32_t a, uint32_t b) {
  const struct refusal *r = refusal_of(g, a, b);
  return r->a == a && r->b == b && r->size_a == g->size[a] && r->size_b == g->size[b];
}

static double between(const struct weigh *w, const struct groups *g, uint32_t a, uint32_t b) {
  double sum = 0;
  size_t count = 0;
  for (uint32_t i = a; i != NO_INDEX; i = g->next[i])
    for (uint32_t j = b; j != NO_INDEX; j = g->next[j]) {
      double points = agreement(w, i, j);
      if (points <= -100) return points;
      sum += points;
      if (++count == SAMPLE) return sum / SAMPLE;
    }
  return sum / (double)count;
}

static void append(struct groups *g, uint32_t a, uint32_t b) {
  uint32_t root = a < b ? a : b, other = a < b ? b : a;
  g->parent[other] = root;
  g->next[g->last[root]] = other;
  g->last[root] = g->last[other];
  g->size[root] += g->size[other];
}

static bool merge_pairs(const struct weigh *w, struct groups *g, const struct pairs *pairs) {
  bool any = false;
  for (size_t i = 0; i < pairs->count; i++) {
    uint32_t a = weigh_find(g->parent, pairs->at[i].a), b = weigh_find(g->parent, pairs->at[i].b);
    if (a == b || refused(g, a, b)) continue;
    if (between(w, g, a, b) < GROUPS_AGREE) {
      *refusal_of(g, a, b) = (struct refusal){a, b, g->size[a], g->size[b]};
      continue;
    }
    append(g, a, b);
    any = true;
  }
  return any;
}

/* For a mention in a copied document, the mention of the original that it
 * repeats, or NO_INDEX.  Mentions of one document lie together. */
static uint32_t repeated_by(const struct weigh *w, const uint32_t *first_of_doc, uint32_t i) {
  const struct weigh_mention *m = &w->mentions[i];
  uint32_t original = w->docs[m->doc].original, best = NO_INDEX;
  double most = MENTION_AGREES + 1;
  if (original == m->doc) return NO_INDEX;
  for (uint32_t j = first_of_doc[original]; j < w->mention_count && w->mentions[j].doc == original; j++) {
    double points = agreement(w, i, j);
    if (points < most || (best != NO_INDEX && points == most)) continue;
    best = j;
    most = points;
  }
  return best;
}

/* A copy adds nothing to what is weighed: its mentions follow those that they
 * repeat, after everything else is decided. */
static int find_repeats(struct weigh *w, uint32_t *repeats) {
  uint32_t *first = ARENA_ARRAY(&w->arena, w->doc_count, uint32_t);
  if (!first) return TOLL_E_MEMORY;
  for (size_t i = 0; i < w->doc_count; i++) first[i] = NO_INDEX;
  for (uint32_t i = (uint32_t)w->mention_count; i-- > 0;) first[w->mentions[i].doc] = i;
  for (uint32_t i = 0; i < w->mention_count; i++) repeats[i] = repeated_by(w, first, i);
  return 0;
}

static int group_mentions(struct weigh *w, struct groups *g) {
  struct keys keys = {0};
  struct pairs pairs = {0};
  uint32_t *repeats = ARENA_ARRAY(&w->arena, w->mention_count, uint32_t);
  if (!repeats || find_repeats(w, repeats)) return TOLL_E_MEMORY;
  for (size_t i = 0; i < w->mention_count; i++)
    if (repeats[i] == NO_INDEX) key_mention(w, i, &keys);
  int code = keys.failed ? TOLL_E_MEMORY : 0;
  if (!code && keys.count) qsort(keys.at, keys.count, sizeof *keys.at, compare_keys);
  if (!code) code = list_pairs(w, &keys, &pairs);
  for (int round = 0; !code && round < 3 && merge_pairs(w, g, &pairs); round++) {
  }
  for (uint32_t i = 0; !code && i < w->mention_count; i++) {
    if (repeats[i] == NO_INDEX) continue;
    uint32_t a = weigh_find(g->parent, i), b = weigh_find(g->parent, repeats[i]);
    if (a != b) append(g, a, b);
  }
  mem_free(keys.at);
  mem_free(pairs.at);
  return code;
}

/* --- events ------------------------------------------------------------- */

static bool copied(const struct weigh *w, const struct weigh_mention *m) {
  return w->docs[m->doc].original != m->doc;
}

/* An event's mentions to count by days or by place: those of originals, or all. */
struct listed {
  const struct weigh_mention **at;
  size_t count;
};

static int list_mentions(const struct weigh *w, const struct groups *g, uint32_t root, bool copies,
                         struct listed *out) {
  *out = (struct listed){mem_array(g->size[root], sizeof *out->at), 0};
  for (uint32_t i = root; out->at && i != NO_INDEX; i = g->next[i])
    if (copies || !copied(w, &w->mentions[i])) out->at[out->count++] = &w->mentions[i];
  return out->at ? 0 : TOLL_E_MEMORY;
}

static int compare_days(const void *a, const void *b) {
  const struct weigh_mention *x = *(const struct weigh_mention *const *)a, *y = *(const struct weigh_mention *const *)b;
  if (x->is->from != y->is->from) return x->is->from < y->is->from ? -1 : 1;
  return x->is->to < y->is->to ? -1 : x->is->to > y->is->to;
}

/* The days that most of an event's documents give; of several, the more precise. */
static int date_event(const struct weigh *w, const struct groups *g, uint32_t root, bool copies, toll_event *event) {
  struct listed list;
  size_t most = 0;
  event->from = event->to = TOLL_NO_DAY;
  if (list_mentions(w, g, root, copies, &list)) return TOLL_E_MEMORY;
  if (list.count) qsort(list.at, list.count, sizeof *list.at, compare_days);
  for (size_t from = 0, to; from < list.count; from = to) {
    const struct weigh_mention *m = list.at[from];
    for (to = from + 1; to < list.count && compare_days(&list.at[to], &list.at[from]) == 0;) to++;
    if (m->is->from == TOLL_NO_DAY) continue;
    int32_t length = m->is->to - m->is->from, kept = most ? event->to - event->from : INT32_MAX;
    if (to - from < most || (to - from == most && length >= kept))
      continue; /* of equal length the earlier came first */
    most = to - from;
    event->from = m->is->from;
    event->to = m->is->to;
  }
  mem_free(list.at);
  return 0;
}

/* Where nobody says when: the first day that it was printed. */
static void print_event(const struct weigh *w, const struct groups *g, uint32_t root, toll_event *event) {
  for (uint32_t i = root; i != NO_INDEX; i = g->next[i]) {
    toll_day day = w->mentions[i].is->printed;
    if (day != TOLL_NO_DAY && (event->from == TOLL_NO_DAY || day < event->from)) event->from = event->to = day;
  }
}

static toll_slice place_of(const struct weigh_mention *m) {
  return (toll_slice){m->is->place, m->is->place_len};
}

static int compare_place(const void *a, const void *b) {
  const struct weigh_mention *x = *(const struct weigh_mention *const *)a, *y = *(const struct weigh_mention *const *)b;
  int order = weigh_compare(place_of(x), place_of(y));
  return order ? order : x < y ? -1 : x > y;
}

/* The place that most name; of several, the first by its letters. */
static int place_event(const struct weigh *w, const struct groups *g, uint32_t root, bool copies, toll_event *event) {
  struct listed list;
  size_t most = 0;
  if (list_mentions(w, g, root, copies, &list)) return TOLL_E_MEMORY;
  if (list.count) qsort(list.at, list.count, sizeof *list.at, compare_place);
  for (size_t from = 0, to; from < list.count; from = to) {
    const struct weigh_mention *m = list.at[from];
    for (to = from + 1; to < list.count && weigh_compare(place_of(list.at[to]), place_of(m)) == 0;) to++;
    if (!m->is->place_len || to - from <= most) continue;
    most = to - from;
    event->where = place_of(m);
    memcpy(event->country, m->is->country, sizeof event->country);
  }
  mem_free(list.at);
  return 0;
}

static int compare_event_docs(const void *a, const void *b) {
  const toll_event_doc *x = a, *y = b;
  return weigh_compare(x->doc, y->doc);
}

static int fill_event(struct weigh *w, const struct groups *g, uint32_t root, toll_event *event) {
  *event = (toll_event){0};
  int code = date_event(w, g, root, false, event);
  if (!code && event->from == TOLL_NO_DAY) code = date_event(w, g, root, true, event);
  if (event->from == TOLL_NO_DAY) print_event(w, g, root, event);
  if (!code) code = place_event(w, g, root, false, event);
  if (!code && !event->where.len) code = place_event(w, g, root, true, event);
  if (code) return code;
  toll_event_doc *docs = ARENA_ARRAY(&w->arena, g->size[root], toll_event_doc);
  if (!docs) return TOLL_E_MEMORY;
  for (uint32_t i = root; i != NO_INDEX; i = g->next[i]) {
    docs[event->doc_count++] = (toll_event_doc){w->docs[w->mentions[i].doc].source.id, w->mentions[i].count};
    event->claims += w->mentions[i].count;
    if (!copied(w, &w->mentions[i])) w->own_claims[event - w->events] += w->mentions[i].count;
  }
  qsort(docs, event->doc_count, sizeof *docs, compare_event_docs);
  event->docs = docs;
  return 0;
}

static int compare_events(const void *a, const void *b) {
  const toll_event *x = a, *y = b;
  bool dated = x->from != TOLL_NO_DAY, other = y->from != TOLL_NO_DAY;
  if (dated != other) return dated ? -1 : 1;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  return weigh_compare(x->id, y->id);
}

/* Gives mentions and claims the event they ended in.  An event's claims field
 * carries the root until then, so that sorting does not lose it. */
static int sort_events(struct weigh *w, const uint32_t *roots, struct groups *g) {
  toll_event *sorted = ARENA_ARRAY(&w->arena, w->event_count, toll_event);
  uint32_t *place = ARENA_ARRAY(&w->arena, w->mention_count, uint32_t); /* root -> event */
  if (!sorted || !place) return TOLL_E_MEMORY;
  if (w->event_count) {
    memcpy(sorted, w->events, w->event_count * sizeof *sorted);
    qsort(sorted, w->event_count, sizeof *sorted, compare_events);
  }
  for (size_t i = 0; i < w->event_count; i++) {
    size_t low = 0, high = w->event_count;
    while (low < high) { /* ids are unique, so the order is strict */
      size_t middle = (low + high) / 2;
      if (compare_events(&sorted[middle], &w->events[i]) < 0)
        low = middle + 1;
      else
        high = middle;
    }
    place[roots[i]] = (uint32_t)low;
  }
  w->events = sorted;
  for (uint32_t i = 0; i < w->mention_count; i++) w->mentions[i].cluster = place[weigh_find(g->parent, i)];
  for (size_t i = 0; i < w->claim_count; i++) w->claims[i].event = w->mentions[w->claims[i].mention].cluster;
  return 0;
}

int weigh_events(struct weigh *w) {
  struct arena *a = &w->arena;
  struct groups g = {ARENA_ARRAY(a, w->mention_count, uint32_t), ARENA_ARRAY(a, w->mention_count, uint32_t),
                     ARENA_ARRAY(a, w->mention_count, uint32_t), ARENA_ARRAY(a, w->mention_count, uint32_t),
                     ARENA_ARRAY(a, REFUSALS, struct refusal)};
  uint32_t *roots = ARENA_ARRAY(a, w->mention_count, uint32_t);
  if (!g.parent || !g.next || !g.last || !g.size || !g.refused || !roots) return TOLL_E_MEMORY;
  for (uint32_t i = 0; i < w->mention_count; i++) {
    g.parent[i] = g.last[i] = i;
    g.next[i] = NO_INDEX;
    g.size[i] = 1;
  }
  if (group_mentions(w, &g)) return TOLL_E_MEMORY;
  w->event_count = 0;
  for (uint32_t i = 0; i < w->mention_count; i++)
    if (weigh_find(g.parent, i) == i) roots[w->event_count++] = i;
  w->events = ARENA_ARRAY(a, w->event_count, toll_event);
  w->own_claims = ARENA_ARRAY(a, w->event_count, size_t);
  if (!w->events || !w->own_claims) return TOLL_E_MEMORY;
  for (size_t i = 0; i < w->event_count; i++)
    if (fill_event(w, &g, roots[i], &w->events[i])) return TOLL_E_MEMORY;
  if (weigh_name_events(w)) return TOLL_E_MEMORY;
  return sort_events(w, roots, &g);
}
