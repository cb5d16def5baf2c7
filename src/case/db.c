/* The statements of a case file in one table, and SQLite's answers turned into
 * the library's errors.
 *
 * What a person reads names the case file and one reason; SQLite's own words
 * come behind it as the detail. */
#include "case/db.h"

#include <errno.h>
#include <string.h>

#include "base/alloc.h"
#include "base/sort.h"
#include "base/utf8.h"
#include "case/row.h"

/* Many rows by one statement cost a third of what one each costs. */
#define KEYS_AT_ONCE 32
#define KEY_ROWS_8 "(?, ?), (?, ?), (?, ?), (?, ?), (?, ?), (?, ?), (?, ?), (?, ?)"
#define KEY_ROWS KEY_ROWS_8 ", " KEY_ROWS_8 ", " KEY_ROWS_8 ", " KEY_ROWS_8

static const char *const texts[DB_QUERIES] = {
    [Q_DOCUMENT_FIND] = "SELECT document FROM document WHERE sha256 = ?1 AND id = ?2",
    [Q_DOCUMENT_DONE] = "UPDATE document SET sha256 = ?2, id = ?3, path = ?4, url = ?5, title = ?6, outlet = ?7,"
                        " byline = ?8, lang = ?9, date_from = ?10, date_to = ?11, format = ?12, encoding = ?13,"
                        " raw_offset = ?14, line = ?15, raw_size = ?16, text_size = ?17, repaired = ?18, claims = ?19,"
                        " sketch = ?20, inner = ?21, member_offset = ?22,"
                        " bands = ?23, made = ?24 WHERE document = ?1",
    [Q_EMPTY] = "SELECT 1 FROM document LIMIT 1",
    [Q_DOCUMENT_BY_ID] = "SELECT document, sha256, raw_size FROM document WHERE id = ?1 ORDER BY document LIMIT 1",
    [Q_CONTENT_ALL] = "SELECT raw, raw_size, text_from, text_size, text, raw_from, part FROM content WHERE document ="
                      " ?1 ORDER BY part",
    [Q_CONTENT_EVERY] = "SELECT content, coalesce(text, raw), iif(text IS NULL, raw_size, text_size) FROM content"
                        " ORDER BY content",
    [Q_CONTENT_RANGE] = "SELECT text_from, text_size, raw, raw_size, text FROM content WHERE document = ?1"
                        " AND text_from < ?3 AND text_from + text_size > ?2 ORDER BY part",
    [Q_DOCUMENT_PARTED] = "SELECT DISTINCT document FROM content WHERE part > 0 ORDER BY document",
    [Q_SOURCE] = "SELECT " ROW_SOURCE_COLUMNS " FROM document WHERE document = ?1",
    [Q_SEARCH] = "SELECT c.document, s.rank FROM search s JOIN content c ON c.content = s.rowid WHERE search MATCH ?1",
    [Q_CLAIMANT_GET] = "SELECT name, role, kind, span_from, span_to, cue, resolved, via FROM claimant"
                       " WHERE claimant = ?1",
    [Q_LABEL_GET] = "SELECT name, span_from, span_to FROM label WHERE claim = ?1 ORDER BY ordinal",
    [Q_LOG_PUT] = "INSERT INTO log (entry, body, leaf) VALUES (?1,?2,?3)",
    [Q_LOG_ALL] = "SELECT entry, leaf, body FROM log ORDER BY entry",
    [Q_LAST_ROWS] = "SELECT (SELECT coalesce(max(document), 0) FROM document), (SELECT coalesce(max(claim), 0) FROM"
                    " claim), (SELECT coalesce(max(claimant), 0) FROM claimant), (SELECT coalesce(max(entry), -1) FROM"
                    " log), (SELECT coalesce(max(content), 0) FROM content), (SELECT coalesce(max(mention), 0) FROM"
                    " mention)",
    [Q_NEXT_ROWS] = "SELECT (SELECT max(claim) FROM claim WHERE document = ?1), (SELECT max(claimant) FROM claimant"
                    " WHERE document = ?1)",
    [Q_COUNT] = "SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM claim), (SELECT count(*) FROM event),"
                " (SELECT count(*) FROM log)",
    [Q_EVENT_HAS] = "SELECT 1 FROM event WHERE id = ?1",
    [Q_EVENT_DOCS] =
        "SELECT d.id, sum(m.claims) FROM mention m JOIN document d ON d.document = m.document WHERE m.event"
        " = ?1 GROUP BY d.document ORDER BY d.id, d.sha256",
    [Q_EVENT_GET] = "SELECT slug, id FROM event WHERE event = ?1",
    [Q_EVENT_PUT] = "INSERT INTO event (event, id, slug, name, date_from, date_to, place, country, geonameid, claims,"
                    " documents, own, first) VALUES (?1, '.' || ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
                    " ON CONFLICT (event) DO UPDATE SET id = iif(slug IS ?2, id, '.' || ?1), slug = ?2, name = ?3, "
                    "date_from = ?4, date_to = ?5, place = ?6,"
                    " country = ?7, geonameid = ?8, claims = ?9, documents = ?10, own = ?11, first = ?12",
    [Q_EVENT_DROP] = "DELETE FROM event WHERE event = ?1",
    [Q_EVENT_ID] = "UPDATE event SET id = ?2 WHERE event = ?1",
    [Q_EVENT_STALE] = "SELECT event FROM event WHERE first IS NULL",
    [Q_EVENT_MARK] = "UPDATE event SET first = NULL WHERE event = ?1",
    [Q_EVENT_LAST] = "SELECT coalesce(max(event), 0) FROM event",
    [Q_EVENT_SLUG] = "SELECT e.event, e.id, e.own, d.id, d.sha256, m.number FROM event e JOIN mention m ON m.mention ="
                     " e.first JOIN document d ON d.document = m.document WHERE e.slug = ?1",
    [Q_EVENT_MENTIONS] = "SELECT m.mention, m.number, m.claims, d.original, d.id, d.sha256, f.features FROM mention m"
                         " JOIN document d ON d.document = m.document JOIN feature f ON f.mention = m.mention WHERE"
                         " m.event = ?1",
    [Q_MENTION_GET] =
        "SELECT m.document, m.number, m.claims, m.event, m.level, m.repeats, d.sha256, d.id FROM mention m"
        " JOIN document d ON d.document = m.document WHERE m.mention = ?1",
    [Q_MENTION_SET] = "UPDATE mention SET event = ?2, level = ?3, repeats = ?4 WHERE mention = ?1",
    [Q_MENTION_PUT] = "INSERT INTO mention (document, number, claims) VALUES (?1, ?2, ?3)",
    [Q_MENTION_DROP] = "DELETE FROM mention WHERE document = ?1",
    [Q_MENTIONS_OF] = "SELECT mention FROM mention WHERE document = ?1 ORDER BY number",
    [Q_MENTION_FRESH] = "SELECT m.mention FROM mention m JOIN feature f ON f.mention = m.mention WHERE m.event IS NULL"
                        " AND m.level IS NULL AND f.pairs IS NULL",
    [Q_MENTION_WAITING] = "SELECT mention FROM mention WHERE event IS NULL AND level IS NULL",
    [Q_MENTION_LOST] = "SELECT DISTINCT repeats FROM mention WHERE event IS NULL AND repeats IS NOT NULL",
    [Q_MENTION_FOLLOW] = "SELECT mention FROM mention WHERE repeats = ?1",
    [Q_MENTION_WAIT_COUNT] = "SELECT count(*) FROM mention WHERE event IS NULL AND level IS NULL",
    [Q_MENTION_ALL] =
        "SELECT m.document, m.number, m.claims, m.event, m.level, m.repeats, d.sha256, d.id, m.mention FROM"
        " document d JOIN mention m ON m.document = d.document ORDER BY d.document",
    [Q_MENTION_KEY_PUT] = "INSERT OR IGNORE INTO mention_key (key, mention) VALUES (?1, ?2)",
    [Q_MENTION_KEY_PUTS] = "INSERT OR IGNORE INTO mention_key (key, mention) VALUES " KEY_ROWS,
    [Q_MENTION_KEY_GET] = "SELECT mention FROM mention_key WHERE key = ?1",
    [Q_MENTION_KEY_ALL] = "SELECT key, mention FROM mention_key",
    [Q_MENTION_KEY_DROP] = "DELETE FROM mention_key WHERE key = ?1 AND mention = ?2",
    [Q_FEATURE_GET] = "SELECT features, pairs FROM feature WHERE mention = ?1",
    [Q_FEATURE_ALL] = "SELECT features, pairs, mention FROM feature ORDER BY mention",
    [Q_FEATURE_PUT] = "INSERT INTO feature (mention, features) VALUES (?1, ?2)",
    [Q_FEATURE_DROP] = "DELETE FROM feature WHERE mention IN (SELECT mention FROM mention WHERE document = ?1)",
    [Q_PAIRS_PUT] = "UPDATE feature SET pairs = ?2 WHERE mention = ?1",
    [Q_PAIRS_FORGET] = "UPDATE feature SET pairs = NULL WHERE mention = ?1",
    [Q_COPY_DOCUMENT] =
        "SELECT document, original, date_from, id, sketch, bands, sha256 FROM document WHERE document = ?1",
    [Q_COPY_DOCUMENTS] =
        "SELECT document, original, date_from, id, sketch, bands, sha256 FROM document WHERE document > ?1"
        " ORDER BY document",
    [Q_COPY_KEY_PUT] = "INSERT OR IGNORE INTO copy_key (key, document) VALUES (?1, ?2)",
    [Q_COPY_KEY_PUTS] = "INSERT OR IGNORE INTO copy_key (key, document) VALUES " KEY_ROWS,
    [Q_COPY_KEY_GET] = "SELECT document FROM copy_key WHERE key = ?1",
    [Q_COPY_KEY_ALL] = "SELECT key, document FROM copy_key ORDER BY key",
    [Q_ORIGINAL_PUT] = "UPDATE document SET original = ?2, likeness = ?3 WHERE document = ?1",
    [Q_COPIES_OF] = "SELECT document FROM document WHERE original = ?1",
    [Q_UNMADE] = "SELECT document FROM document WHERE made IS NULL",
    [Q_MADE_FORGET] = "UPDATE document SET made = NULL WHERE document > ?1 AND made <> ?2",
    [Q_MADE] = "UPDATE document SET made = ?2 WHERE document = ?1",
    [Q_MADE_FROM] = "SELECT title, outlet, date_from, date_to FROM document WHERE document = ?1",
    [Q_PARTS_OF] = "SELECT text_from FROM content WHERE document = ?1 ORDER BY part",
    [Q_DECISIONS] = "SELECT d.decision, d.kind, d.name, x.side, m.mention, m.repeats FROM decision d JOIN"
                    " decision_mention x ON x.decision = d.decision JOIN mention m ON m.document = x.document AND"
                    " m.number = x.number WHERE d.undone IS NULL AND d.kind IN ('merge', 'split', 'rename') ORDER BY"
                    " d.decision, x.side, m.mention",
    [Q_DECIDE_MENTIONS] = "SELECT m.mention, m.document, m.number, m.repeats, d.id, d.path, d.line FROM event e JOIN"
                          " mention m ON m.event = e.event JOIN document d ON d.document = m.document WHERE e.id = ?1"
                          " ORDER BY d.id, d.sha256, m.number",
    [Q_DECIDE_CLAIM] = "SELECT document, event FROM claim WHERE id BETWEEN ?1 AND ?1 || 'g'",
    [Q_DECISION_PUT] = "INSERT INTO decision (at, kind, name, who, reason) VALUES (?1, ?2, ?3, ?4, ?5)",
    [Q_DECISION_MENTION_PUT] =
        "INSERT INTO decision_mention (decision, side, document, number) VALUES (?1, ?2, ?3, ?4)",
    [Q_DECISION_STANDING] = "SELECT max(decision) FROM decision WHERE undone IS NULL AND kind IN ('merge', 'split',"
                            " 'rename') AND (?1 = 0 OR decision = ?1) HAVING max(decision) IS NOT NULL",
    [Q_DECISION_UNDO] = "UPDATE decision SET undone = coalesce(?2, ''), undone_who = ?3, undone_reason = ?4 WHERE"
                        " decision = ?1",
    [Q_GROUPING_PUT] = "INSERT INTO grouping (one, through, rules) VALUES (1, ?1, ?2) ON CONFLICT (one) DO UPDATE SET"
                       " through = ?1, rules = ?2",
    [Q_GROUPING_GET] = "SELECT coalesce((SELECT through FROM grouping), 0), coalesce((SELECT rules FROM grouping), 0),"
                       " coalesce(max(document), 0) FROM document",
    [Q_GROUPING_CURRENT] = "SELECT NOT EXISTS (SELECT 1 FROM document WHERE made IS NULL) AND NOT EXISTS (SELECT 1 FROM"
                           " mention WHERE event IS NULL) AND NOT EXISTS (SELECT 1 FROM event WHERE first IS NULL)",
};

