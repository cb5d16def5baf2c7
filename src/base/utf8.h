/* UTF-8: decoding, checking and writing, as RFC 3629 has it (no surrogates, no
 * overlong forms, nothing above U+10FFFF). */
#ifndef TOLL_BASE_UTF8_H
#define TOLL_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_REPLACEMENT 0xfffdu
#define UTF8_MAX 4 /* longest sequence in bytes */

/* Reads a sequence of two to four bytes; what utf8_decode falls back on. */
size_t utf8_decode_long(const char *at, size_t len, uint32_t *cp);

/* Reads the code point at `at`, of which len bytes may be looked at.  Returns its
 * length, 1..4; 0 when len is 0, or the bytes are no complete valid sequence
 * (*cp is then U+FFFD). */
static inline size_t utf8_decode(const char *at, size_t len, uint32_t *cp) {
  if (len > 0 && (unsigned char)*at < 0x80) {
    *cp = (unsigned char)*at;
    return 1;
  }
  return utf8_decode_long(at, len, cp);
}

/* How many bytes at `at`, where utf8_decode gave 0, one replacement character
 * should stand for: the longest beginning of a valid sequence, at least 1. */
size_t utf8_bad_length(const char *at, size_t len);

/* Length of the longest beginning of nothing but ASCII. */
size_t utf8_ascii_length(const char *at, size_t len);

/* Length of the longest valid beginning; len when all is valid. */
size_t utf8_valid_length(const char *at, size_t len);
static inline bool utf8_valid(const char *at, size_t len) {
  return utf8_valid_length(at, len) == len;
}

/* Whether the bytes from `at` are the beginning of a valid sequence that was cut
 * off at len (1..3 bytes). */
bool utf8_is_cut(const char *at, size_t len);

/* Writes cp (U+FFFD where it is none) and returns 1..4. */
size_t utf8_encode(uint32_t cp, char out[UTF8_MAX]);

/* The largest offset <= at that does not stand inside a sequence. */
size_t utf8_floor(const char *text, size_t len, size_t at);

#endif
