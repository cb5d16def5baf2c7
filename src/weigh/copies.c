/* Which documents are copies of one text.
 *
 * Two documents are alike where they share the key of a band (case/sketch.h) and half
 * of their four-word sequences, or, where one is brief, .7 of them: notes of one kind
 * share their turns of phrase.  Documents that hang together by likeness are one group;
 * its earliest by date, then by id, is the original.
 *
 * Within the documents of one band what is joined already is not compared again, so
 * that thousands of near-copies cost one look each.
 *
 * A mention in a copy follows the original's mention that it repeats, and is not grouped
 * for itself. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "toll/tally.h"
#include "weigh/regroup.h"
#include "weigh/weigh.h"

#define LIKENESS 0.5
#define BRIEF 32 /* sequences */
#define BRIEF_LIKENESS .7
#define REPEATS 3.0     /* the agreement from which on a copy's mention repeats the original's … */
#define SAME_NUMBER 3.0 /* … with so much for being the text's event of the same number */
#define MANY 8          /* one in so many documents new: the whole list of keys is read */

struct doc {
  int64_t number, original; /* original: as stored, or 0 */
  toll_day day;
  toll_slice id;
  uint64_t *sketch;
  uint32_t sketch_count;
  bool fresh, read;
  uint32_t chain; /* the next of its group in the run at hand */
  uint32_t run;   /* the last run that its group, if it is the root, stood in */
  uint32_t head, tail;
};

struct banded {
  uint64_t key;
  int64_t document;
};

struct copying {
  struct regroup *u;
  struct doc *docs;
  uint32_t *parent;
  size_t count, cap;
  uint32_t *slots; /* number -> index + 1 */
  size_t slot_count;
  struct banded *keys; /* of the new documents, or of all */
  size_t key_count, key_cap;
  struct id_list changed; /* documents whose original is another now */
  uint32_t run;
  int64_t through;
};

/* --- documents ---------------------------------------------------------- */

static uint32_t *slot_of(const struct copying *p, int64_t number) {
  size_t at = (size_t)((uint64_t)number * 0x9e3779b97f4a7c15u >> 20) & (p->slot_count - 1);
  while (p->slots[at] && p->docs[p->slots[at] - 1].number != number) at = (at + 1) & (p->slot_count - 1);
  return &p->slots[at];
}

static int make_room(struct copying *p) {
  if (p->count < p->cap) return 0;
  size_t cap = p->cap ? 2 * p->cap : 256;
  if (cap >= NO_INDEX / 4) return TOLL_E_MEMORY;
  struct doc *docs = mem_resize(p->docs, cap * sizeof *docs);
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

/* The document's index; it is joined with its original, which it is known to be alike. */
static int get_doc(struct copying *p, int64_t number, uint32_t *out, toll_error *e) {
  toll_case *c = p->u->c;
  if (make_room(p)) return db_memory(c, e);
  uint32_t *slot = slot_of(p, number);
  *out = *slot - 1;
  if (*slot) return 0;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_COPY_DOCUMENT, &s, e);
  if (code) return code;
  db_put_int(s, 1, number);
  code = db_step(c, s, e);
  if (code <= 0) return code ? code : db_damaged(c, "the case file is damaged", "a document is missing", e);
  bool bad = false;
  struct doc *doc = &p->docs[p->count];
  *doc = (struct doc){.number = number, .original = sqlite3_column_int64(s, 0), .day = db_get_day(s, 1, &bad)};
  doc->id = arena_copy(&p->u->arena, db_get_text(s, 2));
  doc->fresh = number > p->through;
  sqlite3_reset(s);
  if (bad) return db_damaged(c, "the case file is damaged", "a document's row", e);
  p->parent[p->count] = (uint32_t)p->count;
  *slot = (uint32_t)++p->count;
  *out = (uint32_t)p->count - 1;
  if (p->u->arena.failed) return db_memory(c, e);
  int64_t original = doc->original;
  if (!original) return 0;
  uint32_t own = *out, first;
  code = get_doc(p, original, &first, e);
  if (!code) weigh_join(p->parent, own, first);
  return code;
}

