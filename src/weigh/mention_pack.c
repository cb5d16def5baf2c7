/* A packed mention: a version byte, then every field in the order of the struct.
 * Whole numbers are written seven bits a byte, the lowest first; what may be negative
 * is folded first (0, -1, 1, -2 ...); hashes are four bytes, the lowest first.
 * Reading trusts nothing: counts are held to their bounds, lists to their order. */
#include <string.h>

#include "base/varint.h"
#include "extract/outline.h"
#include "toll/error.h"
#include "weigh/mention.h"

struct writer {
  unsigned char *at;
};

static void put_uint(struct writer *w, uint64_t n) {
  w->at += varint_write(n, w->at);
}

static void put_int(struct writer *w, int64_t n) {
  put_uint(w, (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0));
}

static void put_hash(struct writer *w, uint32_t hash) {
  for (int shift = 0; shift < 32; shift += 8) *w->at++ = (unsigned char)(hash >> shift);
}

static void put_bytes(struct writer *w, const char *at, size_t len) {
  memcpy(w->at, at, len);
  w->at += len;
}

static void put_place(struct writer *w, const struct mention_place *p) {
  put_hash(w, p->name);
  put_hash(w, p->sound);
  put_uint(w, p->id);
  put_int(w, p->lat);
  put_int(w, p->lon);
  put_uint(w, p->admin);
  put_bytes(w, p->country, 2);
  put_uint(w, (uint64_t)p->kind << 1 | p->claimed);
}

/* Only what can be told apart by its spelling has a sound. */
static void put_word(struct writer *w, const struct mention_word *word) {
  put_hash(w, word->hash);
  put_uint(w, word->weight);
  put_uint(w, (uint64_t)word->traits << 1 | (word->sound != 0));
  if (word->sound) put_hash(w, word->sound);
}

static void put_hashes(struct writer *w, const uint32_t *list, size_t count) {
  put_uint(w, count);
  for (size_t i = 0; i < count; i++) put_hash(w, list[i]);
}

/* The worst case of every list at once: a number takes ten bytes at most. */
_Static_assert(MENTION_PACKED_MAX >= 1 + 16 * 10 + 4 + MENTION_YEARS * 10 + MENTION_PLACE + 2 + MENTION_PLACES * 31 +
                                         MENTION_WORDS * 14 + MENTION_FIGURES * 14 + 2 * (10 + MENTION_NAMES * 4),
               "a packed mention has room");

size_t mention_pack(const struct mention *m, unsigned char *out) {
  struct writer w = {out};
  *w.at++ = MENTION_VERSION;
  put_uint(&w, m->number);
  put_uint(&w, m->claims);
  put_int(&w, m->from);
  put_int(&w, m->to);
  put_int(&w, m->printed);
  put_uint(&w, (uint64_t)m->counts_on << 1 | m->year);
  for (size_t i = 0; i < MENTION_YEARS; i++) put_int(&w, m->years[i]);
  put_hash(&w, m->outlet);
  put_uint(&w, m->classes);
  put_uint(&w, m->harms);
  put_int(&w, m->most_killed);
  put_uint(&w, m->place_len);
  put_bytes(&w, m->place, m->place_len);
  put_bytes(&w, m->country, 2);
  put_uint(&w, m->geonameid);
  put_uint(&w, m->place_count);
  for (size_t i = 0; i < m->place_count; i++) put_place(&w, &m->places[i]);
  put_uint(&w, m->word_count);
  for (size_t i = 0; i < m->word_count; i++) put_word(&w, &m->words[i]);
  put_uint(&w, m->figure_count);
  for (size_t i = 0; i < m->figure_count; i++) {
    put_int(&w, m->figures[i].value);
    put_uint(&w, m->figures[i].harm);
    put_uint(&w, m->figures[i].times);
  }
  put_hashes(&w, m->victims, m->victim_count);
  put_hashes(&w, m->parties, m->party_count);
  return (size_t)(w.at - out);
}

/* --- reading ------------------------------------------------------------ */

struct reader {
  const unsigned char *at, *end;
  bool bad;
};

static unsigned get_byte(struct reader *r) {
  if (r->at == r->end) r->bad = true;
  return r->bad ? 0 : *r->at++;
}

static uint64_t get_uint(struct reader *r, uint64_t most) {
  uint64_t n = 0;
  size_t len = r->bad ? 0 : varint_read(r->at, (size_t)(r->end - r->at), &n);
  r->at += len;
  if (!len || n > most) r->bad = true;
  return r->bad ? 0 : n;
}

static int64_t get_int(struct reader *r, int64_t least, int64_t most) {
  uint64_t n = get_uint(r, UINT64_MAX);
  int64_t value = (int64_t)(n >> 1) ^ -(int64_t)(n & 1);
  if (value < least || value > most) r->bad = true;
  return r->bad ? least : value;
}

static uint32_t get_hash(struct reader *r) {
  uint32_t hash = 0;
  for (int shift = 0; shift < 32; shift += 8) hash |= (uint32_t)get_byte(r) << shift;
  return hash;
}

