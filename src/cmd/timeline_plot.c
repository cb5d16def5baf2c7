/* First every mark gets its place, then labels go where nothing stands yet; a
 * label that finds no room is left out, for the legend has all figures. */
#include "timeline_plot.h"

#include <math.h>
#include <string.h>

#include "base/axis.h"
#include "base/svg.h"
#include "figure.h"
#include "rows.h"

#define LEFT 100 /* of the field */
#define RIGHT 850
#define UNDATED 100     /* for figures without a day, at the right */
#define UNDATED_WIDE 62 /* of that behind the line */
#define ASIDE 24        /* for marks of the last days that are moved aside */
#define WHISKER 26
#define SETTLED 1000 /* marks that keep clear of each other; beyond it nothing could be told apart */
#define LABELLED 60  /* points of a field that have their figures beside them */
#define LETTER 7.4   /* of a label, wide enough for any sans-serif */

struct box {
  double left, top, right, bottom;
};

struct spot { /* a point's mark */
  const toll_timeline_point *point;
  size_t number;
  double x, low, high;  /* centre, and the heights of its numbers */
  double true_x, end_x; /* where it belongs, and where its interval of days ends */
};

struct plot {
  const toll_timeline *timeline;
  double top, bottom, right, radius; /* right: of the axis of days */
  struct number_axis numbers;
  struct day_axis days;
  bool dated;
  int tries;                /* how far a mark may be moved */
  toll_buffer spots, taken; /* struct spot, struct box */
  struct plot_signs *signs;
};

/* --- places ------------------------------------------------------------- */

static double at_y(const struct plot *p, int64_t n) {
  return p->bottom - axis_number_at(&p->numbers, (double)n) * (p->bottom - p->top);
}

static double at_x(const struct plot *p, toll_day day) {
  if (day == TOLL_NO_DAY) return p->dated ? RIGHT - UNDATED_WIDE / 2.0 : (LEFT + RIGHT) / 2.0;
  return LEFT + axis_day_at(&p->days, day) * (p->right - LEFT);
}

static bool apart(const struct box *a, const struct box *b) {
  return a->right <= b->left || b->right <= a->left || a->bottom <= b->top || b->bottom <= a->top;
}

static bool is_free(const struct plot *p, const struct box *box) {
  const struct box *taken = (const struct box *)(const void *)p->taken.at;
  for (size_t i = 0; i < p->taken.len / sizeof *box; i++)
    if (!apart(&taken[i], box)) return false;
  return true;
}

static void take(struct plot *p, const struct box *box) {
  toll_buffer_add(&p->taken, (const char *)box, sizeof *box);
}

static struct box mark_box(const struct plot *p, const struct spot *s) {
  double r = p->radius;
  struct box box = {s->x - r, s->high - r, s->x + r, s->low + r};
  if (s->point->hedge == TOLL_HEDGE_UP) box.top -= WHISKER - r;
  if (s->point->hedge == TOLL_HEDGE_DOWN) box.bottom += WHISKER - r;
  return box;
}

/* Beside what stands there already, as near as can be: to the right, the left,
 * further right … */
static void settle(struct plot *p, struct spot *s) {
  double step = 2 * p->radius + 1;
  s->x = s->true_x;
  if (p->spots.len / sizeof *s >= SETTLED) return;
  for (int i = 0; i < p->tries; i++) {
    s->x = s->true_x + (i % 2 ? 1 : -1) * ((i + 1) / 2) * step;
    struct box box = mark_box(p, s);
    if (box.left < LEFT || box.right > RIGHT + 10 || !is_free(p, &box)) continue;
    take(p, &box);
    if (i > 0) p->signs->moved = true;
    return;
  }
  s->x = s->true_x;
}

static void note_signs(struct plot_signs *signs, const toll_timeline_point *p) {
  signs->official |= p->official;
  signs->replaced |= p->replaced;
  signs->up |= p->hedge == TOLL_HEDGE_UP;
  signs->down |= p->hedge == TOLL_HEDGE_DOWN;
  signs->about |= p->hedge == TOLL_HEDGE_ABOUT;
  signs->between |= p->hedge == TOLL_HEDGE_BETWEEN;
  signs->undated |= p->from == TOLL_NO_DAY;
}

