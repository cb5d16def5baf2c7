/* Writing an image, and what writing and checking share: the table of sections,
 * the fingerprint, the checksum. */
#include "pack/image.h"

#include <string.h>

#include "base/alloc.h"
#include "pack/feature.h"
#include "pack/image_part.h"
#include "pack/opener.h"
#include "pack/word_key.h"

/* No struct of the image may have padding: its bytes would be anything. */
_Static_assert(sizeof(struct reading) == 56 && sizeof(struct form) == IMAGE_LINE, "readings and forms without padding");
_Static_assert(sizeof(struct rule) == 48 + RULE_CONDITIONS * sizeof(struct rule_condition), "rules without padding");
_Static_assert(sizeof(struct rule_condition) == 24 && sizeof(struct form_slot) == 8, "conditions without padding");
_Static_assert(sizeof(struct model_choice) == 24 && sizeof(struct model_weight) == 12, "a model without padding");
_Static_assert(sizeof(struct image_header) == 40 + ENDING_PLACES + SECTION_COUNT * 8 + 3 * 8, "header without padding");

const uint32_t image_item_size[SECTION_COUNT] = {
    [SECTION_STRINGS] = 1,
    [SECTION_FORMS] = sizeof(struct form),
    [SECTION_SLOTS] = sizeof(struct form_slot),
    [SECTION_WORDS] = sizeof(uint32_t),
    [SECTION_READINGS] = sizeof(struct reading),
    [SECTION_NODES] = sizeof(uint32_t),
    [SECTION_EDGES] = sizeof(struct phrase_edge),
    [SECTION_LABELS] = sizeof(struct text_place),
    [SECTION_RULES] = sizeof(struct rule),
    [SECTION_LEMMAS] = sizeof(uint32_t),
    [SECTION_CHOICES] = sizeof(struct model_choice),
    [SECTION_WEIGHTS] = sizeof(struct model_weight),
    [SECTION_NEEDS] = sizeof(struct needs),
    [SECTION_OPENINGS] = sizeof(struct needs),
    [SECTION_KEYS] = sizeof(struct opener_key),
    [SECTION_FILTER] = sizeof(uint64_t),
    [SECTION_WEIGHT_SLOTS] = sizeof(uint32_t),
};

static uint64_t mix_text(uint64_t hash, const char *text) {
  for (; text && *text; text++) hash = pack_hash_step(hash, (unsigned char)*text);
  return pack_hash_step(hash, 0xff);
}

uint64_t image_fingerprint(void) {
  uint64_t hash = PACK_HASH_START;
  for (unsigned id = 0; id < LIST_COUNT; id++) {
    const struct closed_list *list = closed_list_of((enum closed_id)id);
    for (unsigned i = 0; i < list->count; i++) hash = mix_text(hash, list->name(i));
  }
  for (size_t i = 0; feature_at(i); i++) hash = pack_hash_step(hash, feature_at(i)->bit);
  for (size_t i = 0; i < SECTION_COUNT; i++) hash = pack_hash_step(hash, (unsigned char)image_item_size[i]);
  return hash;
}

size_t image_sum_start(struct sum *s, const unsigned char *bytes) {
  const size_t before = offsetof(struct image_header, checksum);
  _Static_assert(offsetof(struct image_header, checksum) < SUM_STRIDE, "what stands before goes in byte by byte");
  *s = (struct sum){.hash = PACK_HASH_START};
  sum_add(s, bytes, before);
  s->hash = sum_end(s);
  return before + sizeof(uint64_t);
}

static uint64_t image_checksum(const unsigned char *bytes, size_t len) {
  struct sum sum;
  size_t from = image_sum_start(&sum, bytes);
  sum_add(&sum, bytes + from, len - from);
  return sum_end(&sum);
}

void image_seal(unsigned char *bytes, size_t len) {
  struct image_header head;
  memcpy(&head, bytes, sizeof head);
  head.length = len;
  memcpy(bytes, &head, sizeof head);
  head.checksum = image_checksum(bytes, len);
  memcpy(bytes, &head, sizeof head);
}

/* ---- laying out ---- */

/* At most half of the table is used; a power of two. */
static size_t weight_slots(const struct pack_build *b) {
  size_t slots = 2;
  while (slots < 2 * b->weights.count) slots *= 2;
  return slots;
}

static bool of_letters(const struct pack_build *b, const struct form *f) {
  const char *text = (const char *)b->strings.at + f->text;
  uint32_t i = 0;
  while (i < f->text_len && text[i] >= 'a' && text[i] <= 'z') i++;
  return i == f->text_len && i > 0;
}

