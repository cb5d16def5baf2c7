/* What a text may hold in XML is less than what UTF-8 can say. */
#include "base/svg.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/utf8.h"

void svg_put(toll_buffer *out, const char *format, ...) {
  char text[512];
  va_list list;
  va_start(list, format);
  int n = vsnprintf(text, sizeof text, format, list);
  va_end(list);
  if (n > 0) toll_buffer_add(out, text, (size_t)n < sizeof text ? (size_t)n : sizeof text - 1);
}

static bool unwanted(uint32_t point) {
  bool control = (point < 0x20 && point != '\t' && point != '\n' && point != '\r') || (point >= 0x7f && point < 0xa0);
  bool turns = (point >= 0x202a && point <= 0x202e) || (point >= 0x2066 && point <= 0x2069);
  return control || turns || point == 0xfffe || point == 0xffff;
}

static const char *escape_of(uint32_t point) {
  static const struct {
    uint32_t point;
    const char *as;
  } escapes[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\t', " "}, {'\n', " "}, {'\r', " "}};
  for (size_t i = 0; i < sizeof escapes / sizeof *escapes; i++)
    if (escapes[i].point == point) return escapes[i].as;
  return unwanted(point) ? "\xef\xbf\xbd" : NULL;
}

void svg_text(toll_buffer *out, toll_slice text) {
  for (size_t at = 0; at < text.len;) {
    uint32_t point;
    size_t len = utf8_decode(text.at + at, text.len - at, &point);
    const char *as = len ? escape_of(point) : "\xef\xbf\xbd";
    if (len == 0) len = utf8_bad_length(text.at + at, text.len - at);
    if (as)
      toll_buffer_str(out, as);
    else
      toll_buffer_add(out, text.at + at, len);
    at += len;
  }
}
