/* Records, and the JSON reader by itself. */
#include "document_check.h"
#include "read/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_events(toll_slice bytes) {
  struct json j;
  struct arena arena = {0};
  struct pieces pieces = {0};
  uint32_t bad_arena = 0, bad_pieces = 0;
  json_start(&j, bytes);
  for (enum json_event event = json_next(&j); event != JSON_END && event < JSON_CUT; event = json_next(&j)) {
    must(j.pos <= j.len && j.depth <= JSON_DEPTH);
    if (event != JSON_STRING && event != JSON_KEY) continue;
    toll_slice text = json_text(&j, &arena, &bad_arena);
    pieces_reset(&pieces);
    json_pieces(&j, &pieces, &bad_pieces);
    must(text.len == pieces.text.len && (text.len == 0 || memcmp(text.at, pieces.text.at, text.len) == 0));
    must(text.len <= j.value.len && bad_arena == bad_pieces);
  }
  pieces_free(&pieces);
  arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static const char start[] = "{\"text\":\"";
  const size_t len = sizeof start - 1;
  if (size > 1 << 20) return 0;
  toll_slice bytes = {(const char *)data, size};
  check_bytes(bytes.at, size);
  check_events(bytes);
  char *record = malloc(len + size + 2);
  if (!record) return 0;
  memcpy(record, start, len);
  if (size) memcpy(record + len, data, size);
  memcpy(record + len + size, "\"}", 2);
  check_bytes(record, len + size + 2);
  free(record);
  return 0;
}
