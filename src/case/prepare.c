/* The costly part of adding a document, for any thread: hashing, compressing,
 * sketching, and its rows written to a tape.  What comes out depends on the
 * document alone, so that a case is the same however many threads worked on it.
 *
 * Windows of one text go through one preparer in order: it carries the hashes,
 * the sketch and the count of rows along. */
#include "case/prepare.h"

#include <string.h>

#include "base/alloc.h"
#include "base/utf8.h"
#include "case/content.h"
#include "case/sketch.h"

struct toll_preparer {
  ZSTD_CCtx *zip;
  bool open; /* windows of a document are expected */
  uint32_t part;
  uint64_t raw_size, text_size, repaired;
  struct sha256 raw_hash, text_hash, row_hash;
  struct sketch sketch;
  struct row_tape rows;
  toll_buffer packed, clean;
};

toll_preparer *toll_preparer_new(void) {
  toll_preparer *p = mem_alloc(sizeof *p);
  if (p && !(p->zip = ZSTD_createCCtx())) {
    mem_free(p);
    return NULL;
  }
  return p;
}

void toll_preparer_free(toll_preparer *p) {
  if (!p) return;
  ZSTD_freeCCtx(p->zip);
  sha256_free(&p->raw_hash);
  sha256_free(&p->text_hash);
  sha256_free(&p->row_hash);
  sha256_free(&p->rows.claims_hash);
  for (size_t i = 0; i < TAPE_TABLES; i++) sha256_free(&p->rows.hashes[i]);
  toll_buffer_free(&p->rows.scratch);
  toll_buffer_free(&p->packed);
  toll_buffer_free(&p->clean);
  mem_free(p);
}

static int memory(toll_error *e) {
  return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
}

static const enum tape_table hashed[] = {TAPE_CLAIMANT, TAPE_CLAIM, TAPE_LABEL};

static int begin(toll_preparer *p, toll_error *e) {
  p->part = 0;
  p->raw_size = p->text_size = p->repaired = 0;
  p->rows.before = p->rows.claimants = 0;
  p->sketch = (struct sketch){0};
  int code = sha256_start(&p->raw_hash) | sha256_start(&p->text_hash) | sha256_start(&p->rows.claims_hash);
  for (size_t i = 0; i < sizeof hashed / sizeof *hashed; i++) code |= sha256_start(&p->rows.hashes[hashed[i]]);
  return code ? memory(e) : 0;
}

/* Paths may hold any bytes; text in the case is UTF-8. */
static toll_slice clean(toll_slice text, toll_buffer *room) {
  if (!text.at || utf8_valid(text.at, text.len)) return text;
  room->len = 0;
  for (size_t at = 0; at < text.len;) {
    size_t good = utf8_valid_length(text.at + at, text.len - at);
    toll_buffer_add(room, text.at + at, good);
    at += good;
    if (at == text.len) break;
    toll_buffer_add(room, "\xef\xbf\xbd", 3);
    at += utf8_bad_length(text.at + at, text.len - at);
  }
  return (toll_slice){room->at ? room->at : "", room->len};
}

/* --- rows --------------------------------------------------------------- */

static toll_slice or_empty(toll_slice text) {
  return text.at ? text : TOLL_LIT("");
}

struct stretch { /* of the tape */
  size_t from, to;
};

/* The document's row with what is known so far; with its last window that is all.
 * Returns where the values are that the log has a hash of. */
static struct stretch put_document(toll_preparer *p, const toll_document_info *info, const toll_mentions *mentions,
                                   toll_buffer *out) {
  size_t row = tape_begin(out, TAPE_DOCUMENT);
  tape_row(out, 0);
  tape_blob(out, info->sha256, sizeof info->sha256);
  tape_text(out, or_empty(info->id));
  tape_text(out, or_empty(clean(info->path, &p->clean)));
  const toll_slice known[] = {info->url, info->title, info->outlet, info->byline, info->lang};
  for (size_t i = 0; i < 5; i++) tape_text(out, known[i].len ? known[i] : (toll_slice){0});
  tape_day(out, info->from);
  tape_day(out, info->to);
  tape_word(out, row_format_name(info->format));
  tape_word(out, row_encoding_name(info->encoding));
  tape_int(out, (int64_t)(info->raw_offset + info->raw.len - p->raw_size)); /* of the first window */
  tape_open(out, info->line ? (int64_t)info->line : TOLL_OPEN);
  tape_int(out, (int64_t)p->raw_size);
  tape_int(out, (int64_t)p->text_size);
  tape_int(out, (int64_t)p->repaired);
  tape_int(out, p->rows.before);
  uint8_t sketch[SKETCH_SIZE * 8], bands[SKETCH_BANDS * 8];
  tape_blob(out, sketch, sketch_write(&p->sketch, sketch));
  tape_text(out, info->inner.len ? clean(info->inner, &p->clean) : (toll_slice){0});
  tape_open(out, info->inner.len ? (int64_t)info->member_offset : TOLL_OPEN);
  const struct stretch kept = {row + 4, out->len};
  tape_blob(out, bands, sketch_write_bands(&p->sketch, bands));
  tape_open(out, mentions ? mentions->version : TOLL_OPEN);
  tape_end(out, row);
  return kept;
}

