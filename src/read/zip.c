/* The directory is found from the end: the end record, behind which only a comment may
 * stand, says where it begins; a second record says so for archives too large for
 * the first.  Then its entries are walked one by one.  What they say of their
 * bytes is believed only as far as the bytes bear it out: an entry has to unpack to
 * its size and its checksum. */
#include "read/zip.h"

#include <string.h>
#include <zlib.h>

#include "base/alloc.h"
#include "read/container.h"
#include "read/decompress.h"
#include "read/office.h"

#define END_SIZE 22u
#define COMMENT_MAX 65535u
#define END64_SIZE 56u
#define LOCATOR_SIZE 20u
#define ENTRY_SIZE 46u
#define LOCAL_SIZE 30u

static uint16_t get16(const char *p) {
  const unsigned char *u = (const unsigned char *)p;
  return (uint16_t)(u[0] | u[1] << 8);
}
static uint32_t get32(const char *p) {
  return get16(p) | (uint32_t)get16(p + 2) << 16;
}
static uint64_t get64(const char *p) {
  return get32(p) | (uint64_t)get32(p + 4) << 32;
}

static int damaged(const char *message, uint64_t at, toll_error *e) {
  return toll_fail(e, TOLL_E_FORMAT, message, NULL, at);
}

static int no_memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
}

/* Exactly len bytes; fewer are TOLL_E_FORMAT. */
static int read_exactly(const struct store *s, char *into, size_t len, uint64_t at, toll_error *e) {
  int64_t got = store_read(s, into, len, at, e);
  if (got < 0) return (int)got;
  return (size_t)got == len ? 0 : damaged("this ZIP archive is cut off", at, e);
}

/* ---- the directory ---- */

struct end { /* what the end record says */
  uint64_t at, directory, size;
};

/* The larger numbers of a large archive, where there are any. */
static int read_end64(const struct store *s, struct end *end, toll_error *e) {
  char locator[LOCATOR_SIZE], record[END64_SIZE];
  if (end->at < LOCATOR_SIZE) return 0;
  int code = read_exactly(s, locator, sizeof locator, end->at - LOCATOR_SIZE, e);
  if (code != 0 || memcmp(locator, "PK\6\7", 4) != 0) return code;
  uint64_t at = get64(locator + 8);
  code = read_exactly(s, record, sizeof record, at, e);
  if (code != 0) return code;
  if (memcmp(record, "PK\6\6", 4) != 0) return damaged("this ZIP archive has lost its directory", at, e);
  *end = (struct end){at, get64(record + 48), get64(record + 40)};
  return 0;
}

/* The end record in a tail of the file: its comment goes up to the file's end (an archive
 * inside this one has such a record as well).  -1 where there is none. */
static int64_t find_end(const char *tail, size_t len) {
  for (size_t i = len - END_SIZE + 1; i-- > 0;) {
    if (memcmp(tail + i, "PK\5\6", 4) == 0 && i + END_SIZE + get16(tail + i + 20) == len) return (int64_t)i;
  }
  return -1;
}

static int read_end(const struct store *s, struct end *end, toll_error *e) {
  static const char lost[] = "this ZIP archive is cut off or has lost its directory";
  if (s->size < END_SIZE) return damaged(lost, 0, e);
  size_t len = s->size < END_SIZE + COMMENT_MAX ? (size_t)s->size : END_SIZE + COMMENT_MAX;
  char *tail = mem_resize(NULL, len);
  if (!tail) return no_memory(e);
  int code = read_exactly(s, tail, len, s->size - len, e);
  int64_t found = code == 0 ? find_end(tail, len) : -1;
  if (found >= 0) {
    const char *record = tail + found;
    *end = (struct end){s->size - len + (uint64_t)found, get32(record + 16), get32(record + 12)};
  }
  mem_free(tail);
  if (code == 0 && found < 0) code = damaged(lost, 0, e);
  return code != 0 ? code : read_end64(s, end, e);
}

int zip_open(struct zip *z, const struct store *store, toll_error *e) {
  struct end end = {0};
  *z = (struct zip){.store = store};
  int code = read_end(store, &end, e);
  if (code != 0) return code;
  if (end.size > end.at || end.directory > end.at - end.size)
    return damaged("this ZIP archive has lost its directory", end.at, e);
  z->base = end.at - end.size - end.directory;
  z->left = end.size;
  z->directory = stream_of_range(store, end.at - end.size, end.size);
  return z->directory ? 0 : no_memory(e);
}

void zip_close(struct zip *z) {
  stream_close(z->directory);
  z->directory = NULL;
}

