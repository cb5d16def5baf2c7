/* Work split over threads: every share is done, once. */
#include <stdbool.h>

#include "base/parallel.h"
#include "tap.h"

#define COUNT 1000

struct marks {
  size_t jobs;
  unsigned char done[COUNT];
  size_t calls[PARALLEL_MOST];
};

static void mark(void *context, size_t worker) {
  struct marks *m = context;
  size_t from, to;
  parallel_share(COUNT, m->jobs, worker, &from, &to);
  for (size_t i = from; i < to; i++) m->done[i]++;
  m->calls[worker]++;
}

static void test_run(size_t asked) {
  struct marks m = {.jobs = parallel_jobs(asked)};
  parallel_run(asked, mark, &m);
  size_t once = 0, called = 0;
  for (size_t i = 0; i < COUNT; i++) once += m.done[i] == 1;
  for (size_t i = 0; i < PARALLEL_MOST; i++) called += m.calls[i] == (i < m.jobs);
  OK(once == COUNT && called == PARALLEL_MOST, "each of the things once, with that many workers");
}

static void test_shares(void) {
  size_t from, to, before = 0;
  bool whole = true;
  for (size_t i = 0; i < 7; i++) {
    parallel_share(3, 7, i, &from, &to);
    whole = whole && from == before && to >= from && to - from <= 1;
    before = to;
  }
  OK(whole && before == 3, "more workers than things: the shares follow each other");
  OK(parallel_jobs(0) == 1 && parallel_jobs(5) == 5 && parallel_jobs(100000) == PARALLEL_MOST, "a number of workers");
}

int main(void) {
  static const size_t jobs[] = {0, 1, 2, 3, 7, PARALLEL_MOST, 100000};
  for (size_t i = 0; i < sizeof jobs / sizeof *jobs; i++) test_run(jobs[i]);
  test_shares();
  return DONE();
}
