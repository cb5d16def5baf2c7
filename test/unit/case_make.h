/* Documents and claims made by hand, for the tests of the case and of weighing. */
#ifndef TOLL_TEST_CASE_MAKE_H
#define TOLL_TEST_CASE_MAKE_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/hash.h"
#include "read/holder.h"
#include "toll/case.h"

static inline toll_slice text_of(const char *s) {
  return (toll_slice){s, s ? strlen(s) : 0};
}

/* A document whose text is its bytes; strings are borrowed. */
static inline toll_document *make_document(const char *text, const char *outlet, const char *day) {
  toll_document *doc = toll_document_new();
  doc->info = (toll_document_info){
      .path = text_of("test.txt"), .outlet = text_of(outlet), .from = TOLL_NO_DAY, .to = TOLL_NO_DAY};
  doc->info.text = doc->info.raw = text_of(text);
  if (day) toll_day_read(text_of(day), &doc->info.from, &doc->info.to);
  uint8_t digest[32];
  sha256(text, strlen(text), digest);
  holder_identify(doc, digest, NULL);
  return doc;
}

/* A claim of value people killed, asserted by the writer. */
static inline toll_claim make_claim(unsigned harm, int64_t value, const char *who) {
  toll_claim claim = {.harm = (uint8_t)harm, .unit = TOLL_PERSON, .value = value, .low = value, .high = value};
  claim.who = text_of(who);
  claim.quote = text_of("quote");
  claim.part_of = -1;
  claim.event = 1;
  claim.when.from = claim.when.to = claim.as_of = TOLL_NO_DAY;
  claim.confidence = 0.5;
  claim.rule = text_of("en/test");
  return claim;
}

/* Gives the claims ids and places in the text, 1000 bytes apart where they have none. */
static inline void number_claims(toll_claim *claims, size_t count, const toll_document *doc) {
  const toll_document_info *info = toll_document_get(doc);
  for (size_t i = 0; i < count; i++) {
    if (claims[i].span.to == 0) claims[i].span = (toll_span){(uint32_t)i * 1000, (uint32_t)i * 1000 + 20};
    claims[i].count_span = (toll_span){claims[i].span.from, claims[i].span.from + 2};
    uint8_t digest[32];
    struct sha256 h = {0};
    sha256_start(&h);
    sha256_add(&h, info->id.at, info->id.len);
    sha256_add(&h, &claims[i].count_span, sizeof claims[i].count_span);
    sha256_add(&h, &claims[i].harm, 1);
    sha256_add(&h, &claims[i].unit, 1);
    sha256_end(&h, digest);
    sha256_free(&h);
    claims[i].id[0] = 'c';
    hex_write(digest, 8, claims[i].id + 1);
  }
}

/* A folder of the test's own, below the place for temporary files. */
static inline const char *make_folder(char *room, size_t size) {
  const char *base = getenv("TMPDIR");
  snprintf(room, size, "%s/toll-case-XXXXXX", base && *base ? base : "/tmp");
  return mkdtemp(room);
}

static inline void remove_folder(const char *folder) {
  char command[600];
  snprintf(command, sizeof command, "rm -rf '%s'", folder);
  if (system(command) != 0) perror("rm");
}

#endif
