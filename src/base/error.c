/* Errors are filled in place by whoever notices them; nothing is allocated, so
 * that "out of memory" can be told as well. */
#include "toll/error.h"

#include <stdio.h>
#include <string.h>

/* Copies as much as fits and does not cut a UTF-8 sequence in two. */
static void copy_cut(char *out, size_t size, const char *text, size_t len) {
  if (len >= size) {
    len = size - 1;
    while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80) len--;
  }
  memcpy(out, text, len);
  out[len] = 0;
}

int toll_fail(toll_error *e, int code, const char *message, const char *path, uint64_t offset) {
  if (!e) return code;
  e->code = code;
  e->message = message;
  e->offset = offset;
  e->line = 0;
  e->detail[0] = 0;
  if (!path) path = "";
  if (path != e->path) copy_cut(e->path, sizeof e->path, path, strlen(path));
  return code;
}

int toll_fail_errno(toll_error *e, const char *message, const char *path, int errnum) {
  toll_fail(e, TOLL_E_IO, message, path, 0);
  if (!e) return TOLL_E_IO;
  char text[128];
  const char *reason = strerror_r(errnum, text, sizeof text); /* the GNU form: may point elsewhere */
  toll_error_detail(e, reason, strlen(reason));
  return TOLL_E_IO;
}

void toll_error_detail(toll_error *e, const char *text, uint64_t len) {
  if (e) copy_cut(e->detail, sizeof e->detail, text, (size_t)len);
}

int toll_error_format(const toll_error *e, char *out, uint64_t size) {
  char line[16] = "";
  if (e->line) snprintf(line, sizeof line, ":%u", e->line);
  const char *message = e->message ? e->message : "";
  int n = snprintf(out, (size_t)size, "%s%s%s%s%s%s", e->path, line, e->path[0] || e->line ? ": " : "", message,
                   e->detail[0] ? ": " : "", e->detail);
  if (n < 0 || size == 0) return 0;
  return (uint64_t)n < size ? n : (int)(size - 1);
}
