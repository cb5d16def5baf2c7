/* Ranks and decisions: rows of their own that are never deleted but a rank, whose
 * past is in the log, as every step here is.  A decision keeps hold of its event by
 * a mention: a document and its own number for the event, which stay when events are
 * grouped anew. */
#include "toll/review.h"

#include <string.h>

#include "base/alloc.h"
#include "base/member.h"
#include "base/utf8.h"
#include "case/db.h"
#include "case/names.h"
#include "case/row_tape.h"

static const char *const kinds[TOLL_DECISION_COUNT] = {"figure", "vouch", "discount"};

const char *toll_decision_name(unsigned kind) {
  return kind < TOLL_DECISION_COUNT ? kinds[kind] : NULL;
}

/* --- writing ------------------------------------------------------------ */

static int refuse(const char *message, toll_error *e) {
  return toll_fail(e, TOLL_E_USAGE, message, NULL, 0);
}

/* A person's words: given, and text. */
static int check_words(toll_slice by, toll_slice reason, toll_error *e) {
  if (!by.len) return refuse("a decision needs the name of whoever makes it", e);
  if (!reason.len) return refuse("a decision needs its reason", e);
  if (!utf8_valid(by.at, by.len) || !utf8_valid(reason.at, reason.len))
    return refuse("a name or reason is no UTF-8", e);
  return 0;
}

/* Runs a statement with its log entry in one transaction, and commits. */
static int commit_with(toll_case *c, sqlite3_stmt *s, const char *kind, toll_buffer *entry, toll_error *e) {
  int code = entry->failed ? db_memory(c, e) : db_run(c, s, e);
  if (!code) code = case_log(c, kind, (toll_slice){entry->at, entry->len}, e);
  return code;
}

static int begin(toll_case *c, toll_error *e) {
  if (!c->writable) return refuse("the case was opened for reading", e);
  int code = toll_case_commit(c, e);
  return code ? code : case_batch_begin(c, e);
}

static int finish(toll_case *c, int code, toll_error *e) {
  if (!code) return toll_case_commit(c, e);
  case_batch_undo(c);
  return code;
}

static void put_now(const toll_case *c, sqlite3_stmt *s, int at, char text[CASE_TIME]) {
  if (case_time(c->now, text)) db_put_word(s, at, text);
}

int toll_rank_set(toll_case *c, const toll_rank *rank, toll_error *e) {
  int code = check_words(rank->by, rank->reason, e);
  if (code) return code;
  if (!rank->key.len || rank->rank > TOLL_RANK_MAX) return refuse("a rank is a number from 1 to 999", e);
  code = begin(c, e);
  if (code) return code;
  sqlite3_stmt *s = NULL;
  char now[CASE_TIME];
  toll_buffer entry = {0};
  member_text(&entry, "{\"by\":", rank->by);
  member_number(&entry, ",\"rank\":", rank->rank);
  member_text(&entry, ",\"reason\":", rank->reason);
  member_text(&entry, ",\"source\":", rank->key);
  toll_buffer_str(&entry, "}");
  code = db_prepare(
      c, "INSERT OR REPLACE INTO ranking (source, rank, at, who, reason, name) VALUES (?1,?2,?3,?4,?5,?6)", &s, e);
  if (!code) {
    db_put_text(s, 1, rank->key);
    db_put_int(s, 2, rank->rank);
    put_now(c, s, 3, now);
    db_put_text(s, 4, rank->by);
    db_put_text(s, 5, rank->reason);
    db_put_text(s, 6, rank->name);
    code = commit_with(c, s, "rank", &entry, e);
  }
  sqlite3_finalize(s);
  toll_buffer_free(&entry);
  return finish(c, code, e);
}

static int changed_one(const toll_case *c, const char *message, toll_error *e) {
  return sqlite3_changes(c->db) == 1 ? 0 : toll_fail(e, TOLL_E_MISSING, message, NULL, 0);
}

