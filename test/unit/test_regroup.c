/* Events as documents come: whatever the order and the batches, what is printed and what
 * is stored is the same; a run that is cut short goes on. */
#include <sqlite3.h>

#include "case_make.h"
#include "tap.h"
#include "toll/tally.h"

#define DOCS 48

struct report {
  char text[900], outlet[16], day[11], id[16];
  toll_claim claims[3];
  size_t count;
};

static const char *const towns[] = {"Velmora", "Drosten", "Kalvary", "Ostrinje", "Pelham Ford"};
static const char *const words[] = {"market",   "bridge",   "shelling", "convoy",    "station", "soldiers",  "evening",
                                    "hospital", "rescuers", "district", "explosion", "bakery",  "witnesses", "flour",
                                    "crossing", "factory",  "harbour",  "minibus",   "school",  "gunmen"};

static uint32_t draw(uint64_t *s, uint32_t below) {
  *s = *s * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*s >> 33) % below;
}

/* Reports on a dozen events: of one town on days that lie close together, some without a
 * day, some on two events, and copies of earlier ones with other words at their end. */
static void make_report(uint64_t *s, struct report *all, size_t i) {
  struct report *r = &all[i];
  uint32_t town = draw(s, 5), day = draw(s, 4) * 9;
  size_t n = 0;
  snprintf(r->id, sizeof r->id, "report-%02zu", i);
  snprintf(r->outlet, sizeof r->outlet, "Outlet %u", draw(s, 7));
  toll_day printed = toll_day_of(2011, 5, 2) + (toll_day)day + (toll_day)draw(s, 4);
  toll_day_format(printed, r->day);
  if (i > 8 && draw(s, 4) == 0) {
    const struct report *of = &all[draw(s, (uint32_t)i - 4)];
    memcpy(r->claims, of->claims, sizeof r->claims);
    r->count = of->count;
    char text[900];
    memcpy(text, of->text, sizeof text);
    snprintf(r->text, sizeof r->text, "%.800s Shortened %zu.", text, i);
    return;
  }
  for (unsigned w = 0; w < 40; w++)
    n += (size_t)snprintf(r->text + n, sizeof r->text - n, " %s", w % 9 == 8 ? towns[town] : words[draw(s, 20)]);
  r->count = 1 + draw(s, 3);
  for (size_t k = 0; k < r->count; k++) {
    toll_claim *c = &r->claims[k];
    *c = make_claim(TOLL_KILLED + k % 2, 3 + 10 * (int64_t)town + draw(s, 2), "people");
    c->where.text = c->where.name = text_of(towns[town]);
    c->event = k == 2 ? 2 : 1;
    if (k == 2) c->where.text = c->where.name = text_of(towns[(town + 1) % 5]);
    if (draw(s, 5) == 0) continue;
    c->when.from = c->when.to = toll_day_of(2011, 5, 2) + (toll_day)day + (k == 2);
    c->when.text = text_of("on that day");
  }
}

static void add(toll_case *c, struct report *r) {
  toll_document *doc = make_document(r->text, r->outlet, r->day);
  doc->info.id = text_of(r->id);
  toll_claims claims = {r->claims, r->count};
  toll_error e = {0};
  bool added;
  number_claims(r->claims, r->count, doc);
  if (toll_case_add(c, doc, &claims, &added, &e)) printf("# %s\n", e.message);
  toll_document_free(doc);
}

static int add_column(void *out, int count, char **values, char **names) {
  (void)names;
  for (int i = 0; i < count; i++) {
    toll_buffer_str(out, values[i] ? values[i] : "-");
    toll_buffer_str(out, i + 1 < count ? "|" : "\n");
  }
  return 0;
}

/* What is stored, by what documents are called. */
static void dump(const char *path, toll_buffer *out) {
  static const char sql[] =
      "SELECT id, original, likeness FROM v_documents ORDER BY id;"
      "SELECT id, slug, name, date_from, date_to, place, country, geonameid, claims, documents, own FROM event ORDER BY"
      " id; SELECT d.id, m.number, m.claims, m.level, e.id, r.number, o.id FROM mention m JOIN document d ON "
      "d.document ="
      " m.document JOIN event e ON e.event = m.event LEFT JOIN mention r ON r.mention = m.repeats LEFT JOIN document o "
      "ON"
      " o.document = r.document ORDER BY 1, 2; SELECT k.key, d.id, m.number FROM mention_key k JOIN mention m ON "
      "m.mention"
      " = k.mention JOIN document d ON d.document = m.document ORDER BY 1, 2, 3; SELECT id, event FROM v_claims ORDER "
      "BY"
      " 1, 2";
  sqlite3 *db = NULL;
  if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK ||
      sqlite3_exec(db, sql, add_column, out, NULL) != SQLITE_OK)
    printf("# %s\n", sqlite3_errmsg(db));
  sqlite3_close(db);
}

static void print(toll_case *c, toll_buffer *out) {
  toll_events *events;
  toll_event event;
  toll_error e = {0};
  if (toll_events_open(c, (toll_slice){0}, true, &events, &e)) printf("# %s %s\n", e.message, e.detail);
  while (toll_events_next(events, &event, &e) > 0) {
    toll_event_json(&event, out);
    toll_buffer_str(out, "\n");
  }
  toll_events_close(events);
}

static toll_case *fresh(const char *path) {
  toll_case *c = NULL;
  toll_error e = {0};
  unlink(path);
  if (toll_case_init(path, 0, &e) || toll_case_open(path, TOLL_CASE_WRITE, &c, &e)) return NULL;
  return c;
}

