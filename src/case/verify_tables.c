/* Tables that follow from others or repeat what the log says: each is a question
 * whose answer is the number of rows that do not. */
#include <string.h>

#include "case/db.h"
#include "case/verify.h"

static const struct {
  const char *what, *wrong;
} questions[] = {
    {"an event has other claims than its count",
     "SELECT count(*) FROM event e WHERE claims <> (SELECT count(*) FROM mention m JOIN claim c ON c.document ="
     " m.document AND c.event = m.number WHERE m.event = e.event)"},
    {"a decision is not what the log says",
     "SELECT count(*) FROM decision d LEFT JOIN log l ON l.body ->> '$.what.decision' = d.decision AND l.body ->>"
     " '$.kind' NOT IN ('undo') WHERE l.entry IS NULL OR l.body ->> '$.at' IS NOT d.at OR"
     " l.body ->> '$.what.by' IS NOT d.who OR l.body ->> '$.what.reason' IS NOT d.reason OR"
     " (l.body ->> '$.kind' = 'decide' AND (l.body ->> '$.what.kind' IS NOT d.kind OR"
     " l.body ->> '$.what.low' IS NOT d.low OR l.body ->> '$.what.best' IS NOT d.best OR"
     " l.body ->> '$.what.high' IS NOT d.high OR l.body ->> '$.what.harm' IS NOT d.harm OR"
     " l.body ->> '$.what.unit' IS NOT d.unit OR l.body ->> '$.what.side' IS NOT d.side OR"
     " l.body ->> '$.what.claim' IS NOT d.claim OR (d.class IS NOT NULL AND l.body -> '$.what.class' IS NOT "
     "d.class)))"},
    {"a decision that was taken back is not what the log says",
     "SELECT count(*) FROM decision d LEFT JOIN log l ON l.body ->> '$.what.decision' = d.decision AND l.body ->>"
     " '$.kind' = 'undo' WHERE (d.undone IS NULL) <> (l.entry IS NULL) OR (l.entry IS NOT NULL AND"
     " (coalesce(l.body ->> '$.at', '') IS NOT d.undone OR l.body ->> '$.what.by' IS NOT d.undone_who OR"
     " l.body ->> '$.what.reason' IS NOT d.undone_reason))"},
    {"a decision that was made is missing",
     "SELECT count(*) FROM log WHERE body ->> '$.kind' = 'decide' AND body ->> '$.what.decision' NOT IN (SELECT"
     " decision FROM decision)"},
    {"a decision speaks of another event than the log says",
     "SELECT count(*) FROM log l WHERE body ->> '$.kind' = 'decide' AND body ->> '$.what.doc' IS NOT NULL AND NOT"
     " EXISTS (SELECT 1 FROM decision_mention m JOIN document d USING (document) WHERE m.decision = l.body ->>"
     " '$.what.decision' AND m.number = l.body ->> '$.what.doc_event' AND d.id = l.body ->> '$.what.doc')"},
    {"a source's rank is not what the log says",
     "WITH last AS (SELECT body, max(entry) FROM log WHERE body ->> '$.kind' IN ('rank', 'unrank') GROUP BY body ->>"
     " '$.what.source') SELECT count(*) FROM (SELECT r.source FROM ranking r WHERE NOT EXISTS (SELECT 1 FROM last WHERE"
     " body ->> '$.kind' = 'rank' AND body ->> '$.what.source' = r.source AND body ->> '$.what.rank' = r.rank AND"
     " body ->> '$.at' IS r.at AND body ->> '$.what.by' IS r.who AND body ->> '$.what.reason' IS r.reason)"
     " UNION ALL SELECT body FROM last WHERE body ->> '$.kind' = 'rank' AND body ->> '$.what.source' NOT IN (SELECT"
     " source FROM ranking))"},
};

int verify_tables(toll_case *c, toll_error *e) {
  int code = 0;
  for (size_t i = 0; i < sizeof questions / sizeof *questions && !code; i++) {
    sqlite3_stmt *s = NULL;
    code = db_prepare(c, questions[i].wrong, &s, e);
    if (!code && (code = db_step(c, s, e)) > 0)
      code = sqlite3_column_int64(s, 0) ? db_damaged(c, "the case file is damaged", questions[i].what, e) : 0;
    sqlite3_finalize(s);
  }
  return code;
}
