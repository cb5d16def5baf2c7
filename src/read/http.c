/* The body is a stack of streams: the record's bytes, what undoes the chunks, what
 * undoes each compression.  Archivers often undo them and leave the head as it was, so
 * each is undone only where the bytes begin as it would. */
#include "read/http.h"

#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "read/decompress.h"
#include "read/fields.h"
#include "read/words.h"

#define HEAD_FIRST ((size_t)4096)
#define HEAD_MAX ((size_t)65536)
#define CODINGS 4

static int no_memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

/* ---- media types ---- */

bool media_no_document(toll_slice type, enum toll_passed *what) {
  static const struct {
    toll_slice start; /* a type, or all that begin so where it ends in / or - */
    enum toll_passed what;
  } table[] = {
#define MEDIA(start, what) {{start, sizeof(start) - 1}, what}
      MEDIA("image/", TOLL_PASSED_PICTURE),
      MEDIA("audio/", TOLL_PASSED_MEDIA),
      MEDIA("video/", TOLL_PASSED_MEDIA),
      MEDIA("application/ogg", TOLL_PASSED_MEDIA),
      MEDIA("application/vnd.apple.mpegurl", TOLL_PASSED_MEDIA),
      MEDIA("application/x-mpegurl", TOLL_PASSED_MEDIA),
      MEDIA("application/dash+xml", TOLL_PASSED_MEDIA),
      MEDIA("application/x-shockwave-flash", TOLL_PASSED_MEDIA),
      MEDIA("font/", TOLL_PASSED_SCRIPT),
      MEDIA("application/font-", TOLL_PASSED_SCRIPT),
      MEDIA("application/x-font-", TOLL_PASSED_SCRIPT),
      MEDIA("application/vnd.ms-fontobject", TOLL_PASSED_SCRIPT),
      MEDIA("text/css", TOLL_PASSED_SCRIPT),
      MEDIA("text/javascript", TOLL_PASSED_SCRIPT),
      MEDIA("text/ecmascript", TOLL_PASSED_SCRIPT),
      MEDIA("application/javascript", TOLL_PASSED_SCRIPT),
      MEDIA("application/x-javascript", TOLL_PASSED_SCRIPT),
      MEDIA("application/ecmascript", TOLL_PASSED_SCRIPT),
      MEDIA("application/wasm", TOLL_PASSED_SCRIPT),
      MEDIA("application/json", TOLL_PASSED_OTHER),
      MEDIA("application/manifest+json", TOLL_PASSED_OTHER),
      MEDIA("application/ld+json", TOLL_PASSED_OTHER),
      MEDIA("text/json", TOLL_PASSED_OTHER),
      MEDIA("text/dns", TOLL_PASSED_OTHER),
#undef MEDIA
  };
  for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
    toll_slice start = table[i].start, of = type;
    if (byte_in(start.at[start.len - 1], "/-") && of.len > start.len) of.len = start.len;
    if (!slice_is_nocase(of, start)) continue;
    *what = table[i].what;
    return true;
  }
  return false;
}

/* ---- chunks ---- */

struct chunked {
  struct stream s;
  struct stream *below;
  uint64_t left; /* of the chunk at hand */
  bool any, over;
};

