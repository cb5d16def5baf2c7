/* Which documents of a case count as one source: copies, as the case keeps them, and
 * those that pass on what another one's outlet says, found when it is asked. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "case/db.h"
#include "toll/tally.h"
#include "weigh/weigh.h"

struct toll_copies {
  toll_copied *at;
  size_t count;
};

struct outlet { /* a document by its outlet */
  toll_slice key;
  toll_day day;
  toll_slice id;
  int64_t document, original;
  double likeness;
};

struct listing {
  toll_case *c;
  toll_copies *out;
  struct outlet *docs; /* by key, then the earliest first */
  size_t doc_count;
  struct arena arena;
  size_t cap;
};

static int compare_outlets(const void *a, const void *b) {
  const struct outlet *x = a, *y = b;
  int order = weigh_compare(x->key, y->key);
  if (order) return order;
  bool dated = x->day != TOLL_NO_DAY, other = y->day != TOLL_NO_DAY;
  if (dated != other) return dated ? -1 : 1;
  if (x->day != y->day) return x->day < y->day ? -1 : 1;
  order = weigh_compare(x->id, y->id);
  return order ? order : (x->document > y->document) - (x->document < y->document);
}

static int add_copy(struct listing *l, toll_copied copied, toll_error *e) {
  toll_copies *out = l->out;
  if (out->count == l->cap) {
    size_t cap = l->cap ? 2 * l->cap : 64;
    toll_copied *at = cap <= SIZE_MAX / sizeof *at ? mem_resize(out->at, cap * sizeof *at) : NULL;
    if (!at) return db_memory(l->c, e);
    out->at = at;
    l->cap = cap;
  }
  out->at[out->count++] = copied;
  return 0;
}

static int read_docs(struct listing *l, toll_error *e) {
  toll_case_counts counts;
  toll_case_cursor *rows;
  toll_case_source s;
  int code = toll_case_count(l->c, &counts, e);
  if (!code) code = toll_case_sources(l->c, &rows, e);
  if (code) return code;
  l->docs = ARENA_ARRAY(&l->arena, (size_t)counts.documents, struct outlet);
  while (l->docs && l->doc_count < counts.documents && (code = toll_case_source_next(rows, &s, e)) > 0) {
    toll_slice key = words_key(s.outlet.len ? s.outlet : s.id, true, &l->arena);
    l->docs[l->doc_count++] =
        (struct outlet){key, s.from, arena_copy(&l->arena, s.id), s.number, s.original, s.likeness};
    code = s.original ? add_copy(l, (toll_copied){s.number, s.original, s.likeness}, e) : 0;
    if (code) break;
  }
  toll_case_cursor_close(rows);
  if (code < 0) return code;
  if (l->arena.failed) return db_memory(l->c, e);
  if (l->doc_count) qsort(l->docs, l->doc_count, sizeof *l->docs, compare_outlets);
  return 0;
}

/* The earliest other document of the outlet, or NULL. */
static const struct outlet *find_outlet(const struct listing *l, toll_slice key, int64_t except) {
  size_t low = 0, high = l->doc_count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (weigh_compare(l->docs[middle].key, key) < 0)
      low = middle + 1;
    else
      high = middle;
  }
  if (low < l->doc_count && l->docs[low].document == except) low++;
  return low < l->doc_count && weigh_compare(l->docs[low].key, key) == 0 ? &l->docs[low] : NULL;
}

/* Of each document the first outlet that it names as the source of a claim and that has a
 * document here. */
static int read_quotes(struct listing *l, toll_error *e) {
  sqlite3_stmt *s = NULL;
  int64_t done = 0;
  int code =
      db_prepare(l->c,
                 "SELECT c.document, coalesce(w.resolved, w.name), d.outlet, d.id FROM claim c JOIN claimant w ON"
                 " w.claimant = c.claimant JOIN document d ON d.document = c.document WHERE w.kind = 'media' AND"
                 " d.original IS NULL ORDER BY c.document, c.ordinal",
                 &s, e);
  while (!code && (code = db_step(l->c, s, e)) > 0) {
    int64_t document = sqlite3_column_int64(s, 0);
    toll_slice outlet = db_get_text(s, 2);
    code = 0;
    if (document == done) continue;
    toll_slice key = words_key(db_get_text(s, 1), true, &l->arena);
    toll_slice own = words_key(outlet.len ? outlet : db_get_text(s, 3), true, &l->arena);
    if (l->arena.failed) code = db_memory(l->c, e);
    if (code || weigh_compare(key, own) == 0) continue;
    const struct outlet *from = find_outlet(l, key, document);
    if (!from) continue;
    done = document;
    code = add_copy(l, (toll_copied){document, from->document, 0}, e);
  }
  sqlite3_finalize(s);
  return code;
}

static int compare_copied(const void *a, const void *b) {
  const toll_copied *x = a, *y = b;
  if (x->of != y->of) return x->of < y->of ? -1 : 1;
  if ((x->likeness > 0) != (y->likeness > 0)) return x->likeness > 0 ? -1 : 1;
  return x->doc < y->doc ? -1 : x->doc > y->doc;
}

int toll_copies_read(toll_case *c, toll_copies **out, toll_error *e) {
  *out = NULL;
  int code = toll_events_update(c, NULL, e);
  if (code) return code;
  struct listing l = {.c = c, .out = mem_alloc(sizeof *l.out)};
  if (!l.out) return db_memory(c, e);
  code = read_docs(&l, e);
  if (!code) code = read_quotes(&l, e);
  arena_free(&l.arena);
  if (code) {
    toll_copies_free(l.out);
    return code;
  }
  if (l.out->count) qsort(l.out->at, l.out->count, sizeof *l.out->at, compare_copied);
  *out = l.out;
  return 0;
}

const toll_copied *toll_copies_list(const toll_copies *copies, size_t *count) {
  *count = copies->count;
  return copies->at;
}

void toll_copies_free(toll_copies *copies) {
  if (!copies) return;
  mem_free(copies->at);
  mem_free(copies);
}
