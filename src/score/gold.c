/* Members go where a table says.  What no table names is passed over, so that a
 * labelled set may carry whatever else its makers know. */
#include "score/gold.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "read/json.h"

struct reading_row {
  struct json json;
  struct arena *arena;
  struct gold_row *row;
  toll_buffer *claims;
  const char *problem; /* constant; NULL while all is well */
};

/* Takes the value whose first event is given; target is the field to fill. */
typedef void take_function(struct reading_row *r, enum json_event event, void *target);

struct member {
  toll_slice name;
  take_function *take;
  size_t offset;
};

static void skip(struct reading_row *r, enum json_event event) {
  event = json_skip(&r->json, event);
  if ((event == JSON_BAD || event == JSON_CUT) && !r->problem)
    r->problem = event == JSON_BAD ? r->json.problem : "this JSON record is not complete";
}

/* Reads the members of an object whose beginning was read. */
static void members(struct reading_row *r, const struct member *list, size_t count, void *target) {
  enum json_event event;
  while (!r->problem && (event = json_next(&r->json)) != JSON_OBJECT_END) {
    if (event != JSON_KEY) {
      skip(r, event);
      return;
    }
    size_t i = 0;
    while (i < count && !json_is(&r->json, list[i].name)) i++;
    event = json_next(&r->json);
    if (i < count)
      list[i].take(r, event, (char *)target + list[i].offset);
    else
      skip(r, event);
  }
}

/* A text; a number stands for its digits. */
static void take_text(struct reading_row *r, enum json_event event, void *target) {
  toll_slice *out = target;
  *out = (toll_slice){0};
  if (event == JSON_STRING) *out = json_text(&r->json, r->arena, NULL);
  if (event == JSON_NUMBER) *out = arena_copy(r->arena, r->json.value);
  skip(r, event);
}

static bool whole_number(toll_slice text, int64_t *out) {
  char digits[24], *end;
  if (text.len == 0 || text.len >= sizeof digits) return false;
  memcpy(digits, text.at, text.len);
  digits[text.len] = 0;
  errno = 0;
  *out = strtoll(digits, &end, 10);
  return errno == 0 && *end == 0 && *out != TOLL_OPEN;
}

/* A label: whatever is no whole number is no label. */
static void take_label(struct reading_row *r, enum json_event event, void *target) {
  int64_t *out = target, n;
  *out = event == JSON_NUMBER && whole_number(r->json.value, &n) ? n : TOLL_OPEN;
  skip(r, event);
}

/* A number of a claim: whole or null. */
static void take_number(struct reading_row *r, enum json_event event, void *target) {
  take_label(r, event, target);
  if (event != JSON_NULL && *(int64_t *)target == TOLL_OPEN && !r->problem)
    r->problem = "a number of a labelled claim is no whole number";
}

static void take_truth(struct reading_row *r, enum json_event event, void *target) {
  int64_t n;
  bool zero = event == JSON_NUMBER && whole_number(r->json.value, &n) && n == 0;
  bool empty = event == JSON_STRING && r->json.value.len == 0;
  *(bool *)target = event != JSON_FALSE && event != JSON_NULL && !zero && !empty;
  skip(r, event);
}

static void take_span(struct reading_row *r, enum json_event event, void *target) {
  toll_span *out = target;
  int64_t n[2] = {-1, -1};
  size_t count = 0;
  if (event == JSON_ARRAY) {
    while ((event = json_next(&r->json)) == JSON_NUMBER) {
      if (count < 2 && !whole_number(r->json.value, &n[count])) n[count] = -1;
      count++;
    }
  }
  if (event != JSON_ARRAY_END || count != 2 || n[0] < 0 || n[1] < n[0] || n[1] > UINT32_MAX) {
    if (!r->problem) r->problem = "the count_span of a labelled claim is no pair of byte offsets";
    return;
  }
  *out = (toll_span){(uint32_t)n[0], (uint32_t)n[1]};
}

static void take_classes(struct reading_row *r, enum json_event event, void *target) {
  struct gold_claim *claim = target;
  claim->classes = 0;
  claim->odd = false;
  if (event != JSON_ARRAY) {
    skip(r, event);
    return;
  }
  while (!r->problem && (event = json_next(&r->json)) != JSON_ARRAY_END) {
    int cls = event == JSON_STRING ? toll_class_find(r->json.value) : -1;
    if (cls < 0 || claim->classes >> cls & 1)
      claim->odd = true;
    else
      claim->classes |= (uint32_t)1 << cls;
    skip(r, event);
  }
}

/* A text, or an object that holds it as the member `inside`. */
static void take_inside(struct reading_row *r, enum json_event event, toll_slice *out, const struct member *inside) {
  *out = (toll_slice){0};
  if (event == JSON_OBJECT)
    members(r, inside, 1, out);
  else
    take_text(r, event, out);
}

