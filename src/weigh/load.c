/* Reads the whole case into one arena and puts documents and claims in an order
 * of their own: by the document's id and hash, then by place in the document.
 * From here on nothing knows in which order things arrived. */
#include <stdlib.h>
#include <string.h>

#include "weigh/weigh.h"

void weigh_free(struct weigh *w) {
  arena_free(&w->arena);
}

uint32_t weigh_find(uint32_t *parent, uint32_t i) {
  while (parent[i] != i) i = parent[i] = parent[parent[i]];
  return i;
}

bool weigh_join(uint32_t *parent, uint32_t a, uint32_t b) {
  a = weigh_find(parent, a);
  b = weigh_find(parent, b);
  if (a == b) return false;
  if (a < b)
    parent[b] = a;
  else
    parent[a] = b;
  return true;
}

int weigh_compare(toll_slice a, toll_slice b) {
  size_t len = a.len < b.len ? a.len : b.len;
  int order = len ? memcmp(a.at, b.at, len) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* --- documents ---------------------------------------------------------- */

static void copy_source(toll_case_source *s, struct arena *a) {
  toll_slice *const texts[] = {&s->id, &s->path, &s->url, &s->title, &s->outlet, &s->byline, &s->lang};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = arena_copy(a, *texts[i]);
}

static int load_sketch(struct weigh *w, struct weigh_doc *doc, toll_case *c, toll_error *e) {
  uint64_t sketch[SKETCH_SIZE];
  int code = case_sketch(c, doc->source.number, sketch, &doc->sketch_count, e);
  if (code) return code;
  doc->sketch = ARENA_ARRAY(&w->arena, doc->sketch_count, uint64_t);
  if (doc->sketch && doc->sketch_count) memcpy(doc->sketch, sketch, doc->sketch_count * sizeof *sketch);
  return 0;
}

static int compare_docs(const void *a, const void *b) {
  const struct weigh_doc *x = a, *y = b;
  int order = weigh_compare(x->source.id, y->source.id);
  return order ? order : memcmp(x->source.sha256, y->source.sha256, sizeof x->source.sha256);
}

static int load_docs(struct weigh *w, toll_case *c, toll_error *e) {
  toll_case_cursor *rows;
  int code = toll_case_sources(c, &rows, e);
  if (code) return code;
  toll_case_source source;
  size_t count = 0;
  while (count < w->doc_count && (code = toll_case_source_next(rows, &source, e)) > 0) {
    copy_source(&source, &w->arena);
    struct weigh_doc *doc = &w->docs[count++];
    *doc = (struct weigh_doc){.source = source, .quotes = NO_INDEX};
    if ((code = load_sketch(w, doc, c, e)) < 0) break;
  }
  toll_case_cursor_close(rows);
  w->doc_count = count;
  if (count) qsort(w->docs, count, sizeof *w->docs, compare_docs);
  for (size_t i = 0; i < count; i++) {
    struct weigh_doc *doc = &w->docs[i];
    doc->original = (uint32_t)i;
    doc->key = words_key(doc->source.outlet.len ? doc->source.outlet : doc->source.id, true, &w->arena);
  }
  return code < 0 ? code : 0;
}

/* --- claims ------------------------------------------------------------- */

static const toll_claimant *copy_claimant(const toll_claimant *who, struct arena *a) {
  if (!who) return NULL;
  toll_claimant *copy = ARENA_NEW(a, toll_claimant);
  if (!copy) return NULL;
  *copy = *who;
  copy->name = arena_copy(a, who->name);
  copy->role = arena_copy(a, who->role);
  copy->cue = arena_copy(a, who->cue);
  copy->resolved = arena_copy(a, who->resolved);
  copy->via = copy_claimant(who->via, a);
  return copy;
}

static void copy_labels(toll_claim *claim, struct arena *a) {
  toll_label *labels = ARENA_ARRAY(a, claim->label_count, toll_label);
  for (size_t i = 0; labels && i < claim->label_count; i++)
    labels[i] = (toll_label){arena_copy(a, claim->labels[i].name), claim->labels[i].span};
  claim->labels = labels;
}

static void copy_row(toll_case_claim *row, struct arena *a) {
  toll_claim *claim = &row->claim;
  toll_slice *const texts[] = {&claim->quote,      &claim->who,        &claim->derived,     &claim->when.text,
                               &claim->where.text, &claim->where.name, &claim->by,          &claim->rule,
                               &row->event,        &row->box,          &claim->window.text, &claim->names};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) *texts[i] = arena_copy(a, *texts[i]);
  claim->claimant = copy_claimant(claim->claimant, a);
  copy_labels(claim, a);
}

