/* The header of a message (RFC 5322): its fields, and what stands in them. */
#ifndef TOLL_READ_MAIL_HEADER_H
#define TOLL_READ_MAIL_HEADER_H

#include "base/arena.h"
#include "read/pieces.h"
#include "toll/text.h"

/* The fields that are read.  Of one that stands twice the first counts. */
enum mail_field {
  MAIL_SUBJECT,
  MAIL_FROM,
  MAIL_DATE,
  MAIL_MESSAGE_ID,
  MAIL_ARCHIVED_AT,
  MAIL_LIST_ID,
  MAIL_ORGANIZATION,
  MAIL_LANGUAGE,
  MAIL_TYPE,
  MAIL_TRANSFER,
  MAIL_DISPOSITION,
  MAIL_SNAPSHOT, /* a page that a browser saved as a message: its address */
  MAIL_FIELDS
};

struct mail_header {
  toll_slice of[MAIL_FIELDS]; /* values as written, folded; slices of the message */
  size_t end;                 /* where the body begins */
};

/* Reads the header that begins at `at` of the message.  A line that is no field
 * ends it; so does the end of the message. */
void mail_header_read(struct mail_header *h, toll_slice message, size_t at, size_t end);

/* One field: its name, and its value with the folding.  Moves *at behind it; false
 * where no field begins. */
bool mail_field_next(toll_slice message, size_t *at, toll_slice *name, toll_slice *value);

/* Appends what a value says: unfolded, blanks collapsed, encoded words decoded.
 * value is a slice of message; the way back leads into that. */
void mail_value(struct pieces *out, toll_slice message, toll_slice value, uint32_t *repaired);

/* The same as a string of the arena, without a way back; not given where empty. */
toll_slice mail_string(struct arena *arena, toll_slice value);

/* The first mailbox of an address list: its display name (or the comment behind its
 * address), and its address; each not given where there is none. */
struct mailbox {
  toll_slice name, address;
};
struct mailbox mail_mailbox(struct arena *arena, toll_slice value);

/* The value without its parameters, as "text/plain". */
toll_slice mail_token(toll_slice value);
/* A parameter of Content-Type or Content-Disposition, with the forms of RFC 2231 and
 * encoded words undone; not given where there is none. */
toll_slice mail_parameter(struct arena *arena, toll_slice value, const char *name);

#endif
