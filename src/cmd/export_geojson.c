/* GeoJSON: one FeatureCollection, a feature a line. */
#include <stdio.h>
#include <string.h>

#include "casefile.h"
#include "export.h"
#include "outfile.h"

struct writing {
  struct export *x;
  struct outfile *file;
  toll_buffer out;
  bool first;
};

static void key(toll_buffer *out, const char *name) {
  if (out->len > 0 && !strchr("{[", out->at[out->len - 1])) toll_buffer_str(out, ",");
  toll_buffer_str(out, "\"");
  toll_buffer_str(out, name);
  toll_buffer_str(out, "\":");
}

static void text(toll_buffer *out, const char *name, toll_slice value) {
  key(out, name);
  if (value.at)
    toll_buffer_json(out, value);
  else
    toll_buffer_str(out, "null");
}

static void number(toll_buffer *out, const char *name, int64_t n) {
  key(out, name);
  if (n == TOLL_OPEN)
    toll_buffer_str(out, "null");
  else
    toll_buffer_int(out, n);
}

static void day(toll_buffer *out, const char *name, toll_day d) {
  char iso[11] = "";
  if (d != TOLL_NO_DAY) toll_day_format(d, iso);
  text(out, name, d == TOLL_NO_DAY ? (toll_slice){0} : (toll_slice){iso, 10});
}

static void digest(toll_buffer *out, const char *name, const uint8_t sha256[32]) {
  char hex[65];
  sources_hex(sha256, hex);
  text(out, name, (toll_slice){hex, 64});
}

/* "[49.89,40.38]": longitude first, as RFC 7946 has it. */
static void geometry(toll_buffer *out, bool located, double lat, double lon) {
  char point[80];
  key(out, "geometry");
  snprintf(point, sizeof point, "{\"type\":\"Point\",\"coordinates\":[%.2f,%.2f]}", lon, lat);
  toll_buffer_str(out, located ? point : "null");
}

static int end_feature(struct writing *w, toll_error *e) {
  toll_buffer_str(&w->out, "}}");
  outfile_write(w->file, &w->out);
  progress_show(&w->x->progress, ++w->x->rows, w->x->expected);
  return w->file->failed ? toll_fail(e, TOLL_E_IO, "cannot be written", w->file->path, 0) : 0;
}

static void begin_feature(struct writing *w, toll_slice id) {
  toll_buffer_str(&w->out, w->first ? "\n" : ",\n");
  w->first = false;
  toll_buffer_str(&w->out, "{");
  text(&w->out, "type", TOLL_LIT("Feature"));
  text(&w->out, "id", id);
}

/* --- events ------------------------------------------------------------- */

static void figure(toll_buffer *out, const toll_tally_row *row) {
  if (out->at[out->len - 1] == '}') toll_buffer_str(out, ",");
  toll_buffer_str(out, "{");
  text(out, "harm", slice_of(toll_harm_name(row->harm)));
  text(out, "group", row->group);
  text(out, "side", slice_of(toll_side_name(row->side)));
  text(out, "window", row->window.text);
  number(out, "low", row->low);
  number(out, "best", row->best);
  number(out, "high", row->high);
  text(out, "range", row->range);
  text(out, "derived", row->derived);
  text(out, "grade", slice_of(toll_grade_name(row->grade)));
  number(out, "accounts", (int64_t)row->accounts);
  toll_buffer_str(out, "}");
}

static void document(toll_buffer *out, const struct source_key *source) {
  if (out->at[out->len - 1] == '}') toll_buffer_str(out, ",");
  toll_buffer_str(out, "{");
  text(out, "doc", source->id);
  digest(out, "sha256", source->sha256);
  toll_buffer_str(out, "}");
}

static void documents(struct writing *w, const toll_event *event) {
  key(&w->out, "documents");
  toll_buffer_str(&w->out, "[");
  for (size_t i = 0; i < event->doc_count; i++) {
    toll_slice id = event->docs[i].doc, last = i ? event->docs[i - 1].doc : (toll_slice){0};
    size_t count;
    const struct source_key *const *keys = sources_id(&w->x->sources, id, &count);
    if (i && id.len == last.len && memcmp(id.at, last.at, id.len) == 0) continue;
    for (size_t k = 0; k < count; k++) document(&w->out, keys[k]);
  }
  toll_buffer_str(&w->out, "]");
}

static void claim_ids(toll_buffer *out, const toll_tally_row *rows, size_t count) {
  bool first = true;
  key(out, "claim_ids");
  toll_buffer_str(out, "[");
  for (size_t i = 0; i < count; i++)
    for (size_t f = 0; f < rows[i].figure_count; f++)
      for (size_t c = 0; c < rows[i].figures[f].count; c++) {
        if (!first) toll_buffer_str(out, ",");
        first = false;
        toll_buffer_json(out, slice_of(rows[i].figures[f].claims[c].row->claim.id));
      }
  toll_buffer_str(out, "]");
}

