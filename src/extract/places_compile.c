/* From the text tables of packs/places to an image.
 *
 * Every row gives a draft for each of its names, the own one and the others, and
 * an empty draft for each beginning of a name of several words.  Sorted by hash,
 * name and rank, the drafts already lie in the order of the image; what remains
 * is to write each run of one name as a key with its candidates. */
#include <stdlib.h>

#include "base/alloc.h"
#include "places_image.h"

enum column {
  COL_NAME,
  COL_OTHERS,
  COL_COUNTRY,
  COL_ADMIN,
  COL_LAT,
  COL_LON,
  COL_ID,
  COL_SIZE,
  COL_KIND,
  COL_FLAGS,
  COL_COUNT
};

#define SOURCE_MAX ((size_t)256 << 20) /* keeps every offset within 32 bits */
#define NO_ROW UINT32_MAX

struct draft {
  uint64_t hash;
  uint32_t text, row; /* folded name in the strings; running number of the row, NO_ROW for a beginning */
  uint32_t len, order;
  struct place place;
};

struct code {    /* of a first-order division */
  char text[12]; /* country, division, NULs */
};

struct compiler {
  const struct places_source *source; /* the one being read */
  uint32_t line, row;
  struct draft *drafts;
  size_t draft_count, draft_room;
  struct code *codes;
  size_t code_count;
  toll_slice *words; /* the stop list, sorted */
  size_t word_count;
  toll_buffer strings;
  toll_error *e;
};

static int refuse(struct compiler *c, const char *message, toll_slice word) {
  int code = toll_fail(c->e, TOLL_E_SYNTAX, message, c->source->path, 0);
  if (c->e) c->e->line = c->line;
  toll_error_detail(c->e, word.at ? word.at : "", word.len);
  return code;
}

static int no_memory(struct compiler *c) {
  return toll_fail(c->e, TOLL_E_MEMORY, "out of memory", c->source->path, 0);
}

/* Cuts off and returns the text before the next stop; the rest is what follows it. */
static toll_slice cut(toll_slice *rest, char stop) {
  const char *end = rest->len ? memchr(rest->at, stop, rest->len) : NULL;
  size_t len = end ? (size_t)(end - rest->at) : rest->len;
  toll_slice head = {rest->at, len};
  size_t step = end ? len + 1 : len;
  rest->at += step;
  rest->len -= step;
  return head;
}

/* The next line that says something; false at the end. */
static bool next_line(struct compiler *c, toll_slice *rest, toll_slice *line) {
  while (rest->len > 0) {
    *line = cut(rest, '\n');
    c->line++;
    if (line->len > 0 && line->at[line->len - 1] == '\r') line->len--;
    if (line->len > 0 && line->at[0] != '#') return true;
  }
  return false;
}

static bool is(toll_slice text, const char *word) {
  return text.len == strlen(word) && memcmp(text.at, word, text.len) == 0;
}

/* --- fields ---------------------------------------------------------------- */

static bool read_number(toll_slice text, uint32_t max, uint32_t *out) {
  uint64_t n = 0;
  if (text.len == 0 || text.len > 10) return false;
  for (size_t i = 0; i < text.len; i++) {
    if (text.at[i] < '0' || text.at[i] > '9') return false;
    n = n * 10 + (uint64_t)(text.at[i] - '0');
  }
  *out = (uint32_t)n;
  return n <= max;
}

/* "-12.34" in hundredths; an empty field is nowhere. */
static bool read_degrees(toll_slice text, int32_t max, int16_t *out) {
  *out = PLACE_NOWHERE;
  if (text.len == 0) return true;
  bool negative = text.at[0] == '-';
  toll_slice rest = {text.at + negative, text.len - negative};
  toll_slice whole = cut(&rest, '.');
  uint32_t degrees = 0, hundredths = 0;
  if (!read_number(whole, 180, &degrees)) return false;
  if (rest.len != 2 || !read_number(rest, 99, &hundredths)) return false;
  int32_t n = (int32_t)(degrees * 100 + hundredths);
  *out = (int16_t)(negative ? -n : n);
  return n <= max * 100;
}