static int hex_digit(char c) {
  if (byte_digit(c)) return c - '0';
  c = byte_lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* "1a2b; name=value\r\n" at the start of bytes: its length, 0 where there is none. */
static size_t chunk_line(toll_slice bytes, uint64_t *size) {
  size_t i = 0;
  for (*size = 0; i < bytes.len && i < 15 && hex_digit(bytes.at[i]) >= 0; i++)
    *size = *size << 4 | (unsigned)hex_digit(bytes.at[i]);
  if (i == 0 || i == bytes.len || !byte_in(bytes.at[i], ";\r\n \t")) return 0;
  const char *feed = memchr(bytes.at + i, '\n', bytes.len - i);
  return feed ? (size_t)(feed + 1 - bytes.at) : 0;
}

/* The line before the next chunk, and the end of the line after the last.  1; 0: that was all. */
static int next_chunk(struct chunked *c, toll_error *e) {
  toll_slice bytes;
  int code = stream_peek(c->below, 1024, &bytes, e);
  if (code != 0) return code;
  size_t skip = 0;
  while (c->any && skip < bytes.len && skip < 2 && byte_in(bytes.at[skip], "\r\n")) skip++;
  size_t line = chunk_line((toll_slice){bytes.at + skip, bytes.len - skip}, &c->left);
  if (line == 0) {
    const char *message =
        bytes.len == skip ? "this answer is cut off between its chunks" : "the chunks of this answer are damaged";
    return toll_fail(e, TOLL_E_FORMAT, message, NULL, 0);
  }
  c->any = true;
  int64_t skipped = stream_skip(c->below, skip + line, e);
  if (skipped < 0) return (int)skipped;
  return c->left > 0;
}

static int64_t read_chunked(struct stream *s, char *into, size_t len, toll_error *e) {
  struct chunked *c = (struct chunked *)s;
  if (c->left == 0 && !c->over) {
    int code = next_chunk(c, e);
    if (code < 0) return code;
    c->over = code == 0;
  }
  if (c->over) return 0;
  int64_t got = stream_some(c->below, into, c->left < len ? (size_t)c->left : len, e);
  if (got == 0) return toll_fail(e, TOLL_E_FORMAT, "this answer is cut off inside a chunk", NULL, 0);
  if (got > 0) c->left -= (uint64_t)got;
  return got;
}

static void close_chunked(struct stream *s) {
  mem_free(s);
}

static const struct stream_kind chunked_kind = {.read = read_chunked, .close = close_chunked};

static struct stream *stream_of_chunks(struct stream *below) {
  struct chunked *c = mem_alloc(sizeof *c);
  if (!c) return NULL;
  c->s.kind = &chunked_kind;
  c->below = below;
  return &c->s;
}

/* ---- the body ---- */

struct body {
  struct stream s;
  struct stream *in;
  struct stream *over[CODINGS + 1]; /* each reads the one before, the first `in` */
  size_t count;
};

static struct stream *top(const struct body *b) {
  return b->count ? b->over[b->count - 1] : b->in;
}

/* Behind the last byte of the content the rest of the record is read as well: it may be cut off. */
static int64_t read_body(struct stream *s, char *into, size_t len, toll_error *e) {
  struct body *b = (struct body *)s;
  int64_t got = stream_some(top(b), into, len, e);
  if (got != 0 || b->count == 0) return got;
  int64_t rest = stream_skip(b->in, UINT64_MAX, e);
  return rest < 0 ? rest : 0;
}

static void close_body(struct stream *s) {
  struct body *b = (struct body *)s;
  while (b->count > 0) stream_close(b->over[--b->count]);
  mem_free(b);
}

/* As it stands in the record, where it was neither cut into chunks nor compressed. */
static toll_slice lend_body(struct stream *s, bool *end) {
  struct body *b = (struct body *)s;
  *end = false;
  return b->count == 0 ? stream_at_hand(b->in, end) : (toll_slice){0};
}

static const struct stream_kind body_kind = {.read = read_body, .close = close_body, .lend = lend_body};

static int add(struct body *b, struct stream *over, toll_error *e) {
  if (!over) return no_memory(e);
  b->over[b->count++] = over;
  return 0;
}

static bool looks_zlib(toll_slice head) {
  if (head.len < 2) return false;
  unsigned a = (unsigned char)head.at[0], b = (unsigned char)head.at[1];
  return (a & 15) == 8 && (a << 8 | b) % 31 == 0;
}

/* Undoes one content coding, where the bytes are coded so. */
static int undo(struct body *b, toll_slice coding, unsigned window, toll_error *e) {
  toll_slice head;
  int code = stream_peek(top(b), 4, &head, e);
  if (code != 0 || head.len == 0) return code;
  if (slice_is_nocase(coding, TOLL_LIT("gzip")) || slice_is_nocase(coding, TOLL_LIT("x-gzip")))
    return is_gzip(head) ? add(b, stream_of_inflate(top(b), INFLATE_GZIP, NULL), e) : 0;
  if (slice_is_nocase(coding, TOLL_LIT("zstd")))
    return is_zstd(head) ? add(b, stream_of_zstd(top(b), window, NULL), e) : 0;
  if (slice_is_nocase(coding, TOLL_LIT("deflate"))) {
    if (byte_in(head.at[0], "<{ \t\r\n")) return 0; /* undone already */
    return add(b, stream_of_inflate(top(b), looks_zlib(head) ? INFLATE_ZLIB : INFLATE_RAW, NULL), e);
  }
  if (slice_is_nocase(coding, TOLL_LIT("identity")) || byte_in(head.at[0], "<")) return 0;
  toll_fail(e, TOLL_E_FORMAT, "this answer is compressed in a way that is not read", NULL, 0);
  toll_error_detail(e, coding.at, coding.len);
  return TOLL_E_FORMAT;
}

static int undo_chunks(struct body *b, toll_error *e) {
  toll_slice head;
  uint64_t size;
  int code = stream_peek(b->in, 1024, &head, e);
  if (code != 0 || chunk_line(head, &size) == 0) return code;
  return add(b, stream_of_chunks(b->in), e);
}

/* The codings in the order in which they were applied; the last is undone first. */
static int undo_all(struct body *b, toll_slice list, unsigned window, toll_error *e) {
  toll_slice codings[CODINGS];
  size_t count = 0;
  for (toll_slice item = fields_item(&list, ','); item.at; item = fields_item(&list, ',')) {
    if (count == CODINGS) return toll_fail(e, TOLL_E_LIMIT, "this answer is compressed too often", NULL, 0);
    codings[count++] = item;
  }
  int code = 0;
  while (code == 0 && count > 0) code = undo(b, codings[--count], window, e);
  return code;
}

static int open_body(struct stream *in, toll_slice head, unsigned window, struct stream **body, toll_error *e) {
  struct body *b = mem_alloc(sizeof *b);
  if (!b) return no_memory(e);
  b->s.kind = &body_kind;
  b->in = in;
  toll_slice transfer = fields_find(head, TOLL_LIT("transfer-encoding"));
  bool chunks = slice_is_nocase(transfer, TOLL_LIT("chunked"));
  int code = chunks ? undo_chunks(b, e) : 0;
  if (code == 0) code = undo_all(b, fields_find(head, TOLL_LIT("content-encoding")), window, e);
  if (code != 0) close_body(&b->s);
  if (code == 0) *body = &b->s;
  return code;
}

/* ---- the head ---- */

/* "HTTP/1.1 200 OK": 200; 0 where it is nothing of the kind. */
static int read_status(toll_slice head) {
  if (head.len < 12 || memcmp(head.at, "HTTP/", 5) != 0) return 0;
  const char *blank = memchr(head.at, ' ', 16 < head.len ? 16 : head.len);
  if (!blank || head.at + head.len - blank < 4) return 0;
  int status = 0;
  for (int i = 1; i <= 3; i++) status = byte_digit(blank[i]) ? status * 10 + (blank[i] - '0') : 0;
  return status;
}

int http_open(struct stream *in, struct arena *arena, unsigned window, struct http *h, struct stream **body,
              toll_error *e) {
  toll_slice head = {0};
  size_t end = 0;
  *body = NULL;
  for (size_t size = HEAD_FIRST; end == 0 && size <= HEAD_MAX; size *= HEAD_MAX / HEAD_FIRST) {
    int code = stream_peek(in, size, &head, e);
    if (code != 0) return code;
    end = fields_end(head);
  }
  *h = (struct http){.status = read_status(head)};
  if (h->status == 0 || end == 0) return toll_fail(e, TOLL_E_FORMAT, "no web server's answer in this record", NULL, 0);
  head = arena_copy(arena, (toll_slice){head.at, end});
  if (!head.at) return no_memory(e);
  int64_t skipped = stream_skip(in, end, e);
  if (skipped < 0) return (int)skipped;
  toll_slice type = fields_find(head, TOLL_LIT("content-type"));
  h->charset = fields_parameter(type, TOLL_LIT("charset"));
  h->type = fields_item(&type, ';');
  return open_body(in, head, window, body, e);
}
