/* The index parts words by FTS5's tokenizer unicode61; the same is done here, so
 * that words can be shown where they stand. */
#include "case/query.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

#define FNV_START 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

/* --- words -------------------------------------------------------------- */

#define PARTS_WORDS 0u
#define DROPPED UINT32_MAX

/* A letter or digit without case and diacritics. */
static uint32_t fold_point(uint32_t cp) {
  if (cp < 0x80) {
    if (cp >= 'A' && cp <= 'Z') return cp | 0x20;
    return (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9') ? cp : PARTS_WORDS;
  }
  utf8proc_category_t kind = utf8proc_category((utf8proc_int32_t)cp);
  if (kind == UTF8PROC_CATEGORY_MN) return DROPPED;
  bool letter = kind >= UTF8PROC_CATEGORY_LU && kind <= UTF8PROC_CATEGORY_LO;
  bool digit = kind >= UTF8PROC_CATEGORY_ND && kind <= UTF8PROC_CATEGORY_NO;
  if (!letter && !digit && kind != UTF8PROC_CATEGORY_CO) return PARTS_WORDS;
  utf8proc_int32_t parts[8];
  int last = 0;
  utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)cp, parts, 8, UTF8PROC_DECOMPOSE, &last);
  return (uint32_t)utf8proc_tolower(n > 0 && n <= 8 ? parts[0] : (utf8proc_int32_t)cp);
}

bool query_word(toll_slice text, size_t *at, struct word *out, toll_buffer *folded) {
  bool begun = false;
  while (*at < text.len) {
    uint32_t cp;
    size_t size = utf8_decode(text.at + *at, text.len - *at, &cp);
    uint32_t point = size ? fold_point(cp) : PARTS_WORDS;
    if (point == PARTS_WORDS && begun) return true;
    *at += size ? size : 1;
    if (point == PARTS_WORDS || (point == DROPPED && !begun)) continue;
    if (!begun) *out = (struct word){{(uint32_t)(*at - size), 0}, FNV_START};
    begun = true;
    out->span.to = (uint32_t)*at;
    if (point == DROPPED) continue;
    out->hash = (out->hash ^ point) * FNV_PRIME;
    char bytes[UTF8_MAX];
    if (folded) toll_buffer_add(folded, bytes, utf8_encode(point, bytes));
  }
  return begun;
}

/* Whether the word at the start of text begins with the folded letters of prefix. */
static bool begins_with(toll_slice text, toll_slice prefix) {
  for (size_t at = 0, i = 0; i < prefix.len;) {
    uint32_t want, cp;
    if (at >= text.len) return false;
    at += utf8_decode(text.at + at, text.len - at, &cp);
    uint32_t point = fold_point(cp);
    if (point == DROPPED) continue;
    i += utf8_decode(prefix.at + i, prefix.len - i, &want);
    if (point != want) return false;
  }
  return true;
}

bool query_hits(const struct query_term *term, toll_slice text, const struct word *words, size_t count) {
  if (term->count > count) return false;
  size_t whole = term->prefix ? term->count - 1 : term->count;
  for (size_t i = 0; i < whole; i++)
    if (words[i].hash != term->words[i]) return false;
  if (!term->prefix) return true;
  toll_span span = words[whole].span;
  return begins_with((toll_slice){text.at + span.from, span.to - span.from}, term->last);
}

/* --- reading ------------------------------------------------------------ */

static int refuse(const char *message, toll_slice text, size_t at, toll_error *e) {
  char place[96];
  size_t rest = text.len - at < 40 ? text.len - at : 40;
  toll_fail(e, TOLL_E_USAGE, message, NULL, at);
  int n = snprintf(place, sizeof place, "at character %zu%s%.*s", at + 1, rest ? ": " : "", (int)rest, text.at + at);
  toll_error_detail(e, place, n < (int)sizeof place ? (size_t)n : sizeof place - 1);
  return TOLL_E_USAGE;
}

