/* Mentions are made: the claims of a document go by the document's own events, and
 * of each event the days, places, figures, people and words are gathered.
 *
 * Words come from the document's title and first lines, for the event that it mainly
 * reports, and from around the event's claims.  Everything that could grow has a bound; what is
 * kept where there is too much is decided by values, never by chance. */
#include "weigh/mention.h"

#include <stdlib.h>
#include <string.h>

#include "extract/outline.h"
#include "pack/pack.h"
#include "toll/error.h"
#include "weigh/reading.h"
#include "weigh/words.h"

#define AROUND 150   /* bytes of text before the first and after the last claim */
#define PASSAGE 4096 /* bytes of text around claims that are looked at */
#define LEAD 700     /* bytes at the head of a document that say what it is about */

struct making {
  const struct mention_maker *maker;
  const toll_document_info *info;
  const toll_claims *claims;
  struct arena *arena;
  struct outline *outline;
};

/* --- days --------------------------------------------------------------- */

static bool names_year(toll_slice text) {
  size_t digits = 0;
  for (size_t i = 0; i < text.len && digits < 4; i++) digits = text.at[i] >= '0' && text.at[i] <= '9' ? digits + 1 : 0;
  return digits == 4;
}

/* The most precise day or interval that a claim gives; of equal ones the earlier. */
static void take_days(struct mention *m, const toll_claim *c) {
  toll_day from = c->when.from, to = c->when.to;
  if (from == TOLL_NO_DAY || to == TOLL_NO_DAY || to < from) return;
  bool first = m->from == TOLL_NO_DAY, year = names_year(c->when.text);
  int64_t length = (int64_t)to - from, kept = first ? 0 : (int64_t)m->to - m->from;
  if (!first && (length > kept || (length == kept && from > m->from))) return;
  m->year = (!first && from == m->from && to == m->to && m->year) || year;
  m->from = from;
  m->to = to;
}

static void take_year(struct mention *m, int64_t year) {
  int of_printing = 0, month, day;
  if (m->printed != TOLL_NO_DAY) toll_day_parts(m->printed, &of_printing, &month, &day);
  for (size_t i = 0; i < MENTION_YEARS && year != of_printing; i++) {
    if (m->years[i] == year) return;
    if (m->years[i]) continue;
    m->years[i] = (int16_t)year;
    return;
  }
}

/* --- figures and people ------------------------------------------------- */

static int compare_figures(const struct mention_figure *a, const struct mention_figure *b) {
  if (a->harm != b->harm) return a->harm < b->harm ? -1 : 1;
  return a->value < b->value ? -1 : a->value > b->value;
}

/* Keeps the list in order; where it is full the smallest number goes. */
static void take_figure(struct mention *m, struct mention_figure f) {
  size_t at = 0;
  while (at < m->figure_count && compare_figures(&m->figures[at], &f) < 0) at++;
  if (at < m->figure_count && compare_figures(&m->figures[at], &f) == 0) {
    unsigned times = (unsigned)m->figures[at].times + f.times;
    m->figures[at].times = times > UINT8_MAX ? UINT8_MAX : (uint8_t)times;
    return;
  }
  if (m->figure_count == MENTION_FIGURES) {
    size_t least = 0;
    for (size_t i = 1; i < m->figure_count; i++)
      if (m->figures[i].value < m->figures[least].value) least = i;
    if (f.value <= m->figures[least].value) return;
    memmove(m->figures + least, m->figures + least + 1, (m->figure_count - least - 1) * sizeof f);
    m->figure_count--;
    at -= at > least;
  }
  memmove(m->figures + at + 1, m->figures + at, (m->figure_count - at) * sizeof f);
  m->figures[at] = f;
  m->figure_count++;
}