static bool read_country(toll_slice text, char out[2]) {
  if (text.len == 0) return true;
  if (text.len != 2) return false;
  memcpy(out, text.at, 2);
  return out[0] >= 'A' && out[0] <= 'Z' && out[1] >= 'A' && out[1] <= 'Z';
}

static bool read_kind(toll_slice text, uint8_t *out) {
  static const char *const names[PLACE_KIND_COUNT] = {"city", "admin1", "country", "region"};
  for (*out = 0; *out < PLACE_KIND_COUNT; ++*out)
    if (is(text, names[*out])) return true;
  return false;
}

/* What candidates of one name are sorted by.  Countries stand above all, capitals
 * and large cities above divisions, divisions above regions and towns. */
static uint8_t rank_of(const struct place *place, bool minor, bool noted) {
  static const uint8_t city[] = {80, 90, 140, 150, 160, 165, 170, 175, 180};
  static const uint8_t other[PLACE_KIND_COUNT] = {0, 135, 200, 130};
  if (place->flags & PLACE_HISTORIC) return 100;
  if (place->kind != PLACE_CITY) return other[place->kind];
  unsigned rank = city[place->size];
  if (place->flags & PLACE_CAPITAL) rank = rank < 185 ? 185 : rank;
  if (place->flags & PLACE_SEAT) rank += 4;
  if (noted) rank += 20;
  return (uint8_t)(minor ? rank - 10 : rank);
}

/* c capital, a seat of its division, h historic, n often in the news, m a town that reports
 * name together with its state. */
static bool read_flags(toll_slice text, struct place *place) {
  bool minor = false, noted = false;
  for (size_t i = 0; i < text.len; i++) switch (text.at[i]) {
    case 'c':
      place->flags |= PLACE_CAPITAL;
      break;
    case 'a':
      place->flags |= PLACE_SEAT;
      break;
    case 'h':
      place->flags |= PLACE_HISTORIC;
      break;
    case 'm':
      minor = true;
      break;
    case 'n':
      noted = true;
      break;
    default:
      return false;
    }
  place->rank = rank_of(place, minor, noted);
  return true;
}

/* --- divisions -------------------------------------------------------------- */

static bool make_code(toll_slice country, toll_slice admin, struct code *out) {
  *out = (struct code){0};
  if (country.len != 2 || admin.len == 0 || admin.len > sizeof out->text - 2) return false;
  memcpy(out->text, country.at, 2);
  memcpy(out->text + 2, admin.at, admin.len);
  return true;
}

static int compare_codes(const void *a, const void *b) {
  return memcmp(a, b, sizeof(struct code));
}

static void split_row(toll_slice line, toll_slice field[COL_COUNT], size_t *count) {
  bool more = true;
  for (*count = 0; *count < COL_COUNT && more; ++*count) {
    more = line.len > 0 && memchr(line.at, '\t', line.len) != NULL;
    field[*count] = cut(&line, '\t');
  }
  if (more) ++*count; /* a field too many */
}

static size_t count_lines(toll_slice text) {
  size_t n = 1;
  for (size_t i = 0; i < text.len; i++) n += text.at[i] == '\n';
  return n;
}

/* Numbers the divisions in the order of their codes. */
static int read_codes(struct compiler *c, const struct places_source *source) {
  c->source = source;
  c->codes = mem_array(count_lines(source->text), sizeof *c->codes);
  if (!c->codes) return no_memory(c);
  toll_slice rest = source->text, line;
  while (next_line(c, &rest, &line)) {
    toll_slice field[COL_COUNT + 1];
    size_t count;
    split_row(line, field, &count);
    if (count != COL_COUNT || !make_code(field[COL_COUNTRY], field[COL_ADMIN], &c->codes[c->code_count]))
      return refuse(c, "a division needs ten columns, a country and a code", line);
    c->code_count++;
  }
  qsort(c->codes, c->code_count, sizeof *c->codes, compare_codes);
  if (c->code_count >= UINT16_MAX) return toll_fail(c->e, TOLL_E_LIMIT, "too many divisions", source->path, 0);
  return 0;
}

