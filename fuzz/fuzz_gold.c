/* Labelled rows, the comparison of words and the check of spelled numbers, with
 * whatever bytes there are. */
#include <stdlib.h>
#include <string.h>

#include "read/json.h"
#include "score/agree.h"
#include "score/gold.h"
#include "score/spelled.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool good) {
  if (!good) abort();
}

/* What is scanned must be JSON whatever the row was. */
static void check_record(const struct gold_row *row) {
  toll_buffer record = {0};
  struct json j;
  gold_record(row, &record);
  json_start(&j, (toll_slice){record.at, record.len});
  enum json_event event = json_next(&j);
  while (event != JSON_END && event < JSON_CUT) event = json_next(&j);
  must(record.failed || event == JSON_END);
  toll_buffer_free(&record);
}

/* The pack is opened once. */
static const toll_pack *english(void) {
  static toll_pack *pack;
  toll_error e;
  if (!pack) must(toll_pack_open(SOURCE_ROOT "/packs/en", &pack, &e) == 0);
  return pack;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 1 << 16) return 0;
  struct arena arena = {0};
  toll_buffer claims = {0};
  struct gold_row row;
  toll_error e = {0};
  toll_slice bytes = {(const char *)data, size};
  if (gold_read(bytes, &arena, &claims, &row, &e) == 0) {
    check_record(&row);
    for (size_t i = 0; i < row.claim_count; i++)
      must(row.claims[i].harm.at && row.claims[i].count.from <= row.claims[i].count.to);
  }
  toll_slice left = {bytes.at, size / 2}, right = {bytes.at + size / 2, size - size / 2};
  must(size == 0 || agree_words(left, right, &arena) == agree_words(right, left, &arena));
  for (int64_t value = 0; value < 30; value++) spelled_in(english(), bytes, value);
  must(!spelled_in(english(), bytes, -5));
  toll_buffer_free(&claims);
  arena_free(&arena);
  return 0;
}
