/* Numbers are read by hand: exactly, to hundredths, and without a locale. */
#include "read/tsv.h"

#include <string.h>

#include "base/bytes.h"

#define COLUMNS 12
#define LINE_MAX_BYTES ((size_t)1 << 16) /* a longer word is cut into several */
#define PLACE_MAX 100000000              /* hundredths of a point: a page of 352 m */

enum column { LEVEL, PAGE, FLOW, BLOCK, LINE, WORD, LEFT, TOP, WIDTH, HEIGHT, CONFIDENCE, TEXT };

/* "-12.3456" -> -1234; false where it is no such number. */
static bool read_hundredths(toll_slice s, int32_t *out) {
  bool minus = s.len > 0 && s.at[0] == '-', point = false;
  int64_t n = 0;
  int places = 0;
  size_t digits = 0;
  for (size_t i = minus; i < s.len; i++) {
    bool first_point = s.at[i] == '.' && !point;
    if (!first_point && !byte_digit(s.at[i])) return false;
    point = point || first_point;
    if (first_point || places == 2) continue;
    digits++;
    places += point;
    if (n <= PLACE_MAX) n = n * 10 + (s.at[i] - '0');
  }
  while (places++ < 2) n *= 10;
  if (n > PLACE_MAX) n = PLACE_MAX;
  *out = (int32_t)(minus ? -n : n);
  return digits > 0;
}

static bool read_count(toll_slice s, uint32_t *out) {
  uint32_t n = 0;
  if (s.len == 0 || s.len > 9) return false;
  for (size_t i = 0; i < s.len; i++) {
    if (!byte_digit(s.at[i])) return false;
    n = n * 10 + (uint32_t)(s.at[i] - '0');
  }
  *out = n;
  return true;
}

/* Parts a row; the last column is all the rest.  False where there are too few. */
static bool split(toll_slice row, toll_slice out[COLUMNS]) {
  for (int i = 0; i < COLUMNS - 1; i++) {
    const char *tab = memchr(row.at, '\t', row.len);
    if (!tab) return false;
    out[i] = (toll_slice){row.at, (size_t)(tab - row.at)};
    row = (toll_slice){tab + 1, row.len - out[i].len - 1};
  }
  out[COLUMNS - 1] = row;
  return true;
}

static bool is_word(toll_slice s, const char *word) {
  return s.len == strlen(word) && memcmp(s.at, word, s.len) == 0;
}

static bool read_numbers(const toll_slice column[COLUMNS], uint32_t count[WORD + 1], int32_t place[4]) {
  for (int i = 0; i <= WORD; i++)
    if (!read_count(column[i], &count[i])) return false;
  for (int i = 0; i < 4; i++)
    if (!read_hundredths(column[LEFT + i], &place[i])) return false;
  return true;
}

static void take_word(struct tsv *t, const uint32_t count[WORD + 1], const int32_t place[4], toll_slice text) {
  bool next = count[FLOW] != t->flow || count[BLOCK] != t->block;
  t->blocks += next;
  t->flow = count[FLOW];
  t->block = count[BLOCK];
  struct box box = {place[0], place[1], place[0] + place[2], place[1] + place[3]};
  pages_word(t->pages, t->blocks, count[LINE], box, text);
}

/* False where the line is no row. */
static bool take_row(struct tsv *t, toll_slice row) {
  toll_slice column[COLUMNS];
  uint32_t count[WORD + 1];
  int32_t place[4];
  if (!split(row, column)) return false;
  if (!t->started && is_word(column[LEVEL], "level")) {
    t->started = true;
    return true;
  }
  if (!read_numbers(column, count, place)) return false;
  t->word = count[LEVEL] == 5 && t->pages->sheets.count > 0;
  if (count[LEVEL] == 1) {
    pages_sheet(t->pages, (struct page_size){place[2], place[3]});
    t->flow = t->block = t->blocks = 0;
  } else if (t->word) {
    take_word(t, count, place, column[TEXT]);
  }
  return true;
}

static void take_line(struct tsv *t, toll_slice line) {
  if (line.len > 0 && line.at[line.len - 1] == '\r') line.len--;
  if (take_row(t, line) || !t->word) return;
  pages_more(t->pages, TOLL_LIT(" "));
  pages_more(t->pages, line);
}

/* A line whose beginning was kept: with its end behind it. */
static void end_line(struct tsv *t, const char *bytes, size_t len) {
  if (t->line.len == 0) {
    take_line(t, (toll_slice){bytes, len});
    return;
  }
  toll_buffer_add(&t->line, bytes, len);
  if (t->line.failed) t->pages->failed = true;
  take_line(t, (toll_slice){t->line.at, t->line.len});
  t->line.len = 0;
}

bool tsv_take(void *tsv, const char *bytes, size_t len) {
  struct tsv *t = tsv;
  while (len > 0 && !t->pages->failed && !t->pages->full) {
    const char *feed = memchr(bytes, '\n', len);
    size_t n = feed ? (size_t)(feed - bytes) : len;
    if (feed) {
      end_line(t, bytes, n);
      n++;
    } else {
      toll_buffer_add(&t->line, bytes, n);
      if (t->line.failed) t->pages->failed = true;
      if (t->line.len > LINE_MAX_BYTES) end_line(t, "", 0);
    }
    bytes += n;
    len -= n;
  }
  return !t->pages->failed && !t->pages->full;
}

bool tsv_end(struct tsv *t) {
  if (t->line.len > 0) end_line(t, "", 0);
  return !t->pages->failed && !t->pages->full;
}

void tsv_free(struct tsv *t) {
  toll_buffer_free(&t->line);
}
