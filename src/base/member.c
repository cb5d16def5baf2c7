/* See member.h: what the small objects of the log and of the commands are made of. */
#include "base/member.h"

#include "base/pen.h"

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

void member_rate(toll_buffer *out, const char *before, double value) {
  toll_buffer_str(out, before);
  char *at = pen_room(out, PEN_RATE);
  if (at) pen_done(out, pen_rate(at, value));
}
