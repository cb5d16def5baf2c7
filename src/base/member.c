/* See member.h: what the small objects of the log and of the commands are made of. */
#include "base/member.h"

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
