/* A claim as one JSON object, fields in the order of the claim's definition.
 * Written by hand: it is on the hot path, and its bytes are a promise.  How long it can
 * get is reckoned first, from its texts; then it is written in one go (base/pen.h). */
#include <string.h>

#include "base/pen.h"
#include "read/pages.h"
#include "toll/claim.h"

/* At most, without the texts: all names of fields, numbers, words and marks. */
#define ROOM_CLAIM 2048
#define ROOM_CLAIMANT 256
#define ROOM_LABEL 128

static size_t room_of(toll_slice id, const toll_claim *c) {
  size_t fixed = ROOM_CLAIM + c->label_count * ROOM_LABEL;
  size_t texts = id.len + c->quote.len + c->who.len + c->derived.len + c->when.text.len + c->where.text.len +
                 c->where.name.len + c->by.len + c->rule.len;
  for (const toll_claimant *p = c->claimant; p; p = p->via) {
    fixed += ROOM_CLAIMANT;
    texts += p->name.len + p->role.len + p->cue.len + p->resolved.len;
  }
  for (size_t i = 0; i < c->label_count; i++) texts += c->labels[i].name.len;
  return fixed + PEN_JSON(texts);
}

/* --- values: each returns where the next piece goes ------------------------- */

static inline char *word(char *at, const char *name) {
  if (!name) return PEN(at, "null");
  *at++ = '"';
  at = pen_str(at, name);
  *at++ = '"';
  return at;
}

static inline char *slice(char *at, toll_slice s) {
  return s.at ? pen_json(at, s) : PEN(at, "null");
}

static inline char *number(char *at, int64_t n) {
  return n == TOLL_OPEN ? PEN(at, "null") : pen_int(at, n);
}

static char *pair(char *at, uint64_t from, uint64_t to) {
  *at++ = '[';
  at = pen_int(at, (int64_t)from);
  *at++ = ',';
  at = pen_int(at, (int64_t)to);
  *at++ = ']';
  return at;
}

static char *day(char *at, toll_day d) {
  char text[11];
  if (d == TOLL_NO_DAY) return PEN(at, "null");
  toll_day_format(d, text);
  return word(at, text);
}

/* --- fields ------------------------------------------------------------------ */

static char *spans(char *at, const toll_document *doc, const toll_claim *c) {
  uint64_t from, to;
  at = pair(PEN(at, ",\"span\":"), c->span.from, c->span.to);
  at = pair(PEN(at, ",\"count_span\":"), c->count_span.from, c->count_span.to);
  at = PEN(at, ",\"raw_span\":");
  if (!doc || !toll_document_raw_span(doc, c->count_span, &from, &to)) return PEN(at, "null");
  return pair(at, from, to);
}

static char *place(char *at, const toll_document *doc, const toll_claim *c) {
  uint32_t page;
  double box[4];
  if (!doc || !toll_document_box(doc, c->count_span, &page, box)) return PEN(at, ",\"page\":null,\"box\":null");
  char room[BOX_FORMAT];
  toll_slice text = box_format(box, room);
  at = PEN(pen_int(PEN(at, ",\"page\":"), page), ",\"box\":");
  return (char *)memcpy(at, text.at, text.len) + text.len;
}

static char *classes(char *at, const toll_claim *c) {
  at = PEN(at, ",\"class\":[");
  bool first = true;
  for (unsigned i = 0; c->classes >> i && i < TOLL_CLASS_COUNT; i++) {
    if (!(c->classes >> i & 1)) continue;
    if (!first) *at++ = ',';
    at = word(at, toll_class_name(i));
    first = false;
  }
  *at++ = ']';
  return at;
}

static char *figures(char *at, const toll_claim *c) {
  at = number(PEN(at, ",\"value\":"), c->value);
  at = number(PEN(at, ",\"low\":"), c->low);
  at = number(PEN(at, ",\"high\":"), c->high);
  at = word(PEN(at, ",\"form\":"), toll_form_name(c->form));
  return slice(PEN(at, ",\"derived\":"), c->derived);
}