static void get_bytes(struct reader *r, char *out, size_t len) {
  for (size_t i = 0; i < len; i++) out[i] = (char)get_byte(r);
}

static void get_place(struct reader *r, struct mention_place *p) {
  p->name = get_hash(r);
  p->sound = get_hash(r);
  p->id = (uint32_t)get_uint(r, UINT32_MAX);
  p->lat = (int16_t)get_int(r, INT16_MIN, INT16_MAX);
  p->lon = (int16_t)get_int(r, INT16_MIN, INT16_MAX);
  p->admin = (uint16_t)get_uint(r, UINT16_MAX);
  get_bytes(r, p->country, 2);
  unsigned kind = (unsigned)get_uint(r, PLACE_KIND_COUNT * 2 - 1);
  p->kind = (uint8_t)(kind >> 1);
  p->claimed = kind & 1;
}

static void get_word(struct reader *r, struct mention_word *word) {
  word->hash = get_hash(r);
  word->weight = (uint16_t)get_uint(r, UINT16_MAX);
  unsigned traits = (unsigned)get_uint(r, 0x1ff);
  word->traits = (uint8_t)(traits >> 1);
  word->sound = traits & 1 ? get_hash(r) : 0;
}

static void get_words(struct reader *r, struct mention *m) {
  m->word_count = (uint8_t)get_uint(r, MENTION_WORDS);
  for (size_t i = 0; i < m->word_count; i++) {
    get_word(r, &m->words[i]);
    if (i > 0 && m->words[i].hash <= m->words[i - 1].hash) r->bad = true;
  }
}

static void get_figures(struct reader *r, struct mention *m) {
  m->figure_count = (uint8_t)get_uint(r, MENTION_FIGURES);
  for (size_t i = 0; i < m->figure_count; i++) {
    struct mention_figure *f = &m->figures[i];
    f->value = get_int(r, 1, INT64_MAX);
    f->harm = (uint8_t)get_uint(r, TOLL_HARM_COUNT - 1);
    f->times = (uint8_t)get_uint(r, UINT8_MAX);
    if (i == 0) continue;
    const struct mention_figure *before = f - 1;
    if (f->harm < before->harm || (f->harm == before->harm && f->value <= before->value)) r->bad = true;
  }
}

static void get_hashes(struct reader *r, uint32_t *list, uint8_t *count) {
  *count = (uint8_t)get_uint(r, MENTION_NAMES);
  for (size_t i = 0; i < *count; i++) {
    list[i] = get_hash(r);
    if (i > 0 && list[i] <= list[i - 1]) r->bad = true;
  }
}

/* A day of the years 1 to 9999, or none. */
static toll_day get_day(struct reader *r) {
  int64_t day = get_int(r, INT32_MIN, INT32_MAX);
  if (day != TOLL_NO_DAY && (day < toll_day_of(1, 1, 1) || day > toll_day_of(9999, 12, 31))) r->bad = true;
  return (toll_day)day;
}

static void get_time(struct reader *r, struct mention *m) {
  m->from = get_day(r);
  m->to = get_day(r);
  m->printed = get_day(r);
  unsigned flags = (unsigned)get_uint(r, 3);
  m->year = flags & 1;
  m->counts_on = flags >> 1;
  if ((m->from == TOLL_NO_DAY) != (m->to == TOLL_NO_DAY) || m->to < m->from) r->bad = true;
  for (size_t i = 0; i < MENTION_YEARS; i++) m->years[i] = (int16_t)get_int(r, 0, 9999);
}

static void get_where(struct reader *r, struct mention *m) {
  m->place_len = (uint8_t)get_uint(r, MENTION_PLACE);
  get_bytes(r, m->place, m->place_len);
  get_bytes(r, m->country, 2);
  m->geonameid = (uint32_t)get_uint(r, UINT32_MAX);
  m->place_count = (uint8_t)get_uint(r, MENTION_PLACES);
  for (size_t i = 0; i < m->place_count; i++) get_place(r, &m->places[i]);
}

int mention_unpack(const unsigned char *bytes, size_t len, struct mention *m) {
  struct reader r = {bytes, bytes + len, false};
  *m = (struct mention){0};
  if (get_byte(&r) != MENTION_VERSION) return TOLL_E_FORMAT;
  m->number = (uint32_t)get_uint(&r, UINT32_MAX);
  m->claims = (uint32_t)get_uint(&r, UINT32_MAX);
  get_time(&r, m);
  m->outlet = get_hash(&r);
  m->classes = (uint32_t)get_uint(&r, UINT32_MAX);
  m->harms = (uint32_t)get_uint(&r, UINT32_MAX);
  m->most_killed = get_int(&r, 0, INT64_MAX);
  get_where(&r, m);
  get_words(&r, m);
  get_figures(&r, m);
  get_hashes(&r, m->victims, &m->victim_count);
  get_hashes(&r, m->parties, &m->party_count);
  mention_digest(m);
  return r.bad || r.at != r.end ? TOLL_E_FORMAT : 0;
}
