/* From claims to a figure, by a named method.
 *
 * Nothing here reads text.  Claims that do not compete (denied, hypothetical,
 * threatened, unconfirmed where a method says so, parts, superseded ones,
 * copies) are kept with the reason. */
#ifndef TOLL_TALLY_H
#define TOLL_TALLY_H

#include "case.h"
#include "claim.h"
#include "pack.h"
#include "scan.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Who counts: "everyone", "victims" (no perpetrators), "noncombatants" (no
 * perpetrators, no military, armed groups, police, guards), "class:NAME" (only that class). */
typedef struct toll_profile {
  enum toll_profile_kind { TOLL_EVERYONE, TOLL_VICTIMS, TOLL_NONCOMBATANTS, TOLL_ONLY_CLASS } kind;
  unsigned cls; /* a toll_class, for TOLL_ONLY_CLASS */
} toll_profile;

/* Reads a profile's name.  Returns 0 or TOLL_E_USAGE with the word as detail. */
int toll_profile_read(const char *name, toll_profile *out, toll_error *e);

typedef struct toll_figure {
  bool given;              /* false: no claim of this harm */
  int64_t low, best, high; /* TOLL_OPEN = null */
} toll_figure;

/* The figures of one document's main event, a harm each, as a careful reader
 * would give them: no restatement added, parts summed only where no total is
 * given, background events left out. */
typedef struct toll_document_tally {
  toll_figure of[TOLL_HARM_COUNT];
} toll_document_tally;

/* Returns 0 or TOLL_E_MEMORY; *out is then all "not given". */
int toll_tally_document(const toll_claims *claims, toll_profile profile, toll_document_tally *out);

/* Why a claim does or does not enter its document's figure of its harm.  Those
 * before TOLL_LEFT_EVENT are in the figure. */
enum toll_document_reason {
  TOLL_USED_WHOLE,     /* the figure */
  TOLL_USED_LESS,      /* the figure, less the people of it that the profile leaves out */
  TOLL_USED_SUM,       /* summed with others, because no total is given */
  TOLL_USED_ADDED,     /* people on top of a total given before */
  TOLL_USED_LIVING,    /* the figure, less those of its people who are told to have died */
  TOLL_LEFT_EVENT,     /* another event than the one mainly reported */
  TOLL_LEFT_STATUS,    /* denied, hypothetical or threatened */
  TOLL_LEFT_RATE,      /* so many a day is no total */
  TOLL_LEFT_REPLACED,  /* its own source replaced it */
  TOLL_LEFT_OCCASION,  /* what a protest was held over, not what is reported */
  TOLL_LEFT_RUNNING,   /* "the ninth this year": counts over other events too */
  TOLL_LEFT_ELSEWHERE, /* nobody harmed, but in another place */
  TOLL_LEFT_ATTACKER,  /* outside the profile: */
  TOLL_LEFT_COMBATANT,
  TOLL_LEFT_CLASS,
  TOLL_LEFT_DEAD,     /* its people are told to have died, and count among the dead */
  TOLL_LEFT_REPEATED, /* the same figure told again */
  TOLL_LEFT_PART,     /* a part of a total that is given */
  TOLL_LEFT_WITHIN,   /* some of the people of a larger figure */
  TOLL_LEFT_HELD,     /* an addition that a later total holds */
  TOLL_LEFT_ADDEND,   /* a total that is given is the sum of it and others */
  TOLL_LEFT_SMALLER,  /* its source gives a larger figure */
  TOLL_LEFT_LOWER,    /* another source's figure is used, and this one is lower */
  TOLL_LEFT_HIGHER,   /* … and this one is higher */
  TOLL_LEFT_VAGUE,    /* vague words beside a number */
  TOLL_LEFT_LESS,     /* less than the figures for some of its people */
  TOLL_DOCUMENT_REASON_COUNT
};
bool toll_document_used(unsigned reason);
const char *toll_document_reason_text(unsigned reason); /* a phrase in English; constant */

typedef struct toll_document_why {
  uint8_t reason; /* toll_document_reason */
  int32_t other;  /* the claim that the reason speaks of (the whole, the figure used …), or -1 */
} toll_document_why;

/* The same with the reasons: why has room for claims->count, and why[i] is claim
 * i's in the figure of its harm; NULL: no reasons. */
int toll_tally_document_why(const toll_claims *claims, toll_profile profile, toll_document_tally *out,
                            toll_document_why *why);

/* Appends {"doc": ID, "tally": {HARM: {"low": .., "best": .., "high": ..}, …}}. */
void toll_tally_json(toll_slice doc, const toll_document_tally *tally, toll_buffer *out);
/* The same with "why": [{"claim": ID, "harm": .., "used": true, "reason": .., "other": ID or null}, …]
 * behind the tally, each claim once. */
