/* The case file: what is added is there, once, and comes back as it was. */
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "case/fold.h"
#include "case/sketch.h"
#include "case_make.h"
#include "tap.h"
#include "toll/tally.h"

static const toll_claimant agency = {.name = {"Baku Agency", 11}, .kind = TOLL_KIND_MEDIA, .span = {5, 16}};
static const toll_claimant ministry = {.name = {"Ministry of Health", 18},
                                       .role = {"ministry", 8},
                                       .kind = TOLL_KIND_OFFICIAL,
                                       .span = {30, 48},
                                       .cue = {"said", 4},
                                       .via = &agency};
static const toll_label labels[] = {{{"unlawful", 8}, {60, 70}}, {{"massacre", 8}, {80, 88}}};

static toll_case *fresh(const char *folder, const char *name, char path[600]) {
  snprintf(path, 600, "%s/%s", folder, name);
  toll_error e = {0};
  toll_case *c = NULL;
  if (toll_case_init(path, 1642723200, &e) || toll_case_open(path, TOLL_CASE_WRITE, &c, &e))
    printf("# %s: %s\n", e.message, e.detail);
  return c;
}

static int add(toll_case *c, toll_document *doc, toll_claim *items, size_t count, bool *added, toll_error *e) {
  number_claims(items, count, doc);
  toll_claims claims = {items, count};
  return toll_case_add(c, doc, &claims, added, e);
}

static void full_claims(toll_claim items[3]) {
  items[0] = make_claim(TOLL_KILLED, 170, "people");
  items[0].claimant = &ministry;
  items[0].labels = labels;
  items[0].label_count = 2;
  items[0].as_of = toll_day_of(1990, 2, 9);
  items[0].when.text = text_of("on the night of 20 January");
  items[0].when.from = toll_day_of(1990, 1, 19);
  items[0].when.to = toll_day_of(1990, 1, 20);
  items[0].where.text = items[0].where.name = text_of("Baku");
  memcpy(items[0].where.country, "AZ", 3);
  items[0].where.geonameid = 587084;
  items[0].by = text_of("Soviet troops");
  items[1] = make_claim(TOLL_KILLED, 9, "children and teenagers");
  items[1].classes = 1u << TOLL_CHILD | 1u << TOLL_STUDENT;
  items[1].claimant = &ministry;
  items[1].scope = TOLL_PART;
  items[1].part_of = 0;
  items[2] = make_claim(TOLL_MISSING, TOLL_OPEN, NULL);
  items[2].form = TOLL_VAGUE;
  items[2].derived = text_of("3 each x 2");
  items[2].status = TOLL_UNCONFIRMED;
}