/* A code that is not in the table is no division of ours: 0. */
static uint16_t find_admin(const struct compiler *c, toll_slice country, toll_slice admin) {
  struct code code;
  if (!make_code(country, admin, &code)) return 0;
  const struct code *found = bsearch(&code, c->codes, c->code_count, sizeof code, compare_codes);
  return found ? (uint16_t)(found - c->codes + 1) : 0;
}

/* --- the stop list ----------------------------------------------------------- */

static int compare_slices(const void *a, const void *b) {
  const toll_slice *x = a, *y = b;
  int order = memcmp(x->at, y->at, x->len < y->len ? x->len : y->len);
  return order ? order : (x->len > y->len) - (x->len < y->len);
}

/* Words apart by blanks; _ stands for the blank inside a name. */
static int read_words(struct compiler *c, const struct places_source *source) {
  c->source = source;
  c->line = 0;
  c->words = mem_array(source->text.len / 2 + 1, sizeof *c->words);
  if (!c->words) return no_memory(c);
  toll_slice rest = source->text, line;
  while (next_line(c, &rest, &line))
    while (line.len > 0) {
      toll_slice word = cut(&line, ' ');
      if (word.len > 0) c->words[c->word_count++] = word;
    }
  qsort(c->words, c->word_count, sizeof *c->words, compare_slices);
  return 0;
}

/* Names of one or two letters say too little anywhere. */
static bool is_ambiguous(const struct compiler *c, toll_slice key) {
  char spelled[PLACES_KEY_MAX];
  for (size_t i = 0; i < key.len; i++) spelled[i] = key.at[i] == ' ' ? '_' : key.at[i];
  toll_slice wanted = {spelled, key.len};
  return key.len <= 2 || bsearch(&wanted, c->words, c->word_count, sizeof wanted, compare_slices) != NULL;
}

/* --- drafts ------------------------------------------------------------------ */

static int add_draft(struct compiler *c, struct draft draft) {
  if (c->draft_count == c->draft_room) {
    size_t room = c->draft_room ? c->draft_room * 2 : 4096;
    if (room > UINT32_MAX / 2) return toll_fail(c->e, TOLL_E_LIMIT, "too many names", c->source->path, 0);
    struct draft *grown = mem_resize(c->drafts, room * sizeof *grown);
    if (!grown) return no_memory(c);
    c->drafts = grown;
    c->draft_room = room;
  }
  draft.order = (uint32_t)c->draft_count;
  draft.hash = places_hash(c->strings.at + draft.text, draft.len);
  c->drafts[c->draft_count++] = draft;
  return 0;
}

/* A draft for the name, and one for each beginning of it. */
static int add_name(struct compiler *c, toll_slice name, const struct place *place, unsigned flags) {
  char key[PLACES_KEY_MAX];
  size_t len = places_fold(name.at, name.len, key, sizeof key);
  if (len == 0) return 0;
  struct draft draft = {.text = (uint32_t)c->strings.len, .row = c->row, .len = (uint32_t)len, .place = *place};
  draft.place.flags = (uint8_t)(place->flags | flags);
  if (flags & PLACE_ALIAS) draft.place.rank = (uint8_t)(place->rank - 3);
  toll_buffer_add(&c->strings, key, len);
  if (c->strings.failed) return no_memory(c);
  int code = add_draft(c, draft);
  for (size_t i = 1; i < len && !code; i++) {
    if (key[i] != ' ') continue;
    code = add_draft(c, (struct draft){.text = draft.text, .row = NO_ROW, .len = (uint32_t)i});
  }
  return code;
}

static int add_others(struct compiler *c, toll_slice others, const struct place *place) {
  int code = 0;
  while (others.len > 0 && !code) {
    toll_slice name = cut(&others, '|');
    unsigned flags = PLACE_ALIAS;
    if (name.len > 0 && name.at[0] == '~') flags |= PLACE_DEMONYM;
    if (name.len > 0 && name.at[0] == '^') flags |= PLACE_ACRONYM;
    if (flags != PLACE_ALIAS) name = (toll_slice){name.at + 1, name.len - 1};
    code = add_name(c, name, place, flags);
  }
  return code;
}