static void place_spots(struct plot *p) {
  size_t count;
  const toll_timeline_line *lines = toll_timeline_lines(p->timeline, &count);
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < lines[i].count; k++) {
      const toll_timeline_point *point = &lines[i].points[k];
      struct spot s = {.point = point, .number = i + 1, .low = at_y(p, point->low), .high = at_y(p, point->high)};
      s.true_x = at_x(p, point->from);
      s.end_x = at_x(p, point->to);
      settle(p, &s);
      note_signs(p->signs, point);
      toll_buffer_add(&p->spots, (const char *)&s, sizeof s);
    }
}

static const struct spot *spots_of(const struct plot *p, size_t *count) {
  *count = p->spots.len / sizeof(struct spot);
  return (const struct spot *)(const void *)p->spots.at;
}

/* --- the field ---------------------------------------------------------- */

static void text_at(double x, double y, const char *anchor, const char *style, toll_slice text, toll_buffer *out) {
  svg_put(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">", x, y, anchor, style);
  svg_text(out, text);
  toll_buffer_str(out, "</text>\n");
}

static void draw_number_axis(const struct plot *p, toll_buffer *out) {
  for (size_t i = 0; i < p->numbers.count; i++) {
    int64_t tick = (int64_t)p->numbers.ticks[i];
    double y = at_y(p, tick);
    toll_buffer text = {0};
    figure_number(&text, tick);
    if (i > 0) svg_put(out, "<path class=\"grid\" d=\"M%d %.1fH%d\"/>\n", LEFT, y, RIGHT);
    text_at(LEFT - 8, y + 4, "end", "small", (toll_slice){text.at, text.len}, out);
    toll_buffer_free(&text);
  }
  if (p->numbers.log) {
    svg_put(out, "<text transform=\"translate(%d %.1f) rotate(-90)\" text-anchor=\"middle\" class=\"small\">",
            LEFT - 62, (p->top + p->bottom) / 2);
    toll_buffer_str(out, "logarithmic scale: each line is ten times the one below it</text>\n");
  }
}

static void draw_day_axis(const struct plot *p, toll_buffer *out) {
  for (size_t i = 0; p->dated && i < p->days.count; i++) {
    char label[11];
    double x = at_x(p, p->days.ticks[i]);
    axis_day_label(&p->days, p->days.ticks[i], label);
    svg_put(out, "<path class=\"edge\" d=\"M%.1f %.1fv5\"/>\n", x, p->bottom);
    text_at(x, p->bottom + 19, "middle", "small", (toll_slice){label, strlen(label)}, out);
  }
  if (!toll_timeline_bounds_of(p->timeline).undated) return;
  if (p->dated) svg_put(out, "<path class=\"dots\" d=\"M%d %.1fV%.1f\"/>\n", RIGHT - UNDATED_WIDE, p->top, p->bottom);
  text_at(at_x(p, TOLL_NO_DAY), p->bottom + 19, "middle", "small", TOLL_LIT("no day"), out);
}

static void draw_frame(const struct plot *p, toll_buffer *out) {
  svg_put(out, "<path class=\"edge\" d=\"M%d %.1fV%.1fH%d\"/>\n", LEFT, p->top, p->bottom, RIGHT);
}

/* The days of the event, where the axis reaches them. */
static void draw_event(const struct plot *p, toll_buffer *out) {
  const toll_event *event = toll_timeline_row(p->timeline)->event;
  bool within = p->dated && event->from != TOLL_NO_DAY && event->from >= p->days.from && event->from <= p->days.to;
  if (!within) return;
  toll_day to = event->to == TOLL_NO_DAY ? event->from : event->to < p->days.to ? event->to : p->days.to;
  double left = at_x(p, event->from), width = at_x(p, to) - left;
  svg_put(out, "<rect class=\"event\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"><title>", left, p->top,
          fmax(width, 1.5), p->bottom - p->top);
  svg_text(out, event->name);
  toll_buffer_str(out, "</title></rect>\n");
  p->signs->event = true;
}

