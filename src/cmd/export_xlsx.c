/* A workbook by libxlsxwriter, which writes each row to a temporary file when the
 * next one begins, so that memory does not grow with the case.  Texts are always
 * written as strings, never as what they look like: nothing of a report becomes a
 * formula, a link or a number.
 *
 * The library is loaded for the first workbook: it and what it brings along would be
 * loaded whenever toll starts, and then stays. */
#include <ctype.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/utf8.h"
#include "casefile.h"
#include "export.h"

#define TEXT_MAX 32000 /* characters of a cell; a workbook may have 32,767 */
#define ROWS_MAX LXW_ROW_MAX
#define ABOUT_WIDTH 100
#define YEAR_1980 315532800 /* the earliest time that an archive can tell */

/* What is called of it. */
#define CALLS(X)                                                                                                       \
  X(lxw_strerror)                                                                                                      \
  X(workbook_new_opt)                                                                                                  \
  X(workbook_add_worksheet)                                                                                            \
  X(workbook_add_format)                                                                                               \
  X(workbook_set_properties)                                                                                           \
  X(workbook_close)                                                                                                    \
  X(worksheet_write_number)                                                                                            \
  X(worksheet_write_string)                                                                                            \
  X(worksheet_set_column)                                                                                              \
  X(worksheet_freeze_panes)                                                                                            \
  X(worksheet_autofilter)                                                                                              \
  X(format_set_bold)

struct calls {
#define FIELD(name) __typeof__(&(name)) name;
  CALLS(FIELD)
#undef FIELD
};

struct book {
  struct export *x;
  struct calls call;
  const char *name; /* for errors */
  lxw_workbook *book;
  lxw_worksheet *about, *sheet;
  lxw_format *head;
  lxw_row_t about_rows, row; /* the next of each */
  uint64_t rows;             /* of the view, over all of its sheets */
  unsigned sheets;           /* of the view */
  uint64_t cut;              /* texts that were too long */
  toll_buffer text;
};

static int refuse(const struct book *b, lxw_error error, toll_error *e) {
  if (error == LXW_ERROR_MEMORY_MALLOC_FAILED) return toll_fail(e, TOLL_E_MEMORY, "memory is out", b->name, 0);
  toll_fail(e, TOLL_E_IO, "the workbook cannot be written", b->name, 0);
  const char *why = b->call.lxw_strerror(error);
  if (e) toll_error_detail(e, why, strlen(why));
  return TOLL_E_IO;
}

/* --- cells -------------------------------------------------------------- */

/* What XML has no character for becomes U+FFFD. */
static bool writable(uint32_t point) {
  return (point >= 0x20 || point == '\t' || point == '\n') && point != 0xfffe && point != 0xffff && point != 0x7f;
}

/* "_x0041_" would be read as "A". */
static bool is_escape(toll_slice text, size_t at) {
  if (text.len - at < 7 || text.at[at + 1] != 'x' || text.at[at + 6] != '_') return false;
  for (size_t i = at + 2; i < at + 6; i++)
    if (!isxdigit((unsigned char)text.at[i])) return false;
  return true;
}

/* The text as a string that ends, cut where it is too long, lists joined by ";". */
static const char *clean(struct book *b, toll_slice text) {
  size_t letters = 0;
  b->text.len = 0;
  for (size_t at = 0; at < text.len; letters++) {
    uint32_t point;
    size_t len = utf8_decode(text.at + at, text.len - at, &point);
    if (letters == TEXT_MAX) {
      toll_buffer_str(&b->text, "…");
      b->cut++;
      break;
    }
    if (point == LIST_BREAK)
      toll_buffer_str(&b->text, "; ");
    else if (point == '_' && is_escape(text, at))
      toll_buffer_str(&b->text, "_x005F_");
    else if (len && writable(point))
      toll_buffer_add(&b->text, text.at + at, len);
    else
      toll_buffer_str(&b->text, "\xef\xbf\xbd");
    at += len ? len : utf8_bad_length(text.at + at, text.len - at);
  }
  toll_buffer_add(&b->text, "", 1);
  return b->text.failed ? "" : b->text.at;
}

