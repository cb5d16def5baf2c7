/* Which of a document's events a claim belongs to.
 *
 * Told in order: a claim goes on with the event in hand until its own words name
 * another day or another place than that event's; then it joins the earlier event
 * they fit, or opens a new one.  Event 1 is the one that the document mainly
 * reports: the first that is no background.  Afterwards claims without a day or
 * place of their own take those of their event. */
#include <string.h>

#include "extract/reader.h"

#define EVENTS 256

struct event {
  toll_day from, to;
  toll_slice when, where, name;
  toll_slice country;
  uint32_t paragraph, sentence;
  bool background;
};

static bool same_text(toll_slice a, toll_slice b) { return a.len == b.len && memcmp(a.at, b.at, a.len) == 0; }

static bool capital(char c) { return (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80; }

/* The two texts share a capitalised word: names of one place. */
static bool share_name(toll_slice a, toll_slice b) {
  for (size_t i = 0; i < a.len; i++) {
    if (!capital(a.at[i]) || (i && a.at[i - 1] != ' ' && a.at[i - 1] != '\n')) continue;
    size_t n = 0;
    while (i + n < a.len && a.at[i + n] != ' ' && a.at[i + n] != ',' && a.at[i + n] != '\n') n++;
    if (n > 2 && memmem(b.at, b.len, a.at + i, n)) return true;
  }
  return false;
}

/* -1 they differ, 0 nothing to compare, 1 they agree. */
static int compare_days(const struct event *e, const struct draft *d) {
  if (!d->own_when) return 0;
  if (e->from != TOLL_NO_DAY && d->claim.when.from != TOLL_NO_DAY) {
    int wide = (d->claim.when.to - d->claim.when.from) + (e->to - e->from);
    if (d->claim.when.from > e->to + 1 || d->claim.when.to < e->from - 1) return -1;
    return wide > 200 && (d->claim.when.to - d->claim.when.from > 4 * (e->to - e->from + 10)) ? -1 : 1;
  }
  if (!e->when.at) return 0;
  return same_text(e->when, d->claim.when.text) ? 1 : 0;
}

static int compare_places(const struct event *e, const struct draft *d) {
  if (!d->own_where || !e->where.at) return 0;
  if (same_text(e->where, d->claim.where.text) || share_name(e->where, d->claim.where.text)) return 1;
  if (e->name.at && d->claim.where.name.at && same_text(e->name, d->claim.where.name)) return 1;
  return capital(d->claim.where.text.at[0]) && capital(e->where.at[0]) ? -1 : 0;
}

static int fit(const struct event *e, const struct draft *d) {
  int days = compare_days(e, d), places = compare_places(e, d);
  return days < 0 || places < 0 ? -1 : days + places;
}

static void widen(struct event *e, const struct draft *d) {
  if (d->own_when && !e->when.at) e->when = d->claim.when.text, e->from = d->claim.when.from, e->to = d->claim.when.to;
  if (d->own_where && !e->where.at) e->where = d->claim.where.text, e->name = d->claim.where.name;
  e->paragraph = d->paragraph;
  e->sentence = d->sentence;
}

static uint32_t open_event(toll_scanner *x, struct event *list, const struct draft *d) {
  if (x->events >= EVENTS - 1) return EVENTS - 1;
  struct event *e = list + ++x->events;
  *e = (struct event){.from = TOLL_NO_DAY, .to = TOLL_NO_DAY, .background = d->background};
  return x->events;
}

/* The event of a claim, given the one in hand (0 = none yet). */
static uint32_t choose(toll_scanner *x, struct event *list, const struct draft *d, uint32_t hand) {
  if (d->claim.part_of >= 0) return x->drafts[d->claim.part_of].claim.event;
  if (!hand) return open_event(x, list, d);
  int now = fit(list + hand, d);
  bool new_heading = d->heading && list[hand].sentence != d->sentence && !now;
  if (now >= 0 && !new_heading && !(d->background && !list[hand].background)) return hand;
  for (uint32_t k = 1; k <= x->events; k++)
    if (k != hand && fit(list + k, d) > 0) return k;
  return open_event(x, list, d);
}

/* The first event that is no background becomes 1. */
static void main_event_first(toll_scanner *x, const struct event *list) {
  uint32_t main = 1;
  while (main < x->events && list[main].background) main++;
  if (main == 1 || list[main].background) return;
  for (size_t i = 0; i < x->draft_count; i++) {
    uint32_t *e = &x->drafts[i].claim.event;
    if (*e == main) *e = 1;
    else if (*e < main) ++*e;
  }
}

static void inherit(struct draft *d, const struct event *e) {
  if (!d->own_when && e->when.at) d->claim.when.text = e->when, d->claim.when.from = e->from, d->claim.when.to = e->to;
  if (!d->own_where && e->where.at) d->claim.where.text = e->where, d->claim.where.name = e->name;
}

void event_read(toll_scanner *x) {
  struct event *list = ARENA_ARRAY(&x->keep, EVENTS, struct event);
  if (!list) return;
  x->events = 0;
  uint32_t hand = 0;
  for (size_t i = 0; i < x->draft_count; i++) {
    struct draft *d = x->drafts + i;
    hand = choose(x, list, d, hand);
    d->claim.event = hand;
    widen(list + hand, d);
  }
  for (size_t i = 0; i < x->draft_count; i++) inherit(x->drafts + i, list + x->drafts[i].claim.event);
  main_event_first(x, list);
}
