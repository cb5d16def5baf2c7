/* Rows of claims: the same claim laid out for people and for spreadsheets. */
#include "rows.h"

#include <stdio.h>
#include <string.h>

#include "figure.h"

#define ID_SHOWN 9 /* of an id's 17 letters; toll explain takes the start of one */

static const struct column claim_columns[] = {
    {"id", 0, false, false},   {"harm", 12, false, true},        {"figure", 0, true, false}, {"who", 10, false, true},
    {"says", 18, false, true}, {"when, where", 12, false, true}, {"words", 30, false, true},
};

struct table row_table(void) {
  return (struct table){
      .columns = claim_columns, .column_count = sizeof claim_columns / sizeof claim_columns[0], .indent = 2};
}

toll_slice row_count_words(const toll_claim *claim) {
  toll_span count = claim->count_span;
  if (count.from < claim->span.from || count.to > claim->span.to || count.to - claim->span.from > claim->quote.len)
    return TOLL_LIT("vague");
  return (toll_slice){claim->quote.at + (count.from - claim->span.from), count.to - count.from};
}

/* The cell's text is made in a buffer of its own, which is emptied again. */
static void take_cell(struct table *t, toll_buffer *b, enum tone tone) {
  if (b->failed) t->text.failed = true;
  table_cell(t, (toll_slice){b->at ? b->at : "", b->len}, tone);
  b->len = 0;
}

static bool same(toll_slice a, toll_slice b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* The outlet stands above the table: "via" it says nothing new. */
static void add_claimant(toll_buffer *b, const struct claim_row *row) {
  const toll_claimant *who = row->claim->claimant;
  if (who && who->via && !who->via->via && same(who->via->name, row->outlet)) {
    toll_claimant alone = *who;
    alone.via = NULL;
    figure_claimant(b, &alone, row->outlet);
  } else {
    figure_claimant(b, who, row->outlet);
  }
}

void row_add(struct table *t, const struct claim_row *row) {
  const toll_claim *claim = row->claim;
  toll_buffer b = {0};
  bool competes = claim->status == TOLL_ASSERTED && claim->event <= 1;
  table_cell(t, row->with_id ? (toll_slice){claim->id, ID_SHOWN} : (toll_slice){"", 0}, TONE_DIM);
  figure_harm(&b, claim);
  take_cell(t, &b, competes ? TONE_PLAIN : TONE_DIM);
  figure_of(&b, claim, row_count_words(claim));
  take_cell(t, &b, competes ? TONE_BOLD : TONE_DIM);
  figure_who(&b, claim);
  take_cell(t, &b, TONE_PLAIN);
  add_claimant(&b, row);
  take_cell(t, &b, TONE_PLAIN);
  figure_when_where(&b, claim);
  take_cell(t, &b, TONE_PLAIN);
  toll_buffer_add(&b, claim->quote.at, claim->quote.len);
  if (row->page) toll_buffer_str(&b, " (page ");
  if (row->page) toll_buffer_int(&b, row->page);
  if (row->page) toll_buffer_str(&b, ")");
  take_cell(t, &b, TONE_PLAIN);
  toll_buffer_free(&b);
}

void row_heading(const struct term *term, toll_slice label, toll_slice outlet, toll_day from, toll_day to,
                 toll_slice title, toll_buffer *out) {
  toll_buffer days = {0};
  figure_days(&days, from, to);
  toll_buffer_str(out, term_tone(term, TONE_BOLD));
  text_clean(out, label);
  toll_buffer_str(out, term_tone(term, TONE_PLAIN));
  const toll_slice parts[] = {outlet, {days.at, days.len}, title};
  size_t used = text_columns(label);
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
    size_t columns = text_columns(parts[i]) + 3;
    if (columns == 3) continue;
    bool fits = used + columns <= term->width;
    toll_buffer_str(out, fits ? " · " : "\n· ");
    text_clean(out, parts[i]);
    used = fits ? used + columns : columns - 1;
  }
  toll_buffer_str(out, "\n");
  toll_buffer_free(&days);
}

void row_csv_header(toll_buffer *out) {
  static const char *const names[] = {
      "id",         "doc",           "quote",      "from",      "to",
      "count_from", "count_to",      "harm",       "unit",      "who",
      "class",      "side",          "value",      "low",       "high",
      "form",       "derived",       "scope",      "part_of",   "status",
      "event",      "when_from",     "when_to",    "when_text", "as_of",
      "where_text", "where_name",    "country",    "geonameid", "by",
      "claimant",   "resolved",      "role",       "kind",      "cue",
      "via",        "characterised", "confidence", "rule",      "page",
      "box",
  };
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) csv_str(out, i == 0, names[i]);
  csv_end(out);
}

