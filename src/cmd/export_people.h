/* Names of the harmed and of witnesses, and their hiding.
 *
 * An export leaves the hands of whoever made it.  Unless names are asked for,
 * those of people told of one by one and those of witnesses are replaced by
 * "[name]" wherever the same document's texts have them.  What the reading did
 * not take for a name stays: this lessens exposure, it makes nobody anonymous. */
#ifndef TOLL_CMD_EXPORT_PEOPLE_H
#define TOLL_CMD_EXPORT_PEOPLE_H

#include "base/arena.h"
#include "toll/case.h"
#include "toll/scan.h"

struct people { /* zero-initialise; free with people_free */
  bool hide;
  const toll_places *places; /* names of places and peoples are no names; may be NULL */
  struct arena arena;
  toll_buffer words; /* struct hidden_word, by document, then by word */
  size_t count;
};

/* Collects the names of the whole case, where they are to be hidden. */
int people_read(struct people *p, toll_case *file, toll_error *e);
void people_free(struct people *p);

/* The text of that document with its hidden names replaced, in the arena where
 * it was changed. */
toll_slice people_text(const struct people *p, int64_t document, toll_slice text, struct arena *arena);
/* A claimant's name or role: as it is, but for witnesses. */
toll_slice people_claimant(const struct people *p, int64_t document, const toll_claimant *who, toll_slice text,
                           struct arena *arena);
/* A path: without the folders, which may bear a person's name. */
toll_slice people_path(const struct people *p, toll_slice path);
/* A log entry's body: without the names of those who decided. */
toll_slice people_log(const struct people *p, toll_slice body, struct arena *arena);

#endif
