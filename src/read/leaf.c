/* A leaf is a small state machine: its beginning decides the kind, and the kind how
 * the rest is given.  Lines and pages are taken from the stream in order; a text
 * of several windows is read twice (its digest is that of the whole), so it is
 * kept where it can be. */
#include "read/leaf.h"

#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "read/cut.h"

#define LINES_START ((size_t)262144)
#define HASH_CHUNK ((size_t)262144)

static int no_memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

void leaf_open(struct leaf *s, struct stream *in, toll_slice charset) {
  leaf_close(s);
  s->state = LEAF_START;
  s->in = in;
  s->charset = charset;
  s->at = s->base = s->line_at = 0;
  s->line_next = 0;
  s->line = 0;
  s->ended = false;
}

void leaf_close(struct leaf *s) {
  if (s->state == LEAF_WINDOWS) store_close(&s->store);
  s->state = LEAF_CLOSED;
  s->in = NULL;
  s->lines.len = 0;
  arena_reset(&s->arena);
}

void leaf_free(struct leaf *s) {
  leaf_close(s);
  toll_buffer_free(&s->lines);
  arena_free(&s->arena);
}

/* Closes and passes the code on. */
static int give_up(struct leaf *s, int code) {
  leaf_close(s);
  return code;
}

/* The digest of the whole, read once for it alone. */
static int hash_whole(struct leaf *s, toll_document *doc, toll_error *e) {
  char *chunk = mem_resize(NULL, HASH_CHUNK);
  if (!chunk) return no_memory(e);
  sha256_start(&doc->hash);
  uint64_t at = 0;
  int64_t got;
  while ((got = store_read(&s->store, chunk, HASH_CHUNK, at, e)) > 0) {
    sha256_add(&doc->hash, chunk, (size_t)got);
    at += (uint64_t)got;
  }
  mem_free(chunk);
  if (got < 0) return (int)got;
  return sha256_end(&doc->hash, s->digest) != 0 ? no_memory(e) : 0;
}

static void describe(const struct leaf *s, toll_document *doc, toll_slice raw, size_t skip) {
  doc->info.format = s->kind.format;
  doc->info.encoding = s->kind.encoding;
  doc->info.raw = raw;
  doc->skip = skip;
}

/* Reads a window and a byte from s->at into the holder's raw. */
static int64_t fill_raw(struct leaf *s, toll_document *doc, toll_error *e) {
  if (holder_room(doc, TOLL_WINDOW + 1) != 0) return no_memory(e);
  return store_read(&s->store, doc->raw.at, TOLL_WINDOW + 1, s->at, e);
}

/* ---- windows ---- */

static toll_slice keep_head(struct leaf *s, toll_slice value) {
  return value.at ? arena_copy(&s->arena, value) : (toll_slice){0};
}

/* What the first window's head says is needed by windows that may be parsed
 * before it (by another thread), so the source reads it too. */
static int read_head(struct leaf *s, toll_slice raw, toll_error *e) {
  char start[8192];
  struct header h;
  size_t len =
      decode_prefix((toll_slice){raw.at + s->kind.skip, raw.len - s->kind.skip}, s->kind.encoding, start, sizeof start);
  header_clear(&h);
  header_read(&h, (toll_slice){start, len});
  s->head = (struct header){keep_head(s, h.title),
                            keep_head(s, h.outlet),
                            keep_head(s, h.byline),
                            keep_head(s, h.url),
                            keep_head(s, h.lang),
                            h.from,
                            h.to};
  return s->arena.failed ? no_memory(e) : 0;
}

static int copy_head(const struct leaf *s, toll_document *doc, toll_error *e) {
  holder_adopt(doc, &s->head);
  return doc->arena.failed ? no_memory(e) : 0;
}