int toll_rank_clear(toll_case *c, toll_slice key, toll_slice by, toll_slice reason, toll_error *e) {
  int code = check_words(by, reason, e);
  if (!code) code = begin(c, e);
  if (code) return code;
  sqlite3_stmt *s = NULL;
  toll_buffer entry = {0};
  member_text(&entry, "{\"by\":", by);
  member_text(&entry, ",\"reason\":", reason);
  member_text(&entry, ",\"source\":", key);
  toll_buffer_str(&entry, "}");
  code = db_prepare(c, "DELETE FROM ranking WHERE source = ?1", &s, e);
  if (!code) {
    db_put_text(s, 1, key);
    code = db_run(c, s, e);
  }
  if (!code) code = changed_one(c, "this source has no rank", e);
  if (!code) code = entry.failed ? db_memory(c, e) : case_log(c, "unrank", (toll_slice){entry.at, entry.len}, e);
  sqlite3_finalize(s);
  toll_buffer_free(&entry);
  return finish(c, code, e);
}

static int check_decision(const toll_decision *d, toll_error *e) {
  int code = check_words(d->by, d->reason, e);
  if (code || d->kind >= TOLL_DECISION_COUNT) return code ? code : refuse("no such kind of decision", e);
  bool source = d->kind == TOLL_DECIDE_DISCOUNT && d->source.len;
  if (d->kind != TOLL_DECIDE_FIGURE) return d->claim.len || source ? 0 : refuse("a claim must be named", e);
  if (!d->event.len || d->harm == 0 || d->harm >= TOLL_HARM_COUNT || d->unit >= TOLL_UNIT_COUNT ||
      d->side >= TOLL_SIDE_COUNT || d->classes >> TOLL_CLASS_COUNT)
    return refuse("a figure is of an event and a harm", e);
  const int64_t numbers[] = {d->low, d->best, d->high};
  int64_t last = 0;
  bool any = false;
  for (size_t i = 0; i < 3; i++) {
    if (numbers[i] == TOLL_OPEN) continue;
    if (numbers[i] < last) return refuse("low, best and high are numbers from 0 that do not fall", e);
    last = numbers[i];
    any = true;
  }
  return any ? 0 : refuse("a figure needs a number: low, best or high", e);
}

static void log_decision(const toll_decision *d, int64_t number, toll_slice doc, int64_t doc_event, toll_buffer *out) {
  bool figure = d->kind == TOLL_DECIDE_FIGURE;
  member_number(out, "{\"best\":", figure ? d->best : TOLL_OPEN);
  member_text(out, ",\"by\":", d->by);
  member_text(out, ",\"claim\":", figure || !d->claim.len ? (toll_slice){0} : d->claim);
  toll_buffer_str(out, ",\"class\":");
  row_write_classes(figure ? d->classes : 0, out);
  member_number(out, ",\"decision\":", number);
  member_text(out, ",\"doc\":", doc);
  member_number(out, ",\"doc_event\":", figure ? doc_event : TOLL_OPEN);
  member_text(out, ",\"event\":", figure ? d->event : (toll_slice){0});
  const char *harm = toll_harm_name(d->harm), *side = toll_side_name(d->side);
  const char *unit = d->unit ? toll_unit_name(d->unit) : NULL;
  member_text(out, ",\"harm\":", figure ? (toll_slice){harm, strlen(harm)} : (toll_slice){0});
  member_number(out, ",\"high\":", figure ? d->high : TOLL_OPEN);
  member_text(out, ",\"kind\":", (toll_slice){kinds[d->kind], strlen(kinds[d->kind])});
  member_number(out, ",\"low\":", figure ? d->low : TOLL_OPEN);
  member_text(out, ",\"reason\":", d->reason);
  member_text(out, ",\"side\":", figure ? (toll_slice){side, strlen(side)} : (toll_slice){0});
  member_text(out, ",\"source\":", figure || d->claim.len ? (toll_slice){0} : d->source);
  member_text(out, ",\"unit\":", figure && unit ? (toll_slice){unit, strlen(unit)} : (toll_slice){0});
  toll_buffer_str(out, "}");
}