/* --- errors ------------------------------------------------------------- */

static const struct {
  int sqlite, code;
  const char *message;
} reasons[] = {
    {SQLITE_FULL, TOLL_E_IO, "the disk is full"},
    {SQLITE_IOERR, TOLL_E_IO, "cannot read or write the case file"},
    {SQLITE_BUSY, TOLL_E_IO, "another program is writing to the case file"},
    {SQLITE_LOCKED, TOLL_E_IO, "another program is writing to the case file"},
    {SQLITE_READONLY, TOLL_E_IO, "the case file cannot be written to"},
    {SQLITE_PERM, TOLL_E_IO, "the case file cannot be written to"},
    {SQLITE_CANTOPEN, TOLL_E_IO, "cannot open the case file"},
    {SQLITE_NOMEM, TOLL_E_MEMORY, "memory is out"},
    {SQLITE_TOOBIG, TOLL_E_LIMIT, "too large for a case file"},
    {SQLITE_INTERRUPT, TOLL_E_IO, "stopped"},
};

int db_fail(const toll_case *c, toll_error *e) {
  int code = TOLL_E_DAMAGED;
  const char *message = "the case file is damaged";
  int extended = sqlite3_extended_errcode(c->db), system = sqlite3_system_errno(c->db);
  if (extended == SQLITE_IOERR_NOMEM) return db_memory(c, e);
  for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
    if (reasons[i].sqlite == (extended & 0xff)) {
      code = reasons[i].code;
      message = reasons[i].message;
    }
  if ((extended & 0xff) == SQLITE_IOERR && system == ENOSPC) message = "the disk is full";
  if (code == TOLL_E_IO && system && (extended & 0xff) != SQLITE_BUSY)
    return toll_fail_errno(e, message, c->path, system);
  toll_fail(e, code, message, c->path, 0);
  const char *detail = sqlite3_errmsg(c->db);
  if (code == TOLL_E_DAMAGED) toll_error_detail(e, detail, strlen(detail));
  return code;
}

