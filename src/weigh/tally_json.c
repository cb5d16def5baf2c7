/* Rows and events as JSON, one object each. */
#include <string.h>

#include "toll/tally.h"

static void text(toll_buffer *out, const char *key, toll_slice value) {
  toll_buffer_str(out, key);
  if (value.at)
    toll_buffer_json(out, value);
  else
    toll_buffer_str(out, "null");
}

static void word(toll_buffer *out, const char *key, const char *value) {
  text(out, key, (toll_slice){value, value ? strlen(value) : 0});
}

static void number(toll_buffer *out, const char *key, int64_t n) {
  toll_buffer_str(out, key);
  if (n == TOLL_OPEN)
    toll_buffer_str(out, "null");
  else
    toll_buffer_int(out, n);
}

static void day(toll_buffer *out, const char *key, toll_day value) {
  char iso[11] = "";
  if (value != TOLL_NO_DAY) toll_day_format(value, iso);
  word(out, key, value != TOLL_NO_DAY ? iso : NULL);
}

static void claim_json(const toll_tally_claim *claim, toll_buffer *out) {
  word(out, "{\"claim\":", claim->row->claim.id);
  text(out, ",\"doc\":", claim->row->doc);
  text(out, ",\"outlet\":", claim->row->outlet);
  text(out, ",\"claimant\":", claim->claimant);
  day(out, ",\"given\":", claim->given);
  number(out, ",\"account\":", claim->account);
  toll_buffer_str(out, toll_reason_used(claim->reason) ? ",\"used\":true" : ",\"used\":false");
  word(out, ",\"reason\":", toll_reason_text(claim->reason));
  word(out, ",\"other\":", claim->other ? claim->other->claim.id : NULL);
  for (size_t i = 0; claim->reasons && toll_method_at(i); i++) {
    word(out, i ? "," : ",\"methods\":{", toll_method_at(i)->name);
    word(out, ":", toll_reason_text(claim->reasons[i]));
    if (!toll_method_at(i + 1)) toll_buffer_str(out, "}");
  }
  text(out, ",\"quote\":", claim->row->claim.quote);
  toll_buffer_str(out, "}");
}

static void figure_json(const toll_tally_figure *figure, toll_buffer *out) {
  number(out, "{\"value\":", figure->value);
  number(out, ",\"low\":", figure->low);
  number(out, ",\"high\":", figure->high);
  text(out, ",\"derived\":", figure->derived);
  word(out, ",\"form\":", toll_form_name(figure->form));
  toll_buffer_str(out, figure->used ? ",\"used\":true" : ",\"used\":false");
  number(out, ",\"accounts\":", (int64_t)figure->accounts);
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
  text(out, ",\"text\":", row->window.text);
  toll_buffer_str(out, "}");
}

static void verdict_json(const toll_verdict *v, toll_buffer *out) {
  toll_buffer_str(out, ",\"decision\":");
  if (!v) {
    toll_buffer_str(out, "null");
    return;
  }
  number(out, "{\"decision\":", v->number);
  number(out, ",\"low\":", v->low);
  number(out, ",\"best\":", v->best);
  number(out, ",\"high\":", v->high);
  text(out, ",\"by\":", v->by);
  text(out, ",\"reason\":", v->reason);
  text(out, ",\"at\":", v->at);
  toll_buffer_str(out, "}");
}

static void result_json(const toll_tally_result *r, toll_buffer *out) {
  number(out, "{\"low\":", r->low);
  number(out, ",\"best\":", r->best);
  number(out, ",\"high\":", r->high);
  text(out, ",\"range\":", r->range);
  text(out, ",\"derived\":", r->derived);
  word(out, ",\"grade\":", toll_grade_name(r->grade));
  number(out, ",\"accounts\":", (int64_t)r->accounts);
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
  text(out, "{\"event\":", row->event->id);
  text(out, ",\"name\":", row->event->name);
  word(out, ",\"harm\":", toll_harm_name(row->harm));
  word(out, ",\"unit\":", toll_unit_name(row->unit));
  text(out, ",\"group\":", row->group);
  classes_json(row->classes, out);
  word(out, ",\"side\":", toll_side_name(row->side));
  window_json(row, out);
  word(out, ",\"method\":", method->name);
  number(out, ",\"low\":", row->low);
  number(out, ",\"best\":", row->best);
  number(out, ",\"high\":", row->high);
  text(out, ",\"range\":", row->range);
  text(out, ",\"derived\":", row->derived);
  word(out, ",\"grade\":", toll_grade_name(row->grade));
  number(out, ",\"accounts\":", (int64_t)row->accounts);
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
  text(out, "{\"event\":", event->id);
  text(out, ",\"name\":", event->name);
  day(out, ",\"from\":", event->from);
  day(out, ",\"to\":", event->to);
  text(out, ",\"where\":", event->where);
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
