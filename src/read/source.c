/* A source is a small state machine: the first read decides the kind, and the kind
 * how the rest is given. All reading is by position, so that nothing but the next
 * document's bytes is held; whoever holds the document owns those. */
#include "read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "read/bytes.h"
#include "read/cut.h"
#include "read/spool.h"

#define LINES_START ((size_t)262144)
#define HASH_CHUNK ((size_t)262144)

static const char *path_of(const struct source *s) {
  return s->path.at ? s->path.at : "";
}

static int no_memory(const struct source *s, toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "out of memory", path_of(s), 0);
}

/* Bytes [at, at + len) of the input, fewer at its end; negative an error that is told. */
static int64_t fetch(const struct source *s, char *into, size_t len, uint64_t at, toll_error *e) {
  if (s->fd < 0) {
    if (at >= s->memory.len) return 0;
    size_t n = s->memory.len - (size_t)at;
    if (n > len) n = len;
    memcpy(into, s->memory.at + at, n);
    return (int64_t)n;
  }
  int64_t got = read_at(s->fd, into, len, at);
  return got < 0 ? toll_fail_errno(e, "cannot read this file", path_of(s), (int)-got) : got;
}

static int take_stream(struct source *s, int fd, bool own, toll_error *e) {
  int code = spool(fd, TOLL_WINDOW, &s->memory, &s->fd, path_of(s), e);
  if (own) close(fd);
  return code;
}

int source_open(struct source *s, const char *path, toll_error *e) {
  source_close(s);
  s->path.len = 0;
  s->path.failed = false;
  toll_buffer_add(&s->path, path, strlen(path) + 1);
  if (s->path.failed) return toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
  bool standard = strcmp(path, "-") == 0;
  int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return toll_fail_errno(e, "cannot open this file", path, errno);
  struct stat st;
  bool regular = !standard && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
  s->fd = fd;
  s->size = regular ? (uint64_t)st.st_size : 0;
  int code = regular ? 0 : take_stream(s, fd, !standard, e);
  if (code != 0) {
    s->fd = -1;
    return code;
  }
  s->state = SOURCE_START;
  s->at = s->base = s->line_at = 0;
  s->line_next = 0;
  s->line = 0;
  s->ended = false;
  return 0;
}

void source_close(struct source *s) {
  if (s->state != SOURCE_CLOSED && s->fd >= 0) close(s->fd);
  s->fd = -1;
  s->state = SOURCE_CLOSED;
  s->lines.len = 0;
  toll_buffer_free(&s->memory);
  arena_reset(&s->arena);
}

void source_free(struct source *s) {
  source_close(s);
  toll_buffer_free(&s->path);
  toll_buffer_free(&s->lines);
  arena_free(&s->arena);
}

/* Closes and passes the code on. */
static int give_up(struct source *s, int code) {
  source_close(s);
  return code;
}

static int hash_bytes(const struct source *s, toll_document *doc, toll_slice bytes, toll_error *e) {
  uint8_t digest[SHA256_SIZE];
  sha256_start(&doc->hash);
  sha256_add(&doc->hash, bytes.at, bytes.len);
  if (sha256_end(&doc->hash, digest) != 0) return no_memory(s, e);
  return holder_identify(doc, digest, e);
}

/* The digest of the whole input, read once for it alone. */
static int hash_whole(struct source *s, toll_document *doc, toll_error *e) {
  char *chunk = mem_resize(NULL, HASH_CHUNK);
  if (!chunk) return no_memory(s, e);
  sha256_start(&doc->hash);
  uint64_t at = 0;
  int64_t got;
  while ((got = fetch(s, chunk, HASH_CHUNK, at, e)) > 0) {
    sha256_add(&doc->hash, chunk, (size_t)got);
    at += (uint64_t)got;
  }
  mem_free(chunk);
  if (got < 0) return (int)got;
  return sha256_end(&doc->hash, s->digest) != 0 ? no_memory(s, e) : 0;
}

