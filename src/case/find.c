/* Finding documents by their words.
 *
 * The index has a row a part of a text.  A document of one part is found by one
 * question to it; of the few that have several every term is asked for by
 * itself, because the words may stand in different parts.  The best come first,
 * as FTS5 ranks them (bm25), and of each the passages around its first hits are
 * read back from the text. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "case/query.h"
#include "case/row.h"

#define MARKS 32    /* hits of a document that are looked at */
#define PASSAGES 3  /* that are shown */
#define AROUND 60   /* bytes of text around a hit */
#define PASSAGE 300 /* bytes, about, that a passage grows to */
#define OPENING 160 /* bytes shown where no hit can be shown */

struct found { /* a document */
  int64_t document;
  double rank;    /* the less, the better */
  size_t matched; /* of a document of several parts: how many of the terms */
  bool several, without;
};

struct list {
  struct found *at;
  size_t count, cap;
};

struct hit {
  toll_span span; /* in the part's text */
  bool first;     /* of its term: shown before others */
};

struct toll_finding {
  toll_case *of;
  struct arena arena;
  struct query query;
  struct list list;
  size_t most, next;
  toll_buffer text, words, excerpt;
  toll_span marks[MARKS];
  size_t mark_count;
};

/* --- which documents ---------------------------------------------------- */

static int push(struct list *list, struct found found) {
  if (list->count == list->cap) {
    size_t cap = list->cap ? 2 * list->cap : 256;
    struct found *at = cap <= SIZE_MAX / sizeof *at ? mem_resize(list->at, cap * sizeof *at) : NULL;
    if (!at) return TOLL_E_MEMORY;
    list->at = at;
    list->cap = cap;
  }
  list->at[list->count++] = found;
  return 0;
}

/* Documents of several parts, by number. */
static int list_several(toll_finding *f, toll_error *e) {
  sqlite3_stmt *s;
  int code = db_statement(f->of, Q_DOCUMENT_PARTED, &s, e);
  while (!code && (code = db_step(f->of, s, e)) > 0)
    code = push(&f->list, (struct found){.document = sqlite3_column_int64(s, 0), .several = true}) ? db_memory(f->of, e)
                                                                                                   : 0;
  if (code) sqlite3_reset(s);
  return code;
}

static struct found *find_several(const toll_finding *f, size_t several, int64_t document) {
  size_t low = 0, high = several;
  while (low < high) {
    size_t middle = (low + high) / 2;
    if (f->list.at[middle].document < document)
      low = middle + 1;
    else
      high = middle;
  }
  return low < several && f->list.at[low].document == document ? &f->list.at[low] : NULL;
}

static int ask(toll_finding *f, const toll_buffer *match, sqlite3_stmt **s, toll_error *e) {
  if (match->failed) return db_memory(f->of, e);
  int code = db_statement(f->of, Q_SEARCH, s, e);
  if (!code) db_put_text(*s, 1, (toll_slice){match->at, match->len - 1});
  return code;
}

/* Documents of one part that have all that is asked for. */
static int ask_all(toll_finding *f, size_t several, toll_error *e) {
  toll_buffer match = {0};
  sqlite3_stmt *s = NULL;
  query_match(&f->query, &match);
  int code = ask(f, &match, &s, e);
  while (!code && (code = db_step(f->of, s, e)) > 0) {
    struct found found = {.document = sqlite3_column_int64(s, 0), .rank = sqlite3_column_double(s, 1)};
    code = find_several(f, several, found.document) || !push(&f->list, found) ? 0 : db_memory(f->of, e);
  }
  if (s) sqlite3_reset(s);
  toll_buffer_free(&match);
  return code;
}

/* Which of the documents of several parts have one term: the wanted-th of those that must occur. */
static int ask_term(toll_finding *f, size_t several, const struct query_term *term, size_t wanted, toll_error *e) {
  toll_buffer match = {0};
  sqlite3_stmt *s = NULL;
  query_term_match(term, &match);
  int code = ask(f, &match, &s, e);
  while (!code && (code = db_step(f->of, s, e)) > 0) {
    struct found *found = find_several(f, several, sqlite3_column_int64(s, 0));
    code = 0;
    if (!found) continue;
    if (term->without) {
      found->without = true;
    } else if (found->matched >= wanted) { /* it has those before */
      found->matched = wanted + 1;
      found->rank += sqlite3_column_double(s, 1);
    }
  }
  if (s) sqlite3_reset(s);
  toll_buffer_free(&match);
  return code;
}

static int compare_found(const void *a, const void *b) {
  const struct found *x = a, *y = b;
  if (x->rank != y->rank) return x->rank < y->rank ? -1 : 1;
  return x->document < y->document ? -1 : x->document > y->document;
}