static int put_decision(toll_case *c, const toll_decision *d, int64_t *number, toll_error *e) {
  sqlite3_stmt *s = NULL;
  char now[CASE_TIME];
  toll_buffer classes = {0};
  bool figure = d->kind == TOLL_DECIDE_FIGURE;
  row_write_classes(d->classes, &classes);
  int code = classes.failed ? db_memory(c, e) : 0;
  if (!code)
    code =
        db_prepare(c,
                   "INSERT INTO decision (at, kind, harm, unit, class, low, best, high, who, reason, side, claim, name)"
                   " VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13)",
                   &s, e);
  if (!code) {
    put_now(c, s, 1, now);
    db_put_word(s, 2, kinds[d->kind]);
    if (figure) {
      db_put_word(s, 3, toll_harm_name(d->harm));
      if (d->unit) db_put_word(s, 4, toll_unit_name(d->unit));
      db_put_text(s, 5, (toll_slice){classes.at, classes.len});
      db_put_open(s, 6, d->low);
      db_put_open(s, 7, d->best);
      db_put_open(s, 8, d->high);
      db_put_word(s, 11, toll_side_name(d->side));
    } else if (d->claim.len)
      db_put_text(s, 12, d->claim);
    else
      db_put_text(s, 13, d->source);
    db_put_text(s, 9, d->by);
    db_put_text(s, 10, d->reason);
    code = db_run(c, s, e);
    *number = sqlite3_last_insert_rowid(c->db);
  }
  sqlite3_finalize(s);
  toll_buffer_free(&classes);
  return code;
}

/* Ties a decision on a figure to a mention of its event: the one of the lowest
 * document id, so that cases with the same documents tie alike. */
static int tie(toll_case *c, const toll_decision *d, int64_t number, toll_buffer *doc, int64_t *doc_event,
               toll_error *e) {
  sqlite3_stmt *find = NULL, *put = NULL;
  int code = db_prepare(c,
                        "SELECT m.document, m.number, d.id FROM mention m JOIN document d ON d.document = m.document"
                        " JOIN event e ON e.event = m.event WHERE e.id = ?1 ORDER BY d.id, d.sha256, m.number LIMIT 1",
                        &find, e);
  if (!code)
    code =
        db_prepare(c, "INSERT INTO decision_mention (decision, side, document, number) VALUES (?1,1,?2,?3)", &put, e);
  if (!code) {
    db_put_text(find, 1, d->event);
    code = db_step(c, find, e);
    if (code == 0) {
      code = toll_fail(e, TOLL_E_MISSING, "there is no such event in the case", NULL, 0);
      toll_error_detail(e, d->event.at, d->event.len);
    }
  }
  if (code > 0) {
    db_put_int(put, 1, number);
    db_put_int(put, 2, sqlite3_column_int64(find, 0));
    *doc_event = sqlite3_column_int64(find, 1);
    db_put_int(put, 3, *doc_event);
    toll_slice id = db_get_text(find, 2);
    toll_buffer_add(doc, id.at, id.len);
    code = doc->failed ? db_memory(c, e) : db_run(c, put, e);
  }
  sqlite3_finalize(find);
  sqlite3_finalize(put);
  return code;
}

static int has_claim(toll_case *c, toll_slice id, toll_error *e) {
  sqlite3_stmt *s = NULL;
  int code = db_prepare(c, "SELECT 1 FROM claim WHERE id = ?1", &s, e);
  if (!code) {
    db_put_text(s, 1, id);
    code = db_step(c, s, e);
    if (code == 0) {
      code = toll_fail(e, TOLL_E_MISSING, "there is no such claim in the case", NULL, 0);
      toll_error_detail(e, id.at, id.len);
    }
  }
  sqlite3_finalize(s);
  return code > 0 ? 0 : code;
}

int toll_decide(toll_case *c, const toll_decision *decision, int64_t *number, toll_error *e) {
  toll_buffer doc = {0}, entry = {0};
  int64_t given = 0, doc_event = 0;
  int code = check_decision(decision, e);
  if (!code) code = begin(c, e);
  if (code) return code;
  bool figure = decision->kind == TOLL_DECIDE_FIGURE;
  if (!figure && decision->claim.len) code = has_claim(c, decision->claim, e);
  if (!code) code = put_decision(c, decision, &given, e);
  if (!code && figure) code = tie(c, decision, given, &doc, &doc_event, e);
  if (!code) {
    log_decision(decision, given, figure ? (toll_slice){doc.at, doc.len} : (toll_slice){0}, doc_event, &entry);
    code = entry.failed ? db_memory(c, e) : case_log(c, "decide", (toll_slice){entry.at, entry.len}, e);
  }
  toll_buffer_free(&doc);
  toll_buffer_free(&entry);
  if (number) *number = given;
  return finish(c, code, e);
}

