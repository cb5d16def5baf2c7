/* The holder: one arena and a few buffers that are kept from document to
 * document, and the steps from fetched bytes to text. */
#include "toll/document.h"

#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "base/bytes.h"
#include "read/container.h"
#include "read/holder.h"
#include "read/sniff.h"

toll_document *toll_document_new(void) {
  toll_document *doc = mem_alloc(sizeof *doc);
  if (doc) holder_reset(doc, "");
  return doc;
}

void toll_document_free(toll_document *doc) {
  if (!doc) return;
  arena_free(&doc->arena);
  toll_buffer_free(&doc->path);
  toll_buffer_free(&doc->label);
  toll_buffer_free(&doc->raw);
  decoded_free(&doc->page);
  html_page_free(&doc->html);
  pieces_free(&doc->text);
  pages_free(&doc->pages);
  sha256_free(&doc->hash);
  mem_free(doc);
}

const toll_document_info *toll_document_get(const toll_document *doc) {
  return &doc->info;
}

const char *holder_path(const toll_document *doc) {
  if (doc->label.len) return doc->label.at;
  return doc->path.at ? doc->path.at : "";
}

static void set_path(toll_document *doc, const char *path) {
  doc->path.len = 0;
  doc->path.failed = false;
  if (doc->path.at) doc->path.at[0] = 0;
  if (path[0]) toll_buffer_add(&doc->path, path, strlen(path) + 1);
  doc->info.path = (toll_slice){doc->path.at ? doc->path.at : "", doc->path.len ? doc->path.len - 1 : 0};
  doc->label.len = 0;
  doc->label.failed = false;
}

void holder_place(toll_document *doc, size_t len, const char *label) {
  size_t all = strlen(label);
  doc->label.len = 0;
  if (all <= len) return;
  toll_buffer_add(&doc->label, label, all + 1);
  if (!doc->label.failed) doc->info.inner = (toll_slice){doc->label.at + len + 1, all - len - 1};
}

static void keep(toll_document *doc, toll_slice *field, toll_slice value) {
  if (!field->at && value.at) *field = arena_copy(&doc->arena, value);
}

/* A container's word on a member, where it is text at all. */
static void learn(toll_document *doc, toll_slice *field, toll_slice value) {
  if (value.len > 0 && utf8_valid(value.at, value.len)) keep(doc, field, value);
}

void holder_know(toll_document *doc, const struct member *m) {
  struct header *known = &doc->known;
  if (!known->url.at && m->known.url.at) doc->url_first = m->url_first;
  learn(doc, &known->title, m->known.title);
  learn(doc, &known->outlet, m->known.outlet);
  learn(doc, &known->byline, m->known.byline);
  learn(doc, &known->url, m->known.url);
  learn(doc, &known->lang, m->known.lang);
  if (known->from == TOLL_NO_DAY && m->known.from != TOLL_NO_DAY) {
    known->from = m->known.from;
    known->to = m->known.to;
    doc->date_first = m->date_first;
  }
  if (m->id.len && !doc->given_id && utf8_valid(m->id.at, m->id.len)) doc->info.id = arena_copy(&doc->arena, m->id);
  if (m->has_offset && !doc->has_offset) doc->info.member_offset = m->offset;
  doc->given_id = doc->given_id || m->id.len;
  doc->has_offset = doc->has_offset || m->has_offset;
}

/* What one very large document needed is not kept for all the small ones. */
static void trim(toll_buffer *b) {
  if (b->cap > 2 * TOLL_WINDOW + 16) toll_buffer_free(b);
}

void holder_reset(toll_document *doc, const char *path) {
  arena_reset(&doc->arena);
  pieces_reset(&doc->text);
  trim(&doc->raw);
  trim(&doc->page.out);
  trim(&doc->text.text);
  if (doc->html.flow.cap > TOLL_WINDOW / 16) html_page_free(&doc->html);
  if (doc->text.cap > TOLL_WINDOW / 16) pieces_free(&doc->text);
  if (doc->pages.words.cap > TOLL_WINDOW / 16) pages_free(&doc->pages);
  pages_reset(&doc->pages);
  doc->pieced = doc->made = false;
  doc->skip = 0;
  doc->page.raw = doc->page.text = (toll_slice){0};
  header_clear(&doc->head);
  header_clear(&doc->known);
  doc->url_first = doc->date_first = doc->given_id = doc->has_offset = doc->unnamed = doc->valid = false;
  doc->info = (toll_document_info){.from = TOLL_NO_DAY, .to = TOLL_NO_DAY};
  set_path(doc, path);
}

int holder_room(toll_document *doc, size_t size) {
  if (doc->raw.cap >= size) return 0;
  char *at = mem_resize(doc->raw.at, size);
  if (!at) return TOLL_E_MEMORY;
  doc->raw.at = at;
  doc->raw.cap = size;
  return 0;
}

