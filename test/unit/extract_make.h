/* What the tests of the reader share: a pack, and one sentence taken as far as a
 * layer asks for. */
#ifndef TOLL_TEST_EXTRACT_MAKE_H
#define TOLL_TEST_EXTRACT_MAKE_H

#include "extract/plain.h"
#include "extract/sentence.h"
#include "tap.h"
#include "toll/pack.h"

enum layer { LAYER_TOKENS, LAYER_PHRASES, LAYER_FIGURES, LAYER_TAGS, LAYER_ITEMS };

struct bench {
  toll_pack *pack;
  struct arena arena;
  struct sentence s;
  struct token tokens[SENTENCE_TOKENS + 1];
};

static inline bool bench_open(struct bench *b) {
  toll_error e;
  memset(b, 0, sizeof *b);
  return OK(toll_pack_open(SOURCE_ROOT "/packs/en", &b->pack, &e) == 0, "the English pack opens");
}

static inline void bench_close(struct bench *b) {
  arena_free(&b->arena);
  toll_pack_close(b->pack);
}

/* Reads the sentence at offset up to the layer; returns where the next one begins. */
static inline size_t bench_read(struct bench *b, toll_slice text, size_t offset, enum layer layer) {
  arena_reset(&b->arena);
  b->s = (struct sentence){.pack = b->pack, .arena = &b->arena, .tokens = b->tokens};
  size_t next = sentence_read(&b->s, text.at, text.len, offset);
  if (layer >= LAYER_PHRASES) sentence_phrases(&b->s);
  if (layer >= LAYER_FIGURES && !sentence_figures(&b->s)) OK(false, "memory for figures");
  if (layer >= LAYER_TAGS) sentence_tag(&b->s);
  if (layer >= LAYER_ITEMS && !sentence_chunk(&b->s)) OK(false, "memory for items");
  return next;
}

/* The first sentence of a C string. */
static inline void bench_text(struct bench *b, const char *text, enum layer layer) {
  bench_read(b, (toll_slice){text, strlen(text)}, 0, layer);
}

/* A line of text that grows, for what a test compares. */
struct line {
  char at[4096];
  size_t len;
};

static inline void line_add(struct line *l, toll_slice text) {
  size_t room = sizeof l->at - 1 - l->len, n = text.len < room ? text.len : room;
  if (n) memcpy(l->at + l->len, text.at, n);
  l->len += n;
  l->at[l->len] = 0;
}

static inline void line_str(struct line *l, const char *text) {
  line_add(l, (toll_slice){text, strlen(text)});
}

static inline void line_int(struct line *l, int64_t n) {
  char digits[24];
  snprintf(digits, sizeof digits, "%" PRId64, n);
  line_str(l, n == TOLL_OPEN ? "-" : digits);
}

/* The first token that is spelt like this, or -1. */
static inline int bench_token(const struct bench *b, const char *word) {
  for (int i = 0; i < b->s.token_count; i++) {
    toll_slice t = sentence_text(&b->s, i, i + 1);
    if (t.len == strlen(word) && memcmp(t.at, word, t.len) == 0) return i;
  }
  return -1;
}

/* The first item of that kind whose head is spelt like this, or -1. */
static inline int bench_item(const struct bench *b, enum item_kind kind, const char *head) {
  for (int k = 0; k < b->s.item_count; k++) {
    toll_slice t = sentence_text(&b->s, b->s.items[k].head, b->s.items[k].head + 1);
    if (b->s.items[k].kind == kind && t.len == strlen(head) && memcmp(t.at, head, t.len) == 0) return k;
  }
  return -1;
}

#endif
