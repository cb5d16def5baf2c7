/* Questions about single bytes, ASCII only and without a locale. */
#ifndef TOLL_BASE_BYTES_H
#define TOLL_BASE_BYTES_H

#include <stdbool.h>
#include <string.h>

static inline bool byte_blank(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}
static inline bool byte_digit(char c) {
  return c >= '0' && c <= '9';
}
static inline bool byte_small(char c) {
  return c >= 'a' && c <= 'z';
}
static inline bool byte_large(char c) {
  return c >= 'A' && c <= 'Z';
}
static inline bool byte_letter(char c) {
  return byte_small(c) || byte_large(c);
}
static inline bool byte_high(char c) {
  return (unsigned char)c >= 0x80;
} /* part of a longer character */
static inline char byte_lower(char c) {
  return byte_large(c) ? (char)(c - 'A' + 'a') : c;
}

/* Whether c is one of the characters of set (which never holds NUL). */
static inline bool byte_in(char c, const char *set) {
  return c != 0 && strchr(set, c) != NULL;
}

#endif
