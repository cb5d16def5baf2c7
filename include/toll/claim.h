/* A claim: one figure that one source gives for one harm, with the bytes that
 * say it.  The fields are those of doc/claim.md, in that order. */
#ifndef TOLL_CLAIM_H
#define TOLL_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

#include "document.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The closed lists.  The order is part of the case file: only append. */
enum toll_harm {
  TOLL_HARM_NONE,
  TOLL_KILLED,
  TOLL_WOUNDED,
  TOLL_KILLED_OR_WOUNDED,
  TOLL_MISSING,
  TOLL_DETAINED,
  TOLL_ABDUCTED,
  TOLL_DISPLACED,
  TOLL_TORTURED,
  TOLL_SEXUAL_VIOLENCE,
  TOLL_AFFECTED,
  TOLL_FREED,
  TOLL_SURRENDERED,
  TOLL_DESTROYED,
  TOLL_DAMAGED,
  TOLL_DESTROYED_OR_DAMAGED,
  TOLL_SEIZED,
  TOLL_HARM_COUNT
};
enum toll_unit {
  TOLL_UNIT_NONE,
  TOLL_PERSON,
  TOLL_BODY,
  TOLL_HOUSEHOLD,
  TOLL_BUILDING,
  TOLL_VEHICLE,
  TOLL_VESSEL,
  TOLL_AIRCRAFT,
  TOLL_OBJECT,
  TOLL_PLACE,
  TOLL_UNIT_COUNT
};
enum toll_class { /* bit numbers of toll_claim.classes */
                  TOLL_CIVILIAN,
                  TOLL_CHILD,
                  TOLL_WOMAN,
                  TOLL_MAN,
                  TOLL_ELDERLY,
                  TOLL_MILITARY,
                  TOLL_POLICE,
                  TOLL_SECURITY,
                  TOLL_ARMED_GROUP,
                  TOLL_OFFICIAL,
                  TOLL_JOURNALIST,
                  TOLL_AID_WORKER,
                  TOLL_MEDICAL,
                  TOLL_RELIGIOUS,
                  TOLL_PRISONER,
                  TOLL_STUDENT,
                  TOLL_WORKER,
                  TOLL_REFUGEE,
                  TOLL_PROTESTER,
                  TOLL_FOREIGN,
                  TOLL_HOUSE,
                  TOLL_APARTMENT,
                  TOLL_SCHOOL,
                  TOLL_HOSPITAL,
                  TOLL_WORSHIP,
                  TOLL_CULTURAL,
                  TOLL_INFRASTRUCTURE,
                  TOLL_CLASS_COUNT
};
enum toll_form {
  TOLL_EXACT,
  TOLL_AT_LEAST,
  TOLL_MORE_THAN,
  TOLL_AT_MOST,
  TOLL_FEWER_THAN,
  TOLL_ABOUT,
  TOLL_BETWEEN,
  TOLL_VAGUE,
  TOLL_NONE,
  TOLL_FORM_COUNT
};
enum toll_scope { TOLL_TOTAL, TOLL_ADDED, TOLL_PART, TOLL_RATE, TOLL_SCOPE_COUNT };
enum toll_status {
  TOLL_ASSERTED,
  TOLL_DENIED,
  TOLL_UNCONFIRMED,
  TOLL_HYPOTHETICAL,
  TOLL_THREATENED,
  TOLL_STATUS_COUNT
};
enum toll_side { TOLL_VICTIM, TOLL_PERPETRATOR, TOLL_SIDE_COUNT };
enum toll_kind {
  TOLL_KIND_OTHER,
  TOLL_KIND_OFFICIAL,
  TOLL_KIND_POLICE,
  TOLL_KIND_MILITARY,
  TOLL_KIND_MEDICAL,
  TOLL_KIND_WITNESS,
  TOLL_KIND_ARMED_GROUP,
  TOLL_KIND_NGO,
  TOLL_KIND_UN,
  TOLL_KIND_MEDIA,
  TOLL_KIND_COMPANY,
  TOLL_KIND_COUNT
};

/* The field's word for each value ("killed", "armed_group"): constant strings.
 * An index outside the list gives NULL. */
const char *toll_harm_name(unsigned harm);
const char *toll_unit_name(unsigned unit);
const char *toll_class_name(unsigned bit);
const char *toll_form_name(unsigned form);
const char *toll_scope_name(unsigned scope);
const char *toll_status_name(unsigned status);
const char *toll_side_name(unsigned side);
const char *toll_kind_name(unsigned kind);
/* The reverse: the index, or -1. */
int toll_harm_find(toll_slice name);
int toll_unit_find(toll_slice name);
int toll_class_find(toll_slice name);
int toll_form_find(toll_slice name);
int toll_scope_find(toll_slice name);
int toll_status_find(toll_slice name);
int toll_side_find(toll_slice name);
int toll_kind_find(toll_slice name);

#define TOLL_OPEN INT64_MIN /* value, low or high that is null */

