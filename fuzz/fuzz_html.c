/* Pages: the bytes as they are, and behind a doctype so that all are pages. */
#include "document_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char doctype[] = "<!doctype html>";
  const size_t len = sizeof doctype - 1;
  if (size > 1 << 20) return 0;
  check_bytes((const char *)data, size);
  char *page = malloc(len + size);
  if (!page) return 0;
  memcpy(page, doctype, len);
  if (size) memcpy(page + len, data, size);
  check_bytes(page, len + size);
  free(page);
  return 0;
}