/* --- the method's result ------------------------------------------------ */

static void draw_edge(double y, toll_buffer *out) {
  svg_put(out, "<path class=\"result\" d=\"M%d %.1fH%d\"/>\n", LEFT, y, RIGHT);
}

/* An end that is open has no edge: the band runs to the end of the field. */
static void draw_band(const struct plot *p, toll_buffer *out) {
  const toll_tally_row *row = toll_timeline_row(p->timeline);
  bool low = row->low != TOLL_OPEN, high = row->high != TOLL_OPEN;
  if (!low && !high) return;
  double from = low ? at_y(p, row->low) : p->bottom, to = high ? at_y(p, row->high) : p->top;
  svg_put(out, "<rect class=\"band\" x=\"%d\" y=\"%.1f\" width=\"%d\" height=\"%.1f\"/>\n", LEFT, to, RIGHT - LEFT,
          from - to);
  if (low) draw_edge(from, out);
  if (high && row->high != row->low) draw_edge(to, out);
  if (row->best == TOLL_OPEN) return;
  svg_put(out, "<path class=\"best\" d=\"M%d %.1fH%d\"/>\n", LEFT, at_y(p, row->best), RIGHT);
  p->signs->best = true;
}

/* "131 (131–170)" goes in two lines: the figure, and its range. */
static void draw_result(const struct plot *p, const toll_method *method, toll_buffer *out) {
  const toll_tally_row *row = toll_timeline_row(p->timeline);
  bool low = row->low != TOLL_OPEN, high = row->high != TOLL_OPEN;
  if (!low && !high) return;
  double y = ((low ? at_y(p, row->low) : p->bottom) + (high ? at_y(p, row->high) : p->top)) / 2 - 3;
  const char *cut = row->range.len ? memchr(row->range.at, '(', row->range.len) : NULL;
  size_t first = cut ? (size_t)(cut - row->range.at) : row->range.len;
  const toll_slice lines[] = {
      {row->range.at, first}, {cut, row->range.len - first}, {method->name, strlen(method->name)}, row->derived};
  for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
    if (lines[i].len == 0) continue;
    text_at(RIGHT + 12, y, "start", i == 0 ? "bold" : "small", lines[i], out);
    y += 15;
  }
}

/* --- marks -------------------------------------------------------------- */

const char *plot_dash(size_t number) {
  static const char *const dashes[] = {"", " stroke-dasharray=\"7 3\"", " stroke-dasharray=\"2 3\"",
                                       " stroke-dasharray=\"9 3 2 3\"", " stroke-dasharray=\"14 4\""};
  return dashes[(number - 1) % (sizeof dashes / sizeof *dashes)];
}

void plot_disc(double x, double y, double radius, size_t number, bool official, bool replaced, toll_buffer *out) {
  double size = radius * (number < 10 ? 1.4 : number < 100 ? 1.15 : 0.9);
  svg_put(out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\"%s/>", official ? "full" : "open", x, y, radius,
          replaced ? " stroke-dasharray=\"2.5 2\"" : "");
  svg_put(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" class=\"%s\" style=\"font-size:%.1fpx\">%zu</text>",
          x, y + size * 0.36, official ? "white" : "black", size, number);
}

/* A figure stands until the same account gives the next one: lines go in steps. */
static void draw_line(const struct spot *spots, size_t count, toll_buffer *out) {
  if (count < 2) return;
  svg_put(out, "<path class=\"line\"%s d=\"M%.1f %.1f", plot_dash(spots->number), spots[0].x,
          (spots[0].low + spots[0].high) / 2);
  for (size_t i = 1; i < count; i++) svg_put(out, "H%.1fV%.1f", spots[i].x, (spots[i].low + spots[i].high) / 2);
  toll_buffer_str(out, "\"/>\n");
}