static char *when(char *at, const toll_claim *c) {
  if (c->when.from == TOLL_NO_DAY && !c->when.text.at) return PEN(at, ",\"when\":null");
  at = day(PEN(at, ",\"when\":{\"from\":"), c->when.from);
  at = day(PEN(at, ",\"to\":"), c->when.to);
  at = slice(PEN(at, ",\"text\":"), c->when.text);
  return PEN(at, "}");
}

static char *where(char *at, const toll_claim *c) {
  if (!c->where.text.at && !c->where.name.at) return PEN(at, ",\"where\":null");
  at = slice(PEN(at, ",\"where\":{\"text\":"), c->where.text);
  at = slice(PEN(at, ",\"name\":"), c->where.name);
  at = word(PEN(at, ",\"country\":"), c->where.country[0] ? c->where.country : NULL);
  at = number(PEN(at, ",\"geonameid\":"), c->where.geonameid ? c->where.geonameid : TOLL_OPEN);
  return PEN(at, "}");
}

static char *by(char *at, const toll_claim *c) {
  if (!c->by.at) return PEN(at, ",\"by\":null");
  return PEN(slice(PEN(at, ",\"by\":{\"text\":"), c->by), "}");
}

static char *claimant(char *at, const toll_claimant *p) {
  if (!p) return PEN(at, "null");
  at = slice(PEN(at, "{\"name\":"), p->name);
  at = slice(PEN(at, ",\"role\":"), p->role);
  at = word(PEN(at, ",\"kind\":"), toll_kind_name(p->kind));
  at = PEN(at, ",\"span\":");
  at = p->span.to ? pair(at, p->span.from, p->span.to) : PEN(at, "null");
  at = slice(PEN(at, ",\"cue\":"), p->cue);
  at = slice(PEN(at, ",\"resolved\":"), p->resolved);
  at = claimant(PEN(at, ",\"via\":"), p->via);
  return PEN(at, "}");
}

static char *labels(char *at, const toll_claim *c) {
  at = PEN(at, ",\"characterised\":[");
  for (size_t i = 0; i < c->label_count; i++) {
    if (i) *at++ = ',';
    at = slice(PEN(at, "{\"label\":"), c->labels[i].name);
    at = pair(PEN(at, ",\"span\":"), c->labels[i].span.from, c->labels[i].span.to);
    *at++ = '}';
  }
  *at++ = ']';
  return at;
}

static const char *whole_of(const toll_claims *all, const toll_claim *c) {
  return c->part_of >= 0 && all && (size_t)c->part_of < all->count ? all->items[c->part_of].id : NULL;
}

void toll_claim_json(const toll_document *doc, const toll_claims *all, const toll_claim *c, toll_buffer *b) {
  toll_slice id = doc ? toll_document_get(doc)->id : (toll_slice){NULL, 0};
  char *at = pen_room(b, room_of(id, c));
  if (!at) return;
  at = word(PEN(at, "{\"id\":"), c->id);
  at = slice(PEN(at, ",\"doc\":"), id);
  at = slice(PEN(at, ",\"quote\":"), c->quote);
  at = place(spans(at, doc, c), doc, c);
  at = word(PEN(at, ",\"harm\":"), toll_harm_name(c->harm));
  at = word(PEN(at, ",\"unit\":"), toll_unit_name(c->unit));
  at = slice(PEN(at, ",\"who\":"), c->who);
  at = classes(at, c);
  at = word(PEN(at, ",\"side\":"), toll_side_name(c->side));
  at = figures(at, c);
  at = word(PEN(at, ",\"scope\":"), toll_scope_name(c->scope));
  at = word(PEN(at, ",\"part_of\":"), whole_of(all, c));
  at = word(PEN(at, ",\"status\":"), toll_status_name(c->status));
  at = pen_int(PEN(at, ",\"event\":"), c->event);
  at = when(at, c);
  at = day(PEN(at, ",\"as_of\":"), c->as_of);
  at = by(where(at, c), c);
  at = claimant(PEN(at, ",\"claimant\":"), c->claimant);
  at = labels(at, c);
  at = pen_rate(PEN(at, ",\"confidence\":"), c->confidence);
  at = slice(PEN(at, ",\"rule\":"), c->rule);
  pen_done(b, PEN(at, "}"));
}
