/* The reader: the walk gives files, a source gives the documents of a file. */
#include <string.h>

#include "base/alloc.h"
#include "read/source.h"
#include "read/walk.h"

struct toll_reader {
  struct walker walker;
  struct source source;
  uint64_t done; /* bytes of the files that are finished */
  bool opened;   /* the source's bytes are not in done yet */
  bool endless;  /* a stream is among the inputs: the total is not known */
};

int toll_reader_open(const char *const *paths, size_t count, toll_reader **out, toll_error *e) {
  *out = mem_alloc(sizeof **out);
  if (!*out) return toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  (*out)->walker = (struct walker){.paths = paths, .count = count};
  (*out)->source.outer.fd = -1;
  for (size_t i = 0; i < count; i++)
    if (strcmp(paths[i], "-") == 0) (*out)->endless = true;
  return 0;
}

int toll_reader_apart(toll_reader *reader, const char *path, toll_error *e) {
  static const char *const ends[WALK_APART] = {"", "-wal", "-shm"};
  toll_buffer name = {0};
  for (size_t i = 0; i < WALK_APART && !name.failed; i++) {
    name.len = 0;
    toll_buffer_str(&name, path);
    toll_buffer_add(&name, ends[i], strlen(ends[i]) + 1);
    if (!name.failed) walker_leave(&reader->walker, name.at);
  }
  int code = name.failed ? toll_fail(e, TOLL_E_MEMORY, "out of memory", path, 0) : 0;
  toll_buffer_free(&name);
  return code;
}

void toll_reader_close(toll_reader *reader) {
  if (!reader) return;
  walker_free(&reader->walker);
  source_free(&reader->source);
  mem_free(reader);
}

/* Counts a source's bytes when it is through. */
static void settle(toll_reader *r) {
  if (r->source.open || !r->opened) return;
  r->done += r->source.size ? r->source.size : source_done(&r->source); /* also where it was given up */
  r->opened = false;
}

static const char *source_path(const toll_reader *r) {
  return r->source.path.at ? r->source.path.at : "";
}

/* Opens the next file of the walk.  1, 0 at the end, or negative. */
static int open_next(toll_reader *r, toll_document *doc, toll_error *e) {
  int code = walker_next(&r->walker, e);
  if (code <= 0) return code;
  code = source_open(&r->source, r->walker.path.at, e);
  if (code != 0) return code;
  r->opened = true;
  holder_reset(doc, source_path(r));
  return 1;
}

int toll_reader_fetch(toll_reader *r, toll_document *doc, toll_error *e) {
  for (;;) {
    holder_reset(doc, source_path(r));
    if (!r->source.open) {
      int code = open_next(r, doc, e);
      if (code <= 0) return code;
    }
    int code = source_next(&r->source, doc, e);
    settle(r);
    if (code < 0) holder_reset(doc, source_path(r));
    if (code != 0) return code;
  }
}

void toll_reader_progress(const toll_reader *reader, uint64_t *done, uint64_t *total) {
  *done = reader->done + (reader->opened ? source_done(&reader->source) : 0);
  *total = reader->endless ? 0 : reader->walker.total;
}

void toll_reader_passed(const toll_reader *reader, uint64_t counts[TOLL_PASSED_COUNT]) {
  memcpy(counts, reader->source.passed.count, sizeof reader->source.passed.count);
}
