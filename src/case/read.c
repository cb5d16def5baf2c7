/* Cursors: rows one at a time, so that a case of any size is read in the memory
 * of one row. */
#include <string.h>

#include "base/alloc.h"
#include "case/fold.h"
#include "case/row.h"

struct toll_case_cursor {
  toll_case *of;
  sqlite3_stmt *rows;
  struct arena arena; /* of the row */
  toll_case_filter filter;
  bool done;
};

void toll_case_cursor_close(toll_case_cursor *cursor) {
  if (!cursor) return;
  sqlite3_finalize(cursor->rows);
  arena_free(&cursor->arena);
  mem_free(cursor);
}

static int new_cursor(toll_case *c, const char *sql, toll_case_cursor **out, toll_error *e) {
  *out = NULL;
  toll_case_cursor *cursor = mem_alloc(sizeof *cursor);
  if (!cursor) return db_memory(c, e);
  cursor->of = c;
  int code = db_prepare(c, sql, &cursor->rows, e);
  if (code)
    toll_case_cursor_close(cursor);
  else
    *out = cursor;
  return code;
}

/* --- documents ---------------------------------------------------------- */

int toll_case_sources(toll_case *c, toll_case_cursor **out, toll_error *e) {
  return new_cursor(c, "SELECT " ROW_SOURCE_COLUMNS " FROM document ORDER BY document", out, e);
}

int toll_case_sources_of(toll_case *c, toll_slice event, toll_case_cursor **out, toll_error *e) {
  int code = new_cursor(c,
                        "SELECT " ROW_SOURCE_COLUMNS " FROM document WHERE document IN (SELECT m.document FROM event e"
                        " JOIN mention m ON m.event = e.event WHERE e.id = ?1) ORDER BY document",
                        out, e);
  if (!code) db_put_text((*out)->rows, 1, event);
  return code;
}

int row_get_source(const toll_case *c, sqlite3_stmt *s, toll_case_source *out, toll_error *e) {
  *out = (toll_case_source){.number = sqlite3_column_int64(s, 0)};
  toll_slice *const texts[] = {&out->id, &out->path, &out->url, &out->title, &out->outlet, &out->byline, &out->lang};
  for (int i = 0; i < 7; i++) *texts[i] = db_get_text(s, 1 + i);
  toll_slice hash = db_get_blob(s, 8);
  bool bad = hash.len != sizeof out->sha256;
  if (!bad) memcpy(out->sha256, hash.at, sizeof out->sha256);
  out->from = db_get_day(s, 9, &bad);
  out->to = db_get_day(s, 10, &bad);
  int format = row_format_find(db_get_text(s, 11)), encoding = row_encoding_find(db_get_text(s, 12));
  bad |= format < 0 || encoding < 0;
  out->format = (uint8_t)format;
  out->encoding = (uint8_t)encoding;
  out->raw_offset = (uint64_t)sqlite3_column_int64(s, 13);
  out->raw_size = (uint64_t)sqlite3_column_int64(s, 14);
  out->text_size = (uint64_t)sqlite3_column_int64(s, 15);
  out->line = (uint32_t)sqlite3_column_int64(s, 16);
  out->claims = (uint64_t)sqlite3_column_int64(s, 17);
  out->inner = db_get_text(s, 18);
  out->original = sqlite3_column_int64(s, 19);
  out->likeness = sqlite3_column_double(s, 20);
  return bad ? db_damaged(c, "the case file is damaged", "a document's row", e) : 0;
}

int toll_case_source_next(toll_case_cursor *cursor, toll_case_source *out, toll_error *e) {
  if (cursor->done) return 0;
  int code = db_step(cursor->of, cursor->rows, e);
  cursor->done = code <= 0;
  if (code <= 0) return code;
  code = row_get_source(cursor->of, cursor->rows, out, e);
  return code ? code : 1;
}

/* --- claims ------------------------------------------------------------- */

