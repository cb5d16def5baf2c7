/* Words are hashed with FNV-1a over their folded code points; a sequence's hash
 * mixes its four words so that order matters.  ASCII goes by a table-free test;
 * other letters by utf8proc. */
#include "case/sketch.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

static uint64_t mix(uint64_t h) { /* the finaliser of MurmurHash3 */
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccdu;
  h ^= h >> 33;
  h *= 0xc4ceb9fe1a85ec53u;
  return h ^ h >> 33;
}

/* The folded form of a letter or digit; 0 for what parts words. */
static uint32_t word_point(uint32_t cp) {
  if (cp < 0x80) {
    if (cp >= 'A' && cp <= 'Z') return cp | 0x20;
    return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') ? cp : 0;
  }
  switch (utf8proc_category((utf8proc_int32_t)cp)) {
  case UTF8PROC_CATEGORY_LU:
  case UTF8PROC_CATEGORY_LL:
  case UTF8PROC_CATEGORY_LT:
  case UTF8PROC_CATEGORY_LM:
  case UTF8PROC_CATEGORY_LO:
  case UTF8PROC_CATEGORY_MN:
  case UTF8PROC_CATEGORY_ND:
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)cp);
  default:
    return 0;
  }
}

/* How many of the hashes are smaller, found without a branch that could be guessed wrong: there are seven
 * for each word of a text. */
static size_t count_less(const uint64_t *hashes, size_t count, uint64_t h) {
  const uint64_t *from = hashes;
  while (count > 1) {
    size_t half = count / 2;
    from += (size_t)(from[half - 1] < h) * half;
    count -= half;
  }
  return (size_t)(from - hashes) + (count == 1 && *from < h);
}

static void keep(struct sketch *s, uint64_t h) {
  if (s->count == SKETCH_SIZE && h >= s->least[SKETCH_SIZE - 1]) return;
  size_t low = count_less(s->least, s->count, h);
  if (low < s->count && s->least[low] == h) return;
  size_t move = s->count - low;
  if (s->count == SKETCH_SIZE)
    move--;
  else
    s->count++;
  memmove(s->least + low + 1, s->least + low, move * sizeof *s->least);
  s->least[low] = h;
}

static void add_word(struct sketch *s, uint64_t word) {
  s->last[s->words++ % SKETCH_WORDS] = word;
  if (s->words < SKETCH_WORDS) return;
  uint64_t h = FNV_START;
  for (size_t i = 0; i < SKETCH_WORDS; i++) h = mix(h ^ s->last[(s->words + i) % SKETCH_WORDS]) * FNV_PRIME;
  h = mix(h);
  keep(s, h);
  uint64_t *bin = &s->bins[(h >> 32) * SKETCH_BINS >> 32],
           rest = mix(h ^ FNV_START) | 1; /* of the hash only the bin is spent */
  if (!*bin || rest < *bin) *bin = rest;
}

void sketch_add(struct sketch *s, toll_slice text) {
  uint64_t word = 0;
  for (size_t at = 0; at < text.len;) {
    uint32_t cp;
    size_t size = utf8_decode(text.at + at, text.len - at, &cp);
    at += size ? size : 1;
    cp = size ? word_point(cp) : 0;
    if (cp)
      word = ((word ? word : FNV_START) ^ cp) * FNV_PRIME;
    else if (word)
      add_word(s, word), word = 0;
  }
  if (word) add_word(s, word);
}

struct shared {
  size_t both, either;
};

/* How many of the hashes, which ascend, are no greater. */
static size_t count_until(const uint64_t *hashes, size_t count, uint64_t end) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (hashes[middle] <= end)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

/* Counts up to the point below which both hold every hash.  Which of two hashes is the
 * lesser is a toss-up, so the merge has no branch on it. */
static struct shared count_shared(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count) {
  uint64_t end = UINT64_MAX;
  if (a_count == SKETCH_SIZE) end = a[a_count - 1];
  if (b_count == SKETCH_SIZE && b[b_count - 1] < end) end = b[b_count - 1];
  a_count = count_until(a, a_count, end);
  b_count = count_until(b, b_count, end);
  size_t i = 0, j = 0, both = 0;
  while (i < a_count && j < b_count) {
    uint64_t x = a[i], y = b[j];
    both += x == y;
    i += x <= y;
    j += y <= x;
  }
  return (struct shared){both, a_count + b_count - both};
}

double sketch_likeness(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count) {
  if (!a_count || !b_count) return 0;
  struct shared s = count_shared(a, a_count, b, b_count);
  return s.either ? (double)s.both / (double)s.either : 0;
}

bool sketch_alike(const uint64_t *a, size_t a_count, const uint64_t *b, size_t b_count, double least) {
  if (!a_count || !b_count) return false;
  struct shared s = count_shared(a, a_count, b, b_count);
  return s.either && (double)s.both / (double)s.either >= least;
}

