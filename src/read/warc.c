/* WARC, what web archivers write: records one after the other, each a head, as many
 * bytes as the head says, and two line ends; mostly gzip'd one by one.
 *
 * A record's length may lie.  Whether it holds is seen behind the record, where the
 * next one or the end has to be: in a file by looking there before; in a stream by
 * watching for what can only be the next record's start.  A record whose length
 * does not hold is told of and left out, and the search for the next start begins
 * inside it, so that no other is lost with it.  Damaged gzip data is told of
 * once, and the next gzip member is gone on with. */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "read/container.h"
#include "read/fields.h"
#include "read/http.h"
#include "read/words.h"

#define HEAD_FIRST ((size_t)4096)
#define HEAD_MAX ((size_t)65536)
#define LOOK ((size_t)65536) /* how far ahead a start is looked for at once */

static const char start[] = "WARC/1.";
static const char border[] = "\r\n\r\nWARC/1."; /* behind a record */
#define START_LEN (sizeof start - 1)
#define BORDER_LEN (sizeof border - 1)

static int no_memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

/* ---- a record's bytes ---- */

struct record {
  struct stream s;
  struct stream *in;
  uint64_t left;
  bool holds; /* what stands behind it was looked at before */
  bool done;
};

/* Whether a version's end and a field of a record's head stand behind its beginning: that
 * alone proves little. */
static bool heads_record(toll_slice rest) {
  const char *feed = memchr(rest.at, '\n', rest.len < 8 ? rest.len : 8);
  if (!feed) return false;
  toll_slice line = {feed + 1, (size_t)(rest.at + rest.len - feed) - 1};
  return slice_starts_nocase(line, TOLL_LIT("warc-")) || slice_starts_nocase(line, TOLL_LIT("content-"));
}

static int wrong_length(toll_error *e) {
  return toll_fail(e, TOLL_E_FORMAT, "the length that this record gives is wrong", NULL, 0);
}

/* Whether bytes are what has to follow a record's content: two line ends, or, as some
 * write, more or fewer of them and then the next record or the end. */
static bool follows(toll_slice bytes) {
  if (bytes.len >= 4 && memcmp(bytes.at, border, 4) == 0) return true;
  size_t at = 0;
  while (at < bytes.len && at < 4 && byte_in(bytes.at[at], "\r\n")) at++;
  size_t rest = bytes.len - at < START_LEN ? bytes.len - at : START_LEN;
  return memcmp(bytes.at + at, start, rest) == 0;
}

static int check_end(struct record *r, toll_error *e) {
  toll_slice bytes;
  if (r->holds) return 0;
  int code = stream_peek(r->in, 4 + START_LEN, &bytes, e);
  if (code != 0) return code == TOLL_E_MEMORY ? code : 0; /* other trouble is told when it is come to */
  return follows(bytes) ? 0 : wrong_length(e);
}

/* Where in [at, end) a border stands; NULL: nowhere.  Its W is rare in most texts, so that is looked for. */
static const char *find_border(const char *at, const char *end) {
  const size_t w = 4, behind = BORDER_LEN - w;
  for (const char *found = at + w; found < end && (size_t)(end - found) >= behind; found++) {
    found = memchr(found, border[w], (size_t)(end - found) - behind + 1);
    if (!found || memcmp(found - w, border, BORDER_LEN) == 0) return found ? found - w : NULL;
  }
  return NULL;
}

/* Whether a record's start stands behind a border that begins in the first `most` bytes. */
static bool starts_within(toll_slice bytes, size_t most) {
  const char *found = bytes.at, *end = bytes.at + bytes.len;
  while ((found = find_border(found, end)) != NULL) {
    size_t at = (size_t)(found - bytes.at);
    if (at >= most) break;
    if (heads_record((toll_slice){found + BORDER_LEN, bytes.len - at - BORDER_LEN})) return true;
    found += 4;
  }
  return false;
}

/* How many of the bytes at hand belong to the content; negative: its length is wrong. */
static int64_t safe_length(struct record *r, toll_slice bytes, toll_error *e) {
  size_t most = bytes.len < r->left ? bytes.len : (size_t)r->left;
  if (starts_within(bytes, most)) return wrong_length(e);
  /* A border that is only half at hand waits for the rest of it. */
  size_t keep = BORDER_LEN + 16;
  return (int64_t)(most > keep && bytes.len >= LOOK ? (most < bytes.len - keep ? most : bytes.len - keep) : most);
}

