/* Thin over EVP: what can fail there is memory (or a library without SHA-256,
 * which is told the same way, since nothing can be done about either). */
#include "base/hash.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "toll/error.h"

/* Looking the algorithm up costs more than hashing a line of text: a context that has it is
 * only started again. */
int sha256_start(struct sha256 *h) {
  const EVP_MD *fresh = h->context ? NULL : EVP_sha256();
  if (!h->context) h->context = EVP_MD_CTX_new();
  h->failed = !h->context || EVP_DigestInit_ex(h->context, fresh, NULL) != 1;
  if (!h->failed) return 0;
  sha256_free(h);
  h->failed = 1;
  return TOLL_E_MEMORY;
}

void sha256_add(struct sha256 *h, const void *bytes, size_t len) {
  if (h->failed || len == 0) return;
  h->failed = !h->context || EVP_DigestUpdate(h->context, bytes, len) != 1;
}

int sha256_end(struct sha256 *h, uint8_t out[SHA256_SIZE]) {
  if (!h->failed) h->failed = !h->context || EVP_DigestFinal_ex(h->context, out, NULL) != 1;
  return h->failed ? TOLL_E_MEMORY : 0;
}

void sha256_free(struct sha256 *h) {
  EVP_MD_CTX_free(h->context);
  *h = (struct sha256){0};
}

int sha256(const void *bytes, size_t len, uint8_t out[SHA256_SIZE]) {
  return EVP_Digest(bytes, len, out, NULL, EVP_sha256(), NULL) == 1 ? 0 : TOLL_E_MEMORY;
}

void hash_alone(void) {
  OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
}

void hex_write(const uint8_t *bytes, size_t count, char *out) {
  static const char digits[] = "0123456789abcdef";
  for (size_t i = 0; i < count; i++) {
    out[2 * i] = digits[bytes[i] >> 4];
    out[2 * i + 1] = digits[bytes[i] & 15];
  }
  out[2 * count] = 0;
}
