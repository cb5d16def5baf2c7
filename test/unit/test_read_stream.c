/* Unit tests of what containers stand on: streams, places, limits, heads, bodies. */
#include "read/decompress.h"
#include "read/fields.h"
#include "read/http.h"
#include "read/stream.h"

#include "archive_make.h"
#include "tap.h"

static void test_looking_ahead(void) {
  struct stream *s = stream_of_memory(TOLL_LIT("one two three"));
  toll_slice seen;
  char into[32];
  OK(stream_peek(s, 3, &seen, NULL) == 0, "bytes are looked at");
  IS_STR(seen, "one", "as many as were asked for");
  IS_INT(s->at, 0, "and not taken");
  IS_INT(stream_read(s, into, 4, NULL), 4, "then they are");
  OK(stream_peek(s, 100, &seen, NULL) == 0, "more than there are");
  IS_STR(seen, "two three", "give what there is");
  IS_INT(stream_skip(s, 4, NULL), 4, "some are passed over");
  IS_INT(stream_read(s, into, sizeof into, NULL), 5, "the rest is less than asked for");
  IS_INT(stream_some(s, into, 1, NULL), 0, "the end");
  IS_INT(s->at, 13, "all were taken");
  stream_close(s);
}

static void test_parts(void) {
  struct stream *s = stream_of_memory(TOLL_LIT("0123456789"));
  struct stream *part = stream_of_part(s, 4, "cut off");
  char into[16];
  IS_INT(stream_read(part, into, sizeof into, NULL), 4, "a part ends where it should");
  stream_close(part);
  part = stream_of_part(s, 100, "cut off");
  toll_slice seen;
  toll_error e;
  OK(stream_peek(part, 50, &seen, &e) == 0 && seen.len == 6, "what stands before an error can be looked at");
  IS_INT(stream_read(part, into, sizeof into, &e), TOLL_E_FORMAT, "then it is told");
  IS_STR(e.message, "cut off", "in its words");
  IS_INT(stream_some(part, into, 1, &e), TOLL_E_FORMAT, "and again when asked again");
  stream_close(part);
  stream_close(s);
}

/* Looking, taking and passing over in any order give the bytes that there are. */
static int wrong_steps(struct stream *s, toll_slice all, uint64_t *state) {
  int wrong = 0;
  char into[300];
  for (int step = 0; step < 400; step++) {
    size_t len = tap_number(state) >> 8 & 255, left = all.len - (size_t)s->at, most = len < left ? len : left;
    const char *here = all.at + s->at;
    toll_slice seen = {0};
    bool end = false;
    int64_t got = (int64_t)most;
    switch (*state & 3) {
    case 0:
      wrong += stream_peek(s, len, &seen, NULL) != 0 || seen.len != most || (most && memcmp(seen.at, here, most) != 0);
      break;
    case 1:
      seen = stream_at_hand(s, &end);
      wrong += seen.len > left || (seen.len && memcmp(seen.at, here, seen.len) != 0) || (end && seen.len != left);
      break;
    case 2:
      got = stream_read(s, into, len, NULL);
      wrong += got > 0 && memcmp(into, here, (size_t)got) != 0;
      break;
    default:
      got = stream_skip(s, len, NULL);
    }
    wrong += got != (int64_t)most;
  }
  return wrong;
}

