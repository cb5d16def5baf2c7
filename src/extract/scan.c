/* One document through all layers.
 *
 * Sentence by sentence: tokens, figures, parts of speech, items, frames, and then
 * what each claim says of itself (status, parts, when, where, who says so).  A
 * sentence without a word of harm skips the frames but is still read for who
 * speaks and where things happen.  At the end the claims are put into events. */
#include <string.h>

#include "base/alloc.h"
#include "extract/gate.h"
#include "extract/reader.h"

static bool open_model(toll_scanner *x) {
  return choice_weights_new(x->pack, &choice_confidence, &x->confidence) &&
         choice_weights_new(x->pack, &choice_victim, &x->victim) &&
         choice_weights_new(x->pack, &choice_where, &x->where);
}

int toll_scanner_new(const toll_pack *pack, const toll_places *places, toll_scanner **out, toll_error *e) {
  *out = NULL;
  toll_scanner *x = mem_alloc(sizeof *x);
  if (!x) return toll_fail(e, TOLL_E_MEMORY, "no memory for a scanner", NULL, 0);
  x->pack = pack;
  x->places = places;
  x->tokens = mem_array(SENTENCE_TOKENS + 1, sizeof *x->tokens);
  if (!x->tokens || !rule_index_make(&x->rules, pack) || !open_model(x)) {
    toll_scanner_free(x);
    return toll_fail(e, TOLL_E_MEMORY, "no memory for a scanner", NULL, 0);
  }
  *out = x;
  return 0;
}

void toll_scanner_free(toll_scanner *x) {
  if (!x) return;
  arena_free(&x->words);
  arena_free(&x->keep);
  mem_free(x->drafts);
  mem_free(x->tokens);
  rule_index_free(&x->rules);
  mem_free(x->confidence);
  mem_free(x->victim);
  mem_free(x->where);
  mem_free(x);
}

/* The layers of one sentence whose tokens are read. */
static void read_layers(toll_scanner *x) {
  struct sentence *s = &x->s;
  sentence_phrases(s);
  bool harm = sentence_promises(s);
  if (!sentence_figures(s)) {
    x->failed = true;
    return;
  }
  sentence_tag(s);
  if (!sentence_chunk(s)) {
    x->failed = true;
    return;
  }
  size_t first = x->draft_count;
  if (harm) frame_read(x);
  itemised_read(x, first);
  subset_read(x, first);
  ellipsis_read(x, first);
  if (harm) victim_read(x, first);
  multiply_read(x, first);
  status_read(x, first);
  occasion_read(x, first);
  absorb_read(x, first);
  when_read(x, first);
  counted_read(x, first);
  where_read(x, first);
  scene_read(x, first);
  claimant_read(x, first);
  circle_read(x, first);
  anaphora_remember(x);
  label_read(x, first);
  view_read(x, first);
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
  if (!doc->base)
    x->sentence_no = x->paragraph_no = x->events = x->circle_sentence = x->someone_sentence = x->some_sentence = 0;
}

/* A document in one window is left where a look at it finds nothing to tell; of one in
 * several, what a window tells bears on the next. */
static bool worth_reading(toll_scanner *x) {
  if (x->ungated || x->see || x->doc->base || x->doc->more) return true;
  bool open = gate_open(x), failed = x->failed || x->words.failed || x->keep.failed;
  if (open || failed) start_document(x, x->doc);
  x->failed = x->failed || failed; /* a look for which memory was out tells of it */
  return open || failed;
}

int toll_scan(toll_scanner *x, const toll_document *document, toll_claims *out, toll_error *e) {
  const toll_document_info *doc = toll_document_get(document);
  *out = (toll_claims){NULL, 0};
  start_document(x, doc);
  if (!worth_reading(x)) return 0;
  for (size_t at = 0; at < doc->text.len && !x->failed;) {
    arena_reset(&x->words);
    x->s = (struct sentence){
        .pack = x->pack, .arena = &x->words, .tokens = x->tokens, .caseless = at > 0 && x->s.caseless};
    at = sentence_read(&x->s, doc->text.at, doc->text.len, at);
    if (!x->s.token_count) break;
    x->sentence_no++;
    x->paragraph_no += x->s.paragraph;
    read_layers(x);
  }
  died_read(x);
  fate_read(x);
  event_read(x);
  sums_read(x);
  label_assign(x);
  if (x->draft_count > 0 && !doc->id.at && toll_document_identify(document, e) != 0) x->failed = true;
  finish_read(x, out);
  if (x->failed || x->words.failed || x->keep.failed) {
    *out = (toll_claims){NULL, 0};
    return toll_fail(e, TOLL_E_MEMORY, "no memory to read the document", NULL, 0);
  }
  return 0;
}
