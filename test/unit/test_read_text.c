/* Unit tests of plain text: kinds, encodings, the way back, dates, heads, cuts. */
#include "read/cut.h"
#include "read/date.h"
#include "read/decode.h"
#include "read/header.h"
#include "read/pieces.h"
#include "tap.h"
#include "toll/document.h"

static void test_kinds(void) {
  static const struct {
    const char *bytes;
    size_t len;
    int code;
    int format;
    const char *name;
  } rows[] = {
      {"Twelve died.", 12, 0, TOLL_FORMAT_TEXT, "text"},
      {"  <!DOCTYPE html><p>Twelve died.", 32, 0, TOLL_FORMAT_HTML, "a doctype"},
      {"<?xml version='1.0'?><html><p>x</html>", 38, 0, TOLL_FORMAT_HTML, "XHTML"},
      {"<p>Twelve died.", 15, 0, TOLL_FORMAT_HTML, "a tag"},
      {"<Editor> twelve died", 20, 0, TOLL_FORMAT_TEXT, "no tag of HTML"},
      {"{\"text\":\"a\"}", 12, 0, TOLL_FORMAT_JSONL, "a record"},
      {"{}", 2, 0, TOLL_FORMAT_TEXT, "an object without members"},
      {"{ braces } in prose", 19, 0, TOLL_FORMAT_TEXT, "a brace"},
      {"", 0, TOLL_E_EMPTY, 0, "nothing"},
      {" \n\t \n", 5, TOLL_E_EMPTY, 0, "blanks"},
      {"\xef\xbb\xbf", 3, TOLL_E_EMPTY, 0, "a mark alone"},
      {"%PDF-x", 6, 0, TOLL_FORMAT_TEXT, "no version behind a PDF's mark"},
      {"\x89PNG\r\n\x1a\n....", 12, TOLL_E_BINARY, 0, "a picture"},
      {"PK\3\4......", 10, TOLL_E_BINARY, 0, "an archive"},
      {"\x1f\x8b\x08......", 9, TOLL_E_BINARY, 0, "a gzip file"},
      {"SQLite format 3\0....", 20, TOLL_E_BINARY, 0, "a database"},
      {"\x7f"
       "ELF\2\1\1...",
       10, TOLL_E_BINARY, 0, "a program"},
      {"ab\0c\0\0de\0f", 10, TOLL_E_BINARY, 0, "NULs on both sides"},
      {"Twelve\0died here", 16, TOLL_E_BINARY, 0, "one NUL"},
      {"<?xml version='1.0'?><rss><p>x</p></rss>", 40, TOLL_E_BINARY, 0, "XML that is no page"},
  };
  toll_document *doc = toll_document_new();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    toll_error e;
    int code = toll_document_from_bytes(doc, (toll_slice){rows[i].bytes, rows[i].len}, "x", &e);
    IS_INT(code, rows[i].code, rows[i].name);
    if (code == 0)
      IS_INT(toll_document_get(doc)->format, rows[i].format, rows[i].name);
    else
      OK(e.message && strcmp(e.path, "x") == 0, "the error says what and where");
  }
  toll_error e;
  toll_document_from_bytes(doc, TOLL_LIT("{\\rtf1 x}"), "x", &e);
  IS_STR((const char *)e.detail, "an RTF document", "the refusal names the kind");
  toll_document_free(doc);
}

/* Every character's raw bytes, decoded by themselves, are the character. */
static bool spans_agree(toll_slice raw, enum toll_encoding encoding) {
  struct decoded d = {0}, one = {0};
  bool all = decode(&d, raw, 0, encoding) == 0;
  for (size_t i = 0; all && i < d.text.len;) {
    size_t n = 1, from, to;
    while (i + n < d.text.len && ((unsigned char)d.text.at[i + n] & 0xc0) == 0x80) n++;
    decoded_span(&d, i, i + n, &from, &to);
    all = to > from && decode(&one, (toll_slice){raw.at + from, to - from}, 0, encoding) == 0 && one.text.len == n &&
          memcmp(one.text.at, d.text.at + i, n) == 0;
    i += n;
  }
  decoded_free(&d);
  decoded_free(&one);
  return all;
}

