/* A mail message: its text, whose words they are, and what is attached to it.
 *
 * The text is the subject and the words of those parts that a mail program would
 * show: of alternatives the plain one (unless it only says that there is another),
 * of several parts all.  Everything else is a member.  Each piece of the text
 * leads back to the bytes of the message, through quoted-printable, base64,
 * character set and HTML alike. */
#ifndef TOLL_READ_MAIL_H
#define TOLL_READ_MAIL_H

#include "read/html_page.h"
#include "read/mail_split.h"
#include "read/mime.h"

/* Zero-initialise; memory is kept from message to message. */
struct mail {
  toll_slice message; /* borrowed */
  bool unquote;       /* out of an mbox: ">From " stands for "From " */
  struct mime mime;
  struct header known; /* what the header says: title, outlet, byline, url, lang, day */
  struct mail_passages passages;
  size_t *members; /* indices of the parts that are members */
  size_t member_count;
  uint32_t repaired;
  struct {               /* the first text part that could not be read, and was left out */
    const char *message; /* NULL: none */
    int code;
    size_t at;
    toll_slice detail;
  } trouble;
  struct html_page html;
};

/* Reads a message; strings are the arena's.  Returns 0, TOLL_E_EMPTY (no words and no
 * members) or TOLL_E_MEMORY. */
int mail_read(struct mail *m, toll_slice message, const struct limits *limits, struct arena *arena, toll_error *e);
void mail_free(struct mail *m);

/* What is wrong with the message although it was read, nth from 0, as an error; 0 = nothing more. */
int mail_complaint(const struct mail *m, unsigned nth, toll_error *e);

/* The bytes of a member, decoded, in the arena; its name, as "part 2 (report.pdf)". */
toll_slice mail_member(const struct mail *m, size_t index, struct arena *arena);
toll_slice mail_member_name(const struct mail *m, size_t index, struct arena *arena);

/* Whether a member is there without anybody having sent it as a report: pictures,
 * signatures, calendars. */
bool mail_member_aside(const struct mail *m, size_t index);

/* Whether bytes begin a message: a run of header fields that mail has. */
bool mail_looks(toll_slice head);
/* Whether they begin an mbox: a line "From …" with a time, and header fields. */
bool mbox_looks(toll_slice head);
/* Whether the line is one that parts the messages of an mbox. */
bool mbox_separator(toll_slice line);

#endif
