/* Containers: files that hold others.  What a file is, its bytes say: container_find
 * asks every kind of the table in container.c, in its order, whether the beginning is
 * one of its own; the first that says so opens it.  When none does, the bytes are a
 * document, and sniff.c decides which.
 *
 * To write a kind: a file of its own with one `const struct container_kind`, a row
 * in the table.  The source (source.c) does the rest: it sniffs each member anew (a
 * member may be a container again), names it in errors and in info.inner, holds
 * the limits, spools what is larger than a window, and puts what the container
 * knows into the document's info where the document itself is silent. */
#ifndef TOLL_READ_CONTAINER_H
#define TOLL_READ_CONTAINER_H

#include "base/arena.h"
#include "read/header.h"
#include "read/passed.h"
#include "read/stream.h"

/* A document that its container has made already, because its text is not to be had
 * from its bytes alone (a message quoted in another, an item of a feed). */
struct made {
  enum toll_format format;
  struct pieces *text; /* leads back into the member's memory; taken over, something else is left */
  struct header facts; /* what the document says of itself */
  uint32_t repaired;
};

/* One member.  Cleared before next() is called; all slices must live until the
 * container's next() or close() (the container's arena does). */
struct member {
  /* What it is called inside its container, by UTF-8 or any other bytes: "reports/a.html",
   * "record at 10241", "part 2".  Not given where the container is only a coat
   * around one thing (gzip): info.inner is then not longer for it.  Set it
   * before anything can fail: errors are told of it. */
  toll_slice name;
  /* Its bytes: a stream, which the source closes before next() is called again
   * (it need not have been read to its end), or memory. */
  struct stream *stream;
  toll_slice memory;
  const struct made *made; /* not NULL: memory is the original bytes of this document and is not sniffed */
  /* What the container knows: taken where the document says nothing of it. */
  struct header known;
  bool url_first, date_first; /* known.url, known.from .. to stand before the document's own */
  toll_slice id;              /* the document's id; not given: "sha256:…" */
  toll_slice charset;         /* a hint, as "ISO-8859-1" */
  /* Where it begins in the file, or the member of an archive, that holds the container. */
  uint64_t offset;
  bool has_offset;
  /* Picked up without anybody having chosen it (a web archive's records): when its
   * bytes are nothing that is read, it is counted as passed over and no error. */
  bool gathered;
};

struct container_kind;

/* An open container.  kind, in, spent, passed are the source's; state the kind's own. */
struct container {
  const struct container_kind *kind;
  struct stream *in;  /* its bytes, from the first on */
  void *state;        /* freed by close() */
  struct arena arena; /* emptied by the source before each next() */
  struct spent *spent;
  struct passed *passed; /* members that are no documents are counted here: passed_over() */
  bool any;              /* it held something: set by the source, and by kinds for what they pass over */
  bool ended;            /* set by next() with an error after which nothing can follow */
};

struct container_kind {
  const char *name; /* "a ZIP archive", for errors */
  /* Whether the bytes begin one; head is up to TOLL_WINDOW bytes, at least 64 KiB of what there is. */
  bool (*is)(toll_slice head);
  /* Makes the state.  0 or negative; close() is called in either case (state may be NULL). */
  int (*open)(struct container *c, toll_error *e);
  /* The next member: 1; 0 at the end; negative: a member (named in m where it has a
   * name) that cannot be read, told in one line, after which next() is called
   * again unless c->ended.  offset of an error: in the bytes of c->in, or 0. */
  int (*next)(struct container *c, struct member *m, toll_error *e);
  void (*close)(struct container *c);
  bool coat; /* only a coat around one thing: its member is what the file is */
};

/* A member of which nothing is known; kinds that look at several before they give one use it. */
void member_clear(struct member *m);

/* The kind of container that begins so, or NULL. */
const struct container_kind *container_find(toll_slice head);

/* Whether a member's name says that it is hidden, as ".git/x" and "__MACOSX/._a.txt" do:
 * passed over in archives as in folders. */
bool member_hidden(toll_slice name);

extern const struct container_kind container_gzip, container_zstd, container_zip, container_tar, container_warc,
    container_mbox, container_mail, container_feed;

#endif
