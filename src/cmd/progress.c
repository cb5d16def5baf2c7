/* The bar is drawn over itself with a carriage return and taken away whole. */
#include "progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "term.h"

#define EVERY_MS 100

struct progress progress_new(bool always) {
  struct term term = term_of(stderr);
  return (struct progress){.shown = term.is_terminal && (always || isatty(STDOUT_FILENO) == 0), .width = term.width};
}

static int64_t now_ms(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void draw_amount(const struct progress *p, uint64_t done) {
  if (p->unit)
    fprintf(stderr, "%llu %s", (unsigned long long)done, p->unit);
  else
    fprintf(stderr, "%.1f MB", (double)done / 1e6);
}

static void draw_bar(const struct progress *p, uint64_t done, uint64_t total) {
  unsigned room = p->width > 40 ? p->width - 30 : 10;
  if (room > 60) room = 60;
  unsigned full = (unsigned)((double)done / (double)total * room);
  fputs("\r[", stderr);
  for (unsigned i = 0; i < room; i++) fputc(i < full ? '=' : ' ', stderr);
  fprintf(stderr, "] %3u%%  ", (unsigned)((double)done / (double)total * 100));
  draw_amount(p, done);
}

void progress_show(struct progress *p, uint64_t done, uint64_t total) {
  if (!p->shown) return;
  int64_t now = now_ms();
  if (p->drawn && now - p->last < EVERY_MS) return;
  if (total > 0)
    draw_bar(p, done < total ? done : total, total);
  else
    fputs("\r", stderr), draw_amount(p, done);
  fflush(stderr);
  p->drawn = true;
  p->last = now;
}

void progress_clear(struct progress *p) {
  if (!p->drawn) return;
  fputs("\r\033[K", stderr);
  fflush(stderr);
  p->drawn = false;
}
