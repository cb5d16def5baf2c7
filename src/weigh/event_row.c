/* The rows of events: from the mentions that an event has, its days, its place, its name
 * and its counts.  Ids are told apart within one slug (place and first day): the event
 * with the most claims of its own has the slug itself, the others ".2" and so on. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "weigh/event_name.h"
#include "weigh/regroup.h"
#include "weigh/weigh.h"

struct part { /* a mention of the event */
  int64_t mention;
  uint32_t number, claims;
  bool copied;
  toll_slice doc, sha256;
  const struct mention *is;
};

struct parts {
  struct part *at;
  size_t count;
};

/* --- reading ------------------------------------------------------------ */

static int compare_parts(const void *a, const void *b) {
  const struct part *x = a, *y = b;
  int order = weigh_compare(x->doc, y->doc);
  if (!order) order = weigh_compare(x->sha256, y->sha256);
  return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int add_part(struct regroup *u, struct parts *list, sqlite3_stmt *s, toll_error *e) {
  struct arena *a = &u->arena;
  bool full = list->count == 0 || (list->count >= 8 && (list->count & (list->count - 1)) == 0);
  struct part *at = full ? ARENA_ARRAY(a, list->count ? 2 * list->count : 8, struct part) : list->at;
  struct mention *is = ARENA_NEW(a, struct mention);
  if (!at || !is) return db_memory(u->c, e);
  if (full && list->count) memcpy(at, list->at, list->count * sizeof *at);
  list->at = at;
  toll_slice features = db_get_blob(s, 6);
  if (mention_unpack((const unsigned char *)features.at, features.len, is))
    return db_damaged(u->c, "the case file is damaged", "a mention's features", e);
  at[list->count++] = (struct part){.mention = sqlite3_column_int64(s, 0),
                                    .number = (uint32_t)sqlite3_column_int64(s, 1),
                                    .claims = (uint32_t)sqlite3_column_int64(s, 2),
                                    .copied = sqlite3_column_type(s, 3) != SQLITE_NULL,
                                    .doc = arena_copy(a, db_get_text(s, 4)),
                                    .sha256 = arena_copy(a, db_get_blob(s, 5)),
                                    .is = is};
  return a->failed ? db_memory(u->c, e) : 0;
}

/* In the order of the documents' ids. */
static int read_parts(struct regroup *u, int64_t event, struct parts *list, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_EVENT_MENTIONS, &s, e);
  if (code) return code;
  db_put_int(s, 1, event);
  while (!code && (code = db_step(u->c, s, e)) > 0) code = add_part(u, list, s, e);
  sqlite3_reset(s);
  if (list->count) qsort(list->at, list->count, sizeof *list->at, compare_parts);
  return code;
}

/* --- what they say ------------------------------------------------------ */

static int compare_days(const void *a, const void *b) {
  const struct mention *x = *(const struct mention *const *)a, *y = *(const struct mention *const *)b;
  if (x->from != y->from) return x->from < y->from ? -1 : 1;
  return x->to < y->to ? -1 : x->to > y->to;
}

static toll_slice place_of(const struct mention *m) {
  return (toll_slice){m->place, m->place_len};
}

static int compare_place(const void *a, const void *b) {
  const struct mention *x = *(const struct mention *const *)a, *y = *(const struct mention *const *)b;
  int order = weigh_compare(place_of(x), place_of(y));
  return order ? order : (x->geonameid < y->geonameid) - (x->geonameid > y->geonameid);
}

/* The mentions of originals, or all. */
static size_t list_mentions(const struct parts *parts, bool copies, const struct mention **out) {
  size_t n = 0;
  for (size_t i = 0; i < parts->count; i++)
    if (copies || !parts->at[i].copied) out[n++] = parts->at[i].is;
  return n;
}

