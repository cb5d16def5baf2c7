/* Where a window of a long text ends. */
#ifndef TOLL_READ_CUT_H
#define TOLL_READ_CUT_H

#include "toll/document.h"

/* Length of the first window of bytes, which are more than limit: at most limit, and
 * at the end of a paragraph, else of a line (both in the window's second half), else
 * of a sentence or a word, else at least between characters. */
size_t cut_window(toll_slice bytes, size_t limit, enum toll_encoding encoding);

#endif
