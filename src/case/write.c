/* Putting documents that were prepared into the case.
 *
 * A transaction holds many documents, because a commit costs a wait for the disk, and
 * the pages of the indexes, which each document touches here and there, are written
 * with every one: the more were added, the larger the next, and where documents come
 * slowly none lasts longer than a few seconds.  A document is there wholly or not at all: one that came whole was
 * found in order before any row of it is written, and what SQLite refuses then,
 * for want of disk or memory, takes the whole batch back, as a kill does; one
 * that comes in windows is written inside a savepoint, because the rest of it may
 * be missing.  What was committed before stays. */
#include <string.h>
#include <time.h>

#include "case/prepare.h"

bool case_fatal(int code) {
  return code == TOLL_E_IO || code == TOLL_E_MEMORY || code == TOLL_E_DAMAGED;
}

/* --- batches ------------------------------------------------------------ */

int case_last_rows(toll_case *c, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_LAST_ROWS, &s, e);
  if (!code) code = db_step(c, s, e);
  if (code <= 0) return code;
  c->last_document = sqlite3_column_int64(s, 0);
  c->last_claim = sqlite3_column_int64(s, 1);
  c->last_claimant = sqlite3_column_int64(s, 2);
  c->entries = sqlite3_column_int64(s, 3) + 1;
  c->last_content = sqlite3_column_int64(s, 4);
  c->last_mention = sqlite3_column_int64(s, 5);
  sqlite3_reset(s);
  return 0;
}

static int64_t now_seconds(void) {
  struct timespec t = {0};
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec;
}

static bool batch_is_full(const toll_case *c) {
  return c->pending >= c->batch_most || c->batch_bytes >= CASE_BATCH_BYTES ||
         now_seconds() - c->batch_since >= CASE_BATCH_SECONDS;
}

int case_batch_begin(toll_case *c, toll_error *e) {
  if (c->in_batch) return 0;
  int code = db_exec(c, "BEGIN IMMEDIATE", e);
  if (code) return code;
  c->in_batch = true;
  c->batch_bytes = 0;
  c->batch_since = now_seconds();
  if (!c->batch_most) c->batch_most = CASE_BATCH_FIRST;
  code = case_last_rows(c, e);
  if (code) case_batch_undo(c);
  return code;
}

void case_batch_undo(toll_case *c) {
  db_reset(c);
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
  if (!code) code = case_last_rows(c, &ignored);
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
static int find_document(toll_case *c, const uint8_t hash[SHA256_SIZE], toll_slice id, int64_t *document,
                         toll_error *e) {
  *document = 0;
  sqlite3_stmt *s;
  int code = db_statement(c, Q_DOCUMENT_FIND, &s, e);
  if (code) return code;
  db_put_blob(s, 1, hash, SHA256_SIZE);
  db_put_text(s, 2, id.at ? id : TOLL_LIT(""));
  code = db_step(c, s, e);
  if (code <= 0) return code;
  *document = sqlite3_column_int64(s, 0);
  sqlite3_reset(s);
  return 0;
}

int toll_case_has(toll_case *c, const toll_document_info *info, bool *there, toll_error *e) {
  int64_t document;
  int code = find_document(c, info->sha256, info->id, &document, e);
  *there = document != 0;
  return code;
}

int toll_case_is_empty(toll_case *c, bool *empty, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_EMPTY, &s, e);
  if (!code) code = db_step(c, s, e);
  *empty = code == 0;
  if (code > 0) sqlite3_reset(s);
  return code < 0 ? code : 0;
}

/* Where the rows of the next document will be. */
static void number_rows(toll_case *c) {
  int64_t *first = c->writing.first.of;
  first['d'] = c->last_document + 1;
  first['n'] = c->last_content + 1;
  first['p'] = c->last_claimant + 1;
  first['c'] = c->last_claim + 1;
  first['m'] = c->last_mention + 1;
}

static int put_row(toll_case *c, enum tape_table table, toll_slice row, toll_error *e) {
  sqlite3_stmt *s;
  int code = table == TAPE_DOCUMENT && c->writing.windows > 1 ? db_statement(c, Q_DOCUMENT_DONE, &s, e)
                                                              : db_put_statement(c, table, &s, e);
  if (code) return code;
  if (!tape_bind(s, table, row, &c->writing.first))
    return toll_fail(e, TOLL_E_USAGE, "what was prepared is not whole", NULL, 0);
  if (sqlite3_step(s) != SQLITE_DONE) code = db_fail(c, e);
  sqlite3_reset(s);
  return code;
}

static int put_rows(toll_case *c, const struct packet *packet, toll_error *e) {
  toll_slice tape = packet->tape, row;
  enum tape_table table;
  int code = 0;
  while (!code && tape_next(&tape, &table, &row)) code = put_row(c, table, row, e);
  if (!code && tape.len) code = toll_fail(e, TOLL_E_USAGE, "what was prepared is not whole", NULL, 0);
  if (code) return code;
  c->last_document = c->writing.first.of['d'];
  c->last_content += (int64_t)packet->contents;
  c->last_claimant += (int64_t)packet->claimants;
  c->last_claim += (int64_t)packet->claims;
  c->last_mention += (int64_t)packet->mentions;
  c->batch_bytes += packet->rows;
  return 0;
}

