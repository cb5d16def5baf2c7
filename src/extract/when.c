/* When the harm of a claim happened: the date of its clause.
 *
 * A date that belongs to the saying ("police said on Monday") or to the dateline is
 * not the harm's.  Of several in a sentence the nearest wins.  Claims without a date
 * of their own get one later, from their event. */
#include "extract/when.h"

#include "extract/near.h"

#define DATES 24
#define RIVALS 32 /* claims of a sentence that are asked whether a date is theirs */
#define RECENT 45 /* days before the day of writing that a report still tells of as news */

/* The words before the date that belong to it: its preposition. */
static int date_start(const struct sentence *s, int from) {
  return from > 0 && s->tokens[from - 1].pos == POS_PREP && !token_tag(s->tokens + from - 1, TAG_OF) ? from - 1 : from;
}

static bool of_saying(const struct sentence *s, const struct date *d) {
  int first = near_item(s, d->from), last = near_item(s, d->to - 1);
  if (first < 0 || (d->to < s->token_count && s->tokens[d->to].mark == 's')) return false;
  const struct item *it = s->items + first;
  if (it->kind == ITEM_NOUN && it->head >= d->to && !relate_is_time(s, first)) return false; /* "Monday's attack" */
  return near_saying(s, first, last);
}

/* "Saturday's election", "next week's match": the time of something that harms nobody. */
static bool of_other(const struct sentence *s, const struct date *d) {
  if (d->to >= s->token_count || s->tokens[d->to].mark != 's') return false;
  for (int i = d->to + 1; i < s->token_count && i < d->to + 5; i++) {
    const struct token *t = s->tokens + i;
    if (t->pos != POS_NOUN && t->pos != POS_ADJ && t->pos != POS_NAME) return false;
    if (token_tag(t, TAG_EVENT) || token_tag(t, TAG_TOLL) || (t->form && t->form->harms)) return false;
    const struct token *next = i + 1 < s->token_count ? t + 1 : NULL;
    bool head = t->pos == POS_NOUN && !(next && (next->pos == POS_NOUN || next->pos == POS_NAME));
    if (head) return t->form != NULL;
  }
  return false;
}

/* "Two years after ...": what follows tells of another time. */
static bool leads_away(const struct sentence *s, const struct date *d) {
  return d->loose && d->to < s->token_count && s->tokens[d->to].kind != TOKEN_MARK &&
         token_tag(s->tokens + d->to - 1, TAG_LATER) && s->tokens[d->to - 1].pos != POS_ADV; /* "days later a raid" */
}

/* Two expressions in a row for one time: "at 10:30 on Monday", "Saturday, 10 February". */
static bool join(const struct sentence *s, struct date *a, const struct date *b) {
  if (b->from - a->to > 2 || leads_away(s, b)) return false;
  for (int i = a->to; i < b->from; i++)
    if (s->tokens[i].pos != POS_PREP && s->tokens[i].mark != ',' && s->tokens[i].pos != POS_DET) return false;
  bool days_a = a->first != TOLL_NO_DAY, days_b = b->first != TOLL_NO_DAY;
  if (days_a && days_b && (a->first > b->last || b->first > a->last)) return false;
  if (days_b && (!days_a || b->last - b->first < a->last - a->first)) a->first = b->first, a->last = b->last;
  a->to = b->to;
  a->clock = a->clock && b->clock;
  a->loose = a->loose && b->loose;
  a->no_year = a->no_year && b->no_year;
  return true;
}

/* "Since 4 May", "since fighting resumed in March": from then to the day of writing. */
static void since(const toll_scanner *x, struct date *d) {
  const struct sentence *s = &x->s;
  for (int i = d->from - 1; i >= 0 && i > d->from - 9; i--) {
    const struct token *t = s->tokens + i;
    if (t->kind == TOKEN_MARK || t->figure) return;
    if (!token_tag(t, TAG_SINCE)) continue;
    d->from = i;
    d->span = d->counter = d->running = true;
    d->until = d->last;
    if (d->first != TOLL_NO_DAY && x->today_to != TOLL_NO_DAY && x->today_to > d->first) d->last = x->today_to;
    return;
  }
}

/* A year named in the sentence is also that of its days without one. */
static void share_year(toll_scanner *x, struct date *dates, int n) {
  int year = 0, month, day;
  for (int i = 0; i < n; i++)
    if (dates[i].first != TOLL_NO_DAY && dates[i].year_only) toll_day_parts(dates[i].first, &year, &month, &day);
  for (int i = 0; i < n && year; i++) date_set_year(dates + i, year);
  for (int i = 0; i < n; i++)
    if (dates[i].first != TOLL_NO_DAY && !dates[i].no_year && !dates[i].span)
      toll_day_parts(dates[i].first, &x->last_year, &month, &day);
}

/* The dateline's date is the day of writing where nothing better tells it. */
static void learn_today(toll_scanner *x, int dateline, unsigned shapes) {
  struct date d;
  for (int i = 0; i < dateline && x->today_to == TOLL_NO_DAY; i++) {
    i = date_next(x, i, shapes, &d);
    if (i >= dateline) return;
    if (d.first == TOLL_NO_DAY || d.no_year || d.year_only || d.to - d.from < 2) continue;
    x->today_from = d.first;
    x->today_to = d.last;
  }
}

