/* Packed mentions as a case file might hold them.  What can be read is compared, keyed
 * and packed again, which must give what was read. */
#include <stdlib.h>
#include <string.h>

#include "weigh/mention.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct mention m, again;
  unsigned char packed[MENTION_PACKED_MAX];
  struct mention_keys keys;
  unsigned char *copy = malloc(size ? size : 1); /* of the very size, so that a step beyond it is seen */
  if (!copy) return 0;
  if (size) memcpy(copy, data, size);
  int code = mention_unpack(copy, size, &m);
  free(copy);
  if (code) return 0;
  size_t len = mention_pack(&m, packed);
  if (mention_unpack(packed, len, &again)) abort();
  unsigned char twice[MENTION_PACKED_MAX];
  if (mention_pack(&again, twice) != len || memcmp(packed, twice, len) != 0) abort();
  mention_keys(&m, &keys);
  mention_keys_sort(&keys);
  if (keys.own_count > MENTION_KEYS || keys.asked_count > MENTION_ASKED) abort();
  double points = mention_agreement(&m, &again);
  if (points != mention_agreement(&again, &m)) abort();
  return 0;
}
