/* What all streams share, taking and looking ahead; and the plain ones: over a
 * file, over memory, over a part of another. */
#include "read/stream.h"

#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "read/spool.h"
#include "toll/document.h"

#define CHUNK ((size_t)65536)

static int no_memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

/* Asks the kind, and counts.  An error stays: it is in s->trouble. */
static int64_t pull(struct stream *s, char *into, size_t len) {
  if (s->ended) return 0;
  int64_t got = s->kind->read(s, into, len, &s->trouble);
  s->ended = got == 0;
  if (got <= 0 || !s->spent) return got;
  int code = limits_made(s->spent, (uint64_t)got, &s->trouble);
  return code != 0 ? code : got;
}

static int64_t tell(const struct stream *s, toll_error *e) {
  if (e) *e = s->trouble;
  return s->trouble.code;
}

static int64_t from_ahead(struct stream *s, char *into, size_t len) {
  size_t have = s->ahead.len - s->first;
  if (len > have) len = have;
  if (into) memcpy(into, s->ahead.at + s->first, len);
  s->first += len;
  s->at += len;
  if (s->first == s->ahead.len) s->first = s->ahead.len = 0;
  return (int64_t)len;
}

int64_t stream_some(struct stream *s, char *into, size_t len, toll_error *e) {
  if (len == 0) return 0;
  if (s->first < s->ahead.len) return from_ahead(s, into, len);
  if (s->trouble.code != TOLL_OK) return tell(s, e);
  int64_t got = pull(s, into, len);
  if (got < 0) return tell(s, e);
  s->at += (uint64_t)got;
  return got;
}

int64_t stream_read(struct stream *s, char *into, size_t len, toll_error *e) {
  size_t have = 0;
  while (have < len) {
    int64_t got = stream_some(s, into + have, len - have, e);
    if (got < 0) return got;
    if (got == 0) break;
    have += (size_t)got;
  }
  return (int64_t)have;
}

/* What was looked at and copied goes back to where it lies, with what follows it there. */
static void put_back(struct stream *s) {
  size_t count = s->ahead.len - s->first;
  if (count == 0 || s->ended || s->trouble.code != TOLL_OK) return;
  if (!s->kind->back || !s->kind->back(s, count)) return;
  s->first = s->ahead.len = 0;
  if (s->spent) limits_unmade(s->spent, count);
}

toll_slice stream_at_hand(struct stream *s, bool *end) {
  put_back(s);
  size_t have = s->ahead.len - s->first;
  *end = s->ended;
  if (have > 0) return (toll_slice){s->ahead.at + s->first, have};
  if (s->ended || s->trouble.code != TOLL_OK || !s->kind->lend) return (toll_slice){0};
  return s->kind->lend(s, end);
}

bool stream_hand_over(struct stream *s, toll_buffer *into) {
  if (!s->ended || s->first > 0 || s->ahead.len == 0 || s->trouble.code != TOLL_OK) return false;
  toll_buffer given = s->ahead;
  s->at += given.len;
  s->ahead = *into;
  s->ahead.len = 0;
  *into = given;
  return true;
}

int64_t stream_skip(struct stream *s, uint64_t count, toll_error *e) {
  char into[8192];
  uint64_t done = 0;
  while (done < count) {
    bool end;
    uint64_t left = count - done;
    size_t at_hand = stream_at_hand(s, &end).len, most = at_hand ? at_hand : sizeof into;
    int64_t got = stream_some(s, at_hand ? NULL : into, left < most ? (size_t)left : most, e);
    if (got < 0) return got;
    if (got == 0) break;
    done += (uint64_t)got;
  }
  return (int64_t)done;
}

/* Room for the bytes that are asked for, at most CHUNK, behind those that were looked at. */
static int make_room(struct stream *s, size_t missing) {
  toll_buffer *b = &s->ahead;
  size_t want = missing < CHUNK ? missing : CHUNK;
  if (b->cap - b->len >= want) return 0;
  if (s->first > 0) {
    memmove(b->at, b->at + s->first, b->len - s->first);
    b->len -= s->first;
    s->first = 0;
  }
  if (b->cap - b->len >= want) return 0;
  size_t cap = b->cap * 2 > b->len + want ? b->cap * 2 : b->len + want;
  char *at = mem_resize(b->at, cap);
  if (!at) return TOLL_E_MEMORY;
  b->at = at;
  b->cap = cap;
  return 0;
}

