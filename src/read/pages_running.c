/* Running lines: headers, footers and page numbers.
 *
 * A line in the outer parts of a page that stands, with the same words, at the
 * same height of the next page or of the one after (left and right pages may
 * differ) runs along.  Numbers may differ, but only as the pages' own numbers
 * do: "page 3" and "page 4" are one line, two rows of a table are not.  A line
 * that is nothing but its page's number is one wherever it stands out there. */
#include <string.h>

#include "base/bytes.h"
#include "read/pages.h"

#define OUTER 16        /* lines that are looked at, above and below */
#define PART 7          /* an outer part is one of so many of the page's height */
#define SAME_HEIGHT 600 /* hundredths of a point */
#define NUMBER_WORDS 4  /* "page 3 of 12": a longer line says more than its number */

struct edges {
  uint32_t items[2 * OUTER];
  size_t count;
};

static bool outer(const struct pages *p, const struct page_line *line) {
  int32_t height = pages_sizes(p)[line->page - 1].height, part = height / PART;
  return line->box.bottom < part || line->box.top > height - part;
}

/* The outer lines among [from, to), which are one page's. */
static void find_edges(const struct pages *p, size_t from, size_t to, struct edges *out) {
  out->count = 0;
  for (size_t i = from; i < to && out->count < 2 * OUTER; i++)
    if (outer(p, pages_lines(p) + i)) out->items[out->count++] = (uint32_t)i;
}

static uint64_t read_digits(toll_slice s, size_t *at) {
  uint64_t n = 0;
  for (; *at < s.len && byte_digit(s.at[*at]); ++*at)
    if (n < UINT32_MAX) n = n * 10 + (uint64_t)(s.at[*at] - '0');
  return n;
}

/* Whether two lines of pages that are `apart` say the same; *numbered: but for the page's number. */
static bool same_words(toll_slice a, toll_slice b, uint64_t apart, bool *numbered) {
  size_t i = 0, j = 0;
  *numbered = false;
  while (i < a.len && j < b.len) {
    if (byte_digit(a.at[i]) && byte_digit(b.at[j])) {
      uint64_t m = read_digits(a, &i), n = read_digits(b, &j);
      if (m != n && n != m + apart) return false;
      *numbered = *numbered || m != n;
    } else if (a.at[i++] != b.at[j++]) {
      return false;
    }
  }
  return i == a.len && j == b.len;
}

/* "iv": a page's number in the front matter. */
static bool is_roman(toll_slice s) {
  for (size_t i = 0; i < s.len; i++)
    if (!byte_in(byte_lower(s.at[i]), "ivxlc")) return false;
  return s.len > 0 && s.len < 8;
}

static void compare(const struct pages *p, struct page_line *a, struct page_line *b) {
  int32_t higher = a->box.top - b->box.top;
  if (higher > SAME_HEIGHT || higher < -SAME_HEIGHT) return;
  toll_slice x = pages_line_words(p, a), y = pages_line_words(p, b);
  bool numbered, roman = is_roman(x) && is_roman(y);
  if (!same_words(x, y, b->page - a->page, &numbered) && !roman) return;
  a->away = b->away = b->repeat = true;
  if (roman || (numbered && a->words <= NUMBER_WORDS)) a->repeat = true;
}

/* "3" or "- 3 -" on page 3. */
static void mark_number(const struct pages *p, struct page_line *line) {
  toll_slice s = pages_line_words(p, line);
  size_t from = 0;
  while (from < s.len && !byte_digit(s.at[from])) from++;
  size_t to = from;
  if (read_digits(s, &to) != line->page) return;
  for (size_t i = 0; i < s.len; i++)
    if ((i < from || i >= to) && !byte_in(s.at[i], " -.|[]()") && !byte_high(s.at[i])) return;
  line->away = line->repeat = true;
}

static size_t page_end(const struct pages *p, size_t from) {
  size_t to = from;
  while (to < p->lines.count && pages_lines(p)[to].page == pages_lines(p)[from].page) to++;
  return to;
}

static void compare_all(const struct pages *p, const struct edges *a, const struct edges *b) {
  for (size_t i = 0; i < a->count; i++)
    for (size_t j = 0; j < b->count; j++) compare(p, pages_lines(p) + a->items[i], pages_lines(p) + b->items[j]);
}

void pages_mark_running(struct pages *p) {
  struct edges last = {.count = 0}, before = {.count = 0}, now;
  for (size_t from = 0; from < p->lines.count;) {
    size_t to = page_end(p, from);
    find_edges(p, from, to, &now);
    compare_all(p, &before, &now);
    compare_all(p, &last, &now);
    for (size_t i = 0; i < now.count; i++) mark_number(p, pages_lines(p) + now.items[i]);
    before = last;
    last = now;
    from = to;
  }
}
