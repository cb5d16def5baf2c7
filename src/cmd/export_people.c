/* A name is told by its form: of a figure for single people, the words of who was
 * harmed that begin with a capital and are neither a place or people of the
 * gazetteer nor an abbreviation.  That takes in too much rather than too little,
 * and only within the document that has it. */
#include "export_people.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

#include "extract/places.h"

#define LARGE 4 /* population class of half a million */

struct hidden_word {
  int64_t document;
  toll_slice word; /* in small letters where they are ASCII */
};

/* --- words -------------------------------------------------------------- */

struct word {
  size_t from, to;
  bool capital; /* begins with one, or is of a script that has none */
  bool acronym; /* short, and all capitals */
};

static utf8proc_int32_t point_at(toll_slice text, size_t at, size_t *len) {
  utf8proc_int32_t point;
  utf8proc_ssize_t got =
      utf8proc_iterate((const utf8proc_uint8_t *)text.at + at, (utf8proc_ssize_t)(text.len - at), &point);
  *len = got > 0 ? (size_t)got : 1;
  return got > 0 ? point : 0xFFFD;
}

static bool is_letter(utf8proc_int32_t point) {
  utf8proc_category_t c = utf8proc_category(point);
  return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) || c == UTF8PROC_CATEGORY_MN ||
         c == UTF8PROC_CATEGORY_MC;
}

static bool is_capital(utf8proc_int32_t point) {
  utf8proc_category_t c = utf8proc_category(point);
  return c == UTF8PROC_CATEGORY_LU || c == UTF8PROC_CATEGORY_LT || c == UTF8PROC_CATEGORY_LO;
}

/* The next run of letters from at on; false at the end. */
static bool next_word(toll_slice text, size_t at, struct word *w) {
  size_t len = 0, letters = 0, capitals = 0;
  while (at < text.len && !is_letter(point_at(text, at, &len))) at += len;
  if (at >= text.len) return false;
  *w = (struct word){.from = at, .capital = is_capital(point_at(text, at, &len))};
  for (; at < text.len; at += len) {
    utf8proc_int32_t point = point_at(text, at, &len);
    if (!is_letter(point)) break;
    letters++;
    capitals += utf8proc_category(point) == UTF8PROC_CATEGORY_LU;
  }
  w->to = at;
  w->acronym = letters <= 5 && capitals == letters;
  return true;
}

static toll_slice cut(toll_slice text, const struct word *w) {
  return (toll_slice){text.at + w->from, w->to - w->from};
}

static char lower(char c) {
  return c >= 'A' && c <= 'Z' ? (char)(c | 32) : c;
}

static int compare_words(toll_slice a, toll_slice b) {
  for (size_t i = 0; i < a.len && i < b.len; i++)
    if (lower(a.at[i]) != lower(b.at[i])) return (unsigned char)lower(a.at[i]) < (unsigned char)lower(b.at[i]) ? -1 : 1;
  return (a.len > b.len) - (a.len < b.len);
}

static int compare_hidden(const void *a, const void *b) {
  const struct hidden_word *x = a, *y = b;
  if (x->document != y->document) return x->document < y->document ? -1 : 1;
  return compare_words(x->word, y->word);
}

/* --- collecting --------------------------------------------------------- */

/* A people, a country or region, or a city that nearly everybody knows: small towns
 * share their names with too many people. */
static bool is_place(const struct people *p, toll_slice word) {
  size_t count = 0;
  const struct place *found = p->places ? places_find_text(p->places, word, &count) : NULL;
  for (size_t i = 0; i < count; i++) {
    bool known = found[i].kind != PLACE_CITY || (found[i].flags & PLACE_CAPITAL) || found[i].size >= LARGE;
    if (known && !(found[i].flags & PLACE_AMBIGUOUS)) return true;
  }
  return false;
}

/* Takes the words of text that may be names.  starts: it begins its sentence, where a
 * capital means nothing if small letters follow. */
static void take_names(struct people *p, int64_t document, toll_slice text, bool starts) {
  struct word w, after;
  for (size_t at = 0; next_word(text, at, &w); at = w.to) {
    bool opens = starts && w.from == 0 && next_word(text, w.to, &after) && !after.capital;
    if (!w.capital || w.acronym || opens || is_place(p, cut(text, &w))) continue;
    struct hidden_word hidden = {document, arena_copy(&p->arena, cut(text, &w))};
    toll_buffer_add(&p->words, (const char *)&hidden, sizeof hidden);
    p->count++;
  }
}

