/* By libcrypto's own functions for SHA-256, not through EVP: what EVP looks up before
 * the first hash takes as long as reading a report. They are marked as deprecated since
 * OpenSSL 3.0, for those who want to choose among implementations; there is one here. */
#define OPENSSL_SUPPRESS_DEPRECATED
#include "base/hash.h"

#include <openssl/sha.h>

#include "toll/error.h"

_Static_assert(sizeof(SHA256_CTX) <= sizeof((struct sha256){0}.context), "there is room for what libcrypto keeps");
_Static_assert(_Alignof(SHA256_CTX) <= _Alignof(struct sha256), "and it is aligned");

static SHA256_CTX *context_of(struct sha256 *h) {
  return (SHA256_CTX *)(void *)h->context;
}

int sha256_start(struct sha256 *h) {
  h->failed = SHA256_Init(context_of(h)) != 1;
  return h->failed ? TOLL_E_MEMORY : 0;
}

void sha256_add(struct sha256 *h, const void *bytes, size_t len) {
  if (h->failed || len == 0) return;
  h->failed = SHA256_Update(context_of(h), bytes, len) != 1;
}

int sha256_end(struct sha256 *h, uint8_t out[SHA256_SIZE]) {
  if (!h->failed) h->failed = SHA256_Final(out, context_of(h)) != 1;
  return h->failed ? TOLL_E_MEMORY : 0;
}

void sha256_free(struct sha256 *h) {
  *h = (struct sha256){0};
}

int sha256(const void *bytes, size_t len, uint8_t out[SHA256_SIZE]) {
  struct sha256 h;
  int code = sha256_start(&h);
  sha256_add(&h, bytes, len);
  return code != 0 ? code : sha256_end(&h, out);
}

void hex_write(const uint8_t *bytes, size_t count, char *out) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < count; i++) {
    out[2 * i] = digits[bytes[i] >> 4];
    out[2 * i + 1] = digits[bytes[i] & 15];
  }
  out[2 * count] = 0;
}
