/* Feeds: RSS, RSS 1.0 and Atom.  The file is walked by its outline (feed_lex.h), so it may
 * be of any size and one damaged item costs only itself; each item is then read by
 * expat.  What stands before the first item says who publishes the feed. */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "read/container.h"
#include "read/feed_item.h"
#include "read/feed_lex.h"
#include "read/transfer.h"
#include "read/words.h"

#define CHUNK ((size_t)262144)

struct feed {
  toll_buffer bytes; /* of the feed from `at` on */
  uint64_t at;
  size_t used;        /* of bytes: what was given, or passed over */
  bool ended, begun;  /* the end is in bytes; the head was read */
  struct arena arena; /* of the head */
  struct header known;
  toll_slice charset;
  struct feed_spaces spaces;
  struct feed_item item;
  struct made made;
  char tag[64]; /* the name that the item at hand has */
  char name[40];
};

static int more_bytes(struct container *c, struct feed *f, toll_error *e) {
  toll_buffer *b = &f->bytes;
  if (b->cap - b->len < CHUNK) {
    size_t cap = b->cap ? b->cap * 2 : 2 * CHUNK;
    char *at = mem_resize(b->at, cap);
    if (!at) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
    b->at = at;
    b->cap = cap;
  }
  int64_t got = stream_some(c->in, b->at + b->len, b->cap - b->len, e);
  if (got < 0) return (int)got;
  b->len += (size_t)got;
  f->ended = got == 0;
  return 0;
}

static void drop(struct feed *f, size_t count) {
  if (count == 0) return;
  memmove(f->bytes.at, f->bytes.at + count, f->bytes.len - count);
  f->bytes.len -= count;
  f->at += count;
}

static bool is_item(toll_slice name) {
  name = outline_local(name);
  return slice_is_nocase(name, TOLL_LIT("item")) || slice_is_nocase(name, TOLL_LIT("entry"));
}

static bool same_name(toll_slice a, toll_slice b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static int too_long(const struct feed *f, toll_error *e) {
  return toll_fail(e, TOLL_E_LIMIT, "no end of an item is near; the rest of this feed is left out", NULL, f->at);
}

/* Walks on to the next tag that begins an item (open: NULL) or ends the one whose name
 * is given, from *at on.  1; 0 at the end of the feed; negative: an error. */
static int find_tag(struct container *c, struct feed *f, const char *open, size_t *at, struct outline_tag *tag,
                    toll_error *e) {
  unsigned inside = 0; /* items of the same name in this one */
  for (;;) {
    toll_slice all = {f->bytes.at, f->bytes.len};
    enum outline got = outline_next(all, at, tag);
    if (got == OUTLINE_ENTITY) {
      c->ended = true;
      return toll_fail(e, TOLL_E_FORMAT, "a feed that declares entities is not read", NULL, f->at + *at);
    }
    if (got == OUTLINE_MORE) {
      if (f->ended) return 0;
      int code = f->bytes.len > 2 * TOLL_RECORD_MAX ? too_long(f, e) : more_bytes(c, f, e);
      c->ended = code != 0;
      if (code != 0) return code;
      continue;
    }
    if (!open && got != OUTLINE_CLOSE && is_item(tag->name)) return 1;
    if (!open) continue;
    toll_slice name = {open, strlen(open)};
    if (!same_name(tag->name, name)) continue;
    if (got == OUTLINE_CLOSE && inside == 0) return 1;
    if (got == OUTLINE_OPEN) inside++;
    if (got == OUTLINE_CLOSE) inside--;
  }
}

/* What stands before the first item, which begins at `end`. */
static int read_head(struct feed *f, size_t end, toll_error *e) {
  toll_slice head = {f->bytes.at, end}, charset = feed_charset(head);
  f->begun = true;
  if (charset.len) f->charset = arena_copy(&f->arena, charset);
  feed_head_read(head, f->charset, &f->spaces, &f->known, &f->arena);
  return f->arena.failed ? toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0) : 0;
}

/* The tag that begins the next item, which is then at the beginning of f->bytes.  1, 0 or negative. */
static int find_item(struct container *c, struct feed *f, struct outline_tag *tag, toll_error *e) {
  size_t at = 0;
  int code = find_tag(c, f, NULL, &at, tag, e);
  if (code == 0 && !f->begun) {
    c->ended = true;
    return toll_fail(e, TOLL_E_EMPTY, "no items in this feed", NULL, 0);
  }
  if (code <= 0) return code;
  if (!f->begun && (code = read_head(f, tag->from, e)) != 0) return code;
  size_t len = tag->name.len < sizeof f->tag - 1 ? tag->name.len : 0;
  memcpy(f->tag, tag->name.at, len); /* the bytes may move while its end is looked for */
  f->tag[len] = 0;
  tag->to -= tag->from;
  drop(f, tag->from);
  return 1;
}

/* The bytes of the next item.  1, 0 or negative. */
static int next_item(struct container *c, struct feed *f, toll_slice *raw, toll_error *e) {
  struct outline_tag tag;
  drop(f, f->used);
  f->used = 0;
  int code = find_item(c, f, &tag, e);
  if (code <= 0) return code;
  size_t at = tag.to;
  bool empty = f->bytes.at[at - 2] == '/';
  code = empty ? 1 : find_tag(c, f, f->tag, &at, &tag, e);
  if (code == 0) {
    c->ended = true;
    return toll_fail(e, TOLL_E_FORMAT, "this feed is cut off inside an item", NULL, f->at);
  }
  if (code < 0) return code;
  f->used = at;
  *raw = (toll_slice){f->bytes.at, at};
  return 1;
}

static int open_feed(struct container *c, toll_error *e) {
  struct feed *f = mem_alloc(sizeof *f);
  c->state = f;
  if (!f) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  header_clear(&f->known);
  return 0;
}

static void give_item(struct feed *f, struct member *m, toll_slice raw) {
  m->memory = raw;
  m->known = f->known;
  f->made = (struct made){
      .format = TOLL_FORMAT_FEED, .text = &f->item.text, .facts = f->item.facts, .repaired = f->item.repaired};
  m->made = &f->made;
}

static int next_feed(struct container *c, struct member *m, toll_error *e) {
  struct feed *f = c->state;
  for (;;) {
    toll_slice raw;
    int code = next_item(c, f, &raw, e);
    if (code <= 0) return code;
    int n = snprintf(f->name, sizeof f->name, "item at %llu", (unsigned long long)f->at);
    m->name = (toll_slice){f->name, n > 0 ? (size_t)n : 0};
    m->offset = f->at;
    m->has_offset = true;
    if (raw.len > TOLL_RECORD_MAX) return toll_fail(e, TOLL_E_LIMIT, "this item is longer than 16 MiB", NULL, 0);
    code = feed_item_read(&f->item, raw, f->charset, &f->spaces, &c->arena, e);
    if (code == 0) give_item(f, m, raw);
    if (code != TOLL_E_EMPTY) return code == 0 ? 1 : code;
    passed_over(c->passed, TOLL_PASSED_EMPTY);
  }
}

static void close_feed(struct container *c) {
  struct feed *f = c->state;
  if (!f) return;
  feed_item_free(&f->item);
  toll_buffer_free(&f->bytes);
  arena_free(&f->arena);
  mem_free(f);
}

const struct container_kind container_feed = {"a feed", feed_looks, open_feed, next_feed, close_feed};
