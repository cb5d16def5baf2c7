/* Unit tests of files that hold others, read as a user's file is. */
#include <unistd.h>

#include "archive_make.h"
#include "tap.h"
#include "toll/document.h"

static char path[64];

/* What reading the bytes gives: "inner:length " for a document, "!inner:code " for an error. */
static const char *read_bytes(toll_slice bytes, toll_reader **left) {
  static char got[2048];
  size_t n = 0;
  toll_reader *reader = NULL;
  toll_document *doc = toll_document_new();
  toll_error e;
  const char *paths[] = {path};
  FILE *f = fopen(path, "wb");
  if (!f || fwrite(bytes.at, 1, bytes.len, f) != bytes.len || fclose(f) != 0) return "not written";
  got[0] = 0;
  if (!doc || toll_reader_open(paths, 1, &reader, &e) != 0) return "not opened";
  for (int guard = 0; guard < 1000; guard++) {
    int code = toll_reader_fetch(reader, doc, &e);
    if (code == 0) break;
    if (code > 0) code = toll_document_parse(doc, &e);
    const toll_document_info *info = toll_document_get(doc);
    const char *inner = strchr(e.path, '!');
    if (n >= sizeof got) break;
    if (code < 0)
      n += (size_t)snprintf(got + n, sizeof got - n, "!%s:%d ", inner ? inner + 1 : "", -code);
    else
      n += (size_t)snprintf(got + n, sizeof got - n, "%.*s:%zu ", (int)info->inner.len,
                            info->inner.at ? info->inner.at : "", info->text.len);
  }
  toll_document_free(doc);
  if (left)
    *left = reader;
  else
    toll_reader_close(reader);
  return got;
}

static void test_coats(void) {
  toll_buffer b = {0}, c = {0};
  make_gzip(&b, TOLL_LIT("Twelve died."));
  IS_STR(read_bytes(made(&b), NULL), ":12 ", "a compressed text has no name of its own");
  make_gzip(&b, TOLL_LIT(" Two more."));
  IS_STR(read_bytes(made(&b), NULL), ":22 ", "two members are one text");
  make_gzip(&c, made(&b));
  IS_STR(read_bytes(made(&c), NULL), ":22 ", "compressed twice");
  toll_buffer_str(&c, "junk");
  IS_STR(read_bytes(made(&c), NULL), ":22 !:3 ", "what follows is told, what stands before is read");
  IS_STR(read_bytes((toll_slice){c.at, b.len / 2}, NULL), "!:3 ", "what is cut off is no document");
  b.len = 0;
  make_gzip(&b, TOLL_LIT("{\"text\":\"a\"}\n{\"text\":\"bc\"}\n"));
  IS_STR(read_bytes(made(&b), NULL), ":1 :2 ", "lines");
  toll_buffer deep[2] = {{0}};
  toll_buffer_str(&deep[0], "Twelve died.");
  for (int i = 0; i < 9; i++) {
    deep[(i + 1) % 2].len = 0;
    make_gzip(&deep[(i + 1) % 2], made(&deep[i % 2]));
    if (i == 7) IS_STR(read_bytes(made(&deep[0]), NULL), ":12 ", "eight deep");
  }
  IS_STR(read_bytes(made(&deep[1]), NULL), "!:6 ", "nine deep");
  toll_buffer_free(&deep[0]);
  toll_buffer_free(&deep[1]);
  toll_buffer_free(&b);
  toll_buffer_free(&c);
}