/* At most half of the table of words is used too. */
static size_t word_places(const struct pack_build *b) {
  const struct form *forms = b->forms.at;
  size_t places = 2, words = 0;
  for (size_t i = 0; i < b->forms.count; i++) words += of_letters(b, forms + i);
  while (places < 2 * words) places *= 2;
  return places;
}

static void fill_words(const struct pack_build *b, uint32_t *words, size_t count) {
  const struct form *forms = b->forms.at;
  for (uint32_t i = 0; i < b->forms.count; i++) {
    if (!of_letters(b, forms + i)) continue;
    uint64_t hash = build_hash((const char *)b->strings.at + forms[i].text, forms[i].text_len);
    size_t at = hash >> form_slot_shift(count);
    while (words[at]) at = (at + 1) & (count - 1);
    words[at] = word_place(i, hash);
  }
}

/* Enters every weight: 1 + its number. */
static void fill_weight_slots(const struct pack_build *b, uint32_t *slots, size_t count) {
  const struct model_choice *choices = b->choices.at;
  const struct model_weight *weights = b->weights.at;
  for (size_t c = 0; c < b->choices.count; c++)
    for (uint32_t i = choices[c].first; i < choices[c].first + choices[c].count; i++) {
      uint64_t hash = build_hash((const char *)b->strings.at + weights[i].name, weights[i].name_len);
      size_t at = weight_slot_of(choices[c].first, hash, count);
      while (slots[at]) at = (at + 1) & (count - 1);
      slots[at] = i + 1;
    }
}

/* Sets where each table stands, on a boundary of 8 bytes, the forms on one of a line; returns the length. */
static uint64_t place_tables(const struct pack_build *b, const struct opener *o, struct image_header *head) {
  const size_t counts[SECTION_COUNT] = {
      [SECTION_STRINGS] = b->strings.count,
      [SECTION_FORMS] = b->forms.count,
      [SECTION_SLOTS] = b->slot_count,
      [SECTION_WORDS] = word_places(b),
      [SECTION_READINGS] = b->readings.count,
      [SECTION_NODES] = b->nodes.count,
      [SECTION_EDGES] = b->edge_slots,
      [SECTION_LABELS] = b->labels.count,
      [SECTION_RULES] = b->rules.count,
      [SECTION_LEMMAS] = b->lemmas.count,
      [SECTION_CHOICES] = b->choices.count,
      [SECTION_WEIGHTS] = b->weights.count,
      [SECTION_NEEDS] = o->need_count,
      [SECTION_OPENINGS] = o->opening_count,
      [SECTION_KEYS] = o->key_slots,
      [SECTION_FILTER] = FILTER_WORDS,
      [SECTION_WEIGHT_SLOTS] = weight_slots(b),
  };
  uint64_t at = sizeof *head;
  for (size_t i = 0; i < SECTION_COUNT; i++) {
    uint64_t line = i == SECTION_FORMS ? IMAGE_LINE : 8;
    at = (at + line - 1) & ~(line - 1);
    head->tables[i] = (struct image_table){(uint32_t)at, (uint32_t)counts[i]};
    at += (uint64_t)counts[i] * image_item_size[i];
    if (i == SECTION_STRINGS) at += IMAGE_SLACK;
  }
  return at;
}

static void copy_table(unsigned char *bytes, const struct image_header *head, enum image_section s, const void *from) {
  size_t size = (size_t)head->tables[s].count * image_item_size[s];
  if (size > 0) memcpy(bytes + head->tables[s].at, from, size);
}

/* Unrolls each form's chain, so that its readings stand side by side, and notes what they carry. */
static void copy_readings(const struct pack_build *b, struct form *forms, struct reading *readings) {
  const struct build_chain *chains = b->chains.at;
  const struct build_reading *from = b->readings.at;
  uint32_t next = 0;
  for (size_t i = 0; i < b->forms.count; i++) {
    forms[i].first = next;
    for (uint32_t r = chains[i].first; r != 0; r = from[r - 1].next) {
      forms[i].carried |=
          (uint8_t)((from[r - 1].reading.label ? FORM_LABEL : 0) | (from[r - 1].reading.classes ? FORM_CLASS : 0));
      readings[next++] = from[r - 1].reading;
    }
  }
}

/* How each form's spelling begins. */
static void note_beginnings(const struct pack_build *b, struct form *forms) {
  for (size_t i = 0; i < b->forms.count; i++) {
    char first[8] = {0};
    size_t len = forms[i].text_len < sizeof first ? forms[i].text_len : sizeof first;
    memcpy(first, (const char *)b->strings.at + forms[i].text, len);
    forms[i].begins = word_key_load(first);
  }
}

