/* Whether the stored events are those of the documents that are there.  They are made
 * by the grouping, which lives further right. */
#include "case/db.h"

int toll_case_events_current(toll_case *c, bool *current, toll_error *e) {
  *current = false;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_GROUPING_GET, &s, e);
  if (!code) code = db_step(c, s, e);
  if (code <= 0) return code;
  int64_t through = sqlite3_column_int64(s, 0), rules = sqlite3_column_int64(s, 1), last = sqlite3_column_int64(s, 2);
  sqlite3_reset(s);
  if (last == 0) *current = true;
  if (last == 0 || through != last || rules != CASE_GROUPING_RULES) return 0;
  code = db_statement(c, Q_GROUPING_CURRENT, &s, e);
  if (!code) code = db_step(c, s, e);
  if (code <= 0) return code;
  *current = sqlite3_column_int(s, 0) == 1;
  sqlite3_reset(s);
  return 0;
}
