/* What the tests of whole documents share: a pack, a gazetteer, a scanner, and the
 * texts of the pack's examples and of the fuzz corpus. */
#ifndef TOLL_TEST_EXTRACT_SCAN_H
#define TOLL_TEST_EXTRACT_SCAN_H

#include "pack/example.h"
#include "tap.h"
#include "toll/document.h"
#include "toll/pack.h"
#include "toll/scan.h"

struct reading_room {
  toll_pack *pack;
  toll_places *places;
  toll_scanner *scanner;
  toll_document *doc;
};

static inline bool room_open(struct reading_room *r) {
  toll_error e = {0};
  memset(r, 0, sizeof *r);
  bool good = toll_pack_open(SOURCE_ROOT "/packs/en", &r->pack, &e) == 0 &&
              toll_places_open(SOURCE_ROOT "/packs/places", &r->places, &e) == 0 &&
              toll_scanner_new(r->pack, r->places, &r->scanner, &e) == 0 && (r->doc = toll_document_new()) != NULL;
  char why[700];
  if (!good) toll_error_format(&e, why, sizeof why), printf("# %s\n", why);
  return OK(good, "pack, places and scanner open");
}

static inline void room_close(struct reading_room *r) {
  toll_document_free(r->doc);
  toll_scanner_free(r->scanner);
  toll_places_close(r->places);
  toll_pack_close(r->pack);
}

/* Reads the text with the scanner; false when it is no text. */
static inline bool room_read(struct reading_room *r, toll_scanner *scanner, toll_slice text, toll_claims *claims) {
  toll_error e;
  if (toll_document_from_bytes(r->doc, text, "text", &e) != 0) return false;
  return toll_scan(scanner, r->doc, claims, &e) == 0;
}

static inline void room_json(const struct reading_room *r, const toll_claims *claims, toll_buffer *out) {
  for (size_t i = 0; i < claims->count; i++) {
    toll_claim_json(r->doc, claims, claims->items + i, out);
    toll_buffer_str(out, "\n");
  }
}

/* Texts to read; owned by the arena. */
#define CORPUS_MAX 4096
struct corpus {
  struct arena arena;
  struct example_list examples;
  toll_slice texts[CORPUS_MAX];
  size_t count;
};

static inline void corpus_add(struct corpus *c, toll_slice text) {
  if (c->count < CORPUS_MAX) c->texts[c->count++] = arena_copy(&c->arena, text);
}

/* Every example of the pack, alone and all in one text, and every file of the fuzz corpus. */
static inline bool corpus_open(struct corpus *c) {
  toll_error e;
  toll_buffer all = {0};
  static const char *const folder = SOURCE_ROOT "/fuzz/corpus/scan";
  toll_reader *reader = NULL;
  toll_document *doc = toll_document_new();
  memset(c, 0, sizeof *c);
  bool good = doc && pack_examples_read(SOURCE_ROOT "/packs/en", &c->examples, &e) == 0;
  for (const struct example *x = NULL; good && (x = pack_examples_next(&c->examples, x)) != NULL;) {
    corpus_add(c, x->text);
    toll_buffer_add(&all, x->text.at, x->text.len);
    toll_buffer_str(&all, "\n\n");
  }
  corpus_add(c, (toll_slice){all.at, all.len});
  good = good && toll_reader_open(&folder, 1, &reader, &e) == 0;
  for (int code = 1; good && (code = toll_reader_fetch(reader, doc, &e)) != 0;)
    if (code > 0 && toll_document_parse(doc, &e) == 0) corpus_add(c, toll_document_get(doc)->raw);
  toll_reader_close(reader);
  toll_document_free(doc);
  toll_buffer_free(&all);
  return OK(good && c->count > 100, "the corpus is there");
}

static inline void corpus_close(struct corpus *c) {
  pack_examples_free(&c->examples);
  arena_free(&c->arena);
}

#endif
