/* What must hold for every case, tried on cases that a generator with fixed
 * seeds makes: the order of arrival changes nothing, a copy changes nothing, no
 * figure comes from nowhere, every claim is accounted for, and the names of the
 * parties do not matter. */
#include "case_make.h"
#include "tap.h"
#include "toll/tally.h"

#ifndef CASES
#define CASES 25
#endif
#define REPORTS 9
#define CLAIMS 5

struct report {
  char text[900];
  const char *outlet;
  char day[11];
  toll_claim claims[CLAIMS];
  size_t count;
};

static uint32_t draw(uint64_t *state, uint32_t below) {
  *state = *state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*state >> 33) % below;
}

static const char *const words[] = {"river", "bridge", "market", "morning", "witness", "street",  "hospital", "people",
                                    "night", "school", "road",   "village", "council", "convoy",  "station",  "harbour",
                                    "tower", "field",  "valley", "winter",  "report",  "soldier", "doctor",   "family"};
static const char *const outlets[] = {"Courier", "Wire", "Herald", NULL};

/* Names of parties, in one order and in the other. */
static const char *const parties[2][2] = {{"Northern forces", "Southern forces"},
                                          {"Southern forces", "Northern forces"}};

static toll_claimant speakers[2][6] = {
    {{.name = {"the ministry", 12}, .kind = TOLL_KIND_OFFICIAL},
     {.name = {"a hospital", 10}, .kind = TOLL_KIND_MEDICAL},
     {.name = {"Northern forces", 15}, .kind = TOLL_KIND_MILITARY},
     {.name = {"Southern forces", 15}, .kind = TOLL_KIND_MILITARY},
     {.name = {"Wire", 4}, .kind = TOLL_KIND_MEDIA},
     {.name = {"Ministry of Health", 18}, .kind = TOLL_KIND_OFFICIAL}},
    {{.name = {"the ministry", 12}, .kind = TOLL_KIND_OFFICIAL},
     {.name = {"a hospital", 10}, .kind = TOLL_KIND_MEDICAL},
     {.name = {"Southern forces", 15}, .kind = TOLL_KIND_MILITARY},
     {.name = {"Northern forces", 15}, .kind = TOLL_KIND_MILITARY},
     {.name = {"Wire", 4}, .kind = TOLL_KIND_MEDIA},
     {.name = {"Ministry of Health", 18}, .kind = TOLL_KIND_OFFICIAL}},
};

static void make_figure(uint64_t *s, toll_claim *claim) {
  static const uint8_t forms[] = {TOLL_EXACT, TOLL_EXACT,   TOLL_EXACT,     TOLL_AT_LEAST,   TOLL_AT_MOST,
                                  TOLL_VAGUE, TOLL_BETWEEN, TOLL_MORE_THAN, TOLL_FEWER_THAN, TOLL_NONE};
  claim->form = forms[draw(s, 10)];
  if (claim->form == TOLL_AT_LEAST || claim->form == TOLL_MORE_THAN) claim->high = TOLL_OPEN;
  if (claim->form == TOLL_MORE_THAN) claim->low = claim->value + 1;
  if (claim->form == TOLL_AT_MOST || claim->form == TOLL_FEWER_THAN) claim->low = 0;
  if (claim->form == TOLL_FEWER_THAN) claim->high = claim->value - 1;
  if (claim->form == TOLL_NONE) claim->value = claim->low = claim->high = 0;
  if (claim->form == TOLL_VAGUE) claim->value = claim->low = claim->high = TOLL_OPEN;
  if (claim->form == TOLL_BETWEEN) {
    claim->high = claim->value + 20;
    claim->value = TOLL_OPEN;
  }
}

static toll_claim make_any(uint64_t *s, size_t nth, int swap) {
  static const int64_t values[] = {3, 12, 48, 131, 744};
  static const uint8_t scopes[] = {TOLL_TOTAL, TOLL_TOTAL, TOLL_TOTAL, TOLL_ADDED, TOLL_RATE};
  unsigned harm = draw(s, 3) ? TOLL_KILLED : TOLL_WOUNDED; /* one draw a statement: their order is part of the case */
  int64_t value = values[draw(s, 5)];
  value += draw(s, 2);
  toll_claim claim = make_claim(harm, value, "people");
  make_figure(s, &claim);
  claim.scope = scopes[draw(s, 5)];
  if (nth && draw(s, 4) == 0) {
    claim.part_of = (int32_t)draw(s, (uint32_t)nth);
    claim.scope = TOLL_PART;
  }
  claim.status = (uint8_t)(draw(s, 6) ? TOLL_ASSERTED : TOLL_DENIED);
  claim.side = (uint8_t)(draw(s, 8) ? TOLL_VICTIM : TOLL_PERPETRATOR);
  if (draw(s, 4) == 0) claim.classes = 1u << draw(s, 9);
  claim.event = 1 + draw(s, 2);
  uint32_t who = draw(s, 9);
  if (who < 6) claim.claimant = &speakers[swap][who];
  if (draw(s, 3)) {
    toll_day far = (toll_day)draw(s, 3);
    far *= (toll_day)draw(s, 40);
    claim.when.from = claim.when.to = toll_day_of(2001, 3, 1) + far;
    claim.when.text = text_of("then");
  }
  if (draw(s, 3)) claim.where.name = claim.where.text = text_of(draw(s, 3) ? "Eastford" : "Westbury");
  if (draw(s, 8) == 0) claim.rule = text_of("en/revise-1");
  uint32_t by = draw(s, 4);
  if (by < 2) claim.by = text_of(parties[swap][by]);
  return claim;
}

