/* The page is written from top to bottom; only when its end is known is its
 * height, so the head is put before the rest at last. */
#include "timeline_svg.h"

#include <string.h>

#include "base/svg.h"
#include "figure.h"
#include "tally_print.h"
#include "term.h"
#include "timeline_plot.h"

#define LINE 17     /* from one line of text to the next */
#define COLUMNS 128 /* of a line of text, as wide as the widest sans-serif allows */
#define INDENT 62   /* of a legend's text behind its mark */

struct page {
  toll_buffer *out;
  double y; /* of the next line of text */
};

static void put_line(struct page *p, double x, const char *style, toll_slice text) {
  svg_put(p->out, "<text x=\"%.0f\" y=\"%.1f\" class=\"%s\">", x, p->y, style);
  svg_text(p->out, text);
  toll_buffer_str(p->out, "</text>\n");
  p->y += LINE;
}

/* Breaks the text, which is given back, into lines. */
static void put_text(struct page *p, double x, const char *style, toll_buffer *text) {
  toll_buffer clean = {0}, lines = {0};
  text_clean(&clean, (toll_slice){text->at ? text->at : "", text->len});
  text_wrap(&lines, (toll_slice){clean.at, clean.len}, (size_t)(COLUMNS - (x - PICTURE_LEFT) / 7));
  for (size_t from = 0, to; from < lines.len; from = to + 1) {
    to = (size_t)((const char *)memchr(lines.at + from, '\n', lines.len - from) - lines.at);
    put_line(p, x, style, (toll_slice){lines.at + from, to - from});
  }
  if (text->failed || clean.failed || lines.failed) p->out->failed = true;
  toll_buffer_free(&lines);
  toll_buffer_free(&clean);
  toll_buffer_free(text);
}

/* --- words -------------------------------------------------------------- */

static void add_slice(toll_buffer *b, toll_slice text) {
  toll_buffer_add(b, text.at, text.len);
}

static void add_claimant(toll_buffer *b, const toll_timeline_point *p) {
  const toll_case_claim *row = p->claim->row;
  figure_claimant(b, row->claim.claimant, row->outlet.len ? row->outlet : p->claim->claimant);
}

static void add_count(toll_buffer *b, const char *before, size_t n, const char *after) {
  toll_buffer_str(b, before);
  toll_buffer_int(b, (int64_t)n);
  toll_buffer_str(b, after);
}

/* "147 (2014-01-20, told 2 times, 1 copy)" */
static void add_figure(toll_buffer *b, const toll_timeline_point *p) {
  plot_figure(p, b);
  toll_buffer_str(b, " (");
  if (p->from == TOLL_NO_DAY)
    toll_buffer_str(b, "no day");
  else
    figure_days(b, p->from, p->to);
  if (p->told > 1) add_count(b, ", told ", p->told, " times");
  if (p->copies > 0) add_count(b, ", ", p->copies, p->copies == 1 ? " copy" : " copies");
  if (p->replaced) toll_buffer_str(b, ", replaced later");
  toll_buffer_str(b, ")");
}

/* "The ministry" and "the ministry" are one name. */
static bool same_letters(const char *a, const char *b, size_t len) {
  for (size_t i = 0; i < len; i++) {
    bool capital = a[i] >= 'A' && a[i] <= 'Z', other = b[i] >= 'A' && b[i] <= 'Z';
    if ((capital ? a[i] | 32 : a[i]) != (other ? b[i] | 32 : b[i])) return false;
  }
  return true;
}

/* Every claimant of the account in full, with its figures. */
static void add_account(toll_buffer *b, const toll_timeline_line *line) {
  toll_buffer last = {0};
  for (size_t i = 0; i < line->count; i++) {
    toll_buffer name = {0};
    add_claimant(&name, &line->points[i]);
    bool same = i > 0 && name.len == last.len && same_letters(name.at, last.at, name.len);
    if (i > 0) toll_buffer_str(b, same ? ", " : "; ");
    if (!same) {
      toll_buffer_add(b, name.at, name.len);
      toll_buffer_str(b, ": ");
    }
    add_figure(b, &line->points[i]);
    if (name.failed) b->failed = true;
    toll_buffer_free(&last);
    last = name;
  }
  toll_buffer_free(&last);
}

/* --- the parts ---------------------------------------------------------- */

