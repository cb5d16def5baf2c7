/* What an event is called: its place and its days, in words for people and as an
 * id for programs.  Both are made of the event's own claims, so that the same
 * documents always give the same names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weigh/weigh.h"

static const char *const months[] = {"January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December"};

struct day_parts {
  int year, month, day;
};

static struct day_parts parts_of(toll_day day) {
  struct day_parts p;
  toll_day_parts(day, &p.year, &p.month, &p.day);
  return p;
}

static bool last_of_month(struct day_parts p) {
  return toll_day_of(p.year, p.month, p.day + 1) == TOLL_NO_DAY;
}

/* "19-20 January 1990", "January 1990", "1990", "30 January - 2 February 1990". */
static void name_days(toll_day from, toll_day to, char *out, size_t size) {
  struct day_parts a = parts_of(from), b = parts_of(to);
  bool same_month = a.year == b.year && a.month == b.month;
  bool months_whole = a.day == 1 && last_of_month(b);
  if (from == to)
    snprintf(out, size, "%d %s %d", a.day, months[a.month - 1], a.year);
  else if (months_whole && a.month == 1 && b.month == 12 && a.year == b.year)
    snprintf(out, size, "%d", a.year);
  else if (months_whole && a.month == 1 && b.month == 12)
    snprintf(out, size, "%d-%d", a.year, b.year);
  else if (months_whole && same_month)
    snprintf(out, size, "%s %d", months[a.month - 1], a.year);
  else if (same_month)
    snprintf(out, size, "%d-%d %s %d", a.day, b.day, months[a.month - 1], a.year);
  else if (a.year == b.year)
    snprintf(out, size, "%d %s - %d %s %d", a.day, months[a.month - 1], b.day, months[b.month - 1], a.year);
  else
    snprintf(out, size, "%d %s %d - %d %s %d", a.day, months[a.month - 1], a.year, b.day, months[b.month - 1], b.year);
}

/* The id's date is as precise as the event's: day, month or year. */
static void slug_days(toll_day from, toll_day to, char *out, size_t size) {
  struct day_parts a = parts_of(from);
  if (to - from > 31)
    snprintf(out, size, "-%04d", a.year);
  else if (to - from > 14)
    snprintf(out, size, "-%04d-%02d", a.year, a.month);
  else
    snprintf(out, size, "-%04d-%02d-%02d", a.year, a.month, a.day);
}

static toll_slice keep(struct weigh *w, toll_slice first, const char *rest) {
  size_t more = strlen(rest);
  char *text = arena_alloc(&w->arena, first.len + more + 1);
  if (!text) return (toll_slice){0};
  if (first.len) memcpy(text, first.at, first.len);
  memcpy(text + first.len, rest, more);
  return (toll_slice){text, first.len + more};
}

static void name_event(struct weigh *w, toll_event *event) {
  char days[96] = "", slug[32] = "";
  bool dated = event->from != TOLL_NO_DAY;
  if (dated) {
    name_days(event->from, event->to, days, sizeof days);
    slug_days(event->from, event->to, slug, sizeof slug);
  }
  char rest[128];
  snprintf(rest, sizeof rest, "%s%s", event->where.len ? ", " : "", dated ? days : "day not known");
  event->name = keep(w, event->where, event->where.len || dated ? rest : "Place and day not known");
  toll_slice place = words_slug(event->where, &w->arena);
  event->id = keep(w, place.len ? place : TOLL_LIT("event"), slug);
}

struct named {
  toll_event *event;
  toll_slice first; /* its first document's id: what parts events of one name and size */
  size_t claims, index;
};

static int compare_named(const void *a, const void *b) {
  const struct named *x = a, *y = b;
  int order = weigh_compare(x->event->id, y->event->id);
  if (!order) order = (x->claims < y->claims) - (x->claims > y->claims);
  if (!order) order = weigh_compare(x->first, y->first);
  return order ? order : (x->index > y->index) - (x->index < y->index);
}

/* ".2" and so on for further events of one place and day, the larger first.  A slug
 * holds no full stop, so these ids meet no other. */
static void part_names(struct weigh *w, const struct named *list) {
  size_t nth = 1;
  for (size_t i = 1; i < w->event_count; i++) {
    size_t back = i - nth;
    toll_slice first = list[back].event->id;
    if (weigh_compare(list[i].event->id, first) != 0) {
      nth = 1;
      continue;
    }
    char end[24];
    snprintf(end, sizeof end, ".%zu", ++nth);
    list[i].event->id = keep(w, first, end);
  }
}

int weigh_name_events(struct weigh *w) {
  struct named *list = ARENA_ARRAY(&w->arena, w->event_count, struct named);
  if (!list) return TOLL_E_MEMORY;
  for (size_t i = 0; i < w->event_count; i++) {
    name_event(w, &w->events[i]);
    list[i] = (struct named){&w->events[i], w->events[i].docs[0].doc, w->own_claims[i], i};
  }
  if (w->arena.failed) return TOLL_E_MEMORY;
  if (w->event_count) qsort(list, w->event_count, sizeof *list, compare_named);
  part_names(w, list);
  return w->arena.failed ? TOLL_E_MEMORY : 0;
}
