/* Any bytes as a document, in every encoding, and the readers of dates and heads. */
#include "document_check.h"
#include "read/cut.h"
#include "read/date.h"
#include "read/decode.h"
#include "read/header.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_decoding(toll_slice raw, enum toll_encoding encoding) {
  struct decoded d = {0};
  if (decode(&d, raw, 0, encoding) == 0) {
    must(utf8_valid(d.text.at, d.text.len) && d.text.len == decode_length(raw, encoding));
    size_t last = 0;
    for (size_t i = 0; i < d.text.len; i += d.text.len / 97 + 1) {
      size_t from, to;
      decoded_span(&d, i, i + 1, &from, &to);
      must(from <= to && to <= raw.len && from >= last);
      last = from;
    }
  }
  decoded_free(&d);
}

static void check_cut(toll_slice raw, enum toll_encoding encoding) {
  if (raw.len < 9) return;
  size_t limit = 8 + raw.len / 2;
  if (limit >= raw.len) return;
  size_t cut = cut_window(raw, limit, encoding);
  must(cut > 0 && cut <= limit);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 1 << 20) return 0;
  toll_slice raw = {(const char *)data, size};
  check_bytes(raw.at, size);
  for (int i = 0; i < TOLL_ENCODING_COUNT; i++) {
    check_decoding(raw, (enum toll_encoding)i);
    check_cut(raw, (enum toll_encoding)i);
  }
  struct date date;
  size_t at;
  must(date_read(raw, &date) <= size);
  size_t found = date_find(raw, &date, &at);
  must(found == 0 || at + found <= size);
  struct header head;
  header_clear(&head);
  header_read(&head, raw);
  return 0;
}