static void put_account(struct page *p, size_t number, const toll_timeline_line *line) {
  toll_buffer text = {0};
  bool official = false;
  for (size_t i = 0; i < line->count; i++) official |= line->points[i].official;
  svg_put(p->out, "<path class=\"line\"%s d=\"M%d %.1fh50\"/>", plot_dash(number), PICTURE_LEFT, p->y - 4);
  plot_disc(PICTURE_LEFT + 25, p->y - 4, 8, number, official, false, p->out);
  add_account(&text, line);
  put_text(p, PICTURE_LEFT + INDENT, "text", &text);
}

/* "Not drawn: 6 part of another figure; 1 in a copy of another document." */
static void put_left_out(struct page *p, const toll_timeline *t) {
  toll_buffer text = {0};
  size_t count;
  const toll_tally_claim *const *left = toll_timeline_left(t, &count);
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from; to < count && left[to]->reason == left[from]->reason;) to++;
    add_count(&text, from ? "; " : "Not drawn: ", to - from, " ");
    toll_buffer_str(&text, toll_reason_text(left[from]->reason));
  }
  if (count) toll_buffer_str(&text, ".");
  put_text(p, PICTURE_LEFT, "text", &text);
}

static void put_signs(struct page *p, const struct plot_signs *s) {
  const struct {
    bool there;
    const char *text;
  } signs[] = {
      {true, "One number is one account: a source with its copies and those who pass it on."},
      {s->official, " Black: an official body."},
      {s->up, " Open whisker upward: at least, or more than."},
      {s->down, " Open whisker downward: at most, or fewer than."},
      {s->about, " Dotted whiskers: about."},
      {s->between, " Bar: between two numbers."},
      {s->replaced, " Broken ring: replaced later by the same source."},
      {s->moved, " Marks that would hide one another stand side by side, with a line to their place."},
      {s->event, " Grey upright: the days of the event."},
      {s->log, " A scale of numbers is logarithmic where it says so."},
      {true, " Hatched: what the method makes of all figures together."},
      {s->best, " Heavy line: the figure that it takes for the best."},
  };
  toll_buffer text = {0};
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
    if (signs[i].there) toll_buffer_str(&text, signs[i].text);
  put_text(p, PICTURE_LEFT, "text", &text);
}

static void put_field(struct page *p, const toll_timeline *t, const toll_method *method, struct plot_signs *signs) {
  toll_buffer what = {0};
  size_t count;
  const toll_timeline_line *lines = toll_timeline_lines(t, &count);
  print_what(&what, toll_timeline_row(t));
  p->y += 14;
  put_text(p, PICTURE_LEFT, "bold", &what);
  p->y = plot_draw(t, method, p->y - LINE, signs, p->out) + 14;
  for (size_t i = 0; i < count; i++) put_account(p, i + 1, &lines[i]);
  p->y += 5;
  put_left_out(p, t);
  p->y += 10;
}

/* A row with one figure needs no field: "killed, police: Open Desk: 5 (2019-06-03)". */
static void put_single(struct page *p, const toll_timeline *t) {
  size_t count;
  const toll_timeline_line *lines = toll_timeline_lines(t, &count);
  toll_buffer text = {0};
  print_what(&text, toll_timeline_row(t));
  toll_buffer_str(&text, " · ");
  for (size_t i = 0; i < count; i++) {
    if (i) toll_buffer_str(&text, "; ");
    add_account(&text, &lines[i]);
  }
  if (count == 0) toll_buffer_str(&text, "no figure");
  put_text(p, PICTURE_LEFT, "text", &text);
  put_left_out(p, t);
}

static size_t points_of(const toll_timeline *t) {
  return toll_timeline_bounds_of(t).points;
}

static void put_singles(struct page *p, const toll_timeline *const *timelines, size_t count, size_t fields) {
  bool headed = false;
  for (size_t i = 0; i < count; i++) {
    if (points_of(timelines[i]) > 1 || (fields == 0 && i == 0)) continue;
    if (!headed) {
      p->y += 8;
      put_line(p, PICTURE_LEFT, "bold", fields == 0 ? TOLL_LIT("Given as well") : TOLL_LIT("Given once"));
    }
    headed = true;
    put_single(p, timelines[i]);
  }
}

/* --- the document ------------------------------------------------------- */

