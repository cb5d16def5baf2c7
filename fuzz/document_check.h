/* What must hold of every document that was read, whatever the bytes were. */
#ifndef TOLL_FUZZ_DOCUMENT_CHECK_H
#define TOLL_FUZZ_DOCUMENT_CHECK_H

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "toll/document.h"

static inline void must(int holds) {
  if (!holds) abort();
}

static inline void check_slice(toll_slice s) {
  must(!s.at || utf8_valid(s.at, s.len));
}

/* Every span leads to raw bytes inside the document, and a longer one to no fewer. */
static inline void check_spans(const toll_document *doc) {
  const toll_document_info *info = toll_document_get(doc);
  uint64_t end = info->raw_offset + info->raw.len, from, to;
  bool packed = info->format >= TOLL_FORMAT_PDF && info->format <= TOLL_FORMAT_ODT;
  size_t step = info->text.len / 64 + 1;
  for (size_t a = 0; a <= info->text.len; a += step) {
    size_t b = a + step < info->text.len ? a + step : info->text.len;
    toll_span span = {info->base + (uint32_t)a, info->base + (uint32_t)b};
    if (!toll_document_raw_span(doc, span, &from, &to)) {
      must(info->text.len == 0 || packed);
      continue;
    }
    must(!packed); /* these keep no way back */
    must(from >= info->raw_offset && from <= to && to <= end);
  }
  toll_span beyond = {0, (uint32_t)info->text.len + 1};
  must(!toll_document_raw_span(doc, beyond, &from, &to));
}

static inline void check_document(const toll_document *doc) {
  const toll_document_info *info = toll_document_get(doc);
  const toll_slice all[] = {info->id, info->title, info->outlet, info->byline, info->lang, info->url, info->text};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) check_slice(all[i]);
  must(info->id.len > 0 && info->text.at != NULL);
  must((info->from == TOLL_NO_DAY) == (info->to == TOLL_NO_DAY) && info->from <= info->to);
  check_spans(doc);
}

/* Reads the bytes twice with one holder: the second time must give the same. */
static inline void check_bytes(const char *bytes, size_t size) {
  toll_document *doc = toll_document_new();
  toll_error e;
  if (!doc) return;
  size_t lengths[2] = {0, 0};
  for (int i = 0; i < 2; i++) {
    int code = toll_document_from_bytes(doc, (toll_slice){bytes, size}, "input", &e);
    must(code <= 0 && (code == 0 || (e.code == code && e.message)));
    if (code != 0) continue;
    check_document(doc);
    lengths[i] = toll_document_get(doc)->text.len;
  }
  must(lengths[0] == lengths[1]);
  toll_document_free(doc);
}

#endif
