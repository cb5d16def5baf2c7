/* Any bytes as a text that is searched before it is read: the ways to find its letters
 * agree, and its claims are the same whether the gate is there or not. */
#include "document_check.h"

#include "base/letters.h"
#include "extract/reader.h"
#include "toll/scan.h"

#define LONGEST ((size_t)1 << 16)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bench {
  toll_pack *pack;
  toll_places *places;
  toll_scanner *gated, *open;
  toll_document *doc;
};

static struct bench *bench(void) {
  static struct bench b;
  if (b.open) return &b;
  toll_error e;
  must(toll_pack_open(SOURCE_ROOT "/packs/en", &b.pack, &e) == 0);
  must(toll_places_open(SOURCE_ROOT "/packs/places", &b.places, &e) == 0);
  must(toll_scanner_new(b.pack, b.places, &b.gated, &e) == 0);
  must(toll_scanner_new(b.pack, b.places, &b.open, &e) == 0);
  b.open->ungated = true;
  b.doc = toll_document_new();
  must(b.doc != NULL);
  return &b;
}

static void check_letters(const char *text, size_t len) {
  static struct letters first, other;
  for (size_t i = 1; letters_way(i); i++) {
    letters_start(&first);
    letters_start(&other);
    for (size_t at = 0; at < len; at += LETTERS_PART) {
      size_t part = len - at < LETTERS_PART ? len - at : LETTERS_PART;
      letters_find_by(letters_way(0), &first, text + at, part);
      letters_find_by(letters_way(i), &other, text + at, part);
      must(first.edge_count == other.edge_count && first.mark_count == other.mark_count);
      must(memcmp(first.edges, other.edges, first.edge_count * sizeof *first.edges) == 0);
      must(memcmp(first.marks, other.marks, first.mark_count * sizeof *first.marks) == 0);
    }
  }
}

static void read_by(const struct bench *b, toll_scanner *scanner, toll_buffer *out) {
  toll_claims claims;
  toll_error e;
  must(toll_scan(scanner, b->doc, &claims, &e) == 0);
  for (size_t i = 0; i < claims.count; i++) toll_claim_json(b->doc, &claims, claims.items + i, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct bench *b = bench();
  toll_buffer with = {0}, without = {0};
  toll_error e;
  if (size > LONGEST) return 0;
  check_letters((const char *)data, size);
  if (toll_document_from_bytes(b->doc, (toll_slice){(const char *)data, size}, "fuzz", &e) != 0) return 0;
  read_by(b, b->gated, &with);
  read_by(b, b->open, &without);
  must(with.len == without.len && (with.len == 0 || memcmp(with.at, without.at, with.len) == 0));
  toll_buffer_free(&with);
  toll_buffer_free(&without);
  return 0;
}
