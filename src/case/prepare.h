/* What goes from toll_case_prepare to toll_case_put: a head, the document's id and
 * path, the rows of a window on a tape and, with the last, what the log is told. */
#ifndef TOLL_CASE_PREPARE_H
#define TOLL_CASE_PREPARE_H

#include "case/row_tape.h"

struct packet {
  bool first, more;
  uint8_t sha256[SHA256_SIZE];
  size_t claims, claimants, contents, mentions; /* rows of this window */
  size_t id_len, path_len, rows;                /* bytes; the log's words are the rest */
  toll_slice id, path, tape, log;               /* set by packet_read */
};

void packet_begin(struct packet *packet, const toll_document_info *info, toll_buffer *out);
void packet_end(const struct packet *packet, size_t start, toll_buffer *out);
/* False where the bytes are no packet. */
bool packet_read(toll_slice bytes, struct packet *out);

/* The hash of a document's rows that the log keeps: over the digests of its text and of
 * its claimants', claims' and labels' rows, and then the document's own row. */
#define PREPARE_HASHES 4
int prepare_rows_hash(struct sha256 *into, uint8_t tables[PREPARE_HASHES][SHA256_SIZE], toll_slice document,
                      uint8_t out[SHA256_SIZE]);

#endif