/* A text of 400 bytes may hold ten control bytes, wherever they stand, and not one more. */
static void test_controls(void) {
  toll_document *doc = toll_document_new();
  unsigned wrong = 0;
  for (unsigned c = 1; c < 0x80; c++) {
    bool control = (c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1b) || c == 0x7f;
    for (unsigned gap = 1; gap <= 36; gap += 7)
      for (unsigned count = 10; count <= 11; count++) {
        char bytes[400];
        memset(bytes, 'w', sizeof bytes);
        for (unsigned i = 0; i < count; i++) bytes[1 + i * gap] = (char)c;
        int code = toll_document_from_bytes(doc, (toll_slice){bytes, sizeof bytes}, "x", NULL);
        wrong += (code == TOLL_E_BINARY) != (control && count == 11);
      }
  }
  IS_INT(wrong, 0, "control bytes are counted, and no others");
  toll_document_free(doc);
}

static void test_encodings(void) {
  static const struct {
    const char *bytes;
    size_t len;
    int encoding;
    const char *text;
  } rows[] = {
      {"\xef\xbb\xbf"
       "caf\xc3\xa9",
       8, TOLL_ENCODING_UTF8, "caf\xc3\xa9"},
      {"caf\xe9 du coin, d\xe9j\xe0 vu", 21, TOLL_ENCODING_WINDOWS_1252, "caf\xc3\xa9 du coin, d\xc3\xa9j\xc3\xa0 vu"},
      {"\x93"
       "12\x94 \x96 \x80",
       8, TOLL_ENCODING_WINDOWS_1252,
       "\xe2\x80\x9c"
       "12\xe2\x80\x9d \xe2\x80\x93 \xe2\x82\xac"},
      {"\xcf\xee\xe3\xe8\xe1\xeb\xe8 12", 10, TOLL_ENCODING_WINDOWS_1251,
       "\xd0\x9f\xd0\xbe\xd0\xb3\xd0\xb8\xd0\xb1\xd0\xbb\xd0\xb8 12"},
      {"\xff\xfe"
       "1\0"
       "2\0",
       6, TOLL_ENCODING_UTF16LE, "12"},
      {"\xfe\xff"
       "\0"
       "1\xd8\x3d\xde\0",
       8, TOLL_ENCODING_UTF16BE, "1\xf0\x9f\x98\x80"},
      {"T\0w\0e\0l\0v\0e\0 \0", 14, TOLL_ENCODING_UTF16LE, "Twelve "},
      {"\0T\0w\0e\0l\0v\0e\0 ", 14, TOLL_ENCODING_UTF16BE, "Twelve "},
  };
  toll_document *doc = toll_document_new();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    toll_error e;
    int code = toll_document_from_bytes(doc, (toll_slice){rows[i].bytes, rows[i].len}, "x", &e);
    const toll_document_info *info = toll_document_get(doc);
    if (!OK(code == 0, "an encoding is read")) continue;
    IS_INT(info->encoding, rows[i].encoding, "the encoding is told");
    IS_STR(info->text, rows[i].text, "its text");
    IS_INT(info->repaired, 0, "nothing repaired");
    uint64_t from, to;
    OK(toll_document_raw_span(doc, (toll_span){0, (uint32_t)info->text.len}, &from, &to) && to == rows[i].len,
       "all of it leads to the end of the bytes");
  }
  toll_document_free(doc);
}

static void test_repair(void) {
  toll_document *doc = toll_document_new();
  toll_error e;
  toll_slice bytes = TOLL_LIT("\xc3\xa9\xc3\xa9\xc3\xa9 a\xff"
                              "b \xe2\x82");
  OK(toll_document_from_bytes(doc, bytes, "x", &e) == 0, "broken UTF-8 is read");
  const toll_document_info *info = toll_document_get(doc);
  IS_STR(info->text,
         "\xc3\xa9\xc3\xa9\xc3\xa9 a\xef\xbf\xbd"
         "b \xef\xbf\xbd",
         "bad bytes become replacement characters");
  IS_INT(info->repaired, 3, "the bad bytes are counted");
  uint64_t from, to;
  OK(toll_document_raw_span(doc, (toll_span){8, 11}, &from, &to) && from == 8 && to == 9, "a replacement's own byte");
  OK(toll_document_raw_span(doc, (toll_span){11, 12}, &from, &to) && from == 9 && to == 10, "the letter behind it");
  OK(toll_document_raw_span(doc, (toll_span){13, 16}, &from, &to) && from == 11 && to == 13, "the cut at the end");
  toll_document_free(doc);
}

static void test_long_way_back(void) {
  enum { SIZE = 5000 };
  static char raw[SIZE];
  for (size_t i = 0; i < SIZE; i++) raw[i] = (char)(i % 7 == 0 ? ' ' : (int)(0xc0 + i % 61));
  OK(spans_agree((toll_slice){raw, SIZE}, TOLL_ENCODING_WINDOWS_1251), "windows-1251 there and back");
  OK(spans_agree((toll_slice){raw, SIZE}, TOLL_ENCODING_WINDOWS_1252), "windows-1252 there and back");
  OK(spans_agree((toll_slice){raw, SIZE}, TOLL_ENCODING_KOI8_R), "koi8-r there and back");
  for (size_t i = 0; i + 1 < SIZE; i += 2) raw[i] = (char)(i % 120), raw[i + 1] = (char)(i % 5);
  OK(spans_agree((toll_slice){raw, SIZE}, TOLL_ENCODING_UTF16LE), "UTF-16 there and back");
}

