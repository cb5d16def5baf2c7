#include "base/varint.h"

size_t varint_write(uint64_t n, unsigned char out[VARINT_MOST]) {
  size_t len = 0;
  for (; n >= 0x80; n >>= 7) out[len++] = (unsigned char)(n | 0x80);
  out[len++] = (unsigned char)n;
  return len;
}

size_t varint_read(const unsigned char *at, size_t len, uint64_t *n) {
  uint64_t sum = 0;
  for (size_t i = 0; i < len && i < VARINT_MOST; i++) {
    uint64_t bits = at[i] & 0x7f;
    if (i == VARINT_MOST - 1 && at[i] > 1) return 0;
    sum |= bits << 7 * i;
    if (at[i] & 0x80) continue;
    *n = sum;
    return i + 1;
  }
  return 0;
}
