/* toll scan: reports in, claims out, nothing kept. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "asked.h"
#include "cmd.h"
#include "figure.h"
#include "keep.h"
#include "lookup.h"
#include "pipeline.h"
#include "rows.h"
#include "toll/tally.h"

struct scan_context {
  struct term term;
  toll_profile profile;
};

struct scan_state {
  struct table table;
  struct kept kept;
  bool any; /* the document at hand has had a claim */
};

static void scan_state_free(void *state) {
  struct scan_state *s = state;
  table_free(&s->table);
  kept_free(&s->kept);
}

/* "news/report.html", "feed.jsonl:12" */
static void add_label(toll_buffer *out, const toll_document_info *info) {
  toll_buffer_add(out, info->path.at, info->path.len);
  if (info->line == 0) return;
  toll_buffer_str(out, ":");
  toll_buffer_int(out, info->line);
}

static int render_jsonl(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                        toll_buffer *out, toll_error *e) {
  (void)context, (void)state, (void)e;
  for (size_t i = 0; i < claims->count; i++) {
    toll_claim_json(doc, claims, &claims->items[i], out);
    toll_buffer_str(out, "\n");
  }
  return 0;
}

static struct claim_row row_of(const toll_document_info *info, const toll_claims *claims, size_t i) {
  const toll_claim *claim = &claims->items[i];
  bool part = claim->part_of >= 0 && (size_t)claim->part_of < claims->count;
  return (struct claim_row){
      .claim = claim, .doc = info->id, .outlet = info->outlet, .part_of = part ? claims->items[claim->part_of].id : ""};
}

static int render_csv(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                      toll_buffer *out, toll_error *e) {
  (void)context, (void)state, (void)e;
  for (size_t i = 0; i < claims->count; i++) {
    struct claim_row row = row_of(toll_document_get(doc), claims, i);
    row_csv(out, &row);
  }
  return 0;
}

static void add_heading(const struct scan_context *c, const toll_document_info *info, toll_buffer *out) {
  toll_buffer label = {0};
  add_label(&label, info);
  row_heading(&c->term, (toll_slice){label.at, label.len}, info->outlet, info->from, info->to, info->title, out);
  toll_buffer_free(&label);
}

/* Only what was looked at can be said to hold none. */
static const char *no_figures(const toll_document_info *info) {
  return info->format == TOLL_FORMAT_HTML ? "  no figures found in its sentences (tables are not read)\n\n"
                                          : "  no figures found\n\n";
}

static int render_table(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                        toll_buffer *out, toll_error *e) {
  const struct scan_context *c = context;
  struct scan_state *s = state;
  const toll_document_info *info = toll_document_get(doc);
  (void)e;
  if (info->base == 0) {
    add_heading(c, info, out);
    s->any = false;
  }
  if (!s->table.columns) s->table = row_table();
  table_clear(&s->table);
  for (size_t i = 0; i < claims->count; i++) {
    struct claim_row row = row_of(info, claims, i);
    row_add(&s->table, &row);
  }
  s->table.bare = s->any;
  table_print(&s->table, &c->term, out);
  if (claims->count > 0) s->any = true;
  if (info->more) return 0;
  toll_buffer_str(out, s->any ? "\n" : no_figures(info));
  return 0;
}

/* Fills *whole with the claims of the whole document once its last window is
 * there; false before. */
static bool gather(struct scan_state *s, const toll_document_info *info, const toll_claims *claims, toll_claims *whole,
                   toll_error *e, int *code) {
  *code = 0;
  if (info->base == 0) kept_reset(&s->kept);
  if (info->base == 0 && !info->more) {
    *whole = *claims;
    return true;
  }
  *code = kept_add(&s->kept, claims, e);
  if (*code != 0 || info->more) return false;
  *whole = kept_claims(&s->kept);
  return true;
}

/* After the output of a document whose claims were too many for one tally. */
static int tell_if_over(const struct scan_state *s, const toll_document_info *info, toll_error *e) {
  if (!s->kept.over) return 0;
  char path[512];
  snprintf(path, sizeof path, "%.*s", (int)(info->path.len < 500 ? info->path.len : 500), info->path.at);
  return toll_fail(e, TOLL_E_LIMIT, "too many figures in one document: the tally takes in the first 50000", path, 0);
}

typedef void tally_writer(const toll_document_info *info, const toll_document_tally *tally, toll_buffer *out);

static int render_tally(const struct scan_context *c, struct scan_state *s, const toll_document *doc,
                        const toll_claims *claims, toll_buffer *out, toll_error *e, tally_writer *write) {
  const toll_document_info *info = toll_document_get(doc);
  toll_claims whole = {0};
  int code;
  if (!gather(s, info, claims, &whole, e, &code)) return code;
  toll_document_tally tally = {0};
  code = toll_tally_document(&whole, c->profile, &tally);
  if (code != 0) return toll_fail(e, code, "memory is out", NULL, 0);
  write(info, &tally, out);
  return tell_if_over(s, info, e);
}

static void write_tally_json(const toll_document_info *info, const toll_document_tally *tally, toll_buffer *out) {
  toll_tally_json(info->id, tally, out);
  toll_buffer_str(out, "\n");
}

static int tally_jsonl(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                       toll_buffer *out, toll_error *e) {
  return render_tally(context, state, doc, claims, out, e, write_tally_json);
}

static void write_tally_csv(const toll_document_info *info, const toll_document_tally *tally, toll_buffer *out) {
  for (unsigned harm = 1; harm < TOLL_HARM_COUNT; harm++) {
    const toll_figure *f = &tally->of[harm];
    if (!f->given) continue;
    csv_cell(out, true, info->id);
    csv_str(out, false, toll_harm_name(harm));
    csv_int(out, false, f->low);
    csv_int(out, false, f->best);
    csv_int(out, false, f->high);
    csv_end(out);
  }
}

