/* A value is a sign and what belongs to it: nothing, eight bytes, or a length in
 * four bytes and so many bytes, the least significant first. */
#include "case/tape.h"

#include <string.h>

enum sign { SIGN_NULL, SIGN_INT, SIGN_REAL, SIGN_TEXT, SIGN_BLOB, SIGN_ROW };

const struct tape_shape tape_shapes[TAPE_TABLES] = {
    [TAPE_DOCUMENT] = {"document",
                       "document, sha256, id, path, url, title, outlet, byline, lang, date_from, date_to, format,"
                       " encoding, raw_offset, line, raw_size, text_size, repaired, claims, sketch, inner,"
                       " member_offset, bands, made",
                       "dvvvvvvvvvvvvvvvvvvvvvvv", "document"},
    [TAPE_CONTENT] = {"content", "content, document, part, raw_from, raw_size, raw, text_from, text_size, text",
                      "ndvvvvvvv", "part"},
    [TAPE_CLAIMANT] = {"claimant", "claimant, document, name, role, kind, span_from, span_to, cue, resolved, via",
                       "pdvvvvvvvp", "claimant"},
    [TAPE_CLAIM] = {"claim",
                    "claim, id, document, ordinal, quote, span_from, span_to, count_from, count_to, raw_from, raw_to,"
                    " harm, unit, who, class, side, value, low, high, form, derived, scope, part_of, status, event,"
                    " when_from, when_to, when_text, as_of, where_text, where_name, where_country, where_geonameid,"
                    " held_responsible, claimant, confidence, rule, page, box, circle, each, same, besides, later,"
                    " series, occasion, sentence, window_text, window_from, window_to, names, reckoned, revised",
                    "cvdvvvvvvvvvvvvvvvvvvvcvvvvvvvvvvvpvvvvvvcvvvvvvvvvvv", "ordinal"},
    [TAPE_LABEL] = {"label", "claim, ordinal, name, span_from, span_to", "cvvvv", "claim, ordinal"},
    [TAPE_MENTION] = {"mention", "mention, document, number, claims", "mdvv", "number"},
    [TAPE_FEATURE] = {"feature", "mention, features", "mv", "mention"},
    [TAPE_SEARCH] = {"search", "rowid, text", "nv", "rowid"},
};

/* --- writing ------------------------------------------------------------ */

static void write_number(char *at, uint64_t n, size_t bytes) {
  for (size_t i = 0; i < bytes; i++) at[i] = (char)(n >> 8 * i & 0xff);
}

static void add_eight(toll_buffer *out, enum sign sign, uint64_t n) {
  char at[9] = {(char)sign};
  write_number(at + 1, n, 8);
  toll_buffer_add(out, at, sizeof at);
}

static void add_sign(toll_buffer *out, enum sign sign) {
  const char at = (char)sign;
  toll_buffer_add(out, &at, 1);
}

size_t tape_begin(toll_buffer *out, enum tape_table table) {
  const char at[5] = {(char)table};
  size_t row = out->len + 1;
  toll_buffer_add(out, at, sizeof at);
  return row;
}

void tape_end(toll_buffer *out, size_t row) {
  if (out->failed) return;
  size_t len = out->len - row - 4;
  write_number(out->at + row, len, 4);
}

void tape_null(toll_buffer *out) {
  add_sign(out, SIGN_NULL);
}

void tape_int(toll_buffer *out, int64_t n) {
  add_eight(out, SIGN_INT, (uint64_t)n);
}

void tape_open(toll_buffer *out, int64_t n) {
  if (n == TOLL_OPEN)
    tape_null(out);
  else
    tape_int(out, n);
}

void tape_row(toll_buffer *out, int64_t n) {
  add_eight(out, SIGN_ROW, (uint64_t)n);
}

void tape_real(toll_buffer *out, double x) {
  uint64_t bits;
  memcpy(&bits, &x, sizeof bits);
  add_eight(out, SIGN_REAL, bits);
}

static void add_bytes(toll_buffer *out, enum sign sign, const char *bytes, size_t len) {
  if (len > INT32_MAX) out->failed = true;
  char at[5] = {(char)sign};
  write_number(at + 1, len, 4);
  toll_buffer_add(out, at, sizeof at);
  toll_buffer_add(out, bytes, len);
}

void tape_text(toll_buffer *out, toll_slice text) {
  if (text.at)
    add_bytes(out, SIGN_TEXT, text.at, text.len);
  else
    tape_null(out);
}

void tape_word(toll_buffer *out, const char *word) {
  tape_text(out, (toll_slice){word, word ? strlen(word) : 0});
}

void tape_day(toll_buffer *out, toll_day day) {
  char text[11];
  if (day != TOLL_NO_DAY) toll_day_format(day, text);
  tape_text(out, (toll_slice){day == TOLL_NO_DAY ? NULL : text, 10});
}

void tape_blob(toll_buffer *out, const void *bytes, size_t len) {
  add_bytes(out, SIGN_BLOB, bytes, len);
}