void toll_tally_why_json(toll_slice doc, const toll_document_tally *tally, const toll_claims *claims,
                         const toll_document_why *why, toll_buffer *out);

/* --- a case ------------------------------------------------------------- */

/* Why a claim does or does not enter its row's figure. */
enum toll_reason {
  TOLL_USED,
  TOLL_NOT_STATUS,     /* denied, hypothetical or threatened */
  TOLL_NOT_RATE,       /* so many a day is no total */
  TOLL_NOT_PART,       /* a part of another figure */
  TOLL_NOT_ADDED,      /* an addition to a figure that is not given here */
  TOLL_NOT_PROFILE,    /* outside the profile asked for */
  TOLL_NOT_REPEATED,   /* the same document and claimant say it twice */
  TOLL_NOT_COPY,       /* a copy of another document's text */
  TOLL_NOT_SUPERSEDED, /* its own claimant replaced it: by a later figure, or "61, up from 58" */
  TOLL_NOT_VAGUE,      /* no number that the method could use */
  TOLL_NOT_BOUND,      /* only a floor or ceiling ("at least", "up to"), and the figures in use keep to it */
  TOLL_NOT_CHOSEN,     /* eligible, but the method's rule takes another */
  TOLL_NOT_ELSEWHERE,  /* nobody harmed, but in another place than the event's, or beside the document's own event */
  TOLL_USED_ON_TOP,    /* people on top of a total that is used, and added to it */
  TOLL_NOT_HELD,       /* an addition that a total holds already, or may hold */
  TOLL_NOT_UNLIKE,     /* far below its claimant's earlier figure, and the text does not say why */
  TOLL_NOT_DISCOUNTED, /* a reviewer shows it to be wrong */
  TOLL_NOT_BACKED,     /* one independent source alone tells it, and no reviewer stands for it */
  TOLL_NOT_RELIABLE,   /* of a source that the case ranks as unreliable */
  TOLL_NOT_RECENT,     /* there are more recent reports */
  TOLL_NOT_NAMED,      /* names nobody */
  TOLL_NOT_PANEL,      /* the reviewers' figure stands in place of it */
  TOLL_REASON_COUNT
};
/* Whether a claim with that reason is in the figure. */
bool toll_reason_used(unsigned reason);
/* A short sentence in English for each, "used" for TOLL_USED; constant. */
const char *toll_reason_text(unsigned reason);

/* How well a figure is borne out. */
enum toll_grade {
  TOLL_GRADE_NONE,
  TOLL_CONFIRMED,
  TOLL_FAIR,
  TOLL_WEAK,
  TOLL_CONTESTED,
  TOLL_DISCOUNTED,
  TOLL_GRADE_COUNT
};
const char *toll_grade_name(unsigned grade); /* "none", "confirmed", "fair", … */

/* One claim in a row. */
typedef struct toll_tally_claim {
  const toll_case_claim *row; /* the claim, its document, outlet and dates */
  toll_slice claimant;        /* whom the figure is from: a name; else the document's outlet, byline, title or id */
  toll_day given;             /* the day for which it was given: as_of, else publication; or TOLL_NO_DAY */
  uint32_t account; /* claims of one account (one source, its copies, those who pass it on) share it, from 1 */
  uint8_t reason;   /* toll_reason */
  const toll_case_claim *other; /* the copy's original, the later figure, the whole of the part; or NULL */
  const uint8_t *reasons;       /* one a method, in their order, where the query asks for all; or NULL */
} toll_tally_claim;

/* One distinct figure in a row: the claims that give the same interval. */
typedef struct toll_tally_figure {
  int64_t value, low, high; /* TOLL_OPEN = null */
  toll_slice derived;       /* "8 + 3", "dozens = 12": how the numbers follow from the texts; else not given */
  uint8_t form;
  bool used;       /* any of its claims is */
  size_t accounts; /* independent accounts that give it */
  const toll_tally_claim *claims;
  size_t count;
} toll_tally_figure;

typedef struct toll_event_doc {
  toll_slice doc;
  size_t claims;
} toll_event_doc;

/* An event of the case. */
typedef struct toll_event {
  toll_slice id;     /* "baku-1990-01-19": place and first day; the same claims always give the same id */
  toll_slice name;   /* "Baku, 19-20 January 1990" */
  toll_day from, to; /* TOLL_NO_DAY where not known */
  toll_slice where;  /* may be not given */
  char country[3];
  size_t claims;
  const toll_event_doc *docs; /* by id; NULL where they were not asked for */
  size_t doc_count;
} toll_event;

