/* The search sixteen bytes at a time, against one byte at a time: wherever the byte stands,
 * whatever is around it, and no byte behind the end is read. */
#include "base/seek.h"
#include "base/utf8.h"
#include "tap.h"

enum { LONGEST = 150 };

static size_t plain_either(const char *s, size_t len, size_t at, char a, char b) {
  while (at < len && s[at] != a && s[at] != b) at++;
  return at < len ? at : len;
}

static size_t plain_ascii(const char *s, size_t len) {
  size_t i = 0;
  while (i < len && (unsigned char)s[i] < 0x80) i++;
  return i;
}

/* Few bytes, so that those that are looked for are met, and their neighbours. */
static void fill(uint64_t *state, char *text, size_t len, unsigned rare) {
  static const char some[] = "<=>?;\x80\xff\x7f \"'";
  for (size_t i = 0; i < len; i++) {
    uint64_t n = tap_number(state);
    text[i] = n % rare ? 'a' : some[(n >> 8) % (sizeof some - 1)];
  }
}

static void test_searches(void) {
  uint64_t state = 11;
  int differ = 0;
  for (size_t round = 0; round < 40 * LONGEST; round++) {
    size_t len = round % LONGEST;
    char *text = malloc(len ? len : 1); /* exactly as long, so that a read behind it is seen */
    fill(&state, text, len, 2 + (unsigned)(round / LONGEST));
    for (size_t at = 0; at <= len + 1; at++) {
      differ += seek_either(text, len, at, '>', '=') != plain_either(text, len, at, '>', '=');
      differ += seek_byte(text, len, at, '\xff') != plain_either(text, len, at, '\xff', '\xff');
    }
    differ += utf8_ascii_length(text, len) != plain_ascii(text, len);
    free(text);
  }
  IS_INT(differ, 0, "the first of two bytes, of one, and the first beyond ASCII");
}

static void test_masks(void) {
  int differ = 0;
  for (unsigned first = 0; first <= SEEK_BLOCK; first++) {
    seek_block mask = {0};
    for (unsigned i = first; i < SEEK_BLOCK; i += 1 + i % 3) mask[i] = 0xff;
    differ += seek_first(mask) != first || seek_first_portable(mask) != first;
  }
  IS_INT(differ, 0, "the machine's way finds the first of a mask where the portable one does");
  for (unsigned c = 0; c < 256; c++) {
    seek_block block = seek_all((char)c), is = seek_is(block, 'x'), within = seek_within(block, '\t', '\r');
    differ += is[3] != (c == 'x' ? 0xff : 0) || within[15] != (c >= 9 && c <= 13 ? 0xff : 0);
    differ += seek_within(block, '\x80', '\xff')[0] != (c >= 0x80 ? 0xff : 0);
  }
  IS_INT(differ, 0, "bytes are compared without a sign");
}

int main(void) {
  test_searches();
  test_masks();
  return DONE();
}
