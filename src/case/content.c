/* The bytes of documents: the original as it was read and the text made of it.
 *
 * Both are kept in parts, a part for every window that the reader handed over,
 * each a zstd frame of its own; a large document is then written and read
 * without ever being held whole.  The text is kept too, although reading the
 * original again would give it, because the spans of claims must stay true when
 * a later version reads a page differently.  Where text and original are the
 * same bytes the text is null. */
#include "case/content.h"

#include <string.h>

#include "base/alloc.h"
#include "case/db.h"

#define LEVEL 3
#define LEVEL_SHORT 1 /* of short texts, in which a longer search finds next to nothing */
#define SHORT 2048
#define PART_MAX ((uint64_t)64 << 20) /* no part is larger; a bound for what a damaged file may ask for */

static bool make_room(toll_buffer *b, size_t more) {
  if (b->failed || more > SIZE_MAX / 2 - b->len) return false;
  if (b->cap - b->len >= more) return true;
  char *at = mem_resize(b->at, b->len + more);
  if (!at) {
    b->failed = true;
    return false;
  }
  b->at = at;
  b->cap = b->len + more;
  return true;
}

int content_squeeze(ZSTD_CCtx *zip, toll_slice bytes, toll_buffer *out, toll_error *e) {
  if (bytes.len > PART_MAX) return toll_fail(e, TOLL_E_LIMIT, "a document's part is too large for a case", NULL, 0);
  size_t size = 0;
  bool room = make_room(out, ZSTD_compressBound(bytes.len));
  int level = bytes.len < SHORT ? LEVEL_SHORT : LEVEL;
  if (room) size = ZSTD_compressCCtx(zip, out->at + out->len, out->cap - out->len, bytes.at, bytes.len, level);
  if (!room || ZSTD_isError(size)) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  out->len += size;
  return 0;
}

int case_unsqueeze(toll_case *c, toll_slice packed, uint64_t size, toll_buffer *out, toll_error *e) {
  static const char message[] = "the case file is damaged", what[] = "a document's bytes";
  if (size > PART_MAX || ZSTD_getFrameContentSize(packed.at, packed.len) != size)
    return db_damaged(c, message, what, e);
  if (!make_room(out, (size_t)size + 1)) return db_memory(c, e);
  size_t got = ZSTD_decompressDCtx(c->unzip, out->at + out->len, (size_t)size, packed.at, packed.len);
  if (got != size) return db_damaged(c, message, what, e);
  out->len += (size_t)size;
  return 0;
}

static int read_parts(toll_case *c, int64_t document, toll_buffer *raw, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_CONTENT_ALL, &s, e);
  if (code) return code;
  db_put_int(s, 1, document);
  while ((code = db_step(c, s, e)) > 0) {
    code = case_unsqueeze(c, db_get_blob(s, 0), (uint64_t)sqlite3_column_int64(s, 1), raw, e);
    if (code) break;
  }
  sqlite3_reset(s);
  return code;
}

int toll_case_document(toll_case *c, toll_slice id, toll_buffer *raw, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_DOCUMENT_BY_ID, &s, e);
  if (code) return code;
  db_put_text(s, 1, id);
  code = db_step(c, s, e);
  if (code == 0) {
    code = toll_fail(e, TOLL_E_MISSING, "there is no such document in the case", c->path, 0);
    toll_error_detail(e, id.at, id.len);
  }
  if (code < 0) return code;
  int64_t document = sqlite3_column_int64(s, 0);
  uint8_t want[SHA256_SIZE] = {0}, got[SHA256_SIZE];
  toll_slice kept = db_get_blob(s, 1);
  if (kept.len == sizeof want) memcpy(want, kept.at, sizeof want);
  sqlite3_reset(s);
  size_t start = raw->len;
  code = read_parts(c, document, raw, e);
  if (code) return code;
  if (sha256(raw->at + start, raw->len - start, got)) return db_memory(c, e);
  if (memcmp(want, got, sizeof got) != 0)
    return db_damaged(c, "a document no longer has the bytes that it had", NULL, e);
  return 0;
}

/* Appends the part's stretch of [from, to). */
static int cut_part(toll_case *c, sqlite3_stmt *s, toll_span span, toll_buffer *out, toll_error *e) {
  int64_t start = sqlite3_column_int64(s, 0), size = sqlite3_column_int64(s, 1);
  bool same = sqlite3_column_type(s, 4) == SQLITE_NULL;
  uint64_t whole = (uint64_t)(same ? sqlite3_column_int64(s, 3) : size);
  toll_buffer *text = &c->scratch;
  text->len = 0;
  int code = case_unsqueeze(c, db_get_blob(s, same ? 2 : 4), whole, text, e);
  if (code) return code;
  if (start < 0 || size < 0 || (uint64_t)size > whole) return db_damaged(c, "the case file is damaged", "content", e);
  int64_t from = (int64_t)span.from - start, to = (int64_t)span.to - start;
  if (from < 0) from = 0;
  if (to > size) to = size;
  if (from < to) toll_buffer_add(out, text->at + from, (size_t)(to - from));
  return out->failed ? db_memory(c, e) : 0;
}

int toll_case_text(toll_case *c, int64_t document, toll_span span, toll_buffer *out, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_CONTENT_RANGE, &s, e);
  if (code) return code;
  db_put_int(s, 1, document);
  db_put_int(s, 2, span.from);
  db_put_int(s, 3, span.to);
  while ((code = db_step(c, s, e)) > 0) {
    code = cut_part(c, s, span, out, e);
    if (code) break;
  }
  sqlite3_reset(s);
  return code;
}