static int put_packed(toll_preparer *p, toll_slice bytes, toll_buffer *out, toll_error *e) {
  p->packed.len = 0;
  int code = content_squeeze(p->zip, bytes, &p->packed, e);
  if (!code) tape_blob(out, p->packed.at, p->packed.len);
  return code;
}

static int put_content(toll_preparer *p, const toll_document_info *info, toll_buffer *out, toll_error *e) {
  bool same = info->text.len == info->raw.len &&
              (info->text.len == 0 || memcmp(info->text.at, info->raw.at, info->text.len) == 0);
  size_t row = tape_begin(out, TAPE_CONTENT);
  tape_row(out, p->part);
  tape_row(out, 0);
  tape_int(out, p->part);
  tape_int(out, (int64_t)p->raw_size);
  tape_int(out, (int64_t)info->raw.len);
  int code = put_packed(p, info->raw, out, e);
  tape_int(out, info->base);
  tape_int(out, (int64_t)info->text.len);
  if (same)
    tape_null(out);
  else if (!code)
    code = put_packed(p, info->text, out, e);
  tape_end(out, row);
  row = tape_begin(out, TAPE_SEARCH);
  tape_row(out, p->part++);
  tape_text(out, or_empty(info->text));
  tape_end(out, row);
  return code;
}

static void put_mentions(const toll_mentions *mentions, toll_buffer *out) {
  for (size_t i = 0; i < mentions->count; i++) {
    const toll_mention *m = &mentions->items[i];
    size_t row = tape_begin(out, TAPE_MENTION);
    tape_row(out, (int64_t)i);
    tape_row(out, 0);
    tape_int(out, m->number);
    tape_int(out, m->claims);
    tape_end(out, row);
    row = tape_begin(out, TAPE_FEATURE);
    tape_row(out, (int64_t)i);
    tape_blob(out, m->features.at, m->features.len);
    tape_end(out, row);
  }
}

/* --- the end of a document ---------------------------------------------- */

static void add_hex(toll_buffer *out, const char *key, const uint8_t digest[SHA256_SIZE]) {
  char hex[SHA256_HEX];
  hex_write(digest, SHA256_SIZE, hex);
  toll_buffer_str(out, key);
  toll_buffer_str(out, hex);
}

int prepare_rows_hash(struct sha256 *into, uint8_t tables[PREPARE_HASHES][SHA256_SIZE], toll_slice document,
                      uint8_t out[SHA256_SIZE]) {
  int code = sha256_start(into);
  sha256_add(into, tables, PREPARE_HASHES * (size_t)SHA256_SIZE);
  sha256_add(into, document.at, document.len);
  return code | sha256_end(into, out);
}

/* What the log is told: {"claims":…,"claims_sha256":…,"id":…,"rows_sha256":…,"sha256":…}. */
static int put_log(toll_preparer *p, const toll_document_info *info, toll_slice document, toll_buffer *out,
                   toll_error *e) {
  uint8_t tables[PREPARE_HASHES][SHA256_SIZE], rows[SHA256_SIZE], claims[SHA256_SIZE];
  int code = sha256_end(&p->text_hash, tables[0]) | sha256_end(&p->rows.claims_hash, claims);
  for (size_t i = 0; i < sizeof hashed / sizeof *hashed; i++)
    code |= sha256_end(&p->rows.hashes[hashed[i]], tables[1 + i]);
  if (code || prepare_rows_hash(&p->row_hash, tables, document, rows)) return memory(e);
  toll_buffer_str(out, "{\"claims\":");
  toll_buffer_int(out, p->rows.before);
  add_hex(out, ",\"claims_sha256\":\"", claims);
  toll_buffer_str(out, "\",\"id\":");
  toll_buffer_json(out, info->id);
  add_hex(out, ",\"rows_sha256\":\"", rows);
  add_hex(out, "\",\"sha256\":\"", info->sha256);
  toll_buffer_str(out, "\"}");
  return 0;
}

