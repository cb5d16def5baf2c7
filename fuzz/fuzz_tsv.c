/* What pdftotext writes, and other bytes: taken in pieces, put together to a text,
 * every stretch of which leads to a page and a box or to none. */
#include "base/utf8.h"
#include "document_check.h"
#include "read/tsv.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_places(const struct pages *p) {
  size_t step = p->text.len / 64 + 1;
  for (size_t from = 0; from <= p->text.len; from += step)
    for (size_t len = 0; len < 40; len += 13) {
      uint32_t page = 0;
      struct box box;
      if (!pages_find(p, from, from + len, &page, &box)) continue;
      must(page >= 1 && page <= p->sheets.count);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct pages p = {0};
  if (size > 1 << 20) return 0;
  for (size_t piece = 7; piece <= 4096; piece *= 23) {
    struct tsv t = {.pages = &p};
    pages_reset(&p);
    for (size_t at = 0; at < size; at += piece)
      tsv_take(&t, (const char *)data + at, size - at < piece ? size - at : piece);
    tsv_end(&t);
    tsv_free(&t);
    must(pages_compose(&p) == 0);
    must(p.text.len == 0 || utf8_valid(p.text.at, p.text.len));
    check_places(&p);
    size_t from, to;
    if (pages_title(&p, &from, &to)) must(from < to && to <= p.text.len);
  }
  pages_free(&p);
  return 0;
}