/* Bytes that lie somewhere else: enough of them, or all there are. */
static bool borrow(struct stream *s, size_t len, toll_slice *out) {
  bool end;
  if (s->first < s->ahead.len) return false;
  *out = stream_at_hand(s, &end);
  bool enough = out->len > 0 && (end || out->len >= len);
  if (out->len > len) out->len = len;
  return enough;
}

int stream_peek(struct stream *s, size_t len, toll_slice *out, toll_error *e) {
  if (borrow(s, len, out)) return 0;
  while (s->ahead.len - s->first < len && !s->ended && s->trouble.code == TOLL_OK) {
    toll_buffer *b = &s->ahead;
    size_t missing = len - (b->len - s->first);
    if (make_room(s, missing) != 0) return no_memory(e);
    size_t room = b->cap - b->len < missing ? b->cap - b->len : missing;
    int64_t got = pull(s, b->at + b->len, room);
    if (got > 0) b->len += (size_t)got;
  }
  size_t have = s->ahead.len - s->first;
  *out = (toll_slice){have ? s->ahead.at + s->first : "", have < len ? have : len};
  if (have > 0 || s->trouble.code == TOLL_OK || len == 0) return 0;
  return (int)tell(s, e);
}

int stream_resume(struct stream *s, toll_error *e) {
  if (!s->kind->resume) return 0;
  s->at += s->ahead.len - s->first; /* what was looked at before the damage is given up */
  s->first = s->ahead.len = 0;
  s->trouble = (toll_error){0};
  s->ended = false;
  return s->kind->resume(s, e);
}

struct place stream_place(struct stream *s) {
  return s->kind->place ? s->kind->place(s, s->at) : (struct place){s->at, 0};
}

void stream_close(struct stream *s) {
  if (!s) return;
  toll_buffer_free(&s->ahead);
  s->kind->close(s);
}

static void free_plain(struct stream *s) {
  mem_free(s);
}

/* ---- memory ---- */

struct memory_stream {
  struct stream s;
  toll_slice rest;
};

static int64_t read_memory(struct stream *s, char *into, size_t len, toll_error *e) {
  struct memory_stream *m = (struct memory_stream *)s;
  (void)e;
  if (len > m->rest.len) len = m->rest.len;
  if (len && into) memcpy(into, m->rest.at, len);
  m->rest = (toll_slice){m->rest.at + len, m->rest.len - len};
  return (int64_t)len;
}

static toll_slice lend_memory(struct stream *s, bool *end) {
  *end = true;
  return ((struct memory_stream *)s)->rest;
}

static const struct stream_kind memory_kind = {.read = read_memory, .close = free_plain, .lend = lend_memory};

struct stream *stream_of_memory(toll_slice bytes) {
  struct memory_stream *m = mem_alloc(sizeof *m);
  if (!m) return NULL;
  m->s.kind = &memory_kind;
  m->rest = bytes;
  return &m->s;
}

/* ---- a part of another ---- */

struct part_stream {
  struct stream s;
  struct stream *below;
  uint64_t left;
  const char *cut_off;
};

static int64_t read_part(struct stream *s, char *into, size_t len, toll_error *e) {
  struct part_stream *p = (struct part_stream *)s;
  if (p->left == 0) return 0;
  int64_t got = stream_some(p->below, into, p->left < len ? (size_t)p->left : len, e);
  if (got > 0) p->left -= (uint64_t)got;
  if (got == 0 && p->cut_off) return toll_fail(e, TOLL_E_FORMAT, p->cut_off, NULL, p->below->at);
  return got;
}

static toll_slice lend_part(struct stream *s, bool *end) {
  struct part_stream *p = (struct part_stream *)s;
  toll_slice lent = stream_at_hand(p->below, end);
  *end = (*end && !p->cut_off) || lent.len >= p->left;
  if (lent.len > p->left) lent.len = (size_t)p->left;
  return lent;
}

