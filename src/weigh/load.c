/* Reads the documents that speak of an event, with all their claims, into one arena and
 * puts them in an order of their own: by the document's id and hash, then by place in it.
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

static int compare_docs(const void *a, const void *b) {
  const struct weigh_doc *x = a, *y = b;
  int order = weigh_compare(x->source.id, y->source.id);
  return order ? order : memcmp(x->source.sha256, y->source.sha256, sizeof x->source.sha256);
}

/* Room for one more, in an array that doubles within the arena. */
static void *grow(struct arena *a, void *old, size_t count, size_t size) {
  bool full = count == 0 || (count >= 16 && (count & (count - 1)) == 0);
  if (!full) return old;
  void *more = arena_array(a, count ? 2 * count : 16, size);
  if (more && count) memcpy(more, old, count * size);
  return more;
}

static int load_docs(struct weigh *w, toll_case *c, toll_slice event, toll_error *e) {
  toll_case_cursor *rows;
  int code = toll_case_sources_of(c, event, &rows, e);
  if (code) return code;
  toll_case_source source;
  while ((code = toll_case_source_next(rows, &source, e)) > 0) {
    w->docs = grow(&w->arena, w->docs, w->doc_count, sizeof *w->docs);
    if (!w->docs) break;
    copy_source(&source, &w->arena);
    w->docs[w->doc_count++] = (struct weigh_doc){.source = source, .quotes = NO_INDEX};
  }
  toll_case_cursor_close(rows);
  if (code < 0 || w->arena.failed) return code < 0 ? code : TOLL_E_MEMORY;
  if (w->doc_count) qsort(w->docs, w->doc_count, sizeof *w->docs, compare_docs);
  for (size_t i = 0; i < w->doc_count; i++) {
    struct weigh_doc *doc = &w->docs[i];
    doc->original = (uint32_t)i;
    doc->key = words_key(doc->source.outlet.len ? doc->source.outlet : doc->source.id, true, &w->arena);
  }
  return 0;
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

void weigh_copy_claim(toll_case_claim *row, struct arena *a) {
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

static bool same(toll_slice a, toll_slice b) {
  return a.at && b.at && weigh_compare(a, b) == 0;
}

static int load_claims(struct weigh *w, toll_case *c, const struct place *places, toll_error *e) {
  const toll_case_filter filter = {.event = w->events->id, .whole = true};
  toll_case_cursor *rows;
  int code = toll_case_claims(c, &filter, &rows, e);
  if (code) return code;
  toll_case_claim row;
  while ((code = toll_case_claim_next(rows, &row, e)) > 0) {
    uint32_t doc = find_place(places, w->doc_count, row.document);
    if (doc == NO_INDEX) continue; /* came after the documents were read */
    w->claims = grow(&w->arena, w->claims, w->claim_count, sizeof *w->claims);
    if (!w->claims) break;
    bool own = same(row.event, w->events->id);
    weigh_copy_claim(&row, &w->arena);
    w->claims[w->claim_count++] = (struct weigh_claim){.row = row, .doc = doc, .event = own ? 0 : 1};
  }
  toll_case_cursor_close(rows);
  if (code < 0 || w->arena.failed) return code < 0 ? code : TOLL_E_MEMORY;
  if (w->claim_count >= NO_INDEX) return toll_fail(e, TOLL_E_LIMIT, "too many claims to weigh at once", NULL, 0);
  if (w->claim_count) qsort(w->claims, w->claim_count, sizeof *w->claims, compare_claims);
  for (size_t i = 0; i < w->claim_count; i++) finish_claim(w, &w->claims[i]);
  return 0;
}

int weigh_load(struct weigh *w, toll_case *c, const toll_event *event, toll_error *e) {
  w->events = ARENA_ARRAY(&w->arena, 2, toll_event);
  if (!w->events) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  w->event_count = 1;
  w->events[0] = *event;
  w->events[1] = (toll_event){.from = TOLL_NO_DAY, .to = TOLL_NO_DAY};
  int code = load_docs(w, c, event->id, e);
  struct place *places = code ? NULL : ARENA_ARRAY(&w->arena, w->doc_count, struct place);
  for (size_t i = 0; places && i < w->doc_count; i++) places[i] = (struct place){w->docs[i].source.number, (uint32_t)i};
  if (places && w->doc_count) qsort(places, w->doc_count, sizeof *places, compare_places);
  if (!code) code = places ? load_claims(w, c, places, e) : TOLL_E_MEMORY;
  if (code == TOLL_E_MEMORY || (!code && w->arena.failed)) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  return code;
}
