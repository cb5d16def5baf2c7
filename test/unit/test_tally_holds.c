/* What must hold for every case and every method, tried on cases that a generator
 * with fixed seeds makes: the order of arrival changes nothing, a copy changes
 * nothing, no figure comes from nowhere, what is added up is added rightly, every
 * claim is accounted for, and the names of the parties do not matter. */
#include "case_make.h"
#include "tap.h"
#include "toll/tally.h"

#ifndef CASES
#define CASES 70
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
  if (claim->form == TOLL_VAGUE && draw(s, 2)) claim->reckoned = 12;
  if (claim->form == TOLL_BETWEEN) {
    claim->high = claim->value + 20;
    claim->value = TOLL_OPEN;
  }
}

/* What a tally asks of the words around: stretches of time, names, people on top of others. */
static void make_around(uint64_t *s, toll_claim *claim) {
  static const char *const windows[] = {"since the truce", "So far this year", "so far this year"};
  uint32_t window = draw(s, 12);
  if (window < 3) {
    claim->window.text = text_of(windows[window]);
    claim->window.from = window ? toll_day_of(2001, 1, 1) : TOLL_NO_DAY;
    claim->window.to = TOLL_NO_DAY;
  }
  if (draw(s, 5) == 0) {
    static const char *const names[] = {"Ana Reyes", "ANA REYES", "Juan Mora", "Juan Mora\nAna Reyes", "Li Wei"};
    claim->names = text_of(names[draw(s, 5)]);
  }
  claim->revised = draw(s, 10) == 0;
  if (claim->scope == TOLL_TOTAL && draw(s, 6) == 0) claim->besides = 2;
  if (claim->scope == TOLL_ADDED && draw(s, 3) == 0) claim->rule = text_of("en/add-1");
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
  make_around(s, &claim);
  return claim;
}

/* Every second case speaks of one event only, so that its rows have many claims. */
static void make_dense(uint64_t *s, int swap, toll_claim *claim) {
  claim->event = 1;
  claim->when.text = text_of("on 1 March 2001");
  claim->when.from = claim->when.to = toll_day_of(2001, 3, 1);
  claim->where.name = claim->where.text = text_of("Eastford");
  claim->claimant = &speakers[swap][draw(s, 3)];
  if (draw(s, 4)) claim->classes = 0;
  if (draw(s, 3)) claim->harm = TOLL_KILLED;
  if (draw(s, 2)) claim->window.text = (toll_slice){0};
  if (draw(s, 3)) claim->status = TOLL_ASSERTED;
  if (claim->scope == TOLL_RATE) claim->scope = TOLL_ADDED;
  if (claim->scope != TOLL_ADDED) return;
  claim->part_of = -1;
  claim->when.text = (toll_slice){0}; /* after the total, for all that is told */
  claim->when.from = claim->when.to = TOLL_NO_DAY;
  if (draw(s, 2)) {
    toll_day later = (toll_day)draw(s, 20);
    claim->when.text = text_of("later");
    claim->when.from = toll_day_of(2001, 3, 2) + later;
    claim->when.to = claim->when.from + (toll_day)draw(s, 3);
  }
}

