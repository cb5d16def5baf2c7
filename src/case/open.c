/* Making, opening and closing a case file.
 *
 * A new case is built under another name beside its own and then linked to it,
 * so that it appears whole or not at all and never over an existing file.  An
 * existing file is first looked at by its bytes: what is no case file is left
 * as it is: SQLite opens it and asks nothing of it. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "case/db.h"

extern const unsigned char schema_sql[], views_sql[];

#define HEADER 100 /* bytes of SQLite's file header */
static const char magic[16] = "SQLite format 3";

static uint32_t big_endian(const unsigned char *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int no_case(const char *path, const char *why, toll_error *e) {
  toll_fail(e, TOLL_E_FOREIGN, "not a case file", path, 0);
  toll_error_detail(e, why, strlen(why));
  return TOLL_E_FOREIGN;
}

static int judge_header(const unsigned char *head, size_t len, uint64_t size, const char *path, uint32_t *version,
                        toll_error *e) {
  if (len == 0) return no_case(path, "it is empty", e);
  if (len < HEADER || memcmp(head, magic, sizeof magic) != 0) return no_case(path, "it is no SQLite file", e);
  if (big_endian(head + 68) != CASE_APPLICATION) return no_case(path, "it is another program's database", e);
  *version = big_endian(head + 60);
  if (*version > CASE_VERSION) return no_case(path, "it was made by a newer version of toll", e);
  uint32_t page = (uint32_t)head[16] << 8 | head[17], pages = big_endian(head + 28);
  if (page == 1) page = 65536;
  bool counted = big_endian(head + 24) == big_endian(head + 92);
  if (counted && (uint64_t)page * pages > size) {
    toll_fail(e, TOLL_E_DAMAGED, "the case file is damaged", path, 0);
    toll_error_detail(e, "its end is missing", 18);
    return TOLL_E_DAMAGED;
  }
  return 0;
}

/* Opens the file, which takes neither a look at it nor a lock.  "./" keeps a name like
 * "file:x" or ":memory:" the name of a file. */
static int open_file(const char *path, int flags, sqlite3 **db) {
  toll_buffer name = {0};
  if (path[0] != '/') toll_buffer_str(&name, "./");
  toll_buffer_add(&name, path, strlen(path) + 1);
  *db = NULL;
  int got = SQLITE_NOMEM;
  if (!name.failed) got = sqlite3_open_v2(name.at, db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  toll_buffer_free(&name);
  return got;
}

/* The first bytes, through SQLite's own handle: were the file opened beside it and closed
 * again, all locks that this process has on it would go, those of other connections in other
 * threads as well, and another program could take the write-ahead log away under them. */
static int read_head(sqlite3 *db, unsigned char head[HEADER], size_t *len, uint64_t *size) {
  sqlite3_file *file = NULL;
  sqlite3_int64 all = 0;
  int got = sqlite3_file_control(db, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (got == SQLITE_OK && (!file || !file->pMethods)) got = SQLITE_CANTOPEN;
  if (got == SQLITE_OK) got = file->pMethods->xFileSize(file, &all);
  *size = (uint64_t)all;
  *len = *size < HEADER ? (size_t)*size : HEADER;
  return got == SQLITE_OK && *len ? file->pMethods->xRead(file, head, (int)*len, 0) : got;
}

/* Looks at a file's first bytes.  With a write-ahead log beside it the file may
 * rightly be shorter than its header says. */
int case_look(const char *path, uint32_t *version, toll_error *e) {
  struct stat st, beside;
  if (stat(path, &st) != 0 && errno == ENOENT)
    return toll_fail(e, TOLL_E_MISSING, "there is no such case file", path, 0);
  if (access(path, R_OK) != 0) return toll_fail_errno(e, "cannot open the case file", path, errno);
  if (!S_ISREG(st.st_mode)) return no_case(path, "it is no regular file", e);
  sqlite3 *db;
  unsigned char head[HEADER];
  size_t len = 0;
  uint64_t size = 0;
  int got = open_file(path, SQLITE_OPEN_READONLY, &db);
  if (got == SQLITE_OK) got = read_head(db, head, &len, &size);
  sqlite3_close(db);
  if ((got & 0xff) == SQLITE_NOMEM) return toll_fail(e, TOLL_E_MEMORY, "memory is out", path, 0);
  if (got != SQLITE_OK) return toll_fail(e, TOLL_E_IO, "cannot read the case file", path, 0);
  char wal[4096];
  int n = snprintf(wal, sizeof wal, "%s-wal", path);
  bool log = n > 0 && (size_t)n < sizeof wal && stat(wal, &beside) == 0 && beside.st_size > 0;
  return judge_header(head, len, log ? UINT64_MAX : size, path, version, e);
}

/* A larger cache and fewer checkpoints than by default: keys come in no order, and in a
 * large case every other page would be written and read again for each batch. */
static const char open_sql[] = "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;"
                               "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY;"
                               "PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4096;";

static const char schema_check[] =
    "SELECT count(*), (SELECT user_version FROM pragma_user_version) FROM sqlite_schema WHERE type = 'table' AND name "
    "IN"
    " ('document', 'copy_key', 'content', 'claimant', 'claim', 'label', 'event', 'mention', 'feature', 'mention_key',"
    " 'grouping', 'decision', 'decision_mention', 'ranking', 'search', 'log')";
#define SCHEMA_TABLES 16

static int check_schema(toll_case *c, toll_error *e) {
  sqlite3_stmt *s = NULL;
  int code = db_prepare(c, schema_check, &s, e);
  if (!code && (code = db_step(c, s, e)) > 0) {
    code = 0;
    if (sqlite3_column_int(s, 0) != SCHEMA_TABLES || sqlite3_column_int(s, 1) != CASE_VERSION)
      code = db_damaged(c, "the case file is damaged", "tables are missing", e);
  }
  sqlite3_finalize(s);
  return code;
}

static toll_case *new_case(const char *path) {
  toll_case *c = mem_alloc(sizeof *c);
  if (!c) return NULL;
  c->path = mem_alloc(strlen(path) + 1);
  c->unzip = ZSTD_createDCtx();
  if (!c->path || !c->unzip) {
    toll_case_close(c);
    return NULL;
  }
  memcpy(c->path, path, strlen(path) + 1);
  return c;
}

/* Reads where no file may be made beside the case: from a read-only medium. */
static int connect_immutable(toll_case *c, toll_error *e) {
  char uri[3 * 4096];
  size_t n = (size_t)snprintf(uri, sizeof uri, "file:");
  for (const char *p = c->path; *p && n < sizeof uri - 32; p++)
    n += (size_t)snprintf(uri + n, sizeof uri - n, strchr("%?#", *p) ? "%%%02x" : "%c", (unsigned char)*p);
  snprintf(uri + n, sizeof uri - n, "?immutable=1");
  sqlite3_close(c->db);
  c->db = NULL;
  int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  return sqlite3_open_v2(uri, &c->db, flags, NULL) == SQLITE_OK ? 0 : db_fail(c, e);
}

static int connect(toll_case *c, int flags, toll_error *e) {
  int got = open_file(c->path, flags, &c->db);
  if (got != SQLITE_OK) return c->db ? db_fail(c, e) : db_memory(c, e);
  sqlite3_busy_timeout(c->db, 10000);
  sqlite3_db_config(c->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  return db_exec(c, open_sql, e);
}

int case_open_as_is(const char *path, enum toll_case_mode mode, toll_case **out, toll_error *e) {
  int version;
  *out = NULL;
  uint32_t written;
  int code = case_look(path, &written, e);
  if (code) return code;
  if (mode == TOLL_CASE_WRITE && access(path, W_OK) != 0)
    return toll_fail_errno(e, "the case file cannot be written to", path, errno);
  toll_case *c = new_case(path);
  if (!c) return toll_fail(e, TOLL_E_MEMORY, "memory is out", path, 0);
  c->writable = mode == TOLL_CASE_WRITE;
  code = connect(c, c->writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, e);
  if (!code) code = case_version(c, &version, e);
  if (code == TOLL_E_IO && !c->writable && connect_immutable(c, e) == 0) code = case_version(c, &version, e);
  if (code) {
    toll_case_close(c);
    return code;
  }
  c->tidy = !c->writable;
  *out = c;
  return 0;
}

/* One of an earlier version is migrated, for reading in a copy. */
static int bring_up(toll_case *c, toll_error *e) {
  int version;
  int code = case_version(c, &version, e);
  if (!code && version > 0 && version < CASE_VERSION) code = c->writable ? case_migrate(c, e) : case_migrate_copy(c, e);
  return code ? code : check_schema(c, e);
}

int toll_case_open(const char *path, enum toll_case_mode mode, toll_case **out, toll_error *e) {
  int code = case_open_as_is(path, mode, out, e);
  if (!code) code = bring_up(*out, e);
  if (!code) return 0;
  toll_case_close(*out);
  *out = NULL;
  return code;
}

/* A case at rest is one file.  SQLite takes the write-ahead log into it when its
 * last connection closes, but one that may only read cannot and leaves the log's
 * files behind; so one that may write is opened for a moment, if the file can be
 * written and nobody else has it open.  What fails here fails quietly: the log is
 * as good beside the case as in it. */
static void tidy(toll_case *c) {
  sqlite3_stmt *s = NULL;
  toll_error ignored;
  if (access(c->path, W_OK) != 0 || connect(c, SQLITE_OPEN_READWRITE, &ignored) != 0) return;
  sqlite3_busy_timeout(c->db, 0);
  if (db_prepare(c, "PRAGMA wal_checkpoint(TRUNCATE)", &s, &ignored) == 0) db_step(c, s, &ignored);
  sqlite3_finalize(s);
}

void toll_case_close(toll_case *c) {
  if (!c) return;
  if (c->db) case_batch_undo(c);
  db_forget(c);
  sqlite3_close(c->db);
  c->db = NULL;
  if (c->tidy) tidy(c);
  sqlite3_close(c->db);
  toll_preparer_free(c->preparer);
  ZSTD_freeDCtx(c->unzip);
  sha256_free(&c->leaf_hash);
  toll_buffer_free(&c->scratch);
  toll_buffer_free(&c->packet);
  arena_free(&c->arena);
  mem_free(c->path);
  mem_free(c);
}

void toll_case_clock(toll_case *c, int64_t now) {
  c->now = now;
}

void toll_case_jobs(toll_case *c, unsigned jobs) {
  c->jobs = jobs;
}

/* --- a new case --------------------------------------------------------- */

/* Pages of 8 KiB: a document is a few of them, and half as many writes as with 4. */
static int fill_new(toll_case *c, toll_error *e) {
  int code = db_exec(c, "PRAGMA page_size = 8192; PRAGMA journal_mode = DELETE; BEGIN IMMEDIATE", e);
  if (!code) code = db_exec(c, (const char *)schema_sql, e);
  if (!code) code = db_exec(c, (const char *)views_sql, e);
  c->entries = 0;
  if (!code) code = case_log(c, "init", TOLL_LIT("{\"version\":2}"), e);
  if (!code) code = db_exec(c, "COMMIT", e);
  if (!code) code = db_exec(c, "PRAGMA journal_mode = WAL", e);
  return code;
}

static int build_new(const char *path, int64_t now, toll_error *e) {
  toll_case *c = new_case(path);
  if (!c) return toll_fail(e, TOLL_E_MEMORY, "memory is out", path, 0);
  c->writable = true;
  c->now = now;
  int code = connect(c, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, e);
  if (!code) code = fill_new(c, e);
  toll_case_close(c);
  return code;
}

/* Gives the finished file its name, never over another. */
static int put_in_place(const char *made, const char *path, toll_error *e) {
  if (link(made, path) == 0) return 0;
  if (errno == EEXIST) return toll_fail(e, TOLL_E_USAGE, "there is a file of this name already", path, 0);
  if (renameat2(AT_FDCWD, made, AT_FDCWD, path, RENAME_NOREPLACE) == 0) return 0; /* no links on this disk */
  if (errno == EEXIST) return toll_fail(e, TOLL_E_USAGE, "there is a file of this name already", path, 0);
  return toll_fail_errno(e, "cannot create the case file", path, errno);
}

static void remove_made(const char *made) {
  static const char *const ends[] = {"", "-journal", "-wal", "-shm"};
  char name[4096 + 32];
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    snprintf(name, sizeof name, "%s%s", made, ends[i]);
    unlink(name);
  }
}

int toll_case_init(const char *path, int64_t now, toll_error *e) {
  struct stat st;
  if (lstat(path, &st) == 0) return toll_fail(e, TOLL_E_USAGE, "there is a file of this name already", path, 0);
  char made[4096];
  int n = snprintf(made, sizeof made, "%s.new-%ld", path, (long)getpid());
  if (n < 0 || (size_t)n >= sizeof made) return toll_fail(e, TOLL_E_LIMIT, "the file's name is too long", path, 0);
  remove_made(made);
  int code = build_new(made, now, e);
  if (!code) code = put_in_place(made, path, e);
  remove_made(made);
  if (code && e && strcmp(e->path, made) == 0)
    memcpy(e->path, path, strlen(path) < sizeof e->path ? strlen(path) + 1 : 0);
  return code;
}
