/* zstd: frames, one after the other, each a unit of its own; skippable frames hold
 * nothing that is asked for.  The memory for looking back is bounded: a frame that
 * asks for more is refused. */
#include <string.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/alloc.h"
#include "read/decompress.h"

#define INPUT ((size_t)65536)

struct zstd_stream {
  struct stream s;
  struct stream *below;
  struct tail *tail;
  ZSTD_DStream *z;
  ZSTD_inBuffer in;
  uint64_t made, base; /* bytes given; place in below of input[0] */
  struct units units;
  bool inside, over;
  char input[INPUT];
};

bool is_zstd(toll_slice head) {
  if (head.len < 4) return false;
  if (memcmp(head.at, "\x28\xb5\x2f\xfd", 4) == 0) return true;
  return ((unsigned char)head.at[0] & 0xf0) == 0x50 && memcmp(head.at + 1, "\x2a\x4d\x18", 3) == 0;
}

static uint64_t input_at(const struct zstd_stream *g) {
  return g->base + g->in.pos;
}

static int64_t more_input(struct zstd_stream *g, toll_error *e) {
  size_t left = g->in.size - g->in.pos;
  g->base += g->in.pos;
  memmove(g->input, g->input + g->in.pos, left);
  g->in = (ZSTD_inBuffer){g->input, left, 0};
  int64_t got = stream_some(g->below, g->input + left, INPUT - left, e);
  if (got < 0) return got;
  g->in.size += (size_t)got;
  return (int64_t)g->in.size;
}

/* Between two frames: 1 when another begins, 0 at the end. */
static int next_frame(struct zstd_stream *g, toll_error *e) {
  while (g->in.size - g->in.pos < 4) {
    size_t before = g->in.size - g->in.pos;
    int64_t have = more_input(g, e);
    if (have < 0) return (int)have;
    if ((size_t)have == before) break;
  }
  toll_slice head = {g->input + g->in.pos, g->in.size - g->in.pos};
  if (!is_zstd(head)) {
    if (head.len > 0 && g->tail) *g->tail = (struct tail){true, input_at(g)};
    return 0;
  }
  ZSTD_DCtx_reset(g->z, ZSTD_reset_session_only);
  g->inside = true;
  int code = units_add(&g->units, (struct unit){g->made, input_at(g)}, e);
  return code != 0 ? code : 1;
}

static const struct {
  ZSTD_ErrorCode code;
  int toll;
  const char *message;
} reasons[] = {
    {ZSTD_error_memory_allocation, TOLL_E_MEMORY, "out of memory"},
    {ZSTD_error_frameParameter_windowTooLarge, TOLL_E_LIMIT, "this zstd data asks for more memory than it is given"},
    {ZSTD_error_dictionary_wrong, TOLL_E_FORMAT, "this zstd data asks for a dictionary that it does not bring"},
};

static int broken(const struct zstd_stream *g, size_t z, toll_error *e) {
  ZSTD_ErrorCode code = ZSTD_getErrorCode(z);
  for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
    if (reasons[i].code == code) return toll_fail(e, reasons[i].toll, reasons[i].message, NULL, input_at(g));
  return toll_fail(e, TOLL_E_FORMAT, "damaged compressed data", NULL, input_at(g));
}

static int64_t decompress_some(struct zstd_stream *g, char *into, size_t len, toll_error *e) {
  ZSTD_outBuffer out = {into, len, 0};
  size_t before = g->in.pos, z = ZSTD_decompressStream(g->z, &out, &g->in);
  if (ZSTD_isError(z)) return broken(g, z, e);
  if (z == 0) g->inside = false;
  g->made += out.pos;
  if (out.pos > 0 || z == 0 || g->in.pos > before) return (int64_t)out.pos;
  int64_t had = (int64_t)(g->in.size - g->in.pos), have = more_input(g, e);
  if (have < 0) return have;
  return have > had ? 0 : toll_fail(e, TOLL_E_FORMAT, "this compressed data is cut off", NULL, input_at(g));
}

static int64_t read_zstd(struct stream *s, char *into, size_t len, toll_error *e) {
  struct zstd_stream *g = (struct zstd_stream *)s;
  while (!g->over) {
    if (!g->inside) {
      int code = next_frame(g, e);
      g->over = code == 0;
      if (code <= 0) return code;
    }
    int64_t got = decompress_some(g, into, len, e);
    if (got != 0) return got;
  }
  return 0;
}

static struct place zstd_place(struct stream *s, uint64_t at) {
  return units_place(&((struct zstd_stream *)s)->units, at);
}

static void close_zstd(struct stream *s) {
  struct zstd_stream *g = (struct zstd_stream *)s;
  ZSTD_freeDStream(g->z);
  mem_free(g->units.of);
  mem_free(g);
}

static const struct stream_kind zstd_kind = {.read = read_zstd, .close = close_zstd, .place = zstd_place};

struct stream *stream_of_zstd(struct stream *below, unsigned window, struct tail *tail) {
  struct zstd_stream *g = mem_alloc(sizeof *g);
  if (!g) return NULL;
  g->s.kind = &zstd_kind;
  g->below = below;
  g->tail = tail;
  g->in.src = g->input;
  g->z = ZSTD_createDStream();
  if (g->z && !ZSTD_isError(ZSTD_DCtx_setParameter(g->z, ZSTD_d_windowLogMax, (int)window))) return &g->s;
  close_zstd(&g->s);
  return NULL;
}
