/* Loading an image that may be damaged or made to harm.
 *
 * The order matters: header, then the tables' bounds, then the contents of every
 * table and the checksum.  The checksum finds accidents; the checks of the contents
 * find what somebody made on purpose.
 *
 * This is most of what starting costs, and what it costs is memory: a pack is larger than
 * the caches beside a processor.  So both go over it together, stretch by stretch:
 * the rows of the long tables that end in a stretch are checked while it is at hand. */
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
  const struct image_table *strings = &head->tables[SECTION_STRINGS];
  return strings->count + IMAGE_SLACK > len - strings->at ? "a compiled pack is damaged" : NULL;
}

static void point(struct toll_pack *p) {
  const struct image_table *t = p->head->tables;
  static const struct form_slot no_slots[2]; /* the tables of a pack without forms, which are never full */
  static const uint32_t no_words[2];
  static const struct opener_key no_keys;
  size_t slots = t[SECTION_SLOTS].count > 1 ? t[SECTION_SLOTS].count : 2;
  size_t words = t[SECTION_WORDS].count > 1 ? t[SECTION_WORDS].count : 2;
  p->endings = p->head->endings;
  p->slot_mask = slots - 1;
  p->slot_shift = form_slot_shift(slots);
  p->word_mask = words - 1;
  p->word_shift = form_slot_shift(words);
  p->strings = (const void *)(p->bytes + t[SECTION_STRINGS].at);
  p->forms = (const void *)(p->bytes + t[SECTION_FORMS].at);
  p->slots = t[SECTION_SLOTS].count > 1 ? (const void *)(p->bytes + t[SECTION_SLOTS].at) : no_slots;
  p->words = t[SECTION_WORDS].count > 1 ? (const void *)(p->bytes + t[SECTION_WORDS].at) : no_words;
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
  p->keys = t[SECTION_KEYS].count ? (const void *)(p->bytes + t[SECTION_KEYS].at) : &no_keys;
  p->key_mask = t[SECTION_KEYS].count ? t[SECTION_KEYS].count - 1 : 0;
  p->filter = (const void *)(p->bytes + t[SECTION_FILTER].at);
  p->weight_slots = (const void *)(p->bytes + t[SECTION_WEIGHT_SLOTS].at);
}

/* ---- the long tables ---- */

/* Checking a long table's rows [from, to), whatever comes of the rest. Without a branch on what
 * is found: what is wrong is summed up, so that the pace is that of memory. */
struct walk {
  struct toll_pack *pack;
  uint32_t done[SECTION_COUNT];
  uint32_t empty[SECTION_COUNT]; /* places of a hash table without an item: one must be, or a search would never end */
  bool bad;
};

static void check_forms(struct walk *w, uint32_t from, uint32_t to) {
  struct toll_pack *p = w->pack;
  uint32_t readings = count_of(p, SECTION_READINGS), nodes = count_of(p, SECTION_NODES);
  uint32_t strings = count_of(p, SECTION_STRINGS), needs = count_of(p, SECTION_NEEDS), words = 0, phrases = 0;
  unsigned bad = 0;
  for (uint32_t i = from; i < to; i++) {
    const struct form *f = &p->forms[i];
    bad |= (uint64_t)f->text + f->text_len > strings;
    bad |= (uint64_t)f->first + f->count > readings;
    bad |= (f->phrase != 0) & (f->phrase >= nodes);
    bad |= f->words == 0;
    bad |= f->opens >= needs;
    bad |= f->pos >> POS_COUNT != 0;
    bad |= f->harms >> TOLL_HARM_COUNT != 0;
    words += (f->count > 0) & (f->words == 1);
    phrases += (f->count > 0) & (f->words > 1);
  }
  p->counts.words += words;
  p->counts.phrases += phrases;
  w->bad |= bad != 0;
}

static void check_readings(struct walk *w, uint32_t from, uint32_t to) {
  const struct toll_pack *p = w->pack;
  uint32_t forms = count_of(p, SECTION_FORMS), labels = count_of(p, SECTION_LABELS);
  unsigned bad = 0;
  for (uint32_t i = from; i < to; i++) {
    const struct reading *r = &p->readings[i];
    bad |= r->lemma >= forms;
    bad |= r->label > labels;
    bad |= r->pos >= POS_COUNT;
    bad |= r->classes >> TOLL_CLASS_COUNT != 0;
    bad |= r->harm >= TOLL_HARM_COUNT;
    bad |= r->unit >= TOLL_UNIT_COUNT;
    bad |= r->kind > TOLL_KIND_COUNT;
    bad |= r->form > TOLL_FORM_COUNT;
    bad |= r->status > TOLL_STATUS_COUNT;
  }
  w->bad |= bad != 0;
}

static void check_slots(struct walk *w, uint32_t from, uint32_t to) {
  const struct toll_pack *p = w->pack;
  uint32_t forms = count_of(p, SECTION_FORMS), empty = 0;
  unsigned bad = 0;
  for (uint32_t i = from; i < to; i++) {
    bad |= p->slots[i].form > forms;
    empty += p->slots[i].form == 0;
  }
  w->empty[SECTION_SLOTS] += empty;
  w->bad |= bad != 0;
}