static void make_reports(uint64_t seed, int swap, struct report out[REPORTS]) {
  uint64_t s = seed * 0x9e3779b97f4a7c15u + 7;
  for (size_t i = 0; i < REPORTS; i++) {
    struct report *r = &out[i];
    size_t n = (size_t)snprintf(r->text, sizeof r->text, "%u.", (unsigned)(seed * 100 + i));
    for (int w = 0; w < 60; w++) n += (size_t)snprintf(r->text + n, sizeof r->text - n, " %s", words[draw(&s, 24)]);
    r->outlet = outlets[draw(&s, 4)];
    toll_day day = (toll_day)draw(&s, 60);
    toll_day_format(toll_day_of(2001, 3, 2) + (seed % 2 ? 3 * (toll_day)i : day), r->day);
    r->count = 1 + draw(&s, seed % 2 ? 2 : CLAIMS);
    for (size_t k = 0; k < r->count; k++) {
      r->claims[k] = make_any(&s, k, swap);
      if (seed % 2) make_dense(&s, swap, &r->claims[k]);
    }
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

static bool has(toll_slice text, const char *what) {
  size_t len = strlen(what);
  for (size_t i = 0; i + len <= text.len; i++)
    if (memcmp(text.at + i, what, len) == 0) return true;
  return false;
}

/* The claims of a row with that reason whose other claim is this one: how many, and their sum. */
static size_t added_to(const toll_tally_row *row, const toll_case_claim *total, int64_t *sum) {
  size_t n = 0;
  *sum = 0;
  for (size_t f = 0; f < row->figure_count; f++)
    for (size_t i = 0; i < row->figures[f].count; i++) {
      const toll_tally_claim *c = &row->figures[f].claims[i];
      if (c->reason != TOLL_USED_ON_TOP || c->other != total) continue;
      *sum += c->row->claim.value;
      n++;
    }
  return n;
}

static bool overlap(const toll_claim *a, const toll_claim *b) {
  if (a->when.from == TOLL_NO_DAY || b->when.from == TOLL_NO_DAY) return false;
  return a->when.from <= b->when.to && b->when.from <= a->when.to;
}

/* An addition is its own claimant's, no part of anything, and of no days that another
 * addition to the same total reaches over. */
static bool sound_addition(const toll_tally_row *row, const toll_tally_claim *c) {
  if (!c->other || c->row->claim.scope == TOLL_PART || c->row->claim.part_of >= 0) return false;
  for (size_t f = 0; f < row->figure_count; f++)
    for (size_t i = 0; i < row->figures[f].count; i++) {
      const toll_tally_claim *d = &row->figures[f].claims[i];
      bool rival = d != c && d->reason == TOLL_USED_ON_TOP && d->other == c->other;
      if (rival && overlap(&c->row->claim, &d->row->claim)) return false;
      if (d->row == c->other && (d->account != c->account || d->reason != TOLL_USED)) return false;
    }
  return true;
}

/* A figure that stands in no text: a sum of what its claimant added, or the pack's table. */
static bool sound_derived(const toll_tally_row *row, const toll_tally_figure *figure) {
  if (has(figure->derived, " = ")) return figure->value == 12;
  for (size_t i = 0; i < figure->count; i++) {
    int64_t sum;
    const toll_case_claim *total = figure->claims[i].row;
    if (figure->used && added_to(row, total, &sum) && total->claim.value + sum == figure->value) return true;
  }
  return !figure->used; /* what a method does not choose keeps its sum, without those added */
}

/* low, or high, is a number of a figure; or the count of names, which are written out. */
static bool said(const toll_tally_row *row, int64_t end) {
  if (end == TOLL_OPEN) return true;
  int64_t names = has(row->derived, "named: ") ? 1 : 0;
  for (size_t i = 0; names && i < row->derived.len; i++) names += row->derived.at[i] == ',';
  if (names) return names == end;
  for (size_t f = 0; f < row->figure_count; f++)
    if (row->figures[f].low == end || row->figures[f].high == end || row->figures[f].value == end) return true;
  return false;
}

static bool same_window(const toll_tally_row *row, const toll_claim *c) {
  return (row->window.text.at != NULL) == (c->window.text.at != NULL) &&
         (!c->window.text.at || c->window.from == row->window.from);
}

/* What must hold of one row; *listed grows by its claims. */
static bool row_holds(const toll_tally_row *row, const toll_method *method, size_t *listed) {
  int64_t low = row->low, best = row->best, high = row->high;
  bool names = strcmp(method->name, "named") == 0, used = false, good = true;
  if (low != TOLL_OPEN && high != TOLL_OPEN) good &= low <= high;
  if (low != TOLL_OPEN && best != TOLL_OPEN) good &= low <= best;
  if (high != TOLL_OPEN && best != TOLL_OPEN) good &= best <= high;
  good &= (names || range_in_text(row)) && said(row, low) && said(row, high);
  for (size_t f = 0; f < row->figure_count; f++) {
    const toll_tally_figure *figure = &row->figures[f];
    *listed += figure->count;
    used |= figure->used;
    if (figure->derived.len) good &= sound_derived(row, figure);
    for (size_t i = 0; i < figure->count; i++) {
      const toll_tally_claim *c = &figure->claims[i];
      if (c->reason == TOLL_USED_ON_TOP) good &= sound_addition(row, c);
      good &= same_window(row, &c->row->claim) && toll_reason_text(c->reason);
    }
  }
  return good && (used || (low == TOLL_OPEN && best == TOLL_OPEN && high == TOLL_OPEN));
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
    if (!row_holds(&row[i], method, &listed)) {
      toll_buffer text = {0};
      toll_tally_row_json(&row[i], method, &text);
      if (good) printf("# %.*s\n", (int)text.len, text.at);
      toll_buffer_free(&text);
      good = false;
    }
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

enum telling { FIRST, AGAIN, MIXED, FIGURES, COPIED, RENAMED, TELLINGS };

#define METHODS 9

/* What each method says of each of the cases that are made from one seed. */
static void try_case(const char *path, uint64_t seed, struct outcome all[METHODS]) {
  static struct report reports[REPORTS + 1], swapped[REPORTS];
  static toll_buffer said_of[METHODS][TELLINGS];
  size_t order[REPORTS + 1];
  make_reports(seed, 0, reports);
  make_reports(seed, 1, swapped);
  for (size_t i = 0; i <= REPORTS; i++) order[i] = i;
  size_t claims = count_claims(reports, REPORTS);
  toll_case *c = make_case(path, reports, order, REPORTS);
  for (size_t m = 0; m < METHODS; m++) {
    all[m].holds &= tell(c, toll_method_at(m), claims, false, &said_of[m][FIRST]);
    tell(c, toll_method_at(m), 0, false, &said_of[m][AGAIN]);
    tell(c, toll_method_at(m), 0, true, &said_of[m][FIGURES]);
  }
  copy_report(seed, reports);
  add_report(c, &reports[REPORTS]);
  for (size_t m = 0; m < METHODS; m++) tell(c, toll_method_at(m), 0, true, &said_of[m][COPIED]);
  toll_case_close(c);
  c = make_case(path, swapped, order, REPORTS);
  for (size_t m = 0; m < METHODS; m++) tell(c, toll_method_at(m), 0, true, &said_of[m][RENAMED]);
  toll_case_close(c);
  shuffle(seed, order);
  c = make_case(path, reports, order, REPORTS);
  for (size_t m = 0; m < METHODS; m++) tell(c, toll_method_at(m), 0, false, &said_of[m][MIXED]);
  toll_case_close(c);
  for (size_t m = 0; m < METHODS; m++) {
    const toll_buffer *b = said_of[m];
    all[m].again &= same(&b[FIRST], &b[AGAIN]);
    all[m].copy &= same(&b[FIGURES], &b[COPIED]);
    all[m].names &= same(&b[FIGURES], &b[RENAMED]);
    all[m].order &= same(&b[FIRST], &b[MIXED]);
    for (size_t i = 0; i < TELLINGS; i++) toll_buffer_free(&said_of[m][i]);
  }
  memset(said_of, 0, sizeof said_of);
}

static void tell_outcome(const char *method, const struct outcome *all) {
  char name[160];
  snprintf(name, sizeof name, "%s: low <= best <= high, sums are sound, every claim is listed once", method);
  OK(all->holds, name);
  snprintf(name, sizeof name, "%s: the order of arrival changes nothing", method);
  OK(all->order, name);
  snprintf(name, sizeof name, "%s: the same case gives the same bytes", method);
  OK(all->again, name);
  snprintf(name, sizeof name, "%s: a copy of a document changes no figure", method);
  OK(all->copy, name);
  snprintf(name, sizeof name, "%s: swapping the names of the parties changes no figure", method);
  OK(all->names, name);
}

int main(void) {
  char folder[512], path[600];
  struct outcome all[METHODS];
  if (!make_folder(folder, sizeof folder)) return 1;
  snprintf(path, sizeof path, "%s/holds.toll", folder);
  OK(toll_method_at(METHODS - 1) && !toll_method_at(METHODS), "there are nine methods");
  for (size_t m = 0; m < METHODS; m++) all[m] = (struct outcome){true, true, true, true, true};
  for (uint64_t seed = 1; seed <= CASES; seed++) try_case(path, seed, all);
  for (size_t m = 0; m < METHODS; m++) tell_outcome(toll_method_at(m)->name, &all[m]);
  remove_folder(folder);
  return DONE();
}
