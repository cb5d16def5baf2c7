/* toll scan: reports in, claims out, nothing kept. */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "asked.h"
#include "cmd.h"
#include "lookup.h"
#include "pipeline.h"
#include "read/pages.h"
#include "scan.h"

static void scan_state_free(void *state) {
  struct scan_state *s = state;
  table_free(&s->table);
  kept_free(&s->kept);
  toll_buffer_free(&s->why);
}

void scan_label(toll_buffer *out, const toll_document_info *info) {
  toll_buffer_add(out, info->path.at, info->path.len);
  if (info->inner.len > 0) toll_buffer_str(out, "!");
  toll_buffer_add(out, info->inner.at, info->inner.len);
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

/* room holds the row's box. */
static struct claim_row row_of(const toll_document *doc, const toll_claims *claims, size_t i, char room[BOX_FORMAT]) {
  const toll_document_info *info = toll_document_get(doc);
  const toll_claim *claim = &claims->items[i];
  bool part = claim->part_of >= 0 && (size_t)claim->part_of < claims->count;
  struct claim_row row = {
      .claim = claim, .doc = info->id, .outlet = info->outlet, .part_of = part ? claims->items[claim->part_of].id : ""};
  double box[4];
  if (toll_document_box(doc, claim->count_span, &row.page, box)) row.box = box_format(box, room);
  return row;
}

static int render_csv(const void *context, void *state, const toll_document *doc, const toll_claims *claims,
                      toll_buffer *out, toll_error *e) {
  (void)context, (void)state, (void)e;
  for (size_t i = 0; i < claims->count; i++) {
    char room[BOX_FORMAT];
    struct claim_row row = row_of(doc, claims, i, room);
    row_csv(out, &row);
  }
  return 0;
}

static void add_heading(const struct scan_context *c, const toll_document_info *info, toll_buffer *out) {
  toll_buffer label = {0};
  scan_label(&label, info);
  row_heading(&c->term, (toll_slice){label.at, label.len}, info->outlet, info->from, info->to, info->title, out);
  toll_buffer_free(&label);
}

/* Only what was looked at can be said to hold none. */
static const char *no_figures(const toll_document_info *info) {
  bool plain = info->format == TOLL_FORMAT_TEXT || info->format == TOLL_FORMAT_JSONL;
  return plain ? "  no figures found\n\n" : "  no figures found in its sentences (tables are not read)\n\n";
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
    char room[BOX_FORMAT];
    struct claim_row row = row_of(doc, claims, i, room);
    row_add(&s->table, &row);
  }
  s->table.bare = s->any;
  table_print(&s->table, &c->term, out);
  if (claims->count > 0) s->any = true;
  if (info->more) return 0;
  toll_buffer_str(out, s->any ? "\n" : no_figures(info));
  return 0;
}

/* What each format prints before and for the documents. */
struct scan_format {
  const char *name;
  bool tally;
  int (*render)(const void *, void *, const toll_document *, const toll_claims *, toll_buffer *, toll_error *);
};

static const struct scan_format formats[] = {
    {"table", false, render_table},    {"jsonl", false, render_jsonl},    {"csv", false, render_csv},
    {"table", true, scan_tally_table}, {"jsonl", true, scan_tally_jsonl}, {"csv", true, scan_tally_csv},
};

static const struct scan_format *format_of(const struct settings *settings) {
  size_t i = 0;
  while (formats[i].tally != settings->tally || strcmp(formats[i].name, settings->format) != 0) i++;
  return &formats[i];
}

static void print_header(const struct settings *settings, const struct scan_format *format) {
  toll_buffer out = {0};
  if (format->render == render_csv) row_csv_header(&out);
  if (format->tally) scan_tally_header(format->name, settings->why, &out);
  if (out.len > 0) fwrite(out.at, 1, out.len, stdout);
  toll_buffer_free(&out);
}

static int run_scan(const struct settings *settings) {
  toll_error e = {0};
  struct scan_context context = {.term = term_of(stdout), .why = settings->why};
  struct language language;
  if (settings->why && !settings->tally) {
    report("scan", "--why gives the reasons of a tally: add --tally", NULL);
    return EXIT_USAGE;
  }
  int code = asked_profile("scan", settings->profile, &context.profile);
  if (code != EXIT_ALL_READ) return code;
  if (language_open(settings->lang, &language, &e) != 0) return report_code(&e);
  const struct scan_format *format = format_of(settings);
  struct pipeline pipeline = {
      .paths = settings->args,
      .path_count = settings->arg_count,
      .jobs = (unsigned)settings->jobs,
      .verbose = settings->verbose,
      .pack = language.pack,
      .places = language.places,
      .context = &context,
      .state_size = sizeof(struct scan_state),
      .render = format->render,
      .state_free = scan_state_free,
      .named = format->tally,
  };
  print_header(settings, format);
  code = pipeline_run(&pipeline);
  language_close(&language);
  return code;
}

const struct verb verb_scan = {
    .name = "scan",
    .args = "FILE|DIR|-...",
    .summary = "every figure in reports: how many, of whom, says who, in which words",
    .options = "format tally why profile lang jobs verbose",
    .about = "Reads reports and prints every claim of harm in them. What a file is, its bytes\n"
             "decide: text, HTML, JSONL, PDF, office documents, mail; compressed files, ZIP,\n"
             "tar and web archives with what is in them. Folders are read with all that is\n"
             "in them; \"-\" is standard input. Nothing is kept: see toll help add for that.\n\n"
             "JSONL has a document a line. Its fields: text (needed), id, date, lang, title,\n"
             "outlet (who published it), url, byline. Other fields are passed over; a line\n"
             "without text is reported. Sentences are read; the cells of tables are not.\n\n"
             "Signs in the table: ~100 about, ≥ 7 at least, > 100 more than, ≤ 30 up to,\n"
             "20–25 between, +4 added to an earlier figure, └ a part of a figure above,\n"
             "\"via\" who passed it on.",
    .examples = "toll scan report.txt\ta table for people\n"
                "toll scan --format jsonl news/ > claims.jsonl\tone JSON object a claim, a whole folder\n"
                "curl -s https://example.org/report | toll scan -\twhat comes down a pipe\n"
                "toll scan crawl.warc.gz bulletins.zip\tall the reports in archives\n"
                "toll scan --tally --format jsonl feed.jsonl\tone line a document: low, best and high by harm\n"
                "toll scan --tally --profile noncombatants news/\tthe same, attackers and soldiers left out\n"
                "toll scan --tally --why report.txt\twhich of its figures were used, and why not the others\n",
    .min_args = 1,
    .max_args = SIZE_MAX,
    .run = run_scan,
};
