/* Who is named as a source in one sentence, and over which items each source
 * reaches.  Works on the items alone and keeps nothing between sentences. */
#ifndef TOLL_EXTRACT_ATTRIBUTION_H
#define TOLL_EXTRACT_ATTRIBUTION_H

#include "extract/sentence.h"

struct source {
  int noun;                 /* the noun item that names it */
  int other;                /* a noun item in apposition to it (a role), -1 = none */
  int first, last;          /* items of the source's own words without the cue: never content */
  int cue;                  /* item of the verb or preposition, or of a heading's colon or dash */
  int from, to;             /* items of its content, half open */
  int outer;                /* index of the source that passes it on, -1 = none */
  int addressee;            /* noun item of a medium that was told, -1 = none */
  uint16_t at, end;         /* tokens of its name */
  uint16_t cue_at, cue_end; /* tokens of the cue; equal: a bare mark */
  bool trailing;            /* stands behind its content */
  bool narrow;              /* its content is one noun group: "the deaths reported by X" */
  bool again;               /* the subject of an earlier source goes on: "…, adding that" */
};

#define SOURCES 16

/* Fills list with the sources in the order of their cues; returns their number. */
int attribution_find(const struct sentence *s, struct source *list);

/* The source in whose content a word at item k stands most closely, or -1. */
int attribution_over(const struct source *list, int n, int k);

/* The noun item can say things: people, organisations, texts, names. */
bool attribution_can_speak(const struct sentence *s, int k);

/* The first-named item's own words end here: with "of the ministry", "in Kabul"
 * behind it.  Returns the item after the last one. */
int attribution_words_end(const struct sentence *s, int k, bool any_phrase);

#endif
