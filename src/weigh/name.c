/* What an event is called: its place and its days, in words for people and as an
 * id for programs.  Both are made of the event's own claims, so that the same
 * documents always give the same names. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weigh/event_name.h"
#include "weigh/words.h"

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

static toll_slice keep(struct arena *arena, toll_slice first, const char *rest) {
  size_t more = strlen(rest);
  char *text = arena_alloc(arena, first.len + more + 1);
  if (!text) return (toll_slice){0};
  if (first.len) memcpy(text, first.at, first.len);
  memcpy(text + first.len, rest, more);
  return (toll_slice){text, first.len + more};
}

int event_name(toll_event *event, struct arena *arena) {
  char days[96] = "", slug[32] = "", rest[128];
  bool dated = event->from != TOLL_NO_DAY;
  if (dated) {
    name_days(event->from, event->to, days, sizeof days);
    slug_days(event->from, event->to, slug, sizeof slug);
  }
  snprintf(rest, sizeof rest, "%s%s", event->where.len ? ", " : "", dated ? days : "day not known");
  event->name = keep(arena, event->where, event->where.len || dated ? rest : "Place and day not known");
  toll_slice place = words_slug(event->where, arena);
  event->id = keep(arena, place.len ? place : TOLL_LIT("event"), slug);
  return arena->failed ? TOLL_E_MEMORY : 0;
}
