/* A claim's JSON: every line parses, has exactly the fields of the claim's
 * definition in their order, each of its type, and null where one does not apply. */
#include "base/utf8.h"
#include "extract_scan.h"
#include "read/json.h"

enum { T_STRING = 1, T_INT = 2, T_REAL = 4, T_NULL = 8, T_SPAN = 16, T_WORDS = 32, T_OBJECT = 64, T_LABELS = 128 };

struct field {
  const char *name;
  int types;
  const struct field *inside; /* of an object, closed by an empty name */
};

static const struct field when_fields[] = {
    {"from", T_STRING | T_NULL, 0}, {"to", T_STRING | T_NULL, 0}, {"text", T_STRING | T_NULL, 0}, {0}};
static const struct field where_fields[] = {{"text", T_STRING | T_NULL, 0},
                                            {"name", T_STRING | T_NULL, 0},
                                            {"country", T_STRING | T_NULL, 0},
                                            {"geonameid", T_INT | T_NULL, 0},
                                            {0}};
static const struct field by_fields[] = {{"text", T_STRING, 0}, {0}};
static const struct field label_fields[] = {{"label", T_STRING, 0}, {"span", T_SPAN, 0}, {0}};
static const struct field claimant_fields[] = {{"name", T_STRING, 0},
                                               {"role", T_STRING | T_NULL, 0},
                                               {"kind", T_STRING, 0},
                                               {"span", T_SPAN | T_NULL, 0},
                                               {"cue", T_STRING | T_NULL, 0},
                                               {"resolved", T_STRING | T_NULL, 0},
                                               {"via", T_OBJECT | T_NULL, claimant_fields},
                                               {0}};
static const struct field fields[] = {{"id", T_STRING, 0},
                                      {"doc", T_STRING, 0},
                                      {"quote", T_STRING, 0},
                                      {"span", T_SPAN, 0},
                                      {"count_span", T_SPAN, 0},
                                      {"raw_span", T_SPAN | T_NULL, 0},
                                      {"page", T_NULL, 0}, /* of documents that have pages, test_read_pdf */
                                      {"box", T_NULL, 0},
                                      {"harm", T_STRING, 0},
                                      {"unit", T_STRING, 0},
                                      {"who", T_STRING | T_NULL, 0},
                                      {"class", T_WORDS, 0},
                                      {"side", T_STRING, 0},
                                      {"value", T_INT | T_NULL, 0},
                                      {"low", T_INT | T_NULL, 0},
                                      {"high", T_INT | T_NULL, 0},
                                      {"form", T_STRING, 0},
                                      {"derived", T_STRING | T_NULL, 0},
                                      {"scope", T_STRING, 0},
                                      {"part_of", T_STRING | T_NULL, 0},
                                      {"status", T_STRING, 0},
                                      {"event", T_INT, 0},
                                      {"when", T_OBJECT | T_NULL, when_fields},
                                      {"as_of", T_STRING | T_NULL, 0},
                                      {"where", T_OBJECT | T_NULL, where_fields},
                                      {"by", T_OBJECT | T_NULL, by_fields},
                                      {"claimant", T_OBJECT | T_NULL, claimant_fields},
                                      {"characterised", T_LABELS, 0},
                                      {"confidence", T_REAL, 0},
                                      {"rule", T_STRING, 0},
                                      {0}};

/* --- shape ---------------------------------------------------------------- */

static bool object_good(struct json *j, const struct field *want);

/* Two numbers, the first the smaller, behind the bracket that opens them. */
static bool span_good(struct json *j) {
  int64_t at[2] = {0, 0};
  for (int i = 0; i < 2; i++) {
    if (json_next(j) != JSON_NUMBER) return false;
    at[i] = strtoll(j->value.at, NULL, 10);
  }
  return json_next(j) == JSON_ARRAY_END && at[0] >= 0 && at[0] < at[1];
}

static bool array_good(struct json *j, const struct field *f) {
  if (f->types & T_SPAN) return span_good(j);
  for (enum json_event e; (e = json_next(j)) != JSON_ARRAY_END;) {
    bool good =
        f->types & T_WORDS ? e == JSON_STRING : f->types & T_LABELS && e == JSON_OBJECT && object_good(j, label_fields);
    if (!good) return false;
  }
  return (f->types & (T_WORDS | T_LABELS)) != 0;
}