static int read_row(struct compiler *c, toll_slice line) {
  toll_slice field[COL_COUNT + 1];
  size_t count;
  split_row(line, field, &count);
  if (count != COL_COUNT) return refuse(c, "a row needs ten columns", line);
  struct place place = {.name = (uint32_t)c->strings.len, .name_len = (uint8_t)field[COL_NAME].len};
  uint32_t size = 0;
  if (field[COL_NAME].len == 0 || field[COL_NAME].len > UINT8_MAX) return refuse(c, "no fitting name", field[COL_NAME]);
  if (!read_country(field[COL_COUNTRY], place.country)) return refuse(c, "no country code", field[COL_COUNTRY]);
  if (!read_degrees(field[COL_LAT], 90, &place.lat)) return refuse(c, "no latitude", field[COL_LAT]);
  if (!read_degrees(field[COL_LON], 180, &place.lon)) return refuse(c, "no longitude", field[COL_LON]);
  if (!read_number(field[COL_ID], UINT32_MAX, &place.id)) return refuse(c, "no number", field[COL_ID]);
  if (!read_number(field[COL_SIZE], 8, &size)) return refuse(c, "no size from 0 to 8", field[COL_SIZE]);
  if (!read_kind(field[COL_KIND], &place.kind)) return refuse(c, "no kind of place", field[COL_KIND]);
  place.size = (uint8_t)size;
  if (!read_flags(field[COL_FLAGS], &place)) return refuse(c, "no flag", field[COL_FLAGS]);
  place.admin = find_admin(c, field[COL_COUNTRY], field[COL_ADMIN]);
  toll_buffer_add(&c->strings, field[COL_NAME].at, field[COL_NAME].len);
  int code = add_name(c, field[COL_NAME], &place, 0);
  if (!code) code = add_others(c, field[COL_OTHERS], &place);
  c->row++;
  return code;
}

static int read_table(struct compiler *c, const struct places_source *source) {
  c->source = source;
  c->line = 0;
  toll_slice rest = source->text, line;
  int code = 0;
  while (!code && next_line(c, &rest, &line)) code = read_row(c, line);
  return code;
}

/* --- the image ---------------------------------------------------------------- */

/* Places before demonyms before acronyms; a beginning stands last. */
static int group_of(const struct draft *d) {
  if (d->row == NO_ROW) return 3;
  return d->place.flags & PLACE_ACRONYM ? 2 : d->place.flags & PLACE_DEMONYM ? 1 : 0;
}

static int compare_names(const struct draft *a, const struct draft *b, const char *strings) {
  if (a->hash != b->hash) return a->hash < b->hash ? -1 : 1;
  if (a->len != b->len) return a->len < b->len ? -1 : 1;
  return a->text == b->text ? 0 : memcmp(strings + a->text, strings + b->text, a->len);
}

static int compare_drafts(const void *x, const void *y, void *strings) {
  const struct draft *a = x, *b = y;
  int order = compare_names(a, b, strings);
  if (order) return order;
  int groups = group_of(a) - group_of(b);
  if (groups) return groups;
  if (a->place.rank != b->place.rank) return a->place.rank > b->place.rank ? -1 : 1;
  return (a->order > b->order) - (a->order < b->order);
}

struct writer {
  struct places_header *header;
  uint32_t *buckets;
  struct places_key *keys;
  struct place *places;
};

static bool same_row_before(const struct draft *run, size_t at) {
  for (size_t i = 0; i < at; i++)
    if (run[i].row == run[at].row) return true;
  return false;
}

/* Writes one key from the count drafts of its name. */
static void write_key(const struct compiler *c, struct writer *w, const struct draft *run, size_t count) {
  struct places_header *h = w->header;
  struct places_key *key = &w->keys[h->keys++];
  *key = (struct places_key){.text = run->text, .first = h->places, .len = (uint8_t)run->len};
  unsigned flag = is_ambiguous(c, (toll_slice){c->strings.at + run->text, run->len}) ? PLACE_AMBIGUOUS : 0;
  for (size_t i = 0; i < count && key->count < UINT16_MAX; i++) {
    if (run[i].row == NO_ROW) {
      key->prefix = 1;
      break;
    }
    if (same_row_before(run, i)) continue;
    w->places[h->places] = run[i].place;
    if (group_of(&run[i]) < 2) w->places[h->places].flags |= (uint8_t)flag; /* capitals tell an acronym */
    h->places++;
    key->count++;
  }
  w->buckets[(run->hash >> (64 - h->bits)) + 1]++;
}