static void test_lending(void) {
  uint64_t state = 9;
  int wrong = 0;
  for (int round = 0; round < 60; round++) {
    toll_buffer all = {0}, file = {0};
    for (int i = 0; i < 9; i++) {
      size_t from = all.len, len = i % 3 == 2 ? 0 : (size_t)(state >> (20 + i) & 4095);
      for (size_t k = 0; k < len; k++) toll_buffer_add(&all, &"abcdefghijklmnopqrstuvwxyz"[(k * k + len) % 26], 1);
      make_gzip(&file, (toll_slice){all.at + from, len});
    }
    struct stream *below = stream_of_memory(made(&file)), *s = stream_of_inflate(below, INFLATE_GZIP, NULL);
    struct stream *part = stream_of_part(s, all.len / 2, "cut off");
    wrong += wrong_steps(part, (toll_slice){all.at, all.len / 2}, &state);
    stream_close(part);
    stream_close(s);
    stream_close(below);
    toll_buffer_free(&all);
    toll_buffer_free(&file);
  }
  IS_INT(wrong, 0, "steps in any order see and take what there is");
  toll_slice bytes = TOLL_LIT("where they lie"), seen;
  struct stream *s = stream_of_memory(bytes), *part = stream_of_part(s, 100, NULL);
  OK(stream_peek(part, 50, &seen, NULL) == 0 && seen.at == bytes.at && seen.len == bytes.len,
     "bytes in memory are not copied");
  stream_close(part);
  stream_close(s);
}

/* What was looked at across the border of two members goes back to where the second lies, and counts once. */
static void test_going_back(void) {
  toll_buffer file = {0};
  make_gzip(&file, TOLL_LIT("first."));
  make_gzip(&file, TOLL_LIT("the second, which is longer"));
  struct stream *below = stream_of_memory(made(&file)), *s = stream_of_inflate(below, INFLATE_GZIP, NULL);
  struct spent spent;
  limits_start(&spent);
  s->spent = &spent;
  toll_slice seen;
  bool end;
  stream_peek(s, 10, &seen, NULL);
  IS_STR(stream_at_hand(s, &end), "first.the ", "bytes of two members stay where they were put together");
  stream_skip(s, 6, NULL);
  IS_STR(stream_at_hand(s, &end), "the second, which is longer", "those of one are seen with what follows");
  IS_INT(stream_skip(s, 100, NULL), 27, "and taken once");
  IS_INT(spent.made, 33, "and counted once");
  stream_close(s);
  stream_close(below);
  toll_buffer_free(&file);
}

static void test_handing_over(void) {
  toll_buffer file = {0}, into = {0};
  make_gzip(&file, TOLL_LIT("all of "));
  make_gzip(&file, TOLL_LIT("it"));
  struct stream *below = stream_of_memory(made(&file)), *s = stream_of_inflate(below, INFLATE_GZIP, NULL);
  toll_slice seen;
  stream_peek(s, 8, &seen, NULL);
  OK(!stream_hand_over(s, &into), "what may go on is not handed over");
  stream_peek(s, 100, &seen, NULL);
  OK(stream_hand_over(s, &into) && into.at == seen.at && into.len == 9,
     "what was looked at to its end is, where it lies");
  IS_INT(s->at, 9, "and is taken with that");
  IS_INT(stream_some(s, into.at, 1, NULL), 0, "nothing is left");
  OK(!stream_hand_over(s, &into), "to be handed over");
  stream_close(s);
  stream_close(below);
  toll_buffer_free(&file);
  toll_buffer_free(&into);
}

static void test_places(void) {
  toll_buffer file = {0};
  make_gzip(&file, TOLL_LIT("first"));
  size_t second = file.len;
  make_gzip(&file, TOLL_LIT(""));
  size_t third = file.len;
  make_gzip(&file, TOLL_LIT("third"));
  size_t end = file.len;
  toll_buffer_add(&file, "\0\0\0junk", 7);
  struct stream *below = stream_of_memory(made(&file));
  struct tail tail = {0};
  struct stream *s = stream_of_inflate(below, INFLATE_GZIP, &tail);
  toll_slice seen;
  char into[16];
  OK(stream_peek(s, 16, &seen, NULL) == 0, "all members are one stream");
  IS_STR(seen, "firstthird", "in their order");
  struct place place = stream_place(s);
  OK(place.at == 0 && place.into == 0, "the first byte's place");
  stream_read(s, into, 2, NULL);
  place = stream_place(s);
  OK(place.at == 0 && place.into == 2, "a byte inside a member");
  stream_read(s, into, 3, NULL);
  place = stream_place(s);
  OK(second < third && place.at == third && place.into == 0, "the next member's first byte, an empty one passed over");
  OK(tail.garbage && tail.at == end + 3, "what stands behind the zeros is found");
  stream_close(s);
  stream_close(below);
  toll_buffer_free(&file);
}

