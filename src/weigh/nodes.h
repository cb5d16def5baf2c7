/* The mentions of a case as the grouping sees them: read from the case file when
 * they are asked for, changed here, and written back all together.
 *
 * A node lives as long as its nodes do.  What it says (node.is) may be given back by
 * nodes_trim, which is called where nobody holds any. */
#ifndef TOLL_WEIGH_NODES_H
#define TOLL_WEIGH_NODES_H

#include "case/db.h"
#include "weigh/mention.h"

#define WAITS (-1) /* the level of a mention that is to be grouped */

struct node_pair { /* a mention of another document that agrees well */
  int64_t id;
  float agreement;
};

struct node {
  int64_t id, document;
  uint32_t number, claims;
  uint64_t order;  /* of document and number, by their content: the same in every case */
  int64_t event;   /* 0: none */
  int64_t was;     /* its event when it began to wait */
  int64_t repeats; /* the original's mention that it repeats, or 0 */
  int level;
  toll_day day;             /* of what it says, or of its printing; known once it has been read */
  const struct mention *is; /* NULL: not read, see nodes_read */
  struct node_pair *pairs;
  uint32_t pair_count, pair_cap;
  bool pairs_read, paired; /* paired: its pairs have been looked for */
  bool changed, pairs_changed;
  bool decided;          /* a reviewer's decision speaks of it */
  uint32_t stamp, index; /* for whoever walks */
  uint32_t place;        /* in nodes.all */
};

struct nodes {
  toll_case *c;
  struct arena arena, read;
  size_t read_count; /* mentions in read */
  struct node **slots;
  size_t slot_count, count; /* slot_count is a power of two */
  struct node **all;        /* in the order in which they were asked for */
};

/* The node of a mention's row. */
int nodes_get(struct nodes *n, int64_t id, struct node **out, toll_error *e);
/* All mentions of the case in one go, and what they say where there is room to hold it. */
int nodes_load(struct nodes *n, toll_error *e);
/* The node of a row that is known already, or NULL; reads nothing and changes nothing. */
struct node *nodes_known(const struct nodes *n, int64_t id);
/* Reads what it says and its pairs. */
int nodes_read(struct nodes *n, struct node *node, toll_error *e);
/* Adds a pair to one of the two; one that is there already stays as it is. */
int nodes_pair(struct nodes *n, struct node *node, int64_t other, float agreement, toll_error *e);
/* Writes the rows and the pairs that changed. */
int nodes_write(struct nodes *n, toll_error *e);
/* Gives back what mentions say where too many are held. */
void nodes_trim(struct nodes *n);
void nodes_free(struct nodes *n);

#endif
