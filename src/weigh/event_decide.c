/* Reviewers' decisions on events: rows that the grouping obeys from then on.
 *
 * A decision keeps hold of mentions (a document and its own number for the event), not
 * of events, whose rows come and go.  Mentions in copies go where those go that they
 * repeat, so that decisions speak of the latter alone.  What contradicts a decision in
 * force is refused, and that decision named. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/member.h"
#include "toll/tally.h"
#include "weigh/regroup.h"
#include "weigh/weigh.h"

static const char *const kinds[TOLL_EVENTS_KINDS] = {"merge", "split", "rename"};

const char *toll_event_decision_name(unsigned kind) {
  return kind < TOLL_EVENTS_KINDS ? kinds[kind] : NULL;
}

struct chosen { /* a mention of the events that are spoken of */
  int64_t mention, document, repeats;
  uint32_t number, event; /* event: which of the events named */
  uint8_t side;
  bool named;
  toll_slice id, path;
  int64_t line;
};

struct deciding {
  struct regroup *u;
  const toll_event_decision *d;
  struct chosen *at;
  size_t count;
  int64_t number;
  struct arena arena;
};

static int refuse(const char *message, toll_slice detail, toll_error *e) {
  toll_fail(e, TOLL_E_USAGE, message, NULL, 0);
  if (detail.at) toll_error_detail(e, detail.at, detail.len);
  return TOLL_E_USAGE;
}

static int refuse_number(const char *message, int64_t number, toll_error *e) {
  char text[32];
  int n = snprintf(text, sizeof text, "%lld", (long long)number);
  return refuse(message, (toll_slice){text, (size_t)n}, e);
}

/* --- the mentions of the events ------------------------------------------ */

static int add_chosen(struct deciding *x, sqlite3_stmt *s, uint32_t event) {
  bool full = x->count == 0 || (x->count >= 16 && (x->count & (x->count - 1)) == 0);
  struct chosen *at = full ? ARENA_ARRAY(&x->arena, x->count ? 2 * x->count : 16, struct chosen) : x->at;
  if (!at) return TOLL_E_MEMORY;
  if (full && x->count) memcpy(at, x->at, x->count * sizeof *at);
  x->at = at;
  at[x->count++] = (struct chosen){.mention = sqlite3_column_int64(s, 0),
                                   .document = sqlite3_column_int64(s, 1),
                                   .number = (uint32_t)sqlite3_column_int64(s, 2),
                                   .repeats = sqlite3_column_int64(s, 3),
                                   .id = arena_copy(&x->arena, db_get_text(s, 4)),
                                   .path = arena_copy(&x->arena, db_get_text(s, 5)),
                                   .line = sqlite3_column_int64(s, 6),
                                   .event = event,
                                   .side = event ? 2 : 1};
  return x->arena.failed ? TOLL_E_MEMORY : 0;
}

/* In the order of the documents' ids. */
static int choose_event(struct deciding *x, uint32_t event, toll_error *e) {
  sqlite3_stmt *s;
  size_t before = x->count;
  toll_slice id = x->d->events[event];
  for (uint32_t i = 0; i < event; i++)
    if (weigh_compare(x->d->events[i], id) == 0) return refuse("an event cannot be merged with itself", id, e);
  int code = db_statement(x->u->c, Q_DECIDE_MENTIONS, &s, e);
  if (code) return code;
  db_put_text(s, 1, id);
  while (!code && (code = db_step(x->u->c, s, e)) > 0) code = add_chosen(x, s, event) ? db_memory(x->u->c, e) : 0;
  if (code || x->count > before) return code;
  toll_fail(e, TOLL_E_MISSING, "there is no such event in the case", NULL, 0);
  toll_error_detail(e, id.at, id.len);
  return TOLL_E_MISSING;
}

/* --- the documents that are split off ------------------------------------ */

static bool starts(toll_slice text, toll_slice with) {
  return with.len > 0 && text.len >= with.len && memcmp(text.at, with.at, with.len) == 0;
}

