/* ZIP archives, office documents among them. */
#include "reader_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size <= 1 << 18) check_reader(data, size);
  return 0;
}
