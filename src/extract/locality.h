/* Places in a sentence: which of its words name one, and what speaks for and against
 * each being where the harm happened.
 *
 * A place is a noun group behind a preposition of place, or the object or the suffering
 * subject of a verb, that is a place word ("a village", "the province"), a name of
 * the gazetteer, or a name that nothing else explains.  Places that follow one
 * another make one text ("in Fuzuli, Aghdam district"); the first that the gazetteer
 * knows gives name and country, chosen so that it lies in the ones that follow. */
#ifndef TOLL_EXTRACT_LOCALITY_H
#define TOLL_EXTRACT_LOCALITY_H

#include "extract/reader.h"

/* What a place's words and its stand in the sentence tell of it; bits. */
enum locality_trait {
  LOCALITY_NAMED,   /* names stand in it */
  LOCALITY_ORIGIN,  /* behind "from" */
  LOCALITY_HOME,    /* behind "from" after people: where they are from */
  LOCALITY_SAYING,  /* where it is said, or by whom */
  LOCALITY_CARE,    /* a hospital: where they are brought to */
  LOCALITY_BARE,    /* "the town", "their village": says less than a name told before */
  LOCALITY_PLAIN,   /* no name in it: "a market" */
  LOCALITY_UNKNOWN, /* a name, or a building, that nothing else shows to be a place */
  LOCALITY_PART,    /* "the heart of ..." */
  LOCALITY_OBJECT,  /* of an active verb */
  LOCALITY_SUBJECT, /* that something is done to, or that has its dead */
  LOCALITY_LOOSE,   /* behind "of" after an event, "on", "by" */
  LOCALITY_LABEL,   /* before a colon */
  LOCALITY_TAIL,    /* at the end of a note, or all of it: "..., Hara, Benu." */
  LOCALITY_TITLE,   /* the event is named for it: "the Hara bombing" */
  LOCALITY_ADVERB,  /* "nationwide" */
  LOCALITY_TRAITS
};

struct locality {
  int first, last; /* items, with the preposition */
  int from, to;    /* tokens, without it */
  int at;          /* token where it counts as standing, 0 = from */
  const struct place *place;
  uint32_t traits; /* bits over enum locality_trait */
};

#define LOCALITIES 24 /* as many of a sentence are looked at */

/* The places of the sentence in hand, in order; returns their number.  list holds
 * LOCALITIES.  The dateline is left out. */
int locality_find(const toll_scanner *x, struct locality *list);
/* The first place that the dateline's first `to` tokens name, or NULL. */
const struct place *locality_dateline(const toll_scanner *x, int to);
/* The token is small in its sentence: no name. */
static inline bool locality_small(const struct sentence *s, const struct token *t) {
  return t->kind != TOKEN_WORD || (t->shape == SHAPE_LOWER && !s->caseless);
}

static inline bool locality_is(const struct locality *w, enum locality_trait trait) {
  return w->traits >> trait & 1u;
}

#endif