static int read_sketch(struct copying *p, uint32_t index, toll_error *e) {
  struct doc *doc = &p->docs[index];
  uint64_t sketch[SKETCH_SIZE];
  size_t count;
  if (doc->read) return 0;
  int code = case_sketch(p->u->c, doc->number, sketch, &count, e);
  if (code) return code;
  doc->sketch = ARENA_ARRAY(&p->u->arena, count, uint64_t);
  if (!doc->sketch) return db_memory(p->u->c, e);
  if (count) memcpy(doc->sketch, sketch, count * sizeof *sketch);
  doc->sketch_count = (uint32_t)count;
  doc->read = true;
  return 0;
}

static double likeness(const struct doc *a, const struct doc *b) {
  return sketch_likeness(a->sketch, a->sketch_count, b->sketch, b->sketch_count);
}

static int alike(struct copying *p, uint32_t a, uint32_t b, bool *out, toll_error *e) {
  int code = read_sketch(p, a, e);
  if (!code) code = read_sketch(p, b, e);
  if (code) return code;
  const struct doc *x = &p->docs[a], *y = &p->docs[b];
  bool brief = x->sketch_count < BRIEF || y->sketch_count < BRIEF;
  *out = sketch_alike(x->sketch, x->sketch_count, y->sketch, y->sketch_count, brief ? BRIEF_LIKENESS : LIKENESS);
  return 0;
}

/* --- one band ----------------------------------------------------------- */

/* The groups that a run of documents falls into, each a chain. */
struct groups {
  uint32_t *roots;
  size_t count, cap;
};

static int add_group(struct groups *g, uint32_t root) {
  if (g->count == g->cap) {
    size_t cap = g->cap ? 2 * g->cap : 64;
    uint32_t *roots = mem_resize(g->roots, cap * sizeof *roots);
    if (!roots) return TOLL_E_MEMORY;
    g->roots = roots;
    g->cap = cap;
  }
  g->roots[g->count++] = root;
  return 0;
}

/* Appends what hangs at the second root's chain to the first's. */
static void link_chains(struct copying *p, uint32_t root, uint32_t head, uint32_t tail) {
  struct doc *r = &p->docs[root];
  if (r->run == p->run)
    p->docs[r->tail].chain = head;
  else
    r->head = head;
  r->tail = tail;
  r->run = p->run;
}

static int join_alike(struct copying *p, uint32_t doc, uint32_t other_root, toll_error *e) {
  for (uint32_t at = p->docs[other_root].head; at != NO_INDEX; at = p->docs[at].chain) {
    bool same;
    if (!p->docs[doc].fresh && !p->docs[at].fresh) continue; /* held against each other before */
    int code = alike(p, doc, at, &same, e);
    if (code) return code;
    if (!same) continue;
    uint32_t a = weigh_find(p->parent, doc), head = p->docs[other_root].head, tail = p->docs[other_root].tail;
    uint32_t own_head = p->docs[a].head, own_tail = p->docs[a].tail;
    weigh_join(p->parent, a, other_root);
    uint32_t root = weigh_find(p->parent, a);
    p->docs[a].run = p->docs[other_root].run = 0;
    link_chains(p, root, own_head, own_tail);
    link_chains(p, root, head, tail);
    return 0;
  }
  return 0;
}

/* The documents of one band in ascending order. */
static int join_run(struct copying *p, const struct banded *run, size_t count, struct groups *g, toll_error *e) {
  int code = 0;
  g->count = 0;
  p->run++;
  for (size_t i = 0; i < count && !code; i++) {
    uint32_t doc;
    code = get_doc(p, run[i].document, &doc, e);
    if (code) break;
    uint32_t root = weigh_find(p->parent, doc);
    p->docs[doc].chain = NO_INDEX;
    if (p->docs[root].run != p->run && add_group(g, root)) return db_memory(p->u->c, e);
    link_chains(p, root, doc, doc);
    for (size_t k = 0; k < g->count && !code; k++) {
      uint32_t other = g->roots[k];
      if (weigh_find(p->parent, other) != other || p->docs[other].run != p->run) continue; /* joined since */
      if (other != weigh_find(p->parent, doc)) code = join_alike(p, doc, other, e);
    }
  }
  return code;
}

/* --- bands -------------------------------------------------------------- */

static int compare_banded(const void *a, const void *b) {
  const struct banded *x = a, *y = b;
  if (x->key != y->key) return x->key < y->key ? -1 : 1;
  return x->document < y->document ? -1 : x->document > y->document;
}