/* Rows that are known with the last window only. */
static int finish(toll_preparer *p, const toll_document_info *info, const toll_mentions *mentions, struct stretch *kept,
                  toll_buffer *out, toll_error *e) {
  uint8_t digest[SHA256_SIZE];
  if (sha256_end(&p->raw_hash, digest)) return memory(e);
  if (memcmp(digest, info->sha256, sizeof digest) != 0)
    return toll_fail(e, TOLL_E_FORMAT, "its bytes are not those that were hashed: it changed while it was read", NULL,
                     0);
  if (p->part > 1) *kept = put_document(p, info, mentions, out);
  if (mentions) put_mentions(mentions, out);
  return 0;
}

/* --- a window ----------------------------------------------------------- */

static void count_window(toll_preparer *p, const toll_document_info *info) {
  sha256_add(&p->raw_hash, info->raw.at, info->raw.len);
  sha256_add(&p->text_hash, info->text.at, info->text.len);
  sketch_add(&p->sketch, info->text);
  p->text_size = (uint64_t)info->base + info->text.len;
  p->repaired += info->repaired;
}

static int fill(toll_preparer *p, const toll_document *doc, const toll_claims *claims, const toll_mentions *mentions,
                struct packet *packet, toll_buffer *out, toll_error *e) {
  const toll_document_info *info = toll_document_get(doc);
  size_t rows = out->len;
  struct stretch kept = {0};
  count_window(p, info);
  if (p->part == 0) {
    /* the only window's row is whole: these count what follows it */
    p->rows.before = (int64_t)(info->more ? 0 : claims->count);
    p->raw_size = info->raw.len;
    kept = put_document(p, info, info->more ? NULL : mentions, out);
    p->rows.before = 0;
    p->raw_size = 0;
  }
  p->rows.out = out;
  int code = put_content(p, info, out, e);
  if (!code) code = row_tape_claims(&p->rows, doc, claims, e);
  p->raw_size += info->raw.len;
  if (!code && !info->more) code = finish(p, info, mentions, &kept, out, e);
  if (code) return code;
  packet->rows = out->len - rows;
  if (info->more) return 0;
  if (out->failed) return memory(e);
  /* the log's words may move the buffer: the row is copied */
  p->packed.len = 0;
  toll_buffer_add(&p->packed, out->at + kept.from, kept.to - kept.from);
  if (p->packed.failed) return memory(e);
  return put_log(p, info, tape_kept((toll_slice){p->packed.at, p->packed.len}), out, e);
}

int toll_case_prepare(toll_preparer *p, const toll_document *doc, const toll_claims *claims,
                      const toll_mentions *mentions, toll_buffer *out, toll_error *e) {
  const toll_document_info *info = toll_document_get(doc);
  size_t start = out->len;
  struct packet packet = {.first = info->base == 0, .more = info->more};
  int code = 0;
  if (packet.first)
    code = begin(p, e);
  else if (!p->open)
    code = toll_fail(e, TOLL_E_USAGE, "a window without the ones before it", NULL, 0);
  if (!code && (p->raw_size + info->raw.len > TOLL_CASE_RAW_MAX || (uint64_t)info->base + info->text.len > UINT32_MAX))
    code = toll_fail(e, TOLL_E_LIMIT, "too large for a case: split it", NULL, 0);
  int64_t claimants = p->rows.claimants, contents = p->part;
  packet_begin(&packet, info, out);
  if (!code) code = fill(p, doc, claims, mentions, &packet, out, e);
  packet.claims = claims->count;
  packet.claimants = (size_t)(p->rows.claimants - claimants);
  packet.contents = (size_t)(p->part - contents);
  packet.mentions = mentions && !info->more ? mentions->count : 0;
  if (!code) packet_end(&packet, start, out);
  if (!code && out->failed) code = memory(e);
  if (code && !out->failed) out->len = start;
  p->open = code == 0 && info->more;
  return code;
}
