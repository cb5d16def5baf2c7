/* Each custom is one small reader of a line; they are tried in order on the first
 * lines until prose begins. A reader must be sure: a sentence that happens to begin
 * with a date or with "By" is the text's own. */
#include "read/header.h"

#include <stdbool.h>
#include <string.h>

#include "base/bytes.h"
#include "read/date.h"
#include "read/words.h"

#define HEAD_LINES 12 /* lines with something in them that are looked at */
#define HEAD_BYTES 8192
#define TITLE_MAX ((size_t)180)
#define NAME_MAX 100

void header_clear(struct header *h) {
  *h = (struct header){.from = TOLL_NO_DAY, .to = TOLL_NO_DAY};
}

/* Walks the lines of the head. */
struct lines {
  toll_slice text;
  size_t at;
  toll_slice line;  /* trimmed */
  bool blank_after; /* an empty line, or the end, follows */
};

static toll_slice take_line(toll_slice text, size_t *at) {
  const char *end = memchr(text.at + *at, '\n', text.len - *at);
  size_t len = end ? (size_t)(end - text.at) - *at : text.len - *at;
  toll_slice line = {text.at + *at, len};
  *at += len + (end != NULL);
  return slice_trim(line);
}

static bool next_line(struct lines *l) {
  do {
    if (l->at >= l->text.len) return false;
    l->line = take_line(l->text, &l->at);
  } while (l->line.len == 0);
  size_t ahead = l->at;
  l->blank_after = ahead >= l->text.len || take_line(l->text, &ahead).len == 0;
  return true;
}

static void set(toll_slice *field, toll_slice value) {
  value = slice_trim(value);
  if (!field->at && value.len) *field = value;
}

static void set_date(struct header *h, const struct date *d) {
  if (h->from != TOLL_NO_DAY || d->from == TOLL_NO_DAY) return;
  h->from = d->from;
  h->to = d->to;
}

static toll_slice from(toll_slice s, size_t at) {
  return (toll_slice){s.at + at, s.len - at};
}

static bool is_by(toll_slice line) {
  size_t end = 0;
  while (end < line.len && line.at[end] != ' ') end++;
  return end < line.len && word_find((toll_slice){line.at, end}, WORD_BIT(WORD_BY));
}

toll_slice header_name(toll_slice line) {
  line = slice_trim(line);
  if (!is_by(line)) return line;
  size_t end = 0;
  while (line.at[end] != ' ') end++;
  return slice_trim(from(line, end));
}