static bool starts_with(toll_slice text, toll_slice with) {
  return with.len <= text.len && (with.len == 0 || memcmp(text.at, with.at, with.len) == 0);
}

static void take_claim(struct people *p, const toll_case_claim *row) {
  const toll_claim *c = &row->claim;
  bool single = c->value == 1 || starts_with(c->derived, TOLL_LIT("named"));
  if (single && c->who.len) take_names(p, row->document, c->who, starts_with(c->quote, c->who));
  for (const toll_claimant *who = c->claimant; who; who = who->via) {
    if (who->kind != TOLL_KIND_WITNESS) continue;
    take_names(p, row->document, who->name, who->span.from == 0 || starts_with(c->quote, who->name));
    take_names(p, row->document, who->resolved, false);
  }
}

int people_read(struct people *p, toll_case *file, toll_error *e) {
  toll_case_cursor *cursor = NULL;
  toll_case_claim row;
  if (!p->hide) return 0;
  int got = toll_case_claims(file, NULL, &cursor, e);
  if (got != 0) return got;
  while ((got = toll_case_claim_next(cursor, &row, e)) > 0) take_claim(p, &row);
  toll_case_cursor_close(cursor);
  if (p->arena.failed || p->words.failed) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  if (p->count) qsort(p->words.at, p->count, sizeof(struct hidden_word), compare_hidden);
  return got;
}

void people_free(struct people *p) {
  arena_free(&p->arena);
  toll_buffer_free(&p->words);
  *p = (struct people){0};
}

/* --- hiding ------------------------------------------------------------- */

static bool is_hidden(const struct people *p, int64_t document, toll_slice word) {
  struct hidden_word key = {document, word};
  return p->count && bsearch(&key, p->words.at, p->count, sizeof key, compare_hidden);
}

/* Between the words of one name. */
static bool joins(toll_slice text, size_t from, size_t to) {
  return to - from == 1 && (text.at[from] == ' ' || text.at[from] == '-');
}

static toll_slice finish(toll_buffer *b, struct arena *arena) {
  toll_slice made = arena_copy(arena, (toll_slice){b->at ? b->at : "", b->len});
  if (b->failed) arena->failed = true;
  toll_buffer_free(b);
  return made;
}

toll_slice people_text(const struct people *p, int64_t document, toll_slice text, struct arena *arena) {
  toll_buffer out = {0};
  struct word w;
  size_t kept = 0; /* what lies before it is in out */
  bool open = false;
  if (!p->count || !text.len) return text;
  for (size_t at = 0; next_word(text, at, &w); at = w.to) {
    if (!w.capital || !is_hidden(p, document, cut(text, &w))) continue;
    if (!(open && joins(text, kept, w.from))) {
      toll_buffer_add(&out, text.at + kept, w.from - kept);
      toll_buffer_str(&out, "[name]");
    }
    kept = w.to;
    open = true;
  }
  if (!open) return text;
  toll_buffer_add(&out, text.at + kept, text.len - kept);
  return finish(&out, arena);
}

toll_slice people_claimant(const struct people *p, int64_t document, const toll_claimant *who, toll_slice text,
                           struct arena *arena) {
  return who && who->kind == TOLL_KIND_WITNESS ? people_text(p, document, text, arena) : text;
}

toll_slice people_path(const struct people *p, toll_slice path) {
  size_t from = path.len;
  if (!p->hide) return path;
  while (from > 0 && path.at[from - 1] != '/') from--;
  return (toll_slice){path.at + from, path.len - from};
}

/* The end of the JSON string whose first byte behind the quote is at. */
static size_t string_end(toll_slice json, size_t at) {
  while (at < json.len && json.at[at] != '"') at += json.at[at] == '\\' ? 2 : 1;
  return at < json.len ? at : json.len;
}

toll_slice people_log(const struct people *p, toll_slice body, struct arena *arena) {
  static const char key[] = "\"who\":\"";
  const size_t len = sizeof key - 1;
  toll_buffer out = {0};
  size_t kept = 0;
  if (!p->hide) return body;
  for (size_t at = 0; at + len <= body.len;) {
    if (memcmp(body.at + at, key, len) == 0) {
      toll_buffer_add(&out, body.at + kept, at + len - kept);
      toll_buffer_str(&out, "[name]");
      kept = at = string_end(body, at + len);
    } else {
      at = body.at[at] == '"' ? string_end(body, at + 1) + 1 : at + 1; /* a text that holds the key is passed over */
    }
  }
  if (!kept) return body;
  toll_buffer_add(&out, body.at + kept, body.len - kept);
  return finish(&out, arena);
}