/* How surely a name means the document: its id or path, or the start of its id. */
static int fit_of(const struct chosen *c, toll_slice name) {
  char line[32];
  int n = snprintf(line, sizeof line, ":%lld", (long long)c->line);
  bool path = weigh_compare(c->path, name) == 0;
  bool with_line = c->line && n > 0 && name.len == c->path.len + (size_t)n && starts(name, c->path) &&
                   memcmp(name.at + c->path.len, line, (size_t)n) == 0;
  if (weigh_compare(c->id, name) == 0 || path || with_line) return 2;
  return starts(c->id, name);
}

/* The mention of a claim of the event, by the claim's id or the start of it. */
static int find_by_claim(struct deciding *x, toll_slice name, struct chosen **out, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(x->u->c, Q_DECIDE_CLAIM, &s, e);
  if (code) return code;
  db_put_text(s, 1, name);
  while (!code && (code = db_step(x->u->c, s, e)) > 0) {
    for (size_t i = 0; i < x->count; i++) {
      struct chosen *c = &x->at[i];
      if (c->document != sqlite3_column_int64(s, 0) || c->number != (uint32_t)sqlite3_column_int64(s, 1)) continue;
      if (*out && *out != c) code = refuse("several documents of the event may be meant", name, e);
      *out = c;
    }
    if (code < 0) break;
    code = 0;
  }
  sqlite3_reset(s);
  return code;
}

static int find_document(struct deciding *x, toll_slice name, struct chosen **out, toll_error *e) {
  int best = 0;
  bool several = false;
  *out = NULL;
  for (size_t i = 0; i < x->count; i++) {
    int fit = fit_of(&x->at[i], name);
    if (!fit || fit < best) continue;
    several = fit == best && *out && x->at[i].document != (*out)->document;
    best = fit;
    *out = &x->at[i];
  }
  if (several) return refuse("several documents of the event may be meant", name, e);
  int code = *out ? 0 : find_by_claim(x, name, out, e);
  if (code || *out) return code;
  toll_fail(e, TOLL_E_MISSING, "no document or claim of the event goes by this name", NULL, 0);
  toll_error_detail(e, name.at, name.len);
  return TOLL_E_MISSING;
}

static toll_slice id_of(const struct deciding *x, int64_t mention) {
  for (size_t i = 0; i < x->count; i++)
    if (x->at[i].mention == mention) return x->at[i].id;
  return (toll_slice){0};
}

static int choose_documents(struct deciding *x, toll_error *e) {
  size_t left = 0;
  for (size_t i = 0; i < x->d->doc_count; i++) {
    struct chosen *c;
    int code = find_document(x, x->d->docs[i], &c, e);
    if (code) return code;
    for (size_t k = 0; k < x->count; k++) /* what a document says of the event, all of it */
      if (x->at[k].document == c->document) {
        x->at[k].side = 2;
        x->at[k].named = true;
      }
  }
  for (size_t i = 0; i < x->count; i++) {
    struct chosen *c = &x->at[i];
    bool led = false;
    for (size_t k = 0; k < x->count; k++) led |= x->at[k].mention == c->repeats && x->at[k].named;
    if (c->named && c->repeats && !led)
      return refuse("a copy goes where its original goes: name the original", id_of(x, c->repeats), e);
    left += !c->repeats && c->side == 1;
  }
  return left ? 0 : refuse("these are all documents of the event: nothing would be left of it", x->d->events[0], e);
}

/* --- earlier decisions ---------------------------------------------------- */

static const struct chosen *chosen_of(const struct deciding *x, int64_t node) {
  for (size_t i = 0; i < x->count; i++)
    if (x->at[i].mention == node) return &x->at[i];
  return NULL;
}

/* Whether one decision has parted what is to be together, or joined what is to be apart. */
static bool contradicts(const struct deciding *x, size_t from, size_t to) {
  const struct decided *all = x->u->decided;
  for (size_t i = from; i < to; i++)
    for (size_t k = i + 1; k < to; k++) {
      const struct chosen *a = chosen_of(x, all[i].node->id), *b = chosen_of(x, all[k].node->id);
      if (!a || !b) continue;
      bool parted = all[i].kind == DECIDED_SPLIT && all[i].side != all[k].side;
      bool joined = all[i].kind == DECIDED_MERGE || (all[i].side == 2 && all[k].side == 2);
      if (x->d->kind == TOLL_EVENTS_MERGE ? parted && a->event != b->event : joined && a->side != b->side) return true;
    }
  return false;
}

