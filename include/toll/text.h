/* Small value types that every other header uses: slices, spans, days. */
#ifndef TOLL_TEXT_H
#define TOLL_TEXT_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes that somebody else owns.  at == NULL means "not given"; an empty slice
 * with at != NULL means "given and empty".  Never NUL-terminated by contract. */
typedef struct toll_slice {
  const char *at;
  size_t len;
} toll_slice;

/* Half-open byte interval [from, to) in a document's UTF-8 text.  Documents are
 * at most 4 GiB - 1.  from == to == 0 stands for "none" where none is allowed. */
typedef struct toll_span {
  uint32_t from, to;
} toll_span;

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
typedef int32_t toll_day;
#define TOLL_NO_DAY INT32_MIN

/* A slice over a string literal. */
#define TOLL_LIT(s) ((toll_slice){(s), sizeof(s) - 1})

/* Day from year (1..9999), month (1..12), day (1..31); TOLL_NO_DAY if there is
 * no such day. */
toll_day toll_day_of(int year, int month, int day);

/* The reverse; day must not be TOLL_NO_DAY. */
void toll_day_parts(toll_day day, int *year, int *month, int *mday);

/* Writes "YYYY-MM-DD" and a NUL into out (11 bytes). */
void toll_day_format(toll_day day, char out[11]);

/* Reads "YYYY-MM-DD", "YYYY-MM" or "YYYY" (also followed by T and a time) into
 * the first and last day it covers.  Returns 0, or TOLL_E_FORMAT. */
int toll_day_read(toll_slice text, toll_day *from, toll_day *to);

#ifdef __cplusplus
}
#endif
#endif