static int compare_claims(const void *a, const void *b) {
  const struct weigh_claim *x = a, *y = b;
  if (x->doc != y->doc) return x->doc < y->doc ? -1 : 1;
  return x->row.ordinal < y->row.ordinal ? -1 : x->row.ordinal > y->row.ordinal;
}

struct place { /* where a document's row went */
  int64_t number;
  uint32_t doc;
};

static int compare_places(const void *a, const void *b) {
  const struct place *x = a, *y = b;
  return x->number < y->number ? -1 : x->number > y->number;
}

static uint32_t find_place(const struct place *places, size_t count, int64_t number) {
  const struct place key = {number, 0};
  const struct place *found = bsearch(&key, places, count, sizeof *places, compare_places);
  return found ? found->doc : NO_INDEX;
}

/* Whom a figure is from, for people and for comparing. */
static void name_claimant(struct weigh *w, struct weigh_claim *claim) {
  const toll_claimant *who = claim->row.claim.claimant;
  const struct weigh_doc *doc = &w->docs[claim->doc];
  const toll_slice names[] = {doc->source.outlet, doc->source.byline, doc->source.title, doc->source.id};
  for (size_t i = 0; i < 4 && !claim->claimant.len; i++) claim->claimant = names[i];
  claim->key = doc->key;
  if (!who) return;
  claim->claimant = who->resolved.len ? who->resolved : who->name;
  claim->key = words_key(claim->claimant, who->kind == TOLL_KIND_MEDIA, &w->arena);
}

static void finish_claim(struct weigh *w, struct weigh_claim *claim) {
  const toll_case_source *doc = &w->docs[claim->doc].source;
  claim->row.doc = doc->id;
  claim->row.outlet = doc->outlet;
  claim->row.title = doc->title;
  claim->given = claim->row.claim.as_of != TOLL_NO_DAY ? claim->row.claim.as_of : doc->from;
  name_claimant(w, claim);
}

static int load_claims(struct weigh *w, toll_case *c, const struct place *places, toll_error *e) {
  toll_case_cursor *rows;
  int code = toll_case_claims(c, NULL, &rows, e);
  if (code) return code;
  toll_case_claim row;
  size_t count = 0;
  while (count < w->claim_count && (code = toll_case_claim_next(rows, &row, e)) > 0) {
    uint32_t doc = find_place(places, w->doc_count, row.document);
    if (doc == NO_INDEX) continue; /* came after the documents were read */
    copy_row(&row, &w->arena);
    w->claims[count++] = (struct weigh_claim){.row = row, .doc = doc};
  }
  toll_case_cursor_close(rows);
  w->claim_count = count;
  if (count) qsort(w->claims, count, sizeof *w->claims, compare_claims);
  for (size_t i = 0; i < count; i++) finish_claim(w, &w->claims[i]);
  return code < 0 ? code : 0;
}

int weigh_load(struct weigh *w, toll_case *c, toll_error *e) {
  toll_case_counts counts;
  int code = toll_case_count(c, &counts, e);
  if (code) return code;
  if (counts.documents >= NO_INDEX || counts.claims >= NO_INDEX)
    return toll_fail(e, TOLL_E_LIMIT, "too many claims to weigh at once", NULL, 0);
  w->doc_count = (size_t)counts.documents;
  w->claim_count = (size_t)counts.claims;
  w->docs = ARENA_ARRAY(&w->arena, w->doc_count, struct weigh_doc);
  w->claims = ARENA_ARRAY(&w->arena, w->claim_count, struct weigh_claim);
  struct place *places = ARENA_ARRAY(&w->arena, w->doc_count, struct place);
  if (w->arena.failed) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  code = load_docs(w, c, e);
  if (code) return code;
  for (size_t i = 0; i < w->doc_count; i++) places[i] = (struct place){w->docs[i].source.number, (uint32_t)i};
  if (w->doc_count) qsort(places, w->doc_count, sizeof *places, compare_places);
  code = load_claims(w, c, places, e);
  if (!code && w->arena.failed) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  return code;
}
