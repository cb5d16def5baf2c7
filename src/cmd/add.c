/* toll add: reports into a case.  A document that is there already is left as
 * it is, so adding the same folder again adds only what is new.
 *
 * Workers read documents and prepare them; what they made is put into the case in
 * the order of the input, so that a case does not depend on their number. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casefile.h"
#include "cmd.h"
#include "lookup.h"
#include "pipeline.h"
#include "term.h"

/* --- workers ------------------------------------------------------------ */

struct adding { /* shared by the workers */
  const char *path;
  const struct language *language;
  bool fresh; /* there was nothing in the case, so nothing read can be there but what was just put */
};

struct adder {     /* a worker's own */
  toll_case *file; /* for reading, to see what is there; null where nothing was */
  toll_preparer *preparer;
  toll_mention_maker *maker;
  bool passing; /* further windows of a text that is there already, or could not be read */
};

/* What goes before a prepared document, or stands for one that is not wanted. */
struct made {
  bool there; /* the case has it already */
  bool more;  /* its windows go on */
  uint64_t claims;
  char path[512];
};

static int open_adder(const struct adding *adding, struct adder *a, toll_error *e) {
  if (!a->preparer) a->preparer = toll_preparer_new();
  if (!a->maker) a->maker = toll_mention_maker_new(adding->language->pack, adding->language->places);
  if (!a->preparer || !a->maker) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  return a->file || adding->fresh ? 0 : toll_case_open(adding->path, TOLL_CASE_READ, &a->file, e);
}

static void close_adder(void *state) {
  struct adder *a = state;
  toll_case_close(a->file);
  toll_preparer_free(a->preparer);
  toll_mention_maker_free(a->maker);
}

static void add_head(const toll_document_info *info, bool there, size_t claims, toll_buffer *out) {
  struct made made = {.there = there, .more = info->more, .claims = claims};
  place_of(made.path, info);
  toll_buffer_add(out, (const char *)&made, sizeof made);
}

/* Scans a document that was parsed and prepares it. */
static int prepare(struct adder *a, const toll_document *doc, toll_scanner *scanner, toll_buffer *out, toll_error *e) {
  toll_claims claims = {0};
  toll_mentions mentions;
  int code = toll_scan(scanner, doc, &claims, e);
  if (code == 0) code = toll_mentions_make(a->maker, doc, &claims, &mentions, e);
  if (code != 0) return code;
  add_head(toll_document_get(doc), false, claims.count, out);
  return toll_case_prepare(a->preparer, doc, &claims, &mentions, out, e);
}

/* Whether the case has the document already.  What is read twice from one input is told when it is put. */
static int look(struct adder *a, const toll_document_info *info, bool *there, toll_error *e) {
  *there = false;
  return a->file && info->base == 0 ? toll_case_has(a->file, info, there, e) : 0;
}

/* A line of JSONL says only when it is parsed by which id it goes; of all others that is known before. */
static int read_document(struct adder *a, toll_document *doc, toll_scanner *scanner, toll_buffer *out, toll_error *e) {
  const toll_document_info *info = toll_document_get(doc);
  bool line = info->format == TOLL_FORMAT_JSONL, there = false;
  int code = toll_document_identify(doc, e);
  if (code == 0 && !line) code = look(a, info, &there, e);
  if (code == 0 && !there) code = toll_document_parse(doc, e);
  if (code == 0 && line) code = look(a, info, &there, e);
  if (code == 0 && there) add_head(info, true, 0, out);
  a->passing = there && info->more;
  return code == 0 && !there ? prepare(a, doc, scanner, out, e) : code;
}

/* Windows of one long text share its fate: once one of them fails, the rest is passed over. */
static int read_window(const void *context, void *state, toll_document *doc, toll_scanner *scanner, toll_buffer *out,
                       toll_error *e) {
  struct adder *a = state;
  bool first = toll_document_get(doc)->base == 0;
  int code = open_adder(context, a, e);
  if (first) a->passing = false;
  if (code == 0 && !a->passing) code = read_document(a, doc, scanner, out, e);
  if (code != 0) {
    a->passing = toll_document_get(doc)->more;
    out->len = 0;
  }
  return code;
}

/* --- the case ----------------------------------------------------------- */

struct filling {
  const char *path; /* of the case */
  toll_case *file;
  uint64_t added, there, claims;
  uint64_t claims_open;    /* of the document whose windows are coming in */
  uint64_t claims_pending; /* of documents that are not committed yet */
  bool damaged;            /* the case itself does not hold together */
  bool stopped;            /* it could not be written to: what is there is the beginning of the input */
};

/* What was counted since the last commit is not in the case after all. */
static void uncount(struct filling *f, size_t pending) {
  f->added -= pending < f->added ? pending : f->added;
  f->claims -= f->claims_pending < f->claims ? f->claims_pending : f->claims;
  f->claims_pending = 0;
}

/* The case could not be written: this input is not in it, nor are those since the last
 * commit.  Nothing more is put into it, although a smaller document might find room: what
 * is there is always the beginning of the input, and adding again makes the same case. */