static void test_damage(void) {
  toll_buffer file = {0};
  make_gzip(&file, TOLL_LIT("first"));
  size_t second = file.len;
  make_gzip(&file, TOLL_LIT("the second is damaged"));
  make_gzip(&file, TOLL_LIT("third"));
  memset(file.at + second + 12, 0xff, 6);
  struct stream *below = stream_of_memory(made(&file));
  struct stream *s = stream_of_inflate(below, INFLATE_GZIP, NULL);
  char into[64];
  toll_error e;
  IS_INT(stream_some(s, into, sizeof into, &e), 5, "what stands before the damage");
  OK(stream_some(s, into, sizeof into, &e) == TOLL_E_FORMAT && e.offset > second, "the damage and its place");
  IS_INT(stream_resume(s, &e), 1, "there is more behind it");
  IS_INT(stream_read(s, into, sizeof into, &e), 5, "which is read");
  OK(memcmp(into, "third", 5) == 0, "as it is");
  IS_INT(stream_resume(s, &e), 0, "and then nothing");
  stream_close(s);
  stream_close(below);
  toll_buffer_free(&file);
}

static void test_limits(void) {
  static const struct limits small = {.depth = 2, .members = 3, .ratio = 10, .member_free = 100, .file_free = 150};
  struct spent spent = {.limits = &small};
  toll_error e;
  OK(limits_depth(&spent, 1, &e) == 0 && limits_depth(&spent, 2, &e) == TOLL_E_LIMIT, "depth");
  limits_fresh(&spent);
  OK(limits_member(&spent, &e) == 0 && limits_made(&spent, 100, &e) == 0, "what is free");
  OK(limits_made(&spent, 1, &e) == TOLL_E_LIMIT && spent.member_over && !spent.over,
     "a member has too much, the file not yet");
  limits_fresh(&spent);
  OK(limits_member(&spent, &e) == 0 && limits_made(&spent, 49, &e) == 0, "the next member begins anew");
  OK(limits_made(&spent, 1, &e) == TOLL_E_LIMIT && spent.over, "all together have too much");
  spent = (struct spent){.limits = &small};
  limits_fresh(&spent);
  spent.outer = 1000;
  IS_INT(limits_made(&spent, 10100, &e), 0, "what was read allows for more");
  IS_INT(limits_made(&spent, 1, &e), TOLL_E_LIMIT, "to the byte");
  spent = (struct spent){.limits = &small, .outer = 1000, .size = 10};
  IS_INT(limits_made(&spent, 251, &e), TOLL_E_LIMIT, "reading a file again and again allows for no more");
  spent = (struct spent){.limits = &small, .members = 2};
  OK(limits_member(&spent, &e) == 0 && limits_member(&spent, &e) == TOLL_E_LIMIT && spent.over, "members");
}

static void test_fields(void) {
  toll_slice head = TOLL_LIT("WARC/1.0\r\nContent-Type: text/html; q=1; CharSet=\"x-y\" \r\nnext:\n\r\nbody");
  IS_INT(fields_end(head), head.len - 4, "the head ends with an empty line");
  IS_INT(fields_end(TOLL_LIT("a: b\nc: d\n")), 0, "or is not complete");
  toll_slice value = fields_find(head, TOLL_LIT("content-type"));
  IS_STR(value, "text/html; q=1; CharSet=\"x-y\"", "a field");
  IS_STR(fields_parameter(value, TOLL_LIT("charset")), "x-y", "a parameter");
  OK(fields_parameter(value, TOLL_LIT("none")).at == NULL, "one that is not there");
  IS_STR(fields_item(&value, ';'), "text/html", "the first item");
  OK(fields_find(head, TOLL_LIT("next")).len == 0 && fields_find(head, TOLL_LIT("body")).at == NULL, "empty and none");
}

