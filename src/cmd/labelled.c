/* The reader fetches rows as it would documents; their lines are handed on raw. */
#include "labelled.h"

#include <stdio.h>

#include "cmd.h"
#include "progress.h"
#include "toll/document.h"

static int take_fetched(const toll_document *doc, row_taker *take, void *to, toll_error *e) {
  const toll_document_info *info = toll_document_get(doc);
  char path[512];
  place_of(path, info);
  if (info->format != TOLL_FORMAT_JSONL)
    return toll_fail(e, TOLL_E_FORMAT, "no labelled reports: one JSON object a line is needed", path, 0);
  return take(to, info->raw, path, info->line, e);
}

static int read_rows(toll_reader *reader, toll_document *doc, row_taker *take, void *to) {
  struct progress progress = progress_new(true);
  int exit_code = EXIT_ALL_READ;
  for (;;) {
    toll_error e = {0};
    uint64_t done, total;
    int code = toll_reader_fetch(reader, doc, &e);
    if (code == 0) break;
    bool rest = code > 0 && toll_document_get(doc)->base > 0; /* of a text that was refused at its start */
    if (code > 0) code = rest ? 0 : take_fetched(doc, take, to, &e);
    if (code < 0) {
      progress_clear(&progress);
      exit_code = report_code(&e);
    }
    if (code == TOLL_E_MEMORY) break;
    toll_reader_progress(reader, &done, &total);
    progress_show(&progress, done, total);
  }
  progress_clear(&progress);
  return exit_code;
}

bool labelled_rows(const char *const *paths, size_t count, row_taker *take, void *to, int *exit_code) {
  toll_error e = {0};
  toll_reader *reader = NULL;
  toll_document *doc = toll_document_new();
  int code = doc ? 0 : toll_fail(&e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  if (code == 0) code = toll_reader_open(paths, count, &reader, &e);
  *exit_code = code == 0 ? read_rows(reader, doc, take, to) : report_code(&e);
  toll_reader_close(reader);
  if (doc) toll_document_free(doc);
  return code == 0;
}