int holder_fail(const toll_document *doc, int code, const char *message, uint64_t offset, toll_error *e) {
  toll_fail(e, code, message, holder_path(doc), doc->info.raw_offset + offset);
  if (e) e->line = doc->info.line;
  return code;
}

int holder_identify(toll_document *doc, const uint8_t digest[SHA256_SIZE], toll_error *e) {
  static const char prefix[] = "sha256:";
  char *id = arena_alloc(&doc->arena, sizeof prefix - 1 + SHA256_HEX);
  if (!id) return holder_fail(doc, TOLL_E_MEMORY, "out of memory", 0, e);
  memcpy(id, prefix, sizeof prefix - 1);
  hex_write(digest, SHA256_SIZE, id + sizeof prefix - 1);
  memcpy(doc->info.sha256, digest, SHA256_SIZE);
  if (!doc->given_id) doc->info.id = (toll_slice){id, sizeof prefix - 1 + SHA256_HEX - 1};
  return 0;
}

void holder_adopt(toll_document *doc, const struct header *head) {
  toll_document_info *info = &doc->info;
  keep(doc, &info->title, head->title);
  keep(doc, &info->outlet, head->outlet);
  keep(doc, &info->byline, head->byline);
  keep(doc, &info->url, head->url);
  keep(doc, &info->lang, head->lang);
  if (info->from != TOLL_NO_DAY) return;
  info->from = head->from;
  info->to = head->to;
}

int toll_document_identify(const toll_document *of, toll_error *e) {
  toll_document *doc = (toll_document *)(uintptr_t)of;
  uint8_t digest[SHA256_SIZE];
  if (!doc->unnamed) return 0;
  sha256_start(&doc->hash);
  sha256_add(&doc->hash, doc->info.raw.at, doc->info.raw.len);
  if (sha256_end(&doc->hash, digest) != 0) return holder_fail(doc, TOLL_E_MEMORY, "out of memory", 0, e);
  int code = holder_identify(doc, digest, e);
  doc->unnamed = code != 0;
  return code;
}

static int text_parse(toll_document *doc) {
  doc->info.text = doc->page.text;
  if (doc->info.raw_offset == 0) header_read(&doc->head, doc->info.text);
  holder_adopt(doc, &doc->head);
  return 0;
}

int holder_made(toll_document *doc, const struct member *m, toll_error *e) {
  if (holder_room(doc, m->memory.len + 1) != 0) return holder_fail(doc, TOLL_E_MEMORY, "out of memory", 0, e);
  if (m->memory.len) memcpy(doc->raw.at, m->memory.at, m->memory.len);
  doc->info.raw = (toll_slice){doc->raw.at, m->memory.len};
  doc->info.format = m->made->format;
  doc->info.repaired = m->made->repaired;
  struct pieces text = doc->text;
  doc->text = *m->made->text;
  *m->made->text = text;
  doc->pieced = doc->made = true;
  holder_adopt(doc, &m->made->facts);
  doc->unnamed = true;
  return 0;
}

/* The way back of a document that was made leads to its bytes at once; its words may
 * still say what its container did not know. */
static int made_parse(toll_document *doc) {
  toll_slice raw = doc->info.raw;
  doc->page.raw = doc->page.text = raw;
  doc->page.skip = 0;
  doc->page.identical = true;
  doc->info.text = (toll_slice){doc->text.text.at ? doc->text.text.at : "", doc->text.text.len};
  header_read(&doc->head, doc->info.text);
  doc->head.title = (toll_slice){0};
  holder_adopt(doc, &doc->head);
  return 0;
}

bool format_packed(enum toll_format format) {
  return format == TOLL_FORMAT_PDF || format == TOLL_FORMAT_DOCX || format == TOLL_FORMAT_ODT;
}

size_t format_limit(enum toll_format format, const char **message) {
  *message = format_packed(format) ? "this file is longer than 64 MiB" : "this page is longer than 16 MiB";
  return format_packed(format) ? TOLL_FILE_MAX : TOLL_RECORD_MAX;
}

static int parse_format(toll_document *doc, toll_error *e) {
  if (doc->info.format == TOLL_FORMAT_HTML) return html_parse(doc, e);
  if (doc->info.format == TOLL_FORMAT_PDF) return pdf_parse(doc, e);
  if (doc->info.format == TOLL_FORMAT_DOCX) return docx_parse(doc, e);
  if (doc->info.format == TOLL_FORMAT_ODT) return odt_parse(doc, e);
  if (doc->info.format == TOLL_FORMAT_JSONL) return jsonl_parse(doc, e);
  return text_parse(doc);
}

/* What the containers know counts where the document is silent, and some of it always. */
static void adopt_known(toll_document *doc) {
  if (doc->url_first && doc->known.url.at) doc->info.url = (toll_slice){0};
  if (doc->date_first && doc->known.from != TOLL_NO_DAY) doc->info.from = doc->info.to = TOLL_NO_DAY;
  holder_adopt(doc, &doc->known);
}

