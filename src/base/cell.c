/* Which first characters make a formula differs between programs; the list is
 * that of all of them together. */
#include "base/cell.h"

#include "base/utf8.h"

static bool starts_formula(uint32_t point) {
  static const uint32_t signs[] = {'=', '+', '-', '@', '\t', '\r', '\n', 0x2212, 0xff1d, 0xff0b, 0xff0d, 0xff20};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (point == signs[i]) return true;
  return false;
}

/* Blanks that programs pass over, the byte order mark and the apostrophe. */
static bool passed_over(uint32_t point) {
  return point == ' ' || point == '\'' || point == 0xa0 || point == 0x3000 || point == 0xfeff ||
         (point >= 0x2000 && point <= 0x200d) || point == 0x202f || point == 0x205f || point == 0x1680;
}

bool cell_is_formula(toll_slice text) {
  for (size_t at = 0; at < text.len;) {
    uint32_t point;
    size_t len = utf8_decode(text.at + at, text.len - at, &point);
    if (len == 0) return false;
    if (starts_formula(point)) return true;
    if (!passed_over(point)) return false;
    at += len;
  }
  return false;
}
