/* Small archives, made for a test.  Each function appends to a buffer. */
#ifndef TOLL_TEST_ARCHIVE_MAKE_H
#define TOLL_TEST_ARCHIVE_MAKE_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "toll/claim.h"

static inline toll_slice made(const toll_buffer *b) {
  return (toll_slice){b->at ? b->at : "", b->len};
}

/* One gzip member. */
static inline void make_gzip(toll_buffer *out, toll_slice bytes) {
  z_stream z = {.next_in = (unsigned char *)(uintptr_t)bytes.at, .avail_in = (unsigned)bytes.len};
  if (deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) abort();
  size_t room = deflateBound(&z, (unsigned long)bytes.len) + 32;
  char *to = malloc(room);
  if (!to) abort();
  z.next_out = (unsigned char *)to;
  z.avail_out = (unsigned)room;
  if (deflate(&z, Z_FINISH) != Z_STREAM_END) abort();
  toll_buffer_add(out, to, room - z.avail_out);
  deflateEnd(&z);
  free(to);
}

static inline void put_number(toll_buffer *out, uint64_t n, int bytes) {
  for (; bytes > 0; bytes--, n >>= 8) toll_buffer_add(out, &(char){(char)n}, 1);
}

struct zip_part {
  const char *name;
  toll_slice bytes;
  unsigned flags, method;
  uint32_t mode; /* Unix mode, or 0 */
  int size_off;  /* added to the size that is told */
};

static inline void put_zip_head(toll_buffer *out, const struct zip_part *p) {
  put_number(out, p->flags, 2);
  put_number(out, p->method, 2);
  put_number(out, 0, 4);
  put_number(out, crc32_z(0, (const unsigned char *)p->bytes.at, p->bytes.len), 4);
  put_number(out, p->bytes.len, 4);
  put_number(out, p->bytes.len + (uint64_t)(int64_t)p->size_off, 4);
  put_number(out, strlen(p->name), 2);
  put_number(out, 0, 2);
}

/* A ZIP archive of stored members. */
static inline void make_zip(toll_buffer *out, const struct zip_part *parts, size_t count) {
  size_t start = out->len, at[16] = {0};
  for (size_t i = 0; i < count && i < 16; i++) {
    at[i] = out->len - start;
    toll_buffer_add(out, "PK\3\4\24\0", 6);
    put_zip_head(out, &parts[i]);
    toll_buffer_str(out, parts[i].name);
    toll_buffer_add(out, parts[i].bytes.at, parts[i].bytes.len);
  }
  size_t directory = out->len - start;
  for (size_t i = 0; i < count && i < 16; i++) {
    toll_buffer_add(out, parts[i].mode ? "PK\1\2\24\3\24\0" : "PK\1\2\24\0\24\0", 8);
    put_zip_head(out, &parts[i]);
    put_number(out, 0, 6);
    put_number(out, (uint64_t)parts[i].mode << 16, 4);
    put_number(out, at[i], 4);
    toll_buffer_str(out, parts[i].name);
  }
  size_t size = out->len - start - directory;
  toll_buffer_add(out, "PK\5\6\0\0\0\0", 8);
  put_number(out, count, 2);
  put_number(out, count, 2);
  put_number(out, size, 4);
  put_number(out, directory, 4);
  put_number(out, 0, 2);
}

/* One member of a tar archive; its end is 1024 zeros. */
static inline void make_tar(toll_buffer *out, const char *name, toll_slice bytes) {
  char h[512] = "";
  snprintf(h, 100, "%s", name);
  memcpy(h + 100, "0000644", 7);
  memcpy(h + 108, "0000000", 7);
  memcpy(h + 116, "0000000", 7);
  snprintf(h + 124, 12, "%011o", (unsigned)bytes.len);
  memcpy(h + 136, "00000000000", 11);
  memset(h + 148, ' ', 8);
  h[156] = '0';
  memcpy(h + 257, "ustar\00000", 8);
  unsigned sum = 0;
  for (size_t i = 0; i < sizeof h; i++) sum += (unsigned char)h[i];
  snprintf(h + 148, 8, "%06o", sum);
  toll_buffer_add(out, h, sizeof h);
  toll_buffer_add(out, bytes.at, bytes.len);
  static const char zeros[512];
  toll_buffer_add(out, zeros, (512 - bytes.len % 512) % 512);
}

static inline void end_tar(toll_buffer *out) {
  static const char zeros[1024];
  toll_buffer_add(out, zeros, sizeof zeros);
}

/* A WARC record; length -1: the true one. */
static inline void make_record(toll_buffer *out, const char *kind, const char *type, toll_slice bytes, long length) {
  toll_buffer_str(out, "WARC/1.0\r\nWARC-Type: ");
  toll_buffer_str(out, kind);
  toll_buffer_str(out,
                  "\r\nWARC-Target-URI: http://example.org/a\r\nWARC-Date: 2003-05-06T07:08:09Z\r\nContent-Type: ");
  toll_buffer_str(out, type);
  toll_buffer_str(out, "\r\nContent-Length: ");
  toll_buffer_int(out, length < 0 ? (int64_t)bytes.len : length);
  toll_buffer_str(out, "\r\n\r\n");
  toll_buffer_add(out, bytes.at, bytes.len);
  toll_buffer_str(out, "\r\n\r\n");
}

#define ANSWER "application/http; msgtype=response"

/* A server's answer in a record of its own. */
static inline void make_answer(toll_buffer *out, const char *head, toll_slice body, long length) {
  toll_buffer all = {0};
  toll_buffer_str(&all, head);
  toll_buffer_str(&all, "\r\n");
  toll_buffer_add(&all, body.at, body.len);
  make_record(out, "response", ANSWER, made(&all), length);
  toll_buffer_free(&all);
}

#endif
