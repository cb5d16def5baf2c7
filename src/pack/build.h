/* The tables of a pack while they grow: what the readers of words and rules fill
 * and the image writer lays out.
 *
 * Everything is numbered in the order of its arrival, and nothing depends on an
 * address, so that the same files give the same tables. */
#ifndef TOLL_PACK_BUILD_H
#define TOLL_PACK_BUILD_H

#include <stddef.h>
#include <stdint.h>

#include "pack/pack.h"

/* A list that grows; its items move when it does. */
struct grow {
  void *at;
  size_t count, room;
};

struct build_reading { /* a reading, in its form's chain */
  struct reading reading;
  uint32_t next; /* 1 + index in readings, 0 = last */
};

struct build_chain {
  uint32_t first, last;
}; /* 1 + index in readings */

struct text_place {
  uint32_t at, len;
}; /* in strings */

struct pack_build {
  struct grow strings;  /* char */
  struct grow forms;    /* struct form; first and count are set by the image writer */
  struct grow chains;   /* struct build_chain, one a form */
  struct grow readings; /* struct build_reading */
  struct grow nodes;    /* uint32_t: 1 + the form of the phrase that ends here, 0 = none */
  struct grow labels;   /* struct text_place; label n stands at n - 1 */
  struct grow rules;    /* struct rule */
  struct grow lemmas;   /* uint32_t */
  struct grow choices;  /* struct model_choice */
  struct grow weights;  /* struct model_weight */
  struct form_slot *slots;
  size_t slot_count;         /* a power of two or 0 */
  struct phrase_edge *edges; /* to == 0: empty */
  size_t edge_count, edge_slots;
  struct text_place lang, title, version;
};

void build_free(struct pack_build *b);

/* All return 0, TOLL_E_MEMORY, or TOLL_E_LIMIT when a table passes 4 GiB. */

/* Finds or makes the form of a spelling (tokens parted by single blanks), and for
 * a phrase its path in the tree.  At most SPELL_WORDS tokens, else TOLL_E_LIMIT. */
int build_form(struct pack_build *b, const char *text, size_t len, uint32_t *form);
/* Gives the form one more reading; one that differs only in inflection is merged. */
int build_reading(struct pack_build *b, uint32_t form, const struct reading *reading);
/* The number of a label's name, made when new. */
int build_label(struct pack_build *b, toll_slice name, uint16_t *label);
int build_string(struct pack_build *b, toll_slice text, struct text_place *out);
int build_lemma(struct pack_build *b, uint32_t form);
/* A zeroed new rule at the end of the list; NULL when memory is out. */
struct rule *build_rule(struct pack_build *b);
/* The same for a choice of the model. */
struct model_choice *build_choice(struct pack_build *b);
int build_weight(struct pack_build *b, const struct model_weight *weight);

/* The form of that spelling, or UINT32_MAX. */
uint32_t build_find(const struct pack_build *b, const char *text, size_t len);
/* Whether some reading of the form has the form itself as its lemma. */
bool build_is_lemma(const struct pack_build *b, uint32_t form);

uint64_t build_hash(const char *text, size_t len);
/* Where the look for something begins; the image and the build share these.  For a choice's
 * weight, by the choice's first weight and the hash of the name: */
static inline size_t weight_slot_of(uint32_t first, uint64_t hash, size_t slots) {
  uint64_t h = (hash ^ first) * 0x9e3779b97f4a7c15u;
  return (size_t)(h >> 32) & (slots - 1);
}
static inline size_t edge_slot_of(uint32_t from, uint32_t form, size_t slots) {
  uint64_t h = ((uint64_t)from << 32 | form) * 0x9e3779b97f4a7c15u;
  return (size_t)(h >> 32) & (slots - 1);
}

#endif