static void take_claimant(struct reading_row *r, enum json_event event, void *target) {
  static const struct member inside = {{"name", 4}, take_text, 0};
  take_inside(r, event, target, &inside);
}

static void take_setting(struct reading_row *r, enum json_event event, void *target) {
  static const struct member inside = {{"text", 4}, take_text, 0};
  take_inside(r, event, target, &inside);
}

#define IN_CLAIM(name, take, field)                                                                                    \
  { {name, sizeof name - 1}, take, offsetof(struct gold_claim, field) }

static const struct member claim_members[] = {
    IN_CLAIM("harm", take_text, harm),         IN_CLAIM("unit", take_text, unit),
    IN_CLAIM("side", take_text, side),         IN_CLAIM("form", take_text, form),
    IN_CLAIM("scope", take_text, scope),       IN_CLAIM("status", take_text, status),
    IN_CLAIM("quote", take_text, quote),       IN_CLAIM("claimant", take_claimant, claimant),
    IN_CLAIM("when", take_setting, when),      IN_CLAIM("where", take_setting, where),
    IN_CLAIM("value", take_number, value),     IN_CLAIM("low", take_number, low),
    IN_CLAIM("high", take_number, high),       IN_CLAIM("event", take_number, event),
    IN_CLAIM("part_of", take_number, part_of), IN_CLAIM("count_span", take_span, count),
    {{"class", 5}, take_classes, 0},
};

static void take_claims(struct reading_row *r, enum json_event event, void *target) {
  struct gold_row *row = target;
  row->has_claims = event == JSON_ARRAY;
  r->claims->len = 0;
  if (event != JSON_ARRAY) {
    skip(r, event);
    return;
  }
  while (!r->problem && (event = json_next(&r->json)) == JSON_OBJECT) {
    struct gold_claim claim = {.value = TOLL_OPEN,
                               .low = TOLL_OPEN,
                               .high = TOLL_OPEN,
                               .event = TOLL_OPEN,
                               .part_of = TOLL_OPEN,
                               .count = {1, 0}};
    members(r, claim_members, sizeof claim_members / sizeof *claim_members, &claim);
    if (!r->problem && (claim.count.from > claim.count.to || !claim.harm.at))
      r->problem = "a labelled claim lacks its count_span or harm";
    toll_buffer_add(r->claims, (const char *)&claim, sizeof claim);
  }
  if (!r->problem && event != JSON_ARRAY_END) r->problem = "the claims of this row are no list of objects";
}

static void add_phenomenon(struct reading_row *r, toll_slice **list, size_t *count) {
  toll_slice *longer = arena_array(r->arena, *count + 1, sizeof *longer);
  if (!longer) return;
  if (*count) memcpy(longer, *list, *count * sizeof *longer);
  longer[(*count)++] = json_text(&r->json, r->arena, NULL);
  *list = longer;
}

/* One name or a list of them. */
static void take_phenomenon(struct reading_row *r, enum json_event event, void *target) {
  struct gold_row *row = target;
  toll_slice *list = NULL;
  size_t count = 0;
  if (event == JSON_STRING) add_phenomenon(r, &list, &count);
  if (event == JSON_ARRAY) {
    while (!r->problem && (event = json_next(&r->json)) != JSON_ARRAY_END) {
      if (event == JSON_STRING) add_phenomenon(r, &list, &count);
      skip(r, event);
    }
  } else {
    skip(r, event);
  }
  row->phenomena = list;
  row->phenomenon_count = count;
}

/* ---- templates, as in the Message Understanding Conferences ---- */

/* What an effect is a harm of, by how its name begins. */
static void add_effect(const struct json *json, struct gold_target *target) {
  static const struct {
    toll_slice name;
    unsigned harm;
  } effects[] = {{{"DEATH", 5}, TOLL_KILLED}, {{"INJURY", 6}, TOLL_WOUNDED}};
  for (size_t i = 0; i < sizeof effects / sizeof *effects; i++) {
    toll_slice name = effects[i].name;
    if (json->value.len >= name.len && memcmp(json->value.at, name.at, name.len) == 0)
      target->harms |= (uint32_t)1 << effects[i].harm;
  }
}

static void take_effects(struct reading_row *r, enum json_event event, void *target) {
  if (event != JSON_ARRAY) {
    skip(r, event);
    return;
  }
  while (!r->problem && (event = json_next(&r->json)) != JSON_ARRAY_END) {
    if (event == JSON_STRING) add_effect(&r->json, target);
    skip(r, event);
  }
}

