/* PDF, through poppler's pdftotext as a child under limits: what a hostile file
 * does to it stays there.  Its rows of words and places go into doc->pages as
 * they come; the text is put together when all of them are there.
 *
 * The title is what stands in the largest letters of the first page; the author and
 * the date, and the title of a page in one size, are read as of a plain text. What the file's own information says is
 * not asked: it is most often the name of a template, the owner of a computer, the day of a conversion. */
#include <stdlib.h>
#include <string.h>

#include "read/child.h"
#include "read/holder.h"
#include "read/limits.h"
#include "read/tsv.h"

/* Seconds by the clock and of the processor: those of the limits, unless the
 * user gives TOLL_PDF_SECONDS (slow machines, very long reports). */
static struct child_limits child_limits(void) {
  const struct limits *l = &limits_default;
  unsigned seconds;
  limits_child_seconds(l, getenv("TOLL_PDF_SECONDS"), &seconds);
  return (struct child_limits){seconds, seconds, l->child_memory};
}

/* The last line of what the program said, without its own heading. */
static toll_slice last_said(const struct child *c) {
  size_t len = strlen(c->said);
  while (len > 0 && c->said[len - 1] == '\n') len--;
  size_t from = len;
  while (from > 0 && c->said[from - 1] != '\n') from--;
  return (toll_slice){c->said + from, len - from};
}

static int fail_with(const toll_document *doc, int code, const char *message, toll_slice detail, toll_error *e) {
  holder_fail(doc, code, message, 0, e);
  if (e && detail.len > 0) toll_error_detail(e, detail.at, detail.len);
  return code;
}

/* What pdftotext says that has a better word. */
static int fail_left(const toll_document *doc, const struct child *c, toll_error *e) {
  static const struct {
    const char *said, *message;
  } known[] = {
      {"Incorrect password", "this PDF is encrypted: it cannot be read without its password"},
      {"Unsupported security handler", "this PDF is encrypted in a way that is not known"},
      {"Copying of text", "this PDF does not permit its text to be taken"},
      {"after the last page (0)", "this PDF has no pages"},
  };
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strstr(c->said, known[i].said)) return holder_fail(doc, TOLL_E_FORMAT, known[i].message, 0, e);
  if (c->status == 3) return holder_fail(doc, TOLL_E_FORMAT, known[2].message, 0, e);
  return fail_with(doc, TOLL_E_FORMAT, "pdftotext cannot read this PDF", last_said(c), e);
}

static int fail_end(const toll_document *doc, const struct child *c, enum child_end end, toll_error *e) {
  if (end == CHILD_MISSING) {
    return holder_fail(doc, TOLL_E_MISSING, "PDF is read through pdftotext, which is not installed (poppler-utils)", 0,
                       e);
  }
  if (end == CHILD_LATE) return holder_fail(doc, TOLL_E_LIMIT, "pdftotext took too long over this PDF", 0, e);
  if (end == CHILD_REFUSED && doc->pages.failed) return holder_fail(doc, TOLL_E_MEMORY, "out of memory", 0, e);
  if (end == CHILD_REFUSED) return holder_fail(doc, TOLL_E_LIMIT, "this PDF holds more than 32 MiB of text", 0, e);
  if (end == CHILD_SIGNALLED)
    return fail_with(doc, TOLL_E_FORMAT, "pdftotext broke off over this PDF", last_said(c), e);
  if (end == CHILD_UNSTARTED) return fail_with(doc, TOLL_E_MISSING, "pdftotext cannot be started", last_said(c), e);
  toll_fail_errno(e, "pdftotext cannot be started", holder_path(doc), c->status);
  return TOLL_E_IO;
}

static int run(toll_document *doc, toll_error *e) {
  static const char *const args[] = {"pdftotext", "-tsv", "-enc", "UTF-8", "/dev/stdin", "-", NULL};
  struct tsv tsv = {.pages = &doc->pages};
  struct child c = {
      .name = args[0], .args = args, .input = doc->info.raw, .limits = child_limits(), .take = tsv_take, .state = &tsv};
  enum child_end end = child_run(&c);
  if (end == CHILD_EXITED && !tsv_end(&tsv)) end = CHILD_REFUSED;
  tsv_free(&tsv);
  if (end != CHILD_EXITED) return fail_end(doc, &c, end, e);
  return c.status != 0 ? fail_left(doc, &c, e) : 0;
}

int pdf_parse(toll_document *doc, toll_error *e) {
  pages_reset(&doc->pages);
  int code = run(doc, e);
  if (code != 0) return code;
  if (doc->pages.words.count == 0) {
    return holder_fail(doc, TOLL_E_EMPTY,
                       "this PDF holds no text: it would have to be read by character recognition first", 0, e);
  }
  if (pages_compose(&doc->pages) != 0) return holder_fail(doc, TOLL_E_MEMORY, "out of memory", 0, e);
  doc->info.text = (toll_slice){doc->pages.text.at, doc->pages.text.len};
  size_t from, to;
  if (pages_title(&doc->pages, &from, &to)) doc->info.title = (toll_slice){doc->info.text.at + from, to - from};
  header_read(&doc->head, doc->info.text);
  holder_adopt(doc, &doc->head);
  return 0;
}