/* --- gists -------------------------------------------------------------- */

#define STEP ((size_t)SKETCH_SIZE / GIST_STEPS)
#define COMPLETE (UINT16_MAX + 1u)

/* The lowest bits choose the cell: the highest of the least hashes are all alike. */
void sketch_gist(const uint64_t *hashes, size_t count, struct sketch_gist *out) {
  *out = (struct sketch_gist){.count = (uint16_t)count, .end = COMPLETE};
  for (size_t i = 0; i < count; i++) {
    uint64_t *cells = &out->cells[hashes[i] / 64 % GIST_WORDS], cell = (uint64_t)1 << hashes[i] % 64;
    out->spare = (uint16_t)(out->spare + (*cells & cell ? 1 : 0));
    *cells |= cell;
  }
  for (size_t i = 0; i < GIST_STEPS; i++)
    out->steps[i] = (i + 1) * STEP <= count ? (uint16_t)(hashes[(i + 1) * STEP - 1] >> 48) : UINT16_MAX;
  if (count == SKETCH_SIZE) out->end = (uint32_t)(hashes[count - 1] >> 48);
}

/* At least so many of its hashes are no greater than both sketches' ends. */
static uint32_t count_within(const struct sketch_gist *g, const struct sketch_gist *other) {
  uint16_t end = (uint16_t)other->end, steps = 0;
  if (g->end < other->end || other->end == COMPLETE) return g->count;
  for (size_t i = 0; i < GIST_STEPS; i++) steps = (uint16_t)(steps + (g->steps[i] < end));
  return steps * (uint32_t)STEP;
}

/* How many cells both have.  The counts of a word's bytes, each no more than 8, are added
 * up byte by byte, and those of all words then. */
static uint32_t count_common(const uint64_t *a, const uint64_t *b) {
  uint64_t sum = 0;
  for (size_t i = 0; i < GIST_WORDS; i++) {
    uint64_t bits = a[i] & b[i];
    bits -= bits >> 1 & 0x5555555555555555u;
    bits = (bits & 0x3333333333333333u) + (bits >> 2 & 0x3333333333333333u);
    sum += (bits + (bits >> 4)) & 0x0f0f0f0f0f0f0f0fu;
  }
  sum = (sum & 0x00ff00ff00ff00ffu) + (sum >> 8 & 0x00ff00ff00ff00ffu);
  return (uint32_t)(sum * 0x0001000100010001u >> 48);
}

/* Hashes of the one in cells where the other has none are not shared, so that both share
 * no more than their common cells and those hashes that share a cell with another. */
bool sketch_may_be_alike(const struct sketch_gist *a, const struct sketch_gist *b, double least) {
  uint32_t most = count_common(a->cells, b->cells) + (a->spare < b->spare ? a->spare : b->spare);
  uint32_t sum = count_within(a, b) + count_within(b, a);
  return (double)most * (1 + least) + 1e-6 >= least * (double)sum;
}

/* An empty bin borrows from the next one that is not, by how far that is: short texts
 * that are alike borrow alike. */
static uint64_t bin_at(const struct sketch *s, size_t at) {
  size_t far = 0;
  while (!s->bins[(at + far) % SKETCH_BINS]) far++;
  return far ? mix(s->bins[(at + far) % SKETCH_BINS] + far * FNV_PRIME) : s->bins[at];
}

size_t sketch_bands(const struct sketch *s, uint64_t out[SKETCH_BANDS]) {
  if (!s->count) return 0;
  for (size_t band = 0; band < SKETCH_BANDS; band++) {
    uint64_t h = mix(band + FNV_START);
    for (size_t row = 0; row < SKETCH_ROWS; row++) h = mix(h ^ bin_at(s, band * SKETCH_ROWS + row));
    out[band] = h;
  }
  return SKETCH_BANDS;
}

static size_t write_hashes(const uint64_t *hashes, size_t count, uint8_t *out) {
  for (size_t i = 0; i < count; i++)
    for (size_t k = 0; k < 8; k++) out[8 * i + k] = (uint8_t)(hashes[i] >> 8 * k);
  return 8 * count;
}

size_t sketch_write(const struct sketch *s, uint8_t *out) {
  return write_hashes(s->least, s->count, out);
}

size_t sketch_write_bands(const struct sketch *s, uint8_t *out) {
  uint64_t bands[SKETCH_BANDS];
  return write_hashes(bands, sketch_bands(s, bands), out);
}

size_t sketch_read(toll_slice stored, uint64_t *out, size_t most) {
  size_t count = stored.len / 8;
  if (count > most) count = most;
  for (size_t i = 0; i < count; i++) {
    out[i] = 0;
    for (size_t k = 8; k-- > 0;) out[i] = out[i] << 8 | (unsigned char)stored.at[8 * i + k];
  }
  return count;
}
