/* toll add: reports into a case.  A document that is there already is left as
 * it is, so adding the same folder again adds only what is new. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "casefile.h"
#include "cmd.h"
#include "lookup.h"
#include "progress.h"

struct adding {
  const char *path; /* of the case */
  toll_case *file;
  toll_reader *reader;
  toll_document *doc;
  toll_scanner *scanner;
  struct progress progress;
  uint64_t added, there, claims;
  uint64_t claims_open;    /* of the document whose windows are coming in */
  uint64_t claims_pending; /* of documents that are not committed yet */
  bool unread;
  bool damaged; /* the case itself does not hold together */
  bool within;  /* the window at hand goes on a text whose first windows came before */
  bool skipped; /* that text is in the case already, or could not be added */
};

/* A complaint about one input; the bar must not stand in its line. */
static void tell(struct adding *a, const toll_error *e) {
  progress_clear(&a->progress);
  report_error(e);
  a->unread = true;
  a->damaged = a->damaged || e->code == TOLL_E_DAMAGED;
}

/* A complaint about the document at hand. */
static void tell_of_document(struct adding *a, toll_error *e) {
  const toll_slice path = toll_document_get(a->doc)->path;
  snprintf(e->path, sizeof e->path, "%.*s", (int)(path.len < 511 ? path.len : 511), path.at);
  tell(a, e);
}

/* What was counted since the last commit is not in the case after all. */
static void uncount(struct adding *a, size_t pending) {
  a->added -= pending < a->added ? pending : a->added;
  a->claims -= a->claims_pending < a->claims ? a->claims_pending : a->claims;
  a->claims_pending = 0;
}

/* The case could not be written: this input is not in it, nor are those since the last commit. */
static void tell_undone(struct adding *a, const toll_error *e, size_t pending) {
  const toll_document_info *info = toll_document_get(a->doc);
  char path[512], reason[700], line[800];
  a->damaged = a->damaged || e->code == TOLL_E_DAMAGED;
  toll_error_format(e, reason, sizeof reason);
  snprintf(path, sizeof path, "%.*s", (int)(info->path.len < 511 ? info->path.len : 511), info->path.at);
  snprintf(line, sizeof line, "not added: %s", reason);
  progress_clear(&a->progress);
  report(path, line, NULL);
  if (pending > 0) {
    snprintf(line, sizeof line, "%zu documents read just before are undone as well; add them again", pending);
    report(a->path, line, NULL);
    uncount(a, pending);
  }
  a->unread = true;
}

static bool undoes(int code) {
  return code == TOLL_E_IO || code == TOLL_E_MEMORY || code == TOLL_E_DAMAGED;
}

/* Whether the document that begins here need not be read. */
static bool is_there(struct adding *a) {
  toll_error e = {0};
  bool there = false;
  if (toll_case_has(a->file, toll_document_get(a->doc), &there, &e) != 0) {
    tell(a, &e);
    return true;
  }
  a->there += there;
  return there;
}

/* Only with the last window is it known whether the document is a new one. */
static void count_added(struct adding *a, size_t claims, bool added) {
  a->claims_open += claims;
  if (toll_document_get(a->doc)->more) return;
  if (added) {
    a->added++;
    a->claims += a->claims_open;
    a->claims_pending += a->claims_open;
  }
  a->claims_open = 0;
}

/* Puts one fetched document (or one window of it) into the case.  False: it is
 * not there.  A line of JSONL says only when it is parsed by which id it goes. */
