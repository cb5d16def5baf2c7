/* Which documents share the key of a band with a new one. */
#include "base/alloc.h"
#include "toll/tally.h"
#include "weigh/copying.h"

static int add_key(struct copying *p, uint64_t key, int64_t document) {
  if (p->key_count == p->key_cap) {
    size_t cap = p->key_cap ? 2 * p->key_cap : 1024;
    struct keyed *keys = cap <= SIZE_MAX / sizeof *keys ? mem_resize(p->keys, cap * sizeof *keys) : NULL;
    if (!keys) return TOLL_E_MEMORY;
    p->keys = keys;
    p->key_cap = cap;
  }
  p->keys[p->key_count++] = (struct keyed){key, document};
  return 0;
}

/* Of a document that was added without them. */
static int make_bands(struct copying *p, int64_t document, uint64_t *bands, size_t *count, toll_error *e) {
  toll_buffer text = {0};
  struct sketch *sketch = mem_alloc(sizeof *sketch);
  int code = sketch ? toll_case_text(p->u->c, document, (toll_span){0, UINT32_MAX}, &text, e) : db_memory(p->u->c, e);
  if (!code) {
    sketch_add(sketch, (toll_slice){text.at, text.len});
    *count = sketch_bands(sketch, bands);
  }
  mem_free(sketch);
  toll_buffer_free(&text);
  return code;
}

static int list_keys_of(struct copying *p, int64_t document, sqlite3_stmt *s, toll_error *e) {
  uint64_t bands[SKETCH_BANDS];
  size_t count = 0;
  int code = 0;
  if (sqlite3_column_type(s, 5) == SQLITE_NULL)
    code = make_bands(p, document, bands, &count, e);
  else
    count = sketch_read(db_get_blob(s, 5), bands, SKETCH_BANDS);
  for (size_t i = 0; i < count && !code; i++)
    if (add_key(p, bands[i], document)) code = db_memory(p->u->c, e);
  return code;
}

static int list_new(struct copying *p, toll_error *e) {
  toll_case *c = p->u->c;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_COPY_DOCUMENTS, &s, e);
  if (code) return code;
  db_put_int(s, 1, p->through);
  while (!code && (code = db_step(c, s, e)) > 0) {
    code = copies_take(p, s, e);
    if (!code) code = list_keys_of(p, sqlite3_column_int64(s, 0), s, e);
  }
  sort_keyed(p->keys, p->key_count);
  return code;
}

/* --- the table ---------------------------------------------------------- */

/* Who has the keys of new documents, key by key. */
static int ask_keys(struct copying *p, size_t own, toll_error *e) {
  int code = 0;
  for (size_t i = 0; i < own && !code; i = sort_run_end(p->keys, own, i)) {
    sqlite3_stmt *s;
    uint64_t key = p->keys[i].key;
    code = db_statement(p->u->c, Q_COPY_KEY_GET, &s, e);
    if (code) break;
    db_put_int(s, 1, (int64_t)key);
    while (!code && (code = db_step(p->u->c, s, e)) > 0)
      code = add_key(p, key, sqlite3_column_int64(s, 0)) ? db_memory(p->u->c, e) : 0;
  }
  return code;
}

static int read_keys(struct copying *p, size_t own, toll_error *e) {
  size_t at = sort_find(p->keys, own, (uint64_t)1 << 63), seen = 0; /* both ascend by the signed key */
  sqlite3_stmt *s;
  int code = db_statement(p->u->c, Q_COPY_KEY_ALL, &s, e);
  while (!code && (code = db_step(p->u->c, s, e)) > 0) {
    int64_t key = sqlite3_column_int64(s, 0);
    code = 0;
    for (; seen < own && (int64_t)p->keys[at % own].key < key; at++) seen++;
    if (seen < own && p->keys[at % own].key == (uint64_t)key && add_key(p, (uint64_t)key, sqlite3_column_int64(s, 1)))
      code = db_memory(p->u->c, e);
  }
  return code;
}

/* Documents that share no key have nobody to be held against. */
static void drop_single(struct copying *p) {
  size_t kept = 0;
  for (size_t from = 0, to; from < p->key_count; from = to) {
    to = sort_run_end(p->keys, p->key_count, from);
    if (to - from < 2) continue;
    for (size_t i = from; i < to; i++) p->keys[kept++] = p->keys[i];
  }
  p->key_count = kept;
}

int copies_list(struct copying *p, toll_error *e) {
  int64_t fresh = p->last - p->through;
  int code = list_new(p, e);
  size_t own = p->key_count;
  if (!code && p->through) code = fresh > FEW && fresh >= p->last / MANY ? read_keys(p, own, e) : ask_keys(p, own, e);
  if (!code) code = db_put_keys(p->u->c, Q_COPY_KEY_PUT, Q_COPY_KEY_PUTS, p->keys, own, e);
  if (p->key_count > own) sort_keyed(p->keys, p->key_count);
  drop_single(p);
  return code;
}
