/* What a message gives: its own document, those of the messages that are quoted and
 * forwarded in it, its attachments; then a line for each thing that is wrong with
 * it.  A mail file and an mbox are containers that go through this. */
#ifndef TOLL_READ_MAIL_GIVE_H
#define TOLL_READ_MAIL_GIVE_H

#include "read/container.h"
#include "read/mail.h"

struct mail_giver {
  struct mail mail;
  struct arena arena; /* strings of the message */
  struct made made;   /* of the member at hand */
  bool open;
  size_t next;                          /* passages, then members */
  unsigned complaints;                  /* that were told */
  unsigned voices[VOICE_FORWARDED + 1]; /* passages given of each kind */
  toll_slice name;                      /* of the message in what holds it; not given where it is the file */
  uint64_t offset;
  char name_room[40];
};

/* Begins with a message, whose bytes must stay until it is given.  offset: its place in
 * an mbox, from which it gets its name; NULL: it is a file of its own. */
int mail_give_start(struct mail_giver *g, toll_slice message, const uint64_t *offset, const struct limits *limits,
                    toll_error *e);
/* The name of a message at a place of an mbox; kept in the giver. */
toll_slice mail_give_name(struct mail_giver *g, uint64_t offset);

/* The next of it: 1; 0 when there is no more; negative: an error, after which it goes on. */
int mail_give_next(struct mail_giver *g, struct container *c, struct member *m, toll_error *e);
void mail_give_free(struct mail_giver *g);

#endif