/* A list in one cell: its items joined by ";". */
static void csv_classes(toll_buffer *out, uint32_t classes) {
  toll_buffer list = {0};
  for (unsigned bit = 0; bit < TOLL_CLASS_COUNT; bit++) {
    if (!(classes >> bit & 1)) continue;
    if (list.len > 0) toll_buffer_str(&list, ";");
    toll_buffer_str(&list, toll_class_name(bit));
  }
  csv_cell(out, false, (toll_slice){list.at, list.len});
  if (list.failed) out->failed = true;
  toll_buffer_free(&list);
}

void row_labels(toll_buffer *out, const toll_claim *claim, const char *sep) {
  bool first = true;
  for (size_t i = 0; i < claim->label_count; i++) {
    size_t before = 0;
    while (!same(claim->labels[before].name, claim->labels[i].name)) before++;
    if (before < i) continue;
    if (!first) toll_buffer_str(out, sep);
    toll_buffer_add(out, claim->labels[i].name.at, claim->labels[i].name.len);
    first = false;
  }
}

static void csv_labels(toll_buffer *out, const toll_claim *claim) {
  toll_buffer list = {0};
  row_labels(&list, claim, ";");
  csv_cell(out, false, (toll_slice){list.at, list.len});
  if (list.failed) out->failed = true;
  toll_buffer_free(&list);
}

static void csv_numbers(toll_buffer *out, const struct claim_row *row) {
  const toll_claim *claim = row->claim;
  csv_int(out, false, claim->value);
  csv_int(out, false, claim->low);
  csv_int(out, false, claim->high);
  csv_str(out, false, toll_form_name(claim->form));
  csv_cell(out, false, claim->derived);
  csv_str(out, false, toll_scope_name(claim->scope));
  csv_str(out, false, row->part_of);
  csv_str(out, false, toll_status_name(claim->status));
  csv_int(out, false, claim->event);
}

static void csv_when_where(toll_buffer *out, const toll_claim *claim) {
  csv_day(out, false, claim->when.from);
  csv_day(out, false, claim->when.to);
  csv_cell(out, false, claim->when.text);
  csv_day(out, false, claim->as_of);
  csv_cell(out, false, claim->where.text);
  csv_cell(out, false, claim->where.name);
  csv_str(out, false, claim->where.country);
  csv_int(out, false, claim->where.geonameid ? claim->where.geonameid : TOLL_OPEN);
}

static void csv_claimant(toll_buffer *out, const toll_claimant *who) {
  static const toll_claimant nobody = {0};
  const toll_claimant *c = who ? who : &nobody;
  csv_cell(out, false, c->name);
  csv_cell(out, false, c->resolved);
  csv_cell(out, false, c->role);
  csv_str(out, false, who ? toll_kind_name(c->kind) : "");
  csv_cell(out, false, c->cue);
  csv_cell(out, false, c->via ? c->via->name : (toll_slice){0});
}

void row_csv(toll_buffer *out, const struct claim_row *row) {
  const toll_claim *claim = row->claim;
  csv_str(out, true, claim->id);
  csv_cell(out, false, row->doc);
  csv_cell(out, false, claim->quote);
  csv_int(out, false, claim->span.from);
  csv_int(out, false, claim->span.to);
  csv_int(out, false, claim->count_span.from);
  csv_int(out, false, claim->count_span.to);
  csv_str(out, false, toll_harm_name(claim->harm));
  csv_str(out, false, toll_unit_name(claim->unit));
  csv_cell(out, false, claim->who);
  csv_classes(out, claim->classes);
  csv_str(out, false, toll_side_name(claim->side));
  csv_numbers(out, row);
  csv_when_where(out, claim);
  csv_cell(out, false, claim->by);
  csv_claimant(out, claim->claimant);
  csv_labels(out, claim);
  char confidence[32];
  snprintf(confidence, sizeof confidence, "%.3f", claim->confidence);
  csv_str(out, false, confidence);
  csv_cell(out, false, claim->rule);
  csv_int(out, false, row->page ? (int64_t)row->page : TOLL_OPEN);
  csv_cell(out, false, row->box);
  csv_end(out);
}