static void write_query(const toll_case_filter *f, toll_buffer *sql) {
  toll_buffer_str(sql, "SELECT ");
  toll_buffer_str(sql, row_claim_columns);
  toll_buffer_str(sql,
                  " FROM claim c JOIN document d ON d.document = c.document LEFT JOIN claim w ON w.claim = c.part_of"
                  " LEFT JOIN mention m ON m.document = c.document AND m.number = c.event"
                  " LEFT JOIN event e ON e.event = m.event"
                  " WHERE 1");
  if (f->harm) toll_buffer_str(sql, " AND c.harm = ?1");
  if (f->event.at && f->whole)
    toll_buffer_str(sql, " AND c.document IN (SELECT g.document FROM mention g JOIN event h ON h.event = g.event WHERE"
                         " h.id = ?2)");
  else if (f->event.at)
    toll_buffer_str(sql, " AND (c.document, c.event) IN (SELECT g.document, g.number FROM mention g JOIN event h ON"
                         " h.event = g.event WHERE h.id = ?2)");
  if (f->doc.at) toll_buffer_str(sql, " AND c.document IN (SELECT document FROM document WHERE id = ?3)");
  if (f->document) toll_buffer_str(sql, " AND c.document = ?5");
  if (f->claim.at) toll_buffer_str(sql, " AND c.id BETWEEN ?4 AND ?4 || 'g'");
  toll_buffer_str(sql,
                  f->claim.at ? " ORDER BY +c.claim" : " ORDER BY c.claim"); /* the + lets the ids' index be used */
  toll_buffer_add(sql, "", 1);
}

int toll_case_claims(toll_case *c, const toll_case_filter *filter, toll_case_cursor **out, toll_error *e) {
  static const toll_case_filter all = {0};
  const toll_case_filter *f = filter ? filter : &all;
  *out = NULL;
  toll_buffer sql = {0};
  write_query(f, &sql);
  int code = sql.failed ? db_memory(c, e) : new_cursor(c, sql.at, out, e);
  toll_buffer_free(&sql);
  if (code) return code;
  (*out)->filter = *f;
  sqlite3_stmt *s = (*out)->rows;
  if (f->harm) db_put_word(s, 1, toll_harm_name(f->harm) ? toll_harm_name(f->harm) : "");
  if (f->event.at) db_put_text(s, 2, f->event);
  if (f->doc.at) db_put_text(s, 3, f->doc);
  if (f->claim.at) db_put_text(s, 4, f->claim);
  if (f->document) db_put_int(s, 5, f->document);
  return 0;
}

static bool names(const toll_case_claim *row, toll_slice words) {
  if (!row->claim.claimant) return fold_contains(row->outlet, words);
  for (const toll_claimant *who = row->claim.claimant; who; who = who->via)
    if (fold_contains(who->name, words) || fold_contains(who->role, words) || fold_contains(who->resolved, words))
      return true;
  return false;
}

static bool passes(const toll_case_filter *f, const toll_case_claim *row) {
  return (!f->claimant.len || names(row, f->claimant)) && (!f->who.len || fold_contains(row->claim.who, f->who));
}

int toll_case_claim_next(toll_case_cursor *cursor, toll_case_claim *out, toll_error *e) {
  while (!cursor->done) {
    arena_reset(&cursor->arena);
    int code = db_step(cursor->of, cursor->rows, e);
    cursor->done = code <= 0;
    if (code <= 0) return code;
    code = row_get_claim(cursor->of, cursor->rows, &cursor->arena, out, e);
    if (code) return code;
    if (passes(&cursor->filter, out)) return 1;
  }
  return 0;
}

/* --- the log ------------------------------------------------------------ */

int toll_case_log(toll_case *c, toll_case_cursor **out, toll_error *e) {
  return new_cursor(c, "SELECT entry, body, leaf FROM log ORDER BY entry", out, e);
}

int toll_case_entry_next(toll_case_cursor *cursor, toll_case_entry *out, toll_error *e) {
  if (cursor->done) return 0;
  int code = db_step(cursor->of, cursor->rows, e);
  cursor->done = code <= 0;
  if (code <= 0) return code;
  toll_slice leaf = db_get_blob(cursor->rows, 2);
  *out = (toll_case_entry){.number = (uint64_t)sqlite3_column_int64(cursor->rows, 0),
                           .body = db_get_text(cursor->rows, 1)};
  if (leaf.len != sizeof out->leaf) return db_damaged(cursor->of, "the case file's log is damaged", NULL, e);
  memcpy(out->leaf, leaf.at, sizeof out->leaf);
  return 1;
}

/* --- counts and sketches ------------------------------------------------ */

int toll_case_count(toll_case *c, toll_case_counts *out, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_COUNT, &s, e);
  if (!code) code = db_step(c, s, e);
  if (code <= 0) return code;
  *out = (toll_case_counts){(uint64_t)sqlite3_column_int64(s, 0), (uint64_t)sqlite3_column_int64(s, 1),
                            (uint64_t)sqlite3_column_int64(s, 2), (uint64_t)sqlite3_column_int64(s, 3)};
  sqlite3_reset(s);
  return 0;
}
