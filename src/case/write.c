/* Adding documents.
 *
 * A document is written inside a savepoint: it is there wholly or not at all,
 * however many windows it comes in.  Savepoints lie inside a transaction that
 * holds a few hundred documents, because a commit costs a wait for the disk.
 * What SQLite refuses for want of disk or memory takes the whole batch back; so
 * does a kill; what was committed before stays. */
#include <stdio.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "case/db.h"
#include "case/row.h"

bool case_fatal(int code) {
  return code == TOLL_E_IO || code == TOLL_E_MEMORY || code == TOLL_E_DAMAGED;
}

/* --- batches ------------------------------------------------------------ */

/* The numbers that the next rows follow. */
static int load_last_rows(toll_case *c, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_LAST_ROWS, &s, e);
  if (!code) code = db_step(c, s, e);
  if (code <= 0) return code;
  c->last_document = sqlite3_column_int64(s, 0);
  c->last_claim = sqlite3_column_int64(s, 1);
  c->last_claimant = sqlite3_column_int64(s, 2);
  c->entries = sqlite3_column_int64(s, 3) + 1;
  sqlite3_reset(s);
  return 0;
}

int case_batch_begin(toll_case *c, toll_error *e) {
  if (c->in_batch) return 0;
  int code = db_exec(c, "BEGIN IMMEDIATE", e);
  if (code) return code;
  c->in_batch = true;
  c->batch_bytes = 0;
  code = load_last_rows(c, e);
  if (code) case_batch_undo(c);
  return code;
}

void case_batch_undo(toll_case *c) {
  for (size_t i = 0; i < DB_QUERIES; i++)
    if (c->statements[i]) sqlite3_reset(c->statements[i]);
  if (!sqlite3_get_autocommit(c->db)) sqlite3_exec(c->db, "ROLLBACK", NULL, NULL, NULL);
  c->in_batch = false;
  c->writing.open = false;
  c->pending = 0;
  c->batch_bytes = 0;
}

void case_document_undo(toll_case *c) {
  if (!c->writing.open) return;
  c->writing.open = false;
  toll_error ignored; /* a rollback that fails leaves nothing of the batch either */
  int code = db_exec(c, "ROLLBACK TO document; RELEASE document", &ignored);
  if (!code) code = load_last_rows(c, &ignored);
  if (code) case_batch_undo(c);
}

int toll_case_commit(toll_case *c, toll_error *e) {
  case_document_undo(c);
  if (!c->in_batch) return 0;
  int code = db_exec(c, "COMMIT", e);
  if (code) {
    case_batch_undo(c);
    return code;
  }
  c->in_batch = false;
  c->pending = 0;
  return 0;
}

size_t toll_case_pending(const toll_case *c) {
  return c->pending;
}

/* --- a document --------------------------------------------------------- */

/* The row of the document with this content and id; 0 where there is none. */
static int find_document(toll_case *c, const toll_document_info *info, int64_t *document, toll_error *e) {
  *document = 0;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_DOCUMENT_FIND, &s, e);
  if (code) return code;
  db_put_blob(s, 1, info->sha256, sizeof info->sha256);
  db_put_text(s, 2, info->id.at ? info->id : TOLL_LIT(""));
  code = db_step(c, s, e);
  if (code <= 0) return code;
  *document = sqlite3_column_int64(s, 0);
  sqlite3_reset(s);
  return 0;
}

int toll_case_has(toll_case *c, const toll_document_info *info, bool *there, toll_error *e) {
  int64_t document;
  int code = find_document(c, info, &document, e);
  *there = document != 0;
  return code;
}

/* Paths may hold any bytes; text in the case is UTF-8. */
static toll_slice clean(toll_slice text, toll_buffer *room) {
  if (!text.at || utf8_valid(text.at, text.len)) return text;
  room->len = 0;
  for (size_t at = 0; at < text.len;) {
    size_t good = utf8_valid_length(text.at + at, text.len - at);
    toll_buffer_add(room, text.at + at, good);
    at += good;
    if (at == text.len) break;
    toll_buffer_add(room, "\xef\xbf\xbd", 3);
    at += utf8_bad_length(text.at + at, text.len - at);
  }
  return (toll_slice){room->at ? room->at : "", room->len};
}

