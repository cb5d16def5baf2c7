/* The stack is worked from its top: a stream that nobody has looked at is sniffed,
 * a leaf gives its next document, a container its next member.  Streams belong to
 * the source, each level's state to its container. */
#include "read/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/utf8.h"
#include "base/bytes.h"

static int no_memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

/* ---- names ---- */

static const char *label_of(const struct source *s) {
  return s->label.at ? s->label.at : "";
}

/* A name on one line of valid UTF-8, whatever the archive wrote. */
static void add_name(toll_buffer *b, toll_slice name) {
  char out[UTF8_MAX];
  if (name.len > limits_default.name) name.len = limits_default.name;
  for (size_t i = 0; i < name.len;) {
    uint32_t cp;
    size_t n = utf8_decode(name.at + i, name.len - i, &cp);
    i += n ? n : utf8_bad_length(name.at + i, name.len - i);
    if (cp < 0x20 || cp == 0x7f) cp = '?';
    toll_buffer_add(b, out, utf8_encode(cp, out));
  }
}

/* Cuts the label back to what stands before a level's member, and adds its name. */
static int set_label(struct source *s, const struct level *level, toll_slice name) {
  toll_buffer *b = &s->label;
  b->failed = false;
  b->len = level ? level->label : s->path.len - 1;
  if (!level) b->len = 0;
  if (!level) toll_buffer_add(b, s->path.at, s->path.len - 1);
  if (name.len) toll_buffer_add(b, "!", 1);
  add_name(b, name);
  toll_buffer_add(b, "", 1);
  b->len -= !b->failed;
  return b->failed ? TOLL_E_MEMORY : 0;
}

/* The errors of streams, containers and leaves have no path: here they get it, and their
 * place in what holds it where nothing else says one. */
static int name_error(const struct source *s, toll_error *e) {
  if (!e) return 0;
  size_t len = s->label.len < sizeof e->path - 1 ? s->label.len : sizeof e->path - 1;
  memcpy(e->path, label_of(s), len);
  e->path[len] = 0;
  if (s->depth == 0 || e->detail[0] || e->offset == 0 || e->line) return e->code;
  char at[40];
  int n = snprintf(at, sizeof at, "at byte %llu", (unsigned long long)e->offset);
  toll_error_detail(e, at, n > 0 ? (uint64_t)n : 0);
  return e->code;
}

/* ---- opening and closing ---- */

/* Containers up to the one whose members are the file's own: the first that is no coat. */
static unsigned outermost(const struct source *s) {
  unsigned depth = 0;
  while (depth < s->depth && s->levels[depth].container.kind->coat) depth++;
  return depth < s->depth ? depth + 1 : depth;
}

static void note_depth(struct source *s) {
  s->spent.depth = s->depth;
  s->spent.within = s->depth > outermost(s);
}

static void pop(struct source *s) {
  struct level *level = &s->levels[s->depth - 1];
  stream_close(s->streams[s->depth]);
  s->streams[s->depth] = NULL;
  level->container.kind->close(&level->container);
  arena_free(&level->container.arena);
  s->depth--;
  note_depth(s);
}

void source_close(struct source *s) {
  leaf_close(&s->leaf);
  while (s->depth > 0) pop(s);
  stream_close(s->streams[0]);
  s->streams[0] = NULL;
  s->unread = s->made = false;
  if (!s->open) return;
  s->open = false;
  if (!s->standard && s->outer.fd >= 0) close(s->outer.fd);
  s->outer = (struct store){.fd = -1};
}

void source_free(struct source *s) {
  source_close(s);
  leaf_free(&s->leaf);
  toll_buffer_free(&s->path);
  toll_buffer_free(&s->label);
}

int source_open(struct source *s, const char *path, toll_error *e) {
  source_close(s);
  s->path.len = 0;
  s->path.failed = false;
  toll_buffer_add(&s->path, path, strlen(path) + 1);
  if (s->path.failed || set_label(s, NULL, (toll_slice){0}) != 0)
    return toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
  limits_start(&s->spent);
  s->standard = strcmp(path, "-") == 0;
  int fd = s->standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) return toll_fail_errno(e, "cannot open this file", path, errno);
  struct stat st;
  bool regular = !s->standard && fstat(fd, &st) == 0 && S_ISREG(st.st_mode);
  s->size = regular ? (uint64_t)st.st_size : 0;
  s->outer = (struct store){.fd = fd, .size = s->size, .outer = &s->spent};
  s->spent.size = s->size;
  s->open = s->unread = true;
  s->streams[0] = regular ? stream_of_store(&s->outer) : stream_of_fd(fd, &s->spent);
  if (s->streams[0]) return 0;
  source_close(s);
  return toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
}

uint64_t source_done(const struct source *s) {
  uint64_t done = s->depth > 0 || s->leaf.state == LEAF_CLOSED ? s->spent.outer : s->leaf.at;
  return s->size && done > s->size ? s->size : done;
}

/* ---- members ---- */

/* Opens the stream at the top as a container. */
static int push(struct source *s, const struct container_kind *kind, toll_error *e) {
  int code = limits_depth(&s->spent, s->depth, e);
  if (code != 0) return code;
  struct level *level = &s->levels[s->depth];
  *level = (struct level){.label = s->label.len};
  level->container =
      (struct container){.kind = kind, .in = s->streams[s->depth], .spent = &s->spent, .passed = &s->passed};
  s->streams[++s->depth] = NULL;
  note_depth(s);
  code = kind->open(&level->container, e);
  if (code != 0) level->container.ended = level->container.any = true;
  return code;
}

