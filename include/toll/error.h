/* Errors: what went wrong, in which file, and where in it.
 *
 * Every function of libtoll that can fail returns 0 on success or one of the
 * negative codes below, and fills the caller's toll_error when that is not
 * NULL.  The library never prints, never exits and never logs. */
#ifndef TOLL_ERROR_H
#define TOLL_ERROR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum toll_code {
  TOLL_OK = 0,
  TOLL_E_MEMORY = -1,   /* an allocation failed */
  TOLL_E_IO = -2,       /* the system refused: open, read, write, full disk */
  TOLL_E_FORMAT = -3,   /* the bytes are not what they should be */
  TOLL_E_EMPTY = -4,    /* nothing there to read */
  TOLL_E_BINARY = -5,   /* not text in any form that toll reads */
  TOLL_E_LIMIT = -6,    /* larger than a documented limit */
  TOLL_E_USAGE = -7,    /* the caller asked for something that does not exist */
  TOLL_E_FOREIGN = -8,  /* not a case file, or one of another version */
  TOLL_E_DAMAGED = -9,  /* a case file whose inside does not hold together */
  TOLL_E_MISSING = -10, /* a file, document, claim or pack that is not there */
  TOLL_E_SYNTAX = -11   /* a pack file breaks its own grammar */
};

typedef struct toll_error {
  int code;            /* one of toll_code */
  const char *message; /* constant, never freed; NULL when code is TOLL_OK */
  uint64_t offset;     /* byte offset inside the file, 0 when not known */
  uint32_t line;       /* 1-based line inside the file, 0 when not known */
  char path[512];      /* the file, cut at the end if longer; may be empty */
  char detail[128];    /* the offending word or the system's reason; may be empty */
} toll_error;

/* Fills *e (if e is not NULL) and returns code, so that a caller can write
 * `return toll_fail(e, TOLL_E_FORMAT, "…", path, offset);`.
 * path may be NULL; message must outlive the error (a string literal). */
int toll_fail(toll_error *e, int code, const char *message, const char *path, uint64_t offset);

/* As toll_fail, with the system's reason (strerror of errnum) as the detail. */
int toll_fail_errno(toll_error *e, const char *message, const char *path, int errnum);

/* Sets the detail of an error made before; text is copied and cut to fit. */
void toll_error_detail(toll_error *e, const char *text, uint64_t len);

/* Writes "path:line: message: detail" (parts that are not known left out) into
 * out, always NUL-terminated.  Returns the length without the NUL. */
int toll_error_format(const toll_error *e, char *out, uint64_t size);

#ifdef __cplusplus
}
#endif
#endif
