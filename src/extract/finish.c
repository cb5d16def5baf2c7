/* The end of a document: drafts in text order become claims with their ids.
 *
 * Quotes and names are slices of the document's text and are kept as they are;
 * spans of a later window are moved to offsets in the whole text. */
#include <string.h>

#include "base/hash.h"
#include "base/sort.h"
#include "extract/reader.h"

/* Claims stand in the order of their count spans, then of their harms. */
static struct keyed order_of(const toll_claim *c, size_t draft) {
  return (struct keyed){(uint64_t)c->count_span.from << 32 | c->count_span.to, (int64_t)c->harm << 32 | (int64_t)draft};
}

static size_t draft_of(struct keyed k) {
  return (uint32_t)k.id;
}

static void put_u32(uint8_t *out, uint32_t n) {
  for (int i = 0; i < 4; i++) out[i] = (uint8_t)(n >> (8 * i));
}

/* "c" + 16 hex digits of SHA-256 over document id, count span, harm, unit; `document` has
 * hashed the first. */
static bool make_id(const struct sha256 *document, toll_claim *c) {
  uint8_t key[10], digest[SHA256_SIZE];
  char hex[SHA256_HEX];
  struct sha256 h = *document;
  put_u32(key, c->count_span.from);
  put_u32(key + 4, c->count_span.to);
  key[8] = c->harm;
  key[9] = c->unit;
  sha256_add(&h, key, sizeof key);
  if (sha256_end(&h, digest)) return false;
  hex_write(digest, 8, hex);
  c->id[0] = 'c';
  memcpy(c->id + 1, hex, 17);
  return true;
}

static void shift(toll_span *span, uint32_t base) {
  if (span->to) span->from += base, span->to += base;
}

static void finish_claim(toll_scanner *x, size_t draft, toll_claim *c, const int *position) {
  struct draft *d = x->drafts + draft;
  *c = d->claim;
  c->part_of = d->claim.part_of >= 0 ? position[d->claim.part_of] : -1;
  c->same = d->same ? (uint32_t)position[d->same - 1] + 1 : 0;
  c->confidence = confidence_of(x, draft);
  c->steps = d->steps;
  c->step_count = d->step_count;
  c->sentence = d->sentence;
  uint32_t base = x->doc->base;
  shift(&c->span, base);
  shift(&c->count_span, base);
  for (size_t i = 0; i < d->step_count; i++) shift(&d->steps[i].span, base);
}

/* For training: hands the claim over. */
static void show(toll_scanner *x, size_t draft, const toll_claim *c) {
  struct features f;
  confidence_features(x, draft, &f);
  x->see(x->see_to, &(struct choice_case){c, {NULL, 0}, &f});
}

void finish_read(toll_scanner *x, toll_claims *out) {
  size_t n = x->draft_count;
  if (n == 0) return;
  struct keyed *order = ARENA_ROOM(&x->keep, n + 1, struct keyed);
  int *position = ARENA_ROOM(&x->keep, n + 1, int);
  toll_claim *claims = ARENA_ROOM(&x->keep, n + 1, toll_claim);
  if (!order || !position || !claims) {
    x->failed = true;
    return;
  }
  for (size_t i = 0; i < n; i++) order[i] = order_of(&x->drafts[i].claim, i);
  retold_read(x);
  sort_keyed(order, n);
  for (size_t i = 0; i < n; i++) position[draft_of(order[i])] = (int)i;
  struct sha256 document = {0};
  sha256_start(&document);
  sha256_add(&document, x->doc->id.at, x->doc->id.len);
  for (size_t i = 0; i < n; i++) {
    finish_claim(x, draft_of(order[i]), claims + i, position);
    if (!make_id(&document, claims + i)) x->failed = true;
    if (x->see) show(x, draft_of(order[i]), claims + i);
  }
  *out = (toll_claims){claims, n};
}
