/* A mention is what one document says of one of its events; events of the case
 * are groups of mentions.  Here claims become mentions, and two mentions are
 * asked how well they agree: in time, place, figures, parties and words.
 *
 * Each kind of evidence gives a few points for or against; what is not said
 * gives none.  The points are small tables that can be read and changed.
 * Nothing in them knows one party from another. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "weigh/reading.h"
#include "weigh/weigh.h"

#define AROUND 150   /* bytes of text before the first and after the last claim */
#define PASSAGE 4096 /* bytes of text that are looked at */

/* --- making mentions ---------------------------------------------------- */

static int32_t length_of(toll_day from, toll_day to) {
  return to - from + 1;
}

static bool names_year(toll_slice text) {
  size_t digits = 0;
  for (size_t i = 0; i < text.len && digits < 4; i++) digits = text.at[i] >= '0' && text.at[i] <= '9' ? digits + 1 : 0;
  return digits == 4;
}

/* The most precise day or interval that a claim of the mention gives. */
static void date_mention(struct weigh *w, struct mention *m) {
  m->from = m->to = TOLL_NO_DAY;
  for (uint32_t i = 0; i < m->count; i++) {
    const toll_claim *c = &w->claims[w->by_mention[m->first + i]].row.claim;
    toll_day from = c->when.from, to = c->when.to;
    if (from == TOLL_NO_DAY || to == TOLL_NO_DAY || to < from) continue;
    bool first = m->from == TOLL_NO_DAY;
    if (first || length_of(from, to) < length_of(m->from, m->to) ||
        (length_of(from, to) == length_of(m->from, m->to) && from < m->from)) {
      m->from = from;
      m->to = to;
      m->year = names_year(c->when.text);
    }
  }
}

static toll_slice name_of_place(const toll_claim *c) {
  return c->where.name.len ? c->where.name : c->where.text;
}

struct placed {
  toll_slice name;
  uint32_t nth; /* among the mention's claims */
};

static int compare_placed(const void *a, const void *b) {
  const struct placed *x = a, *y = b;
  int order = weigh_compare(x->name, y->name);
  return order ? order : (x->nth > y->nth) - (x->nth < y->nth);
}

/* The place that most of its claims give; of several, the first in the text. */
static int place_mention(struct weigh *w, struct mention *m) {
  struct placed *list = mem_array(m->count, sizeof *list);
  uint32_t n = 0, most = 0, best = 0;
  if (!list) return TOLL_E_MEMORY;
  for (uint32_t i = 0; i < m->count; i++) {
    toll_slice name = name_of_place(&w->claims[w->by_mention[m->first + i]].row.claim);
    if (name.len) list[n++] = (struct placed){name, i};
  }
  if (n) qsort(list, n, sizeof *list, compare_placed);
  for (uint32_t from = 0, to; from < n; from = to) {
    for (to = from + 1; to < n && weigh_compare(list[to].name, list[from].name) == 0;) to++;
    if (to - from < most || (to - from == most && list[from].nth > best)) continue;
    most = to - from;
    best = list[from].nth;
  }
  mem_free(list);
  if (!most) return 0;
  const toll_claim *c = &w->claims[w->by_mention[m->first + best]].row.claim;
  m->place = name_of_place(c);
  m->geonameid = c->where.geonameid;
  memcpy(m->country, c->where.country, sizeof m->country);
  return 0;
}

/* --- its figures -------------------------------------------------------- */

#define TELLING 64 /* telling figures that are kept of a mention, at most: the least by their hashes */

static int compare_said(const void *a, const void *b) {
  const struct said *x = a, *y = b;
  if (x->harm != y->harm) return x->harm < y->harm ? -1 : 1;
  return x->value < y->value ? -1 : x->value > y->value;
}

