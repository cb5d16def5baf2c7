/* toll claims: the claims of a case, all or some. */
#include <stdio.h>
#include <string.h>

#include "asked.h"
#include "casefile.h"
#include "cmd.h"
#include "rows.h"
#include "toll/tally.h"

/* Claims of one document stand together under its heading. */
struct listing {
  const char *format;
  struct term term;
  struct table table;
  toll_buffer out;
  int64_t document;
};

static void end_document(struct listing *l) {
  table_print(&l->table, &l->term, &l->out);
  if (l->document > 0) toll_buffer_str(&l->out, "\n");
  table_clear(&l->table);
  casefile_print(&l->out);
}

static void list_in_table(struct listing *l, const toll_case_claim *row, const struct claim_row *claim) {
  if (row->document != l->document) {
    end_document(l);
    l->document = row->document;
    toll_slice label = row->title.len > 0 ? row->title : row->doc;
    row_heading(&l->term, label, row->outlet, row->published, row->published_to, (toll_slice){0}, &l->out);
  }
  row_add(&l->table, claim);
}

static void list_row(struct listing *l, const toll_case_claim *row) {
  struct claim_row claim = {.claim = &row->claim,
                            .doc = row->doc,
                            .outlet = row->outlet,
                            .part_of = row->part_of,
                            .page = row->page,
                            .box = row->box,
                            .with_id = true};
  if (strcmp(l->format, "table") == 0) {
    list_in_table(l, row, &claim);
    return;
  }
  if (strcmp(l->format, "csv") == 0) {
    row_csv(&l->out, &claim);
  } else {
    toll_case_claim_json(row, &l->out);
    toll_buffer_str(&l->out, "\n");
  }
  casefile_print(&l->out);
}

static int list_all(toll_case_cursor *cursor, const char *format, size_t *listed, toll_error *e) {
  struct listing l = {.format = format, .term = term_of(stdout), .table = row_table()};
  toll_case_claim row;
  int got;
  if (strcmp(format, "csv") == 0) row_csv_header(&l.out);
  for (; (got = toll_case_claim_next(cursor, &row, e)) > 0; ++*listed) list_row(&l, &row);
  end_document(&l);
  toll_buffer_free(&l.out);
  table_free(&l.table);
  return got;
}

static int list_filtered(toll_case *file, const struct settings *settings, const toll_case_filter *filter,
                         size_t *listed, toll_error *e) {
  toll_case_cursor *cursor = NULL;
  int got = toll_case_claims(file, filter, &cursor, e);
  if (got == 0) got = list_all(cursor, settings->format, listed, e);
  if (cursor) toll_case_cursor_close(cursor);
  return got;
}

/* Programs see an empty list; people are told. */
static void tell_if_none(const struct settings *settings, size_t listed) {
  bool all = !settings->harm && !settings->event && !settings->claimant;
  if (listed == 0 && strcmp(settings->format, "table") == 0)
    report(settings->args[0], all ? "no claims in it" : "no claims match", NULL);
}

static int list_claims(toll_case *file, const struct settings *settings, toll_case_filter *filter) {
  toll_error e = {0};
  toll_buffer event = {0};
  size_t listed = 0;
  int code = EXIT_ALL_READ;
  if (settings->event) code = asked_event(file, settings->args[0], settings->event, false, &event);
  if (code == EXIT_ALL_READ) {
    filter->event = (toll_slice){event.at, event.len};
    if (list_filtered(file, settings, filter, &listed, &e) < 0)
      code = casefile_code(&e);
    else
      tell_if_none(settings, listed);
  }
  toll_buffer_free(&event);
  return code;
}

static int run_claims(const struct settings *settings) {
  toll_case *file;
  toll_case_filter filter = {.claimant = slice_of(settings->claimant)};
  int code = asked_harm("claims", settings->harm, &filter.harm);
  if (code == EXIT_ALL_READ)
    code = settings->event ? casefile_open_current(settings->args[0], &file)
                           : casefile_open(settings->args[0], TOLL_CASE_READ, &file);
  if (code != EXIT_ALL_READ) return code;
  code = list_claims(file, settings, &filter);
  toll_case_close(file);
  return code;
}

const struct verb verb_claims = {
    .name = "claims",
    .args = "CASE",
    .summary = "the claims of a case, all or some",
    .options = "harm event claimant format",
    .about = "Lists the claims of a case, document by document.",
    .examples = "toll claims baku.toll\tall of them\n"
                "toll claims --harm killed --claimant ministry baku.toll\twhat a ministry said about the dead\n"
                "toll claims --format jsonl baku.toll | jq .quote\tfor programs, the fields as toll scan prints them\n",
    .min_args = 1,
    .max_args = 1,
    .run = run_claims,
};
