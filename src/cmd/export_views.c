/* The views.  Each function fills in its cells in the order of its columns; row_full
 * holds the two together. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "casefile.h"
#include "export.h"
#include "case/row.h"
#include "rows.h"

#define CELLS_MAX 64

struct making { /* a row while it is made */
  struct export *x;
  const struct view *view;
  struct sink *sink;
  int64_t document; /* whose names are hidden in its texts */
  struct cell at[CELLS_MAX];
  size_t count;
};

static struct cell *add(struct making *m) {
  assert(m->count < CELLS_MAX);
  m->at[m->count] = (struct cell){.number = TOLL_OPEN};
  return &m->at[m->count++];
}

static void text(struct making *m, toll_slice t) {
  add(m)->text = t;
}

static void word(struct making *m, const char *name) {
  text(m, slice_of(name));
}

/* Somebody's words, in which names are hidden. */
static void said(struct making *m, toll_slice t) {
  text(m, people_text(&m->x->people, m->document, t, &m->x->row));
}

static void number(struct making *m, int64_t n) {
  add(m)->number = n;
}

static void day(struct making *m, toll_day d) {
  char iso[11];
  if (d != TOLL_NO_DAY) toll_day_format(d, iso);
  text(m, d == TOLL_NO_DAY ? (toll_slice){0} : arena_copy(&m->x->row, (toll_slice){iso, 10}));
}

static void real(struct making *m, double r, bool given) {
  struct cell *cell = add(m);
  cell->real = r;
  cell->text = given ? TOLL_LIT("") : (toll_slice){0};
}

static void digest(struct making *m, const uint8_t sha256[32]) {
  char hex[65];
  if (sha256) sources_hex(sha256, hex);
  text(m, sha256 ? arena_copy(&m->x->row, (toll_slice){hex, 64}) : (toll_slice){0});
}

static void digest_of(struct making *m, int64_t document) {
  const struct source_key *key = sources_number(&m->x->sources, document);
  digest(m, key ? key->sha256 : NULL);
}

/* A list is gathered in a buffer and given back. */
static void list(struct making *m, toll_buffer *b) {
  text(m, b->len ? arena_copy(&m->x->row, (toll_slice){b->at, b->len}) : (toll_slice){0});
  if (b->failed) m->x->row.failed = true;
  toll_buffer_free(b);
}

static void join(toll_buffer *b, toll_slice t) {
  static const char between = LIST_BREAK;
  if (b->len) toll_buffer_add(b, &between, 1);
  toll_buffer_add(b, t.at, t.len);
}

static void class_list(struct making *m, uint32_t classes) {
  toll_buffer b = {0};
  for (unsigned bit = 0; bit < TOLL_CLASS_COUNT; bit++)
    if (classes >> bit & 1) join(&b, slice_of(toll_class_name(bit)));
  list(m, &b);
}

static int hand_over(struct making *m, toll_error *e) {
  assert(m->count == m->view->column_count);
  int code = m->x->row.failed ? toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0)
                              : export_row(m->x, m->view, m->at, m->sink, e);
  arena_reset(&m->x->row);
  m->count = 0;
  return code;
}

#define COLUMNS(list) .columns = list, .column_count = sizeof list / sizeof *list

/* --- claims ------------------------------------------------------------- */

