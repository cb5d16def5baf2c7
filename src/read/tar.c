/* tar, by libarchive: the old kinds, POSIX, GNU.  Members are read in order and never
 * sought.  A header that is damaged is told once; libarchive looks for the
 * next good one.
 *
 * libarchive turns names into the character set of the locale; so that they do not
 * depend on it, its calls are made under one of UTF-8, for this thread alone.
 *
 * It brings a dozen other libraries along, which would be loaded whenever toll starts.  So
 * it is loaded when the first tar archive is come to, and then stays. */
#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <errno.h>
#include <locale.h>
#include <string.h>

#include "base/alloc.h"
#include "read/container.h"

#define BLOCK ((size_t)65536)

/* What is called of libarchive: X(its name without "archive_"). */
#define CALLS(X)                                                                                                       \
  X(errno)                                                                                                             \
  X(set_error)                                                                                                         \
  X(read_new)                                                                                                          \
  X(read_free)                                                                                                         \
  X(read_open)                                                                                                         \
  X(read_data)                                                                                                         \
  X(read_next_header)                                                                                                  \
  X(read_header_position)                                                                                              \
  X(read_support_format_tar)                                                                                           \
  X(entry_filetype)                                                                                                    \
  X(entry_hardlink)                                                                                                    \
  X(entry_pathname)                                                                                                    \
  X(entry_pathname_utf8)

struct calls {
#define FIELD(name) __typeof__(&archive_##name) name##_call;
  CALLS(FIELD)
#undef FIELD
};

struct tar {
  void *library;
  struct calls calls;
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
  if (got < 0) t->calls.set_error_call(archive, EIO, "the stream below");
  return (la_ssize_t)got;
}

/* The reason, in the words of whoever noticed it first. */
static int broken(struct tar *t, const char *message, toll_error *e) {
  if (t->trouble.code != TOLL_OK) {
    if (e) *e = t->trouble;
    return t->trouble.code;
  }
  if (t->calls.errno_call(t->archive) == ENOMEM) return no_memory(e);
  int64_t at = t->calls.read_header_position_call(t->archive); /* negative where libarchive has given up */
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
  la_ssize_t got = t->calls.read_data_call(t->archive, into, len);
  leave(t, before);
  t->dead = got == ARCHIVE_FATAL;
  return got < 0 ? broken(t, "this tar archive is cut off or damaged", e) : (int64_t)got;
}

static void close_entry(struct stream *s) {
  mem_free(s);
}

static const struct stream_kind entry_kind = {.read = read_entry, .close = close_entry};

static int open_entry(struct tar *t, struct member *m, toll_error *e) {
  struct entry_stream *s = mem_alloc(sizeof *s);
  if (!s) return no_memory(e);
  s->s.kind = &entry_kind;
  s->tar = t;
  m->stream = &s->s;
  return 1;
}

/* ---- the container ---- */

/* The sum of a header's bytes, its own field as blanks, stands in it as octal digits.  Most
 * bytes that are asked about have no digits there. */
static bool sum_holds(const char *header) {
  unsigned long sum = 0, said = 0;
  size_t at = 148;
  while (at < 156 && header[at] == ' ') at++;
  for (; at < 156 && header[at] >= '0' && header[at] <= '7'; at++) said = said * 8 + (unsigned long)(header[at] - '0');
  if (said == 0) return false; /* eight blanks are more */
  for (size_t i = 0; i < 512; i++) sum += i >= 148 && i < 156 ? ' ' : (unsigned char)header[i];
  return sum == said;
}

/* By its mark; the oldest kind has none, but its checksum says as much. */
static bool is_tar(toll_slice head) {
  if (head.len < 512) return false;
  if (memcmp(head.at + 257, "ustar", 5) == 0) return true;
  return head.at[0] != 0 && sum_holds(head.at);
}

/* The calls by their names; the library is one that every system toll is made for has. */
static bool load(struct tar *t) {
  t->library = dlopen("libarchive.so.13", RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE);
  if (!t->library) return false;
  bool all = true;
  void *at;
#define LOAD(name)                                                                                                     \
  at = dlsym(t->library, "archive_" #name);                                                                            \
  all = all && at;                                                                                                     \
  memcpy(&t->calls.name##_call, &at, sizeof at); /* an object's address as a function's: POSIX has it so */
  CALLS(LOAD)
#undef LOAD
  return all;
}

static int open_tar(struct container *c, toll_error *e) {
  struct tar *t = mem_alloc(sizeof *t);
  if (!t) return no_memory(e);
  c->state = t;
  t->in = c->in;
  if (!load(t)) return toll_fail(e, TOLL_E_IO, "libarchive, which tar archives are read with, is not there", NULL, 0);
  t->locale = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
  t->archive = t->calls.read_new_call();
  if (!t->archive || t->calls.read_support_format_tar_call(t->archive) != ARCHIVE_OK) return no_memory(e);
  locale_t before = enter(t);
  int code = t->calls.read_open_call(t->archive, t, NULL, give_block, NULL);
  leave(t, before);
  return code == ARCHIVE_OK ? 0 : broken(t, "this tar archive is damaged", e);
}

static void close_tar(struct container *c) {
  struct tar *t = c->state;
  if (!t) return;
  if (t->archive) t->calls.read_free_call(t->archive);
  if (t->locale) freelocale(t->locale);
  if (t->library) dlclose(t->library);
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
  int code = t->calls.read_next_header_call(t->archive, entry);
  leave(t, before);
  if (code == ARCHIVE_EOF) return 0;
  if (code == ARCHIVE_RETRY || code == ARCHIVE_FATAL || code == ARCHIVE_FAILED) {
    int told = header_damaged(c, code, e);
    return told != 0 ? told : 2;
  }
  t->lost = false;
  return 1;
}

static toll_slice name_of(const struct tar *t, struct archive_entry *entry) {
  const char *name = t->calls.entry_pathname_utf8_call(entry);
  if (!name) name = t->calls.entry_pathname_call(entry);
  if (!name) name = "?";
  while (name[0] == '.' && name[1] == '/') name += 2;
  return (toll_slice){name, strlen(name)};
}

static bool is_file(const struct tar *t, struct archive_entry *entry) {
  return t->calls.entry_filetype_call(entry) == AE_IFREG && !t->calls.entry_hardlink_call(entry);
}

static int next_tar(struct container *c, struct member *m, toll_error *e) {
  struct tar *t = c->state;
  c->ended = t->dead;
  while (!c->ended) {
    struct archive_entry *entry = NULL;
    int code = next_header(c, &entry, e);
    if (code <= 0) return code;
    if (code == 2) continue;
    toll_slice name = name_of(t, entry);
    if (!is_file(t, entry) || member_hidden(name)) continue;
    m->name = arena_copy(&c->arena, name);
    m->offset = (uint64_t)t->calls.read_header_position_call(t->archive);
    m->has_offset = true;
    return open_entry(t, m, e);
  }
  return 0;
}

const struct container_kind container_tar = {"a tar archive", is_tar, open_tar, next_tar, close_tar};