/* The days that most of an event's documents give; of several, the more precise. */
static void date_event(const struct mention **list, size_t count, toll_event *event) {
  size_t most = 0;
  event->from = event->to = TOLL_NO_DAY;
  if (count) qsort(list, count, sizeof *list, compare_days);
  for (size_t from = 0, to; from < count; from = to) {
    const struct mention *m = list[from];
    for (to = from + 1; to < count && compare_days(&list[to], &list[from]) == 0;) to++;
    if (m->from == TOLL_NO_DAY) continue;
    int64_t length = (int64_t)m->to - m->from, kept = most ? (int64_t)event->to - event->from : INT64_MAX;
    if (to - from < most || (to - from == most && length >= kept))
      continue; /* of equal length the earlier came first */
    most = to - from;
    event->from = m->from;
    event->to = m->to;
  }
}

/* Where nobody says when: the first day that it was printed. */
static void print_event(const struct parts *parts, toll_event *event) {
  for (size_t i = 0; i < parts->count; i++) {
    toll_day day = parts->at[i].is->printed;
    if (day != TOLL_NO_DAY && (event->from == TOLL_NO_DAY || day < event->from)) event->from = event->to = day;
  }
}

/* The place that most name; of several, the first by its letters. */
static void place_event(const struct mention **list, size_t count, toll_event *event, int64_t *geonameid) {
  size_t most = 0;
  if (count) qsort(list, count, sizeof *list, compare_place);
  for (size_t from = 0, to; from < count; from = to) {
    const struct mention *m = list[from];
    for (to = from + 1; to < count && weigh_compare(place_of(list[to]), place_of(m)) == 0;) to++;
    if (!m->place_len || to - from <= most) continue;
    most = to - from;
    event->where = place_of(m);
    memcpy(event->country, m->country, sizeof event->country);
    *geonameid = m->geonameid;
  }
}

struct counted {
  toll_event event;
  int64_t geonameid;
  size_t own;
};

static void count_parts(const struct parts *parts, struct counted *out) {
  for (size_t i = 0; i < parts->count; i++) {
    const struct part *p = &parts->at[i];
    bool again = i > 0 && weigh_compare(p->sha256, p[-1].sha256) == 0 && weigh_compare(p->doc, p[-1].doc) == 0;
    out->event.doc_count += !again;
    out->event.claims += p->claims;
    out->own += p->copied ? 0 : p->claims;
  }
}

static int describe(struct regroup *u, const struct parts *parts, struct counted *out) {
  const struct mention **list = ARENA_ARRAY(&u->arena, parts->count, const struct mention *);
  if (!list) return TOLL_E_MEMORY;
  date_event(list, list_mentions(parts, false, list), &out->event);
  if (out->event.from == TOLL_NO_DAY) date_event(list, list_mentions(parts, true, list), &out->event);
  if (out->event.from == TOLL_NO_DAY) print_event(parts, &out->event);
  place_event(list, list_mentions(parts, false, list), &out->event, &out->geonameid);
  if (!out->event.where.len) place_event(list, list_mentions(parts, true, list), &out->event, &out->geonameid);
  count_parts(parts, out);
  return event_name(&out->event, &u->arena);
}

/* The name that a reviewer gave to the event that holds one of its mentions; the last counts. */
static void rename_event(const struct regroup *u, const struct parts *parts, toll_event *event) {
  for (size_t r = 0; r < u->renaming_count; r++)
    for (size_t i = 0; i < parts->count; i++)
      if (parts->at[i].mention == u->renamings[r].mention) event->name = u->renamings[r].name;
}

/* --- writing ------------------------------------------------------------ */

struct slug_list {
  toll_slice *at;
  size_t count, cap;
};

static int add_slug(struct slug_list *list, toll_slice slug) {
  if (!slug.at) return 0;
  if (list->count == list->cap) {
    size_t cap = list->cap ? 2 * list->cap : 64;
    toll_slice *at = mem_resize(list->at, cap * sizeof *at);
    if (!at) return TOLL_E_MEMORY;
    list->at = at;
    list->cap = cap;
  }
  list->at[list->count++] = slug;
  return 0;
}

static int old_slug(struct regroup *u, int64_t event, struct slug_list *slugs, struct arena *kept, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_EVENT_GET, &s, e);
  if (code) return code;
  db_put_int(s, 1, event);
  code = db_step(u->c, s, e);
  if (code <= 0) return code;
  toll_slice slug = db_get_text(s, 0);
  if (slug.at) slug = arena_copy(kept, slug);
  sqlite3_reset(s);
  return kept->failed || add_slug(slugs, slug) ? db_memory(u->c, e) : 0;
}

