/* expat tells of tags and text with their places.  A field is text, collected with the
 * way back; or, where somebody wrote markup into it as it is, the stretch between
 * its tags.  Either goes through the page reader.  Entities cannot be declared here
 * (an item has no place for that), external ones are never asked for, and one that
 * is not XML's own is read as HTML's. */
#include "read/feed_item.h"

#include <expat.h>
#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "base/bytes.h"
#include "read/feed_lex.h"
#include "read/html_entity.h"
#include "read/mail_header.h"
#include "read/transfer.h"
#include "read/words.h"

enum field {
  FIELD_NONE,
  FIELD_TITLE,
  FIELD_LINK,
  FIELD_ID,
  FIELD_DATE,
  FIELD_WRITER,
  FIELD_OUTLET,
  FIELD_BODY,
  FIELD_LANG,
  FIELDS
};

/* Of two elements that say the same the one of the lower rank counts. */
struct field_row {
  enum feed_space space;
  const char *parent; /* NULL: the item itself */
  const char *name;
  enum field field;
  unsigned rank;
};

static const struct field_row item_rows[] = {
    {SPACE_PLAIN, NULL, "title", FIELD_TITLE, 1},
    {SPACE_DC, NULL, "title", FIELD_TITLE, 2},
    {SPACE_PLAIN, NULL, "link", FIELD_LINK, 1},
    {SPACE_PLAIN, NULL, "guid", FIELD_ID, 1},
    {SPACE_PLAIN, NULL, "id", FIELD_ID, 1},
    {SPACE_PLAIN, NULL, "pubDate", FIELD_DATE, 1},
    {SPACE_PLAIN, NULL, "published", FIELD_DATE, 1},
    {SPACE_PLAIN, NULL, "issued", FIELD_DATE, 1},
    {SPACE_DC, NULL, "date", FIELD_DATE, 2},
    {SPACE_TERMS, NULL, "issued", FIELD_DATE, 2},
    {SPACE_TERMS, NULL, "created", FIELD_DATE, 2},
    {SPACE_PLAIN, NULL, "updated", FIELD_DATE, 3},
    {SPACE_PLAIN, NULL, "modified", FIELD_DATE, 3},
    {SPACE_PLAIN, "author", "name", FIELD_WRITER, 1},
    {SPACE_DC, NULL, "creator", FIELD_WRITER, 1},
    {SPACE_PLAIN, NULL, "author", FIELD_WRITER, 2},
    {SPACE_PLAIN, "source", "title", FIELD_OUTLET, 1},
    {SPACE_PLAIN, NULL, "source", FIELD_OUTLET, 2},
    {SPACE_DC, NULL, "publisher", FIELD_OUTLET, 3},
    {SPACE_CONTENT, NULL, "encoded", FIELD_BODY, 1},
    {SPACE_PLAIN, NULL, "content", FIELD_BODY, 1},
    {SPACE_PLAIN, NULL, "description", FIELD_BODY, 2},
    {SPACE_PLAIN, NULL, "summary", FIELD_BODY, 2},
    {SPACE_DC, NULL, "description", FIELD_BODY, 3},
    {SPACE_DC, NULL, "language", FIELD_LANG, 1},
    {SPACE_PLAIN, NULL, "language", FIELD_LANG, 1},
};

static const struct field_row head_rows[] = {
    {SPACE_PLAIN, "channel", "title", FIELD_OUTLET, 1},
    {SPACE_PLAIN, "feed", "title", FIELD_OUTLET, 1},
    {SPACE_PLAIN, "channel", "language", FIELD_LANG, 1},
    {SPACE_DC, "channel", "language", FIELD_LANG, 1},
};

#define HIDDEN '\x7f' /* stands for "&" while expat reads */

#define DEPTH 4 /* elements whose names are remembered */

struct taking {
  XML_Parser xml;
  struct feed_item *item; /* NULL: the head is read */
  struct feed_spaces spaces;

  const struct field_row *rows;
  size_t row_count;
  struct header *facts;
  struct arena *arena;
  toll_slice page;    /* UTF-8 that is read */
  struct pieces text; /* of the field at hand */
  const struct field_row *row;
  unsigned depth, row_depth;
  char names[DEPTH][24]; /* local names of the elements that are open */
  size_t inside;         /* where the content of the field begins */
  bool nested;           /* it holds elements */
  bool no_address;       /* the id is said to be none */
  unsigned best[FIELDS];
  bool title_markup, body_markup;
  bool failed; /* memory ran out for a field before */
  toll_slice id;
};