static bool upper(char c) {
  return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

/* A name and not a sentence: short, begins large, has no full stop at its end. */
static bool name_like(toll_slice s) {
  return s.len > 1 && s.len <= NAME_MAX && upper(s.at[0]) && !byte_in(s.at[s.len - 1], ".!?:;");
}

/* "By Sabina Mammadli" alone on its line. */
static bool read_byline(struct header *h, const struct lines *l) {
  if (!is_by(l->line) || !l->blank_after) return false;
  toll_slice name = header_name(l->line);
  if (!name_like(name)) return false;
  set(&h->byline, name);
  return true;
}

/* Length of the dash ("-", "--", en or em dash) or the "[Text]" that ends a dateline; 0 = none. */
static size_t dateline_end(toll_slice s) {
  static const toll_slice ends[] = {{"--", 2}, {"-", 1}, {"\xe2\x80\x93", 3}, {"\xe2\x80\x94", 3}, {"[", 1}};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
    if (s.len >= ends[i].len && memcmp(s.at, ends[i].at, ends[i].len) == 0) return ends[i].len;
  return 0;
}

static size_t count_words(toll_slice s) {
  size_t n = s.len != 0;
  for (size_t i = 1; i < s.len; i++) n += s.at[i - 1] == ' ' && s.at[i] != ' ';
  return n;
}

/* What follows the date on its line: "By Azernews", "| The Paper", ", 18:00".
 * False when the line is a sentence that begins with a date. */
static bool read_after_date(struct header *h, toll_slice rest) {
  if (rest.len == 0) return true;
  if (is_by(rest)) {
    toll_slice name = header_name(rest);
    if (name_like(name)) set(&h->outlet, name);
    return name_like(name);
  }
  if (byte_in(rest.at[0], ",.)]")) return count_words(rest) <= 3;
  size_t dash = rest.at[0] == '|' ? 1 : dateline_end(rest);
  toll_slice name = slice_trim(from(rest, dash));
  if (dash == 0 || !name_like(name) || count_words(name) > 3) return false;
  set(&h->outlet, name);
  return true;
}

/* "date 2022-01-21 By Azernews", "22 January 1990", "Published: 2 May 1999 | The Paper" */
static bool read_own_dateline(struct header *h, toll_slice line) {
  struct date d;
  if (line.len > 120) return false;
  size_t used = date_read(line, &d);
  if (used == 0 || d.from == TOLL_NO_DAY) return false;
  if (!read_after_date(h, slice_trim(from(line, used)))) return false;
  set_date(h, &d);
  return true;
}

/* "Azernews <desk@example.org>" -> "Azernews" */
static toll_slice without_address(toll_slice s) {
  const char *open = memchr(s.at, '<', s.len);
  if (open && open > s.at) s.len = (size_t)(open - s.at);
  s = slice_trim(s);
  if (s.len >= 2 && s.at[0] == '"' && s.at[s.len - 1] == '"') s = (toll_slice){s.at + 1, s.len - 2};
  return s;
}

static void store_key(struct header *h, enum header_key key, toll_slice value) {
  struct date d;
  switch (key) {
  case KEY_DATE:
    if (date_read(value, &d)) set_date(h, &d);
    break;
  case KEY_OUTLET:
    set(&h->outlet, without_address(value));
    break;
  case KEY_TITLE:
    set(&h->title, value);
    break;
  case KEY_BYLINE:
    set(&h->byline, header_name(without_address(value)));
    break;
  case KEY_URL:
    set(&h->url, value);
    break;
  case KEY_LANG:
    set(&h->lang, value);
    break;
  case KEY_OTHER:
    break;
  }
}

/* "Source: Azernews" */
static bool read_key(struct header *h, toll_slice line) {
  const char *colon = memchr(line.at, ':', line.len < 16 ? line.len : 16);
  if (!colon) return false;
  const struct word *w = word_find(slice_trim((toll_slice){line.at, (size_t)(colon - line.at)}), WORD_BIT(WORD_KEY));
  if (!w) return false;
  store_key(h, (enum header_key)w->value, slice_trim(from(line, (size_t)(colon - line.at) + 1)));
  return true;
}

/* Whether the bytes before an agency's bracket can be "PLACE, Country, 9 Dec 88". */
static bool place_like(toll_slice s) {
  if (s.len == 0 || !upper(s.at[0])) return false;
  for (size_t i = 0; i < s.len; i++) {
    char c = s.at[i];
    bool letter = ((c | 32) >= 'a' && (c | 32) <= 'z') || (unsigned char)c >= 0x80;
    if (!letter && !(c >= '0' && c <= '9') && !byte_in(c, " ,.'-/")) return false;
    bool starts = letter && (i == 0 || s.at[i - 1] == ' ');
    if (starts && !upper(c)) return false; /* a word in small letters: prose */
  }
  return true;
}

static void date_in(struct header *h, toll_slice place) {
  struct date d;
  size_t at;
  if (date_find(place, &d, &at)) set_date(h, &d);
}

/* "BAKU, Jan 22 (Agency) --", "San Salvador, 9 Dec 88 (Canal Doce) -- [Text]" */
static bool read_agency(struct header *h, toll_slice line) {
  const char *open = memchr(line.at, '(', line.len < 100 ? line.len : 100);
  if (!open) return false;
  toll_slice place = slice_trim((toll_slice){line.at, (size_t)(open - line.at)});
  toll_slice rest = from(line, (size_t)(open - line.at) + 1);
  const char *close = memchr(rest.at, ')', rest.len < 60 ? rest.len : 60);
  if (!close || !place_like(place)) return false;
  toll_slice name = slice_trim((toll_slice){rest.at, (size_t)(close - rest.at)});
  rest = slice_trim(from(rest, (size_t)(close - rest.at) + 1));
  if (!name_like(name) || !dateline_end(rest)) return false;
  date_in(h, place);
  set(&h->outlet, name);
  return true;
}

/* "BAKU, 20 January 1990 --": no agency, but a place, a comma and a date before the dash. */
static bool read_place_date(struct header *h, toll_slice line) {
  toll_slice head = {line.at, line.len < 80 ? line.len : 80};
  struct date d;
  size_t at, len = date_find(head, &d, &at);
  if (len == 0 || at < 3) return false;
  toll_slice place = slice_trim((toll_slice){line.at, at});
  if (place.at[place.len - 1] != ',' || !place_like(place)) return false;
  if (!dateline_end(slice_trim(from(line, at + len)))) return false;
  set_date(h, &d);
  return true;
}

static bool read_dateline(struct header *h, toll_slice line) {
  return read_agency(h, line) || read_place_date(h, line);
}

/* A line of some words without a sentence's end. */
static bool heading_like(toll_slice s) {
  if (s.len > TITLE_MAX || s.len < 4 || (s.at[0] >= 'a' && s.at[0] <= 'z')) return false;
  return !byte_in(s.at[s.len - 1], ".:;,") && memchr(s.at, ' ', s.len);
}

/* A headline: such a line with nothing right below it and more text to come. */
static bool title_like(const struct lines *l) {
  return l->blank_after && l->at < l->text.len && heading_like(l->line);
}

static struct lines head_lines(toll_slice text) {
  if (text.len > HEAD_BYTES) text.len = HEAD_BYTES;
  return (struct lines){.text = text};
}

/* "Bulletin, 9 February 1990": a short line that a date ends. */
static bool read_trailing_date(struct header *h, toll_slice line) {
  struct date d;
  size_t at, len = line.len <= 80 ? date_find(line, &d, &at) : 0;
  if (len == 0 || at < 3) return false;
  toll_slice before = slice_trim((toll_slice){line.at, at}), after = slice_trim(from(line, at + len));
  if (before.at[before.len - 1] != ',' || count_words(before) > 6 || count_words(after) > 1) return false;
  set_date(h, &d);
  return true;
}

/* A first line with a dateline right below it is a masthead when a headline
 * follows, else the headline itself. */
struct masthead {
  toll_slice line;
  bool tight, dated;
};

static void read_other(struct header *h, struct masthead *m, const struct lines *l, int i) {
  if (i == 0) *m = (struct masthead){.line = l->line, .tight = !l->blank_after};
  if (i == 0 && title_like(l)) set(&h->title, l->line);
  if (i == 2 && m->dated && title_like(l)) {
    set(&h->outlet, m->line);
    set(&h->title, l->line);
  }
}

static void finish_masthead(struct header *h, const struct masthead *m) {
  if (m->dated && heading_like(m->line)) set(&h->title, m->line);
}

void header_read(struct header *h, toll_slice text) {
  struct lines l = head_lines(text);
  struct masthead m = {0};
  bool keys = true; /* header lines may still come: nothing but a title was seen */
  for (int i = 0; i < HEAD_LINES && next_line(&l); i++) {
    if (keys && read_key(h, l.line)) continue;
    if (i < 5 && (read_own_dateline(h, l.line) || read_trailing_date(h, l.line))) {
      m.dated = m.dated || (i == 1 && m.tight);
      continue;
    }
    if (read_byline(h, &l)) continue;
    if (read_dateline(h, l.line)) break;
    read_other(h, &m, &l, i);
    keys = keys && i == 0 && h->title.at == l.line.at;
    if (l.line.len > TITLE_MAX * 2) break; /* prose has begun */
  }
  finish_masthead(h, &m);
}