/* A method: its name, and the rule and the model it follows in a sentence each. */
typedef struct toll_method {
  const char *name, *rule, *after;
} toll_method;
/* The methods there are, always in the same order; NULL past the end. */
const toll_method *toll_method_at(size_t n);
const toll_method *toll_method_find(toll_slice name); /* NULL: no such method */

/* The word of reviewers on a row, as toll_decide took it down. */
typedef struct toll_verdict {
  int64_t number;          /* of the decision */
  int64_t low, best, high; /* TOLL_OPEN = null */
  toll_slice by, reason;   /* who decided, and why */
  toll_slice at;           /* when: UTC, "2026-11-22T16:20:00Z"; not given where not known */
} toll_verdict;

/* What one method makes of a row. */
typedef struct toll_tally_result {
  const toll_method *method;
  int64_t low, best, high; /* as in toll_tally_row */
  toll_slice range, derived;
  uint8_t grade;
  size_t accounts;
} toll_tally_result;

/* The result for one event, harm, unit and group of people or things.
 *
 * low, best and high are for reckoning and mean what they mean in a claim: null is
 * open.  Where the highest figure is "more than 100" nobody says how many at most,
 * and high is null; where the lowest is "fewer than 30", low is null, for nobody
 * said zero.  A chosen figure of "more than 100" is best 100 and low 100, so that
 * low <= best <= high.  range is for reading: every number in it stands in the text,
 * and the ends that are only bounds keep their hedge, "90 – > 100". */
typedef struct toll_tally_row {
  const toll_event *event;
  uint8_t harm, unit;
  uint8_t grade;           /* toll_grade */
  uint8_t side;            /* toll_side: attackers stand apart */
  uint32_t classes;        /* the classes that set the group apart; 0 = people (or things) at large */
  toll_slice group;        /* "people", "soldiers", "children", "houses" …: words for unit, classes and side */
  int64_t low, best, high; /* TOLL_OPEN = null */
  toll_slice range;        /* "131–170", "90 – > 100", "> 100"; not given where the method has no answer */
  const toll_tally_figure *figures; /* by date of the first claim, then by value */
  size_t figure_count;
  size_t accounts; /* independent accounts with a figure in use */
  /* Figures for a stretch of time ("since the truce", "this year") have rows of their
   * own: the words, and the days where they are known.  Not given: the event itself. */
  struct {
    toll_slice text;
    toll_day from, to;
  } window;
  toll_slice derived;               /* how the method's numbers follow from the texts where they do not stand there */
  const toll_verdict *verdict;      /* what reviewers decided on the row, or NULL */
  const toll_tally_result *results; /* one a method, in their order, where the query asks for all; or NULL */
} toll_tally_row;

typedef struct toll_tally_query {
  const toll_method *method; /* NULL: range */
  toll_profile profile;      /* zeroed: everyone */
  toll_slice event;          /* an event's id or the start of one; not given: all */
  unsigned harm;             /* a toll_harm, or 0 for all */
  bool all;                  /* fill in results: what every method makes of each row */
} toll_tally_query;

/* A tally owns its rows, its events and copies of all they point to. */
typedef struct toll_tally toll_tally;

/* Weighs the claims of a case, event by event.  The result depends on the set of
 * documents only, not on the order in which they came.  Only the documents that speak of
 * the events asked for are read: a whole case of any size is best weighed by one query an
 * event.  Events that are not up to date are made so, as toll_events_open does.
 * TOLL_E_MISSING where no event has the id. */
int toll_tally_case(toll_case *c, const toll_tally_query *query, toll_tally **out, toll_error *e);
void toll_tally_free(toll_tally *t);

/* By event (first day, then id), harm, unit, group. */
const toll_tally_row *toll_tally_rows(const toll_tally *t, size_t *count);
/* The events of the query, by first day, then id. */
const toll_event *toll_tally_events(const toll_tally *t, size_t *count);

/* Groups of documents that count as one source. */
typedef struct toll_copy {
  toll_slice doc, of; /* this document copies that one (the earliest of its group) */
  double likeness; /* share of word sequences in common, 0.5..1; 0 where the document only quotes the other's outlet */
} toll_copy;
const toll_copy *toll_tally_copies(const toll_tally *t, size_t *count);

/* One JSON object a row or event, no line feed.  The event:
 * {"event": ID, "name": .., "from": .., "to": .., "where": .., "docs": {DOC: n}}
 * n: how many of the document's claims are of the event; 1 also where it tells of the harm
 * without a figure. */
void toll_tally_row_json(const toll_tally_row *row, const toll_method *method, toll_buffer *out);
void toll_event_json(const toll_event *event, toll_buffer *out);

/* --- the events of a case ----------------------------------------------- */