static void tell_undone(struct filling *f, const struct made *made, const toll_error *e, size_t pending) {
  char reason[700], line[800];
  toll_error_format(e, reason, sizeof reason);
  snprintf(line, sizeof line, "not added, nor what comes after it: %s", reason);
  report(made->path, line, NULL);
  if (pending > 0) {
    snprintf(line, sizeof line, "%zu documents read just before are undone as well; add the same again", pending);
    report(f->path, line, NULL);
    uncount(f, pending);
  }
}

static bool undoes(int code) {
  return code == TOLL_E_IO || code == TOLL_E_MEMORY || code == TOLL_E_DAMAGED;
}

/* Only with the last window is it known whether the document is a new one. */
static void count(struct filling *f, const struct made *made, bool added) {
  f->claims_open += made->claims;
  if (made->more) return;
  f->added += added;
  f->there += !added;
  if (added) {
    f->claims += f->claims_open;
    f->claims_pending += f->claims_open;
  }
  f->claims_open = 0;
}

static bool put(struct filling *f, const struct made *made, toll_slice prepared, bool *stop) {
  toll_error e = {0};
  bool added = false;
  size_t pending = toll_case_pending(f->file);
  if (pending == 0) f->claims_pending = 0;
  int code = toll_case_put(f->file, prepared, &added, &e);
  if (code == 0) {
    count(f, made, added);
    return true;
  }
  f->damaged = f->damaged || code == TOLL_E_DAMAGED;
  f->claims_open = 0;
  *stop = f->stopped = undoes(code);
  if (*stop)
    tell_undone(f, made, &e, pending);
  else
    report_error(&e);
  return false;
}

static bool take(void *sink, const struct pipeline_item *item) {
  struct filling *f = sink;
  struct made made;
  bool trouble = item->error->code != TOLL_OK;
  if (trouble) report_error(item->error);
  if (item->error->code == TOLL_E_DAMAGED) f->damaged = true;
  if (item->made.len < sizeof made) return trouble;
  memcpy(&made, item->made.at, sizeof made);
  if (made.there) {
    f->there++;
    return trouble;
  }
  toll_slice prepared = {item->made.at + sizeof made, item->made.len - sizeof made};
  return !put(f, &made, prepared, item->stop) || trouble;
}

/* --- the command -------------------------------------------------------- */

static int add_all(struct filling *f, const struct settings *settings, const struct language *language) {
  struct adding adding = {.path = f->path, .language = language};
  struct pipeline pipeline = {
      .paths = settings->args + 1,
      .path_count = settings->arg_count - 1,
      .apart = f->path,
      .jobs = (unsigned)settings->jobs,
      .pack = language->pack,
      .places = language->places,
      .context = &adding,
      .state_size = sizeof(struct adder),
      .state_free = close_adder,
      .read = read_window,
      .take = take,
      .sink = f,
      .verbose = settings->verbose,
      .always_shown = true,
  };
  toll_error e = {0};
  if (toll_case_is_empty(f->file, &adding.fresh, &e) != 0) return casefile_code(&e);
  int code = pipeline_run(&pipeline);
  size_t pending = toll_case_pending(f->file);
  bool kept = toll_case_commit(f->file, &e) == 0;
  if (kept && f->stopped) return code; /* its events are made when there is room, of all documents */
  if (kept && casefile_update(f->file, language, (unsigned)settings->jobs, &e) == 0) return code;
  if (!kept) uncount(f, pending);
  f->damaged = f->damaged || e.code == TOLL_E_DAMAGED;
  return report_code(&e);
}

static void tell_sum(const struct filling *f) {
  if (!term_of(stderr).is_terminal) return;
  fprintf(stderr, "%llu document%s added with %llu claim%s; %llu %s there already\n", (unsigned long long)f->added,
          f->added == 1 ? "" : "s", (unsigned long long)f->claims, f->claims == 1 ? "" : "s",
          (unsigned long long)f->there, f->there == 1 ? "was" : "were");
}

static int run_add(const struct settings *settings) {
  toll_error e = {0};
  struct filling f = {.path = settings->args[0]};
  struct language language;
  int code = casefile_open(f.path, TOLL_CASE_WRITE, &f.file);
  if (code != EXIT_ALL_READ) return code;
  if (language_open(settings->lang, &language, &e) != 0) {
    toll_case_close(f.file);
    return report_code(&e);
  }
  code = add_all(&f, settings, &language);
  tell_sum(&f);
  if (f.damaged) code = EXIT_CASE;
  language_close(&language);
  toll_case_close(f.file);
  return code;
}

const struct verb verb_add = {
    .name = "add",
    .args = "CASE FILE|DIR|-...",
    .summary = "reads reports into a case",
    .options = "lang jobs verbose",
    .about = "Reads reports into a case: their bytes, their claims, and an entry in its log.\n"
             "What is there already is left as it is, so a folder can be added again and again.",
    .examples = "toll add baku.toll reports/\ta whole folder\n"
                "toll add baku.toll new.html - < wire.txt\tone file and standard input\n",
    .min_args = 2,
    .max_args = SIZE_MAX,
    .run = run_add,
};
