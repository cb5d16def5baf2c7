/* The stored events: written whole by the grouping, which lives further right;
 * here they are only kept, with a mark of how far they reach. */
#include "case/db.h"

#define GROUPING_RULES 1 /* raised when the grouping changes, so that old results are remade */

static int assign_claim(toll_case *c, int64_t claim, int64_t event, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_MENTION_EVENT, &s, e);
  if (code) return code;
  db_put_int(s, 1, claim);
  db_put_int(s, 2, event);
  return db_run(c, s, e);
}

static int put_event(toll_case *c, const toll_case_event *event, int64_t number, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_EVENT_PUT, &s, e);
  if (code) return code;
  db_put_int(s, 1, number);
  db_put_text(s, 2, event->id);
  db_put_text(s, 3, event->name);
  db_put_day(s, 4, event->from);
  db_put_day(s, 5, event->to);
  db_put_text(s, 6, event->where);
  db_put_int(s, 7, (int64_t)event->claim_count);
  db_put_int(s, 8, (int64_t)event->doc_count);
  code = db_run(c, s, e);
  for (size_t i = 0; !code && i < event->claim_count; i++) code = assign_claim(c, event->claims[i], number, e);
  return code;
}

static int replace_events(toll_case *c, const toll_case_event *events, size_t count, toll_error *e) {
  int code = db_exec(c, "UPDATE mention SET event = NULL; DELETE FROM event; DELETE FROM grouping", e);
  for (size_t i = 0; !code && i < count; i++) code = put_event(c, &events[i], (int64_t)i + 1, e);
  sqlite3_stmt *s;
  if (!code) code = db_statement(c, Q_GROUPING_PUT, &s, e);
  if (code) return code;
  db_put_int(s, 1, c->last_claim);
  db_put_int(s, 2, GROUPING_RULES);
  return db_run(c, s, e);
}

int toll_case_events_set(toll_case *c, const toll_case_event *events, size_t count, toll_error *e) {
  if (!c->writable) return toll_fail(e, TOLL_E_USAGE, "the case was opened for reading", c->path, 0);
  int code = toll_case_commit(c, e);
  if (!code) code = case_batch_begin(c, e);
  if (!code) code = replace_events(c, events, count, e);
  if (!code) return toll_case_commit(c, e);
  case_batch_undo(c);
  return code;
}

int toll_case_events_current(toll_case *c, bool *current, toll_error *e) {
  *current = false;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_GROUPING_GET, &s, e);
  if (code) return code;
  db_put_int(s, 1, GROUPING_RULES);
  code = db_step(c, s, e);
  if (code <= 0) return code;
  *current = sqlite3_column_int(s, 0) == 1;
  sqlite3_reset(s);
  return 0;
}
