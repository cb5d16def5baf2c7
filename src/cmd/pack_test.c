/* Each example is handed to a scanner as a record of its own with the date,
 * outlet and title that it names, and what comes out is compared with what it
 * says.  An example of a rule must pass; of a phenomenon's, 80 of 100. */
#include "pack_test.h"

#include <stdio.h>

#include "cmd.h"
#include "lookup.h"
#include "pack/example.h"
#include "table.h"

#define LEAST_PERCENT 80
#define LEAST_EXAMPLES 5
#define ROWS_MAX 256

struct row { /* one phenomenon, or all rules */
  toll_slice name;
  unsigned passed, count;
};

struct bench {
  const struct example_list *examples;
  toll_pack *pack;
  toll_places *places;
  toll_scanner *scanner;
  toll_document *doc;
  struct row rows[ROWS_MAX]; /* rows[0] is the rules' */
  size_t row_count;
  bool tap;
  unsigned tap_count;
};

static void add_member(toll_buffer *line, const char *name, toll_slice value) {
  if (!value.at) return;
  toll_buffer_str(line, ", \"");
  toll_buffer_str(line, name);
  toll_buffer_str(line, "\": ");
  toll_buffer_json(line, value);
}

/* The example as a JSONL record. */
static void write_record(const struct example *x, toll_buffer *line) {
  toll_buffer_str(line, "{\"id\": \"example\"");
  add_member(line, "date", x->date);
  add_member(line, "outlet", x->outlet);
  add_member(line, "title", x->title);
  add_member(line, "text", x->text);
  toll_buffer_str(line, "}\n");
}

/* Whether the example comes out as it says; why says what did not. */
static bool run_example(struct bench *b, const struct example *x, char *why, size_t size) {
  toll_error e = {0};
  toll_claims claims = {0};
  toll_buffer line = {0};
  write_record(x, &line);
  int code = toll_document_from_bytes(b->doc, (toll_slice){line.at, line.len}, x->file, &e);
  if (code == 0) code = toll_scan(b->scanner, b->doc, &claims, &e);
  bool good = code == 0 && pack_example_match(x, b->doc, &claims, why, size);
  if (code != 0) toll_error_format(&e, why, size);
  toll_buffer_free(&line);
  return good;
}

static bool same(toll_slice a, toll_slice b) {
  if (a.len != b.len) return false;
  for (size_t i = 0; i < a.len; i++)
    if (a.at[i] != b.at[i]) return false;
  return true;
}

static struct row *row_of(struct bench *b, const struct example *x) {
  if (!x->phenomenon.at) return &b->rows[0];
  for (size_t i = 1; i < b->row_count; i++)
    if (same(b->rows[i].name, x->phenomenon)) return &b->rows[i];
  if (b->row_count == ROWS_MAX) return &b->rows[ROWS_MAX - 1];
  b->rows[b->row_count].name = x->phenomenon;
  return &b->rows[b->row_count++];
}

/* In TAP a line of its own that is only a comment. */
static void print_failure(const struct bench *b, const struct example *x, const char *why) {
  const char *lead = b->tap ? "# " : "";
  printf("%s%s:%u: %.*s\n%s    ", lead, x->file, x->line, (int)x->text.len, x->text.at, lead);
  for (; *why; why++) {
    putchar(*why);
    if (*why == '\n') printf("%s    ", lead);
  }
  putchar('\n');
}

static void tap_line(struct bench *b, bool good, const char *name, unsigned number) {
  printf("%sok %u - %s", good ? "" : "not ", ++b->tap_count, name);
  if (number) printf(":%u", number);
  putchar('\n');
}

static void run_examples(struct bench *b) {
  char why[4096];
  for (const struct example *x = NULL; (x = pack_examples_next(b->examples, x));) {
    struct row *row = row_of(b, x);
    bool good = run_example(b, x, why, sizeof why);
    row->count++;
    row->passed += good;
    if (b->tap && row == &b->rows[0]) tap_line(b, good, x->file, x->line);
    if (!good) print_failure(b, x, why);
  }
}

static bool row_is_good(const struct row *row, bool rules) {
  return rules ? row->passed == row->count
               : row->passed * 100 >= row->count * LEAST_PERCENT && row->count >= LEAST_EXAMPLES;
}

static const struct column columns[] = {
    {"phenomenon", 0, false, false}, {"passed", 0, true, false}, {"of", 0, true, false}, {"", 0, true, false}};

static void print_rates(const struct bench *b) {
  struct term term = term_of(stdout);
  struct table t = {.columns = columns, .column_count = 4};
  toll_buffer out = {0};
  char text[32];
  for (size_t i = 0; i < b->row_count; i++) {
    const struct row *row = &b->rows[i];
    if (row->count == 0) continue;
    enum tone tone = row_is_good(row, i == 0) ? TONE_PLAIN : TONE_WARN;
    table_cell(&t, row->name, tone);
    snprintf(text, sizeof text, "%u", row->passed);
    table_str(&t, text, tone);
    snprintf(text, sizeof text, "%u", row->count);
    table_str(&t, text, tone);
    snprintf(text, sizeof text, "%u %%", row->passed * 100 / row->count);
    table_str(&t, text, tone);
  }
  table_print(&t, &term, &out);
  fwrite(out.at, 1, out.len, stdout);
  toll_buffer_free(&out);
  table_free(&t);
}

static void print_tap_rows(struct bench *b) {
  char name[256];
  for (size_t i = 1; i < b->row_count; i++) {
    const struct row *row = &b->rows[i];
    snprintf(name, sizeof name, "%.*s: %u of %u", (int)row->name.len, row->name.at, row->passed, row->count);
    tap_line(b, row_is_good(row, false), name, 0);
  }
  printf("1..%u\n", b->tap_count);
}

static int bench_open(struct bench *b, const char *dir, toll_error *e) {
  int code = toll_pack_open(dir, &b->pack, e);
  if (code == 0) code = language_places(&b->places, e);
  if (code == 0) code = toll_scanner_new(b->pack, b->places, &b->scanner, e);
  b->doc = toll_document_new();
  if (code == 0 && !b->doc) code = toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  return code;
}

static void bench_close(struct bench *b) {
  if (b->scanner) toll_scanner_free(b->scanner);
  if (b->doc) toll_document_free(b->doc);
  if (b->places) toll_places_close(b->places);
  if (b->pack) toll_pack_close(b->pack);
}

static bool all_good(const struct bench *b) {
  for (size_t i = 0; i < b->row_count; i++)
    if (!row_is_good(&b->rows[i], i == 0)) return false;
  return true;
}

int pack_test(const char *dir, bool tap) {
  toll_error e = {0};
  struct example_list list = {0};
  struct bench b = {.examples = &list, .tap = tap, .row_count = 1};
  b.rows[0].name = TOLL_LIT("(rules)");
  int code = bench_open(&b, dir, &e);
  if (code == 0) code = pack_examples_read(dir, &list, &e);
  if (code == 0) {
    run_examples(&b);
    if (tap)
      print_tap_rows(&b);
    else
      print_rates(&b);
  }
  bench_close(&b);
  pack_examples_free(&list);
  if (code != 0) return report_code(&e);
  return all_good(&b) ? EXIT_ALL_READ : EXIT_UNREAD;
}
