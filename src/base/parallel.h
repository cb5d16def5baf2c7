/* A piece of work split over threads, for steps whose result does not depend on how
 * many work on it. */
#ifndef TOLL_BASE_PARALLEL_H
#define TOLL_BASE_PARALLEL_H

#include <stddef.h>

/* Calls work(context, worker) once for each worker 0..jobs-1, worker 0 in the calling
 * thread, and returns when all have come back.  With jobs of 0 or 1 no thread is made;
 * where a thread cannot be made its share is done by the caller.  Workers write only what
 * is their own; what goes wrong they keep there. */
void parallel_run(size_t jobs, void (*work)(void *context, size_t worker), void *context);

/* The part of count things that is a worker's, of jobs >= 1: from *from up to before *to. */
void parallel_share(size_t count, size_t jobs, size_t worker, size_t *from, size_t *to);

#define PARALLEL_MOST 64 /* workers; more are asked for in vain */

/* How many workers such a number of jobs means: 1..PARALLEL_MOST. */
size_t parallel_jobs(size_t jobs);

#endif
