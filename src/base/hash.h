/* SHA-256, by OpenSSL's libcrypto; the one place that it is used in.
 *
 * Nothing is shared between contexts, and nothing allocated: each thread uses its own. */
#ifndef TOLL_BASE_HASH_H
#define TOLL_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#define SHA256_SIZE 32
#define SHA256_HEX 65 /* 64 digits and a NUL */

/* Incremental hashing.  Zero-initialise; may be started again any number of
 * times; a copy goes on by itself; sha256_free forgets what was hashed (also without sha256_end). */
struct sha256 {
  uint64_t context[14]; /* libcrypto's */
  int failed;
};

/* Begins a new hash.  Returns 0 or TOLL_E_MEMORY. */
int sha256_start(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *bytes, size_t len);
/* Writes the digest.  Returns 0, or TOLL_E_MEMORY when any step had failed. */
int sha256_end(struct sha256 *h, uint8_t out[SHA256_SIZE]);
void sha256_free(struct sha256 *h);

/* All at once.  Returns 0 or TOLL_E_MEMORY. */
int sha256(const void *bytes, size_t len, uint8_t out[SHA256_SIZE]);

/* Writes count bytes as 2 * count lower-case hex digits and a NUL. */
void hex_write(const uint8_t *bytes, size_t count, char *out);

#endif
