/* The picture is made of lines, circles and text.  What tells the parts apart is
 * the shape of line and mark, never a colour: the development part has a whole
 * line and filled marks, the part set aside a broken line and open marks. */
#include <math.h>

#include "base/svg.h"
#include "score/score.h"

#define WIDTH 400 /* of a diagram's field, and its height */
#define HEIGHT 300
#define TOP 50
#define LEFT 70
#define APART 560 /* from one diagram to the next */

struct field { /* of one diagram: how numbers become places */
  double left, most_y;
};

static double at_x(const struct field *f, double x) {
  return f->left + x * WIDTH;
}

static double at_y(const struct field *f, double y) {
  return TOP + HEIGHT - y / f->most_y * HEIGHT;
}

static void axes(const struct field *f, const char *title, const char *x, const char *y, toll_buffer *out) {
  svg_put(out, "<text x=\"%.0f\" y=\"%d\" class=\"title\">%s</text>\n", f->left, TOP - 20, title);
  svg_put(out, "<rect x=\"%.0f\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", f->left, TOP, WIDTH, HEIGHT);
  for (int i = 0; i <= 5; i++) {
    double part = i / 5.0;
    svg_put(out, "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>\n", at_x(f, part), TOP + HEIGHT + 20,
            part);
    svg_put(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"end\">%.2f</text>\n", f->left - 8,
            at_y(f, part * f->most_y) + 4, part * f->most_y);
    if (i == 0 || i == 5) continue;
    svg_put(out, "<path class=\"grid\" d=\"M%.1f %d V%d M%.1f %.1f H%.1f\"/>\n", at_x(f, part), TOP, TOP + HEIGHT,
            f->left, at_y(f, part * f->most_y), f->left + WIDTH);
  }
  svg_put(out, "<text x=\"%.0f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n", f->left + WIDTH / 2.0, TOP + HEIGHT + 42,
          x);
  svg_put(out, "<text transform=\"translate(%.0f %d) rotate(-90)\" text-anchor=\"middle\">%s</text>\n", f->left - 48,
          TOP + HEIGHT / 2, y);
}

static const char *class_of(size_t part) {
  return part == SCORE_SET_ASIDE ? "aside" : "main";
}

static void legend(const struct score *s, toll_buffer *out) {
  for (size_t i = 0; i < SCORE_PARTS; i++) {
    double x = LEFT + 180.0 * (double)i, y = TOP + HEIGHT + 75;
    if (!score_part_title(s, i)) continue;
    svg_put(out, "<path class=\"%s\" d=\"M%.0f %.0f h40\"/><circle class=\"%s\" cx=\"%.0f\" cy=\"%.0f\" r=\"4\"/>\n",
            class_of(i), x, y, class_of(i), x + 20, y);
    svg_put(out, "<text x=\"%.0f\" y=\"%.0f\">%s</text>\n", x + 48, y + 4, score_part_title(s, i));
  }
}

/* The largest error on any curve, up to the next twentieth. */
static double most_error(const struct score *s) {
  double most = 0.05;
  struct curve_point points[CURVE_STEPS];
  for (size_t part = 0; part < SCORE_PARTS; part++) {
    size_t n = curve_points(&s->parts[part]->curve, points);
    for (size_t i = 0; i < n; i++) most = fmax(most, score_rate(points[i].wrong, points[i].kept));
  }
  return fmin(1, ceil(most * 20) / 20);
}

