/* A hash table from row numbers to nodes; features and pairs come with the first
 * look at them. */
#include "weigh/nodes.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/varint.h"

#define HELD 131072        /* mentions whose features are held at once: some 160 MiB */
#define POINTS_MOST 100000 /* of an agreement, in thousandths; beyond that a row is damaged */

static uint64_t mix(uint64_t h) {
  h = (h ^ h >> 31) * 0x9e3779b97f4a7c15u;
  return h ^ h >> 29;
}

static struct node **slot_of(const struct nodes *n, int64_t id) {
  size_t at = (size_t)mix((uint64_t)id) & (n->slot_count - 1);
  while (n->slots[at] && n->slots[at]->id != id) at = (at + 1) & (n->slot_count - 1);
  return &n->slots[at];
}

static int make_room(struct nodes *n) {
  if (2 * n->count < n->slot_count) return 0;
  size_t more = n->slot_count ? 2 * n->slot_count : 1024;
  struct node **slots = mem_array(more, sizeof *slots), **all = mem_resize(n->all, more * sizeof *all);
  if (all) n->all = all;
  if (!slots || !all) {
    mem_free(slots);
    return TOLL_E_MEMORY;
  }
  mem_free(n->slots);
  n->slots = slots;
  n->slot_count = more;
  for (size_t i = 0; i < n->count; i++) *slot_of(n, n->all[i]->id) = n->all[i];
  return 0;
}

/* By the document's bytes and id, and the mention's number. */
static uint64_t order_of(toll_slice sha256, toll_slice id, uint32_t number) {
  uint64_t h = 0xcbf29ce484222325u;
  for (size_t i = 0; i < sha256.len && i < 8; i++) h = (h ^ (unsigned char)sha256.at[i]) * 0x100000001b3u;
  for (size_t i = 0; i < id.len; i++) h = (h ^ (unsigned char)id.at[i]) * 0x100000001b3u;
  return mix(h ^ (uint64_t)number << 40);
}

static void fill(sqlite3_stmt *s, int64_t id, struct node *node) {
  *node = (struct node){.id = id,
                        .document = sqlite3_column_int64(s, 0),
                        .number = (uint32_t)sqlite3_column_int64(s, 1),
                        .claims = (uint32_t)sqlite3_column_int64(s, 2),
                        .event = sqlite3_column_int64(s, 3),
                        .repeats = sqlite3_column_int64(s, 5)};
  node->level = sqlite3_column_type(s, 4) == SQLITE_NULL ? WAITS : sqlite3_column_int(s, 4);
  node->order = order_of(db_get_blob(s, 6), db_get_text(s, 7), node->number);
}

/* Takes the mention's row into a free slot. */
static struct node *take_row(struct nodes *n, struct node **slot, int64_t id, sqlite3_stmt *s) {
  struct node *node = ARENA_NEW(&n->arena, struct node);
  if (!node) return NULL;
  fill(s, id, node);
  node->place = (uint32_t)n->count;
  *slot = n->all[n->count++] = node;
  return node;
}

int nodes_get(struct nodes *n, int64_t id, struct node **out, toll_error *e) {
  if (make_room(n)) return db_memory(n->c, e);
  struct node **slot = slot_of(n, id);
  *out = *slot;
  if (*out) return 0;
  sqlite3_stmt *s;
  int code = db_statement(n->c, Q_MENTION_GET, &s, e);
  if (code) return code;
  db_put_int(s, 1, id);
  code = db_step(n->c, s, e);
  if (code <= 0) return code ? code : db_damaged(n->c, "the case file is damaged", "a mention is missing", e);
  *out = take_row(n, slot, id, s);
  sqlite3_reset(s);
  return *out ? 0 : db_memory(n->c, e);
}

struct node *nodes_known(const struct nodes *n, int64_t id) {
  return n->slot_count ? *slot_of(n, id) : NULL;
}

/* --- features and pairs ------------------------------------------------- */

static bool room_for(struct nodes *n, struct node *node, uint32_t count) {
  if (count <= node->pair_cap) return true;
  uint32_t cap = node->pair_cap ? node->pair_cap : 4;
  while (cap < count) cap *= 2;
  struct node_pair *pairs = ARENA_ARRAY(&n->arena, cap, struct node_pair);
  if (!pairs) return false;
  if (node->pair_count) memcpy(pairs, node->pairs, node->pair_count * sizeof *pairs);
  node->pairs = pairs;
  node->pair_cap = cap;
  return true;
}

static bool add_pair(struct nodes *n, struct node *node, int64_t other, float agreement) {
  if (!room_for(n, node, node->pair_count + 1)) return false;
  node->pairs[node->pair_count++] = (struct node_pair){other, agreement};
  return true;
}

/* A number to add to the id before, and the agreement in thousandths. */
static int read_pairs(struct nodes *n, struct node *node, toll_slice bytes, toll_error *e) {
  const unsigned char *at = (const unsigned char *)bytes.at;
  uint64_t id = 0, more, points;
  node->pair_count = 0;
  for (size_t read = 0, len; read < bytes.len; read += len) {
    len = varint_read(at + read, bytes.len - read, &more);
    size_t rest = len ? varint_read(at + read + len, bytes.len - read - len, &points) : 0;
    id += rest ? more : 0;
    if (!rest || !more || id > INT64_MAX || points > POINTS_MOST)
      return db_damaged(n->c, "the case file is damaged", "a mention's pairs", e);
    if (!add_pair(n, node, (int64_t)id, (float)((double)points / 1000))) return db_memory(n->c, e);
    len += rest;
  }
  return 0;
}