int toll_document_parse(toll_document *doc, toll_error *e) {
  if (doc->info.raw.at && toll_document_identify(doc, e) != 0) return TOLL_E_MEMORY;
  return toll_document_parse_unnamed(doc, e);
}

int toll_document_parse_unnamed(toll_document *doc, toll_error *e) {
  if (!doc->info.raw.at) return holder_fail(doc, TOLL_E_USAGE, "nothing was fetched into this document", 0, e);
  bool packed = doc->made || format_packed(doc->info.format);
  if (doc->valid) {
    decode_valid(&doc->page, doc->info.raw);
  } else if (!packed && decode(&doc->page, doc->info.raw, doc->skip, doc->info.encoding) != 0) {
    return holder_fail(doc, TOLL_E_MEMORY, "out of memory", 0, e);
  }
  if (!doc->made) doc->info.repaired = packed ? 0 : doc->page.repaired;
  int code = doc->made ? made_parse(doc) : parse_format(doc, e);
  if (code == 0) adopt_known(doc);
  if (code == 0 && (doc->arena.failed || doc->text.failed || doc->path.failed || doc->label.failed)) {
    code = holder_fail(doc, TOLL_E_MEMORY, "out of memory", 0, e);
  }
  return code;
}

/* The first line with something in it, for JSONL. */
static toll_slice first_line(toll_slice bytes, size_t skip, uint32_t *line, uint64_t *offset) {
  size_t at = skip;
  *line = 1;
  while (at < bytes.len && byte_blank(bytes.at[at])) {
    *line += bytes.at[at] == '\n';
    at++;
  }
  const char *end = memchr(bytes.at + at, '\n', bytes.len - at);
  *offset = at;
  return (toll_slice){bytes.at + at, end ? (size_t)(end - bytes.at) - at : bytes.len - at};
}

static int check_size(const toll_document *doc, toll_error *e) {
  bool text = doc->info.format == TOLL_FORMAT_TEXT;
  const char *message;
  if (doc->info.raw.len <= (text ? TOLL_WINDOW : format_limit(doc->info.format, &message))) return 0;
  return holder_fail(doc, TOLL_E_LIMIT, "longer than is read at once", 0, e);
}

int toll_document_from_bytes(toll_document *doc, toll_slice bytes, const char *path, toll_error *e) {
  holder_reset(doc, path ? path : "");
  struct kind kind;
  if (bytes.len == 0) return holder_fail(doc, TOLL_E_EMPTY, "nothing to read in this file", 0, e);
  toll_slice head = {bytes.at, bytes.len < TOLL_WINDOW ? bytes.len : TOLL_WINDOW};
  const struct container_kind *container = container_find(head);
  if (container) {
    holder_fail(doc, TOLL_E_BINARY, "what this holds is read from a file, not from memory", 0, e);
    toll_error_detail(e, container->name, strlen(container->name));
    return TOLL_E_BINARY;
  }
  int code = sniff(head, (toll_slice){0}, holder_path(doc), &kind, e);
  if (code != 0) return code;
  doc->info.format = kind.format;
  doc->info.encoding = kind.encoding;
  doc->info.raw = bytes;
  doc->skip = kind.skip;
  if (kind.format == TOLL_FORMAT_JSONL) {
    doc->info.raw = first_line(bytes, kind.skip, &doc->info.line, &doc->info.raw_offset);
    doc->skip = 0;
  }
  doc->unnamed = true;
  doc->valid = kind.valid && doc->info.raw.len == head.len;
  code = check_size(doc, e);
  return code != 0 ? code : toll_document_parse(doc, e);
}

bool toll_document_raw_span(const toll_document *doc, toll_span text, uint64_t *from, uint64_t *to) {
  const toll_document_info *info = &doc->info;
  if (format_packed(info->format) || !info->text.at || text.from > text.to || text.from < info->base) return false;
  size_t a = text.from - info->base, b = text.to - info->base;
  if (b > info->text.len) return false;
  if (doc->pieced && !pieces_span(&doc->text, a, b, &a, &b)) return false;
  decoded_span(&doc->page, a, b, &a, &b);
  *from = info->raw_offset + a;
  *to = info->raw_offset + b;
  return true;
}

bool toll_document_box(const toll_document *doc, toll_span text, uint32_t *page, double box[4]) {
  const toll_document_info *info = &doc->info;
  struct box found;
  if (info->format != TOLL_FORMAT_PDF || !info->text.at || text.from > text.to || text.to > info->text.len)
    return false;
  if (!pages_find(&doc->pages, text.from, text.to, page, &found)) return false;
  const int32_t sides[4] = {found.left, found.top, found.right, found.bottom};
  for (int i = 0; i < 4; i++) box[i] = sides[i] / 100.0;
  return true;
}