static int find_all(toll_finding *f, toll_error *e) {
  int code = list_several(f, e);
  size_t several = f->list.count, wanted = 0;
  for (size_t i = 0; i < f->query.count && several && !code; i++) {
    code = ask_term(f, several, &f->query.terms[i], wanted, e);
    wanted += !f->query.terms[i].without;
  }
  if (!code) code = ask_all(f, several, e);
  if (code) return code;
  size_t kept = 0;
  for (size_t i = 0; i < f->list.count; i++) {
    const struct found *found = &f->list.at[i];
    if (!found->several || (found->matched == wanted && !found->without)) f->list.at[kept++] = *found;
  }
  f->list.count = kept;
  if (kept) qsort(f->list.at, kept, sizeof *f->list.at, compare_found);
  return 0;
}

int toll_case_find(toll_case *c, toll_slice query, size_t most, toll_finding **out, toll_error *e) {
  *out = NULL;
  toll_finding *f = mem_alloc(sizeof *f);
  if (!f) return db_memory(c, e);
  f->of = c;
  f->most = most;
  int code = query_read(query, &f->query, &f->arena, e);
  if (!code) {
    toll_slice copy = arena_copy(&f->arena, query); /* the terms' texts must outlive the call */
    for (size_t i = 0; copy.at && i < f->query.count; i++)
      f->query.terms[i].text.at = copy.at + (f->query.terms[i].text.at - query.at);
    code = copy.at ? find_all(f, e) : db_memory(c, e);
  }
  if (code)
    toll_finding_free(f);
  else
    *out = f;
  return code;
}

void toll_finding_free(toll_finding *f) {
  if (!f) return;
  mem_free(f->list.at);
  toll_buffer_free(&f->text);
  toll_buffer_free(&f->words);
  toll_buffer_free(&f->excerpt);
  arena_free(&f->arena);
  mem_free(f);
}

size_t toll_finding_count(const toll_finding *f) {
  return f->list.count;
}

/* --- the passages ------------------------------------------------------- */

static int read_words_of_part(toll_finding *f, toll_error *e) {
  toll_slice text = {f->text.at ? f->text.at : "", f->text.len};
  struct word word;
  f->words.len = 0;
  for (size_t at = 0; query_word(text, &at, &word, NULL);) toll_buffer_add(&f->words, (const char *)&word, sizeof word);
  return f->words.failed ? db_memory(f->of, e) : 0;
}

/* The hits in their order; room is left for the first one of every term. */
static size_t list_hits(const toll_finding *f, toll_slice text, struct hit hits[MARKS + QUERY_TERMS]) {
  const struct word *words = (const struct word *)(const void *)f->words.at;
  size_t count = f->words.len / sizeof *words, n = 0;
  bool seen[QUERY_TERMS] = {false};
  for (size_t i = 0; i < count; i++)
    for (size_t t = 0; t < f->query.count; t++) {
      const struct query_term *term = &f->query.terms[t];
      if (term->without || (seen[t] && n >= MARKS) || !query_hits(term, text, words + i, count - i)) continue;
      hits[n++] = (struct hit){{words[i].span.from, words[i + term->count - 1].span.to}, !seen[t]};
      seen[t] = true;
      if (n == MARKS + QUERY_TERMS) return n;
    }
  return n;
}

/* Where a passage begins or ends: at a blank near the place, never inside a letter. */
static size_t back_to_blank(toll_slice text, size_t at) {
  size_t from = at > AROUND ? at - AROUND : 0;
  if (from == 0) return 0;
  while (from < at && text.at[from] != ' ' && text.at[from] != '\n') from++;
  return from < at ? from + 1 : at;
}

static size_t on_to_blank(toll_slice text, size_t at, size_t more) {
  size_t to = at + more < text.len ? at + more : text.len;
  if (to == text.len) return to;
  while (to > at && text.at[to] != ' ' && text.at[to] != '\n') to--;
  return to;
}

/* Copies [from, to) behind what is there and marks the hits in it. */
static void add_passage(toll_finding *f, size_t from, size_t to, const struct hit *hits, size_t count) {
  size_t start = f->excerpt.len;
  toll_buffer_add(&f->excerpt, f->text.at + from, to - from);
  for (size_t i = start; i < f->excerpt.len; i++)
    if (f->excerpt.at[i] == '\n' || f->excerpt.at[i] == '\r' || f->excerpt.at[i] == '\t') f->excerpt.at[i] = ' ';
  for (size_t i = 0; i < count && f->mark_count < MARKS; i++) {
    toll_span mark = {(uint32_t)(start + hits[i].span.from - from), (uint32_t)(start + hits[i].span.to - from)};
    if (f->mark_count && mark.from < f->marks[f->mark_count - 1].to) continue;
    f->marks[f->mark_count++] = mark;
  }
}

