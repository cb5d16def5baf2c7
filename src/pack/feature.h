/* The names that pack files use: parts of speech, tags, keys, slots, voices, and
 * the closed lists of claims; and the nearest known name to a misspelt one.
 *
 * A new tag is a new value in enum tag and a new line in feature.c's table. */
#ifndef TOLL_PACK_FEATURE_H
#define TOLL_PACK_FEATURE_H

#include <stddef.h>
#include <stdint.h>

#include "pack/pack.h"
#include "toll/text.h"

enum feature_key {
  KEY_HARM,
  KEY_UNIT,
  KEY_CLASS,
  KEY_KIND,
  KEY_VALUE,
  KEY_VALUE2,
  KEY_RECKON, /* of vague words; stands in value2 */
  KEY_FORM,
  KEY_STATUS,
  KEY_LABEL,
  KEY_COUNT
};

struct feature {
  const char *name;
  enum { FEATURE_TAG, FEATURE_KEY } kind;
  uint8_t bit; /* enum tag or enum feature_key */
};

/* The feature of that name, or NULL. */
const struct feature *feature_find(toll_slice name);
/* The i-th feature in the order of names; NULL behind the last. */
const struct feature *feature_at(size_t i);
const char *feature_tag_name(unsigned tag);

/* A closed list, to be searched and enumerated alike. */
struct closed_list {
  int (*find)(toll_slice name);        /* index or -1 */
  const char *(*name)(unsigned index); /* NULL outside the list or for index that has no name */
  unsigned count;
};
enum closed_id {
  LIST_HARM,
  LIST_UNIT,
  LIST_CLASS,
  LIST_KIND,
  LIST_FORM,
  LIST_STATUS,
  LIST_SCOPE,
  LIST_SIDE,
  LIST_POS,
  LIST_SLOT,
  LIST_VOICE,
  LIST_FEATURE,
  LIST_COUNT
};
const struct closed_list *closed_list_of(enum closed_id id);

/* The member of the list that is spelt most like word, or NULL when none is
 * near (more than two slips, or more than half the word). */
const char *closed_list_nearest(enum closed_id id, toll_slice word);
/* The same for count names of any other list. */
const char *name_nearest(const char *const *names, size_t count, toll_slice word);

#endif
