/* Unit tests of the JSON reader and of JSON lines. */
#include "read/json.h"
#include "tap.h"
#include "toll/document.h"

/* One letter an event. */
static void events(const char *text, char *out, size_t size) {
  static const char *const order = ".{}[]ksdtfn?!";
  struct json j;
  size_t n = 0;
  json_start(&j, (toll_slice){text, strlen(text)});
  enum json_event event;
  do {
    event = json_next(&j);
    if (n + 1 < size) out[n++] = order[event];
  } while (event != JSON_END && event < JSON_CUT);
  out[n] = 0;
}

static void test_events(void) {
  static const struct {
    const char *text, *events;
  } rows[] = {
      {"{\"a\":[1,-2.5e3,true,false,null,\"x\"],\"b\":{}}", "{k[ddtfns]k{}}."},
      {" [ ] ", "[]."},
      {"\"a\\\"b\"", "s."},
      {"{\"a\":1", "{kd?"},
      {"{\"a\" 1}", "{!"},
      {"[1 2]", "[d!"},
      {"[1}", "[d!"},
      {"{]", "{!"},
      {"1 2", "d!"},
      {"", "?"},
      {"tru", "?"},
      {"trux", "!"},
      {"[1,]", "[d!"},
      {"{\"a\":1,}", "{kd!"},
      {"\"abc", "?"},
      {"\"abc\\", "?"},
      {"[,]", "[!"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char got[64];
    events(rows[i].text, got, sizeof got);
    IS_STR((const char *)got, rows[i].events, rows[i].text);
  }
  char deep[JSON_DEPTH + 8];
  memset(deep, '[', sizeof deep - 1);
  deep[sizeof deep - 1] = 0;
  char got[JSON_DEPTH + 8];
  events(deep, got, sizeof got);
  OK(got[JSON_DEPTH - 1] == '[' && got[JSON_DEPTH] == '!', "nesting has a limit");
}

static void test_strings(void) {
  static const struct {
    const char *json, *text;
    uint32_t bad;
  } rows[] = {
      {"\"a\\n\\t\\\\\\/\\\"\"", "a\n\t\\/\"", 0},
      {"\"\\u0041\\u00e9\\u20ac\"", "A\xc3\xa9\xe2\x82\xac", 0},
      {"\"\\ud83d\\ude00\"", "\xf0\x9f\x98\x80", 0},
      {"\"\\ud83d x\"", "\xef\xbf\xbd x", 1},
      {"\"\\ude00\"", "\xef\xbf\xbd", 1},
      {"\"\\ud83d\\u0041\"",
       "\xef\xbf\xbd"
       "A",
       1},
      {"\"\\u12\"", "\\u12", 1},
      {"\"\\ufffd\"", "\xef\xbf\xbd", 0},
      {"\"\\q\"", "q", 0},
      {"\"\"", "", 0},
  };
  struct arena arena = {0};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    struct json j;
    uint32_t bad = 0;
    json_start(&j, (toll_slice){rows[i].json, strlen(rows[i].json)});
    OK(json_next(&j) == JSON_STRING, rows[i].json);
    IS_STR(json_text(&j, &arena, &bad), rows[i].text, rows[i].json);
    IS_INT(bad, rows[i].bad, "bad escapes are counted");
  }
  arena_free(&arena);
}

static void test_record(void) {
  toll_document *doc = toll_document_new();
  toll_error e;
  toll_slice line = TOLL_LIT(
      "\n{\"id\":\"r1\",\"x\":[1,{\"text\":\"no\"}],\"text\":\"Twelve \\u201cpeople\\u201d\\ndied.\","
      "\"date\":\"- 25 OCT 88\",\"lang\":\"en\",\"title\":\"T\",\"outlet\":\"O\",\"url\":\"u\",\"byline\":null}\n");
  OK(toll_document_from_bytes(doc, line, "x", &e) == 0, "a record is read");
  const toll_document_info *info = toll_document_get(doc);
  IS_STR(info->text, "Twelve \xe2\x80\x9cpeople\xe2\x80\x9d\ndied.", "text");
  IS_STR(info->id, "r1", "id");
  IS_STR(info->title, "T", "title");
  IS_STR(info->outlet, "O", "outlet");
  IS_STR(info->url, "u", "url");
  IS_STR(info->lang, "en", "lang");
  OK(info->byline.at == NULL, "null is not given");
  IS_INT(info->from, toll_day_of(1988, 10, 25), "date");
  IS_INT(info->line, 2, "line");
  uint64_t from = 0, to = 0;
  OK(toll_document_raw_span(doc, (toll_span){7, 19}, &from, &to), "has a way back");
  IS_STR(((toll_slice){line.at + from, to - from}), "\\u201cpeople\\u201d", "through the escapes");
  toll_document_free(doc);
}

