/* A claim's row as JSON: the fields of doc/claim.md in their order, the same
 * bytes as toll_claim_json gives for the claim in its document (test_case holds
 * the two together).  The log's hash of claims is over these bytes. */
#include <stdio.h>
#include <string.h>

#include "case/db.h"

static void add_key(toll_buffer *out, const char *key) {
  toll_buffer_str(out, out->len && out->at[out->len - 1] == '{' ? "\"" : ",\"");
  toll_buffer_str(out, key);
  toll_buffer_str(out, "\":");
}

static void add_text(toll_buffer *out, const char *key, toll_slice text) {
  add_key(out, key);
  if (text.at)
    toll_buffer_json(out, text);
  else
    toll_buffer_str(out, "null");
}

static void add_word(toll_buffer *out, const char *key, const char *word) {
  add_text(out, key, (toll_slice){word, word ? strlen(word) : 0});
}

static void add_number(toll_buffer *out, const char *key, int64_t n) {
  add_key(out, key);
  if (n == TOLL_OPEN)
    toll_buffer_str(out, "null");
  else
    toll_buffer_int(out, n);
}

static void add_span(toll_buffer *out, const char *key, uint64_t from, uint64_t to) {
  add_key(out, key);
  toll_buffer_str(out, "[");
  toll_buffer_int(out, (int64_t)from);
  toll_buffer_str(out, ",");
  toll_buffer_int(out, (int64_t)to);
  toll_buffer_str(out, "]");
}

static void add_day(toll_buffer *out, const char *key, toll_day day) {
  char text[11];
  if (day != TOLL_NO_DAY) toll_day_format(day, text);
  add_text(out, key, day == TOLL_NO_DAY ? (toll_slice){0} : (toll_slice){text, 10});
}

static void add_classes(toll_buffer *out, uint32_t classes) {
  add_key(out, "class");
  toll_buffer_str(out, "[");
  const char *comma = "\"";
  for (unsigned bit = 0; bit < TOLL_CLASS_COUNT; bit++) {
    if (!(classes >> bit & 1)) continue;
    toll_buffer_str(out, comma);
    toll_buffer_str(out, toll_class_name(bit));
    toll_buffer_str(out, "\"");
    comma = ",\"";
  }
  toll_buffer_str(out, "]");
}

static void add_when(toll_buffer *out, const toll_claim *claim) {
  add_key(out, "when");
  if (!claim->when.text.at && claim->when.from == TOLL_NO_DAY) {
    toll_buffer_str(out, "null");
    return;
  }
  toll_buffer_str(out, "{");
  add_day(out, "from", claim->when.from);
  add_day(out, "to", claim->when.to);
  add_text(out, "text", claim->when.text);
  toll_buffer_str(out, "}");
}

static void add_where(toll_buffer *out, const toll_claim *claim) {
  add_key(out, "where");
  if (!claim->where.text.at && !claim->where.name.at) {
    toll_buffer_str(out, "null");
    return;
  }
  toll_buffer_str(out, "{");
  add_text(out, "text", claim->where.text);
  add_text(out, "name", claim->where.name);
  add_word(out, "country", claim->where.country[0] ? claim->where.country : NULL);
  add_number(out, "geonameid", claim->where.geonameid ? claim->where.geonameid : TOLL_OPEN);
  toll_buffer_str(out, "}");
}

static void add_claimant(toll_buffer *out, const char *key, const toll_claimant *who) {
  size_t depth = 0;
  for (; who && depth < 32; who = who->via, depth++, key = "via") {
    add_key(out, key);
    toll_buffer_str(out, "{");
    add_text(out, "name", who->name);
    add_text(out, "role", who->role);
    add_word(out, "kind", toll_kind_name(who->kind));
    if (who->span.to)
      add_span(out, "span", who->span.from, who->span.to);
    else
      add_word(out, "span", NULL);
    add_text(out, "cue", who->cue);
    add_text(out, "resolved", who->resolved);
  }
  add_key(out, key);
  toll_buffer_str(out, "null");
  while (depth-- > 0) toll_buffer_str(out, "}");
}

static void add_labels(toll_buffer *out, const toll_claim *claim) {
  add_key(out, "characterised");
  toll_buffer_str(out, "[");
  for (size_t i = 0; i < claim->label_count; i++) {
    toll_buffer_str(out, i ? ",{" : "{");
    add_text(out, "label", claim->labels[i].name);
    add_span(out, "span", claim->labels[i].span.from, claim->labels[i].span.to);
    toll_buffer_str(out, "}");
  }
  toll_buffer_str(out, "]");
}

static void add_place_in_text(toll_buffer *out, const toll_case_claim *row) {
  const toll_claim *claim = &row->claim;
  add_text(out, "quote", claim->quote);
  add_span(out, "span", claim->span.from, claim->span.to);
  add_span(out, "count_span", claim->count_span.from, claim->count_span.to);
  if (row->has_raw)
    add_span(out, "raw_span", row->raw_from, row->raw_to);
  else
    add_word(out, "raw_span", NULL);
}

static void add_place_on_page(toll_buffer *out, const toll_case_claim *row) {
  add_number(out, "page", row->page ? (int64_t)row->page : TOLL_OPEN);
  add_key(out, "box");
  if (row->box.at)
    toll_buffer_add(out, row->box.at, row->box.len);
  else
    toll_buffer_str(out, "null");
}

static void add_figure(toll_buffer *out, const toll_case_claim *row) {
  const toll_claim *claim = &row->claim;
  add_word(out, "harm", toll_harm_name(claim->harm));
  add_word(out, "unit", toll_unit_name(claim->unit));
  add_text(out, "who", claim->who);
  add_classes(out, claim->classes);
  add_word(out, "side", toll_side_name(claim->side));
  add_number(out, "value", claim->value);
  add_number(out, "low", claim->low);
  add_number(out, "high", claim->high);
  add_word(out, "form", toll_form_name(claim->form));
  add_text(out, "derived", claim->derived);
  add_word(out, "scope", toll_scope_name(claim->scope));
  add_word(out, "part_of", row->part_of[0] ? row->part_of : NULL);
  add_word(out, "status", toll_status_name(claim->status));
}

void case_claim_json(const toll_case_claim *row, bool pages, toll_buffer *out) {
  const toll_claim *claim = &row->claim;
  char number[32];
  toll_buffer_str(out, "{");
  add_word(out, "id", claim->id);
  add_text(out, "doc", row->doc);
  add_place_in_text(out, row);
  if (pages) add_place_on_page(out, row);
  add_figure(out, row);
  add_number(out, "event", claim->event);
  add_when(out, claim);
  add_day(out, "as_of", claim->as_of);
  add_where(out, claim);
  add_key(out, "by");
  if (claim->by.at) {
    toll_buffer_str(out, "{");
    add_text(out, "text", claim->by);
    toll_buffer_str(out, "}");
  } else
    toll_buffer_str(out, "null");
  add_claimant(out, "claimant", claim->claimant);
  add_labels(out, claim);
  add_key(out, "confidence");
  snprintf(number, sizeof number, "%.3f", claim->confidence);
  toll_buffer_str(out, number);
  add_text(out, "rule", claim->rule);
  toll_buffer_str(out, "}");
}

void toll_case_claim_json(const toll_case_claim *row, toll_buffer *out) {
  case_claim_json(row, true, out);
}
