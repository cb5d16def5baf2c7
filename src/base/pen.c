/* See pen.h. */
#include "base/pen.h"

#include <math.h>
#include <stdio.h>

static const char two_digits[] = "00010203040506070809101112131415161718192021222324"
                                 "25262728293031323334353637383940414243444546474849"
                                 "50515253545556575859606162636465666768697071727374"
                                 "75767778798081828384858687888990919293949596979899";

char *pen_int(char *at, int64_t n) {
  char digits[PEN_INT];
  size_t from = sizeof digits;
  uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
  if (n < 0) *at++ = '-';
  for (; rest > 99; rest /= 100) memcpy(digits + (from -= 2), two_digits + 2 * (rest % 100), 2);
  if (rest > 9)
    memcpy(digits + (from -= 2), two_digits + 2 * rest, 2);
  else
    digits[--from] = (char)('0' + rest);
  while (from < sizeof digits) *at++ = digits[from++];
  return at;
}

/* By hand, but where the fourth place leaves any doubt. */
char *pen_rate(char *at, double value) {
  double thousandths = value * 1000, below = floor(thousandths), over = thousandths - below;
  if (value >= 0 && value <= 1 && fabs(over - 0.5) > 1e-6) {
    unsigned n = (unsigned)below + (over > 0.5);
    *at++ = (char)('0' + n / 1000);
    *at++ = '.';
    *at++ = (char)('0' + n / 100 % 10);
    memcpy(at, two_digits + 2 * (size_t)(n % 100), 2);
    return at + 2;
  }
  char number[PEN_RATE + 1];
  int len = snprintf(number, sizeof number, "%.3f", value);
  return len > 0 && (size_t)len < sizeof number ? pen_str(at, number) : at;
}

/* --- JSON ---------------------------------------------------------------- */

static char *escape(char *at, unsigned char c) {
  static const char letters[] = "\"\"\\\\\nn\rr\tt\bb\ff";
  *at++ = '\\';
  for (size_t i = 0; i + 1 < sizeof letters; i += 2)
    if ((unsigned char)letters[i] == c) {
      *at++ = letters[i + 1];
      return at;
    }
  at = PEN(at, "u00");
  *at++ = "0123456789abcdef"[c >> 4];
  *at++ = "0123456789abcdef"[c & 15];
  return at;
}

static inline char *put_byte(char *at, char byte) {
  unsigned char c = (unsigned char)byte;
  if (c < 0x20 || c == '"' || c == '\\') return escape(at, c);
  *at++ = byte;
  return at;
}

/* Whether one of eight bytes is a control byte, a quotation mark or a backslash; sometimes
 * where none is, never not where one is.  A byte with its second bit turned is below 0x21
 * exactly where it is a control byte or a quotation mark. */
static inline bool special(uint64_t bytes) {
  const uint64_t ones = 0x0101010101010101u;
  uint64_t low = (bytes ^ ones * 2) - ones * 0x21, back = (bytes ^ ones * '\\') - ones;
  return ((low | back) & ~bytes & ones * 0x80) != 0;
}

char *pen_escaped(char *at, toll_slice text) {
  size_t i = 0;
  for (; text.len - i >= 8; i += 8) {
    uint64_t bytes;
    memcpy(&bytes, text.at + i, 8);
    if (special(bytes)) {
      for (size_t k = i; k < i + 8; k++) at = put_byte(at, text.at[k]);
    } else {
      memcpy(at, &bytes, 8);
      at += 8;
    }
  }
  for (; i < text.len; i++) at = put_byte(at, text.at[i]);
  return at;
}
