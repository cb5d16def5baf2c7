/* Checking a whole case: that the file holds together, that every document still
 * has its bytes and its claims, that the log still says what its leaves say. */
#include <string.h>

#include "case/merkle.h"
#include "case/prepare.h"
#include "case/verify.h"

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
    if (merkle_leaf(&c->leaf_hash, body.at, body.len, leaf))
      code = db_memory(c, e);
    else if (kept.len != sizeof leaf || memcmp(kept.at, leaf, sizeof leaf) != 0 ||
             sqlite3_column_int64(s, 0) != entry++)
      code = db_damaged(c, "the case file's log is damaged", NULL, e);
    if (code < 0) break;
  }
  sqlite3_reset(s);
  return code;
}

static int damaged_content(toll_case *c, toll_error *e) {
  return db_damaged(c, "the case file is damaged", "content", e);
}

/* Unpacks a part's original bytes, and its text where that is another, behind each other. */
static int unpack_part(toll_case *c, sqlite3_stmt *s, size_t *raw_size, toll_error *e) {
  toll_slice text = db_get_blob(s, 4);
  c->scratch.len = 0;
  int code = case_unsqueeze(c, db_get_blob(s, 0), (uint64_t)sqlite3_column_int64(s, 1), &c->scratch, e);
  *raw_size = c->scratch.len;
  if (!code && text.at) code = case_unsqueeze(c, text, (uint64_t)sqlite3_column_int64(s, 3), &c->scratch, e);
  return code;
}

/* Feeds the document's parts, one after the other, to the hashes of its original
 * and of its text; each part begins where the one before it ended. */
static int hash_parts(toll_case *c, int64_t document, struct sha256 *raw, struct sha256 *text, toll_error *e) {
  sqlite3_stmt *s;
  int64_t at = 0, text_at = 0, part = 0;
  int code = db_statement(c, Q_CONTENT_ALL, &s, e);
  if (code) return code;
  db_put_int(s, 1, document);
  while ((code = db_step(c, s, e)) > 0) {
    size_t size;
    code = unpack_part(c, s, &size, e);
    if (code) break;
    bool same = sqlite3_column_type(s, 4) == SQLITE_NULL;
    size_t length = (size_t)sqlite3_column_int64(s, 3);
    bool sound = sqlite3_column_int64(s, 5) == at && sqlite3_column_int64(s, 2) == text_at &&
                 sqlite3_column_int64(s, 6) == part++ && length == (same ? size : c->scratch.len - size);
    if (!sound) code = damaged_content(c, e);
    if (code) break;
    sha256_add(raw, c->scratch.at, size);
    sha256_add(text, c->scratch.at + (same ? 0 : size), length);
    at += (int64_t)size;
    text_at += (int64_t)length;
  }
  sqlite3_reset(s);
  return code;
}

/* The rows of one document in one table, as they were on the tape. */
static int hash_rows(toll_case *c, sqlite3_stmt *s, enum tape_table table, const struct tape_first *first,
                     uint8_t out[SHA256_SIZE], toll_error *e) {
  struct sha256 hash = {0};
  int code = sha256_start(&hash) ? db_memory(c, e) : 0;
  sqlite3_reset(s);
  db_put_int(s, 1, first->of['d']);
  while (!code && (code = db_step(c, s, e)) > 0) {
    c->scratch.len = 0;
    tape_read(s, table, first, &c->scratch);
    code = c->scratch.failed ? db_memory(c, e) : 0;
    toll_slice kept = tape_kept((toll_slice){c->scratch.at, c->scratch.failed ? 0 : c->scratch.len});
    if (!code) sha256_add(&hash, kept.at, kept.len);
  }
  sqlite3_reset(s);
  if (!code && sha256_end(&hash, out)) code = db_memory(c, e);
  sha256_free(&hash);
  return code;
}

/* What is read side by side: documents, their claims and their log entries come
 * in one order, because they were written in it. */
struct walk {
  toll_case_cursor *documents, *claims;
  sqlite3_stmt *entries, *rows[TAPE_TABLES];
  struct tape_first first; /* where the next document's rows begin */
  toll_case_claim claim;   /* the next one, while has_claim */
  bool has_claim, has_entry;
  bool full; /* whether the entry at hand has a hash of rows; one of version 1 has none, nor pages in its claims */
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
  walk->full = walk->has_entry && sqlite3_column_type(walk->entries, 3) != SQLITE_NULL;
  return 0;
}