static int read_row(struct nodes *n, struct node *node, sqlite3_stmt *s, toll_error *e) {
  if (!node->is) {
    toll_slice features = db_get_blob(s, 0);
    struct mention *is = ARENA_NEW(&n->read, struct mention);
    if (!is) return db_memory(n->c, e);
    if (mention_unpack((const unsigned char *)features.at, features.len, is))
      return db_damaged(n->c, "the case file is damaged", "a mention's features", e);
    node->is = is;
    node->day = is->from != TOLL_NO_DAY ? is->from : is->printed;
    n->read_count++;
  }
  if (node->pairs_read) return 0;
  node->paired = sqlite3_column_type(s, 1) != SQLITE_NULL;
  node->pairs_read = true;
  return read_pairs(n, node, db_get_blob(s, 1), e);
}

int nodes_read(struct nodes *n, struct node *node, toll_error *e) {
  if (node->is && node->pairs_read) return 0;
  sqlite3_stmt *s;
  int code = db_statement(n->c, Q_FEATURE_GET, &s, e);
  if (code) return code;
  db_put_int(s, 1, node->id);
  code = db_step(n->c, s, e);
  if (code == 0) return db_damaged(n->c, "the case file is damaged", "a mention without features", e);
  if (code < 0) return code;
  code = read_row(n, node, s, e);
  sqlite3_reset(s);
  return code;
}

static int load_rows(struct nodes *n, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(n->c, Q_MENTION_ALL, &s, e);
  while (!code && (code = db_step(n->c, s, e)) > 0) {
    int64_t id = sqlite3_column_int64(s, 8);
    code = make_room(n) ? db_memory(n->c, e) : 0;
    struct node **slot = code ? NULL : slot_of(n, id);
    if (slot && !*slot && !take_row(n, slot, id, s)) code = db_memory(n->c, e);
  }
  return code;
}

static int load_features(struct nodes *n, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(n->c, Q_FEATURE_ALL, &s, e);
  while (!code && (code = db_step(n->c, s, e)) > 0) {
    struct node *node = nodes_known(n, sqlite3_column_int64(s, 2));
    code = node ? read_row(n, node, s, e) : 0;
  }
  return code;
}

int nodes_load(struct nodes *n, toll_error *e) {
  int code = load_rows(n, e);
  return code || n->count > HELD ? code : load_features(n, e);
}

int nodes_pair(struct nodes *n, struct node *node, int64_t other, float agreement, toll_error *e) {
  for (uint32_t i = 0; i < node->pair_count; i++)
    if (node->pairs[i].id == other) return 0;
  if (!add_pair(n, node, other, agreement)) return db_memory(n->c, e);
  node->pairs_changed = true;
  return 0;
}

/* --- writing ------------------------------------------------------------ */

static int compare_pairs(const void *a, const void *b) {
  const struct node_pair *x = a, *y = b;
  return x->id < y->id ? -1 : x->id > y->id;
}

static void pack_pairs(const struct node *node, toll_buffer *out) {
  int64_t before = 0;
  for (uint32_t i = 0; i < node->pair_count; i++) {
    unsigned char bytes[2 * VARINT_MOST];
    size_t len = varint_write((uint64_t)(node->pairs[i].id - before), bytes);
    len += varint_write((uint64_t)lround((double)node->pairs[i].agreement * 1000), bytes + len);
    toll_buffer_add(out, (const char *)bytes, len);
    before = node->pairs[i].id;
  }
}

static int write_pairs(struct nodes *n, struct node *node, toll_error *e) {
  toll_buffer *out = &n->c->scratch;
  out->len = 0;
  if (node->pair_count) qsort(node->pairs, node->pair_count, sizeof *node->pairs, compare_pairs);
  pack_pairs(node, out);
  if (out->failed) return db_memory(n->c, e);
  sqlite3_stmt *s;
  int code = db_statement(n->c, Q_PAIRS_PUT, &s, e);
  if (code) return code;
  db_put_int(s, 1, node->id);
  db_put_blob(s, 2, out->at, out->len);
  node->pairs_changed = false;
  return db_run(n->c, s, e);
}

static int write_row(struct nodes *n, struct node *node, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(n->c, Q_MENTION_SET, &s, e);
  if (code) return code;
  db_put_int(s, 1, node->id);
  if (node->event) db_put_int(s, 2, node->event);
  if (node->level != WAITS) db_put_int(s, 3, node->level);
  if (node->repeats) db_put_int(s, 4, node->repeats);
  node->changed = false;
  return db_run(n->c, s, e);
}

int nodes_write(struct nodes *n, toll_error *e) {
  int code = 0;
  for (size_t i = 0; i < n->count && !code; i++) {
    if (n->all[i]->pairs_changed) code = write_pairs(n, n->all[i], e);
    if (!code && n->all[i]->changed) code = write_row(n, n->all[i], e);
  }
  return code;
}

void nodes_trim(struct nodes *n) {
  if (n->read_count < HELD) return;
  for (size_t i = 0; i < n->count; i++) n->all[i]->is = NULL;
  arena_reset(&n->read);
  n->read_count = 0;
}

void nodes_free(struct nodes *n) {
  arena_free(&n->arena);
  arena_free(&n->read);
  mem_free(n->slots);
  mem_free(n->all);
  *n = (struct nodes){0};
}
