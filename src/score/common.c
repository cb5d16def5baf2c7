/* A hash table of words with the number of documents that have them. */
#include "score/common.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "extract/outline.h"
#include "toll/error.h"

#define PART 1500 /* bytes of a text that are read at once: an outline has an end */

struct common_word {
  toll_slice text;
  uint32_t hash;
  uint64_t documents, last; /* with it; the last of them */
};

int common_open(struct common *c, const toll_pack *pack, const toll_places *places, toll_error *e) {
  *c = (struct common){.pack = pack, .places = places, .slot_count = 1 << 12};
  c->slots = mem_array(c->slot_count, sizeof *c->slots);
  return c->slots ? 0 : toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
}

void common_close(struct common *c) {
  mem_free(c->slots);
  arena_free(&c->words);
  arena_free(&c->passage);
}

static struct common_word **slot_of(struct common_word **slots, size_t count, uint32_t hash, toll_slice text) {
  size_t i = hash & (count - 1);
  while (slots[i] && (slots[i]->text.len != text.len || memcmp(slots[i]->text.at, text.at, text.len) != 0))
    i = (i + 1) & (count - 1);
  return &slots[i];
}

static int grow(struct common *c) {
  size_t count = c->slot_count * 2;
  struct common_word **more = mem_array(count, sizeof *more);
  if (!more) return TOLL_E_MEMORY;
  for (size_t i = 0; i < c->slot_count; i++)
    if (c->slots[i]) *slot_of(more, count, c->slots[i]->hash, c->slots[i]->text) = c->slots[i];
  mem_free(c->slots);
  c->slots = more;
  c->slot_count = count;
  return 0;
}

static int count_word(struct common *c, const struct outline_word *w) {
  if (w->traits & (OUTLINE_NAME | OUTLINE_NUMBER | OUTLINE_YEAR)) return 0;
  if (2 * (c->count + 1) > c->slot_count && grow(c)) return TOLL_E_MEMORY;
  struct common_word **slot = slot_of(c->slots, c->slot_count, w->hash, w->text);
  if (!*slot) {
    *slot = ARENA_NEW(&c->words, struct common_word);
    if (!*slot) return TOLL_E_MEMORY;
    **slot = (struct common_word){arena_copy(&c->words, w->text), w->hash, 0, 0};
    if (!(*slot)->text.at) return TOLL_E_MEMORY;
    c->count++;
  }
  (*slot)->documents += (*slot)->last != c->documents;
  (*slot)->last = c->documents;
  return 0;
}

static int count_part(struct common *c, toll_slice part) {
  arena_reset(&c->passage);
  struct outline *o = ARENA_NEW(&c->passage, struct outline);
  if (!o) return TOLL_E_MEMORY;
  o->all = true;
  int code = outline_read(o, c->pack, c->places, part, &c->passage);
  for (size_t i = 0; i < o->word_count && !code; i++) code = count_word(c, &o->words[i]);
  return code;
}

int common_take(struct common *c, toll_slice text, toll_error *e) {
  int code = 0;
  c->documents++;
  for (size_t at = 0, to; at < text.len && !code; at = to) {
    to = at + PART < text.len ? at + PART : text.len;
    while (to < text.len && text.at[to] != ' ' && text.at[to] != '\n') to++;
    code = count_part(c, (toll_slice){text.at + at, to - at});
  }
  return code ? toll_fail(e, code, "memory is out", NULL, 0) : 0;
}

static int compare_words(const void *a, const void *b) {
  toll_slice x = (*(struct common_word *const *)a)->text, y = (*(struct common_word *const *)b)->text;
  int order = memcmp(x.at, y.at, x.len < y.len ? x.len : y.len);
  return order ? order : (x.len > y.len) - (x.len < y.len);
}

/* A name in a model is lower-case letters and digits. */
static bool listable(toll_slice text) {
  for (size_t i = 0; i < text.len; i++)
    if ((text.at[i] < 'a' || text.at[i] > 'z') && (text.at[i] < '0' || text.at[i] > '9')) return false;
  return text.len > 0;
}

/* In halves: what stands between is chance. */
static double weight_of(const struct common *c, uint64_t documents) {
  double weight = log((double)c->documents / (double)documents);
  weight = floor(weight * 2 + 0.5) / 2;
  return weight < 0.001 ? 0.001 : weight; /* 0 would be no weight */
}

static void add_line(toll_buffer *out, const char *name, size_t len, double weight) {
  char line[96];
  int n = snprintf(line, sizeof line, "%.*s %.3f\n", (int)len, name, weight);
  toll_buffer_add(out, line, n > 0 ? (size_t)n : 0);
}

int common_text(const struct common *c, toll_buffer *out, toll_error *e) {
  struct common_word **list = mem_array(c->count + 1, sizeof *list);
  if (!list) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  size_t n = 0;
  for (size_t i = 0; i < c->slot_count; i++) {
    struct common_word *w = c->slots[i];
    if (w && w->documents * COMMON_LEAST >= c->documents && w->text.len < 64 && listable(w->text)) list[n++] = w;
  }
  if (n) qsort(list, n, sizeof *list, compare_words);
  toll_buffer_str(out, "# How seldom reports use a word, by its base form: the natural logarithm of one in so\n"
                       "# many, in halves; bias is for every word that is not listed.  Written by\n"
                       "# `toll pack common`; names are never in it.\n\nchoice common\n");
  add_line(out, "bias", 4, log(2.0 * COMMON_LEAST));
  toll_buffer_str(out, "\n");
  for (size_t i = 0; i < n; i++) add_line(out, list[i]->text.at, list[i]->text.len, weight_of(c, list[i]->documents));
  mem_free(list);
  return out->failed ? toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0) : 0;
}
