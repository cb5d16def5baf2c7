/* The allocation-failure sweep: a small report is read from a file, scanned,
 * written as JSON, put into a case and tallied, and the n-th allocation is
 * refused, for every n there is.  Whatever is refused, the run must end with
 * TOLL_E_MEMORY, leak nothing (the sanitizers look) and crash nowhere; and after
 * it everything must work again.  Without TOLL_ALLOC_SWEEP there is nothing to
 * refuse and the test is left out. */
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "tap.h"
#include "toll/case.h"
#include "toll/review.h"
#include "toll/scan.h"
#include "toll/tally.h"
#include "toll/timeline.h"

#ifdef TOLL_ALLOC_SWEEP

struct setting {
  char report[64], file[64];
  toll_pack *pack;
};

static const char text[] =
    "Example Wire\n5 March 2024\n\n"
    "At least 34 people, including 10 children, were killed and 120 wounded when a market was shelled on "
    "Monday, the health ministry said. Residents put the toll at 41.\n";

static int scan_and_add(toll_document *doc, toll_scanner *scanner, toll_case *file, toll_error *e) {
  toll_claims claims = {0};
  toll_buffer out = {0};
  toll_document_tally tally;
  bool added = false;
  int code = toll_document_parse(doc, e);
  if (code == 0) code = toll_scan(scanner, doc, &claims, e);
  for (size_t i = 0; code == 0 && i < claims.count; i++) toll_claim_json(doc, &claims, &claims.items[i], &out);
  if (code == 0) code = toll_tally_document(&claims, (toll_profile){.kind = TOLL_EVERYONE}, &tally);
  if (code == 0) toll_tally_json(toll_document_get(doc)->id, &tally, &out);
  if (out.failed) code = TOLL_E_MEMORY;
  toll_buffer_free(&out);
  if (code == 0) code = toll_case_add(file, doc, &claims, &added, e);
  return code == 0 ? toll_case_commit(file, e) : code;
}

static int read_back(toll_case *file, toll_error *e) {
  toll_case_cursor *cursor = NULL;
  toll_case_claim row;
  toll_buffer out = {0};
  int code = toll_case_claims(file, NULL, &cursor, e);
  if (code != 0) return code;
  while ((code = toll_case_claim_next(cursor, &row, e)) > 0) toll_case_claim_json(&row, &out);
  toll_case_cursor_close(cursor);
  if (code == 0 && out.failed) code = TOLL_E_MEMORY;
  toll_buffer_free(&out);
  return code;
}

static int draw(const toll_tally *tally, toll_error *e) {
  size_t count;
  const toll_tally_row *rows = toll_tally_rows(tally, &count);
  int code = 0;
  for (size_t i = 0; i < count && code == 0; i++) {
    toll_timeline *timeline = NULL;
    code = toll_timeline_of(&rows[i], &timeline, e);
    toll_timeline_free(timeline);
  }
  return code;
}

static int find(toll_case *file, toll_error *e) {
  toll_finding *finding = NULL;
  toll_found found;
  int code = toll_case_find(file, TOLL_LIT("market \"health ministry\" wound* -ferry"), 0, &finding, e);
  while (code == 0 && (code = toll_finding_next(finding, &found, e)) > 0) code = found.mark_count == 0;
  toll_finding_free(finding);
  return code;
}

static int weigh(toll_case *file, toll_error *e) {
  toll_tally *tally = NULL;
  toll_tally_query query = {.method = NULL};
  int code = toll_tally_case(file, &query, &tally, e);
  if (code == 0) code = draw(tally, e);
  toll_tally_free(tally);
  return code == 0 ? toll_events_update(file, NULL, e) : code;
}

