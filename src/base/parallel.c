#include "base/parallel.h"

#include <pthread.h>
#include <stdbool.h>

struct hand {
  pthread_t thread;
  void (*work)(void *context, size_t worker);
  void *context;
  size_t worker;
  bool away;
};

static void *run(void *at) {
  struct hand *hand = at;
  hand->work(hand->context, hand->worker);
  return NULL;
}

size_t parallel_jobs(size_t jobs) {
  return jobs < 1 ? 1 : jobs > PARALLEL_MOST ? PARALLEL_MOST : jobs;
}

void parallel_run(size_t jobs, void (*work)(void *context, size_t worker), void *context) {
  struct hand hands[PARALLEL_MOST];
  jobs = parallel_jobs(jobs);
  for (size_t i = 1; i < jobs; i++) {
    hands[i] = (struct hand){.work = work, .context = context, .worker = i};
    hands[i].away = pthread_create(&hands[i].thread, NULL, run, &hands[i]) == 0;
  }
  work(context, 0);
  for (size_t i = 1; i < jobs; i++) {
    if (hands[i].away)
      pthread_join(hands[i].thread, NULL);
    else
      work(context, i);
  }
}

void parallel_share(size_t count, size_t jobs, size_t worker, size_t *from, size_t *to) {
  size_t each = count / jobs, left = count % jobs;
  *from = worker * each + (worker < left ? worker : left);
  *to = *from + each + (worker < left);
}
