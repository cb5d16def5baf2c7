/* Words that are nothing but ASCII letters, as most are: read eight bytes at a time.
 *
 * The bytes of a word lie in a number, the first lowest.  A bit of each byte tells whether
 * it is a letter, and the first that is none where the word ends; with the case set in all
 * of them and the rest cut off, the number is how the word is spelt, and its hash. */
#ifndef TOLL_EXTRACT_PLAIN_H
#define TOLL_EXTRACT_PLAIN_H

#include "extract/lexer.h"
#include "pack/word_key.h"

#define PLAIN_EIGHT 0x0101010101010101u
#define PLAIN_CASE (0x20 * PLAIN_EIGHT) /* what a small letter has and a big one has not */

/* 0x80 for each byte that is no ASCII letter. */
static inline uint64_t plain_others(uint64_t bytes) {
  const uint64_t tops = 0x80 * PLAIN_EIGHT;
  uint64_t low = (bytes | PLAIN_CASE) & ~tops;
  uint64_t from_a = low + (0x80 - 'a') * PLAIN_EIGHT, past_z = low + (0x80 - 'z' - 1) * PLAIN_EIGHT;
  return (~from_a | past_z | bytes) & tops;
}

/* All bits of the bytes before the first of the others; of all bytes where there are none. */
static inline uint64_t plain_mask(uint64_t others) {
  return ((others & -others) >> 7) - 1;
}

/* What goes on a word of so many letters: a stop does behind a single one ("J."). */
static inline bool plain_goes_on(unsigned char c, size_t len) {
  enum { ALWAYS = 1, INITIAL };
  static const uint8_t on[128] = {
      ['0'] = ALWAYS, ['1'] = ALWAYS, ['2'] = ALWAYS, ['3'] = ALWAYS,  ['4'] = ALWAYS, ['5'] = ALWAYS, ['6'] = ALWAYS,
      ['7'] = ALWAYS, ['8'] = ALWAYS, ['9'] = ALWAYS, ['\''] = ALWAYS, ['-'] = ALWAYS, ['.'] = INITIAL};
  return c >= 0x80 || (on[c] && (on[c] == ALWAYS || len == 1));
}

/* The shape of a word of up to seven letters: the case of those that are big, and of all. */
static inline uint8_t plain_shape(uint64_t big, uint64_t all) {
  if (!big) return SHAPE_LOWER;
  if (!(big & 0xff)) return SHAPE_OTHER;
  return big == all && big > 0xff ? SHAPE_UPPER : SHAPE_CAPITAL;
}

static inline struct token plain_token(size_t from, size_t len, bool glued) {
  return (struct token){
      .at = (uint32_t)from, .len = (uint32_t)len, .kind = TOKEN_WORD, .pos = POS_COUNT, .glued = glued};
}

/* The next token where it is a word of up to seven letters, behind a blank or nothing, that
 * nothing is written together with.  False, and nothing done, where it is not. */
static inline bool plain_next(struct lexer *x, struct token *t) {
  if (x->at == 0 || x->at + 1 + 8 > x->len) return false;
  bool space = x->text[x->at] == ' ';
  size_t from = x->at + space;
  const char *p = x->text + from;
  uint64_t bytes = word_key_load(p), others = plain_others(bytes), mask = plain_mask(others);
  if (!others || others & 0x80) return false;
  size_t len = (size_t)__builtin_ctzll(others) / 8;
  if (plain_goes_on((unsigned char)p[len], len)) return false;
  *t = plain_token(from, len, !space);
  t->form = pack_form_few(x->pack, (bytes | PLAIN_CASE) & mask, len);
  t->shape = plain_shape(~bytes & PLAIN_CASE & mask, PLAIN_CASE & mask);
  x->at = from + len;
  x->lines = 0;
  return true;
}

/* Reads the next token; false at the end of the text. */
static inline bool lexer_next(struct lexer *x, struct token *t) {
  return plain_next(x, t) || lexer_any(x, t);
}

#endif
