/* Unit tests of src/base: days, UTF-8, hashes, buffers, arenas, errors. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/arena.h"
#include "base/hash.h"
#include "base/pen.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "base/varint.h"
#include "tap.h"
#include "toll/claim.h"

static void test_days(void) {
  OK(toll_day_of(1970, 1, 1) == 0, "the epoch is day 0");
  OK(toll_day_of(2000, 3, 1) == 11017, "a day after a leap day");
  OK(toll_day_of(1900, 2, 29) == TOLL_NO_DAY && toll_day_of(2000, 2, 29) != TOLL_NO_DAY, "leap centuries");
  OK(toll_day_of(2021, 13, 1) == TOLL_NO_DAY && toll_day_of(2021, 4, 31) == TOLL_NO_DAY, "no such day");
  bool all = true;
  for (toll_day d = toll_day_of(1, 1, 1); d <= toll_day_of(9999, 12, 31); d += 1) {
    int y, m, md;
    toll_day_parts(d, &y, &m, &md);
    all = all && toll_day_of(y, m, md) == d;
  }
  OK(all, "every day of 9999 years there and back");
  char text[11];
  toll_day_format(toll_day_of(1990, 1, 20), text);
  OK(strcmp(text, "1990-01-20") == 0, "a day as text");
}

static void test_day_read(void) {
  toll_day from, to;
  OK(toll_day_read(TOLL_LIT("1990-01-20"), &from, &to) == 0 && from == to && from == toll_day_of(1990, 1, 20),
     "a day is read");
  OK(toll_day_read(TOLL_LIT("1990-02"), &from, &to) == 0 && to - from == 27, "a month is read");
  OK(toll_day_read(TOLL_LIT("2000"), &from, &to) == 0 && to - from == 365, "a year is read");
  OK(toll_day_read(TOLL_LIT("2022-01-22T10:00:00Z"), &from, &to) == 0 && from == to, "a time after the day");
  OK(toll_day_read(TOLL_LIT("2022-1-22"), &from, &to) == TOLL_E_FORMAT, "one digit is no month");
  OK(toll_day_read(TOLL_LIT("2022-02-30"), &from, &to) == TOLL_E_FORMAT, "the thirtieth of February");
  OK(toll_day_read((toll_slice){NULL, 0}, &from, &to) == TOLL_E_FORMAT, "nothing is no day");
}

static void test_utf8(void) {
  bool all = true;
  for (uint32_t cp = 0; cp <= 0x10ffff; cp++) {
    char bytes[UTF8_MAX];
    size_t n = utf8_encode(cp, bytes);
    uint32_t back, want = cp >= 0xd800 && cp <= 0xdfff ? UTF8_REPLACEMENT : cp;
    all = all && utf8_decode(bytes, n, &back) == n && back == want;
  }
  OK(all, "every code point there and back");
  static const struct {
    const char *bytes;
    size_t len, valid, bad;
  } rows[] = {
      {"\xc0\xaf", 2, 0, 1}, {"\xed\xa0\x80", 3, 0, 1}, {"\xf4\x90\x80\x80", 4, 0, 1}, {"ab\xe2\x82", 4, 2, 2},
      {"\xff", 1, 0, 1},     {"\xe2\x82zz", 4, 0, 2},   {"\xf0\x9f\x98\x80", 4, 4, 0}, {"\x80", 1, 0, 1},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    size_t good = utf8_valid_length(rows[i].bytes, rows[i].len);
    OK(good == rows[i].valid, "the valid beginning");
    if (rows[i].bad) OK(utf8_bad_length(rows[i].bytes + good, rows[i].len - good) == rows[i].bad, "the bad bytes");
  }
  OK(utf8_is_cut("\xe2\x82", 2) && !utf8_is_cut("\xe2\x82\xac", 3) && !utf8_is_cut("\xff", 1), "a cut sequence");
  OK(utf8_floor("a\xe2\x82\xac", 4, 3) == 1 && utf8_floor("a\xe2\x82\xac", 4, 1) == 1, "back to a boundary");
}

static void test_hash(void) {
  uint8_t once[SHA256_SIZE], parts[SHA256_SIZE];
  char hex[SHA256_HEX];
  OK(sha256("abc", 3, once) == 0, "hash at once");
  hex_write(once, sizeof once, hex);
  OK(strcmp(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == 0, "the known digest");
  struct sha256 h = {0};
  for (int round = 0; round < 2; round++) {
    OK(sha256_start(&h) == 0, "start");
    sha256_add(&h, "a", 1);
    sha256_add(&h, "bc", 2);
    OK(sha256_end(&h, parts) == 0 && memcmp(once, parts, sizeof once) == 0, "hash in parts");
  }
  sha256_free(&h);
}

static void test_buffer(void) {
  toll_buffer b = {0};
  toll_buffer_json(&b, TOLL_LIT("a\"b\\c\n\x01\xe2\x82\xac"));
  toll_buffer_int(&b, INT64_MIN);
  toll_buffer_int(&b, 0);
  toll_buffer_add(&b, "", 1);
  OK(!b.failed && strcmp(b.at, "\"a\\\"b\\\\c\\n\\u0001\xe2\x82\xac\"-92233720368547758080") == 0, "JSON and numbers");
  toll_buffer_free(&b);
  OK(b.at == NULL && b.len == 0, "freed");
}

/* JSON byte by byte, for comparison. */
static size_t plain_json(const char *text, size_t len, char *out) {
  size_t n = 0;
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)text[i];
    const char *in = "\"\\\n\r\t\b\f", *letter = c ? strchr(in, c) : NULL;
    if (letter)
      n += (size_t)sprintf(out + n, "\\%c", "\"\\nrtbf"[letter - in]);
    else if (c < 0x20)
      n += (size_t)sprintf(out + n, "\\u%04x", c);
    else
      out[n++] = (char)c;
  }
  return n;
}