static int add_key(struct copying *p, uint64_t key, int64_t document) {
  if (p->key_count == p->key_cap) {
    size_t cap = p->key_cap ? 2 * p->key_cap : 1024;
    struct banded *keys = cap <= SIZE_MAX / sizeof *keys ? mem_resize(p->keys, cap * sizeof *keys) : NULL;
    if (!keys) return TOLL_E_MEMORY;
    p->keys = keys;
    p->key_cap = cap;
  }
  p->keys[p->key_count++] = (struct banded){key, document};
  return 0;
}

static void sort_keys(struct copying *p) {
  if (p->key_count) qsort(p->keys, p->key_count, sizeof *p->keys, compare_banded);
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
  if (sqlite3_column_type(s, 1) == SQLITE_NULL)
    code = make_bands(p, document, bands, &count, e);
  else
    count = sketch_read(db_get_blob(s, 1), bands, SKETCH_BANDS);
  for (size_t i = 0; i < count && !code; i++)
    if (add_key(p, bands[i], document)) code = db_memory(p->u->c, e);
  return code;
}

/* Keys of the documents that are new, into the table too. */
static int list_new(struct copying *p, toll_error *e) {
  toll_case *c = p->u->c;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_BANDS_AFTER, &s, e);
  if (code) return code;
  db_put_int(s, 1, p->through);
  while (!code && (code = db_step(c, s, e)) > 0) {
    uint32_t index;
    int64_t document = sqlite3_column_int64(s, 0);
    code = list_keys_of(p, document, s, e);
    if (!code) code = get_doc(p, document, &index, e);
  }
  sort_keys(p);
  for (size_t i = 0; i < p->key_count && !code; i++) {
    code = db_statement(c, Q_COPY_KEY_PUT, &s, e);
    if (code) break;
    db_put_int(s, 1, (int64_t)p->keys[i].key);
    db_put_int(s, 2, p->keys[i].document);
    code = db_run(c, s, e);
  }
  return code;
}

static size_t end_of_run(const struct copying *p, size_t from) {
  size_t to = from + 1;
  while (to < p->key_count && p->keys[to].key == p->keys[from].key) to++;
  return to;
}

/* All documents of each band that a new one has, band by band. */
static int ask_runs(struct copying *p, struct groups *g, toll_error *e) {
  struct banded *own = p->keys;
  size_t own_count = p->key_count;
  int code = 0;
  p->keys = NULL;
  p->key_cap = 0;
  for (size_t i = 0; i < own_count && !code; i++) {
    if (i > 0 && own[i].key == own[i - 1].key) continue;
    sqlite3_stmt *s;
    p->key_count = 0;
    code = db_statement(p->u->c, Q_COPY_KEY_GET, &s, e);
    if (code) break;
    db_put_int(s, 1, (int64_t)own[i].key);
    while (!code && (code = db_step(p->u->c, s, e)) > 0)
      code = add_key(p, own[i].key, sqlite3_column_int64(s, 0)) ? db_memory(p->u->c, e) : 0;
    if (!code) code = join_run(p, p->keys, p->key_count, g, e);
  }
  mem_free(own);
  return code;
}

static int read_runs(struct copying *p, struct groups *g, toll_error *e) {
  sqlite3_stmt *s;
  p->key_count = 0;
  int code = db_statement(p->u->c, Q_COPY_KEY_ALL, &s, e);
  while (!code && (code = db_step(p->u->c, s, e)) > 0)
    code = add_key(p, (uint64_t)sqlite3_column_int64(s, 0), sqlite3_column_int64(s, 1)) ? db_memory(p->u->c, e) : 0;
  sort_keys(p);
  for (size_t from = 0, to; from < p->key_count && !code; from = to) {
    to = end_of_run(p, from);
    bool fresh = p->keys[to - 1].document > p->through; /* the newest stands last */
    if (fresh && to - from > 1) code = join_run(p, p->keys + from, to - from, g, e);
  }
  return code;
}

/* --- originals ---------------------------------------------------------- */

static bool earlier(const struct doc *a, const struct doc *b) {
  if (a->day != b->day) {
    if (a->day == TOLL_NO_DAY || b->day == TOLL_NO_DAY) return b->day == TOLL_NO_DAY;
    return a->day < b->day;
  }
  int order = weigh_compare(a->id, b->id);
  return order ? order < 0 : a->number < b->number;
}