static lxw_error write_cell(struct book *b, lxw_col_t column, enum cell_kind kind, const struct cell *cell) {
  if (kind == CELL_NUMBER)
    return cell->number == TOLL_OPEN
               ? LXW_NO_ERROR
               : b->call.worksheet_write_number(b->sheet, b->row, column, (double)cell->number, NULL);
  if (!cell->text.at) return LXW_NO_ERROR;
  if (kind == CELL_REAL) return b->call.worksheet_write_number(b->sheet, b->row, column, cell->real, NULL);
  if (cell->text.len == 0) return LXW_NO_ERROR;
  return b->call.worksheet_write_string(b->sheet, b->row, column, clean(b, cell->text), NULL);
}

/* --- sheets ------------------------------------------------------------- */

static int begin_sheet(struct book *b, const struct view *view, toll_error *e) {
  char name[32];
  b->sheets++;
  snprintf(name, sizeof name, b->sheets > 1 ? "%s %u" : "%s", view->name, b->sheets);
  b->sheet = b->call.workbook_add_worksheet(b->book, name);
  if (!b->sheet) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  b->row = 0;
  for (size_t i = 0; i < view->column_count; i++) {
    lxw_col_t column = (lxw_col_t)i;
    b->call.worksheet_set_column(b->sheet, column, column, view->columns[i].width, NULL);
    lxw_error error = b->call.worksheet_write_string(b->sheet, 0, column, view->columns[i].name, b->head);
    if (error) return refuse(b, error, e);
  }
  b->call.worksheet_freeze_panes(b->sheet, 1, 0);
  b->row = 1;
  return 0;
}

/* libxlsxwriter does not look whether its temporary file took the rows. */
static int end_sheet(struct book *b, const struct view *view, toll_error *e) {
  FILE *rows = b->sheet->optimize_tmpfile;
  b->call.worksheet_autofilter(b->sheet, 0, 0, b->row > 1 ? b->row - 1 : 1, (lxw_col_t)(view->column_count - 1));
  errno = 0;
  bool bad = rows && (fflush(rows) != 0 || ferror(rows));
  return bad ? toll_fail_errno(e, "a temporary file cannot be written", b->name, errno) : 0;
}

static int sheet_begin(void *to, const struct view *view, toll_error *e) {
  struct book *b = to;
  b->rows = 0;
  b->sheets = 0;
  return begin_sheet(b, view, e);
}

static int sheet_row(void *to, const struct view *view, const struct cell *cells, toll_error *e) {
  struct book *b = to;
  if (b->row == ROWS_MAX) {
    int code = end_sheet(b, view, e);
    if (code == 0) code = begin_sheet(b, view, e);
    if (code) return code;
  }
  for (size_t i = 0; i < view->column_count; i++) {
    lxw_error error = write_cell(b, (lxw_col_t)i, view->columns[i].kind, &cells[i]);
    if (b->text.failed) error = LXW_ERROR_MEMORY_MALLOC_FAILED;
    if (error) return refuse(b, error, e);
  }
  b->row++;
  b->rows++;
  return 0;
}

static void tell(struct book *b, const char *what, const char *text) {
  b->call.worksheet_write_string(b->about, b->about_rows, 0, what, b->head);
  b->call.worksheet_write_string(b->about, b->about_rows++, 1, text, NULL);
}

static int sheet_end(void *to, const struct view *view, toll_error *e) {
  struct book *b = to;
  char line[200];
  int code = end_sheet(b, view, e);
  char name[40];
  snprintf(name, sizeof name, "sheet %s", view->name);
  snprintf(line, sizeof line, "%llu rows: %s", (unsigned long long)b->rows, view->about);
  tell(b, name, line);
  return code;
}