/* The end of the passage that begins at hits[i], and in *next the first hit behind it. */
static size_t end_passage(toll_slice text, const struct hit *hits, size_t count, size_t i, size_t *next) {
  size_t from = hits[i].span.from, to = on_to_blank(text, hits[i].span.to, AROUND);
  for (*next = i + 1; *next < count && hits[*next].span.from < to + AROUND && to - from < PASSAGE; ++*next) {
    size_t end = on_to_blank(text, hits[*next].span.to, AROUND);
    if (end > to) to = end;
  }
  while (*next < count && hits[*next].span.to <= to) ++*next;
  return to;
}

static size_t count_firsts(const struct hit *hits, size_t count) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) n += hits[i].first;
  return n;
}

/* The passages around the hits of one part.  Returns how many there are now. */
static size_t add_passages(toll_finding *f, toll_slice text, const struct hit *hits, size_t count, size_t passages) {
  size_t last = 0;   /* where the passage before ended */
  bool open = false; /* the text goes on behind it */
  for (size_t i = 0, next; i < count && passages < PASSAGES; i = next) {
    next = i + 1;
    if (!hits[i].first && count_firsts(hits + i, count - i) >= PASSAGES - passages) continue;
    size_t from = back_to_blank(text, hits[i].span.from), to = end_passage(text, hits, count, i, &next);
    if (from < last) from = last;
    if (f->excerpt.len || from > 0) toll_buffer_str(&f->excerpt, f->excerpt.len ? " … " : "… ");
    add_passage(f, from, to, hits + i, next - i);
    open = to < text.len;
    last = to;
    passages++;
  }
  if (open) toll_buffer_str(&f->excerpt, " …");
  return passages;
}

static int unpack(toll_finding *f, sqlite3_stmt *s, toll_error *e) {
  bool same = sqlite3_column_type(s, 4) == SQLITE_NULL;
  f->text.len = 0;
  return case_unsqueeze(f->of, db_get_blob(s, same ? 0 : 4), (uint64_t)sqlite3_column_int64(s, same ? 1 : 3), &f->text,
                        e);
}

/* Where the words cannot be shown, the beginning of the text is. */
static void add_opening(toll_finding *f) {
  toll_slice text = {f->text.at ? f->text.at : "", f->text.len};
  size_t to = on_to_blank(text, 0, OPENING);
  add_passage(f, 0, to, NULL, 0);
  if (to < text.len) toll_buffer_str(&f->excerpt, " …");
}

static int read_passages(toll_finding *f, int64_t document, toll_error *e) {
  sqlite3_stmt *s;
  size_t passages = 0;
  f->excerpt.len = f->mark_count = 0;
  int code = db_statement(f->of, Q_CONTENT_ALL, &s, e);
  if (code) return code;
  db_put_int(s, 1, document);
  while (passages < PASSAGES && (code = db_step(f->of, s, e)) > 0) {
    struct hit hits[MARKS + QUERY_TERMS];
    code = unpack(f, s, e);
    if (!code) code = read_words_of_part(f, e);
    if (code) break;
    toll_slice text = {f->text.at ? f->text.at : "", f->text.len};
    passages = add_passages(f, text, hits, list_hits(f, text, hits), passages);
  }
  if (!code && passages == 0) add_opening(f);
  sqlite3_reset(s);
  if (code > 0) code = 0;
  return !code && f->excerpt.failed ? db_memory(f->of, e) : code;
}

int toll_finding_next(toll_finding *f, toll_found *out, toll_error *e) {
  sqlite3_stmt *s;
  if (f->next == f->list.count || (f->most && f->next == f->most)) return 0;
  int64_t document = f->list.at[f->next++].document;
  int code = read_passages(f, document, e);
  if (!code) code = db_statement(f->of, Q_SOURCE, &s, e);
  if (code) return code;
  db_put_int(s, 1, document);
  code = db_step(f->of, s, e);
  if (code <= 0) return code ? code : db_damaged(f->of, "the case file is damaged", "search", e);
  *out = (toll_found){
      .excerpt = {f->excerpt.at ? f->excerpt.at : "", f->excerpt.len}, .marks = f->marks, .mark_count = f->mark_count};
  code = row_get_source(f->of, s, &out->source, e); /* borrowed until the statement's next use */
  return code ? code : 1;
}