static void take_hash(uint32_t *list, uint8_t *count, uint32_t hash) {
  uint8_t at = 0;
  while (at < *count && list[at] < hash) at++;
  if (at == MENTION_NAMES || (at < *count && list[at] == hash)) return;
  uint8_t kept = *count < MENTION_NAMES ? *count : MENTION_NAMES - 1;
  memmove(list + at + 1, list + at, (size_t)(kept - at) * sizeof *list);
  list[at] = hash;
  *count = (uint8_t)(kept + 1);
}

static int take_names(struct making *g, uint32_t *list, uint8_t *count, toll_slice text, enum word_kind kind) {
  struct word_set words = {0};
  if (words_add(&words, text, kind, g->arena)) return TOLL_E_MEMORY;
  for (size_t i = 0; i < words.count; i++) take_hash(list, count, (uint32_t)(words.at[i] ^ words.at[i] >> 32));
  return 0;
}

/* --- places ------------------------------------------------------------- */

/* The written name's parts that tell: "al-" and "the" are no part of a name's sound. */
static void sound_place(struct mention_place *p, toll_slice name) {
  char folded[PLACES_KEY_MAX];
  size_t len = places_fold(name.at, name.len, folded, sizeof folded), from = 0;
  p->name = len ? outline_hash((toll_slice){folded, len}) : 0;
  while (from < len && folded[from] != ' ') from++;
  from = from < len && from <= 3 ? from + 1 : 0; /* a short first word is an article or "San" */
  p->sound = outline_sound((toll_slice){folded + from, len - from});
}

static void take_place(struct mention *m, struct mention_place p) {
  for (size_t i = 0; i < m->place_count; i++) {
    struct mention_place *old = &m->places[i];
    bool country = p.kind == PLACE_COUNTRY && old->kind == PLACE_COUNTRY && memcmp(p.country, old->country, 2) == 0;
    if (country || (p.id && old->id == p.id) || (old->name == p.name && (!p.id || !old->id))) {
      p.claimed = p.claimed || old->claimed;
      if (!p.id) p.id = old->id, p.lat = old->lat, p.lon = old->lon, p.admin = old->admin, p.kind = old->kind;
      if (!p.country[0]) memcpy(p.country, old->country, 2);
      *old = p;
      return;
    }
  }
  if (m->place_count < MENTION_PLACES) m->places[m->place_count++] = p;
}

static void describe_place(struct mention_place *p, const struct place *place) {
  p->id = place->id;
  p->lat = place->lat;
  p->lon = place->lon;
  p->admin = place->admin;
  p->kind = place->kind;
  memcpy(p->country, place->country, 2);
}