int toll_decide_undo(toll_case *c, int64_t number, toll_slice by, toll_slice reason, toll_error *e) {
  sqlite3_stmt *s = NULL;
  char now[CASE_TIME];
  toll_buffer entry = {0};
  int code = check_words(by, reason, e);
  if (!code) code = begin(c, e);
  if (code) return code;
  member_text(&entry, "{\"by\":", by);
  member_number(&entry, ",\"decision\":", number);
  member_text(&entry, ",\"reason\":", reason);
  toll_buffer_str(&entry, "}");
  code = db_prepare(c,
                    "UPDATE decision SET undone = coalesce(?2, ''), undone_who = ?3, undone_reason = ?4 WHERE"
                    " decision = ?1 AND undone IS NULL AND kind IN ('figure', 'vouch', 'discount')",
                    &s, e);
  if (!code) {
    db_put_int(s, 1, number);
    put_now(c, s, 2, now);
    db_put_text(s, 3, by);
    db_put_text(s, 4, reason);
    code = db_run(c, s, e);
  }
  if (!code) code = changed_one(c, "there is no decision of that number that stands", e);
  if (!code) code = entry.failed ? db_memory(c, e) : case_log(c, "undo", (toll_slice){entry.at, entry.len}, e);
  sqlite3_finalize(s);
  toll_buffer_free(&entry);
  return finish(c, code, e);
}

/* --- reading back ------------------------------------------------------- */

struct kept {
  toll_review about; /* first, so that a pointer to it is one to the whole */
  struct arena arena;
};

/* The rows that a statement counts, by its first column. */
static int count_rows(toll_case *c, const char *sql, size_t *count, toll_error *e) {
  sqlite3_stmt *s = NULL;
  int code = db_prepare(c, sql, &s, e);
  if (!code) code = db_step(c, s, e);
  *count = code > 0 ? (size_t)sqlite3_column_int64(s, 0) : 0;
  sqlite3_finalize(s);
  return code < 0 ? code : 0;
}

static int read_ranks(toll_case *c, struct kept *k, toll_error *e) {
  sqlite3_stmt *s = NULL;
  size_t room = 0;
  int code = count_rows(c, "SELECT count(*) FROM ranking", &room, e);
  toll_rank *ranks = ARENA_ARRAY(&k->arena, room, toll_rank);
  if (!code)
    code =
        db_prepare(c, "SELECT source, name, rank, who, reason, at FROM ranking ORDER BY rank = 0, rank, source", &s, e);
  while (!code && ranks && k->about.rank_count < room && (code = db_step(c, s, e)) > 0) {
    toll_rank *r = &ranks[k->about.rank_count++];
    *r = (toll_rank){.key = arena_copy(&k->arena, db_get_text(s, 0)), .name = arena_copy(&k->arena, db_get_text(s, 1))};
    r->rank = (uint16_t)sqlite3_column_int(s, 2);
    r->by = arena_copy(&k->arena, db_get_text(s, 3));
    r->reason = arena_copy(&k->arena, db_get_text(s, 4));
    r->at = arena_copy(&k->arena, db_get_text(s, 5));
    code = 0;
  }
  sqlite3_finalize(s);
  k->about.ranks = ranks;
  return code;
}

static int find_kind(toll_slice word) {
  for (int i = 0; i < TOLL_DECISION_COUNT; i++)
    if (strlen(kinds[i]) == word.len && memcmp(kinds[i], word.at, word.len) == 0) return i;
  return -1;
}

static uint32_t read_classes(toll_slice text) {
  uint32_t classes = 0;
  for (size_t from = 0; from < text.len; from++) {
    size_t to = from;
    while (to < text.len && text.at[to] != '"' && text.at[to] != '[' && text.at[to] != ']' && text.at[to] != ',') to++;
    int bit = to > from ? toll_class_find((toll_slice){text.at + from, to - from}) : -1;
    if (bit >= 0) classes |= 1u << bit;
    from = to;
  }
  return classes;
}

static const char decision_columns[] =
    "SELECT x.decision, x.kind, e.id, d.id, m.number, x.harm, x.unit, x.side, x.class, x.low, x.best, x.high, x.claim,"
    " x.who, x.reason, x.at, x.undone_who, x.undone_reason, x.undone, x.name FROM decision x"
    " LEFT JOIN decision_mention m ON m.decision = x.decision AND m.side = 1"
    " LEFT JOIN document d ON d.document = m.document"
    " LEFT JOIN mention t ON t.document = m.document AND t.number = m.number LEFT JOIN event e ON e.event = t.event"
    " WHERE x.kind IN ('figure', 'vouch', 'discount') ORDER BY x.decision";

