/* One member of a JSON object: what stands before its value, as "{\"by\":" or
 * ",\"by\":", and the value; null where it is not given. */
#ifndef TOLL_BASE_MEMBER_H
#define TOLL_BASE_MEMBER_H

#include "toll/claim.h"

void member_text(toll_buffer *out, const char *before, toll_slice value); /* a slice without at is null */
void member_number(toll_buffer *out, const char *before, int64_t value);  /* TOLL_OPEN is null */
void member_rate(toll_buffer *out, const char *before, double value);     /* three decimals, as "%.3f" */

#endif