static bool same_text(toll_slice a, toll_slice b) {
  return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static toll_slice name_of_place(const toll_claim *c) {
  return c->where.name.len ? c->where.name : c->where.text;
}

/* What the gazetteer knows of the claim's place beyond the claim's own fields; false where
 * the name is that of a people. */
static bool look_up(const struct making *g, struct mention_place *p, toll_slice name, const toll_claim *c) {
  size_t count = 0;
  const struct place *found = g->maker->places ? places_find_text(g->maker->places, name, &count) : NULL;
  for (size_t i = 0; i < count; i++) {
    bool same = found[i].id == (uint32_t)c->where.geonameid, here = memcmp(found[i].country, c->where.country, 2) == 0;
    if (!same || !here) continue;
    describe_place(p, &found[i]);
    return !(found[i].flags & PLACE_DEMONYM);
  }
  return true;
}

static int read_passage(struct making *g, toll_slice text) {
  return outline_read(g->outline, g->maker->pack, g->maker->places, text, g->arena);
}

/* The names alone of a place that the gazetteer does not know: "Tondoro" of "the eastern
 * countryside of Tondoro", nothing of "several areas".  Folded, in out; its length. */
static int fold_names(struct making *g, toll_slice text, char out[PLACES_KEY_MAX], size_t *len) {
  struct outline *o = g->outline;
  outline_clear(o);
  o->where = true;
  int code = read_passage(g, text);
  *len = 0;
  for (size_t i = 0; i < o->word_count; i++) {
    toll_slice word = o->words[i].text;
    if (!(o->words[i].traits & OUTLINE_NAME) || *len + word.len + 1 > PLACES_KEY_MAX) continue;
    if (*len) out[(*len)++] = ' ';
    memcpy(out + *len, word.at, word.len);
    *len += word.len;
  }
  return code;
}

static int take_claimed(struct making *g, struct mention *m, const toll_claim *c) {
  toll_slice name = c->where.name;
  char folded[PLACES_KEY_MAX];
  if (!name.len && c->where.text.len) {
    int code = fold_names(g, c->where.text, folded, &name.len);
    if (code) return code;
    name.at = folded;
  }
  if (!name.len) return 0;
  struct mention_place p = {.lat = PLACE_NOWHERE, .lon = PLACE_NOWHERE, .kind = PLACE_CITY, .claimed = true};
  p.id = (uint32_t)c->where.geonameid;
  if (c->where.country[0]) memcpy(p.country, c->where.country, 2);
  if (c->where.country[0] && !look_up(g, &p, name, c)) return 0; /* a people's name: the passage has it */
  sound_place(&p, name);
  take_place(m, p);
  return 0;
}

/* A people's name says where only when nothing else does: "Turkish soldiers" may be anywhere. */
static void take_outlined(struct mention *m, const struct outline *o) {
  for (int people = 0; people <= 1; people++)
    for (size_t i = 0; i < o->place_count; i++) {
      const struct place *place = o->places[i].place;
      if ((place->flags & PLACE_DEMONYM) ? !people || m->place_count : people) continue;
      struct mention_place p = {0};
      describe_place(&p, place);
      sound_place(&p, o->places[i].text);
      take_place(m, p);
    }
}

static void name_place(struct mention *m, toll_slice name, const char *country, uint32_t id) {
  size_t len = name.len < MENTION_PLACE ? name.len : MENTION_PLACE;
  while (len < name.len && len > 0 && ((unsigned char)name.at[len] & 0xc0) == 0x80) len--; /* no half letter */
  if (len) memcpy(m->place, name.at, len);
  m->place[len] = '\0';
  m->place_len = (uint8_t)len;
  memcpy(m->country, country, 2);
  m->geonameid = id;
}

/* The name that most claims of the event give; of several, the first in the text. */
static void name_most(struct making *g, struct mention *m) {
  const toll_claim *best = NULL;
  size_t most = 0;
  for (size_t i = 0; i < g->claims->count; i++) {
    const toll_claim *c = &g->claims->items[i];
    toll_slice name = name_of_place(c);
    if (c->event != m->number || !name.len || (best && same_text(name, name_of_place(best)))) continue;
    size_t times = 0;
    for (size_t k = i; k < g->claims->count; k++)
      times += g->claims->items[k].event == m->number && same_text(name_of_place(&g->claims->items[k]), name);
    if (times <= most) continue;
    most = times;
    best = c;
  }
  if (best) name_place(m, name_of_place(best), best->where.country, (uint32_t)best->where.geonameid);
}

/* --- words -------------------------------------------------------------- */

/* Of two words the one that is kept where there is no room for both. */
static bool weighs_more(const struct mention_word *a, const struct mention_word *b) {
  return a->weight != b->weight ? a->weight > b->weight : a->hash < b->hash;
}

static void take_word(struct mention *m, struct mention_word w) {
  size_t at = 0;
  while (at < m->word_count && m->words[at].hash < w.hash) at++;
  if (at < m->word_count && m->words[at].hash == w.hash) {
    m->words[at].traits |= w.traits;
    return;
  }
  if (m->word_count == MENTION_WORDS) {
    size_t least = 0;
    for (size_t i = 1; i < m->word_count; i++)
      if (weighs_more(&m->words[least], &m->words[i])) least = i;
    if (!weighs_more(&w, &m->words[least])) return;
    memmove(m->words + least, m->words + least + 1, (m->word_count - least - 1) * sizeof w);
    m->word_count--;
    at -= at > least;
  }
  memmove(m->words + at + 1, m->words + at, (m->word_count - at) * sizeof w);
  m->words[at] = w;
  m->word_count++;
}

static void take_outline(struct mention *m, const struct outline *o) {
  for (size_t i = 0; i < o->word_count; i++) {
    const struct outline_word *w = &o->words[i];
    if (w->traits & OUTLINE_YEAR)
      take_year(m, w->value);
    else
      take_word(m, (struct mention_word){w->hash, w->sound, w->weight, w->traits});
  }
  m->classes |= o->classes;
  take_outlined(m, o);
}

/* The words of where the claims say it was. */
static int read_wheres(struct making *g, const struct mention *m) {
  int code = 0;
  g->outline->where = true;
  for (size_t i = 0; i < g->claims->count && !code; i++)
    if (g->claims->items[i].event == m->number) code = read_passage(g, g->claims->items[i].where.text);
  g->outline->where = false;
  return code;
}

static toll_slice head_of(const toll_document_info *info) {
  size_t len = info->text.len < LEAD ? info->text.len : LEAD;
  while (len < info->text.len && len > 0 && ((unsigned char)info->text.at[len] & 0xc0) == 0x80) len--;
  return (toll_slice){info->text.at, info->base ? 0 : len};
}

/* The passage that the event's claims stand in, without what the head has read. */
static toll_slice passage_of(const struct making *g, const struct mention *m, size_t skip) {
  toll_slice text = g->info->text;
  size_t from = SIZE_MAX, to = 0;
  for (size_t i = 0; i < g->claims->count; i++) {
    const toll_claim *c = &g->claims->items[i];
    if (c->event != m->number || c->span.from < g->info->base) continue;
    size_t first = c->span.from - g->info->base, last = c->span.to - g->info->base;
    from = first < from ? first : from;
    to = last > to ? last : to;
  }
  if (from >= text.len || to <= from) return (toll_slice){text.at, 0};
  from = from > AROUND ? from - AROUND : 0;
  to = to + AROUND < text.len ? to + AROUND : text.len;
  if (to - from > PASSAGE && to > from) to = from + PASSAGE;
  if (from < skip) from = skip < to ? skip : to;
  while (from < to && from > 0 && text.at[from - 1] != ' ' && text.at[from - 1] != '\n') from++; /* no half word */
  while (to < text.len && to > from && text.at[to] != ' ' && text.at[to] != '\n') to--;
  return (toll_slice){text.at + from, to - from};
}

/* --- one mention -------------------------------------------------------- */

static int take_claim(struct making *g, struct mention *m, const toll_claim *c) {
  m->claims++;
  take_days(m, c);
  int code = take_claimed(g, m, c);
  if (c->value > 0) take_figure(m, (struct mention_figure){c->value, c->harm, 1});
  if (c->harm == TOLL_KILLED && c->value > m->most_killed) m->most_killed = c->value;
  m->harms |= 1u << c->harm;
  m->classes |= c->classes;
  m->counts_on = m->counts_on || claim_toll(c) || c->scope == TOLL_ADDED;
  if (!code) code = take_names(g, m->victims, &m->victim_count, c->who, WORDS_NAMES);
  return code ? code : take_names(g, m->parties, &m->party_count, c->by, WORDS_ALL);
}

static int fill(struct making *g, struct mention *m, bool main) {
  int code = 0;
  for (size_t i = 0; i < g->claims->count && !code; i++)
    if (g->claims->items[i].event == m->number) code = take_claim(g, m, &g->claims->items[i]);
  name_most(g, m);
  outline_clear(g->outline);
  toll_slice head = main ? head_of(g->info) : (toll_slice){g->info->text.at, 0};
  if (!code && main && !g->info->base && g->info->title.len) code = read_passage(g, g->info->title);
  if (!code) code = read_passage(g, head);
  if (!code) code = read_passage(g, passage_of(g, m, head.len));
  if (!code) code = read_wheres(g, m);
  if (code) return code;
  take_outline(m, g->outline);
  if (!m->place_len && g->outline->place_count) {
    const struct outline_place *first = &g->outline->places[0];
    name_place(m, first->text, first->place->country, first->place->id);
  }
  return 0;
}

static struct mention started(const toll_document_info *info, uint32_t number) {
  char folded[PLACES_KEY_MAX];
  size_t len = places_fold(info->outlet.at, info->outlet.len, folded, sizeof folded);
  return (struct mention){.number = number,
                          .from = TOLL_NO_DAY,
                          .to = TOLL_NO_DAY,
                          .printed = info->from,
                          .outlet = len ? outline_hash((toll_slice){folded, len}) : 0};
}

static int compare_numbers(const void *a, const void *b) {
  const uint32_t *x = a, *y = b;
  return *x < *y ? -1 : *x > *y;
}

/* The events that claims belong to, ascending; one for a document without claims. */
static size_t list_events(const toll_claims *claims, uint32_t *numbers) {
  size_t kept = 0;
  for (size_t i = 0; i < claims->count; i++) numbers[i] = claims->items[i].event;
  if (claims->count) qsort(numbers, claims->count, sizeof *numbers, compare_numbers);
  for (size_t i = 0; i < claims->count; i++)
    if (!kept || numbers[kept - 1] != numbers[i]) numbers[kept++] = numbers[i];
  if (kept) return kept;
  numbers[0] = 1;
  return 1;
}

int mention_make(const struct mention_maker *maker, const toll_document_info *info, const toll_claims *claims,
                 struct arena *arena, struct mention **out, size_t *count) {
  uint32_t *numbers = ARENA_ARRAY(arena, claims->count + 1, uint32_t);
  struct making g = {maker, info, claims, arena, maker->outline ? maker->outline : ARENA_NEW(arena, struct outline)};
  *count = 0;
  if (!numbers || !g.outline) return TOLL_E_MEMORY;
  size_t events = list_events(claims, numbers);
  *out = ARENA_ARRAY(arena, events, struct mention);
  if (!*out) return TOLL_E_MEMORY;
  for (size_t i = 0; i < events; i++) {
    (*out)[i] = started(info, numbers[i]);
    if (fill(&g, &(*out)[i], i == 0)) return TOLL_E_MEMORY;
    mention_digest(&(*out)[i]);
  }
  bool speaks = claims->count > 0 || (!info->base && (g.outline->harm || g.outline->kind));
  *count = speaks ? events : 0;
  return 0;
}

void mention_take(struct mention *m, const struct mention *later) {
  m->claims += later->claims;
  if (later->from != TOLL_NO_DAY && (m->from == TOLL_NO_DAY || later->to - later->from < m->to - m->from)) {
    m->from = later->from;
    m->to = later->to;
    m->year = later->year;
  }
  for (size_t i = 0; i < MENTION_YEARS && later->years[i]; i++) take_year(m, later->years[i]);
  m->classes |= later->classes;
  m->harms |= later->harms;
  m->counts_on = m->counts_on || later->counts_on;
  if (later->most_killed > m->most_killed) m->most_killed = later->most_killed;
  if (!m->place_len) name_place(m, (toll_slice){later->place, later->place_len}, later->country, later->geonameid);
  for (size_t i = 0; i < later->place_count; i++) take_place(m, later->places[i]);
  for (size_t i = 0; i < later->word_count; i++) take_word(m, later->words[i]);
  for (size_t i = 0; i < later->figure_count; i++) take_figure(m, later->figures[i]);
  for (size_t i = 0; i < later->victim_count; i++) take_hash(m->victims, &m->victim_count, later->victims[i]);
  for (size_t i = 0; i < later->party_count; i++) take_hash(m->parties, &m->party_count, later->parties[i]);
  mention_digest(m);
}
