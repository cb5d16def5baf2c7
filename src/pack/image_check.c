/* Loading an image that may be damaged or made to harm.
 *
 * The order matters: header, then the tables' bounds, then the checksum, then
 * the contents of every table.  The checksum finds accidents; the checks behind
 * it find what somebody made on purpose. */
#include "pack/image.h"

#include <string.h>

#include "pack/image_part.h"
#include "pack/word_key.h"

static bool in_strings(const struct toll_pack *p, uint32_t at, uint32_t len) {
  uint32_t size = p->head->tables[SECTION_STRINGS].count;
  return at <= size && len <= size - at;
}

static uint32_t count_of(const struct toll_pack *p, enum image_section s) {
  return p->head->tables[s].count;
}

static const char *check_header(const unsigned char *bytes, size_t len, int *code) {
  const struct image_header *head = (const void *)bytes;
  *code = TOLL_E_FOREIGN;
  if (len < sizeof *head || memcmp(head->magic, IMAGE_MAGIC, sizeof head->magic) != 0) return "not a compiled pack";
  if (head->endian != IMAGE_ENDIAN) return "a pack compiled on a machine of another byte order";
  if (head->version != IMAGE_VERSION || head->fingerprint != image_fingerprint())
    return "a pack compiled by another version of toll";
  *code = TOLL_E_DAMAGED;
  if (head->length != len) return "a compiled pack that was cut off or added to";
  for (size_t i = 0; i < SECTION_COUNT; i++) {
    uint64_t at = head->tables[i].at, size = (uint64_t)head->tables[i].count * image_item_size[i];
    if (at % 8 != 0 || at < sizeof *head || at > len || size > len - at) return "a compiled pack is damaged";
  }
  return image_checksum(bytes, len) == head->checksum ? NULL : "a compiled pack is damaged";
}

static void point(struct toll_pack *p) {
  const struct image_table *t = p->head->tables;
  p->strings = (const void *)(p->bytes + t[SECTION_STRINGS].at);
  p->forms = (const void *)(p->bytes + t[SECTION_FORMS].at);
  p->slots = (const void *)(p->bytes + t[SECTION_SLOTS].at);
  p->readings = (const void *)(p->bytes + t[SECTION_READINGS].at);
  p->nodes = (const void *)(p->bytes + t[SECTION_NODES].at);
  p->edges = (const void *)(p->bytes + t[SECTION_EDGES].at);
  p->labels = (const void *)(p->bytes + t[SECTION_LABELS].at);
  p->rules = (const void *)(p->bytes + t[SECTION_RULES].at);
  p->lemmas = (const void *)(p->bytes + t[SECTION_LEMMAS].at);
  p->choices = (const void *)(p->bytes + t[SECTION_CHOICES].at);
  p->weights = (const void *)(p->bytes + t[SECTION_WEIGHTS].at);
  p->needs = (const void *)(p->bytes + t[SECTION_NEEDS].at);
  p->openings = (const void *)(p->bytes + t[SECTION_OPENINGS].at);
  p->keys = (const void *)(p->bytes + t[SECTION_KEYS].at);
  p->filter = (const void *)(p->bytes + t[SECTION_FILTER].at);
}

static bool check_forms(struct toll_pack *p) {
  uint32_t readings = count_of(p, SECTION_READINGS), nodes = count_of(p, SECTION_NODES);
  for (uint32_t i = 0; i < count_of(p, SECTION_FORMS); i++) {
    const struct form *f = &p->forms[i];
    bool good = in_strings(p, f->text, f->text_len) && f->first <= readings && f->count <= readings - f->first;
    if (!good || (f->phrase != 0 && f->phrase >= nodes) || f->words == 0) return false;
    if (f->pos >> POS_COUNT || f->harms >> TOLL_HARM_COUNT) return false;
    if (f->opens >= count_of(p, SECTION_NEEDS)) return false;
    if (f->count > 0 && f->words == 1) p->counts.words++;
    if (f->count > 0 && f->words > 1) p->counts.phrases++;
  }
  return true;
}

static bool check_readings(const struct toll_pack *p) {
  uint32_t forms = count_of(p, SECTION_FORMS), labels = count_of(p, SECTION_LABELS);
  for (uint32_t i = 0; i < count_of(p, SECTION_READINGS); i++) {
    const struct reading *r = &p->readings[i];
    bool good = r->lemma < forms && r->label <= labels && r->pos < POS_COUNT && r->classes >> TOLL_CLASS_COUNT == 0;
    good = good && r->harm < TOLL_HARM_COUNT && r->unit < TOLL_UNIT_COUNT && r->kind <= TOLL_KIND_COUNT;
    if (!good || r->form > TOLL_FORM_COUNT || r->status > TOLL_STATUS_COUNT) return false;
  }
  return true;
}

static bool power_or_none(uint32_t n) {
  return (n & (n - 1)) == 0;
}

/* A hash table must have an empty place, or a search would never end. */
static bool check_slots(const struct toll_pack *p) {
  uint32_t slots = count_of(p, SECTION_SLOTS), forms = count_of(p, SECTION_FORMS), empty = 0;
  if (!power_or_none(slots)) return false;
  for (uint32_t i = 0; i < slots; i++) {
    if (p->slots[i].form > forms) return false;
    empty += p->slots[i].form == 0;
  }
  return empty > 0 || slots == 0;
}

