/* toll rank: how far the sources of a case are to be believed, one beside another. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asked.h"
#include "base/member.h"
#include "casefile.h"
#include "cmd.h"
#include "rows.h"
#include "term.h"
#include "toll/review.h"

static const struct column columns[] = {
    {"rank", 0, true, false},   {"source", 20, false, true}, {"by", 10, false, true},
    {"since", 0, false, false}, {"reason", 24, false, true},
};

static void add_rank(toll_buffer *b, unsigned rank) {
  if (rank == TOLL_UNRELIABLE)
    toll_buffer_str(b, "unreliable");
  else
    toll_buffer_int(b, rank);
}

static void add_row(struct table *t, const toll_rank *r) {
  toll_buffer b = {0};
  add_rank(&b, r->rank);
  table_cell(t, (toll_slice){b.at, b.len}, TONE_STRONG);
  if (b.failed) t->text.failed = true;
  toll_buffer_free(&b);
  table_cell(t, r->name.len ? r->name : r->key, TONE_PLAIN);
  table_cell(t, r->by, TONE_PLAIN);
  table_cell(t, (toll_slice){r->at.at ? r->at.at : "", r->at.len < 10 ? r->at.len : 10}, TONE_PLAIN);
  table_cell(t, r->reason, TONE_PLAIN);
}

static void add_json(toll_buffer *out, const toll_rank *r) {
  member_text(out, "{\"source\":", r->key);
  member_text(out, ",\"name\":", r->name);
  toll_buffer_str(out, ",\"rank\":");
  if (r->rank == TOLL_UNRELIABLE)
    toll_buffer_str(out, "\"unreliable\"");
  else
    toll_buffer_int(out, r->rank);
  member_text(out, ",\"by\":", r->by);
  member_text(out, ",\"reason\":", r->reason);
  member_text(out, ",\"at\":", r->at);
  toll_buffer_str(out, "}\n");
}

static void add_csv(toll_buffer *out, const toll_rank *r) {
  toll_buffer rank = {0};
  add_rank(&rank, r->rank);
  csv_cell(out, true, r->key);
  csv_cell(out, false, r->name);
  csv_cell(out, false, (toll_slice){rank.at, rank.len});
  const toll_slice texts[] = {r->by, r->reason, r->at};
  for (size_t i = 0; i < 3; i++) csv_cell(out, false, texts[i]);
  csv_end(out);
  toll_buffer_free(&rank);
}

static int list(toll_case *file, const char *format, toll_error *e) {
  toll_review *review;
  int code = toll_review_read(file, &review, e);
  if (code) return code;
  struct term term = term_of(stdout);
  struct table t = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
  toll_buffer out = {0};
  bool table = strcmp(format, "table") == 0, csv = strcmp(format, "csv") == 0;
  if (csv) toll_buffer_str(&out, "source,name,rank,by,reason,at\r\n");
  for (size_t i = 0; i < review->rank_count; i++) {
    if (table)
      add_row(&t, &review->ranks[i]);
    else
      (csv ? add_csv : add_json)(&out, &review->ranks[i]);
  }
  table_print(&t, &term, &out);
  if (table && !review->rank_count && term.is_terminal) toll_buffer_str(&out, "no source has a rank: all rank alike\n");
  casefile_print(&out);
  toll_buffer_free(&out);
  table_free(&t);
  toll_review_free(review);
  return 0;
}

/* 1 .. TOLL_RANK_MAX, TOLL_UNRELIABLE, or -1 for "none"; -2 for anything else. */
static int read_rank(const char *word) {
  char *end;
  if (strcmp(word, "unreliable") == 0) return TOLL_UNRELIABLE;
  if (strcmp(word, "none") == 0) return -1;
  long n = strtol(word, &end, 10);
  return *word && !*end && n >= 1 && n <= TOLL_RANK_MAX ? (int)n : -2;
}

static int change(toll_case *file, const struct settings *settings, int rank, toll_error *e) {
  toll_buffer key = {0};
  toll_slice name = slice_of(settings->args[1]);
  int code = 0, exit_code = asked_source("rank", file, settings->args[1], &key, e);
  toll_rank wanted = {.key = {key.at, key.len}, .name = name, .rank = (uint16_t)(rank < 0 ? 0 : rank)};
  wanted.by = slice_of(settings->by);
  wanted.reason = slice_of(settings->reason);
  if (exit_code == EXIT_ALL_READ)
    code = rank < 0 ? toll_rank_clear(file, wanted.key, wanted.by, wanted.reason, e) : toll_rank_set(file, &wanted, e);
  toll_buffer_free(&key);
  return code ? casefile_code(e) : exit_code;
}

static int refuse(const char *message) {
  report("rank", message, NULL);
  return EXIT_USAGE;
}

static int run_rank(const struct settings *settings) {
  toll_error e = {0};
  toll_case *file;
  bool listing = settings->arg_count == 1;
  int rank = listing ? 0 : settings->arg_count == 3 ? read_rank(settings->args[2]) : -2;
  if (settings->arg_count == 2) return refuse("a rank is missing; usage: toll rank CASE SOURCE RANK");
  if (rank == -2) return refuse("a rank is a number from 1, or unreliable, or none");
  if (!listing && (!settings->by || !settings->reason)) return refuse("--by WHO and --reason TEXT are needed");
  int code = casefile_open(settings->args[0], listing ? TOLL_CASE_READ : TOLL_CASE_WRITE, &file);
  if (code != EXIT_ALL_READ) return code;
  if (listing)
    code = list(file, settings->format, &e) ? casefile_code(&e) : EXIT_ALL_READ;
  else
    code = change(file, settings, rank, &e);
  toll_case_close(file);
  return code;
}

const struct verb verb_rank = {
    .name = "rank",
    .args = "CASE [SOURCE RANK]",
    .summary = "how far the sources of a case are to be believed",
    .options = "by reason format",
    .about = "Ranks the sources of a case for the methods that prefer one to another (latest,\n"
             "low-best-high): 1 is the most reliable, sources without a rank come after all that\n"
             "have one, and unreliable ones are left out of what is reliable. Without a ranking\n"
             "all rank alike. SOURCE is a name as the claims or outlets have it, or words of it\n"
             "that only one source has. Who ranked, when and why is kept and logged.",
    .examples =
        "toll rank baku.toll\tthe ranks there are\n"
        "toll rank baku.toll \"Ministry of Health\" 1 --by \"reviewer 2\" --reason \"keeps the registers\"\tset one\n"
        "toll rank baku.toll outlet:Herald unreliable --by \"reviewer 2\" --reason \"retracted twice\"\tan outlet\n"
        "toll rank baku.toll \"Ministry of Health\" none --by \"reviewer 2\" --reason \"no longer so\"\ttake it back\n",
    .min_args = 1,
    .max_args = 3,
    .run = run_rank,
};