static int check_earlier(const struct deciding *x, toll_error *e) {
  const struct decided *all = x->u->decided;
  size_t count = x->d->kind == TOLL_EVENTS_RENAME ? 0 : x->u->decided_count;
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && all[to].decision == all[from].decision;) to++;
    if (contradicts(x, from, to))
      return refuse_number(x->d->kind == TOLL_EVENTS_MERGE
                               ? "an earlier decision parts these events: take it back first"
                               : "an earlier decision joins these documents: take it back first",
                           all[from].decision, e);
  }
  return 0;
}

/* --- writing --------------------------------------------------------------- */

static int put_row(struct deciding *x, toll_error *e) {
  toll_case *c = x->u->c;
  char now[CASE_TIME];
  sqlite3_stmt *s;
  int code = db_statement(c, Q_DECISION_PUT, &s, e);
  if (code) return code;
  if (case_time(c->now, now)) db_put_word(s, 1, now);
  db_put_word(s, 2, kinds[x->d->kind]);
  db_put_text(s, 3, x->d->name);
  db_put_text(s, 4, x->d->by);
  db_put_text(s, 5, x->d->reason);
  code = db_run(c, s, e);
  x->number = sqlite3_last_insert_rowid(c->db);
  return code;
}

/* Of a name the first document keeps hold; of the rest all that stand for themselves. */
static int put_mentions(struct deciding *x, toll_buffer *log, toll_error *e) {
  toll_case *c = x->u->c;
  const char *comma = "";
  int code = 0;
  for (size_t i = 0; i < x->count && !code; i++) {
    const struct chosen *m = &x->at[i];
    sqlite3_stmt *s;
    if (m->repeats) continue;
    code = db_statement(c, Q_DECISION_MENTION_PUT, &s, e);
    if (code) break;
    db_put_int(s, 1, x->number);
    db_put_int(s, 2, m->side);
    db_put_int(s, 3, m->document);
    db_put_int(s, 4, m->number);
    code = db_run(c, s, e);
    toll_buffer_str(log, comma);
    member_text(log, "[", m->id);
    toll_buffer_str(log, ",");
    toll_buffer_int(log, m->number);
    toll_buffer_str(log, ",");
    toll_buffer_int(log, m->side);
    toll_buffer_str(log, "]");
    comma = ",";
    if (x->d->kind == TOLL_EVENTS_RENAME) break;
  }
  return code;
}

static int put_decision(struct deciding *x, toll_error *e) {
  toll_buffer log = {0};
  int code = put_row(x, e);
  member_text(&log, "{\"by\":", x->d->by);
  toll_buffer_str(&log, ",\"decision\":");
  toll_buffer_int(&log, x->number);
  toll_buffer_str(&log, ",\"events\":[");
  for (size_t i = 0; i < x->d->event_count; i++) member_text(&log, i ? "," : "", x->d->events[i]);
  toll_buffer_str(&log, "],\"mentions\":[");
  if (!code) code = put_mentions(x, &log, e);
  member_text(&log, "],\"name\":", x->d->name);
  member_text(&log, ",\"reason\":", x->d->reason);
  toll_buffer_str(&log, "}");
  if (!code)
    code = log.failed ? db_memory(x->u->c, e) : case_log(x->u->c, kinds[x->d->kind], (toll_slice){log.at, log.len}, e);
  toll_buffer_free(&log);
  return code;
}

/* --- obeying --------------------------------------------------------------- */

/* What a decision speaks of, as it was read. */
struct spoken {
  const struct decided *decided;
  const struct renaming *renamings;
  size_t decided_count, renaming_count;
};

static struct spoken spoken_of(const struct regroup *u) {
  return (struct spoken){u->decided, u->renamings, u->decided_count, u->renaming_count};
}