static void check_words(struct walk *w, uint32_t from, uint32_t to) {
  const struct toll_pack *p = w->pack;
  const uint32_t form_bits = ((uint32_t)1 << WORD_FORM_BITS) - 1;
  uint32_t forms = count_of(p, SECTION_FORMS), empty = 0;
  unsigned bad = 0;
  for (uint32_t i = from; i < to; i++) {
    uint32_t form = p->words[i] & form_bits;
    bad |= (form > forms) | ((form == 0) & (p->words[i] != 0));
    empty += form == 0;
  }
  w->empty[SECTION_WORDS] += empty;
  w->bad |= bad != 0;
}

/* A child has a higher number than its parent, so that no path runs in a ring. */
static void check_edges(struct walk *w, uint32_t from, uint32_t to) {
  const struct toll_pack *p = w->pack;
  uint32_t forms = count_of(p, SECTION_FORMS), nodes = count_of(p, SECTION_NODES), empty = 0;
  unsigned bad = 0;
  for (uint32_t i = from; i < to; i++) {
    const struct phrase_edge *e = &p->edges[i];
    empty += e->to == 0;
    bad |= (e->to != 0) & ((e->to >= nodes) | (e->from >= e->to) | (e->form >= forms));
  }
  w->empty[SECTION_EDGES] += empty;
  w->bad |= bad != 0;
}

static void check_nodes(struct walk *w, uint32_t from, uint32_t to) {
  const struct toll_pack *p = w->pack;
  uint32_t forms = count_of(p, SECTION_FORMS);
  unsigned bad = 0;
  for (uint32_t i = from; i < to; i++) bad |= p->nodes[i] > forms;
  w->bad |= bad != 0;
}

static void check_keys(struct walk *w, uint32_t from, uint32_t to) {
  const struct toll_pack *p = w->pack;
  uint32_t needs = count_of(p, SECTION_NEEDS), empty = 0;
  unsigned bad = 0;
  for (uint32_t i = from; i < to; i++) {
    bad |= p->keys[i].opens >= needs;
    empty += p->keys[i].opens == 0;
  }
  w->empty[SECTION_KEYS] += empty;
  w->bad |= bad != 0;
}

static const struct {
  enum image_section section;
  bool hashed;
  void (*check)(struct walk *w, uint32_t from, uint32_t to);
} long_tables[] = {
    {SECTION_FORMS, false, check_forms},       {SECTION_SLOTS, true, check_slots},  {SECTION_WORDS, true, check_words},
    {SECTION_READINGS, false, check_readings}, {SECTION_NODES, false, check_nodes}, {SECTION_EDGES, true, check_edges},
    {SECTION_KEYS, true, check_keys},
};
#define LONG_TABLES (sizeof long_tables / sizeof *long_tables)

/* Checks the rows that end before an offset of the image. */
static void check_up_to(struct walk *w, size_t end) {
  for (size_t i = 0; i < LONG_TABLES; i++) {
    enum image_section section = long_tables[i].section;
    const struct image_table *t = &w->pack->head->tables[section];
    size_t rows = end > t->at ? (end - t->at) / image_item_size[section] : 0;
    if (rows > t->count) rows = t->count;
    if (rows <= w->done[section]) continue;
    long_tables[i].check(w, w->done[section], (uint32_t)rows);
    w->done[section] = (uint32_t)rows;
  }
}

/* The checksum and the long tables, together. */
#define STRETCH (SUM_STRIDE * 2048)
static bool check_bytes(struct toll_pack *p) {
  struct walk w = {.pack = p};
  struct sum sum;
  for (size_t at = image_sum_start(&sum, p->bytes), len; at < p->len; at += len) {
    len = p->len - at < STRETCH ? p->len - at : STRETCH;
    sum_add(&sum, p->bytes + at, len);
    check_up_to(&w, at + len);
  }
  for (size_t i = 0; i < LONG_TABLES; i++) {
    uint32_t count = count_of(p, long_tables[i].section);
    bool holds = (count & (count - 1)) == 0 && (count == 0 || w.empty[long_tables[i].section] > 0);
    w.bad |= long_tables[i].hashed && !holds;
  }
  return !w.bad && sum_end(&sum) == p->head->checksum;
}

/* ---- the short ones ---- */

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

static bool check_weight_slots(const struct toll_pack *p) {
  uint32_t slots = count_of(p, SECTION_WEIGHT_SLOTS), weights = count_of(p, SECTION_WEIGHTS), empty = 0;
  unsigned bad = slots == 0 || (slots & (slots - 1)) != 0;
  for (uint32_t i = 0; i < slots; i++) {
    bad |= p->weight_slots[i] > weights;
    empty += p->weight_slots[i] == 0;
  }
  return !bad && empty > 0;
}

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

/* Openings stand in the order of their first sets; where those of each begin is noted on the way. */
static bool check_openers(struct toll_pack *p) {
  uint32_t count = count_of(p, SECTION_OPENINGS), i = 0;
  for (unsigned bit = 0; bit < NEED_BITS; bit++) {
    p->openings_from[bit] = i;
    while (i < count && need_first(p->openings + i) == bit) i++;
    p->firsts.bits[bit / 64] |= (uint64_t)(i > p->openings_from[bit]) << bit % 64;
  }
  p->openings_from[NEED_BITS] = i;
  return i == count && count_of(p, SECTION_NEEDS) > 0 && count_of(p, SECTION_FILTER) == FILTER_WORDS;
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
  bool good =
      check_bytes(p) && check_texts(p) && check_rules(p) && check_model(p) && check_weight_slots(p) && check_openers(p);
  if (good) return TOLL_OK;
  return toll_fail(e, TOLL_E_DAMAGED, "a compiled pack is damaged", path, 0);
}
