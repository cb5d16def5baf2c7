/* Mentions of documents that were added without any: by an earlier version, or by a
 * program that uses the library and makes none.  They are made from the claims and the
 * text that the case keeps, part by part as it was read. */
#include <stdlib.h>

#include "base/alloc.h"
#include "toll/tally.h"
#include "weigh/maker.h"
#include "weigh/regroup.h"
#include "weigh/weigh.h"

struct making {
  struct regroup *u;
  toll_mention_maker *maker;
  struct arena arena;
  toll_document_info info;
  toll_claim *claims;
  size_t claim_count, claim_cap;
  size_t taken; /* claims, by the parts so far */
};

/* Claims of one document, whose texts live in the arena. */
static int read_claims(struct making *m, int64_t document, toll_error *e) {
  toll_case_filter filter = {.document = document};
  toll_case_cursor *rows;
  toll_case_claim row;
  int code = toll_case_claims(m->u->c, &filter, &rows, e);
  if (code) return code;
  m->claim_count = m->taken = 0;
  while ((code = toll_case_claim_next(rows, &row, e)) > 0) {
    if (m->claim_count == m->claim_cap) {
      size_t cap = m->claim_cap ? 2 * m->claim_cap : 16;
      toll_claim *claims = mem_resize(m->claims, cap * sizeof *claims);
      if (!claims) break;
      m->claims = claims;
      m->claim_cap = cap;
    }
    weigh_copy_claim(&row, &m->arena);
    m->claims[m->claim_count++] = row.claim;
  }
  toll_case_cursor_close(rows);
  return code < 0 ? code : code > 0 || m->arena.failed ? db_memory(m->u->c, e) : 0;
}

/* The claims of a part stand before those of the next one. */
static int take_part(struct making *m, toll_slice text, toll_span span, toll_error *e) {
  size_t first = m->taken;
  while (m->taken < m->claim_count && m->claims[m->taken].span.from < span.to) m->taken++;
  m->info.text = text;
  m->info.base = span.from;
  const toll_claims claims = {m->claims + first, m->taken - first};
  return maker_take(m->maker, &m->info, &claims) ? db_memory(m->u->c, e) : 0;
}

static int take_parts(struct making *m, int64_t document, toll_error *e) {
  toll_buffer text = {0};
  struct id_list bases = {0};
  sqlite3_stmt *s;
  int code = db_statement(m->u->c, Q_PARTS_OF, &s, e);
  if (code) return code;
  db_put_int(s, 1, document);
  while (!code && (code = db_step(m->u->c, s, e)) > 0)
    code = list_add(&bases, sqlite3_column_int64(s, 0)) ? db_memory(m->u->c, e) : 0;
  for (size_t i = 0; i < bases.count && !code; i++) {
    toll_span span = {(uint32_t)bases.at[i], i + 1 < bases.count ? (uint32_t)bases.at[i + 1] : UINT32_MAX};
    text.len = 0;
    code = toll_case_text(m->u->c, document, span, &text, e);
    if (!code) code = take_part(m, (toll_slice){text.at ? text.at : "", text.len}, span, e);
  }
  toll_buffer_free(&text);
  mem_free(bases.at);
  return code;
}

static int put_mention(toll_case *c, int64_t document, const toll_mention *mention, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(c, Q_MENTION_PUT, &s, e);
  if (code) return code;
  db_put_int(s, 1, document);
  db_put_int(s, 2, mention->number);
  db_put_int(s, 3, mention->claims);
  code = db_run(c, s, e);
  int64_t row = sqlite3_last_insert_rowid(c->db);
  if (!code) code = db_statement(c, Q_FEATURE_PUT, &s, e);
  if (code) return code;
  db_put_int(s, 1, row);
  db_put_blob(s, 2, mention->features.at, mention->features.len);
  return db_run(c, s, e);
}

static int read_info(struct making *m, int64_t document, toll_error *e) {
  sqlite3_stmt *s;
  bool bad = false;
  int code = db_statement(m->u->c, Q_MADE_FROM, &s, e);
  if (code) return code;
  db_put_int(s, 1, document);
  code = db_step(m->u->c, s, e);
  if (code <= 0) return code;
  m->info = (toll_document_info){.title = arena_copy(&m->arena, db_get_text(s, 0)),
                                 .outlet = arena_copy(&m->arena, db_get_text(s, 1))};
  m->info.from = db_get_day(s, 2, &bad);
  m->info.to = db_get_day(s, 3, &bad);
  sqlite3_reset(s);
  return bad ? db_damaged(m->u->c, "the case file is damaged", "a document's row", e) : 0;
}

static int make_document(struct making *m, int64_t document, toll_error *e) {
  toll_case *c = m->u->c;
  toll_mentions made;
  arena_reset(&m->arena);
  maker_begin(m->maker);
  int code = read_info(m, document, e);
  if (!code) code = read_claims(m, document, e);
  if (!code) code = take_parts(m, document, e);
  if (!code && maker_end(m->maker, &made)) code = db_memory(c, e);
  if (!code) code = db_run_with(c, Q_FEATURE_DROP, document, 0, e);
  if (!code) code = db_run_with(c, Q_MENTION_DROP, document, 0, e);
  for (size_t i = 0; !code && i < made.count; i++) code = put_mention(c, document, &made.items[i], e);
  return code ? code : db_run_with(c, Q_MADE, document, MENTION_VERSION, e);
}

int regroup_make(struct regroup *u, toll_mention_maker *maker, toll_error *e) {
  toll_mention_maker *own = maker ? NULL : toll_mention_maker_new(NULL, NULL);
  struct making m = {.u = u, .maker = maker ? maker : own};
  if (!m.maker) return db_memory(u->c, e);
  struct id_list documents = {0};
  sqlite3_stmt *s;
  int code = db_statement(u->c, Q_UNMADE, &s, e);
  while (!code && (code = db_step(u->c, s, e)) > 0)
    code = list_add(&documents, sqlite3_column_int64(s, 0)) ? db_memory(u->c, e) : 0;
  for (size_t i = 0; i < documents.count && !code; i++) {
    code = make_document(&m, documents.at[i], e);
    if (!code && (i + 1) % MAKE_BATCH == 0) code = regroup_pause(u, e);
  }
  toll_mention_maker_free(own);
  mem_free(documents.at);
  mem_free(m.claims);
  arena_free(&m.arena);
  return code;
}