static int put_event(struct regroup *u, int64_t number, const struct counted *row, int64_t first, toll_error *e) {
  const toll_event *event = &row->event;
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_EVENT_PUT, &s, e);
  if (code) return code;
  db_put_int(s, 1, number);
  db_put_text(s, 2, event->id);
  db_put_text(s, 3, event->name);
  db_put_day(s, 4, event->from);
  db_put_day(s, 5, event->to);
  if (event->where.len) db_put_text(s, 6, event->where);
  if (event->country[0]) db_put_word(s, 7, event->country);
  if (row->geonameid) db_put_int(s, 8, row->geonameid);
  db_put_int(s, 9, (int64_t)event->claims);
  db_put_int(s, 10, (int64_t)event->doc_count);
  db_put_int(s, 11, (int64_t)row->own);
  db_put_int(s, 12, first);
  return db_run(u->c, s, e);
}

static int drop_event(struct regroup *u, int64_t event, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_EVENT_DROP, &s, e);
  if (code) return code;
  db_put_int(s, 1, event);
  return db_run(u->c, s, e);
}

/* An event without mentions is none. */
static int write_event(struct regroup *u, int64_t event, struct slug_list *slugs, struct arena *kept, toll_error *e) {
  struct parts parts = {0};
  struct counted row = {0};
  int code = old_slug(u, event, slugs, kept, e);
  if (!code) code = read_parts(u, event, &parts, e);
  if (code) return code;
  if (!parts.count) return drop_event(u, event, e);
  if (describe(u, &parts, &row)) return db_memory(u->c, e);
  toll_slice slug = arena_copy(kept, row.event.id);
  if (kept->failed || add_slug(slugs, slug)) return db_memory(u->c, e);
  rename_event(u, &parts, &row.event);
  return put_event(u, event, &row, parts.at[0].mention, e);
}

/* --- ids ---------------------------------------------------------------- */

struct named {
  int64_t event, own;
  uint32_t number;
  toll_slice id, doc, sha256, wanted;
};

static int compare_named(const void *a, const void *b) {
  const struct named *x = a, *y = b;
  int order = (x->own < y->own) - (x->own > y->own);
  if (!order) order = weigh_compare(x->doc, y->doc);
  if (!order) order = weigh_compare(x->sha256, y->sha256);
  return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int read_named(struct regroup *u, toll_slice slug, struct named **out, size_t *count, toll_error *e) {
  struct arena *a = &u->arena;
  size_t cap = 0;
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_EVENT_SLUG, &s, e);
  if (code) return code;
  db_put_text(s, 1, slug);
  while ((code = db_step(u->c, s, e)) > 0) {
    if (*count == cap) {
      cap = cap ? 2 * cap : 8;
      struct named *more = ARENA_ARRAY(a, cap, struct named);
      if (more && *count) memcpy(more, *out, *count * sizeof *more);
      *out = more;
    }
    if (a->failed) break;
    (*out)[(*count)++] = (struct named){.event = sqlite3_column_int64(s, 0),
                                        .id = arena_copy(a, db_get_text(s, 1)),
                                        .own = sqlite3_column_int64(s, 2),
                                        .doc = arena_copy(a, db_get_text(s, 3)),
                                        .sha256 = arena_copy(a, db_get_blob(s, 4)),
                                        .number = (uint32_t)sqlite3_column_int64(s, 5)};
  }
  sqlite3_reset(s);
  return code < 0 ? code : a->failed ? db_memory(u->c, e) : 0;
}

static int put_id(struct regroup *u, int64_t event, toll_slice id, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_EVENT_ID, &s, e);
  if (code) return code;
  db_put_int(s, 1, event);
  db_put_text(s, 2, id);
  return db_run(u->c, s, e);
}