static bool number_good(toll_slice number, const struct field *f) {
  bool point = memchr(number.at, '.', number.len) != NULL;
  return number.at[0] != '+' && (f->types & (point ? T_REAL : T_INT)) != 0;
}

static bool value_good(struct json *j, const struct field *f) {
  switch (json_next(j)) {
  case JSON_STRING:
    return (f->types & T_STRING) != 0;
  case JSON_NUMBER:
    return number_good(j->value, f);
  case JSON_NULL:
    return (f->types & T_NULL) != 0;
  case JSON_ARRAY:
    return array_good(j, f);
  case JSON_OBJECT:
    return f->types & T_OBJECT && object_good(j, f->inside);
  default:
    return false;
  }
}

/* Behind the brace: these keys, no other, in this order, each with a value of its type. */
static bool object_good(struct json *j, const struct field *want) {
  for (; json_next(j) == JSON_KEY; want++) {
    if (want->name && json_is(j, (toll_slice){want->name, strlen(want->name)}) && value_good(j, want)) continue;
    printf("# at %zu, expected %s\n", j->pos, want->name ? want->name : "no more");
    return false;
  }
  return want->name == NULL;
}

static bool shape_good(toll_slice line) {
  struct json j;
  for (size_t i = 0; i < line.len; i++)
    if ((unsigned char)line.at[i] < 0x20) return false;
  json_start(&j, line);
  return utf8_valid(line.at, line.len) && json_next(&j) == JSON_OBJECT && object_good(&j, fields) &&
         json_next(&j) == JSON_END;
}

/* --- content ---------------------------------------------------------------- */

/* Moves j to the value of that key of the line; the event that begins it. */
static enum json_event find(struct json *j, toll_slice line, const char *key) {
  json_start(j, line);
  json_next(j);
  while (json_next(j) == JSON_KEY) {
    bool here = json_is(j, (toll_slice){key, strlen(key)});
    enum json_event e = json_next(j);
    if (here) return e;
    json_skip(j, e);
  }
  return JSON_BAD;
}

static bool same_int(toll_slice line, const char *key, int64_t n) {
  struct json j;
  enum json_event e = find(&j, line, key);
  return n == TOLL_OPEN ? e == JSON_NULL : e == JSON_NUMBER && strtoll(j.value.at, NULL, 10) == n;
}

static bool same_text(struct arena *arena, toll_slice line, const char *key, toll_slice s) {
  struct json j;
  enum json_event e = find(&j, line, key);
  if (!s.at) return e == JSON_NULL;
  uint32_t bad = 0;
  toll_slice got = e == JSON_STRING ? json_text(&j, arena, &bad) : (toll_slice){NULL, 0};
  return got.at && !bad && got.len == s.len && (!s.len || memcmp(got.at, s.at, s.len) == 0);
}

static toll_slice text_of(const char *s) {
  return s ? (toll_slice){s, strlen(s)} : (toll_slice){NULL, 0};
}

/* The line says what the claim holds. */
static bool same_claim(toll_slice line, const toll_claims *all, const toll_claim *c) {
  struct arena arena = {0};
  struct json j;
  const struct {
    const char *key;
    toll_slice text;
  } texts[] = {{"id", text_of(c->id)},
               {"quote", c->quote},
               {"who", c->who},
               {"derived", c->derived},
               {"rule", c->rule},
               {"part_of", text_of(c->part_of < 0 ? NULL : all->items[c->part_of].id)},
               {"harm", text_of(toll_harm_name(c->harm))},
               {"unit", text_of(toll_unit_name(c->unit))},
               {"side", text_of(toll_side_name(c->side))},
               {"form", text_of(toll_form_name(c->form))},
               {"scope", text_of(toll_scope_name(c->scope))},
               {"status", text_of(toll_status_name(c->status))}};
  bool good = true;
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
    good = good && same_text(&arena, line, texts[i].key, texts[i].text);
  good = good && same_int(line, "value", c->value) && same_int(line, "low", c->low) &&
         same_int(line, "high", c->high) && same_int(line, "event", c->event);
  good = good && (find(&j, line, "claimant") == JSON_NULL) == !c->claimant &&
         (find(&j, line, "by") == JSON_NULL) == !c->by.at;
  arena_free(&arena);
  return good;
}