/* Numbers that do not fit their 32 bits stand in an extra field, in this order. */
static void read_extra(struct zip_entry *entry, toll_slice extra) {
  while (extra.len >= 4) {
    size_t size = get16(extra.at + 2);
    if (size > extra.len - 4) return;
    if (get16(extra.at) == 1) {
      uint64_t *const of[] = {&entry->size, &entry->packed, &entry->at};
      for (size_t i = 0, at = 0; i < 3; i++) {
        if (*of[i] != UINT32_MAX || at + 8 > size) continue;
        *of[i] = get64(extra.at + 4 + at);
        at += 8;
      }
    }
    extra = (toll_slice){extra.at + 4 + size, extra.len - 4 - size};
  }
}

/* By the Unix mode, where the writer gave one, and by the name. */
static bool is_file(const char *fixed, toll_slice name) {
  bool is_unix = (unsigned char)fixed[5] == 3;
  unsigned kind = is_unix ? get32(fixed + 38) >> 28 : 0; /* the mode's upper four bits */
  if (kind != 0 && kind != 8) return false;
  return name.len > 0 && name.at[name.len - 1] != '/' && name.at[name.len - 1] != '\\';
}

int zip_next(struct zip *z, struct zip_entry *entry, struct arena *arena, toll_error *e) {
  static const char broken[] = "the directory of this ZIP archive is damaged; the rest is not read";
  char fixed[ENTRY_SIZE];
  if (z->left < ENTRY_SIZE) return 0;
  int64_t got = stream_read(z->directory, fixed, sizeof fixed, e);
  if (got < 0) return (int)got;
  if ((size_t)got < sizeof fixed || memcmp(fixed, "PK\1\2", 4) != 0) return damaged(broken, z->directory->at, e);
  size_t name = get16(fixed + 28), extra = get16(fixed + 30), comment = get16(fixed + 32), all = name + extra;
  if (z->left < ENTRY_SIZE + all + comment) return damaged(broken, z->directory->at, e);
  char *text = arena_alloc(arena, all + 1);
  if (!text) return no_memory(e);
  got = stream_read(z->directory, text, all, e);
  if (got >= 0 && stream_skip(z->directory, comment, e) < 0) got = -1;
  if (got < 0) return e ? e->code : TOLL_E_IO;
  z->left -= ENTRY_SIZE + all + comment;
  *entry = (struct zip_entry){.name = {text, name},
                              .packed = get32(fixed + 20),
                              .size = get32(fixed + 24),
                              .at = get32(fixed + 42),
                              .crc = get32(fixed + 16),
                              .method = get16(fixed + 10),
                              .encrypted = get16(fixed + 8) & 1};
  read_extra(entry, (toll_slice){text + name, extra});
  entry->at += z->base;
  entry->file = is_file(fixed, entry->name);
  return 1;
}

/* ---- data ---- */

struct zip_stream {
  struct stream s;
  struct stream *packed, *bytes; /* bytes is packed itself where it is only stored */
  uint64_t left;
  uint32_t crc, want;
};

static int64_t read_entry(struct stream *s, char *into, size_t len, toll_error *e) {
  struct zip_stream *z = (struct zip_stream *)s;
  int64_t got = stream_some(z->bytes, into, len, e);
  if (got < 0) return got;
  if ((uint64_t)got > z->left) return damaged("longer than its archive says", 0, e);
  z->left -= (uint64_t)got;
  z->crc = (uint32_t)crc32_z(z->crc, (const unsigned char *)into, (size_t)got);
  if (got == 0 && z->left > 0) return damaged("shorter than its archive says", 0, e);
  if (got == 0 && z->crc != z->want) return damaged("damaged: the checksum is another", 0, e);
  return got;
}

static void close_entry(struct stream *s) {
  struct zip_stream *z = (struct zip_stream *)s;
  if (z->bytes != z->packed) stream_close(z->bytes);
  stream_close(z->packed);
  mem_free(z);
}

static const struct stream_kind entry_kind = {.read = read_entry, .close = close_entry};

/* Where the entry's bytes begin: behind a header of its own. */
static int find_data(const struct zip *z, const struct zip_entry *entry, uint64_t *at, toll_error *e) {
  char local[LOCAL_SIZE];
  int code = read_exactly(z->store, local, sizeof local, entry->at, e);
  if (code == 0 && memcmp(local, "PK\3\4", 4) != 0) code = damaged("not where its archive says", entry->at, e);
  if (code == 0) *at = entry->at + LOCAL_SIZE + get16(local + 26) + get16(local + 28);
  return code;
}