static int hash_claims(toll_case *c, struct walk *walk, int64_t document, struct sha256 *hash, toll_error *e) {
  int code = 0;
  while (!code && walk->has_claim && walk->claim.document == document) {
    c->scratch.len = 0;
    case_claim_json(&walk->claim, walk->full, &c->scratch);
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

static const enum tape_table hashed[] = {TAPE_CLAIMANT, TAPE_CLAIM, TAPE_LABEL};

/* The hash of all rows of the document, as toll_case_prepare made it. */
static int hash_document(toll_case *c, struct walk *walk, int64_t document, const uint8_t text[SHA256_SIZE],
                         uint8_t out[SHA256_SIZE], toll_error *e) {
  uint8_t tables[PREPARE_HASHES][SHA256_SIZE];
  struct sha256 hash = {0};
  int code = 0;
  walk->first.of['d'] = document;
  memcpy(tables[0], text, SHA256_SIZE);
  for (size_t i = 0; i < sizeof hashed / sizeof *hashed && !code; i++)
    code = hash_rows(c, walk->rows[hashed[i]], hashed[i], &walk->first, tables[1 + i], e);
  sqlite3_stmt *s = walk->rows[TAPE_DOCUMENT];
  sqlite3_reset(s);
  db_put_int(s, 1, document);
  if (!code) code = db_step(c, s, e);
  if (code <= 0) return code;
  c->scratch.len = 0;
  tape_read(s, TAPE_DOCUMENT, &walk->first, &c->scratch);
  sqlite3_reset(s);
  toll_slice row = tape_kept((toll_slice){c->scratch.at, c->scratch.failed ? 0 : c->scratch.len});
  code = c->scratch.failed || prepare_rows_hash(&hash, tables, row, out) ? db_memory(c, e) : 0;
  sha256_free(&hash);
  return code;
}

/* Claims and claimants are numbered in the order of documents: where the next one's begin. */
static int pass_rows(toll_case *c, struct walk *walk, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_NEXT_ROWS, &s, e);
  if (code) return code;
  db_put_int(s, 1, walk->first.of['d']);
  code = db_step(c, s, e);
  if (code <= 0) return code;
  if (sqlite3_column_int64(s, 0)) walk->first.of['c'] = sqlite3_column_int64(s, 0) + 1;
  if (sqlite3_column_int64(s, 1)) walk->first.of['p'] = sqlite3_column_int64(s, 1) + 1;
  sqlite3_reset(s);
  return 0;
}

/* The entry at hand must say just this of the document. */
static int check_entry(toll_case *c, struct walk *walk, const toll_case_source *doc, const uint8_t claims[SHA256_SIZE],
                       const uint8_t rows[SHA256_SIZE], toll_error *e) {
  toll_slice id = {0};
  bool same = walk->has_entry;
  if (same) {
    id = db_get_text(walk->entries, 2);
    same = is_hex(db_get_text(walk->entries, 0), doc->sha256) && is_hex(db_get_text(walk->entries, 1), claims) &&
           id.len == doc->id.len && memcmp(id.at, doc->id.at, id.len) == 0 &&
           (!walk->full || is_hex(db_get_text(walk->entries, 3), rows));
  }
  if (same) return 0;
  int code = db_damaged(c, "a document or its claims are not what was added", NULL, e);
  toll_error_detail(e, doc->id.at, doc->id.len);
  return code;
}

struct digests {
  struct sha256 raw, text, claims;
};

static int check_hashes(toll_case *c, struct walk *walk, const toll_case_source *doc, struct digests *d,
                        toll_error *e) {
  uint8_t raw[SHA256_SIZE], text[SHA256_SIZE], claims[SHA256_SIZE], rows[SHA256_SIZE];
  int code = hash_parts(c, doc->number, &d->raw, &d->text, e);
  if (!code && (sha256_end(&d->raw, raw) || sha256_end(&d->text, text))) code = db_memory(c, e);
  if (!code && memcmp(raw, doc->sha256, sizeof raw) != 0) {
    code = db_damaged(c, "a document no longer has the bytes that it had", NULL, e);
    toll_error_detail(e, doc->id.at, doc->id.len);
  }
  if (!code) code = next_entry(walk, c, e);
  if (!code) code = hash_claims(c, walk, doc->number, &d->claims, e);
  if (!code && sha256_end(&d->claims, claims)) code = db_memory(c, e);
  if (!code) code = hash_document(c, walk, doc->number, text, rows, e);
  if (!code) code = check_entry(c, walk, doc, claims, rows, e);
  return code ? code : pass_rows(c, walk, e);
}

static int check_document(toll_case *c, struct walk *walk, const toll_case_source *doc, toll_error *e) {
  struct digests d = {0};
  bool ready = sha256_start(&d.raw) == 0 && sha256_start(&d.text) == 0 && sha256_start(&d.claims) == 0;
  int code = ready ? check_hashes(c, walk, doc, &d, e) : db_memory(c, e);
  sha256_free(&d.raw);
  sha256_free(&d.text);
  sha256_free(&d.claims);
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

static int prepare_walk(toll_case *c, struct walk *walk, toll_error *e) {
  static const enum tape_table read[] = {TAPE_DOCUMENT, TAPE_CLAIMANT, TAPE_CLAIM, TAPE_LABEL};
  int code = db_prepare(c,
                        "SELECT body ->> '$.what.sha256', body ->> '$.what.claims_sha256', body ->> '$.what.id',"
                        " body ->> '$.what.rows_sha256' FROM log WHERE body ->> '$.kind' = 'add' ORDER BY entry",
                        &walk->entries, e);
  for (size_t i = 0; i < sizeof read / sizeof *read && !code; i++) {
    toll_buffer sql = {0};
    tape_select(read[i], &sql);
    code = sql.failed ? db_memory(c, e) : db_prepare(c, sql.at, &walk->rows[read[i]], e);
    toll_buffer_free(&sql);
  }
  if (!code) code = toll_case_sources(c, &walk->documents, e);
  return code ? code : toll_case_claims(c, NULL, &walk->claims, e);
}

static int check_documents(toll_case *c, toll_error *e) {
  struct walk walk = {.first.of = {['c'] = 1, ['p'] = 1}};
  int code = prepare_walk(c, &walk, e);
  if (!code) code = walk_documents(c, &walk, e);
  toll_case_cursor_close(walk.claims);
  toll_case_cursor_close(walk.documents);
  sqlite3_finalize(walk.entries);
  for (size_t i = 0; i < TAPE_TABLES; i++) sqlite3_finalize(walk.rows[i]);
  return code;
}

int toll_case_verify(toll_case *c, toll_error *e) {
  int code = check_file(c, e);
  if (!code) code = check_log(c, e);
  if (!code) code = check_documents(c, e);
  return code ? code : verify_tables(c, e);
}