static bool line_good(const struct reading_room *room, const toll_claims *claims, const toll_claim *c) {
  toll_buffer line = {0};
  toll_claim_json(room->doc, claims, c, &line);
  toll_slice bytes = {line.at, line.len};
  bool good = !line.failed && shape_good(bytes) && same_claim(bytes, claims, c);
  if (!good) printf("# %.*s\n", (int)line.len, line.at ? line.at : "");
  toll_buffer_free(&line);
  return good;
}

static void test_corpus(struct reading_room *room, const struct corpus *corpus) {
  int lines = 0, bad = 0;
  for (size_t i = 0; i < corpus->count; i++) {
    toll_claims claims;
    if (!room_read(room, room->scanner, corpus->texts[i], &claims)) continue;
    for (size_t k = 0; k < claims.count; k++, lines++) bad += !line_good(room, &claims, claims.items + k);
  }
  OK(lines > 200, "there are lines");
  IS_INT(bad, 0, "every line has the fields in their order and says what the claim holds");
}

/* One line, byte for byte, up to what may be learned anew. */
static void test_bytes(struct reading_room *room) {
  toll_claims claims = {NULL, 0};
  toll_buffer line = {0};
  room_read(room, room->scanner, TOLL_LIT("At least 34 people, including ten children, were killed, police said."),
            &claims);
  if (!OK(claims.count == 2, "two claims")) return;
  toll_claim_json(room->doc, &claims, claims.items, &line);
  const char *end = line.len ? memmem(line.at, line.len, ",\"confidence\"", 13) : NULL;
  IS_STR(((toll_slice){line.at, end ? (size_t)(end - line.at) : 0}),
         "{\"id\":\"c4f78c25f1f20953b\",\"doc\":\"sha256:"
         "e66eafcf9c42801e4a3204e292c17e38969828673c34401b291c815eeab94b39\","
         "\"quote\":\"At least 34 people, including ten children, were killed\",\"span\":[0,55],\"count_span\":[0,11],"
         "\"raw_span\":[0,11],\"page\":null,\"box\":null,\"harm\":\"killed\",\"unit\":\"person\",\"who\":\"people\","
         "\"class\":[],\"side\":\"victim\","
         "\"value\":34,\"low\":34,\"high\":null,\"form\":\"at_least\",\"derived\":null,\"scope\":\"total\",\"part_of\":"
         "null,"
         "\"status\":\"asserted\",\"event\":1,\"when\":null,\"as_of\":null,\"where\":null,\"by\":null,"
         "\"claimant\":{\"name\":\"police\",\"role\":null,\"kind\":\"police\",\"span\":[57,63],\"cue\":\"said\","
         "\"resolved\":null,"
         "\"via\":null},\"characterised\":[]",
         "a line's bytes");
  toll_buffer_free(&line);
}

/* A scanner that explains nothing says the same of each claim, and has no steps. */
static void test_plain(struct reading_room *room) {
  static const char text[] =
      "At least 34 people, including ten children, were killed in a raid on Monday, police said.";
  toll_buffer lines[2] = {{0}, {0}};
  size_t steps[2] = {0, 0};
  for (int plain = 0; plain < 2; plain++) {
    toll_claims claims = {NULL, 0};
    toll_scanner_explain(room->scanner, !plain);
    room_read(room, room->scanner, (toll_slice){text, sizeof text - 1}, &claims);
    for (size_t i = 0; i < claims.count; i++) {
      toll_claim_json(room->doc, &claims, claims.items + i, lines + plain);
      steps[plain] += claims.items[i].step_count;
    }
  }
  toll_scanner_explain(room->scanner, true);
  OK(lines[0].len > 0 && lines[0].len == lines[1].len && memcmp(lines[0].at, lines[1].at, lines[0].len) == 0,
     "the same claims without their steps");
  OK(steps[0] > 4 && steps[1] == 0, "which are left out where nobody asks");
  toll_buffer_free(lines);
  toll_buffer_free(lines + 1);
}

/* What a text holds that JSON must write otherwise. */
static void test_escapes(struct reading_room *room) {
  static const char *const texts[] = {"Ten \"local\" men were killed.",
                                      "Ten men\nof the \\ north\twere killed.",
                                      "Ten men of \xC3\x87ora were killed.",
                                      "Ten \xE2\x80\x9Clocal\xE2\x80\x9D men were killed.",
                                      "Ten men \x01of the north were killed.",
                                      "Ten \xF0\x9F\x9A\x91 men were killed.",
                                      "Ten men were killed. \xE2\x80\xA8Six men </script> were hurt."};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    toll_claims claims;
    bool good = room_read(room, room->scanner, (toll_slice){texts[i], strlen(texts[i])}, &claims);
    for (size_t k = 0; good && k < claims.count; k++) good = line_good(room, &claims, claims.items + k);
    OK(good, "marks that JSON escapes");
  }
}

