/* A claim as one JSON object, fields in the order of the claim's definition.
 * Written by hand: it is on the hot path, and its bytes are a promise. */
#include <string.h>

#include "base/member.h"
#include "read/pages.h"
#include "toll/claim.h"

#define NAME_MAX_BYTES 32 /* of the names that are written in one go */

/* The name, short as all of them are, between two texts, in one addition. */
static void enclosed(toll_buffer *b, const char *before, const char *name, const char *after) {
  char text[NAME_MAX_BYTES + 8];
  size_t len = strlen(name), front = strlen(before), back = strlen(after);
  if (len > NAME_MAX_BYTES || front + back > 8) {
    toll_buffer_str(b, before);
    toll_buffer_add(b, name, len);
    toll_buffer_str(b, after);
    return;
  }
  memcpy(text, before, front);
  memcpy(text + front, name, len);
  memcpy(text + front + len, after, back);
  toll_buffer_add(b, text, front + len + back);
}

static inline void key(toll_buffer *b, const char *name) {
  enclosed(b, ",\"", name, "\":");
}

static void word(toll_buffer *b, const char *name) {
  if (!name) {
    toll_buffer_str(b, "null");
    return;
  }
  enclosed(b, "\"", name, "\"");
}

static void slice(toll_buffer *b, toll_slice s) {
  if (s.at)
    toll_buffer_json(b, s);
  else
    toll_buffer_str(b, "null");
}

static void number(toll_buffer *b, int64_t n) {
  if (n == TOLL_OPEN)
    toll_buffer_str(b, "null");
  else
    toll_buffer_int(b, n);
}

static void pair(toll_buffer *b, uint64_t from, uint64_t to) {
  toll_buffer_add(b, "[", 1);
  toll_buffer_int(b, (int64_t)from);
  toll_buffer_add(b, ",", 1);
  toll_buffer_int(b, (int64_t)to);
  toll_buffer_add(b, "]", 1);
}

static void day(toll_buffer *b, toll_day d) {
  char text[11];
  if (d == TOLL_NO_DAY) {
    toll_buffer_str(b, "null");
    return;
  }
  toll_day_format(d, text);
  word(b, text);
}

static void spans(const toll_document *doc, const toll_claim *c, toll_buffer *b) {
  uint64_t from, to;
  key(b, "span");
  pair(b, c->span.from, c->span.to);
  key(b, "count_span");
  pair(b, c->count_span.from, c->count_span.to);
  key(b, "raw_span");
  if (doc && toll_document_raw_span(doc, c->count_span, &from, &to))
    pair(b, from, to);
  else
    toll_buffer_str(b, "null");
}

static void place(const toll_document *doc, const toll_claim *c, toll_buffer *b) {
  uint32_t page;
  double box[4];
  bool printed = doc && toll_document_box(doc, c->count_span, &page, box);
  key(b, "page");
  number(b, printed ? (int64_t)page : TOLL_OPEN);
  key(b, "box");
  char room[BOX_FORMAT];
  toll_slice text = printed ? box_format(box, room) : TOLL_LIT("null");
  toll_buffer_add(b, text.at, text.len);
}

static void classes(const toll_claim *c, toll_buffer *b) {
  const char *comma = "";
  key(b, "class");
  toll_buffer_add(b, "[", 1);
  for (unsigned i = 0; i < TOLL_CLASS_COUNT; i++) {
    if (!(c->classes >> i & 1)) continue;
    toll_buffer_str(b, comma);
    word(b, toll_class_name(i));
    comma = ",";
  }
  toll_buffer_add(b, "]", 1);
}

static void when(const toll_claim *c, toll_buffer *b) {
  key(b, "when");
  if (c->when.from == TOLL_NO_DAY && !c->when.text.at) {
    toll_buffer_str(b, "null");
    return;
  }
  toll_buffer_str(b, "{\"from\":");
  day(b, c->when.from);
  toll_buffer_str(b, ",\"to\":");
  day(b, c->when.to);
  toll_buffer_str(b, ",\"text\":");
  slice(b, c->when.text);
  toll_buffer_add(b, "}", 1);
}

