/* An event has the name of its place; which place that is, its claims say.  Where
 * they differ, the one that most of them mean is taken, and of equals the one
 * with the smaller number. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "export.h"
#include "extract/places.h"

struct event_rows {
  toll_slice id;
  size_t first, count;
};

static int compare(const void *a, const void *b) {
  const struct event_rows *x = a, *y = b;
  size_t len = x->id.len < y->id.len ? x->id.len : y->id.len;
  int order = len ? memcmp(x->id.at, y->id.at, len) : 0;
  return order ? order : (x->id.len > y->id.len) - (x->id.len < y->id.len);
}

int export_index(struct export *x, toll_error *e) {
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(x->tally, &count);
  x->index = mem_array(count + 1, sizeof *x->index);
  if (!x->index) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  for (size_t i = 0; i < count; i++) {
    bool begins = i == 0 || rows[i].event != rows[i - 1].event;
    if (begins) x->index[x->index_count++] = (struct event_rows){.id = rows[i].event->id, .first = i};
    x->index[x->index_count - 1].count++;
  }
  if (x->index_count) qsort(x->index, x->index_count, sizeof *x->index, compare);
  return 0;
}

void export_index_free(struct export *x) {
  mem_free(x->index);
}

const toll_tally_row *export_rows_of(const struct export *x, const toll_event *event, size_t *count) {
  const struct event_rows key = {.id = event->id};
  const struct event_rows *found = x->index_count ? bsearch(&key, x->index, x->index_count, sizeof key, compare) : NULL;
  size_t all;
  *count = found ? found->count : 0;
  return found ? toll_tally_rows(x->tally, &all) + found->first : NULL;
}

bool export_locate(const struct export *x, const toll_claim *claim, double *lat, double *lon) {
  toll_slice country = {claim->where.country, strlen(claim->where.country)};
  toll_slice name = claim->where.name.len ? claim->where.name : claim->where.text;
  if (!name.len && !claim->where.geonameid) return false;
  return places_locate(x->places, claim->where.geonameid, name, country, lat, lon);
}

#define CANDIDATES 16 /* places of one name that an event's claims may mean */

struct candidates {
  int64_t id[CANDIDATES];
  size_t times[CANDIDATES], count;
};

static void count_one(struct candidates *c, int64_t id) {
  size_t i = 0;
  while (i < c->count && c->id[i] != id) i++;
  if (i == CANDIDATES) return;
  if (i == c->count) c->id[c->count++] = id;
  c->times[i]++;
}

static void count_row(struct candidates *c, const toll_event *event, const toll_tally_row *row) {
  for (size_t f = 0; f < row->figure_count; f++)
    for (size_t i = 0; i < row->figures[f].count; i++) {
      const toll_claim *claim = &row->figures[f].claims[i].row->claim;
      toll_slice name = claim->where.name;
      bool same = name.len && name.len == event->where.len && memcmp(name.at, event->where.at, name.len) == 0;
      if (same && claim->where.geonameid) count_one(c, claim->where.geonameid);
    }
}

struct event_place export_place(const struct export *x, const toll_event *event) {
  struct candidates c = {.count = 0};
  struct event_place place = {.geonameid = 0};
  size_t count, best = 0;
  const toll_tally_row *rows = export_rows_of(x, event, &count);
  for (size_t i = 0; i < count; i++) count_row(&c, event, &rows[i]);
  for (size_t i = 1; i < c.count; i++)
    if (c.times[i] > c.times[best] || (c.times[i] == c.times[best] && c.id[i] < c.id[best])) best = i;
  if (c.count) place.geonameid = c.id[best];
  toll_slice country = {event->country, strlen(event->country)};
  if (event->where.len)
    place.located = places_locate(x->places, place.geonameid, event->where, country, &place.lat, &place.lon);
  return place;
}