/* Makes the document of the window that begins at s->at; raw has all that was read. */
static int give_window(struct leaf *s, toll_document *doc, size_t len, toll_error *e) {
  bool more = len > TOLL_WINDOW;
  toll_slice all = {doc->raw.at, len};
  if (s->at > 0 && s->kind.plain) s->kind.encoding = sniff_encoding(all, &s->kind.plain, &s->kind.valid);
  size_t cut = more ? cut_window(all, TOLL_WINDOW, s->kind.encoding) : len, skip = s->at == 0 ? s->kind.skip : 0;
  uint64_t text = decode_length((toll_slice){all.at + skip, cut - skip}, s->kind.encoding);
  if (s->base + text > UINT32_MAX) {
    return toll_fail(e, TOLL_E_LIMIT, "the rest of this text is beyond 4 GiB and is not read", NULL, s->at);
  }
  describe(s, doc, (toll_slice){all.at, cut}, skip);
  doc->info.more = more;
  doc->info.base = (uint32_t)s->base;
  doc->info.raw_offset = s->at;
  s->base += text;
  s->at += cut;
  if (!more) leaf_close(s);
  return 0;
}

static int first_window(struct leaf *s, toll_document *doc, toll_error *e) {
  int code = stream_store(s->in, &s->store, e);
  if (code != 0) return give_up(s, code);
  s->state = LEAF_WINDOWS;
  code = hash_whole(s, doc, e);
  if (code == 0) code = holder_identify(doc, s->digest, e);
  int64_t got = code == 0 ? fill_raw(s, doc, e) : code;
  if (got == 0) got = toll_fail(e, TOLL_E_IO, "this file became shorter while it was read", NULL, 0);
  if (got < 0) return give_up(s, (int)got);
  code = read_head(s, (toll_slice){doc->raw.at, (size_t)got}, e);
  if (code == 0) code = give_window(s, doc, (size_t)got, e);
  return code != 0 ? give_up(s, code) : 1;
}

static int next_window(struct leaf *s, toll_document *doc, toll_error *e) {
  int64_t got = fill_raw(s, doc, e);
  if (got == 0) got = toll_fail(e, TOLL_E_IO, "this file became shorter while it was read", NULL, s->at);
  int code = got < 0 ? (int)got : holder_identify(doc, s->digest, e);
  if (code == 0) code = copy_head(s, doc, e);
  if (code == 0) code = give_window(s, doc, (size_t)got, e);
  return code != 0 ? give_up(s, code) : 1;
}

/* ---- pages and short texts ---- */

/* Takes all of a document whose first bytes are `head`, as much as a window and a byte: what was
 * looked at is not copied where that is all. */
static int take_whole(struct leaf *s, toll_document *doc, size_t head, toll_error *e) {
  const char *message;
  size_t limit = format_limit(s->kind.format, &message), room = head > TOLL_WINDOW ? limit + 1 : head + 1, len;
  if (stream_hand_over(s->in, &doc->raw)) {
    len = doc->raw.len;
  } else {
    if (holder_room(doc, room) != 0) return no_memory(e);
    int64_t got = stream_read(s->in, doc->raw.at, room, e);
    if (got < 0) return (int)got;
    len = (size_t)got;
  }
  if (len > limit) return toll_fail(e, TOLL_E_LIMIT, message, NULL, 0);
  describe(s, doc, (toll_slice){doc->raw.at, len}, s->kind.skip);
  s->at = len;
  doc->unnamed = true; /* to be hashed by whoever parses it, beside others who fetch */
  doc->valid = s->kind.valid && len == head;
  return 0;
}

/* ---- lines ---- */

/* Reads more of the file behind what lines holds.  1 when there was more, 0 at the end. */
static int more_lines(struct leaf *s, toll_error *e) {
  toll_buffer *b = &s->lines;
  if (s->line_next > 0) { /* drop the lines that were given */
    memmove(b->at, b->at + s->line_next, b->len - s->line_next);
    b->len -= s->line_next;
    s->line_at += s->line_next;
    s->line_next = 0;
  }
  if (b->cap - b->len < LINES_START / 2) {
    size_t cap = b->cap ? b->cap * 2 : LINES_START;
    char *at = mem_resize(b->at, cap);
    if (!at) return no_memory(e);
    b->at = at;
    b->cap = cap;
  }
  int64_t got = stream_some(s->in, b->at + b->len, b->cap - b->len, e);
  if (got < 0) return (int)got;
  b->len += (size_t)got;
  s->ended = got == 0;
  return got > 0;
}

/* Drops bytes up to the next line feed, keeping nothing. */
static int skip_line(struct leaf *s, toll_error *e) {
  for (;;) {
    const char *end = memchr(s->lines.at, '\n', s->lines.len);
    if (end) {
      s->line_next = (size_t)(end - s->lines.at) + 1;
      return 1;
    }
    s->line_next = s->lines.len;
    int code = more_lines(s, e);
    if (code <= 0) return code;
  }
}