static void test_zip(void) {
  toll_buffer inner = {0}, b = {0};
  const struct zip_part one = {.name = "b.txt", .bytes = TOLL_LIT("Two died.")};
  make_zip(&inner, &one, 1);
  const struct zip_part parts[] = {
      {.name = "d/"},
      {.name = "d/a.txt", .bytes = TOLL_LIT("Twelve died.")},
      {.name = "in.zip", .bytes = made(&inner)},
      {.name = "d/.hidden", .bytes = TOLL_LIT("x")},
      {.name = "secret", .bytes = TOLL_LIT("x"), .flags = 1},
      {.name = "odd", .bytes = TOLL_LIT("x"), .method = 12},
      {.name = "short", .bytes = TOLL_LIT("One died."), .size_off = 1},
      {.name = "long", .bytes = TOLL_LIT("One died."), .size_off = -1},
      {.name = "link", .bytes = TOLL_LIT("d/a.txt"), .mode = 0120777},
      {.name = "a\nb\xff", .bytes = TOLL_LIT("Three died."), .mode = 0100644},
      {.name = "p.png", .bytes = TOLL_LIT("\x89PNG\r\n\x1a\n")},
  };
  make_zip(&b, parts, sizeof parts / sizeof *parts);
  IS_STR(read_bytes(made(&b), NULL),
         "d/a.txt:12 in.zip!b.txt:9 !secret:3 !odd:3 !short:3 !long:3 a?b\xef\xbf\xbd:11 !p.png:5 ",
         "each member for itself");
  IS_STR(read_bytes((toll_slice){b.at, b.len - 10}, NULL), "!:3 ", "without its end");
  toll_buffer front = {0};
  toll_buffer_str(&front, "PK\7\10");
  toll_buffer_add(&front, inner.at, inner.len);
  IS_STR(read_bytes(made(&front), NULL), "b.txt:9 ", "with bytes before it");
  inner.at[inner.len - 22 - 51] ^= 1;
  IS_STR(read_bytes(made(&inner), NULL), "!:3 ", "a damaged directory");
  b.len = 0;
  make_zip(&b, NULL, 0);
  IS_STR(read_bytes(made(&b), NULL), "!:4 ", "nothing in it");
  toll_buffer_free(&front);
  toll_buffer_free(&inner);
  toll_buffer_free(&b);
}

static void test_tar(void) {
  toll_buffer b = {0}, z = {0};
  make_tar(&b, "./a.txt", TOLL_LIT("Twelve died."));
  size_t second = b.len;
  make_tar(&b, "d/", TOLL_LIT(""));
  make_tar(&b, "d/b.txt", TOLL_LIT("Two died."));
  end_tar(&b);
  IS_STR(read_bytes(made(&b), NULL), "a.txt:12 d/b.txt:9 ", "files, by their names");
  make_gzip(&z, made(&b));
  IS_STR(read_bytes(made(&z), NULL), "a.txt:12 d/b.txt:9 ", "compressed");
  b.at[second + 3] ^= 1;
  IS_STR(read_bytes(made(&b), NULL), "a.txt:12 !:3 d/b.txt:9 ", "a damaged header is told, the next is read");
  IS_STR(read_bytes((toll_slice){b.at, 520}, NULL), "!a.txt:3 ", "cut off inside a member");
  toll_buffer_free(&b);
  toll_buffer_free(&z);
}

#define PAGE(words) TOLL_LIT("<html><body><p>" words "</p></body></html>")
#define OK_HEAD "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"

