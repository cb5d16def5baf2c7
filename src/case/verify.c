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

/* What is read side by side: documents, their claims and their log entries come
 * in one order, because they were written in it. */
struct walk {
  toll_case_cursor *documents, *claims;
  sqlite3_stmt *entries;
  toll_case_claim claim; /* the next one, while has_claim */
  bool has_claim, has_entry;
  bool pages; /* whether the entry at hand hashes claims with their pages: those before a case left version 1 do not */
};

static int next_claim(struct walk *walk, toll_error *e) {
  int code = toll_case_claim_next(walk->claims, &walk->claim, e);
  walk->has_claim = code > 0;
  return code < 0 ? code : 0;
}

/* The next entry about an added document. */
static int next_entry(struct walk *walk, const toll_case *c, toll_error *e) {
  int code = db_step(c, walk->entries, e);
  if (code < 0) return code;
  walk->has_entry = code > 0;
  walk->pages = walk->has_entry && sqlite3_column_int(walk->entries, 3);
  return 0;
}

static int hash_claims(toll_case *c, struct walk *walk, int64_t document, struct sha256 *hash, toll_error *e) {
  int code = 0;
  while (!code && walk->has_claim && walk->claim.document == document) {
    c->scratch.len = 0;
    case_claim_json(&walk->claim, walk->pages, &c->scratch);
    toll_buffer_str(&c->scratch, "\n");
    if (c->scratch.failed) return db_memory(c, e);
    sha256_add(hash, c->scratch.at, c->scratch.len);
    code = next_claim(walk, e);
  }
  return code;
}

static bool is_hex(toll_slice text, const uint8_t hash[SHA256_SIZE]) {
  char hex[SHA256_HEX];
  hex_write(hash, SHA256_SIZE, hex);
  return text.len == SHA256_HEX - 1 && memcmp(text.at, hex, text.len) == 0;
}

/* The entry at hand must say just this of the document. */
static int check_entry(toll_case *c, struct walk *walk, const toll_case_source *doc, const uint8_t claims[SHA256_SIZE],
                       toll_error *e) {
  toll_slice id = {0};
  bool same = walk->has_entry;
  if (same) {
    id = db_get_text(walk->entries, 2);
    same = is_hex(db_get_text(walk->entries, 0), doc->sha256) && is_hex(db_get_text(walk->entries, 1), claims) &&
           id.len == doc->id.len && memcmp(id.at, doc->id.at, id.len) == 0;
  }
  if (same) return 0;
  int code = db_damaged(c, "a document or its claims are not what was added", NULL, e);
  toll_error_detail(e, doc->id.at, doc->id.len);
  return code;
}

static int check_document(toll_case *c, struct walk *walk, const toll_case_source *doc, toll_error *e) {
  struct sha256 hash = {0};
  uint8_t digest[SHA256_SIZE];
  int code = sha256_start(&hash) ? db_memory(c, e) : hash_parts(c, doc->number, &hash, e);
  if (!code && sha256_end(&hash, digest)) code = db_memory(c, e);
  if (!code && memcmp(digest, doc->sha256, sizeof digest) != 0) {
    code = db_damaged(c, "a document no longer has the bytes that it had", NULL, e);
    toll_error_detail(e, doc->id.at, doc->id.len);
  }
  if (!code && sha256_start(&hash)) code = db_memory(c, e);
  if (!code) code = next_entry(walk, c, e);
  if (!code) code = hash_claims(c, walk, doc->number, &hash, e);
  if (!code && sha256_end(&hash, digest)) code = db_memory(c, e);
  if (!code) code = check_entry(c, walk, doc, digest, e);
  sha256_free(&hash);
  return code;
}

static int walk_documents(toll_case *c, struct walk *walk, toll_error *e) {
  toll_case_source doc;
  int code = next_claim(walk, e);
  while (!code && (code = toll_case_source_next(walk->documents, &doc, e)) > 0) code = check_document(c, walk, &doc, e);
  if (code) return code;
  if (walk->has_claim) return db_damaged(c, "the case file is damaged", "a claim without its document", e);
  code = db_step(c, walk->entries, e);
  return code > 0 ? db_damaged(c, "a document that was added is missing", NULL, e) : code;
}

static int check_documents(toll_case *c, toll_error *e) {
  struct walk walk = {0};
  int code = db_prepare(c,
                        "SELECT body ->> '$.what.sha256', body ->> '$.what.claims_sha256', body ->> '$.what.id',"
                        " entry > (SELECT coalesce(max(entry), -1) FROM log WHERE body ->> '$.kind' = 'migrate'"
                        " AND body ->> '$.what.from' = 1) FROM log"
                        " WHERE body ->> '$.kind' = 'add' ORDER BY entry",
                        &walk.entries, e);
  if (!code) code = toll_case_sources(c, &walk.documents, e);
  if (!code) code = toll_case_claims(c, NULL, &walk.claims, e);
  if (!code) code = walk_documents(c, &walk, e);
  toll_case_cursor_close(walk.claims);
  toll_case_cursor_close(walk.documents);
  sqlite3_finalize(walk.entries);
  return code;
}

int toll_case_verify(toll_case *c, toll_error *e) {
  int code = check_file(c, e);
  if (!code) code = check_log(c, e);
  return code ? code : check_documents(c, e);
}
