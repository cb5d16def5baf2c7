/* A part is looked for by name in the archive's directory, unpacked and parsed as
 * it comes: neither the archive nor a part is ever in memory unpacked. */
#include "read/office.h"

#include <string.h>

#include "base/alloc.h"
#include "base/bytes.h"
#include "read/limits.h"
#include "read/words.h"
#include "read/zip.h"

#define CHUNK ((size_t)1 << 20) /* large, since expat looks again at a long token with every piece */

/* ---- what it is ---- */

static uint16_t get16(const char *p) {
  return (uint16_t)((unsigned char)p[0] | (unsigned char)p[1] << 8);
}

static bool starts(toll_slice s, const char *with) {
  return s.len >= strlen(with) && memcmp(s.at, with, strlen(with)) == 0;
}

/* OpenDocument begins with a member "mimetype", stored as it is. */
static bool look_open(toll_slice bytes, enum toll_format *format, const char **name) {
  static const char family[] = "application/vnd.oasis.opendocument.";
  if (!starts(bytes, family)) return false;
  bytes = (toll_slice){bytes.at + sizeof family - 1, bytes.len - (sizeof family - 1)};
  *format = TOLL_FORMAT_ODT;
  if (!starts(bytes, "text"))
    *name = starts(bytes, "spreadsheet") ? "a spreadsheet" : "an OpenDocument file that is no text";
  return true;
}

bool office_looks(toll_slice head, enum toll_format *format, const char **name) {
  const size_t fixed = 30;
  *name = NULL;
  if (head.len < fixed || !starts(head, "PK\3\4")) return false;
  size_t len = get16(head.at + 26), extra = get16(head.at + 28);
  if (len + extra > head.len - fixed) return false;
  toll_slice first = {head.at + fixed, len}, bytes = {first.at + len + extra, head.len - fixed - len - extra};
  if (len == 8 && starts(first, "mimetype")) return look_open(bytes, format, name);
  *format = TOLL_FORMAT_DOCX;
  if (len == 19 && starts(first, "[Content_Types].xml")) return true;
  bool package = starts(first, "_rels/") || starts(first, "docProps/") || starts(first, "word/");
  return package && memmem(head.at, head.len, "word/", 5) != NULL;
}

/* ---- parts ---- */

/* An error of the archive or the parser, told of the document, with the part. */
static int told(const toll_document *doc, toll_slice part, int code, toll_error *e) {
  if (!e) return code;
  char reason[sizeof e->detail];
  size_t len = 0;
  const char *const words[] = {e->detail, e->detail[0] ? ", in " : "in "};
  for (int i = 0; i < 2; i++) {
    size_t n = strlen(words[i]);
    if (n > sizeof reason - len) n = sizeof reason - len;
    memcpy(reason + len, words[i], n);
    len += n;
  }
  if (part.len > sizeof reason - len) part.len = sizeof reason - len;
  memcpy(reason + len, part.at, part.len);
  const char *message = e->message;
  holder_fail(doc, code, message, 0, e);
  if (code != TOLL_E_MEMORY) toll_error_detail(e, reason, len + part.len);
  return code;
}

static int parse_stream(struct stream *in, struct xml *x, toll_error *e) {
  char *chunk = mem_resize(NULL, CHUNK);
  int code = chunk ? xml_open(x, e) : toll_fail(e, TOLL_E_MEMORY, "out of memory", NULL, 0);
  size_t made = 0;
  while (code == 0) {
    int64_t got = stream_read(in, chunk, CHUNK, e);
    if (got < 0) code = (int)got;
    if (code == 0) made += (size_t)got;
    if (code == 0 && made > OFFICE_PART_MAX) code = toll_fail(e, TOLL_E_LIMIT, "more than 64 MiB of XML", NULL, 0);
    if (code == 0) code = xml_take(x, (toll_slice){chunk, (size_t)got}, got == 0, e);
    if (got <= 0) break;
  }
  if (chunk) xml_close(x);
  mem_free(chunk);
  return code;
}

static bool is_part(toll_slice name, toll_slice part) {
  return name.len == part.len && memcmp(name.at, part.at, part.len) == 0;
}

