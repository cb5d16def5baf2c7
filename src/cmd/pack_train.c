/* The rows go to the trainer; its text goes to model.txt, written beside it and
 * renamed, so that nobody compiles half a model. */
#include "pack_train.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "labelled.h"
#include "lookup.h"
#include "score/train.h"
#include "table.h"

static int take_row(void *to, toll_slice line, const char *path, uint32_t number, toll_error *e) {
  return train_row(to, line, path, number, e);
}

/* ---- what is gained ---- */

static void rate(struct table *t, double x) {
  char text[32];
  snprintf(text, sizeof text, "%.3f", x);
  table_str(t, text, TONE_PLAIN);
}

static void number(struct table *t, uint64_t n) {
  char text[32];
  snprintf(text, sizeof text, "%llu", (unsigned long long)n);
  table_str(t, text, TONE_PLAIN);
}

static const struct column columns[] = {
    {"choice", 0, false, false}, {"examples", 0, true, false},          {"reports", 0, true, false},
    {"right", 0, true, false},   {"weights", 0, true, false},           {"log loss", 0, true, false},
    {"before", 0, true, false},  {"calibration error", 0, true, false}, {"before", 0, true, false}};

static void print_gain(const struct train *t) {
  struct term term = term_of(stdout);
  struct table table = {.columns = columns, .column_count = sizeof columns / sizeof *columns};
  toll_buffer out = {0};
  for (unsigned i = 0; i < TRAIN_CHOICES; i++) {
    const struct train_result *r = &t->results[i];
    table_str(&table, train_choice_name(i), TONE_BOLD);
    number(&table, r->examples);
    number(&table, r->documents);
    rate(&table, r->examples ? (double)r->right / (double)r->examples : 0);
    number(&table, r->weight_count);
    rate(&table, r->loss);
    rate(&table, r->loss_before);
    rate(&table, r->curve ? curve_error(r->curve) : 0);
    rate(&table, r->before ? curve_error(r->before) : 0);
  }
  table_print(&table, &term, &out);
  fwrite(out.at, 1, out.len, stdout);
  toll_buffer_free(&out);
  table_free(&table);
}

/* ---- the file ---- */

static int write_file(const char *path, const toll_buffer *text) {
  errno = 0;
  FILE *file = fopen(path, "wb");
  bool good = file && fwrite(text->at, 1, text->len, file) == text->len;
  if (file && fclose(file) != 0) good = false;
  return good ? 0 : errno ? errno : EIO;
}

static int write_model(const char *dir, const struct train *t) {
  char path[4096], part[4096];
  int len = snprintf(path, sizeof path, "%s/model.txt", dir);
  int part_len = snprintf(part, sizeof part, "%s/model.txt.part", dir);
  if (len < 0 || part_len < 0 || (size_t)part_len >= sizeof part) {
    report(dir, "the path is too long", NULL);
    return EXIT_UNREAD;
  }
  toll_buffer text = {0};
  train_text(t, &text);
  int wrong = text.failed ? ENOMEM : write_file(part, &text);
  if (!wrong && rename(part, path)) wrong = errno;
  if (wrong) remove(part);
  toll_buffer_free(&text);
  if (wrong) report(path, "cannot be written", strerror(wrong));
  return wrong ? EXIT_UNREAD : EXIT_ALL_READ;
}

static int train_all(struct train *t, const char *dir, const char *const *paths, size_t count, const char *unseen) {
  toll_error e = {0};
  int code;
  if (!labelled_rows(paths, count, take_row, t, &code) || code != EXIT_ALL_READ) return code;
  t->unseen = true;
  if (unseen && (!labelled_rows(&unseen, 1, take_row, t, &code) || code != EXIT_ALL_READ)) return code;
  if (t->labelled == 0) {
    report(paths[0], "no labelled claims to learn from", NULL);
    return EXIT_UNREAD;
  }
  if (train_finish(t, &e) != 0) return report_code(&e);
  print_gain(t);
  return write_model(dir, t);
}

int pack_train(const char *dir, const char *const *paths, size_t count, const char *unseen) {
  toll_error e = {0};
  struct language language = {0};
  struct train train = {0};
  int code = toll_pack_open(dir, &language.pack, &e);
  if (code == 0) code = language_places(&language.places, &e);
  if (code == 0) code = train_open(&train, language.pack, language.places, &e);
  int exit_code = code == 0 ? train_all(&train, dir, paths, count, unseen) : report_code(&e);
  train_close(&train);
  language_close(&language);
  return exit_code;
}
