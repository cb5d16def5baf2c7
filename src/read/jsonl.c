/* JSON lines: one object a line, its known members the fields of the document.
 * A table says where each member goes; what it does not name is passed over. */
#include <string.h>

#include "read/date.h"
#include "read/holder.h"
#include "read/json.h"

struct record {
  toll_document *doc;
  struct json json;
  toll_slice date;
  bool text; /* was given */
  const char *problem;
};

typedef void take_function(struct record *r, enum json_event event);

static toll_slice given(struct record *r) {
  return json_text(&r->json, &r->doc->arena, &r->doc->info.repaired);
}

#define TAKE_FIELD(field)                                                                                              \
  static void take_##field(struct record *r, enum json_event event) {                                                  \
    if (event == JSON_STRING) r->doc->info.field = given(r);                                                           \
  }

TAKE_FIELD(lang)
TAKE_FIELD(outlet)
TAKE_FIELD(url)
TAKE_FIELD(byline)

static void take_title(struct record *r, enum json_event event) {
  if (event != JSON_STRING || r->doc->info.title.at) return;
  r->doc->info.title = given(r);
  json_pieces(&r->json, &r->doc->html.flow, &r->doc->info.repaired);
}

static void take_id(struct record *r, enum json_event event) {
  if (event != JSON_STRING && event != JSON_NUMBER) return;
  toll_slice id = event == JSON_STRING ? given(r) : arena_copy(&r->doc->arena, r->json.value);
  if (id.len == 0) return;
  r->doc->info.id = id;
  r->doc->given_id = true;
}

static void take_date(struct record *r, enum json_event event) {
  if (event == JSON_STRING) r->date = given(r);
  if (event == JSON_NUMBER) r->date = r->json.value; /* a year */
}

static void take_text(struct record *r, enum json_event event) {
  if (event == JSON_NULL) return;
  if (event != JSON_STRING) r->problem = "the text of this record is no string";
  if (event != JSON_STRING || r->text) return; /* of two, the first */
  r->text = true;
  json_pieces(&r->json, &r->doc->text, &r->doc->info.repaired);
}

static const struct {
  toll_slice name;
  take_function *take;
} members[] = {
    {{"id", 2}, take_id},       {{"text", 4}, take_text},     {{"date", 4}, take_date}, {{"lang", 4}, take_lang},
    {{"title", 5}, take_title}, {{"outlet", 6}, take_outlet}, {{"url", 3}, take_url},   {{"byline", 6}, take_byline},
};

static take_function *member(const struct json *j) {
  for (size_t i = 0; i < sizeof members / sizeof *members; i++)
    if (json_is(j, members[i].name)) return members[i].take;
  return NULL;
}

/* Reads the members up to the object's end; the event that stopped it. */
static enum json_event read_members(struct record *r) {
  enum json_event event = json_next(&r->json);
  if (event != JSON_OBJECT) {
    r->problem = "this line is no JSON object";
    return event;
  }
  while ((event = json_next(&r->json)) == JSON_KEY) {
    take_function *take = member(&r->json);
    event = json_next(&r->json);
    if (take) take(r, event);
    event = json_skip(&r->json, event);
    if (event == JSON_BAD || event == JSON_CUT) return event;
  }
  return event == JSON_OBJECT_END ? json_next(&r->json) : event;
}

static int fail_record(const struct record *r, enum json_event event, toll_error *e) {
  const char *problem = r->problem;
  if (event == JSON_BAD) problem = r->json.problem;
  if (event == JSON_CUT) problem = "this JSON record is not complete";
  size_t from, to;
  size_t at = r->json.pos < r->json.len ? r->json.pos : r->json.len;
  decoded_span(&r->doc->page, at, at, &from, &to);
  return holder_fail(r->doc, TOLL_E_FORMAT, problem, from, e);
}

/* Whoever wrote the records under other names is told those that are read. */
static int fail_without_text(struct record *r, enum json_event event, toll_error *e) {
  r->problem = "this record has no text";
  int code = fail_record(r, event, e);
  char list[sizeof e->detail] = "fields read:";
  size_t len = strlen(list);
  for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
    toll_slice name = members[i].name;
    if (len + name.len + 3 > sizeof list) break;
    if (i > 0) list[len++] = ',';
    list[len++] = ' ';
    memcpy(list + len, name.at, name.len);
    len += name.len;
  }
  if (e) toll_error_detail(e, list, len);
  return code;
}

static bool begins_with(toll_slice text, toll_slice start) {
  return text.len >= start.len && memcmp(text.at, start.at, start.len) == 0;
}

/* A title of its own is the text's first line, as it is in a page. */
static void lead_with_title(toll_document *doc) {
  struct pieces *all = &doc->html.flow, body = doc->text;
  if (!doc->info.title.len || begins_with(doc->info.text, doc->info.title)) return;
  pieces_whole(all, "\n\n", 2, 0, 0);
  pieces_copy(all, &body, 0, body.text.len);
  doc->text = *all;
  *all = body;
  doc->info.text = (toll_slice){doc->text.text.at, doc->text.text.len};
}

/* What the text's own head says counts where the record is silent; a title is
 * only what the record gives. */
static void finish(struct record *r) {
  toll_document_info *info = &r->doc->info;
  struct date date;
  if (r->date.len && date_read(r->date, &date) && date.from != TOLL_NO_DAY) {
    info->from = date.from;
    info->to = date.to;
  }
  toll_buffer *text = &r->doc->text.text;
  info->text = (toll_slice){text->at ? text->at : "", text->len};
  header_read(&r->doc->head, info->text);
  r->doc->head.title = (toll_slice){0};
  holder_adopt(r->doc, &r->doc->head);
  lead_with_title(r->doc);
}

int jsonl_parse(toll_document *doc, toll_error *e) {
  struct record r = {.doc = doc};
  doc->pieced = true;
  pieces_reset(&doc->html.flow);
  json_start(&r.json, doc->page.text);
  enum json_event event = read_members(&r);
  if (event != JSON_END || r.problem) return fail_record(&r, event, e);
  if (!r.text) return fail_without_text(&r, event, e);
  finish(&r);
  return 0;
}
