/* A damaged case file: whatever is wrong with its bytes, reading it ends in an
 * answer or an error.
 *
 * The input is a list of changes to a small sound case, made once: four bytes a
 * change, three for the offset and one that is xored in.  An input that begins
 * with 0xff is the file itself. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "toll/case.h"
#include "toll/tally.h"

#define IMAGE_MAX ((size_t)1 << 20)

static const char text[] =
    "Evening Wire\n5 March 2024\n\nTwelve people, among them three children, were killed in the market "
    "of the town on Monday, the ministry said. Thirty others were wounded.\n";

static const toll_claimant ministry = {.name = {"the ministry", 12}, .kind = TOLL_KIND_OFFICIAL, .span = {110, 122}};
static const toll_label label = {{"massacre", 8}, {1, 2}};

static toll_claim make(const char *id, unsigned harm, int64_t value, int32_t part_of) {
  toll_claim claim = {.harm = (uint8_t)harm, .unit = TOLL_PERSON, .value = value, .low = value, .high = value};
  memcpy(claim.id, id, strlen(id) + 1);
  claim.quote = claim.rule = TOLL_LIT("words");
  claim.part_of = part_of;
  claim.event = 1;
  claim.when.from = claim.when.to = claim.as_of = 19000;
  claim.claimant = &ministry;
  claim.labels = &label;
  claim.label_count = 1;
  return claim;
}

/* The folder that holds the case being read; made at the first call and gone
 * with the process. */
static char *folder(void) {
  static char path[] = "/tmp/toll-fuzz-XXXXXX";
  return path;
}

static void remove_folder(void) {
  char path[64];
  static const char *const names[] = {"case", "case-wal", "case-shm"};
  for (size_t i = 0; i < 3; i++) {
    snprintf(path, sizeof path, "%s/%s", folder(), names[i]);
    unlink(path);
  }
  rmdir(folder());
}

/* A sound case's bytes; 0 where none could be made. */
static size_t make_image(const char *path, uint8_t *image) {
  toll_error e;
  toll_case *c = NULL;
  toll_document *doc = toll_document_new();
  toll_claim items[3] = {make("c0000000000000001", TOLL_KILLED, 12, -1), make("c0000000000000002", TOLL_KILLED, 3, 0),
                         make("c0000000000000003", TOLL_WOUNDED, 30, -1)};
  toll_claims claims = {items, 3};
  bool added;
  size_t size = 0;
  if (doc && !toll_document_from_bytes(doc, (toll_slice){text, sizeof text - 1}, "report", &e) &&
      !toll_case_init(path, 0, &e) && !toll_case_open(path, TOLL_CASE_WRITE, &c, &e) &&
      !toll_case_add(c, doc, &claims, &added, &e) && !toll_case_commit(c, &e) && !toll_events_update(c, NULL, &e)) {
    toll_case_close(c);
    FILE *f = fopen(path, "rb");
    size = f ? fread(image, 1, IMAGE_MAX, f) : 0;
    if (f) fclose(f);
  }
  toll_document_free(doc);
  return size;
}

static void read_all(toll_case *c) {
  toll_error e;
  toll_case_cursor *rows;
  toll_case_source source;
  toll_case_claim claim;
  toll_buffer out = {0};
  if (!toll_case_sources(c, &rows, &e)) {
    while (toll_case_source_next(rows, &source, &e) > 0)
      if (toll_case_document(c, source.id, &out, &e) == 0) out.len = 0;
    toll_case_cursor_close(rows);
  }
  if (!toll_case_claims(c, NULL, &rows, &e)) {
    while (toll_case_claim_next(rows, &claim, &e) > 0) toll_case_claim_json(&claim, &out);
    toll_case_cursor_close(rows);
  }
  toll_tally_query query = {0};
  toll_tally *tally;
  if (!toll_tally_case(c, &query, &tally, &e)) toll_tally_free(tally);
  toll_finding *finding;
  toll_found found;
  if (!toll_case_find(c, TOLL_LIT("market town* -ferry"), 0, &finding, &e)) {
    while (toll_finding_next(finding, &found, &e) > 0) {
    }
    toll_finding_free(finding);
  }
  toll_case_verify(c, &e);
  toll_buffer_free(&out);
}

static size_t change(const uint8_t *data, size_t size, const uint8_t *image, size_t len, uint8_t *hurt) {
  if (size && data[0] == 0xff) {
    size_t used = size - 1 < IMAGE_MAX ? size - 1 : IMAGE_MAX;
    memcpy(hurt, data + 1, used);
    return used;
  }
  memcpy(hurt, image, len);
  for (size_t i = 0; i + 4 <= size; i += 4)
    hurt[((size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2]) % len] ^= data[i + 3];
  return len;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static uint8_t image[IMAGE_MAX], hurt[IMAGE_MAX];
  static size_t len;
  char path[64];
  if (!len) {
    if (!mkdtemp(folder())) abort();
    atexit(remove_folder);
    snprintf(path, sizeof path, "%s/case", folder());
    len = make_image(path, image);
    if (!len) abort();
  }
  snprintf(path, sizeof path, "%s/case", folder());
  size_t used = change(data, size, image, len, hurt);
  FILE *f = fopen(path, "wb");
  if (!f) return 0;
  bool written = fwrite(hurt, 1, used, f) == used;
  toll_case *c;
  toll_error e;
  if (fclose(f) == 0 && written && toll_case_open(path, TOLL_CASE_WRITE, &c, &e) == 0) {
    read_all(c);
    toll_case_close(c);
  }
  return 0;
}
