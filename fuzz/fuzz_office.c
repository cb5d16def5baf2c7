/* Office documents: the bytes as they are, and as the main part of a DOCX and of an
 * ODT, stored in an archive that is made around them. */
#include <zlib.h>

#include "document_check.h"
#include "toll/claim.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put16(toll_buffer *out, size_t n) {
  const char bytes[2] = {(char)(n & 0xff), (char)(n >> 8 & 0xff)};
  toll_buffer_add(out, bytes, 2);
}

static void put32(toll_buffer *out, size_t n) {
  put16(out, n & 0xffff);
  put16(out, n >> 16);
}

struct member {
  const char *name;
  toll_slice bytes;
  size_t at;
};

/* From the checksum on, the fields that an entry and its line in the directory share. */
static void put_sizes(toll_buffer *out, const struct member *m) {
  put32(out, crc32_z(0, (const unsigned char *)m->bytes.at, m->bytes.len));
  put32(out, m->bytes.len);
  put32(out, m->bytes.len);
  put16(out, strlen(m->name));
  put16(out, 0);
}

static void put_archive(toll_buffer *out, struct member *members, size_t count) {
  for (size_t i = 0; i < count; i++) {
    members[i].at = out->len;
    toll_buffer_add(out, "PK\3\4\x14\0\0\0\0\0\0\0\0\0", 14);
    put_sizes(out, &members[i]);
    toll_buffer_str(out, members[i].name);
    toll_buffer_add(out, members[i].bytes.at, members[i].bytes.len);
  }
  size_t directory = out->len;
  for (size_t i = 0; i < count; i++) {
    toll_buffer_add(out, "PK\1\2\x14\0\x14\0\0\0\0\0\0\0\0\0", 16);
    put_sizes(out, &members[i]);
    toll_buffer_add(out, "\0\0\0\0\0\0\0\0\0\0", 10);
    put32(out, members[i].at);
    toll_buffer_str(out, members[i].name);
  }
  size_t len = out->len - directory;
  toll_buffer_add(out, "PK\5\6\0\0\0\0", 8);
  put16(out, count);
  put16(out, count);
  put32(out, len);
  put32(out, directory);
  put16(out, 0);
}

static void check_archive(struct member *members, size_t count) {
  toll_buffer out = {0};
  put_archive(&out, members, count);
  if (!out.failed) check_bytes(out.at, out.len);
  toll_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 1 << 20) return 0;
  toll_slice bytes = {size ? (const char *)data : "", size};
  if (size == 0 || data[0] != '%') check_bytes(bytes.at, bytes.len); /* no PDF: that is another program's */
  struct member docx[] = {{"[Content_Types].xml", {"", 0}, 0}, {"word/document.xml", bytes, 0},
                          {"word/footnotes.xml", bytes, 0},    {"docProps/core.xml", bytes, 0},
                          {"_rels/.rels", bytes, 0}};
  check_archive(docx, 4);
  check_archive(docx, 5);
  struct member odt[] = {{"mimetype", TOLL_LIT("application/vnd.oasis.opendocument.text"), 0},
                         {"content.xml", bytes, 0},
                         {"meta.xml", bytes, 0}};
  check_archive(odt, 3);
  return 0;
}