int db_damaged(const toll_case *c, const char *message, const char *what, toll_error *e) {
  toll_fail(e, TOLL_E_DAMAGED, message, c->path, 0);
  if (what) toll_error_detail(e, what, strlen(what));
  return TOLL_E_DAMAGED;
}

int db_memory(const toll_case *c, toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "memory is out", c->path, 0);
}

/* --- statements --------------------------------------------------------- */

int db_exec(toll_case *c, const char *sql, toll_error *e) {
  return sqlite3_exec(c->db, sql, NULL, NULL, NULL) == SQLITE_OK ? 0 : db_fail(c, e);
}

int db_prepare(toll_case *c, const char *sql, sqlite3_stmt **out, toll_error *e) {
  return sqlite3_prepare_v3(c->db, sql, -1, 0, out, NULL) == SQLITE_OK ? 0 : db_fail(c, e);
}

int db_statement(toll_case *c, enum db_query query, sqlite3_stmt **out, toll_error *e) {
  sqlite3_stmt **kept = &c->statements[query];
  if (!*kept && sqlite3_prepare_v3(c->db, texts[query], -1, SQLITE_PREPARE_PERSISTENT, kept, NULL) != SQLITE_OK)
    return db_fail(c, e);
  *out = *kept;
  sqlite3_reset(*kept);
  sqlite3_clear_bindings(*kept);
  return 0;
}