static void test_refusals(void) {
  static const struct {
    const char *bytes;
    const char *message;
  } rows[] = {
      {"{\"text\":\"a\"} x", "something follows the JSON value"},
      {"{\"text\":\"a\",\"b\":}", "no JSON value stands here"},
      {"{\"text\":null}", "this record has no text"},
      {"{\"text\":5}", "the text of this record is no string"},
      {"{\"text\":\"a", "this JSON record is not complete"},
      {"[1]", "this line is no JSON object"},
  };
  toll_document *doc = toll_document_new();
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    char bytes[128]; /* a good line before, so that the kind is known; its own first line is what is read */
    toll_error e;
    snprintf(bytes, sizeof bytes, "%s\n{\"text\":\"good\"}\n", rows[i].bytes);
    int code = toll_document_from_bytes(doc, (toll_slice){bytes, strlen(bytes)}, "x", &e);
    if (rows[i].bytes[0] != '{') continue; /* not JSONL at all */
    IS_INT(code, TOLL_E_FORMAT, rows[i].bytes);
    IS_STR(e.message, rows[i].message, "says what is wrong");
    IS_INT(e.line, 1, "and where");
  }
  toll_error e;
  IS_INT(toll_document_from_bytes(doc, TOLL_LIT("{\"body\":\"a\"}"), "x", &e), TOLL_E_FORMAT, "records without a text");
  IS_STR(e.detail, "fields read: id, text, date, lang, title, outlet, url, byline",
         "the fields that are read are named");
  OK(toll_document_from_bytes(doc, TOLL_LIT("{\"text\":\"a\",\"id\":17}"), "x", &e) == 0, "a number as id");
  IS_STR(toll_document_get(doc)->id, "17", "kept as written");
  OK(toll_document_from_bytes(doc, TOLL_LIT("{\"text\":\"\"}"), "x", &e) == 0, "an empty text is one");
  OK(toll_document_get(doc)->text.at && toll_document_get(doc)->text.len == 0, "given and empty");
  toll_document_free(doc);
}

/* Where the string that begins bytes ends, found byte by byte; 0: nowhere. */
static size_t end_of_string(const char *bytes, size_t len) {
  for (size_t i = 1; i < len; i++) {
    if (bytes[i] == '"') return i + 1;
    i += bytes[i] == '\\';
  }
  return 0;
}

/* Every string of quotes, backslashes and a letter, up to eight of them. */
static void test_every_string(void) {
  unsigned wrong = 0, ended = 0;
  for (unsigned len = 0; len <= 8; len++) {
    unsigned count = 1;
    for (unsigned i = 0; i < len; i++) count *= 3;
    for (unsigned number = 0; number < count; number++) {
      char bytes[10] = "\"";
      for (unsigned i = 0, rest = number; i < len; i++, rest /= 3) bytes[1 + i] = "a\"\\"[rest % 3];
      size_t end = end_of_string(bytes, len + 1);
      struct json j;
      json_start(&j, (toll_slice){bytes, len + 1});
      enum json_event event = json_next(&j);
      bool escaped = end && memchr(bytes, '\\', end);
      bool right = end ? event == JSON_STRING && j.pos == end && j.value.len == end - 2 && j.escaped == escaped
                       : event == JSON_CUT;
      wrong += !right;
      ended += end > 0;
    }
  }
  OK(ended > 1000, "strings that end");
  IS_INT(wrong, 0, "all end where they do");
}

int main(void) {
  test_events();
  test_strings();
  test_every_string();
  test_record();
  test_refusals();
  return DONE();
}
