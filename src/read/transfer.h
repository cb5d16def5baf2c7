/* From the bytes of a message to text, with the way back kept: transfer encodings
 * (RFC 2045) undo what made bytes fit for mail, character sets make them UTF-8.
 * Both write pieces whose source is the message. */
#ifndef TOLL_READ_TRANSFER_H
#define TOLL_READ_TRANSFER_H

#include "read/pieces.h"
#include "toll/document.h"

enum transfer { TRANSFER_PLAIN, TRANSFER_QUOTED, TRANSFER_BASE64, TRANSFER_UNKNOWN };

/* The transfer encoding that a header's value names; nothing is plain. */
enum transfer transfer_find(toll_slice value);

/* Appends what source[from, to) stands for.  A byte that stands for itself is linear;
 * "=C3" is one byte for three, a group of base64 up to three bytes for four.
 * unquote: ">From " at a line's start loses one ">" (the message is out of an mbox). */
void transfer_decode(struct pieces *out, toll_slice source, size_t from, size_t to, enum transfer how, bool unquote);

/* The same without a way back, into out (room for to - from bytes); the bytes written. */
size_t transfer_bytes(char *out, toll_slice source, size_t from, size_t to, enum transfer how, bool unquote);

/* "Q" and "B" of encoded words (RFC 2047). */
void transfer_word(struct pieces *out, toll_slice source, size_t from, size_t to, bool base64);

/* Appends bytes[from, to) as UTF-8; the way back leads to where the bytes came from.
 * *repaired counts bytes that were no text. */
void transfer_text(struct pieces *out, const struct pieces *bytes, size_t from, size_t to, enum toll_encoding encoding,
                   uint32_t *repaired);

/* The encoding of bytes of which is said that they are in `charset` (not given:
 * nothing is said).  What the bytes are counts more: valid UTF-8 beyond ASCII is
 * UTF-8, and what is said to be UTF-8 or ASCII and is neither is guessed.  False
 * when the bytes are beyond ASCII and in a set that is not read. */
bool transfer_charset(toll_slice bytes, toll_slice charset, enum toll_encoding *out);

#endif
