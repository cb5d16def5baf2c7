/* Code point by code point with utf8proc's simple lower case: enough to find a
 * name, and nothing is allocated. */
#include "case/fold.h"

#include <utf8proc.h>

#include "base/utf8.h"

static uint32_t next(toll_slice text, size_t *at) {
  uint32_t cp;
  size_t size = utf8_decode(text.at + *at, text.len - *at, &cp);
  *at += size ? size : 1;
  return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
}

static bool starts(toll_slice text, size_t at, toll_slice needle) {
  for (size_t i = 0; i < needle.len;) {
    if (at >= text.len || next(text, &at) != next(needle, &i)) return false;
  }
  return true;
}

bool fold_contains(toll_slice text, toll_slice needle) {
  for (size_t at = 0; at < text.len; next(text, &at))
    if (starts(text, at, needle)) return true;
  return needle.len == 0;
}