static int64_t read_record(struct stream *s, char *into, size_t len, toll_error *e) {
  struct record *r = (struct record *)s;
  if (r->left == 0) {
    if (r->done) return 0;
    r->done = true;
    return check_end(r, e);
  }
  int64_t most = (int64_t)(r->left < len ? r->left : len);
  if (!r->holds) {
    toll_slice bytes;
    int code = stream_peek(r->in, LOOK, &bytes, e);
    if (code != 0) return code;
    int64_t safe = bytes.len > 0 ? safe_length(r, bytes, e) : 0;
    if (safe < 0) return safe;
    if (safe < most) most = safe;
  }
  int64_t got = most > 0 ? stream_some(r->in, into, (size_t)most, e) : 0;
  if (got == 0) return toll_fail(e, TOLL_E_FORMAT, "this record is cut off", NULL, 0);
  if (got > 0) r->left -= (uint64_t)got;
  return got;
}

static void close_record(struct stream *s) {
  mem_free(s);
}

/* What lies in the unpacked gzip member with what follows it is handed on as it lies. */
static toll_slice lend_record(struct stream *s, bool *end) {
  struct record *r = (struct record *)s;
  *end = false;
  if (!r->holds || r->left == 0) return (toll_slice){0};
  toll_slice lent = stream_at_hand(r->in, end);
  *end = lent.len >= r->left;
  if (*end) lent.len = (size_t)r->left;
  return lent;
}

static const struct stream_kind record_kind = {.read = read_record, .close = close_record, .lend = lend_record};

/* Whether bytes that lie in memory hold a content of len and what must be behind it, with no record's start before, as
 * in every stream. */
static bool end_holds_here(toll_slice bytes, uint64_t len) {
  if (bytes.len <= len) return false;
  toll_slice behind = {bytes.at + len, bytes.len - (size_t)len};
  bool known = behind.len >= 4 + START_LEN || (behind.len >= 4 && memcmp(behind.at, border, 4) == 0);
  return known && follows(behind) && !starts_within(bytes, (size_t)len);
}

/* Whether the bytes behind [in->at, + len) are those that must be there; what cannot be
 * looked at is not known to hold. */
static bool end_holds(struct stream *in, uint64_t len) {
  char bytes[4 + START_LEN];
  bool end;
  if (len > UINT64_MAX / 4) return false;
  int64_t got = stream_at(in, in->at + len, bytes, sizeof bytes);
  if (got < 0) return end_holds_here(stream_at_hand(in, &end), len);
  return got > 0 && follows((toll_slice){bytes, (size_t)got});
}

static struct record *open_record(struct stream *in, uint64_t len) {
  struct record *r = mem_alloc(sizeof *r);
  if (!r) return NULL;
  r->s.kind = &record_kind;
  r->in = in;
  r->left = len;
  r->holds = end_holds(in, len);
  return r;
}

/* ---- from record to record ---- */

struct warc {
  struct record *record; /* at hand; its rest has to be passed over */
  bool lost;             /* the next start has to be looked for */
};

static bool is_warc(toll_slice head) {
  return head.len > START_LEN && memcmp(head.at, start, START_LEN) == 0;
}

static int open_warc(struct container *c, toll_error *e) {
  c->state = mem_alloc(sizeof(struct warc));
  return c->state ? 0 : no_memory(e);
}

static void close_warc(struct container *c) {
  struct warc *w = c->state;
  if (w && w->record) stream_close(&w->record->s);
  mem_free(w);
}

/* Where in bytes, from an offset on, what can only be a record's start stands; NULL: nowhere. */
static const char *find_in(toll_slice bytes, size_t from) {
  const char *at = bytes.at + from, *end = bytes.at + bytes.len;
  for (; at < end; at++) {
    at = memmem(at, (size_t)(end - at), start, START_LEN);
    if (!at) return NULL;
    const char *rest = at + START_LEN;
    if (heads_record((toll_slice){rest, (size_t)(end - rest)})) return at;
  }
  return NULL;
}

/* Passes over the bytes up to such a start.  1; 0 at the end; or negative. */
static int find_start(struct stream *in, toll_error *e) {
  for (;;) {
    toll_slice bytes;
    int code = stream_peek(in, LOOK, &bytes, e);
    if (code != 0) return code;
    if (bytes.len == 0) return 0;
    const char *found = find_in(bytes, 0);
    size_t keep = BORDER_LEN + 16; /* half a start at the end of what is at hand waits for the rest */
    size_t skip = found ? (size_t)(found - bytes.at) : bytes.len > keep ? bytes.len - keep : bytes.len;
    int64_t skipped = stream_skip(in, skip, e);
    if (skipped < 0 || found) return skipped < 0 ? (int)skipped : 1;
  }
}