static void test_round(const char *folder) {
  char path[600];
  toll_case *c = fresh(folder, "round.toll", path);
  toll_document *doc =
      make_document("170 people were killed. \xd0\x91\xd0\xb0\xd0\xba\xd1\x83.", "Baku Agency", "1990-02-09");
  toll_claim items[3];
  bool added = false;
  toll_error e = {0};
  full_claims(items);
  IS_INT(add(c, doc, items, 3, &added, &e), 0, "a document is added");
  OK(added, "and said to be");
  IS_INT(add(c, doc, items, 3, &added, &e), 0, "the same again");
  OK(!added, "is not added");
  IS_INT(toll_case_pending(c), 1, "one document waits for the commit");
  IS_INT(toll_case_commit(c, &e), 0, "committed");
  toll_case_cursor *rows;
  toll_case_claim row;
  IS_INT(toll_case_claims(c, NULL, &rows, &e), 0, "claims are read");
  IS_INT(toll_case_claim_next(rows, &row, &e), 1, "the first");
  IS_STR(row.claim.id, items[0].id, "has its id");
  IS_INT(row.claim.value, 170, "its value");
  IS_STR(row.claim.claimant->name, "Ministry of Health", "its claimant");
  IS_STR(row.claim.claimant->via->name, "Baku Agency", "who passed it on");
  OK(!row.claim.claimant->via->via && !row.claim.claimant->via->cue.at, "and nobody behind");
  IS_INT(row.claim.claimant->span.from, 30, "the claimant's place");
  IS_INT(row.claim.label_count, 2, "its labels");
  IS_STR(row.claim.labels[1].name, "massacre", "by name");
  IS_INT(row.claim.labels[1].span.to, 88, "and place");
  IS_INT(row.claim.when.from, toll_day_of(1990, 1, 19), "when it was");
  IS_STR(row.claim.where.country, "AZ", "where");
  IS_INT(row.claim.as_of, toll_day_of(1990, 2, 9), "as of when");
  IS_STR(row.outlet, "Baku Agency", "the document's outlet");
  IS_INT(row.published, toll_day_of(1990, 2, 9), "and day");
  IS_INT(toll_case_claim_next(rows, &row, &e), 1, "the second");
  IS_INT(row.claim.classes, items[1].classes, "has its classes");
  IS_INT(row.claim.part_of, 0, "its whole");
  IS_STR(row.part_of, items[0].id, "by id");
  IS_INT(toll_case_claim_next(rows, &row, &e), 1, "the third");
  OK(row.claim.value == TOLL_OPEN && !row.claim.who.at, "what is not known is not given");
  IS_INT(row.claim.status, TOLL_UNCONFIRMED, "its status");
  IS_INT(toll_case_claim_next(rows, &row, &e), 0, "and the end");
  toll_case_cursor_close(rows);
  toll_buffer raw = {0};
  IS_INT(toll_case_document(c, doc->info.id, &raw, &e), 0, "the bytes come back");
  OK(raw.len == doc->info.raw.len && memcmp(raw.at, doc->info.raw.at, raw.len) == 0, "as they were");
  raw.len = 0;
  IS_INT(toll_case_text(c, 1, (toll_span){4, 10}, &raw, &e), 0, "so does text");
  IS_STR(((toll_slice){raw.at, raw.len}), "people", "cut by offsets");
  IS_INT(toll_case_document(c, text_of("nothing"), &raw, &e), TOLL_E_MISSING, "a document that is not there");
  toll_buffer_free(&raw);
  IS_INT(toll_case_verify(c, &e), 0, "the case holds together");
  toll_case_counts counts;
  IS_INT(toll_case_count(c, &counts, &e), 0, "counted");
  OK(counts.documents == 1 && counts.claims == 3 && counts.entries == 2, "one document, three claims, two entries");
  toll_case_close(c);
  toll_document_free(doc);
}

static size_t count_rows(toll_case *c, toll_case_filter filter) {
  toll_error e;
  toll_case_cursor *rows;
  toll_case_claim row;
  if (toll_case_claims(c, &filter, &rows, &e)) return SIZE_MAX;
  size_t count = 0;
  while (toll_case_claim_next(rows, &row, &e) > 0) count++;
  toll_case_cursor_close(rows);
  return count;
}