/* --- the first sheet ---------------------------------------------------- */

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static void tell_beginning(struct book *b) {
  const struct export *x = b->x;
  char line[400];
  b->call.worksheet_set_column(b->about, 0, 0, 14, NULL);
  b->call.worksheet_set_column(b->about, 1, 1, ABOUT_WIDTH, NULL);
  tell(b, "what",
       "Figures of harm out of reports: who says how many, about which event, in which words. Every figure is "
       "somebody's claim; this file asserts none.");
  tell(b, "case", clean(b, slice_of(base_name(x->path))));
  snprintf(line, sizeof line, "%llu entries, root %s", (unsigned long long)x->log_size, x->log_root);
  tell(b, "log ends", line);
  tell(b, "made by", "toll " TOLL_VERSION);
  snprintf(line, sizeof line, "%s: %s; profile %.60s", x->method->name, x->method->rule, x->profile);
  tell(b, "method", line);
  tell(b, "people",
       x->people.hide ? "Names of single harmed people and of witnesses are replaced by [name], and folders of files "
                        "left out. What was not taken for a name still stands."
                      : "Names are shown.");
  tell(b, "places", "Positions from GeoNames (https://www.geonames.org), CC BY 4.0, to hundredths of a degree.");
}

static void tell_end(struct book *b) {
  char line[100];
  if (b->cut == 0) return;
  snprintf(line, sizeof line, "%llu texts of more than %d characters end in …", (unsigned long long)b->cut, TEXT_MAX);
  tell(b, "cut", line);
}

/* The same case gives the same bytes: the time is that of the log's last entry, not of now. */
static void set_properties(struct book *b) {
  lxw_doc_properties properties = {.title = (char *)(uintptr_t) "Figures of harm, and who says so",
                                   .author = (char *)(uintptr_t) "toll " TOLL_VERSION,
                                   .created = b->x->log_time > 0 ? (time_t)b->x->log_time : YEAR_1980};
  b->call.workbook_set_properties(b->book, &properties);
}

/* --- the workbook ------------------------------------------------------- */

static int write_sheets(struct book *b, const struct view *const *views, size_t count, toll_error *e) {
  struct sink sink = {b, sheet_begin, sheet_row, sheet_end};
  int code = 0;
  b->head = b->call.workbook_add_format(b->book);
  b->about = b->call.workbook_add_worksheet(b->book, "about");
  if (!b->head || !b->about) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  b->call.format_set_bold(b->head);
  set_properties(b);
  tell_beginning(b);
  for (size_t i = 0; i < count && code == 0; i++) code = export_view(b->x, views[i], &sink, e);
  tell_end(b);
  return code;
}

/* libxlsxwriter complains on standard error by itself; what is wrong is told once, by us. */
static lxw_error close_quietly(struct book *b) {
  int kept = dup(STDERR_FILENO), nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (kept >= 0 && nowhere >= 0) dup2(nowhere, STDERR_FILENO);
  lxw_error error = b->call.workbook_close(b->book); /* gives the book back in any case */
  fflush(stderr);
  if (kept >= 0 && nowhere >= 0) dup2(kept, STDERR_FILENO);
  if (kept >= 0) close(kept);
  if (nowhere >= 0) close(nowhere);
  return error;
}

/* The calls by their names, of the version that toll was built with. */
static bool load(struct calls *calls) {
  void *library = dlopen("libxlsxwriter.so." LXW_SOVERSION, RTLD_LAZY | RTLD_LOCAL | RTLD_NODELETE), *at;
  if (!library) return false;
  bool all = true;
#define LOAD(name)                                                                                                     \
  at = dlsym(library, #name);                                                                                          \
  all = all && at;                                                                                                     \
  memcpy(&calls->name, &at, sizeof at); /* an object's address as a function's: POSIX has it so */
  CALLS(LOAD)
#undef LOAD
  dlclose(library);
  return all;
}

int export_workbook(struct export *x, const struct view *const *views, size_t count, const char *path, const char *name,
                    toll_error *e) {
  lxw_workbook_options options = {.constant_memory = LXW_TRUE};
  struct book b = {.x = x, .name = name};
  if (!load(&b.call))
    return toll_fail(e, TOLL_E_IO, "libxlsxwriter, which workbooks are written with, is not there", NULL, 0);
  b.book = b.call.workbook_new_opt(path, &options);
  if (!b.book) return toll_fail(e, TOLL_E_MEMORY, "memory is out", name, 0);
  int code = write_sheets(&b, views, count, e);
  lxw_error error = close_quietly(&b);
  if (code == 0 && error) code = refuse(&b, error, e);
  if (code == 0 && b.text.failed) code = toll_fail(e, TOLL_E_MEMORY, "memory is out", name, 0);
  toll_buffer_free(&b.text);
  return code;
}