static void test_warc(void) {
  toll_buffer b = {0};
  make_record(&b, "warcinfo", "application/warc-fields", TOLL_LIT("a: b\r\n"), -1);
  size_t page = b.len;
  make_answer(&b, OK_HEAD, PAGE("Twelve died."), -1);
  make_answer(&b, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n", TOLL_LIT("\x89PNG"), -1);
  make_answer(&b, "HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n", PAGE("Elsewhere."), -1);
  make_answer(&b, OK_HEAD, TOLL_LIT(""), -1);
  make_answer(&b, OK_HEAD, TOLL_LIT("\x89PNG\r\n\x1a\n....."), -1);
  make_record(&b, "revisit", ANSWER, TOLL_LIT("HTTP/1.1 200 OK\r\n\r\n"), -1);
  size_t text = b.len;
  make_record(&b, "conversion", "text/plain", TOLL_LIT("Two died."), -1);
  char want[64];
  snprintf(want, sizeof want, "record at %zu:12 record at %zu:9 ", page, text);
  toll_reader *reader = NULL;
  uint64_t passed[TOLL_PASSED_COUNT], done, total;
  IS_STR(read_bytes(made(&b), &reader), (const char *)want, "documents, by where their records begin");
  toll_reader_passed(reader, passed);
  OK(passed[TOLL_PASSED_PICTURE] == 1 && passed[TOLL_PASSED_ABSENT] == 1 && passed[TOLL_PASSED_EMPTY] == 1 &&
         passed[TOLL_PASSED_OTHER] == 1 && passed[TOLL_PASSED_SCRIPT] == 0,
     "the others are counted");
  toll_reader_progress(reader, &done, &total);
  OK(done == b.len && total == b.len, "progress counts the file's bytes");
  toll_reader_close(reader);
  toll_buffer_free(&b);
}

/* A bad record between two good ones, plain and compressed one by one. */
static const char *between(const char *head, toll_slice body, long length, bool packed) {
  toll_buffer record = {0}, b = {0};
  static const char *const good[] = {"Twelve died.", "Two died."};
  for (int i = 0; i < 3; i++) {
    record.len = 0;
    if (i == 1)
      make_answer(&record, head, body, length);
    else
      make_record(&record, "resource", "text/plain", (toll_slice){good[i / 2], strlen(good[i / 2])}, -1);
    if (packed)
      make_gzip(&b, made(&record));
    else
      toll_buffer_add(&b, record.at, record.len);
  }
  const char *got = read_bytes(made(&b), NULL);
  toll_buffer_free(&record);
  toll_buffer_free(&b);
  return got;
}

/* Whether the good ones were read, and one line told of the other. */
static bool one_told(const char *got) {
  const char *bad = strchr(got, '!');
  return strstr(got, ":12 ") && strstr(got, ":9 ") && bad && !strchr(bad + 1, '!');
}

static void test_bad_records(void) {
  const struct {
    const char *what, *head;
    toll_slice body;
    long length;
  } rows[] = {
      {"a length that is too large", OK_HEAD, PAGE("X"), 5000},
      {"a length beyond all files", OK_HEAD, PAGE("X"), LONG_MAX / 2},
      {"a length that is too small", OK_HEAD, PAGE("X and more words than one"), 60},
      {"no answer", "SMTP\r\n", PAGE("X"), -1},
      {"damaged compression", "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n", TOLL_LIT("\x1f\x8b\x08 not really"), -1},
      {"a broken chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n", TOLL_LIT("5\r\nab"), -1},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
    for (int packed = 0; packed < 2; packed++) {
      const char *got = between(rows[i].head, rows[i].body, rows[i].length, packed);
      if (!OK(one_told(got), rows[i].what)) printf("# got %s\n", got);
    }
}

static void test_damaged_members(void) {
  toll_buffer b = {0}, record = {0}, whole = {0};
  for (int i = 0; i < 4; i++) {
    record.len = 0;
    make_record(&record, "resource", "text/plain", i == 1 ? TOLL_LIT("Seven died in it.") : TOLL_LIT("Two died."), -1);
    size_t at = b.len;
    make_gzip(&b, made(&record));
    if (i == 1) memset(b.at + at + 40, 0x55, 30);
    toll_buffer_add(&whole, record.at, record.len);
  }
  const char *got = read_bytes(made(&b), NULL);
  size_t good = 0;
  for (const char *at = got; (at = strstr(at, ":9 ")) != NULL; at++) good++;
  if (!OK(good == 3 && strchr(got, '!'), "damaged gzip data: the other members are read")) printf("# got %s\n", got);
  b.len = 0;
  make_gzip(&b, made(&whole));
  got = read_bytes(made(&b), NULL);
  if (!OK(strncmp(got, "record at 0:9 record at 0+", 26) == 0, "in one gzip member, by how far into it"))
    printf("# got %s\n", got);
  toll_buffer_free(&b);
  toll_buffer_free(&record);
  toll_buffer_free(&whole);
}

/* The info of the first document of the bytes; parsed. */
static bool first(toll_slice bytes, toll_document *doc) {
  toll_reader *reader = NULL;
  toll_error e;
  read_bytes(bytes, NULL); /* writes the file */
  const char *paths[] = {path};
  bool good = toll_reader_open(paths, 1, &reader, &e) == 0 && toll_reader_fetch(reader, doc, &e) == 1 &&
              toll_document_parse(doc, &e) == 0;
  toll_reader_close(reader);
  return good;
}

static void test_what_is_known(void) {
  toll_document *doc = toll_document_new();
  const toll_document_info *info = toll_document_get(doc);
  toll_buffer b = {0}, z = {0};
  make_answer(&b, OK_HEAD, PAGE("Twelve died."), -1);
  make_gzip(&z, TOLL_LIT("junk before"));
  z.len = 0;
  make_gzip(&z, made(&b));
  char day[11];
  OK(first(made(&z), doc), "a page of a web archive");
  IS_STR(info->url, "http://example.org/a", "its address is the record's");
  toll_day_format(info->from, day);
  IS_STR((const char *)day, "2003-05-06", "a page without a date has the day of its capture");
  IS_STR(info->inner, "record at 0", "where its gzip member begins");
  OK(info->member_offset == 0 && info->raw_offset == 0, "raw counts from its own start");
  uint64_t from, to;
  OK(toll_document_raw_span(doc, (toll_span){0, 6}, &from, &to) && from == 15 && to == 21, "and so do spans");
  b.len = 0;
  make_answer(&b, OK_HEAD,
              TOLL_LIT("<html><head><meta property='article:published_time' content='1999-01-02'><link rel=canonical "
                       "href='http://example.net/b'></head><body><p>Twelve died.</p></body></html>"),
              -1);
  OK(first(made(&b), doc), "a page that has a date and an address");
  IS_STR(info->url, "http://example.org/a", "the record's address stands before its own");
  toll_day_format(info->from, day);
  IS_STR((const char *)day, "1999-01-02", "its date before the day of the capture");
  b.len = 0;
  make_answer(&b, "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1252\r\n", PAGE("\xc0\xc1\xc2\xc3\xc4"),
              -1);
  OK(first(made(&b), doc) && info->encoding == TOLL_ENCODING_WINDOWS_1252, "the answer's word on the encoding");
  b.len = 0;
  make_tar(&b, "a", TOLL_LIT("Twelve died."));
  make_tar(&b, "b", TOLL_LIT("Twelve died."));
  OK(first(made(&b), doc) && !info->url.at && info->from == TOLL_NO_DAY, "a tar archive knows nothing of them");
  toll_document_free(doc);
  toll_buffer_free(&b);
  toll_buffer_free(&z);
}

/* A text of several windows inside an archive: windows join, offsets count in the member. */
static void test_windows(void) {
  toll_buffer text = {0}, b = {0};
  for (int i = 0; i < 40000; i++) {
    toll_buffer_str(&text, "Paragraph ");
    toll_buffer_int(&text, i);
    toll_buffer_str(&text, " of a long text.\n\n");
  }
  make_tar(&b, "long.txt", made(&text));
  make_tar(&b, "after.txt", TOLL_LIT("Two died."));
  end_tar(&b);
  read_bytes(made(&b), NULL);
  toll_reader *reader = NULL;
  toll_document *doc = toll_document_new();
  toll_error e;
  const char *paths[] = {path};
  uint64_t at = 0;
  bool more = true, good = toll_reader_open(paths, 1, &reader, &e) == 0;
  int windows = 0;
  while (good && more) {
    good = toll_reader_fetch(reader, doc, &e) == 1 && toll_document_parse(doc, &e) == 0;
    const toll_document_info *info = toll_document_get(doc);
    good = good && info->raw_offset == at && info->inner.len == 8 &&
           memcmp(info->raw.at, text.at + at, info->raw.len) == 0;
    at += info->raw.len;
    more = info->more;
    windows++;
  }
  OK(good && windows > 1 && at == text.len, "the windows are the member's bytes, in order");
  OK(toll_reader_fetch(reader, doc, &e) == 1, "the next member follows");
  IS_STR(toll_document_get(doc)->inner, "after.txt", "by its name");
  toll_reader_close(reader);
  toll_document_free(doc);
  toll_buffer_free(&text);
  toll_buffer_free(&b);
}

static void test_bomb(void) {
  toll_buffer b = {0}, zeros = {0}, tar = {0};
  char *block = calloc(1, (size_t)80 << 20);
  if (!block) return;
  memset(block, 'a', (size_t)80 << 20);
  make_gzip(&b, (toll_slice){block, (size_t)80 << 20});
  IS_STR(read_bytes(made(&b), NULL), "!:6 ", "a text that grows a thousandfold is left out");
  const struct zip_part parts[] = {{.name = "bomb.gz", .bytes = made(&b)},
                                   {.name = "a", .bytes = TOLL_LIT("Two died.")}};
  make_zip(&tar, parts, 2);
  IS_STR(read_bytes(made(&tar), NULL), "!bomb.gz:6 a:9 ", "and what stands beside it is read");
  free(block);
  toll_buffer_free(&b);
  toll_buffer_free(&zeros);
  toll_buffer_free(&tar);
}

int main(void) {
  snprintf(path, sizeof path, "/tmp/toll-container-XXXXXX");
  int fd = mkstemp(path);
  if (fd < 0) return 1;
  close(fd);
  test_coats();
  test_zip();
  test_tar();
  test_warc();
  test_bad_records();
  test_damaged_members();
  test_what_is_known();
  test_windows();
  test_bomb();
  remove(path);
  return DONE();
}
