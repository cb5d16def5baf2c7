/* What must hold of everything that a container gives, whatever its bytes were. */
#ifndef TOLL_FUZZ_CONTAINER_CHECK_H
#define TOLL_FUZZ_CONTAINER_CHECK_H

#include "document_check.h"
#include "read/container.h"
#include "read/holder.h"

/* A document that its container made is read to its end. */
static inline void check_made(toll_document *doc, const struct member *m) {
  toll_error e;
  holder_reset(doc, "input");
  if (holder_made(doc, m, &e) != 0 || toll_document_parse(doc, &e) != 0) return;
  check_document(doc);
}

static inline void check_member(toll_document *doc, struct member *m) {
  if (m->made) check_made(doc, m);
  check_slice(m->known.title);
  check_slice(m->known.outlet);
  check_slice(m->known.byline);
  check_slice(m->known.url);
  char some[512];
  toll_error e;
  while (m->stream && stream_some(m->stream, some, sizeof some, &e) > 0) continue;
  stream_close(m->stream);
}

/* Opens the bytes as a container of the kind and asks for all that is in it. */
static inline void check_container(const struct container_kind *kind, toll_slice bytes) {
  struct spent spent;
  struct passed passed = {{0}};
  toll_document *doc = toll_document_new();
  toll_error e;
  limits_start(&spent);
  struct container c = {.kind = kind, .in = stream_of_memory(bytes), .spent = &spent, .passed = &passed};
  int code = c.in && doc ? kind->open(&c, &e) : TOLL_E_MEMORY;
  c.ended = code != 0;
  for (size_t n = 0; !c.ended; n++) {
    struct member m = {.made = NULL};
    header_clear(&m.known);
    must(n < 4 * bytes.len + 16); /* it ends */
    arena_reset(&c.arena);
    code = kind->next(&c, &m, &e);
    must(code <= 1 && (code >= 0 || (e.code == code && e.message)));
    if (code == 0) break;
    if (code == 1) check_member(doc, &m);
  }
  if (c.in) kind->close(&c);
  stream_close(c.in);
  arena_free(&c.arena);
  toll_document_free(doc);
}

#endif