/* The body that an answer has in the end; or the error's message. */
static const char *body_of(const char *head, toll_slice bytes, struct http *h) {
  static char got[256];
  toll_buffer all = {0};
  toll_buffer_str(&all, head);
  toll_buffer_add(&all, bytes.at, bytes.len);
  struct stream *in = stream_of_memory(made(&all)), *body = NULL;
  struct arena arena = {0};
  toll_error e = {0};
  struct http own;
  if (!h) h = &own;
  int code = http_open(in, &arena, 23, h, &body, &e);
  int64_t len = code == 0 ? stream_read(body, got, sizeof got - 1, &e) : code;
  got[len < 0 ? 0 : len] = 0;
  if (len < 0) snprintf(got, sizeof got, "%s", e.message);
  stream_close(body);
  stream_close(in);
  arena_free(&arena);
  toll_buffer_free(&all);
  return got;
}

static void test_answers(void) {
  static const struct {
    const char *head, *body, *want;
  } rows[] = {
      {"HTTP/1.1 200 OK\r\n\r\n", "plain", "plain"},
      {"HTTP/1.0 200\nA: b\n\n", "bare line feeds", "bare line feeds"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n", "abcde"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "<p>undone already", "<p>undone already"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "5\r\nabc", "this answer is cut off inside a chunk"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabc\r\n",
       "this answer is cut off between its chunks"},
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "3\r\nabcxyz\r\n",
       "the chunks of this answer are damaged"},
      {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n", "<p>undone already", "<p>undone already"},
      {"HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n", "\x0b\x02",
       "this answer is compressed in a way that is not read"},
      {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip,gzip,gzip,gzip,gzip\r\n\r\n", "x",
       "this answer is compressed too often"},
      {"SMTP 200\r\n\r\n", "", "no web server's answer in this record"},
      {"HTTP/1.1 200 OK\r\nno end", "", "no web server's answer in this record"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    IS_STR(body_of(rows[i].head, (toll_slice){rows[i].body, strlen(rows[i].body)}, NULL), rows[i].want, rows[i].want);
  struct http h;
  body_of("HTTP/1.1 404 Not Found\r\nContent-Type: text/html;charset=koi8-r\r\n\r\n", TOLL_LIT(""), &h);
  OK(h.status == 404, "a status");
  toll_buffer packed = {0}, twice = {0};
  make_gzip(&packed, TOLL_LIT("unpacked"));
  IS_STR(body_of("HTTP/1.1 200 OK\r\nContent-Encoding: x-gzip\r\n\r\n", made(&packed), NULL), "unpacked", "gzip");
  make_gzip(&twice, made(&packed));
  IS_STR(body_of("HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\n\r\n", made(&twice), NULL), "unpacked", "twice");
  unsigned char z[64];
  unsigned long len = sizeof z;
  compress(z, &len, (const unsigned char *)"unpacked", 8);
  const char *deflated = "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n";
  IS_STR(body_of(deflated, (toll_slice){(char *)z, len}, NULL), "unpacked", "deflate as it should be");
  IS_STR(body_of(deflated, (toll_slice){(char *)z + 2, len - 6}, NULL), "unpacked", "deflate as some write it");
  toll_buffer_free(&packed);
  toll_buffer_free(&twice);
}

static void test_media(void) {
  enum toll_passed what = TOLL_PASSED_COUNT;
  OK(media_no_document(TOLL_LIT("Image/PNG"), &what) && what == TOLL_PASSED_PICTURE, "a picture");
  OK(media_no_document(TOLL_LIT("application/x-font-woff"), &what) && what == TOLL_PASSED_SCRIPT, "a font");
  OK(!media_no_document(TOLL_LIT("text/html"), &what) &&
         !media_no_document(TOLL_LIT("application/octet-stream"), &what) &&
         !media_no_document((toll_slice){0}, &what) && !media_no_document(TOLL_LIT("imagex"), &what),
     "what may be a document");
}

int main(void) {
  test_looking_ahead();
  test_parts();
  test_lending();
  test_going_back();
  test_handing_over();
  test_places();
  test_damage();
  test_limits();
  test_fields();
  test_answers();
  test_media();
  return DONE();
}
