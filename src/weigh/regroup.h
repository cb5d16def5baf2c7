/* Bringing a case's events up to date: what the steps share.
 *
 *   make -> copies -> decisions -> pairs -> blocks -> events
 *
 * Each step does what is missing and no more, and its result depends on the set of
 * documents alone, never on which of them came together or first:
 *
 *   make       documents without mentions get them
 *   copies     new documents are held against those that share a band with them; groups
 *              that hang together by likeness get their original, and mentions of copies
 *              follow those that they repeat
 *   pairs      new mentions are held against those that they find by their keys
 *   blocks     mentions that hang together by pairs are parted into events
 *   events     the rows of the events that changed are written
 *
 * A mention whose level is null waits to be grouped; a kill leaves it waiting. */
#ifndef TOLL_WEIGH_REGROUP_H
#define TOLL_WEIGH_REGROUP_H

#include "toll/tally.h"
#include "weigh/nodes.h"

/* The agreement from which on a pair counts at a level.  A set of mentions that hang
 * together and are more than BLOCK_MOST is taken apart at the next level; at the last
 * one it stays. */
#define LEVELS 8
static inline float regroup_threshold(int level) {
  return (float)MENTION_AGREES + 0.5f * (float)level;
}

struct id_list {
  int64_t *at;
  size_t count, cap;
};

struct id_set { /* of numbers above zero */
  int64_t *at;
  size_t count, cap;
};

struct decided { /* a mention that a decision in force speaks of, as the node that stands for it */
  struct node *node;
  int64_t decision, mention; /* mention: the row that it names */
  uint8_t kind, side;
};
enum decided_kind { DECIDED_MERGE, DECIDED_SPLIT, DECIDED_RENAME };

struct renaming {
  int64_t decision, mention; /* rows */
  toll_slice name;
};

struct regroup {
  toll_case *c;
  struct nodes nodes;
  struct arena arena; /* of the step at hand */
  struct arena kept;
  struct decided *decided; /* by decision, side, node */
  size_t decided_count;
  struct renaming *renamings; /* the earliest first */
  size_t renaming_count;
  struct id_list touched; /* events whose rows are to be written */
  struct id_list follow;  /* mentions in copies that take their original's event */
  struct id_set taken;    /* events that a group of this run has */
  int64_t last_event;
  uint32_t stamp;
  bool whole; /* so many mentions wait that all are held */
};

int list_add(struct id_list *list, int64_t id);
/* Ascending, each once. */
void list_sort(struct id_list *list);

/* 1: added; 0: it was there; TOLL_E_MEMORY. */
int set_take(struct id_set *set, int64_t id);

/* Lets the mention wait to be grouped anew; TOLL_E_MEMORY. */
int regroup_wait(struct regroup *u, struct node *node);
/* Lets those wait that are to be grouped anew when the mention is none of them any more;
 * to be called while its pairs are there. */
int regroup_leave(struct regroup *u, struct node *node, toll_error *e);
/* Lets those wait that are to be grouped anew when what holds the mention together with
 * others has become another: to be called when it has. */
int regroup_loosen(struct regroup *u, struct node *node, toll_error *e);

/* Begins a batch of its own.  Whatever it returns, regroup_end gives all back. */
int regroup_begin(struct regroup *u, toll_case *c, toll_error *e);
void regroup_end(struct regroup *u);
/* All steps, within the batch. */
int regroup_run(struct regroup *u, toll_mention_maker *maker, toll_error *e);
/* Commits what is done so far and begins anew. */
int regroup_pause(struct regroup *u, toll_error *e);
#define PAUSE 8192      /* mentions, from which on a step commits what it did */
#define MAKE_BATCH 2048 /* documents */

int regroup_make(struct regroup *u, toll_mention_maker *maker, toll_error *e);
int regroup_copies(struct regroup *u, toll_error *e);
int regroup_decisions(struct regroup *u, toll_error *e);
int regroup_decisions_again(struct regroup *u, toll_error *e); /* after mentions began to follow others */
int regroup_pairs(struct regroup *u, toll_error *e);
int regroup_blocks(struct regroup *u, toll_error *e);
int regroup_events(struct regroup *u, toll_error *e);

/* The nodes that a node hangs together with at a level: by pairs, and by decisions. */
struct neighbours {
  struct regroup *u;
  struct node *of;
  float least;
  size_t at, decided;
  bool by_decision;
};
int regroup_neighbour(struct neighbours *walk, struct node **out, toll_error *e); /* 1, 0 at the end, negative */

#endif