static const struct view_column claim_columns[] = {
    {"id", CELL_TEXT, 20},
    {"doc", CELL_TEXT, 20},
    {"sha256", CELL_TEXT, 16},
    {"outlet", CELL_TEXT, 20},
    {"title", CELL_TEXT, 30},
    {"published", CELL_TEXT, 11},
    {"event", CELL_TEXT, 22},
    {"doc_event", CELL_NUMBER, 6},
    {"harm", CELL_TEXT, 12},
    {"unit", CELL_TEXT, 10},
    {"who", CELL_TEXT, 20},
    {"class", CELL_LIST, 12},
    {"side", CELL_TEXT, 9},
    {"value", CELL_NUMBER, 9},
    {"low", CELL_NUMBER, 9},
    {"high", CELL_NUMBER, 9},
    {"form", CELL_TEXT, 10},
    {"derived", CELL_TEXT, 10},
    {"scope", CELL_TEXT, 8},
    {"part_of", CELL_TEXT, 20},
    {"status", CELL_TEXT, 11},
    {"when_from", CELL_TEXT, 11},
    {"when_to", CELL_TEXT, 11},
    {"when_text", CELL_TEXT, 16},
    {"as_of", CELL_TEXT, 11},
    {"where_text", CELL_TEXT, 16},
    {"where_name", CELL_TEXT, 16},
    {"country", CELL_TEXT, 8},
    {"geonameid", CELL_NUMBER, 10},
    {"by", CELL_TEXT, 16},
    {"claimant", CELL_TEXT, 24},
    {"resolved", CELL_TEXT, 20},
    {"role", CELL_TEXT, 16},
    {"kind", CELL_TEXT, 10},
    {"via", CELL_TEXT, 18},
    {"cue", CELL_TEXT, 10},
    {"characterised", CELL_LIST, 14},
    {"confidence", CELL_REAL, 10},
    {"rule", CELL_TEXT, 18},
    {"quote", CELL_TEXT, 60},
    {"span_from", CELL_NUMBER, 9},
    {"span_to", CELL_NUMBER, 9},
    {"count_from", CELL_NUMBER, 9},
    {"count_to", CELL_NUMBER, 9},
    {"raw_from", CELL_NUMBER, 9},
    {"raw_to", CELL_NUMBER, 9},
    {"page", CELL_NUMBER, 6},
    {"box", CELL_TEXT, 14},
};

static void claim_numbers(struct making *m, const toll_case_claim *row) {
  const toll_claim *c = &row->claim;
  word(m, toll_harm_name(c->harm));
  word(m, c->unit ? toll_unit_name(c->unit) : NULL);
  said(m, c->who);
  class_list(m, c->classes);
  word(m, toll_side_name(c->side));
  number(m, c->value);
  number(m, c->low);
  number(m, c->high);
  word(m, toll_form_name(c->form));
  said(m, c->derived);
  word(m, toll_scope_name(c->scope));
  word(m, row->part_of[0] ? row->part_of : NULL);
  word(m, toll_status_name(c->status));
}

static void claim_setting(struct making *m, const toll_claim *c) {
  day(m, c->when.from);
  day(m, c->when.to);
  text(m, c->when.text);
  day(m, c->as_of);
  said(m, c->where.text);
  text(m, c->where.name);
  word(m, c->where.country[0] ? c->where.country : NULL);
  number(m, c->where.geonameid ? c->where.geonameid : TOLL_OPEN);
  text(m, c->by);
}

static void claim_speaker(struct making *m, const toll_claim *c) {
  static const toll_claimant nobody = {0};
  const toll_claimant *who = c->claimant ? c->claimant : &nobody, *via = who->via ? who->via : &nobody;
  const struct people *p = &m->x->people;
  text(m, people_claimant(p, m->document, who, who->name, &m->x->row));
  text(m, people_claimant(p, m->document, who, who->resolved, &m->x->row));
  text(m, people_claimant(p, m->document, who, who->role, &m->x->row));
  word(m, c->claimant ? toll_kind_name(who->kind) : NULL);
  text(m, people_claimant(p, m->document, via, via->name, &m->x->row));
  text(m, who->cue);
}

static void claim_labels(struct making *m, const toll_claim *c) {
  static const char between[] = {LIST_BREAK, 0};
  toll_buffer b = {0};
  row_labels(&b, c, between);
  list(m, &b);
}

static void claim_places(struct making *m, const toll_case_claim *row) {
  const toll_claim *c = &row->claim;
  number(m, c->span.from);
  number(m, c->span.to);
  number(m, c->count_span.from);
  number(m, c->count_span.to);
  number(m, row->has_raw ? (int64_t)row->raw_from : TOLL_OPEN);
  number(m, row->has_raw ? (int64_t)row->raw_to : TOLL_OPEN);
  number(m, row->page ? row->page : TOLL_OPEN);
  text(m, row->box);
}

