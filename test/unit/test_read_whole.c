/* Unit tests of gzip members that are unpacked at once, against what they were made
 * of and against zlib, which has to have the last word. */
#include "read/decompress.h"
#include "read/inflate_whole.h"
#include "read/stream.h"

#include "archive_make.h"
#include "tap.h"

/* Bytes that do not repeat for long. */
static toll_buffer noise(size_t len) {
  toll_buffer b = {0};
  uint32_t state = 7;
  for (size_t i = 0; i < len; i++) {
    state = state * 1664525u + 1013904223u;
    char c = (char)('a' + (state >> 24) % 20);
    toll_buffer_add(&b, &c, 1);
  }
  return b;
}

static void test_sizes(void) {
  static const size_t sizes[] = {0,     1,   1000, 100000, 0,      65536, 65537,   1048576, 1048577,
                                 10000, 300, 0,    200000, 400000, 12,    3000000, 5,       7777};
  toll_buffer all = noise(3000000), file = {0}, wanted = {0};
  size_t starts[sizeof sizes / sizeof *sizes];
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    starts[i] = file.len;
    make_gzip(&file, (toll_slice){all.at, sizes[i]});
    toll_buffer_add(&wanted, all.at, sizes[i]);
  }
  struct stream *below = stream_of_memory(made(&file)), *s = stream_of_inflate(below, INFLATE_GZIP, NULL);
  toll_buffer into = noise(wanted.len + 1);
  size_t at = 0, placed = 0, member = 0;
  int64_t got = 1;
  while (got > 0) { /* member by member, where they have bytes */
    while (member < sizeof sizes / sizeof *sizes && sizes[member] == 0) member++;
    if (member == sizeof sizes / sizeof *sizes) break;
    toll_slice seen;
    stream_peek(s, 1, &seen, NULL);
    struct place place = stream_place(s);
    placed += place.at == starts[member] && place.into == 0;
    got = stream_read(s, into.at + at, sizes[member], NULL);
    at += got > 0 ? (size_t)got : 0;
    member++;
  }
  OK(at == wanted.len && memcmp(into.at, wanted.at, at) == 0, "small, large and empty members give what they hold");
  IS_INT(placed, 15, "and each is known to begin where it does");
  IS_INT(stream_some(s, into.at, 1, NULL), 0, "then the end");
  stream_close(s);
  stream_close(below);
  toll_buffer_free(&all);
  toll_buffer_free(&file);
  toll_buffer_free(&wanted);
  toll_buffer_free(&into);
}

/* What a stream gives up to its end or error, and how that ends. */
static int64_t drained(toll_slice file, toll_buffer *out, toll_error *e) {
  struct stream *below = stream_of_memory(file), *s = stream_of_inflate(below, INFLATE_GZIP, NULL);
  char block[4096];
  int64_t got;
  while ((got = stream_some(s, block, sizeof block, e)) > 0) toll_buffer_add(out, block, (size_t)got);
  stream_close(s);
  stream_close(below);
  return got;
}

static void test_damage_is_zlibs(void) {
  toll_buffer text = noise(50000), file = {0}, out = {0};
  toll_error e;
  make_gzip(&file, made(&text));
  file.at[file.len - 6] ^= 1; /* of the checksum */
  IS_INT(drained(made(&file), &out, &e), TOLL_E_FORMAT, "a wrong checksum is told");
  OK(out.len > 0 && memcmp(out.at, text.at, out.len) == 0, "behind what was given before it was seen");
  file.at[file.len - 6] ^= 1;
  out.len = 0;
  IS_INT(drained((toll_slice){file.at, file.len - 100}, &out, &e), TOLL_E_FORMAT, "what is cut off is told");
  OK(out.len > 0 && out.len < text.len && memcmp(out.at, text.at, out.len) == 0, "behind what is there");
  IS_STR(((toll_slice){e.message, strlen(e.message)}), "this compressed data is cut off", "in zlib's words");
  toll_buffer_free(&text);
  toll_buffer_free(&file);
  toll_buffer_free(&out);
}

/* A header's own checksum, which only zlib holds it to. */
static void test_header_sum(void) {
  toll_buffer file = {0}, out = {0}, plain = {0};
  make_gzip(&plain, TOLL_LIT("the text"));
  char head[12];
  memcpy(head, plain.at, 10);
  head[3] |= 2;
  unsigned long sum = crc32(0, (const unsigned char *)head, 10);
  head[10] = (char)(sum & 255);
  head[11] = (char)(sum >> 8 & 255);
  toll_buffer_add(&file, head, sizeof head);
  toll_buffer_add(&file, plain.at + 10, plain.len - 10);
  IS_INT(drained(made(&file), &out, NULL), 0, "a header with a checksum");
  IS_STR(made(&out), "the text", "is passed over");
  file.at[10] ^= 1;
  IS_INT(drained(made(&file), &out, NULL), TOLL_E_FORMAT, "and told where the checksum is wrong");
  toll_buffer_free(&file);
  toll_buffer_free(&plain);
  toll_buffer_free(&out);
}

static void test_attempts(void) {
  struct whole w = {0};
  toll_buffer small = {0};
  size_t used = 0;
  make_gzip(&small, TOLL_LIT("small"));
  make_gzip(&small, TOLL_LIT("behind it"));
  char into[16];
#ifdef TOLL_LIBDEFLATE
  OK(whole_take(&w, made(&small), &used) == 1 && used < small.len, "a member is taken, and not the one behind it");
  IS_INT(whole_give(&w, into, 3), 3, "some of it is given");
  IS_INT(whole_give(&w, into + 3, 13), 2, "then the rest");
  OK(memcmp(into, "small", 5) == 0 && whole_give(&w, into, 1) == 0, "as it is, and then nothing");
  unsigned tries = 0;
  for (unsigned i = 0; i < 200; i++) tries += w.wait == 0, (void)whole_take(&w, (toll_slice){small.at, 20}, &used);
  OK(tries >= 5 && tries <= 8, "what is never whole is tried now and then");
  while (w.wait > 0) (void)whole_take(&w, made(&small), &used);
  OK(whole_take(&w, made(&small), &used) == 1 && whole_take(&w, made(&small), &used) == 1,
     "one success, and all are tried again");
#else
  OK(!whole_take(&w, made(&small), &used) && whole_give(&w, into, 1) == 0, "without libdeflate nothing is taken");
#endif
  whole_free(&w);
  toll_buffer_free(&small);
}

int main(void) {
  test_sizes();
  test_damage_is_zlibs();
  test_header_sum();
  test_attempts();
  return DONE();
}
