/* Scoring: labelled reports in, how often the reading agrees with them out.
 *
 * Each row is read, scanned without its labels and forgotten; what stays are
 * sums, a histogram of confidences and a few numbers a labelled row.  A scorer
 * belongs to one thread. */
#ifndef TOLL_SCORE_SCORE_H
#define TOLL_SCORE_SCORE_H

#include "score/curve.h"
#include "score/ledger.h"
#include "score/match.h"
#include "toll/scan.h"

/* Labelled claims against found ones. */
struct score_claims {
  uint64_t rows, gold, found, matched;
  uint64_t strict; /* matched, with value, form and status right */
  uint64_t fields[SCORE_FIELD_COUNT];
};

/* Targets of templates: found is one for which a claim of that harm and number is made. */
struct score_targets {
  uint64_t all, found;
  uint64_t above_one, above_one_found; /* of a number above one */
};

/* The sums of one part of the rows. */
struct score_part {
  uint64_t rows;
  uint64_t unlabelled; /* rows with nothing to compare */
  struct ledger_sums documents;
  struct score_claims claims;
  struct score_targets targets;
  struct curve curve;          /* found claims; right: harm, value and status are */
  uint64_t spelled, unspelled; /* values that had to be spelled out in their count_span */
};

enum score_part_name { SCORE_DEVELOPMENT, SCORE_SET_ASIDE, SCORE_PARTS };

/* A kind of difficulty that rows are labelled with. */
struct score_phenomenon {
  toll_slice name;
  uint64_t rows[SCORE_PARTS];
  uint64_t passed[SCORE_PARTS]; /* every label right, every claim found, none besides */
};

struct score_settings {
  const toll_pack *pack;
  const toll_places *places; /* may be NULL */
  toll_profile profile;      /* who counts in a document's figures */
  bool set_aside;            /* two parts; otherwise all is SCORE_DEVELOPMENT */
  size_t errors;             /* how many of what went wrong are kept as lines */
};

struct score {
  struct score_settings settings;
  toll_scanner *scanner;
  toll_document *doc;
  struct arena row; /* of the row at hand */
  struct arena keep;
  toll_buffer record, gold;
  struct ledger ledger;
  struct score_part *parts[SCORE_PARTS];
  struct score_phenomenon *phenomena;
  size_t phenomenon_count, phenomenon_cap;
  uint64_t repeated;  /* rows whose id a later row has too; known after score_finish */
  toll_buffer errors; /* a line each, of the development part only */
  size_t error_count;
  toll_buffer made_up; /* a line each: values that are not spelled out */
};

/* Returns 0 or TOLL_E_MEMORY; score_close in any case. */
int score_open(struct score *s, const struct score_settings *settings, toll_error *e);
/* Scores one line.  Errors name path and number (its line): TOLL_E_FORMAT,
 * TOLL_E_LIMIT (the row is left out), TOLL_E_MEMORY. */
int score_row(struct score *s, toll_slice line, const char *path, uint32_t number, toll_error *e);
/* After the last row, once. */
int score_finish(struct score *s, toll_error *e);
void score_close(struct score *s);

/* Whether the first 8 hex digits of the SHA-256 of the id, as a number, leave no
 * rest when divided by three.  *key: the first 16 digits as a number.  Returns 0
 * or TOLL_E_MEMORY. */
int score_is_aside(toll_slice id, bool *aside, uint64_t *key);

/* a of b; 0 of 0 is 0. */
double score_rate(uint64_t a, uint64_t b);
/* The harmonic mean of right / found and right / gold. */
double score_f1(uint64_t right, uint64_t found, uint64_t gold);
const char *score_part_title(const struct score *s, size_t part); /* NULL: the part is not told apart */

/* Appends all results as one JSON object, no line feed. */
void score_json(const struct score *s, toll_buffer *out);
/* Appends two diagrams as one SVG picture: error against coverage, and share
 * right against confidence.  They need no colour. */
void score_svg(const struct score *s, toll_buffer *out);

#endif