static int claim_row(struct making *m, const toll_case_claim *row, toll_error *e) {
  m->document = row->document;
  word(m, row->claim.id);
  text(m, row->doc);
  digest_of(m, row->document);
  text(m, row->outlet);
  said(m, row->title);
  day(m, row->published);
  text(m, row->event);
  number(m, row->claim.event);
  claim_numbers(m, row);
  claim_setting(m, &row->claim);
  claim_speaker(m, &row->claim);
  claim_labels(m, &row->claim);
  real(m, row->claim.confidence, true);
  text(m, row->claim.rule);
  said(m, row->claim.quote);
  claim_places(m, row);
  return hand_over(m, e);
}

static int claim_rows(struct export *x, struct sink *sink, toll_error *e);
static const struct view claims = {
    .name = "claims", .about = "each claim, with its words", COLUMNS(claim_columns), .rows = claim_rows};

static int claim_rows(struct export *x, struct sink *sink, toll_error *e) {
  struct making m = {.x = x, .view = &claims, .sink = sink};
  toll_case_cursor *cursor = NULL;
  toll_case_claim row;
  int code = toll_case_claims(x->file, NULL, &cursor, e);
  while (code == 0 && (code = toll_case_claim_next(cursor, &row, e)) > 0) code = claim_row(&m, &row, e);
  if (cursor) toll_case_cursor_close(cursor);
  return code;
}

/* --- documents ---------------------------------------------------------- */

static const struct view_column document_columns[] = {
    {"id", CELL_TEXT, 20},           {"sha256", CELL_TEXT, 66},   {"path", CELL_TEXT, 30},
    {"inner", CELL_TEXT, 20},        {"line", CELL_NUMBER, 6},    {"url", CELL_TEXT, 30},
    {"title", CELL_TEXT, 40},        {"outlet", CELL_TEXT, 22},   {"byline", CELL_TEXT, 18},
    {"lang", CELL_TEXT, 6},          {"from", CELL_TEXT, 11},     {"to", CELL_TEXT, 11},
    {"format", CELL_TEXT, 8},        {"encoding", CELL_TEXT, 13}, {"bytes", CELL_NUMBER, 10},
    {"text_bytes", CELL_NUMBER, 10}, {"claims", CELL_NUMBER, 8},
};

static int document_row(struct making *m, const toll_case_source *s, toll_error *e) {
  m->document = s->number;
  text(m, s->id);
  digest(m, s->sha256);
  text(m, people_path(&m->x->people, s->path));
  text(m, people_path(&m->x->people, s->inner));
  number(m, s->line ? s->line : TOLL_OPEN);
  text(m, s->url);
  said(m, s->title);
  text(m, s->outlet);
  text(m, s->byline);
  text(m, s->lang);
  day(m, s->from);
  day(m, s->to);
  word(m, row_format_name(s->format));
  word(m, row_encoding_name(s->encoding));
  number(m, (int64_t)s->raw_size);
  number(m, (int64_t)s->text_size);
  number(m, (int64_t)s->claims);
  return hand_over(m, e);
}

static int document_rows(struct export *x, struct sink *sink, toll_error *e);
static const struct view documents = {
    .name = "documents", .about = "each document, with its SHA-256", COLUMNS(document_columns), .rows = document_rows};

static int document_rows(struct export *x, struct sink *sink, toll_error *e) {
  struct making m = {.x = x, .view = &documents, .sink = sink};
  toll_case_cursor *cursor = NULL;
  toll_case_source row;
  int code = toll_case_sources(x->file, &cursor, e);
  while (code == 0 && (code = toll_case_source_next(cursor, &row, e)) > 0) code = document_row(&m, &row, e);
  if (cursor) toll_case_cursor_close(cursor);
  return code;
}

/* --- events ------------------------------------------------------------- */

static const struct view_column event_columns[] = {
    {"id", CELL_TEXT, 24},     {"name", CELL_TEXT, 34},        {"from", CELL_TEXT, 11},        {"to", CELL_TEXT, 11},
    {"where", CELL_TEXT, 20},  {"country", CELL_TEXT, 8},      {"geonameid", CELL_NUMBER, 10}, {"lat", CELL_REAL, 9},
    {"lon", CELL_REAL, 9},     {"documents", CELL_NUMBER, 10}, {"claims", CELL_NUMBER, 8},     {"docs", CELL_LIST, 40},
    {"sha256", CELL_LIST, 66},
};