static bool add_document(struct adding *a) {
  toll_error e = {0};
  toll_claims claims = {0};
  bool added = false;
  int code = toll_document_parse(a->doc, &e);
  if (code == 0 && toll_document_get(a->doc)->format == TOLL_FORMAT_JSONL && is_there(a)) return true;
  if (code == 0) code = toll_scan(a->scanner, a->doc, &claims, &e);
  if (code != 0) {
    tell(a, &e);
    return false;
  }
  if (toll_document_get(a->doc)->repaired) {
    toll_fail(&e, TOLL_E_FORMAT, "some bytes are no valid text; the rest was read", NULL, 0);
    tell_of_document(a, &e);
  }
  size_t pending = toll_case_pending(a->file);
  if (pending == 0) a->claims_pending = 0;
  code = toll_case_add(a->file, a->doc, &claims, &added, &e);
  if (code != 0 && undoes(code)) tell_undone(a, &e, pending);
  if (code != 0 && !undoes(code)) tell(a, &e);
  if (code == 0) count_added(a, claims.count, added);
  return code == 0;
}

/* Windows of one long text share its fate: once one of them fails, the rest is passed over. */
static void take_window(struct adding *a) {
  if (!a->within) {
    a->claims_open = 0;
    a->skipped = is_there(a);
  }
  if (!a->skipped) a->skipped = !add_document(a);
  a->within = toll_document_get(a->doc)->more;
}

static void add_all(struct adding *a) {
  for (;;) {
    toll_error e = {0};
    int got = toll_reader_fetch(a->reader, a->doc, &e);
    if (got == 0) break;
    if (got < 0) {
      tell(a, &e);
      a->within = false;
    } else {
      take_window(a);
    }
    uint64_t done, total;
    toll_reader_progress(a->reader, &done, &total);
    progress_show(&a->progress, done, total);
  }
  progress_full(&a->progress); /* the disk may take its time */
  toll_error e = {0};
  size_t pending = toll_case_pending(a->file);
  if (toll_case_commit(a->file, &e) != 0) {
    tell(a, &e);
    uncount(a, pending);
  }
  progress_clear(&a->progress);
}

static int open_parts(struct adding *a, const struct settings *settings, const struct language *language,
                      toll_error *e) {
  a->doc = toll_document_new();
  if (!a->doc) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  int code = toll_scanner_new(language->pack, language->places, &a->scanner, e);
  return code != 0 ? code : toll_reader_open(settings->args + 1, settings->arg_count - 1, &a->reader, e);
}

static void close_parts(struct adding *a) {
  if (a->reader) toll_reader_close(a->reader);
  if (a->scanner) toll_scanner_free(a->scanner);
  if (a->doc) toll_document_free(a->doc);
}

static void tell_sum(const struct adding *a) {
  if (!a->progress.shown) return;
  fprintf(stderr, "%llu document%s added with %llu claim%s; %llu %s there already\n", (unsigned long long)a->added,
          a->added == 1 ? "" : "s", (unsigned long long)a->claims, a->claims == 1 ? "" : "s",
          (unsigned long long)a->there, a->there == 1 ? "was" : "were");
}

static int run_add(const struct settings *settings) {
  toll_error e = {0};
  struct adding a = {.path = settings->args[0], .progress = progress_new(true)};
  struct language language;
  int code = casefile_open(a.path, TOLL_CASE_WRITE, &a.file);
  if (code != EXIT_ALL_READ) return code;
  if (language_open(settings->lang, &language, &e) != 0) {
    toll_case_close(a.file);
    return report_code(&e);
  }
  if (open_parts(&a, settings, &language, &e) != 0) {
    code = report_code(&e);
  } else {
    add_all(&a);
    tell_sum(&a);
    code = a.damaged ? EXIT_CASE : a.unread ? EXIT_UNREAD : EXIT_ALL_READ;
  }
  close_parts(&a);
  language_close(&language);
  toll_case_close(a.file);
  return code;
}

const struct verb verb_add = {
    .name = "add",
    .args = "CASE FILE|DIR|-...",
    .summary = "reads reports into a case",
    .options = "lang",
    .about = "Reads reports into a case: their bytes, their claims, and an entry in its log.\n"
             "What is there already is left as it is, so a folder can be added again and again.",
    .examples = "toll add baku.toll reports/\ta whole folder\n"
                "toll add baku.toll new.html - < wire.txt\tone file and standard input\n",
    .min_args = 2,
    .max_args = SIZE_MAX,
    .run = run_add,
};
