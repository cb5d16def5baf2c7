/* toll explain: why a claim reads as it does.  The document is read anew, from
 * its file or from the bytes that the case keeps, and the claim with the given
 * id is laid out: its sentence with the parts marked, the rule, the steps, and
 * the fields. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "casefile.h"
#include "cmd.h"
#include "explain_print.h"
#include "lookup.h"

struct search {
  const char *path; /* what is read */
  const char *id;
  struct term term;
  bool found;
  bool unread;
};

static void look_through(struct search *s, const toll_document *doc, const toll_claims *claims) {
  for (size_t i = 0; i < claims->count && !s->found; i++) {
    if (strcmp(claims->items[i].id, s->id) != 0) continue;
    toll_buffer out = {0};
    explain_print(&s->term, doc, claims, &claims->items[i], &out);
    casefile_print(&out);
    toll_buffer_free(&out);
    s->found = true;
  }
}

static void search_documents(struct search *s, toll_reader *reader, toll_document *doc, toll_scanner *scanner) {
  while (!s->found) {
    toll_error e = {0};
    toll_claims claims = {0};
    int got = toll_reader_fetch(reader, doc, &e);
    if (got == 0) return;
    if (got < 0 || toll_document_parse(doc, &e) != 0 || toll_scan(scanner, doc, &claims, &e) != 0) {
      report_error(&e);
      s->unread = true;
    } else {
      look_through(s, doc, &claims);
    }
  }
}

static int search_file(struct search *s) {
  toll_error e = {0};
  struct language language;
  toll_reader *reader = NULL;
  toll_scanner *scanner = NULL;
  if (language_open("auto", &language, &e) != 0) return report_code(&e);
  toll_document *doc = toll_document_new();
  int code = doc ? 0 : toll_fail(&e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  if (code == 0) code = toll_scanner_new(language.pack, language.places, &scanner, &e);
  if (code == 0) code = toll_reader_open(&s->path, 1, &reader, &e);
  if (code == 0) search_documents(s, reader, doc, scanner);
  if (reader) toll_reader_close(reader);
  if (scanner) toll_scanner_free(scanner);
  if (doc) toll_document_free(doc);
  language_close(&language);
  if (code != 0) return report_code(&e);
  return s->unread ? EXIT_UNREAD : EXIT_ALL_READ;
}

static bool is_sqlite(const char *path) {
  static const char magic[16] = "SQLite format 3";
  char head[16] = "";
  FILE *f = fopen(path, "rb");
  if (!f) return false;
  size_t got = fread(head, 1, sizeof head, f);
  fclose(f);
  return got == sizeof head && memcmp(head, magic, sizeof head) == 0;
}

/* The document of the claim, as bytes.  1 found, 0 no such claim, negative on an error. */
static int fetch_raw(toll_case *file, const char *id, toll_buffer *raw, toll_error *e) {
  toll_case_filter filter = {.claim = {id, strlen(id)}};
  toll_case_cursor *cursor = NULL;
  toll_case_claim row;
  int code = toll_case_claims(file, &filter, &cursor, e);
  if (code != 0) return code;
  int got = toll_case_claim_next(cursor, &row, e);
  if (got > 0) code = toll_case_document(file, row.doc, raw, e);
  toll_case_cursor_close(cursor);
  return code != 0 ? code : got;
}

static int write_all(int fd, const toll_buffer *raw) {
  for (size_t at = 0; at < raw->len;) {
    ssize_t wrote = write(fd, raw->at + at, raw->len - at);
    if (wrote <= 0) return -1;
    at += (size_t)wrote;
  }
  return lseek(fd, 0, SEEK_SET) == 0 ? 0 : -1;
}

/* The bytes go through the same reader as any file, by way of a file in memory. */
static int search_bytes(struct search *s, const toll_buffer *raw) {
  char path[64];
  int fd = memfd_create("toll", MFD_CLOEXEC);
  if (fd < 0 || write_all(fd, raw) != 0) {
    if (fd >= 0) close(fd);
    report(s->path, "memory is out", NULL);
    return EXIT_UNREAD;
  }
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  struct search inner = *s;
  inner.path = path;
  int code = search_file(&inner);
  s->found = inner.found;
  close(fd);
  return code;
}

static int search_case(struct search *s) {
  toll_error e = {0};
  toll_case *file;
  toll_buffer raw = {0};
  int code = casefile_open(s->path, TOLL_CASE_READ, &file);
  if (code != EXIT_ALL_READ) return code;
  int got = fetch_raw(file, s->id, &raw, &e);
  toll_case_close(file);
  if (got < 0) code = casefile_code(&e);
  if (got > 0) code = search_bytes(s, &raw);
  toll_buffer_free(&raw);
  if (got > 0 && code == EXIT_ALL_READ && !s->found) {
    report(s->path, "the claim was made by another version of the language pack; this one does not make it", s->id);
    s->found = true;
    return EXIT_UNREAD;
  }
  return code;
}

static int run_explain(const struct settings *settings) {
  struct search s = {.path = settings->args[0], .id = settings->args[1], .term = term_of(stdout)};
  int code = is_sqlite(s.path) ? search_case(&s) : search_file(&s);
  if (code != EXIT_ALL_READ || s.found) return code;
  report(settings->args[0], "no such claim in it", s.id);
  return EXIT_UNREAD;
}

const struct verb verb_explain = {
    .name = "explain",
    .args = "CASE|FILE CLAIM",
    .summary = "why a claim reads as it does: its sentence, rule and steps",
    .options = "",
    .about = "Shows a claim's sentence with its parts marked, the rule that made it, each step\n"
             "of the reading, and its fields. CLAIM is an id as toll scan --format jsonl and\n"
             "toll claims print it.",
    .examples = "toll explain report.txt c0123456789abcdef\ta claim of a file\n"
                "toll explain baku.toll c0123456789abcdef\ta claim of a case\n",
    .min_args = 2,
    .max_args = 2,
    .run = run_explain,
};
