/* Checking a whole case: that the file holds together, that every document still
 * has its bytes and its claims, that the log still says what its leaves say. */
#include <string.h>

#include "base/alloc.h"
#include "case/db.h"
#include "case/merkle.h"

static int check_file(toll_case *c, toll_error *e) {
  sqlite3_stmt *s = NULL;
  int code = db_prepare(c, "PRAGMA integrity_check(1)", &s, e);
  if (!code && (code = db_step(c, s, e)) > 0) {
    toll_slice word = db_get_text(s, 0);
    code = 0;
    if (word.len != 2 || memcmp(word.at, "ok", 2) != 0) {
      code = toll_fail(e, TOLL_E_DAMAGED, "the case file is damaged", c->path, 0);
      toll_error_detail(e, word.at, word.len);
    }
  }
  sqlite3_finalize(s);
  if (code) return code;
  code = db_prepare(c, "PRAGMA foreign_key_check", &s, e);
  if (!code && (code = db_step(c, s, e)) > 0) code = db_damaged(c, "the case file is damaged", "a row is missing", e);
  sqlite3_finalize(s);
  return code;
}

static int check_log(toll_case *c, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_LOG_ALL, &s, e);
  if (code) return code;
  int64_t entry = 0;
  while ((code = db_step(c, s, e)) > 0) {
    toll_slice kept = db_get_blob(s, 1), body = db_get_text(s, 2);
    uint8_t leaf[SHA256_SIZE];
    if (merkle_leaf(body.at, body.len, leaf))
      code = db_memory(c, e);
    else if (kept.len != sizeof leaf || memcmp(kept.at, leaf, sizeof leaf) != 0 ||
             sqlite3_column_int64(s, 0) != entry++)
      code = db_damaged(c, "the case file's log is damaged", NULL, e);
    if (code < 0) break;
  }
  sqlite3_reset(s);
  return code;
}

/* Feeds the document's parts, one after the other, to the hash. */
static int hash_parts(toll_case *c, int64_t document, struct sha256 *hash, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_CONTENT_ALL, &s, e);
  if (code) return code;
  db_put_int(s, 1, document);
  while ((code = db_step(c, s, e)) > 0) {
    c->scratch.len = 0;
    code = case_unsqueeze(c, db_get_blob(s, 0), (uint64_t)sqlite3_column_int64(s, 1), &c->scratch, e);
    if (code) break;
    sha256_add(hash, c->scratch.at, c->scratch.len);
  }
  sqlite3_reset(s);
  return code;
}

static int hash_claims(toll_case *c, toll_slice id, int64_t document, struct sha256 *hash, toll_error *e) {
  toll_case_filter filter = {.doc = id};
  toll_case_cursor *rows;
  int code = toll_case_claims(c, &filter, &rows, e);
  if (code) return code;
  toll_case_claim row;
  while ((code = toll_case_claim_next(rows, &row, e)) > 0) {
    if (row.document != document) continue;
    c->scratch.len = 0;
    toll_case_claim_json(&row, &c->scratch);
    toll_buffer_str(&c->scratch, "\n");
    sha256_add(hash, c->scratch.at, c->scratch.len);
  }
  toll_case_cursor_close(rows);
  return code;
}

/* The log must hold an entry that says just this of the document. */
static int find_entry(toll_case *c, const toll_case_source *doc, const uint8_t claims[SHA256_SIZE], toll_error *e) {
  char bytes_hex[SHA256_HEX], claims_hex[SHA256_HEX];
  hex_write(doc->sha256, SHA256_SIZE, bytes_hex);
  hex_write(claims, SHA256_SIZE, claims_hex);
  sqlite3_stmt *s = NULL;
  int code = db_prepare(c,
                        "SELECT 1 FROM log WHERE body ->> '$.kind' = 'add' AND body ->> '$.what.sha256' = ?1 AND"
                        " body ->> '$.what.claims_sha256' = ?2 AND body ->> '$.what.id' = ?3",
                        &s, e);
  if (!code) {
    db_put_word(s, 1, bytes_hex);
    db_put_word(s, 2, claims_hex);
    db_put_text(s, 3, doc->id);
    code = db_step(c, s, e);
    if (code == 0) {
      code = db_damaged(c, "a document's claims are not those that were added", NULL, e);
      toll_error_detail(e, doc->id.at, doc->id.len);
    }
  }
  sqlite3_finalize(s);
  return code < 0 ? code : 0;
}

static int check_document(toll_case *c, const toll_case_source *doc, toll_error *e) {
  struct sha256 hash = {0};
  uint8_t digest[SHA256_SIZE];
  int code = sha256_start(&hash) ? db_memory(c, e) : hash_parts(c, doc->number, &hash, e);
  if (!code && sha256_end(&hash, digest)) code = db_memory(c, e);
  if (!code && memcmp(digest, doc->sha256, sizeof digest) != 0) {
    code = db_damaged(c, "a document no longer has the bytes that it had", NULL, e);
    toll_error_detail(e, doc->id.at, doc->id.len);
  }
  if (!code && sha256_start(&hash)) code = db_memory(c, e);
  if (!code) code = hash_claims(c, doc->id, doc->number, &hash, e);
  if (!code && sha256_end(&hash, digest)) code = db_memory(c, e);
  if (!code) code = find_entry(c, doc, digest, e);
  sha256_free(&hash);
  return code;
}

int toll_case_verify(toll_case *c, toll_error *e) {
  int code = check_file(c, e);
  if (!code) code = check_log(c, e);
  toll_case_cursor *rows;
  if (!code) code = toll_case_sources(c, &rows, e);
  if (code) return code;
  toll_case_source doc;
  while ((code = toll_case_source_next(rows, &doc, e)) > 0)
    if ((code = check_document(c, &doc, e)) < 0) break;
  toll_case_cursor_close(rows);
  return code;
}
