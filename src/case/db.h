/* The inside of a toll_case and the thin layer over SQLite that the other files
 * of this folder use: one table of statements, one way to bind, to step and to
 * tell an error. */
#ifndef TOLL_CASE_DB_H
#define TOLL_CASE_DB_H

#include <sqlite3.h>

#include "base/arena.h"
#include "base/hash.h"
#include "case/content.h"
#include "case/sketch.h"
#include "case/tape.h"
#include "toll/case.h"

#define CASE_APPLICATION 1953459308 /* "toll", as in sql/schema.sql */
#define CASE_VERSION TOLL_CASE_VERSION
#define CASE_FEATURES 4 /* the version of what mentions keep, see weigh/mention.h */
/* Changes when the grouping or the agreement does (the 7), so that old results are made anew. */
#define CASE_GROUPING_RULES (100 * 7 + CASE_FEATURES)
#define CASE_BATCH_FIRST 256 /* documents, twice as many in every further batch until there are CASE_BATCH_MOST */
#define CASE_BATCH_MOST 2048
#define CASE_BATCH_BYTES ((uint64_t)32 << 20)
#define CASE_BATCH_SECONDS 5

enum db_query { /* db.c holds the text of each, in this order */
                Q_DOCUMENT_FIND,
                Q_DOCUMENT_DONE,
                Q_EMPTY,
                Q_DOCUMENT_BY_ID,
                Q_CONTENT_ALL,
                Q_CONTENT_EVERY,
                Q_CONTENT_RANGE,
                Q_DOCUMENT_PARTED,
                Q_SOURCE,
                Q_SEARCH,
                Q_CLAIMANT_GET,
                Q_LABEL_GET,
                Q_LOG_PUT,
                Q_LOG_ALL,
                Q_LAST_ROWS,
                Q_NEXT_ROWS,
                Q_COUNT,
                Q_EVENT_HAS,
                Q_EVENT_DOCS,
                Q_EVENT_GET,
                Q_EVENT_PUT,
                Q_EVENT_DROP,
                Q_EVENT_ID,
                Q_EVENT_STALE,
                Q_EVENT_MARK,
                Q_EVENT_LAST,
                Q_EVENT_SLUG,
                Q_EVENT_MENTIONS,
                Q_MENTION_GET,
                Q_MENTION_SET,
                Q_MENTION_PUT,
                Q_MENTION_DROP,
                Q_MENTIONS_OF,
                Q_MENTION_FRESH,
                Q_MENTION_WAITING,
                Q_MENTION_LOST,
                Q_MENTION_FOLLOW,
                Q_MENTION_WAIT_COUNT,
                Q_MENTION_ALL,
                Q_MENTION_KEY_PUT,
                Q_MENTION_KEY_PUTS,
                Q_MENTION_KEY_GET,
                Q_MENTION_KEY_ALL,
                Q_MENTION_KEY_DROP,
                Q_FEATURE_GET,
                Q_FEATURE_ALL,
                Q_FEATURE_PUT,
                Q_FEATURE_DROP,
                Q_PAIRS_PUT,
                Q_PAIRS_FORGET,
                Q_COPY_DOCUMENT,
                Q_COPY_DOCUMENTS,
                Q_COPY_KEY_PUT,
                Q_COPY_KEY_PUTS,
                Q_COPY_KEY_GET,
                Q_COPY_KEY_ALL,
                Q_ORIGINAL_PUT,
                Q_COPIES_OF,
                Q_UNMADE,
                Q_MADE_FORGET,
                Q_MADE,
                Q_MADE_FROM,
                Q_PARTS_OF,
                Q_DECISIONS,
                Q_DECIDE_MENTIONS,
                Q_DECIDE_CLAIM,
                Q_DECISION_PUT,
                Q_DECISION_MENTION_PUT,
                Q_DECISION_STANDING,
                Q_DECISION_UNDO,
                Q_GROUPING_PUT,
                Q_GROUPING_GET,
                Q_GROUPING_CURRENT,
                DB_QUERIES
};

/* The document that is being added, window by window. */
struct case_writing {
  bool open;               /* further windows are to come, and a savepoint is held */
  bool skipping;           /* further windows of a document that is not wanted */
  struct tape_first first; /* where its rows begin */
  uint32_t windows;
};

struct toll_case {
  sqlite3 *db;
  char *path;
  bool writable, in_batch;
  bool private; /* db is a temporary copy, see case_private_copy */
  bool tidy;    /* closing may leave files of the log: see open.c */
  int64_t now;
  unsigned jobs;              /* threads that the grouping may use; 0 is one */
  size_t pending, batch_most; /* documents of the batch; so many that it will be committed */
  uint64_t batch_bytes;
  int64_t batch_since; /* seconds of a clock that only runs forwards */
  int64_t last_document, last_content, last_claim, last_claimant, last_mention, entries; /* valid in a batch */
  struct case_writing writing;
  sqlite3_stmt *statements[DB_QUERIES];
  sqlite3_stmt *puts[TAPE_TABLES];
  toll_preparer *preparer; /* of toll_case_add */
  toll_buffer packet;
  ZSTD_DCtx *unzip;
  struct sha256 leaf_hash; /* of entries of the log */
  toll_buffer scratch;     /* compressed bytes, JSON: whoever uses it starts at len 0 */
  struct arena arena;
};

