/* The documents among which copies are looked for: found by number, each with its
 * sketch, which is read with the row: a document that is asked for is held against
 * others or against its original. */
#include <string.h>

#include "base/alloc.h"
#include "weigh/copying.h"
#include "weigh/weigh.h"

static uint32_t *slot_of(const struct copying *p, int64_t number) {
  size_t at = (size_t)((uint64_t)number * 0x9e3779b97f4a7c15u >> 20) & (p->slot_count - 1);
  while (p->slots[at] && p->docs[p->slots[at] - 1].number != number) at = (at + 1) & (p->slot_count - 1);
  return &p->slots[at];
}

static int make_room(struct copying *p) {
  if (p->count < p->cap) return 0;
  size_t cap = p->cap ? 2 * p->cap : 256;
  if (cap >= NO_INDEX / 4) return TOLL_E_MEMORY;
  struct copy_doc *docs = mem_resize(p->docs, cap * sizeof *docs);
  if (docs) p->docs = docs;
  uint32_t *parent = mem_resize(p->parent, cap * sizeof *parent), *slots = mem_array(4 * cap, sizeof *slots);
  if (parent) p->parent = parent;
  if (!docs || !parent || !slots) {
    mem_free(slots);
    return TOLL_E_MEMORY;
  }
  mem_free(p->slots);
  p->slots = slots;
  p->slot_count = 4 * cap;
  p->cap = cap;
  for (size_t i = 0; i < p->count; i++) *slot_of(p, p->docs[i].number) = (uint32_t)i + 1;
  return 0;
}

static uint64_t digest_of(toll_slice sha256) {
  uint64_t h = 0;
  for (size_t i = 0; i < sha256.len && i < sizeof h; i++) h = h << 8 | (unsigned char)sha256.at[i];
  return h;
}

int copies_take(struct copying *p, sqlite3_stmt *s, toll_error *e) {
  toll_case *c = p->u->c;
  if (make_room(p)) return db_memory(c, e);
  bool bad = false;
  struct copy_doc doc = {.number = sqlite3_column_int64(s, 0),
                         .original = sqlite3_column_int64(s, 1),
                         .day = db_get_day(s, 2, &bad),
                         .id = arena_copy(&p->u->arena, db_get_text(s, 3)),
                         .digest = digest_of(db_get_blob(s, 6))};
  toll_slice stored = db_get_blob(s, 4);
  size_t most = stored.len / 8 < SKETCH_SIZE ? stored.len / 8 : SKETCH_SIZE;
  uint64_t *sketch = ARENA_ARRAY(&p->u->arena, most, uint64_t);
  if (bad) return db_damaged(c, "the case file is damaged", "a document's row", e);
  if (p->u->arena.failed) return db_memory(c, e);
  doc.sketch_count = (uint32_t)sketch_read(stored, sketch, most);
  doc.sketch = sketch;
  doc.fresh = doc.number > p->through;
  p->docs[p->count] = doc;
  p->parent[p->count] = (uint32_t)p->count;
  *slot_of(p, doc.number) = (uint32_t)p->count + 1;
  p->count++;
  return 0;
}

static int find_doc(struct copying *p, int64_t number, uint32_t *out, toll_error *e) {
  toll_case *c = p->u->c;
  if (make_room(p)) return db_memory(c, e);
  *out = *slot_of(p, number) - 1;
  if (*out != NO_INDEX) return 0;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_COPY_DOCUMENT, &s, e);
  if (code) return code;
  db_put_int(s, 1, number);
  code = db_step(c, s, e);
  if (code <= 0) return code ? code : db_damaged(c, "the case file is damaged", "a document is missing", e);
  code = copies_take(p, s, e);
  sqlite3_reset(s);
  *out = (uint32_t)p->count - 1;
  return code;
}

int copies_get(struct copying *p, int64_t number, uint32_t *out, toll_error *e) {
  *out = NO_INDEX;
  int code = find_doc(p, number, out, e);
  uint32_t at = *out, first = NO_INDEX;
  while (!code && p->docs[at].original) { /* an original has none, in a file that is sound */
    code = find_doc(p, p->docs[at].original, &first, e);
    if (code || !weigh_join(p->parent, at, first)) break;
    at = first;
  }
  return code;
}

double copies_likeness(const struct copying *p, uint32_t a, uint32_t b) {
  const struct copy_doc *x = &p->docs[a], *y = &p->docs[b];
  return sketch_likeness(x->sketch, x->sketch_count, y->sketch, y->sketch_count);
}

/* Documents of the list, which ascends, by one pass over the table. */
static int read_among(struct copying *p, const struct id_list *wanted, toll_error *e) {
  toll_case *c = p->u->c;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_COPY_DOCUMENTS, &s, e);
  if (code) return code;
  db_put_int(s, 1, wanted->at[0] - 1);
  for (size_t i = 0; i < wanted->count && !code;) {
    code = db_step(c, s, e);
    if (code <= 0) break;
    int64_t number = sqlite3_column_int64(s, 0);
    while (i < wanted->count && wanted->at[i] < number) i++; /* a missing one is told of where it is asked for */
    code = i < wanted->count && wanted->at[i] == number ? copies_take(p, s, e) : 0;
    if (i < wanted->count && wanted->at[i] == number) i++;
  }
  sqlite3_reset(s);
  return code;
}

int copies_read(struct copying *p, toll_error *e) {
  struct id_list old = {0};
  int code = 0;
  for (size_t i = 0; i < p->key_count && !code; i++)
    if (p->keys[i].id <= p->through && list_add(&old, p->keys[i].id)) code = db_memory(p->u->c, e);
  list_sort(&old);
  if (!code && old.count > FEW && (int64_t)old.count >= p->through / MANY) code = read_among(p, &old, e);
  mem_free(old.at);
  for (size_t i = 0; i < p->key_count && !code; i++) {
    uint32_t doc;
    code = copies_get(p, p->keys[i].id, &doc, e);
    p->keys[i].id = doc;
  }
  return code;
}