static void test_filters(const char *folder) {
  char path[600];
  toll_case *c = fresh(folder, "filter.toll", path);
  toll_document *doc = make_document("some text", "Evening News", NULL);
  toll_claim items[3];
  bool added;
  toll_error e = {0};
  full_claims(items);
  add(c, doc, items, 3, &added, &e);
  IS_INT(count_rows(c, (toll_case_filter){0}), 3, "no filter");
  IS_INT(count_rows(c, (toll_case_filter){.harm = TOLL_MISSING}), 1, "by harm");
  IS_INT(count_rows(c, (toll_case_filter){.claimant = TOLL_LIT("HEALTH")}), 2, "by claimant, whatever the case");
  IS_INT(count_rows(c, (toll_case_filter){.claimant = TOLL_LIT("baku ag")}), 2, "by who passed it on");
  IS_INT(count_rows(c, (toll_case_filter){.claimant = TOLL_LIT("evening")}), 1, "the writer's own by outlet");
  IS_INT(count_rows(c, (toll_case_filter){.who = TOLL_LIT("Teenagers")}), 1, "by whom it befell");
  IS_INT(count_rows(c, (toll_case_filter){.doc = doc->info.id}), 3, "by document");
  IS_INT(count_rows(c, (toll_case_filter){.claim = {items[1].id, 17}}), 1, "by id");
  IS_INT(count_rows(c, (toll_case_filter){.claim = {items[1].id, 9}}), 1, "by the start of an id");
  bool current;
  toll_events *events;
  toll_event event;
  IS_INT(toll_events_open(c, (toll_slice){0}, true, &events, &e), 0, "events are made");
  size_t claims = 0, found = 0;
  while (toll_events_next(events, &event, &e) > 0) {
    size_t rows = (size_t)count_rows(c, (toll_case_filter){.event = event.id});
    found += rows == event.claims;
    claims += rows;
  }
  toll_events_close(events);
  OK(found > 0 && claims == 3, "every claim is found by its event");
  OK(toll_case_events_current(c, &current, &e) == 0 && current, "the events are current");
  toll_document *more = make_document("other text", NULL, NULL);
  add(c, more, items, 1, &added, &e);
  OK(toll_case_events_current(c, &current, &e) == 0 && !current, "and no longer, when a claim has come");
  toll_case_close(c);
  toll_document_free(doc);
  toll_document_free(more);
}

/* One text in three windows, handed over as the reader does. */
static void test_windows(const char *folder) {
  char path[600];
  toll_case *c = fresh(folder, "windows.toll", path);
  const char *text = "one killed. two killed. three killed.";
  toll_document *doc = make_document(text, NULL, NULL);
  toll_claim item = make_claim(TOLL_KILLED, 1, "people");
  toll_error e = {0};
  bool added;
  const size_t ends[] = {0, 12, 24, 37};
  for (int round = 0; round < 2; round++)
    for (size_t i = 0; i < 3; i++) {
      doc->info.text = doc->info.raw = (toll_slice){text + ends[i], ends[i + 1] - ends[i]};
      doc->info.base = (uint32_t)ends[i];
      doc->info.more = i < 2;
      item.span = (toll_span){(uint32_t)ends[i], (uint32_t)ends[i] + 5};
      IS_INT(add(c, doc, &item, 1, &added, &e), 0, "a window is taken");
      IS_INT(added, round == 0 && i == 2, "a document is added with its last window, once");
    }
  IS_INT(count_rows(c, (toll_case_filter){0}), 3, "its claims are all there");
  toll_buffer out = {0};
  IS_INT(toll_case_document(c, doc->info.id, &out, &e), 0, "its bytes");
  IS_STR(((toll_slice){out.at, out.len}), text, "are whole");
  out.len = 0;
  toll_case_text(c, 1, (toll_span){8, 28}, &out, &e);
  IS_STR(((toll_slice){out.at, out.len}), "ed. two killed. thre", "text across windows");
  toll_buffer_free(&out);
  OK(toll_case_commit(c, &e) == 0 && toll_case_verify(c, &e) == 0, "the case holds together");
  doc->info.base = 12;
  doc->info.more = true;
  IS_INT(add(c, doc, &item, 1, &added, &e), TOLL_E_USAGE, "a window out of order is refused");
  toll_case_close(c);
  toll_document_free(doc);
}