static const struct stream_kind part_kind = {.read = read_part, .close = free_plain, .lend = lend_part};

struct stream *stream_of_part(struct stream *below, uint64_t len, const char *cut_off) {
  struct part_stream *p = mem_alloc(sizeof *p);
  if (!p) return NULL;
  p->s.kind = &part_kind;
  p->below = below;
  p->left = len;
  p->cut_off = cut_off;
  return &p->s;
}

/* ---- files ---- */

int64_t store_read(const struct store *store, char *into, size_t len, uint64_t at, toll_error *e) {
  int64_t got;
  if (store->fd < 0) {
    if (at >= store->memory.len) return 0;
    size_t left = store->memory.len - (size_t)at;
    got = (int64_t)(left < len ? left : len);
    memcpy(into, store->memory.at + at, (size_t)got);
  } else {
    got = read_at(store->fd, into, len, at);
    if (got < 0) return toll_fail_errno(e, "cannot read this file", NULL, (int)-got);
  }
  if (store->outer) store->outer->outer += (uint64_t)got;
  return got;
}

void store_close(struct store *store) {
  if (store->own && store->fd >= 0) close(store->fd);
  toll_buffer_free(&store->kept);
  *store = (struct store){.fd = -1};
}

struct file_stream {
  struct stream s;
  const struct store *store; /* NULL: a pipe */
  int fd;
  struct spent *outer;
  uint64_t pos, end; /* end: UINT64_MAX for all that there is */
};

static int64_t read_file(struct stream *s, char *into, size_t len, toll_error *e) {
  struct file_stream *f = (struct file_stream *)s;
  int64_t got;
  if (f->end - f->pos < len) len = (size_t)(f->end - f->pos);
  if (len == 0) return 0;
  if (f->store) {
    got = store_read(f->store, into, len, f->pos, e);
  } else {
    got = read_fully(f->fd, into, len);
    if (got < 0) return toll_fail_errno(e, "cannot read this stream", NULL, (int)-got);
    if (f->outer) f->outer->outer += (uint64_t)got;
  }
  if (got > 0) f->pos += (uint64_t)got;
  return got;
}

static const struct stream_kind file_kind = {.read = read_file, .close = free_plain};

static struct stream *new_file(const struct store *store, int fd, struct spent *outer) {
  struct file_stream *f = mem_alloc(sizeof *f);
  if (!f) return NULL;
  f->s.kind = &file_kind;
  f->store = store;
  f->fd = fd;
  f->outer = outer;
  f->end = UINT64_MAX;
  return &f->s;
}

struct stream *stream_of_store(const struct store *store) {
  return new_file(store, -1, NULL);
}

struct stream *stream_of_range(const struct store *store, uint64_t at, uint64_t len) {
  struct stream *s = new_file(store, -1, NULL);
  if (!s) return NULL;
  struct file_stream *f = (struct file_stream *)s;
  f->pos = at;
  f->end = len < UINT64_MAX - at ? at + len : UINT64_MAX;
  return s;
}

struct stream *stream_of_fd(int fd, struct spent *outer) {
  return new_file(NULL, fd, outer);
}

int64_t stream_at(const struct stream *s, uint64_t at, char *into, size_t len) {
  const struct file_stream *f = s->kind == &file_kind ? (const struct file_stream *)s : NULL;
  return f && f->store ? store_read(f->store, into, len, at, NULL) : -1;
}

int stream_store(struct stream *s, struct store *out, toll_error *e) {
  *out = (struct store){.fd = -1};
  const struct file_stream *f = s->kind == &file_kind ? (struct file_stream *)s : NULL;
  if (f && f->store && f->end == UINT64_MAX) {
    *out = *f->store;
    out->own = false;
    out->kept = (toll_buffer){0};
    return 0;
  }
  uint64_t most = s->spent ? s->spent->limits->member_bytes : limits_default.member_bytes;
  int code = spool(s, TOLL_WINDOW, most, &out->kept, &out->fd, &out->size, e);
  if (code != 0) {
    store_close(out);
    return code;
  }
  out->own = out->fd >= 0;
  if (out->fd < 0) out->memory = (toll_slice){out->kept.at ? out->kept.at : "", out->kept.len};
  return 0;
}