static void draw_lines(const struct plot *p, toll_buffer *out) {
  size_t count;
  const struct spot *spots = spots_of(p, &count);
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from; to < count && spots[to].number == spots[from].number;) to++;
    size_t dated = from;
    while (dated < to && spots[dated].point->from != TOLL_NO_DAY) dated++;
    draw_line(&spots[from], dated - from, out);
  }
}

static void draw_whiskers(const struct plot *p, const struct spot *s, toll_buffer *out) {
  double r = p->radius;
  switch (s->point->hedge) {
  case TOLL_HEDGE_UP:
    svg_put(out, "<path class=\"whisker\" d=\"M%.1f %.1fV%.1fm-4 6l4 -6l4 6\"/>", s->x, s->high - r, s->high - WHISKER);
    break;
  case TOLL_HEDGE_DOWN:
    svg_put(out, "<path class=\"whisker\" d=\"M%.1f %.1fV%.1fm-4 -6l4 6l4 -6\"/>", s->x, s->low + r, s->low + WHISKER);
    break;
  case TOLL_HEDGE_ABOUT:
    svg_put(out, "<path class=\"whisker about\" d=\"M%.1f %.1fV%.1fM%.1f %.1fV%.1f\"/>", s->x, s->high - r,
            s->high - r - 9, s->x, s->low + r, s->low + r + 9);
    break;
  case TOLL_HEDGE_BETWEEN:
    svg_put(out, "<path class=\"whisker\" d=\"M%.1f %.1fh24M%.1f %.1fh24\"/>", s->x - 12, s->high, s->x - 12, s->low);
    svg_put(out, "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"6\" height=\"%.1f\"/>", s->x - 3, s->high,
            s->low - s->high);
    break;
  default:
    break;
  }
}

void plot_figure(const toll_timeline_point *p, toll_buffer *out) {
  const toll_claim *claim = &p->claim->row->claim;
  if (claim->value != TOLL_OPEN || claim->form == TOLL_BETWEEN)
    figure_of(out, claim, row_count_words(claim));
  else
    figure_range(out, claim->low, TOLL_OPEN, claim->high);
}

/* What a pointer that rests on the mark is told. */
static void draw_title(const toll_timeline_point *p, toll_buffer *out) {
  toll_buffer text = {0};
  const toll_case_claim *row = p->claim->row;
  plot_figure(p, &text);
  toll_buffer_str(&text, " · ");
  figure_claimant(&text, row->claim.claimant, row->outlet.len ? row->outlet : p->claim->claimant);
  toll_buffer_str(&text, " · ");
  if (p->from == TOLL_NO_DAY) toll_buffer_str(&text, "no day");
  figure_days(&text, p->from, p->to);
  toll_buffer_str(&text, " · “");
  toll_buffer_add(&text, row->claim.quote.at, row->claim.quote.len);
  toll_buffer_str(&text, "” · ");
  toll_buffer_str(&text, row->claim.id);
  toll_buffer_str(out, "<title>");
  svg_text(out, (toll_slice){text.at, text.len});
  toll_buffer_str(out, "</title>");
  if (text.failed) out->failed = true;
  toll_buffer_free(&text);
}

/* Where a mark was moved from, and over which days its figure is spread. */
static void draw_place(const struct spot *s, toll_buffer *out) {
  double y = s->low;
  if (fabs(s->x - s->true_x) > 0.05)
    svg_put(out, "<path class=\"lead\" d=\"M%.1f %.1fH%.1f\"/><circle class=\"full\" cx=\"%.1f\" cy=\"%.1f\" r=\"2\"/>",
            s->true_x, y, s->x, s->true_x, y);
  if (s->end_x - s->true_x > 1)
    svg_put(out, "<path class=\"lead\" d=\"M%.1f %.1fH%.1fm0 -4v8\"/>", s->true_x, y, s->end_x);
}

