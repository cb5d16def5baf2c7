/* toll explain: why a claim reads as it does.  The document is read anew, from
 * its file or from the bytes that the case keeps, and the claim with the given
 * id is laid out: its sentence with the parts marked, the rule, the steps, and
 * the fields.
 *
 * The start of an id will do where only one claim has it, so after a short id
 * the search goes on to the end, and what it found is printed only then. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "casefile.h"
#include "cmd.h"
#include "explain_print.h"
#include "lookup.h"

#define ID_LENGTH (sizeof((toll_claim *)NULL)->id - 1)

struct search {
  const char *path; /* what is read */
  const char *id;   /* or the start of one */
  struct term term;
  char found[ID_LENGTH + 1]; /* id of the claim that is explained, or "" */
  bool several;              /* another claim's id starts so too */
  bool unread;
  toll_buffer out; /* the explanation */
};

static bool is_done(const struct search *s) {
  return s->several || (s->found[0] && strlen(s->id) >= ID_LENGTH);
}

/* Takes note of an id; true where it is the first that fits. */
static bool fits(struct search *s, const char *id) {
  if (strncmp(id, s->id, strlen(s->id)) != 0) return false;
  if (s->found[0] && strcmp(s->found, id) != 0) s->several = true;
  if (s->found[0]) return false;
  memcpy(s->found, id, sizeof s->found);
  return true;
}

static void look_through(struct search *s, const toll_document *doc, const toll_claims *claims) {
  for (size_t i = 0; i < claims->count && !is_done(s); i++)
    if (fits(s, claims->items[i].id)) explain_print(&s->term, doc, claims, &claims->items[i], &s->out);
}

static void search_documents(struct search *s, toll_reader *reader, toll_document *doc, toll_scanner *scanner) {
  while (!is_done(s)) {
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

/* The whole id of the claim that is meant, and its document as bytes.  1 found,
 * 0 no such claim, negative on an error. */
static int fetch_raw(struct search *s, toll_case *file, toll_buffer *raw, toll_error *e) {
  toll_case_filter filter = {.claim = slice_of(s->id)};
  toll_case_cursor *cursor = NULL;
  toll_case_claim row;
  int got, code = toll_case_claims(file, &filter, &cursor, e);
  if (code != 0) return code;
  while ((got = toll_case_claim_next(cursor, &row, e)) > 0 && !is_done(s))
    if (fits(s, row.claim.id)) code = toll_case_document(file, row.doc, raw, e);
  toll_case_cursor_close(cursor);
  if (code == 0 && got < 0) code = got;
  return code != 0 ? code : s->found[0] != 0;
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
  struct search inner = {.path = path, .id = s->found, .term = s->term};
  int code = search_file(&inner);
  if (code == EXIT_ALL_READ && !inner.found[0]) {
    report(s->path, "the claim was made by another version of the language pack; this one does not make it", s->found);
    code = EXIT_UNREAD;
  }
  s->out = inner.out;
  close(fd);
  return code;
}

static int search_case(struct search *s) {
  toll_error e = {0};
  toll_case *file;
  toll_buffer raw = {0};
  int code = casefile_open(s->path, TOLL_CASE_READ, &file);
  if (code != EXIT_ALL_READ) return code;
  int got = fetch_raw(s, file, &raw, &e);
  toll_case_close(file);
  if (got < 0) code = casefile_code(&e);
  if (got > 0 && !s->several) code = search_bytes(s, &raw);
  toll_buffer_free(&raw);
  return code;
}

static int run_explain(const struct settings *settings) {
  struct search s = {.path = settings->args[0], .id = settings->args[1], .term = term_of(stdout)};
  int code = is_sqlite(s.path) ? search_case(&s) : search_file(&s);
  if (s.several)
    report(s.path, "several claims have an id that starts so; give more of it", s.id);
  else if (code == EXIT_ALL_READ && !s.found[0])
    report(s.path, "no such claim in it", s.id);
  else
    casefile_print(&s.out);
  toll_buffer_free(&s.out);
  return code == EXIT_ALL_READ && (s.several || !s.found[0]) ? EXIT_UNREAD : code;
}

const struct verb verb_explain = {
    .name = "explain",
    .args = "CASE|FILE CLAIM",
    .summary = "why a claim reads as it does: its sentence, rule and steps",
    .options = "",
    .about = "Shows a claim's sentence with its parts marked, the rule that made it, each step\n"
             "of the reading, and its fields. CLAIM is an id as toll claims and toll scan\n"
             "--format jsonl print it, or the start of one.",
    .examples = "toll explain baku.toll c0123456\ta claim of a case, by the start of its id\n"
                "toll explain report.txt c0123456789abcdef\ta claim of a file\n",
    .min_args = 2,
    .max_args = 2,
    .run = run_explain,
};