/* Tells what SQLite has just refused, in the words of a case file. */
int db_fail(const toll_case *c, toll_error *e);
/* The case file breaks its own rules: what names the row or field. */
int db_damaged(const toll_case *c, const char *message, const char *what, toll_error *e);
int db_memory(const toll_case *c, toll_error *e);

int db_exec(toll_case *c, const char *sql, toll_error *e);
/* A kept statement, reset and with no bindings; the case owns it. */
int db_statement(toll_case *c, enum db_query query, sqlite3_stmt **out, toll_error *e);
/* The kept statement that a row of a tape is put with. */
int db_put_statement(toll_case *c, enum tape_table table, sqlite3_stmt **out, toll_error *e);
/* Resets the kept statements, so that a transaction can end. */
void db_reset(toll_case *c);
/* Finalizes the kept statements. */
void db_forget(toll_case *c);
/* A statement of the caller's own, for sqlite3_finalize. */
int db_prepare(toll_case *c, const char *sql, sqlite3_stmt **out, toll_error *e);
/* 1: a row; 0: done (the statement is reset); negative: an error (reset). */
int db_step(const toll_case *c, sqlite3_stmt *s, toll_error *e);
/* Steps a statement that gives no row. */
int db_run(const toll_case *c, sqlite3_stmt *s, toll_error *e);
/* Runs a kept statement that gives no row with one or two numbers, as many as it asks for. */
int db_run_with(toll_case *c, enum db_query query, int64_t first, int64_t second, toll_error *e);

/* Binding, by position from 1.  Text and blobs must live until the step; a slice
 * that is not given, an open number and no day are null.  What SQLite refuses
 * here it refuses again at the step. */
void db_put_text(sqlite3_stmt *s, int at, toll_slice text);
void db_put_word(sqlite3_stmt *s, int at, const char *word);
void db_put_int(sqlite3_stmt *s, int at, int64_t n);
void db_put_open(sqlite3_stmt *s, int at, int64_t n); /* TOLL_OPEN is null */
void db_put_day(sqlite3_stmt *s, int at, toll_day day);
void db_put_blob(sqlite3_stmt *s, int at, const void *bytes, size_t len);

/* Reading, by column from 0; borrowed until the statement's next step. */
toll_slice db_get_text(sqlite3_stmt *s, int at); /* null: not given */
toll_slice db_get_blob(sqlite3_stmt *s, int at);
int64_t db_get_open(sqlite3_stmt *s, int at);
/* TOLL_NO_DAY for null; *bad is set where the text is no day. */
toll_day db_get_day(sqlite3_stmt *s, int at, bool *bad);

/* "2026-11-22T16:20:00Z" of seconds since 1970; false where there is no time. */
#define CASE_TIME 32
bool case_time(int64_t now, char text[CASE_TIME]);

struct keyed; /* base/sort.h */
/* Puts rows of a key and a number, which ascend, in the order of a table whose primary key
 * they are; many is the statement one for 32 rows. */
int db_put_keys(toll_case *c, enum db_query one, enum db_query many, const struct keyed *keys, size_t count,
                toll_error *e);

/* Batches: begins one unless there is one; undoes it all. */
int case_batch_begin(toll_case *c, toll_error *e);
void case_batch_undo(toll_case *c);
/* Loads the numbers that the next rows follow. */
int case_last_rows(toll_case *c, toll_error *e);
/* Whether an error with this code leaves nothing of the batch. */
bool case_fatal(int code);
/* Undoes the document that is being written, if any. */
void case_document_undo(toll_case *c);

/* Looks at a case file by its first bytes; *version is what they say, which a write-ahead log beside it may have
 * raised since.  Returns 0, or a negative code where it cannot be read or is no case for this toll. */
int case_look(const char *path, uint32_t *version, toll_error *e);
/* Opens a case of whatever version, without looking at its tables. */
int case_open_as_is(const char *path, enum toll_case_mode mode, toll_case **out, toll_error *e);
int case_version(toll_case *c, int *version, toll_error *e);
/* Brings a case of an earlier version up to this one; the second for one that may
 * only be read, in a temporary copy that takes its place. */
int case_migrate(toll_case *c, toll_error *e);
/* Makes the handle, which may only read, that of a temporary copy, which may be written to. */
int case_private_copy(toll_case *c, toll_error *e);
int case_migrate_copy(toll_case *c, toll_error *e);

/* A claim's row as JSON; without pages as version 1 had it, over which the logs of its cases hash. */
void case_claim_json(const toll_case_claim *row, bool pages, toll_buffer *out);

/* Appends one log entry within the batch. */
int case_log(toll_case *c, const char *kind, toll_slice object, toll_error *e);

#endif
