/* See member.h: what the small objects of the log and of the commands are made of. */
#include "base/member.h"

#include <math.h>
#include <stdio.h>

void member_text(toll_buffer *out, const char *before, toll_slice value) {
  toll_buffer_str(out, before);
  if (value.at)
    toll_buffer_json(out, value);
  else
    toll_buffer_str(out, "null");
}

void member_number(toll_buffer *out, const char *before, int64_t value) {
  toll_buffer_str(out, before);
  if (value == TOLL_OPEN)
    toll_buffer_str(out, "null");
  else
    toll_buffer_int(out, value);
}

/* By hand, but where the fourth place leaves any doubt. */
void member_rate(toll_buffer *out, const char *before, double value) {
  double thousandths = value * 1000, below = floor(thousandths), over = thousandths - below;
  toll_buffer_str(out, before);
  if (value >= 0 && value <= 1 && fabs(over - 0.5) > 1e-6) {
    unsigned n = (unsigned)below + (over > 0.5);
    const char digits[] = {(char)('0' + n / 1000), '.', (char)('0' + n / 100 % 10), (char)('0' + n / 10 % 10),
                           (char)('0' + n % 10)};
    toll_buffer_add(out, digits, sizeof digits);
    return;
  }
  char number[32];
  int len = snprintf(number, sizeof number, "%.3f", value);
  toll_buffer_add(out, number, len > 0 && (size_t)len < sizeof number ? (size_t)len : 0);
}
