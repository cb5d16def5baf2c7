/* Compressed parts of documents. */
#ifndef TOLL_CASE_CONTENT_H
#define TOLL_CASE_CONTENT_H

#include <zstd.h>

#include "toll/case.h"

/* Appends the bytes as one frame.  TOLL_E_LIMIT where they are too many for a part. */
int content_squeeze(ZSTD_CCtx *zip, toll_slice bytes, toll_buffer *out, toll_error *e);
/* Appends exactly size bytes, or says TOLL_E_DAMAGED. */
int case_unsqueeze(toll_case *c, toll_slice packed, uint64_t size, toll_buffer *out, toll_error *e);

#endif
