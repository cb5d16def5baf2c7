/* tar, by libarchive: the old kinds, POSIX, GNU.  Members are read in order and never
 * sought.  A header that is damaged is told once; libarchive looks for the
 * next good one.
 *
 * libarchive turns names into the character set of the locale; so that they do not
 * depend on it, its calls are made under one of UTF-8, for this thread alone. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <locale.h>
#include <string.h>

#include "base/alloc.h"
#include "read/container.h"

#define BLOCK ((size_t)65536)

struct tar {
  struct archive *archive;
  struct stream *in;
  locale_t locale;
  toll_error trouble; /* of the stream below */
  bool dead;          /* libarchive gave up inside a member, and that was told */
  bool lost;          /* a damaged header was told of, and no good one came since */
  char block[BLOCK];
};

static int no_memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

static locale_t enter(const struct tar *t) {
  return t->locale ? uselocale(t->locale) : (locale_t)0;
}
static void leave(const struct tar *t, locale_t before) {
  if (t->locale) uselocale(before);
}

static la_ssize_t give_block(struct archive *archive, void *data, const void **block) {
  struct tar *t = data;
  int64_t got = stream_some(t->in, t->block, BLOCK, &t->trouble);
  *block = t->block;
  if (got < 0) archive_set_error(archive, EIO, "the stream below");
  return (la_ssize_t)got;
}

/* The reason, in the words of whoever noticed it first. */
static int broken(struct tar *t, const char *message, toll_error *e) {
  if (t->trouble.code != TOLL_OK) {
    if (e) *e = t->trouble;
    return t->trouble.code;
  }
  if (archive_errno(t->archive) == ENOMEM) return no_memory(e);
  int64_t at = archive_read_header_position(t->archive); /* negative where libarchive has given up */
  return toll_fail(e, TOLL_E_FORMAT, message, NULL, at < 0 ? t->in->at : (uint64_t)at);
}

/* ---- a member's bytes ---- */

struct entry_stream {
  struct stream s;
  struct tar *tar;
};

static int64_t read_entry(struct stream *s, char *into, size_t len, toll_error *e) {
  struct tar *t = ((struct entry_stream *)s)->tar;
  locale_t before = enter(t);
  la_ssize_t got = archive_read_data(t->archive, into, len);
  leave(t, before);
  t->dead = got == ARCHIVE_FATAL;
  return got < 0 ? broken(t, "this tar archive is cut off or damaged", e) : (int64_t)got;
}

static void close_entry(struct stream *s) {
  mem_free(s);
}

static const struct stream_kind entry_kind = {read_entry, close_entry, NULL, NULL};

static int open_entry(struct tar *t, struct member *m, toll_error *e) {
  struct entry_stream *s = mem_alloc(sizeof *s);
  if (!s) return no_memory(e);
  s->s.kind = &entry_kind;
  s->tar = t;
  m->stream = &s->s;
  return 1;
}

/* ---- the container ---- */

/* The sum of a header's bytes, its own field as blanks, stands in it as octal digits. */
static bool sum_holds(const char *header) {
  unsigned long sum = 0, said = 0;
  for (size_t i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? ' ' : (unsigned char)header[i];
  size_t at = 148;
  while (at < 156 && header[at] == ' ') at++;
  for (; at < 156 && header[at] >= '0' && header[at] <= '7'; at++) said = said * 8 + (unsigned long)(header[at] - '0');
  return sum == said;
}

/* By its mark; the oldest kind has none, but its checksum says as much. */
static bool is_tar(toll_slice head) {
  if (head.len < 512) return false;
  if (memcmp(head.at + 257, "ustar", 5) == 0) return true;
  return head.at[0] != 0 && sum_holds(head.at);
}

static int open_tar(struct container *c, toll_error *e) {
  struct tar *t = mem_alloc(sizeof *t);
  if (!t) return no_memory(e);
  c->state = t;
  t->in = c->in;
  t->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  t->archive = archive_read_new();
  if (!t->archive || archive_read_support_format_tar(t->archive) != ARCHIVE_OK) return no_memory(e);
  locale_t before = enter(t);
  int code = archive_read_open(t->archive, t, NULL, give_block, NULL);
  leave(t, before);
  return code == ARCHIVE_OK ? 0 : broken(t, "this tar archive is damaged", e);
}

static void close_tar(struct container *c) {
  struct tar *t = c->state;
  if (!t) return;
  if (t->archive) archive_read_free(t->archive);
  if (t->locale) freelocale(t->locale);
  mem_free(t);
}

static int header_damaged(struct container *c, int code, toll_error *e) {
  struct tar *t = c->state;
  c->ended = code == ARCHIVE_FATAL;
  if (t->lost && !c->ended) return 0; /* told already */
  t->lost = true;
  return broken(t,
                c->ended ? "this tar archive is cut off or damaged; the rest is not read"
                         : "a damaged header in this tar archive: its member is not read",
                e);
}

/* The next header: 1, 0 at the end, negative: told; 2: look again. */
static int next_header(struct container *c, struct archive_entry **entry, toll_error *e) {
  struct tar *t = c->state;
  locale_t before = enter(t);
  int code = archive_read_next_header(t->archive, entry);
  leave(t, before);
  if (code == ARCHIVE_EOF) return 0;
  if (code == ARCHIVE_RETRY || code == ARCHIVE_FATAL || code == ARCHIVE_FAILED) {
    int told = header_damaged(c, code, e);
    return told != 0 ? told : 2;
  }
  t->lost = false;
  return 1;
}

static toll_slice name_of(struct archive_entry *entry) {
  const char *name = archive_entry_pathname_utf8(entry);
  if (!name) name = archive_entry_pathname(entry);
  if (!name) name = "?";
  while (name[0] == '.' && name[1] == '/') name += 2;
  return (toll_slice){name, strlen(name)};
}

static bool is_file(struct archive_entry *entry) {
  return archive_entry_filetype(entry) == AE_IFREG && !archive_entry_hardlink(entry);
}

static int next_tar(struct container *c, struct member *m, toll_error *e) {
  struct tar *t = c->state;
  c->ended = t->dead;
  while (!c->ended) {
    struct archive_entry *entry = NULL;
    int code = next_header(c, &entry, e);
    if (code <= 0) return code;
    if (code == 2) continue;
    toll_slice name = name_of(entry);
    if (!is_file(entry) || member_hidden(name)) continue;
    m->name = arena_copy(&c->arena, name);
    m->offset = (uint64_t)archive_read_header_position(t->archive);
    m->has_offset = true;
    return open_entry(t, m, e);
  }
  return 0;
}

const struct container_kind container_tar = {"a tar archive", is_tar, open_tar, next_tar, close_tar};