/* Adds the reports in that order, batch after batch, each followed by an update. */
static void build(const char *path, struct report *reports, const size_t *order, size_t batch, toll_buffer *out) {
  toll_error e = {0};
  toll_case *c = fresh(path);
  for (size_t i = 0; i < DOCS; i++) {
    add(c, &reports[order[i]]);
    if ((i + 1) % batch && i + 1 < DOCS) continue;
    if (toll_case_commit(c, &e) || toll_events_update(c, NULL, &e)) printf("# %s %s\n", e.message, e.detail);
  }
  print(c, out);
  if (toll_case_verify(c, &e)) printf("# %s %s\n", e.message, e.detail);
  toll_case_close(c);
  dump(path, out);
}

static void shuffle(uint64_t *s, size_t *order) {
  for (size_t i = DOCS; i > 1; i--) {
    size_t j = draw(s, (uint32_t)i), kept = order[i - 1];
    order[i - 1] = order[j];
    order[j] = kept;
  }
}

static bool same(const toll_buffer *a, const toll_buffer *b) {
  bool same = a->len == b->len && memcmp(a->at, b->at, a->len) == 0;
  size_t at = 0;
  while (!same && at < a->len && at < b->len && a->at[at] == b->at[at]) at++;
  if (!same)
    printf("# %.*s\n# against\n# %.*s\n", (int)(a->len - at > 300 ? 300 : a->len - at), a->at + at,
           (int)(b->len - at > 300 ? 300 : b->len - at), b->at + at);
  return same;
}

static void test_order(const char *path) {
  static struct report reports[DOCS];
  static const size_t batches[] = {1, 5, 17, DOCS};
  for (uint64_t seed = 1; seed <= 6; seed++) {
    uint64_t s = seed * 977;
    size_t order[DOCS];
    toll_buffer first = {0};
    char name[96];
    memset(reports, 0, sizeof reports);
    for (size_t i = 0; i < DOCS; i++) {
      make_report(&s, reports, i);
      order[i] = i;
    }
    build(path, reports, order, DOCS, &first);
    bool good = first.len > 0, events = memchr(first.at, '{', first.len) != NULL;
    for (size_t b = 0; b < 4; b++) {
      toll_buffer other = {0};
      shuffle(&s, order);
      build(path, reports, order, batches[b], &other);
      good &= same(&first, &other);
      toll_buffer_free(&other);
    }
    snprintf(name, sizeof name, "case %d: order and batches change nothing", (int)seed);
    OK(good && events, name);
    toll_buffer_free(&first);
  }
}

/* The file as it is at a moment, with what its log holds. */
static void copy_file(const char *from, const char *to) {
  char command[3100];
  snprintf(command, sizeof command, "cp '%s' '%s' && { [ ! -f '%s-wal' ] || cp '%s-wal' '%s-wal'; }", from, to, from,
           from, to);
  if (system(command) != 0) perror("cp");
}

/* What a kill leaves: some documents have mentions, some are paired, some wait. */
static void test_cut_short(const char *path, const char *other) {
  static struct report reports[DOCS];
  static const char *const cuts[] = {
      "UPDATE grouping SET rules = 1; UPDATE document SET made = 0 WHERE document % 3 = 0",
      "UPDATE mention SET event = NULL, level = NULL WHERE repeats IS NULL; UPDATE event SET first = NULL",
      ("UPDATE mention SET event = NULL, level = NULL WHERE repeats IS NULL AND mention % 2 = 0;"
       "UPDATE event SET first = NULL"),
      "UPDATE mention SET event = NULL WHERE repeats IS NOT NULL; UPDATE event SET first = NULL",
      "UPDATE event SET first = NULL, name = 'old'",
  };
  uint64_t s = 4242;
  size_t order[DOCS];
  toll_buffer whole = {0};
  for (size_t i = 0; i < DOCS; i++) {
    make_report(&s, reports, i);
    order[i] = i;
  }
  build(path, reports, order, DOCS, &whole);
  for (size_t cut = 0; cut < sizeof cuts / sizeof *cuts; cut++) {
    toll_buffer again = {0};
    toll_error e = {0};
    toll_case *c = NULL;
    sqlite3 *db = NULL;
    bool current = true;
    char name[96];
    unlink(other);
    copy_file(path, other);
    if (sqlite3_open(other, &db) != SQLITE_OK || sqlite3_exec(db, cuts[cut], NULL, NULL, NULL) != SQLITE_OK)
      printf("# %s\n", sqlite3_errmsg(db));
    sqlite3_close(db);
    if (toll_case_open(other, TOLL_CASE_WRITE, &c, &e)) printf("# %s\n", e.message);
    toll_case_events_current(c, &current, &e);
    if (toll_events_update(c, NULL, &e)) printf("# %s %s\n", e.message, e.detail);
    print(c, &again);
    toll_case_close(c);
    dump(other, &again);
    snprintf(name, sizeof name, "a run that was cut short goes on (%d)", (int)cut + 1);
    OK(!current && same(&whole, &again), name);
    toll_buffer_free(&again);
  }
  toll_buffer_free(&whole);
}

int main(void) {
  char folder[512], path[600], other[600];
  if (!make_folder(folder, sizeof folder)) return 1;
  snprintf(path, sizeof path, "%s/one.toll", folder);
  snprintf(other, sizeof other, "%s/other.toll", folder);
  test_order(path);
  test_cut_short(path, other);
  remove_folder(folder);
  return DONE();
}