static void describe(const struct source *s, toll_document *doc, toll_slice raw, size_t skip) {
  doc->info.format = s->kind.format;
  doc->info.encoding = s->kind.encoding;
  doc->info.raw = raw;
  doc->skip = skip;
}

/* Reads up to size bytes from s->at into the holder's raw. */
static int64_t fill_raw(struct source *s, toll_document *doc, size_t size, toll_error *e) {
  if (holder_room(doc, size) != 0) return no_memory(s, e);
  return fetch(s, doc->raw.at, size, s->at, e);
}

/* ---- windows ---- */

static toll_slice keep_head(struct source *s, toll_slice value) {
  return value.at ? arena_copy(&s->arena, value) : (toll_slice){0};
}

/* What the first window's head says is needed by windows that may be parsed
 * before it (by another thread), so the source reads it too. */
static int read_head(struct source *s, toll_slice raw, toll_error *e) {
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
  return s->arena.failed ? no_memory(s, e) : 0;
}

static int copy_head(const struct source *s, toll_document *doc, toll_error *e) {
  holder_adopt(doc, &s->head);
  return doc->arena.failed ? no_memory(s, e) : 0;
}

/* Makes the document of the window that begins at s->at; raw has all that was read. */
static int give_window(struct source *s, toll_document *doc, size_t len, toll_error *e) {
  bool more = len > TOLL_WINDOW;
  toll_slice all = {doc->raw.at, len};
  if (s->at > 0 && s->kind.plain) s->kind.encoding = sniff_encoding(all, &s->kind.plain);
  size_t cut = more ? cut_window(all, TOLL_WINDOW, s->kind.encoding) : len, skip = s->at == 0 ? s->kind.skip : 0;
  uint64_t text = decode_length((toll_slice){all.at + skip, cut - skip}, s->kind.encoding);
  if (s->base + text > UINT32_MAX) {
    return toll_fail(e, TOLL_E_LIMIT, "the rest of this text is beyond 4 GiB and is not read", path_of(s), s->at);
  }
  describe(s, doc, (toll_slice){all.at, cut}, skip);
  doc->info.more = more;
  doc->info.base = (uint32_t)s->base;
  doc->info.raw_offset = s->at;
  s->base += text;
  s->at += cut;
  if (!more) source_close(s);
  return 0;
}

static int first_window(struct source *s, toll_document *doc, size_t len, toll_error *e) {
  int code = hash_whole(s, doc, e);
  if (code == 0) code = holder_identify(doc, s->digest, e);
  if (code == 0) code = read_head(s, (toll_slice){doc->raw.at, len}, e);
  if (code == 0) code = give_window(s, doc, len, e);
  if (code != 0) return give_up(s, code);
  s->state = SOURCE_WINDOWS;
  return 1;
}

static int next_window(struct source *s, toll_document *doc, toll_error *e) {
  int64_t got = fill_raw(s, doc, TOLL_WINDOW + 1, e);
  if (got == 0) got = toll_fail(e, TOLL_E_IO, "this file became shorter while it was read", path_of(s), s->at);
  int code = got < 0 ? (int)got : holder_identify(doc, s->digest, e);
  if (code == 0) code = copy_head(s, doc, e);
  if (code == 0) code = give_window(s, doc, (size_t)got, e);
  return code != 0 ? give_up(s, code) : 1;
}

/* ---- pages ---- */

/* Reads on to the end of a page whose first len bytes are there. */
static int whole_page(struct source *s, toll_document *doc, size_t len, toll_error *e) {
  if (len > TOLL_WINDOW) {
    if (holder_room(doc, TOLL_RECORD_MAX + 1) != 0) return no_memory(s, e);
    int64_t got = fetch(s, doc->raw.at + len, TOLL_RECORD_MAX + 1 - len, len, e);
    if (got < 0) return (int)got;
    len += (size_t)got;
  }
  if (len > TOLL_RECORD_MAX) return toll_fail(e, TOLL_E_LIMIT, "this page is longer than 16 MiB", path_of(s), 0);
  describe(s, doc, (toll_slice){doc->raw.at, len}, s->kind.skip);
  s->at = len;
  return hash_bytes(s, doc, doc->info.raw, e);
}

