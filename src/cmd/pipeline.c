/* See pipeline.h for the idea.  Two locks: `reading` guards the reader and the
 * tickets, `writing` the slots; a worker that holds `reading` may take `writing`,
 * never the other way round, and nobody who waits for a slot is needed for an
 * earlier ticket.  Who takes items holds neither lock but the mark `taking`: all
 * that is printed is printed under it. */
#include "pipeline.h"

#include <pthread.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/alloc.h"
#include "cmd.h"
#include "progress.h"
#include "read/limits.h"

#define JOBS_MAX 256
#define SLOTS_PER_JOB 512
#define TRIES 128                    /* to take a lock before sleeping */
#define HELD_MAX ((size_t)16 << 20)  /* bytes that wait to be taken */
#define SPARE_MAX ((size_t)64 << 10) /* a buffer that has grown larger is not used again */

struct slot { /* what one ticket came to */
  bool full;
  toll_buffer out;
  toll_error error;
  uint64_t done, total; /* of the input's bytes, when it was fetched */
};

struct run {
  const struct pipeline *pipeline;
  toll_reader *reader;
  pthread_mutex_t reading, writing;
  pthread_cond_t moved;
  struct progress progress;
  struct slot *slots;
  size_t slot_count, held; /* held, guarded by writing: bytes in slots */
  toll_buffer *spares;     /* guarded by writing: empty buffers to be used again, at most as many as workers */
  size_t spare_count, spare_most;
  uint64_t tickets, next; /* drawn; the next to be written */
  bool ended;             /* guarded by reading: the input is used up */
  bool taking;            /* guarded by writing: one of the workers takes what is finished */
  bool stopped;           /* guarded by writing: nothing more can be written */
  bool broken;            /* of the one who takes: output ends here */
  bool unread;            /* of the one who takes: something was reported */
};

struct worker {
  struct run *run;
  toll_document *doc;
  toll_scanner *scanner;
  void *state;
  pthread_t thread;
  bool started;
};

static bool write_item(struct run *run, const struct pipeline_item *item) {
  if (item->error->code != TOLL_OK) report_error(item->error);
  if (item->made.len > 0 && !run->broken && fwrite(item->made.at, 1, item->made.len, stdout) < item->made.len)
    run->broken = true; /* finish_output says why */
  return item->error->code != TOLL_OK;
}

/* What was read ahead of the end is let go. */
static void take_slot(struct run *run, struct slot *slot) {
  const struct pipeline *p = run->pipeline;
  bool wanted = !p->take || !run->broken, failed = slot->out.failed;
  if (failed) toll_fail(&slot->error, TOLL_E_MEMORY, "memory is out", "output", 0);
  if (wanted && slot->error.code != TOLL_OK) progress_clear(&run->progress);
  const struct pipeline_item item = {{slot->out.at, failed ? 0 : slot->out.len}, &slot->error, &run->broken};
  if (wanted && (p->take ? p->take(p->sink, &item) : write_item(run, &item))) run->unread = true;
  if (wanted) progress_show(&run->progress, slot->done, slot->total);
  if (failed || slot->out.cap > SPARE_MAX) toll_buffer_free(&slot->out);
}

/* Keeps an emptied buffer for the next worker that lays something down; holds `writing`. */
static void keep_spare(struct run *run, toll_buffer *buffer) {
  if (!buffer->at || run->spare_count == run->spare_most) {
    toll_buffer_free(buffer);
    return;
  }
  buffer->len = 0;
  run->spares[run->spare_count++] = *buffer;
}

/* Takes what is finished and next in line, unless somebody is at it.  Holds `writing`
 * but for the taking itself. */
static void take_finished(struct run *run) {
  if (run->taking) return;
  run->taking = true;
  for (;;) {
    struct slot *slot = &run->slots[run->next % run->slot_count];
    if (!slot->full) break;
    struct slot taken = *slot;
    size_t held = taken.out.len;
    pthread_mutex_unlock(&run->writing);
    take_slot(run, &taken);
    pthread_mutex_lock(&run->writing);
    keep_spare(run, &taken.out);
    *slot = (struct slot){0};
    run->held -= held;
    run->stopped = run->broken;
    run->next++;
    pthread_cond_broadcast(&run->moved);
  }
  run->taking = false;
}