static int find_dates(toll_scanner *x, struct date *dates) {
  int n = 0, dateline = near_dateline(&x->s);
  unsigned shapes = date_shapes(&x->s);
  learn_today(x, dateline, shapes);
  struct date d;
  for (int i = dateline; n < DATES && date_next(x, i, shapes, &d) < x->s.token_count;) {
    i = d.to;
    since(x, &d);
    if (n && join(&x->s, dates + n - 1, &d)) continue;
    dates[n++] = d;
  }
  share_year(x, dates, n);
  int kept = 0;
  for (int i = 0; i < n; i++)
    if (!of_saying(&x->s, dates + i) && !of_other(&x->s, dates + i)) dates[kept++] = dates[i];
  return kept;
}

static void set_when(const toll_scanner *x, struct setting *set, const struct date *d) {
  set->when = sentence_text(&x->s, date_start(&x->s, d->from), d->to);
  set->from = d->first;
  set->to = d->last;
  set->span = d->span;
  set->aside = d->aside;
  set->loose = d->loose;
  set->later = d->later;
  set->recent = d->recent;
  set->year = d->year_only;
  set->past = (d->past && !leads_away(&x->s, d)) ||
              (d->last != TOLL_NO_DAY && x->today_from != TOLL_NO_DAY && d->last < x->today_from - RECENT);
}

static int distance(const toll_scanner *x, const struct draft *d, size_t first, const struct date *date) {
  struct anchor a = near_anchor(x, d, first);
  return near_distance(&x->s, &a, date_start(&x->s, date->from), date->to) + 4 * date->clock;
}

/* The date stands nearer to a claim of another kind, to which it belongs alone: what
 * happened "soon after", or the day of the release and not of the kidnapping. */
static bool taken(const toll_scanner *x, const struct draft *d, size_t first, const struct date *date, int far) {
  for (size_t i = first; i < x->draft_count && i < first + RIVALS; i++) {
    const struct draft *o = x->drafts + i;
    if (o->trigger.from == d->trigger.from || (!date->loose && near_aftermath(o) == near_aftermath(d))) continue;
    if (distance(x, o, first, date) + (date->loose ? 6 : 0) < far) return true;
  }
  return false;
}

/* The token behind the clause that such a date leads into: up to the comma where it opens
 * the sentence. */
static int led_until(const struct sentence *s, const struct date *d) {
  bool opens = item_left(s, near_item(s, d->from)) < 0;
  int i = d->to;
  while (i < s->token_count && s->tokens[i].mark != ';' && !(opens && s->tokens[i].mark == ',')) i++;
  return i;
}

/* The last date before the claim that leads it away to another time, or -1. */
static int led_away(const toll_scanner *x, const struct draft *d, const struct date *dates, int n) {
  int count = near_token(&x->s, d->claim.count_span.from);
  for (int k = n - 1; k >= 0; k--)
    if (leads_away(&x->s, dates + k) && dates[k].to <= count && count < led_until(&x->s, dates + k)) return k;
  return -1;
}

static const struct date *nearest(const toll_scanner *x, const struct draft *d, size_t first, const struct date *dates,
                                  int n) {
  const struct date *best = NULL;
  int least = NEAR_CLAUSE, away = led_away(x, d, dates, n);
  int until = away < 0 ? x->s.token_count : led_until(&x->s, dates + away);
  for (int k = away + 1; k < n && dates[k].to <= until; k++) {
    int far = distance(x, d, first, dates + k);
    if (far < least && !taken(x, d, first, dates + k, far)) least = far, best = dates + k;
  }
  return best;
}

/* The date of a sentence without claims: its first, or a later one that makes it finer. */
static const struct date *scene_date(const struct date *dates, int n) {
  const struct date *best = NULL;
  for (int i = 0; i < n; i++) {
    const struct date *d = dates + i;
    if (d->loose) continue;
    bool finer = best && best->first != TOLL_NO_DAY && d->first >= best->first && d->last <= best->last &&
                 d->last - d->first < best->last - best->first;
    if (!best || finer) best = d;
  }
  return best;
}

/* "The worst storm since 1974, when one killed 31": what is told behind "when" happened then. */
static struct date told_then(const toll_scanner *x, const struct draft *d, const struct date *best) {
  struct date own = *best;
  int i = best->to;
  if (i < x->s.token_count && x->s.tokens[i].mark == ',') i++;
  bool clause = i < x->s.token_count && x->s.tokens[i].pos == POS_CONJ && token_tag(x->s.tokens + i, TAG_SUBORDINATE);
  if (!best->span || !clause || near_token(&x->s, d->claim.count_span.from) < i || !best->until) return own;
  own.span = false;
  own.last = best->until;
  own.aside = true;
  return own;
}

void when_read(toll_scanner *x, size_t first) {
  struct date dates[DATES];
  int n = find_dates(x, dates);
  if (first == x->draft_count) {
    const struct date *d = scene_date(dates, n);
    struct setting *scene = d ? scene_here(x) : NULL;
    if (scene) set_when(x, scene, d);
    return;
  }
  for (size_t i = first; i < x->draft_count && n; i++) {
    struct draft *d = x->drafts + i;
    const struct date *best = nearest(x, d, first, dates, n);
    int away = led_away(x, d, dates, n);
    if (away >= 0) d->set.past = dates[away].past;
    if (!best) continue;
    struct date own = told_then(x, d, best);
    set_when(x, &d->set, &own);
    if (own.span) counted_since(x, d, &own);
    draft_step(x, d, "when", sentence_span(&x->s, date_start(&x->s, best->from), best->to), (toll_slice){NULL, 0});
  }
}