/* What mentions are made with, for adding and for grouping; pack and places may be NULL.
 * A document's windows go through one maker in order, and one thread uses it at a time. */
typedef struct toll_mention_maker toll_mention_maker;
toll_mention_maker *toll_mention_maker_new(const toll_pack *pack, const toll_places *places);
void toll_mention_maker_free(toll_mention_maker *m);
/* What the document says of which events: *out is borrowed until the next call, and is
 * for toll_case_prepare with the document's last window; before that it is empty. */
int toll_mentions_make(toll_mention_maker *m, const toll_document *doc, const toll_claims *claims, toll_mentions *out,
                       toll_error *e);

/* Brings the events that a case keeps up to date: looks for copies among what is new,
 * and groups what speaks of one event.  The work grows with what is new, and the result
 * depends on the set of documents alone.  Does nothing where they are current.  Commits
 * what it writes, now and then where it is much; after a kill another call goes on.
 *
 * Documents that were added without mentions get them, by the maker, which may be NULL:
 * then words are weighed by their letters alone, and only places of claims are known.
 *
 * Where the case was opened for reading, all is done in a temporary copy, which is what the
 * handle reads from then on. */
int toll_events_update(toll_case *c, toll_mention_maker *maker, toll_error *e);

/* A cursor over the events of a case, by first day, then id: all, or those whose id is or
 * begins with the text (an id itself goes first); with docs also the documents of each.
 * Events that are not up to date are made so first, without a maker. */
typedef struct toll_events toll_events;
int toll_events_open(toll_case *c, toll_slice id, bool docs, toll_events **out, toll_error *e);
/* 1 and the next event, whose texts are borrowed until the next call; 0 at the end. */
int toll_events_next(toll_events *events, toll_event *out, toll_error *e);
void toll_events_close(toll_events *events);

/* --- copies ---------------------------------------------------------------- */

/* Documents that count as one source, of a whole case, by the numbers of their rows. */
typedef struct toll_copied {
  int64_t doc, of; /* doc copies of, the earliest of its group; or passes on what of's outlet says */
  double likeness; /* share of four-word sequences in common; 0 where it only passes on */
} toll_copied;
typedef struct toll_copies toll_copies;
/* By of, copies first, then doc. */
int toll_copies_read(toll_case *c, toll_copies **out, toll_error *e);
const toll_copied *toll_copies_list(const toll_copies *copies, size_t *count);
void toll_copies_free(toll_copies *copies);

/* --- what reviewers decide of events -------------------------------------- */

enum toll_events_kind {
  TOLL_EVENTS_MERGE,  /* the events are one, and stay it */
  TOLL_EVENTS_SPLIT,  /* what the documents say is an event of its own, and stays apart from the rest */
  TOLL_EVENTS_RENAME, /* the name goes with the event that holds the mention it was given to */
  TOLL_EVENTS_KINDS
};
const char *toll_event_decision_name(unsigned kind); /* "merge", "split", "rename" */

typedef struct toll_event_decision {
  unsigned kind;
  const toll_slice *events; /* ids; one, or those to be merged */
  size_t event_count;
  const toll_slice *docs; /* to be split off: ids, paths, starts of ids, or ids of claims, whose documents are meant */
  size_t doc_count;
  toll_slice name;       /* for a rename */
  toll_slice by, reason; /* may be not given */
} toll_event_decision;

/* Takes a decision down, with its entry in the log, and brings the events up to date; the
 * case must be open for writing.  TOLL_E_MISSING where there is no such event or document;
 * TOLL_E_USAGE where it makes no sense or contradicts a decision that stands, whose number
 * is the error's detail.  *number may be NULL. */
int toll_events_decide(toll_case *c, const toll_event_decision *decision, int64_t *number, toll_error *e);
/* Takes back decision *number, or the last one that stands where that is 0; says which. */
int toll_events_undo(toll_case *c, int64_t *number, toll_slice by, toll_slice reason, toll_error *e);

/* A decision as it was taken down; texts are borrowed until the next call. */
typedef struct toll_decided {
  int64_t number;
  unsigned kind;
  toll_slice events; /* ids of the events that it speaks of as they are now, parted by spaces */
  size_t docs;       /* how many documents it joined, or split off */
  toll_slice name, by, reason, at, undone, undone_by, undone_reason; /* undone: given where it was taken back */
} toll_decided;
typedef struct toll_event_decisions toll_event_decisions;
int toll_event_decisions_open(toll_case *c, toll_event_decisions **out, toll_error *e);
int toll_event_decisions_next(toll_event_decisions *list, toll_decided *out, toll_error *e);
void toll_event_decisions_close(toll_event_decisions *list);

#ifdef __cplusplus
}
#endif
#endif
