/* The log: an entry is {"at": .., "kind": .., "what": ..} in canonical JSON (RFC
 * 8785: keys in order, no white space), kept as text beside its leaf hash, so
 * that a checkpoint over any number of first entries can be signed later. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "case/db.h"
#include "case/merkle.h"

bool case_time(int64_t now, char text[CASE_TIME]) {
  time_t seconds = (time_t)now;
  struct tm parts;
  return now > 0 && gmtime_r(&seconds, &parts) && strftime(text, CASE_TIME, "%Y-%m-%dT%H:%M:%SZ", &parts) > 0;
}

static void add_time(toll_buffer *out, int64_t now) {
  char text[CASE_TIME];
  bool known = case_time(now, text);
  toll_buffer_str(out, known ? "\"" : "null");
  toll_buffer_str(out, known ? text : "");
  toll_buffer_str(out, known ? "\"" : "");
}

int case_log(toll_case *c, const char *kind, toll_slice object, toll_error *e) {
  toll_buffer *body = &c->scratch;
  body->len = 0;
  toll_buffer_str(body, "{\"at\":");
  add_time(body, c->now);
  toll_buffer_str(body, ",\"kind\":");
  toll_buffer_json(body, (toll_slice){kind, strlen(kind)});
  toll_buffer_str(body, ",\"what\":");
  toll_buffer_add(body, object.at, object.len);
  toll_buffer_str(body, "}");
  uint8_t leaf[SHA256_SIZE];
  if (body->failed || merkle_leaf(&c->leaf_hash, body->at, body->len, leaf)) return db_memory(c, e);
  sqlite3_stmt *s;
  int code = db_statement(c, Q_LOG_PUT, &s, e);
  if (code) return code;
  db_put_int(s, 1, c->entries);
  db_put_text(s, 2, (toll_slice){body->at, body->len});
  db_put_blob(s, 3, leaf, sizeof leaf);
  code = db_run(c, s, e);
  if (!code) c->entries++;
  return code;
}

int toll_case_note(toll_case *c, const char *kind, toll_slice object, toll_error *e) {
  if (!c->writable) return toll_fail(e, TOLL_E_USAGE, "the case was opened for reading", c->path, 0);
  int code = case_batch_begin(c, e);
  if (!code && c->writing.open)
    code = toll_fail(e, TOLL_E_USAGE, "a note cannot be made while a document is being added", c->path, 0);
  if (!code) code = case_log(c, kind, object, e);
  if (case_fatal(code)) case_batch_undo(c);
  return code;
}

int toll_case_root(toll_case *c, uint64_t *size, uint8_t root[32], toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_LOG_ALL, &s, e);
  if (code) return code;
  struct merkle tree = {0};
  while ((code = db_step(c, s, e)) > 0) {
    toll_slice leaf = db_get_blob(s, 1);
    if (leaf.len != SHA256_SIZE || sqlite3_column_int64(s, 0) != (int64_t)tree.leaves)
      code = db_damaged(c, "the case file's log is damaged", NULL, e);
    else if (merkle_add(&tree, (const uint8_t *)leaf.at))
      code = db_memory(c, e);
    if (code < 0) break;
  }
  sqlite3_reset(s);
  if (code < 0) return code;
  *size = tree.leaves;
  return merkle_root(&tree, root) ? db_memory(c, e) : 0;
}
