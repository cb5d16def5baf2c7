/* Which documents are copies of one text.
 *
 * Documents that hang together by likeness are one group; its earliest by date, then by
 * id, then by its bytes' hash, is the original.  A mention in a copy follows the
 * original's mention that it repeats, and is not grouped for itself. */
#include "base/alloc.h"
#include "toll/tally.h"
#include "weigh/copying.h"
#include "weigh/weigh.h"

static bool earlier(const struct copy_doc *a, const struct copy_doc *b) {
  if (a->day != b->day) {
    if (a->day == TOLL_NO_DAY || b->day == TOLL_NO_DAY) return b->day == TOLL_NO_DAY;
    return a->day < b->day;
  }
  int order = weigh_compare(a->id, b->id);
  if (order) return order < 0;
  return a->digest != b->digest ? a->digest < b->digest : a->number < b->number;
}

static int put_original(struct copying *p, uint32_t doc, uint32_t original, toll_error *e) {
  struct copy_doc *d = &p->docs[doc], *o = &p->docs[original];
  int64_t number = doc == original ? 0 : o->number;
  if (d->original == number) return 0;
  sqlite3_stmt *s;
  int code = db_statement(p->u->c, Q_ORIGINAL_PUT, &s, e);
  if (code) return code;
  db_put_int(s, 1, d->number);
  if (number) db_put_int(s, 2, number);
  if (number) sqlite3_bind_double(s, 3, copies_likeness(p, doc, original));
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
    code = copies_get(p, copies.at[i], &copy, e);
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

/* --- the whole ---------------------------------------------------------- */

static int get_through(struct copying *p, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(p->u->c, Q_GROUPING_GET, &s, e);
  if (!code) code = db_step(p->u->c, s, e);
  if (code <= 0) return code;
  p->through = sqlite3_column_int64(s, 0);
  p->last = sqlite3_column_int64(s, 2);
  sqlite3_reset(s);
  return 0;
}

int regroup_copies(struct regroup *u, toll_error *e) {
  struct copying p = {.u = u};
  int code = get_through(&p, e);
  if (!code && p.last > p.through) {
    code = copies_list(&p, e);
    if (!code) code = copies_read(&p, e);
    if (!code) code = copies_join(&p, e);
    if (!code) code = choose_originals(&p, e);
    if (!code) code = copies_follow(&p, e);
    if (!code) code = db_run_with(u->c, Q_GROUPING_PUT, p.last, CASE_GROUPING_RULES, e);
  }
  mem_free(p.docs);
  mem_free(p.parent);
  mem_free(p.slots);
  mem_free(p.keys);
  mem_free(p.changed.at);
  return code;
}