static void draw_marks(const struct plot *p, toll_buffer *out) {
  size_t count;
  const struct spot *spots = spots_of(p, &count);
  for (size_t i = 0; i < count; i++) draw_place(&spots[i], out);
  toll_buffer_str(out, "\n");
  for (size_t i = 0; i < count; i++) {
    const struct spot *s = &spots[i];
    toll_buffer_str(out, "<g>");
    draw_title(s->point, out);
    draw_whiskers(p, s, out);
    plot_disc(s->x, (s->low + s->high) / 2, p->radius, s->number, s->point->official, s->point->replaced, out);
    toll_buffer_str(out, "</g>\n");
  }
}

/* --- labels ------------------------------------------------------------- */

/* Right of the mark, left, below, above: where there is room. */
static void draw_label(struct plot *p, const struct spot *s, toll_buffer *out) {
  toll_buffer text = {0};
  plot_figure(s->point, &text);
  double width = LETTER * (double)text_columns((toll_slice){text.at, text.len}), r = p->radius + 3;
  double middle = (s->low + s->high) / 2;
  struct box m = mark_box(p, s);
  const struct {
    double left, middle, at;
    const char *anchor;
  } places[] = {
      {s->x + r, middle, s->x + r, "start"},
      {s->x - r - width, middle, s->x - r, "end"},
      {s->x - width / 2, m.bottom + 9, s->x, "middle"},
      {s->x - width / 2, m.top - 9, s->x, "middle"},
      {s->x + r - 2, m.bottom + 5, s->x + r - 2, "start"},
      {s->x + r - 2, m.top - 5, s->x + r - 2, "start"},
  };
  for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
    struct box box = {places[i].left, places[i].middle - 6, places[i].left + width, places[i].middle + 6};
    if (box.left < LEFT || box.right > RIGHT + 10 || box.bottom > p->bottom || box.top < p->top - 20) continue;
    if (!is_free(p, &box)) continue;
    take(p, &box);
    text_at(places[i].at, box.bottom - 2, places[i].anchor, "label", (toll_slice){text.at, text.len}, out);
    break;
  }
  toll_buffer_free(&text);
}

/* --- the whole ---------------------------------------------------------- */

static int64_t larger(int64_t a, int64_t b) {
  return b != TOLL_OPEN && b > a ? b : a;
}

/* The event belongs on the axis unless the figures came so long after it that
 * they would be pressed together. */
static void set_axes(struct plot *p, const toll_timeline_bounds *b) {
  const toll_tally_row *row = toll_timeline_row(p->timeline);
  toll_day from = b->from, event = row->event->from;
  p->numbers = axis_numbers(b->least, larger(larger(b->most, row->low), row->high));
  p->signs->log |= p->numbers.log;
  p->dated = from != TOLL_NO_DAY;
  p->right = RIGHT - (b->undated ? UNDATED : ASIDE);
  if (!p->dated) return;
  if (event != TOLL_NO_DAY && event < from && from - event <= b->to - from + 30) from = event;
  p->days = axis_days(from, b->to, 9);
}

double plot_draw(const toll_timeline *t, const toll_method *method, double y, struct plot_signs *signs,
                 toll_buffer *out) {
  toll_timeline_bounds bounds = toll_timeline_bounds_of(t);
  double height = bounds.points > LABELLED ? 560 : bounds.points > 6 ? 320 : 220;
  struct plot p = {.timeline = t, .top = y + 24, .bottom = y + 24 + height, .signs = signs};
  size_t count;
  p.radius = bounds.points > LABELLED ? 7 : 8.5;
  p.tries = bounds.points > LABELLED ? 7 : 60;
  set_axes(&p, &bounds);
  draw_band(&p, out);
  draw_number_axis(&p, out);
  draw_event(&p, out);
  draw_day_axis(&p, out);
  draw_frame(&p, out);
  place_spots(&p);
  draw_lines(&p, out);
  draw_marks(&p, out);
  const struct spot *spots = spots_of(&p, &count);
  for (size_t i = 0; i < count && count <= LABELLED; i++) draw_label(&p, &spots[i], out);
  draw_result(&p, method, out);
  if (p.spots.failed || p.taken.failed) out->failed = true;
  toll_buffer_free(&p.spots);
  toll_buffer_free(&p.taken);
  return p.bottom + 32;
}
