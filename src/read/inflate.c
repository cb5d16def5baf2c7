/* gzip and what HTTP and ZIP make of it.  A gzip file is made of one or many members (as
 * `cat a.gz b.gz`, or a web archive with one for each record).  Their contents
 * follow each other as one stream; where each begins is remembered.
 *
 * A member that is at hand as a whole is unpacked at once (inflate_whole.h) and given from
 * there; all else, zlib inflates piece by piece as it is asked for. */
#include <string.h>
#include <zlib.h>

#include "base/alloc.h"
#include "read/decompress.h"
#include "read/inflate_whole.h"

#define INPUT ((size_t)131072)
#define HISTORY (INPUT / 2) /* bytes behind the reading point that are kept */
#define CHUNK ((size_t)65536)
#define ENOUGH 32768u /* input at hand at a member's start, so that most are whole */

/* ---- units ---- */

int units_add(struct units *u, struct unit unit, toll_error *e) {
  if (u->count == u->cap) {
    size_t cap = u->cap ? u->cap * 2 : 16;
    struct unit *of = mem_resize(u->of, cap * sizeof *of);
    if (!of) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
    u->of = of;
    u->cap = cap;
  }
  u->of[u->count++] = unit;
  return 0;
}

/* A unit of no bytes begins where the next one does: the later is meant. */
struct place units_place(struct units *u, uint64_t byte) {
  size_t i = 0;
  while (i + 1 < u->count && u->of[i + 1].made <= byte) i++;
  if (i > 0) memmove(u->of, u->of + i, (u->count - i) * sizeof *u->of);
  u->count -= i;
  if (u->count == 0) return (struct place){0, byte};
  return (struct place){u->of[0].at, byte - u->of[0].made};
}

/* ---- the stream ---- */

struct inflate_stream {
  struct stream s;
  struct stream *below;
  enum inflate how;
  struct tail *tail;
  z_stream z;
  struct whole whole;
  uint64_t made; /* bytes given, those looked at as well */
  uint64_t base; /* place in below of input[0] */
  struct units units;
  bool inside; /* a member, not between two */
  bool over;   /* nothing more is to come */
  bool ready;  /* z is made: for the first member that is not taken whole */
  unsigned char *input;
};

static void *z_alloc(void *opaque, unsigned count, unsigned size) {
  (void)opaque;
  return mem_array(count, size);
}
static void z_free(void *opaque, void *p) {
  (void)opaque;
  mem_free(p);
}

static uint64_t input_at(const struct inflate_stream *g) {
  return g->base + (uint64_t)(g->z.next_in - g->input);
}

/* More input behind what is left; how many bytes are there, negative: an error.  Some of
 * what was read stays: damage is often noticed only behind the next member's start. */
static int64_t more_input(struct inflate_stream *g, toll_error *e) {
  size_t read = (size_t)(g->z.next_in - g->input), left = g->z.avail_in;
  size_t drop = read > HISTORY ? read - HISTORY : 0;
  if (drop > 0) memmove(g->input, g->input + drop, read - drop + left);
  g->base += drop;
  read -= drop;
  g->z.next_in = g->input + read;
  int64_t got = stream_some(g->below, (char *)g->input + read + left, INPUT - read - left, e);
  if (got < 0) return got;
  g->z.avail_in = (unsigned)(left + (size_t)got);
  return g->z.avail_in;
}

/* Passes over the zeros that tapes and some writers fill up with; what else is there
 * is noted in the tail.  0, or an error. */
static int pass_zeros(struct inflate_stream *g, toll_error *e) {
  int64_t have = g->z.avail_in;
  while (have > 0) {
    while (g->z.avail_in > 0 && *g->z.next_in == 0) {
      g->z.next_in++;
      g->z.avail_in--;
    }
    if (g->z.avail_in > 0) break;
    have = more_input(g, e);
  }
  if (have > 0 && g->tail) *g->tail = (struct tail){true, input_at(g)};
  return have < 0 ? (int)have : 0;
}

/* As much input as a member mostly needs.  Trouble below is told when zlib comes to it. */
static void want_input(struct inflate_stream *g) {
  for (unsigned before = 0; g->z.avail_in < ENOUGH && g->z.avail_in != before;) {
    before = g->z.avail_in;
    if (more_input(g, NULL) < 0) return;
  }
}

/* Unpacks the member that begins here, if it is at hand and small; 1 where it was. */
static int take_whole(struct inflate_stream *g, toll_error *e) {
  size_t used;
  want_input(g);
  int took = whole_take(&g->whole, (toll_slice){(const char *)g->z.next_in, g->z.avail_in}, &used);
  if (took < 0) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  if (!took) return 0;
  g->z.next_in += used;
  g->z.avail_in -= (unsigned)used;
  return 1;
}

/* zlib's state for another member. */
static int make_ready(struct inflate_stream *g) {
  static const int bits[] = {[INFLATE_GZIP] = 15 + 16, [INFLATE_ZLIB] = 15, [INFLATE_RAW] = -15};
  int z = g->ready ? inflateReset(&g->z) : inflateInit2(&g->z, bits[g->how]);
  g->ready = g->ready || z == Z_OK;
  return z;
}

/* Between two members: 1 when another begins, 0 at the end. */
static int next_member(struct inflate_stream *g, toll_error *e) {
  while (g->z.avail_in < 2) {
    unsigned before = g->z.avail_in;
    int64_t have = more_input(g, e);
    if (have < 0) return (int)have;
    if (have == before) break;
  }
  if (!is_gzip((toll_slice){(const char *)g->z.next_in, g->z.avail_in})) return pass_zeros(g, e);
  int code = units_add(&g->units, (struct unit){g->made, input_at(g)}, e);
  if (code != 0) return code;
  code = take_whole(g, e);
  if (code != 0) return code;
  if (make_ready(g) != Z_OK) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  g->inside = true;
  return 1;
}