static int put_original(struct copying *p, uint32_t doc, uint32_t original, toll_error *e) {
  struct doc *d = &p->docs[doc], *o = &p->docs[original];
  int64_t number = doc == original ? 0 : o->number;
  if (d->original == number) return 0;
  int code = read_sketch(p, doc, e);
  if (!code) code = read_sketch(p, original, e);
  if (code) return code;
  sqlite3_stmt *s;
  code = db_statement(p->u->c, Q_ORIGINAL_PUT, &s, e);
  if (code) return code;
  db_put_int(s, 1, d->number);
  if (number) db_put_int(s, 2, number);
  if (number) sqlite3_bind_double(s, 3, likeness(d, o));
  d->original = number;
  code = db_run(p->u->c, s, e);
  return code || !list_add(&p->changed, d->number) ? code : db_memory(p->u->c, e);
}

/* Those that had the document for their original. */
static int take_copies(struct copying *p, uint32_t doc, uint32_t original, toll_error *e) {
  struct id_list copies = {0};
  sqlite3_stmt *s;
  int code = db_statement(p->u->c, Q_COPIES_OF, &s, e);
  if (code) return code;
  db_put_int(s, 1, p->docs[doc].number);
  while (!code && (code = db_step(p->u->c, s, e)) > 0)
    code = list_add(&copies, sqlite3_column_int64(s, 0)) ? db_memory(p->u->c, e) : 0;
  for (size_t i = 0; i < copies.count && !code; i++) {
    uint32_t copy;
    code = get_doc(p, copies.at[i], &copy, e);
    if (!code) code = put_original(p, copy, original, e);
  }
  mem_free(copies.at);
  return code;
}

static int choose_originals(struct copying *p, toll_error *e) {
  size_t count = p->count;
  int code = 0;
  uint32_t *first = mem_array(count, sizeof *first);
  if (!first) return db_memory(p->u->c, e);
  for (size_t i = 0; i < count; i++) first[i] = NO_INDEX;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t *f = &first[weigh_find(p->parent, i)];
    if (*f == NO_INDEX || earlier(&p->docs[i], &p->docs[*f])) *f = i;
  }
  for (uint32_t i = 0; i < count && !code; i++) {
    uint32_t original = first[weigh_find(p->parent, i)];
    bool led = !p->docs[i].original && !p->docs[i].fresh && original != i; /* may have copies that were not met */
    if (led) code = take_copies(p, i, original, e);
    if (!code) code = put_original(p, i, original, e);
  }
  mem_free(first);
  return code;
}

/* --- mentions of copies ------------------------------------------------- */

static int mentions_of(struct regroup *u, int64_t document, struct id_list *out, toll_error *e) {
  sqlite3_stmt *s;
  out->count = 0;
  int code = db_statement(u->c, Q_MENTIONS_OF, &s, e);
  if (code) return code;
  db_put_int(s, 1, document);
  while (!code && (code = db_step(u->c, s, e)) > 0)
    code = list_add(out, sqlite3_column_int64(s, 0)) ? db_memory(u->c, e) : 0;
  return code;
}

/* The original's mention that this one repeats, or 0; of equal ones the first by number. */
static int find_repeated(struct regroup *u, struct node *node, const struct id_list *originals, int64_t *out,
                         toll_error *e) {
  double most = REPEATS;
  *out = 0;
  int code = nodes_read(&u->nodes, node, e);
  for (size_t i = 0; i < originals->count && !code; i++) {
    struct node *other;
    code = nodes_get(&u->nodes, originals->at[i], &other, e);
    if (!code) code = nodes_read(&u->nodes, other, e);
    if (code) break;
    double agreement = mention_agreement(node->is, other->is) + (node->number == other->number ? SAME_NUMBER : 0);
    if (agreement < most || (*out && agreement == most)) continue;
    most = agreement;
    *out = other->id;
  }
  return code;
}