static bool read_decision(sqlite3_stmt *s, struct arena *a, toll_decision *d) {
  int kind = find_kind(db_get_text(s, 1));
  int harm = toll_harm_find(db_get_text(s, 5)), unit = toll_unit_find(db_get_text(s, 6));
  int side = toll_side_find(db_get_text(s, 7));
  *d = (toll_decision){.number = sqlite3_column_int64(s, 0), .kind = (uint8_t)kind};
  d->doc_event = (uint32_t)sqlite3_column_int64(s, 4);
  d->harm = (uint8_t)(harm > 0 ? harm : 0);
  d->unit = (uint8_t)(unit > 0 ? unit : 0);
  d->side = (uint8_t)(side > 0 ? side : 0);
  d->classes = read_classes(db_get_text(s, 8));
  d->low = db_get_open(s, 9);
  d->best = db_get_open(s, 10);
  d->high = db_get_open(s, 11);
  const struct {
    toll_slice *to;
    int column;
  } texts[] = {{&d->event, 2}, {&d->doc, 3},        {&d->claim, 12},         {&d->by, 13},        {&d->reason, 14},
               {&d->at, 15},   {&d->undone_by, 16}, {&d->undone_reason, 17}, {&d->undone_at, 18}, {&d->source, 19}};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    *texts[i].to = arena_copy(a, db_get_text(s, texts[i].column));
  return kind >= 0 && (kind != TOLL_DECIDE_FIGURE || (harm > 0 && d->doc.at));
}

static int read_decisions(toll_case *c, struct kept *k, toll_error *e) {
  sqlite3_stmt *s = NULL;
  size_t room = 0;
  int code = count_rows(c, "SELECT count(*) FROM decision", &room, e);
  toll_decision *all = ARENA_ARRAY(&k->arena, room, toll_decision);
  if (!code) code = db_prepare(c, decision_columns, &s, e);
  while (!code && all && k->about.decision_count < room && (code = db_step(c, s, e)) > 0)
    code = read_decision(s, &k->arena, &all[k->about.decision_count++]) ? 0
           : k->arena.failed                                            ? db_memory(c, e)
                             : db_damaged(c, "the case file is damaged", "a decision", e);
  sqlite3_finalize(s);
  k->about.decisions = all;
  return code;
}

int toll_review_read(toll_case *c, toll_review **out, toll_error *e) {
  *out = NULL;
  struct kept *k = mem_alloc(sizeof *k);
  if (!k) return db_memory(c, e);
  int code = read_ranks(c, k, e);
  if (!code) code = read_decisions(c, k, e);
  if (!code && k->arena.failed) code = db_memory(c, e);
  if (code)
    toll_review_free(&k->about);
  else
    *out = &k->about;
  return code;
}

void toll_review_free(toll_review *review) {
  if (!review) return;
  struct kept *k = (struct kept *)review;
  arena_free(&k->arena);
  mem_free(k);
}

/* --- names -------------------------------------------------------------- */

#define NAMES                                                                                                          \
  "(SELECT coalesce(resolved, name) AS name, kind = 'media' AS outlet FROM claimant UNION"                             \
  " SELECT coalesce(nullif(outlet, ''), id), 1 FROM document)"

int case_names(toll_case *c, struct arena *arena, struct case_name **out, size_t *count, toll_error *e) {
  sqlite3_stmt *s = NULL;
  size_t room = 0;
  *count = 0;
  int code = count_rows(c, "SELECT count(*) FROM " NAMES, &room, e);
  *out = ARENA_ARRAY(arena, room, struct case_name);
  if (!code) code = db_prepare(c, "SELECT name, outlet FROM " NAMES " ORDER BY 1, 2", &s, e);
  while (!code && *out && *count < room && (code = db_step(c, s, e)) > 0) {
    (*out)[(*count)++] = (struct case_name){arena_copy(arena, db_get_text(s, 0)), sqlite3_column_int(s, 1) != 0};
    code = 0;
  }
  sqlite3_finalize(s);
  if (!code && arena->failed) code = db_memory(c, e);
  return code;
}