/* Where the stream below cannot give another byte: goes on behind the damage, where that can be. */
static void recover(struct container *c, toll_error *told) {
  struct warc *w = c->state;
  toll_error unused;
  w->lost = true;
  c->ended = told->code == TOLL_E_MEMORY || c->spent->over || stream_resume(c->in, &unused) <= 0;
}

static bool stuck(struct container *c, toll_error *e) {
  toll_slice bytes;
  return stream_peek(c->in, 1, &bytes, e) != 0;
}

/* Passes over the rest of the record at hand.  0 or negative: told. */
static int finish_record(struct container *c, toll_error *e) {
  struct warc *w = c->state;
  struct record *r = w->record;
  if (!r) return 0;
  w->record = NULL;
  bool told = r->s.trouble.code != TOLL_OK; /* by whoever read it */
  toll_error why;
  int64_t rest = stream_skip(&r->s, UINT64_MAX, e);
  stream_close(&r->s);
  if (rest >= 0) return 0;
  w->lost = true;
  if (stuck(c, &why)) recover(c, &why);
  return told ? 0 : (int)rest;
}

/* What may be a head and can be looked at as it lies. */
static toll_slice at_hand(struct stream *in) {
  bool end;
  toll_slice bytes = stream_at_hand(in, &end);
  if (bytes.len > HEAD_MAX) bytes.len = HEAD_MAX;
  return bytes;
}

/* The head of the next record, copied to the arena: 1, 0 where there is none, negative: told. */
static int take_head(struct container *c, toll_slice *head, struct place *place, toll_error *e) {
  toll_slice bytes = at_hand(c->in);
  size_t end = fields_end(bytes);
  for (size_t size = HEAD_FIRST; end == 0 && size <= HEAD_MAX; size *= HEAD_MAX / HEAD_FIRST) {
    int code = stream_peek(c->in, size, &bytes, e);
    if (code != 0) return code;
    end = fields_end(bytes);
  }
  *place = stream_place(c->in);
  if (is_warc(bytes) && end == 0 && c->in->trouble.code != TOLL_OK) { /* the head is cut in two by damage */
    *e = c->in->trouble;
    return e->code;
  }
  if (!is_warc(bytes) || end == 0 || find_in((toll_slice){bytes.at, end}, 1)) return 0; /* or broken off by the next */
  *head = arena_copy(&c->arena, (toll_slice){bytes.at, end});
  if (!head->at) return no_memory(e);
  int64_t skipped = stream_skip(c->in, end, e);
  return skipped < 0 ? (int)skipped : 1;
}

/* "record at 10241", and how far into its gzip member where it does not begin one. */
static toll_slice record_name(struct arena *arena, struct place place) {
  char name[64];
  unsigned long long at = place.at, into = place.into;
  int n = into ? snprintf(name, sizeof name, "record at %llu+%llu", at, into)
               : snprintf(name, sizeof name, "record at %llu", at);
  return arena_copy(arena, (toll_slice){name, n > 0 ? (size_t)n : 0});
}

static bool read_length(toll_slice head, uint64_t *out) {
  toll_slice value = fields_find(head, TOLL_LIT("content-length"));
  *out = 0;
  for (size_t i = 0; i < value.len; i++) {
    if (!byte_digit(value.at[i]) || *out > UINT64_MAX / 20) return false;
    *out = *out * 10 + (uint64_t)(value.at[i] - '0');
  }
  return value.len > 0;
}

/* ---- what a record holds ---- */

static void describe(struct member *m, toll_slice head) {
  toll_slice url = fields_find(head, TOLL_LIT("warc-target-uri"));
  if (url.len >= 2 && url.at[0] == '<' && url.at[url.len - 1] == '>') url = (toll_slice){url.at + 1, url.len - 2};
  m->known.url = url;
  m->url_first = url.len > 0;
  m->gathered = true;
  toll_day from, to;
  if (toll_day_read(fields_find(head, TOLL_LIT("warc-date")), &from, &to) != 0) return;
  m->known.from = from;
  m->known.to = to;
}