static int drop_keys(struct regroup *u, struct node *node, toll_error *e) {
  struct mention_keys keys;
  int code = nodes_read(&u->nodes, node, e); /* what it says may have been given back since */
  if (!code) mention_keys(node->is, &keys);
  for (size_t i = 0; !code && i < keys.own_count; i++) {
    sqlite3_stmt *s;
    code = db_statement(u->c, Q_MENTION_KEY_DROP, &s, e);
    if (code) break;
    db_put_int(s, 1, (int64_t)keys.own[i]);
    db_put_int(s, 2, node->id);
    code = db_run(u->c, s, e);
  }
  return code;
}

/* A mention begins or ceases to follow another one. */
static int set_repeats(struct regroup *u, struct node *node, int64_t repeats, toll_error *e) {
  if (node->repeats == repeats) return 0;
  int code = 0;
  if (!node->repeats) {
    if (node->level != WAITS) code = regroup_loosen(u, node, e);
    if (!code && node->paired) code = drop_keys(u, node, e);
  }
  node->repeats = repeats;
  node->event = node->was = 0;
  node->level = repeats ? 0 : WAITS;
  node->changed = true;
  if (!repeats) { /* what came in the meantime did not meet it */
    node->paired = false;
    sqlite3_stmt *s;
    if (!code) code = db_statement(u->c, Q_PAIRS_FORGET, &s, e);
    if (code) return code;
    db_put_int(s, 1, node->id);
    return db_run(u->c, s, e);
  }
  return !code && list_add(&u->follow, repeats) ? db_memory(u->c, e) : code;
}

/* The mentions of a document whose original is another than before; then those of an
 * original are free, and those of its copies follow. */
static int follow_document(struct regroup *u, int64_t document, int64_t original, toll_error *e) {
  struct id_list own = {0}, originals = {0};
  int code = mentions_of(u, document, &own, e);
  if (!code && original) code = mentions_of(u, original, &originals, e);
  for (size_t i = 0; i < own.count && !code; i++) {
    struct node *node;
    int64_t repeats = 0;
    code = nodes_get(&u->nodes, own.at[i], &node, e);
    if (!code && original) code = find_repeated(u, node, &originals, &repeats, e);
    if (!code) code = nodes_read(&u->nodes, node, e);
    if (!code && node->event && list_add(&u->touched, node->event))
      code = db_memory(u->c, e); /* counts its own claims */
    if (!code) code = set_repeats(u, node, repeats, e);
    nodes_trim(&u->nodes);
  }
  mem_free(own.at);
  mem_free(originals.at);
  return code;
}

static int follow_all(struct copying *p, toll_error *e) {
  int code = 0;
  list_sort(&p->changed);
  for (int copies = 0; copies < 2; copies++)
    for (size_t i = 0; i < p->changed.count && !code; i++) {
      uint32_t doc;
      code = get_doc(p, p->changed.at[i], &doc, e);
      if (!code && (p->docs[doc].original != 0) == copies)
        code = follow_document(p->u, p->docs[doc].number, p->docs[doc].original, e);
    }
  return code;
}

/* --- the whole ---------------------------------------------------------- */

static int put_through(struct regroup *u, int64_t through, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_GROUPING_PUT, &s, e);
  if (code) return code;
  db_put_int(s, 1, through);
  db_put_int(s, 2, CASE_GROUPING_RULES);
  return db_run(u->c, s, e);
}

static int get_through(struct copying *p, int64_t *last, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(p->u->c, Q_GROUPING_GET, &s, e);
  if (!code) code = db_step(p->u->c, s, e);
  if (code <= 0) return code;
  p->through = sqlite3_column_int64(s, 0);
  *last = sqlite3_column_int64(s, 2);
  sqlite3_reset(s);
  return 0;
}

int regroup_copies(struct regroup *u, toll_error *e) {
  struct copying p = {.u = u};
  struct groups g = {0};
  int64_t last = 0;
  int code = get_through(&p, &last, e);
  if (!code && last > p.through) {
    bool whole = last - p.through > 64 && last - p.through >= last / MANY;
    code = list_new(&p, e);
    if (!code) code = whole ? read_runs(&p, &g, e) : ask_runs(&p, &g, e);
    if (!code) code = choose_originals(&p, e);
    if (!code) code = follow_all(&p, e);
    if (!code) code = put_through(u, last, e);
  }
  mem_free(g.roots);
  mem_free(p.docs);
  mem_free(p.parent);
  mem_free(p.slots);
  mem_free(p.keys);
  mem_free(p.changed.at);
  return code;
}
