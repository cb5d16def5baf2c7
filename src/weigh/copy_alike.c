/* Which documents of the runs are alike.
 *
 * Two documents are alike where they share the key of a band (case/sketch.h) and half
 * of their four-word sequences, or, where one is brief, .7 of them: notes of one kind
 * share their turns of phrase.  Of most pairs the gists of their sketches tell that they
 * are not.
 *
 * Within a run what is joined already is not compared again, so that thousands of
 * near-copies cost one look each: documents that hang together are a group, a chain, and
 * a document is held against a group until one of it is alike.  What was there before
 * has been held against each other already.
 *
 * The runs are split over threads by the number of their pairs, a long one within it.
 * Each worker joins for itself, and then all joins are put together: which documents
 * hang together does not depend on who found it out, or in which order. */
#include <string.h>

#include "base/alloc.h"
#include "base/parallel.h"
#include "weigh/copying.h"
#include "weigh/weigh.h"

#define LIKENESS 0.5
#define BRIEF 32 /* sequences */
#define BRIEF_LIKENESS .7
#define FEW_PAIRS 65536 /* not worth a thread */

struct chain { /* of the members of a run that hang together; head is NO_INDEX where it was linked to another */
  uint32_t head, tail;
};

struct comparing {
  const struct copying *p;
  const struct sketch_gist *gists;
  size_t from, to;              /* the keys whose documents it holds against those before them in their runs */
  uint32_t *parent;             /* its own joins */
  uint32_t *seen_in, *chain_of; /* of a document that is a root: the run it was last met in, and its chain there */
  uint32_t run;
  size_t first; /* of the run */
  struct chain *chains;
  size_t chain_count;
  uint32_t *next;             /* of each member of the run */
  struct sketch_gist *nearby; /* the members' gists side by side */
};

/* --- a pair ------------------------------------------------------------- */

static const struct copy_doc *member(const struct comparing *w, uint32_t i) {
  return &w->p->docs[w->p->keys[w->first + i].id];
}

static bool alike(const struct comparing *w, uint32_t a, uint32_t b) {
  const struct sketch_gist *x = &w->nearby[a], *y = &w->nearby[b];
  double least = x->count < BRIEF || y->count < BRIEF ? BRIEF_LIKENESS : LIKENESS;
  if (!sketch_may_be_alike(x, y, least)) return false;
  const struct copy_doc *c = member(w, a), *d = member(w, b);
  return sketch_alike(c->sketch, c->sketch_count, d->sketch, d->sketch_count, least);
}

/* --- a run -------------------------------------------------------------- */

static uint32_t root_of(struct comparing *w, uint32_t i) {
  return weigh_find(w->parent, (uint32_t)w->p->keys[w->first + i].id);
}

static void set_chain(struct comparing *w, uint32_t i, uint32_t chain) {
  uint32_t root = root_of(w, i);
  w->seen_in[root] = w->run;
  w->chain_of[root] = chain;
}

/* The chain of those that it hangs together with, or one of its own. */
static uint32_t add_member(struct comparing *w, uint32_t i) {
  uint32_t root = root_of(w, i);
  w->nearby[i] = w->gists[w->p->keys[w->first + i].id];
  w->next[i] = NO_INDEX;
  if (w->seen_in[root] == w->run) {
    struct chain *chain = &w->chains[w->chain_of[root]];
    w->next[chain->tail] = i;
    chain->tail = i;
    return w->chain_of[root];
  }
  w->chains[w->chain_count] = (struct chain){i, i};
  set_chain(w, i, (uint32_t)w->chain_count);
  return (uint32_t)w->chain_count++;
}

/* Links the later of two chains to the earlier one, and returns that. */
static uint32_t link_chains(struct comparing *w, uint32_t a, uint32_t b) {
  struct chain *early = &w->chains[a < b ? a : b], *late = &w->chains[a < b ? b : a];
  w->next[early->tail] = late->head;
  early->tail = late->tail;
  late->head = NO_INDEX;
  while (w->chains[w->chain_count - 1].head == NO_INDEX) w->chain_count--;
  return a < b ? a : b;
}

static void hold(struct comparing *w, uint32_t i, uint32_t own) {
  for (uint32_t k = 0; k < w->chain_count; k++) {
    if (k == own) continue;
    for (uint32_t at = w->chains[k].head; at != NO_INDEX; at = w->next[at]) {
      if (!alike(w, i, at)) continue;
      weigh_join(w->parent, (uint32_t)w->p->keys[w->first + i].id, (uint32_t)w->p->keys[w->first + at].id);
      own = link_chains(w, own, k);
      set_chain(w, i, own);
      break;
    }
  }
}