/* The stream of the member that the top container has given. */
static int open_member(struct source *s, struct level *level, toll_error *e) {
  struct member *m = &level->member;
  if (m->made) {
    s->made = true;
    return limits_member(&s->spent, e);
  }
  struct stream *stream = m->stream ? m->stream : stream_of_memory(m->memory);
  s->streams[s->depth] = stream;
  int code = limits_member(&s->spent, e);
  if (code != 0) return code;
  if (!stream) return no_memory(e);
  stream->spent = &s->spent;
  s->unread = true;
  return 0;
}

/* The top container is through.  One that held nothing at all is told of. */
static int end_container(struct source *s, toll_error *e) {
  bool any = s->levels[s->depth - 1].container.any;
  pop(s);
  return any ? 0 : toll_fail(e, TOLL_E_EMPTY, "nothing to read in this archive", NULL, 0);
}

/* Asks the top container for its next member.  0: something to go on with; negative: an error. */
static int next_member(struct source *s, toll_error *e) {
  struct level *level = &s->levels[s->depth - 1];
  struct container *c = &level->container;
  stream_close(s->streams[s->depth]);
  s->streams[s->depth] = NULL;
  if (s->depth <= outermost(s)) limits_fresh(&s->spent);
  arena_reset(&c->arena);
  member_clear(&level->member);
  int code = c->ended ? 0 : c->kind->next(c, &level->member, e);
  if (code == 1 && c->arena.failed) code = no_memory(e);
  if (set_label(s, level, code == 0 ? (toll_slice){0} : level->member.name) != 0) code = no_memory(e);
  if (code == 0) return end_container(s, e);
  if (code == TOLL_E_MEMORY) c->ended = true;
  level->container.any = true;
  if (code == 1) return open_member(s, level, e);
  if (code < 0) stream_close(level->member.stream);
  return code;
}

/* Tells what the containers know, innermost first, to the holder. */
static int pass_on(struct source *s, toll_document *doc, toll_error *e) {
  for (unsigned i = s->depth; i > 0; i--) holder_know(doc, &s->levels[i - 1].member);
  return doc->arena.failed ? no_memory(e) : 0;
}

/* Looks at the stream at the top: a container is opened, anything else is a leaf. */
static int look(struct source *s, toll_error *e) {
  toll_slice head;
  s->unread = false;
  int code = stream_peek(s->streams[s->depth], TOLL_WINDOW + 1, &head, e);
  if (code != 0) return code;
  const struct container_kind *kind = container_find(head);
  if (kind) return push(s, kind, e);
  toll_slice charset = s->depth ? s->levels[s->depth - 1].member.charset : (toll_slice){0};
  leaf_open(&s->leaf, s->streams[s->depth], charset);
  return 0;
}

/* What was gathered and is nothing to read is counted, not told. */
static bool pass_by(struct source *s, int code) {
  if (s->depth == 0 || !s->levels[s->depth - 1].member.gathered) return false;
  if (code != TOLL_E_BINARY && code != TOLL_E_EMPTY) return false;
  passed_over(&s->passed, code == TOLL_E_EMPTY ? TOLL_PASSED_EMPTY : TOLL_PASSED_OTHER);
  return true;
}

static int next_of_leaf(struct source *s, toll_document *doc, toll_error *e) {
  int code = leaf_next(&s->leaf, doc, e);
  if (code == 1) {
    holder_place(doc, s->path.len - 1, label_of(s));
    int passed = pass_on(s, doc, e);
    if (passed != 0) code = passed;
  }
  return code < 0 && pass_by(s, code) ? 0 : code;
}

/* The document that the top container has made. */
static int give_made(struct source *s, toll_document *doc, toll_error *e) {
  s->made = false;
  int code = holder_made(doc, &s->levels[s->depth - 1].member, e);
  if (code == 0) holder_place(doc, s->path.len - 1, label_of(s));
  if (code == 0) code = pass_on(s, doc, e);
  return code == 0 ? 1 : code;
}

/* One step: 1 a document, 0 go on, negative an error. */
static int step(struct source *s, toll_document *doc, toll_error *e) {
  if (s->unread) return look(s, e);
  if (s->made) return give_made(s, doc, e);
  if (s->leaf.state != LEAF_CLOSED) return next_of_leaf(s, doc, e);
  return next_member(s, e);
}

/* After a member of the file took too much: what is open inside it is left. */
static void leave_member(struct source *s) {
  leaf_close(&s->leaf);
  s->unread = s->made = false;
  for (unsigned depth = outermost(s); s->depth > depth;) pop(s);
}

/* Whether nothing can come any more. */
static bool finished(const struct source *s) {
  if (s->spent.over) return true;
  return s->depth == 0 && !s->unread && s->leaf.state == LEAF_CLOSED;
}

int source_next(struct source *s, toll_document *doc, toll_error *e) {
  int code = 0;
  toll_error unused;
  if (!e) e = &unused;
  while (code == 0 && s->open && !finished(s)) code = step(s, doc, e);
  if (code < 0) name_error(s, e);
  if (code < 0 && s->spent.member_over && !s->spent.over) leave_member(s);
  if (finished(s)) source_close(s);
  return code;
}