static bool passed_by(struct container *c, toll_slice type) {
  enum toll_passed what;
  if (!media_no_document(type, &what)) return false;
  passed_over(c->passed, what);
  return true;
}

/* A server's answer: 1 a document, 0 none, negative: told. */
static int give_answer(struct container *c, struct member *m, toll_error *e) {
  struct warc *w = c->state;
  struct http http;
  int code = http_open(&w->record->s, &c->arena, limits_window(c->spent), &http, &m->stream, e);
  if (code != 0) return code;
  if (http.status == 200 && !passed_by(c, http.type)) {
    m->charset = http.charset;
    return 1;
  }
  if (http.status != 200) passed_over(c->passed, TOLL_PASSED_ABSENT);
  stream_close(m->stream);
  m->stream = NULL;
  return 0;
}

/* A document as it stands: found by other means than HTTP, or made from another record. */
static int give_plain(struct container *c, struct member *m, toll_slice type, toll_error *e) {
  struct warc *w = c->state;
  m->charset = fields_parameter(type, TOLL_LIT("charset"));
  if (passed_by(c, fields_item(&type, ';'))) return 0;
  m->stream = stream_of_part(&w->record->s, UINT64_MAX, NULL);
  return m->stream ? 1 : no_memory(e);
}

/* Requests, notes on the capture and "as before" hold no document, and nobody expects one. */
static int give_record(struct container *c, struct member *m, toll_slice head, toll_error *e) {
  toll_slice kind = fields_find(head, TOLL_LIT("warc-type")), type = fields_find(head, TOLL_LIT("content-type"));
  bool answer = slice_is_nocase(kind, TOLL_LIT("response"));
  bool plain = slice_is_nocase(kind, TOLL_LIT("resource")) || slice_is_nocase(kind, TOLL_LIT("conversion"));
  if (!answer && !plain) return 0;
  describe(m, head);
  toll_slice rest = type;
  if (answer && slice_is_nocase(fields_item(&rest, ';'), TOLL_LIT("application/http"))) return give_answer(c, m, e);
  return give_plain(c, m, type, e);
}

/* ---- the container ---- */

/* A start that is none is told of once; those that the search tries in vain are not. */
static int no_start(struct container *c, toll_error *e) {
  static const char message[] = "no WARC record where one should be; the next is looked for";
  struct warc *w = c->state;
  bool told = w->lost;
  uint64_t at = stream_place(c->in).at;
  w->lost = true;
  stream_skip(c->in, 1, NULL);
  return told ? 0 : toll_fail(e, TOLL_E_FORMAT, message, NULL, at);
}

/* Comes to the next record's start.  1; 0 at the end; or negative: told. */
static int come_to_start(struct container *c, toll_error *e) {
  struct warc *w = c->state;
  toll_slice next;
  if (w->lost) return find_start(c->in, e);
  for (;;) {
    int code = stream_peek(c->in, 1, &next, e);
    if (code != 0 || next.len == 0) return code;
    if (!byte_in(next.at[0], "\r\n")) return 1;
    stream_skip(c->in, 1, NULL);
  }
}

/* One record: 1 a member, 0 go on, negative: told. */
static int next_record(struct container *c, struct member *m, toll_error *e) {
  struct warc *w = c->state;
  toll_slice head = {0};
  struct place place = {0, 0};
  uint64_t length;
  int code = take_head(c, &head, &place, e);
  if (code < 0) recover(c, e);
  if (code < 0) return code;
  if (code == 0) return no_start(c, e);
  w->lost = false;
  c->any = true;
  m->name = record_name(&c->arena, place);
  m->offset = place.at;
  m->has_offset = true;
  if (!read_length(head, &length)) {
    w->lost = true;
    return toll_fail(e, TOLL_E_FORMAT, "this record does not give its length", NULL, 0);
  }
  w->record = open_record(c->in, length);
  return w->record ? give_record(c, m, head, e) : no_memory(e);
}

static int next_warc(struct container *c, struct member *m, toll_error *e) {
  for (;;) {
    arena_reset(&c->arena);
    member_clear(m);
    int code = finish_record(c, e);
    if (code != 0 || c->ended) return code;
    code = come_to_start(c, e);
    if (code < 0) recover(c, e);
    if (code <= 0) {
      c->ended = c->ended || code == 0;
      return code;
    }
    code = next_record(c, m, e);
    if (code != 0 || c->ended) return code;
  }
}

const struct container_kind container_warc = {"a WARC file", is_warc, open_warc, next_warc, close_warc};