static void make_reports(uint64_t seed, int swap, struct report out[REPORTS]) {
  uint64_t s = seed * 0x9e3779b97f4a7c15u + 7;
  for (size_t i = 0; i < REPORTS; i++) {
    struct report *r = &out[i];
    size_t n = (size_t)snprintf(r->text, sizeof r->text, "%u.", (unsigned)(seed * 100 + i));
    for (int w = 0; w < 60; w++) n += (size_t)snprintf(r->text + n, sizeof r->text - n, " %s", words[draw(&s, 24)]);
    r->outlet = outlets[draw(&s, 4)];
    toll_day_format(toll_day_of(2001, 3, 2) + (toll_day)draw(&s, 60), r->day);
    r->count = 1 + draw(&s, CLAIMS);
    for (size_t k = 0; k < r->count; k++) r->claims[k] = make_any(&s, k, swap);
  }
}

static void add_report(toll_case *c, struct report *r) {
  toll_document *doc = make_document(r->text, r->outlet, r->day);
  toll_claims claims = {r->claims, r->count};
  bool added;
  toll_error e = {0};
  number_claims(r->claims, r->count, doc);
  if (toll_case_add(c, doc, &claims, &added, &e)) printf("# %s\n", e.message);
  toll_document_free(doc);
}

static toll_case *make_case(const char *path, struct report *reports, const size_t *order, size_t count) {
  toll_error e = {0};
  toll_case *c = NULL;
  unlink(path);
  if (toll_case_init(path, 0, &e) || toll_case_open(path, TOLL_CASE_WRITE, &c, &e)) return NULL;
  for (size_t i = 0; i < count; i++) add_report(c, &reports[order[i]]);
  toll_case_commit(c, &e);
  return c;
}

