/* The tree of RFC 6962, section 2.1, over the entries of a log: a leaf is
 * SHA-256(0x00 entry), a node SHA-256(0x01 left right).  Two logs with the same
 * root hold the same entries in the same order. */
#ifndef TOLL_CASE_MERKLE_H
#define TOLL_CASE_MERKLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/hash.h"

/* The leaf hash of an entry; h is started anew.  Returns 0 or TOLL_E_MEMORY. */
int merkle_leaf(struct sha256 *h, const void *entry, size_t len, uint8_t out[SHA256_SIZE]);

/* The root over leaves that come one by one: of the leaves so far it keeps the
 * roots of the full trees, at most one a power of two.  Zero-initialise. */
struct merkle {
  uint64_t leaves;
  uint8_t full[64][SHA256_SIZE];
};
int merkle_add(struct merkle *m, const uint8_t leaf[SHA256_SIZE]);
/* The root now; that of no leaves is the hash of nothing. */
int merkle_root(const struct merkle *m, uint8_t out[SHA256_SIZE]);

#endif
