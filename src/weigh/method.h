/* What a method sees: one row's claims after the steps that come before every
 * method.  A method reads those that are still in use, may set a reason on some
 * of them, and fills in low, best and high. */
#ifndef TOLL_WEIGH_METHOD_H
#define TOLL_WEIGH_METHOD_H

#include "weigh/weigh.h"

struct row_claim {
  const struct weigh_claim *claim;
  const struct weigh_claim *other;
  /* What the claim stands for: its own numbers, with what its claimant added to them
   * since, or the number that the pack's table has for its vague words. */
  int64_t value, low, high; /* TOLL_OPEN = null */
  toll_slice derived;       /* how they come of words that are in the texts; not given where they are its own */
  uint8_t form;             /* toll_form */
  uint32_t figure;          /* of the row: equal where the three numbers are equal; see row_number */
  uint32_t account;         /* from 1; independent sources have different ones */
  uint32_t backing;         /* accounts among the used claims that give this figure; see row_count */
  uint16_t rank;            /* of its source in the case, from 1; RANK_NONE, RANK_UNRELIABLE */
  uint8_t reason;           /* toll_reason */
  uint8_t mark;             /* a reviewer's, of enum review_mark */
  bool unclear_status;      /* whether its people are civilians is not told, and others of the event tell it */
  bool unclear_side;        /* … whether they were attacked or attackers */
};

#define RANK_NONE 1000 /* behind every rank given: without a ranking all rank alike */
#define RANK_UNRELIABLE 1001

enum review_mark { MARK_NONE, MARK_VOUCHED, MARK_DISCOUNTED };

/* Something to sort a row's claims by: equal numbers make a run. */
struct slot {
  uint64_t hi, lo;
  uint32_t index; /* of the claim in the row */
};

struct row_work {
  struct row_claim *at; /* in the order of weigh.claims */
  size_t count;
  struct arena *arena;
  const toll_verdict *panel; /* the reviewers' figure for this row, or NULL */
  int64_t low, best, high;   /* TOLL_OPEN to begin with */
  toll_slice derived;        /* how they follow from the texts where they stand in none */
  /* Whose figures these are; NULL where there is none.  A range's ends are the
   * claims at its two ends, also where their own number is open. */
  const struct row_claim *low_from, *best_from, *high_from;
  struct slot *slots; /* room for two a claim */
};

struct method {
  toll_method about;
  void (*run)(struct row_work *row);
  bool vague; /* takes vague words by the pack's table */
  bool names; /* counts names, so that parts and repetitions are as good as totals */
};

/* One file a method. */
extern const struct method method_range, method_min_max, method_low_best_high, method_conservative, method_cascade,
    method_majority, method_latest, method_named, method_panel;

static inline bool row_used(const struct row_claim *c) {
  return c->reason == TOLL_USED;
}
static inline bool row_same_figure(const struct row_claim *a, const struct row_claim *b) {
  return a->figure == b->figure;
}
static inline bool row_same_source(const struct row_claim *a, const struct row_claim *b) {
  return a->claim->source == b->claim->source;
}
/* Sorts the first n slots by hi, lo and index. */
void row_sort(struct slot *slots, size_t n);
/* The end of the run of slots that begins at from: of one hi, and of one lo too where asked. */
size_t row_run(const struct slot *slots, size_t n, size_t from, bool low_too);
/* Brings backing up to date; returns the independent accounts among all used claims. */
size_t row_count(struct row_work *row);
/* Numbers the figures of the row; call it when a step has changed what claims stand for. */
int row_number(struct row_work *row);
/* The interval a claim stands for: its value where it has neither bound. */
void row_interval(const struct row_claim *c, int64_t *low, int64_t *high);
/* Whether a claim is only a floor ("more than 100") or only a ceiling ("up to 30"). */
enum bound { CLOSED, FLOOR, CEILING };
enum bound row_bound(const struct row_claim *c);
/* The number that a claim has at one of its ends; a bound has only one. */
int64_t row_edge(const struct row_claim *c, bool upper);
/* The row's range over the claims in use, with those that are only bounds left out where
 * the others keep to them.  into: which ends a claim may set (NULL: both). */
enum row_end { ROW_LOW = 1, ROW_HIGH = 2 };
void row_widen(struct row_work *row, int (*ends)(const struct row_claim *c));
/* Of two claims with known days the later one; a known day before none. */
bool row_later(const struct row_claim *a, const struct row_claim *b);
/* Negative where a's figure is the lower: by value, then low, then high. */
int row_compare_figures(const struct row_claim *a, const struct row_claim *b);
/* A claim of the figure that most accounts give, by backing; NULL where figures tie or
 * there is none. */
struct row_claim *row_most_backed(const struct row_work *row);
/* Leaves out, for the reason, the claims in use that keep turns down. */
void row_keep(struct row_work *row, bool (*keep)(const struct row_work *, const struct row_claim *),
              enum toll_reason reason);
/* For the methods that choose one figure: c's, and every other is not chosen. */
void row_choose(struct row_work *row, const struct row_claim *c);
/* The row's figure for people, by the numbers that stand in the text: "131–170",
 * "90 – > 100", "> 100"; not given where the method has no answer. */
toll_slice row_range(const struct row_work *row, struct arena *arena);

/* The steps before every method. */
int row_eligible(struct weigh *w, struct row_work *row, toll_profile profile, const struct method *method);
/* Adds to totals what their claimants added to them since (series.c); numbers the figures. */
int row_series(struct row_work *row);
/* Whose status and side the texts leave open (unclear.c); peers: the indices of all claims of
 * the event and harm. */
int row_unclear(const struct weigh *w, struct row_work *row, const uint32_t *peers, size_t count);
int row_accounts(struct weigh *w, struct row_work *row);
uint8_t row_grade(struct weigh *w, const struct row_work *row);

#endif
