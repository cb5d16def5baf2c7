/* What is agreed between mail programs, as tables: the fields of headers, the lines
 * that programs write above a message they forward or quote, the prefixes of
 * subjects.  A program in another language is a few more rows. */
#ifndef TOLL_READ_MAIL_WORDS_H
#define TOLL_READ_MAIL_WORDS_H

#include <stdbool.h>

#include "toll/text.h"

/* The number in enum mail_field of a field that is read, MAIL_FIELDS for other fields of
 * mail, -1 for what is none. */
int mail_field_find(toll_slice name);

/* How much a field says of whether a text is mail. */
enum mail_sign {
  SIGN_NONE,
  SIGN_KNOWN,   /* such lines stand in other texts as well */
  SIGN_ADDRESS, /* tells when there is an address in it */
  SIGN_SURE
};
enum mail_sign mail_field_sign(toll_slice name);

/* "---------- Forwarded message ----------" and the like, a whole line. */
bool mail_is_forward_mark(toll_slice line);

/* The lines below such a mark. */
enum forward_key { FORWARD_NONE, FORWARD_FROM, FORWARD_DATE, FORWARD_SUBJECT, FORWARD_OTHER };
/* "From: X", "*Sent:* X": which line it is, and its value. */
enum forward_key mail_forward_key(toll_slice line, toll_slice *value);

/* Length of "wrote:" and the like at the end of a line above a quotation; 0 = none. */
size_t mail_wrote(toll_slice line);

/* Whether a subject begins with "Re:", "Fwd:" …: its words are those of an earlier message. */
bool mail_is_answer(toll_slice subject);

#endif