/* The documents of an event, each id once, and the hashes of all that have these ids. */
static void event_documents(struct making *m, const toll_event *event) {
  toll_buffer ids = {0}, hashes = {0};
  for (size_t i = 0; i < event->doc_count; i++) {
    toll_slice id = event->docs[i].doc;
    bool again = i > 0 && id.len == event->docs[i - 1].doc.len && memcmp(id.at, event->docs[i - 1].doc.at, id.len) == 0;
    size_t count;
    const struct source_key *const *keys = sources_id(&m->x->sources, id, &count);
    if (again) continue;
    join(&ids, id);
    for (size_t k = 0; k < count; k++) {
      char hex[65];
      sources_hex(keys[k]->sha256, hex);
      join(&hashes, (toll_slice){hex, 64});
    }
  }
  list(m, &ids);
  list(m, &hashes);
}

static int event_row(struct making *m, const toll_event *event, toll_error *e) {
  struct event_place place = export_place(m->x, event);
  text(m, event->id);
  text(m, event->name);
  day(m, event->from);
  day(m, event->to);
  text(m, event->where);
  word(m, event->country[0] ? event->country : NULL);
  number(m, place.geonameid ? place.geonameid : TOLL_OPEN);
  real(m, place.lat, place.located);
  real(m, place.lon, place.located);
  number(m, (int64_t)event->doc_count);
  number(m, (int64_t)event->claims);
  event_documents(m, event);
  return hand_over(m, e);
}

static int event_rows(struct export *x, struct sink *sink, toll_error *e);
static const struct view events = {.name = "events",
                                   .about = "each event that the claims speak of",
                                   COLUMNS(event_columns),
                                   .needs_tally = true,
                                   .rows = event_rows};

static int event_rows(struct export *x, struct sink *sink, toll_error *e) {
  struct making m = {.x = x, .view = &events, .sink = sink};
  size_t count;
  const toll_event *all = toll_tally_events(x->tally, &count);
  int code = 0;
  for (size_t i = 0; i < count && code == 0; i++) code = event_row(&m, &all[i], e);
  return code;
}

/* --- tally -------------------------------------------------------------- */

static const struct view_column tally_columns[] = {
    {"event", CELL_TEXT, 24},     {"name", CELL_TEXT, 34},    {"harm", CELL_TEXT, 14},      {"unit", CELL_TEXT, 10},
    {"group", CELL_TEXT, 20},     {"class", CELL_LIST, 14},   {"side", CELL_TEXT, 10},      {"window", CELL_TEXT, 16},
    {"method", CELL_TEXT, 12},    {"profile", CELL_TEXT, 14}, {"low", CELL_NUMBER, 9},      {"best", CELL_NUMBER, 9},
    {"high", CELL_NUMBER, 9},     {"range", CELL_TEXT, 16},   {"derived", CELL_TEXT, 14},   {"grade", CELL_TEXT, 11},
    {"accounts", CELL_NUMBER, 9}, {"used", CELL_NUMBER, 7},   {"left_out", CELL_NUMBER, 9},
};

static void row_head(struct making *m, const toll_tally_row *row) {
  text(m, row->event->id);
  text(m, row->event->name);
  word(m, toll_harm_name(row->harm));
  word(m, toll_unit_name(row->unit));
  text(m, row->group);
  class_list(m, row->classes);
  word(m, toll_side_name(row->side));
  text(m, row->window.text);
  word(m, m->x->method->name);
  word(m, m->x->profile);
  number(m, row->low);
  number(m, row->best);
  number(m, row->high);
}

static int tally_row(struct making *m, const toll_tally_row *row, toll_error *e) {
  int64_t used = 0, all = 0;
  for (size_t f = 0; f < row->figure_count; f++)
    for (size_t i = 0; i < row->figures[f].count; i++, all++)
      used += toll_reason_used(row->figures[f].claims[i].reason);
  row_head(m, row);
  text(m, row->range);
  text(m, row->derived);
  word(m, toll_grade_name(row->grade));
  number(m, (int64_t)row->accounts);
  number(m, used);
  number(m, all - used);
  return hand_over(m, e);
}

