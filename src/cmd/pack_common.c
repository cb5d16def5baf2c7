/* Reports in any form that can be read; their words' counts go to common.txt, written
 * beside it and renamed. */
#include "pack_common.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cmd.h"
#include "lookup.h"
#include "progress.h"
#include "score/common.h"

static int count_all(struct common *c, toll_reader *reader, toll_document *doc) {
  struct progress progress = progress_new(true);
  int exit_code = EXIT_ALL_READ;
  for (;;) {
    toll_error e = {0};
    uint64_t done, total;
    int code = toll_reader_fetch(reader, doc, &e);
    if (code == 0) break;
    if (code > 0) code = toll_document_parse(doc, &e);
    if (code == 0) code = common_take(c, toll_document_get(doc)->text, &e);
    if (code < 0) {
      progress_clear(&progress);
      exit_code = report_code(&e);
    }
    toll_reader_progress(reader, &done, &total);
    progress_show(&progress, done, total);
  }
  progress_clear(&progress);
  return exit_code;
}

static int write_list(const char *dir, const struct common *c) {
  char path[4096], part[4096];
  toll_error e = {0};
  int len = snprintf(path, sizeof path, "%s/common.txt", dir);
  int part_len = snprintf(part, sizeof part, "%s/common.txt.part", dir);
  if (len < 0 || part_len < 0 || (size_t)part_len >= sizeof part) {
    report(dir, "the path is too long", NULL);
    return EXIT_UNREAD;
  }
  toll_buffer text = {0};
  int code = common_text(c, &text, &e) ? report_code(&e) : EXIT_ALL_READ;
  if (code == EXIT_ALL_READ) {
    errno = 0;
    FILE *file = fopen(part, "wb");
    bool good = file && fwrite(text.at, 1, text.len, file) == text.len;
    if (file && fclose(file) != 0) good = false;
    if (!good || rename(part, path)) {
      report(path, "cannot be written", strerror(errno ? errno : EIO));
      remove(part);
      code = EXIT_UNREAD;
    }
  }
  toll_buffer_free(&text);
  return code;
}

int pack_common(const char *dir, const char *const *paths, size_t count) {
  toll_error e = {0};
  struct language language = {0};
  struct common common = {0};
  toll_reader *reader = NULL;
  toll_document *doc = toll_document_new();
  int code = doc ? toll_pack_open(dir, &language.pack, &e) : toll_fail(&e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  if (code == 0) code = language_places(&language.places, &e);
  if (code == 0) code = common_open(&common, language.pack, language.places, &e);
  if (code == 0) code = toll_reader_open(paths, count, &reader, &e);
  int exit_code = code == 0 ? count_all(&common, reader, doc) : report_code(&e);
  if (exit_code == EXIT_ALL_READ) exit_code = write_list(dir, &common);
  if (reader) toll_reader_close(reader);
  if (doc) toll_document_free(doc);
  common_close(&common);
  language_close(&language);
  return exit_code;
}