enum { STORED = 0, DEFLATED = 8, ZSTD = 93 };

static struct stream *unpack(const struct zip_entry *entry, struct stream *packed, unsigned window) {
  if (entry->method == DEFLATED) return stream_of_inflate(packed, INFLATE_RAW, NULL);
  if (entry->method == ZSTD) return stream_of_zstd(packed, window, NULL);
  return packed;
}

int zip_data(const struct zip *z, const struct zip_entry *entry, unsigned window, struct stream **out, toll_error *e) {
  uint64_t at = 0;
  *out = NULL;
  if (entry->encrypted) return damaged("encrypted", entry->at, e);
  if (entry->method != STORED && entry->method != DEFLATED && entry->method != ZSTD)
    return damaged("compressed in a way that is not read", entry->at, e);
  int code = find_data(z, entry, &at, e);
  if (code != 0) return code;
  struct zip_stream *s = mem_alloc(sizeof *s);
  if (!s) return no_memory(e);
  s->s.kind = &entry_kind;
  s->left = entry->size;
  s->want = entry->crc;
  s->packed = stream_of_range(z->store, at, entry->packed);
  s->bytes = s->packed ? unpack(entry, s->packed, window) : NULL;
  if (!s->bytes) {
    close_entry(&s->s);
    return no_memory(e);
  }
  *out = &s->s;
  return 0;
}

/* ---- the container ---- */

struct archive {
  struct store store;
  struct zip zip;
  bool web; /* a web archive (WACZ): only what is under archive/ are captures, the rest is about them */
};

bool is_zip(toll_slice head) {
  static const char *const starts[] = {"PK\3\4", "PK\5\6", "PK\7\10"};
  for (size_t i = 0; head.len >= 4 && i < sizeof starts / sizeof *starts; i++)
    if (memcmp(head.at, starts[i], 4) == 0) return true;
  return false;
}

static bool under(toll_slice name, const char *folder) {
  size_t len = strlen(folder);
  return name.len >= len && memcmp(name.at, folder, len) == 0;
}

/* A WACZ file is a ZIP archive with captures in archive/ and a list of its parts. */
static int look_for_captures(struct container *c, struct archive *a, toll_error *e) {
  bool list = false, captures = false;
  struct zip_entry entry;
  int code = zip_open(&a->zip, &a->store, e), got = 0;
  while (code == 0 && (got = zip_next(&a->zip, &entry, &c->arena, e)) == 1) {
    list = list || (entry.name.len == 16 && under(entry.name, "datapackage.json"));
    captures = captures || under(entry.name, "archive/");
    arena_reset(&c->arena);
  }
  a->web = list && captures;
  zip_close(&a->zip);
  return got == TOLL_E_MEMORY ? got : code; /* damage is told when it is come to */
}

/* An office document is an archive too, but one document. */
static bool is_archive(toll_slice head) {
  enum toll_format format;
  const char *name;
  return is_zip(head) && !office_looks(head, &format, &name);
}

static int open_zip(struct container *c, toll_error *e) {
  struct archive *a = mem_alloc(sizeof *a);
  if (!a) return no_memory(e);
  c->state = a;
  a->store.fd = -1;
  int code = stream_store(c->in, &a->store, e);
  if (code == 0) code = look_for_captures(c, a, e);
  return code != 0 ? code : zip_open(&a->zip, &a->store, e);
}

static bool left_alone(const struct archive *a, const struct zip_entry *entry) {
  return !entry->file || member_hidden(entry->name) || (a->web && !under(entry->name, "archive/"));
}

static int next_zip(struct container *c, struct member *m, toll_error *e) {
  struct archive *a = c->state;
  struct zip_entry entry;
  int code;
  do {
    m->name = (toll_slice){0}; /* of one that is passed over: gone with the arena */
    arena_reset(&c->arena);
    code = zip_next(&a->zip, &entry, &c->arena, e);
    c->ended = code <= 0;
    if (code <= 0) return code;
    m->name = entry.name;
  } while (left_alone(a, &entry));
  m->offset = entry.at;
  m->has_offset = true;
  code = zip_data(&a->zip, &entry, limits_window(c->spent), &m->stream, e);
  return code != 0 ? code : 1;
}

static void close_zip(struct container *c) {
  struct archive *a = c->state;
  if (!a) return;
  zip_close(&a->zip);
  store_close(&a->store);
  mem_free(a);
}

const struct container_kind container_zip = {"a ZIP archive", is_archive, open_zip, next_zip, close_zip};