static void draw_curve(const struct score *s, size_t part, const struct field *f, toll_buffer *out) {
  struct curve_point points[CURVE_STEPS];
  size_t n = curve_points(&s->parts[part]->curve, points);
  if (n == 0) return;
  svg_put(out, "<path class=\"%s\" d=\"", class_of(part));
  for (size_t i = 0; i < n; i++)
    svg_put(out, "%c%.1f %.1f", i ? 'L' : 'M', at_x(f, score_rate(points[i].kept, points[0].kept)),
            at_y(f, score_rate(points[i].wrong, points[i].kept)));
  svg_put(out, "\"/>\n");
  unsigned told = 0; /* a mark with its confidence at each tenth */
  for (size_t i = 0; i < n; i++) {
    if (points[i].least < told) continue;
    double x = at_x(f, score_rate(points[i].kept, points[0].kept));
    double y = at_y(f, score_rate(points[i].wrong, points[i].kept));
    svg_put(out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", class_of(part), x, y);
    svg_put(out, "<text class=\"small\" x=\"%.1f\" y=\"%.1f\">%.2f</text>\n", x + (part == SCORE_SET_ASIDE ? -30 : 6),
            y + (part == SCORE_SET_ASIDE ? 14 : -5), points[i].least / 1000.0);
    told = points[i].least / 100 * 100 + 100;
  }
}

static void draw_bins(const struct score *s, size_t part, const struct field *f, toll_buffer *out) {
  struct curve_bin bins[CURVE_BINS];
  char letter = 'M';
  curve_bins(&s->parts[part]->curve, bins);
  if (curve_count(&s->parts[part]->curve) == 0) return;
  svg_put(out, "<path class=\"%s\" d=\"", class_of(part));
  for (size_t i = 0; i < CURVE_BINS; i++) {
    if (bins[i].claims == 0) continue;
    svg_put(out, "%c%.1f %.1f", letter, at_x(f, (double)bins[i].sum / 1000 / (double)bins[i].claims),
            at_y(f, score_rate(bins[i].right, bins[i].claims)));
    letter = 'L';
  }
  svg_put(out, "\"/>\n");
  for (size_t i = 0; i < CURVE_BINS; i++) {
    if (bins[i].claims == 0) continue;
    double x = at_x(f, (double)bins[i].sum / 1000 / (double)bins[i].claims);
    double y = at_y(f, score_rate(bins[i].right, bins[i].claims));
    svg_put(out, "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/>", class_of(part), x, y);
    svg_put(out, "<text class=\"small\" x=\"%.1f\" y=\"%.1f\">n %llu</text>\n", x + (part == SCORE_SET_ASIDE ? -36 : 6),
            y + (part == SCORE_SET_ASIDE ? -6 : 14), (unsigned long long)bins[i].claims);
  }
}

static const char head[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1080 450\" width=\"1080\" height=\"450\">\n"
    "<title>Error against coverage, and how far confidence is borne out</title>\n"
    "<style>text{font:13px sans-serif;fill:#000}.title{font-weight:bold}.small{font-size:10px}"
    "rect{fill:none;stroke:#000}path{fill:none;stroke:#000;stroke-width:1.8}.grid{stroke:#bbb;stroke-width:.6}"
    ".ideal{stroke-width:.8;stroke-dasharray:1 3}.main{stroke:#000}.aside{stroke:#000}"
    "path.aside{stroke-dasharray:7 4}circle{stroke:#000}circle.main{fill:#000}circle.aside{fill:#fff}</style>\n"
    "<rect width=\"1080\" height=\"450\" style=\"fill:#fff;stroke:none\"/>\n";

void score_svg(const struct score *s, toll_buffer *out) {
  struct field error = {LEFT, most_error(s)}, trust = {LEFT + APART, 1};
  toll_buffer_str(out, head);
  axes(&error, "Claims below a confidence left out", "share of the claims kept", "share of these that is wrong", out);
  for (size_t part = 0; part < SCORE_PARTS; part++) draw_curve(s, part, &error, out);
  axes(&trust, "Confidence and truth", "mean confidence", "share that is right", out);
  svg_put(out, "<path class=\"ideal\" d=\"M%.1f %.1f L%.1f %.1f\"/>\n", at_x(&trust, 0), at_y(&trust, 0),
          at_x(&trust, 1), at_y(&trust, 1));
  for (size_t part = 0; part < SCORE_PARTS; part++) draw_bins(s, part, &trust, out);
  legend(s, out);
  toll_buffer_str(out, "</svg>\n");
}