/* All that the decision speaks of, and what hangs on it, waits to be grouped. */
static int loosen_decided(struct regroup *u, const struct spoken *of, int64_t decision, toll_error *e) {
  int code = 0;
  for (size_t i = 0; i < of->decided_count && !code; i++)
    if (of->decided[i].decision == decision) code = regroup_loosen(u, of->decided[i].node, e);
  for (size_t i = 0; i < of->renaming_count && !code; i++) {
    struct node *node;
    if (of->renamings[i].decision != decision) continue;
    code = nodes_get(&u->nodes, of->renamings[i].mention, &node, e);
    if (!code && node->event && list_add(&u->touched, node->event)) code = db_memory(u->c, e);
  }
  return code;
}

static int regroup_again(struct regroup *u, toll_error *e) {
  int code = nodes_write(&u->nodes, e);
  if (!code) code = regroup_decisions(u, e);
  if (!code) code = regroup_blocks(u, e);
  return code ? code : regroup_events(u, e);
}

static bool is_text(toll_slice text) {
  return !text.at || (text.len > 0 && text.len < 4096);
}

static int check(const toll_event_decision *d, toll_error *e) {
  if (d->kind >= TOLL_EVENTS_KINDS || !d->event_count) return refuse("no such decision", (toll_slice){0}, e);
  if (d->kind == TOLL_EVENTS_MERGE && d->event_count < 2)
    return refuse("two events at least can be merged", d->events[0], e);
  if (d->kind == TOLL_EVENTS_SPLIT && !d->doc_count)
    return refuse("which documents are to be split off?", d->events[0], e);
  if (d->kind == TOLL_EVENTS_RENAME && !d->name.len) return refuse("which name is the event to have?", d->events[0], e);
  if (!is_text(d->name) || !is_text(d->by) || !is_text(d->reason))
    return refuse("a name or reason is empty or too long", (toll_slice){0}, e);
  return 0;
}

static int decide(struct deciding *x, toll_error *e) {
  struct regroup *u = x->u;
  int code = regroup_decisions(u, e);
  for (uint32_t i = 0; i < x->d->event_count && !code; i++) code = choose_event(x, i, e);
  if (!code && x->d->kind == TOLL_EVENTS_SPLIT) code = choose_documents(x, e);
  if (!code) code = check_earlier(x, e);
  if (!code) code = put_decision(x, e);
  if (!code) code = regroup_decisions(u, e);
  struct spoken of = spoken_of(u);
  if (!code) code = loosen_decided(u, &of, x->number, e);
  return code ? code : regroup_again(u, e);
}

/* Runs a step in a batch of its own, and commits. */
static int run(toll_case *c, int (*step)(struct deciding *x, toll_error *e), struct deciding *x, toll_error *e) {
  if (!c->writable) return toll_fail(e, TOLL_E_USAGE, "the case was opened for reading", c->path, 0);
  int code = toll_events_update(c, NULL, e);
  if (code) return code;
  struct regroup *u = mem_alloc(sizeof *u);
  if (!u) return db_memory(c, e);
  x->u = u;
  code = regroup_begin(u, c, e);
  if (!code) code = step(x, e);
  if (!code) code = toll_case_commit(c, e);
  if (code) case_batch_undo(c);
  regroup_end(u);
  mem_free(u);
  arena_free(&x->arena);
  return code;
}

int toll_events_decide(toll_case *c, const toll_event_decision *decision, int64_t *number, toll_error *e) {
  struct deciding x = {.d = decision};
  int code = check(decision, e);
  if (!code) code = run(c, decide, &x, e);
  if (number) *number = x.number;
  return code;
}

/* --- taking back ------------------------------------------------------------ */

static int find_standing(struct deciding *x, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(x->u->c, Q_DECISION_STANDING, &s, e);
  if (code) return code;
  db_put_int(s, 1, x->number);
  code = db_step(x->u->c, s, e);
  if (code == 0)
    return toll_fail(e, TOLL_E_MISSING, "there is no decision on events of that number that stands", NULL, 0);
  if (code < 0) return code;
  x->number = sqlite3_column_int64(s, 0);
  sqlite3_reset(s);
  return 0;
}