static size_t run_length(const struct compiler *c, size_t from) {
  size_t n = 1;
  while (from + n < c->draft_count && compare_names(&c->drafts[from], &c->drafts[from + n], c->strings.at) == 0) n++;
  return n;
}

/* Counts of keys and places as they will be at most, for the room they need. */
static void measure(const struct compiler *c, struct places_header *h) {
  for (size_t i = 0; i < c->draft_count; i += run_length(c, i)) h->keys++;
  for (size_t i = 0; i < c->draft_count; i++) h->places += c->drafts[i].row != NO_ROW;
  h->strings = (uint32_t)c->strings.len;
  for (h->bits = PLACES_BITS_MIN; h->bits < PLACES_BITS_MAX && ((uint32_t)1 << h->bits) < h->keys / 2;) h->bits++;
}

static size_t image_size(const struct places_header *h) {
  return sizeof *h + places_bucket_bytes(h->bits) + places_key_bytes(h->keys) + places_place_bytes(h->places) +
         h->strings;
}

static void write_all(const struct compiler *c, char *image, const struct places_header *room) {
  char *at = image + sizeof *room;
  struct writer w = {.header = (struct places_header *)(void *)image, .buckets = (uint32_t *)(void *)at};
  at += places_bucket_bytes(room->bits);
  w.keys = (struct places_key *)(void *)at;
  at += places_key_bytes(room->keys);
  w.places = (struct place *)(void *)at;
  *w.header = (struct places_header){
      .magic = PLACES_MAGIC, .version = PLACES_VERSION, .order = PLACES_ORDER, .bits = room->bits};
  size_t run = 0;
  for (size_t i = 0; i < c->draft_count; i += run) {
    run = run_length(c, i);
    write_key(c, &w, &c->drafts[i], run);
  }
  for (size_t b = 0; b < (size_t)1 << room->bits; b++) w.buckets[b + 1] += w.buckets[b];
  char *strings = (char *)(w.places + w.header->places);
  w.header->strings = room->strings;
  if (room->strings) memcpy(strings, c->strings.at, room->strings);
  w.header->size = image_size(w.header);
  places_seal(image, (size_t)w.header->size);
}

static int write_image(struct compiler *c, void **image, size_t *size) {
  struct places_header room = {.bits = 0};
  if (c->draft_count) qsort_r(c->drafts, c->draft_count, sizeof *c->drafts, compare_drafts, c->strings.at);
  measure(c, &room);
  char *bytes = mem_alloc(image_size(&room));
  if (!bytes) return no_memory(c);
  write_all(c, bytes, &room);
  *image = bytes;
  *size = (size_t)((const struct places_header *)(void *)bytes)->size;
  return 0;
}

static int compile(struct compiler *c, const struct places_source sources[PLACES_FILE_COUNT], void **image,
                   size_t *size) {
  for (size_t i = 0; i < PLACES_FILE_COUNT; i++)
    if (sources[i].text.len > SOURCE_MAX)
      return toll_fail(c->e, TOLL_E_LIMIT, "a table is too large", sources[i].path, 0);
  int code = read_codes(c, &sources[PLACES_ADMIN1]);
  if (!code) code = read_words(c, &sources[PLACES_AMBIGUOUS]);
  for (size_t i = PLACES_ADMIN1; i <= PLACES_CITIES && !code; i++) code = read_table(c, &sources[i]);
  return code ? code : write_image(c, image, size);
}

int places_compile(const struct places_source sources[PLACES_FILE_COUNT], void **image, size_t *size, toll_error *e) {
  struct compiler c = {.e = e};
  int code = compile(&c, sources, image, size);
  toll_buffer_free(&c.strings);
  mem_free(c.words);
  mem_free(c.codes);
  mem_free(c.drafts);
  return code;
}
