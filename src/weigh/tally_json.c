/* Rows and events as JSON, one object each. */
#include <string.h>

#include "base/member.h"
#include "toll/tally.h"

static void word(toll_buffer *out, const char *key, const char *value) {
  member_text(out, key, (toll_slice){value, value ? strlen(value) : 0});
}

static void day(toll_buffer *out, const char *key, toll_day value) {
  char iso[11] = "";
  if (value != TOLL_NO_DAY) toll_day_format(value, iso);
  word(out, key, value != TOLL_NO_DAY ? iso : NULL);
}

static void claim_json(const toll_tally_claim *claim, toll_buffer *out) {
  word(out, "{\"claim\":", claim->row->claim.id);
  member_text(out, ",\"doc\":", claim->row->doc);
  member_text(out, ",\"outlet\":", claim->row->outlet);
  member_text(out, ",\"claimant\":", claim->claimant);
  day(out, ",\"given\":", claim->given);
  member_number(out, ",\"account\":", claim->account);
  toll_buffer_str(out, toll_reason_used(claim->reason) ? ",\"used\":true" : ",\"used\":false");
  word(out, ",\"reason\":", toll_reason_text(claim->reason));
  word(out, ",\"other\":", claim->other ? claim->other->claim.id : NULL);
  for (size_t i = 0; claim->reasons && toll_method_at(i); i++) {
    word(out, i ? "," : ",\"methods\":{", toll_method_at(i)->name);
    word(out, ":", toll_reason_text(claim->reasons[i]));
    if (!toll_method_at(i + 1)) toll_buffer_str(out, "}");
  }
  member_text(out, ",\"quote\":", claim->row->claim.quote);
  toll_buffer_str(out, "}");
}

static void figure_json(const toll_tally_figure *figure, toll_buffer *out) {
  member_number(out, "{\"value\":", figure->value);
  member_number(out, ",\"low\":", figure->low);
  member_number(out, ",\"high\":", figure->high);
  member_text(out, ",\"derived\":", figure->derived);
  word(out, ",\"form\":", toll_form_name(figure->form));
  toll_buffer_str(out, figure->used ? ",\"used\":true" : ",\"used\":false");
  member_number(out, ",\"accounts\":", (int64_t)figure->accounts);
  toll_buffer_str(out, ",\"claims\":[");
  for (size_t i = 0; i < figure->count; i++) {
    if (i) toll_buffer_str(out, ",");
    claim_json(&figure->claims[i], out);
  }
  toll_buffer_str(out, "]}");
}

static void classes_json(uint32_t classes, toll_buffer *out) {
  const char *comma = "";
  toll_buffer_str(out, ",\"class\":[");
  for (unsigned bit = 0; bit < TOLL_CLASS_COUNT; bit++) {
    if (!(classes >> bit & 1)) continue;
    word(out, comma, toll_class_name(bit));
    comma = ",";
  }
  toll_buffer_str(out, "]");
}

static void window_json(const toll_tally_row *row, toll_buffer *out) {
  toll_buffer_str(out, ",\"window\":");
  if (!row->window.text.at) {
    toll_buffer_str(out, "null");
    return;
  }
  day(out, "{\"from\":", row->window.from);
  day(out, ",\"to\":", row->window.to);
  member_text(out, ",\"text\":", row->window.text);
  toll_buffer_str(out, "}");
}

static void verdict_json(const toll_verdict *v, toll_buffer *out) {
  toll_buffer_str(out, ",\"decision\":");
  if (!v) {
    toll_buffer_str(out, "null");
    return;
  }
  member_number(out, "{\"decision\":", v->number);
  member_number(out, ",\"low\":", v->low);
  member_number(out, ",\"best\":", v->best);
  member_number(out, ",\"high\":", v->high);
  member_text(out, ",\"by\":", v->by);
  member_text(out, ",\"reason\":", v->reason);
  member_text(out, ",\"at\":", v->at);
  toll_buffer_str(out, "}");
}

static void result_json(const toll_tally_result *r, toll_buffer *out) {
  member_number(out, "{\"low\":", r->low);
  member_number(out, ",\"best\":", r->best);
  member_number(out, ",\"high\":", r->high);
  member_text(out, ",\"range\":", r->range);
  member_text(out, ",\"derived\":", r->derived);
  word(out, ",\"grade\":", toll_grade_name(r->grade));
  member_number(out, ",\"accounts\":", (int64_t)r->accounts);
  toll_buffer_str(out, "}");
}

/* What every method makes of the row, by the methods' names. */
static void results_json(const toll_tally_result *results, toll_buffer *out) {
  toll_buffer_str(out, ",\"methods\":{");
  for (size_t i = 0; toll_method_at(i); i++) {
    word(out, i ? "," : "", results[i].method->name);
    toll_buffer_str(out, ":");
    result_json(&results[i], out);
  }
  toll_buffer_str(out, "}");
}

void toll_tally_row_json(const toll_tally_row *row, const toll_method *method, toll_buffer *out) {
  member_text(out, "{\"event\":", row->event->id);
  member_text(out, ",\"name\":", row->event->name);
  word(out, ",\"harm\":", toll_harm_name(row->harm));
  word(out, ",\"unit\":", toll_unit_name(row->unit));
  member_text(out, ",\"group\":", row->group);
  classes_json(row->classes, out);
  word(out, ",\"side\":", toll_side_name(row->side));
  window_json(row, out);
  word(out, ",\"method\":", method->name);
  member_number(out, ",\"low\":", row->low);
  member_number(out, ",\"best\":", row->best);
  member_number(out, ",\"high\":", row->high);
  member_text(out, ",\"range\":", row->range);
  member_text(out, ",\"derived\":", row->derived);
  word(out, ",\"grade\":", toll_grade_name(row->grade));
  member_number(out, ",\"accounts\":", (int64_t)row->accounts);
  verdict_json(row->verdict, out);
  if (row->results) results_json(row->results, out);
  toll_buffer_str(out, ",\"figures\":[");
  for (size_t i = 0; i < row->figure_count; i++) {
    if (i) toll_buffer_str(out, ",");
    figure_json(&row->figures[i], out);
  }
  toll_buffer_str(out, "]}");
}

void toll_event_json(const toll_event *event, toll_buffer *out) {
  member_text(out, "{\"event\":", event->id);
  member_text(out, ",\"name\":", event->name);
  day(out, ",\"from\":", event->from);
  day(out, ",\"to\":", event->to);
  member_text(out, ",\"where\":", event->where);
  toll_buffer_str(out, ",\"docs\":{");
  for (size_t i = 0; i < event->doc_count; i++) {
    size_t claims = event->docs[i].claims; /* ids come sorted: several mentions or documents of one id add up */
    while (i + 1 < event->doc_count && event->docs[i + 1].doc.len == event->docs[i].doc.len &&
           memcmp(event->docs[i + 1].doc.at, event->docs[i].doc.at, event->docs[i].doc.len) == 0)
      claims += event->docs[++i].claims;
    claims = claims ? claims : 1; /* harm told without a figure is one statement */
    toll_buffer_json(out, event->docs[i].doc);
    toll_buffer_str(out, ":");
    toll_buffer_int(out, (int64_t)claims);
    if (i + 1 < event->doc_count) toll_buffer_str(out, ",");
  }
  toll_buffer_str(out, "}}");
}
