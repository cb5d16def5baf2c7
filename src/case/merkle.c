/* Adding a leaf is counting in binary: full[k] is in use while bit k of the
 * number of leaves is set, and a carry joins two trees of one size.  The root
 * joins what is left from the smallest tree upwards. */
#include "case/merkle.h"

#include <stdbool.h>
#include <string.h>

int merkle_leaf(struct sha256 *h, const void *entry, size_t len, uint8_t out[SHA256_SIZE]) {
  static const uint8_t zero = 0;
  int code = sha256_start(h);
  sha256_add(h, &zero, 1);
  sha256_add(h, entry, len);
  return code ? code : sha256_end(h, out);
}

static int join(const uint8_t left[SHA256_SIZE], const uint8_t right[SHA256_SIZE], uint8_t out[SHA256_SIZE]) {
  uint8_t node[1 + 2 * SHA256_SIZE] = {1};
  memcpy(node + 1, left, SHA256_SIZE);
  memcpy(node + 1 + SHA256_SIZE, right, SHA256_SIZE);
  return sha256(node, sizeof node, out);
}

int merkle_add(struct merkle *m, const uint8_t leaf[SHA256_SIZE]) {
  uint8_t carry[SHA256_SIZE];
  memcpy(carry, leaf, sizeof carry);
  unsigned k = 0;
  for (; m->leaves >> k & 1; k++) {
    int code = join(m->full[k], carry, carry);
    if (code) return code;
  }
  memcpy(m->full[k], carry, sizeof carry);
  m->leaves++;
  return 0;
}

int merkle_root(const struct merkle *m, uint8_t out[SHA256_SIZE]) {
  if (m->leaves == 0) return sha256("", 0, out);
  bool started = false;
  for (unsigned k = 0; k < 64; k++) {
    if (!(m->leaves >> k & 1)) continue;
    if (!started)
      memcpy(out, m->full[k], SHA256_SIZE);
    else {
      int code = join(m->full[k], out, out);
      if (code) return code;
    }
    started = true;
  }
  return 0;
}