/* What to do with the window: whether it is to be written. */
static int admit(toll_case *c, const struct packet *packet, bool *wanted, toll_error *e) {
  struct case_writing *w = &c->writing;
  *wanted = false;
  if (!packet->first) {
    *wanted = w->open;
    bool expected = w->open || w->skipping;
    w->skipping &= packet->more;
    return expected ? 0 : toll_fail(e, TOLL_E_USAGE, "a window without the ones before it", NULL, 0);
  }
  case_document_undo(c);
  int64_t there;
  int code = case_batch_begin(c, e);
  if (!code) code = find_document(c, packet->sha256, packet->id, &there, e);
  if (code) return code;
  *wanted = !there;
  w->skipping = there && packet->more;
  w->windows = 0;
  number_rows(c);
  if (!there && packet->more) code = db_exec(c, "SAVEPOINT document", e);
  w->open = !code && !there && packet->more;
  return code;
}

/* The last window of several: of standard input the hash is known with it only. */
static int end_windows(toll_case *c, const struct packet *packet, bool *there, toll_error *e) {
  int64_t other;
  int code = find_document(c, packet->sha256, packet->id, &other, e);
  *there = other && other != c->writing.first.of['d'];
  return code;
}

/* Of a document that is written without a savepoint nothing may stay. */
static int all_undone(toll_case *c, int code, toll_error *e) {
  case_batch_undo(c);
  if (case_fatal(code)) return code;
  if (e) e->code = TOLL_E_IO;
  return TOLL_E_IO;
}

static int write_window(toll_case *c, const struct packet *packet, bool *added, toll_error *e) {
  struct case_writing *w = &c->writing;
  bool wanted, there = false;
  int code = admit(c, packet, &wanted, e);
  if (code || !wanted) return code;
  w->windows++;
  if (!packet->more && w->open) code = end_windows(c, packet, &there, e);
  if (there) {
    case_document_undo(c);
    return code;
  }
  if (!code) code = put_rows(c, packet, e);
  if (!code && packet->more) return 0;
  if (!code) code = case_log(c, "add", packet->log, e);
  if (!code && w->open) code = db_exec(c, "RELEASE document", e);
  if (code) return w->open ? code : all_undone(c, code, e);
  w->open = false;
  c->pending++;
  *added = true;
  return 0;
}

static void name_path(toll_slice path, toll_error *e) {
  if (!e || e->path[0] || !path.at) return;
  size_t len = path.len < sizeof e->path ? path.len : sizeof e->path - 1;
  memcpy(e->path, path.at, len);
  e->path[len] = 0;
}

int toll_case_put(toll_case *c, toll_slice prepared, bool *added, toll_error *e) {
  struct packet packet;
  *added = false;
  if (!c->writable) return toll_fail(e, TOLL_E_USAGE, "the case was opened for reading", c->path, 0);
  if (!packet_read(prepared, &packet)) return toll_fail(e, TOLL_E_USAGE, "what was prepared is not whole", NULL, 0);
  int code = write_window(c, &packet, added, e);
  if (code) {
    *added = false;
    if (case_fatal(code))
      case_batch_undo(c);
    else
      case_document_undo(c);
    c->writing.skipping = packet.more;
    name_path(packet.path, e);
    return code;
  }
  if (*added && batch_is_full(c)) {
    if (c->pending >= c->batch_most && c->batch_most < CASE_BATCH_MOST) c->batch_most *= 2;
    code = toll_case_commit(c, e);
    if (code) *added = false;
  }
  return code;
}

/* --- all at once -------------------------------------------------------- */

/* Whether the window need not be prepared: the case has it, or does without it. */
static int pass_over(toll_case *c, const toll_document_info *info, bool *over, toll_error *e) {
  struct case_writing *w = &c->writing;
  *over = false;
  if (!c->writable) return toll_fail(e, TOLL_E_USAGE, "the case was opened for reading", c->path, 0);
  if (info->base == 0) {
    case_document_undo(c);
    int code = case_batch_begin(c, e);
    if (!code) code = toll_case_has(c, info, over, e);
    w->skipping = *over && info->more;
    return code;
  }
  *over = !w->open && w->skipping;
  if (*over) w->skipping = info->more;
  return 0;
}

static int prepare(toll_case *c, const toll_document *doc, const toll_claims *claims, const toll_mentions *mentions,
                   toll_error *e) {
  if (!c->preparer) c->preparer = toll_preparer_new();
  if (!c->preparer) return db_memory(c, e);
  if (c->packet.failed) toll_buffer_free(&c->packet);
  c->packet.len = 0;
  return toll_case_prepare(c->preparer, doc, claims, mentions, &c->packet, e);
}

int toll_case_add(toll_case *c, const toll_document *doc, const toll_claims *claims, bool *added, toll_error *e) {
  const toll_document_info *info = toll_document_get(doc);
  bool over;
  *added = false;
  int code = pass_over(c, info, &over, e);
  if (over) return 0;
  if (!code) code = prepare(c, doc, claims, NULL, e);
  if (!code) return toll_case_put(c, (toll_slice){c->packet.at, c->packet.len}, added, e);
  if (case_fatal(code))
    case_batch_undo(c);
  else
    case_document_undo(c);
  c->writing.skipping = info->more;
  name_path(info->path, e);
  return code;
}
