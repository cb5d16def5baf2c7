/* The growing tables of a pack; see build.h. */
#include "pack/build.h"

#include "pack/word_key.h"

#include <string.h>

#include "base/alloc.h"
#include "pack/spell.h"

/* Makes room for count more items of the given size; they are not zeroed. */
static int grow_room(struct grow *g, size_t count, size_t size) {
  if (g->room - g->count >= count) return TOLL_OK;
  size_t room = g->room < 32 ? 64 : g->room * 2;
  if (room - g->count < count) room = g->count + count;
  if (room < g->count || room > UINT32_MAX / size) return TOLL_E_LIMIT;
  void *at = mem_resize(g->at, room * size);
  if (!at) return TOLL_E_MEMORY;
  g->at = at;
  g->room = room;
  return TOLL_OK;
}

static void *grow_item(const struct grow *g, size_t index, size_t size) {
  return (char *)g->at + index * size;
}

/* Appends a copy of the item. */
static int grow_push(struct grow *g, const void *item, size_t size) {
  int code = grow_room(g, 1, size);
  if (code) return code;
  memcpy(grow_item(g, g->count, size), item, size);
  g->count++;
  return TOLL_OK;
}

static struct form *form_at(const struct pack_build *b, uint32_t i) {
  return (struct form *)b->forms.at + i;
}
static struct build_chain *chain_at(const struct pack_build *b, uint32_t i) {
  return (struct build_chain *)b->chains.at + i;
}
static struct build_reading *reading_at(const struct pack_build *b, uint32_t i) {
  return (struct build_reading *)b->readings.at + i;
}
static const char *string_at(const struct pack_build *b, uint32_t at) {
  return (const char *)b->strings.at + at;
}

void build_free(struct pack_build *b) {
  const struct grow lists[] = {b->strings, b->forms, b->chains, b->readings, b->nodes,
                               b->labels,  b->rules, b->lemmas, b->choices,  b->weights};
  for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) mem_free(lists[i].at);
  mem_free(b->slots);
  mem_free(b->edges);
  *b = (struct pack_build){0};
}

uint64_t build_hash(const char *text, size_t len) {
  uint64_t hash = 0;
  size_t i = 0;
  for (; i + 8 <= len; i += 8) hash = pack_hash_eight(hash, word_key_load(text + i));
  char last[8] = {0};
  memcpy(last, text + i, len - i);
  return i < len ? pack_hash_eight(hash, word_key_load(last)) : hash;
}

int build_string(struct pack_build *b, toll_slice text, struct text_place *out) {
  int code = grow_room(&b->strings, text.len, 1);
  if (code) return code;
  *out = (struct text_place){(uint32_t)b->strings.count, (uint32_t)text.len};
  if (text.len > 0) memcpy((char *)b->strings.at + b->strings.count, text.at, text.len);
  b->strings.count += text.len;
  return TOLL_OK;
}

/* ---- the form table ---- */

/* The slot that holds the spelling, or the empty one where it would go. */
static struct form_slot *find_slot(const struct pack_build *b, const char *text, size_t len, uint64_t hash) {
  for (size_t i = hash >> form_slot_shift(b->slot_count);; i = (i + 1) & (b->slot_count - 1)) {
    struct form_slot *slot = &b->slots[i];
    if (slot->form == 0) return slot;
    const struct form *form = form_at(b, slot->form - 1);
    if (slot->hash == (uint32_t)hash && form->text_len == len && memcmp(string_at(b, form->text), text, len) == 0)
      return slot;
  }
}

/* Keeps the table at most half full, so that every search ends. */
static int widen_slots(struct pack_build *b) {
  if (b->forms.count * 2 < b->slot_count) return TOLL_OK;
  struct pack_build wide = *b;
  wide.slot_count = b->slot_count ? b->slot_count * 2 : 256;
  if (wide.slot_count > UINT32_MAX / sizeof *wide.slots) return TOLL_E_LIMIT;
  wide.slots = mem_array(wide.slot_count, sizeof *wide.slots);
  if (!wide.slots) return TOLL_E_MEMORY;
  for (uint32_t i = 0; i < b->forms.count; i++) {
    const struct form *form = form_at(b, i);
    uint64_t hash = build_hash(string_at(b, form->text), form->text_len);
    size_t at = hash >> form_slot_shift(wide.slot_count);
    while (wide.slots[at].form != 0) at = (at + 1) & (wide.slot_count - 1);
    wide.slots[at] = (struct form_slot){(uint32_t)hash, i + 1};
  }
  mem_free(b->slots);
  b->slots = wide.slots;
  b->slot_count = wide.slot_count;
  return TOLL_OK;
}