/* Ids are unique at every moment: those that change make room first. */
static int number_slug(struct regroup *u, toll_slice slug, toll_error *e) {
  struct named *list = NULL;
  size_t count = 0;
  char text[32];
  int code = read_named(u, slug, &list, &count, e);
  if (!code && count) qsort(list, count, sizeof *list, compare_named);
  for (size_t i = 0; i < count && !code; i++) {
    list[i].wanted = slug;
    if (i > 0) {
      int n = snprintf(text, sizeof text, ".%zu", i + 1);
      char *id = arena_alloc(&u->arena, slug.len + (size_t)n);
      if (!id) return db_memory(u->c, e);
      memcpy(id, slug.at, slug.len);
      memcpy(id + slug.len, text, (size_t)n);
      list[i].wanted = (toll_slice){id, slug.len + (size_t)n};
    }
    if (weigh_compare(list[i].id, list[i].wanted) == 0) continue;
    int n = snprintf(text, sizeof text, ".%lld", (long long)list[i].event);
    code = put_id(u, list[i].event, (toll_slice){text, (size_t)n}, e);
  }
  for (size_t i = 0; i < count && !code; i++)
    if (weigh_compare(list[i].id, list[i].wanted) != 0) code = put_id(u, list[i].event, list[i].wanted, e);
  return code;
}

static int compare_slugs(const void *a, const void *b) {
  return weigh_compare(*(const toll_slice *)a, *(const toll_slice *)b);
}

static int number_slugs(struct regroup *u, struct slug_list *slugs, toll_error *e) {
  int code = 0;
  if (slugs->count) qsort(slugs->at, slugs->count, sizeof *slugs->at, compare_slugs);
  for (size_t i = 0; i < slugs->count && !code; i++) {
    if (i > 0 && weigh_compare(slugs->at[i - 1], slugs->at[i]) == 0) continue;
    arena_reset(&u->arena);
    code = number_slug(u, slugs->at[i], e);
  }
  return code;
}

/* --- the whole ---------------------------------------------------------- */

static int take_ids(struct regroup *u, enum db_query query, struct id_list *out, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(u->c, query, &s, e);
  while (!code && (code = db_step(u->c, s, e)) > 0)
    code = list_add(out, sqlite3_column_int64(s, 0)) ? db_memory(u->c, e) : 0;
  return code;
}

/* Mentions in copies go where those go that they repeat. */
static int follow(struct regroup *u, int64_t repeated, toll_error *e) {
  struct id_list ids = {0};
  struct node *base, *node;
  sqlite3_stmt *s;
  int code = nodes_get(&u->nodes, repeated, &base, e);
  if (!code) code = db_statement(u->c, Q_MENTION_FOLLOW, &s, e);
  if (code) return code;
  db_put_int(s, 1, repeated);
  while (!code && (code = db_step(u->c, s, e)) > 0)
    code = list_add(&ids, sqlite3_column_int64(s, 0)) ? db_memory(u->c, e) : 0;
  for (size_t i = 0; i < ids.count && !code; i++) {
    code = nodes_get(&u->nodes, ids.at[i], &node, e);
    if (code || node->event == base->event) continue;
    if ((node->event && list_add(&u->touched, node->event)) || list_add(&u->touched, base->event))
      code = db_memory(u->c, e);
    node->event = base->event;
    node->changed = true;
  }
  mem_free(ids.at);
  return code;
}

static int follow_all(struct regroup *u, toll_error *e) {
  int code = take_ids(u, Q_MENTION_LOST, &u->follow, e);
  list_sort(&u->follow);
  for (size_t i = 0; i < u->follow.count && !code; i++) code = follow(u, u->follow.at[i], e);
  return code ? code : nodes_write(&u->nodes, e);
}

int regroup_events(struct regroup *u, toll_error *e) {
  struct slug_list slugs = {0};
  struct arena kept = {0};
  int code = nodes_write(&u->nodes, e);
  if (!code) code = follow_all(u, e);
  if (!code) code = take_ids(u, Q_EVENT_STALE, &u->touched, e);
  list_sort(&u->touched);
  for (size_t i = 0; i < u->touched.count && !code; i++) {
    arena_reset(&u->arena);
    code = write_event(u, u->touched.at[i], &slugs, &kept, e);
  }
  if (!code) code = number_slugs(u, &slugs, e);
  u->touched.count = u->follow.count = 0;
  mem_free(slugs.at);
  arena_free(&kept);
  return code;
}
