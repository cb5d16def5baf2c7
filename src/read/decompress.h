/* Decompressors: streams over compressed streams. */
#ifndef TOLL_READ_DECOMPRESS_H
#define TOLL_READ_DECOMPRESS_H

#include "read/stream.h"

/* Where each compressed unit (a gzip member, a zstd frame) begins, before and
 * behind the decompressor: what places are told from. */
struct unit {
  uint64_t made, at;
};
struct units {
  struct unit *of;
  size_t count, cap;
};
/* Units are added in their order.  0 or TOLL_E_MEMORY. */
int units_add(struct units *u, struct unit unit, toll_error *e);
/* The place of a byte; units that end before it are forgotten. */
struct place units_place(struct units *u, uint64_t byte);

/* What stood behind the last unit. */
struct tail {
  bool garbage; /* bytes that are no unit, and were not read */
  uint64_t at;  /* where, in the stream below */
};

enum inflate { INFLATE_GZIP, INFLATE_ZLIB, INFLATE_RAW };

/* below is borrowed.  gzip: all members, zeros behind them left alone; the others end
 * with their data.  tail may be NULL.  NULL when memory is out. */
struct stream *stream_of_inflate(struct stream *below, enum inflate how, struct tail *tail);

/* All frames, skippable ones skipped; window: 2 to this power of memory at most. */
struct stream *stream_of_zstd(struct stream *below, unsigned window, struct tail *tail);

bool is_gzip(toll_slice head);
bool is_zstd(toll_slice head);

#endif