uint32_t build_find(const struct pack_build *b, const char *text, size_t len) {
  if (b->slot_count == 0) return UINT32_MAX;
  const struct form_slot *slot = find_slot(b, text, len, build_hash(text, len));
  return slot->form == 0 ? UINT32_MAX : slot->form - 1;
}

static int add_form(struct pack_build *b, const char *text, size_t len, uint32_t *out, bool *added) {
  int code = widen_slots(b);
  if (code) return code;
  uint64_t hash = build_hash(text, len);
  struct form_slot *slot = find_slot(b, text, len, hash);
  *added = slot->form == 0;
  if (!*added) {
    *out = slot->form - 1;
    return TOLL_OK;
  }
  struct text_place place;
  code = build_string(b, (toll_slice){text, len}, &place);
  if (!code) code = grow_room(&b->chains, 1, sizeof(struct build_chain));
  struct form form = {.text = place.at, .text_len = place.len, .words = 1};
  if (!code) code = grow_push(&b->forms, &form, sizeof form);
  if (code) return code;
  *chain_at(b, (uint32_t)b->chains.count++) = (struct build_chain){0, 0};
  *out = (uint32_t)b->forms.count - 1;
  *slot = (struct form_slot){(uint32_t)hash, *out + 1};
  return TOLL_OK;
}

/* ---- the phrase tree ---- */

static int new_node(struct pack_build *b, uint32_t *node) {
  static const uint32_t nothing = 0;
  int code = b->nodes.count == 0 ? grow_push(&b->nodes, &nothing, sizeof nothing) : TOLL_OK;
  if (!code) code = grow_push(&b->nodes, &nothing, sizeof nothing);
  *node = (uint32_t)b->nodes.count - 1;
  return code;
}

static struct phrase_edge *find_edge(struct phrase_edge *edges, size_t slots, uint32_t from, uint32_t form) {
  size_t i = edge_slot_of(from, form, slots);
  while (edges[i].to != 0 && (edges[i].from != from || edges[i].form != form)) i = (i + 1) & (slots - 1);
  return &edges[i];
}

/* Fuller than the table of forms, as pack_follower spares most searches. */
static int widen_edges(struct pack_build *b) {
  if (b->edge_count * 4 < b->edge_slots * 3) return TOLL_OK;
  size_t slots = b->edge_slots ? b->edge_slots * 2 : 64;
  if (slots > UINT32_MAX / sizeof *b->edges) return TOLL_E_LIMIT;
  struct phrase_edge *wide = mem_array(slots, sizeof *wide);
  if (!wide) return TOLL_E_MEMORY;
  for (size_t i = 0; i < b->edge_slots; i++)
    if (b->edges[i].to != 0) *find_edge(wide, slots, b->edges[i].from, b->edges[i].form) = b->edges[i];
  mem_free(b->edges);
  b->edges = wide;
  b->edge_slots = slots;
  return TOLL_OK;
}

/* From `from` by the form to its child, made when there is none yet. */
static int step(struct pack_build *b, uint32_t from, uint32_t form, uint32_t *to) {
  int code = widen_edges(b);
  if (code) return code;
  struct phrase_edge *edge = find_edge(b->edges, b->edge_slots, from, form);
  if (edge->to == 0) {
    uint32_t node;
    code = new_node(b, &node);
    if (code) return code;
    *edge = (struct phrase_edge){from, form, node};
    b->edge_count++;
  }
  *to = edge->to;
  return TOLL_OK;
}

/* Enters the first token's form into the tree. */
static int root(struct pack_build *b, uint32_t form, uint32_t *node) {
  int code = TOLL_OK;
  if (form_at(b, form)->phrase == 0) code = new_node(b, &form_at(b, form)->phrase);
  *node = code ? 0 : form_at(b, form)->phrase;
  return code;
}

