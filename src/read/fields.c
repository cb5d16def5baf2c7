/* Heads are short; looking each field up from the start is soon done. */
#include "read/fields.h"

#include <string.h>

#include "base/bytes.h"
#include "read/words.h"

size_t fields_end(toll_slice bytes) {
  const char *at = bytes.at, *end = bytes.at + bytes.len;
  while (at < end) {
    const char *feed = memchr(at, '\n', (size_t)(end - at));
    if (!feed) return 0;
    if (feed == at || (feed == at + 1 && *at == '\r')) return (size_t)(feed + 1 - bytes.at);
    at = feed + 1;
  }
  return 0;
}

static toll_slice trimmed(const char *from, const char *to) {
  return slice_trim((toll_slice){from, (size_t)(to - from)});
}

toll_slice fields_find(toll_slice head, toll_slice name) {
  const char *at = head.at, *end = head.at + head.len;
  while (at < end) {
    const char *feed = memchr(at, '\n', (size_t)(end - at)), *stop = feed ? feed : end;
    const char *colon = memchr(at, ':', (size_t)(stop - at));
    if (colon && slice_is_nocase((toll_slice){at, (size_t)(colon - at)}, name)) return trimmed(colon + 1, stop);
    at = stop + (feed != NULL);
  }
  return (toll_slice){0};
}

toll_slice fields_item(toll_slice *list, char between) {
  while (list->len > 0) {
    const char *stop = memchr(list->at, between, list->len), *end = list->at + list->len;
    toll_slice item = trimmed(list->at, stop ? stop : end);
    *list = stop ? (toll_slice){stop + 1, (size_t)(end - stop) - 1} : (toll_slice){end, 0};
    if (item.len > 0) return item;
  }
  return (toll_slice){0};
}

toll_slice fields_parameter(toll_slice value, toll_slice name) {
  for (toll_slice item = fields_item(&value, ';'); item.at; item = fields_item(&value, ';')) {
    const char *is = memchr(item.at, '=', item.len);
    if (!is || !slice_is_nocase(trimmed(item.at, is), name)) continue;
    toll_slice found = trimmed(is + 1, item.at + item.len);
    if (found.len >= 2 && byte_in(found.at[0], "\"'") && found.at[found.len - 1] == found.at[0])
      found = (toll_slice){found.at + 1, found.len - 2};
    return found;
  }
  return (toll_slice){0};
}
