/* What does not fit or is damaged costs an attempt in vain.  A file of such members
 * would pay for each, so after a failure some are not tried, twice as many each time. */
#include "read/inflate_whole.h"

#include <string.h>

#include "base/alloc.h"
#include "toll/error.h"

#define ROOM ((size_t)1 << 20) /* the largest member that is taken whole, unpacked */
#define FAILS_MOST 6u          /* at most 2 to this power members are not tried */
#define HEADER_SUM 2           /* flag of gzip: the header has a checksum of its own, which only zlib holds it to */

#ifdef TOLL_LIBDEFLATE
#include <libdeflate.h>

/* The decompressor comes from malloc itself: to give libdeflate another allocator would set
 * it for the whole process. */
static int ready(struct whole *w) {
  if (!w->made) w->made = mem_resize(NULL, ROOM); /* not cleared: most of it is never touched */
  if (w->made && !w->decompressor) w->decompressor = libdeflate_alloc_decompressor();
  return w->made && w->decompressor ? 1 : TOLL_E_MEMORY;
}

static bool unpack(struct whole *w, toll_slice bytes, size_t *used) {
  enum libdeflate_result result =
      libdeflate_gzip_decompress_ex(w->decompressor, bytes.at, bytes.len, w->made, ROOM, used, &w->len);
  return result == LIBDEFLATE_SUCCESS;
}

static void release(struct whole *w) {
  libdeflate_free_decompressor(w->decompressor);
}
#else
static int ready(struct whole *w) {
  (void)w;
  return 0;
}

static bool unpack(struct whole *w, toll_slice bytes, size_t *used) {
  (void)w;
  (void)bytes;
  (void)used;
  return false;
}

static void release(struct whole *w) {
  (void)w;
}
#endif

int whole_take(struct whole *w, toll_slice bytes, size_t *used) {
  w->at = w->len = 0;
  if (bytes.len < 4 || bytes.at[3] & HEADER_SUM) return 0;
  int code = ready(w);
  if (code != 1) return code;
  if (w->wait > 0) {
    w->wait--;
    return 0;
  }
  if (unpack(w, bytes, used)) {
    w->fails = 0;
    return 1;
  }
  w->len = 0;
  if (w->fails < FAILS_MOST) w->fails++;
  w->wait = 1u << w->fails;
  return 0;
}

size_t whole_give(struct whole *w, char *into, size_t len) {
  if (len > w->len - w->at) len = w->len - w->at;
  if (len == 0) return 0;
  if (into) memcpy(into, w->made + w->at, len);
  w->at += len;
  return len;
}

void whole_free(struct whole *w) {
  if (w->decompressor) release(w);
  mem_free(w->made);
  *w = (struct whole){0};
}