static int compare_words(const void *a, const void *b) {
  const uint64_t *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

static uint32_t keep_distinct(uint64_t *at, uint32_t n) {
  uint32_t kept = 0;
  if (n) qsort(at, n, sizeof *at, compare_words);
  for (uint32_t i = 0; i < n; i++)
    if (!kept || at[kept - 1] != at[i]) at[kept++] = at[i];
  return kept;
}

static int list_figures(struct weigh *w, struct mention *m) {
  m->said = ARENA_ARRAY(&w->arena, m->count, struct said);
  m->telling = ARENA_ARRAY(&w->arena, m->count, uint64_t);
  if (!m->said || !m->telling) return TOLL_E_MEMORY;
  uint32_t n = 0;
  for (uint32_t i = 0; i < m->count; i++) {
    const toll_claim *c = &w->claims[w->by_mention[m->first + i]].row.claim;
    if (c->value > 0) m->said[n++] = (struct said){c->value, c->harm, 1};
    if (c->harm == TOLL_KILLED && c->value > m->most_killed) m->most_killed = c->value;
    if (claim_peculiar(c, 20)) m->telling[m->telling_count++] = mention_telling(c->harm, c->value);
  }
  m->telling_count = keep_distinct(m->telling, m->telling_count);
  if (m->telling_count > TELLING) m->telling_count = TELLING;
  if (n) qsort(m->said, n, sizeof *m->said, compare_said);
  for (uint32_t i = 0; i < n; i++)
    if (m->said_count && compare_said(&m->said[m->said_count - 1], &m->said[i]) == 0)
      m->said[m->said_count - 1].times++;
    else
      m->said[m->said_count++] = m->said[i];
  return 0;
}

static int32_t year_of(toll_day day) {
  int year = 0, month, mday;
  if (day != TOLL_NO_DAY) toll_day_parts(day, &year, &month, &mday);
  return year;
}

static void add_year(struct mention *m, int32_t year) {
  for (size_t i = 0; i < 4 && year != year_of(m->printed); i++) {
    if (m->years[i] == year) return;
    if (m->years[i]) continue;
    m->years[i] = year;
    return;
  }
}

/* Numbers of four digits from 1900 to 2099 that stand alone. */
static void read_years(struct mention *m, toll_slice text) {
  size_t digits = 0;
  int32_t number = 0;
  for (size_t i = 0; i <= text.len; i++) {
    char c = i < text.len ? text.at[i] : ' ';
    if (c >= '0' && c <= '9') {
      if (digits++ < 4) number = number * 10 + (c - '0');
      continue;
    }
    if (digits == 4 && number >= 1900 && number < 2100) add_year(m, number);
    digits = 0;
    number = 0;
  }
}

/* The words of the passage that the mention's claims stand in. */
static int read_passage(struct weigh *w, struct mention *m, toll_case *c, toll_buffer *text, toll_error *e) {
  toll_span span = {UINT32_MAX, 0};
  for (uint32_t i = 0; i < m->count; i++) {
    const toll_claim *claim = &w->claims[w->by_mention[m->first + i]].row.claim;
    if (claim->span.from < span.from) span.from = claim->span.from;
    if (claim->span.to > span.to) span.to = claim->span.to;
  }
  span.from = span.from > AROUND ? span.from - AROUND : 0;
  if (span.to > UINT32_MAX - AROUND) span.to = UINT32_MAX - AROUND;
  span.to = span.to + AROUND - span.from > PASSAGE ? span.from + PASSAGE : span.to + AROUND;
  text->len = 0;
  int code = toll_case_text(c, w->docs[m->doc].source.number, span, text, e);
  if (code) return code;
  read_years(m, (toll_slice){text->at, text->len});
  if (words_add(&m->words, (toll_slice){text->at, text->len}, WORDS_ALL, &w->arena))
    return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  return 0;
}

static int read_names(struct weigh *w, struct mention *m) {
  struct arena *a = &w->arena;
  int code = m->number == 1 ? words_add(&m->words, w->docs[m->doc].source.title, WORDS_ALL, a) : 0;
  for (uint32_t i = 0; i < m->count && !code; i++) {
    const toll_claim *c = &w->claims[w->by_mention[m->first + i]].row.claim;
    code = words_add(&m->places, c->where.name, WORDS_ALL, a);
    if (!code) code = words_add(&m->places, c->where.text, WORDS_ALL, a);
    if (!code) code = words_add(&m->victims, c->who, WORDS_NAMES, a);
    if (!code) code = words_add(&m->parties, c->by, WORDS_ALL, a);
  }
  return code;
}

static int fill_mention(struct weigh *w, struct mention *m, toll_case *c, toll_buffer *text, toll_error *e) {
  m->printed = w->docs[m->doc].source.from;
  date_mention(w, m);
  if (place_mention(w, m) || list_figures(w, m) || read_names(w, m))
    return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  return read_passage(w, m, c, text, e);
}

static bool copied(const struct weigh *w, const struct mention *m) {
  return w->docs[m->doc].original != m->doc;
}

struct vocabulary {
  struct word_set words;
  double *weights, rarest;
};

/* All words once, each weighed by how few mentions have it; copies are no
 * mentions here, and a word that only they have weighs most. */
static int list_words(struct weigh *w, struct vocabulary *v) {
  size_t all = 0, n = 0, mentions = 0;
  for (size_t i = 0; i < w->mention_count; i++) all += w->mentions[i].words.count;
  uint64_t *words = ARENA_ARRAY(&w->arena, all, uint64_t);
  v->weights = ARENA_ARRAY(&w->arena, all, double);
  if (!words || !v->weights) return TOLL_E_MEMORY;
  for (size_t i = 0; i < w->mention_count; i++) {
    const struct mention *m = &w->mentions[i];
    if (copied(w, m)) continue;
    mentions++;
    for (size_t k = 0; k < m->words.count; k++) words[n++] = m->words.at[k];
  }
  if (n) qsort(words, n, sizeof *words, compare_words);
  size_t kept = 0;
  for (size_t from = 0, to; from < n; from = to) {
    for (to = from + 1; to < n && words[to] == words[from];) to++;
    words[kept] = words[from];
    v->weights[kept++] = log(1 + (double)mentions / (double)(to - from));
  }
  v->words = (struct word_set){words, kept};
  v->rarest = log(1 + (double)mentions);
  return 0;
}

static int weigh_words(struct weigh *w) {
  struct vocabulary v;
  if (list_words(w, &v)) return TOLL_E_MEMORY;
  for (size_t i = 0; i < w->mention_count; i++) {
    struct mention *m = &w->mentions[i];
    m->weights = ARENA_ARRAY(&w->arena, m->words.count, double);
    if (!m->weights) return TOLL_E_MEMORY;
    for (size_t k = 0; k < m->words.count; k++) {
      size_t place = words_place(&v.words, m->words.at[k]);
      m->weights[k] = place == SIZE_MAX ? v.rarest : v.weights[place];
      m->length += m->weights[k] * m->weights[k];
    }
    m->length = sqrt(m->length);
  }
  return 0;
}

static int fill_mentions(struct weigh *w, toll_case *c, toll_error *e) {
  toll_buffer text = {0};
  int code = 0;
  for (size_t i = 0; i < w->mention_count && !code; i++) code = fill_mention(w, &w->mentions[i], c, &text, e);
  toll_buffer_free(&text);
  if (!code && weigh_words(w)) code = toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  return code;
}

struct numbered { /* a claim of a document by the document's event */
  uint32_t event, claim;
};

static int compare_numbered(const void *a, const void *b) {
  const struct numbered *x = a, *y = b;
  if (x->event != y->event) return x->event < y->event ? -1 : 1;
  return x->claim < y->claim ? -1 : x->claim > y->claim;
}

static int compare_first(const void *a, const void *b) {
  const struct mention *x = a, *y = b;
  return x->first < y->first ? -1 : x->first > y->first;
}

/* Claims of one document lie together.  Its mentions come in the order of their
 * first claims: first holds that claim until all are known. */
static void gather(struct weigh *w, const struct numbered *claims, size_t count, size_t *used) {
  struct mention *mentions = &w->mentions[w->mention_count];
  size_t n = 0;
  for (size_t from = 0, to; from < count; from = to) {
    for (to = from + 1; to < count && claims[to].event == claims[from].event;) to++;
    mentions[n++] = (struct mention){.doc = w->claims[claims->claim].doc,
                                     .number = claims[from].event,
                                     .first = claims[from].claim,
                                     .count = (uint32_t)(to - from)};
  }
  w->docs[mentions->doc].main_event = claims->event;
  qsort(mentions, n, sizeof *mentions, compare_first);
  for (size_t i = 0; i < n; i++) {
    struct numbered key = {mentions[i].number, mentions[i].first};
    const struct numbered *at = bsearch(&key, claims, count, sizeof *claims, compare_numbered);
    mentions[i].first = (uint32_t)*used;
    for (uint32_t k = 0; k < mentions[i].count; k++) {
      w->claims[at[k].claim].mention = (uint32_t)(w->mention_count + i);
      w->by_mention[(*used)++] = at[k].claim;
    }
  }
  w->mention_count += n;
}

int weigh_mentions(struct weigh *w, toll_case *c, toll_error *e) {
  w->mentions = ARENA_ARRAY(&w->arena, w->claim_count, struct mention);
  w->by_mention = ARENA_ARRAY(&w->arena, w->claim_count, uint32_t);
  if (!w->mentions || !w->by_mention) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  struct numbered *list = mem_array(w->claim_count, sizeof *list);
  if (!list) return toll_fail(e, TOLL_E_MEMORY, "memory is out", NULL, 0);
  size_t used = 0;
  for (size_t from = 0, to; from < w->claim_count; from = to) {
    for (to = from; to < w->claim_count && w->claims[to].doc == w->claims[from].doc; to++)
      list[to] = (struct numbered){w->claims[to].row.claim.event, (uint32_t)to};
    qsort(list + from, to - from, sizeof *list, compare_numbered);
    gather(w, list + from, to - from, &used);
  }
  mem_free(list);
  return fill_mentions(w, c, e);
}

/* --- agreement ---------------------------------------------------------- */

static int32_t lesser(int32_t a, int32_t b) {
  return a < b ? a : b;
}
static int32_t greater(int32_t a, int32_t b) {
  return a > b ? a : b;
}

/* Days between two days as if they were of one year, 0..183. */
static int32_t season_gap(toll_day a, toll_day b) {
  int year, month_a, day_a, month_b, day_b;
  toll_day_parts(a, &year, &month_a, &day_a);
  toll_day_parts(b, &year, &month_b, &day_b);
  int32_t gap = abs(toll_day_of(2000, month_a, day_a) - toll_day_of(2000, month_b, day_b));
  return gap > 183 ? 366 - gap : gap;
}

/* Both say when: the same days agree, one interval inside the other agrees a
 * little, intervals that only touch do not.  "On 20 January" in a look back is
 * read in the year it was printed; the same day of another year is then no
 * disagreement. */
static double agree_days(const struct mention *a, const struct mention *b) {
  int32_t gap = greater(a->from, b->from) - lesser(a->to, b->to);
  if (gap > 180 && !(a->year && b->year) && season_gap(a->from, b->from) <= 4) return 0;
  if (gap > 0) return gap <= 1 ? -0.5 : gap <= 3 ? -2 : -6;
  int32_t shared = 1 - gap, all = length_of(lesser(a->from, b->from), greater(a->to, b->to));
  double alike = 2.0 * shared / all;
  bool inside = shared == lesser(length_of(a->from, a->to), length_of(b->from, b->to));
  return inside ? 1 + alike : alike - 0.75;
}

/* Only one says when; the other is known by the day it was printed. */
static double agree_printed(const struct mention *dated, const struct mention *other) {
  if (other->printed == TOLL_NO_DAY) return 0;
  int32_t after = other->printed - dated->from;
  if (after < 0) return -6; /* printed before it happened */
  return after <= 3 ? 0.7 : after <= 10 ? 0 : -1;
}

/* A look back: it gives no day, but its passage names other years. */
static bool looks_back(const struct mention *m) {
  return m->from == TOLL_NO_DAY && m->years[0];
}

static bool names(const struct mention *m, int32_t from, int32_t to) {
  for (size_t i = 0; i < 4 && m->years[i]; i++)
    if (m->years[i] >= from && m->years[i] <= to) return true;
  return false;
}

static double agree_years(const struct mention *a, const struct mention *b) {
  if (b->from != TOLL_NO_DAY) return names(a, year_of(b->from), year_of(b->to)) ? 0.5 : -1.5;
  for (size_t i = 0; i < 4 && b->years[i]; i++)
    if (names(a, b->years[i], b->years[i])) return 0.5;
  return -1;
}

static double agree_time(const struct mention *a, const struct mention *b) {
  if (looks_back(a)) return agree_years(a, b);
  if (looks_back(b)) return agree_years(b, a);
  bool dated_a = a->from != TOLL_NO_DAY, dated_b = b->from != TOLL_NO_DAY;
  if (dated_a && dated_b) return agree_days(a, b);
  if (dated_a) return agree_printed(a, b);
  if (dated_b) return agree_printed(b, a);
  if (a->printed == TOLL_NO_DAY || b->printed == TOLL_NO_DAY) return 0;
  int32_t gap = abs(a->printed - b->printed);
  return gap <= 2 ? 0.7 : gap <= 7 ? 0 : -2;
}

static double agree_place(const struct mention *a, const struct mention *b) {
  if (a->geonameid && a->geonameid == b->geonameid) return 1.5;
  if (!a->places.count || !b->places.count) return 0;
  if (words_shared(&a->places, &b->places)) return 1.5;
  bool countries = a->country[0] && b->country[0] && memcmp(a->country, b->country, 2) != 0;
  return countries ? -5 : -2;
}

/* A number that hardly comes twice by chance. */
static double weight_of(int64_t value) {
  if (value >= 100 && value % 10 != 0) return 1.5;
  return value >= 20 ? 1 : value >= 5 ? 0.6 : 0.3;
}

static double agree_figures(const struct mention *a, const struct mention *b) {
  double points = 0;
  for (uint32_t i = 0, j = 0; i < a->said_count && j < b->said_count;) {
    int order = compare_said(&a->said[i], &b->said[j]);
    if (order == 0) points += a->said[i].times * weight_of(a->said[i].value);
    i += order <= 0;
    j += order >= 0;
  }
  int64_t x = a->most_killed, y = b->most_killed;
  if (x && y && (x / y >= 8 || y / x >= 8)) points -= 1;
  return points > 3 ? 3 : points;
}

/* Names of peoples and parties: shared ones speak for, other ones against. */
static double agree_names(const struct word_set *a, const struct word_set *b, double strength) {
  if (!a->count || !b->count) return 0;
  return words_shared(a, b) ? strength / 2 : -strength;
}

#define WORDS_MOST 3.0

/* The cosine of the two passages' words, each weighed by how rare it is. */
static double agree_words(const struct mention *a, const struct mention *b) {
  if (a->length <= 0 || b->length <= 0) return 0;
  double shared = 0;
  for (size_t i = 0, j = 0; i < a->words.count && j < b->words.count;) {
    if (a->words.at[i] < b->words.at[j])
      i++;
    else if (a->words.at[i] > b->words.at[j])
      j++;
    else {
      shared += a->weights[i] * b->weights[j];
      i++;
      j++;
    }
  }
  double points = 8 * (shared / (a->length * b->length) - 0.12);
  return points > WORDS_MOST ? WORDS_MOST : points < -0.8 ? -0.8 : points;
}

/* All but the words of the passages. */
static double agree_fields(const struct weigh *w, const struct mention *a, const struct mention *b) {
  double text = w->docs[a->doc].original == w->docs[b->doc].original && a->number == b->number ? 2 : 0;
  return text + agree_time(a, b) + agree_place(a, b) + agree_figures(a, b) +
         agree_names(&a->victims, &b->victims, 1.5) + agree_names(&a->parties, &b->parties, 0.8);
}

bool mention_may_agree(const struct weigh *w, const struct mention *a, const struct mention *b) {
  return a->doc != b->doc && agree_fields(w, a, b) + WORDS_MOST >= MENTION_AGREES;
}

double mention_agreement(const struct weigh *w, const struct mention *a, const struct mention *b) {
  if (a->doc == b->doc) return -100; /* the document itself tells them apart */
  return agree_fields(w, a, b) + agree_words(a, b);
}
