/* The open multiparts are a stack.  A line that begins with two dashes is held against
 * their boundaries from the innermost out, so that a part whose end is missing ends
 * where one around it does. */
#include "read/mime.h"

#include <string.h>

#include "base/bytes.h"
#include "read/words.h"

#define BOUNDARY_MAX 256 /* RFC 2046 allows 70 */

struct walk {
  struct mime *m;
  const struct limits *limits;
  struct arena *arena;
  size_t cap;
  size_t *stack; /* indices of the open multiparts */
  unsigned depth;
};

bool mime_is(const struct mime_part *p, const char *type, const char *subtype) {
  if (!slice_is_nocase(p->type, (toll_slice){type, strlen(type)})) return false;
  return !subtype || slice_is_nocase(p->subtype, (toll_slice){subtype, strlen(subtype)});
}

bool mime_attached(const struct mime_part *p) {
  return slice_is_nocase(mail_token(p->header.of[MAIL_DISPOSITION]), TOLL_LIT("attachment"));
}

toll_slice mime_file(const struct mime_part *p, struct arena *arena) {
  toll_slice name = mail_parameter(arena, p->header.of[MAIL_DISPOSITION], "filename");
  return name.len ? name : mail_parameter(arena, p->header.of[MAIL_TYPE], "name");
}

/* What a part is without a word of its own: text, but a message inside a digest. */
static void default_type(struct mime_part *p, const struct mime_part *parent) {
  bool digest = parent && mime_is(parent, "multipart", "digest");
  p->type = digest ? TOLL_LIT("message") : TOLL_LIT("text");
  p->subtype = digest ? TOLL_LIT("rfc822") : TOLL_LIT("plain");
}

static void read_type(struct mime_part *p, const struct mime_part *parent, struct arena *arena) {
  toll_slice value = p->header.of[MAIL_TYPE], token = mail_token(value);
  const char *slash = token.len ? memchr(token.at, '/', token.len) : NULL;
  default_type(p, parent);
  p->transfer = transfer_find(mail_token(p->header.of[MAIL_TRANSFER]));
  if (!slash || slash == token.at || slash == token.at + token.len - 1) return;
  p->type = slice_trim((toll_slice){token.at, (size_t)(slash - token.at)});
  p->subtype = slice_trim((toll_slice){slash + 1, token.len - (size_t)(slash + 1 - token.at)});
  p->charset = mail_parameter(arena, value, "charset");
  if (!mime_is(p, "multipart", NULL)) return;
  p->boundary = mail_parameter(arena, value, "boundary");
  p->multipart = p->boundary.len > 0 && p->boundary.len <= BOUNDARY_MAX;
}

static bool grow(struct walk *w) {
  if (w->m->count < w->cap) return true;
  size_t cap = w->cap ? w->cap * 2 : 8;
  struct mime_part *parts = ARENA_ARRAY(w->arena, cap, struct mime_part);
  if (!parts) return false;
  if (w->m->count) memcpy(parts, w->m->parts, w->m->count * sizeof *parts);
  w->m->parts = parts;
  w->cap = cap;
  return true;
}

/* How many parts the multipart has so far. */
static unsigned count_parts(const struct mime *m, size_t parent) {
  for (size_t i = m->count; i-- > parent + 1;)
    if (m->parts[i].parent == parent) return m->parts[i].number;
  return 0;
}

/* The part whose header begins at `at`; where its body begins. */
static size_t open_part(struct walk *w, size_t at) {
  struct mime *m = w->m;
  bool room = m->count < w->limits->parts;
  m->too_many = m->too_many || !room;
  if (!room || !grow(w)) return at;
  size_t parent = w->depth ? w->stack[w->depth - 1] : MIME_TOP;
  struct mime_part *p = &m->parts[m->count];
  *p = (struct mime_part){.parent = parent, .depth = w->depth, .number = 1};
  if (parent != MIME_TOP) p->number = count_parts(m, parent) + 1;
  mail_header_read(&p->header, m->message, at, m->message.len);
  read_type(p, parent == MIME_TOP ? NULL : &m->parts[parent], w->arena);
  p->from = p->header.end;
  p->to = m->message.len;
  m->count++;
  p->open = !p->multipart;
  if (!p->multipart) return p->from;
  bool deep = w->depth >= w->limits->part_depth;
  m->too_deep = m->too_deep || deep;
  if (!deep) w->stack[w->depth++] = m->count - 1;
  return p->from;
}

/* Ends the part that was begun last, unless it has ended: only that one can be open
 * that holds no others. */
static void close_part(struct mime *m, size_t end) {
  struct mime_part *p = m->count ? &m->parts[m->count - 1] : NULL;
  if (!p || !p->open) return;
  p->open = false;
  p->to = end > p->from ? end : p->from;
}

static bool is_boundary(toll_slice line, toll_slice boundary, bool *last) {
  if (line.len < boundary.len + 2 || memcmp(line.at + 2, boundary.at, boundary.len) != 0) return false;
  toll_slice rest = {line.at + 2 + boundary.len, line.len - 2 - boundary.len};
  *last = rest.len >= 2 && rest.at[0] == '-' && rest.at[1] == '-';
  if (*last) rest.at += 2, rest.len -= 2;
  return slice_trim(rest).len == 0;
}

/* Where the line feed (and the return before it) that belongs to a boundary begins. */
static size_t before_line(toll_slice s, size_t at) {
  if (at > 0 && s.at[at - 1] == '\n') at--;
  if (at > 0 && s.at[at - 1] == '\r') at--;
  return at;
}

/* The line [at, end) begins with two dashes.  Where to go on. */
static size_t read_boundary(struct walk *w, size_t at, size_t end) {
  toll_slice line = {w->m->message.at + at, end - at};
  for (unsigned level = w->depth; level-- > 0;) {
    bool last;
    if (!is_boundary(line, w->m->parts[w->stack[level]].boundary, &last)) continue;
    close_part(w->m, before_line(w->m->message, at));
    w->m->cut = w->m->cut || w->depth > level + 1;
    w->depth = level + !last;
    return last ? end : open_part(w, end);
  }
  return end;
}

/* The next line that begins with "--", from a line's start on; the end when there is none. */
static size_t find_dashes(toll_slice s, size_t at) {
  while (s.len - at >= 2) {
    if (s.at[at] == '-' && s.at[at + 1] == '-') return at;
    const char *end = memchr(s.at + at, '\n', s.len - at);
    if (!end) break;
    at = (size_t)(end - s.at) + 1;
  }
  return s.len;
}

int mime_read(struct mime *m, toll_slice message, const struct limits *limits, struct arena *arena) {
  *m = (struct mime){.message = message};
  struct walk w = {.m = m, .limits = limits, .arena = arena};
  w.stack = ARENA_ARRAY(arena, limits->part_depth + 1, size_t);
  if (!w.stack) return TOLL_E_MEMORY;
  size_t at = open_part(&w, 0);
  while (w.depth > 0 && (at = find_dashes(message, at)) < message.len) {
    const char *end = memchr(message.at + at, '\n', message.len - at);
    at = read_boundary(&w, at, end ? (size_t)(end - message.at) + 1 : message.len);
  }
  m->cut = m->cut || w.depth > 0;
  return arena->failed ? TOLL_E_MEMORY : 0;
}