static const struct member target_members[] = {
    {{"number_int", 10}, take_label, offsetof(struct gold_target, value)},
    {{"optional", 8}, take_truth, offsetof(struct gold_target, optional)},
    {{"effect", 6}, take_effects, 0},
};

static void add_target(struct gold_row *row, struct arena *arena, const struct gold_target *target) {
  bool one_harm = target->harms && (target->harms & (target->harms - 1)) == 0;
  if (target->value == TOLL_OPEN || target->optional || !one_harm) return;
  struct gold_target *longer = arena_array(arena, row->target_count + 1, sizeof *longer);
  if (!longer) return;
  if (row->target_count) memcpy(longer, row->targets, row->target_count * sizeof *longer);
  longer[row->target_count++] = *target;
  row->targets = longer;
}

/* The objects of a list, each with `one`; what is no list is passed over. */
static void take_objects(struct reading_row *r, enum json_event event, void one(struct reading_row *)) {
  if (event != JSON_ARRAY) {
    skip(r, event);
    return;
  }
  while (!r->problem && (event = json_next(&r->json)) != JSON_ARRAY_END) {
    if (event == JSON_OBJECT)
      one(r);
    else
      skip(r, event);
  }
}

static void one_target(struct reading_row *r) {
  struct gold_target target = {.value = TOLL_OPEN};
  members(r, target_members, sizeof target_members / sizeof *target_members, &target);
  if (!r->problem) add_target(r->row, r->arena, &target);
}

static void take_targets(struct reading_row *r, enum json_event event, void *target) {
  (void)target;
  take_objects(r, event, one_target);
}

static const struct member template_members[] = {{{"hum_targets", 11}, take_targets, 0}};

static void one_template(struct reading_row *r) {
  members(r, template_members, sizeof template_members / sizeof *template_members, r->row);
}

static void take_templates(struct reading_row *r, enum json_event event, void *target) {
  (void)target;
  take_objects(r, event, one_template);
}

#define IN_ROW(name, take, field)                                                                                      \
  { {name, sizeof name - 1}, take, offsetof(struct gold_row, field) }

static const struct member row_members[] = {
    IN_ROW("id", take_text, id),
    IN_ROW("text", take_text, text),
    IN_ROW("date", take_text, date),
    IN_ROW("lang", take_text, lang),
    IN_ROW("killed", take_label, labels[TOLL_KILLED]),
    IN_ROW("wounded", take_label, labels[TOLL_WOUNDED]),
    IN_ROW("kidnapped", take_label, labels[TOLL_ABDUCTED]),
    IN_ROW("killed_lo", take_label, low),
    IN_ROW("killed_hi", take_label, high),
    IN_ROW("rule_coded", take_truth, coded),
    {{"claims", 6}, take_claims, 0},
    {{"templates", 9}, take_templates, 0},
    {{"phenomenon", 10}, take_phenomenon, 0},
};

static int problem(toll_error *e, const struct reading_row *r) {
  if (r->arena->failed || r->claims->failed) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  return r->problem ? toll_fail(e, TOLL_E_FORMAT, r->problem, NULL, 0) : 0;
}

int gold_read(toll_slice line, struct arena *arena, toll_buffer *claims, struct gold_row *out, toll_error *e) {
  struct reading_row r = {.arena = arena, .row = out, .claims = claims};
  *out = (struct gold_row){.low = TOLL_OPEN, .high = TOLL_OPEN};
  for (size_t i = 0; i < TOLL_HARM_COUNT; i++) out->labels[i] = TOLL_OPEN;
  claims->len = 0;
  json_start(&r.json, line);
  enum json_event event = json_next(&r.json);
  if (event == JSON_OBJECT)
    members(&r, row_members, sizeof row_members / sizeof *row_members, out);
  else
    r.problem = "this line is no JSON object";
  if (!r.problem && (event = json_next(&r.json)) != JSON_END) r.problem = "something follows the JSON value";
  if (!r.problem && !out->text.at && !arena->failed) r.problem = "this record has no text";
  out->claims = (const struct gold_claim *)(const void *)claims->at;
  out->claim_count = claims->len / sizeof(struct gold_claim);
  return problem(e, &r);
}

static void add_member(toll_buffer *out, const char *name, toll_slice value) {
  if (!value.at) return;
  toll_buffer_str(out, out->len > 1 ? ",\"" : "\"");
  toll_buffer_str(out, name);
  toll_buffer_str(out, "\":");
  toll_buffer_json(out, value);
}

void gold_record(const struct gold_row *row, toll_buffer *out) {
  out->len = 0;
  toll_buffer_str(out, "{");
  add_member(out, "id", row->id);
  add_member(out, "text", row->text);
  add_member(out, "date", row->date);
  add_member(out, "lang", row->lang);
  toll_buffer_str(out, "}\n");
}