/* A document whose windows stop is undone by the next one. */
static void test_unfinished(const char *folder) {
  char path[600];
  toll_case *c = fresh(folder, "unfinished.toll", path);
  toll_document *cut = make_document("never finished", NULL, NULL), *doc = make_document("whole", NULL, NULL);
  toll_claim item = make_claim(TOLL_KILLED, 1, "people");
  toll_error e = {0};
  bool added;
  cut->info.more = true;
  IS_INT(add(c, cut, &item, 1, &added, &e), 0, "a first window");
  IS_INT(add(c, doc, &item, 1, &added, &e), 0, "then another document");
  OK(added, "which is added");
  IS_INT(add(c, cut, &item, 1, &added, &e), 0, "the first window again");
  IS_INT(toll_case_commit(c, &e), 0, "and a commit");
  IS_INT(count_rows(c, (toll_case_filter){0}), 1, "only the whole document is there");
  cut->info.more = false;
  cut->info.raw = text_of("not what was hashed");
  IS_INT(add(c, cut, &item, 1, &added, &e), TOLL_E_FORMAT, "bytes that are not those of the hash");
  IS_INT(count_rows(c, (toll_case_filter){0}), 1, "leave nothing");
  item.harm = 200;
  cut->info.raw = cut->info.text;
  toll_claims bad = {&item, 1};
  IS_INT(toll_case_add(c, cut, &bad, &added, &e), TOLL_E_USAGE, "a claim with a harm outside the list");
  IS_INT(toll_case_verify(c, &e), 0, "the case holds together");
  toll_case_close(c);
  toll_document_free(cut);
  toll_document_free(doc);
}

static void write_file(const char *path, const char *bytes, size_t len) {
  FILE *f = fopen(path, "wb");
  if (f && fwrite(bytes, 1, len, f) == len) fclose(f);
}

static int try_open(const char *path, toll_error *e) {
  toll_case *c = NULL;
  int code = toll_case_open(path, TOLL_CASE_WRITE, &c, e);
  toll_case_close(c);
  return code;
}

static void test_foreign(const char *folder) {
  char path[600], other[600];
  toll_error e = {0};
  toll_case_close(fresh(folder, "ours.toll", path));
  IS_INT(toll_case_init(path, 0, &e), TOLL_E_USAGE, "an existing case is not made anew");
  snprintf(other, sizeof other, "%s/text.toll", folder);
  write_file(other, "This is a text and no case.\n", 28);
  IS_INT(try_open(other, &e), TOLL_E_FOREIGN, "a text file");
  IS_INT(toll_case_init(other, 0, &e), TOLL_E_USAGE, "is not written over either");
  write_file(other, "", 0);
  IS_INT(try_open(other, &e), TOLL_E_FOREIGN, "an empty file");
  IS_INT(try_open(folder, &e), TOLL_E_FOREIGN, "a folder");
  snprintf(other, sizeof other, "%s/nothing.toll", folder);
  IS_INT(try_open(other, &e), TOLL_E_MISSING, "nothing");
  snprintf(other, sizeof other, "%s/no/where.toll", folder);
  IS_INT(toll_case_init(other, 0, &e), TOLL_E_IO, "a folder that is not there");
  IS_STR(e.path, other, "is told with the case's own name");
  snprintf(other, sizeof other, "%s/other.db", folder);
  sqlite3 *db;
  sqlite3_open(other, &db);
  sqlite3_exec(db, "CREATE TABLE t (x)", NULL, NULL, NULL);
  sqlite3_close(db);
  IS_INT(try_open(other, &e), TOLL_E_FOREIGN, "another program's database");
  snprintf(other, sizeof other, "%s/newer.toll", folder);
  toll_case_init(other, 0, &e);
  sqlite3_open(other, &db);
  sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL);
  sqlite3_close(db);
  IS_INT(try_open(other, &e), TOLL_E_FOREIGN, "a newer version");
}

static void test_reading_only(const char *folder) {
  char path[600];
  toll_error e = {0};
  toll_case_close(fresh(folder, "readonly.toll", path));
  toll_case *c = NULL;
  IS_INT(toll_case_open(path, TOLL_CASE_READ, &c, &e), 0, "opened for reading");
  toll_document *doc = make_document("text", NULL, NULL);
  bool added;
  toll_claims none = {0};
  IS_INT(toll_case_add(c, doc, &none, &added, &e), TOLL_E_USAGE, "nothing can be added");
  uint64_t size;
  uint8_t root[32];
  IS_INT(toll_case_root(c, &size, root, &e), 0, "the log has a root");
  IS_INT(size, 1, "over one entry");
  toll_case_close(c);
  toll_document_free(doc);
}

