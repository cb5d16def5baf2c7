/* The allocation-failure sweep of the reader: every format is read from bytes and
 * from a file while the n-th allocation is refused, for every n.  Without
 * TOLL_ALLOC_SWEEP nothing is ever refused, and each input is read once. */
#include <unistd.h>

#include "archive_make.h"
#include "base/alloc.h"
#include "tap.h"
#include "toll/document.h"

static const struct {
  const char *name, *bytes;
  size_t len;
  bool held; /* in a container: read from a file only */
} inputs[] = {
#define INPUT(name, bytes)                                                                                             \
  { name, bytes, sizeof(bytes) - 1, false }
#define HELD(name, bytes)                                                                                              \
  { name, bytes, sizeof(bytes) - 1, true }
    INPUT("text", "date 2001-03-04 By The Paper\n\nBy Jane Doe\n\nTwelve people died."),
    INPUT("windows-1252", "caf\xe9 du coin, d\xe9j\xe0 vu: 12 morts"),
    INPUT("JSONL",
          "{\"id\":\"a\",\"text\":\"Twelve \\u201cpeople\\u201d died.\",\"outlet\":\"O\\n\",\"date\":\"1990\"}"),
    INPUT("HTML", "<html lang=en><meta property=og:site_name content='A &amp; B'><title>Twelve dead | A & B</title>"
                  "<script type=application/ld+json>{\"author\":[{\"name\":\"J\\n\"}],\"publisher\":\"P\"}</script>"
                  "<article><h1>Twelve dead</h1><p class=byline>By Jane Doe<p>a&nbsp;b <i>c</i></article>"),
    HELD("mail",
         "From: =?utf-8?Q?Press_office?= <p@example.org>\nSubject: =?koi8-r?B?8M/H?= 12\nMessage-ID: <1@x>\n"
         "Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: text/html; charset=koi8-r\n"
         "Content-Transfer-Encoding: quoted-printable\n\n<p>=F0=CF=C7<p>&gt; quoted<p>-----Original Message-----"
         "<br>From: Desk<br>Date: 3 June 2019<br>Subject: s<br><br>forwarded\n--a\nContent-Type: text/plain;\n"
         " name*=utf-8''%C3%A9\nContent-Transfer-Encoding: base64\n\nVHdlbHZl\n--a--\n"),
    HELD("a feed",
         "<?xml version='1.0' encoding='koi8-r'?><rss xmlns:a='b'><channel><title>T &amp; U</title><item>"
         "<title>\xf0\xcf\xc7 &#49;</title><link>https://example.org/</link><author>a@example.org (A)</author>"
         "<description>&lt;p&gt;a&amp;nbsp;b</description></item><item><title>&lt;b&gt;</title></item></channel>"
         "</rss>"),
    HELD("an mbox",
         "From a Wed Jun  5 10:12:00 2019\nFrom: a@example.org\n\nTwelve\n\nFrom a Wed Jun  5 10:12:00 2019\n"
         "From: B <b@example.org>\n\nOn 1 June 2019, A <a@example.org> wrote:\n> nine\n"),
};

/* Files that are too large to stand here. */
static const char *const files[] = {SOURCE_ROOT "/test/golden/pdf-columns/input.pdf",
                                    SOURCE_ROOT "/test/golden/docx-report/input.docx",
                                    SOURCE_ROOT "/test/golden/odt-report/input.odt"};

static int read_bytes(size_t i) {
  toll_document *doc = toll_document_new();
  if (!doc) return TOLL_E_MEMORY;
  toll_error e;
  int code = toll_document_from_bytes(doc, (toll_slice){inputs[i].bytes, inputs[i].len}, "x", &e);
  toll_document_free(doc);
  return code;
}

static int read_file(const char *path) {
  toll_reader *reader = NULL;
  toll_document *doc = toll_document_new();
  toll_error e;
  int code = doc ? toll_reader_open(&path, 1, &reader, &e) : TOLL_E_MEMORY, worst = code;
  for (int guard = 0; code == 0 && guard < 8; guard++) {
    int got = toll_reader_fetch(reader, doc, &e);
    if (got == 0) break;
    if (got > 0) got = toll_document_parse(doc, &e);
    if (got < 0) worst = got;
  }
  if (worst < 0 && worst != TOLL_E_MEMORY) printf("# %s: %s\n", e.message, e.detail);
  toll_reader_close(reader);
  toll_document_free(doc);
  return worst;
}

/* Refuses each allocation in turn until none is left to refuse. */
static bool sweep(size_t input, const char *path, int sticky) {
  for (size_t n = 1; n < 10000; n++) {
    mem_refuse(n, sticky);
    int code = path ? read_file(path) : read_bytes(input);
    bool refused = mem_count() >= n;
    mem_refuse(0, 0);
    if (!refused) return code == 0;
    if (code != TOLL_E_MEMORY) {
      printf("# allocation %zu refused gave %d\n", n, code);
      return false;
    }
  }
  return false;
}

static void sweep_file(const char *name, toll_slice bytes, const char *path) {
  FILE *f = fopen(path, "wb");
  OK(f && fwrite(bytes.at, 1, bytes.len, f) == bytes.len && fclose(f) == 0, "written to a file");
  OK(sweep(0, path, 0), name);
  OK(sweep(0, path, 1), name);
}

/* Files that hold others, one in the other. */
static void sweep_containers(const char *path) {
  toll_buffer text = {0}, record = {0}, tar = {0}, zip = {0};
  make_gzip(&text, TOLL_LIT("Twelve people died."));
  sweep_file("gzip", made(&text), path);
  make_answer(&record, "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n", made(&text), -1);
  make_record(&record, "resource", "text/plain", TOLL_LIT("Two people died."), -1);
  sweep_file("WARC", made(&record), path);
  make_tar(&tar, "a.warc", made(&record));
  make_tar(&tar, "b.gz", made(&text));
  end_tar(&tar);
  sweep_file("tar", made(&tar), path);
  const struct zip_part parts[] = {{.name = "a.tar", .bytes = made(&tar)}, {.name = "b.gz", .bytes = made(&text)}};
  make_zip(&zip, parts, 2);
  sweep_file("ZIP", made(&zip), path);
  toll_buffer_free(&text);
  toll_buffer_free(&record);
  toll_buffer_free(&tar);
  toll_buffer_free(&zip);
}

static void sweep_packed(void) {
  for (size_t i = 0; i < sizeof files / sizeof *files; i++)
    for (int sticky = 0; sticky < 2; sticky++) OK(sweep(0, files[i], sticky), files[i]);
}

int main(void) {
  sweep_packed();
  char path[] = "/tmp/toll-sweep-XXXXXX";
  int fd = mkstemp(path);
  if (fd < 0) return 1;
  FILE *f = fdopen(fd, "wb");
  for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
    for (int sticky = 0; sticky < 2 && !inputs[i].held; sticky++) OK(sweep(i, NULL, sticky), inputs[i].name);
    if (!f) continue;
    rewind(f);
    OK(ftruncate(fileno(f), 0) == 0 && fwrite(inputs[i].bytes, 1, inputs[i].len, f) == inputs[i].len && fflush(f) == 0,
       "written to a file");
    OK(sweep(i, path, 0), inputs[i].name);
  }
  if (f) fclose(f);
  sweep_containers(path);
  remove(path);
  return DONE();
}
