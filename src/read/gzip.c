/* gzip: a coat around one file, made of one or many members (as `cat a.gz b.gz`,
 * or a web archive with one for each record).  The members' contents follow each
 * other as one stream; where each begins is remembered, so that a byte's place
 * can be told as "so far into the member at ...". */
#include <string.h>
#include <zlib.h>

#include "base/alloc.h"
#include "read/container.h"

#define INPUT ((size_t)65536)

struct start { /* of a gzip member */
  uint64_t made, at;
};

/* The container: what its one member's stream leaves behind. */
struct gzip {
  bool given;
  bool garbage; /* behind the last member stand bytes that are none */
  uint64_t garbage_at;
};

struct gzip_stream {
  struct stream s;
  struct stream *below;
  struct gzip *owner;
  z_stream z;
  uint64_t made;        /* bytes given, those looked at as well */
  uint64_t base;        /* place in below of input[0] */
  struct start *starts; /* of members that hold bytes not taken yet, and one before */
  size_t count, cap;
  bool inside; /* a member, not between two */
  unsigned char input[INPUT];
};

static void *z_alloc(void *opaque, unsigned count, unsigned size) {
  (void)opaque;
  return mem_array(count, size);
}
static void z_free(void *opaque, void *p) {
  (void)opaque;
  mem_free(p);
}

static uint64_t input_at(const struct gzip_stream *g) {
  return g->base + (uint64_t)(g->z.next_in - g->input);
}

/* More input behind what is left; how many bytes are there, negative: an error. */
static int64_t more_input(struct gzip_stream *g, toll_error *e) {
  size_t left = g->z.avail_in;
  if (left > 0) memmove(g->input, g->z.next_in, left);
  g->base = input_at(g);
  int64_t got = stream_some(g->below, (char *)g->input + left, INPUT - left, e);
  g->z.next_in = g->input;
  if (got < 0) return got;
  g->z.avail_in = (unsigned)(left + (size_t)got);
  return g->z.avail_in;
}

static int add_start(struct gzip_stream *g, uint64_t at, toll_error *e) {
  if (g->count == g->cap) {
    size_t cap = g->cap ? g->cap * 2 : 16;
    struct start *starts = mem_resize(g->starts, cap * sizeof *starts);
    if (!starts) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
    g->starts = starts;
    g->cap = cap;
  }
  g->starts[g->count++] = (struct start){g->made, at};
  return 0;
}

/* Between two members: 1 when another begins, 0 at the end. */
static int next_start(struct gzip_stream *g, toll_error *e) {
  while (g->z.avail_in < 2) {
    unsigned before = g->z.avail_in;
    int64_t have = more_input(g, e);
    if (have < 0) return (int)have;
    if (have == before) break;
  }
  if (g->z.avail_in >= 2 && g->z.next_in[0] == 0x1f && g->z.next_in[1] == 0x8b) {
    if (inflateReset(&g->z) != Z_OK) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
    g->inside = true;
    int code = add_start(g, input_at(g), e);
    return code != 0 ? code : 1;
  }
  /* Tapes and some writers fill up with zeros. */
  for (;;) {
    while (g->z.avail_in > 0 && *g->z.next_in == 0) {
      g->z.next_in++;
      g->z.avail_in--;
    }
    if (g->z.avail_in > 0) {
      g->owner->garbage = true;
      g->owner->garbage_at = input_at(g);
      return 0;
    }
    int64_t have = more_input(g, e);
    if (have <= 0) return (int)have;
  }
}

static int broken(struct gzip_stream *g, int z, toll_error *e) {
  if (z == Z_MEM_ERROR) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  return toll_fail(e, TOLL_E_FORMAT, "damaged gzip data", NULL, input_at(g));
}

/* Inflates into [into, into + len); bytes made, 0: go on, negative: an error. */
static int64_t inflate_some(struct gzip_stream *g, char *into, size_t len, toll_error *e) {
  if (g->z.avail_in == 0) {
    int64_t have = more_input(g, e);
    if (have < 0) return have;
    if (have == 0) return toll_fail(e, TOLL_E_FORMAT, "this gzip file is cut off", NULL, input_at(g));
  }
  unsigned room = len < INPUT ? (unsigned)len : (unsigned)INPUT;
  g->z.next_out = (unsigned char *)into;
  g->z.avail_out = room;
  int z = inflate(&g->z, Z_NO_FLUSH);
  if (z != Z_OK && z != Z_STREAM_END && z != Z_BUF_ERROR) return broken(g, z, e);
  if (z == Z_STREAM_END) g->inside = false;
  uint64_t made = room - g->z.avail_out;
  g->made += made;
  return (int64_t)made;
}

static int64_t read_gzip(struct stream *s, char *into, size_t len, toll_error *e) {
  struct gzip_stream *g = (struct gzip_stream *)s;
  for (;;) {
    if (!g->inside) {
      int code = g->owner->garbage ? 0 : next_start(g, e);
      if (code <= 0) return code;
    }
    int64_t got = inflate_some(g, into, len, e);
    if (got != 0) return got;
  }
}

/* The last member that begins at or before the byte; those before it are forgotten.  A
 * member of no bytes begins where the next one does: the later is meant. */
static struct place gzip_place(struct stream *s, uint64_t at) {
  struct gzip_stream *g = (struct gzip_stream *)s;
  size_t i = 0;
  while (i + 1 < g->count && g->starts[i + 1].made <= at) i++;
  if (i > 0) memmove(g->starts, g->starts + i, (g->count - i) * sizeof *g->starts);
  g->count -= i;
  if (g->count == 0) return (struct place){0, at};
  return (struct place){g->starts[0].at, at - g->starts[0].made};
}

static void close_stream(struct stream *s) {
  struct gzip_stream *g = (struct gzip_stream *)s;
  inflateEnd(&g->z);
  mem_free(g->starts);
  mem_free(g);
}

static const struct stream_kind gzip_kind = {read_gzip, close_stream, gzip_place};

static struct stream *stream_of_gzip(struct stream *below, struct gzip *owner) {
  struct gzip_stream *g = mem_alloc(sizeof *g);
  if (!g) return NULL;
  g->s.kind = &gzip_kind;
  g->below = below;
  g->owner = owner;
  g->z.zalloc = z_alloc;
  g->z.zfree = z_free;
  g->z.next_in = g->input;
  if (inflateInit2(&g->z, 15 + 16) == Z_OK) return &g->s;
  mem_free(g);
  return NULL;
}

static bool is_gzip(toll_slice head) {
  return head.len >= 2 && memcmp(head.at, "\x1f\x8b", 2) == 0;
}

static int open_gzip(struct container *c, toll_error *e) {
  c->state = mem_alloc(sizeof(struct gzip));
  return c->state ? 0 : toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

/* One member, and then a word about what stands behind it. */
static int next_gzip(struct container *c, struct member *m, toll_error *e) {
  struct gzip *g = c->state;
  if (g->given) {
    c->ended = true;
    if (!g->garbage) return 0;
    return toll_fail(e, TOLL_E_FORMAT, "what follows the gzip data is none and was not read", NULL, g->garbage_at);
  }
  g->given = true;
  m->stream = stream_of_gzip(c->in, g);
  return m->stream ? 1 : toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

static void close_gzip(struct container *c) {
  mem_free(c->state);
}

const struct container_kind container_gzip = {"a gzip file", is_gzip, open_gzip, next_gzip, close_gzip};