/* Whether a ticket has to wait until others are taken: what is next in line never has. */
static bool too_early(const struct run *run, uint64_t ticket) {
  uint64_t ahead = ticket - run->next;
  return ahead >= run->slot_count || (ahead > 0 && run->held > HELD_MAX);
}

/* Takes a lock that is seldom held for longer than it takes to be put to sleep and woken. */
static void lock_soon(pthread_mutex_t *m) {
  for (int i = 0; i < TRIES; i++) {
    if (pthread_mutex_trylock(m) == 0) return;
    sched_yield();
  }
  pthread_mutex_lock(m);
}

/* Hands over what a ticket came to, and empties it for the next.  False: stop. */
static bool deposit(struct run *run, uint64_t ticket, struct slot *item) {
  lock_soon(&run->writing);
  while (too_early(run, ticket)) pthread_cond_wait(&run->moved, &run->writing);
  struct slot *slot = &run->slots[ticket % run->slot_count];
  *slot = *item;
  slot->full = true;
  run->held += slot->out.len;
  take_finished(run);
  bool go_on = !run->stopped;
  *item = (struct slot){0};
  if (run->spare_count > 0) item->out = run->spares[--run->spare_count];
  pthread_mutex_unlock(&run->writing);
  return go_on;
}

void pipeline_repaired(const toll_document *doc, toll_error *e) {
  const toll_document_info *info = toll_document_get(doc);
  char path[512];
  if (info->repaired == 0) return;
  place_of(path, info);
  toll_fail(e, TOLL_E_FORMAT, "some bytes are no valid text; the rest was read", path, 0);
}

/* Parses, scans and renders the window that was fetched into the worker's holder. */
static void read_window(struct worker *w, struct slot *item) {
  const struct pipeline *p = w->run->pipeline;
  toll_claims claims = {0};
  if (p->read) {
    if (p->read(p->context, w->state, w->doc, w->scanner, &item->out, &item->error) == 0) item->error.code = TOLL_OK;
    if (item->error.code == TOLL_OK) pipeline_repaired(w->doc, &item->error);
    return;
  }
  int code = p->named ? toll_document_parse(w->doc, &item->error) : toll_document_parse_unnamed(w->doc, &item->error);
  if (code != 0) return;
  if (toll_scan(w->scanner, w->doc, &claims, &item->error) != 0) return;
  if (p->render(p->context, w->state, w->doc, &claims, &item->out, &item->error) == 0) item->error.code = TOLL_OK;
  if (item->error.code == TOLL_OK) pipeline_repaired(w->doc, &item->error);
}

/* Fetches under the lock.  False at the end. */
static bool fetch(struct worker *w, struct slot *item, uint64_t *ticket, bool *fetched) {
  struct run *run = w->run;
  if (run->ended) return false;
  int got = toll_reader_fetch(run->reader, w->doc, &item->error);
  if (got == 0) run->ended = true;
  if (got == 0) return false;
  *fetched = got > 0;
  *ticket = run->tickets++;
  if (run->progress.shown) toll_reader_progress(run->reader, &item->done, &item->total);
  return true;
}

/* The windows of one text, all by this worker, which holds the reader's lock. */
static bool read_windows(struct worker *w, struct slot *item, uint64_t ticket) {
  bool fetched = true, more = true, go_on = true;
  while (go_on && fetched) {
    more = toll_document_get(w->doc)->more;
    read_window(w, item);
    go_on = deposit(w->run, ticket, item);
    if (!more) return go_on;
    if (!fetch(w, item, &ticket, &fetched)) return go_on;
  }
  return go_on && deposit(w->run, ticket, item); /* the text broke off */
}

/* One document from fetching to handing over.  False when there is no more. */
static bool read_one(struct worker *w, struct slot *item) {
  struct run *run = w->run;
  uint64_t ticket = 0;
  bool fetched = false;
  lock_soon(&run->reading);
  if (!fetch(w, item, &ticket, &fetched)) {
    pthread_mutex_unlock(&run->reading);
    return false;
  }
  if (fetched && toll_document_get(w->doc)->more) {
    bool go_on = read_windows(w, item, ticket);
    if (!go_on) run->ended = true;
    pthread_mutex_unlock(&run->reading);
    return go_on;
  }
  pthread_mutex_unlock(&run->reading);
  if (fetched) read_window(w, item);
  return deposit(run, ticket, item);
}

static void work(struct worker *w) {
  struct slot item = {0};
  while (read_one(w, &item)) {
  }
  toll_buffer_free(&item.out);
}