/* Claims that no text makes: extremes of every field. */
static void test_extremes(struct reading_room *room) {
  toll_claims claims;
  room_read(room, room->scanner, TOLL_LIT("Ten men were killed."), &claims);
  toll_claim c = {.id = "c0123456789abcdef",
                  .quote = TOLL_LIT("q"),
                  .span = {0, UINT32_MAX},
                  .count_span = {0, UINT32_MAX},
                  .harm = TOLL_SEIZED,
                  .unit = TOLL_PLACE};
  c.classes = (1u << TOLL_CLASS_COUNT) - 1;
  c.value = c.high = INT64_MAX, c.low = 0;
  c.part_of = -1, c.event = UINT32_MAX;
  c.when.from = toll_day_of(1, 1, 1), c.when.to = toll_day_of(9999, 12, 31);
  c.as_of = TOLL_NO_DAY;
  c.where.text = TOLL_LIT("x"), c.where.geonameid = INT64_MAX;
  c.confidence = 1, c.rule = TOLL_LIT("en/x");
  OK(line_good(room, &(toll_claims){&c, 1}, &c), "the largest numbers, all classes, all days");
  c.value = c.low = c.high = TOLL_OPEN;
  c.when.from = c.when.to = TOLL_NO_DAY;
  c.where.text = (toll_slice){0};
  OK(line_good(room, &(toll_claims){&c, 1}, &c), "nulls");
}

/* The room for a claim is reckoned from its texts: all of them full of what is written with six
 * bytes for one, every claimant passing on another's words, many labels, the largest numbers. */
static void test_room(void) {
  char bad[300];
  memset(bad, 1, sizeof bad);
  const toll_slice all = {bad, sizeof bad};
  toll_claimant chain[5];
  toll_label labels[40];
  for (size_t i = 0; i < 5; i++)
    chain[i] = (toll_claimant){all, all, {1, UINT32_MAX}, all, TOLL_KIND_ARMED_GROUP, i ? chain + i - 1 : NULL, all};
  for (size_t i = 0; i < 40; i++) labels[i] = (toll_label){all, {UINT32_MAX, UINT32_MAX}};
  toll_claim c = {.id = "c0123456789abcdef", .quote = all, .who = all, .derived = all, .by = all, .rule = all};
  c.span = c.count_span = (toll_span){UINT32_MAX, UINT32_MAX};
  c.harm = TOLL_DESTROYED_OR_DAMAGED, c.unit = TOLL_HOUSEHOLD, c.side = TOLL_PERPETRATOR, c.form = TOLL_FEWER_THAN;
  c.status = TOLL_HYPOTHETICAL, c.classes = (1u << TOLL_CLASS_COUNT) - 1, c.event = UINT32_MAX;
  c.value = c.low = c.high = INT64_MIN + 1, c.where.geonameid = INT64_MIN + 1;
  c.when.from = c.when.to = c.as_of = toll_day_of(9999, 12, 31);
  c.when.text = c.where.text = c.where.name = all, memcpy(c.where.country, "XX", 3);
  c.claimant = chain + 4, c.labels = labels, c.label_count = 40, c.confidence = -1e25;
  toll_buffer line = {0};
  toll_claim_json(NULL, &(toll_claims){&c, 1}, &c, &line);
  size_t texts = 8 + 4 * 5 + 40, count = 0;
  for (size_t i = 0; i + 6 <= line.len; i++) count += memcmp(line.at + i, "\\u0001", 6) == 0;
  OK(!line.failed && line.len < line.cap && line.at[line.len - 1] == '}', "the largest claim has room");
  IS_INT(count, texts * sizeof bad, "and all its texts are there");
  toll_buffer_free(&line);
}

int main(void) {
  static struct corpus corpus;
  struct reading_room room;
  if (!room_open(&room) || !corpus_open(&corpus)) return DONE();
  test_corpus(&room, &corpus);
  test_bytes(&room);
  test_escapes(&room);
  test_plain(&room);
  test_extremes(&room);
  test_room();
  corpus_close(&corpus);
  room_close(&room);
  return DONE();
}