/* ---- lines ---- */

/* Reads more of the file behind what lines holds.  1 when there was more, 0 at the end. */
static int more_lines(struct source *s, toll_error *e) {
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
    if (!at) return no_memory(s, e);
    b->at = at;
    b->cap = cap;
  }
  int64_t got = fetch(s, b->at + b->len, b->cap - b->len, s->line_at + b->len, e);
  if (got < 0) return (int)got;
  b->len += (size_t)got;
  s->ended = got == 0;
  return got > 0;
}

/* Drops bytes up to the next line feed, keeping nothing. */
static int skip_line(struct source *s, toll_error *e) {
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
static int find_line(struct source *s, toll_slice *line, size_t *next, toll_error *e) {
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

static int long_line(struct source *s, uint64_t offset, toll_error *e) {
  toll_error ignored;
  bool done = skip_line(s, &ignored) <= 0;
  toll_fail(e, TOLL_E_LIMIT, "this line is longer than 16 MiB", path_of(s), offset);
  if (e) e->line = s->line;
  s->at = s->line_at + s->line_next;
  return done ? give_up(s, TOLL_E_LIMIT) : TOLL_E_LIMIT;
}

static int give_line(struct source *s, toll_document *doc, toll_slice line, uint64_t offset, toll_error *e) {
  if (line.at[line.len - 1] == '\r') line.len--;
  if (holder_room(doc, line.len) != 0) return no_memory(s, e);
  memcpy(doc->raw.at, line.at, line.len);
  describe(s, doc, (toll_slice){doc->raw.at, line.len}, 0);
  doc->info.raw_offset = offset;
  doc->info.line = s->line;
  int code = hash_bytes(s, doc, doc->info.raw, e);
  return code != 0 ? code : 1;
}

static int next_line(struct source *s, toll_document *doc, toll_error *e) {
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

static int start_lines(struct source *s, toll_document *doc, toll_error *e) {
  s->state = SOURCE_LINES;
  s->line_at = s->at = s->kind.skip;
  return next_line(s, doc, e);
}

static int start(struct source *s, toll_document *doc, toll_error *e) {
  int64_t got = fill_raw(s, doc, TOLL_WINDOW + 1, e);
  if (got == 0) got = toll_fail(e, TOLL_E_EMPTY, "nothing to read in this file", path_of(s), 0);
  if (got < 0) return give_up(s, (int)got);
  size_t len = (size_t)got;
  int code = sniff((toll_slice){doc->raw.at, len}, path_of(s), &s->kind, e);
  if (code != 0) return give_up(s, code);
  if (s->kind.format == TOLL_FORMAT_JSONL) return start_lines(s, doc, e);
  if (s->kind.format == TOLL_FORMAT_TEXT && len > TOLL_WINDOW) return first_window(s, doc, len, e);
  if (s->kind.format == TOLL_FORMAT_TEXT) {
    describe(s, doc, (toll_slice){doc->raw.at, len}, s->kind.skip);
    s->at = len;
    code = hash_bytes(s, doc, doc->info.raw, e);
  } else {
    code = whole_page(s, doc, len, e);
  }
  uint64_t at = s->at;
  source_close(s);
  s->at = at;
  return code != 0 ? code : 1;
}

int source_next(struct source *s, toll_document *doc, toll_error *e) {
  switch (s->state) {
  case SOURCE_START:
    return start(s, doc, e);
  case SOURCE_WINDOWS:
    return next_window(s, doc, e);
  case SOURCE_LINES:
    return next_line(s, doc, e);
  case SOURCE_CLOSED:
    break;
  }
  return 0;
}
