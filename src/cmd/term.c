/* Texts from reports are somebody else's bytes: nothing of them reaches the
 * terminal that could move its cursor, change its colours or turn the direction
 * of writing. */
#include "term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <utf8proc.h>

static unsigned width_of(FILE *stream) {
  struct winsize size;
  if (ioctl(fileno(stream), TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char *columns = getenv("COLUMNS");
  long width = columns ? strtol(columns, NULL, 10) : 0;
  return width >= 20 && width <= 10000 ? (unsigned)width : 100;
}

struct term term_of(FILE *stream) {
  const char *no_colour = getenv("NO_COLOR"), *kind = getenv("TERM");
  bool tty = isatty(fileno(stream)) == 1;
  bool dumb = kind && strcmp(kind, "dumb") == 0;
  return (struct term){
      .is_terminal = tty, .colour = tty && !(no_colour && *no_colour) && !dumb, .width = width_of(stream)};
}

const char *term_tone(const struct term *term, enum tone tone) {
  static const char *const codes[TONE_COUNT] = {
      [TONE_PLAIN] = "\033[0m",     [TONE_BOLD] = "\033[1m",  [TONE_DIM] = "\033[2m",
      [TONE_STRONG] = "\033[1;36m", [TONE_WARN] = "\033[33m", [TONE_A] = "\033[1;31m",
      [TONE_B] = "\033[1;32m",      [TONE_C] = "\033[1;34m",  [TONE_D] = "\033[1;35m",
  };
  return term->colour ? codes[tone] : "";
}

/* The code point at *at, which moves on; bad bytes come as U+FFFD, one each. */
static utf8proc_int32_t next_point(toll_slice text, size_t *at) {
  utf8proc_int32_t point;
  utf8proc_ssize_t size =
      utf8proc_iterate((const utf8proc_uint8_t *)text.at + *at, (utf8proc_ssize_t)(text.len - *at), &point);
  *at += size > 0 ? (size_t)size : 1;
  return size > 0 ? point : 0xFFFD;
}

size_t text_columns(toll_slice text) {
  size_t columns = 0;
  for (size_t at = 0; at < text.len;) {
    int width = utf8proc_charwidth(next_point(text, &at));
    columns += width > 0 ? (size_t)width : 0;
  }
  return columns;
}

size_t text_fit(toll_slice text, size_t columns) {
  size_t used = 0, at = 0;
  while (at < text.len) {
    size_t next = at;
    int width = utf8proc_charwidth(next_point(text, &next));
    used += width > 0 ? (size_t)width : 0;
    if (used > columns) break;
    at = next;
  }
  return at;
}

void text_wrap(toll_buffer *out, toll_slice text, size_t width) {
  while (text.len > 0) {
    size_t part = text_fit(text, width), at = part;
    while (part < text.len && at > 0 && text.at[at] != ' ') at--;
    if (part < text.len && at > 0) part = at;
    if (part == 0) part = text.len;
    toll_buffer_add(out, text.at, part);
    toll_buffer_str(out, "\n");
    while (part < text.len && text.at[part] == ' ') part++;
    text = (toll_slice){text.at + part, text.len - part};
  }
}

static bool turns_direction(utf8proc_int32_t point) {
  return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069) || point == 0x200E ||
         point == 0x200F || point == 0x061C;
}

static bool is_control(utf8proc_int32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0);
}

void text_clean(toll_buffer *out, toll_slice text) {
  bool blank = true; /* no blank at the start */
  for (size_t at = 0; at < text.len;) {
    size_t from = at;
    utf8proc_int32_t point = next_point(text, &at);
    bool space = point == ' ' || point == '\t' || point == '\n' || point == '\r' || point == 0xa0;
    if (space && !blank) toll_buffer_add(out, " ", 1);
    if (!space && !is_control(point) && !turns_direction(point)) toll_buffer_add(out, text.at + from, at - from);
    if (space || !is_control(point)) blank = space;
  }
}