static void test_pen(void) {
  char text[24], got[200], want[200];
  unsigned wrong = 0;
  for (unsigned c = 0; c < 256; c++) /* each byte at each place of texts of each length */
    for (size_t len = 1; len < sizeof text; len++) {
      memset(text, c & 1 ? 'a' : 0xc3, sizeof text);
      text[(c * 7 + len * 5) % len] = (char)c;
      text[(c * 3 + len) % len] = (char)c;
      size_t n = (size_t)(pen_escaped(got, (toll_slice){text, len}) - got);
      wrong += n != plain_json(text, len, want) || memcmp(got, want, n) != 0;
    }
  IS_INT(wrong, 0, "JSON by eights is JSON byte by byte");
  uint64_t n = 1;
  for (int i = 0; i < 4000; i++, n = n * 6364136223846793005u + 1442695040888963407u) {
    int64_t number = (int64_t)(n >> (i % 64)) * (i % 3 ? 1 : -1);
    *pen_int(got, number) = 0;
    snprintf(want, sizeof want, "%lld", (long long)number);
    wrong += strcmp(got, want) != 0;
  }
  IS_INT(wrong, 0, "numbers");
  for (int i = -5; i < 30000; i++) {
    *pen_rate(got, i / 20000.0) = 0;
    snprintf(want, sizeof want, "%.3f", i / 20000.0);
    wrong += strcmp(got, want) != 0;
  }
  IS_INT(wrong, 0, "rates");
}

static void test_long_json(void) {
  enum { LEN = 10000 };
  char *text = malloc(LEN), *want = malloc(6 * LEN);
  toll_buffer b = {0};
  if (!OK(text && want, "memory")) return;
  for (size_t i = 0; i < LEN; i++) text[i] = i % 61 ? 'x' : '"';
  size_t n = plain_json(text, LEN, want);
  toll_buffer_json(&b, (toll_slice){text, LEN});
  OK(b.len == n + 2 && b.at[0] == '"' && b.at[n + 1] == '"' && memcmp(b.at + 1, want, n) == 0, "a long text as JSON");
  toll_buffer_free(&b);
  free(text);
  free(want);
}

static void test_arena(void) {
  struct arena a = {0};
  bool zeroed = true;
  for (size_t round = 0; round < 3; round++) {
    for (size_t size = 0; size < 3000; size += 7) {
      char *p = arena_alloc(&a, size);
      for (size_t i = 0; p && i < size; i++) zeroed = zeroed && p[i] == 0;
      if (p) memset(p, 0xaa, size);
    }
    arena_reset(&a);
  }
  OK(zeroed && !a.failed, "arena bytes are zero");
  OK(arena_array(&a, SIZE_MAX / 2, 3) == NULL && a.failed, "an overflow is refused");
  OK(arena_room(&a, SIZE_MAX / 2, 3) == NULL, "so it is without zeros");
  char *room = arena_room(&a, 3, 7);
  if (OK(room != NULL, "room without zeros")) memset(room, 0xaa, 21);
  toll_slice copy = arena_copy(&a, TOLL_LIT("words"));
  OK(copy.len == 5 && strcmp(copy.at, "words") == 0, "a copy ends with NUL");
  OK(arena_copy(&a, (toll_slice){NULL, 0}).at == NULL, "not given stays not given");
  arena_free(&a);
}