static int tally_rows(struct export *x, struct sink *sink, toll_error *e);
static const struct view tally = {.name = "tally",
                                  .about = "what the method makes of each event, harm and group",
                                  COLUMNS(tally_columns),
                                  .needs_tally = true,
                                  .rows = tally_rows};

static int tally_rows(struct export *x, struct sink *sink, toll_error *e) {
  struct making m = {.x = x, .view = &tally, .sink = sink};
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(x->tally, &count);
  int code = 0;
  for (size_t i = 0; i < count && code == 0; i++) code = tally_row(&m, &rows[i], e);
  return code;
}

/* --- figures ------------------------------------------------------------ */

static const struct view_column figure_columns[] = {
    {"event", CELL_TEXT, 24},        {"name", CELL_TEXT, 34},        {"harm", CELL_TEXT, 14},
    {"unit", CELL_TEXT, 10},         {"group", CELL_TEXT, 20},       {"class", CELL_LIST, 14},
    {"side", CELL_TEXT, 10},         {"window", CELL_TEXT, 16},      {"method", CELL_TEXT, 12},
    {"profile", CELL_TEXT, 14},      {"result_low", CELL_NUMBER, 9}, {"result_best", CELL_NUMBER, 9},
    {"result_high", CELL_NUMBER, 9}, {"figure", CELL_NUMBER, 9},     {"low", CELL_NUMBER, 9},
    {"high", CELL_NUMBER, 9},        {"form", CELL_TEXT, 10},        {"use", CELL_TEXT, 26},
    {"account", CELL_NUMBER, 8},     {"claimant", CELL_TEXT, 26},    {"given", CELL_TEXT, 11},
    {"outlet", CELL_TEXT, 20},       {"quote", CELL_TEXT, 60},       {"claim", CELL_TEXT, 20},
    {"other", CELL_TEXT, 20},        {"doc", CELL_TEXT, 20},         {"sha256", CELL_TEXT, 66},
};

static int figure_row(struct making *m, const toll_tally_row *row, const toll_tally_claim *claim, toll_error *e) {
  const toll_claim *c = &claim->row->claim;
  m->document = claim->row->document;
  row_head(m, row);
  number(m, c->value);
  number(m, c->low);
  number(m, c->high);
  word(m, toll_form_name(c->form));
  word(m, toll_reason_text(claim->reason));
  number(m, claim->account);
  text(m, people_claimant(&m->x->people, m->document, c->claimant, claim->claimant, &m->x->row));
  day(m, claim->given);
  text(m, claim->row->outlet);
  said(m, c->quote);
  word(m, c->id);
  word(m, claim->other ? claim->other->claim.id : NULL);
  text(m, claim->row->doc);
  digest_of(m, m->document);
  return hand_over(m, e);
}

static int figure_rows(struct export *x, struct sink *sink, toll_error *e);
static const struct view figures = {.name = "figures",
                                    .about = "each claim in the tally: used, or the reason why not",
                                    COLUMNS(figure_columns),
                                    .needs_tally = true,
                                    .rows = figure_rows};

static int figure_rows(struct export *x, struct sink *sink, toll_error *e) {
  struct making m = {.x = x, .view = &figures, .sink = sink};
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(x->tally, &count);
  int code = 0;
  for (size_t i = 0; i < count; i++)
    for (size_t f = 0; f < rows[i].figure_count; f++)
      for (size_t c = 0; c < rows[i].figures[f].count && code == 0; c++)
        code = figure_row(&m, &rows[i], &rows[i].figures[f].claims[c], e);
  return code;
}

/* --- copies ------------------------------------------------------------- */

static const struct view_column copy_columns[] = {{"doc", CELL_TEXT, 30},
                                                  {"sha256", CELL_LIST, 66},
                                                  {"of", CELL_TEXT, 30},
                                                  {"of_sha256", CELL_LIST, 66},
                                                  {"likeness", CELL_REAL, 9}};