int db_put_statement(toll_case *c, enum tape_table table, sqlite3_stmt **out, toll_error *e) {
  sqlite3_stmt **kept = &c->puts[table];
  int code = SQLITE_OK;
  if (!*kept) {
    toll_buffer sql = {0};
    tape_insert(table, &sql);
    if (!sql.failed) code = sqlite3_prepare_v3(c->db, sql.at, -1, SQLITE_PREPARE_PERSISTENT, kept, NULL);
    toll_buffer_free(&sql);
    if (code != SQLITE_OK) return db_fail(c, e);
    if (!*kept) return db_memory(c, e);
  }
  *out = *kept;
  return 0;
}

void db_reset(toll_case *c) {
  for (size_t i = 0; i < DB_QUERIES; i++)
    if (c->statements[i]) sqlite3_reset(c->statements[i]);
  for (size_t i = 0; i < TAPE_TABLES; i++)
    if (c->puts[i]) sqlite3_reset(c->puts[i]);
}

void db_forget(toll_case *c) {
  for (size_t i = 0; i < DB_QUERIES; i++) sqlite3_finalize(c->statements[i]);
  for (size_t i = 0; i < TAPE_TABLES; i++) sqlite3_finalize(c->puts[i]);
  memset(c->statements, 0, sizeof c->statements);
  memset(c->puts, 0, sizeof c->puts);
}