/* Finds the entry.  1; 0: there is none; negative. */
static int find_part(struct zip *z, toll_slice part, struct zip_entry *entry, struct arena *arena, toll_error *e) {
  int code;
  while ((code = zip_next(z, entry, arena, e)) > 0) {
    if (is_part(entry->name, part)) return 1;
    arena_reset(arena);
  }
  return code;
}

int office_part(const toll_document *doc, toll_slice part, struct xml *x, toll_error *e) {
  struct store store = {.fd = -1, .memory = doc->info.raw, .size = doc->info.raw.len};
  struct arena arena = {0};
  struct zip zip = {0};
  struct zip_entry entry;
  struct stream *in = NULL;
  int code = zip_open(&zip, &store, e);
  if (code == 0) code = find_part(&zip, part, &entry, &arena, e);
  bool found = code > 0;
  if (found) code = zip_data(&zip, &entry, limits_default.window, &in, e);
  if (found && code == 0) code = parse_stream(in, x, e);
  stream_close(in);
  zip_close(&zip);
  arena_free(&arena);
  if (code < 0) return told(doc, part, code, e);
  return found;
}

/* ---- facts ---- */

struct fact_state {
  struct office_facts *facts;
  toll_buffer *into;
};

static bool fact_start(void *state, unsigned id, const char *const *attrs) {
  struct fact_state *s = state;
  (void)attrs;
  toll_buffer *const fields[] = {NULL, &s->facts->title, &s->facts->author, &s->facts->lang};
  s->into = id ? fields[id] : NULL;
  if (s->into && s->into->len > 0) s->into = NULL; /* of several, the first */
  return true;
}

static void fact_end(void *state, unsigned id) {
  (void)id;
  ((struct fact_state *)state)->into = NULL;
}

static void fact_text(void *state, toll_slice text) {
  struct fact_state *s = state;
  for (size_t i = 0; s->into && i < text.len && s->into->len < 1024; i++)
    toll_buffer_add(s->into, byte_blank(text.at[i]) ? " " : text.at + i, 1);
}

int office_read_facts(const toll_document *doc, toll_slice part, const struct xml_name *names, struct office_facts *out,
                      toll_error *e) {
  struct fact_state state = {.facts = out};
  struct xml x = {.names = names, .start = fact_start, .end = fact_end, .text = fact_text, .state = &state};
  return office_part(doc, part, &x, e);
}

void office_facts_free(struct office_facts *f) {
  toll_buffer_free(&f->title);
  toll_buffer_free(&f->author);
  toll_buffer_free(&f->lang);
}

/* A value of one word is a template's or an account's more often than a title or a name. */
static toll_slice fact(toll_document *doc, const toll_buffer *value, bool of_words) {
  toll_slice s = slice_trim((toll_slice){value->at, value->len});
  if (value->len >= 1024 || s.len == 0) return (toll_slice){0};
  if (of_words && !memchr(s.at, ' ', s.len)) return (toll_slice){0};
  return arena_copy(&doc->arena, s);
}

int office_finish(toll_document *doc, struct prose *p, const struct office_facts *f, toll_span heading, toll_error *e) {
  toll_document_info *info = &doc->info;
  bool failed = prose_finish(p) != 0 || f->title.failed || f->author.failed || f->lang.failed;
  if (failed) return holder_fail(doc, TOLL_E_MEMORY, "out of memory", 0, e);
  if (p->body.text.len == 0) return holder_fail(doc, TOLL_E_EMPTY, "no words in this document", 0, e);
  toll_buffer_free(&doc->text.text);
  doc->text.text = p->body.text;
  p->body.text = (toll_buffer){0};
  info->text = (toll_slice){doc->text.text.at, doc->text.text.len};
  info->title = fact(doc, &f->title, true);
  info->byline = fact(doc, &f->author, true);
  info->lang = fact(doc, &f->lang, false);
  if (!info->title.at && heading.to > heading.from)
    info->title = (toll_slice){info->text.at + heading.from, heading.to - heading.from};
  header_read(&doc->head, info->text);
  holder_adopt(doc, &doc->head);
  return 0;
}