static void digests_of(struct making *m, toll_slice id) {
  size_t count;
  const struct source_key *const *keys = sources_id(&m->x->sources, id, &count);
  toll_buffer hashes = {0};
  for (size_t i = 0; i < count; i++) {
    char hex[65];
    sources_hex(keys[i]->sha256, hex);
    join(&hashes, (toll_slice){hex, 64});
  }
  list(m, &hashes);
}

static int copy_rows(struct export *x, struct sink *sink, toll_error *e);
static const struct view copies = {.name = "copies",
                                   .about = "documents that count as one source with another",
                                   COLUMNS(copy_columns),
                                   .needs_tally = true,
                                   .rows = copy_rows};

static int copy_rows(struct export *x, struct sink *sink, toll_error *e) {
  struct making m = {.x = x, .view = &copies, .sink = sink};
  size_t count;
  const toll_copy *all = toll_tally_copies(x->tally, &count);
  int code = 0;
  for (size_t i = 0; i < count && code == 0; i++) {
    text(&m, all[i].doc);
    digests_of(&m, all[i].doc);
    text(&m, all[i].of);
    digests_of(&m, all[i].of);
    real(&m, all[i].likeness, all[i].likeness > 0);
    code = hand_over(&m, e);
  }
  return code;
}

/* --- log ---------------------------------------------------------------- */

static const struct view_column log_columns[] = {{"entry", CELL_NUMBER, 8},
                                                 {"at", CELL_TEXT, 21},
                                                 {"kind", CELL_TEXT, 10},
                                                 {"body", CELL_TEXT, 90},
                                                 {"leaf", CELL_TEXT, 66}};

/* The word behind the key in a body, whose keys stand in a fixed order. */
static toll_slice word_behind(toll_slice body, const char *key) {
  const char *found = memmem(body.at, body.len, key, strlen(key));
  if (!found) return (toll_slice){0};
  found += strlen(key);
  const char *end = memchr(found, '"', body.len - (size_t)(found - body.at));
  return end ? (toll_slice){found, (size_t)(end - found)} : (toll_slice){0};
}

static int log_rows(struct export *x, struct sink *sink, toll_error *e);
static const struct view log_view = {
    .name = "log", .about = "all that was done to the case", COLUMNS(log_columns), .rows = log_rows};

static int log_rows(struct export *x, struct sink *sink, toll_error *e) {
  struct making m = {.x = x, .view = &log_view, .sink = sink};
  toll_case_cursor *cursor = NULL;
  toll_case_entry entry;
  int code = toll_case_log(x->file, &cursor, e);
  while (code == 0 && (code = toll_case_entry_next(cursor, &entry, e)) > 0) {
    number(&m, (int64_t)entry.number);
    bool dated = entry.body.len > 7 && memcmp(entry.body.at, "{\"at\":\"", 7) == 0;
    text(&m, dated ? word_behind(entry.body, "{\"at\":\"") : (toll_slice){0});
    text(&m, word_behind(entry.body, "\"kind\":\""));
    text(&m, people_log(&x->people, entry.body, &x->row));
    digest(&m, entry.leaf);
    code = hand_over(&m, e);
  }
  if (cursor) toll_case_cursor_close(cursor);
  return code;
}

/* --- all ---------------------------------------------------------------- */

const struct view *view_at(size_t n) {
  static const struct view *const all[] = {&claims, &documents, &events, &tally, &figures, &copies, &log_view, NULL};
  return n < sizeof all / sizeof *all ? all[n] : NULL;
}

const struct view *view_find(const char *name) {
  const struct view *view = NULL;
  for (size_t i = 0; (view = view_at(i)) && strcmp(view->name, name) != 0; i++) continue;
  return view;
}

int export_row(struct export *x, const struct view *view, const struct cell *cells, struct sink *sink, toll_error *e) {
  progress_show(&x->progress, ++x->rows, x->expected);
  return sink->row(sink->to, view, cells, e);
}

int export_view(struct export *x, const struct view *view, struct sink *sink, toll_error *e) {
  int code = sink->begin(sink->to, view, e);
  if (code == 0) code = view->rows(x, sink, e);
  return code == 0 ? sink->end(sink->to, view, e) : code;
}
