/* An mbox: messages one after the other, each behind a line "From …" (RFC 4155 and its
 * older kin).  What is read ahead stays in one buffer; a message is handed out as a
 * slice of it, and is never longer than limits.message_bytes. */
#include <string.h>

#include "base/alloc.h"
#include "read/mail_give.h"

#define CHUNK ((size_t)262144)
#define TAIL ((size_t)1024) /* a separator with the line before it is shorter */

struct mbox {
  struct mail_giver giver;
  toll_buffer bytes; /* of the mbox from `at` on */
  uint64_t at;
  size_t used; /* of bytes: the message at hand, and the separator before it */
  bool ended;  /* the end is in bytes */
};

static int more_bytes(struct container *c, struct mbox *b, toll_error *e) {
  toll_buffer *t = &b->bytes;
  if (t->cap - t->len < CHUNK) {
    size_t cap = t->cap ? t->cap * 2 : 2 * CHUNK;
    char *at = mem_resize(t->at, cap);
    if (!at) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
    t->at = at;
    t->cap = cap;
  }
  int64_t got = stream_some(c->in, t->at + t->len, t->cap - t->len, e);
  if (got < 0) return (int)got;
  t->len += (size_t)got;
  b->ended = got == 0;
  return 0;
}

static void drop(struct mbox *b, size_t count) {
  if (count == 0) return;
  memmove(b->bytes.at, b->bytes.at + count, b->bytes.len - count);
  b->bytes.len -= count;
  b->at += count;
}

/* Whether an empty line stands before `at`. */
static bool after_blank(const char *s, size_t at) {
  if (at < 2 || s[at - 1] != '\n') return false;
  return s[at - 2] == '\n' || (at >= 3 && s[at - 2] == '\r' && s[at - 3] == '\n');
}

/* The next separator from `from` on; the length of what is there when none is, and
 * *doubt then says from where on one may begin. */
static size_t find_separator(const struct mbox *b, size_t from, size_t *doubt) {
  const char *s = b->bytes.at;
  size_t len = b->bytes.len;
  while (from < len) {
    const char *found = memmem(s + from, len - from, "\nFrom ", 6);
    if (!found) break;
    size_t line = (size_t)(found - s) + 1;
    const char *end = memchr(found + 1, '\n', len - line);
    if (!end && !b->ended && len - line < TAIL / 2) {
      *doubt = line - 1;
      return len;
    }
    size_t to = end ? (size_t)(end - s) + 1 : len;
    if (after_blank(s, line) && mbox_separator((toll_slice){s + line, to - line})) return line;
    from = line;
  }
  *doubt = len > 6 ? len - 6 : 0;
  return len;
}

/* Without the empty line that a separator needs before it. */
static size_t without_blank(const char *s, size_t len) {
  if (!after_blank(s, len)) return len;
  return len - (s[len - 2] == '\r' ? 2 : 1);
}

static size_t line_length(const char *s, size_t len) {
  const char *end = memchr(s, '\n', len);
  return end ? (size_t)(end + 1 - s) : len;
}

/* Goes over a message that is too long, up to the next separator. */
static int pass_long(struct container *c, struct mbox *b, struct member *m, toll_error *e) {
  toll_error ignored;
  size_t doubt = 0, found;
  int code = 0;
  m->name = mail_give_name(&b->giver, b->at + line_length(b->bytes.at, b->bytes.len));
  while ((found = find_separator(b, doubt, &doubt)) == b->bytes.len && !b->ended && code == 0) {
    size_t gone = b->bytes.len > TAIL ? b->bytes.len - TAIL : 0;
    if (gone > doubt) gone = doubt;
    drop(b, gone > 4 ? gone - 4 : 0); /* the empty line stays in sight */
    doubt -= gone > 4 ? gone - 4 : 0;
    code = more_bytes(c, b, &ignored);
  }
  drop(b, found);
  c->ended = code != 0;
  return toll_fail(e, TOLL_E_LIMIT, "this message is longer than 64 MiB", NULL, 0);
}

/* Reads the next message.  1, 0 at the end, or negative. */
static int next_message(struct container *c, struct mbox *b, struct member *m, toll_slice *out, toll_error *e) {
  size_t doubt = 0, found = 0;
  drop(b, b->used);
  b->used = 0;
  int code = b->bytes.len == 0 ? more_bytes(c, b, e) : 0;
  while (code == 0 && (found = find_separator(b, doubt, &doubt)) == b->bytes.len && !b->ended) {
    if (b->bytes.len > c->spent->limits->message_bytes) return pass_long(c, b, m, e);
    code = more_bytes(c, b, e);
  }
  if (code != 0) {
    c->ended = true;
    return code;
  }
  if (b->bytes.len == 0) return 0;
  size_t head = line_length(b->bytes.at, found);
  *out = (toll_slice){b->bytes.at + head, without_blank(b->bytes.at + head, found - head)};
  b->used = found;
  return 1;
}

static int open_mbox(struct container *c, toll_error *e) {
  c->state = mem_alloc(sizeof(struct mbox));
  return c->state ? 0 : toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

static int next_mbox(struct container *c, struct member *m, toll_error *e) {
  struct mbox *b = c->state;
  for (;;) {
    int code = mail_give_next(&b->giver, c, m, e);
    if (code != 0) return code;
    toll_slice message;
    code = next_message(c, b, m, &message, e);
    if (code <= 0) return code;
    uint64_t offset = b->at + (uint64_t)(message.at - b->bytes.at);
    code = mail_give_start(&b->giver, message, &offset, c->spent->limits, e);
    m->name = b->giver.name;
    if (code != 0) return code;
  }
}

static void close_mbox(struct container *c) {
  struct mbox *b = c->state;
  if (!b) return;
  mail_give_free(&b->giver);
  toll_buffer_free(&b->bytes);
  mem_free(b);
}

const struct container_kind container_mbox = {"an mbox", mbox_looks, open_mbox, next_mbox, close_mbox};
