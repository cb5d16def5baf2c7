/* Stretches of time over which figures count.
 *
 * "Since the truce collapsed" and "so far this year" are counts of their own: a
 * figure for one says nothing of another, nor of the event at large, so each
 * stretch is a row.  A counter that starts anew is thereby no correction of the old
 * one.  Two stretches are one where their days are the same, or, where no days are
 * known, their folded words.
 *
 * "In the past 24 hours" over an event of those very days is the event itself, as
 * is "since Monday" of an event that goes on since then. */
#include <stdlib.h>
#include <string.h>

#include "weigh/rows.h"

struct window {
  toll_day from, to;
  toll_slice words; /* folded; not given where the days are known */
  uint32_t claim;
};

static bool is_event(const toll_event *event, toll_day from, toll_day to) {
  if (event->from == TOLL_NO_DAY || event->to == TOLL_NO_DAY || from == TOLL_NO_DAY) return false;
  if (to == TOLL_NO_DAY) return from == event->from && event->to > event->from;
  if (from == event->from && to == event->to) return true;
  return to - from <= 2 && from <= event->from && event->to <= to;
}

static int compare_windows(const void *a, const void *b) {
  const struct window *x = a, *y = b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  if (x->to != y->to) return x->to < y->to ? -1 : 1;
  return weigh_compare(x->words, y->words);
}

static size_t list(const struct weigh *w, struct arena *arena, struct window *out) {
  size_t n = 0;
  for (uint32_t i = 0; i < w->claim_count; i++) {
    const toll_claim *c = &w->claims[i].row.claim;
    if (!c->window.text.len || is_event(&w->events[w->claims[i].event], c->window.from, c->window.to)) continue;
    if (out) {
      out[n] = (struct window){.from = c->window.from, .to = c->window.to, .claim = i};
      if (c->window.from == TOLL_NO_DAY) out[n].words = words_fold(c->window.text, arena);
    }
    n++;
  }
  return n;
}

int rows_windows(const struct weigh *w, uint32_t *out) {
  struct arena arena = {0};
  size_t n = list(w, &arena, NULL);
  memset(out, 0, w->claim_count * sizeof *out);
  if (!n) return 0;
  struct window *windows = ARENA_ARRAY(&arena, n, struct window);
  if (windows) list(w, &arena, windows);
  bool failed = !windows || arena.failed;
  if (!failed) {
    uint32_t number = 1;
    qsort(windows, n, sizeof *windows, compare_windows);
    for (size_t i = 0; i < n; i++) {
      if (i) number += compare_windows(&windows[i - 1], &windows[i]) != 0;
      out[windows[i].claim] = number;
    }
  }
  arena_free(&arena);
  return failed ? TOLL_E_MEMORY : 0;
}
