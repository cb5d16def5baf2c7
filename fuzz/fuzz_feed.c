/* Feeds: the bytes as one, inside an item, and as what an item's text holds. */
#include "container_check.h"
#include "read/feed_lex.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_inside(const char *start, const uint8_t *data, size_t size, const char *end) {
  size_t before = strlen(start), after = strlen(end);
  char *bytes = malloc(before + size + after + 1);
  if (!bytes) return;
  memcpy(bytes, start, before);
  if (size) memcpy(bytes + before, data, size);
  memcpy(bytes + before + size, end, after);
  toll_slice all = {bytes, before + size + after};
  feed_looks(all);
  feed_charset(all);
  check_container(&container_feed, all);
  free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 1 << 18) return 0;
  check_inside("", data, size, "");
  check_inside("<?xml version='1.0' encoding='koi8-r'?><feed xmlns='http://www.w3.org/2005/Atom'><entry>", data, size,
               "</entry></feed>");
  check_inside("<rss><channel><item><title>", data, size, "</title></item></channel></rss>");
  check_inside("<rss><channel><item><description><![CDATA[", data, size, "]]></description></item></channel></rss>");
  return 0;
}
