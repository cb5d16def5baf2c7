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
#include <sys/mman.h>
#include <unistd.h>

#include "toll/case.h"
#include "toll/tally.h"

#define IMAGE_MAX ((size_t)1 << 20)

static const char text[] = "Evening Wire\n5 March 2024\n\nTwelve people, among them three children, were killed in the market "
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

/* A sound case's bytes; 0 where none could be made. */
static size_t make_image(uint8_t *image) {
  char folder[] = "/tmp/toll-fuzz-XXXXXX", path[64];
  if (!mkdtemp(folder)) return 0;
  snprintf(path, sizeof path, "%s/case", folder);
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
      !toll_case_add(c, doc, &claims, &added, &e) && !toll_case_commit(c, &e) && !toll_events_update(c, &e)) {
    toll_case_close(c);
    FILE *f = fopen(path, "rb");
    size = f ? fread(image, 1, IMAGE_MAX, f) : 0;
    if (f) fclose(f);
  }
  toll_document_free(doc);
  unlink(path);
  rmdir(folder);
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
  toll_case_verify(c, &e);
  toll_buffer_free(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static uint8_t image[IMAGE_MAX], hurt[IMAGE_MAX];
  static size_t len;
  if (!len) len = make_image(image);
  size_t used = len;
  memcpy(hurt, image, len);
  if (size && data[0] == 0xff) {
    used = size - 1 < IMAGE_MAX ? size - 1 : IMAGE_MAX;
    memcpy(hurt, data + 1, used);
  } else {
    for (size_t i = 0; i + 4 <= size && len; i += 4)
      hurt[((size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2]) % len] ^= data[i + 3];
  }
  int fd = memfd_create("case", 0);
  if (fd < 0) return 0;
  char path[64];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  toll_case *c;
  toll_error e;
  if (write(fd, hurt, used) == (ssize_t)used && toll_case_open(path, TOLL_CASE_READ, &c, &e) == 0) {
    read_all(c);
    toll_case_close(c);
  }
  close(fd);
  return 0;
}