/* A rank and a decision are taken down, and all methods asked. */
static int review(toll_case *file, toll_error *e) {
  toll_buffer key = {0}, candidates = {0};
  toll_tally *tally = NULL;
  toll_tally_query query = {.all = true};
  int code = toll_source_find(file, TOLL_LIT("ministry"), &key, &candidates, e);
  toll_rank rank = {.key = {key.at, key.len}, .rank = 1, .by = TOLL_LIT("A"), .reason = TOLL_LIT("b")};
  if (code == 0) code = toll_rank_set(file, &rank, e);
  if (code == 0) code = toll_tally_case(file, &query, &tally, e);
  toll_decision decision = {.kind = TOLL_DECIDE_FIGURE, .harm = TOLL_KILLED, .unit = TOLL_PERSON, .best = 34};
  decision.low = decision.high = TOLL_OPEN;
  decision.by = decision.reason = TOLL_LIT("A");
  size_t count;
  if (code == 0) decision.event = toll_tally_rows(tally, &count)[0].event->id;
  if (code == 0) code = toll_decide(file, &decision, NULL, e);
  toll_tally_free(tally);
  tally = NULL;
  if (code == 0) code = toll_tally_case(file, &query, &tally, e);
  if (code == 0 && !toll_tally_rows(tally, &count)[0].verdict) code = TOLL_E_DAMAGED;
  toll_tally_free(tally);
  toll_buffer_free(&key);
  toll_buffer_free(&candidates);
  return code;
}

/* Everything once. */
static int run(const struct setting *s, toll_error *e) {
  const char *paths[] = {s->report};
  toll_reader *reader = NULL;
  toll_scanner *scanner = NULL;
  toll_case *file = NULL;
  toll_document *doc = toll_document_new();
  int code = doc ? toll_scanner_new(s->pack, NULL, &scanner, e) : TOLL_E_MEMORY;
  if (code == 0) code = toll_reader_open(paths, 1, &reader, e);
  if (code == 0) code = toll_case_init(s->file, 1, e);
  if (code == 0) code = toll_case_open(s->file, TOLL_CASE_WRITE, &file, e);
  while (code == 0 && (code = toll_reader_fetch(reader, doc, e)) > 0) code = scan_and_add(doc, scanner, file, e);
  if (code == 0) code = read_back(file, e);
  if (code == 0) code = find(file, e);
  if (code == 0) code = weigh(file, e);
  if (code == 0) code = review(file, e);
  if (file) toll_case_close(file);
  if (reader) toll_reader_close(reader);
  if (scanner) toll_scanner_free(scanner);
  if (doc) toll_document_free(doc);
  unlink(s->file);
  return code;
}

/* Returns the number of refusals after which the run did not say that memory was out. */
static size_t sweep(const struct setting *s, size_t total, int sticky) {
  size_t wrong = 0;
  for (size_t n = 1; n <= total; n++) {
    toll_error e = {0};
    mem_refuse(n, sticky);
    int code = run(s, &e);
    mem_refuse(0, 0);
    if (code == TOLL_E_MEMORY) continue;
    if (wrong++ < 10) printf("# allocation %zu refused: code %d, %s\n", n, code, e.message ? e.message : "no message");
  }
  return wrong;
}

static bool prepare(struct setting *s, char folder[]) {
  toll_error e = {0};
  snprintf(s->report, sizeof s->report, "%s/report.txt", folder);
  snprintf(s->file, sizeof s->file, "%s/case.toll", folder);
  FILE *f = fopen(s->report, "w");
  if (!f) return false;
  fputs(text, f);
  fclose(f);
  bool opened = toll_pack_open(BUILD_ROOT "/packs/en.pack", &s->pack, &e) == 0;
  if (!opened) printf("# %s: %s\n", e.path, e.message);
  return opened;
}

int main(void) {
  char folder[] = "/dev/shm/toll-sweep-XXXXXX";
  struct setting s = {.pack = NULL};
  toll_error e = {0};
  bool ready = mkdtemp(folder) != NULL && prepare(&s, folder);
  OK(ready, "the report, the case and the pack are there");
  if (!ready) return DONE();
  mem_refuse(0, 0);
  size_t before = mem_count();
  IS_INT(run(&s, &e), 0, "with all memory granted it works");
  size_t total = mem_count() - before;
  OK(total > 10, "there are allocations to refuse");
  printf("# %zu allocations\n", total);
  IS_INT(sweep(&s, total, 0), 0, "each one refused is told as TOLL_E_MEMORY");
  IS_INT(sweep(&s, total, 1), 0, "each one and all after it refused likewise");
  IS_INT(run(&s, &e), 0, "and afterwards it works again");
  toll_pack_close(s.pack);
  unlink(s.report);
  rmdir(folder);
  return DONE();
}

#else

int main(void) {
  printf("1..1\nok 1 - allocation failures # SKIP not a sweep build\n");
  return 0;
}

#endif
