/* A claim's row as JSON: the fields of doc/claim.md in their order, the same
 * bytes as toll_claim_json gives for the claim in its document (test_case holds
 * the two together).  The log's hash of claims is over these bytes. */
#include <string.h>

#include "base/member.h"
#include "case/db.h"

/* What stands before a value is written with its comma, and the brace of its object. */
static void add_word(toll_buffer *out, const char *before, const char *word) {
  member_text(out, before, (toll_slice){word, word ? strlen(word) : 0});
}

static void add_span(toll_buffer *out, const char *before, uint64_t from, uint64_t to) {
  toll_buffer_str(out, before);
  toll_buffer_str(out, "[");
  toll_buffer_int(out, (int64_t)from);
  toll_buffer_str(out, ",");
  toll_buffer_int(out, (int64_t)to);
  toll_buffer_str(out, "]");
}

static void add_day(toll_buffer *out, const char *before, toll_day day) {
  char text[11];
  if (day != TOLL_NO_DAY) toll_day_format(day, text);
  member_text(out, before, day == TOLL_NO_DAY ? (toll_slice){0} : (toll_slice){text, 10});
}

static void add_classes(toll_buffer *out, uint32_t classes) {
  toll_buffer_str(out, ",\"class\":[");
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
  if (!claim->when.text.at && claim->when.from == TOLL_NO_DAY) {
    toll_buffer_str(out, ",\"when\":null");
    return;
  }
  add_day(out, ",\"when\":{\"from\":", claim->when.from);
  add_day(out, ",\"to\":", claim->when.to);
  member_text(out, ",\"text\":", claim->when.text);
  toll_buffer_str(out, "}");
}

static void add_where(toll_buffer *out, const toll_claim *claim) {
  if (!claim->where.text.at && !claim->where.name.at) {
    toll_buffer_str(out, ",\"where\":null");
    return;
  }
  member_text(out, ",\"where\":{\"text\":", claim->where.text);
  member_text(out, ",\"name\":", claim->where.name);
  add_word(out, ",\"country\":", claim->where.country[0] ? claim->where.country : NULL);
  member_number(out, ",\"geonameid\":", claim->where.geonameid ? claim->where.geonameid : TOLL_OPEN);
  toll_buffer_str(out, "}");
}

static void add_claimant(toll_buffer *out, const toll_claimant *who) {
  size_t depth = 0;
  for (; who && depth < 32; who = who->via, depth++) {
    member_text(out, depth ? ",\"via\":{\"name\":" : ",\"claimant\":{\"name\":", who->name);
    member_text(out, ",\"role\":", who->role);
    add_word(out, ",\"kind\":", toll_kind_name(who->kind));
    if (who->span.to)
      add_span(out, ",\"span\":", who->span.from, who->span.to);
    else
      add_word(out, ",\"span\":", NULL);
    member_text(out, ",\"cue\":", who->cue);
    member_text(out, ",\"resolved\":", who->resolved);
  }
  toll_buffer_str(out, depth ? ",\"via\":null" : ",\"claimant\":null");
  while (depth-- > 0) toll_buffer_str(out, "}");
}

static void add_labels(toll_buffer *out, const toll_claim *claim) {
  toll_buffer_str(out, ",\"characterised\":[");
  for (size_t i = 0; i < claim->label_count; i++) {
    member_text(out, i ? ",{\"label\":" : "{\"label\":", claim->labels[i].name);
    add_span(out, ",\"span\":", claim->labels[i].span.from, claim->labels[i].span.to);
    toll_buffer_str(out, "}");
  }
  toll_buffer_str(out, "]");
}

static void add_place_in_text(toll_buffer *out, const toll_case_claim *row) {
  const toll_claim *claim = &row->claim;
  member_text(out, ",\"quote\":", claim->quote);
  add_span(out, ",\"span\":", claim->span.from, claim->span.to);
  add_span(out, ",\"count_span\":", claim->count_span.from, claim->count_span.to);
  if (row->has_raw)
    add_span(out, ",\"raw_span\":", row->raw_from, row->raw_to);
  else
    add_word(out, ",\"raw_span\":", NULL);
}

static void add_place_on_page(toll_buffer *out, const toll_case_claim *row) {
  member_number(out, ",\"page\":", row->page ? (int64_t)row->page : TOLL_OPEN);
  toll_buffer_str(out, ",\"box\":");
  if (row->box.at)
    toll_buffer_add(out, row->box.at, row->box.len);
  else
    toll_buffer_str(out, "null");
}

static void add_figure(toll_buffer *out, const toll_case_claim *row) {
  const toll_claim *claim = &row->claim;
  add_word(out, ",\"harm\":", toll_harm_name(claim->harm));
  add_word(out, ",\"unit\":", toll_unit_name(claim->unit));
  member_text(out, ",\"who\":", claim->who);
  add_classes(out, claim->classes);
  add_word(out, ",\"side\":", toll_side_name(claim->side));
  member_number(out, ",\"value\":", claim->value);
  member_number(out, ",\"low\":", claim->low);
  member_number(out, ",\"high\":", claim->high);
  add_word(out, ",\"form\":", toll_form_name(claim->form));
  member_text(out, ",\"derived\":", claim->derived);
  add_word(out, ",\"scope\":", toll_scope_name(claim->scope));
  add_word(out, ",\"part_of\":", row->part_of[0] ? row->part_of : NULL);
  add_word(out, ",\"status\":", toll_status_name(claim->status));
}

void case_claim_json(const toll_case_claim *row, bool pages, toll_buffer *out) {
  const toll_claim *claim = &row->claim;
  add_word(out, "{\"id\":", claim->id);
  member_text(out, ",\"doc\":", row->doc);
  add_place_in_text(out, row);
  if (pages) add_place_on_page(out, row);
  add_figure(out, row);
  member_number(out, ",\"event\":", claim->event);
  add_when(out, claim);
  add_day(out, ",\"as_of\":", claim->as_of);
  add_where(out, claim);
  if (claim->by.at) {
    member_text(out, ",\"by\":{\"text\":", claim->by);
    toll_buffer_str(out, "}");
  } else
    toll_buffer_str(out, ",\"by\":null");
  add_claimant(out, claim->claimant);
  add_labels(out, claim);
  member_rate(out, ",\"confidence\":", claim->confidence);
  member_text(out, ",\"rule\":", claim->rule);
  toll_buffer_str(out, "}");
}

void toll_case_claim_json(const toll_case_claim *row, toll_buffer *out) {
  case_claim_json(row, true, out);
}
