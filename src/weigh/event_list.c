/* The events that a case keeps, row by row. */
#include <string.h>

#include "base/alloc.h"
#include "case/db.h"
#include "toll/tally.h"

struct toll_events {
  toll_case *c;
  sqlite3_stmt *rows;
  struct arena arena; /* of the event at hand */
  bool docs;
};

#define COLUMNS "SELECT event, id, name, date_from, date_to, place, country, claims, documents FROM event"
#define ORDER " ORDER BY date_from IS NULL, date_from, id"

static int has_event(toll_case *c, toll_slice id, bool *has, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_EVENT_HAS, &s, e);
  if (code) return code;
  db_put_text(s, 1, id);
  code = db_step(c, s, e);
  *has = code > 0;
  sqlite3_reset(s);
  return code < 0 ? code : 0;
}

static int prepare(toll_events *events, toll_slice id, toll_error *e) {
  bool whole = false;
  int code = id.at ? has_event(events->c, id, &whole, e) : 0;
  if (code) return code;
  const char *sql = !id.at  ? COLUMNS ORDER
                    : whole ? COLUMNS " WHERE id = ?1"
                            : COLUMNS " WHERE id >= ?1 AND substr(id, 1, length(?1)) = ?1" ORDER;
  code = db_prepare(events->c, sql, &events->rows, e);
  if (!code && id.at) db_put_text(events->rows, 1, id);
  return code;
}

int toll_events_open(toll_case *c, toll_slice id, bool docs, toll_events **out, toll_error *e) {
  *out = NULL;
  int code = toll_events_update(c, NULL, e);
  if (code) return code;
  toll_events *events = mem_alloc(sizeof *events);
  if (!events) return db_memory(c, e);
  events->c = c;
  events->docs = docs;
  toll_slice kept = id.at ? arena_copy(&events->arena, id) : id;
  code = events->arena.failed ? db_memory(c, e) : prepare(events, kept, e);
  if (code) {
    toll_events_close(events);
    return code;
  }
  *out = events;
  return 0;
}

/* The documents of an event by their ids, with how many of its claims each has. */
static int read_docs(toll_events *events, int64_t event, toll_event *out, toll_error *e) {
  struct arena *a = &events->arena;
  toll_event_doc *docs = ARENA_ARRAY(a, out->doc_count, toll_event_doc);
  size_t count = 0;
  sqlite3_stmt *s;
  int code = db_statement(events->c, Q_EVENT_DOCS, &s, e);
  if (code) return code;
  db_put_int(s, 1, event);
  while (docs && count < out->doc_count && (code = db_step(events->c, s, e)) > 0)
    docs[count++] = (toll_event_doc){arena_copy(a, db_get_text(s, 0)), (size_t)sqlite3_column_int64(s, 1)};
  sqlite3_reset(s);
  out->docs = docs;
  out->doc_count = count;
  return code < 0 ? code : a->failed ? db_memory(events->c, e) : 0;
}

int toll_events_next(toll_events *events, toll_event *out, toll_error *e) {
  sqlite3_stmt *s = events->rows;
  bool bad = false;
  int code = db_step(events->c, s, e);
  if (code <= 0) return code;
  *out = (toll_event){.id = db_get_text(s, 1), .name = db_get_text(s, 2), .where = db_get_text(s, 5)};
  out->from = db_get_day(s, 3, &bad);
  out->to = db_get_day(s, 4, &bad);
  toll_slice country = db_get_text(s, 6);
  if (country.len == 2) memcpy(out->country, country.at, 2);
  out->claims = (size_t)sqlite3_column_int64(s, 7);
  out->doc_count = (size_t)sqlite3_column_int64(s, 8);
  if (bad) return db_damaged(events->c, "the case file is damaged", "an event's row", e);
  if (!events->docs) return 1;
  arena_reset(&events->arena);
  code = read_docs(events, sqlite3_column_int64(s, 0), out, e);
  return code ? code : 1;
}

void toll_events_close(toll_events *events) {
  if (!events) return;
  sqlite3_finalize(events->rows);
  arena_free(&events->arena);
  mem_free(events);
}