static int compare_lines(const void *a, const void *b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Rows in the order of their own text: a copy may stand for the original, and an
 * event's name with it, but no figure moves. */
static void sort_lines(toll_buffer *b) {
  static char *lines[REPORTS * CLAIMS * 2];
  static char kept[1 << 16];
  size_t count = 0;
  if (b->len >= sizeof kept || !b->len) return;
  memcpy(kept, b->at, b->len);
  kept[b->len] = 0;
  for (char *line = strtok(kept, "\n"); line && count < sizeof lines / sizeof *lines; line = strtok(NULL, "\n"))
    lines[count++] = line;
  qsort(lines, count, sizeof *lines, compare_lines);
  b->len = 0;
  for (size_t i = 0; i < count; i++) {
    toll_buffer_str(b, lines[i]);
    toll_buffer_str(b, "\n");
  }
}

/* Whether a number of a range stands in the text: it is a claim's own, or an end of
 * what was given as from so many to so many. */
static bool in_text(const toll_tally_row *row, int64_t number) {
  for (size_t f = 0; f < row->figure_count; f++) {
    const toll_tally_figure *figure = &row->figures[f];
    bool ends = figure->form == TOLL_BETWEEN && (figure->low == number || figure->high == number);
    if (figure->used && (figure->value == number || ends)) return true;
  }
  return false;
}

static bool range_in_text(const toll_tally_row *row) {
  bool good = true;
  for (size_t i = 0; i < row->range.len;) {
    int64_t number = 0;
    size_t digits = 0;
    for (; i < row->range.len && row->range.at[i] >= '0' && row->range.at[i] <= '9'; i++, digits++)
      number = number * 10 + (row->range.at[i] - '0');
    good &= !digits || in_text(row, number);
    i += !digits;
  }
  return good;
}

/* Everything a method says, as bytes; whether what must hold does. */
static bool tell(toll_case *c, const toll_method *method, size_t claims, bool figures_only, toll_buffer *out) {
  toll_tally_query query = {.method = method};
  toll_tally *t = NULL;
  toll_error e = {0};
  if (toll_tally_case(c, &query, &t, &e)) return false;
  size_t rows, listed = 0;
  bool good = true;
  const toll_tally_row *row = toll_tally_rows(t, &rows);
  for (size_t i = 0; i < rows; i++) {
    int64_t low = row[i].low, best = row[i].best, high = row[i].high;
    if (low != TOLL_OPEN && high != TOLL_OPEN)
      good &= low <= high && (best == TOLL_OPEN || (low <= best && best <= high));
    good &= range_in_text(&row[i]);
    bool low_said = low == TOLL_OPEN, high_said = high == TOLL_OPEN, used = false;
    for (size_t f = 0; f < row[i].figure_count; f++) {
      const toll_tally_figure *figure = &row[i].figures[f];
      listed += figure->count;
      low_said |= figure->low == low || figure->high == low || figure->value == low;
      high_said |= figure->low == high || figure->high == high || figure->value == high;
      used |= figure->used;
    }
    good &= low_said && high_said && (used || (low == TOLL_OPEN && high == TOLL_OPEN)); /* nothing is added up */
    if (figures_only) {
      toll_buffer_str(out, toll_harm_name(row[i].harm));
      toll_buffer_int(out, row[i].low);
      toll_buffer_int(out, row[i].best);
      toll_buffer_int(out, row[i].high);
    } else
      toll_tally_row_json(&row[i], method, out);
    toll_buffer_str(out, "\n");
  }
  if (figures_only) sort_lines(out);
  toll_tally_free(t);
  if (claims && listed != claims) printf("# %zu of %zu claims are listed\n", listed, claims);
  return good && (!claims || listed == claims);
}

static bool same(const toll_buffer *a, const toll_buffer *b) {
  bool same = a->len == b->len && (a->len == 0 || memcmp(a->at, b->at, a->len) == 0);
  if (!same) printf("# %.*s\n# against\n# %.*s\n", (int)a->len, a->at, (int)b->len, b->at);
  return same;
}

static size_t count_claims(const struct report *reports, size_t count) {
  size_t claims = 0;
  for (size_t i = 0; i < count; i++) claims += reports[i].count;
  return claims;
}

struct outcome {
  bool holds, order, again, copy, names;
};

static void shuffle(uint64_t seed, size_t *order) {
  uint64_t s = seed + 99;
  for (size_t i = REPORTS; i > 1; i--) {
    size_t j = draw(&s, (uint32_t)i), kept = order[i - 1];
    order[i - 1] = order[j];
    order[j] = kept;
  }
}

/* A copy of one report: other bytes, the same words. */
static void copy_report(uint64_t seed, struct report *reports) {
  struct report *copy = &reports[REPORTS];
  *copy = reports[seed % REPORTS];
  strcat(copy->text, ".\n");
}

static void try_method(const char *path, uint64_t seed, const toll_method *method, struct outcome *all) {
  static struct report reports[REPORTS + 1], swapped[REPORTS];
  size_t order[REPORTS + 1];
  toll_buffer first = {0}, again = {0}, mixed = {0}, figures = {0}, copied = {0}, renamed = {0};
  make_reports(seed, 0, reports);
  make_reports(seed, 1, swapped);
  for (size_t i = 0; i <= REPORTS; i++) order[i] = i;
  toll_case *c = make_case(path, reports, order, REPORTS);
  all->holds &= tell(c, method, count_claims(reports, REPORTS), false, &first);
  all->holds &= tell(c, method, 0, false, &again);
  all->again &= same(&first, &again);
  tell(c, method, 0, true, &figures);
  copy_report(seed, reports);
  add_report(c, &reports[REPORTS]);
  tell(c, method, 0, true, &copied);
  all->copy &= same(&figures, &copied);
  toll_case_close(c);
  c = make_case(path, swapped, order, REPORTS);
  tell(c, method, 0, true, &renamed);
  all->names &= same(&figures, &renamed);
  toll_case_close(c);
  shuffle(seed, order);
  c = make_case(path, reports, order, REPORTS);
  tell(c, method, 0, false, &mixed);
  all->order &= same(&first, &mixed);
  toll_case_close(c);
  toll_buffer *const buffers[] = {&first, &again, &mixed, &figures, &copied, &renamed};
  for (size_t i = 0; i < 6; i++) toll_buffer_free(buffers[i]);
}

int main(void) {
  char folder[512], path[600], name[128];
  if (!make_folder(folder, sizeof folder)) return 1;
  snprintf(path, sizeof path, "%s/holds.toll", folder);
  for (size_t m = 0; toll_method_at(m); m++) {
    struct outcome all = {true, true, true, true, true};
    const char *method = toll_method_at(m)->name;
    for (uint64_t seed = 1; seed <= CASES; seed++) try_method(path, seed, toll_method_at(m), &all);
    snprintf(name, sizeof name, "%s: low <= best <= high, nothing is added up, every claim is listed once", method);
    OK(all.holds, name);
    snprintf(name, sizeof name, "%s: the order of arrival changes nothing", method);
    OK(all.order, name);
    snprintf(name, sizeof name, "%s: the same case gives the same bytes", method);
    OK(all.again, name);
    snprintf(name, sizeof name, "%s: a copy of a document changes no figure", method);
    OK(all.copy, name);
    snprintf(name, sizeof name, "%s: swapping the names of the parties changes no figure", method);
    OK(all.names, name);
  }
  remove_folder(folder);
  return DONE();
}
