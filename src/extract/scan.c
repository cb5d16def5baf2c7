/* One document: its passages are read (passage.c), which leaves drafts; then what bears on
 * all of them is settled, and they become claims. */
#include <string.h>

#include "base/alloc.h"
#include "extract/passage.h"

static bool open_model(toll_scanner *x) {
  return choice_weights_new(x->pack, &choice_confidence, &x->confidence) &&
         choice_weights_new(x->pack, &choice_victim, &x->victim) &&
         choice_weights_new(x->pack, &choice_where, &x->where);
}

static bool desk_open(struct desk *d) {
  d->tokens = mem_array(SENTENCE_TOKENS + 1, sizeof *d->tokens);
  return d->tokens != NULL;
}

static void desk_close(struct desk *d) {
  mem_free(d->tokens);
  arena_free(&d->words);
}

int toll_scanner_new(const toll_pack *pack, const toll_places *places, toll_scanner **out, toll_error *e) {
  *out = NULL;
  toll_scanner *x = mem_alloc(sizeof *x);
  if (!x) return toll_fail(e, TOLL_E_MEMORY, "no memory for a scanner", NULL, 0);
  x->pack = pack;
  x->places = places;
  bool desks = desk_open(&x->reading) && desk_open(&x->looking) && desk_open(&x->recalling);
  if (!desks || !rule_index_make(&x->rules, pack) || !open_model(x)) {
    toll_scanner_free(x);
    return toll_fail(e, TOLL_E_MEMORY, "no memory for a scanner", NULL, 0);
  }
  *out = x;
  return 0;
}

void toll_scanner_explain(toll_scanner *x, bool on) {
  x->plain = !on;
}

void toll_scanner_free(toll_scanner *x) {
  if (!x) return;
  desk_close(&x->reading);
  desk_close(&x->looking);
  desk_close(&x->recalling);
  arena_free(&x->keep);
  mem_free(x->stretches);
  mem_free(x->drafts);
  rule_index_free(&x->rules);
  mem_free(x->confidence);
  mem_free(x->victim);
  mem_free(x->where);
  mem_free(x);
}

static void start_document(toll_scanner *x, const toll_document_info *doc) {
  x->doc = doc;
  x->draft_count = 0;
  x->failed = false;
  arena_reset(&x->keep);
  x->labels = NULL;
  x->label_count = x->label_cap = 0;
  x->listing = (struct listing){.total = -1};
  claimant_start(x);
  scene_start(x);
  if (doc->base) return;
  x->begun = false;
  x->due = 0;
  x->sentence_no = x->paragraph_no = x->events = x->circle_sentence = x->someone_sentence = x->some_sentence = 0;
}

int toll_scan(toll_scanner *x, const toll_document *document, toll_claims *out, toll_error *e) {
  *out = (toll_claims){NULL, 0};
  start_document(x, toll_document_get(document));
  passage_read(x);
  if (x->draft_count) {
    died_read(x);
    fate_read(x);
    event_read(x);
    sums_read(x);
    label_assign(x);
    if (!x->doc->id.at && toll_document_identify(document, e) != 0) x->failed = true;
    finish_read(x, out);
  }
  if (!reader_failed(x)) return 0;
  *out = (toll_claims){NULL, 0};
  return toll_fail(e, TOLL_E_MEMORY, "no memory to read the document", NULL, 0);
}