/* A row reads as the claim did in its document, byte for byte. */
static void test_json(const char *folder) {
  char path[600];
  toll_case *c = fresh(folder, "json.toll", path);
  toll_document *doc = make_document("some \"text\"", "Evening News", NULL);
  toll_claim items[3];
  toll_claims claims = {items, 3};
  bool added;
  toll_error e = {0};
  full_claims(items);
  add(c, doc, items, 3, &added, &e);
  toll_case_cursor *rows;
  toll_case_claim row;
  toll_case_claims(c, NULL, &rows, &e);
  for (size_t i = 0; toll_case_claim_next(rows, &row, &e) > 0; i++) {
    toll_buffer want = {0}, got = {0};
    toll_claim_json(doc, &claims, &items[i], &want);
    toll_case_claim_json(&row, &got);
    toll_buffer_add(&want, "", 1);
    IS_STR(((toll_slice){got.at, got.len}), want.at, "the row's JSON is the claim's");
    toll_buffer_free(&want);
    toll_buffer_free(&got);
  }
  toll_case_cursor_close(rows);
  toll_case_close(c);
  toll_document_free(doc);
}

/* What a tally asks of the words around a claim comes back as it was, also behind a window. */
static void test_around(const char *folder) {
  char path[600];
  toll_case *c = fresh(folder, "around.toll", path);
  const char *text = "one window. another one.";
  toll_document *doc = make_document(text, NULL, NULL);
  toll_claim items[3];
  bool added;
  toll_error e = {0};
  full_claims(items);
  items[0].circle = 1u << TOLL_AID_WORKER | 1u << TOLL_FOREIGN;
  items[0].each[0] = 1u << TOLL_CHILD | 1u << TOLL_MAN;
  items[0].each[2] = 1u << TOLL_WOMAN;
  items[0].each_count = 3;
  items[0].besides = items[0].occasion = items[0].revised = true;
  items[0].series = 2;
  items[0].sentence = 17;
  items[0].window.text = text_of("since the truce");
  items[0].window.from = toll_day_of(1990, 1, 1);
  items[0].window.to = TOLL_NO_DAY;
  items[0].names = text_of("A. Name\nB. Name");
  items[0].reckoned = 24;
  items[2].same = 1;
  items[2].later = true;
  for (size_t i = 0; i < 2; i++) {
    doc->info.text = doc->info.raw = (toll_slice){text + 12 * i, 12};
    doc->info.base = (uint32_t)(12 * i);
    doc->info.more = i == 0;
    IS_INT(add(c, doc, items, 3, &added, &e), 0, "a window");
  }
  toll_case_cursor *rows;
  toll_case_claim row;
  toll_case_claims(c, NULL, &rows, &e);
  for (uint32_t i = 0; i < 6; i++) {
    const toll_claim *want = &items[i % 3];
    IS_INT(toll_case_claim_next(rows, &row, &e), 1, "a claim comes back");
    const toll_claim *got = &row.claim;
    OK(got->circle == want->circle && got->each_count == want->each_count &&
           !memcmp(got->each, want->each, sizeof got->each),
       "its circle, and each of its people");
    IS_INT(got->same, want->same ? want->same + i / 3 * 3 : 0, "whom it is about, within the document");
    IS_INT(got->part_of, want->part_of >= 0 ? want->part_of + (int32_t)(i / 3 * 3) : -1, "its whole likewise");
    OK(got->besides == want->besides && got->later == want->later && got->occasion == want->occasion &&
           got->series == want->series && got->revised == want->revised && got->sentence == want->sentence,
       "its marks");
    OK(got->window.text.len == want->window.text.len && got->names.len == want->names.len,
       "its stretch of time and names");
    if (i % 3 == 0)
      OK(got->reckoned == 24 && got->window.from == want->window.from && got->window.to == TOLL_NO_DAY, "and days");
  }
  toll_case_cursor_close(rows);
  OK(toll_case_commit(c, &e) == 0 && toll_case_verify(c, &e) == 0, "the case holds together");
  toll_case_close(c);
  toll_document_free(doc);
}

