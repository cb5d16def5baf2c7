/* The examples of a pack: texts with the reading that they must have.
 *
 * Rules carry theirs as `+ TEXT => READING` lines; tests/ has longer ones under
 * headings of phenomena.  This reads them all into one list; example_match.c
 * compares a reading that came out with the one expected.  Who runs the scanner
 * over them is not this folder's matter. */
#ifndef TOLL_PACK_EXAMPLE_H
#define TOLL_PACK_EXAMPLE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "pack/lines.h"
#include "toll/claim.h"
#include "toll/document.h"

/* The keys of a reading.  A claim's `set` has a bit for each that was given. */
enum example_key {
  EXAMPLE_LOW,
  EXAMPLE_HIGH,
  EXAMPLE_FORM,
  EXAMPLE_UNIT,
  EXAMPLE_WHO,
  EXAMPLE_CLASS,
  EXAMPLE_SIDE,
  EXAMPLE_SCOPE,
  EXAMPLE_STATUS,
  EXAMPLE_EVENT,
  EXAMPLE_PART_OF,
  EXAMPLE_CLAIMANT,
  EXAMPLE_RESOLVED,
  EXAMPLE_ROLE,
  EXAMPLE_KIND,
  EXAMPLE_VIA,
  EXAMPLE_BY,
  EXAMPLE_WHEN,
  EXAMPLE_WHERE,
  EXAMPLE_DERIVED,
  EXAMPLE_LABEL,
  EXAMPLE_COUNT,
  EXAMPLE_AS_OF,
  EXAMPLE_KEYS
};

#define EXAMPLE_UNKNOWN (INT64_MIN + 1) /* part_of=? : the parent's value is null */

/* The value of one key; which member holds it depends on the key. */
union example_value {
  int64_t number;  /* low high event part_of (TOLL_OPEN for `-`); form unit side scope status kind; class: bit set */
  toll_slice text; /* who claimant resolved role via by where derived label count; not given for
                      `-`, given and empty for a bare key: any text will do */
  struct {
    toll_day from, to;
  } days; /* when as_of; TOLL_NO_DAY for `-` */
};

struct example_claim {
  int64_t value; /* TOLL_OPEN for `?` */
  uint32_t harm;
  uint32_t set; /* bit set over enum example_key */
  union example_value of[EXAMPLE_KEYS];
};

#define EXAMPLE_CLAIMS 64 /* most claims of one example */

struct example {
  const char *file;                   /* where it stands, for messages */
  uint32_t line;                      /* of the `+`, or of the text's first line */
  toll_slice phenomenon;              /* the heading; not given in rules */
  toll_slice rule;                    /* "en/passive-1"; not given in tests */
  toll_slice date, outlet, title;     /* not given where the example has none */
  toll_slice text;                    /* lines parted by one line feed, without one at the end */
  const struct example_claim *claims; /* none for `nothing` */
  size_t count;
};

/* All examples in the order of files and lines.  Owned by the arena inside. */
struct example_list {
  struct arena arena;
  struct example *items;
  size_t count, room;
};

/* Reads the examples of a pack's folder into a zero-initialised list;
 * pack_examples_free also after a failure.
 * Errors: TOLL_E_SYNTAX with file, line and word; those of reading a folder. */
int pack_examples_read(const char *path, struct example_list *list, toll_error *e);
/* The same from files in memory; other kinds of files are passed over. */
int pack_examples_text(const struct pack_file *files, size_t count, struct example_list *list, toll_error *e);
void pack_examples_free(struct example_list *list);

/* The iterator: the one after `before`, the first for NULL; NULL at the end. */
const struct example *pack_examples_next(const struct example_list *list, const struct example *before);

/* Whether the claims are the ones expected: each expected one met by a claim of
 * its own, and no claim left over.  Where not, why (NUL-terminated, cut to size;
 * may be NULL with size 0) says what was expected and what came out, in the
 * notation of the examples.  doc is the document that was scanned. */
bool pack_example_match(const struct example *x, const toll_document *doc, const toll_claims *claims, char *why,
                        size_t size);

const char *example_key_name(unsigned key);

#endif
