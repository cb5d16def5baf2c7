/* Coats: containers of one thing, which has no name of its own: a compressed file. */
#include "base/alloc.h"
#include "read/container.h"
#include "read/decompress.h"

struct coat {
  bool given;
  struct tail tail; /* what the member's stream leaves behind */
};

static int open_coat(struct container *c, toll_error *e) {
  c->state = mem_alloc(sizeof(struct coat));
  return c->state ? 0 : toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

static void close_coat(struct container *c) {
  mem_free(c->state);
}

/* The second call has only a word to say about what stands behind the member. */
static int tell_tail(struct container *c, toll_error *e) {
  struct coat *coat = c->state;
  c->ended = true;
  if (!coat->tail.garbage) return 0;
  return toll_fail(e, TOLL_E_FORMAT, "what follows the compressed data was not read", NULL, coat->tail.at);
}

static int give(struct container *c, struct member *m, struct stream *stream, toll_error *e) {
  struct coat *coat = c->state;
  coat->given = true;
  m->stream = stream;
  return stream ? 1 : toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

static int next_gzip(struct container *c, struct member *m, toll_error *e) {
  struct coat *coat = c->state;
  return coat->given ? tell_tail(c, e) : give(c, m, stream_of_inflate(c->in, INFLATE_GZIP, &coat->tail), e);
}

static int next_zstd(struct container *c, struct member *m, toll_error *e) {
  struct coat *coat = c->state;
  unsigned window = limits_window(c->spent);
  return coat->given ? tell_tail(c, e) : give(c, m, stream_of_zstd(c->in, window, &coat->tail), e);
}

const struct container_kind container_gzip = {"a gzip file", is_gzip, open_coat, next_gzip, close_coat, true};
const struct container_kind container_zstd = {"a zstd file", is_zstd, open_coat, next_zstd, close_coat, true};
