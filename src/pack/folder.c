/* Reading a folder whole: packs are small, and the compiler wants slices. */
#include "pack/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"

void folder_free(struct folder *f) {
  for (size_t i = 0; i < f->count; i++) {
    mem_free((void *)(uintptr_t)f->files[i].path);
    mem_free((void *)(uintptr_t)f->files[i].text.at);
  }
  mem_free(f->files);
  *f = (struct folder){0};
}

/* "a/b" as a new string, or NULL. */
static char *join(const char *a, const char *b) {
  size_t len = strlen(a), size = len + strlen(b) + 2;
  while (len > 1 && a[len - 1] == '/') len--;
  char *out = len < INT_MAX ? mem_alloc(size) : NULL;
  if (out) snprintf(out, size, "%.*s/%s", (int)len, a, b);
  return out;
}

/* ---- one file ---- */

static int read_bytes(int fd, char *at, size_t len, size_t *got) {
  for (*got = 0; *got < len;) {
    ssize_t n = read(fd, at + *got, len - *got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return errno;
    if (n == 0) break;
    *got += (size_t)n;
  }
  return 0;
}

static int read_open(int fd, const char *path, toll_slice *out, toll_error *e) {
  struct stat info;
  if (fstat(fd, &info)) return toll_fail_errno(e, "cannot read", path, errno);
  if (!S_ISREG(info.st_mode)) return toll_fail(e, TOLL_E_FORMAT, "not a file", path, 0);
  if ((uint64_t)info.st_size > PACK_FILE_MAX) return toll_fail(e, TOLL_E_LIMIT, "a pack file is too long", path, 0);
  char *bytes = mem_alloc((size_t)info.st_size);
  if (!bytes) return toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
  size_t got;
  int wrong = read_bytes(fd, bytes, (size_t)info.st_size, &got);
  if (wrong) {
    mem_free(bytes);
    return toll_fail_errno(e, "cannot read", path, wrong);
  }
  *out = (toll_slice){bytes, got};
  return TOLL_OK;
}

static int read_file(const char *path, toll_slice *out, toll_error *e) {
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return toll_fail(e, TOLL_E_MISSING, "no such pack file", path, 0);
  if (fd < 0) return toll_fail_errno(e, "cannot open", path, errno);
  int code = read_open(fd, path, out, e);
  close(fd);
  return code;
}

/* Takes path over, also when it fails. */
static int add_file(struct folder *f, char *path, enum pack_file_kind kind, toll_error *e) {
  if (!path) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  int code = TOLL_OK;
  if (f->count == f->room) {
    size_t room = f->room ? f->room * 2 : 16;
    struct pack_file *files = mem_resize(f->files, room * sizeof *files);
    if (!files)
      code = toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
    else
      f->files = files, f->room = room;
  }
  toll_slice text = {NULL, 0};
  if (!code) code = read_file(path, &text, e);
  if (code) {
    mem_free(path);
    return code;
  }
  f->files[f->count++] = (struct pack_file){path, text, kind};
  return TOLL_OK;
}

/* ---- one folder of files ---- */

struct names {
  char **at;
  size_t count, room;
};

static void free_names(struct names *n) {
  for (size_t i = 0; i < n->count; i++) mem_free(n->at[i]);
  mem_free(n->at);
}

static int add_name(struct names *n, const char *name) {
  if (n->count == n->room) {
    size_t room = n->room ? n->room * 2 : 16;
    char **at = mem_resize(n->at, room * sizeof *at);
    if (!at) return TOLL_E_MEMORY;
    n->at = at;
    n->room = room;
  }
  size_t len = strlen(name);
  char *copy = mem_alloc(len + 1);
  if (!copy) return TOLL_E_MEMORY;
  memcpy(copy, name, len + 1);
  n->at[n->count++] = copy;
  return TOLL_OK;
}

static bool is_pack_name(const char *name) {
  size_t len = strlen(name);
  return name[0] != '.' && len > 4 && strcmp(name + len - 4, ".txt") == 0;
}

static int by_name(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names of the .txt files in the order of their bytes; none without a folder. */
static int list_names(struct names *n, const char *path, toll_error *e) {
  DIR *dir = opendir(path);
  if (!dir && errno == ENOENT) return TOLL_OK;
  if (!dir) return toll_fail_errno(e, "cannot open", path, errno);
  int code = TOLL_OK;
  const struct dirent *entry;
  errno = 0;
  while (!code && (entry = readdir(dir)) != NULL) {
    if (is_pack_name(entry->d_name) && add_name(n, entry->d_name))
      code = toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
    if (!code) errno = 0;
  }
  if (!code && errno) code = toll_fail_errno(e, "cannot read", path, errno);
  closedir(dir);
  if (n->count > 0) qsort(n->at, n->count, sizeof *n->at, by_name);
  return code;
}

static int read_part(struct folder *f, const char *pack, const char *part, enum pack_file_kind kind, toll_error *e) {
  char *path = join(pack, part);
  if (!path) return toll_fail(e, TOLL_E_MEMORY, "out of memory", pack, 0);
  struct names names = {0};
  int code = list_names(&names, path, e);
  for (size_t i = 0; i < names.count && !code; i++) code = add_file(f, join(path, names.at[i]), kind, e);
  free_names(&names);
  mem_free(path);
  return code;
}

/* model.txt and common.txt, which a pack may do without. */
static int read_model(struct folder *f, const char *pack, const char *name, toll_error *e) {
  toll_error none = {0};
  int code = add_file(f, join(pack, name), PACK_FILE_MODEL, &none);
  if (code == TOLL_E_MISSING) return TOLL_OK;
  if (code && e) *e = none;
  return code;
}

int folder_read(struct folder *f, const char *path, toll_error *e) {
  int code = add_file(f, join(path, "pack.txt"), PACK_FILE_META, e);
  if (code == TOLL_E_MISSING) return toll_fail(e, code, "not a language pack: pack.txt is missing", path, 0);
  if (!code) code = read_part(f, path, "words", PACK_FILE_WORDS, e);
  if (!code) code = read_part(f, path, "rules", PACK_FILE_RULES, e);
  if (!code) code = read_model(f, path, "model.txt", e);
  if (!code) code = read_model(f, path, "common.txt", e);
  if (!code) code = read_part(f, path, "tests", PACK_FILE_TESTS, e);
  return code;
}
