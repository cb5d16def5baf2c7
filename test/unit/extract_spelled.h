/* A second, simpler reading of numbers, for checking the first: which numbers do
 * these words spell?  It knows nothing of packs; it takes every way in which the
 * words can be read, so that what it does not find is not there. */
#ifndef TOLL_TEST_EXTRACT_SPELLED_H
#define TOLL_TEST_EXTRACT_SPELLED_H

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

static const struct spelled_word {
  const char *word;
  double value;
  bool multiplies;
} spelled_words[] = {
    {"zero", 0, 0},       {"one", 1, 0},       {"two", 2, 0},        {"three", 3, 0},       {"four", 4, 0},
    {"five", 5, 0},       {"six", 6, 0},       {"seven", 7, 0},      {"eight", 8, 0},       {"nine", 9, 0},
    {"ten", 10, 0},       {"eleven", 11, 0},   {"twelve", 12, 0},    {"thirteen", 13, 0},   {"fourteen", 14, 0},
    {"fifteen", 15, 0},   {"sixteen", 16, 0},  {"seventeen", 17, 0}, {"eighteen", 18, 0},   {"nineteen", 19, 0},
    {"twenty", 20, 0},    {"thirty", 30, 0},   {"forty", 40, 0},     {"fifty", 50, 0},      {"sixty", 60, 0},
    {"seventy", 70, 0},   {"eighty", 80, 0},   {"ninety", 90, 0},    {"both", 2, 0},        {"pair", 2, 0},
    {"couple", 2, 0},     {"twins", 2, 0},     {"trio", 3, 0},       {"half", 0.5, 0},      {"hundred", 1e2, 1},
    {"thousand", 1e3, 1}, {"million", 1e6, 1}, {"billion", 1e9, 1},  {"trillion", 1e12, 1}, {"lakh", 1e5, 1},
    {"k", 1e3, 1},        {"m", 1e6, 1},       {"mn", 1e6, 1},       {"crore", 1e7, 1},     {"dozen", 12, 1},
    {"score", 20, 1}};

static inline const struct spelled_word *spelled_word(const char *at, size_t len) {
  char word[16] = "";
  if (len == 0 || len >= sizeof word) return NULL;
  for (size_t i = 0; i < len; i++) word[i] = (char)tolower((unsigned char)at[i]);
  for (size_t i = 0; i < sizeof spelled_words / sizeof *spelled_words; i++)
    if (strcmp(spelled_words[i].word, word) == 0) return spelled_words + i;
  return NULL;
}

static inline size_t spelled_run(const char *at, size_t len, bool digit) {
  size_t n = 0;
  while (n < len && (digit ? isdigit((unsigned char)at[n]) : isalpha((unsigned char)at[n])) != 0) n++;
  return n;
}

/* "thirtytwo": the length of the tens, where ones are written on to them; else that of the word. */
static inline size_t spelled_tens(const char *at, size_t len) {
  for (size_t n = 5; n + 2 < len && n < 8; n++) {
    const struct spelled_word *tens = spelled_word(at, n), *ones = spelled_word(at + n, len - n);
    if (tens && ones && tens->value >= 20 && !tens->multiplies && ones->value >= 1 && ones->value < 10) return n;
  }
  return len;
}

/* Length of what may stand between two groups of digits, 0 when nothing may. */
static inline size_t spelled_gap(const char *at, size_t len) {
  static const char *const gaps[] = {",", ".", " ", "'", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89", "\xE2\x80\x99"};
  for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
    size_t n = strlen(gaps[i]);
    if (len > n && memcmp(at, gaps[i], n) == 0 && isdigit((unsigned char)at[n])) return n;
  }
  return 0;
}

/* The digits at `at`: as one number without its grouping, and as a decimal. */
static inline size_t spelled_digits(const char *at, size_t len, double *whole, double *decimal) {
  size_t i = 0, last = 0;
  double scale = 1;
  *whole = *decimal = 0;
  for (;;) {
    size_t n = spelled_run(at + i, len - i, true);
    for (size_t k = 0; k < n; k++) *whole = *whole * 10 + (at[i + k] - '0');
    last = n;
    i += n;
    size_t gap = spelled_gap(at + i, len - i);
    if (!gap) break;
    i += gap;
  }
  for (size_t k = 0; k < last; k++) scale *= 10;
  *decimal = *whole / scale;
  return i;
}

/* Whether the words spell the value somewhere.  *any: whether they spell any number. */
static inline bool spelled_in(const char *at, size_t len, int64_t value, bool *any) {
  double want = (double)value, total = 0, part = 0, half = 0;
  bool found = false, open = false;
  *any = false;
  for (size_t i = 0; i < len;) {
    size_t n;
    if (isdigit((unsigned char)at[i]) && i > 0 && isalpha((unsigned char)at[i - 1])) { /* "F16" */
      n = spelled_run(at + i, len - i, true);
    } else if (isdigit((unsigned char)at[i])) {
      double decimal;
      total = 0;
      n = spelled_digits(at + i, len - i, &part, &decimal);
      half = decimal;
      open = *any = true;
    } else if (isalpha((unsigned char)at[i])) {
      n = spelled_tens(at + i, spelled_run(at + i, len - i, false));
      const struct spelled_word *w = spelled_word(at + i, n);
      if (w && w->multiplies) {
        double base = part > 0 ? part : 1;
        if (half * w->value > 0 && half * w->value == want) found = true;
        half *= w->value;
        if (w->value >= 1000)
          total = (part > 0 || total == 0 ? total + base * w->value : total * w->value), part = 0;
        else
          part = base * w->value;
        open = *any = true;
      } else if (w) {
        part += w->value;
        half = w->value;
        if (w->value == want) found = true;
        *any = *any || w->value >= 1;
        open = true;
      } else if (n != 3 || memcmp(at + i, "and", 3) != 0) {
        if (n > 1 || (at[i] | 32) != 'a') open = false, total = part = half = 0; /* "half a million" goes on */
      }
    } else {
      n = 1;
    }
    i += n;
    if (open && total + part == want) found = true;
  }
  return found;
}

/* Words for none. */
static inline bool spelled_none(const char *at, size_t len) {
  static const char *const none[] = {"no",      "none", "nobody", "neither", "zero", "nil",
                                     "without", "not",  "nor",    "never",   "0"};
  for (size_t i = 0; i < len; i++) {
    size_t n = isdigit((unsigned char)at[i]) ? spelled_run(at + i, len - i, true) : spelled_run(at + i, len - i, false);
    for (size_t k = 0; n && k < sizeof none / sizeof *none; k++)
      if (strlen(none[k]) == n && strncasecmp(none[k], at + i, n) == 0) return true;
    i += n;
  }
  return false;
}

#endif
