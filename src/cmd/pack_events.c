/* Rows go to score/pairs.c; its weights go to a file that the next build takes in. */
#include "pack_events.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "labelled.h"
#include "lookup.h"
#include "score/pairs.h"
#include "table.h"

static int take_row(void *to, toll_slice line, const char *path, uint32_t number, toll_error *e) {
  return pairs_row(to, line, path, number, e);
}

static const struct column columns[] = {
    {"B-cubed", 0, false, false}, {"precision", 0, true, false}, {"recall", 0, true, false}, {"F1", 0, true, false}};

static void add_row(struct table *t, const char *name, const struct bcubed *s) {
  const double rates[] = {s->precision, s->recall, s->f1};
  table_str(t, name, TONE_BOLD);
  for (size_t i = 0; i < 3; i++) {
    char text[32];
    snprintf(text, sizeof text, "%.3f", rates[i]);
    table_str(t, text, TONE_PLAIN);
  }
}

static void print_gain(const struct pairs *p) {
  struct term term = term_of(stdout);
  struct table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
  toll_buffer out = {0};
  printf("%zu reports, %zu pairs, %zu of one event\n", p->count, p->examples, p->right);
  add_row(&table, "the weights in use", &p->before);
  add_row(&table, "fitted to other events", &p->crossed);
  add_row(&table, "fitted to all", &p->fitted);
  table_print(&table, &term, &out);
  fwrite(out.at, 1, out.len, stdout);
  toll_buffer_free(&out);
  table_free(&table);
}

static int write_weights(const char *path, const struct pairs *p) {
  toll_buffer text = {0};
  pairs_text(p, &text);
  errno = 0;
  FILE *file = text.failed ? NULL : fopen(path, "wb");
  bool good = file && fwrite(text.at, 1, text.len, file) == text.len;
  if (file && fclose(file) != 0) good = false;
  toll_buffer_free(&text);
  if (!good) report(path, "cannot be written", strerror(errno ? errno : ENOMEM));
  return good ? EXIT_ALL_READ : EXIT_UNREAD;
}

static int fit_all(struct pairs *p, const char *out, const char *const *paths, size_t count) {
  toll_error e = {0};
  int code;
  if (!labelled_rows(paths, count, take_row, p, &code) || code != EXIT_ALL_READ) return code;
  if (pairs_finish(p, &e) != 0) return report_code(&e);
  print_gain(p);
  return write_weights(out, p);
}

int pack_events(const char *out, const char *const *paths, size_t count) {
  toll_error e = {0};
  struct language language = {0};
  struct pairs pairs = {0};
  int code = language_open("auto", &language, &e);
  if (code == 0) code = pairs_open(&pairs, language.pack, language.places, &e);
  int exit_code = code == 0 ? fit_all(&pairs, out, paths, count) : report_code(&e);
  pairs_close(&pairs);
  language_close(&language);
  return exit_code;
}
