/* What is asked of an input at most: the one struct of all limits, and the one
 * place where they are checked.  doc/man/toll-formats.5.scd states the same.
 *
 * A container can make much of little (a bomb), hold itself, or hold more members
 * than anybody can read.  Whoever gives bytes or members says so here and gives
 * up when told to.  A *member* that asks too much is left out with one line and
 * its container goes on; when all members of one file together do, the rest of
 * that file is left out. */
#ifndef TOLL_READ_LIMITS_H
#define TOLL_READ_LIMITS_H

#include <stdbool.h>
#include <stddef.h>

#include "toll/error.h"

struct limits {
  unsigned depth;             /* containers inside containers, compression counted */
  uint64_t members;           /* in one file, at all depths together */
  uint64_t ratio;             /* bytes made for each byte that was read of the outer file */
  uint64_t member_free;       /* bytes that any member may have whatever it was made of */
  uint64_t file_free;         /* and all members of one file together, at all depths */
  uint64_t member_bytes;      /* of one member that has to be kept as a whole */
  size_t name;                /* bytes of a member's name */
  unsigned window;            /* memory that a decompressor may ask for: 2 to this power */
  unsigned window_deep;       /* and inside two or more other containers */
  uint64_t message_bytes;     /* of a mail message */
  unsigned parts, part_depth; /* of a message; and how deep one inside the other */
  unsigned passages;          /* forwarded and quoted messages in one */
  unsigned child_seconds;     /* running time of a program that reads one document */
  size_t child_memory;        /* bytes of its address space */
};

extern const struct limits limits_default;

/* What one outer file has used up; limits_start before it is read. */
struct spent {
  const struct limits *limits;
  uint64_t outer;                     /* bytes read of the outer file; counted by its stream */
  uint64_t size;                      /* of the outer file, 0 where not known: bytes read twice count once */
  uint64_t made, members;             /* in all */
  uint64_t member_made, member_outer; /* made by, and outer at the start of, the outermost member at hand */
  unsigned depth;                     /* containers that are open; kept by the source */
  bool within;                        /* inside an archive inside the file; kept by the source */
  bool member_over;                   /* nor the rest of the outermost member at hand */
  bool over;                          /* the rest of the file is not to be read */
};

void limits_start(struct spent *s);

/* Before the next member of the file itself (compression not counted) is looked for. */
void limits_fresh(struct spent *s);

/* One member more, at any depth.  0 or TOLL_E_LIMIT. */
int limits_member(struct spent *s, toll_error *e);

/* A container is to be opened in depth others.  0 or TOLL_E_LIMIT. */
int limits_depth(const struct spent *s, unsigned depth, toll_error *e);

/* Seconds that a program may take over one document: those that were said (TOLL_PDF_SECONDS), else, also where
 * what was said is no whole number of seconds up to a day, those of the limits.  False in that case. */
bool limits_child_seconds(const struct limits *l, const char *said, unsigned *out);

/* What a decompressor in the innermost open container may ask for. */
unsigned limits_window(const struct spent *s);

/* count more bytes of a member were made.  0 or TOLL_E_LIMIT; s->over and
 * s->member_over say whether the rest of the file, or of its outermost member, is meant. */
int limits_made(struct spent *s, uint64_t count, toll_error *e);

/* So many of those that were counted last are to be made again, and to be counted then. */
void limits_unmade(struct spent *s, uint64_t count);

#endif
