/* Mail begins with a run of header fields.  So do some plain reports ("From: our
 * correspondent"), so a field must be one that mail alone has, or hold an address,
 * and there must be another; whoever wrote a mere heading has neither. */
#include <string.h>

#include "base/bytes.h"
#include "read/mail.h"
#include "read/mail_words.h"

#define LOOK ((size_t)65536)

struct signs {
  unsigned known, strong, sure;
  unsigned seen; /* bits of the fields that are read, so that none counts twice */
};

static void count_field(struct signs *s, toll_slice name, toll_slice value) {
  enum mail_sign sign = mail_field_sign(name);
  int field = mail_field_find(name);
  if (sign == SIGN_NONE || value.len == 0) return;
  if (field < MAIL_FIELDS && s->seen & 1u << field) return;
  if (field < MAIL_FIELDS) s->seen |= 1u << field;
  bool address = sign == SIGN_ADDRESS && memchr(value.at, '@', value.len);
  s->known++;
  s->sure += sign == SIGN_SURE;
  s->strong += address || sign == SIGN_SURE;
}

/* A run of fields up to an empty line, or to the end of what is looked at; what
 * another line ends must be surer. */
static bool fields_look(toll_slice head, size_t at) {
  struct signs s = {0};
  toll_slice name, value;
  if (head.len > LOOK) head.len = LOOK;
  while (mail_field_next(head, &at, &name, &value)) count_field(&s, name, value);
  bool ends = at >= head.len || head.at[at] == '\n' || head.at[at] == '\r';
  if (memchr(head.at, 0, at < head.len ? at : head.len)) return false;
  return s.known >= 2 && s.strong >= 1 && (ends || s.sure >= 2);
}

bool mail_looks(toll_slice head) {
  return fields_look(head, 0);
}

/* "From desk@example.org Sat Jan  3 01:05:34 1996": a clock and a year. */
bool mbox_separator(toll_slice line) {
  bool clock = false, year = false;
  if (line.len < 16 || line.len > 512 || memcmp(line.at, "From ", 5) != 0) return false;
  for (size_t i = 5; i + 4 < line.len; i++) {
    const char *c = line.at + i;
    if (byte_digit(c[0]) && byte_digit(c[1]) && c[2] == ':' && byte_digit(c[3]) && byte_digit(c[4])) clock = true;
    bool century = (c[0] == '1' && c[1] == '9') || (c[0] == '2' && c[1] == '0');
    bool word = c[-1] == ' ' && (c[4] == '\r' || c[4] == '\n' || c[4] == ' ');
    if (century && word && byte_digit(c[2]) && byte_digit(c[3])) year = true;
  }
  return clock && year;
}

bool mbox_looks(toll_slice head) {
  const char *end = head.len ? memchr(head.at, '\n', head.len < 512 ? head.len : 512) : NULL;
  if (!end || !mbox_separator((toll_slice){head.at, (size_t)(end + 1 - head.at)})) return false;
  toll_slice name, value;
  size_t at = (size_t)(end + 1 - head.at);
  while (mail_field_next(head, &at, &name, &value))
    if (mail_field_sign(name) != SIGN_NONE) return true;
  return false;
}