static int tally_csv(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                     toll_buffer *out, toll_error *e) {
  return render_tally(context, state, doc, claims, out, e, write_tally_csv);
}

/* Documents come one by one, so the tally's columns have fixed widths. */
#define TALLY_WIDTH 14

static void add_padded(toll_buffer *out, const toll_figure *f) {
  toll_buffer b = {0};
  if (f->given) figure_range(&b, f->low, f->best, f->high);
  for (size_t i = text_columns((toll_slice){b.at, b.len}); i < TALLY_WIDTH; i++) toll_buffer_str(out, " ");
  toll_buffer_add(out, b.at, b.len);
  toll_buffer_free(&b);
}

static void write_tally_line(const toll_document_info *info, const toll_document_tally *tally, toll_buffer *out) {
  add_padded(out, &tally->of[TOLL_KILLED]);
  add_padded(out, &tally->of[TOLL_WOUNDED]);
  toll_buffer_str(out, "  ");
  toll_buffer label = {0};
  add_label(&label, info);
  text_clean(out, (toll_slice){label.at, label.len});
  toll_buffer_free(&label);
  if (info->id.len > 0 && info->line > 0) {
    toll_buffer_str(out, " ");
    text_clean(out, info->id);
  }
  bool first = true;
  for (unsigned harm = TOLL_WOUNDED + 1; harm < TOLL_HARM_COUNT; harm++) {
    const toll_figure *f = &tally->of[harm];
    if (!f->given) continue;
    toll_buffer_str(out, first ? "  (" : ", ");
    first = false;
    for (const char *at = toll_harm_name(harm); *at; at++) toll_buffer_add(out, *at == '_' ? " " : at, 1);
    toll_buffer_str(out, " ");
    figure_range(out, f->low, f->best, f->high);
  }
  toll_buffer_str(out, first ? "\n" : ")\n");
}

static int tally_table(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                       toll_buffer *out, toll_error *e) {
  return render_tally(context, state, doc, claims, out, e, write_tally_line);
}

/* What each format prints before and for the documents. */
struct scan_format {
  const char *name;
  bool tally;
  int (*render)(const void *, void *, const toll_document *, const toll_claims *, toll_buffer *, toll_error *);
};

static const struct scan_format formats[] = {
    {"table", false, render_table}, {"jsonl", false, render_jsonl}, {"csv", false, render_csv},
    {"table", true, tally_table},   {"jsonl", true, tally_jsonl},   {"csv", true, tally_csv},
};

static const struct scan_format *format_of(const struct settings *settings) {
  size_t i = 0;
  while (formats[i].tally != settings->tally || strcmp(formats[i].name, settings->format) != 0) i++;
  return &formats[i];
}

static void print_header(const struct scan_format *format) {
  toll_buffer out = {0};
  if (format->render == render_csv) row_csv_header(&out);
  if (format->render == tally_csv) toll_buffer_str(&out, "doc,harm,low,best,high\r\n");
  if (out.len > 0) fwrite(out.at, 1, out.len, stdout);
  toll_buffer_free(&out);
  if (format->render == tally_table) printf("%*s%*s  document\n", TALLY_WIDTH, "killed", TALLY_WIDTH, "wounded");
}

static int run_scan(const struct settings *settings) {
  toll_error e = {0};
  struct scan_context context = {.term = term_of(stdout)};
  struct language language;
  int code = asked_profile("scan", settings->profile, &context.profile);
  if (code != EXIT_ALL_READ) return code;
  if (language_open(settings->lang, &language, &e) != 0) return report_code(&e);
  const struct scan_format *format = format_of(settings);
  struct pipeline pipeline = {
      .paths = settings->args,
      .path_count = settings->arg_count,
      .jobs = (unsigned)settings->jobs,
      .pack = language.pack,
      .places = language.places,
      .context = &context,
      .state_size = sizeof(struct scan_state),
      .render = format->render,
      .state_free = scan_state_free,
  };
  print_header(format);
  code = pipeline_run(&pipeline);
  language_close(&language);
  return code;
}

const struct verb verb_scan = {
    .name = "scan",
    .args = "FILE|DIR|-...",
    .summary = "every figure in reports: how many, of whom, says who, in which words",
    .options = "format tally profile lang jobs",
    .about = "Reads reports (plain text, HTML, JSONL; what a file is, its bytes decide) and\n"
             "prints every claim of harm in them. Folders are read with all that is in them;\n"
             "\"-\" is standard input. Nothing is kept: see toll help add for that.\n\n"
             "JSONL has a document a line. Its fields: text (needed), id, date, lang, title,\n"
             "outlet (who published it), url, byline. Other fields are passed over; a line\n"
             "without text is reported. Sentences are read; the cells of tables are not.\n\n"
             "Signs in the table: ~100 about, ≥ 7 at least, > 100 more than, ≤ 30 up to,\n"
             "20–25 between, +4 added to an earlier figure, └ a part of a figure above,\n"
             "\"via\" who passed it on.",
    .examples = "toll scan report.txt\ta table for people\n"
                "toll scan --format jsonl news/ > claims.jsonl\tone JSON object a claim, a whole folder\n"
                "curl -s https://example.org/report | toll scan -\twhat comes down a pipe\n"
                "toll scan --tally --format jsonl feed.jsonl\tone line a document: low, best and high by harm\n"
                "toll scan --tally --profile noncombatants news/\tthe same, attackers and soldiers left out\n",
    .min_args = 1,
    .max_args = SIZE_MAX,
    .run = run_scan,
};