static uint32_t get_u32(const char *at) {
  const unsigned char *b = (const unsigned char *)at;
  return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

static uint64_t get_u64(const char *at) {
  return get_u32(at) | (uint64_t)get_u32(at + 4) << 32;
}

/* The bytes of the value at the start of the row; 0 where it is not whole. */
static size_t value_size(toll_slice row) {
  if (row.len < 1) return 0;
  enum sign sign = (enum sign)(unsigned char)*row.at;
  size_t size = sign == SIGN_NULL ? 0 : sign == SIGN_TEXT || sign == SIGN_BLOB ? 4 : 8;
  if (sign > SIGN_ROW || row.len < 1 + size) return 0;
  size_t more = size == 4 ? (size_t)get_u32(row.at + 1) : 0;
  return more > row.len - 1 - size ? 0 : 1 + size + more;
}

toll_slice tape_kept(toll_slice row) {
  size_t kept = 0;
  for (size_t at = 0, size; (size = value_size((toll_slice){row.at + at, row.len - at})) > 0; at += size)
    if (row.at[at] != SIGN_NULL) kept = at + size;
  return (toll_slice){row.at, kept};
}

/* --- playing ------------------------------------------------------------ */

bool tape_next(toll_slice *tape, enum tape_table *table, toll_slice *row) {
  if (tape->len < 5) return false;
  size_t len = (size_t)get_u32(tape->at + 1);
  if (len > tape->len - 5 || (unsigned char)*tape->at >= TAPE_TABLES) return false;
  *table = (enum tape_table)(unsigned char)*tape->at;
  *row = (toll_slice){tape->at + 5, len};
  tape->at += 5 + len;
  tape->len -= 5 + len;
  return true;
}

/* Takes one value off the row and binds it. */
static bool bind_value(sqlite3_stmt *s, int at, toll_slice *row, int64_t first) {
  size_t size = value_size(*row);
  if (size == 0) return false;
  enum sign sign = (enum sign)(unsigned char)*row->at;
  const char *from = row->at + 1;
  uint64_t n = sign == SIGN_INT || sign == SIGN_ROW || sign == SIGN_REAL ? get_u64(from) : 0;
  double x;
  memcpy(&x, &n, sizeof x);
  if (sign == SIGN_INT) sqlite3_bind_int64(s, at, (int64_t)n);
  if (sign == SIGN_ROW) sqlite3_bind_int64(s, at, (int64_t)n + first);
  if (sign == SIGN_REAL) sqlite3_bind_double(s, at, x);
  if (sign == SIGN_TEXT) sqlite3_bind_text64(s, at, from + 4, size - 5, SQLITE_STATIC, SQLITE_UTF8);
  if (sign == SIGN_BLOB) sqlite3_bind_blob64(s, at, from + 4, size - 5, SQLITE_STATIC);
  if (sign == SIGN_NULL) sqlite3_bind_null(s, at);
  row->at += size;
  row->len -= size;
  return true;
}

bool tape_bind(sqlite3_stmt *s, enum tape_table table, toll_slice row, const struct tape_first *first) {
  const char *kinds = tape_shapes[table].kinds;
  for (int i = 0; kinds[i]; i++)
    if (!bind_value(s, i + 1, &row, first->of[(unsigned char)kinds[i]])) return false;
  return row.len == 0;
}

/* --- reading back ------------------------------------------------------- */

void tape_read(sqlite3_stmt *s, enum tape_table table, const struct tape_first *first, toll_buffer *out) {
  const char *kinds = tape_shapes[table].kinds;
  for (int i = 0; kinds[i] && !(table == TAPE_DOCUMENT && i == TAPE_DOCUMENT_KEPT); i++) {
    int type = sqlite3_column_type(s, i);
    int len = sqlite3_column_bytes(s, i);
    const void *bytes = type == SQLITE_TEXT ? (const void *)sqlite3_column_text(s, i) : sqlite3_column_blob(s, i);
    if (type == SQLITE_NULL) tape_null(out);
    if (type == SQLITE_INTEGER && kinds[i] == 'v') tape_int(out, sqlite3_column_int64(s, i));
    if (type == SQLITE_INTEGER && kinds[i] != 'v')
      tape_row(out, sqlite3_column_int64(s, i) - first->of[(unsigned char)kinds[i]]);
    if (type == SQLITE_FLOAT) tape_real(out, sqlite3_column_double(s, i));
    if (type == SQLITE_TEXT) add_bytes(out, SIGN_TEXT, bytes, (size_t)len);
    if (type == SQLITE_BLOB) add_bytes(out, SIGN_BLOB, bytes, (size_t)len);
  }
}

/* --- statements --------------------------------------------------------- */

void tape_insert(enum tape_table table, toll_buffer *sql) {
  const struct tape_shape *shape = &tape_shapes[table];
  toll_buffer_str(sql, "INSERT INTO ");
  toll_buffer_str(sql, shape->name);
  toll_buffer_str(sql, " (");
  toll_buffer_str(sql, shape->columns);
  toll_buffer_str(sql, ") VALUES (?");
  for (size_t i = 1; shape->kinds[i]; i++) toll_buffer_str(sql, ",?");
  toll_buffer_add(sql, ")", 2);
}

void tape_select(enum tape_table table, toll_buffer *sql) {
  const struct tape_shape *shape = &tape_shapes[table];
  toll_buffer_str(sql, "SELECT ");
  toll_buffer_str(sql, shape->columns);
  toll_buffer_str(sql, " FROM ");
  toll_buffer_str(sql, shape->name);
  toll_buffer_str(sql, table == TAPE_LABEL ? " WHERE claim IN (SELECT claim FROM claim WHERE document = ?1)"
                                           : " WHERE document = ?1");
  toll_buffer_str(sql, " ORDER BY ");
  toll_buffer_str(sql, shape->order);
  toll_buffer_add(sql, "", 1);
}
