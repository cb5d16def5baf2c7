/* The gazetteer's two parsers.  A first byte '#' or a letter means tables, parted by
 * form feeds; anything else is an image, whose checksum is put right first so that
 * the fuzzer reaches what lies behind it. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "extract/places_image.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Reads every byte that an answer offers; the sum, which its caller must use, keeps the reads. */
static unsigned ask(const toll_places *p, toll_slice name) {
  char key[PLACES_KEY_MAX];
  size_t len = places_fold(name.at, name.len, key, sizeof key), count = 0;
  unsigned sum = places_prefix(p, key, len);
  const struct place *found = places_find(p, key, len, &count);
  for (size_t i = 0; i < count; i++) {
    toll_slice text = place_name(p, &found[i]);
    for (size_t k = 0; k < text.len; k++) sum += (unsigned char)text.at[k];
    toll_slice country = place_country(&found[i]);
    if (country.at) sum += (unsigned char)country.at[1];
  }
  if (places_pick(found, count, "US", 1)) sum++;
  if (places_pick_kind(found, count, PLACE_ADMIN1, NULL, 0)) sum++;
  return sum;
}

static unsigned open_image(const void *bytes, size_t size) {
  static const char *const names[] = {"kabul", "new", "new delhi", "us", "paris", "georgia", "homs"};
  toll_places *p = NULL;
  if (places_from_bytes(bytes, size, "fuzz", &p, NULL)) return 0;
  unsigned sum = 0;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) sum += ask(p, (toll_slice){names[i], strlen(names[i])});
  for (size_t i = 0; i < p->header->keys && i < 4096; i++)
    sum += ask(p, (toll_slice){p->strings + p->keys[i].text, p->keys[i].len});
  toll_places_close(p);
  return sum;
}

static unsigned open_tables(const char *text, size_t size) {
  struct places_source sources[PLACES_FILE_COUNT];
  toll_slice rest = {text, size};
  for (size_t i = 0; i < PLACES_FILE_COUNT; i++) {
    const char *end = rest.len ? memchr(rest.at, '\f', rest.len) : NULL;
    size_t len = end ? (size_t)(end - rest.at) : rest.len;
    sources[i] = (struct places_source){"fuzz", {rest.at, len}};
    rest = (toll_slice){rest.at + len + (end != NULL), rest.len - len - (end != NULL)};
  }
  void *image = NULL;
  size_t image_size = 0;
  toll_error e;
  unsigned sum = 0;
  if (places_compile(sources, &image, &image_size, &e) == 0) sum = open_image(image, image_size);
  mem_free(image);
  return sum;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  volatile unsigned keep = 0;
  if (size == 0) return 0;
  if (data[0] == '#' || (data[0] >= 'A' && data[0] <= 'Z')) {
    keep = open_tables((const char *)data, size);
    return keep & 0; /* libFuzzer wants 0 */
  }
  void *copy = malloc(size);
  if (!copy) return 0;
  memcpy(copy, data, size);
  places_seal(copy, size);
  keep = open_image(copy, size);
  free(copy);
  return keep & 0;
}