/* Prepared by different hands and put in order, documents are what toll_case_add makes of them. */
static void test_prepared(const char *folder) {
  uint8_t roots[2][32];
  uint64_t size;
  toll_error e = {0};
  bool added;
  toll_document *docs[2] = {make_document("the first text", "Wire", NULL),
                            make_document("the second text", NULL, NULL)};
  toll_claim items[2][3];
  const toll_mention mention = {.number = 1, .claims = 3, .features = {"features", 8}};
  const toll_mentions mentions = {&mention, 1, 7};
  for (int way = 0; way < 2; way++) {
    char path[600];
    toll_case *c = fresh(folder, way ? "prepared.toll" : "added.toll", path);
    toll_buffer packets[2] = {{0}, {0}};
    for (int i = 1; i >= 0; i--) { /* the second is prepared first */
      toll_preparer *p = toll_preparer_new();
      full_claims(items[i]);
      number_claims(items[i], 3, docs[i]);
      toll_claims claims = {items[i], 3};
      IS_INT(toll_case_prepare(p, docs[i], &claims, &mentions, &packets[i], &e), 0, "prepared");
      toll_preparer_free(p);
    }
    for (int i = 0; i < 2; i++) {
      toll_claims claims = {items[i], 3};
      toll_slice packet = {packets[i].at, packets[i].len};
      int code = way ? toll_case_put(c, packet, &added, &e) : toll_case_add(c, docs[i], &claims, &added, &e);
      OK(code == 0 && added, "put");
      IS_INT(toll_case_put(c, packet, &added, &e), 0, "the same again");
      OK(!added, "is there");
    }
    toll_slice cut = {packets[0].at, 60};
    IS_INT(toll_case_put(c, cut, &added, &e), TOLL_E_USAGE, "half of one is refused");
    OK(toll_case_commit(c, &e) == 0 && toll_case_verify(c, &e) == 0, "the case holds together");
    IS_INT(toll_case_root(c, &size, roots[way], &e), 0, "its log has a root");
    toll_case_claim row;
    toll_case_cursor *rows;
    toll_case_claims(c, NULL, &rows, &e);
    OK(toll_case_claim_next(rows, &row, &e) == 1 && (row.mention != 0) == (way == 1),
       "mentions are there where they were given");
    toll_case_cursor_close(rows);
    toll_case_close(c);
    toll_buffer_free(&packets[0]);
    toll_buffer_free(&packets[1]);
  }
  OK(memcmp(roots[0], roots[1], sizeof roots[0]) == 0, "both logs are the same");
  for (int i = 0; i < 2; i++) toll_document_free(docs[i]);
}

/* Two cases made alike have the same log. */
static void test_log(const char *folder) {
  uint8_t roots[2][32];
  const char *names[] = {"log-a.toll", "log-b.toll"};
  for (int i = 0; i < 2; i++) {
    char path[600];
    toll_case *c = fresh(folder, names[i], path);
    toll_document *doc = make_document("a \"quoted\" text\n", NULL, NULL);
    toll_claim items[3];
    full_claims(items);
    bool added;
    toll_error e = {0};
    uint64_t size;
    toll_case_clock(c, 1642723200);
    add(c, doc, items, 3, &added, &e);
    IS_INT(toll_case_note(c, "decision", text_of("{\"why\":\"a test\"}"), &e), 0, "a note is made");
    IS_INT(toll_case_commit(c, &e), 0, "and committed");
    IS_INT(toll_case_root(c, &size, roots[i], &e), 0, "the root");
    IS_INT(size, 3, "of three entries");
    toll_case_close(c);
    toll_document_free(doc);
    sqlite3 *db;
    sqlite3_open(path, &db);
    OK(sqlite3_exec(db, "DELETE FROM log", NULL, NULL, NULL) != SQLITE_OK, "the log cannot be cut");
    OK(sqlite3_exec(db, "UPDATE log SET body = ''", NULL, NULL, NULL) != SQLITE_OK, "nor changed");
    OK(sqlite3_exec(db, "SELECT * FROM v_claims; SELECT * FROM v_documents; SELECT * FROM v_events", NULL, NULL,
                    NULL) == SQLITE_OK,
       "the views can be read");
    sqlite3_close(db);
  }
  OK(memcmp(roots[0], roots[1], 32) == 0, "the same deeds give the same root");
}

