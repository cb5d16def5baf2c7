/* Cases of earlier versions.
 *
 * A version is left by one script of sql/, migrate-N.sql from N to N + 1, which
 * appends columns and makes tables; the views are made anew at the end.  All the
 * way is one transaction with an entry in the log: a case is of one version or
 * of the other.  A case that may only be read is copied to a temporary database
 * and migrated there, so that nobody is kept from an old case on a read-only
 * disk. */
#include <stdio.h>
#include <string.h>

#include "case/db.h"

extern const unsigned char migrate_1_sql[], views_sql[];

static const unsigned char *const scripts[CASE_VERSION] = {[1] = migrate_1_sql};

int case_version(toll_case *c, int *version, toll_error *e) {
  sqlite3_stmt *s = NULL;
  int code = db_prepare(c, "PRAGMA user_version", &s, e);
  if (!code && (code = db_step(c, s, e)) > 0) {
    *version = sqlite3_column_int(s, 0);
    code = 0;
  }
  sqlite3_finalize(s);
  return code;
}

static int log_migration(toll_case *c, int from, toll_error *e) {
  char what[64];
  int n = snprintf(what, sizeof what, "{\"from\":%d,\"to\":%d}", from, CASE_VERSION);
  return case_log(c, "migrate", (toll_slice){what, (size_t)n}, e);
}

static int index_part(toll_case *c, int64_t content, toll_slice text, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_put_statement(c, TAPE_SEARCH, &s, e);
  if (code) return code;
  db_put_int(s, 1, content);
  db_put_text(s, 2, text);
  return db_run(c, s, e);
}

/* Version 1 had no index of words. */
static int index_texts(toll_case *c, toll_error *e) {
  toll_buffer text = {0};
  sqlite3_stmt *s;
  int code = db_statement(c, Q_CONTENT_EVERY, &s, e);
  if (code) return code;
  while ((code = db_step(c, s, e)) > 0) {
    text.len = 0;
    code = case_unsqueeze(c, db_get_blob(s, 1), (uint64_t)sqlite3_column_int64(s, 2), &text, e);
    if (!code) code = index_part(c, sqlite3_column_int64(s, 0), (toll_slice){text.at ? text.at : "", text.len}, e);
    if (code) break;
  }
  sqlite3_reset(s);
  toll_buffer_free(&text);
  return code;
}

static int run_scripts(toll_case *c, int from, toll_error *e) {
  int code = 0;
  for (int version = from; !code && version < CASE_VERSION; version++)
    code = db_exec(c, (const char *)scripts[version], e);
  if (!code && from < 2) code = index_texts(c, e);
  if (!code) code = db_exec(c, (const char *)views_sql, e);
  if (!code) code = case_last_rows(c, e);
  return code ? code : log_migration(c, from, e);
}

int case_migrate(toll_case *c, toll_error *e) {
  int from;
  int code = db_exec(c, "BEGIN IMMEDIATE", e);
  if (!code) code = case_version(c, &from, e); /* again: another program may have been faster */
  if (!code && from < 1) code = db_damaged(c, "the case file is damaged", "it has no version", e);
  if (!code && from < CASE_VERSION) code = run_scripts(c, from, e);
  if (!code) code = db_exec(c, "COMMIT", e);
  if (code) case_batch_undo(c);
  return code;
}

static int copy_pages(toll_case *c, sqlite3 *to, toll_error *e) {
  sqlite3_backup *backup = sqlite3_backup_init(to, "main", c->db, "main");
  int got = backup ? sqlite3_backup_step(backup, -1) : sqlite3_errcode(to);
  if (backup) sqlite3_backup_finish(backup);
  if (got == SQLITE_DONE) return 0;
  if ((got & 0xff) == SQLITE_NOMEM) return db_memory(c, e);
  toll_fail(e, TOLL_E_IO, "the case cannot be copied to be read", c->path, 0);
  const char *why = sqlite3_errstr(got);
  toll_error_detail(e, why, strlen(why));
  return TOLL_E_IO;
}

int case_private_copy(toll_case *c, toll_error *e) {
  sqlite3 *copy = NULL;
  if (c->private) return 0;
  int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  int code = sqlite3_open_v2("", &copy, flags, NULL) == SQLITE_OK ? copy_pages(c, copy, e) : db_memory(c, e);
  if (code) {
    sqlite3_close(copy);
    return code;
  }
  db_forget(c);
  sqlite3_close(c->db);
  c->db = copy;
  c->private = true;
  return db_exec(c, "PRAGMA foreign_keys = ON; PRAGMA synchronous = OFF", e);
}

bool toll_case_copied(const toll_case *c) {
  return c->private;
}

int case_migrate_copy(toll_case *c, toll_error *e) {
  int code = case_private_copy(c, e);
  return code ? code : case_migrate(c, e);
}

int toll_case_migrate(const char *path, int64_t now, int *from, toll_error *e) {
  toll_case *c;
  *from = CASE_VERSION;
  uint32_t written;
  int code = case_look(path, &written, e);
  if (!code && written == CASE_VERSION) return 0; /* whoever opens it next sees to the rest */
  if (!code) code = case_open_as_is(path, TOLL_CASE_WRITE, &c, e);
  if (code) return code;
  toll_case_clock(c, now);
  code = case_version(c, from, e);
  if (!code && *from < CASE_VERSION) code = case_migrate(c, e);
  toll_case_close(c);
  return code;
}