static int put_document(toll_case *c, const toll_document_info *info, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_DOCUMENT_PUT, &s, e);
  if (code) return code;
  toll_buffer path = {0};
  db_put_int(s, 1, c->writing.document);
  db_put_blob(s, 2, info->sha256, sizeof info->sha256);
  db_put_text(s, 3, info->id.at ? info->id : TOLL_LIT(""));
  db_put_text(s, 4, info->path.at ? clean(info->path, &path) : TOLL_LIT(""));
  const toll_slice known[] = {info->url, info->title, info->outlet, info->byline, info->lang};
  for (int i = 0; i < 5; i++)
    if (known[i].len) db_put_text(s, 5 + i, known[i]);
  db_put_day(s, 10, info->from);
  db_put_day(s, 11, info->to);
  db_put_word(s, 12, row_format_name(info->format));
  db_put_word(s, 13, row_encoding_name(info->encoding));
  db_put_int(s, 14, (int64_t)info->raw_offset);
  if (info->line) db_put_int(s, 15, info->line);
  code = path.failed ? db_memory(c, e) : db_run(c, s, e);
  toll_buffer_free(&path);
  return code;
}

static int put_content(toll_case *c, const toll_document_info *info, toll_error *e) {
  struct case_writing *w = &c->writing;
  bool same = info->text.len == info->raw.len &&
              (info->text.len == 0 || memcmp(info->text.at, info->raw.at, info->text.len) == 0);
  toll_buffer raw = {0}, text = {0};
  int code = case_squeeze(c, info->raw, &raw, e);
  if (!code && !same) code = case_squeeze(c, info->text, &text, e);
  sqlite3_stmt *s = NULL;
  if (!code) code = db_statement(c, Q_CONTENT_PUT, &s, e);
  if (!code) {
    db_put_int(s, 1, w->document);
    db_put_int(s, 2, w->part++);
    db_put_int(s, 3, (int64_t)w->raw_size);
    db_put_int(s, 4, (int64_t)info->raw.len);
    db_put_blob(s, 5, raw.at, raw.len);
    db_put_int(s, 6, info->base);
    db_put_int(s, 7, (int64_t)info->text.len);
    if (!same) db_put_blob(s, 8, text.at, text.len);
    code = db_run(c, s, e);
  }
  c->batch_bytes += raw.len + text.len;
  toll_buffer_free(&raw);
  toll_buffer_free(&text);
  return code;
}

static int begin_document(toll_case *c, const toll_document_info *info, toll_error *e) {
  struct case_writing *w = &c->writing;
  int code = db_exec(c, "SAVEPOINT document", e);
  if (code) return code;
  w->open = true;
  w->skipping = false;
  w->document = ++c->last_document;
  w->part = w->claims = 0;
  w->raw_size = w->text_size = w->repaired = 0;
  w->sketch = (struct sketch){0};
  if (sha256_start(&w->raw_hash) || sha256_start(&w->claims_hash)) return db_memory(c, e);
  return put_document(c, info, e);
}

static int add_window(toll_case *c, const toll_document *doc, const toll_claims *claims, toll_error *e) {
  struct case_writing *w = &c->writing;
  const toll_document_info *info = toll_document_get(doc);
  if (w->raw_size + info->raw.len > TOLL_CASE_RAW_MAX || (uint64_t)info->base + info->text.len > UINT32_MAX)
    return toll_fail(e, TOLL_E_LIMIT, "too large for a case: split it", NULL, 0);
  sha256_add(&w->raw_hash, info->raw.at, info->raw.len);
  sketch_add(&w->sketch, info->text);
  int code = put_content(c, info, e);
  if (!code) code = row_put_claims(c, doc, claims, e);
  w->raw_size += info->raw.len;
  w->text_size = (uint64_t)info->base + info->text.len;
  w->repaired += info->repaired;
  return code;
}

static int log_document(toll_case *c, const toll_document_info *info, toll_error *e) {
  struct case_writing *w = &c->writing;
  uint8_t digest[SHA256_SIZE];
  char hex[SHA256_HEX];
  if (sha256_end(&w->claims_hash, digest)) return db_memory(c, e);
  toll_buffer what = {0};
  hex_write(digest, sizeof digest, hex);
  toll_buffer_str(&what, "{\"claims\":");
  toll_buffer_int(&what, w->claims);
  toll_buffer_str(&what, ",\"claims_sha256\":\"");
  toll_buffer_str(&what, hex);
  toll_buffer_str(&what, "\",\"id\":");
  toll_buffer_json(&what, info->id);
  hex_write(info->sha256, sizeof info->sha256, hex);
  toll_buffer_str(&what, ",\"sha256\":\"");
  toll_buffer_str(&what, hex);
  toll_buffer_str(&what, "\"}");
  int code = what.failed ? db_memory(c, e) : case_log(c, "add", (toll_slice){what.at, what.len}, e);
  toll_buffer_free(&what);
  return code;
}