/* ---- prefixes ---- */

static enum feed_space space_of_uri(const char *uri) {
  static const struct {
    const char *uri;
    enum feed_space space;
  } rows[] = {
      {"http://purl.org/rss/1.0/", SPACE_PLAIN},
      {"http://www.w3.org/2005/Atom", SPACE_PLAIN},
      {"http://purl.org/atom/ns#", SPACE_PLAIN},
      {"http://my.netscape.com/rdf/simple/0.9/", SPACE_PLAIN},
      {"http://purl.org/rss/1.0/modules/content/", SPACE_CONTENT},
      {"http://purl.org/dc/elements/1.1/", SPACE_DC},
      {"http://purl.org/dc/elements/1.0/", SPACE_DC},
      {"http://purl.org/dc/terms/", SPACE_TERMS},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    if (strcmp(uri, rows[i].uri) == 0) return rows[i].space;
  return SPACE_OTHER;
}

static void declare(struct feed_spaces *s, const char *prefix, const char *uri) {
  size_t len = strlen(prefix);
  if (len >= sizeof s->of[0].prefix || s->count >= FEED_PREFIXES) return;
  memcpy(s->of[s->count].prefix, prefix, len + 1);
  s->of[s->count++].space = space_of_uri(uri);
}

static enum feed_space space_of_prefix(const struct feed_spaces *s, const char *prefix, size_t len) {
  static const struct {
    const char *prefix;
    enum feed_space space;
  } usual[] = {{"content", SPACE_CONTENT}, {"dc", SPACE_DC}, {"dcterms", SPACE_TERMS}, {"atom", SPACE_PLAIN}};
  for (size_t i = s->count; i-- > 0;)
    if (strlen(s->of[i].prefix) == len && memcmp(s->of[i].prefix, prefix, len) == 0) return s->of[i].space;
  for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
    if (strlen(usual[i].prefix) == len && memcmp(usual[i].prefix, prefix, len) == 0) return usual[i].space;
  return SPACE_OTHER;
}

/* ---- fields ---- */

static toll_slice slice_of(const char *s) {
  return (toll_slice){s, strlen(s)};
}

static const char *attribute(const char *const *pairs, const char *name) {
  for (; pairs[0]; pairs += 2)
    if (strcmp(pairs[0], name) == 0) return pairs[1];
  return NULL;
}

static void show_hidden(char *at, size_t len) {
  for (size_t i = 0; i < len; i++)
    if (at[i] == HIDDEN) at[i] = '&';
}

static void set(struct taking *t, toll_slice *field, toll_slice value) {
  value = slice_trim(value);
  char *copy = value.len ? arena_alloc(t->arena, value.len) : NULL;
  if (!copy) return;
  memcpy(copy, value.at, value.len);
  show_hidden(copy, value.len);
  *field = (toll_slice){copy, value.len};
}

static void set_day(struct header *h, toll_slice text) {
  struct date d;
  if (!date_read(slice_trim(text), &d) || d.from == TOLL_NO_DAY) return;
  h->from = d.from;
  h->to = d.to;
}

/* Atom's link is an attribute, and may be one to something else. */
static void take_link(struct taking *t, const char *const *pairs) {
  const char *href = attribute(pairs, "href"), *rel = attribute(pairs, "rel");
  if (!href || (rel && strcmp(rel, "alternate") != 0) || t->best[FIELD_LINK]) return;
  set(t, &t->facts->url, slice_of(href));
  t->best[FIELD_LINK] = 1;
}

/* A writer: a name, or "press@example.org (Press office)". */
static void take_writer(struct taking *t, toll_slice text) {
  struct mailbox box = {.name = slice_trim(text)};
  if (memchr(box.name.at, '@', box.name.len)) box = mail_mailbox(t->arena, box.name);
  set(t, &t->facts->byline, box.name.len ? box.name : box.address);
}

/* The text of a field, or the markup between its tags, moves to where it is kept. */
static void keep_text(struct taking *t, struct pieces *to, bool *markup, size_t end) {
  t->failed = t->failed || to->failed;
  pieces_reset(to);
  *markup = t->nested || (t->text.text.len && memchr(t->text.text.at, '<', t->text.text.len));
  if (t->nested)
    pieces_linear(to, t->page.at, t->inside, end - t->inside);
  else
    pieces_copy(to, &t->text, 0, t->text.text.len);
  if (!to->failed) show_hidden(to->text.at, to->text.len);
}

static void take_field(struct taking *t, size_t end) {
  toll_slice text = {t->text.text.at ? t->text.text.at : "", t->text.text.len};
  enum field field = t->row->field;
  bool blank = slice_trim(text).len == 0 && !t->nested;
  if (blank || (t->best[field] && t->best[field] <= t->row->rank)) return;
  bool address = memmem(text.at, text.len, "://", 3) != NULL;
  if (field == FIELD_TITLE && t->item) keep_text(t, &t->item->title, &t->title_markup, end);
  if (field == FIELD_BODY && t->item) keep_text(t, &t->item->body, &t->body_markup, end);
  if (field == FIELD_LINK) set(t, &t->facts->url, text);
  if (field == FIELD_ID && address && !t->no_address) set(t, &t->id, text);
  if (field == FIELD_DATE) set_day(t->facts, text);
  if (field == FIELD_WRITER) take_writer(t, text);
  if (field == FIELD_OUTLET) set(t, &t->facts->outlet, text);
  if (field == FIELD_LANG) set(t, &t->facts->lang, text);
  t->best[field] = t->row->rank;
}

/* ---- what expat calls ---- */

static const struct field_row *find_row(const struct taking *t, const char *name) {
  const char *colon = strchr(name, ':'), *local = colon ? colon + 1 : name;
  enum feed_space space = colon ? space_of_prefix(&t->spaces, name, (size_t)(colon - name)) : SPACE_PLAIN;
  for (size_t i = 0; i < t->row_count; i++) {
    const struct field_row *r = &t->rows[i];
    if (r->space != space || strcmp(r->name, local) != 0) continue;
    bool inside = r->parent ? t->depth >= 1 && t->depth <= DEPTH && strcmp(t->names[t->depth - 1], r->parent) == 0
                            : t->depth == 1;
    if (inside) return r;
  }
  return NULL;
}

static void remember_name(struct taking *t, const char *name) {
  const char *colon = strchr(name, ':'), *local = colon ? colon + 1 : name;
  if (t->depth >= DEPTH) return;
  size_t len = strlen(local);
  if (len >= sizeof t->names[0]) len = 0;
  memcpy(t->names[t->depth], local, len);
  t->names[t->depth][len] = 0;
}

static void read_attributes(struct taking *t, const char *const *pairs) {
  for (; pairs[0]; pairs += 2) {
    if (strncmp(pairs[0], "xmlns:", 6) == 0) declare(&t->spaces, pairs[0] + 6, pairs[1]);
    if (strcmp(pairs[0], "xml:lang") == 0 && t->depth == 0) set(t, &t->facts->lang, slice_of(pairs[1]));
  }
}

static size_t place(const struct taking *t) {
  long at = XML_GetCurrentByteIndex(t->xml);
  return at < 0 ? 0 : (size_t)at;
}

/* A name inside an author, a title inside a source may count; markup inside other fields is theirs. */
static bool may_hold(const struct field_row *row) {
  return !row || row->field == FIELD_WRITER || row->field == FIELD_OUTLET;
}

static void begin_field(struct taking *t, const struct field_row *row, const char *const *pairs) {
  const char *permanent = row->field == FIELD_ID ? attribute(pairs, "isPermaLink") : NULL;
  if (row->field == FIELD_LINK) take_link(t, pairs);
  t->no_address = permanent && strcmp(permanent, "false") == 0;
  t->row = row;
  t->row_depth = t->depth;
  t->nested = false;
  t->inside = place(t) + (size_t)XML_GetCurrentByteCount(t->xml);
  t->failed = t->failed || t->text.failed;
  pieces_reset(&t->text);
}

static void XMLCALL on_open(void *data, const char *name, const char **pairs) {
  struct taking *t = data;
  if (t->depth < DEPTH) read_attributes(t, pairs);
  if (t->row) t->nested = true;
  const struct field_row *row = may_hold(t->row) ? find_row(t, name) : NULL;
  if (row) begin_field(t, row, pairs);
  remember_name(t, name);
  t->depth++;
}

static void XMLCALL on_close(void *data, const char *name) {
  (void)name;
  struct taking *t = data;
  t->depth--;
  if (!t->row || t->depth != t->row_depth) return;
  take_field(t, place(t));
  t->row = NULL;
}

/* Text that stands as it is in the page is linear, anything else as a whole. */
static void XMLCALL on_text(void *data, const char *text, int len) {
  struct taking *t = data;
  if (!t->row || t->nested || t->depth != t->row_depth + 1 || len <= 0) return;
  size_t at = place(t), n = (size_t)len, took = (size_t)XML_GetCurrentByteCount(t->xml);
  bool same = took == n && at + n <= t->page.len && memcmp(t->page.at + at, text, n) == 0;
  if (same)
    pieces_linear(&t->text, t->page.at, at, n);
  else
    pieces_whole(&t->text, text, n, at, took);
}

/* "&nbsp;" and its like: no XML, but in many a feed. */
static void XMLCALL on_skipped(void *data, const char *name, int parameter) {
  struct taking *t = data;
  size_t at = place(t), took = (size_t)XML_GetCurrentByteCount(t->xml);
  (void)name;
  uint32_t cp;
  char utf8[UTF8_MAX];
  if (parameter || !t->row || t->nested || at + took > t->page.len) return;
  if (html_entity(t->page.at + at, took, false, &cp) != took) {
    pieces_linear(&t->text, t->page.at, at, took);
    return;
  }
  pieces_whole(&t->text, utf8, utf8_encode(cp, utf8), at, took);
}

static void XMLCALL on_entity(void *data, const char *name, int parameter, const char *value, int len, const char *base,
                              const char *system, const char *public, const char *notation) {
  (void)name, (void)parameter, (void)value, (void)len, (void)base, (void)system, (void)public, (void)notation;
  XML_StopParser(((struct taking *)data)->xml, XML_FALSE);
}

static bool make_parser(struct taking *t) {
  static const XML_Memory_Handling_Suite memory = {mem_alloc, mem_resize, mem_free};
  t->xml = XML_ParserCreate_MM("UTF-8", &memory, NULL);
  if (!t->xml) return false;
  XML_SetUserData(t->xml, t);
  XML_SetElementHandler(t->xml, on_open, on_close);
  XML_SetCharacterDataHandler(t->xml, on_text);
  XML_SetSkippedEntityHandler(t->xml, on_skipped);
  XML_SetEntityDeclHandler(t->xml, on_entity);
  XML_UseForeignDTD(t->xml, XML_TRUE); /* unknown entities are skipped, and told */
  return true;
}

/* Whether the "&" at `at` begins a reference. */
static bool is_reference(const toll_buffer *text, size_t at) {
  size_t i = at + 1;
  if (i < text->len && text->at[i] == '#') i++;
  size_t from = i;
  while (i < text->len && i - from < 32 && (byte_letter(text->at[i]) || byte_digit(text->at[i]))) i++;
  return i > from && i < text->len && text->at[i] == ';';
}

/* What stands here and there in feeds although XML does not allow it: controls become
 * blanks, and a bare "&" is hidden from expat behind a sign that is then in no text. */
static void make_allowed(toll_buffer *text) {
  for (size_t i = 0; i < text->len; i++) {
    unsigned char c = (unsigned char)text->at[i];
    bool control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
    if (control || c == HIDDEN) text->at[i] = ' ';
    if (c == '&' && !is_reference(text, i)) text->at[i] = HIDDEN;
  }
}

/* Bytes as UTF-8, with the way back; false when they are in a set that is not read. */
static bool decode_bytes(struct feed_item *item, toll_slice raw, toll_slice charset) {
  enum toll_encoding encoding;
  pieces_reset(&item->bytes);
  pieces_reset(&item->chars);
  item->repaired = 0;
  pieces_linear(&item->bytes, raw.at, 0, raw.len);
  if (!transfer_charset(raw, charset, &encoding)) return false;
  transfer_text(&item->chars, &item->bytes, 0, item->bytes.text.len, encoding, &item->repaired);
  if (!item->chars.failed) make_allowed(&item->chars.text);
  return true;
}

/* ---- the text ---- */

/* A field's words: markup through the page reader, the rest as it stands but for
 * entities that were escaped twice. */
static int add_words(struct feed_item *item, const struct pieces *field, bool markup, struct pieces *out,
                     struct arena *arena) {
  toll_slice source = {field->text.at, field->text.len};
  if (!source.len) return 0;
  pieces_reset(&item->words);
  if (markup) {
    int code = html_text(&item->html, source, arena, &item->words);
    if (code != 0) return code;
    pieces_through(out, &item->words, field);
  } else if (memchr(source.at, '&', source.len)) {
    html_plain(&item->words, source, 0, source.len, false);
    pieces_through(out, &item->words, field);
  } else {
    toll_slice kept = slice_trim(source);
    size_t from = kept.len ? (size_t)(kept.at - source.at) : 0;
    pieces_copy(out, field, from, from + kept.len);
  }
  return item->words.failed ? TOLL_E_MEMORY : 0;
}

static int make_text(struct feed_item *item, const struct taking *t) {
  struct pieces all = {0};
  int code = add_words(item, &item->title, t->title_markup, &all, t->arena);
  size_t title = all.text.len, at = 0, ignored;
  if (title) item->facts.title = arena_copy(t->arena, (toll_slice){all.text.at, title});
  if (title && item->body.count) {
    pieces_span(&item->body, 0, 0, &at, &ignored);
    pieces_whole(&all, "\n\n", 2, at, 0);
  }
  if (code == 0) code = add_words(item, &item->body, t->body_markup, &all, t->arena);
  pieces_reset(&item->text);
  pieces_through(&item->text, &all, &item->chars);
  if (all.failed || item->text.failed || t->arena->failed) code = TOLL_E_MEMORY;
  pieces_free(&all);
  return code;
}

static int parse_item(struct feed_item *item, struct taking *t, toll_error *e) {
  if (!make_parser(t)) return TOLL_E_MEMORY;
  int code = 0;
  if (XML_Parse(t->xml, t->page.at, (int)t->page.len, 1) != XML_STATUS_OK) {
    enum XML_Error error = XML_GetErrorCode(t->xml);
    size_t at = place(t), from = 0, to = 0;
    if (at > t->page.len) at = t->page.len;
    pieces_span(&item->chars, at, at, &from, &to);
    code = error == XML_ERROR_NO_MEMORY ? TOLL_E_MEMORY : TOLL_E_FORMAT;
    const char *why = XML_ErrorString(error);
    toll_fail(e, TOLL_E_FORMAT, "this item of a feed is damaged", NULL, from);
    if (why) toll_error_detail(e, why, strlen(why));
  }
  XML_ParserFree(t->xml);
  if (t->failed || t->text.failed || item->title.failed || item->body.failed) code = TOLL_E_MEMORY;
  return code;
}

int feed_item_read(struct feed_item *item, toll_slice raw, toll_slice charset, const struct feed_spaces *spaces,
                   struct arena *arena, toll_error *e) {
  struct taking t = {.item = item, .spaces = *spaces, .facts = &item->facts, .arena = arena};
  t.rows = item_rows;
  t.row_count = sizeof item_rows / sizeof *item_rows;
  header_clear(&item->facts);
  pieces_reset(&item->title);
  pieces_reset(&item->body);
  if (!decode_bytes(item, raw, charset)) {
    toll_fail(e, TOLL_E_FORMAT, "an item of a feed in a character set that is not read", NULL, 0);
    toll_error_detail(e, charset.at, charset.len);
    return TOLL_E_FORMAT;
  }
  t.page = (toll_slice){item->chars.text.at, item->chars.text.len};
  int code = item->bytes.failed || item->chars.failed ? TOLL_E_MEMORY : parse_item(item, &t, e);
  pieces_free(&t.text);
  if (code == 0) code = make_text(item, &t);
  if (code == 0 && !item->facts.url.at) item->facts.url = t.id;
  if (code == 0 && item->text.text.len == 0) code = toll_fail(e, TOLL_E_EMPTY, "no words in this item", NULL, 0);
  if (code == TOLL_E_MEMORY) toll_fail(e, code, "out of memory", NULL, 0);
  return code;
}

void feed_item_free(struct feed_item *item) {
  struct pieces *const all[] = {&item->text, &item->bytes, &item->chars, &item->title, &item->body, &item->words};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) pieces_free(all[i]);
  html_page_free(&item->html);
}

void feed_head_read(toll_slice raw, toll_slice charset, struct feed_spaces *spaces, struct header *known,
                    struct arena *arena) {
  struct feed_item scratch = {.repaired = 0};
  struct taking t = {.facts = known, .arena = arena};
  t.rows = head_rows;
  t.row_count = sizeof head_rows / sizeof *head_rows;
  header_clear(known);
  bool decoded = decode_bytes(&scratch, raw, charset) && !scratch.bytes.failed && !scratch.chars.failed;
  if (decoded && !make_parser(&t)) arena->failed = true;
  if (t.xml) {
    t.page = (toll_slice){scratch.chars.text.at, scratch.chars.text.len};
    XML_Parse(t.xml, t.page.at, (int)t.page.len, 0); /* it ends where the first item begins */
    if (XML_GetErrorCode(t.xml) == XML_ERROR_NO_MEMORY) arena->failed = true;
    XML_ParserFree(t.xml);
    *spaces = t.spaces;
  }
  if (scratch.chars.failed || scratch.bytes.failed || t.failed || t.text.failed) arena->failed = true;
  pieces_free(&t.text);
  feed_item_free(&scratch);
}