static void compare(void *context, size_t worker) {
  struct comparing *w = (struct comparing *)context + worker;
  const struct copying *p = w->p;
  for (size_t first = 0, end; first < w->to; first = end) {
    end = sort_run_end(p->keys, p->key_count, first);
    if (end <= w->from) continue;
    w->run++;
    w->first = first;
    w->chain_count = 0;
    for (size_t at = first; at < end && at < w->to; at++) {
      uint32_t i = (uint32_t)(at - first), own = add_member(w, i);
      if (at >= w->from && member(w, i)->fresh) hold(w, i, own);
    }
  }
}

/* --- all ---------------------------------------------------------------- */

/* What a key's document costs: one look at each before it in its run. */
static uint64_t cost_of(const struct copying *p, size_t first, size_t at) {
  return p->docs[p->keys[at].id].fresh ? at - first + 1 : 1;
}

static uint64_t count_pairs(const struct copying *p, size_t *longest) {
  uint64_t sum = 0;
  *longest = 0;
  for (size_t first = 0, end; first < p->key_count; first = end) {
    end = sort_run_end(p->keys, p->key_count, first);
    if (end - first > *longest) *longest = end - first;
    for (size_t at = first; at < end; at++) sum += cost_of(p, first, at);
  }
  return sum;
}

/* Parts the keys so that each worker has as many pairs. */
static void split_pairs(const struct copying *p, uint64_t pairs, struct comparing *workers, size_t jobs) {
  uint64_t sum = 0;
  size_t worker = 0;
  for (size_t first = 0, end; first < p->key_count; first = end) {
    end = sort_run_end(p->keys, p->key_count, first);
    for (size_t at = first; at < end; at++) {
      while (worker + 1 < jobs && sum >= pairs / jobs * (worker + 1)) workers[worker++].to = at;
      sum += cost_of(p, first, at);
    }
  }
  while (worker < jobs) workers[worker++].to = p->key_count;
  for (size_t i = 1; i < jobs; i++) workers[i].from = workers[i - 1].to;
}

static int make_worker(struct comparing *w, size_t longest) {
  size_t count = w->p->count;
  w->parent = mem_array(count, sizeof *w->parent);
  w->seen_in = mem_array(count, sizeof *w->seen_in);
  w->chain_of = mem_array(count, sizeof *w->chain_of);
  w->chains = mem_array(longest, sizeof *w->chains);
  w->next = mem_array(longest, sizeof *w->next);
  w->nearby = mem_array(longest, sizeof *w->nearby);
  if (!w->parent || !w->seen_in || !w->chain_of || !w->chains || !w->next || !w->nearby) return TOLL_E_MEMORY;
  memcpy(w->parent, w->p->parent, count * sizeof *w->parent);
  return 0;
}

static void free_worker(struct comparing *w) {
  mem_free(w->parent);
  mem_free(w->seen_in);
  mem_free(w->chain_of);
  mem_free(w->chains);
  mem_free(w->next);
  mem_free(w->nearby);
}

int copies_join(struct copying *p, toll_error *e) {
  struct comparing workers[PARALLEL_MOST] = {0};
  size_t longest;
  uint64_t pairs = count_pairs(p, &longest);
  size_t jobs = pairs < FEW_PAIRS ? 1 : parallel_jobs(p->u->c->jobs);
  if (!p->key_count) return 0;
  struct sketch_gist *gists = mem_array(p->count, sizeof *gists);
  int code = gists ? 0 : TOLL_E_MEMORY;
  for (size_t i = 0; i < p->count && !code; i++) sketch_gist(p->docs[i].sketch, p->docs[i].sketch_count, &gists[i]);
  split_pairs(p, pairs, workers, jobs);
  for (size_t i = 0; i < jobs && !code; i++) {
    workers[i].p = p;
    workers[i].gists = gists;
    code = make_worker(&workers[i], longest);
  }
  if (!code) parallel_run(jobs, compare, workers);
  for (size_t i = 0; i < jobs && !code; i++)
    for (uint32_t doc = 0; doc < p->count; doc++) weigh_join(p->parent, doc, weigh_find(workers[i].parent, doc));
  for (size_t i = 0; i < jobs; i++) free_worker(&workers[i]);
  mem_free(gists);
  return code ? db_memory(p->u->c, e) : 0;
}