/* The next line, without its end; 0 when there is none.  *next: where the one after starts. */
static int find_line(struct leaf *s, toll_slice *line, size_t *next, toll_error *e) {
  size_t seen = 0;
  for (;;) {
    size_t have = s->lines.len - s->line_next;
    const char *start = have ? s->lines.at + s->line_next : NULL;
    const char *end = have > seen ? memchr(start + seen, '\n', have - seen) : NULL;
    size_t len = end ? (size_t)(end - start) : have;
    if (end || (s->ended && have > 0) || len > TOLL_RECORD_MAX) {
      *line = (toll_slice){start, len};
      *next = s->line_next + len + (end != NULL);
      return 1;
    }
    if (s->ended) return 0;
    seen = have;
    int code = more_lines(s, e);
    if (code < 0) return code;
  }
}

static bool is_blank(toll_slice line) {
  for (size_t i = 0; i < line.len; i++)
    if (!byte_blank(line.at[i])) return false;
  return true;
}

static int long_line(struct leaf *s, uint64_t offset, toll_error *e) {
  toll_error ignored;
  bool done = skip_line(s, &ignored) <= 0;
  toll_fail(e, TOLL_E_LIMIT, "this line is longer than 16 MiB", NULL, offset);
  if (e) e->line = s->line;
  s->at = s->line_at + s->line_next;
  return done ? give_up(s, TOLL_E_LIMIT) : TOLL_E_LIMIT;
}

static int give_line(struct leaf *s, toll_document *doc, toll_slice line, uint64_t offset, toll_error *e) {
  if (line.at[line.len - 1] == '\r') line.len--;
  if (holder_room(doc, line.len) != 0) return no_memory(e);
  memcpy(doc->raw.at, line.at, line.len);
  describe(s, doc, (toll_slice){doc->raw.at, line.len}, 0);
  doc->info.raw_offset = offset;
  doc->info.line = s->line;
  doc->unnamed = true;
  return 1;
}

static int next_line(struct leaf *s, toll_document *doc, toll_error *e) {
  for (;;) {
    toll_slice line;
    size_t next;
    int code = find_line(s, &line, &next, e);
    if (code <= 0) return give_up(s, code);
    uint64_t offset = s->line_at + s->line_next;
    s->line++;
    if (line.len > TOLL_RECORD_MAX) return long_line(s, offset, e);
    s->line_next = next;
    s->at = s->line_at + next;
    if (is_blank(line)) continue;
    code = give_line(s, doc, line, offset, e);
    return code < 0 ? give_up(s, code) : code;
  }
}

/* ---- the beginning ---- */

/* Lines are counted from behind the byte-order mark. */
static int start_lines(struct leaf *s, toll_document *doc, toll_error *e) {
  int64_t skipped = stream_skip(s->in, s->kind.skip, e);
  if (skipped < 0) return give_up(s, (int)skipped);
  s->state = LEAF_LINES;
  s->line_at = s->at = s->kind.skip;
  return next_line(s, doc, e);
}

static int start(struct leaf *s, toll_document *doc, toll_error *e) {
  toll_slice head;
  int code = stream_peek(s->in, TOLL_WINDOW + 1, &head, e);
  if (code == 0 && head.len == 0) code = toll_fail(e, TOLL_E_EMPTY, "nothing to read in this file", NULL, 0);
  if (code == 0) code = sniff(head, s->charset, NULL, &s->kind, e);
  if (code != 0) return give_up(s, code);
  if (s->kind.format == TOLL_FORMAT_JSONL) return start_lines(s, doc, e);
  if (s->kind.format == TOLL_FORMAT_TEXT && head.len > TOLL_WINDOW) return first_window(s, doc, e);
  code = take_whole(s, doc, head.len, e);
  uint64_t at = s->at;
  leaf_close(s);
  s->at = at;
  return code != 0 ? code : 1;
}

int leaf_next(struct leaf *s, toll_document *doc, toll_error *e) {
  switch (s->state) {
  case LEAF_START:
    return start(s, doc, e);
  case LEAF_WINDOWS:
    return next_window(s, doc, e);
  case LEAF_LINES:
    return next_line(s, doc, e);
  case LEAF_CLOSED:
    break;
  }
  return 0;
}