static const char style[] =
    "<style>text{font-family:sans-serif;font-size:12px;fill:#000}.head{font-size:19px;font-weight:bold}"
    ".bold{font-size:14px;font-weight:bold}.label{paint-order:stroke;stroke:#fff;stroke-width:3px;stroke-linejoin:"
    "round}"
    ".white{font-weight:bold;fill:#fff}.black{font-weight:bold}"
    "path,.bar{fill:none;stroke:#000}.grid{stroke:#ccc;stroke-width:.7}.edge{stroke-width:1}"
    ".dots{stroke-width:.8;stroke-dasharray:1 3}.lead{stroke-width:.7}.line{stroke-width:1.2}"
    ".result{stroke-width:1.4;stroke-dasharray:1 "
    "2}.whisker{stroke-width:1.5}.about{stroke-width:2;stroke-dasharray:1.5 2}"
    ".bar{fill:#fff;stroke-width:1.3}.full{fill:#000;stroke:#000}.open{fill:#fff;stroke:#000;stroke-width:1.3}"
    ".full[stroke-dasharray]{stroke:#fff;stroke-width:1.6}.event{fill:#bbb}.band{fill:url(#hatch)}"
    ".hatch{stroke:#c4c4c4;stroke-width:1}</style>\n"
    "<defs><pattern id=\"hatch\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">"
    "<path class=\"hatch\" d=\"M-1 1l2 -2M0 7l7 -7M6 8l2 -2\"/></pattern></defs>\n";

/* For whom the picture is read aloud: all of it in words. */
static void put_description(const toll_timeline *const *timelines, size_t count, const toll_method *method,
                            toll_buffer *out) {
  toll_buffer text = {0};
  for (size_t i = 0; i < count; i++) {
    const toll_tally_row *row = toll_timeline_row(timelines[i]);
    size_t accounts;
    const toll_timeline_line *lines = toll_timeline_lines(timelines[i], &accounts);
    if (i) toll_buffer_str(&text, " ");
    print_what(&text, row);
    add_count(&text, ": ", points_of(timelines[i]), points_of(timelines[i]) == 1 ? " figure of " : " figures of ");
    add_count(&text, "", accounts, accounts == 1 ? " account" : " accounts");
    for (size_t k = 0; k < accounts; k++) {
      toll_buffer_str(&text, k ? "; " : ": ");
      add_account(&text, &lines[k]);
    }
    if (row->range.len) {
      toll_buffer_str(&text, "; the method ");
      toll_buffer_str(&text, method->name);
      toll_buffer_str(&text, " gives ");
      add_slice(&text, row->range);
    }
    toll_buffer_str(&text, ".");
  }
  svg_text(out, (toll_slice){text.at, text.len});
  if (text.failed) out->failed = true;
  toll_buffer_free(&text);
}

static void put_head(const toll_timeline *const *timelines, size_t count, const toll_method *method, double height,
                     toll_buffer *out) {
  const toll_event *event = toll_timeline_row(timelines[0])->event;
  svg_put(out,
          "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %.0f\" width=\"%d\" height=\"%.0f\" role=\"img\""
          " aria-labelledby=\"title desc\">\n<title id=\"title\">",
          PICTURE_WIDTH, height, PICTURE_WIDTH, height);
  svg_text(out, event->name);
  toll_buffer_str(out, ": figures by the day they were given</title>\n<desc id=\"desc\">");
  put_description(timelines, count, method, out);
  toll_buffer_str(out, "</desc>\n");
  toll_buffer_str(out, style);
  svg_put(out, "<rect width=\"%d\" height=\"%.0f\" fill=\"#fff\"/>\n", PICTURE_WIDTH, height);
}

static void put_titles(struct page *p, const toll_event *event, const toll_method *method) {
  toll_buffer name = {0}, about = {0};
  add_slice(&name, event->name);
  put_text(p, PICTURE_LEFT, "head", &name);
  toll_buffer_str(&about, "Figures by the day they were given. Method ");
  toll_buffer_str(&about, method->name);
  toll_buffer_str(&about, ": ");
  toll_buffer_str(&about, method->rule);
  toll_buffer_str(&about, ".");
  p->y += 4;
  put_text(p, PICTURE_LEFT, "text", &about);
}

void timeline_svg(const toll_timeline *const *timelines, size_t count, const toll_method *method, toll_buffer *out) {
  toll_buffer body = {0};
  struct page page = {.out = &body, .y = 40};
  struct plot_signs signs = {0};
  size_t fields = 0;
  put_titles(&page, toll_timeline_row(timelines[0])->event, method);
  for (size_t i = 0; i < count; i++) fields += points_of(timelines[i]) > 1;
  for (size_t i = 0; i < count; i++)
    if (points_of(timelines[i]) > 1 || (fields == 0 && i == 0)) put_field(&page, timelines[i], method, &signs);
  put_singles(&page, timelines, count, fields);
  page.y += 12;
  put_signs(&page, &signs);
  put_head(timelines, count, method, page.y + 12, out);
  toll_buffer_add(out, body.at, body.len);
  toll_buffer_str(out, "</svg>\n");
  if (body.failed) out->failed = true;
  toll_buffer_free(&body);
}