static void test_error(void) {
  toll_error e;
  char text[64];
  OK(toll_fail(&e, TOLL_E_FORMAT, "no number", "a.txt", 7) == TOLL_E_FORMAT, "fail gives its code");
  e.line = 3;
  toll_error_detail(&e, "xyz", 3);
  toll_error_format(&e, text, sizeof text);
  OK(strcmp(text, "a.txt:3: no number: xyz") == 0, "an error as a line");
  OK(toll_error_format(&e, text, 6) == 5 && strlen(text) == 5, "cut to fit");
  OK(toll_fail(NULL, TOLL_E_IO, "", NULL, 0) == TOLL_E_IO, "nobody listens");
  char path[600];
  memset(path, 'p', sizeof path);
  memcpy(path + 510, "\xe2\x82\xac", 4);
  toll_fail(&e, TOLL_E_IO, "x", path, 0);
  OK(strlen(e.path) == 510, "a long path is cut between characters");
}

static int compare_keyed(const void *a, const void *b) {
  const struct keyed *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return x->id < y->id ? -1 : x->id > y->id;
}

static uint64_t next_random(uint64_t *seed) { /* splitmix64 */
  uint64_t h = *seed += 0x9e3779b97f4a7c15u;
  h = (h ^ h >> 30) * 0xbf58476d1ce4e5b9u;
  h = (h ^ h >> 27) * 0x94d049bb133111ebu;
  return h ^ h >> 31;
}

/* Keys under each mask, from all bits to none, so that runs of one key grow. */
static void test_sort(void) {
  enum { MOST = 5000 };
  static const uint64_t masks[] = {UINT64_MAX, 0xffff, 0xff00000000000000u, 0x8000000000000001u, 7, 0};
  static struct keyed by_radix[MOST], by_comparing[MOST];
  uint64_t seed = 1;
  for (size_t m = 0; m < sizeof masks / sizeof *masks; m++) {
    bool same = true;
    for (size_t count = 0; count <= MOST; count += count < 100 ? 1 : 700) {
      for (size_t i = 0; i < count; i++)
        by_radix[i] = (struct keyed){next_random(&seed) & masks[m], (int64_t)(next_random(&seed) >> (i % 64))};
      memcpy(by_comparing, by_radix, sizeof by_radix);
      sort_keyed(by_radix, count);
      qsort(by_comparing, count, sizeof *by_comparing, compare_keyed);
      for (size_t i = 0; i < count; i++) same = same && !compare_keyed(&by_radix[i], &by_comparing[i]);
    }
    OK(same, "sorted by key and id as by comparing, negative ids first");
  }
  sort_keyed(NULL, 0);
  static const struct keyed few[] = {{3, 1}, {5, 1}, {5, 2}, {9, 0}};
  OK(sort_find(few, 4, 5) == 1 && sort_find(few, 4, 4) == 1 && sort_find(few, 4, 0) == 0, "a key is found");
  OK(sort_find(few, 4, 10) == 4 && sort_find(NULL, 0, 1) == 0, "or the end");
}

static void test_varint(void) {
  static const uint64_t numbers[] = {0, 1, 127, 128, 16383, 16384, INT64_MAX, (uint64_t)1 << 63, UINT64_MAX};
  bool same = true, cut = true;
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    unsigned char bytes[VARINT_MOST];
    uint64_t n = 7;
    size_t len = varint_write(numbers[i], bytes);
    same = same && varint_read(bytes, len, &n) == len && n == numbers[i];
    for (size_t part = 0; part < len; part++) cut = cut && varint_read(bytes, part, &n) == 0;
  }
  OK(same, "a number is read as it was written");
  OK(cut, "and not where it was cut");
  static const unsigned char large[] = {255, 255, 255, 255, 255, 255, 255, 255, 255, 2, 0};
  uint64_t n;
  OK(varint_read(large, sizeof large, &n) == 0, "a number beyond 64 bits is none");
}

int main(void) {
  test_varint();
  test_days();
  test_day_read();
  test_utf8();
  test_hash();
  test_buffer();
  test_pen();
  test_long_json();
  test_arena();
  test_error();
  test_sort();
  return DONE();
}