static int put_undone(struct deciding *x, toll_error *e) {
  toll_case *c = x->u->c;
  char now[CASE_TIME];
  toll_buffer log = {0};
  sqlite3_stmt *s;
  int code = db_statement(c, Q_DECISION_UNDO, &s, e);
  if (code) return code;
  db_put_int(s, 1, x->number);
  if (case_time(c->now, now)) db_put_word(s, 2, now);
  db_put_text(s, 3, x->d->by);
  db_put_text(s, 4, x->d->reason);
  code = db_run(c, s, e);
  member_text(&log, "{\"by\":", x->d->by);
  toll_buffer_str(&log, ",\"decision\":");
  toll_buffer_int(&log, x->number);
  member_text(&log, ",\"reason\":", x->d->reason);
  toll_buffer_str(&log, "}");
  if (!code) code = log.failed ? db_memory(c, e) : case_log(c, "undo", (toll_slice){log.at, log.len}, e);
  toll_buffer_free(&log);
  return code;
}

static int undo(struct deciding *x, toll_error *e) {
  struct regroup *u = x->u;
  int code = find_standing(x, e);
  if (!code) code = regroup_decisions(u, e);
  struct spoken of = spoken_of(u);
  if (!code) code = put_undone(x, e);
  if (!code) code = regroup_decisions(u, e); /* it holds nothing together any more */
  if (!code) code = loosen_decided(u, &of, x->number, e);
  return code ? code : regroup_again(u, e);
}

int toll_events_undo(toll_case *c, int64_t *number, toll_slice by, toll_slice reason, toll_error *e) {
  const toll_event_decision why = {.by = by, .reason = reason};
  struct deciding x = {.d = &why, .number = *number};
  int code = run(c, undo, &x, e);
  if (!code) *number = x.number;
  return code;
}

/* --- reading back ------------------------------------------------------------ */

struct toll_event_decisions {
  toll_case *c;
  sqlite3_stmt *rows;
};

int toll_event_decisions_open(toll_case *c, toll_event_decisions **out, toll_error *e) {
  static const char sql[] =
      "SELECT d.decision, d.kind, d.name, d.who, d.reason, d.at, d.undone, d.undone_who, d.undone_reason, (SELECT"
      " group_concat(id, ' ') FROM (SELECT DISTINCT v.id AS id FROM decision_mention x JOIN mention m ON m.document ="
      " x.document AND m.number = x.number JOIN event v ON v.event = m.event WHERE x.decision = d.decision ORDER BY"
      " v.id)), (SELECT count(DISTINCT document) FROM decision_mention x WHERE x.decision = d.decision AND (x.side = 2 "
      "OR"
      " d.kind = 'merge')) FROM decision d WHERE d.kind IN ('merge', 'split', 'rename') ORDER BY d.decision";
  *out = NULL;
  toll_event_decisions *list = mem_alloc(sizeof *list);
  if (!list) return db_memory(c, e);
  list->c = c;
  int code = db_prepare(c, sql, &list->rows, e);
  if (code)
    toll_event_decisions_close(list);
  else
    *out = list;
  return code;
}

int toll_event_decisions_next(toll_event_decisions *list, toll_decided *out, toll_error *e) {
  sqlite3_stmt *s = list->rows;
  int code = db_step(list->c, s, e);
  if (code <= 0) return code;
  toll_slice kind = db_get_text(s, 1);
  *out = (toll_decided){.number = sqlite3_column_int64(s, 0), .kind = TOLL_EVENTS_KINDS};
  for (unsigned i = 0; i < TOLL_EVENTS_KINDS; i++)
    if (strlen(kinds[i]) == kind.len && memcmp(kinds[i], kind.at, kind.len) == 0) out->kind = i;
  toll_slice *const texts[] = {&out->name,   &out->by,        &out->reason,        &out->at,
                               &out->undone, &out->undone_by, &out->undone_reason, &out->events};
  for (int i = 0; i < 8; i++) *texts[i] = db_get_text(s, 2 + i);
  out->docs = (size_t)sqlite3_column_int64(s, 10);
  return 1;
}

void toll_event_decisions_close(toll_event_decisions *list) {
  if (!list) return;
  sqlite3_finalize(list->rows);
  mem_free(list);
}