/* A child has a higher number than its parent, so that no path runs in a ring. */
static bool check_phrases(const struct toll_pack *p) {
  uint32_t slots = count_of(p, SECTION_EDGES), forms = count_of(p, SECTION_FORMS), nodes = count_of(p, SECTION_NODES);
  uint32_t empty = 0;
  if (!power_or_none(slots)) return false;
  for (uint32_t i = 0; i < slots; i++) {
    const struct phrase_edge *e = &p->edges[i];
    empty += e->to == 0;
    if (e->to != 0 && (e->to >= nodes || e->from >= e->to || e->form >= forms)) return false;
  }
  for (uint32_t i = 0; i < nodes; i++)
    if (p->nodes[i] > forms) return false;
  return empty > 0 || slots == 0;
}

static bool check_lemma_range(const struct toll_pack *p, uint32_t first, uint32_t count) {
  uint32_t lemmas = count_of(p, SECTION_LEMMAS);
  return first <= lemmas && count <= lemmas - first;
}

static bool check_rule(const struct toll_pack *p, const struct rule *r) {
  if (!in_strings(p, r->name, r->name_len) || !check_lemma_range(p, r->lemma_first, r->lemma_count)) return false;
  if (r->pos >= POS_COUNT || r->voice >= VOICE_COUNT || r->victim >= SLOT_COUNT || r->agent >= SLOT_COUNT) return false;
  if (r->harm >= TOLL_HARM_COUNT || r->unit >= TOLL_UNIT_COUNT || r->conditions > RULE_CONDITIONS) return false;
  if (r->scope > TOLL_SCOPE_COUNT || r->side > TOLL_SIDE_COUNT || r->status > TOLL_STATUS_COUNT) return false;
  for (unsigned i = 0; i < r->conditions; i++) {
    const struct rule_condition *c = &r->when[i];
    if (c->slot >= SLOT_COUNT || !check_lemma_range(p, c->lemma_first, c->lemma_count)) return false;
  }
  return true;
}

static bool check_rules(const struct toll_pack *p) {
  for (uint32_t i = 0; i < count_of(p, SECTION_RULES); i++)
    if (!check_rule(p, &p->rules[i])) return false;
  for (uint32_t i = 0; i < count_of(p, SECTION_LEMMAS); i++)
    if (p->lemmas[i] >= count_of(p, SECTION_FORMS)) return false;
  return true;
}

#define MODEL_LIMIT 100000000 /* ten times what the text can say; a sum of many still fits */

static bool check_model(const struct toll_pack *p) {
  uint32_t weights = count_of(p, SECTION_WEIGHTS);
  for (uint32_t i = 0; i < count_of(p, SECTION_CHOICES); i++) {
    const struct model_choice *c = &p->choices[i];
    if (!in_strings(p, c->name, c->name_len) || c->first > weights || c->count > weights - c->first) return false;
    if (c->bias > MODEL_LIMIT || c->bias < -MODEL_LIMIT) return false;
  }
  for (uint32_t i = 0; i < weights; i++) {
    const struct model_weight *w = &p->weights[i];
    if (!in_strings(p, w->name, w->name_len) || w->weight > MODEL_LIMIT || w->weight < -MODEL_LIMIT) return false;
  }
  return true;
}

static bool check_openers(const struct toll_pack *p) {
  uint32_t slots = count_of(p, SECTION_KEYS), needs = count_of(p, SECTION_NEEDS), empty = 0;
  if (needs == 0 || !power_or_none(slots) || count_of(p, SECTION_FILTER) != FILTER_WORDS) return false;
  for (uint32_t i = 0; i < slots; i++) {
    if (p->keys[i].opens >= needs) return false;
    empty += p->keys[i].opens == 0;
  }
  return empty > 0 || slots == 0;
}

static bool check_texts(const struct toll_pack *p) {
  const struct text_place heads[] = {p->head->lang, p->head->title, p->head->version_text};
  for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
    if (!in_strings(p, heads[i].at, heads[i].len)) return false;
  for (uint32_t i = 0; i < count_of(p, SECTION_LABELS); i++)
    if (!in_strings(p, p->labels[i].at, p->labels[i].len)) return false;
  return true;
}

int image_check(const unsigned char *bytes, size_t len, const char *path, struct toll_pack *p, toll_error *e) {
  int code;
  const char *wrong = check_header(bytes, len, &code);
  if (wrong) return toll_fail(e, code, wrong, path, 0);
  *p = (struct toll_pack){.bytes = bytes, .len = len, .head = (const void *)bytes};
  point(p);
  p->counts.rules = count_of(p, SECTION_RULES);
  p->counts.labels = count_of(p, SECTION_LABELS);
  bool good = check_texts(p) && check_forms(p) && check_readings(p) && check_slots(p) && check_phrases(p);
  if (good && check_rules(p) && check_model(p) && check_openers(p)) return TOLL_OK;
  return toll_fail(e, TOLL_E_DAMAGED, "a compiled pack is damaged", path, 0);
}