static int broken(const struct inflate_stream *g, int z, toll_error *e) {
  if (z == Z_MEM_ERROR) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  return toll_fail(e, TOLL_E_FORMAT, "damaged compressed data", NULL, input_at(g));
}

/* Inflates into [into, into + len); bytes made, 0: go on, negative: an error. */
static int64_t inflate_some(struct inflate_stream *g, char *into, size_t len, toll_error *e) {
  if (g->z.avail_in == 0) {
    int64_t have = more_input(g, e);
    if (have < 0) return have;
    if (have == 0) return toll_fail(e, TOLL_E_FORMAT, "this compressed data is cut off", NULL, input_at(g));
  }
  unsigned room = len < CHUNK ? (unsigned)len : (unsigned)CHUNK;
  g->z.next_out = (unsigned char *)into;
  g->z.avail_out = room;
  int z = inflate(&g->z, Z_NO_FLUSH);
  if (z != Z_OK && z != Z_STREAM_END && z != Z_BUF_ERROR) return broken(g, z, e);
  if (z == Z_STREAM_END) g->inside = false;
  uint64_t made = room - g->z.avail_out;
  g->made += made;
  return (int64_t)made;
}

static int64_t read_inflate(struct stream *s, char *into, size_t len, toll_error *e) {
  struct inflate_stream *g = (struct inflate_stream *)s;
  while (!g->over) {
    size_t whole = whole_give(&g->whole, into, len < CHUNK ? len : CHUNK);
    g->made += whole;
    if (whole > 0) return (int64_t)whole;
    if (!g->inside) {
      int code = g->how == INFLATE_GZIP ? next_member(g, e) : 0;
      g->over = code == 0;
      if (code <= 0) return code;
    }
    int64_t got = g->inside ? inflate_some(g, into, len, e) : 0;
    if (got != 0) return got;
  }
  return 0;
}

/* What gzip writes at a member's start; the flags' upper bits are never set. */
static const unsigned char *find_member(const unsigned char *at, size_t len) {
  for (const unsigned char *end = at + len; (size_t)(end - at) >= 4; at++) {
    at = memchr(at, 0x1f, (size_t)(end - at) - 3);
    if (!at) return NULL;
    if (at[1] == 0x8b && at[2] == 8 && (at[3] & 0xe0) == 0) return at;
  }
  return NULL;
}

/* Goes back to just behind the damaged member's start, as far as the history
 * reaches, and forward to where the next one seems to begin. */
static int resume_inflate(struct stream *s, toll_error *e) {
  struct inflate_stream *g = (struct inflate_stream *)s;
  if (g->how != INFLATE_GZIP || g->units.count == 0) return 0;
  uint64_t start = g->units.of[g->units.count - 1].at + 1;
  g->whole.at = g->whole.len;
  const unsigned char *end = g->z.next_in + g->z.avail_in,
                      *from = start > g->base ? g->input + (start - g->base) : g->input;
  for (;;) {
    const unsigned char *found = from < end ? find_member(from, (size_t)(end - from)) : NULL;
    g->z.next_in = (unsigned char *)(uintptr_t)(found ? found : end - from > 3 ? end - 3 : from);
    g->z.avail_in = (unsigned)(end - g->z.next_in);
    g->inside = g->over = false;
    if (found) return 1;
    unsigned before = g->z.avail_in;
    int64_t have = more_input(g, e);
    if (have < 0 || have == before) return have < 0 ? (int)have : 0;
    from = g->z.next_in;
    end = from + have;
  }
}

/* A member that was unpacked at once. */
static toll_slice lend_inflate(struct stream *s, bool *end) {
  struct inflate_stream *g = (struct inflate_stream *)s;
  int code = 1;
  *end = false;
  while (code == 1 && g->whole.at == g->whole.len && !g->inside && !g->over) code = next_member(g, &s->trouble);
  if (code != 1 || g->whole.at == g->whole.len) return (toll_slice){0};
  return (toll_slice){g->whole.made + g->whole.at, g->whole.len - g->whole.at};
}

static bool go_back(struct stream *s, size_t count) {
  struct inflate_stream *g = (struct inflate_stream *)s;
  if (g->inside || count > g->whole.at) return false;
  g->whole.at -= count;
  g->made -= count;
  return true;
}

static struct place inflate_place(struct stream *s, uint64_t at) {
  return units_place(&((struct inflate_stream *)s)->units, at);
}

static void close_inflate(struct stream *s) {
  struct inflate_stream *g = (struct inflate_stream *)s;
  if (g->ready) inflateEnd(&g->z);
  whole_free(&g->whole);
  mem_free(g->units.of);
  mem_free(g->input);
  mem_free(g);
}

static const struct stream_kind inflate_kind = {read_inflate,   close_inflate, inflate_place,
                                                resume_inflate, lend_inflate,  go_back};

struct stream *stream_of_inflate(struct stream *below, enum inflate how, struct tail *tail) {
  struct inflate_stream *g = mem_alloc(sizeof *g);
  if (!g) return NULL;
  g->s.kind = &inflate_kind;
  g->below = below;
  g->how = how;
  g->tail = tail;
  g->inside = how != INFLATE_GZIP;
  g->z.zalloc = z_alloc;
  g->z.zfree = z_free;
  g->input = mem_resize(NULL, INPUT); /* not cleared: only what was read is looked at */
  g->z.next_in = g->input;
  if (g->input && (!g->inside || make_ready(g) == Z_OK)) return &g->s;
  close_inflate(&g->s);
  return NULL;
}

bool is_gzip(toll_slice head) {
  return head.len >= 2 && memcmp(head.at, "\x1f\x8b", 2) == 0;
}