static void *worker_main(void *arg) {
  struct worker *w = arg;
  work(w);
  pthread_mutex_lock(&w->run->reading);
  w->run->ended = true;
  pthread_mutex_unlock(&w->run->reading);
  return NULL;
}

static int worker_open(struct worker *w, struct run *run, toll_error *e) {
  const struct pipeline *p = run->pipeline;
  w->run = run;
  w->doc = toll_document_new();
  w->state = mem_alloc(p->state_size);
  if (!w->doc || !w->state) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  int code = toll_scanner_new(p->pack, p->places, &w->scanner, e);
  if (code == 0) toll_scanner_explain(w->scanner, false);
  return code;
}

static void worker_close(struct worker *w) {
  const struct pipeline *p = w->run ? w->run->pipeline : NULL;
  if (p && p->state_free && w->state) p->state_free(w->state);
  mem_free(w->state);
  if (w->scanner) toll_scanner_free(w->scanner);
  if (w->doc) toll_document_free(w->doc);
}

/* The first worker is this thread; where the system grants fewer threads than
 * asked for, those that started do the work. */
static int run_workers(struct run *run, struct worker *workers, size_t count, toll_error *e) {
  for (size_t i = 0; i < count; i++) {
    int code = worker_open(&workers[i], run, e);
    if (code != 0) return code;
  }
  for (size_t i = 1; i < count; i++)
    workers[i].started = pthread_create(&workers[i].thread, NULL, worker_main, &workers[i]) == 0;
  worker_main(&workers[0]);
  for (size_t i = 1; i < count; i++)
    if (workers[i].started) pthread_join(workers[i].thread, NULL);
  return 0;
}

size_t pipeline_jobs(unsigned asked) {
  long n = asked > 0 ? (long)asked : sysconf(_SC_NPROCESSORS_ONLN);
  return n < 1 ? 1 : n > JOBS_MAX ? JOBS_MAX : (size_t)n;
}

static int run_all(struct run *run, size_t jobs, toll_error *e) {
  struct worker *workers = mem_array(jobs, sizeof *workers);
  run->slots = mem_array(run->slot_count, sizeof *run->slots);
  run->spares = mem_array(jobs, sizeof *run->spares);
  run->spare_most = jobs;
  int code = workers && run->slots && run->spares ? 0 : toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  if (code == 0) code = run_workers(run, workers, jobs, e);
  for (size_t i = 0; workers && i < jobs; i++) worker_close(&workers[i]);
  for (size_t i = 0; run->slots && i < run->slot_count; i++) toll_buffer_free(&run->slots[i].out);
  while (run->spare_count > 0) toll_buffer_free(&run->spares[--run->spare_count]);
  mem_free(run->spares);
  mem_free(run->slots);
  mem_free(workers);
  return code;
}

/* What the environment asks for and does not get is told once, whatever will be read. */
static void tell_limits(void) {
  const char *said = getenv("TOLL_PDF_SECONDS");
  unsigned seconds;
  char line[80];
  if (limits_child_seconds(&limits_default, said, &seconds)) return;
  snprintf(line, sizeof line, "no number of seconds from 1 to 86400; %u are taken", seconds);
  report("TOLL_PDF_SECONDS", line, NULL);
}

int pipeline_run(const struct pipeline *p) {
  toll_error e = {0};
  size_t jobs = pipeline_jobs(p->jobs);
  struct run run = {.pipeline = p, .slot_count = jobs * SLOTS_PER_JOB, .progress = progress_new(p->always_shown)};
  tell_limits();
  int code = toll_reader_open(p->paths, p->path_count, &run.reader, &e);
  if (code == 0 && p->apart) code = toll_reader_apart(run.reader, p->apart, &e);
  if (code != 0) {
    toll_reader_close(run.reader);
    return report_code(&e);
  }
  pthread_mutex_init(&run.reading, NULL);
  pthread_mutex_init(&run.writing, NULL);
  pthread_cond_init(&run.moved, NULL);
  code = run_all(&run, jobs, &e);
  progress_clear(&run.progress);
  pthread_cond_destroy(&run.moved);
  pthread_mutex_destroy(&run.writing);
  pthread_mutex_destroy(&run.reading);
  report_passed(run.reader, p->verbose);
  toll_reader_close(run.reader);
  if (code != 0) return report_code(&e);
  return run.unread ? EXIT_UNREAD : EXIT_ALL_READ;
}