static bool shares_band(const struct sketch *a, const struct sketch *b) {
  uint64_t x[SKETCH_BANDS], y[SKETCH_BANDS];
  size_t n = sketch_bands(a, x), m = sketch_bands(b, y);
  for (size_t i = 0; i < n && i < m; i++)
    if (x[i] == y[i]) return true;
  return false;
}

static void test_sketch(void) {
  static const char story[] = "Twelve people were killed and thirty were wounded when a bomb exploded at the market of "
                              "the town on Monday morning, the ministry of health said in a short statement";
  static const char copy[] =
      "TWELVE people were killed, and thirty were wounded, when a bomb exploded at the market of "
      "the town on Monday morning, the ministry of health said in a statement today";
  static const char other[] = "The council met on Thursday to talk about the new bridge over the river, whose cost has "
                              "doubled since the plans were first drawn up by the engineers of the city";
  struct sketch a = {0}, b = {0}, c = {0}, cut = {0};
  sketch_add(&a, text_of(story));
  sketch_add(&b, text_of(copy));
  sketch_add(&c, text_of(other));
  sketch_add(&cut, (toll_slice){story, 41});
  sketch_add(&cut, (toll_slice){story + 41, strlen(story) - 41});
  OK(sketch_likeness(a.least, a.count, a.least, a.count) == 1, "a text is like itself");
  OK(sketch_likeness(a.least, a.count, b.least, b.count) > 0.6, "and like a copy with small changes");
  OK(sketch_likeness(a.least, a.count, c.least, c.count) == 0, "and not like another");
  OK(cut.count == a.count && memcmp(cut.least, a.least, a.count * sizeof *a.least) == 0, "windows make one sketch");
  uint8_t stored[SKETCH_SIZE * 8];
  uint64_t back[SKETCH_SIZE];
  size_t len = sketch_write(&a, stored);
  size_t count = sketch_read((toll_slice){(const char *)stored, len}, back, SKETCH_SIZE);
  OK(count == a.count && memcmp(back, a.least, count * sizeof *back) == 0, "a sketch is stored and read");
  OK(shares_band(&a, &a) && shares_band(&a, &b) && !shares_band(&a, &c), "texts that are alike share a band");
  OK(memcmp(a.bins, cut.bins, sizeof a.bins) == 0, "windows make the same bands");
  struct sketch none = {0};
  uint64_t bands[SKETCH_BANDS];
  sketch_add(&none, text_of("Three words only"));
  OK(sketch_bands(&none, bands) == 0, "a text without a sequence has none");
}

static unsigned wrong_alike;

/* Texts of made-up words, of which every nth is changed: how many of a hundred pairs share a band. */
static unsigned bands_found(unsigned nth, double *likeness) {
  unsigned found = 0;
  uint64_t seed = 7;
  *likeness = 0;
  for (unsigned pair = 0; pair < 100; pair++) {
    struct sketch a = {0}, b = {0};
    for (unsigned word = 0; word < 100; word++) {
      char text[32];
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      snprintf(text, sizeof text, "w%llx ", (unsigned long long)(seed >> 40));
      sketch_add(&a, text_of(text));
      sketch_add(&b, word % nth == nth - 1 ? text_of("other ") : text_of(text));
    }
    double alike = sketch_likeness(a.least, a.count, b.least, b.count);
    found += shares_band(&a, &b);
    *likeness += alike / 100;
    for (int least = 1; least < 10; least++)
      wrong_alike += sketch_alike(a.least, a.count, b.least, b.count, least / 10.0) != (alike >= least / 10.0);
  }
  return found;
}

