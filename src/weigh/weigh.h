/* What the steps of a tally share: the documents that speak of one event, with all
 * their claims, copied to one arena and put in an order that does not depend on when
 * they came.
 *
 * load -> copies -> mentions -> speakers -> rows -> eligible -> accounts
 * -> method -> grade.  Each arrow is a file; each fills in fields that the later ones read. */
#ifndef TOLL_WEIGH_WEIGH_H
#define TOLL_WEIGH_WEIGH_H

#include "base/arena.h"
#include "toll/case.h"
#include "toll/tally.h"
#include "weigh/words.h"

struct weigh_doc { /* by id, then by hash */
  toll_case_source source;
  toll_slice key;      /* of its outlet, as in weigh_claim; its id where it has none */
  uint32_t original;   /* index of the first document here of its group of copies; itself where it copies none */
  uint32_t main_event; /* the lowest number that it has for an event: what it mainly reports */
  uint32_t quotes;     /* index of another document whose outlet this one passes on, or NO_INDEX */
  uint32_t speaker;    /* the source number of those who name its outlet, or NO_INDEX */
};

struct weigh_claim { /* by document, then by place in it */
  toll_case_claim row;
  uint32_t doc, mention;
  uint32_t event;      /* index in weigh.events: 0 the event that is weighed, 1 any other */
  toll_slice claimant; /* for people */
  toll_slice key;      /* the same for the same source: folded words, "outlet:" before a writer's own */
  uint32_t source;     /* a number for key: equal where the keys are */
  uint32_t figure;     /* a number for value, low and high together */
  toll_day given;
};

/* What one document says of one of its events. */
struct weigh_mention {
  uint32_t doc, number;  /* the document's own number for the event */
  uint32_t first, count; /* its claims, in weigh.by_mention */
  uint64_t *telling;     /* hashes of its peculiar figures, ascending */
  uint32_t telling_count;
  uint32_t cluster; /* index of the event */
};

#define NO_INDEX UINT32_MAX

struct weigh {
  struct arena arena;
  struct weigh_doc *docs;
  size_t doc_count;
  struct weigh_claim *claims;
  size_t claim_count;
  struct weigh_mention *mentions;
  size_t mention_count;
  uint32_t *by_mention; /* claim indices */
  toll_event *events;   /* the one that is weighed; behind it one that stands for all others */
  size_t event_count;   /* 1 */
  toll_copy *copies;
  size_t copy_count;
};

/* A peculiar figure among a mention's telling ones. */
static inline uint64_t mention_telling(uint32_t harm, int64_t value) {
  uint64_t h = ((uint64_t)value ^ (uint64_t)harm << 56) * 0x9e3779b97f4a7c15u;
  return (h ^ h >> 29) * 0xbf58476d1ce4e5b9u;
}

int weigh_load(struct weigh *w, toll_case *c, const toll_event *event, toll_error *e); /* docs, claims, events */
int weigh_copies(struct weigh *w);   /* docs[].original, quotes; copies */
int weigh_mentions(struct weigh *w); /* mentions, by_mention, claims[].mention and event */
int weigh_speakers(struct weigh *w); /* claims[].key of short names; source, figure */
void weigh_free(struct weigh *w);

/* Copies to the arena what a row borrows. */
void weigh_copy_claim(toll_case_claim *row, struct arena *a);

/* Order of bytes, shorter first: for sorting. */
int weigh_compare(toll_slice a, toll_slice b);

/* Union-find over indices; smaller roots win, so that the result has one form. */
uint32_t weigh_find(uint32_t *parent, uint32_t i);
bool weigh_join(uint32_t *parent, uint32_t a, uint32_t b);

#endif