static int add_phrase(struct pack_build *b, toll_slice text, uint32_t phrase) {
  uint32_t node = 0, words = 0;
  for (const char *at = text.at, *end = text.at + text.len; at < end; words++) {
    if (words == SPELL_WORDS) return TOLL_E_LIMIT;
    const char *blank = memchr(at, ' ', (size_t)(end - at));
    size_t len = (size_t)((blank ? blank : end) - at);
    uint32_t form;
    bool added;
    int code = add_form(b, at, len, &form, &added);
    if (!code) code = words == 0 ? root(b, form, &node) : step(b, node, form, &node);
    if (code) return code;
    at += len + 1;
  }
  ((uint32_t *)b->nodes.at)[node] = phrase + 1;
  form_at(b, phrase)->words = (uint8_t)words;
  return TOLL_OK;
}

int build_form(struct pack_build *b, const char *text, size_t len, uint32_t *form) {
  bool added;
  int code = add_form(b, text, len, form, &added);
  if (code || !added || !memchr(text, ' ', len)) return code;
  return add_phrase(b, (toll_slice){text, len}, *form);
}

/* ---- readings, labels, rules ---- */

/* Whether the two say the same of the form apart from inflection. */
static bool same_reading(const struct reading *a, const struct reading *b) {
  struct reading plain = *a;
  plain.inflection = b->inflection;
  return memcmp(&plain, b, sizeof plain) == 0;
}

int build_reading(struct pack_build *b, uint32_t form, const struct reading *reading) {
  struct form *f = form_at(b, form);
  struct build_chain *chain = chain_at(b, form);
  for (uint32_t i = chain->first; i != 0; i = reading_at(b, i - 1)->next) {
    struct build_reading *old = reading_at(b, i - 1);
    if (!same_reading(&old->reading, reading)) continue;
    old->reading.inflection |= reading->inflection;
    return TOLL_OK;
  }
  struct build_reading item = {*reading, 0};
  int code = grow_push(&b->readings, &item, sizeof item);
  if (code) return code;
  uint32_t number = (uint32_t)b->readings.count;
  if (chain->last)
    reading_at(b, chain->last - 1)->next = number;
  else
    chain->first = number;
  chain->last = number;
  f->tags[0] |= reading->tags[0];
  f->tags[1] |= reading->tags[1];
  f->pos = (uint16_t)(f->pos | 1u << reading->pos);
  if (reading->harm) f->harms |= 1u << reading->harm;
  f->count++;
  return TOLL_OK;
}

bool build_is_lemma(const struct pack_build *b, uint32_t form) {
  for (uint32_t i = chain_at(b, form)->first; i != 0; i = reading_at(b, i - 1)->next)
    if (reading_at(b, i - 1)->reading.lemma == form) return true;
  return false;
}

int build_label(struct pack_build *b, toll_slice name, uint16_t *label) {
  const struct text_place *labels = b->labels.at;
  for (size_t i = 0; i < b->labels.count; i++) {
    if (labels[i].len != name.len || memcmp(string_at(b, labels[i].at), name.at, name.len) != 0) continue;
    *label = (uint16_t)(i + 1);
    return TOLL_OK;
  }
  struct text_place place;
  if (b->labels.count >= UINT16_MAX) return TOLL_E_LIMIT;
  int code = build_string(b, name, &place);
  if (!code) code = grow_push(&b->labels, &place, sizeof place);
  *label = (uint16_t)b->labels.count;
  return code;
}

int build_lemma(struct pack_build *b, uint32_t form) {
  return grow_push(&b->lemmas, &form, sizeof form);
}

struct rule *build_rule(struct pack_build *b) {
  static const struct rule empty;
  if (grow_push(&b->rules, &empty, sizeof empty)) return NULL;
  return (struct rule *)b->rules.at + (b->rules.count - 1);
}

struct model_choice *build_choice(struct pack_build *b) {
  static const struct model_choice empty;
  if (grow_push(&b->choices, &empty, sizeof empty)) return NULL;
  return (struct model_choice *)b->choices.at + (b->choices.count - 1);
}

int build_weight(struct pack_build *b, const struct model_weight *weight) {
  return grow_push(&b->weights, weight, sizeof *weight);
}