static int end_document(toll_case *c, const toll_document_info *info, toll_error *e) {
  struct case_writing *w = &c->writing;
  uint8_t digest[SHA256_SIZE], sketch[SKETCH_SIZE * 8], bands[SKETCH_BANDS * 8];
  if (sha256_end(&w->raw_hash, digest)) return db_memory(c, e);
  if (memcmp(digest, info->sha256, sizeof digest) != 0)
    return toll_fail(e, TOLL_E_FORMAT, "its bytes are not those that were hashed: it changed while it was read", NULL,
                     0);
  sqlite3_stmt *s;
  int code = db_statement(c, Q_DOCUMENT_DONE, &s, e);
  if (code) return code;
  db_put_int(s, 1, w->document);
  db_put_blob(s, 2, digest, sizeof digest);
  db_put_int(s, 3, (int64_t)w->raw_size);
  db_put_int(s, 4, (int64_t)w->text_size);
  db_put_int(s, 5, (int64_t)w->repaired);
  db_put_int(s, 6, w->claims);
  db_put_blob(s, 7, sketch, sketch_write(&w->sketch, sketch));
  db_put_text(s, 8, info->id.at ? info->id : TOLL_LIT(""));
  db_put_blob(s, 9, bands, sketch_write_bands(&w->sketch, bands));
  code = db_run(c, s, e);
  if (!code) code = log_document(c, info, e);
  if (!code) code = db_exec(c, "RELEASE document", e);
  if (code) return code;
  w->open = false;
  c->pending++;
  return 0;
}

/* What to do with the next window: whether it is to be written. */
static int admit(toll_case *c, const toll_document_info *info, bool *wanted, toll_error *e) {
  *wanted = false;
  if (!c->writable) return toll_fail(e, TOLL_E_USAGE, "the case was opened for reading", c->path, 0);
  if (info->base > 0) {
    *wanted = c->writing.open;
    bool expected = c->writing.open || c->writing.skipping;
    c->writing.skipping &= info->more;
    if (expected) return 0;
    return toll_fail(e, TOLL_E_USAGE, "a window without the ones before it", NULL, 0);
  }
  case_document_undo(c);
  bool there;
  int code = case_batch_begin(c, e);
  if (!code) code = toll_case_has(c, info, &there, e);
  if (code) return code;
  *wanted = !there;
  c->writing.skipping = there && info->more;
  return there ? 0 : begin_document(c, info, e);
}

static int write_window(toll_case *c, const toll_document *doc, const toll_claims *claims, bool *added, toll_error *e) {
  const toll_document_info *info = toll_document_get(doc);
  bool wanted;
  int code = admit(c, info, &wanted, e);
  if (code || !wanted) return code;
  code = add_window(c, doc, claims, e);
  if (code || info->more) return code;
  int64_t other = 0; /* of standard input the hash is known with the last window only */
  if (c->writing.part > 1) code = find_document(c, info, &other, e);
  if (!code && other && other != c->writing.document) {
    case_document_undo(c);
    return 0;
  }
  if (!code) code = end_document(c, info, e);
  *added = code == 0;
  return code;
}

int toll_case_add(toll_case *c, const toll_document *doc, const toll_claims *claims, bool *added, toll_error *e) {
  *added = false;
  const toll_document_info *info = toll_document_get(doc);
  int code = write_window(c, doc, claims, added, e);
  if (code) {
    if (case_fatal(code))
      case_batch_undo(c);
    else
      case_document_undo(c);
    c->writing.skipping = info->more;
    if (e && !e->path[0] && info->path.at) {
      size_t len = info->path.len < sizeof e->path ? info->path.len : sizeof e->path - 1;
      memcpy(e->path, info->path.at, len);
      e->path[len] = 0;
    }
    return code;
  }
  if (*added && (c->pending >= CASE_BATCH_DOCUMENTS || c->batch_bytes >= CASE_BATCH_BYTES)) {
    code = toll_case_commit(c, e);
    if (code) *added = false;
  }
  return code;
}
