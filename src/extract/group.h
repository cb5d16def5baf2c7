/* Mentions: the people or things that a noun group stands for, with their number. */
#ifndef TOLL_EXTRACT_GROUP_H
#define TOLL_EXTRACT_GROUP_H

#include "extract/relate.h"

struct mention {
  int item;    /* the noun item */
  int part_of; /* index of the whole in the same list, or -1 */
  toll_span count, who, whole;
  int64_t value, low, high; /* TOLL_OPEN = null */
  uint64_t tags[2];         /* of the head */
  uint32_t classes;
  uint8_t form, unit;
  bool known;  /* the pack knows the head */
  bool single; /* one by its article or by being named, not by a number */
  bool named, definite, other, added;
  bool headless;            /* a number alone: "30 were wounded" */
  bool kin;                 /* "her three children": belongs to the one named before */
  bool stands_in;           /* "15 others": for whatever was named before */
  bool ordinal;             /* "the fifth victim" */
  toll_slice derived;       /* at == NULL: not derived */
  uint32_t each[TOLL_EACH]; /* of singles joined: the classes of each of them */
  uint8_t each_count;       /* how many, 0 where they were too many or not joined */
};

/* The mention of exactly one person by the words at count: no class, no unit. */
struct mention mention_one(int item, toll_span count);

#define GROUP_MENTIONS 32

/* The mentions of the coordination that the noun item k belongs to; leftwards:
 * k is its last conjunct (a subject), else its first.  Items that stand for no
 * number (bare plurals, pronouns) give none.  Returns their number. */
int group_mentions(const struct sentence *s, int k, bool leftwards, struct mention *out);

/* The mentions whose bodies item k names, where there is more than one: "the bodies of a
 * man and two women"; else 0. */
int group_bodies(const struct sentence *s, int k, struct mention *out);

/* The mention of one noun item alone; false when it stands for no number. */
bool group_mention(const struct sentence *s, int k, struct mention *out);

/* Whether such a mention can suffer that harm: people are killed, things destroyed. */
bool group_suits(const struct mention *m, unsigned harm);

#endif