int db_step(const toll_case *c, sqlite3_stmt *s, toll_error *e) {
  int code = sqlite3_step(s);
  if (code == SQLITE_ROW) return 1;
  int result = code == SQLITE_DONE ? 0 : db_fail(c, e);
  sqlite3_reset(s);
  return result;
}

int db_run(const toll_case *c, sqlite3_stmt *s, toll_error *e) {
  int code = db_step(c, s, e);
  if (code > 0) sqlite3_reset(s);
  return code < 0 ? code : 0;
}

int db_run_with(toll_case *c, enum db_query query, int64_t first, int64_t second, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, query, &s, e);
  if (code) return code;
  db_put_int(s, 1, first);
  if (sqlite3_bind_parameter_count(s) > 1) db_put_int(s, 2, second);
  return db_run(c, s, e);
}

/* --- values ------------------------------------------------------------- */

void db_put_text(sqlite3_stmt *s, int at, toll_slice text) {
  if (text.at) sqlite3_bind_text64(s, at, text.at, text.len, SQLITE_STATIC, SQLITE_UTF8);
}

void db_put_word(sqlite3_stmt *s, int at, const char *word) {
  if (word) sqlite3_bind_text(s, at, word, -1, SQLITE_STATIC);
}

void db_put_int(sqlite3_stmt *s, int at, int64_t n) {
  sqlite3_bind_int64(s, at, n);
}

void db_put_open(sqlite3_stmt *s, int at, int64_t n) {
  if (n != TOLL_OPEN) sqlite3_bind_int64(s, at, n);
}

void db_put_day(sqlite3_stmt *s, int at, toll_day day) {
  if (day == TOLL_NO_DAY) return;
  char text[11];
  toll_day_format(day, text);
  sqlite3_bind_text(s, at, text, 10, SQLITE_TRANSIENT);
}

void db_put_blob(sqlite3_stmt *s, int at, const void *bytes, size_t len) {
  sqlite3_bind_blob64(s, at, len ? bytes : "", len, SQLITE_STATIC);
}

toll_slice db_get_text(sqlite3_stmt *s, int at) {
  if (sqlite3_column_type(s, at) == SQLITE_NULL) return (toll_slice){0};
  const char *text = (const char *)sqlite3_column_text(s, at);
  int len = sqlite3_column_bytes(s, at);
  return (toll_slice){text ? text : "", text && len > 0 ? (size_t)len : 0};
}

toll_slice db_get_blob(sqlite3_stmt *s, int at) {
  if (sqlite3_column_type(s, at) == SQLITE_NULL) return (toll_slice){0};
  const char *bytes = sqlite3_column_blob(s, at);
  int len = sqlite3_column_bytes(s, at);
  return (toll_slice){bytes ? bytes : "", bytes && len > 0 ? (size_t)len : 0};
}

int64_t db_get_open(sqlite3_stmt *s, int at) {
  return sqlite3_column_type(s, at) == SQLITE_NULL ? TOLL_OPEN : sqlite3_column_int64(s, at);
}

toll_day db_get_day(sqlite3_stmt *s, int at, bool *bad) {
  toll_slice text = db_get_text(s, at);
  if (!text.at) return TOLL_NO_DAY;
  toll_day from, to;
  if (text.len == 10 && toll_day_read(text, &from, &to) == 0 && from == to) return from;
  *bad = true;
  return TOLL_NO_DAY;
}

/* --- keys --------------------------------------------------------------- */

/* The i-th in the order of the table, in which keys are signed. */
static const struct keyed *in_table_order(const struct keyed *keys, size_t count, size_t negative, size_t i) {
  return &keys[i < count - negative ? negative + i : i - (count - negative)];
}

int db_put_keys(toll_case *c, enum db_query one, enum db_query many, const struct keyed *keys, size_t count,
                toll_error *e) {
  size_t negative = sort_find(keys, count, (uint64_t)1 << 63);
  int code = 0;
  for (size_t i = 0; i < count && !code;) {
    size_t rows = count - i < KEYS_AT_ONCE ? 1 : KEYS_AT_ONCE;
    sqlite3_stmt *s = NULL;
    code = db_statement(c, rows == 1 ? one : many, &s, e);
    if (code) break;
    for (size_t row = 0; row < rows; row++, i++) {
      const struct keyed *key = in_table_order(keys, count, negative, i);
      db_put_int(s, (int)(2 * row + 1), (int64_t)key->key);
      db_put_int(s, (int)(2 * row + 2), key->id);
    }
    code = db_run(c, s, e);
  }
  return code;
}