typedef struct toll_claimant {
  toll_slice name;                 /* as written */
  toll_slice role;                 /* as written, may be not given */
  toll_span span;                  /* of the name in the text; {0,0} when it is the outlet's metadata */
  toll_slice cue;                  /* "said"; may be not given */
  uint8_t kind;                    /* toll_kind */
  const struct toll_claimant *via; /* who passes it on, or NULL */
  toll_slice resolved; /* fuller name that "she", "the statement" or a surname stands for; may be not given */
} toll_claimant;

typedef struct toll_label { /* a legal or moral label, as somebody's word */
  toll_slice name;          /* "crime_against_humanity" */
  toll_span span;
} toll_label;

typedef struct toll_step { /* one step of the reading, for `toll explain` */
  toll_slice name;         /* "figure", "group", "harm", "frame", "scope", "claimant", … */
  toll_span span;          /* the words it looked at */
  toll_slice note;         /* what it made of them; may be not given */
} toll_step;

#define TOLL_EACH 4 /* single people whose classes are kept apart */

typedef struct toll_claim {
  char id[18]; /* "c" + 16 hex digits + NUL */
  toll_slice quote;
  toll_span span, count_span;
  uint8_t harm, unit, side, form, scope, status; /* the enums above */
  toll_slice who;                                /* may be not given */
  uint32_t classes;                              /* bit set over toll_class */
  int64_t value, low, high;                      /* TOLL_OPEN = null */
  toll_slice derived;                            /* not given = null */
  int32_t part_of;                               /* index in the same toll_claims, or -1 */
  uint32_t event;                                /* 1.. */
  struct {
    toll_slice text; /* not given: the document's date stands in, or nothing */
    toll_day from, to;
  } when;
  toll_day as_of;
  struct {
    toll_slice text, name;
    char country[3];   /* ISO 3166-1 alpha-2 and NUL; "" when not known */
    int64_t geonameid; /* 0 when not known */
  } where;
  toll_slice by;                 /* may be not given */
  const toll_claimant *claimant; /* NULL: the writer asserts it */
  const toll_label *labels;
  size_t label_count;
  double confidence;      /* 0..1 */
  toll_slice rule;        /* "en/passive-1" */
  const toll_step *steps; /* none where the scanner explains nothing */
  size_t step_count;
  uint32_t each[TOLL_EACH]; /* of single people told as one claim: the classes of each; no field of the output */
  uint8_t each_count;       /* how many, 0 where they are not told one by one */
  uint32_t circle;          /* classes that others told of around it lend to who; no field of the output */
  uint32_t same;            /* 1 + index of an earlier claim, of another harm, on the same people or more; 0: none */
  /* What a tally asks of the words around a claim; no fields of the output. */
  struct {
    toll_slice text; /* "since the truce", "in the past 24 hours", as written; not given: none */
    toll_day from;   /* where the words or the document's date tell it, else TOLL_NO_DAY */
    toll_day to;     /* TOLL_NO_DAY where it runs up to the day for which the figure is given */
  } window;          /* the stretch of time over which the figure counts, where the text says one */
  toll_slice names;  /* the persons whom it names, as written, parted by line feeds; not given: nobody */
  int64_t reckoned;  /* the number that the pack's table has for its vague words; TOLL_OPEN or 0: none */
  bool revised;      /* the text calls it a correction of an earlier figure: "revised down to 147" */
  uint8_t besides;   /* its people are set apart from those told of before: "others", "the next day"; 2: in
                        words that add: "another five" */
  bool later;        /* … by time */
  uint8_t series;    /* its sentence tells of several attacks or accidents at once: 2 where they are counted */
  bool occasion;     /* what a protest is held over, told by a report of the protest */
  uint32_t sentence; /* number of its sentence, from 1; what is left unread between claims counts for
                        some; 0: not known (read from a case) */
} toll_claim;

/* The claims of one document (or of one window of a long text), in the order of
 * their count spans.  Borrowed: valid until the scanner's next call. */
typedef struct toll_claims {
  const toll_claim *items;
  size_t count;
} toll_claims;

/* A growing byte buffer; zero-initialise, free with toll_buffer_free.  After an
 * allocation failure `failed` stays true and appends do nothing. */
typedef struct toll_buffer {
  char *at;
  size_t len, cap;
  bool failed;
} toll_buffer;

void toll_buffer_free(toll_buffer *b);
void toll_buffer_add(toll_buffer *b, const char *bytes, size_t len);
void toll_buffer_str(toll_buffer *b, const char *text);
void toll_buffer_int(toll_buffer *b, int64_t n);
/* Appends text as a JSON string with its quotes; bytes must be UTF-8. */
void toll_buffer_json(toll_buffer *b, toll_slice text);

/* Appends the claim as one JSON object with the fields of doc/claim.md in their
 * order, no line feed.  all is needed for part_of. */
void toll_claim_json(const toll_document *doc, const toll_claims *all, const toll_claim *claim, toll_buffer *out);

#ifdef __cplusplus
}
#endif
#endif
