/* Any text through the whole reader: whatever comes out must stand in the text.
 *
 * The English pack of the sources is opened once; the scanner is kept, as it is
 * in a run over many documents, so that one document cannot leave the next one
 * a state that breaks it. */
#include "document_check.h"

#include "toll/scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct bench {
  toll_pack *pack;
  toll_places *places;
  toll_scanner *scanner;
  toll_document *doc;
};

static struct bench *bench(void) {
  static struct bench b;
  if (b.scanner) return &b;
  toll_error e;
  must(toll_pack_open(SOURCE_ROOT "/packs/en", &b.pack, &e) == 0);
  must(toll_places_open(SOURCE_ROOT "/packs/places", &b.places, &e) == 0);
  must(toll_scanner_new(b.pack, b.places, &b.scanner, &e) == 0);
  b.doc = toll_document_new();
  must(b.doc != NULL);
  return &b;
}

static void check_slice_inside(toll_slice s, toll_slice text) {
  must(!s.at || (s.at >= text.at && s.at + s.len <= text.at + text.len));
}

static void check_claim(const toll_claims *all, const toll_claim *c, toll_slice text) {
  must(c->span.from <= c->count_span.from && c->count_span.from < c->count_span.to);
  must(c->count_span.to <= text.len && c->span.to <= text.len);
  must(c->harm > 0 && c->harm < TOLL_HARM_COUNT && c->unit < TOLL_UNIT_COUNT && c->form < TOLL_FORM_COUNT);
  must(c->part_of < (int32_t)all->count && (c->part_of < 0 || all->items + c->part_of != c));
  must(c->low == TOLL_OPEN || c->high == TOLL_OPEN || c->low <= c->high);
  must(c->value == TOLL_OPEN || c->value >= 0);
  must(c->event >= 1);
  check_slice_inside(c->quote, text);
  check_slice_inside(c->who, text);
  check_slice_inside(c->when.text, text);
  check_slice_inside(c->where.text, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct bench *b = bench();
  toll_claims claims;
  toll_buffer out = {0};
  toll_error e;
  if (size > 1 << 18 || toll_document_from_bytes(b->doc, (toll_slice){(const char *)data, size}, "fuzz", &e) != 0)
    return 0;
  must(toll_scan(b->scanner, b->doc, &claims, &e) == 0);
  toll_slice text = toll_document_get(b->doc)->text;
  for (size_t i = 0; i < claims.count; i++) {
    check_claim(&claims, claims.items + i, text);
    toll_claim_json(b->doc, &claims, claims.items + i, &out);
  }
  must(!out.failed && (!out.len || utf8_valid(out.at, out.len)));
  toll_buffer_free(&out);
  return 0;
}