/* Which forms stand second in the phrases that each form starts. */
static int note_followers(const struct pack_build *b, struct form *forms) {
  uint32_t *starts = mem_array(b->nodes.count + 1, sizeof *starts); /* 1 + the form that a node is the start of */
  if (!starts) return TOLL_E_MEMORY;
  for (uint32_t i = 0; i < b->forms.count; i++) starts[forms[i].phrase] = forms[i].phrase ? i + 1 : 0;
  for (size_t i = 0; i < b->edge_slots; i++) {
    uint32_t start = b->edges[i].to ? starts[b->edges[i].from] : 0;
    if (start) forms[start - 1].followers |= pack_follower(b->edges[i].form);
  }
  mem_free(starts);
  return TOLL_OK;
}

/* How long the endings ("-ing") among the forms are, by what they end in. */
static void note_endings(const struct pack_build *b, const struct form *forms, uint8_t *lengths) {
  for (size_t i = 0; i < b->forms.count; i++) {
    const char *text = (const char *)b->strings.at + forms[i].text;
    uint32_t len = forms[i].text_len;
    if (len > 2 && len <= ENDING_LETTERS + 1 && text[0] == '-')
      lengths[pack_ending_place(text[len - 2], text[len - 1])] |= (uint8_t)(1u << (len - 1));
  }
}

static int lay_out(const struct pack_build *b, const struct opener *o, unsigned char **out, size_t *len) {
  struct image_header head = {.endian = IMAGE_ENDIAN, .version = IMAGE_VERSION};
  memcpy(head.magic, IMAGE_MAGIC, sizeof head.magic);
  head.fingerprint = image_fingerprint();
  head.lang = b->lang;
  head.title = b->title;
  head.version_text = b->version;
  note_endings(b, o->forms, head.endings);
  uint64_t length = place_tables(b, o, &head);
  if (length > UINT32_MAX || b->forms.count >> WORD_FORM_BITS) return TOLL_E_LIMIT;
  unsigned char *bytes = mem_alloc((size_t)length);
  if (!bytes) return TOLL_E_MEMORY;
  memcpy(bytes, &head, sizeof head);
  copy_table(bytes, &head, SECTION_STRINGS, b->strings.at);
  copy_table(bytes, &head, SECTION_FORMS, o->forms);
  copy_table(bytes, &head, SECTION_SLOTS, b->slots);
  copy_table(bytes, &head, SECTION_READINGS, o->readings);
  copy_table(bytes, &head, SECTION_NODES, b->nodes.at);
  copy_table(bytes, &head, SECTION_EDGES, b->edges);
  copy_table(bytes, &head, SECTION_LABELS, b->labels.at);
  copy_table(bytes, &head, SECTION_RULES, b->rules.at);
  copy_table(bytes, &head, SECTION_LEMMAS, b->lemmas.at);
  copy_table(bytes, &head, SECTION_CHOICES, b->choices.at);
  copy_table(bytes, &head, SECTION_WEIGHTS, b->weights.at);
  copy_table(bytes, &head, SECTION_NEEDS, o->needs);
  copy_table(bytes, &head, SECTION_OPENINGS, o->openings);
  copy_table(bytes, &head, SECTION_KEYS, o->keys);
  copy_table(bytes, &head, SECTION_FILTER, o->filter);
  fill_words(b, (void *)(bytes + head.tables[SECTION_WORDS].at), head.tables[SECTION_WORDS].count);
  fill_weight_slots(b, (void *)(bytes + head.tables[SECTION_WEIGHT_SLOTS].at), weight_slots(b));
  image_seal(bytes, (size_t)length);
  *out = bytes;
  *len = (size_t)length;
  return TOLL_OK;
}

int image_make(const struct pack_build *b, unsigned char **out, size_t *len) {
  struct form *forms = mem_array(b->forms.count + 1, sizeof *forms);
  struct reading *readings = mem_array(b->readings.count + 1, sizeof *readings);
  struct opener opener = {.forms = forms, .readings = readings};
  int code = forms && readings ? TOLL_OK : TOLL_E_MEMORY;
  if (!code) {
    if (b->forms.count) memcpy(forms, b->forms.at, b->forms.count * sizeof *forms);
    copy_readings(b, forms, readings);
    note_beginnings(b, forms);
    code = note_followers(b, forms);
  }
  if (!code) code = opener_make(b, &opener);
  if (!code) code = lay_out(b, &opener, out, len);
  opener_free(&opener);
  mem_free(readings);
  mem_free(forms);
  return code;
}
