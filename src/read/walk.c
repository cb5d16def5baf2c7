/* A folder is listed whole, sorted, and worked through from a stack, one frame a
 * level; nothing but the names of the folders on the way is kept in memory. */
#include "read/walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/alloc.h"
#include "base/arena.h"

struct folder {
  struct folder *up;
  struct arena arena;
  const char **names;
  size_t count, cap, next;
  size_t path_len; /* of this folder in w->path, without the slash */
};

static int no_memory(const char *path, toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0);
}

static void set_path(struct walker *w, size_t keep, const char *name) {
  w->path.len = keep;
  if (keep > 0 && w->path.at[keep - 1] != '/') toll_buffer_add(&w->path, "/", 1);
  toll_buffer_add(&w->path, name, strlen(name) + 1);
}

static void close_folder(struct walker *w) {
  struct folder *f = w->top;
  w->top = f->up;
  w->depth--;
  arena_free(&f->arena);
  mem_free(f->names);
  mem_free(f);
}

static int add_name(struct folder *f, const char *name) {
  if (f->count == f->cap) {
    size_t cap = f->cap ? f->cap * 2 : 32;
    const char **names = mem_resize(f->names, cap * sizeof *names);
    if (!names) return TOLL_E_MEMORY;
    f->names = names;
    f->cap = cap;
  }
  toll_slice copy = arena_copy(&f->arena, (toll_slice){name, strlen(name)});
  if (!copy.at) return TOLL_E_MEMORY;
  f->names[f->count++] = copy.at;
  return 0;
}

static int by_bytes(const void *a, const void *b) {
  return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int list_names(struct walker *w, struct folder *f, DIR *dir) {
  for (;;) {
    errno = 0;
    const struct dirent *entry = readdir(dir);
    if (!entry) return errno ? TOLL_E_IO : 0;
    if (entry->d_name[0] == '.') continue;
    int code = add_name(f, entry->d_name);
    if (code != 0) return code;
    struct stat st;
    if (fstatat(dirfd(dir), entry->d_name, &st, 0) == 0 && S_ISREG(st.st_mode)) w->total += (uint64_t)st.st_size;
  }
}

/* Opens the folder that w->path names and lists it. */
static int open_folder(struct walker *w, toll_error *e) {
  if (w->depth == WALK_DEPTH) return toll_fail(e, TOLL_E_LIMIT, "folders are nested too deeply", w->path.at, 0);
  DIR *dir = opendir(w->path.at);
  if (!dir) return toll_fail_errno(e, "cannot open this folder", w->path.at, errno);
  struct folder *f = mem_alloc(sizeof *f);
  int code = f ? list_names(w, f, dir) : TOLL_E_MEMORY;
  int reason = errno;
  closedir(dir);
  if (!f) return no_memory(w->path.at, e);
  f->up = w->top;
  f->path_len = w->path.len - 1;
  w->top = f;
  w->depth++;
  if (code == 0) {
    if (f->count) qsort(f->names, f->count, sizeof *f->names, by_bytes);
    return 0;
  }
  close_folder(w);
  if (code == TOLL_E_IO) return toll_fail_errno(e, "cannot read this folder", w->path.at, reason);
  return no_memory(w->path.at, e);
}

void walker_leave(struct walker *w, const char *path) {
  struct stat st;
  if (w->apart_count == WALK_APART || stat(path, &st) != 0) return;
  w->apart[w->apart_count].device = st.st_dev;
  w->apart[w->apart_count++].file = st.st_ino;
}

static bool left_alone(const struct walker *w, const struct stat *st) {
  for (size_t i = 0; i < w->apart_count; i++)
    if (w->apart[i].device == st->st_dev && w->apart[i].file == st->st_ino) return true;
  return false;
}

/* What w->path names: 1 a file to give, 0 a folder that was opened (or a link to
 * one, or a file left alone), negative an error. */
static int visit(struct walker *w, bool argument, toll_error *e) {
  struct stat st;
  const char *path = w->path.at;
  if (stat(path, &st) != 0) return toll_fail_errno(e, "cannot read this file", path, errno);
  if (S_ISDIR(st.st_mode)) {
    struct stat own;
    bool link = !argument && lstat(path, &own) == 0 && S_ISLNK(own.st_mode);
    return link ? 0 : open_folder(w, e);
  }
  if (left_alone(w, &st))
    return argument ? toll_fail(e, TOLL_E_USAGE, "this is the case itself, and is not read", path, 0) : 0;
  bool readable = S_ISREG(st.st_mode) || (argument && S_ISFIFO(st.st_mode));
  if (!readable) return toll_fail(e, TOLL_E_IO, "this is no file", path, 0);
  if (argument && S_ISREG(st.st_mode)) w->total += (uint64_t)st.st_size;
  return 1;
}

/* The next entry of the innermost folder; 2 when nothing came of it. */
static int next_entry(struct walker *w, toll_error *e) {
  struct folder *f = w->top;
  if (f->next < f->count) {
    set_path(w, f->path_len, f->names[f->next++]);
    if (w->path.failed) return no_memory("", e);
    int what = visit(w, false, e);
    w->found += what != 0; /* what fails was found as well: it is told by itself */
    return what == 0 ? 2 : what;
  }
  w->path.len = f->path_len;
  toll_buffer_add(&w->path, "", 1);
  close_folder(w);
  if (w->top || w->found) return 2;
  return toll_fail(e, TOLL_E_EMPTY, "no report in this folder", w->path.failed ? "" : w->path.at, 0);
}

int walker_next(struct walker *w, toll_error *e) {
  for (;;) {
    w->path.failed = false;
    int what = 2;
    if (w->top) {
      what = next_entry(w, e);
    } else {
      if (w->next == w->count) return 0;
      w->found = 0;
      set_path(w, 0, w->paths[w->next++]);
      if (w->path.failed) return no_memory("", e);
      what = strcmp(w->path.at, "-") == 0 ? 1 : visit(w, true, e);
      if (what == 0) what = 2;
    }
    if (what != 2) return what;
  }
}

void walker_free(struct walker *w) {
  while (w->top) close_folder(w);
  toll_buffer_free(&w->path);
}
