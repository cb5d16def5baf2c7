/* From labelled rows to examples: scan, compare, keep the features. */
#include "score/train.h"

#include <string.h>

#include "base/alloc.h"
#include "score/agree.h"
#include "score/match.h"
#include "score/score.h"
#include "score/train_part.h"

const char *train_choice_name(unsigned choice) {
  static const char *const names[TRAIN_CHOICES] = {[TRAIN_CONFIDENCE] = "confidence", [TRAIN_WHERE] = "where"};
  return choice < TRAIN_CHOICES ? names[choice] : NULL;
}

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
  while (choice < TRAIN_CHOICES && strcmp(train_choice_name(choice), c->choice) != 0) choice++;
  if (choice == TRAIN_CHOICES) return;
  new.choice = (uint8_t)choice;
  new.about = c->claim->count_span;
  new.harm = c->claim->harm;
  new.candidate = c->candidate;
  new.count = (uint32_t)c->features->count;
  for (size_t i = 0; i < c->features->count; i++) {
    toll_slice name = features_at(c->features, i);
    toll_buffer_add(&t->names, name.at, name.len);
    toll_buffer_add(&t->names, "", 1);
  }
  toll_buffer_add(&t->cases, (const char *)&new, sizeof new);
}

/* ---- labels ---- */

/* The case stands for the n-th found claim. */
static void judge_claim(struct train_case *c, const struct gold_row *row, const toll_claims *found,
                        const struct pairing *pairs, size_t n, struct arena *arena) {
  int32_t g = pairs->gold_of[n];
  c->left_out = g == PAIRING_OUT;
  c->right = g >= 0 && match_field(row, found, pairs, (size_t)g, SCORE_VALUE, arena) &&
             match_field(row, found, pairs, (size_t)g, SCORE_STATUS, arena);
}

/* The found claim that the case is about, or the count of claims. */
static size_t claim_of(const struct train_case *c, const toll_claims *found) {
  size_t n = 0;
  while (n < found->count && (found->items[n].harm != c->harm || found->items[n].count_span.from != c->about.from ||
                              found->items[n].count_span.to != c->about.to))
    n++;
  return n;
}

/* The case is a place that may be that claim's. */
static void judge_where(struct train_case *c, const struct gold_row *row, const toll_claims *found,
                        const struct pairing *pairs, struct arena *arena) {
  size_t n = claim_of(c, found);
  int32_t g = n < found->count ? pairs->gold_of[n] : PAIRING_OUT;
  c->left_out = g < 0;
  c->right = g >= 0 && agree_words(row->claims[g].where, c->candidate, arena);
}

static int judge(struct train *t, const struct gold_row *row, const toll_claims *found, size_t first) {
  struct pairing pairs;
  uint64_t key;
  bool aside;
  struct train_case *cases = (struct train_case *)(void *)t->cases.at;
  size_t count = t->cases.len / sizeof *cases, claim = 0;
  int code = score_is_aside(toll_document_get(t->doc)->id, &aside, &key);
  if (code || match_claims(row, found, &t->row, &pairs) || t->cases.failed || t->names.failed) return TOLL_E_MEMORY;
  for (size_t i = first; i < count; i++) {
    cases[i].fold = (uint8_t)((key & 0xffffffff) % TRAIN_FOLDS);
    if (cases[i].choice == TRAIN_CONFIDENCE && claim < found->count)
      judge_claim(&cases[i], row, found, &pairs, claim++, &t->row);
    if (cases[i].choice == TRAIN_WHERE) judge_where(&cases[i], row, found, &pairs, &t->row);
  }
  return t->row.failed ? TOLL_E_MEMORY : TOLL_OK;
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
  if (!code && judge(t, row, &found, first)) code = no_memory(e);
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
  if (!code && row.has_claims) code = read_labelled(t, &row, path, e);
  if (!code) return TOLL_OK;
  const char *message = e->message; /* where in the record it was helps nobody: the line is what the user has */
  code = toll_fail(e, e->code, message, path, 0);
  e->line = number;
  return code;
}

int train_finish(struct train *t, toll_error *e) {
  for (unsigned choice = 0; choice < TRAIN_CHOICES; choice++)
    if (train_fit(t, choice)) return no_memory(e);
  return TOLL_OK;
}
