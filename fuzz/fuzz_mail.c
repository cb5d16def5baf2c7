/* Messages: the bytes as one, behind a header that makes them one, and as an mbox. */
#include "container_check.h"
#include "read/mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_behind(const char *start, const uint8_t *data, size_t size, const struct container_kind *kind) {
  size_t len = strlen(start);
  char *bytes = malloc(len + size + 1);
  if (!bytes) return;
  memcpy(bytes, start, len);
  if (size) memcpy(bytes + len, data, size);
  check_container(kind, (toll_slice){bytes, len + size});
  free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 1 << 18) return 0;
  toll_slice bytes = {(const char *)data, size};
  mail_looks(bytes);
  mbox_looks(bytes);
  check_behind("", data, size, &container_mail);
  check_behind("Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n", data, size, &container_mail);
  check_behind("Content-Type: multipart/mixed; boundary=a\n\n--a\n", data, size, &container_mail);
  check_behind("From a Wed Jun  5 10:12:00 2019\n", data, size, &container_mbox);
  return 0;
}