/* Words of a text that shares its first ones with others of the same seed. */
static void sketch_words(struct sketch *s, uint64_t seed, unsigned same, unsigned words) {
  *s = (struct sketch){0};
  for (unsigned word = 0; word < words; word++) {
    char text[32];
    if (word == same) seed = seed * 3 + words;
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    snprintf(text, sizeof text, "w%llx ", (unsigned long long)(seed >> 40));
    sketch_add(s, text_of(text));
  }
}

/* As the header defines it, hash by hash. */
static double likeness_of(const struct sketch *a, const struct sketch *b) {
  unsigned both = 0, either = 0;
  uint64_t end = UINT64_MAX;
  if (a->count == SKETCH_SIZE) end = a->least[SKETCH_SIZE - 1];
  if (b->count == SKETCH_SIZE && b->least[SKETCH_SIZE - 1] < end) end = b->least[SKETCH_SIZE - 1];
  for (size_t i = 0; i < a->count; i++) {
    bool shared = false;
    for (size_t k = 0; k < b->count; k++) shared = shared || a->least[i] == b->least[k];
    if (a->least[i] > end) continue;
    both += shared;
    either++;
  }
  for (size_t k = 0; k < b->count; k++) either += b->least[k] <= end;
  return (double)both / (double)(either - both);
}

/* Of pairs of all lengths, brief ones, complete ones and some that are longer than a sketch. */
static void test_gist(void) {
  static const unsigned words[] = {5, 12, 34, 60, 131, 140, 190, 260, 700};
  enum { LENGTHS = sizeof words / sizeof *words };
  unsigned wrong = 0, missed = 0, unlike = 0, told = 0, seed = 1;
  struct sketch a, b;
  for (size_t pair = 0; pair < 40 * LENGTHS * LENGTHS; pair++, seed++) {
    unsigned x = words[pair % LENGTHS], y = words[pair / LENGTHS % LENGTHS], shorter = x < y ? x : y;
    unsigned same = shorter * (seed % 9) / 8;
    struct sketch_gist g, h;
    sketch_words(&a, seed, same, x);
    sketch_words(&b, seed, same, y + (x == y)); /* of one length both would go on alike */
    sketch_gist(a.least, a.count, &g);
    sketch_gist(b.least, b.count, &h);
    double alike = likeness_of(&a, &b);
    wrong += alike != sketch_likeness(a.least, a.count, b.least, b.count);
    for (int tenths = 3; tenths < 10; tenths += 2) {
      double least = tenths / 10.0;
      bool is = alike >= least, may = sketch_may_be_alike(&g, &h, least);
      wrong += is != sketch_alike(a.least, a.count, b.least, b.count, least);
      missed += is && !may;
      unlike += !is;
      told += !may;
    }
  }
  OK(wrong == 0, "the likeness is the share of hashes in common");
  OK(missed == 0, "what is alike passes by its gist");
  OK(10 * told > 7 * unlike, "and most of what is not alike does not");
}

static void test_bands(void) {
  double likeness;
  unsigned found = bands_found(30, &likeness);
  OK(likeness > 0.75 && found >= 99, "copies are found by their bands");
  found = bands_found(14, &likeness);
  OK(likeness > 0.5 && likeness < 0.6 && found >= 80, "mostly also those that are half alike");
  found = bands_found(6, &likeness);
  OK(likeness < 0.25 && found <= 25, "and seldom what is not");
  OK(wrong_alike == 0, "whether two are alike enough is told as the likeness says");
}

int main(void) {
  char folder[512];
  if (!make_folder(folder, sizeof folder)) return 1;
  test_round(folder);
  test_filters(folder);
  test_windows(folder);
  test_unfinished(folder);
  test_foreign(folder);
  test_reading_only(folder);
  test_json(folder);
  test_around(folder);
  test_prepared(folder);
  test_log(folder);
  test_sketch();
  test_bands();
  test_gist();
  OK(fold_contains(text_of("\xd0\x91\xd0\x90\xd0\x9a\xd0\xa3"), text_of("\xd0\xb1\xd0\xb0\xd0\xba")),
     "Cyrillic is folded");
  remove_folder(folder);
  return DONE();
}
