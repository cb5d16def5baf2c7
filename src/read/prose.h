/* Prose: the text of a word processor's document while it is put together.
 *
 * Words come with what stands between them; of several gaps the widest counts,
 * and none is written before the first word or behind the last.  What stands
 * aside of the text is kept apart: a text box follows the paragraph that it is
 * anchored in, notes follow the whole text. */
#ifndef TOLL_READ_PROSE_H
#define TOLL_READ_PROSE_H

#include <stdbool.h>

#include "toll/claim.h"

#define PROSE_MAX ((size_t)32 << 20) /* bytes of text that one document may have */

enum prose_gap { PROSE_NONE, PROSE_BLANK, PROSE_CELL, PROSE_LINE, PROSE_PARAGRAPH };

struct flow {
  toll_buffer text;
  enum prose_gap gap;
};

struct prose {
  struct flow body, box, notes;
  unsigned boxes, note; /* open text boxes and notes, one inside the other */
  unsigned cells;       /* open cells of tables */
  bool full;            /* there was more than PROSE_MAX */
};

void prose_words(struct prose *p, toll_slice words); /* blanks of any kind are gaps */
/* Words that are raised: the mark of a note is not read, "43" must not become "431". */
void prose_raised(struct prose *p, toll_slice words);
void prose_between(struct prose *p, enum prose_gap gap);
void prose_paragraph_end(struct prose *p); /* in a cell: a line's end */

void prose_cell_end(struct prose *p);

void prose_box_begin(struct prose *p);
void prose_box_end(struct prose *p);
void prose_note_begin(struct prose *p);
void prose_note_end(struct prose *p);

/* Puts all together in body.text.  Returns 0 or TOLL_E_MEMORY. */
int prose_finish(struct prose *p);
void prose_free(struct prose *p);

#endif
