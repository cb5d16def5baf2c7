/* Finding copies: what the steps share.
 *
 *   bands -> documents -> alike -> originals -> mentions
 *
 * bands      the keys of the new documents, and which others have them (copy_bands.c)
 * documents  those that stand in a run of one key, with their sketches (copy_docs.c)
 * alike      those of each run are held against each other (copy_alike.c)
 * originals  what hangs together gets its earliest for original (copies.c)
 * mentions   of copies follow those that they repeat (copy_follow.c)
 *
 * Each step returns 0 or a negative code, told in *e; what struct copying holds is given back
 * by regroup_copies. */
#ifndef TOLL_WEIGH_COPYING_H
#define TOLL_WEIGH_COPYING_H

#include "base/sort.h"
#include "weigh/regroup.h"

struct copy_doc {
  int64_t number, original; /* original: as stored, or 0 */
  toll_day day;
  toll_slice id;
  uint64_t digest; /* the start of its sha256: tells documents of one id apart in any case alike */
  const uint64_t *sketch;
  uint32_t sketch_count;
  bool fresh;
};

#define FEW 64 /* that are always looked for one by one */
#define MANY 8 /* one in so many: the whole table is read in its order */

struct copying {
  struct regroup *u;
  struct copy_doc *docs;
  uint32_t *parent; /* documents that hang together by likeness */
  size_t count, cap;
  uint32_t *slots; /* number -> index + 1 */
  size_t slot_count;
  struct keyed *keys; /* runs of documents that share a key, new ones among them */
  size_t key_count, key_cap;
  struct id_list changed; /* documents whose original is another now */
  int64_t through, last;  /* copies of documents up to through were looked for; the last there is */
};

/* Lists the runs, their ids being documents' numbers, and puts the new keys into the table;
 * reads the new documents. */
int copies_list(struct copying *p, toll_error *e);

/* Reads the other documents of the runs, whose ids become indices. */
int copies_read(struct copying *p, toll_error *e);
/* The document's index; it is joined with its original, which it is known to be alike. */
int copies_get(struct copying *p, int64_t number, uint32_t *out, toll_error *e);
/* Takes a row of Q_COPY_DOCUMENT or Q_COPY_DOCUMENTS that is not there yet. */
int copies_take(struct copying *p, sqlite3_stmt *s, toll_error *e);
double copies_likeness(const struct copying *p, uint32_t a, uint32_t b);

/* Joins what is alike. */
int copies_join(struct copying *p, toll_error *e);

/* Mentions of documents whose original is another than before. */
int copies_follow(struct copying *p, toll_error *e);

#endif