static int event_feature(struct writing *w, const toll_event *event, toll_error *e) {
  struct event_place place = export_place(w->x, event);
  size_t count;
  const toll_tally_row *rows = export_rows_of(w->x, event, &count);
  toll_buffer *out = &w->out;
  begin_feature(w, event->id);
  geometry(out, place.located, place.lat, place.lon);
  key(out, "properties");
  toll_buffer_str(out, "{");
  text(out, "name", event->name);
  day(out, "from", event->from);
  day(out, "to", event->to);
  text(out, "where", event->where);
  text(out, "country", event->country[0] ? slice_of(event->country) : (toll_slice){0});
  number(out, "geonameid", place.geonameid ? place.geonameid : TOLL_OPEN);
  number(out, "claims", (int64_t)event->claims);
  key(out, "figures");
  toll_buffer_str(out, "[");
  for (size_t i = 0; i < count; i++) figure(out, &rows[i]);
  toll_buffer_str(out, "]");
  documents(w, event);
  claim_ids(out, rows, count);
  return end_feature(w, e);
}

static int all_events(struct writing *w, toll_error *e) {
  size_t count;
  const toll_event *events = toll_tally_events(w->x->tally, &count);
  int code = 0;
  for (size_t i = 0; i < count && code == 0; i++) code = event_feature(w, &events[i], e);
  return code;
}

/* --- claims ------------------------------------------------------------- */

static int claim_feature(struct writing *w, const toll_case_claim *row, toll_error *e) {
  const toll_claim *c = &row->claim;
  const struct people *p = &w->x->people;
  const struct source_key *source = sources_number(&w->x->sources, row->document);
  double lat = 0, lon = 0;
  toll_buffer *out = &w->out;
  begin_feature(w, slice_of(c->id));
  bool located = export_locate(w->x, c, &lat, &lon);
  geometry(out, located, lat, lon);
  key(out, "properties");
  toll_buffer_str(out, "{");
  text(out, "event", row->event);
  text(out, "harm", slice_of(toll_harm_name(c->harm)));
  number(out, "value", c->value);
  number(out, "low", c->low);
  number(out, "high", c->high);
  text(out, "form", slice_of(toll_form_name(c->form)));
  text(out, "status", slice_of(toll_status_name(c->status)));
  text(out, "scope", slice_of(toll_scope_name(c->scope)));
  text(out, "who", people_text(p, row->document, c->who, &w->x->row));
  day(out, "from", c->when.from);
  day(out, "to", c->when.to);
  text(out, "where", c->where.name.len ? c->where.name : c->where.text);
  number(out, "geonameid", c->where.geonameid ? c->where.geonameid : TOLL_OPEN);
  toll_slice claimant = c->claimant ? c->claimant->name : (toll_slice){0};
  text(out, "claimant", people_claimant(p, row->document, c->claimant, claimant, &w->x->row));
  text(out, "outlet", row->outlet);
  text(out, "quote", people_text(p, row->document, c->quote, &w->x->row));
  text(out, "doc", row->doc);
  if (source) digest(out, "sha256", source->sha256);
  if (w->x->row.failed) out->failed = true;
  arena_reset(&w->x->row);
  return end_feature(w, e);
}

static int all_claims(struct writing *w, toll_error *e) {
  toll_case_cursor *cursor = NULL;
  toll_case_claim row;
  int code = toll_case_claims(w->x->file, NULL, &cursor, e);
  while (code == 0 && (code = toll_case_claim_next(cursor, &row, e)) > 0) code = claim_feature(w, &row, e);
  if (cursor) toll_case_cursor_close(cursor);
  return code;
}

/* --- the collection ----------------------------------------------------- */

/* What RFC 7946 calls a foreign member: where this comes from. */
static void begin(struct writing *w) {
  const struct export *x = w->x;
  toll_buffer *out = &w->out;
  toll_buffer_str(out, "{\"type\":\"FeatureCollection\",\"toll\":{");
  text(out, "version", TOLL_LIT(TOLL_VERSION));
  number(out, "log_entries", (int64_t)x->log_size);
  text(out, "log_root", slice_of(x->log_root));
  text(out, "method", slice_of(x->method->name));
  text(out, "profile", slice_of(x->profile));
  text(out, "people", slice_of(x->people.hide ? "hidden" : "shown"));
  text(out, "places", TOLL_LIT("GeoNames (https://www.geonames.org), CC BY 4.0, to hundredths of a degree"));
  toll_buffer_str(out, "},\"features\":[");
  w->first = true;
}

int export_geojson(struct export *x, bool claims, struct outfile *file, toll_error *e) {
  struct writing w = {.x = x, .file = file};
  begin(&w);
  int code = claims ? all_claims(&w, e) : all_events(&w, e);
  toll_buffer_str(&w.out, "\n]}\n");
  outfile_write(file, &w.out);
  toll_buffer_free(&w.out);
  return code;
}
