/* JSON-LD: the objects at the top, in an array there, or in "@graph", are asked
 * for publisher, author and date; all else is passed over. */
#include <string.h>

#include "read/html_page.h"
#include "read/json.h"
#include "read/words.h"

struct ld {
  struct html_meta *meta;
  struct arena *arena;
  struct json json;
};

static void read_thing(struct ld *ld, enum json_event event, int level);

/* Joins the name to those in *names, with a comma between. */
static void add_name(struct ld *ld, toll_slice *names, toll_slice name) {
  if (!name.len) return;
  if (!names->len) {
    *names = name;
    return;
  }
  char *both = ARENA_ROOM(ld->arena, names->len + 2 + name.len, char);
  if (!both) return;
  memcpy(both, names->at, names->len);
  memcpy(both + names->len, ", ", 2);
  memcpy(both + names->len + 2, name.at, name.len);
  *names = (toll_slice){both, names->len + 2 + name.len};
}

/* The name of a value: itself, its "name" member, or those of a list, joined. */
static void read_name(struct ld *ld, enum json_event event, toll_slice *names, int level) {
  struct json *j = &ld->json;
  if (event == JSON_STRING) add_name(ld, names, slice_trim(json_text(j, ld->arena, NULL)));
  if (event == JSON_ARRAY && level == 0) {
    while ((event = json_next(j)) < JSON_CUT && event != JSON_ARRAY_END && event != JSON_END) {
      read_name(ld, event, names, level + 1);
    }
  } else if (event == JSON_OBJECT) {
    while (json_next(j) == JSON_KEY) {
      bool name = json_is(j, TOLL_LIT("name"));
      event = json_next(j);
      if (name && event == JSON_STRING) add_name(ld, names, slice_trim(json_text(j, ld->arena, NULL)));
      if (json_skip(j, event) >= JSON_CUT) return;
    }
  } else {
    json_skip(j, event);
  }
}

static toll_slice named(struct ld *ld, enum json_event event) {
  toll_slice names = {0};
  read_name(ld, event, &names, 0);
  return names;
}

static bool publisher_type(toll_slice type) {
  return slice_is_nocase(type, TOLL_LIT("organization")) || slice_is_nocase(type, TOLL_LIT("newsmediaorganization")) ||
         slice_is_nocase(type, TOLL_LIT("website"));
}

static void read_member(struct ld *ld, toll_slice *type, toll_slice *name, int level) {
  struct json *j = &ld->json;
  toll_slice key = j->value;
  enum json_event event = json_next(j);
  if (slice_is_nocase(key, TOLL_LIT("@graph")) && level == 0)
    read_thing(ld, event, 1);
  else if (slice_is_nocase(key, TOLL_LIT("publisher")))
    html_meta_offer(ld->meta, META_OUTLET, 2, named(ld, event));
  else if (slice_is_nocase(key, TOLL_LIT("author")))
    html_meta_offer(ld->meta, META_BYLINE, 1, named(ld, event));
  else if (slice_is_nocase(key, TOLL_LIT("datepublished")) && event == JSON_STRING) {
    html_meta_offer_date(ld->meta, 1, json_text(j, ld->arena, NULL));
  } else if (slice_is_nocase(key, TOLL_LIT("@type")) && event == JSON_STRING) {
    *type = j->value;
  } else if (slice_is_nocase(key, TOLL_LIT("name")) && event == JSON_STRING) {
    *name = json_text(j, ld->arena, NULL);
  } else {
    json_skip(j, event);
  }
}

static void read_thing(struct ld *ld, enum json_event event, int level) {
  struct json *j = &ld->json;
  if (event == JSON_ARRAY) {
    while ((event = json_next(j)) == JSON_OBJECT) read_thing(ld, event, level);
    return;
  }
  if (event != JSON_OBJECT) return;
  toll_slice type = {0}, name = {0};
  while (json_next(j) == JSON_KEY) read_member(ld, &type, &name, level);
  if (publisher_type(type)) html_meta_offer(ld->meta, META_OUTLET, 4, name);
}

void html_ld_read(struct html_meta *meta, toll_slice script, struct arena *arena) {
  struct ld ld = {.meta = meta, .arena = arena};
  json_start(&ld.json, script);
  read_thing(&ld, json_next(&ld.json), 0);
}
