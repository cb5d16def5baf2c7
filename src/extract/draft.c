/* Drafts: the growing list of a document's claims in the making, and the steps
 * that explain each. */
#include <string.h>

#include "base/alloc.h"
#include "extract/reader.h"

struct draft *reader_draft(toll_scanner *x) {
  if (x->draft_count == x->draft_cap) {
    size_t cap = x->draft_cap ? x->draft_cap * 2 : 64;
    struct draft *more = cap > SIZE_MAX / sizeof *more ? NULL : mem_resize(x->drafts, cap * sizeof *more);
    if (!more) {
      x->failed = true;
      return NULL;
    }
    x->drafts = more;
    x->draft_cap = cap;
  }
  struct draft *d = x->drafts + x->draft_count++;
  memset(d, 0, sizeof *d);
  d->sentence = x->sentence_no;
  d->paragraph = x->paragraph_no;
  d->claim.part_of = -1;
  d->claim.window.from = d->claim.window.to = TOLL_NO_DAY;
  d->claim.when.from = d->claim.when.to = d->claim.as_of = d->set.from = d->set.to = TOLL_NO_DAY;
  if (!x->plain) d->steps = ARENA_ARRAY(&x->keep, DRAFT_STEPS, struct toll_step);
  return d;
}

void draft_step(toll_scanner *x, struct draft *d, const char *name, toll_span span, toll_slice note) {
  (void)x;
  if (!d->steps || d->step_count == DRAFT_STEPS) return;
  d->steps[d->step_count++] = (struct toll_step){{name, strlen(name)}, span, note};
}