static void where(const toll_claim *c, toll_buffer *b) {
  key(b, "where");
  if (!c->where.text.at && !c->where.name.at) {
    toll_buffer_str(b, "null");
    return;
  }
  toll_buffer_str(b, "{\"text\":");
  slice(b, c->where.text);
  toll_buffer_str(b, ",\"name\":");
  slice(b, c->where.name);
  toll_buffer_str(b, ",\"country\":");
  word(b, c->where.country[0] ? c->where.country : NULL);
  toll_buffer_str(b, ",\"geonameid\":");
  number(b, c->where.geonameid ? c->where.geonameid : TOLL_OPEN);
  toll_buffer_add(b, "}", 1);
}

static void claimant(const toll_claimant *p, toll_buffer *b) {
  if (!p) {
    toll_buffer_str(b, "null");
    return;
  }
  toll_buffer_str(b, "{\"name\":");
  slice(b, p->name);
  key(b, "role");
  slice(b, p->role);
  key(b, "kind");
  word(b, toll_kind_name(p->kind));
  key(b, "span");
  if (p->span.to)
    pair(b, p->span.from, p->span.to);
  else
    toll_buffer_str(b, "null");
  key(b, "cue");
  slice(b, p->cue);
  key(b, "resolved");
  slice(b, p->resolved);
  key(b, "via");
  claimant(p->via, b);
  toll_buffer_add(b, "}", 1);
}

static void labels(const toll_claim *c, toll_buffer *b) {
  key(b, "characterised");
  toll_buffer_add(b, "[", 1);
  for (size_t i = 0; i < c->label_count; i++) {
    toll_buffer_str(b, i ? ",{\"label\":" : "{\"label\":");
    slice(b, c->labels[i].name);
    key(b, "span");
    pair(b, c->labels[i].span.from, c->labels[i].span.to);
    toll_buffer_add(b, "}", 1);
  }
  toll_buffer_add(b, "]", 1);
}

static void figures(const toll_claim *c, toll_buffer *b) {
  key(b, "value");
  number(b, c->value);
  key(b, "low");
  number(b, c->low);
  key(b, "high");
  number(b, c->high);
  key(b, "form");
  word(b, toll_form_name(c->form));
  key(b, "derived");
  slice(b, c->derived);
}

static void source(const toll_claim *c, toll_buffer *b) {
  key(b, "as_of");
  day(b, c->as_of);
  where(c, b);
  key(b, "by");
  if (c->by.at) {
    toll_buffer_str(b, "{\"text\":");
    slice(b, c->by);
    toll_buffer_add(b, "}", 1);
  } else {
    toll_buffer_str(b, "null");
  }
  key(b, "claimant");
  claimant(c->claimant, b);
  labels(c, b);
}

void toll_claim_json(const toll_document *doc, const toll_claims *all, const toll_claim *c, toll_buffer *b) {
  toll_buffer_str(b, "{\"id\":");
  word(b, c->id);
  key(b, "doc");
  slice(b, doc ? toll_document_get(doc)->id : (toll_slice){NULL, 0});
  key(b, "quote");
  slice(b, c->quote);
  spans(doc, c, b);
  place(doc, c, b);
  key(b, "harm");
  word(b, toll_harm_name(c->harm));
  key(b, "unit");
  word(b, toll_unit_name(c->unit));
  key(b, "who");
  slice(b, c->who);
  classes(c, b);
  key(b, "side");
  word(b, toll_side_name(c->side));
  figures(c, b);
  key(b, "scope");
  word(b, toll_scope_name(c->scope));
  key(b, "part_of");
  word(b, c->part_of >= 0 && all && (size_t)c->part_of < all->count ? all->items[c->part_of].id : NULL);
  key(b, "status");
  word(b, toll_status_name(c->status));
  key(b, "event");
  toll_buffer_int(b, c->event);
  when(c, b);
  source(c, b);
  member_rate(b, ",\"confidence\":", c->confidence);
  key(b, "rule");
  slice(b, c->rule);
  toll_buffer_add(b, "}", 1);
}