static bool is_blank(char c) {
  return c == 0 || c == ' ' || (c >= '\t' && c <= '\r');
}

static int read_words(struct query_term *term, toll_slice text, size_t place, struct arena *arena, toll_error *e) {
  toll_buffer folded = {0};
  struct word word;
  int code = 0;
  for (size_t at = 0; !code && (folded.len = 0, query_word(term->text, &at, &word, &folded));) {
    if (term->count == QUERY_WORDS) code = refuse("too many words in a phrase", text, place, e);
    if (code) break;
    term->words[term->count++] = word.hash;
    term->last = arena_copy(arena, (toll_slice){folded.at ? folded.at : "", folded.len});
  }
  if (!code && (folded.failed || arena->failed)) code = toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  if (!code && term->count == 0) code = refuse("no word to look for", text, place, e);
  toll_buffer_free(&folded);
  return code;
}

/* The term at *at, which is no blank. */
static int read_term(toll_slice text, size_t *at, struct query_term *term, struct arena *arena, toll_error *e) {
  size_t place = *at;
  *term = (struct query_term){.without = text.at[*at] == '-'};
  *at += term->without;
  if (*at < text.len && text.at[*at] == '"') {
    const char *end = memchr(text.at + *at + 1, '"', text.len - *at - 1);
    if (!end) return refuse("a quotation mark is not closed", text, *at, e);
    term->text = (toll_slice){text.at + *at + 1, (size_t)(end - text.at) - *at - 1};
    *at = (size_t)(end - text.at) + 1;
  } else {
    size_t from = *at;
    while (*at < text.len && !is_blank(text.at[*at]) && text.at[*at] != '"' && text.at[*at] != '*') ++*at;
    term->text = (toll_slice){text.at + from, *at - from};
  }
  if (*at < text.len && text.at[*at] == '*') term->prefix = true, ++*at;
  if (*at < text.len && !is_blank(text.at[*at])) return refuse("a blank is missing between two words", text, *at, e);
  return read_words(term, text, place, arena, e);
}

int query_read(toll_slice text, struct query *out, struct arena *arena, toll_error *e) {
  bool wanted = false;
  out->count = 0;
  for (size_t at = 0;;) {
    while (at < text.len && is_blank(text.at[at])) at++;
    if (at == text.len) break;
    if (out->count == QUERY_TERMS) return refuse("too many words to look for", text, at, e);
    struct query_term *term = &out->terms[out->count];
    int code = read_term(text, &at, term, arena, e);
    if (code) return code;
    out->count++;
    wanted = wanted || !term->without;
  }
  return wanted ? 0 : refuse("no word that must occur", text, 0, e);
}

/* --- for FTS5 ----------------------------------------------------------- */

/* A string of FTS5 is parted into words as the texts were; quotes cannot be in it. */
static void add_term(const struct query_term *term, toll_buffer *out) {
  toll_buffer_str(out, "\"");
  for (size_t i = 0; i < term->text.len; i++) toll_buffer_add(out, term->text.at[i] ? term->text.at + i : " ", 1);
  toll_buffer_str(out, term->prefix ? "\" *" : "\"");
}

void query_term_match(const struct query_term *term, toll_buffer *out) {
  add_term(term, out);
  toll_buffer_add(out, "", 1);
}

void query_match(const struct query *q, toll_buffer *out) {
  const char *between = "(";
  for (size_t i = 0; i < q->count; i++) {
    if (q->terms[i].without) continue;
    toll_buffer_str(out, between);
    add_term(&q->terms[i], out);
    between = " AND ";
  }
  toll_buffer_str(out, ")");
  for (size_t i = 0; i < q->count; i++) {
    if (!q->terms[i].without) continue;
    toll_buffer_str(out, " NOT ");
    add_term(&q->terms[i], out);
  }
  toll_buffer_add(out, "", 1);
}
