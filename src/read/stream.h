/* A stream: bytes in order, from wherever they come: a file, memory, a
 * decompressor, a member of an archive, the body of a record.
 *
 * Streams are stacked: each reads from the one below and knows nothing of what
 * that is.  Whoever reads may look ahead (stream_peek), so that what bytes are is
 * decided before they are taken; what lies whole in memory below is looked at where it lies.
 *
 * A stream knows its *place*: where its next byte stands in the file, or the
 * member of an archive, that it comes from.  Decompressors pass the place of
 * their own input on: `at` is then where the compressed unit (a gzip member, a
 * zstd frame) begins and `into` how far into what it becomes the byte stands.
 *
 * Errors are given with an empty path; the source names the member.  One thread
 * uses a stream at a time. */
#ifndef TOLL_READ_STREAM_H
#define TOLL_READ_STREAM_H

#include "read/limits.h"
#include "toll/claim.h"

struct stream;

struct place {
  uint64_t at, into;
};

struct stream_kind {
  /* Up to len (> 0) bytes: how many, 0 at the end, negative: an error, also when asked again. */
  int64_t (*read)(struct stream *s, char *into, size_t len, toll_error *e);
  /* Frees what the stream holds and the stream itself, not the one below. */
  void (*close)(struct stream *s);
  /* The place of the byte `at` (never before one asked for earlier); NULL: at itself. */
  struct place (*place)(struct stream *s, uint64_t at);
  /* After an error: goes on with the next unit behind it.  1, 0 where there is none, or negative; NULL: there is none.
   */
  int (*resume)(struct stream *s, toll_error *e);
  /* What the next calls of read would give, where it lies already, until one of them; they may then have no place to
   * put it (NULL), which passes over it.  *end: nothing comes behind.  Trouble on the way to it stays in s->trouble.
   * NULL: there is never any. */
  toll_slice (*lend)(struct stream *s, bool *end);
  /* Goes back by the last count bytes, where those still lie in what it lends; else false.  NULL: never. */
  bool (*back)(struct stream *s, size_t count);
};

/* The common part; a kind's own struct begins with it and is made by mem_alloc. */
struct stream {
  const struct stream_kind *kind;
  uint64_t at;       /* bytes taken so far */
  toll_buffer ahead; /* looked at and not taken: from first on */
  size_t first;
  struct spent *spent; /* what is read is counted there when it is not NULL; set by the source */
  bool ended;
  toll_error trouble; /* met while looking ahead; told when the bytes before it are taken */
};

/* Takes up to len bytes: as many as are at hand, at least one; 0 at the end. */
int64_t stream_some(struct stream *s, char *into, size_t len, toll_error *e);

/* Takes len bytes, fewer only at the end; an error loses what came before it. */
int64_t stream_read(struct stream *s, char *into, size_t len, toll_error *e);

/* Passes over up to count bytes; how many, fewer only at the end. */
int64_t stream_skip(struct stream *s, uint64_t count, toll_error *e);

/* Looks at up to len bytes without taking them; fewer at the end and before an
 * error (which is given when there are none).  *out holds until the next call. */
int stream_peek(struct stream *s, size_t len, toll_slice *out, toll_error *e);

/* What can be looked at without any work: not given where that is nothing.  *end: nothing comes behind it. */
toll_slice stream_at_hand(struct stream *s, bool *end);

/* Where all that the stream still has was looked at and is kept here, hands it over in exchange for a buffer whose
 * bytes nobody needs.  False: nothing was done. */
bool stream_hand_over(struct stream *s, toll_buffer *into);

/* The place of the next byte; look at it (stream_peek) before, so that its unit is known. */
struct place stream_place(struct stream *s);

/* After an error, for those whose content is worth more than its damaged part: looks for
 * the next unit (a gzip member) and goes on there.  1, 0 where there is none, or negative. */
int stream_resume(struct stream *s, toll_error *e);

/* Bytes at an offset of a stream that stands on a file; how many, or -1 where it does not. */
int64_t stream_at(const struct stream *s, uint64_t at, char *into, size_t len);

void stream_close(struct stream *s); /* NULL is allowed */

/* A stream over bytes that somebody else keeps; NULL when memory is out. */
struct stream *stream_of_memory(toll_slice bytes);

/* A stream over at most len bytes of another, which is borrowed.  An end before
 * that is an error of the given message (NULL: it is none). */
struct stream *stream_of_part(struct stream *below, uint64_t len, const char *cut_off);

/* Bytes that can be read anywhere: a file, or memory.  What they are counts as
 * read of the outer file where `outer` says so. */
struct store {
  int fd;   /* -1: memory */
  bool own; /* fd is closed with the store */
  toll_slice memory;
  toll_buffer kept; /* holds memory where the store owns it */
  uint64_t size;
  struct spent *outer; /* NULL: not the outer file */
};

/* Bytes [at, at + len), fewer at the end; negative: an error. */
int64_t store_read(const struct store *store, char *into, size_t len, uint64_t at, toll_error *e);
void store_close(struct store *store);

struct stream *stream_of_store(const struct store *store); /* borrowed */
/* A stretch of it; a shorter one where the store ends before. */
struct stream *stream_of_range(const struct store *store, uint64_t at, uint64_t len);
struct stream *stream_of_fd(int fd, struct spent *outer); /* a pipe, in order; fd is borrowed */

/* The whole of a stream of which nothing was taken yet, for those that must read
 * anywhere in it (ZIP, PDF): the store that it stands on, else a copy of it, in
 * memory up to a window's size, beyond that in a temporary file without a name.
 * *out is the caller's to close, before the stream.
 * Errors: TOLL_E_LIMIT (limits.member_bytes), TOLL_E_IO, TOLL_E_MEMORY, the stream's own. */
int stream_store(struct stream *s, struct store *out, toll_error *e);

#endif