static void test_dates(void) {
  static const struct {
    const char *text, *from, *to;
  } rows[] = {
      {"1990-01-20", "1990-01-20", "1990-01-20"},
      {"2016-01-06T18:00:00Z", "2016-01-06", "2016-01-06"},
      {"1997-02", "1997-02-01", "1997-02-28"},
      {"1997", "1997-01-01", "1997-12-31"},
      {"19900120", "1990-01-20", "1990-01-20"},
      {"22 January 1990", "1990-01-22", "1990-01-22"},
      {"January 22, 1990", "1990-01-22", "1990-01-22"},
      {"22 Jan 90", "1990-01-22", "1990-01-22"},
      {"22 jan 49", "2049-01-22", "2049-01-22"},
      {"09 DEC 88", "1988-12-09", "1988-12-09"},
      {"- 25 OCT 88", "1988-10-25", "1988-10-25"},
      {"9-Dec-88", "1988-12-09", "1988-12-09"},
      {"Sat, 20 Jan 1990 12:00:00 +0400", "1990-01-20", "1990-01-20"},
      {"Published: on Monday, 1st of May, 1995", "1995-05-01", "1995-05-01"},
      {"Jan. 20, 1990", "1990-01-20", "1990-01-20"},
      {"January 20th 1990", "1990-01-20", "1990-01-20"},
      {"May 1991", "1991-05-01", "1991-05-31"},
      {"20.01.1990", "1990-01-20", "1990-01-20"},
      {"01/20/1990", "1990-01-20", "1990-01-20"},
      {"9 \xd1\x84\xd0\xb5\xd0\xb2\xd1\x80\xd0\xb0\xd0\xbb\xd1\x8f 1990 \xd0\xb3", "1990-02-09", "1990-02-09"},
      {"03/04/1990", NULL, NULL},
      {"30 February 1990", NULL, NULL},
      {"Jan 22", "-", "-"},
      {"22 people", NULL, NULL},
      {"150", NULL, NULL},
      {"", NULL, NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct date d;
    size_t used = date_read((toll_slice){rows[i].text, strlen(rows[i].text)}, &d);
    char from[11] = "-", to[11] = "-";
    if (!OK((used > 0) == (rows[i].from != NULL), rows[i].text) || !used) continue;
    if (d.from != TOLL_NO_DAY) toll_day_format(d.from, from), toll_day_format(d.to, to);
    OK(strcmp(from, rows[i].from) == 0 && strcmp(to, rows[i].to) == 0, rows[i].text);
  }
  struct date d;
  size_t at, len = date_find(TOLL_LIT("Updated at 18:00 on 22 January 1990, Baku"), &d, &at);
  OK(at == 20 && len == 15 && d.from == toll_day_of(1990, 1, 22), "a date inside a line");
  len = date_find(TOLL_LIT("Room 4, 3 May. Jan.\t2, 1991: 9Dec 88"), &d, &at);
  OK(at == 15 && len == 12 && d.from == toll_day_of(1991, 1, 2), "a month before its day, not one behind a number");
  OK(date_find(TOLL_LIT("In January 1990, x20 May 1990, May . 3, 1990"), &d, &at) == 0, "a month alone is no day");
}

struct head_row {
  const char *text, *title, *outlet, *byline, *date;
};

static bool is_field(toll_slice got, const char *want) {
  return want ? got.len == strlen(want) && memcmp(got.at, want, got.len) == 0 : got.at == NULL;
}

static void test_heads(void) {
  static const struct head_row rows[] = {
      {"date 2022-01-21 By The Paper\n\nBy Jane Doe\n\nTwelve people died.", NULL, "The Paper", "Jane Doe",
       "2022-01-21"},
      {"Date: Sat, 20 Jan 1990 12:00\nFrom: The Desk <d@example.org>\nSubject: Twelve dead\n\nText.", "Twelve dead",
       "The Desk", NULL, "1990-01-20"},
      {"Title: Twelve dead\nSource: The Wire\nBy: Jane Doe\n\nText.", "Twelve dead", "The Wire", "Jane Doe", NULL},
      {"BAKU, Jan 22 (The Agency) -- Twelve people died.", NULL, "The Agency", NULL, NULL},
      {"San Salvador, 9 Dec 88 (Canal Uno) -- [Text] Twelve people died.", NULL, "Canal Uno", NULL, "1988-12-09"},
      {"GOMA, Congo (Wire) \xe2\x80\x94 Twelve people died.", NULL, "Wire", NULL, NULL},
      {"BAKU, 20 January 1990 -- Twelve people died.", NULL, NULL, NULL, "1990-01-20"},
      {"Twelve die in blast\n\n20 January 1990\nBy Jane Doe\n\nTwelve people died.", "Twelve die in blast", NULL,
       "Jane Doe", "1990-01-20"},
      {"The Courier\n21 January 2022\n\nTwelve die in blast\n\nTwelve people died.", "Twelve die in blast",
       "The Courier", NULL, "2022-01-21"},
      {"Official statement\n20 January 2014\n\nTwelve people died.", "Official statement", NULL, NULL, "2014-01-20"},
      {"Twelve people (among them two children) died.", NULL, NULL, NULL, NULL},
      {"By Friday, 30 people had died.\n\nMore.", NULL, NULL, NULL, NULL},
      {"20 January 1990 was the day on which many people died.", NULL, NULL, NULL, NULL},
      {"Wrapped prose goes on\nin the next line.\n\nEnd.", NULL, NULL, NULL, NULL},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct header h;
    char date[11] = "";
    header_clear(&h);
    header_read(&h, (toll_slice){rows[i].text, strlen(rows[i].text)});
    if (h.from != TOLL_NO_DAY) toll_day_format(h.from, date);
    OK(is_field(h.title, rows[i].title), rows[i].text[0] ? "title" : "");
    if (!OK(is_field(h.outlet, rows[i].outlet), "outlet")) printf("# %.60s\n", rows[i].text);
    OK(is_field(h.byline, rows[i].byline), "byline");
    if (!OK(strcmp(date, rows[i].date ? rows[i].date : "") == 0, "date")) printf("# %.60s\n", rows[i].text);
  }
}

static void test_cuts(void) {
  toll_slice text = TOLL_LIT("One two three.\n\nFour five. Six\nseven eight");
  IS_INT(cut_window(text, 24, TOLL_ENCODING_UTF8), 16, "at a paragraph");
  IS_INT(cut_window(text, 40, TOLL_ENCODING_UTF8), 31, "at a line");
  IS_INT(cut_window(TOLL_LIT("aaaaaaaa bb. cc dd ee"), 17, TOLL_ENCODING_UTF8), 13, "at a sentence");
  IS_INT(cut_window(TOLL_LIT("aaaaaaaa bb cc dd ee"), 17, TOLL_ENCODING_UTF8), 15, "at a word");
  IS_INT(cut_window(TOLL_LIT("\xe2\x82\xac\xe2\x82\xac\xe2\x82\xac"), 8, TOLL_ENCODING_UTF8), 6, "between characters");
  toll_slice wide = {"\x3d\xd8\0\xde\x3d\xd8\0\xde\x3d\xd8\0\xde", 12};
  IS_INT(cut_window(wide, 11, TOLL_ENCODING_UTF16LE), 8, "between pairs of UTF-16");
}

static void test_pieces(void) {
  struct pieces p = {0}, q = {0};
  const char *source = "a&amp;bc  d";
  size_t from, to;
  pieces_linear(&p, source, 0, 1);
  pieces_whole(&p, "&", 1, 1, 5);
  pieces_linear(&p, source, 6, 2);
  pieces_whole(&p, " ", 1, 8, 2);
  pieces_linear(&p, source, 10, 1);
  IS_STR(((toll_slice){p.text.at, p.text.len}), "a&bc d", "put together");
  OK(pieces_span(&p, 1, 2, &from, &to) && from == 1 && to == 6, "an entity");
  OK(pieces_span(&p, 2, 6, &from, &to) && from == 6 && to == 11, "over a run of blanks");
  OK(pieces_span(&p, 3, 3, &from, &to) && from == 7 && to == 7, "an empty stretch");
  pieces_copy(&q, &p, 1, 5);
  IS_STR(((toll_slice){q.text.at, q.text.len}), "&bc ", "copied");
  OK(pieces_span(&q, 1, 3, &from, &to) && from == 6 && to == 8, "the copy's way back");
  pieces_free(&p);
  pieces_free(&q);
}

int main(void) {
  test_kinds();
  test_controls();
  test_encodings();
  test_repair();
  test_long_way_back();
  test_dates();
  test_heads();
  test_cuts();
  test_pieces();
  return DONE();
}
