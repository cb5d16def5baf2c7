/* Whose words a message holds: its sender's own, and those of earlier messages that
 * are quoted in it ("> ") or forwarded with their header lines.
 *
 * What somebody else wrote earlier must not count as said by the sender, and must not
 * be lost: each such message is a passage, and becomes a document of its own.  A
 * quotation that is taken up again after an answer goes on; one with a line above it
 * that names its writer ("… wrote:") begins anew, so does each further ">". */
#ifndef TOLL_READ_MAIL_SPLIT_H
#define TOLL_READ_MAIL_SPLIT_H

#include "base/arena.h"
#include "read/header.h"
#include "read/pieces.h"

enum mail_voice { VOICE_OWN, VOICE_QUOTED, VOICE_FORWARDED };

struct mail_passage {
  enum mail_voice voice;
  struct pieces text;  /* without ">" and without header lines; the title, where there is one, comes first */
  struct header known; /* title, outlet (who wrote it), day; strings of the arena */
  size_t from, to;     /* its stretch of the source, with its header lines */
  size_t lead;         /* bytes of the text up to where its body begins */
};

struct mail_passages {
  struct mail_passage *items; /* the first is the sender's own, also when it is empty */
  size_t count, cap;
  bool too_many; /* more than the limit: what is beyond was left with the passage before */
};

/* Splits a body; title: the message's own, as pieces of the same source, or empty.
 * Returns 0 or TOLL_E_MEMORY. */
int mail_split(struct mail_passages *out, const struct pieces *body, const struct pieces *title, size_t limit,
               struct arena *arena);
void mail_passages_free(struct mail_passages *p);

#endif
