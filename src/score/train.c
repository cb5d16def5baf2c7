/* From labelled rows to examples: scan, compare, keep the features. */
#include "score/train.h"

#include <string.h>

#include "base/alloc.h"
#include "score/train_part.h"

static int no_memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
}

int train_open(struct train *t, const toll_pack *pack, const toll_places *places, toll_error *e) {
  *t = (struct train){.pack = pack};
  t->doc = toll_document_new();
  if (!t->doc) return no_memory(e);
  return toll_scanner_new(pack, places, &t->scanner, e);
}

void train_close(struct train *t) {
  if (t->scanner) toll_scanner_free(t->scanner);
  if (t->doc) toll_document_free(t->doc);
  arena_free(&t->row);
  arena_free(&t->keep);
  toll_buffer_free(&t->record);
  toll_buffer_free(&t->gold);
  toll_buffer_free(&t->cases);
  toll_buffer_free(&t->names);
}

/* ---- what the scanner hands over ---- */

/* A choice of the row in hand. */
static void see(void *to, const struct choice_case *c) {
  struct train *t = to;
  struct train_case new = {.names = t->names.len, .before = c->claim->confidence, .row = (uint32_t)t->rows};
  unsigned choice = 0;
  while (choice < TRAIN_CHOICES && strcmp(train_choice_name(choice), c->features->of->name) != 0) choice++;
  if (choice == TRAIN_CHOICES) return;
  new.choice = (uint8_t)choice;
  new.unseen = t->unseen;
  new.about = c->claim->count_span;
  new.harm = c->claim->harm;
  new.value = c->claim->value;
  new.candidate = c->candidate;
  for (size_t i = 0; i < c->features->count; i++) {
    char room[FEATURE_NAME];
    toll_slice name = features_name(c->features, i, room);
    if (name.len == 0) continue;
    new.count++;
    toll_buffer_add(&t->names, name.at, name.len);
    toll_buffer_add(&t->names, "", 1);
  }
  toll_buffer_add(&t->cases, (const char *)&new, sizeof new);
}

/* ---- rows ---- */

static int read_labelled(struct train *t, const struct gold_row *row, const char *path, toll_error *e) {
  toll_claims found = {0};
  size_t first = t->cases.len / sizeof(struct train_case);
  gold_record(row, &t->record);
  if (t->record.failed) return no_memory(e);
  int code = toll_document_from_bytes(t->doc, (toll_slice){t->record.at, t->record.len}, path, e);
  if (code) return code;
  choice_watch(t->scanner, see, t);
  code = toll_scan(t->scanner, t->doc, &found, e);
  choice_watch(t->scanner, NULL, NULL);
  if (!code && train_judge(t, row, &found, first)) code = no_memory(e);
  t->labelled++;
  return code;
}

int train_row(struct train *t, toll_slice line, const char *path, uint32_t number, toll_error *e) {
  struct gold_row row;
  toll_error local = {0};
  if (!e) e = &local;
  arena_reset(&t->row);
  t->rows++;
  int code = gold_read(line, &t->row, &t->gold, &row, e);
  if (!code) code = read_labelled(t, &row, path, e);
  if (!code) return TOLL_OK;
  const char *message = e->message; /* where in the record it was helps nobody: the line is what the user has */
  code = toll_fail(e, e->code, message, path, 0);
  e->line = number;
  return code;
}

int train_finish(struct train *t, toll_error *e) {
  for (unsigned choice = 0; choice < TRAIN_CHOICES; choice++)
    if (train_fit(t, choice)) return no_memory(e);
  train_set_bias(t, TRAIN_CONFIDENCE);
  return TOLL_OK;
}
